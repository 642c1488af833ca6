package timeline

import "slices"

// An extent is a part of a row of text.
type extent struct{ left, right float64 }

// texts records where the texts of a lane are.
type texts struct {
	rows        int // how many rows there may be
	left, right float64
	taken       [][]extent // by row; the lowest row is the first
}

// place finds room for a text of a width that begins at one of some places, in the order of
// their preference. It tries the lower rows first.
func (t *texts) place(width float64, places ...float64) (x float64, row int, ok bool) {
	const gap = 6
	for row := range t.rows {
		if row == len(t.taken) {
			t.taken = append(t.taken, nil)
		}
		for _, x := range places {
			x = max(min(x, t.right-width), t.left)
			if !slices.ContainsFunc(t.taken[row], func(e extent) bool { return x-gap < e.right && e.left < x+width+gap }) {
				t.taken[row] = append(t.taken[row], extent{x, x + width})
				return x, row, true
			}
		}
	}
	return 0, 0, false
}

// height returns the height of the rows that have a text.
func (t *texts) height() (height float64) {
	for row, list := range t.taken {
		if len(list) > 0 {
			height = textRow * float64(row+1)
		}
	}
	return height
}

// A placedText is a text with its place.
type placedText struct {
	x    float64
	row  int
	text string
}
