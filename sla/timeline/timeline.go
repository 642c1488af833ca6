package timeline

import (
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/internal/svg"
	"github.com/punctualgo/punctual/sla"
)

const (
	defaultWidth = 960
	minWidth     = 320
	maxWidth     = 2400
)

// SVG returns a picture of issue, which must be the one that x explains. It leaves out
// events later than x.AsOf.
func SVG(issue sla.Issue, x sla.Explanation, options Options) []byte {
	p := newPicture(&issue, &x, &options)
	lanes, rest := chooseLanes(x.Clocks, &options)
	if p.zone == nil {
		p.zone = zoneOf(lanes)
	}
	p.layOut(lanes, &options)

	// The head contains the height, which is known once the rest is drawn.
	height := p.drawBody(lanes, rest)
	body := p.Canvas.String()
	p.Canvas = svg.Canvas{ID: p.ID}
	p.Grow(len(body) + 12_000)
	p.drawHead(height)
	p.WriteString(body)
	p.WriteString("</svg>\n")
	return []byte(p.Canvas.String())
}

// newPicture returns a picture on which nothing is drawn.
func newPicture(issue *sla.Issue, x *sla.Explanation, options *Options) *picture {
	p := &picture{
		Canvas:      svg.Canvas{ID: idOf(issue.ID, x, options)},
		issue:       issue,
		explanation: x,
		zone:        options.Zone,
		width:       float64(min(max(options.Width, minWidth), maxWidth)),
		used:        make(map[string]bool),
	}
	if options.Width == 0 {
		p.width = defaultWidth
	}
	p.labels, p.headHeight = labelWidth, headHeight
	if p.width < narrowWidth {
		p.labels, p.headHeight = 0, headHeight+16
	}
	return p
}

// drawHead writes what precedes the body: the start of the SVG, its descriptions and
// styles, and the title.
func (p *picture) drawHead(height float64) {
	title := "Service level clocks"
	if p.issue.ID != "" {
		title += " of " + p.issue.ID
	}
	p.Start(p.width, height, svg.Cut(title, 120)+p.outcomes(), p.describe(), style)
	p.DefineHatch()
	p.Rect("back", 0, 0, p.width, height, "")
	asOf := "as of " + human.Instant(p.explanation.AsOf.Truncate(time.Second), p.zone, time.Time{})
	room := p.width - 2*margin
	if p.narrow() {
		long := p.explanation.AsOf.In(p.zone).Format("as of Mon 2 Jan 2006 15:04, ") + p.zone.String()
		if svg.TextWidth(long) <= room {
			asOf = long
		}
		p.Text("small", margin, 42, "", asOf, 60)
	} else {
		room -= svg.TextWidth(asOf) + margin
		p.Text("small", p.width-margin, 24, "end", asOf, 60)
	}
	if p.issue.ID != "" && titleWidth(svg.Escape(title, 80)) > room {
		title = p.issue.ID
	}
	p.Text("title", margin, 24, "", title, titleLength(title, room))
}

// titleWidth estimates the width of a title, whose letters are larger than other text.
func titleWidth(title string) float64 { return 1.4 * svg.TextWidth(title) }

// titleLength returns how many characters of a title fit into width.
func titleLength(title string, width float64) int {
	const shortest, longest = 9, 80
	for n := longest; n > shortest; n-- {
		if titleWidth(svg.Escape(title, n)) < width {
			return n
		}
	}
	return shortest
}

// drawBody draws everything below the title and returns the height of the picture. What
// is drawn later covers what is drawn earlier.
func (p *picture) drawBody(lanes []lane, rest tally) (height float64) {
	y := p.headHeight + p.layOutFoldLabels()
	p.gridTop = y
	events := p.layOutEvents()
	y += events.height
	rows := make([]laneRow, len(lanes))
	for i := range lanes {
		rows[i] = p.layOutLane(&lanes[i], y)
		y += rows[i].height
	}
	p.gridBottom = y + 4
	p.drawGrid()
	for i := range rows {
		p.drawBars(&rows[i])
	}
	p.Line("rule", p.left, events.y, p.right, events.y)
	p.drawFolds()
	p.drawNow()
	p.drawEvents(events)
	for i := range rows {
		p.drawLabel(&rows[i])
		p.drawMarks(&rows[i])
	}
	p.drawAxis()
	return p.drawLegend(p.gridBottom+52, rest) + margin
}

// zoneOf returns the zone of the first schedule that belongs to a place, or UTC.
func zoneOf(lanes []lane) *time.Location {
	for i := range lanes {
		for _, a := range lanes[i].clocks {
			if a.Schedule != businesshours.Always && a.Zone != nil && a.Zone.String() != time.UTC.String() {
				return a.Zone
			}
		}
	}
	return time.UTC
}
