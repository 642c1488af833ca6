package sla

// A desk knows which events of an issue are decisions of people of the desk: agents' messages
// and notes, and what was set or reported then, unless somebody else did it.
type desk struct {
	issue    *Issue
	outsider map[string]bool   // who has written, other than agents
	wrote    map[instant]Party // who wrote at an instant, an agent before others
}

// desk returns the desk of the issue.
func (w *narrator) desk() *desk {
	if w.people != nil {
		return w.people
	}
	d := &desk{issue: w.issue, outsider: make(map[string]bool), wrote: make(map[instant]Party)}
	for i := range w.issue.Events {
		e := &w.issue.Events[i]
		if e.Type != Message {
			continue
		}
		at := instantOf(e.At)
		if d.wrote[at] != Agent {
			d.wrote[at] = e.From
		}
		if e.From != Agent && e.By != "" {
			d.outsider[e.By] = true
		}
	}
	w.spend(64 * len(w.issue.Events))
	w.people = d
	return d
}

// decided reports whether people of the desk decided an event. A customer who writes may by that
// set the status, at the same instant: that is no decision of the desk.
func (d *desk) decided(event int) bool {
	e := &d.issue.Events[event]
	if e.By != "" && d.outsider[e.By] {
		return false
	}
	switch e.Type {
	case Message:
		return e.From == Agent
	case Note:
		return true
	case Cancel:
		return false
	}
	by, wrote := d.wrote[instantOf(e.At)]
	return !wrote || by == Agent
}
