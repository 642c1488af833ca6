package sla

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// A calendarYear is a year, in UTC, of a calendar.
type calendarYear struct {
	calendar *businesshours.Calendar
	year     int
}

// A holiday is a span that a holiday closes.
type holiday struct {
	businesshours.Span
	name string
}

// holidayMargin is more than the length of any holiday.
const holidayMargin = 4 * 24 * time.Hour

// maxHolidayYears is how many years of calendars are searched for holidays in one explanation.
const maxHolidayYears = 256

// holidaysIn yields the holidays in a stretch in which a calendar is closed, or the parts of
// them that lie in it.
func (w *narrator) holidaysIn(calendar *businesshours.Calendar, from, to time.Time) iter.Seq[holiday] {
	return func(yield func(holiday) bool) {
		for year := from.Add(-holidayMargin).Year(); year <= to.Year(); year++ {
			list := w.holidaysOf(calendar, year)
			i, _ := slices.BinarySearchFunc(list, from, func(h holiday, from time.Time) int {
				return cmp.Or(h.End.Compare(from), -1) // it must end after from
			})
			for _, h := range list[i:] {
				if !h.Start.Before(to) {
					return
				}
				if h.Start.Before(from) {
					h.Start = from
				}
				if h.End.After(to) {
					h.End = to // the rest is open, or comes after open time
				}
				if h.Start.Before(h.End) && !yield(h) {
					return
				}
				from = h.End
			}
		}
	}
}

// holidaysOf returns the holidays of a calendar that begin in a year, in order. It returns none
// after a great many years.
func (w *narrator) holidaysOf(calendar *businesshours.Calendar, year int) []holiday {
	key := calendarYear{calendar, year}
	list, ok := w.ledger.holidays[key]
	if ok || len(w.ledger.holidays) == maxHolidayYears {
		return list
	}
	w.work += workOfYear
	from, to := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC)
	for span, name := range calendar.Holidays(from.Add(-holidayMargin), to.Add(holidayMargin)) {
		if !span.Start.Before(from) && span.Start.Before(to) {
			list = append(list, holiday{span, name})
		}
	}
	w.ledger.holidays[key] = list
	return list
}
