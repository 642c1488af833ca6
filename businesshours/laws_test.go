package businesshours_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
)

// This file tests the laws of calendars. b(a, c) stands for Between(a, c).

// law checks a law in worlds that rapid draws.
func law(t *testing.T, check func(t *rapid.T, w world)) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { check(t, drawWorld(t)) })
}

// add calls Add. It returns false if there is no such instant. It fails the test on another
// error, and skips results out of range, where Between uses the bound instead.
func add(t *rapid.T, cal *businesshours.Calendar, u time.Time, d time.Duration) (_ time.Time, ok bool) {
	v, err := cal.Add(u, d)
	if errors.Is(err, businesshours.ErrNotWithinHorizon) {
		return v, false
	}
	if err != nil {
		t.Fatalf("Add(%v, %v): %v", u, d, err)
	}
	if beyond(v) {
		t.SkipNow()
	}
	return v, true
}

func beyond(u time.Time) bool {
	return u.Before(businesshours.Earliest.Add(margin)) || u.After(businesshours.Latest.Add(-margin))
}

// ordered returns instants in order.
func ordered(instants ...time.Time) []time.Time {
	slices.SortFunc(instants, time.Time.Compare)
	return instants
}

// Oracle: b(a, c) counts the unit steps of [a, c) that are open, and the other
// operations find the spans that they form.
func TestOracle(t *testing.T) {
	law(t, func(t *rapid.T, w world) {
		a, c := w.near(t, "a"), w.near(t, "c")
		if got, want := w.cal.Between(a, c), w.slow.between(w.name, a, c); got != want {
			t.Fatalf("Between(%v, %v) = %v, want %v", a, c, got, want)
		}
		if got, want := w.cal.Open(a), w.slow.open(w.name, a); got != want {
			t.Fatalf("Open(%v) = %v, want %v", a, got, want)
		}
		if !a.Before(c) {
			return
		}
		want := w.slow.spans(w.name, a, c)
		if diff := cmp.Diff(want, slices.Collect(w.cal.Spans(a, c))); diff != "" {
			t.Fatalf("Spans(%v, %v) mismatch (-want +got):\n%s", a, c, diff)
		}
		checkNext(t, w, a, c, want)
	})
}

// checkNext compares NextOpen and NextClose at a with the open spans of [a, c).
func checkNext(t *rapid.T, w world, a, c time.Time, spans []businesshours.Span) {
	opens, closes := c, a // where they lie before c
	if len(spans) > 0 {
		opens = spans[0].Start
		if opens.Equal(a) {
			closes = spans[0].End
		}
	}
	next := func(name string, want time.Time, got time.Time, err error) {
		if errors.Is(err, businesshours.ErrNotWithinHorizon) {
			got = c // no earlier
		} else if err != nil {
			t.Fatalf("%s(%v): %v", name, a, err)
		}
		if want.Before(c) && !got.Equal(want) || got.Before(want) {
			t.Fatalf("%s(%v) = %v, want %v", name, a, got, want)
		}
	}
	got, err := w.cal.NextOpen(a)
	next("NextOpen", opens, got, err)
	got, err = w.cal.NextClose(a)
	next("NextClose", closes, got, err)
}

// Open, NextOpen and NextClose agree: of t, NextOpen(t) and NextClose(t), one is t
// itself, and nothing changes before the other.
func TestNextAgreement(t *testing.T) {
	law(t, func(t *rapid.T, w world) {
		u := w.some(t, "t")
		open := w.cal.Open(u)
		opens, err := w.cal.NextOpen(u)
		if err == nil && (opens.Equal(u) != open || !opens.After(businesshours.Latest) && (!w.cal.Open(opens) || w.cal.Between(u, opens) != 0)) {
			t.Fatalf("Open(%v) = %v, but NextOpen is %v", u, open, opens)
		}
		if open && err != nil {
			t.Fatalf("NextOpen(%v) of an open instant: %v", u, err)
		}
		closes, err := w.cal.NextClose(u)
		if err == nil && (closes.Equal(u) == open || w.cal.Open(closes) && closes.Before(businesshours.Latest)) {
			t.Fatalf("Open(%v) = %v, but NextClose is %v", u, open, closes)
		}
		if err == nil && !closes.After(businesshours.Latest) && w.cal.Between(u, closes) != closes.Sub(u) {
			t.Fatalf("closed between %v and NextClose %v", u, closes)
		}
		if !open && err != nil {
			t.Fatalf("NextClose(%v) of a closed instant: %v", u, err)
		}
	})
}

// Round trip: b(t, Add(t, d)) = d, and d - 1ns one nanosecond earlier; for a
// negative d, one nanosecond later.
func TestRoundTrip(t *testing.T) {
	law(t, func(t *rapid.T, w world) {
		u, d := w.some(t, "t"), drawAmount(t, "d")+1
		for _, d := range []time.Duration{d, -d} {
			one := d / d.Abs() // a nanosecond in the direction of d
			v, ok := add(t, w.cal, u, d)
			if !ok {
				const within = 50 * 365 * 24 * time.Hour
				if got := w.cal.Between(u, u.Add(time.Duration(one)*within)); got.Abs() >= d.Abs() {
					t.Fatalf("Add(%v, %v) finds nothing, but %v are within 50 years", u, d, got)
				}
				continue
			}
			if got := w.cal.Between(u, v); got != d {
				t.Fatalf("Between(%v, Add(%[1]v, %v) = %v) = %v", u, d, v, got)
			}
			if got := w.cal.Between(u, v.Add(-one)); got != d-one {
				t.Fatalf("Add(%v, %v) = %v, but a nanosecond nearer Between is %v", u, d, v, got)
			}
		}
		if v, ok := add(t, w.cal, u, 0); !ok || !v.Equal(u) {
			t.Fatalf("Add(%v, 0) = %v, %v", u, v, ok)
		}
	})
}

// Additivity: b(a, c) + b(c, e) = b(a, e) in any order; b(c, a) = -b(a, c).
func TestAdditivity(t *testing.T) {
	law(t, func(t *rapid.T, w world) {
		a, c, e := w.some(t, "a"), w.some(t, "c"), w.some(t, "e")
		b := w.cal.Between
		if b(a, c)+b(c, e) != b(a, e) {
			t.Fatalf("b(%v, %v) + b(c, %v): %v + %v is not %v", a, c, e, b(a, c), b(c, e), b(a, e))
		}
		if b(c, a) != -b(a, c) {
			t.Fatalf("b(%v, %v) = %v, and the other way %v", a, c, b(a, c), b(c, a))
		}
	})
}

// Composition: Add(Add(t, x), y) = Add(t, x+y), for x and y of one sign.
func TestComposition(t *testing.T) {
	law(t, func(t *rapid.T, w world) {
		u, x, y := w.some(t, "t"), drawAmount(t, "x"), drawAmount(t, "y")
		if rapid.Bool().Draw(t, "back") {
			x, y = -x, -y
		}
		whole, ok := add(t, w.cal, u, x+y)
		if !ok {
			return
		}
		mid, ok := add(t, w.cal, u, x)
		if !ok {
			t.Fatalf("Add(%v, %v) fails, but not of %v", u, x, x+y)
		}
		if end, ok := add(t, w.cal, mid, y); !ok || !end.Equal(whole) {
			t.Fatalf("Add(Add(%v, %v), %v) = %v, want %v", u, x, y, end, whole)
		}
	})
}

// Bounds: 0 ≤ b(a, c) ≤ c - a, and Add(t, d) - t ≥ d.
func TestBounds(t *testing.T) {
	law(t, func(t *rapid.T, w world) {
		in := ordered(w.some(t, "a"), w.some(t, "c"))
		if got := w.cal.Between(in[0], in[1]); got < 0 || got > in[1].Sub(in[0]) {
			t.Fatalf("Between(%v, %v) = %v", in[0], in[1], got)
		}
		u, d := w.some(t, "t"), drawAmount(t, "d")
		if v, ok := add(t, w.cal, u, d); ok && v.Sub(u) < d {
			t.Fatalf("Add(%v, %v) = %v", u, d, v)
		}
	})
}

// UnixNano: instants as numbers are the same instants.
func TestUnixNano(t *testing.T) {
	law(t, func(t *rapid.T, w world) {
		u, v, d := w.some(t, "t"), w.some(t, "u"), drawAmount(t, "d")
		if want, got := w.cal.Between(u, v), w.cal.BetweenUnixNano(u.UnixNano(), v.UnixNano()); got != want {
			t.Fatalf("between %v and %v: %v, and as numbers %v", u, v, want, got)
		}
		want, err := w.cal.Add(u, d)
		got, errNano := w.cal.AddUnixNano(u.UnixNano(), d)
		if !errors.Is(errNano, err) || err == nil && got != want.UnixNano() {
			t.Fatalf("Add(%v, %v) = %v, %v, and as numbers %v, %v", u, d, want, err, got, errNano)
		}
	})
}

// Monotone: Add never falls as t or d grows.
func TestMonotone(t *testing.T) {
	law(t, func(t *rapid.T, w world) {
		in, x, y := ordered(w.some(t, "t"), w.some(t, "u")), drawAmount(t, "x"), drawAmount(t, "y")
		if rapid.Bool().Draw(t, "back") {
			x = -x
		}
		earlier, ok1 := add(t, w.cal, in[0], x)
		later, ok2 := add(t, w.cal, in[1], x)
		if ok1 && ok2 && later.Before(earlier) {
			t.Fatalf("Add(%v, %v) = %v, but Add(%v) = %v", in[0], x, earlier, in[1], later)
		}
		later, ok2 = add(t, w.cal, in[0], x+y)
		if ok1 && ok2 && later.Before(earlier) {
			t.Fatalf("Add(%v, %v) = %v, but Add of %v = %v", in[0], x, earlier, x+y, later)
		}
	})
}

// 24x7 is the wall clock, in every zone and across every change; so is a week that is
// open around the clock.
func Test24x7(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		zone := drawZone(t)
		set := compile(t, []businesshours.Schedule{
			{Name: "always", TimeZone: zone, Always: true},
			{Name: "week", TimeZone: zone, Weekly: businesshours.Weekly{"mon-sun": {"00:00-24:00"}}},
			{Name: "nights and days", TimeZone: zone, Weekly: businesshours.Weekly{"mon-sun": {"20:00-08:00", "08:00-20:00"}}},
		})
		w := world{center: drawCenter(t, zone), reach: 100 * 24 * time.Hour}
		a, c, d := w.some(t, "a"), w.some(t, "c"), drawAmount(t, "d")
		for _, name := range []string{"24x7", "always", "week", "nights and days"} {
			cal := named(t, set, name)
			if got, want := cal.Between(a, c), c.Sub(a); got != want {
				t.Fatalf("%s in %s: Between(%v, %v) = %v, want %v", name, zone, a, c, got, want)
			}
			for _, d := range []time.Duration{d, -d} {
				if got, err := cal.Add(a, d); err != nil || !got.Equal(a.Add(d)) {
					t.Fatalf("%s in %s: Add(%v, %v) = %v, %v", name, zone, a, d, got, err)
				}
			}
			if !cal.Open(a) {
				t.Fatalf("%s in %s is closed at %v", name, zone, a)
			}
		}
	})
}

// Complement: b_S + b_notS = c - a, where notS is open when S is not.
func TestComplement(t *testing.T) {
	law(t, func(t *rapid.T, w world) {
		docs := append(w.docs, businesshours.Schedule{Name: "not", AnyOf: []string{"24x7"}, NoneOf: []string{w.name}})
		set := compile(t, docs)
		a, c := w.some(t, "a"), w.some(t, "c")
		s, not := named(t, set, w.name).Between(a, c), named(t, set, "not").Between(a, c)
		if s+not != c.Sub(a) {
			t.Fatalf("%v open and %v not, of %v, from %v to %v", s, not, c.Sub(a), a, c)
		}
	})
}

// Inclusion and exclusion: the union and the intersection of two schedules are
// together open as long as the two are.
func TestInclusionExclusion(t *testing.T) {
	law(t, func(t *rapid.T, w world) {
		other := drawWeekly(t, "other", drawZone(t), w.center, 60)
		set := compile(t, append(w.docs, other,
			businesshours.Schedule{Name: "or", AnyOf: []string{w.name, "other"}},
			businesshours.Schedule{Name: "minus", AnyOf: []string{w.name}, NoneOf: []string{"other"}},
			businesshours.Schedule{Name: "and", AnyOf: []string{w.name}, NoneOf: []string{"minus"}},
		))
		a, c := w.some(t, "a"), w.some(t, "c")
		b := func(name string) time.Duration { return named(t, set, name).Between(a, c) }
		if b("or")+b("and") != b(w.name)+b("other") {
			t.Fatalf("from %v to %v: or %v + and %v is not %v + %v", a, c, b("or"), b("and"), b(w.name), b("other"))
		}
	})
}

// Representation: the way in which hours are written makes no difference. Intervals are cut
// in two, doubled and reordered; ranges of days are taken apart; shifts are split at
// midnight; holidays are rewritten, and others added far from the instants in question.
func TestRepresentation(t *testing.T) {
	law(t, func(t *rapid.T, w world) {
		docs := slices.Clone(w.docs)
		for i, doc := range docs {
			if doc.Weekly == nil {
				continue
			}
			shift := doc.HolidaysClose == "shift"
			docs[i].Weekly = rewritten(t, doc.Weekly, shift)
			docs[i].Exceptions = maps.Clone(doc.Exceptions)
			for date, texts := range doc.Exceptions {
				docs[i].Exceptions[date] = cutAndShuffle(t, texts)
			}
			docs[i].Revisions = slices.Clone(doc.Revisions)
			for k, r := range doc.Revisions {
				docs[i].Revisions[k].Weekly = rewritten(t, r.Weekly, shift)
			}
			slices.Reverse(docs[i].Revisions)
			holidays := slices.Clone(doc.Holidays)
			for _, h := range doc.Holidays {
				holidays = append(holidays, rewrittenHoliday(h))
			}
			for _, years := range []int{-58, 58} {
				holidays = append(holidays, businesshours.Holiday{Date: w.center.AddDate(years, 0, 0).Format(time.DateOnly)})
			}
			docs[i].Holidays = rapid.Permutation(holidays).Draw(t, "holidays")
		}
		other := named(t, compile(t, docs), w.name)
		a, c, d := w.near(t, "a"), w.near(t, "c"), drawAmount(t, "d")
		if got, want := other.Between(a, c), w.cal.Between(a, c); got != want {
			t.Fatalf("Between(%v, %v) = %v, otherwise written %v", a, c, want, got)
		}
		if diff := cmp.Diff(slices.Collect(w.cal.Spans(a, c)), slices.Collect(other.Spans(a, c))); diff != "" {
			t.Fatalf("Spans(%v, %v), and otherwise written:\n%s", a, c, diff)
		}
		want, ok := add(t, w.cal, a, d)
		if got, ok2 := add(t, other, a, d); ok != ok2 || !got.Equal(want) {
			t.Fatalf("Add(%v, %v) = %v, %v; otherwise written %v, %v", a, d, want, ok, got, ok2)
		}
	})
}

// rewrittenHoliday returns another holiday on the same dates, or on some of them.
func rewrittenHoliday(h businesshours.Holiday) businesshours.Holiday {
	switch {
	case h.Date != "" && h.To == "":
		h.To = h.Date
	case h.Date != "":
		h.Date = h.To
		h.To = ""
	case h.To != "":
		h.Every, h.To = h.To, ""
	case h.Every != "" && len(h.Every) == len("12-24") && h.Plus == 0:
		h.To = h.Every
	case h.Calendar != "" && h.Observed == "":
		h.Observed = "both"
	}
	return h
}

// rewritten returns a pattern with the same hours, with one entry for each day. It splits
// shifts at midnight, unless they belong as a whole to the day on which they begin.
func rewritten(t *rapid.T, weekly businesshours.Weekly, shift bool) businesshours.Weekly {
	other := make(businesshours.Weekly)
	for _, key := range slices.Sorted(maps.Keys(weekly)) {
		for _, text := range weekly[key] {
			for _, day := range daysOf(key) {
				i, next := parseSlow(text), weekdays[(day+1)%7]
				if i.start < i.end || shift {
					other[weekdays[day]] = append(other[weekdays[day]], text)
					continue
				}
				other[weekdays[day]] = append(other[weekdays[day]], clockText(i.start)+"-24:00")
				if i.end > 0 {
					other[next] = append(other[next], "00:00-"+clockText(i.end))
				}
			}
		}
	}
	for _, day := range slices.Sorted(maps.Keys(other)) {
		other[day] = cutAndShuffle(t, other[day])
	}
	return other
}

// cutAndShuffle cuts each interval of a day in two, or doubles it, and reorders them.
func cutAndShuffle(t *rapid.T, texts []string) []string {
	pieces := []string{}
	for _, text := range texts {
		i := parseSlow(text)
		if i.end < i.start {
			i.end = 24 * 3600 // cut it before midnight
		}
		if i.end-i.start < 2 || rapid.Bool().Draw(t, "double") {
			pieces = append(pieces, text, text)
			continue
		}
		cut := clockText(rapid.IntRange(i.start+1, i.end-1).Draw(t, "cut"))
		start, end, _ := strings.Cut(text, "-")
		pieces = append(pieces, start+"-"+cut, cut+"-"+end)
	}
	return rapid.Permutation(pieces).Draw(t, "order")
}

// Widening: more open time never makes a deadline later, and another holiday never makes it
// earlier.
func TestWidening(t *testing.T) {
	law(t, func(t *rapid.T, w world) {
		doc := w.docs[0]
		wide, narrow := doc, doc
		wide.Weekly = maps.Clone(doc.Weekly)
		day := rapid.SampledFrom(weekdays).Draw(t, "day")
		wide.Weekly[day] = append(slices.Clone(wide.Weekly[day]), drawInterval(t, 60, true))
		narrow.Holidays = append(slices.Clone(doc.Holidays), drawHoliday(t, w.center))
		u, d := w.near(t, "t"), drawAmount(t, "d")
		var due [3]time.Time
		for i, doc := range []businesshours.Schedule{wide, doc, narrow} {
			v, ok := add(t, named(t, compile(t, []businesshours.Schedule{doc}), doc.Name), u, d)
			if !ok {
				v = businesshours.Latest
			}
			due[i] = v
		}
		if due[0].After(due[1]) || due[1].After(due[2]) {
			t.Fatalf("Add(%v, %v) = %v; with more hours %v, with a holiday more %v", u, d, due[1], due[0], due[2])
		}
	})
}

// Holidays: the spans of holidays are in order, and they are exactly those in which the
// reference says that the schedule is closed because of a holiday.
func TestHolidaysExplainClosing(t *testing.T) {
	law(t, func(t *rapid.T, w world) {
		cal, schedule := named(t, compile(t, w.docs), "a"), w.slow["a"]
		in := ordered(w.near(t, "a"), w.near(t, "c"))
		var got, want []businesshours.Span
		add := func(list []businesshours.Span, s businesshours.Span) []businesshours.Span {
			if n := len(list); n > 0 && list[n-1].End.Equal(s.Start) {
				list[n-1].End = s.End
				return list
			}
			return append(list, s)
		}
		for span := range cal.Holidays(in[0], in[1]) {
			if !span.Start.Before(span.End) || len(got) > 0 && span.Start.Before(got[len(got)-1].End) {
				t.Fatalf("span %v follows %v", span, got)
			}
			got = add(got, span)
		}
		unit := w.slow.unit(in[0], in[1])
		for u := in[0].Truncate(unit); u.Before(in[1]) && in[0].Before(in[1]); u = u.Add(unit) {
			if schedule.closedByHoliday(u) && !w.slow.open("a", u) {
				want = add(want, businesshours.Span{Start: maxTime(u, in[0]), End: minTime(u.Add(unit), in[1])})
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("Holidays(%v, %v) mismatch (-want +got):\n%s", in[0], in[1], diff)
		}
	})
}

// Termination: if there is no such instant, every search ends with an error.
func TestTermination(t *testing.T) {
	law(t, func(t *rapid.T, w world) {
		u := w.some(t, "t")
		day := u.AddDate(0, 0, -3).Format(time.DateOnly)
		set := compile(t, []businesshours.Schedule{
			{Name: "once", TimeZone: "UTC", Exceptions: map[string][]string{day: {"09:00-17:00"}}},
			{Name: "all but once", AnyOf: []string{"24x7"}, NoneOf: []string{"once"}},
			{Name: "nothing", AnyOf: []string{"once"}, NoneOf: []string{"once"}},
		})
		d := rapid.SampledFrom([]time.Duration{math.MaxInt64, math.MinInt64, 51 * 366 * 24 * time.Hour, -51 * 366 * 24 * time.Hour}).Draw(t, "d")
		var v time.Time
		var err error
		never := rapid.SampledFrom([]string{"Add", "Add once", "NextOpen once", "NextOpen nothing", "NextClose 24x7", "NextClose all but once"}).Draw(t, "never")
		switch operation, name, _ := strings.Cut(never, " "); {
		case name == "":
			v, err = w.cal.Add(u, d)
		case operation == "Add":
			v, err = named(t, set, name).Add(u, 1)
		case operation == "NextOpen":
			v, err = named(t, set, name).NextOpen(u)
		default:
			v, err = named(t, set, name).NextClose(u)
		}
		if !errors.Is(err, businesshours.ErrNotWithinHorizon) {
			t.Fatalf("%s: of %v and %v: %v, %v", never, u, d, v, err)
		}
	})
}

// Translation: with a fixed offset and no dates, shifting by whole weeks shifts
// results.
func TestTranslation(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom([]string{"UTC", "Etc/GMT+9", "Etc/GMT-14"}).Draw(t, "zone")
		set := compile(t, []businesshours.Schedule{{Name: "a", TimeZone: zone, Weekly: drawPattern(t, 60, 1)}})
		cal := named(t, set, "a")
		w := world{center: anywhere(t, "center"), reach: 20 * 24 * time.Hour}
		a, c, d := w.near(t, "a"), w.near(t, "c"), drawAmount(t, "d")
		shift := time.Duration(rapid.IntRange(-500, 500).Draw(t, "weeks")) * 7 * 24 * time.Hour
		for _, u := range []time.Time{a.Add(shift), c.Add(shift)} {
			if beyond(u) {
				t.SkipNow()
			}
		}
		if got, want := cal.Between(a.Add(shift), c.Add(shift)), cal.Between(a, c); got != want {
			t.Fatalf("Between(%v, %v) = %v, shifted by %v %v", a, c, want, shift, got)
		}
		if cal.Open(a.Add(shift)) != cal.Open(a) {
			t.Fatalf("Open(%v) = %v, shifted by %v the other", a, cal.Open(a), shift)
		}
		v, ok := add(t, cal, a, d)
		shifted, ok2 := add(t, cal, a.Add(shift), d)
		if ok != ok2 || ok && !shifted.Equal(v.Add(shift)) {
			t.Fatalf("Add(%v, %v) = %v, shifted by %v %v", a, d, v, shift, shifted)
		}
	})
}

// No IsDST: of a zone only the offsets matter, not its flags and abbreviations.
func TestNoIsDST(t *testing.T) {
	t.Parallel()
	zones := []*time.Location{
		tzif(t, "winter and summer", 0, 1, "EST\x00EDT\x00"),
		tzif(t, "negative", 1, 0, "GMT\x00IST\x00"),
		tzif(t, "unflagged", 0, 0, "-05\x00-04\x00"),
		tzif(t, "both", 1, 1, "AAA\x00AAA\x00"),
	}
	rapid.Check(t, func(t *rapid.T) {
		doc := drawWeekly(t, "a", "Test/Zone", time.Date(2001, 4, 1, 0, 0, 0, 0, time.UTC), 60)
		w := world{center: time.Unix(rapid.SampledFrom(tzifChanges).Draw(t, "center"), 0), reach: 4 * 24 * time.Hour}
		a, c, d := w.near(t, "a"), w.near(t, "c"), drawAmount(t, "d")
		days := businesshours.BusinessDays{Days: 2, At: 12 * 3600, HasAt: true}
		var first string
		for i, loc := range zones {
			options := businesshours.Options{Location: func(string) (*time.Location, error) { return loc, nil }}
			set, err := options.Compile([]businesshours.Schedule{doc})
			if err != nil {
				t.Fatalf("Compile: %v", err)
			}
			cal := named(t, set, "a")
			due, dueErr := cal.Add(a, d)
			allowed, allowErr := cal.Allow(a, days)
			got := fmt.Sprint(cal.Between(a, c), due.UTC(), dueErr, allowed, allowErr, slices.Collect(cal.Spans(a.UTC(), c)))
			if i == 0 {
				first = got
			} else if got != first {
				t.Fatalf("with the flags of zone %q\n%s\nwith those of %q\n%s", loc, got, zones[0], first)
			}
		}
	})
}

// tzifChanges are the clock changes of tzif's zones, in 2000 and 2001. A change to winter
// time in 1990 comes before them, because Go uses flags before the first change.
var (
	tzifStart   = int64(631152000)
	tzifChanges = []int64{954658800, 972799200, 986108400, 1004248800}
)

// tzif builds a zone at -05:00, and at -04:00 in the summers of two years, with the given
// flags and abbreviations.
func tzif(t *testing.T, name string, winter, summer byte, abbreviations string) *time.Location {
	b := append([]byte("TZif"), make([]byte, 16)...) // version 1
	for _, count := range []int{0, 0, 0, 1 + len(tzifChanges), 2, len(abbreviations)} {
		b = binary.BigEndian.AppendUint32(b, uint32(count))
	}
	for _, change := range append([]int64{tzifStart}, tzifChanges...) {
		b = binary.BigEndian.AppendUint32(b, uint32(change))
	}
	b = append(b, 0, 1, 0, 1, 0) // which of the types from each change on
	for i, isDST := range []byte{winter, summer} {
		b = binary.BigEndian.AppendUint32(b, uint32((i-5)*3600))
		b = append(b, isDST, byte(4*i))
	}
	loc, err := time.LoadLocationFromTZData(name, append(b, abbreviations...))
	if err != nil {
		t.Fatal(err)
	}
	if got := offsetOf(loc, time.Unix(tzifChanges[0], 0)); got != -4*3600 {
		t.Fatalf("the zone built is at offset %d in summer", got)
	}
	return loc
}
