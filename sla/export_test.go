package sla

import "math"

// SettleAlways makes the tracks of e settle the past after every event, if they settle at all.
func SettleAlways(e *Engine) {
	if e.program.history < math.MaxInt {
		e.program.history = 0
	}
}

// State returns the packed state of t.
func (t *Track) State() string { return t.state }

// WithState returns a copy of t with a different packed state.
func (t *Track) WithState(state string) *Track {
	u := *t
	u.engine = nil
	u.state = state
	return &u
}

// IsSettled reports whether t has settled the past of a clock.
func IsSettled(t *Track) bool {
	f, err := t.load()
	if err != nil {
		return false
	}
	defer t.engine.releaseTracked(f)
	for i := range f.lanes {
		for k := range f.lanes[i].clocks {
			if c := &f.lanes[i].clocks[k]; c.cycle > 0 && c.isSettled() {
				return true
			}
		}
	}
	return false
}
