package timeline

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/sla"
)

// Options are how a picture is drawn. The zero value is the default.
type Options struct {
	// Zone is that of the axis; that of the first schedule other than 24x7 if nil.
	Zone *time.Location

	// Width is that of the picture in pixels; 960 if zero, and at least 480.
	Width int
}

// Sizes, in pixels.
const (
	labels     = 158.0 // the column of what lanes are called
	margin     = 16.0
	headHeight = 40.0
	eventsHigh = 58.0
	laneHeight = 74.0
	barTop     = 34.0 // in a lane
	barHeight  = 22.0
)

// A picture is one being drawn.
type picture struct {
	canvas
	*scale
	issue  sla.Issue
	x      sla.Explanation
	zone   *time.Location
	lanes  []lane
	merged bool // bars run through nights that are too narrow
	used   map[string]bool
}

// A lane is the clocks of a metric, and where each policy has clocks of its own, of a
// policy.
type lane struct {
	name   string
	policy string // if there are several lanes of the name
	clocks []*sla.ClockAccount
}

// SVG returns a picture of an issue as it was explained: x is its explanation. Events
// later than that are not drawn.
func SVG(issue sla.Issue, x sla.Explanation, options Options) []byte {
	p := &picture{issue: issue, x: x, zone: options.Zone, used: make(map[string]bool)}
	p.lanes = lanesOf(x.Clocks)
	if p.zone == nil {
		p.zone = zoneOf(x.Clocks)
	}
	wide := float64(options.Width)
	if options.Width == 0 {
		wide = 960
	}
	wide = max(wide, 480)
	p.fit(wide)

	title := "Service level clocks"
	if issue.ID != "" {
		title = "Service level clocks of " + issue.ID
	}
	sum := sha256.Sum256([]byte(title + x.String()))
	p.id = hex.EncodeToString(sum[:6])
	lanesTop := headHeight + eventsHigh
	axis := lanesTop + laneHeight*float64(len(p.lanes))
	body := canvas{id: p.id}
	p.grid(headHeight+14, axis)
	for i := range p.lanes {
		p.lane(&p.lanes[i], lanesTop+laneHeight*float64(i))
	}
	p.line("rule", p.left, headHeight+40, p.right, headHeight+40)
	p.tears(headHeight+14, axis)
	p.now(headHeight+14, axis)
	p.events(headHeight)
	for i := range p.lanes {
		p.marks(&p.lanes[i], lanesTop+laneHeight*float64(i))
	}
	p.axis(axis)
	legend := axis + 52
	height := p.legend(legend, wide) + margin
	drawn := p.canvas.b.String()

	p.canvas = body
	p.printf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%s" height="%s" class="punctual" role="img" aria-labelledby="title-%s desc-%s">`+"\n", n(wide), n(height), n(wide), n(height), p.id, p.id)
	p.printf("<title id=\"title-%s\">%s</title>\n<desc id=\"desc-%s\">%s</desc>\n", p.id, escape(title, 200), p.id, escape(p.describe(), 4000))
	p.printf("<style>%s</style>\n", style)
	p.printf(`<defs><pattern id="hatch-%s" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>`+"\n", p.id)
	p.rect("back", 0, 0, wide, height, "")
	asOf := "as of " + human.Instant(x.AsOf.Truncate(time.Second), p.zone, time.Time{})
	p.text("small", wide-margin, 24, "end", asOf, 60)
	room := wide - 3*margin - width(asOf)
	for most := 80; most > 8; most-- { // letters of the title are wider
		if cut := escape(title, most); 1.45*width(cut) < room || most == 9 {
			p.text("title", margin, 24, "", title, most)
			break
		}
	}
	p.b.WriteString(drawn)
	p.b.WriteString("</svg>\n")
	return []byte(p.b.String())
}

// zoneOf returns the zone of the first schedule that is of somewhere.
func zoneOf(clocks []sla.ClockAccount) *time.Location {
	for i := range clocks {
		if a := &clocks[i]; a.Schedule != businesshours.Always && a.Zone != nil {
			return a.Zone
		}
	}
	return time.UTC
}

// lanesOf puts clocks into lanes, in the order of their first.
func lanesOf(clocks []sla.ClockAccount) (lanes []lane) {
	for i := range clocks {
		a := &clocks[i]
		k := slices.IndexFunc(lanes, func(l lane) bool {
			last := l.clocks[len(l.clocks)-1]
			return last.Metric == a.Metric && last.Cycle < a.Cycle && !a.StartedAt.Before(last.EndedAt) && !last.Open()
		})
		if k < 0 {
			name := human.Title(human.Name(a.Metric))
			lanes = append(lanes, lane{name: name})
			k = len(lanes) - 1
		}
		lanes[k].clocks = append(lanes[k].clocks, a)
	}
	names := make(map[string]int)
	for _, l := range lanes {
		names[l.name]++
	}
	for i := range lanes {
		if l := &lanes[i]; names[l.name] > 1 {
			l.policy = l.clocks[0].Policy
		}
	}
	return lanes
}

// describe says in sentences what is drawn.
func (p *picture) describe() string {
	if len(p.x.Clocks) == 0 {
		return "No clock has a target."
	}
	var parts []string
	for i := range p.x.Clocks {
		a := &p.x.Clocks[i]
		parts = append(parts, human.Title(human.Name(a.Metric))+": "+a.Sentence())
	}
	return strings.Join(parts, " ")
}

// fit lays out the axis: from the start of the issue to now, or to when the last open
// clock is due, if that is not too far.
func (p *picture) fit(wide float64) {
	from, to := p.issue.CreatedAt, p.x.AsOf
	for _, a := range p.x.Clocks {
		if a.StartedAt.Before(from) {
			from = a.StartedAt
		}
	}
	if from.IsZero() || from.After(to) {
		from = to
	}
	over := !slices.ContainsFunc(p.x.Clocks, func(a sla.ClockAccount) bool { return a.Open() })
	if over && len(p.x.Clocks) > 0 { // what comes after the last end is of no interest
		to = from
		for _, a := range p.x.Clocks {
			to = latest(to, a.EndedAt)
		}
		for _, e := range p.issue.Events {
			if !e.At.After(p.x.AsOf) && e.At.Sub(from) < to.Sub(from)*5/4 {
				to = latest(to, e.At)
			}
		}
	}
	life := min(max(to.Sub(from), time.Minute), 50*365*24*time.Hour)
	for _, a := range p.x.Clocks {
		ahead := a.DueAt.Sub(from)
		if !a.DueAt.IsZero() && (a.Open() && ahead < max(4*life, 14*24*time.Hour) || ahead < life*4/3) {
			to = latest(to, a.DueAt)
		}
	}
	to = to.Add(max(to.Sub(from)/40, time.Second))

	var busy []fold
	interest := []time.Time{from, p.x.AsOf}
	asked := make(map[string]bool)
	for i := range p.x.Clocks {
		a := &p.x.Clocks[i]
		if !asked[a.Schedule] && to.Sub(from) < foldable {
			for s := range a.Hours(from, to) {
				busy = append(busy, fold{s.Start, s.End})
			}
		}
		asked[a.Schedule] = true
		for _, h := range a.Transitions {
			interest = append(interest, h.At)
		}
		if !a.DueAt.IsZero() {
			interest = append(interest, a.DueAt)
		}
	}
	for _, e := range p.issue.Events {
		interest = append(interest, e.At)
	}
	interest = slices.DeleteFunc(interest, func(t time.Time) bool { return t.Before(from) || t.After(to) })
	folds := idle(from, to, busy, interest)
	if n := len(folds); n > 0 && folds[n-1].to.Equal(to) && folds[n-1].from.After(from) {
		to, folds = folds[n-1].from, folds[:n-1] // there is nothing behind it
	}
	p.scale = newScale(from, to, margin+labels, wide-margin-8, folds)
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// foldable is how long an issue may take for what is closed to be folded: of longer
// ones it would be too much.
const foldable = 120 * 24 * time.Hour

// grid draws where the ticks of the axis are.
func (p *picture) grid(top, bottom float64) {
	for _, t := range p.ticks(p.zone, p.x.AsOf) {
		p.line("grid", t.x, top, t.x, bottom)
	}
}

// axis draws the axis and its labels.
func (p *picture) axis(y float64) {
	p.line("axis", p.left, y, p.right, y)
	free := p.left
	for _, t := range p.ticks(p.zone, p.x.AsOf) {
		p.line("axis", t.x, y, t.x, y+4)
		p.text("small", t.x, y+16, "middle", t.text, 20)
		if t.date != "" && t.x >= free {
			at := min(t.x, p.right+margin-width(t.date)/2)
			p.text("", at, y+31, "middle", t.date, 20)
			free = t.x + width(t.date) + 8
		}
	}
	p.text("small", margin, y+16, "", p.zone.String(), 26)
}

// tears draws the folds: over everything, as a torn edge.
func (p *picture) tears(top, bottom float64) {
	for _, f := range p.folds {
		x := p.scale.x(f.from)
		hidden := human.Duration(f.to.Sub(f.from), true)
		var d strings.Builder
		d.WriteString(fmt.Sprintf("M%s %s", n(x+4), n(top)))
		for y, k := top, 0; y < bottom; k++ {
			y = min(y+8, bottom)
			d.WriteString(fmt.Sprintf("L%s %s", n(x+4+3*float64(1-k%2)), n(y)))
		}
		for y, k := bottom, 0; y > top; k++ {
			y = max(y-8, top)
			d.WriteString(fmt.Sprintf("L%s %s", n(x+foldWidth-7+3*float64(1-k%2)), n(y)))
		}
		p.path("fold", d.String()+"Z", hidden+" are not shown: closed, and nothing happened")
		p.used["fold"] = true
		mid := (top + bottom) / 2
		p.printf(`<text class="small" x="%s" y="%s" text-anchor="middle" transform="rotate(-90 %s %s)">%s</text>`+"\n", n(x+foldWidth/2+3), n(mid), n(x+foldWidth/2+3), n(mid), escape(hidden+" closed", 30))
	}
}

// now draws as of when the picture is, if anything is open.
func (p *picture) now(top, bottom float64) {
	if slices.ContainsFunc(p.x.Clocks, func(a sla.ClockAccount) bool { return a.Open() }) {
		x := p.scale.x(p.x.AsOf)
		p.line("now", x, top, x, bottom)
		p.text("small", min(x+3, p.right-20), bottom-3, "", "now", 8)
	}
}
