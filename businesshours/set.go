package businesshours

import "sync"

// A Set is calendars by name, compiled together. It is immutable and safe for
// concurrent use.
type Set struct {
	mu        sync.Mutex // held while tables are built
	intern    interner
	calendars map[string]*Calendar
}

// Always is the name of the schedule that is always defined and never closes.
const Always = "24x7"

// Calendar returns the calendar of the schedule called name. "24x7" is always
// there.
func (s *Set) Calendar(name string) (*Calendar, bool) {
	c, ok := s.calendars[name]
	return c, ok
}

// add puts a calendar into the set.
func (s *Set) add(c *Calendar) {
	c.mu = &s.mu
	c.weeks = func(block int) *[blockWeeks]*week {
		weeks := new([blockWeeks]*week)
		for i, spans := range c.weeksOf(block, make(map[*Calendar]*[blockWeeks]hours)) {
			weeks[i] = s.intern.week(spans)
		}
		return weeks
	}
	s.calendars[c.name] = c
}
