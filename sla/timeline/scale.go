package timeline

import (
	"slices"
	"time"
)

// foldWidth is the width of every fold, however long it is.
const foldWidth = 22.0

// A scale maps instants to places on the axis.
type scale struct {
	span
	left, right float64
	folds       []span // not drawn to scale
	perSecond   float64
}

// newScale returns the scale that shows a span between left and right. It folds those idle
// spans that save room.
func newScale(shown span, left, right float64, idle []span) *scale {
	s := &scale{span: shown, left: left, right: right}
	s.fold(idle)
	// Every fold undone shrinks the rest, which may make another one useless.
	for {
		kept := slices.DeleteFunc(slices.Clone(s.folds), func(f span) bool {
			return f.length().Seconds()*s.perSecond < 3*foldWidth
		})
		if len(kept) == len(s.folds) {
			break
		}
		s.fold(kept)
	}
	if float64(len(s.folds))*foldWidth > 0.4*(right-left) {
		s.fold(nil) // too many to leave room for the rest
	}
	return s
}

// fold makes folds the folds of s.
func (s *scale) fold(folds []span) {
	s.folds = folds
	shown := s.length()
	for _, f := range folds {
		shown -= f.length()
	}
	width := s.right - s.left - foldWidth*float64(len(folds))
	s.perSecond = width / max(shown.Seconds(), 1e-9)
}

// x returns the place of an instant. Instants outside the span are at its ends.
func (s *scale) x(t time.Time) float64 {
	if t.Before(s.from) {
		return s.left
	}
	x, at := s.left, s.from
	for _, f := range s.folds {
		if !t.After(f.from) {
			break
		}
		x += f.from.Sub(at).Seconds() * s.perSecond
		if t.Before(f.to) {
			return x + foldWidth*float64(t.Sub(f.from))/float64(f.length())
		}
		x, at = x+foldWidth, f.to
	}
	return min(x+t.Sub(at).Seconds()*s.perSecond, s.right)
}

// widthOf returns the width of a span.
func (s *scale) widthOf(t span) float64 { return s.x(t.to) - s.x(t.from) }

// merge joins spans that are too close for the gap between them to show.
func (s *scale) merge(spans []span) []span {
	var out []span
	for _, t := range spans {
		if n := len(out); n > 0 && s.x(t.from)-s.x(out[n-1].to) < 2.5 {
			out[n-1].to = t.to
			continue
		}
		out = append(out, t)
	}
	return out
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
