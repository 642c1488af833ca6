// Package workingtime has the calendars of an OTRS-like helpdesk, with Punctual behind them:
// working time after an instant and between two instants, for the calendars of its
// configuration. gotrs has them in this form, for its escalation index.
//
// The methods stay as they are, so that callers do not change. What changes is in the table of
// the README.
package workingtime

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// A Config is what the host's configuration says of a calendar.
type Config struct {
	// Zone is its time zone, such as "Europe/Berlin"; UTC if it is empty.
	Zone string

	// WorkingHours lists for each day, such as "Mon", the hours that are worked: 8 is from 8:00
	// to 9:00.
	WorkingHours map[string][]int

	// VacationDays are days of each year, by month and day.
	VacationDays map[time.Month]map[int]string

	// VacationDaysOneTime are days of one year, by year, month and day.
	VacationDaysOneTime map[int]map[time.Month]map[int]string
}

// Calendars are the calendars of a host, by name. They are safe for concurrent use.
type Calendars struct {
	set *businesshours.Set
}

// New compiles calendars: that of the name "" is the default, "1" to "9" are others. It reports
// everything that is wrong with them.
func New(configs map[string]Config) (*Calendars, error) {
	var schedules []businesshours.Schedule
	for _, name := range slices.Sorted(maps.Keys(configs)) {
		s, err := schedule(name, configs[name])
		if err != nil {
			return nil, err
		}
		schedules = append(schedules, s)
	}
	set, err := businesshours.Compile(schedules)
	if err != nil {
		return nil, err
	}
	return &Calendars{set}, nil
}

// scheduleName is the name of a calendar's schedule, which may not be empty.
func scheduleName(name string) string { return "calendar" + name }

// schedule returns the schedule of a calendar.
func schedule(name string, c Config) (businesshours.Schedule, error) {
	s := businesshours.Schedule{Name: scheduleName(name), TimeZone: c.Zone, Weekly: make(businesshours.Weekly)}
	if s.TimeZone == "" {
		s.TimeZone = "UTC"
	}
	for day, hours := range c.WorkingHours {
		for _, hour := range hours {
			if hour < 0 || hour > 23 {
				return s, fmt.Errorf("calendar %q: %s has an hour %d", name, day, hour)
			}
			// Hours that touch are one interval of the schedule.
			key := strings.ToLower(day)
			s.Weekly[key] = append(s.Weekly[key], fmt.Sprintf("%02d:00-%02d:00", hour, hour+1))
		}
	}
	for month, days := range c.VacationDays {
		for day, title := range days {
			s.Holidays = append(s.Holidays, businesshours.Holiday{Every: fmt.Sprintf("%02d-%02d", month, day), Name: title})
		}
	}
	for year, months := range c.VacationDaysOneTime {
		for month, days := range months {
			for day, title := range days {
				s.Holidays = append(s.Holidays, businesshours.Holiday{Date: fmt.Sprintf("%04d-%02d-%02d", year, month, day), Name: title})
			}
		}
	}
	return s, nil
}

// calendar returns the calendar of a name, "1" or "Calendar1". As in the host it is the default
// for a name that is not there, and nil if there is none.
func (c *Calendars) calendar(name string) *businesshours.Calendar {
	if calendar, ok := c.set.Calendar(scheduleName(strings.TrimPrefix(name, "Calendar"))); ok {
		return calendar
	}
	calendar, _ := c.set.Calendar(scheduleName(""))
	return calendar
}

// AddWorkingTime returns the instant at which minutes of working time have passed since start.
// Without a calendar all time is working time. It fails if there is no such instant within 50
// years; the host's has no error, and a caller that cannot report one may use start.
func (c *Calendars) AddWorkingTime(name string, start time.Time, minutes int) (time.Time, error) {
	d := time.Duration(minutes) * time.Minute
	calendar := c.calendar(name)
	if calendar == nil {
		return start.Add(d), nil
	}
	return calendar.Add(start, d)
}

// WorkingTimeBetween returns the seconds of working time from one instant to another.
func (c *Calendars) WorkingTimeBetween(name string, start, end time.Time) int64 {
	calendar := c.calendar(name)
	if calendar == nil {
		return int64(end.Sub(start).Seconds())
	}
	return int64(calendar.Between(start, end).Seconds())
}

// IsWorkingTime reports whether an instant is working time.
func (c *Calendars) IsWorkingTime(name string, t time.Time) bool {
	calendar := c.calendar(name)
	return calendar == nil || calendar.Open(t)
}
