package timeline

import (
	"cmp"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/internal/svg"
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

// breachOf returns when a clock that is breached ran out of time.
func breachOf(a *sla.ClockAccount) time.Time {
	if a.DueAt.IsZero() {
		return a.BreachedAt
	}
	return earlier(a.BreachedAt, a.DueAt)
}

// A laneRow is a lane with its place and what is drawn above its bars.
type laneRow struct {
	lane        *lane
	top, y      float64 // y is the middle of the bars
	height      float64
	lines       []string
	clusters    []cluster
	starts      []mark
	dues        []dueMark
	texts       []placedText
	labelHeight float64
}

// A placedText is a text with its place.
type placedText struct {
	x    float64
	row  int
	text string
}

const lineHeight = 12.5

// layOutLane lays out a lane at top.
func (p *picture) layOutLane(l *lane, top float64) laneRow {
	r := laneRow{lane: l, top: top}
	p.layOutMarks(&r)
	texts := p.placeTexts(&r)
	above := texts + barHeight/2 + 9 // from the top to the middle of the bars
	if p.narrow() {
		r.lines = p.wrapLines(l, p.width-2*margin)
		r.labelHeight = 14 + lineHeight*float64(len(r.lines)) + 5
		r.y = top + 8 + r.labelHeight + above - 6
		r.height = r.y + barHeight/2 + 8 - top
		return r
	}
	r.lines = p.wrapLines(l, p.labels)
	r.labelHeight = 13 + lineHeight*float64(len(r.lines))
	r.y = top + 6 + max(above, r.labelHeight/2)
	r.height = max(r.y+max(barHeight/2+6, r.labelHeight/2), r.y+barHeight/2+6) - top
	return r
}

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
