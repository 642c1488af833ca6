package businesshours

import (
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/problem"
)

// A Schedule says when a desk is open. It is a document: its texts are checked and
// understood by [Compile], in the same way whether they were written in Go or read
// from JSON. A schedule has one of three forms: weekly hours (TimeZone and Weekly),
// always open (Always), or a composite of others (AnyOf).
//
// The JSON form has the same fields, in snake case.
type Schedule struct {
	// Name is what policies and composites call the schedule. The name "24x7" is
	// taken by a schedule that never closes.
	Name string `json:"name"`

	// TimeZone is the IANA name of the zone in which the times of day are read, such
	// as "America/New_York". Always open and composite schedules need it only for
	// business days; there it is UTC if empty.
	TimeZone string `json:"time_zone,omitempty"`

	// Weekly is the pattern of hours that repeats each week.
	Weekly Weekly `json:"weekly,omitzero"`

	// Holidays are dates without open time.
	Holidays []Holiday `json:"holidays,omitzero"`

	// Exceptions are dates ("2026-12-24") with hours of their own, in place of both
	// the weekly pattern and holidays. An empty list closes the date.
	Exceptions map[string][]string `json:"exceptions,omitzero"`

	// Revisions replace Weekly from a date on, so that past results keep when hours
	// change.
	Revisions []Revision `json:"revisions,omitzero"`

	// Always makes a schedule that never closes.
	Always bool `json:"always,omitempty"`

	// AnyOf and NoneOf name the schedules of a composite, which is open when any of
	// the first and none of the second is.
	AnyOf  []string `json:"any_of,omitzero"`
	NoneOf []string `json:"none_of,omitzero"`
}

// Weekly gives a day of the week ("sat"), or a range of days ("mon-fri"), its open
// intervals ("09:00-17:00"). A day named twice gets both. Intervals may overlap: what is
// in several is open, once. An interval whose end is not after its start reaches into the
// next day: "22:00-02:00" on a Saturday is open on Saturday from 22:00 and on Sunday until
// 02:00.
type Weekly map[string][]string

// A Holiday is dates on which a schedule is closed, from midnight to midnight: the
// days of a country's or region's calendar, one date, or a date of each year.
// Exactly one of Calendar, Date and Every is set.
type Holiday struct {
	// Calendar is a code of package holiday, such as "us" or "de-BY".
	Calendar string `json:"calendar,omitempty"`

	// Date is a single date, such as "2026-12-24".
	Date string `json:"date,omitempty"`

	// Every is a date of each year, such as "12-31".
	Every string `json:"every,omitempty"`

	// Name says what the holiday is, for people.
	Name string `json:"name,omitempty"`
}

// A Revision is a weekly pattern in force from a date on, until a later revision.
type Revision struct {
	From   string `json:"from"`
	Weekly Weekly `json:"weekly,omitzero"`
}

// An Error is one problem of a document: its path, its line where it was read from text,
// and what is wrong. Every package reports the same type.
type Error = problem.Error

var (
	scheduleFields = []string{"name", "time_zone", "weekly", "holidays", "exceptions", "revisions", "always", "any_of", "none_of"}
	holidayFields  = []string{"calendar", "date", "every", "name"}
	revisionFields = []string{"from", "weekly"}
)

// UnmarshalJSON implements [json.Unmarshaler]. It is strict: unknown and duplicate
// fields, names in another case and nulls are errors. Each problem is an [*Error].
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
			s.Holidays = []Holiday{}
			r.List(func(int) { s.Holidays = append(s.Holidays, readHoliday(r)) })
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

func readHoliday(r *strict.Reader) (h Holiday) {
	r.Object(holidayFields, func(name string) {
		switch name {
		case "calendar":
			h.Calendar = r.Text()
		case "date":
			h.Date = r.Text()
		case "every":
			h.Every = r.Text()
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
	r.Map(func(key string) { hours[key] = r.Texts() })
	return hours
}
