package timeline

import (
	"time"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/internal/svg"
	"github.com/punctualgo/punctual/sla"
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
	foldLabels                []placedText
	cells                     []cluster       // scratch
	open                      bool            // a clock that is shown is open
	used                      map[string]bool // the signs drawn, by their names in the legend
	merged                    bool            // bars run through nights that are too narrow to show
	lost                      int             // texts for which there was no room
}

// narrow reports whether labels stand above lanes.
func (p *picture) narrow() bool { return p.labels == 0 }

// formatInstant returns t for people. It omits the year if that is the year of the
// picture.
func (p *picture) formatInstant(t time.Time) string {
	return human.Instant(t, p.zone, p.explanation.AsOf)
}

// formatSpan returns a span for people.
func (p *picture) formatSpan(s span) string {
	return p.formatInstant(s.from) + " to " + p.formatInstant(s.to)
}
