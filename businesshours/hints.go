package businesshours

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours/holiday"
	"github.com/punctualgo/punctual/internal/strict"
)

// This file guesses the meaning of invalid texts, for suggestions in error messages.

// maxHint is the length of the longest text for which there is a suggestion.
const maxHint = 64

func didYouMean(meant string) string {
	if meant == "" {
		return ""
	}
	return "; did you mean " + strict.Quote(meant) + "?"
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

// daysHint suggests "mon-fri" for "Monday-Friday" and "weekdays".
func daysHint(text string) string {
	if len(text) > maxHint {
		return ""
	}
	lower := strings.ToLower(text)
	if strings.ContainsAny(lower, ",;+&/") {
		return "; write an entry for each day"
	}
	switch strings.ReplaceAll(lower, " ", "") {
	case "weekday", "weekdays", "workdays", "businessdays":
		return didYouMean("mon-fri")
	case "weekend", "weekends":
		return didYouMean("sat-sun")
	case "daily", "everyday", "all", "*":
		return didYouMean("mon-sun")
	}
	first, last, isRange := strings.Cut(strings.NewReplacer("–", "-", "—", "-", " to ", "-").Replace(lower), "-")
	first, last = dayMeant(strings.TrimSpace(first)), dayMeant(strings.TrimSpace(last))
	switch {
	case first == "" || isRange && last == "":
		return ""
	case isRange && first != last:
		return didYouMean(first + "-" + last)
	}
	return didYouMean(first)
}

var (
	fullWeekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}
	fullMonths   = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
)

// dayMeant returns the day of the week that a lower-case text means, or "".
func dayMeant(text string) string { return abbreviated(text, fullWeekdays) }

// abbreviated returns the first three letters of the name of which text is a prefix, or "".
func abbreviated(text string, names []string) string {
	text = strings.TrimSuffix(strings.TrimSuffix(text, "."), "s")
	for _, name := range names {
		if len(text) >= 3 && strings.HasPrefix(name, text) {
			return name[:3]
		}
	}
	return ""
}

// dateMeant returns the date that a text means, such as "2026-12-24" for "2026/12/24" and
// "24.12.2026", or "".
func dateMeant(text string) string {
	if len(text) > maxHint {
		return ""
	}
	for _, layout := range []string{
		"2006-1-2", "2006/1/2", "2006.1.2", "20060102", "2.1.2006", "2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05",
		"2 Jan 2006", "2 January 2006", "Jan 2, 2006", "January 2, 2006", "Jan 2 2006", "January 2 2006",
	} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	// Of "12/24/2026" and "24/12/2026" only one way to read it is a date.
	american, err1 := time.Parse("1/2/2006", text)
	european, err2 := time.Parse("2/1/2006", text)
	switch {
	case err1 == nil && (err2 != nil || american.Equal(european)):
		return american.Format(time.DateOnly)
	case err2 == nil && err1 != nil:
		return european.Format(time.DateOnly)
	}
	return ""
}

// monthDayMeant returns the date of each year that a text means, such as "12-24" for "12/24"
// and "24.12.", or "".
func monthDayMeant(text string) string {
	if len(text) > maxHint {
		return ""
	}
	text = strings.TrimPrefix(text, "--") // as ISO 8601 had it
	for _, layout := range []string{"1-2", "1/2", "2.1.", "2.1", "2-1", "2/1", "2 Jan", "2 January", "Jan 2", "January 2"} {
		if t, err := time.Parse("2006 "+layout, "2000 "+text); err == nil {
			return t.Format("01-02")
		}
	}
	return ""
}

// everyHint suggests "4th thu of nov" for "fourth Thursday in November".
func everyHint(text string) string {
	if len(text) > maxHint {
		return ""
	}
	lower := strings.Join(strings.Fields(strings.ToLower(text)), " ")
	switch lower {
	case "good friday":
		return `; write "every": "easter", "plus": -2`
	case "easter monday":
		return `; write "every": "easter", "plus": 1`
	case "ascension", "ascension day":
		return `; write "every": "easter", "plus": 39`
	case "whit monday", "pentecost monday":
		return `; write "every": "easter", "plus": 50`
	case "easter sunday":
		return didYouMean("easter")
	case "orthodox easter sunday", "orthodox-easter", "orthodox_easter", "greek easter":
		return didYouMean("orthodox easter")
	}
	if _, ok := dateFrom(text); ok {
		return "; write it as \"date\""
	}
	if meant := monthDayMeant(text); meant != "" {
		return didYouMean(meant)
	}
	var words []string
	for _, word := range strings.Fields(lower) {
		switch word {
		case "the", "of", "in", "each", "every", "month":
			continue
		}
		if i := slices.Index([]string{"first", "second", "third", "fourth", "fifth"}, word); i >= 0 {
			word = ordinals[i+1]
		} else if i := slices.Index([]string{"1", "2", "3", "4", "5"}, strings.TrimSuffix(word, ".")); i >= 0 {
			word = ordinals[i+1]
		} else if day := abbreviated(word, fullWeekdays); day != "" {
			word = day
		} else if month := abbreviated(word, fullMonths); month != "" {
			word = month
		}
		words = append(words, word)
	}
	if len(words) == 1 && slices.Contains(weekdays[:], words[0]) {
		return "; a day that is closed each week needs no entry in weekly"
	}
	if len(words) == 3 {
		words = []string{words[0], words[1], "of", words[2]}
	}
	if meant := strings.Join(words, " "); everyFrom(meant) != nil {
		return didYouMean(meant)
	}
	return ""
}

// holidayHint returns the holiday that a text means, in JSON.
func holidayHint(text string) string {
	field := func(name, value string) string { return fmt.Sprintf(`{%q: %s}`, name, strict.Quote(value)) }
	if _, ok := dateFrom(text); ok {
		return field("date", text)
	}
	if meant := dateMeant(text); meant != "" {
		return field("date", meant)
	}
	if _, err := holiday.Lookup(text); err == nil {
		return field("calendar", text)
	}
	if len(text) <= maxHint {
		if everyFrom(text) != nil {
			return field("every", text)
		}
		if lower := strings.ToLower(text); lower == "uk" {
			return field("calendar", "gb")
		} else if _, err := holiday.Lookup(lower); err == nil {
			return field("calendar", lower)
		}
	}
	return `an object such as {"calendar": "us"} or {"date": "2026-12-25"}`
}

// plusHint says what to write instead of a plus that does not apply.
func plusHint(h Holiday) string {
	if date, ok := dateFrom(h.Date); ok && h.To == "" && -maxPlus <= h.Plus && h.Plus <= maxPlus {
		return "write " + strict.Quote(dateOfDay(date.dayNumber()+h.Plus).String()) + " as the date"
	}
	return "write the dates that are meant"
}

// An unknownHoliday is the name of a holiday that a calendar does not have.
type unknownHoliday struct {
	calendar, name string
	known          []string
}

func (e *unknownHoliday) Error() string {
	text := fmt.Sprintf("calendar %s has no holiday %s", strict.Quote(e.calendar), strict.Quote(e.name))
	if hint := strict.DidYouMean(e.name, e.known); hint != "" {
		return text + hint
	}
	if len(e.name) >= 4 && len(e.name) <= maxHint {
		for _, name := range e.known {
			if strings.Contains(strings.ToLower(name), strings.ToLower(e.name)) {
				return text + didYouMean(name)
			}
		}
	}
	text += "; its holidays are "
	for i, name := range e.known {
		if i > 0 {
			text += ", "
		}
		text += strict.Quote(name)
	}
	return text
}
