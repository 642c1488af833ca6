package timeline

import (
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/internal/svg"
	"github.com/punctualgo/punctual/sla"
)

// Sizes in pixels.
const (
	margin       = 16.0
	labelWidth   = 158.0 // the column with the names of lanes
	headHeight   = 40.0  // the title
	eventsHeight = 58.0
	laneHeight   = 74.0
	barTop       = 34.0 // from the top of a lane
	barHeight    = 22.0

	gridTop  = headHeight + 14
	lanesTop = headHeight + eventsHeight
)

// A picture is a drawing in progress.
type picture struct {
	svg.Canvas
	*scale
	issue       sla.Issue
	explanation sla.Explanation
	zone        *time.Location
	width       float64
	merged      bool            // bars run through nights that are too narrow to show
	used        map[string]bool // the signs drawn, by their names in the legend
}

// hasOpenClock reports whether a clock is still open.
func (p *picture) hasOpenClock() bool {
	return slices.ContainsFunc(p.explanation.Clocks, func(a sla.ClockAccount) bool { return a.Open() })
}

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
