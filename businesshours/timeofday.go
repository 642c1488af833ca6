package businesshours

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
)

// A TimeOfDay is a wall-clock time in seconds since midnight, from 00:00 to 24:00
// inclusive. The zero value is the midnight at which a day begins; 24:00 is the midnight
// at which it ends.
type TimeOfDay int32

const endOfDay TimeOfDay = secondsPerDay

// ParseTimeOfDay parses "15:04" or "15:04:05", from "00:00" to "24:00". It looks at no more than
// 64 bytes of a longer text.
func ParseTimeOfDay(text string) (TimeOfDay, error) {
	var parts [3]TimeOfDay
	ok := len(text) == 5 || len(text) == 8
	for i := 0; ok && i < len(text); i++ {
		c := text[i]
		if i%3 == 2 {
			ok = c == ':'
		} else {
			ok = '0' <= c && c <= '9'
			parts[i/3] = 10*parts[i/3] + TimeOfDay(c-'0')
		}
	}
	t := 3600*parts[0] + 60*parts[1] + parts[2]
	if !ok || parts[1] > 59 || parts[2] > 59 || t > endOfDay {
		return 0, fmt.Errorf("%s is not a time of day such as \"09:30\", from \"00:00\" to \"24:00\"%s", strict.Quote(text), clockHint(text))
	}
	return t, nil
}

// String returns t as "15:04", or as "15:04:05" if it has seconds.
func (t TimeOfDay) String() string {
	if t < 0 || t > endOfDay {
		return fmt.Sprintf("TimeOfDay(%d)", int(t))
	}
	if t%60 != 0 {
		return fmt.Sprintf("%02d:%02d:%02d", t/3600, t/60%60, t%60)
	}
	return fmt.Sprintf("%02d:%02d", t/3600, t/60%60)
}

// AppendText implements [encoding.TextAppender].
func (t TimeOfDay) AppendText(b []byte) ([]byte, error) {
	if t < 0 || t > endOfDay {
		return b, fmt.Errorf("time of day %d s: out of range", int(t))
	}
	return append(b, t.String()...), nil
}

// MarshalText implements [encoding.TextMarshaler].
func (t TimeOfDay) MarshalText() ([]byte, error) { return t.AppendText(nil) }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (t *TimeOfDay) UnmarshalText(text []byte) (err error) {
	*t, err = ParseTimeOfDay(string(text))
	return err
}

// parseInterval parses "09:00-17:00". In a weekly pattern end may be at or before
// start, on the next day.
func parseInterval(text string) (start, end TimeOfDay, err error) {
	for i := range len(text) {
		if text[i] != '-' {
			continue
		}
		if start, err = ParseTimeOfDay(text[:i]); err != nil {
			return 0, 0, fmt.Errorf("start %w", err)
		}
		if end, err = ParseTimeOfDay(text[i+1:]); err != nil {
			return 0, 0, fmt.Errorf("end %w", err)
		}
		if start == end {
			return 0, 0, fmt.Errorf("%s is empty: its end equals its start; a whole day is \"00:00-24:00\"", strict.Quote(text))
		}
		if start == endOfDay {
			return 0, 0, fmt.Errorf("%s starts at the end of the day; start it at \"00:00\" of the next", strict.Quote(text))
		}
		return start, end, nil
	}
	return 0, 0, fmt.Errorf("%s is not an interval such as \"09:00-17:00\"%s", strict.Quote(text), didYouMean(intervalMeant(text)))
}

// clockHint suggests "09:00" for "9:00", "9", "900" and "9am".
func clockHint(text string) string {
	if meant := clockMeant(text); meant != text {
		return didYouMean(meant)
	}
	return ""
}

// clockMeant returns the time of day that a text means, or "".
func clockMeant(text string) string {
	if len(text) > maxHint {
		return ""
	}
	text = strings.ToLower(strings.ReplaceAll(text, " ", ""))
	switch text {
	case "noon":
		return "12:00"
	case "midnight":
		return "00:00"
	}
	digits := strings.TrimRight(text, "apm.")
	half, isHalf := map[string]int{"am": 0, "a.m.": 0, "pm": 12, "p.m.": 12}[text[len(digits):]]
	if !isHalf && digits != text {
		return ""
	}
	parts := strings.FieldsFunc(digits, func(c rune) bool { return c == ':' || c == '.' || c == 'h' })
	if len(parts) == 1 && (len(digits) == 3 || len(digits) == 4) {
		parts = []string{digits[:len(digits)-2], digits[len(digits)-2:]}
	}
	if len(parts) == 0 || len(parts) > 3 {
		return ""
	}
	var hms [3]int
	for i, p := range parts {
		n, err := strconv.ParseUint(p, 10, 7)
		if err != nil || i > 0 && len(p) != 2 {
			return ""
		}
		hms[i] = int(n)
	}
	if isHalf {
		if hms[0] < 1 || hms[0] > 12 {
			return ""
		}
		hms[0] = hms[0]%12 + half
	}
	t := TimeOfDay(3600*hms[0] + 60*hms[1] + hms[2])
	if hms[1] > 59 || hms[2] > 59 || t > endOfDay {
		return ""
	}
	return t.String()
}

// intervalMeant returns the interval that a text means, such as "09:00-17:00" for
// "9:00 to 17:00", or "".
func intervalMeant(text string) string {
	if len(text) > maxHint {
		return ""
	}
	plain := strings.NewReplacer("–", "-", "—", "-", " to ", "-").Replace(strings.ToLower(text))
	start, end, ok := strings.Cut(plain, "-")
	start, end = clockMeant(start), clockMeant(end)
	if !ok || start == "" || end == "" || start == end || start == "24:00" {
		return ""
	}
	return start + "-" + end
}
