package migrate

import (
	"fmt"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

const (
	minutesOfDay  = 24 * 60
	minutesOfWeek = 7 * minutesOfDay
)

var weekdays = [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// A week is weekly hours while they are read.
type week struct{ weekly businesshours.Weekly }

// add adds hours on a day, both in seconds since midnight.
func (w *week) add(day, from, to int) {
	if w.weekly == nil {
		w.weekly = make(businesshours.Weekly)
	}
	name := weekdays[day]
	w.weekly[name] = append(w.weekly[name], businesshours.TimeOfDay(from).String()+"-"+businesshours.TimeOfDay(to).String())
}

// span adds hours from one minute of the week to another, which may be days later.
func (w *week) span(from, to int) {
	for from < to {
		day := from / minutesOfDay
		end := min(to, (day+1)*minutesOfDay)
		w.add(day, (from-day*minutesOfDay)*60, (end-day*minutesOfDay)*60)
		from = end
	}
}

// maxHours bounds the intervals of a schedule that are read.
const maxHours = 7 * businesshours.MaxIntervals

// zone returns the name of the zone that n names, as the IANA calls it.
func (n node) zone() string {
	name := n.text()
	if iana, ok := railsZones[name]; ok {
		return iana
	}
	if name == "" {
		n.note("add the zone in which the hours are meant", "there is no time zone; UTC is used")
		return "UTC"
	}
	if _, err := time.LoadLocation(name); err != nil || name == "Local" {
		n.note("write the IANA name of the zone, such as \"Europe/Paris\"", "the time zone is unknown; UTC is used")
		return "UTC"
	}
	return name
}

// date returns a date such as "2026-12-24", and notes a value that is none.
func (n node) date() (time.Time, bool) { return n.dateOf(n.text()) }

func (n node) dateOf(text string) (time.Time, bool) {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		n.note("add the holiday by hand", "is not a date; the holiday is left out")
	}
	return d, err == nil
}

// parseClock parses a time of day such as "09:00", "5:30 pm" or "05:30:00 pm" into seconds.
func parseClock(text string) (int, error) {
	text = strings.ToUpper(strings.Join(strings.Fields(text), " "))
	if text == "24:00" || text == "24:00:00" {
		return 24 * 3600, nil
	}
	for _, layout := range []string{"15:04", "15:04:05", "3:04:05 PM", "3:04 PM", "3:04PM", "3:04:05PM"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Hour()*3600 + t.Minute()*60 + t.Second(), nil
		}
	}
	return 0, fmt.Errorf("not a time of day")
}
