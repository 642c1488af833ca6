package strict

import "strings"

// DidYouMean suggests the known name nearest to one that is not known, as
// `; did you mean "x"?`, or nothing where none is near.
func DidYouMean(name string, known []string) string {
	best, distance, prefix := "", len(name)/3+1, 0
	if len(name) > 64 {
		return ""
	}
	lower := strings.ToLower(name)
	for _, k := range known {
		if len(k) > len(name)+distance || len(name) > len(k)+distance {
			continue // they differ by more
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

// editDistance is the Levenshtein distance of two texts, by bytes.
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
