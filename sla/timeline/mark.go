package timeline

import (
	"fmt"
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/internal/svg"
	"github.com/punctualgo/punctual/sla"
)

// A mark shows that something happened to a clock.
type mark struct {
	at          time.Time
	shape       string
	text, title string
	weight      int // the heaviest of several marks in one place is drawn
	hidden      int // the number of marks that this one covers
}

// halfReach is half of how far a mark covers others.
const halfReach = 4.5

// drawMarks draws the marks of a lane, each with its text if there is room.
func (p *picture) drawMarks(l *lane, top float64) {
	var marks []mark
	for _, a := range l.clocks {
		marks = append(marks, p.marksOf(a)...)
	}
	y := top + barTop + barHeight/2
	texts := p.newTexts()
	for _, m := range p.uncovered(marks) {
		x := p.scale.x(m.at)
		p.drawMark(m.shape, x, y, m.title)
		if m.text == "" {
			continue
		}
		if at, row, ok := texts.place(x, svg.TextWidth(m.text), p.left, p.right); ok {
			p.Text("small", at, top+barTop-9-12*float64(row), "", m.text, 24)
		}
	}
}

// uncovered returns the marks to draw, the heaviest first. Where several would cover each
// other, it returns only the heaviest, with the titles of the others.
func (p *picture) uncovered(marks []mark) []mark {
	slices.SortStableFunc(marks, func(a, b mark) int { return b.weight - a.weight })
	var drawn []mark
	// By place, one more than the index in drawn of the mark there.
	shapes, dues := make(map[int]int), make(map[int]int)
	for _, m := range marks {
		at := int(p.scale.x(m.at) / halfReach)
		places, reach := shapes, 1
		if m.shape == "due" {
			places, reach = dues, 0 // a line, which covers only other such lines
		}
		if i := places[at]; i > 0 {
			drawn[i-1].hide(&m)
			continue
		}
		drawn = append(drawn, m)
		for k := at - reach; k <= at+reach; k++ {
			places[k] = len(drawn)
		}
	}
	return drawn
}

// hide adds the title of other, which m covers. It adds three titles at most.
func (m *mark) hide(other *mark) {
	switch m.hidden++; {
	case m.hidden < 4:
		m.title += "; " + other.title
	case m.hidden == 4:
		m.title += "; and more"
	}
}

// marksOf returns the marks of a clock.
func (p *picture) marksOf(a *sla.ClockAccount) (marks []mark) {
	for i := range a.Transitions {
		if m, ok := markOf(&a.Transitions[i]); ok {
			m.title += ", " + p.formatInstant(m.at)
			marks = append(marks, m)
		}
	}
	if !a.DueAt.IsZero() && !(a.Breached && a.DueAt.Equal(a.BreachedAt)) && !a.DueAt.After(p.to) {
		text := "due"
		if !a.Open() || a.Breached {
			text = "was due"
		}
		if a.Promised().Equal(a.DueAt) {
			text += " as promised"
		}
		marks = append(marks, mark{at: a.DueAt, shape: "due", text: text, title: text + " " + p.formatInstant(a.DueAt), weight: 7})
	}
	return marks
}

// markOf returns the mark of a transition, if it has one. Pauses and resumptions have
// none: the bars show them.
func markOf(t *sla.CausedTransition) (m mark, ok bool) {
	m = mark{at: t.At, title: string(t.Kind) + ": " + t.Cause.Text}
	switch t.Kind {
	case sla.KindStarted:
		m.shape, m.weight = "start", 1
	case sla.KindRetargeted:
		target := human.Duration(t.Allowed, false)
		m.shape, m.text, m.weight = "target", target+" target", 3
		m.title = fmt.Sprintf("target changed to %s: %s", target, t.Cause.Text)
		if t.SamePromise {
			m.text = "same promise"
			m.title = fmt.Sprintf("the same promise of %s, by policy %s: %s", target, t.Policy, t.Cause.Text)
		}
	case sla.KindEscalated:
		m.shape, m.text, m.weight = "step", t.Step, 2
		m.title = "step " + t.Step
		if t.Repeat > 0 {
			m.title += fmt.Sprintf(", repeated (%d)", t.Repeat)
		}
	case sla.KindBreached:
		m.shape, m.text, m.weight = "breach", "breached", 6
		m.title = "breached"
	case sla.KindStopped:
		m.shape, m.text, m.weight = "met", "met", 5
		if !t.Met {
			m.shape, m.text = "missed", "stopped"
		}
	case sla.KindCancelled:
		m.shape, m.text, m.weight = "ended", "ended", 4
	case sla.KindReopened:
		m.shape, m.text, m.weight = "start", "reopened", 4
	default:
		return mark{}, false
	}
	return m, true
}

// drawMark draws a mark with its center at (x, y).
func (p *picture) drawMark(shape string, x, y float64, title string) {
	p.used[shape] = true
	disc := svg.Path("M%s %sa8 8 0 1 0 16 0a8 8 0 1 0 -16 0z", x-8, y)
	switch shape {
	case "start":
		p.Path("mark", svg.Path("M%s %sa4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z", x-4.5, y), title)
	case "target":
		p.Path("mark", svg.Path("M%s %sl7 7l-7 7l-7 -7z", x, y-7), title)
	case "step":
		p.Path("mark", svg.Path("M%s %sl6.5 11.5h-13z", x, y-7), title)
	case "due":
		p.Path("due", svg.Path("M%s %sV%s", x, y-barHeight/2-7, y+barHeight/2+7), title)
		p.Path("full", svg.Path("M%s %sl8 4l-8 4z", x, y-barHeight/2-8), "")
	case "breach":
		p.Path("bad", svg.Path("M%s %sh6.6l4.7 4.7v6.6l-4.7 4.7h-6.6l-4.7 -4.7v-6.6z", x-3.3, y-8), title)
		p.Path("sign", svg.Path("M%s %sl7 7m0 -7l-7 7", x-3.5, y-3.5), "")
	case "met":
		p.Path("good", disc, title)
		p.Path("sign", svg.Path("M%s %sl3 3.2l5 -6", x-4, y), "")
	case "missed":
		p.Path("bad", disc, title)
		p.Path("sign", svg.Path("M%s %sv5.5m0 2v1.8", x, y-5), "")
	case "ended":
		p.Path("full", disc, title)
		p.Path("sign", svg.Path("M%s %sh8", x-4, y), "")
	}
}
