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
