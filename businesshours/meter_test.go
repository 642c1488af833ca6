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

// The work of a block is that of each of its weeks, of those that differ from the weeks before,
// and of finding the holidays. The block begins on a Sunday.
func TestWorkOfABlock(t *testing.T) {
	const block = 572
	start := businesshours.BlockStart(block)
	on := func(week, day int) string { return start.AddDate(0, 0, 7*week+day).Format(time.DateOnly) }
	closed := func(every, upTo int) map[string][]string { // Mondays
		days := make(map[string][]string)
		for week := 0; week < upTo; week += every {
			days[on(week, 1)] = []string{}
		}
		return days
	}
	const (
		office = `"time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}`
		late   = `{"name": "late", "time_zone": "UTC", "weekly": {"mon-fri": ["12:00-20:00"]}}`
	)
	minus := func(hours string) string {
		return `[{"name": "a", "any_of": ["desk"], "none_of": ["pause"]}, {"name": "desk", ` + office + `}, {"name": "pause", "time_zone": "UTC", "weekly": {"mon-fri": ["` + hours + `"]}}]`
	}
	for _, tt := range []struct {
		name     string
		schedule string
		days     map[string][]string // exceptions of the last schedule
		spans    []int               // in each week that differs
		merged   []int               // spans of members in each, and members
		rules    int
	}{
		{"always open", `{"name": "a", "always": true}`, nil, []int{1}, nil, 0},
		{"a night desk", `{"name": "a", "time_zone": "UTC", "weekly": {"mon-sun": ["22:00-06:00"]}}`, nil, []int{8}, nil, 0},
		{"a night desk whose holidays close shifts", `{"name": "a", "time_zone": "UTC", "weekly": {"mon-sun": ["22:00-06:00"]}, "holidays_close": "shift"}`, nil, []int{8}, nil, 0},
		{"the office", `{"name": "a", ` + office + `}`, nil, []int{5}, nil, 0},
		{"closed on the first Mondays", `{"name": "a", ` + office + `}`, closed(1, 8), []int{5, 4}, nil, 0},
		{"closed on every other Monday", `{"name": "a", ` + office + `}`, closed(2, 16), []int{5, 4}, nil, 0},
		{"open on a Saturday, up to the end of a week", `{"name": "a", "time_zone": "UTC"}`, map[string][]string{on(3, 6): {"00:00-24:00"}}, []int{0, 1}, nil, 0},
		{"holidays and yearly exceptions", `{"name": "a", ` + office + `, "holidays": [{"every": "12-25"}, {"date": "2040-01-02"}]}`,
			map[string][]string{"12-24": {}, "12-31": {}, "01-01": {}}, []int{5}, nil, 5},

		{"one and another", `[{"name": "a", "any_of": ["desk", "late"]}, {"name": "desk", ` + office + `}, ` + late + `]`, nil, []int{5}, []int{10 + 2}, 0},
		{"one and another, closed on every other Monday", `[{"name": "a", "any_of": ["desk", "late"]}, ` + late + `, {"name": "desk", ` + office + `}]`, closed(2, 16), []int{5, 5}, []int{10 + 2, 9 + 2}, 0},
		{"one without its first hour", minus("09:00-10:00"), nil, []int{5}, []int{10 + 2}, 0},
		{"one without its last hour", minus("16:00-17:00"), nil, []int{5}, []int{10 + 2}, 0},
		{"one without noon", minus("12:00-13:00"), nil, []int{10}, []int{10 + 2}, 0},
		{"one without the hour before", minus("08:00-09:00"), nil, []int{5}, []int{10 + 2}, 0},
		{"one without the hour after", minus("17:00-18:00"), nil, []int{5}, []int{10 + 2}, 0},
	} {
		docs := schedules(t, tt.schedule)
		if last := &docs[len(docs)-1]; tt.days != nil {
			last.Exceptions = tt.days
		}
		want := businesshours.BlockWeeks*businesshours.WorkOfTabled + tt.rules*businesshours.WorkOfRule
		for _, n := range tt.spans {
			want += businesshours.WorkOfWeek + n*businesshours.WorkOfSpan
		}
		for _, n := range tt.merged {
			want += n * businesshours.WorkOfSpan
		}
		if got := named(t, compile(t, docs), "a").WorkBetween(start, start); got != want {
			t.Errorf("%s: %d steps, want %d", tt.name, got, want)
		}
	}
}

// The work of a block does not depend on whether others are built with it, however much its
// weeks differ.
func TestWorkOfABlockAmongOthers(t *testing.T) {
	const first, blocks = 572, 5
	doc := inZone("America/New_York", "09:00-17:00")
	doc.Exceptions = make(map[string][]string)
	for week := range blocks * businesshours.BlockWeeks {
		kind := week%9 + week/businesshours.BlockWeeks // nine kinds of weeks in a block
		doc.Exceptions[businesshours.BlockStart(first).AddDate(0, 0, 7*week+3).Format(time.DateOnly)] = []string{"08:00-" + clockText(9*3600+60*kind)}
	}
	docs := []businesshours.Schedule{doc, {Name: "not", AnyOf: []string{"24x7"}, NoneOf: []string{"a"}}}
	for _, name := range []string{"a", "not"} {
		sum := 0
		for n := range blocks {
			start := businesshours.BlockStart(first + n)
			sum += named(t, compile(t, docs), name).WorkBetween(start, start)
		}
		got := named(t, compile(t, docs), name).WorkBetween(businesshours.BlockStart(first), businesshours.BlockStart(first+blocks).Add(-1))
		if got != sum {
			t.Errorf("%s: %d blocks are %d steps, one by one %d", name, blocks, got, sum)
		}
	}
}

// A schedule may take all the work that was foreseen: if each week differs, and is as full as the
// fullest.
func TestMostWorkCanBeReached(t *testing.T) {
	const block, hours = 572, 3
	start := businesshours.BlockStart(block)
	doc := businesshours.Schedule{Name: "a", TimeZone: "Etc/GMT-1", Exceptions: make(map[string][]string)}
	for day := -1; day <= 7*businesshours.BlockWeeks; day++ {
		at := 60 * (day + 1)
		doc.Exceptions[start.AddDate(0, 0, day).Format(time.DateOnly)] = []string{"00:30-01:30", "03:00-" + clockText(4*3600+at), "10:00-11:00"}
	}
	cal := one(t, doc)
	if got, want := cal.WorkBetween(start, start), cal.MostWork(); got != want {
		t.Errorf("%d steps, of which %d were foreseen", got, want)
	}
}

// What is foreseen of a composite is what its members take, and to merge all their spans, whether
// they are included or excluded.
func TestMostWorkOfComposites(t *testing.T) {
	office := businesshours.Schedule{Name: "office", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}}
	night := businesshours.Schedule{Name: "night", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-sun": {"22:00-06:00"}}}
	for _, tt := range []struct {
		doc    businesshours.Schedule
		office int // how often it is a member
		night  int
	}{
		{composite(1, "office"), 1, 0}, {composite(2, "office", "night"), 1, 1}, {composite(1, "office", "night"), 1, 1},
		{composite(1, "office", "night", "office", "night"), 2, 2}, {composite(3, "office", "night", "night", "office"), 2, 2},
	} {
		set := compile(t, []businesshours.Schedule{tt.doc, office, night})
		spans, members := 5*tt.office+14*tt.night, tt.office+tt.night // a night is of two days
		want := tt.office*named(t, set, "office").MostWork() + tt.night*named(t, set, "night").MostWork() +
			businesshours.BlockWeeks*(businesshours.WorkOfTabled+businesshours.WorkOfWeek+businesshours.WorkOfSpan*(spans+1)) + // its own weeks
			businesshours.BlockWeeks*businesshours.WorkOfSpan*(spans+members) // to merge
		if got := named(t, set, "a").MostWork(); got != want {
			t.Errorf("%v without %v: %d steps are foreseen, want %d", tt.doc.AnyOf, tt.doc.NoneOf, got, want)
		}
	}
}

// metered returns a calendar and a meter that allows so many steps.
func metered(t testing.TB, doc businesshours.Schedule, steps int) (*businesshours.Metered, *businesshours.Meter) {
	t.Helper()
	m := new(businesshours.Meter)
	m.Reset(steps)
	return m.Of(one(t, doc)), m
}

// A meter counts a block once, as long as it remembers it: it remembers two stretches of blocks,
// the latest and of those before the longest, or if they are equal the later one.
func TestMeterRemembersTwoStretches(t *testing.T) {
	type question struct{ first, end, counted int } // blocks
	for _, tt := range []struct {
		name      string
		questions []question
	}{
		{"a stretch that grows", []question{{10, 11, 1}, {10, 11, 0}, {11, 12, 1}, {9, 10, 1}, {8, 13, 2}, {8, 13, 0}, {9, 10, 0}, {12, 14, 1}, {6, 9, 2}, {6, 14, 0}}},
		{"two beside each other, the later first", []question{{10, 11, 1}, {9, 10, 1}, {100, 103, 3}, {9, 11, 0}, {100, 103, 0}}},
		{"two beside each other, the earlier first", []question{{10, 11, 1}, {11, 12, 1}, {100, 103, 3}, {10, 12, 0}, {100, 103, 0}}},
		{"two that overlap", []question{{10, 12, 2}, {11, 13, 1}, {100, 104, 4}, {10, 13, 0}, {9, 11, 1}, {100, 104, 0}}},
		{"two that are joined", []question{{10, 12, 2}, {15, 17, 2}, {11, 16, 3}, {10, 17, 0}, {100, 101, 1}, {10, 17, 0}}},
		{"the shorter of two before", []question{{10, 15, 5}, {100, 106, 6}, {200, 201, 1}, {100, 106, 0}, {200, 201, 0}, {10, 15, 5}, {100, 106, 0}, {200, 201, 1}}},
		{"the shorter of two before, asked later", []question{{100, 106, 6}, {10, 15, 5}, {200, 201, 1}, {100, 106, 0}, {10, 15, 5}}},
		{"the later of two equal ones", []question{{10, 11, 1}, {100, 101, 1}, {200, 201, 1}, {100, 101, 0}, {200, 201, 0}, {10, 11, 1}, {200, 201, 0}, {100, 101, 1}}},
		{"one that has grown", []question{{10, 12, 2}, {100, 101, 1}, {101, 103, 2}, {200, 201, 1}, {100, 103, 0}, {10, 12, 2}}},
		{"one that has grown as much", []question{{10, 12, 2}, {100, 101, 1}, {101, 102, 1}, {200, 201, 1}, {100, 102, 0}, {10, 12, 2}}},
	} {
		h, m := metered(t, businesshours.Schedule{Name: "a", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}}, plenty)
		const base = 400
		block := h.WorkBetween(businesshours.BlockStart(base), businesshours.BlockStart(base))
		for i, q := range tt.questions {
			before := m.Left()
			a, b := businesshours.BlockStart(base+q.first), businesshours.BlockStart(base+q.end).Add(-1)
			if got := h.BetweenUnixNano(a.UnixNano(), b.UnixNano()); got != time.Duration(q.end-q.first)*16*40*time.Hour {
				t.Errorf("%s: question %d: %v", tt.name, i, got)
			}
			if got := before - m.Left(); got != q.counted*block {
				t.Errorf("%s: question %d about %d blocks takes %d steps, want those of %d blocks", tt.name, i, q.end-q.first, got, q.counted)
			}
		}
	}
}

// Blocks are counted to the nanosecond.
func TestMeterAtTheEdgesOfABlock(t *testing.T) {
	for _, block := range []int{200, 394, 395, 396, 600} { // before 1970, about it, and after
		start, end := businesshours.BlockStart(block), businesshours.BlockStart(block+1)
		mirrored := time.Unix(0, 1-start.UnixNano()) // as far from 1970
		if !mirrored.Before(start) && mirrored.Before(end) {
			mirrored = start.Add(-1)
		}
		for _, tt := range []struct {
			name    string
			at      time.Time
			counted bool
		}{
			{"its first nanosecond", start, false}, {"its last", end.Add(-1), false},
			{"the one before", start.Add(-1), true}, {"the one after", end, true}, {"two after", end.Add(1), true},
			{"as far before 1970 as after", mirrored, true},
		} {
			for name, ask := range map[string]func(h *businesshours.Metered) bool{
				"Open": func(h *businesshours.Metered) bool { return h.Open(tt.at) },
				"Between": func(h *businesshours.Metered) bool {
					h.BetweenUnixNano(tt.at.UnixNano(), tt.at.UnixNano())
					return true
				},
				"Add": func(h *businesshours.Metered) bool { _, err := h.AddUnixNano(tt.at.UnixNano(), 1); return err == nil },
				"NextOpen": func(h *businesshours.Metered) bool {
					u, err := h.NextOpen(tt.at)
					return err == nil && u.Equal(tt.at)
				},
			} {
				if name == "Add" && tt.at.Equal(end.Add(-1)) {
					continue // it is due in the next block
				}
				var m businesshours.Meter
				m.Reset(plenty)
				h := m.Of(named(t, compile(t, nil), businesshours.Always))
				h.Open(start.Add(time.Hour))
				before := m.Left()
				if !ask(h) {
					t.Errorf("block %d: %s fails at %s", block, name, tt.name)
				}
				if counted := m.Left() < before; counted != tt.counted {
					t.Errorf("block %d: %s at %s: counted: %v", block, name, tt.name, counted)
				}
			}
		}
	}
}

// questions are questions to a meter, about blocks after an instant.
var questions = map[string]func(h *businesshours.Metered, from time.Time) error{
	"Open": func(h *businesshours.Metered, from time.Time) error {
		return refusedUnless(h.Open(from.Add(34 * time.Hour))) // Monday at ten
	},
	"NextOpen": func(h *businesshours.Metered, from time.Time) error { _, err := h.NextOpen(from); return err },
	"Between": func(h *businesshours.Metered, from time.Time) error {
		return refusedUnless(h.BetweenUnixNano(from.UnixNano(), from.AddDate(2, 0, 0).UnixNano()) > 0)
	},
	"Add": func(h *businesshours.Metered, from time.Time) error {
		_, err := h.AddUnixNano(from.UnixNano(), 4000*time.Hour)
		return err
	},
	"Add back": func(h *businesshours.Metered, from time.Time) error {
		_, err := h.AddUnixNano(from.UnixNano(), -4000*time.Hour)
		return err
	},
	"Allow": func(h *businesshours.Metered, from time.Time) error {
		_, err := h.Allow(from, businesshours.BusinessDays{Days: 200})
		return err
	},
}

func refusedUnless(ok bool) error {
	if !ok {
		return businesshours.ErrTooMuchWork
	}
	return nil
}

// A question is answered if it takes all that is left, and refused if it takes a step more. Once
// one was refused, those that take no more work are still answered.
func TestMeterLimitIsExact(t *testing.T) {
	doc := businesshours.Schedule{Name: "a", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}}
	from := businesshours.BlockStart(572)
	for name, ask := range questions {
		h, m := metered(t, doc, plenty)
		if err := ask(h, from); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		steps := plenty - m.Left()
		for _, built := range []bool{false, true} {
			for _, less := range []int{0, 1} {
				h, m := metered(t, doc, steps-less)
				if built {
					h.Between(from.AddDate(-3, 0, 0), from.AddDate(3, 0, 0))
				}
				err := ask(h, from)
				if less == 0 && (err != nil || m.Left() != 0) || less == 1 && (!errors.Is(err, businesshours.ErrTooMuchWork) || m.Left() >= 0) {
					t.Errorf("%s takes %d steps; of %d, the tables being built %v: %v, and %d are left", name, steps, steps-less, built, err, m.Left())
				}
				if less == 1 {
					continue
				}
				if err := ask(h, from); err != nil || m.Left() != 0 {
					t.Errorf("%s: asked again with %d steps left: %v", name, m.Left(), err)
				}
				if !errors.Is(ask(h, from.AddDate(50, 0, 0)), businesshours.ErrTooMuchWork) || m.Left() >= 0 {
					t.Errorf("%s: asked about another stretch, it is answered: %d steps left", name, m.Left())
				}
				if err := ask(h, from); err != nil {
					t.Errorf("%s: asked again after another was refused: %v", name, err)
				}
			}
		}
	}
}

// After a refusal, questions about any part of what was counted are answered.
func TestMeterAnswersWhatItCounted(t *testing.T) {
	start := func(block int) int64 { return businesshours.BlockStart(400 + block).UnixNano() }
	h, m := metered(t, businesshours.Schedule{Name: "a", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}}, plenty)
	h.BetweenUnixNano(start(10), start(13)-1)
	h.BetweenUnixNano(start(100), start(104)-1)
	steps := plenty - m.Left()
	m.Reset(steps)
	h.BetweenUnixNano(start(10), start(13)-1)
	h.BetweenUnixNano(start(100), start(104)-1)
	if h.BetweenUnixNano(start(200), start(201)) != 0 || m.Left() >= 0 {
		t.Errorf("%d steps are left, and more is answered", m.Left())
	}
	for _, q := range [][2]int{{10, 13}, {10, 11}, {11, 12}, {12, 13}, {10, 12}, {11, 13}, {100, 104}, {100, 101}, {103, 104}} {
		if got, want := h.BetweenUnixNano(start(q[0]), start(q[1])-1), time.Duration(q[1]-q[0])*16*40*time.Hour; got != want {
			t.Errorf("blocks %v: %v, want %v", q, got, want)
		}
	}
	for _, q := range [][2]int{{9, 11}, {12, 14}, {9, 10}, {13, 14}, {99, 101}, {10, 104}} {
		if got := h.BetweenUnixNano(start(q[0]), start(q[1])-1); got != 0 {
			t.Errorf("blocks %v: %v, want a refusal", q, got)
		}
	}
}

// What was counted stays so when its table is gone, because others asked about many stretches.
func TestMeterRemembersWhatTablesForget(t *testing.T) {
	doc := inZone("UTC", "09:00-17:00")
	from := businesshours.BlockStart(572).UnixNano()
	const open = 250 * 8 * time.Hour // three blocks
	h, m := metered(t, doc, plenty)
	want, err := h.AddUnixNano(from, open)
	if err != nil {
		t.Fatal(err)
	}
	m.Reset(plenty - m.Left())
	h.AddUnixNano(from, open)
	h.Between(at(t, "1950-01-01T00:00Z"), at(t, "1960-01-01T00:00Z"))
	for year := 2040; year < 2140; year += 10 {
		h.Calendar.Open(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC))
	}
	if got, err := h.AddUnixNano(from, open); err != nil || got != want || m.Left() != 0 {
		t.Errorf("asked again: %v, %v, want %v; %d steps are left", got, err, want, m.Left())
	}
}

// At the bounds of the range and of what is searched, work is counted as elsewhere.
func TestMeterAtTheBounds(t *testing.T) {
	const horizon = businesshours.HorizonDays * 24 * time.Hour
	noon := at(t, "2026-03-02T12:00Z")
	for _, tt := range []struct {
		from time.Time
		d    time.Duration
	}{
		{noon, horizon}, {noon, -horizon}, {noon, horizon + 1}, {noon, -horizon - 1}, {noon, 0},
		{businesshours.Earliest, time.Hour}, {businesshours.Earliest, -horizon}, {businesshours.Latest, time.Hour}, {businesshours.Latest, -time.Hour}, {businesshours.Latest, horizon},
	} {
		var m businesshours.Meter
		m.Reset(plenty)
		cal := named(t, compile(t, nil), businesshours.Always)
		got, err := m.Of(cal).AddUnixNano(tt.from.UnixNano(), tt.d)
		want := 0
		if tt.d != 0 && tt.d.Abs() <= horizon {
			first, last := min(tt.from.UnixNano(), got), max(tt.from.UnixNano(), got)-1
			want = cal.WorkBetween(time.Unix(0, first), time.Unix(0, last))
			if err != nil || got != tt.from.Add(tt.d).UnixNano() {
				t.Errorf("%v after %v: %v, %v", tt.d, tt.from, time.Unix(0, got).UTC(), err)
			}
		} else if tt.d != 0 && !errors.Is(err, businesshours.ErrNotWithinHorizon) {
			t.Errorf("%v after %v: %v", tt.d, tt.from, err)
		}
		if work := plenty - m.Left(); work != want {
			t.Errorf("%v after %v takes %d steps, want %d", tt.d, tt.from, work, want)
		}
	}

	// A search from the first instant reaches the earliest weeks that there are.
	var m businesshours.Meter
	m.Reset(plenty)
	cal := named(t, compile(t, nil), businesshours.Always)
	h := m.Of(cal)
	h.AddUnixNano(businesshours.Earliest.UnixNano(), -horizon)
	h.BetweenUnixNano(businesshours.Earliest.UnixNano(), businesshours.Latest.UnixNano())
	if got, want := plenty-m.Left(), cal.WorkBetween(businesshours.Earliest.Add(-horizon), businesshours.Latest); got != want {
		t.Errorf("all weeks take %d steps, want %d", got, want)
	}
}

// A search that finds nothing counts as far as it looked, and no other way.
func TestMeterCountsWhereASearchLooked(t *testing.T) {
	const horizon = businesshours.HorizonDays * 24 * time.Hour
	doc := businesshours.Schedule{Name: "a", TimeZone: "UTC", Exceptions: map[string][]string{"2040-06-01": {"09:00-17:00"}}}
	from := at(t, "2100-06-01T12:00Z")
	for name, tt := range map[string]struct {
		ask  func(h *businesshours.Metered) error
		a, b time.Time
	}{
		"NextOpen": {func(h *businesshours.Metered) error { _, err := h.NextOpen(from); return err }, from, from.Add(horizon)},
		"Add":      {func(h *businesshours.Metered) error { _, err := h.AddUnixNano(from.UnixNano(), 1); return err }, from, from.Add(horizon)},
		"Add back": {func(h *businesshours.Metered) error { _, err := h.AddUnixNano(from.UnixNano(), -1); return err }, from.Add(-horizon), from},
	} {
		h, m := metered(t, doc, plenty)
		if err := tt.ask(h); !errors.Is(err, businesshours.ErrNotWithinHorizon) {
			t.Errorf("%s: %v", name, err)
		}
		if got, want := plenty-m.Left(), h.WorkBetween(tt.a, tt.b); got != want {
			t.Errorf("%s takes %d steps, want %d", name, got, want)
		}
	}
}

// For business days, each date of the blocks that are looked at is counted, too, and also once.
func TestMeterCountsBusinessDays(t *testing.T) {
	h, m := metered(t, inZone("UTC", "09:00-17:00"), plenty)
	const base = 400
	block := h.WorkBetween(businesshours.BlockStart(base), businesshours.BlockStart(base))
	const dates = 7 * businesshours.BlockWeeks * businesshours.WorkOfDate
	for i, q := range []struct {
		block, days  int
		weeks, dates int // how many blocks are counted
	}{
		{10, 0, 1, 1}, {10, 5, 0, 0}, {10, 100, 1, 1}, {10, 100, 0, 0}, {11, 0, 0, 0}, {9, 5, 1, 1}, {9, 100, 0, 0},
		{50, 100, 2, 2}, {50, 100, 0, 0}, {10, 0, 0, 1}, {10, 5, 0, 0}, {11, 5, 0, 1}, {10, 100, 0, 0},
	} {
		before := m.Left()
		start := businesshours.BlockStart(base + q.block).Add(12 * time.Hour)
		allowed, err := h.Allow(start, businesshours.BusinessDays{Days: q.days})
		if want := 5*time.Hour + time.Duration(q.days)*8*time.Hour; err != nil || allowed.Open != want {
			t.Errorf("question %d: %v, %v, want %v", i, allowed.Open, err, want)
		}
		if got, want := before-m.Left(), q.weeks*block+q.dates*dates; got != want {
			t.Errorf("question %d takes %d steps, want %d", i, got, want)
		}
	}
}

// What is counted of an allowance reaches to its last day, wherever that lies in a block, and
// of one in ordinary weeks not much farther.
func TestMeterCountsUpToTheLastDay(t *testing.T) {
	const base = 572
	for day := range 7 * businesshours.BlockWeeks {
		start := businesshours.BlockStart(base).AddDate(0, 0, day)
		for _, ahead := range []int{31, 32, 33, 64} {
			doc := businesshours.Schedule{Name: "a", TimeZone: "UTC", Exceptions: map[string][]string{start.AddDate(0, 0, ahead).Format(time.DateOnly): {"09:00-17:00"}}}
			h, m := metered(t, doc, plenty)
			allowed, err := h.Allow(start, businesshours.BusinessDays{})
			if err != nil || allowed.Open != 8*time.Hour {
				t.Fatalf("from day %d: %v, %v", day, allowed, err)
			}
			dates := 7 * businesshours.BlockWeeks * businesshours.WorkOfDate
			blocks := (day+ahead)/(7*businesshours.BlockWeeks) + 1
			least := h.WorkBetween(start, start.AddDate(0, 0, ahead)) + blocks*dates
			if got := plenty - m.Left(); got < least {
				t.Errorf("%d days after day %d of a block: %d steps, less than %d", ahead, day, got, least)
			}
		}
	}

	h, m := metered(t, office("UTC", "us", "09:00-17:00"), plenty)
	start := businesshours.BlockStart(base)
	if _, err := h.Allow(start, businesshours.BusinessDays{Days: 1000}); err != nil {
		t.Fatal(err)
	}
	end := start.AddDate(0, 0, 1400+2*7*businesshours.BlockWeeks)
	most := h.WorkBetween(start, end) + int(end.Sub(start).Hours()/24)*businesshours.WorkOfDate
	if got := plenty - m.Left(); got > most {
		t.Errorf("a thousand business days take %d steps, more than %d", got, most)
	}
}

// A meter builds no block beyond those that a question is about.
func TestMeterBuildsWhatIsAsked(t *testing.T) {
	start := businesshours.BlockStart(572)
	for blocks := 1; blocks < 4; blocks++ {
		h, _ := metered(t, inZone("UTC", "09:00-17:00"), plenty)
		h.BetweenUnixNano(start.UnixNano(), businesshours.BlockStart(572+blocks).UnixNano()-1)
		if _, weeks := h.Tables(); weeks != blocks*businesshours.BlockWeeks {
			t.Errorf("%d weeks are built, of %d blocks", weeks, blocks)
		}
	}
}
