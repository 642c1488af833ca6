package businesshours

import "sync"

// A Set holds calendars that were compiled together, by name. It is immutable and safe
// for concurrent use.
type Set struct {
	mu        sync.Mutex // held while building tables
	intern    interner
	calendars map[string]*Calendar
}

// Always is the name of a predefined schedule that never closes.
const Always = "24x7"

// Calendar returns the calendar of the schedule with the given name. Every set has
// "24x7".
func (s *Set) Calendar(name string) (*Calendar, bool) {
	c, ok := s.calendars[name]
	return c, ok
}

// add adds a calendar to the set.
func (s *Set) add(c *Calendar) {
	c.set = s
	s.calendars[c.name] = c
}
