package timeline

import "github.com/punctualgo/punctual/internal/svg"

// legend has the signs in the order of the legend.
var legend = []struct{ sign, text string }{
	{"customer", "customer"}, {"agent", "agent"}, {"bot", "bot"}, {"third party", "third party"},
	{"open", "support hours"}, {"counted", "counted"}, {"late", "counted, too late"}, {"paused", "paused"}, {"gone", "not counted"},
	{"start", "start"}, {"target", "target changed"}, {"step", "step"}, {"due", "due"}, {"breach", "breach"},
	{"met", "met"}, {"missed", "ended too late"}, {"ended", "ended"}, {"fold", "closed, folded"},
}

// drawLegend explains the signs that the picture uses and returns where the legend ends.
func (p *picture) drawLegend(y float64) float64 {
	x := margin
	for _, item := range legend {
		if !p.used[item.sign] {
			continue
		}
		if x+28+svg.TextWidth(item.text) > p.width-margin {
			x, y = margin, y+20
		}
		p.drawSign(item.sign, x, y)
		p.Text("small", x+24, y+4, "", item.text, 30)
		x += 24 + svg.TextWidth(item.text) + 16
	}
	if p.merged {
		y += 20
		p.Text("small", margin, y+4, "", "Some closed hours are too narrow to show: bars run through them.", 120)
	}
	return y + 8
}

// drawSign draws a sign of the legend.
func (p *picture) drawSign(sign string, x, y float64) {
	switch sign {
	case "customer", "agent", "bot", "third party":
		p.drawMessage(sign, x+9, y, "")
	case "open", "counted", "late":
		p.Rect(sign, x, y-6, 18, 12, "")
	case "paused":
		p.Hatched("paused", x, y-6, 18, 12, "")
	case "gone":
		p.Path("gone", svg.Path("M%s %sh18", x, y), "")
	case "fold":
		p.Path("fold", svg.Path("M%s %sl3 4l-3 4l3 4h9l-3 -4l3 -4l-3 -4z", x+3, y-6), "")
	case "due":
		p.Path("due", svg.Path("M%s %sv14", x+6, y-7), "")
		p.Path("full", svg.Path("M%s %sl8 4l-8 4z", x+6, y-8), "")
	default:
		p.drawMark(sign, x+9, y, "")
	}
}
