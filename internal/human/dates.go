package human

import "time"

// Dates formats the instants of a page in one zone. It adds the year if the instants are of
// several years, seconds to those that would read alike without, and the zone to those that
// would read alike because clocks were set back. It never shows fractions of seconds.
//
// What it formats it remembers. So format a page twice: the first time, it does not yet know
// which instants follow.
type Dates struct {
	// Zones is whether all instants have the zone.
	Zones bool

	zone  *time.Location
	years bool // there are several
	some  bool
	year  int

	minutes map[int64]reading // by wall-clock minute
}

// A reading is what is known of the instants whose wall clocks show the same minute.
type reading struct {
	second  int64 // since 1970, of the first one
	seconds bool  // of another one the second differs
	zones   bool  // of another one the offset differs
	offset  int
}

// NewDates returns the dates of a page whose instants are in zone.
func NewDates(zone *time.Location) *Dates {
	return &Dates{zone: zone, minutes: make(map[int64]reading)}
}

// Add remembers an instant of the page, unless it is zero.
func (d *Dates) Add(t time.Time) {
	if t.IsZero() {
		return
	}
	t = t.In(d.zone)
	if d.some && t.Year() != d.year {
		d.years = true
	}
	d.some, d.year = true, t.Year()
	_, offset := t.Zone()
	minute := wallMinute(t, offset)
	r, ok := d.minutes[minute]
	switch {
	case !ok:
		r.second, r.offset = t.Unix(), offset
	case r.offset != offset:
		r.zones = true
	case r.second != t.Unix():
		r.seconds = true
	}
	d.minutes[minute] = r
}

// wallMinute returns the number of the minute that a wall clock shows.
func wallMinute(t time.Time, offset int) int64 { return (t.Unix() + int64(offset)) / 60 }

// Short formats an instant like "Mon 10 Mar 11:30".
func (d *Dates) Short(t time.Time) string { return d.format(t, "Mon 2 Jan", d.years) }

// Long formats an instant like "Monday 10 March 11:30".
func (d *Dates) Long(t time.Time) string { return d.format(t, "Monday 2 January", d.years) }

// WithYear formats an instant like "Mon 10 Mar 2025 11:30".
func (d *Dates) WithYear(t time.Time) string { return d.format(t, "Mon 2 Jan", true) }

func (d *Dates) format(t time.Time, layout string, year bool) string {
	d.Add(t)
	t = t.In(d.zone)
	if year {
		layout += " 2006"
	}
	layout += " 15:04"
	_, offset := t.Zone()
	r := d.minutes[wallMinute(t, offset)]
	if r.seconds {
		layout += ":05"
	}
	if r.zones || d.Zones {
		layout += " MST"
	}
	return t.Format(layout)
}
