package timeline

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// crowded is the distance at which two marks are hard to tell apart.
const crowded = 14.0

// A folder chooses the folds of a picture.
type folder struct {
	lanes       []lane
	shown       span
	left, right float64
	instants    []time.Time // when something happens, in order
	hours       []span      // a union: when a lane is open; none if closed hours are not to be folded
}

// choose returns the folds: of closed hours, of long stretches in which nothing happens and no
// clock counts in time, and of as many other stretches in which nothing happens as make room for
// marks that would be crowded.
func (f *folder) choose() []fold {
	best := f.fold(nil)
	s := newScale(f.shown, f.left, f.right, best)
	var chosen, others []span
	for _, g := range f.widestGaps(s) {
		if s.widthOf(g) >= (f.right-f.left)/6 && g.length() >= 24*time.Hour && len(foldStates(f.lanes, g)[1]) == 0 {
			chosen = append(chosen, g)
		} else {
			others = append(others, g)
		}
	}
	if len(chosen) > 0 {
		best = f.fold(chosen)
	}
	const perFold = 2 // how many marks a fold must make room for
	least := f.crowd(newScale(f.shown, f.left, f.right, best))
	for k, g := range others {
		chosen = append(chosen, g)
		folds := f.fold(chosen)
		s := newScale(f.shown, f.left, f.right, folds)
		useful := !slices.ContainsFunc(folds, func(t fold) bool {
			return t.width == tornWidth && t.length().Seconds()*s.perSecond < 2.5*tornWidth
		})
		if n := f.crowd(s) + perFold*(k+1); useful && n < least {
			best, least = folds, n
		}
	}
	return best
}

// widestGaps returns the spans between instants that s draws the widest, the widest first: as many
// as there may be torn folds.
func (f *folder) widestGaps(s *scale) []span {
	var gaps []span
	last := f.shown.from
	for _, t := range append(f.instants, f.shown.to) {
		if g := (span{last, t}); s.widthOf(g) >= 2*tornWidth {
			gaps = append(gaps, g)
		}
		last = t
	}
	slices.SortStableFunc(gaps, func(a, b span) int { return cmp.Compare(s.widthOf(b), s.widthOf(a)) })
	return gaps[:min(int((f.right-f.left)/110), len(gaps))]
}

// crowd returns how many instants are hard to tell from the one before.
func (f *folder) crowd(s *scale) (n int) {
	last := s.left - crowded
	for _, t := range f.instants {
		x := s.x(t)
		if x-last < crowded {
			n++
		}
		last = x
	}
	return n
}

// fold returns torn folds of gaps, and seams of closed hours. The ends of gaps stay visible, unless
// they are closed.
func (f *folder) fold(gaps []span) []fold {
	torn := make([]fold, len(gaps))
	for i, g := range gaps {
		torn[i] = fold{span: g, width: tornWidth}
	}
	slices.SortFunc(torn, func(a, b fold) int { return a.from.Compare(b.from) })
	const visible = 9 // pixels
	trim := time.Duration(visible / newScale(f.shown, f.left, f.right, torn).perSecond * float64(time.Second))
	for i := range torn {
		t := &torn[i]
		trim := min(trim, t.length()/4)
		t.from, t.to = t.from.Add(trim), t.to.Add(-trim)
	}
	if len(f.hours) == 0 {
		return torn
	}
	return f.keepUseful(f.addClosed(torn))
}

// addClosed adds seams of closed hours to torn folds, and extends these over the closed hours
// beside them.
func (f *folder) addClosed(torn []fold) []fold {
	open := time.Duration(0)
	for _, h := range f.hours {
		open += h.length()
	}
	for _, t := range torn {
		open -= overlap(t.span, f.hours)
	}
	near := max(open/50, 1) // not 0, so that no closed stretch reaches across an instant to two torn folds
	busy := slices.Clone(f.hours)
	for _, t := range f.instants {
		busy = append(busy, span{t.Add(-near), t.Add(near)})
	}
	folds := slices.Clone(torn)
	k := 0
	for _, c := range without(f.shown, union(busy)) {
		for k < len(torn) && torn[k].to.Before(c.from) {
			k++
		}
		if k < len(torn) && !c.to.Before(torn[k].from) {
			folds[k].from, folds[k].to = earlier(folds[k].from, c.from), later(folds[k].to, c.to)
			continue
		}
		folds = append(folds, fold{span: c, width: seamWidth})
	}
	slices.SortFunc(folds, func(a, b fold) int { return a.from.Compare(b.from) })
	return folds
}

// overlap returns how much of s is in spans, which are a union.
func overlap(s span, spans []span) (sum time.Duration) {
	for _, t := range spans {
		if from, to := later(s.from, t.from), earlier(s.to, t.to); from.Before(to) {
			sum += to.Sub(from)
		}
	}
	return sum
}

// keepUseful drops the seams that save no room. If they leave too little room for the rest, it
// drops those of nights, or else all of them.
func (f *folder) keepUseful(folds []fold) []fold {
	// Every fold undone shrinks the rest, which may make another one useless.
	const rounds = 10 // after which those left are nearly useful
	for range rounds {
		s := newScale(f.shown, f.left, f.right, folds)
		folds = slices.DeleteFunc(folds, func(t fold) bool {
			return t.width == seamWidth && t.length().Seconds()*s.perSecond < 2.5*seamWidth
		})
	}
	for _, shortest := range []time.Duration{24 * time.Hour, math.MaxInt64} {
		if float64(len(folds))*seamWidth > (f.right-f.left)/4 {
			folds = slices.DeleteFunc(folds, func(t fold) bool { return t.width == seamWidth && t.length() < shortest })
		}
	}
	return folds
}
