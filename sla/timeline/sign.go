package timeline

import "github.com/punctualgo/punctual/internal/svg"

// drawSign draws a sign with its center at (x, y). If it stands for more than one thing, it
// says for how many. It has a title unless that is empty.
func (p *picture) drawSign(sign string, x, y float64, count int, title string) {
	p.used[sign] = true
	wide := wider(count)
	switch sign {
	case "customer":
		p.Path("full", round(x, y, 5+roomier(count), wide), title)
	case "agent":
		r := 4.5 + roomier(count)
		p.Path("full", svg.Path("M%s %sh%sv%sh%sz", x-r-wide/2, y-r, 2*r+wide, 2*r, -2*r-wide), title)
	case "bot":
		r := 4 + roomier(count)
		p.Path("mark", svg.Path("M%s %sh%sv%sh%sz", x-r-wide/2, y-r, 2*r+wide, 2*r, -2*r-wide), title)
	case "third party":
		p.Path("mark", round(x, y, 4+roomier(count), wide), title)
	case "target":
		r := 7 + roomier(count)
		p.Path("mark", svg.Path("M%s %sl%s %sl%s %sl%s %sz", x, y-r, r, r, -r, r, -r, -r), title)
	case "step":
		r := 6.5 + roomier(count)
		p.Path("mark", svg.Path("M%s %sl%s %sh%sz", x, y-r-0.5, r+wide/2, 2*r-1.5, -2*r-wide), title)
		y += roomier(count)
	case "reopened":
		r := roomier(count)
		p.Path("mark", svg.Path("M%s %sl%s %sl%s %sz", x-5-r, y-6.5-r, 11+2*r, 6.5+r, -11-2*r, 6.5+r), title)
		x -= 1 + r/2
	case "breach":
		p.Path("bad", octagon(x, y, wide), title)
	case "earlier breach":
		p.Path("void badly", octagon(x, y, wide), title)
	case "missed":
		p.Path("bad", round(x, y, 8, wide), title)
	case "earlier miss":
		p.Path("void badly", round(x, y, 8, wide), title)
	case "met":
		p.Path("good", round(x, y, 8, wide), title)
	case "earlier met":
		p.Path("void well", round(x, y, 8, wide), title)
	case "ended":
		p.Path("full", round(x, y, 8, wide), title)
	}
	if count > 1 {
		p.drawCount(sign, x, y, count)
	} else {
		p.drawInk(sign, x, y)
	}
}

// round returns a disc, as wide as a number needs.
func round(x, y, r, wide float64) string {
	return svg.Path("M%s %sa%s %s 0 0 1 0 %sh%sa%s %s 0 0 1 0 %sz", x+wide/2, y-r, r, r, 2*r, -wide, r, r, -2*r)
}

// octagon returns an octagon, as wide as a number needs.
func octagon(x, y, wide float64) string {
	return svg.Path("M%s %sh%sl4.7 4.7v6.6l-4.7 4.7h%sl-4.7 -4.7v-6.6z", x-3.3-wide/2, y-8, 6.6+wide, -6.6-wide)
}

// inks are the classes of what is drawn or written on signs.
var inks = map[string]string{
	"customer": "onfull", "agent": "onfull", "ended": "onfull",
	"breach": "onbad", "missed": "onbad", "met": "ongood",
	"earlier breach": "inkbad", "earlier miss": "inkbad", "earlier met": "inkgood",
}

// drawCount writes a number on a sign.
func (p *picture) drawCount(sign string, x, y float64, count int) {
	class := "count slim" // where there is less room
	if ink := inks[sign]; ink != "" {
		class = "count " + ink
	}
	p.Text(class, x, y+3.2, "middle", countText(count), 4)
}

// drawInk draws what is on a sign that stands for one thing.
func (p *picture) drawInk(sign string, x, y float64) {
	class := "ink " + inks[sign]
	switch sign {
	case "breach", "earlier breach":
		p.Path(class, svg.Path("M%s %sl7 7m0 -7l-7 7", x-3.5, y-3.5), "")
	case "met", "earlier met":
		p.Path(class, svg.Path("M%s %sl3 3.2l5 -6", x-4, y), "")
	case "missed", "earlier miss":
		p.Path(class, svg.Path("M%s %sv5.5m0 2v1.8", x, y-5), "")
	case "ended":
		p.Path(class, svg.Path("M%s %sh8", x-4, y), "")
	}
}

// drawStart draws the sign of a start: a bracket that other signs do not hide.
func (p *picture) drawStart(x, y float64, title string) {
	p.used["start"] = true
	p.Path("start", svg.Path("M%s %sh-4v%sh4", x+4, y-barHeight/2-4, barHeight+8), title)
}

// drawDue draws the sign of an instant at which a clock is due: a line with a flag.
func (p *picture) drawDue(x, y float64, title string) {
	p.used["due"] = true
	top := y - barHeight/2 - 7
	p.Path("due", svg.Path("M%s %sV%s", x, top, y+barHeight/2+5), title)
	p.Path("full", svg.Path("M%s %sl8 4l-8 4z", x, top-1), "")
}
