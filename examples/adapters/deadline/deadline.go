// Package deadline has the function by which several Go helpdesks compute a deadline, with
// Punctual behind it: minutes of business hours after a start, for hours per weekday and
// holidays that are stored as JSON. Libredesk has it in this form.
//
// The arguments and the errors stay as they are, so that callers do not change. What changes
// is in the table of the README.
package deadline

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

var (
	ErrInvalidSLADuration = errors.New("invalid SLA duration")
	ErrInvalidTime        = errors.New("invalid time")
)

// BusinessHours is a row of the host's table.
type BusinessHours struct {
	IsAlwaysOpen bool

	// Hours is an object from weekdays, such as "Monday", to WorkingHours. A day that is not
	// in it is closed.
	Hours json.RawMessage

	// Holidays is a list of Holiday, or empty.
	Holidays json.RawMessage
}

// WorkingHours are those of a day, such as 09:00 and 17:00. A desk that works at night closes
// before it opens: on the next day.
type WorkingHours struct {
	Open  string `json:"open"`
	Close string `json:"close"`
}

// A Holiday is a day that is closed.
type Holiday struct {
	Name string `json:"name"`
	Date string `json:"date"` // "2026-12-25"
}

// CalculateDeadline returns the instant at which minutes of business hours have passed since
// start. It compiles the hours each time, which takes some microseconds; a host that computes
// many deadlines keeps what Compile returns for each row.
func CalculateDeadline(start time.Time, minutes int, hours BusinessHours, zone string) (time.Time, error) {
	if minutes <= 0 {
		return time.Time{}, ErrInvalidSLADuration
	}
	calendar, err := Compile(hours, zone)
	if err != nil {
		return time.Time{}, err
	}
	deadline, err := calendar.Add(start, time.Duration(minutes)*time.Minute)
	if err != nil {
		return time.Time{}, err
	}
	return deadline.In(calendar.Location()), nil
}

// Compile returns the calendar of a row. It is safe for concurrent use.
func Compile(hours BusinessHours, zone string) (*businesshours.Calendar, error) {
	schedule := businesshours.Schedule{Name: "hours", TimeZone: zone}
	if hours.IsAlwaysOpen {
		schedule.Always, schedule.TimeZone = true, ""
	} else if err := read(hours, &schedule); err != nil {
		return nil, err
	}
	set, err := businesshours.Compile([]businesshours.Schedule{schedule})
	if err != nil {
		return nil, err
	}
	calendar, _ := set.Calendar(schedule.Name)
	return calendar, nil
}

// days are the host's names of the days, and those of a schedule.
var days = map[string]string{
	"Monday": "mon", "Tuesday": "tue", "Wednesday": "wed", "Thursday": "thu", "Friday": "fri", "Saturday": "sat", "Sunday": "sun",
}

// timeOfDay is what the host accepts as a time of day.
var timeOfDay = regexp.MustCompile(`^(?:[01]\d|2[0-3]):[0-5]\d$`)

// read reads the hours and the holidays of a row.
func read(hours BusinessHours, schedule *businesshours.Schedule) error {
	var week map[string]WorkingHours
	if err := json.Unmarshal(hours.Hours, &week); err != nil {
		return fmt.Errorf("working hours: %w", err)
	}
	schedule.Weekly = make(businesshours.Weekly)
	for name, h := range week {
		day, ok := days[name]
		if !ok {
			return fmt.Errorf("working hours: %q is not a weekday", name)
		}
		if !timeOfDay.MatchString(h.Open) || !timeOfDay.MatchString(h.Close) {
			return fmt.Errorf("%w: %s-%s on %s", ErrInvalidTime, h.Open, h.Close, name)
		}
		if h.Open != h.Close { // otherwise the day is closed
			schedule.Weekly[day] = []string{h.Open + "-" + h.Close}
		}
	}
	if len(hours.Holidays) == 0 {
		return nil
	}
	var holidays []Holiday
	if err := json.Unmarshal(hours.Holidays, &holidays); err != nil {
		return fmt.Errorf("holidays: %w", err)
	}
	for _, h := range holidays {
		schedule.Holidays = append(schedule.Holidays, businesshours.Holiday{Date: h.Date, Name: h.Name})
	}
	return nil
}
