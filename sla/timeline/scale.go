package timeline

import (
	"slices"
	"time"
)

// A scale maps instants to places on the axis. Idle stretches of it are folded to a
// fixed width.
type scale struct {
	from, to    time.Time
	left, right float64
	folds       []fold
	perSecond   float64
}

// A fold is a stretch that is not drawn to scale.
type fold struct {
	from, to time.Time
}

const foldWidth = 22.0

// newScale maps from to to, folding the idle stretches that are worth it.
func newScale(from, to time.Time, left, right float64, idle []fold) *scale {
	s := &scale{from: from, to: to, left: left, right: right}
	s.fit(idle)
	// A fold that is hardly narrower than what it hides hides nothing; and where there
	// would be many, nothing else would be left.
	for {
		kept := slices.DeleteFunc(slices.Clone(s.folds), func(f fold) bool {
			return f.to.Sub(f.from).Seconds()*s.perSecond < 3*foldWidth
		})
		if len(kept) == len(s.folds) {
			break
		}
		s.fit(kept)
	}
	if float64(len(s.folds))*foldWidth > 0.4*(right-left) {
		s.fit(nil)
	}
	return s
}

// fit folds stretches.
func (s *scale) fit(folds []fold) {
	s.folds = folds
	shown := s.to.Sub(s.from)
	for _, f := range folds {
		shown -= f.to.Sub(f.from)
	}
	width := s.right - s.left - foldWidth*float64(len(folds))
	s.perSecond = width / max(shown.Seconds(), 1e-9)
}

// x returns the place of an instant.
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
			return x + foldWidth*float64(t.Sub(f.from))/float64(f.to.Sub(f.from))
		}
		x, at = x+foldWidth, f.to
	}
	return min(x+t.Sub(at).Seconds()*s.perSecond, s.right)
}

// pieces returns the stretches that are drawn to scale.
func (s *scale) pieces() []fold {
	var list []fold
	at := s.from
	for _, f := range s.folds {
		if at.Before(f.from) {
			list = append(list, fold{at, f.from})
		}
		at = f.to
	}
	return append(list, fold{at, s.to})
}

// idle returns the stretches of from to to that are outside the busy ones, and apart
// from instants of interest by a margin.
func idle(from, to time.Time, busy []fold, of []time.Time) []fold {
	total := time.Duration(0)
	busy = union(busy)
	for _, b := range busy {
		total += b.to.Sub(b.from)
	}
	if total == 0 {
		return nil
	}
	margin := total / 50
	for _, t := range of {
		busy = append(busy, fold{t.Add(-margin), t.Add(margin)})
	}
	var list []fold
	at := from
	for _, b := range union(busy) {
		if at.Before(b.from) && b.from.Before(to) {
			list = append(list, fold{at, b.from})
		}
		if b.to.After(at) {
			at = b.to
		}
	}
	if at.Before(to) {
		list = append(list, fold{at, to})
	}
	return list
}

// union returns the union of stretches, in order.
func union(list []fold) []fold {
	list = slices.SortedStableFunc(slices.Values(list), func(a, b fold) int { return a.from.Compare(b.from) })
	var out []fold
	for _, f := range list {
		if n := len(out); n > 0 && !f.from.After(out[n-1].to) {
			if f.to.After(out[n-1].to) {
				out[n-1].to = f.to
			}
			continue
		}
		out = append(out, f)
	}
	return out
}

// A tick is a place on the axis that is labelled.
type tick struct {
	x          float64
	at         time.Time
	text, date string // date is below, where it changes
}

// steps are what ticks may be apart: durations, then days.
var steps = []struct {
	length time.Duration
	days   int
	months int
}{
	{time.Second, 0, 0}, {5 * time.Second, 0, 0}, {15 * time.Second, 0, 0}, {30 * time.Second, 0, 0},
	{time.Minute, 0, 0}, {2 * time.Minute, 0, 0}, {5 * time.Minute, 0, 0}, {10 * time.Minute, 0, 0}, {15 * time.Minute, 0, 0}, {30 * time.Minute, 0, 0},
	{time.Hour, 0, 0}, {2 * time.Hour, 0, 0}, {3 * time.Hour, 0, 0}, {6 * time.Hour, 0, 0}, {12 * time.Hour, 0, 0},
	{24 * time.Hour, 1, 0}, {48 * time.Hour, 2, 0}, {7 * 24 * time.Hour, 7, 0}, {14 * 24 * time.Hour, 14, 0},
	{30 * 24 * time.Hour, 0, 1}, {91 * 24 * time.Hour, 0, 3}, {365 * 24 * time.Hour, 0, 12}, {10 * 365 * 24 * time.Hour, 0, 120}, {50 * 365 * 24 * time.Hour, 0, 600},
}

// ticks returns the labelled places of the axis, in a zone. Days of another year than
// that of near say so, once.
func (s *scale) ticks(zone *time.Location, near time.Time) []tick {
	const apart = 58
	k := 0
	for k < len(steps)-1 && steps[k].length.Seconds()*s.perSecond < apart {
		k++
	}
	step := steps[k]
	var list []tick
	date := ""
	last := s.left - apart
	for _, piece := range s.pieces() {
		for t := first(piece.from.In(zone), step.length, step.days, step.months); t.Before(piece.to) || t.Equal(s.to); t = next(t, step.length, step.days, step.months) {
			if t.Before(piece.from) {
				continue
			}
			x := s.x(t)
			if x-last < apart-14 {
				continue
			}
			var here tick
			switch {
			case step.months >= 12:
				here = tick{x, t, t.Format("2006"), ""}
			case step.months > 0:
				here = tick{x, t, t.Format("Jan"), t.Format("2006")}
			case step.days > 0:
				here = tick{x, t, t.Format("2 Jan"), t.Format("2006")}
			case step.length < time.Minute:
				here = tick{x, t, t.Format("15:04:05"), t.Format("Mon 2 Jan")}
			default:
				here = tick{x, t, t.Format("15:04"), t.Format("Mon 2 Jan")}
			}
			if here.date == date {
				here.date = ""
			} else {
				date = here.date
			}
			last = x
			list = append(list, here)
		}
	}
	// The axis says when it begins, if no tick is near that.
	if begin := s.from.In(zone); step.length < 24*time.Hour && (len(list) == 0 || list[0].x-s.left > apart-14) {
		start := tick{s.left, begin, begin.Format("15:04"), begin.Format("Mon 2 Jan")}
		if len(list) > 0 && list[0].date == start.date {
			list[0].date = ""
		}
		list = slices.Insert(list, 0, start)
	}
	year := near.In(zone).Year()
	for i := range list {
		if t := &list[i]; step.length < 24*time.Hour && t.date != "" && t.at.Year() != year {
			t.date, year = t.at.Format("Mon 2 Jan 2006"), t.at.Year()
		}
	}
	return list
}

// first returns a tick about or before t.
func first(t time.Time, length time.Duration, days, months int) time.Time {
	y, m, d := t.Date()
	switch {
	case months > 0:
		month := (int(m) - 1) / min(months, 12) * min(months, 12)
		years := max(months/12, 1)
		return startOf(y/years*years, time.Month(month+1), 1, t.Location())
	case days >= 7:
		return startOf(y, m, d-(int(t.Weekday())+6)%7, t.Location())
	case days > 0:
		return startOf(y, m, d, t.Location())
	}
	midnight := startOf(y, m, d, t.Location())
	return midnight.Add(t.Sub(midnight) / length * length)
}

// next returns the tick after t.
func next(t time.Time, length time.Duration, days, months int) time.Time {
	y, m, d := t.Date()
	u := t.Add(length)
	switch {
	case months > 0:
		u = startOf(y, m+time.Month(months), 1, t.Location())
	case days > 0:
		u = startOf(y, m, d+days, t.Location())
	case u.Day() != d: // from the date's beginning again, also where a clock changed
		y, m, d := u.Date()
		u = startOf(y, m, d, t.Location())
	}
	if !u.After(t) {
		return t.Add(length)
	}
	return u
}

// startOf returns the first instant of a date in a zone, to the quarter of an hour: some
// dates have no midnight, and time.Date then may answer with the day before. A date that
// a zone has left out begins where it would.
func startOf(year int, month time.Month, day int, zone *time.Location) time.Time {
	noon := time.Date(year, month, day, 12, 0, 0, 0, zone)
	if _, _, d := noon.Date(); d != time.Date(year, month, day, 12, 0, 0, 0, time.UTC).Day() {
		return noon
	}
	t := noon.Add(-14 * time.Hour)
	for t.Day() != noon.Day() {
		t = t.Add(15 * time.Minute)
	}
	return t
}
