package sla

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// A calendarPart is a part of the time line of a calendar: so many days of holidayDays.
type calendarPart struct {
	calendar *businesshours.Calendar
	number   int64
}

const (
	holidayDays   = 32 * 24 * time.Hour
	holidayMargin = 4 * 24 * time.Hour // more than the length of any holiday

	// maxHolidayParts is how many parts of calendars are searched for holidays in one explanation.
	maxHolidayParts = 4096
)

// partAt returns the number of the part in which an instant is.
func partAt(t time.Time) int64 {
	n := t.Unix() / int64(holidayDays/time.Second)
	if t.Before(partStart(n)) {
		n-- // before 1970
	}
	return n
}

func partStart(n int64) time.Time { return time.Unix(n*int64(holidayDays/time.Second), 0).UTC() }

// A holiday is a span that a holiday closes.
type holiday struct {
	businesshours.Span
	name string
}

// holidaysIn yields the holidays in a stretch in which a calendar is closed, or the parts of
// them that lie in it.
func (w *narrator) holidaysIn(calendar *businesshours.Calendar, from, to time.Time) iter.Seq[holiday] {
	return func(yield func(holiday) bool) {
		for n := partAt(from.Add(-holidayMargin)); n <= partAt(to); n++ {
			list := w.holidaysOf(calendarPart{calendar, n})
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

// holidaysOf returns the holidays that begin in a part, in order. It returns none after a great
// many parts.
func (w *narrator) holidaysOf(part calendarPart) []holiday {
	list, ok := w.ledger.holidays[part]
	if ok || len(w.ledger.holidays) == maxHolidayParts {
		return list
	}
	w.work += workOfHolidays
	from, to := partStart(part.number), partStart(part.number+1)
	for span, name := range part.calendar.Holidays(from.Add(-holidayMargin), to.Add(holidayMargin)) {
		if !span.Start.Before(from) && span.Start.Before(to) {
			list = append(list, holiday{span, name})
		}
	}
	w.ledger.holidays[part] = list
	return list
}
