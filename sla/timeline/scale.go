package timeline

import (
	"cmp"
	"slices"
	"time"
)

// A scale maps instants to places on the axis.
type scale struct {
	span
	left, right float64
	folds       []fold // in order; not drawn to scale
	perSecond   float64
	knots       []knot // where the folds begin and end
}

// A knot is a place on the axis where its scale changes.
type knot struct {
	at time.Duration // since the start of the scale
	x  float64
}

// newScale returns the scale that shows a span between left and right, with folds.
func newScale(shown span, left, right float64, folds []fold) *scale {
	s := &scale{span: shown, left: left, right: right, folds: folds}
	length, width := shown.length(), right-left
	for _, f := range folds {
		length -= f.length()
		width -= f.width
	}
	s.perSecond = width / max(length.Seconds(), 1e-9)
	s.knots = make([]knot, 0, 2*len(folds)+2)
	s.knots = append(s.knots, knot{0, left})
	for _, f := range folds {
		last := s.knots[len(s.knots)-1]
		from, to := f.from.Sub(shown.from), f.to.Sub(shown.from)
		x := last.x + (from-last.at).Seconds()*s.perSecond
		s.knots = append(s.knots, knot{from, x}, knot{to, x + f.width})
	}
	s.knots = append(s.knots, knot{max(shown.length(), 1), right})
	return s
}

// x returns the place of an instant. Instants outside the span are at its ends.
func (s *scale) x(t time.Time) float64 {
	at := t.Sub(s.from)
	switch {
	case at <= 0:
		return s.left
	case at >= s.knots[len(s.knots)-1].at:
		return s.right
	}
	i, _ := slices.BinarySearchFunc(s.knots, at, func(k knot, at time.Duration) int { return cmp.Compare(k.at, at) })
	a, b := s.knots[i-1], s.knots[i]
	return a.x + (b.x-a.x)*float64(at-a.at)/float64(b.at-a.at)
}

// widthOf returns the width of a span.
func (s *scale) widthOf(t span) float64 { return s.x(t.to) - s.x(t.from) }

// shows reports whether an instant is within the span.
func (s *scale) shows(t time.Time) bool { return !t.Before(s.from) && !t.After(s.to) }

// hides reports whether an instant is within a fold.
func (s *scale) hides(t time.Time) bool {
	i, _ := slices.BinarySearchFunc(s.folds, t, func(f fold, t time.Time) int {
		if f.to.Before(t) {
			return -1
		}
		return 1
	})
	return i < len(s.folds) && !t.Before(s.folds[i].from)
}

// unfolded returns the parts of the span that are drawn to scale.
func (s *scale) unfolded() []span {
	var out []span
	at := s.from
	for _, f := range s.folds {
		if at.Before(f.from) {
			out = append(out, span{at, f.from})
		}
		at = f.to
	}
	return append(out, span{at, s.to})
}

// A fold is a stretch of time that is not drawn to scale, because nothing happens in it.
type fold struct {
	span
	width  float64
	reason string // in a word: "closed", "paused" or "quiet"
	title  string
}

// Widths of folds, however long they are.
const (
	tornWidth = 24.0
	seamWidth = 8.0
)
