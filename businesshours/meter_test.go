package businesshours_test

import (
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
)

const plenty = math.MaxInt / 2

// A metered calendar answers as the calendar does.
func TestMeteredAnswers(t *testing.T) {
	law(t, func(t *rapid.T, w world) {
		var m businesshours.Meter
		m.Reset(plenty)
		cal := w.cal
		h := m.Of(cal)
		for range 4 {
			a, b := w.some(t, "a"), w.some(t, "b")
			if got, want := h.BetweenUnixNano(a.UnixNano(), b.UnixNano()), cal.Between(a, b); got != want {
				t.Fatalf("Between(%v, %v) = %v, want %v", a, b, got, want)
			}
			if got, want := h.Open(a), cal.Open(a); got != want {
				t.Fatalf("Open(%v) = %v, want %v", a, got, want)
			}
			next, err := h.NextOpen(a)
			want, wantErr := cal.NextOpen(a)
			if !next.Equal(want) || !errors.Is(err, wantErr) {
				t.Fatalf("NextOpen(%v) = %v, %v, want %v, %v", a, next, err, want, wantErr)
			}
			d := drawAmount(t, "amount")
			end, err := h.AddUnixNano(a.UnixNano(), d)
			wantEnd, wantErr := cal.AddUnixNano(a.UnixNano(), d)
			if wantErr == nil && end != wantEnd || !errors.Is(err, wantErr) {
				t.Fatalf("Add(%v, %v) = %v, %v, want %v, %v", a, d, end, err, wantEnd, wantErr)
			}
			days := businesshours.BusinessDays{Days: rapid.SampledFrom([]int{0, 1, 5, 300}).Draw(t, "days")}
			allowed, err := h.Allow(a, days)
			wantAllowed, wantErr := cal.Allow(a, days)
			if allowed != wantAllowed || !errors.Is(err, wantErr) {
				t.Fatalf("Allow(%v, %v) = %v, %v, want %v, %v", a, days, allowed, err, wantAllowed, wantErr)
			}
		}
		if m.Left() <= 0 || m.Left() > plenty {
			t.Fatalf("%d steps left", m.Left())
		}
	})
}

// Work depends on the questions to the meter alone: neither on what the calendar was asked
// before, nor on when the meter was made.
func TestWorkDoesNotDependOnTables(t *testing.T) {
	docs := []businesshours.Schedule{{Name: "both", AnyOf: []string{"us", "gb"}}, office("America/New_York", "us", "09:00-17:00"), office("Europe/London", "gb", "09:00-17:00")}
	from := at(t, "2024-03-04T12:00Z")
	ask := func(m *businesshours.Meter, cal *businesshours.Calendar) (log []string) {
		h := m.Of(cal)
		note := func(answer ...any) { log = append(log, fmt.Sprint(answer, m.Left())) }
		note(h.Open(from))
		note(h.AddUnixNano(from.UnixNano(), 8*time.Hour))
		note(h.AddUnixNano(from.UnixNano(), 3000*time.Hour))
		note(h.AddUnixNano(from.UnixNano(), -3000*time.Hour))
		note(h.Open(from.AddDate(100, 0, 0)))
		note(h.Open(from.AddDate(100, 0, 0)))
		note(h.Allow(from, businesshours.BusinessDays{Days: 20}))
		note(h.Allow(from, businesshours.BusinessDays{Days: 20}))
		note(h.NextOpen(from.AddDate(30, 0, 0)))
		note(h.BetweenUnixNano(from.UnixNano(), from.AddDate(3, 0, 0).UnixNano()))
		note(h.AddUnixNano(from.UnixNano(), 400_000*time.Hour))
		note(h.BetweenUnixNano(from.UnixNano(), from.AddDate(120, 0, 0).UnixNano()))
		note(h.AddUnixNano(from.UnixNano(), 9*time.Hour))
		return log
	}
	warm := func(set *businesshours.Set) *businesshours.Calendar {
		cal := named(t, set, "both")
		cal.Between(from.AddDate(-60, 0, 0), from.AddDate(60, 0, 0))
		cal.Open(from.AddDate(101, 0, 0))
		return cal
	}
	for _, limit := range []int{plenty, 2_000_000, 200_000, 20_000, 7_000, 1_000, 0} {
		var m businesshours.Meter
		m.Reset(limit)
		want := ask(&m, named(t, compile(t, docs), "both"))
		var again businesshours.Meter
		cal := warm(compile(t, docs))
		for range 2 {
			again.Reset(limit)
			if got := ask(&again, cal); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("of %d steps: got\n%v\nwant\n%v", limit, got, want)
			}
		}
	}
}

// What is refused is not built: no more than a block beyond the limit.
func TestMeterLimitsWhatIsBuilt(t *testing.T) {
	from := at(t, "2024-03-04T12:00Z").UnixNano()
	rich := composite(1, "us", "gb")
	docs := append([]businesshours.Schedule{rich}, office("America/New_York", "us", minutes(90)...), office("Europe/London", "gb", minutes(90)...))
	for i := range 1000 {
		if docs[2].Exceptions == nil {
			docs[2].Exceptions = make(map[string][]string)
		}
		docs[2].Exceptions[time.Date(2024, 3, 4, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 7*i).Format(time.DateOnly)] = []string{"09:00-10:00"}
	}
	for name, ask := range map[string]func(h *businesshours.Metered) error{
		"Add":  func(h *businesshours.Metered) error { _, err := h.AddUnixNano(from, 300_000*time.Hour); return err },
		"back": func(h *businesshours.Metered) error { _, err := h.AddUnixNano(from, -300_000*time.Hour); return err },
		"Between": func(h *businesshours.Metered) error {
			if h.BetweenUnixNano(from, businesshours.Latest.UnixNano()) == 0 {
				return businesshours.ErrTooMuchWork
			}
			return nil
		},
		"Allow": func(h *businesshours.Metered) error {
			_, err := h.Allow(time.Unix(0, from), businesshours.BusinessDays{Days: 10_000})
			return err
		},
	} {
		for _, limit := range []int{0, 10_000, 1_000_000, 10_000_000} {
			var m businesshours.Meter
			m.Reset(limit)
			cal := named(t, compile(t, docs), "a")
			if err := ask(m.Of(cal)); !errors.Is(err, businesshours.ErrTooMuchWork) {
				t.Errorf("%s with %d steps: %v, want ErrTooMuchWork", name, limit, err)
			}
			if m.Left() >= 0 {
				t.Errorf("%s with %d steps: %d are left", name, limit, m.Left())
			}
			_, weeks := cal.Tables()
			if weeks == 0 {
				continue
			}
			first := time.Unix(0, from)
			if name == "back" {
				first = first.AddDate(0, 0, -7*(weeks-businesshours.BlockWeeks))
			}
			if work := cal.WorkBetween(first, first.AddDate(0, 0, 7*(weeks-businesshours.BlockWeeks))); work > limit+cal.MostWork()+businesshours.SpareWork {
				t.Errorf("%s with %d steps: the %d weeks built are %d steps", name, limit, weeks, work)
			}
		}
	}
}

// minutes returns n intervals of a day, of a minute each.
func minutes(n int) (texts []string) {
	for i := range n {
		texts = append(texts, clockText(900*i)+"-"+clockText(900*i+60))
	}
	return texts
}

func composite(n int, members ...string) businesshours.Schedule {
	return businesshours.Schedule{Name: "a", AnyOf: members[:n], NoneOf: members[n:]}
}

// No block takes more work than was foreseen.
func TestMostWork(t *testing.T) {
	law(t, func(t *rapid.T, w world) {
		a := w.some(t, "instant")
		if work := w.cal.WorkBetween(a, a); work > w.cal.MostWork() {
			t.Fatalf("%d steps at %v, more than %d", work, a, w.cal.MostWork())
		}
	})
}

// The figures in the documentation of Meter.
func TestWorkOfAYear(t *testing.T) {
	var m businesshours.Meter
	m.Reset(plenty)
	h := m.Of(one(t, office("America/New_York", "us", "09:00-17:00")))
	from := at(t, "2024-01-01T00:00Z").UnixNano()
	h.BetweenUnixNano(from, from+int64(365*24*time.Hour))
	if work := plenty - m.Left(); work < 5_000 || work > 12_000 {
		t.Errorf("a year takes %d steps", work)
	}
	before := m.Left()
	h.BetweenUnixNano(from, from+int64(365*24*time.Hour))
	if m.Left() != before {
		t.Errorf("the second question takes %d steps", before-m.Left())
	}
}

// What rules of holidays take is counted by how much they do, so that ten thousand simple ones
// may be looked through for 50 years.
func TestWorkOfHolidays(t *testing.T) {
	work := func(h ...businesshours.Holiday) int {
		doc := inZone("UTC", "09:00-17:00")
		doc.Holidays = h
		return one(t, doc).MostWork()
	}
	none := work()
	simple := work(businesshours.Holiday{Every: "12-24"}) - none
	if simple <= 0 {
		t.Errorf("a date of each year takes %d steps", simple)
	}
	for _, tt := range []struct {
		name  string
		rule  businesshours.Holiday
		times int // as much as a date of each year
	}{
		{"a date", businesshours.Holiday{Date: "2026-12-24"}, 1},
		{"a range", businesshours.Holiday{Every: "12-24", To: "01-02"}, 1},
		{"a weekday of a month", businesshours.Holiday{Every: "4th thu of nov"}, 1},
		{"a weekday of each month", businesshours.Holiday{Every: "2nd sat"}, 12},
		{"moved", businesshours.Holiday{Every: "12-24", Plus: 2}, 2},
		{"a weekday of each month, moved", businesshours.Holiday{Every: "2nd sat", Plus: -1}, 24},
	} {
		if got := work(tt.rule) - none; got != tt.times*simple {
			t.Errorf("%s takes %d steps, want %d", tt.name, got, tt.times*simple)
		}
	}
	if us := work(businesshours.Holiday{Calendar: "us"}) - none; us <= 12*simple {
		t.Errorf("the holidays of a country take %d steps", us)
	}

	var many []businesshours.Holiday
	for i := range businesshours.MaxHolidays {
		many = append(many, businesshours.Holiday{Every: fmt.Sprintf("%02d-%02d", 1+i%12, 1+i%28)})
	}
	doc := inZone("UTC", "09:00-17:00")
	doc.Holidays = many
	var m businesshours.Meter
	m.Reset(20_000_000)
	if _, err := m.Of(one(t, doc)).AddUnixNano(0, 400_000*time.Hour); !errors.Is(err, businesshours.ErrNotWithinHorizon) {
		t.Errorf("50 years with ten thousand holidays: %v", err)
	}
}
