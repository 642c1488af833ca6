package businesshours_test

import (
	"testing"
	"time"

	"github.com/rickar/cal/v2/us"
)

// This file has what a program would do without this package: it walks from day to day. The
// benchmarks compare it.

// A walker goes from day to day, 9-17 on working days. It is a careful version of what one
// would write by hand.
type walker struct {
	loc      *time.Location
	holidays map[localDate]bool
}

func newWalker(loc *time.Location) *walker {
	w := &walker{loc, make(map[localDate]bool)}
	for _, h := range us.Holidays {
		for year := 1998; year < 2050; year++ {
			actual, observed := h.Calc(year)
			if !actual.IsZero() {
				w.holidays[localDateOf(actual.Add(12*time.Hour))] = true
				w.holidays[localDateOf(observed.Add(12*time.Hour))] = true
			}
		}
	}
	return w
}

// hours returns when the desk opens and closes on the n-th day after t.
func (w *walker) hours(t time.Time, n int) (open, end time.Time, ok bool) {
	y, m, d := t.Date()
	open = time.Date(y, m, d+n, 9, 0, 0, 0, w.loc)
	if day := open.Weekday(); day == time.Saturday || day == time.Sunday || w.holidays[localDateOf(open)] {
		return open, open, false
	}
	return open, time.Date(y, m, d+n, 17, 0, 0, 0, w.loc), true
}

func (w *walker) add(t time.Time, d time.Duration) time.Time {
	for n := 0; ; n++ {
		open, end, ok := w.hours(t, n)
		if !ok || !end.After(t) {
			continue
		}
		open = maxTime(open, t)
		if left := end.Sub(open); d > left {
			d -= left
			continue
		}
		return open.Add(d)
	}
}

func (w *walker) between(a, b time.Time) (sum time.Duration) {
	for n := 0; ; n++ {
		open, end, ok := w.hours(a, n)
		if !open.Before(b) {
			return sum
		}
		if !ok {
			continue
		}
		if open, end = maxTime(open, a), minTime(end, b); open.Before(end) {
			sum += end.Sub(open)
		}
	}
}

// A helpdesk goes from day to day as helpdesks commonly do: it has the document as it is stored,
// with working hours by the name of the day and holidays by date, both as texts.
type helpdesk struct {
	zone     *time.Location
	hours    map[string]workingHours
	holidays map[string]bool
}

type workingHours struct{ Open, Close string }

func newHelpdesk(zone *time.Location) *helpdesk {
	h := &helpdesk{zone, make(map[string]workingHours), make(map[string]bool)}
	for day := time.Monday; day <= time.Friday; day++ {
		h.hours[day.String()] = workingHours{"09:00", "17:00"}
	}
	for date := range newWalker(zone).holidays {
		h.holidays[date.String()] = true
	}
	return h
}

// working returns when the desk opens and closes on the date of t, or false if it does not.
func (h *helpdesk) working(t time.Time) (open, end time.Time, ok bool) {
	hours, ok := h.hours[t.Weekday().String()]
	if !ok || h.holidays[t.Format(time.DateOnly)] {
		return t, t, false
	}
	from, err1 := time.Parse("15:04", hours.Open)
	to, err2 := time.Parse("15:04", hours.Close)
	if err1 != nil || err2 != nil {
		return t, t, false
	}
	year, month, day := t.Date()
	return time.Date(year, month, day, from.Hour(), from.Minute(), 0, 0, h.zone),
		time.Date(year, month, day, to.Hour(), to.Minute(), 0, 0, h.zone), true
}

// next returns the midnight after t.
func (h *helpdesk) next(t time.Time) time.Time {
	year, month, day := t.Date()
	return time.Date(year, month, day+1, 0, 0, 0, 0, h.zone)
}

func (h *helpdesk) add(start time.Time, d time.Duration) time.Time {
	for t := start.In(h.zone); ; t = h.next(t) {
		open, end, ok := h.working(t)
		if !ok || !t.Before(end) {
			continue
		}
		open = maxTime(open, t)
		left := end.Sub(open)
		if d <= left {
			return open.Add(d)
		}
		d -= left
	}
}

func (h *helpdesk) between(a, b time.Time) (sum time.Duration) {
	for t := a.In(h.zone); t.Before(b); t = h.next(t) {
		open, end, ok := h.working(t)
		if !ok {
			continue
		}
		if open, end = maxTime(open, t), minTime(end, b); open.Before(end) {
			sum += end.Sub(open)
		}
	}
	return sum
}

// The walkers agree with the calendar on the instants for which they are compared.
func TestWalkers(t *testing.T) {
	newYork := location(t, "America/New_York")
	cal := named(t, compile(t, measured[0].docs), "us")
	walk, desk := newWalker(newYork), newHelpdesk(newYork)
	for name, w := range map[string]interface {
		add(t time.Time, d time.Duration) time.Time
		between(a, b time.Time) time.Duration
	}{"walker": walk, "helpdesk": desk} {
		for _, u := range randomInstants() {
			u = u.In(newYork)
			if got, err := cal.Add(u, 100*time.Hour); err != nil || !got.Equal(w.add(u, 100*time.Hour)) {
				t.Fatalf("Add(%v, 100h) = %v, %v, %s %v", u, got, err, name, w.add(u, 100*time.Hour))
			}
			if got, want := cal.Between(u, u.AddDate(0, 0, 40)), w.between(u, u.AddDate(0, 0, 40)); got != want {
				t.Fatalf("Between(%v, 40 days) = %v, %s %v", u, got, name, want)
			}
		}
	}
}
