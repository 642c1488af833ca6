// Package businesshours measures and adds open time on working calendars.
//
// It answers two questions about a desk's opening hours: how much open time lies
// between two instants ([Calendar.Between]), and at which instant a given amount
// of open time has passed ([Calendar.Add]). The two are inverses. For every instant
// t and d > 0,
//
//	end, err := cal.Add(t, d)
//	cal.Between(t, end) == d
//
// and end is the earliest such instant. So time that runs out exactly at closing ends at
// closing. Intervals are half-open, [start, end): a desk that is open "09:00-17:00"
// is closed at 17:00.
//
// A [Schedule] is the document. [Compile] turns schedules into calendars.
//
// # What is open
//
// A schedule gives each local date a set of intervals. It is open at an instant if and only
// if the wall clock in its time zone then lies in one of the intervals of the local date.
// Consequently, a wall-clock time that a clock change skips is never open, a time that
// occurs twice is open twice, and a date that does not occur has no open time. Amounts are
// elapsed time, not differences of wall clocks: "09:00-17:00" is eight hours on most days,
// "00:00-24:00" is 23 or 25 hours on some, and a night shift from 22:00 to 06:00 may last
// seven or nine.
//
// The hours of a local date are, in this order of precedence:
//
//  1. those of the exception for that date ("2026-12-24")
//  2. those of the exception for that date of each year ("12-24")
//  3. none, if the date is a holiday
//  4. those of the weekly pattern in force for its day of the week
//
// # Holidays
//
// A [Holiday] is the calendar of a country or region, a date, a range of dates, or dates of
// each year: "12-25", "12-24" to "01-02", "4th thu of nov", "2nd sat", "last mon of may",
// "easter". Dates of each year, but not ranges, can be moved by a number of days. By
// default, a country's calendar closes both the actual and the observed date of each
// holiday.
//
// A holiday closes its date from midnight to midnight. This includes the rest of a shift
// that began the evening before, but not the part after midnight of a shift on the evening
// of the holiday. For a desk that works nights this is rarely what is meant. Set
// [Schedule.HolidaysClose] to "shift", and each interval belongs as a whole to the date on
// which it begins. Take a desk that is open from 22:00 to 06:00, and a holiday on
// Wednesday:
//
//	           Tue 22:00-24:00   Wed 00:00-06:00   Wed 22:00-24:00   Thu 00:00-06:00
//	"date"     open              closed            closed            open
//	"shift"    open              open              closed            closed
//
// With "shift", exceptions and revisions work the same way. An exception replaces the
// intervals that begin on its date and may itself reach past midnight. An interval follows
// the weekly pattern in force on the date on which it begins. This is also so if that date
// does not occur: when Samoa skipped 30 December 2011, the part after midnight of that
// date's night shift took place on the 31st.
//
// In both modes, adding a holiday never makes an instant that [Calendar.Add] returns for a
// positive amount earlier.
//
// # Range
//
// Instants from 1900-01-01 to 2190-01-01 work, to the nanosecond. Searches look at most 50
// years ahead or back, and then return [ErrNotWithinHorizon].
//
// # Cost
//
// A [Calendar] builds tables of the weeks that it is asked about, and then answers in some tens
// of nanoseconds, without allocating. Its documentation says what the tables take. If others
// choose the schedules, or the instants, ask with a [Meter]: it refuses what takes too much.
//
// # Time zones
//
// Zones are IANA names such as "America/New_York". Their data come from the machine, as
// [time.LoadLocation] finds them, or from the host ([Options]). They change when
// governments change their rules, so results for the future are predictions.
//
// # Concurrency
//
// A [Calendar] is immutable and safe for use by multiple goroutines.
package businesshours
