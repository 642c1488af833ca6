package store

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// nano returns an instant as it is stored.
func nano(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixNano()
}

// An instant scans an instant.
type instant struct{ t *time.Time }

// Scan implements sql.Scanner.
func (i instant) Scan(value any) error {
	switch n := value.(type) {
	case nil:
		*i.t = time.Time{}
	case int64:
		*i.t = time.Unix(0, n).UTC()
	default:
		return fmt.Errorf("not an instant: %T", value)
	}
	return nil
}

// number returns a truth value as it is stored.
func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// A flag scans a truth value.
type flag struct{ b *bool }

// Scan implements sql.Scanner.
func (f flag) Scan(value any) error {
	n, ok := value.(int64)
	if !ok {
		return fmt.Errorf("not a truth value: %T", value)
	}
	*f.b = n != 0
	return nil
}

// placeholder returns the name of the nth argument of a statement.
func placeholder(n int) string { return "$" + strconv.Itoa(n) }

// clean returns a text that somebody looks for as a database may be asked for it.
func clean(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
}
