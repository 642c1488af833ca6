package sla_test

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A moment is an event, or the creation: what it fired, and the fields after it.
type moment struct {
	at     time.Time
	cancel bool
	fired  []string
	fields map[string]any // with event.by and so on
}

// moments is the timeline, and the names of triggers.
func (o *oracle) moments(issue sla.Issue, now time.Time) (moments []moment) {
	if now.Before(issue.CreatedAt) {
		return nil
	}
	s := newOracleState(o, issue)
	creation := moment{at: issue.CreatedAt.UTC().Round(0), fired: []string{"created", "created:" + string(s.by)}}
	for name := range s.attributes {
		creation.fired = append(creation.fired, "set:"+name)
	}
	creation.fields = s.fields(sla.Event{})
	moments = append(moments, creation)
	for _, e := range o.inOrder(issue, now) {
		m := moment{at: e.At.UTC().Round(0), cancel: e.Type == sla.Cancel, fired: s.apply(e)}
		m.fields = s.fields(e)
		moments = append(moments, m)
		if m.cancel {
			break
		}
	}
	return moments
}

// inOrder gives the events up to now, each once.
func (o *oracle) inOrder(issue sla.Issue, now time.Time) (events []sla.Event) {
	seen := make(map[string]bool)
	for _, e := range issue.Events {
		if e.At.After(now) {
			continue
		}
		if e.ID != "" && seen[e.ID] {
			o.note("event: a duplicate")
			continue
		}
		seen[e.ID] = true
		events = append(events, e)
	}
	slices.SortStableFunc(events, func(a, b sla.Event) int { return a.At.Compare(b.At) })
	return events
}

// An oracleState is what an issue is like after some of its events.
type oracleState struct {
	created    time.Time
	by         sla.Party
	statuses   map[string]policy.Category
	attributes map[string]any

	heard      bool // the customer was heard from
	responded  bool
	unanswered bool
}

func newOracleState(o *oracle, issue sla.Issue) *oracleState {
	s := &oracleState{created: issue.CreatedAt, by: cmp.Or(issue.CreatedBy, sla.Customer), statuses: o.config.Statuses}
	if s.statuses == nil {
		s.statuses = oracleStatuses
	}
	s.attributes = make(map[string]any)
	maps.Copy(s.attributes, issue.Attributes)
	s.heard, s.unanswered = s.by == sla.Customer, s.by == sla.Customer
	return s
}

func (s *oracleState) status() string {
	if status, ok := s.attributes["status"].(string); ok {
		return status
	}
	return "new"
}

func (s *oracleState) category() policy.Category {
	return cmp.Or(s.statuses[s.status()], s.statuses["*"])
}

// fields are what conditions see after an event.
func (s *oracleState) fields(e sla.Event) map[string]any {
	fields := maps.Clone(s.attributes)
	fields["status"] = s.status()
	fields["status_category"] = string(s.category())
	fields["created_at"] = s.created.UTC().Format(time.RFC3339Nano)
	fields["created_by"] = string(s.by)
	fields["responded"] = s.responded
	fields["unanswered"] = s.unanswered
	for name, text := range map[string]string{"event.by": e.By, "event.team": e.Team, "event.channel": e.Channel} {
		if text != "" {
			fields[name] = text
		}
	}
	return fields
}

// apply applies an event, and gives the names of the triggers that it fires.
func (s *oracleState) apply(e sla.Event) []string {
	switch e.Type {
	case sla.Message:
		return s.message(e)
	case sla.Update:
		return s.update(e.Set)
	case sla.Note:
		return []string{"note"}
	case sla.Custom:
		return []string{"custom:" + e.Name}
	}
	return nil
}

func (s *oracleState) message(e sla.Event) []string {
	switch e.From {
	case sla.Customer:
		s.heard = true
		s.unanswered = s.unanswered || !e.NoReply
		if e.NoReply {
			return nil
		}
	case sla.Agent:
		s.responded = s.responded || s.heard
		s.unanswered = false
	}
	return []string{"message:" + string(e.From)}
}

func (s *oracleState) update(set map[string]any) (fired []string) {
	before, was := s.fields(sla.Event{}), s.category()
	for name, v := range set {
		if v == nil {
			delete(s.attributes, name)
		} else {
			s.attributes[name] = v
		}
	}
	after, is := s.fields(sla.Event{}), s.category()
	for name := range set {
		if !equal(before[name], after[name]) {
			fired = append(fired, "set:"+name)
		}
	}
	if was != policy.Resolved && is == policy.Resolved {
		fired = append(fired, "resolved")
		s.unanswered = false
	}
	if was == policy.Resolved && is != policy.Resolved {
		fired = append(fired, "reopened")
	}
	return fired
}
