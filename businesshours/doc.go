// Package businesshours measures and adds open time on working calendars.
//
// It answers two questions about a desk's opening hours: how much open time lies
// between two instants ([Calendar.Between]), and at which instant a given amount
// of it will have passed ([Calendar.Add]). The two are inverses: for every instant t
// and d > 0,
//
//	end, err := cal.Add(t, d)
//	cal.Between(t, end) == d
//
// and end is the earliest such instant, so time that runs out at closing is due at
// closing. Intervals are half-open, [start, end): at 17:00 a desk that is open
// "09:00-17:00" is closed.
//
// A [Schedule] is the document, and [Compile] turns schedules into calendars.
//
// # What is open
//
// A schedule gives every local date a set of intervals. It is open at an instant if
// and only if the wall clock in its time zone then lies in one of the intervals of
// the local date. So a wall-clock time that a clock change skips is never open, one
// that occurs twice is open twice, and a date that does not occur has no open time.
// Amounts are elapsed time, never differences of wall clocks: "09:00-17:00" is eight
// hours on most days, "00:00-24:00" is 23 or 25 on some, and a night shift from 22:00
// to 06:00 may last seven or nine.
//
// A local date gets the hours of its exception if there is one; else none if it is a
// holiday; else those of the weekly pattern in force for its day of the week. A
// holiday closes the calendar date, midnight to midnight: also the rest of a shift
// that began the evening before, but not what the holiday's own evening shift would
// have had after midnight. A country's calendar closes both the actual and the
// observed date of each holiday.
//
// # Range
//
// Any instant from 1900-01-01 to 2190-01-01 works, to the nanosecond. Searches look
// at most 50 years ahead or back, and then return [ErrNotWithinHorizon].
//
// # Time zones
//
// Zones are IANA names such as "America/New_York". Their data come from the machine,
// as [time.LoadLocation] finds them, or from the host ([Options]). They change when
// governments do: what is computed for the future is a prediction.
//
// # Concurrency
//
// A [Calendar] is immutable and safe for use by multiple goroutines.
package businesshours
