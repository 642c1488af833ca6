package timeline

import (
	"strings"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/internal/svg"
	"github.com/punctualgo/punctual/sla"
)

// lines returns the lines of a lane's label below its name.
func (l *lane) lines() (lines []string) {
	if l.policy != "" {
		lines = append(lines, l.policy)
	}
	last := l.clocks[len(l.clocks)-1]
	if len(l.clocks) == 1 {
		return append(lines, stateText(last), targetText(l.clocks))
	}
	var t tally
	for _, a := range l.clocks {
		t.add(a)
	}
	lines = append(lines, t.summary())
	if last.Open() {
		lines = append(lines, "now "+stateText(last))
	}
	return append(lines, targetText(l.clocks))
}

// stateText returns the state of a clock in a few words, which are those of [sla.Summary].
func stateText(a *sla.ClockAccount) string {
	left, late := human.Amount(max(a.Remaining, 0)), human.Amount(max(-a.Remaining, 0))
	switch outcome := outcomeOf(a); {
	case outcome == sla.OutcomeVoid:
		return "– void"
	case outcome == sla.OutcomeDropped:
		return "– dropped"
	case outcome == sla.OutcomeMet:
		return "✓ met, " + left + " left"
	case outcome == sla.OutcomeMissed && a.State == sla.Cancelled:
		return "✕ missed, no verdict"
	case outcome == sla.OutcomeMissed && a.Remaining >= 0:
		return "✕ missed, out of hours"
	case outcome == sla.OutcomeMissed:
		return "✕ missed by " + late
	case outcome == sla.OutcomeOverdue && a.State == sla.Released:
		return "✕ overdue, no target"
	case outcome == sla.OutcomeOverdue && a.Remaining >= 0:
		return "✕ overdue" + ifPaused(a)
	case outcome == sla.OutcomeOverdue:
		return "✕ overdue by " + late + ifPaused(a)
	case a.State == sla.Released:
		return "no target in force"
	case a.State == sla.Paused:
		return "paused, " + left + " left"
	}
	return left + " left"
}

// ifPaused says that an overdue clock is paused, if it is.
func ifPaused(a *sla.ClockAccount) string {
	if a.State == sla.Paused {
		return ", paused"
	}
	return ""
}

// targetText returns the targets of clocks and their schedule.
func targetText(clocks []*sla.ClockAccount) string {
	least, most := clocks[0].Target, clocks[0].Target
	schedule := clocks[0].Schedule
	for _, a := range clocks {
		least, most = min(least, a.Target), max(most, a.Target)
		if a.Schedule != schedule {
			schedule = "several schedules"
		}
	}
	if least != most {
		return human.Amount(least) + " to " + human.Amount(most) + " on " + schedule
	}
	return human.Amount(least) + " on " + schedule
}

const lineHeight = 12.5

// wrapLines returns the lines of a lane's label, as wide as there is room. Above a lane, they are
// joined.
func (p *picture) wrapLines(l *lane, room float64) []string {
	var out []string
	for _, line := range l.lines() {
		if n := len(out); p.narrow() && n > 0 && svg.TextWidth(out[n-1]+" · "+line) < room {
			out[n-1] += " · " + line
			continue
		}
		out = append(out, wrap(line, room)...)
	}
	return out
}

// wrap breaks a line after commas, as wide as there is room.
func wrap(line string, room float64) (out []string) {
	for svg.TextWidth(line) > room {
		before, after, ok := cutLine(line, room)
		if !ok {
			break
		}
		out, line = append(out, before), after
	}
	return append(out, line)
}

// cutLine cuts a line after its last comma within room.
func cutLine(line string, room float64) (before, after string, ok bool) {
	for i := len(line); ; {
		i = strings.LastIndex(line[:i], ", ")
		if i < 0 {
			return line, "", false
		}
		if svg.TextWidth(line[:i+1]) <= room {
			return line[:i+1], line[i+2:], true
		}
	}
}

// drawLabel draws the label of a lane.
func (p *picture) drawLabel(r *laneRow) {
	y := r.y - r.labelHeight/2 + 10
	if p.narrow() {
		y = r.top + 18
	}
	p.Text("lane clear", margin, y, "", r.lane.name, 24)
	for i, line := range r.lines {
		class := "small clear"
		if strings.Contains(line, "✕ ") {
			class = "small clear wrong"
		}
		p.Text(class, margin, y+13+lineHeight*float64(i), "", line, 60)
	}
}
