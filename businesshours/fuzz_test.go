package businesshours_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/businesshours"
)

// fuzzed is the input of the fuzzer, from which small cases are read. After its end there are
// zeros.
type fuzzed []byte

// below reads a number from 0 to n-1.
func (f *fuzzed) below(n int) int {
	var v int
	for range 2 {
		v <<= 8
		if len(*f) > 0 {
			v |= int((*f)[0])
			*f = (*f)[1:]
		}
	}
	return v % n
}

// interval reads an interval of quarters of an hour, or of minutes.
func (f *fuzzed) interval(pastMidnight bool) string {
	step := []int{900, 60}[f.below(2)]
	day := 24 * 3600 / step
	start := f.below(day)
	end := start + 1 + f.below(day-1)
	if end > day && pastMidnight {
		end -= day
	}
	return clockText(step*start) + "-" + clockText(step*min(end, day))
}

// A small schedule in one of the zones agrees with the reference for two instants around a
// clock change and an amount.
func FuzzBetweenAdd(f *testing.F) {
	f.Add([]byte{})
	for seed := range byte(8) {
		data := make([]byte, 64)
		if _, err := rand.NewChaCha8([32]byte{seed}).Read(data); err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		in := fuzzed(data)
		doc := inZone(lawZones()[in.below(len(lawZones()))], in.interval(true))
		loc := location(t, doc.TimeZone)
		if loc == nil {
			return
		}
		center := time.Date(1970+in.below(130), 12, 31, 12, 0, 0, 0, time.UTC)
		if all := transitions(loc); len(all) > 0 {
			center = all[in.below(len(all))]
		}
		if beyond(center) {
			return
		}
		for range in.below(3) {
			day := weekdays[in.below(7)]
			doc.Weekly[day] = append(doc.Weekly[day], in.interval(true))
		}
		date := localDateOf(center.AddDate(0, 0, in.below(3)-1))
		monthDay := func(d localDate) string { return d.String()[len("2006-"):] }
		if in.below(2) == 1 {
			doc.HolidaysClose = "shift"
		}
		shift := doc.HolidaysClose == "shift"
		switch in.below(7) {
		case 1:
			doc.Holidays = []businesshours.Holiday{{Date: date.String()}}
		case 2:
			doc.Exceptions = map[string][]string{date.String(): {in.interval(shift)}}
		case 3:
			doc.Exceptions = map[string][]string{monthDay(date): {in.interval(shift)}}
		case 4:
			doc.Holidays = []businesshours.Holiday{{Date: date.String(), To: date.plus(in.below(3)).String()}}
		case 5:
			doc.Holidays = []businesshours.Holiday{{Every: monthDay(date), To: monthDay(date.plus(in.below(3)))}}
		case 6:
			plus := in.below(733) - 366
			doc.Holidays = []businesshours.Holiday{{Every: "last " + weekdays[date.plus(-plus).weekday()], Plus: plus}}
		}
		docs := []businesshours.Schedule{doc, {Name: "not", AnyOf: []string{"24x7"}, NoneOf: []string{doc.Name}}}
		set, slow := compile(t, docs), newSlow(t, docs)

		reach := 36 * 60 // minutes
		if slow.unit(center.Add(-36*time.Hour), center.Add(36*time.Hour)) == time.Second {
			reach = 60
		}
		instant := func() time.Time {
			return center.Add(time.Duration(in.below(2*reach)-reach)*time.Minute + time.Duration(in.below(2)*in.below(60_000))*time.Millisecond)
		}
		a, c := instant(), instant()
		for _, name := range []string{doc.Name, "not"} {
			cal := named(t, set, name)
			want := slow.between(name, a, c)
			if got := cal.Between(a, c); got != want {
				t.Fatalf("%s: Between(%v, %v) = %v, want %v", name, a, c, got, want)
			}
			// The open time from a to c is reached by c, and if before, all between is closed.
			due, err := cal.Add(a, want)
			if err != nil || due.After(maxTime(a, c)) || due.Before(minTime(a, c)) || want != 0 && slow.between(name, due, c) != 0 {
				t.Fatalf("%s: Add(%v, %v) = %v, %v, but by %v it is reached", name, a, want, due, err, c)
			}
			d := time.Duration(in.below(1<<16)-1<<15) * time.Minute / 7
			if due, err := cal.Add(a, d); err == nil && !beyond(due) && cal.Between(a, due) != d {
				t.Fatalf("%s: Between(%v, Add(%[2]v, %v) = %v) = %v", name, a, d, due, cal.Between(a, due))
			}
		}
	})
}

// A time of day that parses is printed as it was written, without needless seconds.
func FuzzParseTimeOfDay(f *testing.F) {
	for _, text := range []string{"00:00", "09:30", "24:00", "24:01", "23:59:59", "24:00:00", "12:00:00", "9:30", "+1:00", "09:60", "", "0９:00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := businesshours.ParseTimeOfDay(text)
		if err != nil {
			return
		}
		if v < 0 || v > 24*3600 {
			t.Errorf("ParseTimeOfDay(%q) = %d", text, int(v))
		}
		if printed := v.String(); printed != text && printed+":00" != text {
			t.Errorf("ParseTimeOfDay(%q).String() = %q", text, printed)
		}
		var again businesshours.TimeOfDay
		if b, err := v.MarshalText(); err != nil || again.UnmarshalText(b) != nil || again != v {
			t.Errorf("MarshalText of %v = %q, %v, which is read as %v", v, b, err, again)
		}
	})
}

// A document that is read is marshaled to an equal one. Compiling it, and using the calendar
// if it compiles, does not panic.
func FuzzSchedule(f *testing.F) {
	for _, text := range []string{
		desk + `}`,
		`{"name": "a", "time_zone": "America/New_York", "weekly": {"mon-thu": ["09:00-12:00"], "sat": ["22:00-02:00"]},
		  "holidays": [{"calendar": "us"}, {"date": "2026-12-24", "name": "Christmas Eve"}, {"every": "02-29"}],
		  "exceptions": {"2026-12-24": ["09:00-12:00:01"], "0000-01-01": []}, "revisions": [{"from": "9999-12-31", "weekly": {}}]}`,
		`{"name": "a", "time_zone": "Pacific/Apia", "weekly": {"mon-sun": ["22:00-06:00"]}, "holidays_close": "shift",
		  "holidays": [{"calendar": "us", "except": ["Labor Day"], "observed": "observed"}, {"date": "2026-03-02", "to": "2026-03-07"},
		    {"every": "12-24", "to": "01-02"}, {"every": "4th thu of nov", "plus": 1}, {"every": "last sat"}, {"every": "orthodox easter", "plus": -2}],
		  "exceptions": {"03-08": ["22:00-06:00"], "2026-03-09": []}}`,
		`{"name": "a", "time_zone": "CEST", "weekly": {"Mon - Fri": "9am to 5pm"}, "holidays": ["us", "2026-12-25", "12-25", "fourth thursday in november"]}`,
		`{"name": "\u0000é\ud83d\ude00", "always": true, "time_zone": "Pacific/Apia"}`,
		`{"name": "a", "any_of": ["24x7", "a"], "none_of": []}`,
		`{"name": "a", "any_of": ["24x7"]}`,
		`{"name": "", "weekly": {"": [""]}, "holidays": [{}], "exceptions": {}, "revisions": []}`,
		`null`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var doc, again businesshours.Schedule
		if doc.UnmarshalJSON([]byte(text)) != nil {
			return
		}
		b, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, &again); err != nil {
			t.Fatalf("%s, marshalled to %s: %v", text, b, err)
		}
		if diff := cmp.Diff(doc, again); diff != "" {
			t.Fatalf("%s read again (-want +got):\n%s", b, diff)
		}
		set, err := businesshours.Compile([]businesshours.Schedule{doc})
		if err != nil {
			for _, e := range problems(t, err) {
				if len(e.Error()) > 1024 {
					t.Errorf("an error of %d bytes: %v", len(e.Error()), e)
				}
			}
			return
		}
		cal := named(t, set, doc.Name)
		from := time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)
		for span, name := range cal.Holidays(from, from.AddDate(0, 0, 7)) {
			if doc.AnyOf == nil && cal.Between(span.Start, span.End) != 0 {
				t.Errorf("it is open in %v, which is closed by holiday %q", span, name)
			}
		}
		for span := range cal.Spans(from, from.AddDate(0, 0, 7)) {
			if due, err := cal.Add(span.Start, span.Duration()); err != nil || !due.Equal(span.End) {
				t.Errorf("Add from the start of %v to its end = %v, %v", span, due, err)
			}
		}
	})
}
