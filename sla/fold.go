package sla

import (
	"math/bits"
	"slices"

	"github.com/punctualgo/punctual/policy"
)

// A fold is the state of an issue while its events are applied, one by one.
type fold struct {
	preparation
	issue string // its ID
	first bool   // only the first policy that applies gives targets

	last   instant // of the last event applied or threshold reached
	closed bool    // thresholds at last were reached, so no event at last can follow
	over   bool    // the issue was cancelled

	fields fields
	pauses []pauseHistory // by index in program.pauses
	lanes  []lane
	log    []logEntry
	work   int    // steps of work, not counting those of fields; see MaxWork
	trace  *trace // nil unless an explanation or records are wanted

	quietUntil   instant // no running clock reaches a threshold before this instant
	matchedUntil instant // no policy starts or stops being effective before this instant; never if unknown

	ladders    []ladders  // by metric
	fired      []action   // memory for impact.fired
	candidates [][]int    // memory for match
	reached    []position // memory for takePast
}

func newFold(p *program) *fold {
	f := &fold{
		preparation:  newPreparation(p),
		first:        p.match != policy.MatchFirstPerMetric,
		fields:       newFields(p),
		pauses:       make([]pauseHistory, len(p.pauses)),
		ladders:      make([]ladders, len(p.metrics)),
		fired:        make([]action, len(p.metrics)),
		matchedUntil: never,
		quietUntil:   endOfTime,
	}
	for _, l := range p.lanes {
		f.lanes = append(f.lanes, newLane(l))
	}
	return f
}

// reset prepares f for a new issue. It keeps nothing that customers wrote.
func (f *fold) reset() {
	f.preparation.reset()
	f.fields.reset()
	f.issue, f.over, f.work, f.log, f.trace = "", false, 0, f.log[:0], nil
	f.matchedUntil, f.quietUntil = never, endOfTime
	for i := range f.pauses {
		f.pauses[i].changes = f.pauses[i].changes[:0]
	}
	for i := range f.lanes {
		f.lanes[i].reset()
	}
}

// explains reports whether to record why things happen.
func (f *fold) explains() bool { return f.trace != nil && f.trace.reasons != nil }

// spent returns how many steps of work have been taken.
func (f *fold) spent() int { return f.work + f.fields.spent() }

// exhausted reports whether the evaluation has exceeded a limit.
func (f *fold) exhausted() bool {
	return f.spent() > MaxWork || len(f.log) > MaxTransitions
}

// limit returns an error if the evaluation has exceeded a limit.
func (f *fold) limit() error {
	switch {
	case f.spent() > MaxWork:
		return ErrTooMuchWork
	case len(f.log) > MaxTransitions:
		return ErrTooManyTransitions
	}
	return nil
}

// An impact is the effect that an event has on clocks.
type impact struct {
	at        instant
	rematches bool     // different policies may apply
	retargets bool     // a different target may be in force
	ends      bool     // a stop or cancel trigger fires
	begins    bool     // a start or resume trigger fires
	pauses    bool     // a pause condition started or stopped holding
	fired     []action // the actions of the triggers that fire, by metric; valid only if ends or begins
}

// applyAll applies the creation of a prepared issue, and its events up to an instant.
func (f *fold) applyAll(issue *Issue, upTo instant) {
	f.create(issue)
	moments, events := f.moments, issue.Events
	for i := range moments {
		m := &moments[i]
		if m.at > upTo {
			return
		}
		if f.trace != nil && !f.over {
			f.trace.next(m.event)
		}
		f.apply(&events[m.event], m)
	}
}

// create applies the creation of a prepared issue.
func (f *fold) create(issue *Issue) {
	d := f.fields.create(issue, f.changes[:f.attributes])
	f.issue = issue.ID
	f.last, f.closed = f.created, false
	if f.trace != nil {
		f.trace.changed(&f.fields, allSlots, f.created)
	}
	f.matchedUntil = f.program.boundAfter(f.created)
	im := impact{at: f.created, rematches: true, retargets: true, pauses: f.pause(f.created)}
	f.carryOut(&im, factCreated|factOfCreation(issue.CreatedBy)|factSet, "", d.list)
}

// apply applies an event, after the thresholds of earlier instants.
func (f *fold) apply(e *Event, m *moment) {
	f.advanceBefore(m.at)
	f.last, f.closed = m.at, false
	if f.over || f.exhausted() {
		return
	}
	if m.facts == factCancelled {
		f.cancel(m.at)
		return
	}
	p := f.program
	if p.readsEvent {
		f.fields.setEvent(e)
	}
	var d delta
	facts := m.facts
	if facts == factSet {
		facts = f.fields.update(&d, f.changes[m.first:m.end])
	} else {
		f.fields.message(&d, facts)
	}
	if f.trace != nil {
		f.trace.changed(&f.fields, d.slots, m.at)
	}
	im := impact{at: m.at}
	im.rematches = p.whenReads.meets(d.slots) || len(p.bounds) > 0 && m.at >= f.matchedUntil
	if im.rematches {
		f.matchedUntil = p.boundAfter(m.at)
	}
	im.retargets = im.rematches || p.daysAnew || p.choiceReads.meets(d.slots)
	if p.pauseReads.meets(d.slots) {
		im.pauses = f.pause(m.at)
	}
	f.carryOut(&im, facts, e.Name, d.list)
}

// cancel ends the issue and all open clocks.
func (f *fold) cancel(at instant) {
	f.over = true
	for i := range f.lanes {
		f.lanes[i].cancel(f, at)
	}
}

// carryOut finds the triggers that the facts of an event fire, and lets each lane process the
// event. custom is the name of a custom event, and set the attributes that the event set.
func (f *fold) carryOut(im *impact, facts fact, custom string, set []int) {
	if facts &= f.program.heeded; facts != 0 {
		var all action
		im.fired, all = f.fire(facts, custom, set)
		im.ends = all&(actionStop|actionCancel) != 0
		im.begins = all&(actionStart|actionResume) != 0
	}
	if im.retargets || im.ends || im.begins || im.pauses {
		lanes := f.lanes
		for i := range lanes {
			lanes[i].step(f, im)
		}
	}
}

// pause records which pause conditions start or stop holding, and reports whether any does.
func (f *fold) pause(at instant) (changed bool) {
	f.work += len(f.pauses) * workOfPause
	for i := 1; i < len(f.pauses); i++ {
		h := &f.pauses[i]
		if f.fields.holds(&f.program.pauses[i]) != h.on() {
			f.work += workOfChange
			h.changes = append(h.changes, at)
			changed = true
		}
		if f.explains() && !f.exhausted() {
			f.work += workOfReason
			f.trace.pause(f, i, at)
		}
	}
	return changed
}

// fire returns the actions of the triggers that fire, by metric and combined. There must be at
// least one fact, and a trigger for each.
func (f *fold) fire(facts fact, custom string, set []int) (fired []action, all action) {
	p := f.program
	if facts&(facts-1) == 0 && !f.explains() {
		if effects := p.effects[bits.TrailingZeros16(uint16(facts))]; effects != nil {
			e := &effects[f.fields.computed]
			return e.actions, e.all
		}
	}
	clear(f.fired)
	for ; facts != 0; facts &= facts - 1 {
		switch facts & -facts {
		case factCustom:
			all |= f.pull(p.customs[custom])
		case factSet:
			slices.Sort(set) // attributes come from a map
			for _, slot := range set {
				all |= f.pull(p.sets[slot])
			}
		default:
			all |= f.pull(p.triggers[bits.TrailingZeros16(uint16(facts))])
		}
	}
	return f.fired, all
}

// pull adds to f.fired the actions of the triggers whose conditions hold, and returns them
// combined.
func (f *fold) pull(triggers []trigger) (all action) {
	f.work += len(triggers) * workOfTrigger
	for i := range triggers {
		t := &triggers[i]
		if f.fields.holds(&t.when) {
			f.fired[t.metric] |= t.action
			all |= t.action
		}
		if f.explains() && !f.exhausted() {
			f.work += workOfReason
			f.trace.trigger(f, t)
		}
	}
	return all
}

// advanceBefore takes the thresholds of instants before at.
func (f *fold) advanceBefore(at instant) {
	if at > f.quietUntil {
		f.reachAll(at - 1)
	}
}

// advanceTo takes the thresholds up to and including now, unless the issue is over.
func (f *fold) advanceTo(now instant) {
	if now >= f.quietUntil && !f.over {
		f.reachAll(now)
	}
}

// reachAll takes the thresholds up to and including an instant.
func (f *fold) reachAll(upTo instant) {
	f.quietUntil = endOfTime
	for i := range f.lanes {
		f.quietUntil = min(f.quietUntil, f.lanes[i].advance(f, upTo))
	}
}
