package timeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/internal/human"
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

// An eventsRow is the lane with the events of the issue, with its place.
type eventsRow struct {
	y, height float64
	messages  []eventCluster
	ticks     []eventTick
	texts     []placedText
}

// An eventCluster is one or more messages that would overlap, or the creation or cancellation of
// the issue.
type eventCluster struct {
	from, to float64
	counts   []signCount
	titles   []string
	total    int
	hidden   int // the ticks that it hides
}

// An eventTick is an update, a note or another event that is not a message.
type eventTick struct {
	x     float64
	note  bool
	title string
}

// layOutEvents lays out the creation of the issue and its events.
func (p *picture) layOutEvents() eventsRow {
	var r eventsRow
	t := texts{rows: 2, left: p.left - 6, right: p.width - margin + 8}
	if p.narrow() {
		t.left = margin
	}
	if !p.issue.CreatedAt.IsZero() && !p.issue.CreatedAt.After(p.explanation.AsOf) {
		p.collectEvents(&r)
		p.placeEventTexts(&r, &t)
	}
	r.y = p.gridTop + 14 + t.height() + 4
	if p.narrow() {
		r.y += 16
	}
	r.height = r.y + 14 - p.gridTop
	return r
}

// collectEvents finds what the lane shows.
func (p *picture) collectEvents(r *eventsRow) {
	cells := make([]eventCluster, int(p.right-p.left)/2+1)
	add := func(x float64, sign, title string, when func() string) {
		c := &cells[int(x-p.left)/2]
		c.add(x, sign, func() string { return title + when() })
	}
	if created := p.issue.CreatedAt; p.shows(created) {
		author := authors[p.issue.CreatedBy]
		add(p.x(created), author, "created by the "+author, func() string { return ", " + p.formatInstant(created) })
	}
	for _, e := range p.shownEvents() {
		x := p.x(e.At)
		when := func() string { return ", " + p.formatInstant(e.At) }
		switch e.Type {
		case sla.Message:
			add(x, authors[e.From], authors[e.From]+" wrote", when)
		case sla.Cancel:
			add(x, "ended", "cancelled", when)
		default:
			if n := len(r.ticks); n == 0 || x-r.ticks[n-1].x > 2.5 || r.ticks[n-1].note && e.Type != sla.Note {
				r.ticks = append(r.ticks, eventTick{x, e.Type == sla.Note, tickTitle(e) + when()})
			}
		}
	}
	for i := range cells {
		if cells[i].total == 0 {
			continue
		}
		r.messages = append(r.messages, cells[i])
		for n := len(r.messages); n > 1 && p.eventExtent(&r.messages[n-2]).right > p.eventExtent(&r.messages[n-1]).left; n-- {
			r.messages[n-2].merge(&r.messages[n-1])
			r.messages = r.messages[:n-1]
		}
	}
	p.hideTicks(r)
}

// hideTicks drops the ticks that merged messages would hide. The titles of these tell them.
func (p *picture) hideTicks(r *eventsRow) {
	k := 0
	r.ticks = slices.DeleteFunc(r.ticks, func(t eventTick) bool {
		for k < len(r.messages) && p.eventExtent(&r.messages[k]).right < t.x {
			k++
		}
		if k == len(r.messages) || r.messages[k].total == 1 || t.x < p.eventExtent(&r.messages[k]).left {
			return false
		}
		c := &r.messages[k]
		c.hidden++
		if len(c.titles) < maxEventTitles {
			c.titles = append(c.titles, t.title)
		}
		return true
	})
}

// shownEvents returns the events that the picture shows, in order.
func (p *picture) shownEvents() []*sla.Event {
	events := make([]*sla.Event, 0, len(p.issue.Events))
	for i := range p.issue.Events {
		if e := &p.issue.Events[i]; p.shows(e.At) && !e.At.After(p.explanation.AsOf) {
			events = append(events, e)
		}
	}
	slices.SortStableFunc(events, func(a, b *sla.Event) int { return a.At.Compare(b.At) })
	return events
}

// tickTitle says what an event is that is not a message.
func tickTitle(e *sla.Event) string {
	switch e.Type {
	case sla.Note:
		return "a note"
	case sla.Custom:
		return human.Name(e.Name)
	}
	if text := updateText(e); text != "" {
		return "an update: " + text
	}
	return "an update"
}

// updateText returns the new status of an update or, if it has none, the new priority.
func updateText(e *sla.Event) string {
	for _, name := range []string{policy.Status, "priority"} {
		if value, ok := e.Set[name]; ok {
			return human.Name(fmt.Sprint(value))
		}
	}
	return ""
}

// maxEventTitles is how many titles a cluster of events keeps.
const maxEventTitles = 4

// add adds an event at x.
func (c *eventCluster) add(x float64, sign string, title func() string) {
	if c.total == 0 {
		c.from, c.to = x, x
	}
	c.from, c.to = min(c.from, x), max(c.to, x)
	c.total++
	if len(c.titles) < maxEventTitles {
		c.titles = append(c.titles, title())
	}
	c.count(sign, 1)
}

// count adds n to the count of a sign.
func (c *eventCluster) count(sign string, n int) {
	if i := slices.IndexFunc(c.counts, func(s signCount) bool { return s.sign == sign }); i >= 0 {
		c.counts[i].count += n
		return
	}
	c.counts = append(c.counts, signCount{sign, n})
}

// merge adds the events of d, which is to the right of c.
func (c *eventCluster) merge(d *eventCluster) {
	c.to = max(c.to, d.to)
	c.total += d.total
	c.titles = append(c.titles, d.titles[:min(len(d.titles), maxEventTitles-len(c.titles))]...)
	for _, s := range d.counts {
		c.count(s.sign, s.count)
	}
}

// eventSize returns the room that a sign of the lane of events takes.
func eventSize(count int) float64 { return 11 + 2*roomier(count) + wider(count) }

// eventExtent returns where a cluster is drawn.
func (p *picture) eventExtent(c *eventCluster) extent {
	width := 0.0
	for _, s := range c.counts {
		width += eventSize(s.count)
	}
	left := (c.from+c.to-width)/2 - 0.5
	left = max(min(left, p.width-margin+4-width), p.left-7)
	return extent{left, left + width}
}

// placeEventTexts places texts: the statuses and priorities that were set, the names of events
// and the creation. What has no room is left out; the titles of the signs say it.
func (p *picture) placeEventTexts(r *eventsRow, t *texts) {
	type candidate struct {
		x      float64
		weight int
		text   string
	}
	var list []candidate
	note := func(x float64, weight int, text string) {
		n := len(list)
		if n > 0 && x-list[n-1].x < 3 && weight >= list[n-1].weight {
			list[n-1].text, list[n-1].weight = text, weight // in the same place, the last one stands
			return
		}
		if text != "" {
			list = append(list, candidate{x, weight, text})
		}
	}
	if p.shows(p.issue.CreatedAt) {
		note(p.x(p.issue.CreatedAt), 1, "created")
	}
	for _, e := range p.shownEvents() {
		switch e.Type {
		case sla.Cancel:
			note(p.x(e.At), 4, "cancelled")
		case sla.Update:
			if text := updateText(e); text != "" {
				weight := 2
				if _, ok := e.Set[policy.Status]; ok {
					weight = 3
				}
				note(p.x(e.At), weight, text)
			}
		case sla.Custom:
			note(p.x(e.At), 2, human.Name(e.Name))
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(b.weight, a.weight) })
	for _, c := range list {
		text := svg.Cut(c.text, 24)
		width := svg.TextWidth(text)
		if x, row, ok := t.place(width, c.x-width/2, c.x-4, c.x+4-width); ok {
			r.texts = append(r.texts, placedText{x, row, text})
		}
	}
}

// drawEvents draws the lane of events.
func (p *picture) drawEvents(r eventsRow) {
	y := r.y + 4
	if p.narrow() {
		y = p.gridTop + 12
	}
	p.Text("lane clear", margin, y, "", "Events", 22)
	for _, t := range r.ticks {
		if t.note {
			p.Path("axis", svg.Path("M%s %sv6", t.x, r.y-3), t.title)
		} else {
			p.Path("tick", svg.Path("M%s %sv14", t.x, r.y-7), t.title)
		}
	}
	for i := range r.messages {
		c := &r.messages[i]
		x := p.eventExtent(c).left
		title := strings.Join(c.titles, "; ")
		if more := c.total + c.hidden - len(c.titles); more > 0 {
			title += fmt.Sprintf("; and %d more", more)
		}
		for _, s := range c.counts {
			width := eventSize(s.count)
			p.drawSign(s.sign, x+width/2, r.y, s.count, title)
			x += width
		}
	}
	for _, t := range r.texts {
		p.Text("small clear", t.x, r.y-12-textRow*float64(t.row), "", t.text, 24)
	}
}
