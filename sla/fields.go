package sla

import (
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// The fields that a configuration reads have numbers, called slots. The computed
// ones and those of an event are the first.
const (
	slotStatus = iota
	slotCategory
	slotResponded
	slotUnanswered
	slotCreatedAt
	slotCreatedBy
	slotEventBy
	slotEventTeam
	slotEventChannel
	fixedSlots
)

var fixedFields = [fixedSlots]string{
	policy.Status, policy.StatusCategory, policy.Responded, policy.Unanswered, policy.CreatedAt, policy.CreatedBy,
	policy.EventBy, policy.EventTeam, policy.EventChannel,
}

// A slotSet is a set of slots, in which those from 63 on are not told apart. It may
// so say that slots meet which do not, but not the reverse.
type slotSet uint64

func (s *slotSet) add(slot int)            { *s |= 1 << min(slot, 63) }
func (s slotSet) meets(other slotSet) bool { return s&other != 0 }

// fields are the fields of an issue, as the events so far have left them.
type fields struct {
	program *program
	values  []value.Value // by slot

	// What the last event changed: as a set of slots, and by slot.
	changed      slotSet
	changedSlots []int

	statusGiven bool // the status is not the implied "new"
	heard       bool // the customer was heard from
	category    policy.Category
}

func (f *fields) reset() {
	clear(f.values)
	f.changed, f.changedSlots = 0, f.changedSlots[:0]
	f.statusGiven, f.heard, f.category = false, false, ""
}

// begin forgets what the last event was.
func (f *fields) begin() {
	f.changed, f.changedSlots = 0, f.changedSlots[:0]
}

// set gives a slot a value, and notes whether that changed it.
func (f *fields) set(slot int, v value.Value) {
	if !f.values[slot].Equal(&v) {
		f.values[slot] = v
		f.note(slot)
	}
}

func (f *fields) note(slot int) {
	f.changed.add(slot)
	f.changedSlots = append(f.changedSlots, slot)
}

// hasChanged reports whether the last event changed a slot.
func (f *fields) hasChanged(slot int) bool { return slices.Contains(f.changedSlots, slot) }

func (f *fields) setBool(slot int, b bool) {
	f.set(slot, value.OfBool(b))
}

// create sets the fields of a new issue.
func (f *fields) create(issue *Issue) {
	f.begin()
	by := issue.CreatedBy
	if by == "" {
		by = Customer
	}
	f.set(slotCreatedBy, value.OfText(string(by)))
	if f.program.readsCreatedAt {
		f.set(slotCreatedAt, value.OfText(canonical(issue.CreatedAt).Format(time.RFC3339Nano)))
	}
	f.setBool(slotResponded, false)
	f.heard = by == Customer
	f.setBool(slotUnanswered, f.heard)
	f.assign(issue.Attributes)
	if !f.statusGiven {
		f.values[slotStatus] = value.OfText(policy.NewStatus) // implied: no change
	}
	f.categorize()
}

// assign gives attributes their values; nil removes one.
func (f *fields) assign(values map[string]any) {
	for name, x := range values {
		slot, ok := f.program.slots[name]
		if !ok {
			continue // nothing reads it
		}
		var v value.Value
		if x != nil {
			v, _ = value.Of(x)
		}
		if slot == slotStatus {
			f.statusGiven = x != nil
			if x == nil {
				v = value.OfText(policy.NewStatus)
			}
		}
		f.set(slot, v)
	}
}

// categorize sets the category of the status.
func (f *fields) categorize() {
	f.category = f.program.category(f.values[slotStatus].Text)
	f.set(slotCategory, value.OfText(string(f.category)))
}

// category returns the category of a status, or "" if it is not mapped.
func (p *program) category(status string) policy.Category {
	if c, ok := p.statuses[status]; ok {
		return c
	}
	return p.statuses[policy.OtherStatuses]
}

// statusOf returns the status that attributes give: "new" if none.
func statusOf(values map[string]any) string {
	if x := values[policy.Status]; x != nil {
		v, _ := value.Of(x)
		return v.Text
	}
	return policy.NewStatus
}

// checkStatuses reports each status of an issue that the configuration does not
// map to a category.
func (p *program) checkStatuses(issue *Issue) error {
	var v strict.Problems
	check := func(status string, path func() string) {
		if p.category(status) == "" {
			v.Add(path()+".status", "status %s has no category; map it in statuses, or \"*\" for all others", strict.Quote(status))
		}
	}
	check(statusOf(issue.Attributes), func() string { return "attributes" })
	for i := range issue.Events {
		if set := issue.Events[i].Set; set != nil {
			if _, ok := set[policy.Status]; ok {
				check(statusOf(set), func() string { return strict.Index("events", i) + ".set" })
			}
		}
	}
	return v.Err()
}

// event sets the fields of an event itself.
func (f *fields) event(by, team, channel string) {
	f.values[slotEventBy] = textOrAbsent(by)
	f.values[slotEventTeam] = textOrAbsent(team)
	f.values[slotEventChannel] = textOrAbsent(channel)
}

func textOrAbsent(s string) value.Value {
	if s == "" {
		return value.Value{}
	}
	return value.OfText(s)
}

// message sets what follows from a message.
func (f *fields) message(from Party, needsReply bool) {
	switch from {
	case Customer:
		f.heard = true
		if needsReply {
			f.setBool(slotUnanswered, true)
		}
	case Agent:
		if f.heard {
			f.setBool(slotResponded, true)
		}
		f.setBool(slotUnanswered, false)
	}
}
