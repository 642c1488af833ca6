package slatest

import (
	"fmt"
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
			s.AnyOf = []string{schedules[0].Name, schedules[i-1].Name}
			if i > 1 {
				s.AnyOf, s.NoneOf = []string{schedules[0].Name}, []string{schedules[1].Name}
			}
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
	if chance(t, 3, "holiday") {
		first := about.date(t, "holiday")
		s.Holidays = oneOf(t, "holidays",
			[]businesshours.Holiday{{Date: first}, {Every: "01-01"}},
			[]businesshours.Holiday{{Date: first, To: nextDay(first)}},
			[]businesshours.Holiday{{Every: first[5:], To: nextDay(first)[5:]}, {Every: "2nd mon", Plus: 1}})
		if chance(t, 3, "shift") {
			s.HolidaysClose = "shift"
		}
	}
	if chance(t, 4, "exception") {
		s.Exceptions = map[string][]string{about.date(t, "exception"): {"08:00-09:00"}, about.date(t, "closed"): {}}
		if chance(t, 3, "yearly") {
			s.Exceptions[about.date(t, "yearly")[5:]] = []string{"09:00-10:00", "12:00-13:00"}
		}
	}
	if chance(t, 6, "revision") {
		revised := append(weeks[:len(weeks):len(weeks)], businesshours.Weekly{}) // which closes it for good
		s.Revisions = []businesshours.Revision{{From: about.date(t, "revision"), Weekly: oneOf(t, "revised", revised...)}}
	}
}

// date draws a date about a Place.
func (p Place) date(t *rapid.T, label string) string {
	return p.At.AddDate(0, 0, rapid.IntRange(-3, 5).Draw(t, label)).Format(time.DateOnly)
}
