package timeline

import "slices"

// An extent is a part of a row of text.
type extent struct{ left, right float64 }

// texts records where the texts above a lane are, in two rows.
type texts [2][]extent

// newTexts returns the texts of a lane that has none yet. Folds have no room for any.
func (p *picture) newTexts() *texts {
	t := new(texts)
	for _, f := range p.folds {
		x := p.scale.x(f.from)
		for row := range t {
			t[row] = append(t[row], extent{x + 2, x + foldWidth - 2})
		}
	}
	return t
}

// place finds room for a text of a width near x, between left and right. It tries the
// lower row first; in each row the middle first, then to the right, then to the left.
func (t *texts) place(x, width, left, right float64) (at float64, row int, ok bool) {
	const gap = 6
	for row := range t {
		for _, at := range []float64{x - width/2, x - 4, x + 4 - width} {
			at = min(max(at, left), right-width)
			taken := slices.ContainsFunc(t[row], func(e extent) bool { return at-gap < e.right && e.left < at+width+gap })
			if !taken {
				t[row] = append(t[row], extent{at, at + width})
				return at, row, true
			}
		}
	}
	return 0, 0, false
}
