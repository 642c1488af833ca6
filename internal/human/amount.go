package human

import (
	"math"
	"strconv"
	"time"
)

// Amount formats an amount of open time for sentences: like [Duration] below a hundred hours,
// such as "42h 52m", and then in hours, such as "1,631h". It drops fractions of seconds, except
// below a second.
func Amount(d time.Duration) string {
	switch {
	case d < 0:
		return "-" + Amount(-max(d, -math.MaxInt64))
	case d >= 100*time.Hour:
		return Count(int64(d/time.Hour)) + "h"
	case d > time.Second:
		d = d.Truncate(time.Second)
	}
	return Duration(d, false)
}

// Count formats a number with commas between thousands: "12,345".
func Count(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// Ordinal returns "1st", "2nd", "3rd", "4th", ….
func Ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return Count(int64(n)) + suffix
}
