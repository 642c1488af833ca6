package holiday

import "time"

// A date is a number of days since 1970-01-01.
type date int

func dateOf(year int, month time.Month, day int) date {
	return date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

const secondsPerDay = 24 * 60 * 60

func (d date) split() (year int, month time.Month, day int) {
	return time.Unix(int64(d)*secondsPerDay, 0).UTC().Date()
}

// weekday returns the day of the week of d. 1970-01-01 was a Thursday.
func (d date) weekday() time.Weekday {
	return time.Weekday(((int(d)+4)%7 + 7) % 7)
}

func (d date) weekend() bool {
	return d.weekday() == time.Saturday || d.weekday() == time.Sunday
}

// A when says on which dates of a year a holiday falls.
type when struct {
	kind    kind
	month   time.Month
	day     int
	weekday time.Weekday
	text    string // of onListed and onOnce
	find    func(year int) date
}

type kind uint8

const (
	onDay    kind = iota // month and day
	onAfter              // the first weekday on or after month and day
	onBefore             // the last weekday on or before month and day
	onEaster             // day days after Easter Sunday
	onPascha             // day days after Orthodox Easter Sunday
	onHebrew             // day days after the Hebrew New Year
	onFound              // what find returns
	onListed             // the dates in text, and unknown ones in other years
	onOnce               // the dates in text, and no others
)

// on is a date of each year, such as on(7, 1) for 1 July.
func on(month time.Month, day int) when { return when{kind: onDay, month: month, day: day} }

// nth is the n-th weekday of a month, such as nth(1, time.Monday, 8) in August.
func nth(n int, weekday time.Weekday, month time.Month) when {
	return when{kind: onAfter, weekday: weekday, month: month, day: 7*n - 6}
}

// last is the last weekday of a month.
func last(weekday time.Weekday, month time.Month) when {
	return when{kind: onBefore, weekday: weekday, month: month + 1}
}

// from is the first weekday on or after a date of each year.
func from(weekday time.Weekday, month time.Month, day int) when {
	return when{kind: onAfter, weekday: weekday, month: month, day: day}
}

// upTo is the last weekday on or before a date of each year.
func upTo(weekday time.Weekday, month time.Month, day int) when {
	return when{kind: onBefore, weekday: weekday, month: month, day: day}
}

// easter is so many days after Easter Sunday: Good Friday is easter(-2).
func easter(days int) when { return when{kind: onEaster, day: days} }

// pascha is so many days after Orthodox Easter Sunday.
func pascha(days int) when { return when{kind: onPascha, day: days} }

// found is a date that a function finds for each year.
func found(find func(year int) date) when { return when{kind: onFound, find: find} }

// listed is a table of dates "2006-01-02", in order and separated by one space. It covers
// the years from its first to its last date. In other years the holiday is kept too, but
// its date is not known.
func listed(dates string) when { return when{kind: onListed, text: dates} }

// once is a table as for listed, of a holiday that is kept on no other dates.
func once(dates string) when { return when{kind: onOnce, text: dates} }

// appendTo appends the dates of a year.
func (w when) appendTo(dates []date, year int) []date {
	switch w.kind {
	case onDay:
		return append(dates, dateOf(year, w.month, w.day))
	case onAfter:
		d := dateOf(year, w.month, w.day)
		return append(dates, d+date((w.weekday-d.weekday()+7)%7))
	case onBefore:
		d := dateOf(year, w.month, w.day)
		return append(dates, d-date((d.weekday()-w.weekday+7)%7))
	case onEaster:
		return append(dates, easterSunday(year)+date(w.day))
	case onPascha:
		return append(dates, orthodoxEasterSunday(year)+date(w.day))
	case onHebrew:
		return append(dates, hebrewNewYear(year+3761)+date(w.day))
	case onFound:
		return append(dates, w.find(year))
	}
	for i := 0; i < len(w.text); i += tableStride {
		if d := parseDate(w.text[i:]); d.year == year {
			dates = append(dates, dateOf(d.year, d.month, d.day))
		}
	}
	return dates
}

// tableStride is how far apart the dates of a table are.
const tableStride = len(time.DateOnly) + len(" ")

// nearNewYear reports whether a date of w may be so near to the New Year that a shift
// carries it across. Those of tables are not.
func (w when) nearNewYear() bool {
	return w.month != 0 && (w.month < time.March || w.month > time.October)
}

// covers returns the first and last year of a table of kind onListed.
func (w when) covers() (first, last int) {
	return parseDate(w.text).year, parseDate(w.text[len(w.text)-len(time.DateOnly):]).year
}

// A ymd is a date as it is written.
type ymd struct {
	year  int
	month time.Month
	day   int
}

// parseDate reads the "2006-01-02" with which text begins.
func parseDate(text string) ymd {
	n := func(digits string) (n int) {
		for _, d := range []byte(digits) {
			n = 10*n + int(d-'0')
		}
		return n
	}
	return ymd{n(text[:4]), time.Month(n(text[5:7])), n(text[8:10])}
}
