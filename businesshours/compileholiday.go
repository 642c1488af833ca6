package businesshours

import (
	"fmt"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/businesshours/holiday"
	"github.com/punctualgo/punctual/internal/strict"
)

// holiday compiles an entry of holidays.
func (c *compiler) holiday(path string, h Holiday, w *weeklyHours) {
	given := 0
	for _, field := range []string{h.Calendar, h.Date, h.Every} {
		if field != "" {
			given++
		}
	}
	if given != 1 {
		c.problems.Add(path, "must have exactly one of calendar, date and every, has %d", given)
		return
	}
	if err := strict.CheckText(h.Name); err != nil {
		c.problems.Add(strict.Key(path, "name"), "%w", err)
	}
	if h.Calendar == "" {
		if h.Except != nil {
			c.problems.Add(strict.Key(path, "except"), "needs a calendar whose holidays it names")
		}
		if h.Observed != "" {
			c.problems.Add(strict.Key(path, "observed"), "needs a calendar whose holidays are observed")
		}
	}
	if h.Every == "" && h.Plus != 0 {
		c.problems.Add(strict.Key(path, "plus"), "moves only dates of every; %s", plusHint(h))
	}
	switch {
	case h.Calendar != "":
		if h.To != "" {
			c.problems.Add(strict.Key(path, "to"), "needs a date, or a date of each year, at which the range begins")
		}
		c.calendarHolidays(path, h, w)
	case h.Date != "":
		c.datedHoliday(path, h, w)
	default:
		c.yearlyHoliday(path, h, w)
	}
}

func (c *compiler) calendarHolidays(path string, h Holiday, w *weeklyHours) {
	calendar, err := holiday.Lookup(h.Calendar)
	if err != nil {
		c.problems.Add(strict.Key(path, "calendar"), "%w", err)
	}
	var k kinds
	switch h.Observed {
	case "", "both":
		k = bothDates
	case "actual":
		k = actualDate
	case "observed":
		k = observedDate
	default:
		c.problems.Add(strict.Key(path, "observed"), "must be \"actual\", \"observed\" or \"both\", got %s%s",
			strict.Quote(h.Observed), strict.DidYouMean(h.Observed, []string{"actual", "observed", "both"}))
	}

	if err != nil {
		return
	}

	// All entries for one calendar become one rule.
	rule, known := c.closing[calendar]
	if !known {
		rule = &calendarHolidays{country: c.country(calendar)}
		c.closing[calendar] = rule
		w.holidays = append(w.holidays, rule)
	}
	if k == bothDates && len(h.Except) == 0 {
		rule.closes = nil
		return
	}
	names := rule.country.names
	for i, name := range h.Except {
		if _, ok := slices.BinarySearch(names, name); !ok {
			c.problems.Add(strict.Index(strict.Key(path, "except"), i), "%w", &unknownHoliday{h.Calendar, name, names})
		}
	}
	if !known {
		rule.closes = make([]kinds, len(names))
	}
	if rule.closes != nil { // else all holidays close already
		rule.add(k, h.Except)
	}
}

// country returns what all schedules know of a calendar.
func (c *compiler) country(calendar *holiday.Calendar) *country {
	if c.countries[calendar] == nil {
		c.countries[calendar] = newCountry(calendar)
	}
	return c.countries[calendar]
}

func (c *compiler) datedHoliday(path string, h Holiday, w *weeklyHours) {
	date, err := parseDate(h.Date)
	if err != nil {
		c.problems.Add(strict.Key(path, "date"), "%w", err)
	}
	first := date.dayNumber()
	last := first
	if h.To != "" {
		to, toErr := parseDate(h.To)
		last = to.dayNumber()
		switch n := last - first + 1; {
		case toErr != nil:
			c.problems.Add(strict.Key(path, "to"), "%w", toErr)
		case err != nil: // no more to say
		case n < 1:
			c.problems.Add(strict.Key(path, "to"), "%s is before the first date, %s", h.To, h.Date)
		case n > MaxHolidayRange:
			c.problems.Add(strict.Key(path, "to"), "the range has %d dates, more than %d", n, MaxHolidayRange)
		}
	}
	w.holidays = append(w.holidays, &datedRange{h.Name, first, last})
}

func (c *compiler) yearlyHoliday(path string, h Holiday, w *weeklyHours) {
	dates, err := parseEvery(h.Every)
	if err != nil {
		c.problems.Add(strict.Key(path, "every"), "%w", err)
	}
	if h.To != "" && h.Plus != 0 {
		c.problems.Add(strict.Key(path, "plus"), "cannot move a range; write the first and last date that are meant")
	} else if h.Plus < -maxPlus || h.Plus > maxPlus {
		c.problems.Add(strict.Key(path, "plus"), "must be from %d to %d days, got %d", -maxPlus, maxPlus, h.Plus)
	}
	if h.To == "" {
		w.holidays = append(w.holidays, &movedDates{h.Name, dates, h.Plus})
		return
	}
	first, ok := dates.(monthDay)
	if !ok && err == nil {
		c.problems.Add(strict.Key(path, "to"), "a range must begin on a date such as \"12-24\", not on %s", strict.Quote(h.Every))
		return
	}
	last, err := parseMonthDay(h.To)
	if err != nil {
		c.problems.Add(strict.Key(path, "to"), "%w", err)
	}
	w.holidays = append(w.holidays, &yearlyRange{h.Name, first, last})
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
