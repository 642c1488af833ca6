package businesshours_test

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/businesshours/holiday"
)

// lawZones returns the zones of TestAllZones that this machine knows. They cover what makes
// clocks hard: skipped and repeated midnights, a skipped date, changes of half an hour and
// of two hours, negative daylight saving, offsets in seconds.
var lawZones = sync.OnceValue(func() []string {
	zones := []string{"UTC", "Africa/Monrovia"}
	for _, zone := range allZones() {
		if _, err := loadLocation(zone); err == nil {
			zones = append(zones, zone)
		}
	}
	return zones
})

// A world is a set of schedules, with one of them to test around an instant.
type world struct {
	docs   []businesshours.Schedule
	name   string // the schedule under test
	cal    *businesshours.Calendar
	slow   slow
	center time.Time
	reach  time.Duration // how far from center the reference is asked
}

// drawWorld draws schedules with weekly hours, and composites of them.
func drawWorld(t *rapid.T) world {
	var w world
	zones := rapid.Custom(drawZone)
	zone := zones.Draw(t, "zone")
	w.center = drawCenter(t, zone)
	step := rapid.SampledFrom([]int{900, 900, 60, 1}).Draw(t, "step")
	w.docs = append(w.docs, drawWeekly(t, "a", zone, w.center, step))
	members := []string{"a", "24x7"}
	if rapid.Bool().Draw(t, "second") {
		w.docs = append(w.docs, drawWeekly(t, "b", zones.Draw(t, "second zone"), w.center, step))
		members = append(members, "b")
	}
	if rapid.IntRange(0, 4).Draw(t, "third") == 0 {
		w.docs = append(w.docs, businesshours.Schedule{Name: "always", TimeZone: zone, Always: true})
		members = append(members, "always")
	}
	w.name = "a"
	for depth := range rapid.IntRange(0, 2).Draw(t, "composites") {
		w.name = fmt.Sprintf("composite%d", depth+1)
		some := rapid.SliceOfN(rapid.SampledFrom(members), 1, 3)
		doc := businesshours.Schedule{Name: w.name, AnyOf: some.Draw(t, "any of")}
		if rapid.Bool().Draw(t, "minus") {
			doc.NoneOf = some.Draw(t, "none of")
		}
		w.docs = append(w.docs, doc)
		members = append(members, w.name)
	}
	w.cal = named(t, compile(t, w.docs), w.name)
	w.slow = newSlow(t, w.docs)
	w.reach = 4 * 24 * time.Hour
	if w.slow.unit(w.center.Add(-w.reach), w.center.Add(w.reach)) == time.Second {
		w.reach = 12 * time.Hour
	}
	return w
}

func drawZone(t *rapid.T) string { return rapid.SampledFrom(lawZones()).Draw(t, "name") }

// drawCenter draws an instant, often a clock change of the zone.
func drawCenter(t *rapid.T, zone string) time.Time {
	loc, err := loadLocation(zone)
	if err != nil {
		t.Fatalf("%v", err)
	}
	if changes := transitions(loc); len(changes) > 0 && rapid.IntRange(0, 3).Draw(t, "at a change") > 0 {
		change := rapid.SampledFrom(changes).Draw(t, "change")
		if change.Year() > 1900 && change.Year() < 2189 {
			return change
		}
	}
	return anywhere(t, "center").Truncate(time.Minute)
}

// margin is the distance from the ends of the range at which instants are drawn. The ends
// have their own test.
const margin = 7 * 24 * time.Hour

// anywhere draws an instant in the range, with nanoseconds.
func anywhere(t *rapid.T, label string) time.Time {
	sec := rapid.Int64Range(businesshours.Earliest.Add(margin).Unix(), businesshours.Latest.Add(-margin).Unix()).Draw(t, label)
	return time.Unix(sec, drawNanos(t)).UTC()
}

func drawNanos(t *rapid.T) int64 {
	if rapid.Bool().Draw(t, "whole") {
		return 0
	}
	return rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds")
}

// near draws an instant around the center, often on a quarter of an hour, where schedules
// tend to open and close.
func (w *world) near(t *rapid.T, label string) time.Time {
	reach := int64(w.reach / time.Second)
	sec := rapid.Int64Range(-reach, reach).Draw(t, label)
	u := w.center.Add(time.Duration(sec) * time.Second)
	if rapid.Bool().Draw(t, "on a quarter") {
		u = u.Truncate(15 * time.Minute)
	} else {
		u = u.Add(time.Duration(drawNanos(t)))
	}
	return maxTime(businesshours.Earliest.Add(margin), minTime(u, businesshours.Latest.Add(-margin)))
}

// some draws an instant near the center, or anywhere.
func (w *world) some(t *rapid.T, label string) time.Time {
	if rapid.IntRange(0, 3).Draw(t, "where") == 0 {
		return anywhere(t, label)
	}
	return w.near(t, label)
}

// drawAmount draws an amount of open time, up to a week or up to three years.
func drawAmount(t *rapid.T, label string) time.Duration {
	const day = 24 * time.Hour
	most := rapid.SampledFrom([]time.Duration{day, 7 * day, 1100 * day}).Draw(t, label+" at most")
	unit := rapid.SampledFrom([]time.Duration{15 * time.Minute, time.Second, 1}).Draw(t, label+" in")
	return unit * time.Duration(rapid.Int64Range(0, int64(most/unit)).Draw(t, label))
}

// drawWeekly draws a schedule with weekly hours and with dates around center.
func drawWeekly(t *rapid.T, name, zone string, center time.Time, step int) businesshours.Schedule {
	date := func() string {
		return center.AddDate(0, 0, rapid.IntRange(-6, 6).Draw(t, "day")).Format(time.DateOnly)
	}
	times := func(n int) int { return rapid.IntRange(0, n).Draw(t, "number") }
	doc := businesshours.Schedule{Name: name, TimeZone: zone, Weekly: drawPattern(t, step, 1)}
	doc.HolidaysClose = rapid.SampledFrom([]string{"", "", "date", "shift", "shift"}).Draw(t, "holidays close")
	for range times(3) {
		doc.Holidays = append(doc.Holidays, drawHoliday(t, center))
	}
	for range times(2) {
		if doc.Exceptions == nil {
			doc.Exceptions = make(map[string][]string)
		}
		on := date()
		if times(2) == 0 {
			on = on[len("2006-"):]
		}
		doc.Exceptions[on] = []string{}
		for range times(2) {
			doc.Exceptions[on] = append(doc.Exceptions[on], drawInterval(t, step, doc.HolidaysClose == "shift"))
		}
	}
	if times(2) == 0 {
		doc.Revisions = append(doc.Revisions, businesshours.Revision{From: date(), Weekly: drawPattern(t, step, 0)})
	}
	return doc
}

// drawHoliday draws a holiday of any form, with a date around center.
func drawHoliday(t *rapid.T, center time.Time) businesshours.Holiday {
	on := localDateOf(center.AddDate(0, 0, rapid.IntRange(-6, 6).Draw(t, "holiday")))
	monthDay := func(d localDate) string { return d.String()[len("2006-"):] }
	length := func() int { return rapid.IntRange(0, 5).Draw(t, "length") }
	plus := func() int { return rapid.SampledFrom([]int{0, 0, 1, -1, 2, -40, 366, -366}).Draw(t, "plus") }
	switch rapid.IntRange(0, 8).Draw(t, "kind of holiday") {
	case 0:
		return businesshours.Holiday{Date: on.String(), To: on.plus(length()).String()}
	case 1:
		p := plus()
		return businesshours.Holiday{Every: monthDay(on.plus(-p)), Plus: p}
	case 2:
		h := businesshours.Holiday{Every: monthDay(on.plus(-length())), To: monthDay(on.plus(length()))}
		if rapid.IntRange(0, 3).Draw(t, "all others") == 0 {
			h.Every, h.To = h.To, h.Every
		}
		return h
	case 3, 4:
		p := plus()
		d := on.plus(-p)
		ordinal := []string{"1st", "2nd", "3rd", "4th", "5th"}[(d.Day-1)/7]
		if d.plus(7).Month != d.Month && rapid.Bool().Draw(t, "last") {
			ordinal = "last"
		}
		every := ordinal + " " + weekdays[d.weekday()]
		if rapid.Bool().Draw(t, "of a month") {
			every += " of " + strings.ToLower(d.Month.String()[:3])
		}
		return businesshours.Holiday{Every: every, Plus: p}
	case 5:
		if on.Year < 1902 || on.Year > 2188 {
			break
		}
		year := on.Year + rapid.IntRange(-1, 1).Draw(t, "year")
		h, sunday := businesshours.Holiday{Every: "easter"}, slowEaster(year)
		if rapid.Bool().Draw(t, "orthodox") {
			h, sunday = businesshours.Holiday{Every: "orthodox easter"}, slowOrthodoxEaster(year)
		}
		for p := -366; p <= 366; p++ {
			if sunday.plus(p) == on {
				h.Plus = p
			}
		}
		return h
	case 6:
		h := businesshours.Holiday{Calendar: rapid.SampledFrom([]string{"us", "gb", "de-BY", "au-NSW", "jp"}).Draw(t, "country")}
		h.Observed = rapid.SampledFrom([]string{"", "both", "actual", "observed", "observed"}).Draw(t, "observed")
		country, err := holiday.Lookup(h.Calendar)
		if err != nil {
			t.Fatalf("%v", err)
		}
		if rapid.Bool().Draw(t, "except") {
			h.Except = rapid.SliceOfN(rapid.SampledFrom(country.Names()), 0, 4).Draw(t, "names")
		}
		return h
	}
	return businesshours.Holiday{Date: on.String()}
}

// drawPattern draws a weekly pattern with at least the given number of entries.
func drawPattern(t *rapid.T, step, least int) businesshours.Weekly {
	weekly := make(businesshours.Weekly)
	for range rapid.IntRange(least, 3).Draw(t, "entries") {
		day := rapid.SampledFrom(weekdays)
		key := day.Draw(t, "from")
		if last := day.Draw(t, "to"); last != key {
			key += "-" + last
		}
		for range rapid.IntRange(1, 3).Draw(t, "intervals") {
			weekly[key] = append(weekly[key], drawInterval(t, step, true))
		}
	}
	return weekly
}

// drawInterval draws an interval in multiples of step seconds.
func drawInterval(t *rapid.T, step int, pastMidnight bool) string {
	const day = 24 * 3600
	if rapid.IntRange(0, 7).Draw(t, "whole day") == 0 {
		return "00:00-24:00"
	}
	start := step * rapid.IntRange(0, day/step-1).Draw(t, "start")
	end := start + step*rapid.IntRange(1, day/step-1).Draw(t, "length")
	if end > day && pastMidnight {
		end -= day
	}
	return clockText(start) + "-" + clockText(min(end, day))
}

func clockText(seconds int) string {
	text := fmt.Sprintf("%02d:%02d", seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		text += fmt.Sprintf(":%02d", seconds%60)
	}
	return text
}
