package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/businesshours/holiday"
	"github.com/punctualgo/punctual/internal/strict"
)

const holidaysUsage = "slacheck holidays [-format FORMAT] [CODE [YEAR]]\n"

// holidays lists the holidays of a calendar in a year, or the codes of all calendars.
func holidays(args []string, env environment) error {
	c := newCommand(holidaysUsage)
	format := c.String("format", "text", "print in this `format`: text or json")
	if err := c.parse(args, env.stdout); err != nil {
		return err
	}
	if *format != "text" && *format != "json" {
		return usageError("-format: " + strict.Quote(*format) + " is neither text nor json")
	}
	asJSON := *format == "json"
	switch {
	case c.NArg() > 2:
		return usageError("holidays takes a code and a year")
	case c.NArg() == 0 && asJSON:
		return printJSON(env.stdout, codesByCountry())
	case c.NArg() == 0:
		return printCodes(env.stdout)
	}
	calendar, err := holiday.Lookup(c.Arg(0))
	if err != nil {
		return err
	}
	year := env.present.Now().Year()
	if c.NArg() == 2 {
		if year, err = parseYear(c.Arg(1)); err != nil {
			return err
		}
	}
	list := newHolidayList(calendar, year)
	if asJSON {
		return printJSON(env.stdout, list)
	}
	return list.print(env.stdout)
}

// parseYear parses a year in which schedules can be evaluated.
func parseYear(text string) (int, error) {
	first, last := businesshours.Earliest.Year(), businesshours.Latest.Year()-1
	year, err := strconv.Atoi(text)
	if err != nil || year < first || year > last {
		return 0, usageError(fmt.Sprintf("%s is not a year from %d to %d", strict.Quote(text), first, last))
	}
	return year, nil
}

// codesByCountry returns the codes of all calendars by country. A country may have a code
// of its own, codes of its regions, or both.
func codesByCountry() map[string][]string {
	codes := make(map[string][]string)
	for _, code := range holiday.Codes() {
		country, _, _ := strings.Cut(code, "-")
		codes[country] = append(codes[country], code)
	}
	return codes
}

// printCodes prints the codes of all calendars, those of each country on one line.
func printCodes(w io.Writer) error {
	var b strings.Builder
	codes := codesByCountry()
	for _, country := range slices.Sorted(maps.Keys(codes)) {
		fmt.Fprintln(&b, strings.Join(codes[country], " "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// A holidayList is the holidays of a calendar in a year.
type holidayList struct {
	Code     string       `json:"code"`
	Year     int          `json:"year"`
	Note     string       `json:"note,omitempty"` // where not all dates of the year are known
	Holidays []holidayDay `json:"holidays"`
}

// A holidayDay is a day on which a holiday falls or is observed.
type holidayDay struct {
	Date     string `json:"date"`
	Weekday  string `json:"weekday"`
	Name     string `json:"name"`
	Observed bool   `json:"observed"` // free in place of the holiday's own day
}

// newHolidayList returns the holidays of a calendar in a year.
func newHolidayList(calendar *holiday.Calendar, year int) *holidayList {
	l := &holidayList{Code: calendar.Code(), Year: year, Note: knownNote(calendar, year), Holidays: []holidayDay{}}
	for _, d := range calendar.In(year) {
		date := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
		l.Holidays = append(l.Holidays, holidayDay{
			Date:     date.Format(time.DateOnly),
			Weekday:  date.Weekday().String(),
			Name:     d.Name,
			Observed: d.Observed,
		})
	}
	return l
}

// knownNote says for which years all dates are known, if a year is not one of them.
func knownNote(calendar *holiday.Calendar, year int) string {
	first, last := calendar.Known()
	if first <= year && year <= last {
		return ""
	}
	return fmt.Sprintf("all dates of %s are known from %d to %d; of %d only those that follow from a rule are listed", calendar.Code(), first, last, year)
}

// print prints a line for each day.
func (l *holidayList) print(w io.Writer) error {
	var b strings.Builder
	for _, d := range l.Holidays {
		fmt.Fprintf(&b, "%s %s  %s", d.Date, d.Weekday[:3], d.Name)
		if d.Observed {
			b.WriteString(" (observed)")
		}
		b.WriteByte('\n')
	}
	if len(l.Holidays) == 0 {
		fmt.Fprintf(&b, "no holidays of %s in %d\n", l.Code, l.Year)
	}
	if l.Note != "" {
		fmt.Fprintln(&b, l.Note)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
