package sla_test

import (
	"time"

	"github.com/punctualgo/punctual/sla"
)

// An oraclePast is what reports ask of a clock's past.
type oraclePast struct {
	counted          []counted // what adds up to the elapsed time
	paused           time.Duration
	pausedUnanswered time.Duration
	pausedAt         time.Time // last
	end              *moment   // at which it ended last
	void             bool      // the cancel event ended it
}

// counted is open time that was counted after a moment, and before the next.
type counted struct {
	moment int
	open   time.Duration
}

// pause adds time for which the clock stood paused after m.
func (p *oraclePast) pause(m *moment, d time.Duration) {
	p.paused += d
	if m.fields["unanswered"] == true {
		p.pausedUnanswered += d
	}
}

// outcome is what became of the promise behind a clock, and when that was decided.
func (c *oracleClock) outcome() (sla.Outcome, time.Time) {
	switch {
	case c.past.void:
		return sla.OutcomeVoid, c.ended
	case c.open() && c.breached:
		return sla.OutcomeOverdue, c.breachedAt
	case c.open():
		return sla.OutcomeOpen, time.Time{}
	case c.breached:
		return sla.OutcomeMissed, c.breachedAt
	case c.state == sla.Stopped:
		return sla.OutcomeMet, c.ended
	}
	return sla.OutcomeDropped, c.ended
}

// record is c as reports see it, as of now.
func (l *oracleLane) record(c *oracleClock, options sla.RecorderOptions, now time.Time) sla.Record {
	r := sla.Record{Clock: l.show(c), Paused: c.past.paused, PausedUnanswered: c.past.pausedUnanswered}
	r.Outcome, r.DecidedAt = c.outcome()
	l.note("outcome: " + string(r.Outcome))
	end := now
	if !c.open() {
		end = c.ended
	}
	r.Wall = end.Sub(c.start)
	if c.state == sla.Stopped {
		r.StoppedBy, _ = c.past.end.fields["event.by"].(string)
		r.StoppedTeam, _ = c.past.end.fields["event.team"].(string)
		r.StoppedChannel, _ = c.past.end.fields["event.channel"].(string)
	}
	if c.state == sla.Paused {
		r.PausedSince = c.past.pausedAt
	}
	for _, field := range options.Fields {
		decided := r.DecidedAt
		if decided.IsZero() {
			decided = now
		}
		r.Fields = append(r.Fields, sla.FieldValues{Start: l.valueAt(field, c.start), Decided: l.valueAt(field, decided), End: l.valueAt(field, end)})
	}
	if options.Held != "" {
		r.Held = l.held(c, options.Held)
	}
	return r
}

// valueAt is what a field has when all events of an instant have been applied.
func (l *oracleLane) valueAt(field string, at time.Time) any {
	last := 0
	for i, m := range l.moments {
		if !m.at.After(at) {
			last = i
		}
	}
	return normal(l.moments[last].fields[field])
}

// held gives what c has counted to the values that a field had meanwhile.
func (l *oracleLane) held(c *oracleClock, field string) (list []sla.HeldTime) {
next:
	for _, part := range c.past.counted {
		if part.open == 0 {
			continue
		}
		value := normal(l.moments[part.moment].fields[field])
		for i := range list {
			if equal(list[i].Value, value) {
				list[i].Open += part.open
				continue next
			}
		}
		list = append(list, sla.HeldTime{Value: value, Open: part.open})
	}
	return list
}
