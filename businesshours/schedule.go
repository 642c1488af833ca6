package businesshours

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/punctualgo/punctual/businesshours/holiday"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/problem"
)

// A Schedule says when a desk is open. It has one of three forms: weekly hours (TimeZone
// and Weekly), always open (Always), or a composite of other schedules (AnyOf).
//
// A Schedule is a document: its texts are checked by [Compile], in the same way whether
// they were written in Go or read from JSON. The JSON form has the same fields, in snake
// case.
type Schedule struct {
	// Name identifies the schedule to policies and composites. The name "24x7" is
	// predefined: it is a schedule that never closes.
	Name string `json:"name"`

	// TimeZone is the IANA name of the zone in which times of day are read, such as
	// "America/New_York". Always open and composite schedules use it only for business
	// days; their default is UTC.
	TimeZone string `json:"time_zone,omitempty"`

	// Weekly is the pattern of hours that repeats each week.
	Weekly Weekly `json:"weekly,omitzero"`

	// Holidays are dates without open time.
	Holidays []Holiday `json:"holidays,omitzero"`

	// HolidaysClose says what a holiday closes: "date", the default, or "shift".
	//
	// With "date", a holiday closes its date from midnight to midnight. That includes the
	// rest of a shift that began the evening before. It does not include the part after
	// midnight of a shift on the holiday's own evening.
	//
	// With "shift", an interval belongs as a whole to the date on which it begins. A
	// holiday removes the intervals that begin on it, with their part after midnight, and
	// keeps the rest of those that began the evening before. Exceptions and revisions work
	// the same way: an exception replaces the intervals that begin on its date, and an
	// interval follows the revision in force on the date on which it begins.
	HolidaysClose string `json:"holidays_close,omitempty"`

	// Exceptions give dates hours of their own, in place of weekly hours and holidays. A
	// key is a date ("2026-12-24") or a date of each year ("12-24"; "02-29" means leap
	// years only). The former has precedence over the latter. An empty list closes the
	// date. Intervals end at "24:00" at the latest, except with HolidaysClose "shift",
	// where "22:00-02:00" reaches past midnight.
	Exceptions map[string][]string `json:"exceptions,omitzero"`

	// Revisions replace Weekly from a date on. Use them to change hours without changing
	// past results.
	Revisions []Revision `json:"revisions,omitzero"`

	// Always makes a schedule that never closes.
	Always bool `json:"always,omitempty"`

	// AnyOf and NoneOf name the members of a composite. It is open when any schedule of
	// AnyOf is open and none of NoneOf is.
	AnyOf  []string `json:"any_of,omitzero"`
	NoneOf []string `json:"none_of,omitzero"`
}

// Weekly maps a day of the week ("sat") or a range of days ("mon-fri") to its open
// intervals ("09:00-17:00"). A day that is named twice gets both. Intervals may overlap;
// their union counts. An interval that ends before it starts reaches into the next day:
// "22:00-02:00" on "sat" is open from 22:00 on Saturday to 02:00 on Sunday.
type Weekly map[string][]string

// A Holiday is one or more dates on which a schedule is closed: the holidays of a country
// or region, a date or a range of dates, or dates of each year. Exactly one of Calendar,
// Date and Every must be set.
//
//	{"calendar": "us", "except": ["Columbus Day"]}
//	{"date": "2026-08-03", "to": "2026-08-14", "name": "Summer break"}
//	{"every": "12-24", "to": "01-02"}
//	{"every": "4th thu of nov", "plus": 1, "name": "Day after Thanksgiving"}
//	{"every": "easter", "plus": -2}
type Holiday struct {
	// Calendar is the code of a calendar of package holiday, such as "us" or "de-BY".
	Calendar string `json:"calendar,omitempty"`

	// Except lists holidays of Calendar that are not kept, by name.
	Except []string `json:"except,omitzero"`

	// Observed selects the dates of holidays that fall on a weekend and are observed on
	// another day: "actual" closes the holiday itself; "observed" closes the day on which
	// it is observed, which is the holiday itself if it is not moved; "both", the default,
	// closes both.
	Observed string `json:"observed,omitempty"`

	// Date is a single date, such as "2026-12-24".
	Date string `json:"date,omitempty"`

	// Every is one of the following:
	//
	//   - a date of each year, such as "12-31"; "02-29" means leap years only
	//   - a day of the week of a month, such as "4th thu of nov" or "last mon of may"; the
	//     ordinals are "1st" to "5th" and "last"
	//   - a day of the week of every month, such as "2nd sat"
	//   - "easter" or "orthodox easter", the Sunday
	//
	// A month without a fifth such day has no "5th".
	Every string `json:"every,omitempty"`

	// To makes Date, or a date of each year in Every, the first date of a range; To is the
	// last. A range has at most [MaxHolidayRange] dates. A range of each year may include
	// the New Year, as from "12-24" to "01-02". If it begins or ends on "02-29", that date
	// is part of it in leap years only.
	To string `json:"to,omitempty"`

	// Plus moves each date of Every by a number of days, from -366 to 366. It cannot be
	// combined with To.
	Plus int `json:"plus,omitempty"`

	// Name describes the holiday to people.
	Name string `json:"name,omitempty"`
}

// A Revision is a weekly pattern that is in force from a date until the next revision.
type Revision struct {
	From   string `json:"from"`
	Weekly Weekly `json:"weekly,omitzero"`
}

// An Error is one problem of a document, with its path, its line if the document was read
// from text, and what is wrong. All packages use this type.
type Error = problem.Error

var (
	scheduleFields = []string{"name", "time_zone", "weekly", "holidays", "holidays_close", "exceptions", "revisions", "always", "any_of", "none_of"}
	holidayFields  = []string{"calendar", "except", "observed", "date", "every", "to", "plus", "name"}
	revisionFields = []string{"from", "weekly"}
)

// UnmarshalJSON implements [json.Unmarshaler]. It is strict: unknown and duplicate fields,
// names in the wrong case and nulls are errors. The error joins all problems, each an
// [*Error]. The time that it takes grows with the size of data, in which objects and lists may be
// nested 32 deep. [Compile] checks the limits of schedules.
func (s *Schedule) UnmarshalJSON(data []byte) error {
	r := strict.NewReader(data)
	*s = Schedule{}
	r.Object(scheduleFields, func(name string) {
		switch name {
		case "name":
			s.Name = r.Text()
		case "time_zone":
			s.TimeZone = r.Text()
		case "weekly":
			s.Weekly = hoursByKey(r)
		case "holidays":
			s.Holidays = readHolidays(r)
		case "holidays_close":
			s.HolidaysClose = r.Given()
		case "exceptions":
			s.Exceptions = hoursByKey(r)
		case "revisions":
			s.Revisions = []Revision{}
			r.List(func(int) { s.Revisions = append(s.Revisions, readRevision(r)) })
		case "always":
			s.Always = r.Bool()
		case "any_of":
			s.AnyOf = r.Texts()
		case "none_of":
			s.NoneOf = r.Texts()
		}
	})
	return r.Close()
}

func readHolidays(r *strict.Reader) []Holiday {
	list := []Holiday{}
	switch {
	case r.IsText():
		text := r.Text()
		r.Fail("must be a list, got a text; write [%s]", holidayHint(text))
	case r.IsObject():
		r.Refuse("a list such as [{\"calendar\": \"us\"}]")
	default:
		r.List(func(int) { list = append(list, readHoliday(r)) })
	}
	return list
}

func readHoliday(r *strict.Reader) (h Holiday) {
	if r.IsText() {
		text := r.Text()
		r.Fail("must be an object, got a text; write %s", holidayHint(text))
		return h
	}
	r.Object(holidayFields, func(name string) {
		switch name {
		case "calendar":
			h.Calendar = r.Text()
		case "except":
			h.Except = r.Texts()
		case "observed":
			h.Observed = r.Given()
		case "date":
			h.Date = r.Text()
		case "every":
			h.Every = r.Text()
		case "to":
			h.To = r.Given()
		case "plus":
			h.Plus = r.Int()
		case "name":
			h.Name = r.Text()
		}
	})
	return h
}

func readRevision(r *strict.Reader) (v Revision) {
	r.Object(revisionFields, func(name string) {
		switch name {
		case "from":
			v.From = r.Text()
		case "weekly":
			v.Weekly = hoursByKey(r)
		}
	})
	return v
}

func hoursByKey(r *strict.Reader) map[string][]string {
	hours := make(map[string][]string)
	r.Map(func(key string) { hours[key] = readIntervals(r) })
	return hours
}

// readIntervals reads a list of intervals. For a value of another kind the list is not
// empty, lest a schedule seems never to open because of a mistake that is reported anyway.
func readIntervals(r *strict.Reader) []string {
	switch {
	case r.IsList():
		return r.Texts()
	case r.IsText():
		text := r.Text()
		r.Fail("must be a list, got a text; write [%s]", strict.Quote(cmp.Or(intervalMeant(text), "09:00-17:00")))
		return []string{text}
	case r.IsNull():
		r.Null()
		r.Fail("must be a list, got null; write [] for a day without hours")
	default:
		r.Refuse("a list such as [\"09:00-17:00\"]")
	}
	return []string{""}
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
