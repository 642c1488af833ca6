package businesshours_test

import (
	"errors"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
)

// A slowDate is the open time of a local date: of the whole of it, of what comes at or
// after the start, and of that while the wall clock reads less than at.
// It is by when at names: the end of its last stretch with the wall clock below at, or its
// first instant.
type slowDate struct {
	whole, left, leftUntilAt time.Duration
	by                       time.Time
}

// allowSlow answers for Calendar.Allow from the text of the specification, by
// visiting the units of the time line from three days before the start to so many
// days after it. It is not ok if the answer does not lie there.
func allowSlow(s slow, name string, zone *time.Location, start time.Time, b businesshours.BusinessDays, days int) (allowed businesshours.Allowance, ok bool) {
	begin, end := start.AddDate(0, 0, -3), start.AddDate(0, 0, days)
	clock := func(u time.Time) time.Duration {
		hour, minute, second := u.In(zone).Clock()
		return time.Duration(hour*3600+minute*60+second)*time.Second + time.Duration(u.Nanosecond())
	}
	until, cutoff := time.Duration(b.At)*time.Second, time.Duration(b.Cutoff)*time.Second
	switch {
	case !b.HasAt:
		until = 24 * time.Hour
	case b.AtStart:
		until = clock(start)
	}
	dates := make(map[localDate]*slowDate)
	var order []localDate
	unit := s.unit(begin, end)
	for u := begin.Truncate(unit); u.Before(end); u = u.Add(unit) {
		date := localDateOf(u.In(zone))
		if dates[date] == nil {
			dates[date] = &slowDate{by: u}
			order = append(order, date)
		}
		if clock(u) < until {
			dates[date].by = u.Add(min(unit, until-clock(u))) // the last one stays
		}
		if !s.open(name, u) {
			continue
		}
		d := dates[date]
		d.whole += unit
		left := u.Add(unit).Sub(maxTime(u, start))
		if left > 0 {
			d.left += left
			d.leftUntilAt += max(0, min(left, until-clock(maxTime(u, start))))
		}
	}
	before := func(a, b localDate) bool { return a.String() < b.String() }
	slices.SortFunc(order, func(a, b localDate) int { return strings.Compare(a.String(), b.String()) })

	// Day 0 is the local date of the start; if the start's wall clock is at or past
	// cutoff, or no open time is left on that date, it is the next business day.
	today := localDateOf(start.In(zone))
	onDay0 := dates[today].left > 0 && (!b.HasCutoff || clock(start) < cutoff)
	var businessDays []localDate // day 0 and those after it
	for _, date := range order[:len(order)-3] {
		if date == today && onDay0 || before(today, date) && dates[date].whole > 0 {
			businessDays = append(businessDays, date)
		}
	}
	// All open time from the start to the end of the n-th business day after day 0, or
	// until at on it; while that is zero, take the next business day.
	for n := b.Days; n < len(businessDays); n++ {
		last := businessDays[n]
		allowed.Open = dates[last].leftUntilAt
		for _, date := range order {
			if before(date, last) {
				allowed.Open += dates[date].left
			}
		}
		if allowed.Open > 0 {
			if b.HasAt {
				allowed.By = dates[last].by.In(start.Location())
			}
			return allowed, true
		}
	}
	return businesshours.Allowance{}, false
}

func TestAllow(t *testing.T) {
	const (
		newYork  = `{"name": "a", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-12:00", "13:00-17:00"]}, "holidays": [{"date": "2026-05-25"}]}`
		night    = `{"name": "a", "time_zone": "UTC", "weekly": {"mon-fri": ["22:00-06:00"]}}`
		early    = `{"name": "a", "time_zone": "UTC", "weekly": {"mon": ["09:00-17:00"], "tue": ["12:00-17:00"]}}`
		apia     = `{"name": "a", "time_zone": "Pacific/Apia", "weekly": {"mon-sun": ["09:00-17:00"]}}`
		stJohns  = `{"name": "a", "time_zone": "America/St_Johns", "weekly": {"mon-sun": ["10:00-12:00", "23:00-24:00"]}}`
		saoPaulo = `{"name": "a", "time_zone": "America/Sao_Paulo", "always": true}`
		always   = `{"name": "a", "time_zone": "America/New_York", "always": true}`
	)
	clock := func(text string) businesshours.TimeOfDay {
		v, err := businesshours.ParseTimeOfDay(text)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	days := func(n int) businesshours.BusinessDays { return businesshours.BusinessDays{Days: n} }
	until := func(n int, at string) businesshours.BusinessDays {
		return businesshours.BusinessDays{Days: n, At: clock(at), HasAt: true}
	}
	cutoff := func(n int, at string) businesshours.BusinessDays {
		return businesshours.BusinessDays{Days: n, Cutoff: clock(at), HasCutoff: true}
	}
	tests := []struct {
		name, schedule, start string
		days                  businesshours.BusinessDays
		want                  time.Duration
	}{
		{"day 0 is today", newYork, "2026-05-20T16:00-04:00", days(0), time.Hour},
		{"before opening day 0 is still today", newYork, "2026-05-20T06:00-04:00", days(0), 7 * time.Hour},
		{"one business day is the rest of today and tomorrow", newYork, "2026-05-20T16:00-04:00", days(1), 8 * time.Hour},
		{"at closing no time is left today", newYork, "2026-05-20T17:00-04:00", days(0), 7 * time.Hour},
		{"a nanosecond before closing it is", newYork, "2026-05-20T16:59:59.999999999-04:00", days(0), 1},
		{"on a weekend day 0 is Monday, or Tuesday past a holiday", newYork, "2026-05-23T10:00-04:00", days(1), 14 * time.Hour},
		{"holidays and weekends do not count", newYork, "2026-05-22T16:00-04:00", days(1), 8 * time.Hour},
		{"until noon of the next day", newYork, "2026-05-20T16:00-04:00", until(1, "12:00"), 4 * time.Hour},
		{"until the lunch break is until noon", newYork, "2026-05-20T16:00-04:00", until(1, "12:30"), 4 * time.Hour},
		{"until 24:00 is the end of the day", newYork, "2026-05-20T16:00-04:00", until(1, "24:00"), 8 * time.Hour},
		{"no time before at today, so tomorrow", newYork, "2026-05-20T12:00-04:00", until(0, "12:00"), 4*time.Hour + 3*time.Hour},
		{"before the cutoff", newYork, "2026-05-20T14:59:59-04:00", cutoff(1, "15:00"), 2*time.Hour + time.Second + 7*time.Hour},
		{"at the cutoff today still counts as time, not as a day", newYork, "2026-05-20T15:00-04:00", cutoff(1, "15:00"), 2*time.Hour + 14*time.Hour},
		{"a cutoff at midnight makes every day the next", newYork, "2026-05-20T08:00-04:00", cutoff(0, "00:00"), 14 * time.Hour},
		{"the cutoff is read on the wall clock of the schedule", newYork, "2026-05-20T18:59:59Z", cutoff(0, "15:00"), 2*time.Hour + time.Second},
		{"at that opening ends nothing, so the day after", early, "2026-03-02T17:00Z", until(0, "10:00"), 5*time.Hour + time.Hour},
		{"a shift past midnight ends with the date", night, "2026-03-02T23:00Z", days(0), time.Hour},
		{"and the rest of it is the next business day", night, "2026-03-02T23:00Z", days(1), time.Hour + 8*time.Hour},
		{"Saturday is one, by Friday's shift", night, "2026-03-06T23:00Z", days(1), time.Hour + 6*time.Hour},
		{"a date that does not occur is no business day", apia, "2011-12-29T16:00-10:00", days(1), time.Hour + 8*time.Hour},
		{"the date before comes back", stJohns, "2006-10-29T00:00:30-02:30", days(0), 59*time.Minute + 3*time.Hour},
		{"until 00:00 is all before the date", stJohns, "2006-10-27T09:00-02:30", until(1, "00:00"), 3 * time.Hour},
		{"until 00:00 of a date that comes back", stJohns, "2006-10-28T11:00-02:30", until(1, "00:00"), time.Hour + 59*time.Minute + time.Hour},
		{"until 00:00 of a date before which clocks go back", saoPaulo, "2019-02-16T12:00-02:00", until(1, "00:00"), 13 * time.Hour},
		{"24x7 on the day that clocks go forward", always, "2026-03-08T00:00-05:00", days(0), 23 * time.Hour},
		{"24x7 until 02:30, which is skipped", always, "2026-03-08T00:00-05:00", until(0, "02:30"), 2 * time.Hour},
		{"24x7 until 01:30, which comes twice", always, "2026-11-01T00:00-04:00", until(0, "01:30"), 2 * time.Hour},
		{"24x7 from the second 01:15", always, "2026-11-01T01:15-05:00", until(0, "01:30"), 15 * time.Minute},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			docs := schedules(t, test.schedule)
			cal := named(t, compile(t, docs), "a")
			start := at(t, test.start)
			allowed, err := cal.Allow(start, test.days)
			got := allowed.Open
			if err != nil || got != test.want {
				t.Errorf("Allow = %v, %v, want %v", got, err, test.want)
			}
			if slow, ok := allowSlow(newSlow(t, docs), "a", cal.Location(), start, test.days, 20); !ok || slow != allowed {
				t.Errorf("the reference has %v, %v", slow, ok)
			}
		})
	}
}

// Business days are the same before 1970 as after it.
func TestAllowBefore1970(t *testing.T) {
	cal := named(t, compile(t, nil), businesshours.Always)
	for _, text := range []string{"1900-01-01T00:00Z", "1919-12-01T12:00Z", "1965-06-01T12:00Z", "1969-12-31T12:00Z", "1970-01-01T12:00Z"} {
		start := at(t, text)
		want := start.Truncate(24 * time.Hour).Add(72 * time.Hour).Sub(start) // days 0, 1 and 2
		if got, err := cal.Allow(start, businesshours.BusinessDays{Days: 2}); err != nil || got.Open != want {
			t.Errorf("from %s: %v, %v; want %v", text, got, err, want)
		}
	}
}

// However far away the last day is, and in whatever order it is asked for, it is the one
// that the open spans say.
func TestAllowFar(t *testing.T) {
	t.Parallel()
	zone, err := loadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	doc := inZone("America/New_York", "09:00-17:00")
	doc.Weekly = businesshours.Weekly{"mon-thu": {"09:00-17:00"}}
	doc.Holidays = []businesshours.Holiday{{Calendar: "us"}, {Every: "08-15"}}
	cal := one(t, doc)
	from := time.Date(1960, 1, 1, 0, 0, 0, 0, zone)
	var closings []time.Time // of business days
	for span := range cal.Spans(from, from.AddDate(80, 0, 0)) {
		closings = append(closings, span.End)
	}
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.IntRange(0, 3650).Draw(t, "days")
		day0 := rapid.IntRange(0, len(closings)-1-days).Draw(t, "day 0")
		start := closings[day0].Add(-time.Duration(rapid.Int64Range(1, int64(8*time.Hour)).Draw(t, "before closing")))
		got, err := cal.Allow(start, businesshours.BusinessDays{Days: days})
		if want := cal.Between(start, closings[day0+days]); err != nil || got.Open != want {
			t.Fatalf("%d days from %v: %v, %v; want %v", days, start, got, err, want)
		}
	})
}

// A start is in range, but the end may lie beyond it, as that of Add may.
func TestAllowBeyondLatest(t *testing.T) {
	always := calendar(t, `{"name": "a", "time_zone": "America/Asuncion", "any_of": ["24x7"]}`)
	desk := calendar(t, `{"name": "a", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}}`)
	for _, tt := range []struct {
		cal   *businesshours.Calendar
		start string
		days  int
		want  time.Duration // zero: none
	}{
		{always, "2189-12-31T12:00Z", 0, 15 * time.Hour}, // to midnight in Asunción
		{always, "2189-12-31T12:00Z", 1, 39 * time.Hour},
		{desk, "2190-01-01T00:00Z", 0, 8 * time.Hour}, // a Friday
		{desk, "2190-01-01T00:00Z", 1, 16 * time.Hour},
		{desk, "2189-12-01T00:00Z", 3650, 3651 * 8 * time.Hour},
		{desk, "2165-01-01T00:00Z", 3650, 3651 * 8 * time.Hour},
		{desk, "2165-01-01T00:00Z", 20_000, 0},
		{desk, "2165-01-01T00:00Z", math.MaxInt, 0},
		{desk, "2165-02-01T00:00Z", math.MaxInt, 0},
		{desk, "2165-02-01T00:00Z", -1, 8 * time.Hour},
	} {
		allowed, err := tt.cal.Allow(at(t, tt.start), businesshours.BusinessDays{Days: tt.days})
		got := allowed.Open
		if got != tt.want || (err == nil) != (tt.want > 0) || err != nil && !errors.Is(err, businesshours.ErrNotWithinHorizon) {
			t.Errorf("%d days from %s: %v, %v; want %v", tt.days, tt.start, got, err, tt.want)
		}
		if end, err := tt.cal.Add(at(t, tt.start), got); err != nil || end.Before(at(t, tt.start)) {
			t.Errorf("%v from %s: %v, %v", got, tt.start, end, err)
		}
	}
}

// A holiday of the year 0 is one of that year.
func TestHolidayOfTheYearZero(t *testing.T) {
	cal := calendar(t, `{"name": "a", "time_zone": "UTC", "weekly": {"mon-sun": ["00:00-24:00"]}, "holidays": [{"date": "0000-12-25"}]}`)
	if !cal.Open(at(t, "2026-12-25T12:00Z")) {
		t.Error("closed on every 25 December")
	}
}

// To ask day after day takes no more memory than the list of what was looked at.
func TestAllowDayAfterDay(t *testing.T) {
	cal := calendar(t, `{"name": "a", "time_zone": "UTC", "weekly": {"mon-sun": ["00:00-24:00"]}, "revisions": [{"from": "2000-01-01", "weekly": {}}]}`)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := at(t, "1920-01-01T00:00Z")
	for range 200 * 365 {
		start = start.AddDate(0, 0, 1)
		_, err := cal.Allow(start, businesshours.BusinessDays{Days: 1})
		if found := start.AddDate(0, 0, 1).Year() < 2000; (err == nil) != found {
			t.Fatalf("a business day after %v: %v", start, err)
		}
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 32<<20 {
		t.Errorf("%d bytes were allocated", n)
	}
}

// Where nothing opens any more it is found out at once.
func TestAllowOfTheClosed(t *testing.T) {
	cal := calendar(t, `{"name": "a", "time_zone": "Asia/Tokyo", "exceptions": {"2020-06-03": ["09:00-17:00"], "2080-06-03": ["09:00-17:00"]}}`)
	for _, tt := range []struct {
		start string
		days  int
		want  time.Duration // zero: none
	}{
		{"2020-06-01T00:00Z", 0, 8 * time.Hour},
		{"2020-06-01T00:00Z", 1, 0},
		{"2020-06-04T00:00Z", 0, 0},
		{"2040-06-04T00:00Z", 0, 8 * time.Hour},
		{"2040-06-04T00:00Z", 1, 0},
		{"1950-06-04T00:00Z", 0, 0},
		{"1950-06-04T00:00Z", 1, 0},
		{"2020-06-02T00:00Z", 0, 8 * time.Hour},
		{"2190-01-01T00:00Z", 0, 0},
	} {
		allowed, err := cal.Allow(at(t, tt.start), businesshours.BusinessDays{Days: tt.days})
		got := allowed.Open
		if got != tt.want || (err == nil) != (tt.want > 0) || err != nil && !errors.Is(err, businesshours.ErrNotWithinHorizon) {
			t.Errorf("%d days from %s: %v, %v; want %v", tt.days, tt.start, got, err, tt.want)
		}
	}
}

// Allow is what the specification's text says, visited unit by unit.
func TestAllowOracle(t *testing.T) {
	t.Parallel()
	zones := []string{"UTC", "America/New_York", "America/Sao_Paulo", "America/St_Johns", "Asia/Beirut", "Pacific/Apia", "Antarctica/Troll", "Australia/Lord_Howe"}
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		loc, err := loadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		center := at(t, "2026-12-31T12:00Z")
		changes := slices.DeleteFunc(slices.Clone(transitions(loc)), func(u time.Time) bool { return u.Year() < 1935 || u.Year() > 2185 })
		if len(changes) > 0 {
			center = rapid.SampledFrom(changes).Draw(t, "change")
		}
		docs := []businesshours.Schedule{
			drawWeekly(t, "a", zone, center, 900),
			{Name: "b", TimeZone: rapid.SampledFrom(zones).Draw(t, "composite's zone"), AnyOf: []string{"a"}, NoneOf: []string{}},
		}
		name := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "schedule")
		cal := named(t, compile(t, docs), name)
		times := func(label string, from int) businesshours.TimeOfDay {
			return businesshours.TimeOfDay(900 * rapid.IntRange(from, 96).Draw(t, label))
		}
		b := businesshours.BusinessDays{Days: rapid.IntRange(0, 4).Draw(t, "days")}
		if b.HasAt = rapid.Bool().Draw(t, "has at"); b.HasAt {
			b.At, b.AtStart = times("at", 0), rapid.IntRange(0, 3).Draw(t, "at the start's") == 0
		}
		if b.HasCutoff = rapid.Bool().Draw(t, "has cutoff"); b.HasCutoff {
			b.Cutoff = times("cutoff", 0)
		}
		w := world{center: center, reach: 3 * 24 * time.Hour}
		start := w.near(t, "start")
		const days = 10
		want, ok := allowSlow(newSlow(t, docs), name, cal.Location(), start, b, days)
		got, err := cal.Allow(start, b)
		if err != nil && !errors.Is(err, businesshours.ErrNotWithinHorizon) {
			t.Fatal(err)
		}
		if ok && (err != nil || got != want) {
			t.Fatalf("Allow(%v, %+v) = %v, %v, want %v", start, b, got, err, want)
		}
		if !ok && err == nil { // it ends later than the reference looked
			if end := cal.Between(start, start.AddDate(0, 0, days-4)); got.Open < end {
				t.Fatalf("Allow(%v, %+v) = %v, which is within days that do not suffice", start, b, got)
			}
		}
	})
}

// The next business day is found however many days ahead it lies, east and west of UTC, before
// 1970 and after.
func TestAllowAfterAnyGap(t *testing.T) {
	for _, zone := range []string{"UTC", "Etc/GMT-14", "Etc/GMT+12"} {
		for _, first := range []string{"1930-02-03", "2026-02-03"} {
			for gap := 1; gap <= 70; gap++ {
				day, err := time.ParseInLocation(time.DateOnly, first, location(t, zone))
				if err != nil {
					t.Fatal(err)
				}
				next := day.AddDate(0, 0, gap)
				doc := businesshours.Schedule{Name: "a", TimeZone: zone, Exceptions: map[string][]string{
					first: {"00:00-01:00"}, next.Format(time.DateOnly): {"00:00-00:15", "23:00-24:00"},
				}}
				b := businesshours.BusinessDays{Days: 1, At: 12 * 3600, HasAt: true}
				want := businesshours.Allowance{Open: time.Hour + 15*time.Minute, By: next.Add(12 * time.Hour)}
				if got, err := one(t, doc).Allow(day, b); err != nil || got.Open != want.Open || !got.By.Equal(want.By) {
					t.Errorf("%s: %d days after %s: %v, %v, want %v", zone, gap, first, got, err, want)
				}
			}
		}
	}
}

// A business day is looked for on the dates up to 18,263 days later, whatever was asked before.
func TestHorizonOfBusinessDays(t *testing.T) {
	always := named(t, compile(t, nil), businesshours.Always)
	start := at(t, "2026-03-02T00:00Z")
	for _, tt := range []struct {
		days  int
		found bool
	}{{businesshours.HorizonDays - 1, true}, {businesshours.HorizonDays, true}, {businesshours.HorizonDays + 1, false}} {
		got, err := always.Allow(start, businesshours.BusinessDays{Days: tt.days})
		if want := time.Duration(tt.days+1) * 24 * time.Hour; tt.found && (err != nil || got.Open != want) || !tt.found && !errors.Is(err, businesshours.ErrNotWithinHorizon) {
			t.Errorf("%d days: %v, %v", tt.days, got.Open, err)
		}
	}

	last := start.AddDate(0, 0, businesshours.HorizonDays)
	doc := businesshours.Schedule{Name: "a", TimeZone: "UTC", Exceptions: map[string][]string{last.Format(time.DateOnly): {"09:00-17:00"}}}
	for _, order := range [][]int{{0}, {-1, 0}, {-1, 1, 0}, {1, -1, 0, -1}, {-2, -1, 0}, {5, 0, -1}} { // days after start
		cal := one(t, doc)
		for _, late := range order {
			got, err := cal.Allow(start.AddDate(0, 0, late), businesshours.BusinessDays{})
			if late >= 0 && (err != nil || got.Open != 8*time.Hour) || late < 0 && !errors.Is(err, businesshours.ErrNotWithinHorizon) {
				t.Errorf("from %d days after, in the order %v: %v, %v", late, order, got.Open, err)
			}
		}
	}
}

// To ask for earlier and earlier days takes no more memory than for later and later ones.
func TestAllowDayBeforeDay(t *testing.T) {
	cal := calendar(t, `{"name": "a", "time_zone": "UTC", "weekly": {"mon-sun": ["00:00-24:00"]}}`)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for start := at(t, "2010-01-01T00:00Z"); !start.Before(businesshours.Earliest); start = start.AddDate(0, 0, -1) {
		if got, err := cal.Allow(start, businesshours.BusinessDays{Days: 1}); err != nil || got.Open != 48*time.Hour {
			t.Fatalf("a business day after %v: %v, %v", start, got, err)
		}
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 6<<20 {
		t.Errorf("%d bytes were allocated", n)
	}
}
