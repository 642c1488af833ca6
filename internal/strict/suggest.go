package strict

import (
	"slices"
	"strings"
)

// synonyms maps names that other products use in conditions to ours. Edit distance alone
// would suggest "any" for "and", which means "all".
var synonyms = map[string]string{
	"and": "all", "or": "any", "none": "not",
	"=": "eq", "==": "eq", "is": "eq", "equals": "eq", "!=": "ne", "<>": "ne", "neq": "ne", "is_not": "ne",
	">": "gt", ">=": "gte", "ge": "gte", "<": "lt", "<=": "lte", "le": "lte",
	"nin": "not_in", "regex": "matches", "regexp": "matches", "like": "contains", "includes": "contains",
	"prefix": "starts_with", "suffix": "ends_with",
}

// DidYouMean suggests a known name in place of an unknown one, in the form
// `; did you mean "x"?`. It returns "" if no known name is close.
func DidYouMean(name string, known []string) string {
	if len(name) > 64 {
		return ""
	}
	best, distance, prefix := "", len(name)/3+1, 0
	lower := strings.ToLower(name)
	if s, ok := synonyms[lower]; ok && slices.Contains(known, s) {
		return "; did you mean " + Quote(s) + "?"
	}
	for _, k := range known {
		if len(k) > len(name)+distance || len(name) > len(k)+distance {
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

// editDistance returns the Levenshtein distance of a and b in bytes.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
