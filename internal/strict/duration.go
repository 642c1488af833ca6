package strict

import (
	"fmt"
	"math"
	"math/bits"
	"regexp"
	"strings"
	"time"
)

// units lists Go's duration units in the order in which a duration must have them.
var units = []struct {
	name string
	size time.Duration
}{
	{"h", time.Hour}, {"m", time.Minute}, {"s", time.Second},
	{"ms", time.Millisecond}, {"us", time.Microsecond}, {"µs", time.Microsecond}, {"ns", time.Nanosecond},
}

// ParseDuration parses a duration in the form that time.Duration prints. It accepts the
// units h, m, s, ms, us and ns, each at most once and in this order, and requires digits
// on both sides of a decimal point. "0s" and "-1h30m" are valid; "1d", ".5h" and "1h1h"
// are not.
func ParseDuration(text string) (time.Duration, error) {
	bad := func(why string) (time.Duration, error) {
		if near, ok := loosely(text); ok {
			return 0, fmt.Errorf("%s is not a duration such as \"90m\" or \"1h30m\"; did you mean %q?", Quote(text), near)
		}
		return 0, fmt.Errorf("%s is not a duration such as \"90m\" or \"1h30m\": %s", Quote(text), why)
	}
	rest, negative := text, false
	if rest != "" && rest[0] == '-' {
		rest, negative = rest[1:], true
	}
	if rest == "" {
		return bad("it is empty")
	}
	var sum uint64
	for next := 0; rest != ""; {
		whole, tail, ok := leadingDigits(rest)
		if !ok && isoDays.MatchString(text) {
			return bad(noDays)
		}
		if !ok {
			return bad("expected digits")
		}
		fraction := ""
		if tail != "" && tail[0] == '.' {
			if fraction, tail, ok = leadingDigits(tail[1:]); !ok {
				return bad("expected digits after the point")
			}
		}
		n := 0
		for n < len(tail) && tail[n] != '.' && (tail[n] < '0' || '9' < tail[n]) {
			n++
		}
		unit := tail[:n]
		rest = tail[n:]
		i := 0
		for i < len(units) && units[i].name != unit {
			i++
		}
		switch {
		case unit == "":
			return bad("expected a unit")
		case days[strings.ToLower(strings.TrimSpace(unit))]:
			return bad(noDays)
		case i == len(units):
			return bad("unknown unit " + Quote(unit))
		case i < next:
			return bad("each unit may appear once, from largest to smallest")
		}
		next = i + 1
		if unit == "us" {
			next++ // µs is the same unit
		}
		size := uint64(units[i].size)
		high, low := bits.Mul64(digitsValue(whole, 19), size)
		part := uint64(0)
		if fraction != "" { // digits below a nanosecond are ignored
			fraction = fraction[:min(len(fraction), 12)]
			high, low := bits.Mul64(digitsValue(fraction, 12), size)
			part, _ = bits.Div64(high, low, powerOfTen(len(fraction)))
		}
		if high != 0 || low > math.MaxInt64 || low+part > math.MaxInt64-sum {
			return bad("it is too long")
		}
		sum += low + part
	}
	if negative {
		return -time.Duration(sum), nil
	}
	return time.Duration(sum), nil
}

// days are what units of days and longer ones are called, which a duration does not have.
var days = map[string]bool{
	"d": true, "day": true, "days": true, "w": true, "week": true, "weeks": true, "mo": true, "month": true, "months": true, "y": true, "year": true, "years": true,
}

const noDays = "days and weeks are not units, because they have no fixed length; use hours, or business_days in a target"

// isoDays matches an amount of days or more as ISO 8601 has it.
var isoDays = regexp.MustCompile(`^P\d+[YMWD]`)

// spellings are other ways to write an amount of time: in words, or as ISO 8601 has it.
var spellings = regexp.MustCompile(`^(?i)\s*(?:pt)?\s*` +
	`(?:(\d+(?:\.\d+)?)\s*(?:h|hr|hrs|hour|hours|hour\(s\)))?[\s,]*(?:and)?\s*` +
	`(?:(\d+(?:\.\d+)?)\s*(?:m|min|mins|minute|minutes|minute\(s\)))?[\s,]*(?:and)?\s*` +
	`(?:(\d+(?:\.\d+)?)\s*(?:s|sec|secs|second|seconds|second\(s\)))?\s*$`)

// loosely returns the duration that a text spells in another way, such as "4 hours" or
// "PT4H", as ParseDuration would read it.
func loosely(text string) (near string, ok bool) {
	if len(text) > 64 {
		return "", false
	}
	parts := spellings.FindStringSubmatch(text)
	if parts == nil {
		return "", false
	}
	for i, unit := range []string{"h", "m", "s"} {
		if amount := parts[i+1]; amount != "" {
			near += amount + unit
		}
	}
	if near == "" || near == text {
		return "", false
	}
	_, err := ParseDuration(near)
	return near, err == nil
}

// leadingDigits splits text after its leading decimal digits.
func leadingDigits(text string) (digits, rest string, ok bool) {
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	return text[:n], text[n:], n > 0
}

// digitsValue returns the value of decimal digits. If there are more than limit of them,
// not counting leading zeros, it returns math.MaxUint64.
func digitsValue(digits string, limit int) (value uint64) {
	digits = strings.TrimLeft(digits, "0")
	if len(digits) > limit {
		return math.MaxUint64
	}
	for _, c := range []byte(digits) {
		value = value*10 + uint64(c-'0')
	}
	return value
}

func powerOfTen(n int) uint64 {
	p := uint64(1)
	for range n {
		p *= 10
	}
	return p
}

// ParseTime parses an RFC 3339 instant and returns it in UTC.
func ParseTime(text string) (time.Time, error) {
	if t, ok := parseUsualTime(text); ok {
		return t, nil
	}
	var buffer [48]byte // UnmarshalText is stricter than time.Parse, but needs bytes
	var t time.Time
	err := t.UnmarshalText(append(buffer[:0], text...))
	// UnmarshalText also accepts one-digit hours, a comma as the decimal point, and offsets
	// of 24 hours or 60 minutes.
	if n := len(text); err != nil || text[13] != ':' || text[19] == ',' || text[n-1] != 'Z' && (text[n-5:n-3] > "23" || text[n-2:] > "59") {
		return time.Time{}, fmt.Errorf("%s is not an instant such as \"2026-03-06T21:30:00Z\"", Quote(text))
	}
	return t.UTC(), nil
}
