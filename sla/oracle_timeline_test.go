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
	var events []sla.Event
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

	by := cmp.Or(issue.CreatedBy, sla.Customer)
	heard, responded, unanswered := by == sla.Customer, false, by == sla.Customer
	attributes := maps.Clone(issue.Attributes)
	if attributes == nil {
		attributes = make(map[string]any)
	}
	status := func() string {
		if s, ok := attributes["status"].(string); ok {
			return s
		}
		return "new"
	}
	category := func() policy.Category {
		statuses := o.config.Statuses
		if statuses == nil {
			statuses = oracleStatuses
		}
		return cmp.Or(statuses[status()], statuses["*"])
	}
	add := func(m moment, e sla.Event) {
		m.fields = maps.Clone(attributes)
		m.fields["status"] = status()
		m.fields["status_category"] = string(category())
		m.fields["created_at"] = issue.CreatedAt.UTC().Format(time.RFC3339Nano)
		m.fields["created_by"] = string(by)
		m.fields["responded"] = responded
		m.fields["unanswered"] = unanswered
		for name, text := range map[string]string{"event.by": e.By, "event.team": e.Team, "event.channel": e.Channel} {
			if text != "" {
				m.fields[name] = text
			}
		}
		moments = append(moments, m)
	}

	creation := moment{at: issue.CreatedAt.UTC().Round(0), fired: []string{"created", "created:" + string(by)}}
	for name := range attributes {
		creation.fired = append(creation.fired, "set:"+name)
	}
	add(creation, sla.Event{})
	for _, e := range events {
		m := moment{at: e.At.UTC().Round(0)}
		switch e.Type {
		case sla.Message:
			if e.From != sla.Customer || !e.NoReply {
				m.fired = append(m.fired, "message:"+string(e.From))
			}
			if e.From == sla.Customer {
				heard = true
				unanswered = unanswered || !e.NoReply
			}
			if e.From == sla.Agent {
				responded = responded || heard
				unanswered = false
			}
		case sla.Update:
			before, oldCategory := maps.Clone(attributes), category()
			before["status"] = status()
			for name, v := range e.Set {
				if v == nil {
					delete(attributes, name)
				} else {
					attributes[name] = v
				}
			}
			for name := range e.Set {
				after := attributes[name]
				if name == "status" {
					after = status()
				}
				if !equal(before[name], after) {
					m.fired = append(m.fired, "set:"+name)
				}
			}
			if oldCategory != policy.Resolved && category() == policy.Resolved {
				m.fired = append(m.fired, "resolved")
				unanswered = false
			}
			if oldCategory == policy.Resolved && category() != policy.Resolved {
				m.fired = append(m.fired, "reopened")
			}
		case sla.Note:
			m.fired = append(m.fired, "note")
		case sla.Custom:
			m.fired = append(m.fired, "custom:"+e.Name)
		case sla.Cancel:
			m.cancel = true
		}
		add(m, e)
		if m.cancel {
			break
		}
	}
	return moments
}
