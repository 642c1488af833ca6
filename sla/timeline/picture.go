package timeline

import (
	"time"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/internal/svg"
	"github.com/punctualgo/punctual/sla"
)

// Sizes in pixels.
const (
	margin      = 16.0
	narrowWidth = 600.0 // narrower pictures have the labels of lanes above them
	labelWidth  = 158.0 // the column with the labels of lanes
	headHeight  = 40.0  // the title
	barHeight   = 22.0
	textRow     = 12.0 // the distance of rows of text
)

// A picture is a drawing in progress.
type picture struct {
	svg.Canvas
	*scale
	issue       *sla.Issue
	explanation *sla.Explanation
	zone        *time.Location

	width, labels, headHeight float64
	gridTop, gridBottom       float64
	ticks                     []tick
	foldLabels                []foldLabel
	cells                     []cluster       // scratch
	open                      bool            // a clock that is shown is open
	used                      map[string]bool // the signs drawn, by their names in the legend
	merged                    bool            // bars run through nights that are too narrow to show
	lost                      int             // texts for which there was no room
}

// narrow reports whether labels stand above lanes.
func (p *picture) narrow() bool { return p.labels == 0 }

// metricName returns the name of a clock's metric for people.
func metricName(a *sla.ClockAccount) string { return human.Title(human.Name(a.Metric)) }

// formatInstant returns t for people. It omits the year if that is the year of the
// picture.
func (p *picture) formatInstant(t time.Time) string {
	return human.Instant(t, p.zone, p.explanation.AsOf)
}

// formatSpan returns a span for people.
func (p *picture) formatSpan(s span) string {
	return p.formatInstant(s.from) + " to " + p.formatInstant(s.to)
}
