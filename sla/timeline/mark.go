package timeline

import (
	"fmt"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/sla"
)

// A mark shows that something happened to a clock.
type mark struct {
	clock      *sla.ClockAccount
	transition int // its index in the transitions of the clock
	sign       string
	with       int // the number of steps at the same instant that belong to this mark
}

// at returns when it happened.
func (m *mark) at() time.Time { return m.clock.Transitions[m.transition].At }

// weights order signs by how much they matter.
var weights = map[string]int{
	"breach": 8, "missed": 7, "met": 6, "ended": 5, "reopened": 5,
	"earlier breach": 4, "earlier miss": 4, "earlier met": 4, "target": 3, "step": 2, "start": 1,
}

// isVerdict reports whether a sign is that of a breach or an end.
func isVerdict(sign string) bool { return weights[sign] > weights["target"] && sign != "reopened" }

// isVerdict reports whether a mark is that of a breach or an end.
func (m *mark) isVerdict() bool { return isVerdict(m.sign) }

// marksOf returns the marks of a clock. Pauses and resumptions have none: the bars show them. A
// step at the instant of a breach belongs to the mark of the breach.
func marksOf(a *sla.ClockAccount, marks []mark) []mark {
	first := len(marks)
	for i := 0; i < len(a.Transitions); {
		n, breach := i, -1 // the transitions of an instant, and the mark of its breach
		for ; n < len(a.Transitions) && a.Transitions[n].At.Equal(a.Transitions[i].At); n++ {
			if a.Transitions[n].Kind == sla.KindBreached {
				breach = n
			}
		}
		steps := 0
		for ; i < n; i++ {
			t := &a.Transitions[i]
			if breach >= 0 && t.Kind == sla.KindEscalated {
				steps++
				continue
			}
			overrule(marks[first:], t)
			if sign := signOf(t); sign != "" {
				marks = append(marks, mark{clock: a, transition: i, sign: sign})
			}
		}
		for k := len(marks) - 1; steps > 0 && k >= first; k-- {
			if marks[k].transition == breach {
				marks[k].with = steps
				break
			}
		}
	}
	return marks
}

// overrule makes the marks of verdicts that no longer stand after t those of earlier ones.
func overrule(marks []mark, t *sla.CausedTransition) {
	var signs map[string]string
	switch {
	case t.Kind == sla.KindRetargeted && !t.SamePromise:
		signs = map[string]string{"breach": "earlier breach"}
	case t.Kind == sla.KindReopened:
		signs = map[string]string{"met": "earlier met", "missed": "earlier miss"}
	default:
		return
	}
	for k := len(marks) - 1; k >= 0; k-- {
		if sign := signs[marks[k].sign]; sign != "" {
			marks[k].sign = sign
			return // those before have been overruled, too
		}
	}
}

// signOf returns the sign of a transition, if it has one.
func signOf(t *sla.CausedTransition) string {
	switch t.Kind {
	case sla.KindStarted:
		return "start"
	case sla.KindRetargeted:
		return "target"
	case sla.KindEscalated:
		return "step"
	case sla.KindBreached:
		return "breach"
	case sla.KindStopped:
		if t.Met {
			return "met"
		}
		return "missed"
	case sla.KindCancelled:
		return "ended"
	case sla.KindReopened:
		return "reopened"
	}
	return ""
}

// text returns the text of a mark, if it has one.
func (m *mark) text() string {
	t := &m.clock.Transitions[m.transition]
	switch m.sign {
	case "target":
		if t.SamePromise {
			return "same promise"
		}
		return human.Amount(t.Allowed) + " target"
	case "step":
		return t.Step
	case "breach", "earlier breach":
		return "breached"
	case "met", "reopened", "ended", "earlier met":
		return strings.TrimPrefix(m.sign, "earlier ")
	case "missed", "earlier miss":
		return "stopped"
	}
	return ""
}

// stepText names the step of an escalation.
func stepText(t *sla.CausedTransition) string {
	if t.Repeat > 0 {
		return fmt.Sprintf("step %s, repeated (%d)", t.Step, t.Repeat)
	}
	return "step " + t.Step
}
