package timeline

import "strconv"

// signWidth is the room that a sign takes beside another one.
const signWidth = 17.0

// wider returns by how much a sign is wider for a number.
func wider(count int) float64 {
	return 6 * float64(max(len(countText(count))-2, 0))
}

// roomier returns by how much the radius of a small sign is larger for a number.
func roomier(count int) float64 {
	if count > 1 {
		return 2.5
	}
	return 0
}

// countText returns a number of at most three characters.
func countText(count int) string {
	if count > 999 {
		return "1k+"
	}
	return strconv.Itoa(count)
}

// A signCount counts the marks of a cluster that have a sign.
type signCount struct {
	sign  string
	count int
}
