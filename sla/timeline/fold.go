package timeline

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/internal/svg"
	"github.com/punctualgo/punctual/sla"
)

// Widths of folds, however long they are.
const (
	tornWidth = 24.0
	seamWidth = 8.0
)

// A fold is a stretch of time that is not drawn to scale, because nothing happens in it.
type fold struct {
	span
	width  float64
	reason string // in a word: "closed", "paused" or "quiet"
	title  string
}

// crowded is the distance at which two marks are hard to tell apart.
const crowded = 14.0

// chooseQuiet returns the folds of long stretches in which nothing happens: of those in which no
// clock counts in time, and of as many others as make room for marks that would be crowded.
func chooseQuiet(lanes []lane, shown span, left, right float64, instants []time.Time) []fold {
	var chosen, others []span
	for _, g := range longestGaps(shown, instants, int((right-left)/110)) {
		if isLong(g, shown) && len(foldStates(lanes, g)[1]) == 0 {
			chosen = append(chosen, g)
		} else {
			others = append(others, g)
		}
	}
	const perFold = 2 // how many marks a fold must make room for
	best := torn(shown, chosen)
	least := crowd(newScale(shown, left, right, best), instants)
	for k, g := range others {
		chosen = append(chosen, g)
		folds := torn(shown, chosen)
		s := newScale(shown, left, right, folds)
		useful := !slices.ContainsFunc(folds, func(f fold) bool { return f.length().Seconds()*s.perSecond < 2.5*tornWidth })
		if n := crowd(s, instants) + perFold*(k+1); useful && n < least {
			best, least = folds, n
		}
	}
	return best
}

// isLong reports whether a stretch in which nobody is interested is worth a fold.
func isLong(g, shown span) bool {
	return g.length() >= 24*time.Hour && g.length() >= shown.length()/6
}

// torn returns the folds of gaps, whose ends stay visible.
func torn(shown span, gaps []span) []fold {
	rest := shown.length()
	for _, g := range gaps {
		rest -= g.length()
	}
	folds := make([]fold, len(gaps))
	for i, g := range gaps {
		trim := min(rest/60, g.length()/4)
		folds[i] = fold{span: span{g.from.Add(trim), g.to.Add(-trim)}, width: tornWidth}
	}
	slices.SortFunc(folds, func(a, b fold) int { return a.from.Compare(b.from) })
	return folds
}

// longestGaps returns the longest spans between instants, the longest first, n at most.
func longestGaps(shown span, instants []time.Time, n int) []span {
	var gaps []span
	last := shown.from
	for _, t := range append(instants, shown.to) {
		if g := (span{last, t}); g.length() >= shown.length()/2000 {
			gaps = append(gaps, g)
		}
		last = t
	}
	slices.SortStableFunc(gaps, func(a, b span) int { return cmp.Compare(b.length(), a.length()) })
	return gaps[:min(n, len(gaps))]
}

// crowd returns how many instants are hard to tell from the one before.
func crowd(s *scale, instants []time.Time) (n int) {
	last := s.left - crowded
	for _, t := range instants {
		x := s.x(t)
		if x-last < crowded {
			n++
		}
		last = x
	}
	return n
}

// addClosed adds folds of closed hours to quiet folds, which it extends over the closed hours
// beside them.
func addClosed(shown span, left, right float64, instants []time.Time, hours []span, quiet []fold) []fold {
	if len(hours) == 0 {
		return quiet
	}
	open := time.Duration(0)
	for _, h := range hours {
		open += h.length()
	}
	for _, f := range quiet {
		open -= overlap(f.span, hours)
	}
	near := max(open, 0) / 50
	busy := slices.Clone(hours)
	for _, t := range instants {
		busy = append(busy, span{t.Add(-near), t.Add(near)})
	}
	folds := slices.Clone(quiet)
	k := 0
	for _, c := range without(shown, union(busy)) {
		for k < len(quiet) && quiet[k].to.Before(c.from) {
			k++
		}
		if k < len(quiet) && !c.to.Before(quiet[k].from) {
			i := slices.IndexFunc(folds, func(f fold) bool { return !f.from.After(quiet[k].from) && !f.to.Before(quiet[k].to) })
			folds[i].from, folds[i].to = earlier(folds[i].from, c.from), later(folds[i].to, c.to)
			continue
		}
		folds = append(folds, fold{span: c, width: seamWidth})
	}
	slices.SortFunc(folds, func(a, b fold) int { return a.from.Compare(b.from) })
	return keepUseful(shown, left, right, folds)
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
func keepUseful(shown span, left, right float64, folds []fold) []fold {
	// Every fold undone shrinks the rest, which may make another one useless.
	const rounds = 10 // after which those left are nearly useful
	for range rounds {
		s := newScale(shown, left, right, folds)
		folds = slices.DeleteFunc(folds, func(f fold) bool {
			return f.width == seamWidth && f.length().Seconds()*s.perSecond < 2.5*seamWidth
		})
	}
	for _, shortest := range []time.Duration{24 * time.Hour, math.MaxInt64} {
		if float64(len(folds))*seamWidth > (right-left)/4 {
			folds = slices.DeleteFunc(folds, func(f fold) bool { return f.width == seamWidth && f.length() < shortest })
		}
	}
	return folds
}

// explainFolds says of each fold what it hides.
func (p *picture) explainFolds(lanes []lane, hours []span, known bool) {
	for i := range p.folds {
		f := &p.folds[i]
		f.reason = "quiet"
		f.title = human.Duration(f.length(), true) + " not shown: "
		if known && overlap(f.span, hours) == 0 {
			f.reason = "closed"
			f.title += "closed, and nothing happened"
			continue
		}
		f.title += "nothing happened"
		states := foldStates(lanes, f.span)
		if len(states[1])+len(states[2]) == 0 && len(states[0]) > 0 {
			f.reason = "paused"
		}
		for k, what := range []string{"paused", "counted", "counted past the target"} {
			if n := len(states[k]); n > 0 {
				f.title += "; " + strings.Join(states[k][:min(n, 3)], ", ")
				if n > 3 {
					f.title += fmt.Sprintf(" and %d more", n-3)
				}
				f.title += " " + what
			}
		}
	}
}

// foldStates returns the names of the lanes that a fold hides something of: lanes that were
// paused, that counted in time, and that counted past the target.
func foldStates(lanes []lane, within span) (names [3][]string) {
	for i := range lanes {
		l := &lanes[i]
		k, _ := slices.BinarySearchFunc(l.clocks, within.from, func(a *sla.ClockAccount, t time.Time) int {
			if !a.Open() && !a.EndedAt.After(t) {
				return -1
			}
			return 1
		})
		var found [3]bool
		for ; k < len(l.clocks) && l.clocks[k].StartedAt.Before(within.to); k++ {
			for s := range segmentsIn(l.clocks[k], within) {
				switch late := l.clocks[k].Breached && !s.From.Before(breachOf(l.clocks[k])); {
				case s.Kind == sla.SegmentPaused:
					found[0] = true
				case s.Counted > 0 && late:
					found[2] = true
				case s.Counted > 0:
					found[1] = true
				}
			}
		}
		for k := range found {
			if found[k] {
				names[k] = append(names[k], l.name)
			}
		}
	}
	return names
}

// segmentsIn yields the segments of a clock that are partly within a span.
func segmentsIn(a *sla.ClockAccount, within span) func(yield func(*sla.Segment) bool) {
	return func(yield func(*sla.Segment) bool) {
		k, _ := slices.BinarySearchFunc(a.Segments, within.from, func(s sla.Segment, t time.Time) int {
			if !s.To.After(t) {
				return -1
			}
			return 1
		})
		for ; k < len(a.Segments) && a.Segments[k].From.Before(within.to); k++ {
			if !yield(&a.Segments[k]) {
				return
			}
		}
	}
}

// drawFolds draws the folds: torn strips, and seams for closed hours. They cover everything.
func (p *picture) drawFolds() {
	for _, f := range p.folds {
		x := p.x(f.from)
		if f.width == seamWidth {
			p.Path("back", svg.Path("M%s %sh%sV%sh%sz", x+1, p.gridTop, f.width-2, p.gridBottom, 2-f.width), f.title)
			p.Path("seam", svg.Path("M%s %sV%s", x+f.width/2, p.gridTop, p.gridBottom), "")
			p.used["seam"] = true
			continue
		}
		teeth := int((p.gridBottom - p.gridTop) / 16)
		rest := p.gridBottom - p.gridTop - 16*float64(teeth)
		d := svg.AppendPath(nil, "M%s %s", x+4, p.gridTop)
		for range teeth {
			d = append(d, "l3 8l-3 8"...)
		}
		d = svg.AppendPath(d, "v%sh%sv%s", rest, f.width-8, -rest)
		for range teeth {
			d = append(d, "l-3 -8l3 -8"...)
		}
		p.Path("fold", string(append(d, 'z')), f.title)
		p.used["fold"] = true
	}
}

// A foldLabel is a text above a fold.
type foldLabel struct {
	x    float64
	row  int
	text string
}

// layOutFoldLabels places texts above the folds that say how much they hide, and why: above torn
// ones first, and above seams where there is room. It returns the height of the rows.
func (p *picture) layOutFoldLabels() (height float64) {
	t := texts{rows: 2, left: margin, right: p.width - margin}
	if !p.narrow() {
		t.left = p.left
	}
	order := slices.SortedStableFunc(slices.Values(p.folds), func(a, b fold) int {
		return cmp.Or(cmp.Compare(b.width, a.width), cmp.Compare(b.length(), a.length()))
	})
	for _, f := range order {
		length := human.Duration(f.length(), true)
		x := p.x(f.from) + f.width/2
		if f.width == seamWidth {
			t.rows = max(len(t.taken), 1)
		}
		for _, text := range []string{length + " " + f.reason, length} {
			width := svg.TextWidth(text)
			if at, row, ok := t.place(width, x-width/2); ok {
				p.foldLabels = append(p.foldLabels, foldLabel{at, row, text})
				break
			}
		}
	}
	if len(p.folds) == 0 {
		return 4
	}
	return t.height() + 6
}

// drawFoldLabels draws the texts above the folds.
func (p *picture) drawFoldLabels() {
	if len(p.foldLabels) > 0 && !p.narrow() {
		p.Text("small", margin, p.gridTop-4, "", "not shown", 20)
	}
	for _, l := range p.foldLabels {
		p.Text("small", l.x, p.gridTop-4-textRow*float64(l.row), "", l.text, 40)
	}
}
