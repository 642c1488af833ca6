package sla

import (
	"slices"
	"strings"

	"github.com/punctualgo/punctual/policy"
)

// effect returns the part of an event's text that caused a transition, or "" if that is all of it.
func (w *narrator) effect(kind Kind, s *story, h *caused, at instant) string {
	if h.event < 0 {
		return ""
	}
	switch kind {
	case KindRetargeted, KindReleased:
		return w.change(h.event, w.chosenBy(s, h.term, h.event))
	case KindPaused, KindResumed:
		if h.term >= 0 && s.terms[h.term].target != nil {
			if p := w.pausingAt(s.terms[h.term].target.pause, at); p != nil {
				return w.change(h.event, w.decided(p))
			}
		}
		return ""
	}
	return w.change(h.event, fieldsOf(h.on))
}

// change returns the text of an event that sets several fields, for those of the given names. It
// returns "" if that is all of them or none.
func (w *narrator) change(event int, names []string) string {
	if event < 0 {
		return ""
	}
	e := &w.issue.Events[event]
	if e.Type != Update {
		return ""
	}
	names = slices.DeleteFunc(names, func(name string) bool { _, ok := e.Set[name]; return !ok })
	if len(names) == 0 || len(names) == len(e.Set) {
		return ""
	}
	text := updateText(e, names)
	w.spend(2 * len(text))
	return text
}

// fieldsOf returns the fields that a trigger is about, if it is about some.
func fieldsOf(on string) []string {
	if field, ok := strings.CutPrefix(on, "set:"); ok {
		return []string{field}
	}
	if on == "resolved" || on == "reopened" {
		return []string{policy.Status}
	}
	return nil
}

// decided returns the field that decided a pause.
func (w *narrator) decided(p *pausing) []string {
	if p.because.node == nil {
		return nil
	}
	name := w.program.fieldNames[p.because.node.slot]
	if name == policy.StatusCategory {
		name = policy.Status
	}
	return []string{name}
}

// pausingAt returns why a pause condition holds, or does not, from an instant on, or nil if that
// does not change then.
func (w *narrator) pausingAt(pause int, at instant) *pausing {
	why := w.trace.reasons.pauses[pause]
	i := lastPausing(why, at)
	if i < 0 || why[i].at != at {
		return nil
	}
	return &why[i]
}

// lastPausing returns the index of the last reason not after an instant, or -1.
func lastPausing(why []pausing, at instant) int {
	i, _ := slices.BinarySearchFunc(why, at, func(p pausing, at instant) int {
		if p.at > at {
			return 1
		}
		return -1
	})
	return i - 1
}

// chosenBy returns the fields by which an event brought another target into force: those by which
// the targets before and after are chosen, or else those that conditions of policies read.
func (w *narrator) chosenBy(s *story, term, event int) (names []string) {
	set := w.issue.Events[event].Set
	for i := max(term-1, 0); i <= term; i++ {
		for _, p := range s.terms[i].picks {
			name := w.program.fieldNames[p.slot]
			if _, ok := set[name]; ok && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		if t := s.terms[i].target; t != nil && t.until >= 0 {
			if name := w.program.fieldNames[t.until]; !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	samePolicy := term > 0 && s.terms[term].target != nil && s.terms[term-1].target != nil && s.terms[term].target.policy == s.terms[term-1].target.policy
	if samePolicy && len(names) > 0 {
		return names
	}
	for name := range set {
		if slot, ok := w.program.slots.find(name); ok && w.program.whenReads.has(slot) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
