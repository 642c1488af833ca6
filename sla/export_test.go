package sla

import (
	"math"
	"time"
)

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

// SettleNever makes the tracks of e keep the whole history.
func SettleNever(e *Engine) { e.program.history = math.MaxInt }

// SettledAt returns the instant up to which t has settled the past of its first clock.
func SettledAt(t *Track) time.Time {
	f, err := t.load()
	if err != nil {
		return time.Time{}
	}
	defer t.engine.releaseTracked(f)
	return f.lanes[0].clocks[0].settled.time()
}

// History returns how many changes t keeps, at most of one pause condition or of one clock that is
// stopped and reopened.
func History(t *Track) (n int) {
	f, err := t.load()
	if err != nil {
		return 0
	}
	defer t.engine.releaseTracked(f)
	for i := range f.pauses {
		n = max(n, len(f.pauses[i].changes))
	}
	for i := range f.lanes {
		for k := range f.lanes[i].clocks {
			n = max(n, len(f.lanes[i].clocks[k].stops))
		}
	}
	return n
}
