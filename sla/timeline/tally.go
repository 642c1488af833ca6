package timeline

import (
	"cmp"
	"strings"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/sla"
)

// A tally counts clocks by outcome.
type tally struct {
	lanes                                     int
	overdue, missed, open, met, dropped, void int
}

// add counts a clock.
func (t *tally) add(a *sla.ClockAccount) {
	switch outcomeOf(a) {
	case sla.OutcomeOverdue:
		t.overdue++
	case sla.OutcomeMissed:
		t.missed++
	case sla.OutcomeOpen:
		t.open++
	case sla.OutcomeMet:
		t.met++
	case sla.OutcomeDropped:
		t.dropped++
	case sla.OutcomeVoid:
		t.void++
	}
}

// outcomeOf returns the outcome of an account, also of one that was not made by an engine.
func outcomeOf(a *sla.ClockAccount) sla.Outcome { return cmp.Or(a.Outcome, a.Clock.Outcome()) }

// parts says how many clocks came to what, the worst first, as [sla.Summary] does.
func (t *tally) parts() (list []string) {
	for _, c := range []struct {
		n    int
		what sla.Outcome
	}{
		{t.overdue, sla.OutcomeOverdue}, {t.missed, sla.OutcomeMissed}, {t.open, sla.OutcomeOpen},
		{t.met, sla.OutcomeMet}, {t.dropped, sla.OutcomeDropped}, {t.void, sla.OutcomeVoid},
	} {
		if c.n > 0 {
			list = append(list, human.Count(int64(c.n))+" "+string(c.what))
		}
	}
	return list
}

// summary returns the parts in a few words, after a sign of whether there is a breach.
func (t *tally) summary() string {
	text := strings.Join(t.parts(), ", ")
	switch {
	case t.missed+t.overdue > 0:
		return "✕ " + text
	case t.open+t.dropped+t.void == 0:
		return "✓ " + text
	}
	return text
}
