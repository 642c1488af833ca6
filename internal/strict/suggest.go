package strict

import (
	"slices"
	"strings"
)

// synonyms are what others call things, and what these are called here: "and" is nearer to
// "any" than to "all", which it means. Where there are several, the first that is known
// counts.
var synonyms = map[string]string{
	"and": "all", "or": "any", "none": "not", "all_of": "all", "any_of": "any", "none_of": "not",
	"operator": "op", "comparison": "op", "attribute": "field", "attr": "field", "key": "field",
	"condition": "when if", "conditions": "when if", "filter": "when", "match": "when", "trigger": "on", "event": "on",
	"duration": "within", "time": "within", "minutes": "within", "days": "business_days", "due": "until", "deadline": "until", "due_at": "until",
	"hours": "schedule", "business_hours": "schedule", "calendar": "schedule", "timezone": "time_zone", "tz": "time_zone",
	"steps": "escalations", "actions": "do", "action": "do", "repeat": "times", "interval": "every",
	"else": "default", "otherwise": "default", "cases": "values", "map": "values", "sla": "policies", "slas": "policies", "rules": "policies",
	"string": "text", "enum": "text", "integer": "number", "int": "number", "float": "number", "bool": "boolean",
	"array": "list", "tags": "list", "date": "instant", "datetime": "instant", "time_stamp": "instant", "timestamp": "instant",
	"=": "eq", "==": "eq", "is": "eq", "equals": "eq", "!=": "ne", "<>": "ne", "neq": "ne", "is_not": "ne",
	">": "gt", ">=": "gte", "ge": "gte", "<": "lt", "<=": "lte", "le": "lte",
	"nin": "not_in", "regex": "matches", "regexp": "matches", "like": "contains", "includes": "contains",
	"prefix": "starts_with", "suffix": "ends_with",
}

// maxSuggested bounds the length of names for which, and of which, there are suggestions.
const maxSuggested = 64

// DidYouMean suggests the known name that an unknown one stands for or is nearest to, as
// `; did you mean "x"?`. It returns nothing if none is near.
func DidYouMean(name string, known []string) string {
	if len(name) > maxSuggested {
		return ""
	}
	best, distance, prefix := "", len(name)/3+1, 0
	lower := strings.ToLower(name)
	for s := range strings.FieldsSeq(synonyms[lower]) {
		if slices.Contains(known, s) {
			return "; did you mean " + Quote(s) + "?"
		}
	}
	for _, k := range known {
		if len(k) > maxSuggested || len(k) > len(name)+distance || len(name) > len(k)+distance {
			continue // the lengths differ too much
		}
		l := strings.ToLower(k)
		d, same := editDistance(lower, l), 0
		for same < len(l) && same < len(lower) && l[same] == lower[same] {
			same++
		}
		if d < distance || d == distance && best != "" && same > prefix {
			best, distance, prefix = k, d, same
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + Quote(best) + "?"
}

// editDistance returns how many bytes must be inserted, deleted or replaced, or swapped
// with their neighbor, to turn one text into another. Both have at most maxSuggested.
func editDistance(a, b string) int {
	var rows [3][maxSuggested + 1]uint8
	before, row, next := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		row[j] = uint8(j)
	}
	for i := range len(a) {
		next[0] = uint8(i + 1)
		for j := range len(b) {
			cost := row[j]
			if a[i] != b[j] {
				cost++
			}
			next[j+1] = min(cost, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row, next = row, next, before
	}
	return int(row[len(b)])
}
