package report

import (
	"errors"
	"fmt"
	"math"
)

// Limits of the groups that an issue counts in. They matter for dimensions that are lists, such
// as tags, because a record is in a group for each combination of their elements.
const (
	MaxRecordGroups = 10_000  // of a record
	MaxIssueGroups  = 250_000 // of all records of an issue, added up
)

// ErrTooManyGroups is returned for an issue that counts in more than [MaxRecordGroups] or
// [MaxIssueGroups] groups. Leave out such issues, or a dimension that is a list.
var ErrTooManyGroups = errors.New("report: too many groups")

// A tally adds up the groups of an issue.
type tally struct{ groups int }

// add adds those of a record.
func (t *tally) add(groups int) error {
	if groups > MaxRecordGroups {
		return fmt.Errorf("%w: a record is in more than %d", ErrTooManyGroups, MaxRecordGroups)
	}
	if t.groups += groups; t.groups > MaxIssueGroups {
		return fmt.Errorf("%w: the records of an issue are in more than %d", ErrTooManyGroups, MaxIssueGroups)
	}
	return nil
}

// groupsOf returns in how many groups a record is at most, or a number that is too many.
func (t *table[G]) groupsOf(s *subject) int {
	n := 1
	for i := range t.dimensions {
		if n = elementCount(t.dimensions[i].value(s)) * n; n > MaxRecordGroups {
			return math.MaxInt32 // before it overflows
		}
	}
	return n
}

// elementCount returns how many elements elementsOf returns of a value at most.
func elementCount(value any) int {
	if texts, ok := value.([]string); ok {
		return max(1, len(texts))
	}
	return 1
}
