package scenario

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
)

// A form is how a file spells an instant. It is kept so that an update spells a new value
// in the same way.
type form struct {
	kind    formKind
	weekday bool   // "Fri 2026-05-22 16:30"
	seconds bool   // "16:30:00"
	offset  string // of RFC 3339: "Z", or as written
	amount  string // of after: the duration as written
}

type formKind uint8

const (
	noForm  formKind = iota
	onWall           // "2026-05-22 16:30"
	rfc3339          // "2026-05-22T16:30:00-04:00"
	after            // "+20m"
	daysAt           // "+1d 10:00"
	days             // "+1d"
)

const (
	dateLayout    = "2006-01-02"
	minuteLayout  = "15:04"
	secondLayout  = "15:04:05.999999999" // without a fraction of zero
	weekdayLayout = "Mon"
)

// A wall is the wall clock of a zone, on which a file tells the time.
type wall struct{ zone *time.Location }

var (
	wallPattern    = regexp.MustCompile(`^(?:([A-Z][a-z]+) )?(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)$`)
	daysPattern    = regexp.MustCompile(`^\+(\d+)d(?: (\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?))?$`)
	rfc3339Pattern = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d`)
)

const maxDays = 200_000 // more than lie between the first and the last instant

// parse reads an instant. Base is the instant from which "+" counts; it is zero for the
// first step, which has none.
func (w wall) parse(text string, base time.Time) (at time.Time, f form, err error) {
	if strings.HasPrefix(text, "+") {
		at, f, err = w.parseAfter(text, base)
	} else if parts := wallPattern.FindStringSubmatch(text); parts != nil {
		f = form{kind: onWall, weekday: parts[1] != "", seconds: len(parts[3]) > len(minuteLayout)}
		at, err = w.parseWall(text, parts[1], parts[2], parts[3])
	} else if at, err = strict.ParseTime(text); err == nil {
		f = form{kind: rfc3339, offset: "Z"}
		if n := len(text); text[n-1] != 'Z' {
			f.offset = text[n-len("+00:00"):]
		}
	} else {
		err = fmt.Errorf("%s is not an instant%s", strict.Quote(text), notInstant(text))
	}
	if err == nil && !businesshours.InRange(at) {
		err = fmt.Errorf("%s is not from 1900-01-01 to 2190-01-01", strict.Quote(text))
	}
	if err != nil {
		return time.Time{}, form{}, err
	}
	return at.In(w.zone), f, nil
}

// parseFrom is parse where base may not be known. Then it only reports what is wrong with the
// text, and the instant of one that begins with "+" is zero.
func (w wall) parseFrom(text string, base time.Time, first bool) (time.Time, form, error) {
	if !base.IsZero() || first || !strings.HasPrefix(text, "+") {
		return w.parse(text, base)
	}
	_, _, err := wall{time.UTC}.parse(text, time.Unix(0, 0))
	return time.Time{}, form{}, err
}

// notInstant says how to mend a text that is no instant.
func notInstant(text string) string {
	day, rest, spaced := strings.Cut(text, " ")
	switch {
	case spaced && rfc3339Pattern.MatchString(rest) && !strings.ContainsAny(day, "0123456789"):
		return `: a weekday goes with a time on the wall clock, such as "Fri 2026-05-22 16:30", and not with RFC 3339; leave it out`
	case rfc3339Pattern.MatchString(text):
		return `: in RFC 3339 it ends with "Z" or an offset such as "-04:00"; a time on the wall clock of the zone is "2026-05-22 16:30"`
	}
	if _, err := businesshours.ParseTimeOfDay(text); err == nil || strings.HasSuffix(err.Error(), "?") { // or it suggests one
		return `: a time of day needs a date, as in "2026-05-22 12:00", or days from the step before, as in "+0d 12:00"`
	}
	return `: write "2026-05-22 16:30", "Fri 2026-05-22 16:30", "2026-05-22T16:30:00Z", "+20m", "+1d" or "+1d 10:00"`
}

// parseAfter reads an instant that is so much later than base.
func (w wall) parseAfter(text string, base time.Time) (time.Time, form, error) {
	if base.IsZero() {
		return time.Time{}, form{}, fmt.Errorf(`%s counts from the step before, and the first has none; write an instant such as "Fri 2026-05-22 16:30"`, strict.Quote(text))
	}
	if parts := daysPattern.FindStringSubmatch(text); parts != nil {
		n, err := strconv.Atoi(parts[1])
		if err != nil || n > maxDays {
			return time.Time{}, form{}, fmt.Errorf("%s is too many days", strict.Quote(text))
		}
		base = base.In(w.zone)
		date := time.Date(base.Year(), base.Month(), base.Day()+n, 0, 0, 0, 0, time.UTC).Format(dateLayout)
		f := form{kind: days}
		clock := base.Format(secondLayout)
		if parts[2] != "" {
			f = form{kind: daysAt, seconds: len(parts[2]) > len(minuteLayout)}
			clock = parts[2]
		}
		at, err := w.parseWall(text, "", date, clock)
		return at, f, err
	}
	amount := text[len("+"):]
	d, err := strict.ParseDuration(amount)
	switch {
	case err == nil && d < 0:
		err = fmt.Errorf("%s is not later: an instant after a step is at least \"+0s\"", strict.Quote(text))
	case err != nil && strings.ContainsAny(amount, "dw") && strings.Trim(amount, "0123456789dhmsw ") == "":
		err = fmt.Errorf(`%s is not an instant: write days as "+2d", or as "+2d 10:00" with the time of that day, and everything else as "+1h30m"`, strict.Quote(text))
	case err != nil:
		err = fmt.Errorf(`%s is not an instant: behind "+" comes a duration, as in "+1h30m", or days, as in "+1d" or "+1d 10:00"`, strict.Quote(text))
	}
	if err != nil {
		return time.Time{}, form{}, err
	}
	return base.Add(d), form{kind: after, amount: amount}, nil
}

// parseWall returns the instant at which the wall clock shows a date and a time.
func (w wall) parseWall(text, weekday, date, clock string) (time.Time, error) {
	layout := dateLayout + " " + minuteLayout
	if len(clock) > len(minuteLayout) {
		layout += ":05"
	}
	shown, err := time.Parse(layout, date+" "+clock)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s is not an instant: there is no %s %s", strict.Quote(text), date, clock)
	}
	if want := shown.Format(weekdayLayout); weekday != "" && weekday != want {
		if strings.HasPrefix(weekday, want) {
			return time.Time{}, fmt.Errorf("%s: write the weekday as %q", strict.Quote(text), want)
		}
		return time.Time{}, fmt.Errorf("%s is not a %s but a %s; correct the weekday or the date", date, weekday, want)
	}
	switch found := w.showing(shown); len(found) {
	case 1:
		return found[0], nil
	case 0:
		return time.Time{}, fmt.Errorf("%s: clocks in %s go forward on %s, and skip %s; choose another time", strict.Quote(text), w.zone, date, clock)
	default:
		return time.Time{}, fmt.Errorf("%s: clocks in %s go back on %s, and show %s twice; write %q for the first time or %q for the second",
			strict.Quote(text), w.zone, date, clock, found[0].Format(time.RFC3339Nano), found[len(found)-1].Format(time.RFC3339Nano))
	}
}

// showing returns the instants at which the wall clock shows what shown shows in UTC: as a
// rule one, none if a clock change skips it, several if it comes again.
func (w wall) showing(shown time.Time) (found []time.Time) {
	const (
		farthest = 26 * time.Hour   // from UTC, to either side, and more
		probe    = 15 * time.Minute // no zone keeps an offset for less
	)
	last := -1 << 31
	for u := shown.Add(-farthest); !u.After(shown.Add(farthest)); u = u.Add(probe) {
		_, offset := u.In(w.zone).Zone()
		if offset == last {
			continue
		}
		last = offset
		at := shown.Add(-time.Duration(offset) * time.Second).In(w.zone)
		if _, o := at.Zone(); o != offset {
			continue
		}
		seen := false
		for _, f := range found {
			seen = seen || f.Equal(at)
		}
		if !seen {
			found = append(found, at)
		}
	}
	if len(found) == 2 && found[1].Before(found[0]) {
		found[0], found[1] = found[1], found[0]
	}
	return found
}

// format writes an instant on the wall clock: as "Fri 2026-05-22 16:30", or in RFC 3339 if
// the wall clock shows that time twice.
func (w wall) format(at time.Time) string {
	return w.spell(at, form{kind: onWall, weekday: true}, at)
}

// spell writes an instant in a form, as far as it can be written so. Base is what "+" counts
// from.
func (w wall) spell(at time.Time, f form, base time.Time) string {
	at, base = at.In(w.zone), base.In(w.zone)
	switch f.kind {
	case rfc3339:
		switch offset := at.Format("Z07:00"); {
		case f.offset == "Z" || f.offset == "":
			return at.UTC().Format(time.RFC3339Nano)
		case f.offset != offset && !w.uses(f.offset):
			if zone, err := time.Parse("-07:00", f.offset); err == nil {
				_, seconds := zone.Zone()
				return at.In(time.FixedZone("", seconds)).Format(time.RFC3339Nano)
			}
		}
		return at.Format(time.RFC3339Nano)
	case after:
		if !at.Before(base) {
			return "+" + spellDuration(at.Sub(base), f.amount)
		}
	case days, daysAt:
		n := int(midnight(at).Sub(midnight(base)) / (24 * time.Hour))
		if n < 0 || !w.plain(at) {
			break
		}
		clock := clockText(at, f.seconds)
		if f.kind == days && at.Format(secondLayout) == base.Format(secondLayout) {
			return fmt.Sprintf("+%dd", n)
		}
		return fmt.Sprintf("+%dd %s", n, clock)
	}
	if !w.plain(at) {
		return at.Format(time.RFC3339Nano)
	}
	text := at.Format(dateLayout) + " " + clockText(at, f.seconds)
	if f.kind != onWall || f.weekday {
		text = at.Format(weekdayLayout) + " " + text
	}
	return text
}

// plain reports whether the wall clock shows what it shows at an instant only then.
func (w wall) plain(at time.Time) bool {
	return len(w.showing(asUTC(at.In(w.zone)))) == 1
}

// uses reports whether an offset is one that the zone has in winter or in summer of a year
// around which files tell.
func (w wall) uses(offset string) bool {
	for month := time.January; month <= time.December; month++ {
		if time.Date(2026, month, 1, 0, 0, 0, 0, w.zone).Format("Z07:00") == offset {
			return true
		}
	}
	return false
}

// asUTC returns the instant at which UTC shows what t shows.
func asUTC(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// midnight returns the beginning of the date that t shows, in UTC.
func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// clockText writes the time of day, with seconds if there are any, or if asked to.
func clockText(t time.Time, seconds bool) string {
	if seconds || t.Second() != 0 || t.Nanosecond() != 0 {
		return t.Format(secondLayout)
	}
	return t.Format(minuteLayout)
}

// spellDuration writes a duration without units of zero, as "1h30m", or else as like, which
// is the text of another: as "1h30m0s", or as "90m".
func spellDuration(d time.Duration, like string) string {
	if old, err := strict.ParseDuration(like); err == nil && like != shortDuration(old) {
		if like == old.String() {
			return d.String()
		}
		for _, unit := range []struct {
			name string
			size time.Duration
		}{{"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}} {
			digits, ok := strings.CutSuffix(like, unit.name)
			if ok && strings.Trim(digits, "-0123456789") == "" && d != 0 && d%unit.size == 0 {
				return strconv.FormatInt(int64(d/unit.size), 10) + unit.name
			}
		}
	}
	return shortDuration(d)
}

// shortDuration writes a duration as [time.Duration.String] does, without minutes and
// seconds of zero.
func shortDuration(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
