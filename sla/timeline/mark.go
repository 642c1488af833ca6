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

// title returns what a mark says, with its instant.
func (p *picture) title(m *mark) string {
	t := &m.clock.Transitions[m.transition]
	text := string(t.Kind) + ": " + t.Cause.Text
	switch t.Kind {
	case sla.KindRetargeted:
		text = fmt.Sprintf("target changed to %s: %s", human.Amount(t.Allowed), t.Cause.Text)
		if t.SamePromise {
			text = fmt.Sprintf("the same promise of %s, by policy %s: %s", human.Amount(t.Allowed), t.Policy, t.Cause.Text)
		}
	case sla.KindEscalated:
		text = stepText(t)
	case sla.KindBreached:
		text = "breached"
		for i, shown := m.transition, 0; m.with > 0 && i < len(m.clock.Transitions) && shown < 3; i++ {
			if s := &m.clock.Transitions[i]; s.Kind == sla.KindEscalated && s.At.Equal(t.At) {
				text += ", " + stepText(s)
				shown++
			}
		}
	}
	if strings.HasPrefix(m.sign, "earlier ") {
		text += " (no longer stands)"
	}
	return text + ", " + p.formatInstant(t.At)
}

// stepText names the step of an escalation.
func stepText(t *sla.CausedTransition) string {
	if t.Repeat > 0 {
		return fmt.Sprintf("step %s, repeated (%d)", t.Step, t.Repeat)
	}
	return "step " + t.Step
}

// A dueMark shows when a clock is due, or was.
type dueMark struct {
	x           float64
	text, title string
}

// dueOf returns the mark of the instant at which a clock is due. A clock that is breached has one
// only if it was due at another instant than it was breached, and one that is met only if it is
// alone in its lane and was not due at nearly the instant at which it ended.
func (p *picture) dueOf(l *lane, a *sla.ClockAccount) (m dueMark, ok bool) {
	if a.DueAt.IsZero() || !p.shows(a.DueAt) {
		return m, false
	}
	m.x, m.text = p.x(a.DueAt), "was due"
	const near = 12
	switch {
	case a.Open() && !a.Breached:
		m.text = "due"
	case a.Breached && !a.DueAt.Equal(a.BreachedAt) && m.x < p.x(a.BreachedAt)-near:
	case a.State == sla.Stopped && !a.Breached && len(l.clocks) == 1 && m.x > p.x(a.EndedAt)+near:
	default:
		return m, false
	}
	if a.Promised().Equal(a.DueAt) {
		m.text += " as promised"
	}
	m.title = m.text + " " + p.formatInstant(a.DueAt)
	return m, true
}
