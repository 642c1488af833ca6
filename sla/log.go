package sla

// A logEntry is a transition as the fold notes it. There may be very many, so it is small,
// and has no pointers that a garbage collector would follow.
type logEntry struct {
	at             instant
	metric, policy int32 // numbers of the program
	cycle          int32
	list, step     int16 // of logEscalated: of which list of steps, which step
	repeat         int32
	target, nth    int32 // as in Transition
	kind           logKind
	met            bool // of logStopped
}

// A logKind is a Kind as a number.
type logKind uint8

const (
	logStarted logKind = iota
	logRetargeted
	logReleased
	logPaused
	logResumed
	logEscalated
	logBreached
	logStopped
	logCancelled
	logReopened
)

var kinds = [...]Kind{
	logStarted: KindStarted, logRetargeted: KindRetargeted, logReleased: KindReleased, logPaused: KindPaused,
	logResumed: KindResumed, logEscalated: KindEscalated, logBreached: KindBreached, logStopped: KindStopped,
	logCancelled: KindCancelled, logReopened: KindReopened,
}

// emit notes a transition of c.
func (f *fold) emit(c *clockState, at instant, kind logKind) *logEntry {
	n := len(f.log)
	f.log = another(f.log)
	e := &f.log[n]
	e.at, e.kind, e.met, e.step, e.repeat = at, kind, false, 0, 0
	e.metric, e.policy, e.cycle = int32(c.metric), int32(c.applied.target.policy), int32(c.cycle)
	e.nth = c.count(kind) // ahead of c.targets, which it counts
	e.target = c.targets
	if f.trace != nil {
		f.trace.note(c, kind, n)
	}
	return e
}

// count counts a transition of a kind, and returns how many of its kind there were: how
// many pauses, or how many reopenings. The other kinds occur once for a target.
func (c *clockState) count(kind logKind) int32 {
	switch kind {
	case logStarted, logRetargeted:
		c.targets++
	case logPaused:
		c.pauses++
		return c.pauses
	case logResumed:
		return c.pauses
	case logReopened:
		c.reopens++
		return c.reopens
	case logReleased, logStopped, logCancelled:
		return c.reopens
	}
	return 0
}
