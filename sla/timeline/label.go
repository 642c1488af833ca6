package timeline

import (
	"fmt"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/internal/svg"
	"github.com/punctualgo/punctual/sla"
)

// A tally counts what became of clocks.
type tally struct {
	lanes                            int
	missed, overdue, met, open, none int
}

// add counts clocks.
func (t *tally) add(clocks []*sla.ClockAccount) {
	for _, a := range clocks {
		switch a.Outcome() {
		case sla.OutcomeMissed:
			t.missed++
		case sla.OutcomeOverdue:
			t.overdue++
		case sla.OutcomeMet:
			t.met++
		case sla.OutcomeOpen:
			t.open++
		default:
			t.none++
		}
	}
}

// parts says how many clocks came to what, the worst first.
func (t *tally) parts() (list []string) {
	for _, c := range []struct {
		n    int
		what string
	}{{t.missed, "missed"}, {t.overdue, "overdue"}, {t.met, "met"}, {t.open, "open"}, {t.none, "no verdict"}} {
		if c.n > 0 {
			list = append(list, fmt.Sprint(c.n, " ", c.what))
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
	case t.open+t.none == 0:
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
	t.add(l.clocks)
	lines = append(lines, t.summary())
	if last.Open() {
		lines = append(lines, "now "+stateText(last))
	}
	return append(lines, targetText(l.clocks))
}

// stateText returns the state of a clock in a few words.
func stateText(a *sla.ClockAccount) string {
	left := human.Duration(a.Remaining, false)
	if a.Remaining < 0 {
		left = human.Duration(-a.Remaining, false)
	}
	switch {
	case a.State == sla.Stopped && !a.Breached:
		return "✓ met, " + left + " left"
	case a.State == sla.Stopped && a.Remaining == 0:
		return "✕ missed, out of hours"
	case a.State == sla.Stopped:
		return "✕ missed by " + left
	case a.State == sla.Cancelled && a.Breached:
		return "✕ breached, no verdict"
	case a.State == sla.Cancelled:
		return "– no verdict"
	case a.State == sla.Released && a.Breached:
		return "✕ breached, no target"
	case a.State == sla.Released:
		return "no target in force"
	case a.Breached:
		return "✕ " + human.Left(a.Remaining, true)
	case a.State == sla.Paused:
		return "paused, " + human.Left(a.Remaining, false)
	}
	return human.Left(a.Remaining, false)
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
		return human.Duration(least, false) + " to " + human.Duration(most, false) + " on " + schedule
	}
	return human.Duration(least, false) + " on " + schedule
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

// wrapLines returns the lines of a lane's label, as wide as there is room. Beside a lane, they are
// broken at commas; above it, they are joined.
func (p *picture) wrapLines(l *lane, room float64) []string {
	var out []string
	for _, line := range l.lines() {
		if p.narrow() {
			if n := len(out); n > 0 && svg.TextWidth(out[n-1]+" · "+line) < room {
				out[n-1] += " · " + line
				continue
			}
			out = append(out, line)
			continue
		}
		for svg.TextWidth(line) > room {
			before, after, ok := cutLine(line, room)
			if !ok {
				break
			}
			out, line = append(out, before), after
		}
		out = append(out, line)
	}
	return out
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
		if strings.HasPrefix(line, "✕") || strings.HasPrefix(line, "now ✕") {
			class = "small clear wrong"
		}
		p.Text(class, margin, y+13+lineHeight*float64(i), "", line, 60)
	}
}
