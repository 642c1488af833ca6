package sla

import (
	"cmp"
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
)

// A Record is a clock as reports see it: what became of it, who stopped it, how long it was
// paused, and what values the fields of its issue had.
type Record struct {
	Clock

	// Outcome is what became of the promise. Unlike [Clock.Outcome] it knows which clocks
	// the issue's cancel event ended.
	Outcome Outcome

	// DecidedAt is the instant at which the outcome was decided. For a missed or overdue record
	// that is the breach, for any other that has ended its end. It is zero if nothing is decided
	// yet.
	DecidedAt time.Time

	// StoppedBy, StoppedTeam and StoppedChannel describe the event that stopped the clock. They
	// are empty if the clock is not stopped, or if the event does not have them.
	StoppedBy, StoppedTeam, StoppedChannel string

	// Wall is the time from the clock's start to its end, or to now if it is open. Paused is how
	// much of that time its state was Paused.
	Wall, Paused time.Duration

	// PausedUnanswered is how much of Paused the customer was waiting for an answer: the field
	// unanswered was true.
	PausedUnanswered time.Duration

	// PausedSince is when the clock was last paused, if its state is still Paused as of now. It
	// is zero otherwise.
	PausedSince time.Time

	// Fields are the values of the fields in RecorderOptions.Fields, in that order.
	Fields []FieldValues

	// Held splits Elapsed by the values of the field RecorderOptions.Held: in whose time the
	// clock ran. The values are in the order in which they first appeared.
	Held []HeldTime
}

// FieldValues are the values of a field at three instants of a clock, each after all events of
// that instant. A value is a string, float64, bool or []string, or nil if there is none.
type FieldValues struct {
	Start   any // when the clock started
	Decided any // when the outcome was decided; now if it is not
	End     any // when the clock ended; now if it is open
}

// HeldTime is the open time that a clock counted while a field had a value.
type HeldTime struct {
	Value any // as in FieldValues
	Open  time.Duration
}

// RecorderOptions say which fields of issues a [Recorder] records.
type RecorderOptions struct {
	Fields []string // for Record.Fields: attributes and computed fields
	Held   string   // for Record.Held, if not empty
}

// A Recorder evaluates issues into records for reports. It is immutable and safe for concurrent
// use.
type Recorder struct {
	engine *Engine
	slots  []int // slots of Fields, then of Held if set, and last of unanswered
	fields int
	held   bool
}

// Recorder returns a recorder for the engine's configuration. It fails if the name of a field is
// not valid.
func (e *Engine) Recorder(options RecorderOptions) (*Recorder, error) {
	r := &Recorder{fields: len(options.Fields), held: options.Held != ""}
	names := options.Fields
	if r.held {
		names = append(slices.Clone(names), options.Held)
	}
	var err error
	if r.engine, r.slots, err = e.recording(names); err != nil {
		return nil, err
	}
	r.slots = append(r.slots, slotUnanswered)
	return r, nil
}

// recording returns an engine for the same configuration whose program has slots for fields of
// the given names, and those slots. It fails if a name is not valid.
func (e *Engine) recording(names []string) (*Engine, []int, error) {
	p := *e.program
	p.fieldNames = slices.Clone(p.fieldNames)
	p.attributes = slices.Clone(p.attributes)
	numbers := make(map[string]int, len(p.fieldNames))
	for slot, name := range p.fieldNames {
		numbers[name] = slot
	}
	var slots []int
	for _, name := range names {
		if err := strict.CheckField(name); err != nil {
			return nil, nil, err
		}
		slot, ok := numbers[name]
		if !ok {
			slot = len(p.fieldNames)
			numbers[name] = slot
			p.fieldNames = append(p.fieldNames, name)
			p.attributes = append(p.attributes, slot)
		}
		p.readsCreatedAt = p.readsCreatedAt || slot == slotCreatedAt
		slots = append(slots, slot)
	}
	p.slots = newLookup(numbers)
	out := &Engine{clock: e.clock, program: &p, cfg: e.cfg, set: e.set, fields: e.fields, metrics: e.metrics, config: e.config}
	out.folds.New = func() any { return newFold(&p) }
	return out, slots, nil
}

// RecordsAt evaluates issue as of now and returns a record for each of its clocks that ever
// had a target, in clock order. Its errors are those of [Engine.EvaluateAt]; because it takes
// more work, it fails with [ErrTooMuchWork] for fewer events.
func (r *Recorder) RecordsAt(issue Issue, now time.Time) ([]Record, error) {
	f, records, err := r.recordsAt(&issue, now)
	if err == nil {
		r.engine.release(f)
	}
	return records, err
}

// RecordsAndTransitionsAt is RecordsAt for those who also ask what happened: it returns the
// transitions that [Engine.EvaluateAt] returns.
func (r *Recorder) RecordsAndTransitionsAt(issue Issue, now time.Time) ([]Record, []Transition, error) {
	f, records, err := r.recordsAt(&issue, now)
	if err != nil {
		return nil, nil, err
	}
	defer r.engine.release(f)
	return records, f.transitions(nil), nil
}

// recordsAt returns the records of an issue, and the fold that they were made from, which
// the caller releases.
func (r *Recorder) recordsAt(issue *Issue, now time.Time) (*fold, []Record, error) {
	at, err := presentOf(now)
	if err != nil {
		return nil, nil, err
	}
	f := r.engine.folds.Get().(*fold)
	f.trace = &trace{event: createdIssue, values: make([]valueLog, len(r.slots))}
	for i, slot := range r.slots {
		f.trace.values[i].slot = slot
	}
	if err := f.run(issue, at); err != nil {
		r.engine.release(f)
		return nil, nil, err
	}
	stories, paused := f.storiesInOrder(), f.pausedTimes(&f.trace.values[len(r.slots)-1], at)
	records := make([]Record, len(stories))
	for i, s := range stories {
		r.record(&records[i], f, s, issue, at)
		p := paused[f.pausedClock(s.lane.report(s.place))]
		records[i].Paused, records[i].PausedUnanswered, records[i].PausedSince = p.total, p.unanswered, p.since
	}
	if err := f.limit(); err != nil {
		r.engine.release(f)
		return nil, nil, err
	}
	return f, records, nil
}

// FieldsAtCreation returns the values that the recorded fields have when an issue has just
// been created, before all events, also those of the same instant. Its errors are those of
// [Engine.EvaluateAt].
func (r *Recorder) FieldsAtCreation(issue Issue) ([]any, error) {
	f := r.engine.folds.Get().(*fold)
	defer r.engine.release(f)
	if err := f.prepare(&issue); err != nil {
		return nil, err
	}
	f.create(&issue)
	values := make([]any, r.fields)
	for i := range values {
		values[i] = f.fields.values[r.slots[i]].Plain()
	}
	return values, nil
}

// record fills out with the record of a clock.
func (r *Recorder) record(out *Record, f *fold, s *story, issue *Issue, now instant) {
	c := s.lane.report(s.place)
	f.clock(&out.Clock, c, now)
	out.Outcome, out.DecidedAt = s.outcome(&out.Clock), out.Clock.DecidedAt()
	if s.void {
		out.DecidedAt = out.EndedAt
	}
	if c.state == stopped && s.stop != createdIssue {
		e := &issue.Events[s.stop]
		out.StoppedBy, out.StoppedTeam, out.StoppedChannel = e.By, e.Team, e.Channel
	}
	end := c.endOr(now)
	out.Wall = time.Duration(end - c.start)
	decided := now
	if !out.DecidedAt.IsZero() {
		decided = instantOf(out.DecidedAt)
	}
	out.Fields = make([]FieldValues, r.fields)
	for i := range out.Fields {
		log := &f.trace.values[i]
		out.Fields[i] = FieldValues{plainAt(log, c.start), plainAt(log, decided), plainAt(log, end)}
	}
	if r.held {
		out.Held = f.heldTime(s, &f.trace.values[r.fields], end)
	}
}

// plainAt returns the value of a field at an instant, as results show it.
func plainAt(l *valueLog, at instant) any {
	v := l.at(at)
	return v.Plain()
}

// heldTime splits what a clock has counted by the values of a field.
func (f *fold) heldTime(s *story, log *valueLog, end instant) []HeldTime {
	var h holders
	for part := range f.life(s, end) {
		f.work += workOfStretch
		if part.kind != lifeRan {
			continue
		}
		for from := part.from; from < part.until && !f.exhausted(); {
			v, until := log.at(from), min(part.until, log.next(from))
			f.work += workOfHeld + v.Size()/8
			if open := part.term.between(from, until); open > 0 {
				h.add(&v, open)
			}
			from = until
		}
	}
	return h.held
}

// Holders are held times in the making.
type holders struct {
	held   []HeldTime
	last   value.Value       // the one that was added last
	at     int               // its index in held
	places map[value.Key]int // the indexes of all, if there are several
}

// add adds open time that a value held.
func (h *holders) add(v *value.Value, open time.Duration) {
	if len(h.held) == 0 || !v.Equal(&h.last) {
		h.at = h.place(v)
		h.last = *v
	}
	h.held[h.at].Open += open
}

// place returns the index of a value in held, to which it adds the value if it is new.
func (h *holders) place(v *value.Value) int {
	if len(h.held) > 0 {
		if h.places == nil {
			h.places = map[value.Key]int{h.last.Key(): 0}
		}
		if i, ok := h.places[v.Key()]; ok {
			return i
		}
		h.places[v.Key()] = len(h.held)
	}
	h.held = append(h.held, HeldTime{Value: v.Plain()})
	return len(h.held) - 1
}

// next returns the first instant after the given one at which the log has a value, or endOfTime.
func (l *valueLog) next(after instant) instant {
	i, _ := slices.BinarySearchFunc(l.values, after+1, func(v valueFrom, at instant) int { return cmp.Compare(v.from, at) })
	if i == len(l.values) {
		return endOfTime
	}
	return l.values[i].from
}

// A pausedClock identifies a clock in the log.
type pausedClock struct{ lane, metric, cycle int32 }

func (f *fold) pausedClock(c *reported) pausedClock {
	k := pausedClock{0, int32(c.metric), int32(c.cycle)}
	if len(f.lanes) > 1 { // a lane is a policy
		k.lane = int32(c.applied.target.policy)
	}
	return k
}

// A pausedTime is how long a clock was in state paused.
type pausedTime struct {
	total, unanswered time.Duration
	since             time.Time // as in Record.PausedSince
}

// add adds a pause, during which the field unanswered had the values in the log.
func (p pausedTime) add(unanswered *valueLog, from, until instant) pausedTime {
	p.total += time.Duration(until - from)
	for from < until {
		next := min(until, unanswered.next(from))
		if v := unanswered.at(from); v.Bool {
			p.unanswered += time.Duration(next - from)
		}
		from = next
	}
	return p
}

// pausedTimes returns how long each clock was in state paused, up to an instant.
func (f *fold) pausedTimes(unanswered *valueLog, now instant) map[pausedClock]pausedTime {
	sums := make(map[pausedClock]pausedTime)
	since := make(map[pausedClock]instant)
	for i := range f.log {
		e := &f.log[i]
		k := pausedClock{0, e.metric, e.cycle}
		if len(f.lanes) > 1 {
			k.lane = e.policy
		}
		switch e.kind {
		case logPaused:
			since[k] = e.at
		case logResumed, logReleased, logStopped, logCancelled:
			if from, ok := since[k]; ok {
				sums[k] = sums[k].add(unanswered, from, e.at)
				delete(since, k)
			}
		}
	}
	for k, from := range since {
		p := sums[k].add(unanswered, from, now)
		p.since = from.time()
		sums[k] = p
	}
	return sums
}
