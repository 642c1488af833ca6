// Package human writes durations, instants and names for people.
package human

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Duration formats d in its two largest units, such as "3h 20m" or "2d 4h", and drops
// the rest. If days is set, it writes two days or more in days of 24 hours. Do not set
// days for open time, where a day has no fixed length.
func Duration(d time.Duration, days bool) string {
	if d < 0 {
		return "-" + Duration(-max(d, -math.MaxInt64), days)
	}
	units := []struct {
		size time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}, {time.Millisecond, "ms"}, {time.Microsecond, "µs"}, {1, "ns"}}
	if !days || d < 48*time.Hour {
		units = units[1:]
	}
	for i, u := range units {
		n := d / u.size
		if n == 0 {
			continue
		}
		text := strconv.FormatInt(int64(n), 10) + u.name
		if i+1 < len(units) {
			if rest := d % u.size / units[i+1].size; rest > 0 {
				text += " " + strconv.FormatInt(int64(rest), 10) + units[i+1].name
			}
		}
		return text
	}
	return "0m"
}

// Left describes the remaining time of a clock: "2h left", "overdue by 5m", or
// "overdue" for a breached clock whose remaining time is not negative.
func Left(remaining time.Duration, breached bool) string {
	switch {
	case remaining < 0:
		return "overdue by " + Duration(-remaining, false)
	case breached:
		return "overdue"
	}
	return Duration(remaining, false) + " left"
}

// Instant formats t in zone, such as "Mon 10 Mar 11:30 EDT". It adds the year if t and
// near are in different years, and the seconds if they are not zero.
func Instant(t time.Time, zone *time.Location, near time.Time) string {
	t = t.In(zone)
	layout := "Mon 2 Jan "
	if t.Year() != near.In(zone).Year() {
		layout = "Mon 2 Jan 2006 "
	}
	switch {
	case t.Nanosecond() != 0:
		layout += "15:04:05.999999999 MST"
	case t.Second() != 0:
		layout += "15:04:05 MST"
	default:
		layout += "15:04 MST"
	}
	return t.Format(layout)
}

// Name returns the name of a metric in words: "first response" for "first_response".
func Name(metric string) string { return strings.ReplaceAll(metric, "_", " ") }

// Title returns s with its first letter in upper case, if that letter is ASCII.
func Title(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}
