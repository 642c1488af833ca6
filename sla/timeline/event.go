package timeline

import (
	"fmt"
	"slices"

	"github.com/punctualgo/punctual/internal/svg"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// authors are the names of parties in the picture. The zero party is the customer.
var authors = map[sla.Party]string{
	"":             "customer",
	sla.Customer:   "customer",
	sla.Agent:      "agent",
	sla.Bot:        "bot",
	sla.ThirdParty: "third party",
}

// An eventsLane draws the lane with the events of the issue.
type eventsLane struct {
	*picture
	y     float64
	last  map[string]float64 // the place of the last sign of each kind
	texts *texts
}

// drawEvents draws the creation of the issue and its events.
func (p *picture) drawEvents(top float64) {
	l := eventsLane{picture: p, y: top + 40, last: make(map[string]float64), texts: p.newTexts()}
	p.Text("lane", margin, l.y+4, "", "Events", 22)
	if p.issue.CreatedAt.IsZero() || p.issue.CreatedAt.After(p.explanation.AsOf) {
		return
	}
	l.drawCreation()
	events := slices.SortedStableFunc(slices.Values(p.issue.Events), func(a, b sla.Event) int { return a.At.Compare(b.At) })
	for i := range events {
		if e := &events[i]; !e.At.After(p.to) && !e.At.After(p.explanation.AsOf) {
			l.drawEvent(e)
		}
	}
}

// drawCreation draws the creation of the issue.
func (l *eventsLane) drawCreation() {
	at := l.issue.CreatedAt
	if at.After(l.to) {
		return
	}
	x, author := l.scale.x(at), authors[l.issue.CreatedBy]
	if l.room(author, x) {
		l.drawMessage(author, x, l.y, "created by the "+author+", "+l.formatInstant(at))
	}
	l.label(x, "created")
}

// drawEvent draws an event, unless it would hide behind another one of its kind.
func (l *eventsLane) drawEvent(e *sla.Event) {
	x, y := l.scale.x(e.At), l.y
	when := ", " + l.formatInstant(e.At)
	switch e.Type {
	case sla.Message:
		if author := authors[e.From]; l.room(author, x) {
			l.drawMessage(author, x, y, author+" wrote"+when)
		}
	case sla.Update:
		if l.room("update", x) {
			l.Line("axis", x, y-6, x, y+6)
			l.Path("due", svg.Path("M%s %sv12", x, y-6), "an update"+when)
		}
		l.label(x, updateText(e))
	case sla.Custom:
		if l.room("custom", x) {
			l.Path("due", svg.Path("M%s %sv12", x, y-6), e.Name+when)
		}
		l.label(x, e.Name)
	case sla.Cancel:
		l.drawMark("ended", x, y, "cancelled"+when)
		l.label(x, "cancelled")
	case sla.Note:
		if l.room("note", x) {
			l.Path("axis", svg.Path("M%s %sv6", x, y-3), "a note"+when)
		}
	}
}

// updateText returns the new status of an update or, if it has none, the new priority.
func updateText(e *sla.Event) string {
	for _, name := range []string{policy.Status, "priority"} {
		if value, ok := e.Set[name]; ok {
			return fmt.Sprint(value)
		}
	}
	return ""
}

// room reports whether a sign at x can be told from the last one of its kind, and if so
// makes it the last one.
func (l *eventsLane) room(sign string, x float64) bool {
	if last, ok := l.last[sign]; ok && x-last <= 2 {
		return false
	}
	l.last[sign] = x
	return true
}

// label writes a text above x if there is room.
func (l *eventsLane) label(x float64, text string) {
	if text == "" {
		return
	}
	if at, row, ok := l.texts.place(x, svg.TextWidth(text), l.left, l.right); ok {
		l.Text("small", at, l.y-11-12*float64(row), "", text, 24)
	}
}

// drawMessage draws the sign of a message by an author.
func (p *picture) drawMessage(author string, x, y float64, title string) {
	p.used[author] = true
	switch author {
	case "customer":
		p.Path("full", svg.Path("M%s %sa5 5 0 1 0 10 0a5 5 0 1 0 -10 0z", x-5, y), title)
	case "agent":
		p.Path("full", svg.Path("M%s %sh9v9h-9z", x-4.5, y-4.5), title)
	case "bot":
		p.Path("mark", svg.Path("M%s %sh8v8h-8z", x-4, y-4), title)
	default:
		p.Path("mark", svg.Path("M%s %sa4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", x-4, y), title)
	}
}
