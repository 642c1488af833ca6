package timeline

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/internal/svg"
	"github.com/punctualgo/punctual/sla"
)

// Options say how to draw a picture. The zero value has the defaults.
type Options struct {
	// Zone is the time zone of the axis and of all times in the picture. If nil, it is
	// the zone of the first schedule other than 24x7.
	Zone *time.Location

	// Width is the width of the picture in pixels. If zero, it is 960. Less than 480 is
	// drawn as 480.
	Width int
}

const (
	defaultWidth = 960
	minWidth     = 480
)

// SVG returns a picture of issue, which must be the one that x explains. It leaves out
// events later than x.AsOf.
func SVG(issue sla.Issue, x sla.Explanation, options Options) []byte {
	p := &picture{
		issue:       issue,
		explanation: x,
		zone:        options.Zone,
		width:       max(float64(options.Width), minWidth),
		used:        make(map[string]bool),
	}
	if options.Width == 0 {
		p.width = defaultWidth
	}
	if p.zone == nil {
		p.zone = zoneOf(x.Clocks)
	}
	p.scale = p.layOut()
	title := "Service level clocks"
	if issue.ID != "" {
		title += " of " + issue.ID
	}
	sum := sha256.Sum256([]byte(title + x.String()))
	id := hex.EncodeToString(sum[:6])

	// The head contains the height, which is known once the rest is drawn.
	p.Canvas = svg.Canvas{ID: id}
	height := p.drawBody(lanesOf(x.Clocks))
	body := p.Canvas.String()
	p.Canvas = svg.Canvas{ID: id}
	p.drawHead(title, height)
	p.WriteString(body)
	p.WriteString("</svg>\n")
	return []byte(p.String())
}

// drawHead writes what precedes the body: the start of the SVG, its descriptions and
// styles, and the title.
func (p *picture) drawHead(title string, height float64) {
	p.Start(p.width, height, title, p.describe(), style)
	p.DefineHatch()
	p.Rect("back", 0, 0, p.width, height, "")
	asOf := "as of " + human.Instant(p.explanation.AsOf.Truncate(time.Second), p.zone, time.Time{})
	p.Text("small", p.width-margin, 24, "end", asOf, 60)
	p.Text("title", margin, 24, "", title, titleLength(title, p.width-3*margin-svg.TextWidth(asOf)))
}

// titleLength returns how many characters of a title fit into width.
func titleLength(title string, width float64) int {
	const shortest, longest = 9, 80
	for n := longest; n > shortest; n-- {
		if 1.45*svg.TextWidth(svg.Escape(title, n)) < width { // its letters are larger than other text
			return n
		}
	}
	return shortest
}

// drawBody draws everything below the title and returns the height of the picture. What
// is drawn later covers what is drawn earlier.
func (p *picture) drawBody(lanes []lane) (height float64) {
	top := func(lane int) float64 { return lanesTop + laneHeight*float64(lane) }
	axis := top(len(lanes))
	p.drawGrid(axis)
	for i := range lanes {
		p.drawLane(&lanes[i], top(i))
	}
	p.Line("rule", p.left, headHeight+40, p.right, headHeight+40)
	p.drawFolds(axis)
	p.drawNow(axis)
	p.drawEvents(headHeight)
	for i := range lanes {
		p.drawMarks(&lanes[i], top(i))
	}
	p.drawAxis(axis)
	return p.drawLegend(axis+52) + margin
}

// zoneOf returns the zone of the first schedule that belongs to a place.
func zoneOf(clocks []sla.ClockAccount) *time.Location {
	for i := range clocks {
		if a := &clocks[i]; a.Schedule != businesshours.Always && a.Zone != nil {
			return a.Zone
		}
	}
	return time.UTC
}

// describe describes the picture in sentences.
func (p *picture) describe() string {
	if len(p.explanation.Clocks) == 0 {
		return "No clock has a target."
	}
	var parts []string
	for i := range p.explanation.Clocks {
		a := &p.explanation.Clocks[i]
		parts = append(parts, metricName(a)+": "+a.Sentence())
	}
	return strings.Join(parts, " ")
}
