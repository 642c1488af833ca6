package sla

// A logEntry is a transition as a fold records it. There may be very many, so it is small and
// has no pointers for the garbage collector to follow.
type logEntry struct {
	at             instant
	metric, policy int32 // numbers in the program
	cycle          int32
	list, step     int16 // for logEscalated: the list of steps, and the step in it
	repeat         int32
	target, nth    int32 // as in Transition
	kind           logKind
	met            bool // for logStopped
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

// emit records a transition of c.
func (f *fold) emit(c *clockState, at instant, kind logKind) *logEntry {
	n := len(f.log)
	f.log = another(f.log)
	e := &f.log[n]
	e.at, e.kind, e.met, e.step, e.repeat = at, kind, false, 0, 0
	e.metric, e.policy, e.cycle = int32(c.metric), int32(c.applied.target.policy), int32(c.cycle)
	e.nth = c.count(kind) // before reading c.targets, which it may increment
	e.target = c.targets
	if f.explains() {
		f.work += workOfCaused
		f.trace.note(c, kind, n)
	}
	return e
}

// count counts a transition, and returns its number among those of the clock: which pause, or
// which reopening. It returns 0 for kinds that occur once for a target.
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
