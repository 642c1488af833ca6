package businesshours

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours/holiday"
	"github.com/punctualgo/punctual/internal/strict"
)

// A holidayRule is a compiled entry of a schedule's holidays: it says which dates of a
// year are holidays.
type holidayRule interface {
	// in calls mark with ranges of day numbers that are holidays, both ends included, and
	// with their names. The ranges cover all holidays of year. They may also have holidays
	// of other years.
	in(year int, mark func(first, last int, name string))
}

// datedRange is the days from first to last.
type datedRange struct {
	name        string
	first, last int
}

func (r *datedRange) in(year int, mark func(first, last int, name string)) {
	mark(r.first, r.last, r.name)
}

// A monthDay is a date of each year.
type monthDay struct {
	month time.Month
	day   int
}

// parseMonthDay parses "12-31". It accepts "02-29".
func parseMonthDay(text string) (monthDay, error) {
	d, ok := monthDayFrom(text)
	if !ok {
		return d, fmt.Errorf("%s is not a date of each year such as \"12-31\"%s", strict.Quote(text), didYouMean(monthDayMeant(text)))
	}
	return d, nil
}

// monthDayFrom is parseMonthDay without an error.
func monthDayFrom(text string) (_ monthDay, ok bool) {
	if len(text) != len("12-31") {
		return monthDay{}, false
	}
	date, ok := dateFrom("2000-" + text) // a leap year
	return monthDay{date.Month, date.Day}, ok
}

// in returns the day number of d in a year. It returns false for 02-29 unless it is a leap
// year; the day number then is that of 03-01.
func (d monthDay) in(year int) (day int, ok bool) {
	return dayNumber(year, d.month, d.day), d.month != time.February || d.day != 29 || leap(year)
}

func (d monthDay) after(e monthDay) bool {
	return d.month > e.month || d.month == e.month && d.day > e.day
}

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// yearlyRange is the dates of each year from first to last. If first is after last, the
// range includes the New Year.
type yearlyRange struct {
	name        string
	first, last monthDay
}

func (r *yearlyRange) in(year int, mark func(first, last int, name string)) {
	first, _ := r.first.in(year)
	last, ok := r.last.in(year)
	if !ok {
		last-- // 02-28
	}
	if r.first.after(r.last) {
		mark(dayNumber(year, time.January, 1), last, r.name)
		last = dayNumber(year, time.December, 31)
	}
	mark(first, last, r.name)
}

// movedDates is dates of each year, moved by a number of days.
type movedDates struct {
	name  string
	dates yearlyDates
	plus  int
}

// yearlyDates yields day numbers of a year.
type yearlyDates interface {
	each(year int, yield func(day int))
}

func (r *movedDates) in(year int, mark func(first, last int, name string)) {
	first, last := year, year
	if r.plus != 0 { // the dates to move may be in other years
		first = dateOfDay(dayNumber(year, time.January, 1) - r.plus).Year
		last = dateOfDay(dayNumber(year, time.December, 31) - r.plus).Year
	}
	for y := first; y <= last; y++ {
		r.dates.each(y, func(day int) { mark(day+r.plus, day+r.plus, r.name) })
	}
}

func (d monthDay) each(year int, yield func(day int)) {
	if day, ok := d.in(year); ok {
		yield(day)
	}
}

// An nthWeekday is a day of the week of a month, or of every month, such as the fourth
// Thursday of November.
type nthWeekday struct {
	n       int // 1 to 5, or 0 for the last
	weekday time.Weekday
	month   time.Month // 0 for every month
}

func (d nthWeekday) each(year int, yield func(day int)) {
	first, last := d.month, d.month
	if d.month == 0 {
		first, last = time.January, time.December
	}
	for month := first; month <= last; month++ {
		begin, end := dayNumber(year, month, 1), dayNumber(year, month+1, 1)
		day := begin + (int(d.weekday-weekdayOf(begin))+7)%7 + 7*(d.n-1)
		if d.n == 0 {
			day = end - 1 - (int(weekdayOf(end-1)-d.weekday)+7)%7
		}
		if day < end {
			yield(day)
		}
	}
}

// An easter is the Sunday of Easter in the Western or the Orthodox church.
type easter struct{ orthodox bool }

func (e easter) each(year int, yield func(day int)) {
	if e.orthodox {
		// Meeus's algorithm for the Julian calendar. It counts days from 22 March.
		full := (19*(year%19) + 15) % 30
		sunday := full + (2*(year%4)+4*(year%7)-full+34)%7
		// The Gregorian calendar is ahead by a number of days that depends on the century.
		yield(dayNumber(year, time.March, 22+sunday+year/100-year/400-2))
		return
	}
	// The algorithm of Gauss as corrected by Butcher and others, for the Gregorian calendar.
	golden, century := year%19, year/100
	epact := (19*golden + century - century/4 - (century-(century+8)/25+1)/3 + 15) % 30
	weekday := (32 + 2*(century%4) + 2*(year%100/4) - epact - year%100%4) % 7
	correction := (golden + 11*epact + 22*weekday) / 451
	day := epact + weekday - 7*correction + 114
	yield(dayNumber(year, time.Month(day/31), day%31+1))
}

var (
	ordinals = []string{"last", "1st", "2nd", "3rd", "4th", "5th"}
	months   = []string{"", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
)

// parseEvery parses the text of Holiday.Every.
func parseEvery(text string) (yearlyDates, error) {
	if dates := everyFrom(text); dates != nil {
		return dates, nil
	}
	return nil, fmt.Errorf("%s is not a date of each year such as \"12-31\", \"4th thu of nov\", \"last mon of may\", \"2nd sat\" or \"easter\"%s",
		strict.Quote(text), everyHint(text))
}

// everyFrom is parseEvery without an error. It returns nil if text is not valid.
func everyFrom(text string) yearlyDates {
	switch text {
	case "easter":
		return easter{}
	case "orthodox easter":
		return easter{orthodox: true}
	}
	if d, ok := monthDayFrom(text); ok {
		return d
	}
	if n, rest, ok := strings.Cut(text, " "); ok {
		day, month, ofMonth := strings.Cut(rest, " of ")
		d := nthWeekday{n: slices.Index(ordinals, n), weekday: time.Weekday(slices.Index(weekdays[:], day))}
		if ofMonth {
			d.month = time.Month(slices.Index(months[1:], month) + 1)
		}
		if d.n >= 0 && d.weekday >= 0 && ofMonth == (d.month > 0) {
			return d
		}
	}
	return nil
}

// A kinds says which dates of a holiday of a calendar close.
type kinds uint8

const (
	actualDate   kinds = 1 << iota // the holiday itself
	observedDate                   // the day on which it is observed

	bothDates = actualDate | observedDate
)

// calendarHolidays is the holidays of a calendar of package holiday.
type calendarHolidays struct {
	calendar *holiday.Calendar
	names    []string // all names of the calendar, sorted
	closes   []kinds  // by index of names; nil if all holidays close on both dates
}

// add makes the holidays with the given kinds of dates close, except those named.
func (r *calendarHolidays) add(k kinds, except []string) {
	kept := slices.Clone(r.closes)
	for i := range r.closes {
		r.closes[i] |= k
	}
	for _, name := range except {
		if i, ok := slices.BinarySearch(r.names, name); ok {
			r.closes[i] = kept[i]
		}
	}
}

func (r *calendarHolidays) in(year int, mark func(first, last int, name string)) {
	var moved map[namedDay]bool
	if slices.Contains(r.closes, observedDate) {
		moved = r.moved(year)
	}
	for _, d := range r.calendar.In(year) {
		day := dayNumber(d.Year, d.Month, d.Day)
		k := bothDates
		if r.closes != nil {
			i, _ := slices.BinarySearch(r.names, d.Name)
			k = r.closes[i]
		}
		if d.Observed && k&observedDate != 0 || !d.Observed && (k&actualDate != 0 || k&observedDate != 0 && !moved[namedDay{day, d.Name}]) {
			mark(day, day, d.Name)
		}
	}
}

// moved returns the holidays in and around year that are observed on another day.
func (r *calendarHolidays) moved(year int) map[namedDay]bool {
	var actual, observed []namedDay
	for y := year - 1; y <= year+1; y++ {
		for _, d := range r.calendar.In(y) {
			day := namedDay{dayNumber(d.Year, d.Month, d.Day), d.Name}
			if d.Observed {
				observed = append(observed, day)
			} else {
				actual = append(actual, day)
			}
		}
	}
	return movedDays(actual, observed)
}

// movedDays returns the actual days of holidays that are observed on another day. Days are
// paired by name: an observed day belongs to the nearest holiday with its name that has none
// yet, and of two that are equally near, to the first.
func movedDays(actual, observed []namedDay) map[namedDay]bool {
	const farthest = 31 // days between a holiday and the day on which it is observed
	moved := make(map[namedDay]bool)
	for _, o := range observed {
		nearest, distance := namedDay{}, farthest+1
		for _, a := range actual {
			if apart := max(a.day-o.day, o.day-a.day); a.name == o.name && apart < distance && !moved[a] {
				nearest, distance = a, apart
			}
		}
		if distance <= farthest {
			moved[nearest] = true
		}
	}
	return moved
}

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
	rule, known := c.countries[calendar]
	if !known {
		rule = &calendarHolidays{calendar: calendar}
		c.countries[calendar] = rule
		w.holidays = append(w.holidays, rule)
	}
	if k == bothDates && len(h.Except) == 0 {
		rule.closes = nil
		return
	}
	if rule.names == nil {
		rule.names = calendar.Names()
	}
	for i, name := range h.Except {
		if _, ok := slices.BinarySearch(rule.names, name); !ok {
			c.problems.Add(strict.Index(strict.Key(path, "except"), i), "%w", &unknownHoliday{h.Calendar, name, rule.names})
		}
	}
	if !known {
		rule.closes = make([]kinds, len(rule.names))
	}
	if rule.closes != nil { // else all holidays close already
		rule.add(k, h.Except)
	}
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
