package timeline

import (
	"fmt"
	"strings"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/internal/svg"
)

// legend has the signs in the order of the legend.
var legend = []struct{ sign, text string }{
	{"customer", "customer"}, {"agent", "agent"}, {"bot", "bot"}, {"third party", "third party"},
	{"open", "support hours"}, {"counted", "counted"}, {"late", "counted, too late"}, {"paused", "paused"}, {"gone", "not counted"},
	{"start", "start"}, {"reopened", "reopened"}, {"target", "target changed"}, {"step", "step"}, {"due", "due"}, {"breach", "breach"},
	{"met", "met"}, {"missed", "ended too late"}, {"ended", "ended"}, {"earlier", "no longer stands"},
	{"seam", "closed hours, folded"}, {"fold", "time not shown"},
}

// drawLegend explains the signs that the picture uses, and says what it leaves out. It returns
// where it ends.
func (p *picture) drawLegend(y float64, rest tally) float64 {
	for _, sign := range []string{"earlier breach", "earlier miss", "earlier met"} {
		p.used["earlier"] = p.used["earlier"] || p.used[sign]
	}
	x := margin
	for _, item := range legend {
		if !p.used[item.sign] {
			continue
		}
		if x+28+svg.TextWidth(item.text) > p.width-margin {
			x, y = margin, y+20
		}
		p.drawLegendSign(item.sign, x, y)
		p.Text("small", x+24, y+4, "", item.text, 30)
		x += 24 + svg.TextWidth(item.text) + 14
	}
	for _, note := range p.notes(rest) {
		for _, line := range wrap(note, p.width-2*margin) {
			y += 16
			p.Text("small", margin, y+4, "", line, 120)
		}
	}
	return y + 8
}

// notes says what the picture leaves out.
func (p *picture) notes(rest tally) (notes []string) {
	if rest.lanes > 0 {
		notes = append(notes, fmt.Sprintf("And %s more lanes: %s.", human.Count(int64(rest.lanes)), strings.Join(rest.parts(), ", ")))
	}
	if p.merged {
		notes = append(notes, "Some closed hours are too short to show.")
	}
	if p.lost > 0 {
		notes = append(notes, "Some texts have no room: point at a mark to read it.")
	}
	return notes
}

// drawLegendSign draws a sign of the legend.
func (p *picture) drawLegendSign(sign string, x, y float64) {
	switch sign {
	case "open", "counted", "late":
		p.Rect(sign, x, y-6, 18, 12, "")
	case "paused":
		p.Hatched("paused", x, y-6, 18, 12, "")
	case "gone":
		p.Path("gone", svg.Path("M%s %sh18", x, y), "")
	case "fold":
		p.Path("fold", svg.Path("M%s %sl3 4l-3 4l3 4h9l-3 -4l3 -4l-3 -4z", x+3, y-6), "")
	case "seam":
		p.Path("seam", svg.Path("M%s %sv14", x+9, y-7), "")
	case "due":
		p.Path("due", svg.Path("M%s %sv14", x+6, y-7), "")
		p.Path("full", svg.Path("M%s %sl8 4l-8 4z", x+6, y-8), "")
	case "start":
		p.Path("start", svg.Path("M%s %sh-4v14h4", x+11, y-7), "")
	case "earlier":
		p.drawSign("earlier met", x+9, y, 1, "")
	default:
		p.drawSign(sign, x+9, y, 1, "")
	}
}
