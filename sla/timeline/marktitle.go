package timeline

import (
	"fmt"
	"strings"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/sla"
)

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
