package sla

import (
	"math/bits"
	"slices"

	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// A fold is the state of an issue as its events are applied, one by one.
type fold struct {
	program *program
	first   bool // of the policies that apply, only the first gives targets

	issue   string // its ID
	created instant
	last    instant // at which an event was applied, or a threshold reached
	closed  bool    // thresholds of that instant were reached: no event of it can follow
	fields  fields
	pauses  []pauseHistory // of program.pauses
	lanes   []lane
	log     []logEntry

	over bool // the issue was cancelled
	work int  // steps of it so far, see MaxWork

	// What the event being applied is and brings about.
	facts     fact
	custom    string // the name of the last custom event
	fired     []role // the roles of triggers that fire, by metric; stale if the event fires none
	pulled    []role // memory for fired, where it is not one of program.effects
	rematches bool   // other policies may apply
	retargets bool   // another target may be in force
	ends      bool   // a stop or cancel trigger fires
	begins    bool   // a start or resume trigger fires

	pausesChanged bool // a condition for pausing began to hold, or ceased to

	quietUntil   instant // no clock that runs reaches a threshold before that
	matchedUntil instant // no policy begins or ceases to be effective before that; never if not known

	findings   []finding // of program.searches
	recent     []recent  // events with an ID, the latest last
	packed     []byte    // scratch, for pack
	trace      *trace    // of an explanation; nil as a rule
	candidates [][]int   // scratch, for match
	ladders    []ladders // by metric
	preparation
}

func newFold(p *program) *fold {
	f := &fold{
		program:     p,
		first:       p.match != policy.MatchFirstPerMetric,
		fields:      fields{program: p, values: make([]value.Value, len(p.fieldNames))},
		pauses:      make([]pauseHistory, len(p.pauses)),
		pulled:      make([]role, len(p.metrics)),
		findings:    make([]finding, len(p.searches)),
		ladders:     make([]ladders, len(p.metrics)),
		preparation: preparation{ids: make(map[string]int)},

		matchedUntil: never,
		quietUntil:   endOfTime,
	}
	f.fields.reset()
	for _, compiled := range p.lanes {
		l := lane{laneProgram: compiled}
		for m := range p.metrics {
			if slices.ContainsFunc(l.policies, func(i int) bool { return p.policies[i].targets[m] != nil }) {
				l.clocks = append(l.clocks, clockState{life: life{metric: m}})
				l.clocks[len(l.clocks)-1].clear()
			}
		}
		f.lanes = append(f.lanes, l)
	}
	return f
}

// reset makes f that of a new issue.
func (f *fold) reset() {
	f.fields.reset()
	f.issue, f.over, f.work, f.log = "", false, 0, f.log[:0]
	f.recent, f.trace = f.recent[:0], nil
	f.matchedUntil, f.quietUntil = never, endOfTime
	clear(f.changes) // what customers wrote is not kept
	clear(f.findings)
	clear(f.packed)
	f.changes, f.packed, f.custom = f.changes[:0], f.packed[:0], ""
	if len(f.ids) > 1000 {
		f.ids = make(map[string]int) // to clear it takes as long as it ever was large
	}
	clear(f.ids)
	for i := range f.pauses {
		f.pauses[i].changes = f.pauses[i].changes[:0]
	}
	for i := range f.lanes {
		f.lanes[i].reset()
	}
}

// create applies the creation of an issue.
func (f *fold) create(issue *Issue, changes []change) {
	f.facts = factCreated | createdBy(issue.CreatedBy) | factSet
	f.fields.create(issue, changes)
	f.issue = issue.ID
	f.last, f.closed = f.created, false
	f.step(f.created, true)
}

// apply applies an event. Thresholds of earlier instants take effect first.
func (f *fold) apply(e *Event, m *moment) {
	at, facts := m.at, m.facts
	f.advance(at, false) // nothing, if the issue was cancelled
	f.last, f.closed = at, false
	if f.over || f.exhausted() {
		return
	}
	if facts == factCancelled {
		f.over = true
		for i := range f.lanes {
			f.lanes[i].cancel(f, at)
		}
		return
	}
	f.facts = facts
	if facts == factCustom {
		f.custom = e.Name
	}
	f.fields.begin()
	if f.program.readsEvent {
		f.fields.event(e.By, e.Team, e.Channel)
	}
	if facts == factSet {
		f.update(f.changes[m.first:m.end])
	} else {
		f.fields.message(facts)
	}
	f.step(at, false)
}

func (f *fold) update(changes []change) {
	was := f.fields.stage.category()
	f.fields.assign(changes)
	if f.fields.changed == 0 {
		f.facts = 0
		return
	}
	is := f.fields.stage.category()
	if is == categoryResolved && was != is {
		f.facts |= factResolved
		f.fields.enter(f.fields.stage &^ stageUnanswered)
	}
	if was == categoryResolved && was != is {
		f.facts |= factReopened
	}
}

// step carries out what follows from an event, its facts and fields being set.
func (f *fold) step(at instant, creation bool) {
	p, changed := f.program, f.fields.changed
	f.rematches = creation || len(p.bounds) > 0 && at >= f.matchedUntil || p.whenReads.meets(changed)
	if f.rematches {
		f.matchedUntil = p.boundAfter(at)
	}
	f.retargets = f.rematches || p.daysAnew || p.choiceReads.meets(changed)

	var fired role
	if facts := f.facts & p.heeded; facts != 0 {
		fired = f.fire(facts)
	}
	f.ends = fired&(roleStop|roleCancel) != 0
	f.begins = fired&(roleStart|roleResume) != 0

	f.pausesChanged = false
	if creation || p.pauseReads.meets(changed) {
		f.pause(at)
	}

	if f.rematches || f.retargets || f.ends || f.begins || f.pausesChanged {
		for i := range f.lanes {
			f.lanes[i].step(f, at)
		}
	}
}

// pause notes which conditions for pausing begin to hold, or cease to.
func (f *fold) pause(at instant) {
	f.work += len(f.pauses) * workOfPause
	for i := 1; i < len(f.pauses); i++ {
		h := &f.pauses[i]
		if f.holds(&f.program.pauses[i]) != h.holds() {
			f.work += workOfChange
			h.changes = append(h.changes, at)
			f.pausesChanged = true
		}
		if f.trace != nil && !f.exhausted() {
			f.work += workOfReason
			f.trace.pause(f, i, at)
		}
	}
}

// fire notes which triggers fire that are named for some facts, and returns their roles.
func (f *fold) fire(facts fact) (all role) {
	effects := f.program.effects[bits.TrailingZeros16(uint16(facts))]
	if facts&(facts-1) != 0 || effects == nil || f.trace != nil {
		return f.pullAll(facts)
	}
	e := &effects[f.fields.stage]
	f.fired = e.roles
	return e.all
}

// pullAll is fire for more than one fact, and for triggers that ask for more than the stage.
func (f *fold) pullAll(facts fact) (all role) {
	p := f.program
	f.fired = f.pulled
	clear(f.fired)
	for ; facts != 0; facts &= facts - 1 {
		switch facts & -facts {
		case factCustom:
			all |= f.pull(p.customs[f.custom])
		case factSet:
			slices.Sort(f.fields.changedSlots) // attributes come in no order
			for _, slot := range f.fields.changedSlots {
				all |= f.pull(p.sets[slot])
			}
		default:
			all |= f.pull(p.triggers[bits.TrailingZeros16(uint16(facts))])
		}
	}
	return all
}

// pull fires those of triggers whose conditions hold, and returns their roles.
func (f *fold) pull(triggers []trigger) (all role) {
	f.work += len(triggers) * workOfTrigger
	for i := range triggers {
		t := &triggers[i]
		if f.holds(&t.when) {
			f.fired[t.metric] |= t.role
			all |= t.role
		}
		if f.trace != nil && !f.exhausted() {
			f.work += workOfReason
			f.trace.trigger(f, t)
		}
	}
	return all
}

// advance lets take effect the thresholds before an instant, or up to it.
func (f *fold) advance(to instant, inclusive bool) {
	if to >= f.quietUntil {
		f.reachAll(to, inclusive)
	}
}

// reachAll is advance where clocks may reach thresholds.
func (f *fold) reachAll(to instant, inclusive bool) {
	f.quietUntil = endOfTime
	for i := range f.lanes {
		f.quietUntil = min(f.quietUntil, f.lanes[i].advance(f, to, inclusive))
	}
}

// finish lets take effect what time brings about by now.
func (f *fold) finish(now instant) {
	if !f.over {
		f.advance(now, true)
	}
}
