package sla

import (
	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// Fields are the fields of an issue after the events so far. They evaluate conditions, and count
// the work of doing so.
type fields struct {
	program  *program
	values   []value.Value       // by slot
	computed computedState       // the computed fields, also in values
	heard    bool                // the customer has created the issue or written
	findings []finding           // by number of the search; see program.searches
	work     int                 // steps taken for conditions; see MaxWork
	hours    businesshours.Meter // counts the work of calendars
	list     []int               // memory for delta.list
}

// A delta is the set of fields that an event has changed.
type delta struct {
	slots slotSet
	list  []int // the slots of attributes, if any trigger is named for attributes
}

// A change is a new value for an attribute. An absent value removes it.
type change struct {
	slot     int
	value    value.Value
	category category // if the attribute is the status
}

// A finding is the result of the last search for a regular expression. Searching is slow, and
// most events leave the text unchanged.
type finding struct {
	known   bool
	text    string
	matches bool
}

func newFields(p *program) fields {
	f := fields{program: p, values: make([]value.Value, len(p.fieldNames)), findings: make([]finding, p.searches)}
	f.reset()
	return f
}

// reset prepares f for a new issue. It keeps nothing that customers wrote.
func (f *fields) reset() {
	clear(f.values)
	clear(f.findings)
	f.values[slotResponded].Kind, f.values[slotUnanswered].Kind = value.Bool, value.Bool
	f.computed, f.heard, f.work = 0, false, 0
	f.hours.Reset(MaxWork)
}

// create sets the fields of a new issue, including its attributes.
func (f *fields) create(issue *Issue, attributes []change) delta {
	d := delta{list: f.list[:0]}
	by := issue.CreatedBy
	if by == "" {
		by = Customer
	}
	f.values[slotCreatedBy] = value.OfText(string(by))
	if f.program.readsCreatedAt {
		f.values[slotCreatedAt] = value.OfText(format(issue.CreatedAt))
	}
	if by == Customer {
		f.heard = true
		f.enter(&d, stateUnanswered)
	}
	f.assign(&d, attributes)
	if f.values[slotStatus].Kind == value.Absent {
		f.values[slotStatus] = value.OfText(policy.NewStatus) // implied, so not a change
		f.enter(&d, f.computed.withCategory(f.program.category(policy.NewStatus)))
	}
	f.list = d.list
	return d
}

// update sets attributes, adds what changed to d, and returns the facts that follow.
func (f *fields) update(d *delta, attributes []change) fact {
	d.list = f.list[:0]
	was := f.computed.category()
	f.assign(d, attributes)
	f.list = d.list
	is := f.computed.category()
	switch {
	case d.slots == 0:
		return 0
	case was == is:
		return factSet
	case is == categoryResolved:
		f.enter(d, f.computed&^stateUnanswered)
		return factSet | factResolved
	case was == categoryResolved:
		return factSet | factReopened
	}
	return factSet
}

// message applies the effects of a message and adds what changed to d. Events other than
// messages change nothing.
func (f *fields) message(d *delta, what fact) {
	s := f.computed
	switch what {
	case factCustomerMessage:
		f.heard = true
		s |= stateUnanswered
	case factThanks:
		f.heard = true
	case factAgentMessage:
		if f.heard {
			s |= stateResponded
		}
		s &^= stateUnanswered
	}
	if s != f.computed {
		f.enter(d, s)
	}
}

// assign sets attributes, and the category if the status is among them.
func (f *fields) assign(d *delta, attributes []change) {
	for i := range attributes {
		c := &attributes[i]
		v := &f.values[c.slot]
		if v.Equal(&c.value) {
			continue
		}
		*v = c.value
		d.slots.add(c.slot)
		if f.program.heeded&factSet != 0 {
			d.list = append(d.list, c.slot)
		}
		if c.slot == slotStatus {
			f.enter(d, f.computed.withCategory(c.category))
		}
	}
}

// enter sets the computed fields that events change.
func (f *fields) enter(d *delta, s computedState) {
	changed := s ^ f.computed
	f.computed = s
	if changed&stateResponded != 0 {
		f.values[slotResponded].Bool = s&stateResponded != 0
		d.slots.add(slotResponded)
	}
	if changed&stateUnanswered != 0 {
		f.values[slotUnanswered].Bool = s&stateUnanswered != 0
		d.slots.add(slotUnanswered)
	}
	if changed >= stateCategory {
		v := &f.values[slotCategory]
		v.Kind, v.Text = value.Text, string(categories[s.category()])
		d.slots.add(slotCategory)
	}
}

// restore rebuilds the computed state from stored values and the category of the status.
func (f *fields) restore(c category) {
	var s computedState
	if f.values[slotResponded].Bool {
		s |= stateResponded
	}
	if f.values[slotUnanswered].Bool {
		s |= stateUnanswered
	}
	f.computed = s // what values has; enter adds the category
	f.enter(new(delta), s.withCategory(c))
}

// goOn takes over the computed fields of the same issue under another program, except the
// category.
func (f *fields) goOn(old *fields) {
	f.heard = old.heard
	f.enter(new(delta), old.computed.withCategory(f.computed.category()))
}

// setEvent sets the fields that describe the event itself.
func (f *fields) setEvent(e *Event) {
	f.values[slotEventBy] = textOrAbsent(e.By)
	f.values[slotEventTeam] = textOrAbsent(e.Team)
	f.values[slotEventChannel] = textOrAbsent(e.Channel)
}

func textOrAbsent(s string) value.Value {
	if s == "" {
		return value.Value{}
	}
	return value.OfText(s)
}

// holds reports whether a condition holds.
func (f *fields) holds(c *condition) bool {
	if c.computed {
		return c.states.has(f.computed)
	}
	i := c.entry
	for i >= 0 {
		n := &c.nodes[i]
		if f.compare(n) {
			i = n.yes
		} else {
			i = n.no
		}
	}
	return i == whenTrue
}

// compare reports whether a comparison is true.
func (f *fields) compare(n *node) bool {
	v := &f.values[n.slot]
	switch {
	case n.work != 0:
		f.work += n.work
	case n.op == opMatches && v.Kind == value.Text:
		return f.search(n, v.Text)
	default:
		f.work += n.workWith(v)
	}
	return n.isTrueOf(v, &f.hours)
}

// spent returns the steps taken for conditions and calendars; see MaxWork.
func (f *fields) spent() int { return f.work + MaxWork - f.hours.Left() }

// search reports whether the regular expression of a comparison occurs in a text.
func (f *fields) search(n *node, text string) bool {
	f.work += workOfCompare
	last := &f.findings[n.finding]
	if !last.known || last.text != text {
		f.work += n.regexp.size * len(text)
		if f.work > MaxWork {
			return false
		}
		*last = finding{true, text, n.regexp.MatchString(text)}
	}
	return last.matches
}
