package slatest

import (
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
)

// Schedules generates valid lists of schedules, named s0, s1 and so on. They have breaks and open
// nights, and holidays, exceptions and revisions near a change of clocks; some combine others, and
// some are soon closed for good. If d has a Config, all are those of the Config.
func Schedules(d Domain) *rapid.Generator[[]businesshours.Schedule] {
	return rapid.Custom(func(t *rapid.T) []businesshours.Schedule {
		if d.Config != nil {
			return oneOf(t, "schedules", d.Config.Schedules)
		}
		return drawSchedules(t, &d, drawPlace(t, &d))
	})
}

var weeks = []businesshours.Weekly{
	{"mon-fri": {"09:00-17:00"}},
	{"mon-sun": {"00:00-24:00"}},
	{"mon-fri": {"09:00-12:00", "13:00-17:30"}, "sat": {"10:00-11:00"}},
	{"mon-sun": {"22:00-06:00"}},
	{"sun-wed": {"00:30-02:30"}, "thu": {"23:00-01:00"}},
	{"mon-fri": {"09:00-12:30", "12:00-17:00"}, "fri": {"16:30-20:00:30"}},
	{"fri-mon": {"18:00-02:00", "02:00-03:00"}, "wed": {"20:00-12:00"}},
}

// Weeks generates weekly hours: a desk, around the clock, with a break, over midnight, and at the
// hours in which clocks change.
func Weeks() *rapid.Generator[businesshours.Weekly] { return rapid.SampledFrom(weeks) }

// drawSchedules draws schedules s0, s1, …, most in the zone of a Place.
func drawSchedules(t *rapid.T, d *Domain, about Place) (schedules []businesshours.Schedule) {
	for i := range rapid.IntRange(1, 4).Draw(t, "schedules") {
		s := businesshours.Schedule{Name: fmt.Sprintf("s%d", i)}
		switch form := rapid.IntRange(0, 9).Draw(t, "form"); {
		case form == 9:
			s.Always, s.TimeZone = true, about.Zone
		case form >= 7 && i > 0:
			drawComposite(t, about, &s, schedules)
		case form == 6: // there is a last open date
			s.TimeZone, s.Exceptions = about.Zone, map[string][]string{about.date(t, "only"): {"10:00-20:00"}}
		default:
			drawHours(t, d, about, &s)
		}
		schedules = append(schedules, s)
	}
	return schedules
}

// drawHours draws the hours of a schedule that is not made of others.
func drawHours(t *rapid.T, d *Domain, about Place, s *businesshours.Schedule) {
	s.TimeZone, s.Weekly = about.Zone, oneOf(t, "week", weeks...)
	if chance(t, 4, "other zone") {
		others := d.Zones
		if len(others) == 0 {
			others = []string{"UTC", "Asia/Kathmandu"}
		}
		s.TimeZone = oneOf(t, "zone", others...)
	}
	if chance(t, 3, "shift") {
		s.HolidaysClose = "shift"
	}
	if chance(t, 3, "holiday") {
		for range rapid.IntRange(1, 2).Draw(t, "holidays") {
			s.Holidays = append(s.Holidays, drawHoliday(t, about))
		}
	}
	if chance(t, 4, "exception") {
		drawExceptions(t, about, s)
	}
	if chance(t, 6, "revision") {
		revised := append(weeks[:len(weeks):len(weeks)], businesshours.Weekly{}) // which closes it for good
		s.Revisions = []businesshours.Revision{{From: about.date(t, "revision"), Weekly: oneOf(t, "revised", revised...)}}
		if from := about.date(t, "other revision"); from != s.Revisions[0].From && chance(t, 2, "revised again") {
			s.Revisions = append(s.Revisions, businesshours.Revision{From: from, Weekly: oneOf(t, "revised", weeks...)})
		}
	}
}

// drawComposite makes s of some of the schedules before it. Half of them count business days in the
// zone of a Place.
func drawComposite(t *rapid.T, about Place, s *businesshours.Schedule, before []businesshours.Schedule) {
	some := rapid.Permutation(before).Draw(t, "members")
	s.AnyOf = []string{some[0].Name}
	if len(some) > 1 && rapid.Bool().Draw(t, "none of") {
		s.NoneOf = []string{some[1].Name}
	} else if len(some) > 1 {
		s.AnyOf = append(s.AnyOf, some[1].Name)
	}
	if rapid.Bool().Draw(t, "zone of a composite") {
		s.TimeZone = about.Zone
	}
}

// drawHoliday draws an entry of holidays, of any form, that has a date about a Place. Only
// Easter and the holidays of a country may be elsewhere.
func drawHoliday(t *rapid.T, about Place) businesshours.Holiday {
	date := about.date(t, "holiday")
	switch rapid.IntRange(0, 8).Draw(t, "form of holiday") {
	case 1:
		return businesshours.Holiday{Date: date, To: nextDay(date)}
	case 2:
		return businesshours.Holiday{Every: date[5:], To: nextDay(date)[5:]}
	case 3:
		return businesshours.Holiday{Every: "12-24", To: "01-02"}
	case 4:
		plus := rapid.SampledFrom([]int{0, 1, -1, 366, -366}).Draw(t, "plus")
		return businesshours.Holiday{Every: addDays(date, -plus).Format("01-02"), Plus: plus}
	case 5, 6:
		plus := rapid.SampledFrom([]int{0, 0, 1, -5, 30}).Draw(t, "plus")
		return businesshours.Holiday{Every: drawWeekdayOf(t, addDays(date, -plus)), Plus: plus}
	case 7:
		easters := []businesshours.Holiday{{Every: "easter"}, {Every: "easter", Plus: -2}, {Every: "easter", Plus: -21}, {Every: "orthodox easter", Plus: -35}}
		return oneOf(t, "easter", easters...)
	case 8:
		h := businesshours.Holiday{Calendar: oneOf(t, "country", "us", "gb", "de-BY", "nz", "kr"), Observed: oneOf(t, "observed", "", "actual", "observed", "both")}
		if h.Calendar == "us" && chance(t, 3, "except") {
			h.Except = []string{"Columbus Day", "New Year's Day"}
		}
		return h
	}
	return businesshours.Holiday{Date: date}
}

// drawWeekdayOf draws a day of the week of a month, or of each, that a date is.
func drawWeekdayOf(t *rapid.T, date time.Time) string {
	n := []string{"1st", "2nd", "3rd", "4th", "5th"}[(date.Day()-1)/7]
	if date.AddDate(0, 0, 7).Month() != date.Month() && rapid.Bool().Draw(t, "last") {
		n = "last"
	}
	every := n + " " + strings.ToLower(date.Format("Mon"))
	if rapid.Bool().Draw(t, "of a month") {
		every += " of " + strings.ToLower(date.Format("Jan"))
	}
	return every
}

// drawExceptions draws exceptions about a Place. If holidays close shifts, some reach past midnight.
func drawExceptions(t *rapid.T, about Place, s *businesshours.Schedule) {
	hours := [][]string{{"08:00-09:00"}, {"00:00-24:00"}}
	if s.HolidaysClose == "shift" {
		hours = append(hours, []string{"22:00-02:00"}, []string{"20:00-19:00"})
	}
	s.Exceptions = map[string][]string{about.date(t, "exception"): oneOf(t, "hours", hours...), about.date(t, "closed"): {}}
	if chance(t, 3, "yearly") {
		s.Exceptions[about.date(t, "yearly")[5:]] = []string{"09:00-10:00", "12:00-13:00"}
	}
}

// date draws a date about a Place.
func (p Place) date(t *rapid.T, label string) string {
	return p.At.AddDate(0, 0, rapid.IntRange(-3, 5).Draw(t, label)).Format(time.DateOnly)
}
