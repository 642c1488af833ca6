package holiday

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
)

// Easter is when package cal has it.
func TestEaster(t *testing.T) {
	orthodox := aa.Easter.Clone(nil)
	orthodox.Julian = true
	for year := firstYear; year <= lastYear; year++ {
		if on, _ := aa.Easter.Calc(year); easterSunday(year) != midnight(on) {
			t.Errorf("Easter of %d is %v, want %v", year, easterSunday(year), on)
		}
		// Package cal counts 13 days between the calendars, as until 2099.
		if on, _ := orthodox.Calc(year); year < 2100 && orthodoxEasterSunday(year) != midnight(on) {
			t.Errorf("Orthodox Easter of %d is %v, want %v", year, orthodoxEasterSunday(year), on)
		}
	}
	if got, want := orthodoxEasterSunday(2100), dateOf(2100, 5, 2); got != want {
		t.Errorf("Orthodox Easter of 2100 is day %d, want %d", got, want)
	}
}

func midnight(on time.Time) date {
	y, m, d := on.Add(12 * time.Hour).Date()
	return dateOf(y, m, d)
}

// A Hebrew year begins on four days of the week only and has one of six lengths.
func TestHebrewNewYear(t *testing.T) {
	for year := 5600; year < 6000; year++ {
		on := hebrewNewYear(year)
		if day := on.weekday(); day == time.Sunday || day == time.Wednesday || day == time.Friday {
			t.Errorf("%d begins on a %v", year, day)
		}
		if days := hebrewNewYear(year+1) - on; !slices.Contains([]date{353, 354, 355, 383, 384, 385}, days) {
			t.Errorf("%d has %d days", year, days)
		}
	}
	for year, want := range map[int]date{
		5709: dateOf(1948, 10, 4), 5761: dateOf(2000, 9, 30), 5781: dateOf(2020, 9, 19), 5782: dateOf(2021, 9, 7),
		5783: dateOf(2022, 9, 26), 5784: dateOf(2023, 9, 16), 5785: dateOf(2024, 10, 3), 5786: dateOf(2025, 9, 23),
		5787: dateOf(2026, 9, 12), 5788: dateOf(2027, 10, 2), 5800: dateOf(2039, 9, 19),
	} {
		if got := hebrewNewYear(year); got != want {
			t.Errorf("1 Tishri %d is day %d, want %d", year, got, want)
		}
	}
}

// Tables are in order, each date once; rules have a name, and years that there are.
func TestRulesAreWellFormed(t *testing.T) {
	for _, c := range calendars {
		for _, r := range c.rules {
			if r.name == "" || r.until != 0 && r.until < r.since {
				t.Errorf("%s: %q from %d to %d", c.code, r.name, r.since, r.until)
			}
			if (r.on.kind == onListed || r.on.kind == onOnce) == (r.on.text == "") {
				t.Errorf("%s: %s is a table without text, or no table", c.code, r.name)
			}
			shifted := r.moved != shift{} || r.observed != shift{}
			last := ""
			for text := range strings.SplitSeq(r.on.text, " ") {
				if _, err := time.Parse(time.DateOnly, text); r.on.text != "" && (err != nil || text <= last) {
					t.Errorf("%s: %s has %q after %q", c.code, r.name, text, last)
				}
				if shifted && r.on.text != "" && (text[5:] < "01-10" || text[5:] > "12-20") {
					t.Errorf("%s: %s may be shifted from %s into another year", c.code, r.name, text)
				}
				last = text
			}
		}
	}
}

func TestRule(t *testing.T) {
	tests := []struct {
		name  string
		rules []rule
		year  int
		want  string
	}{
		{"fixed", []rule{{name: "a", on: on(2, 29)}}, 2024, "02-29a"},
		{"n-th", []rule{{name: "a", on: nth(3, time.Monday, 2)}}, 2024, "02-19a"},
		{"last", []rule{{name: "a", on: last(time.Monday, 12)}}, 2024, "12-30a"},
		{"on or after", []rule{{name: "a", on: from(time.Monday, 1, 29)}}, 2024, "01-29a"},
		{"on or before", []rule{{name: "a", on: upTo(time.Monday, 5, 24)}}, 2024, "05-20a"},
		{"before since", []rule{{name: "a", on: on(5, 1), since: 2025}}, 2024, ""},
		{"since", []rule{{name: "a", on: on(5, 1), since: 2024}}, 2024, "05-01a"},
		{"until", []rule{{name: "a", on: on(5, 1), until: 2024}}, 2024, "05-01a"},
		{"after until", []rule{{name: "a", on: on(5, 1), until: 2023}}, 2024, ""},
		{"table", []rule{{name: "a", on: listed("2023-05-04 2024-02-01 2024-12-30 2025-01-02")}}, 2024, "02-01a 12-30a"},
		{"moved", []rule{{name: "a", on: on(6, 29), moved: toNextMonday}}, 2024, "07-01a"},
		{"moved into the year", []rule{{name: "a", on: on(12, 31), moved: toNextMonday}}, 2025, "01-06a"},
		{"moved out of the year", []rule{{name: "a", on: on(12, 31), moved: toNextMonday, since: 2024}}, 2024, ""},
		{"observed", []rule{{name: "a", on: on(6, 29), observed: weekendToMonday}}, 2024, "06-29a 07-01a*"},
		{"observed is taken", []rule{
			{name: "a", on: on(12, 25), observed: sundayToMonday, free: true},
			{name: "b", on: on(12, 26)},
		}, 2022, "12-25a 12-26b 12-27a*"},
		{"observed are both taken", []rule{
			{name: "a", on: on(12, 24), observed: weekendToMonday, free: true},
			{name: "b", on: on(12, 25), observed: weekendToMonday, free: true},
		}, 2022, "12-24a 12-25b 12-26a* 12-27b*"},
		{"observed passes over a weekend", []rule{
			{name: "a", on: on(5, 3), observed: shift{time.Friday: 1}, free: true},
		}, 2024, "05-03a 05-06a*"},
		{"a pair from Saturday", []rule{
			{name: "a", on: on(1, 1), observed: weekendOfPair}, {name: "b", on: on(1, 2), observed: weekendOfPair},
		}, 2022, "01-01a 01-02b 01-03a* 01-04b*"},
		{"a pair from Sunday", []rule{
			{name: "a", on: on(1, 1), observed: weekendOfPair}, {name: "b", on: on(1, 2), observed: weekendOfPair},
		}, 2023, "01-01a 01-02b 01-03a*"},
		{"a pair from Friday", []rule{
			{name: "a", on: on(1, 1), observed: weekendOfPair}, {name: "b", on: on(1, 2), observed: weekendOfPair},
		}, 2021, "01-01a 01-02b 01-04b*"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := Calendar{rules: test.rules}
			var got []string
			for _, d := range c.In(test.year) {
				text := fmt.Sprintf("%02d-%02d%s", int(d.Month), d.Day, d.Name)
				if d.Observed {
					text += "*"
				}
				got = append(got, text)
			}
			if got := strings.Join(got, " "); got != test.want {
				t.Errorf("In(%d) = %s, want %s", test.year, got, test.want)
			}
		})
	}
}

// A day that is free in addition to a holiday may lie in the year before or after.
func TestObservedInAnotherYear(t *testing.T) {
	fromCal := func(h cal.Holiday) Calendar {
		h.Name, h.Func = "a", cal.CalcDayOfMonth
		return Calendar{base: []*cal.Holiday{&h}}
	}
	newYear := rule{name: "a", on: on(1, 1), observed: shift{time.Saturday: -1}}
	lastDay := rule{name: "a", on: on(12, 31), observed: weekendToMonday}
	toFriday := cal.AltDay{Day: time.Saturday, Offset: -1}
	toMonday := cal.AltDay{Day: time.Saturday, Offset: 2}
	tests := []struct {
		name string
		c    Calendar
		year int
		want string
	}{
		{"of a rule, before", Calendar{rules: []rule{newYear}}, 2021, "2021-01-01 2021-12-31*"},
		{"of a rule, the day itself", Calendar{rules: []rule{newYear}}, 2022, "2022-01-01-"},
		{"of a rule, after", Calendar{rules: []rule{lastDay}}, 2023, "2023-01-02* 2023-12-31-"},
		{"of package cal, before", fromCal(cal.Holiday{Month: time.January, Day: 1, Observed: []cal.AltDay{toFriday}}), 2021, "2021-01-01 2021-12-31*"},
		{"of package cal, the day itself", fromCal(cal.Holiday{Month: time.January, Day: 1, Observed: []cal.AltDay{toFriday}}), 2022, "2022-01-01-"},
		{"of package cal, after", fromCal(cal.Holiday{Month: time.December, Day: 31, Observed: []cal.AltDay{toMonday}}), 2023, "2023-01-02* 2023-12-31"},
	}
	for _, test := range tests {
		var got []string
		for _, d := range test.c.In(test.year) {
			text := fmt.Sprintf("%d-%02d-%02d", d.Year, int(d.Month), d.Day)
			if d.Observed {
				text += "*"
			}
			if d.Moved {
				text += "-"
			}
			got = append(got, text)
		}
		if got := strings.Join(got, " "); got != test.want {
			t.Errorf("%s: In(%d) = %s, want %s", test.name, test.year, got, test.want)
		}
	}
}

func TestKnown(t *testing.T) {
	table := listed("2020-05-24 2021-05-13 2022-05-02")
	tests := []struct {
		name        string
		c           Calendar
		first, last int
	}{
		{"rules", Calendar{rules: []rule{{on: on(1, 1)}, {on: once("2024-05-29")}}}, 1900, 2190},
		{"a law that began", Calendar{rules: []rule{{on: on(1, 1)}}, since: 1984}, 1984, 2190},
		{"a table", Calendar{rules: []rule{{on: on(1, 1)}, {on: table}}}, 2020, 2022},
		{"kept since the table began", Calendar{rules: []rule{{on: table, since: 2020}}}, 1900, 2022},
		{"kept before the table began", Calendar{rules: []rule{{on: table, since: 2019}}}, 2020, 2022},
		{"kept until the table ended", Calendar{rules: []rule{{on: table, until: 2022}}}, 2020, 2190},
		{"two tables", Calendar{rules: []rule{{on: table}, {on: listed("2021-01-01 2030-01-01")}}}, 2021, 2022},
	}
	for _, test := range tests {
		if first, last := test.c.Known(); first != test.first || last != test.last {
			t.Errorf("%s: known from %d to %d, want %d to %d", test.name, first, last, test.first, test.last)
		}
	}
}
