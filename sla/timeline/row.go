package timeline

import (
	"cmp"
	"slices"

	"github.com/punctualgo/punctual/internal/svg"
)

// layOutMarks finds the marks of a lane.
func (p *picture) layOutMarks(r *laneRow) {
	r.clusters, r.starts = p.clustersOf(r.lane)
	for _, a := range r.lane.clocks {
		m, ok := p.dueOf(r.lane, a)
		if n := len(r.dues); ok && (n == 0 || m.x-r.dues[n-1].x > 3) {
			r.dues = append(r.dues, m)
		}
	}
}

// maxTextRows is how many rows of texts a lane has at most.
const maxTextRows = 3

// placeTexts places the texts of a lane, those of the heaviest marks first, and returns the height
// of their rows.
func (p *picture) placeTexts(r *laneRow) float64 {
	type candidate struct {
		x, weight float64
		text      string
	}
	var list []candidate
	for i := range r.dues {
		list = append(list, candidate{r.dues[i].x, 9, r.dues[i].text})
	}
	for i := range r.clusters {
		c := &r.clusters[i]
		if text := c.text(len(r.lane.clocks) > 1); text != "" {
			e := p.extent(c)
			list = append(list, candidate{(e.left + e.right) / 2, float64(weights[c.marks[0].sign]), text})
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(b.weight, a.weight) })
	t := texts{rows: maxTextRows, left: p.left - 6, right: p.width - margin + 8}
	for _, c := range list {
		width := svg.TextWidth(c.text)
		if x, row, ok := t.place(width, c.x-width/2, c.x-4, c.x+4-width); ok {
			r.texts = append(r.texts, placedText{x, row, c.text})
		} else {
			p.lost++
		}
	}
	return t.height()
}

// drawMarks draws the marks of a lane, and their texts.
func (p *picture) drawMarks(r *laneRow) {
	for i := range r.dues {
		p.drawDue(r.dues[i].x, r.y, r.dues[i].title)
	}
	for i := range r.starts {
		p.drawStart(p.x(r.starts[i].at()), r.y, p.title(&r.starts[i]))
	}
	for i := range r.clusters {
		c := &r.clusters[i]
		x, title := p.extent(c).left, p.clusterTitle(c)
		for _, s := range c.shown() {
			width := signWidth + wider(s.count)
			p.drawSign(s.sign, x+width/2, r.y, s.count, title)
			x += width
		}
	}
	for _, t := range r.texts {
		p.Text("small clear", t.x, r.y-barHeight/2-10-textRow*float64(t.row), "", t.text, 40)
	}
}

// A laneRow is a lane with its place and what is drawn above its bars.
type laneRow struct {
	lane        *lane
	top, y      float64 // y is the middle of the bars
	height      float64
	lines       []string
	clusters    []cluster
	starts      []mark
	dues        []dueMark
	texts       []placedText
	labelHeight float64
}

// layOutLane lays out a lane at top.
func (p *picture) layOutLane(l *lane, top float64) laneRow {
	r := laneRow{lane: l, top: top}
	p.layOutMarks(&r)
	texts := p.placeTexts(&r)
	above := texts + barHeight/2 + 9 // from the top to the middle of the bars
	if p.narrow() {
		r.lines = p.wrapLines(l, p.width-2*margin)
		r.labelHeight = 14 + lineHeight*float64(len(r.lines)) + 5
		r.y = top + 8 + r.labelHeight + above - 6
		r.height = r.y + barHeight/2 + 8 - top
		return r
	}
	r.lines = p.wrapLines(l, p.labels)
	r.labelHeight = 13 + lineHeight*float64(len(r.lines))
	r.y = top + 6 + max(above, r.labelHeight/2)
	r.height = r.y + r.labelHeight/2 - top // a label has two lines at least, and is higher than bars
	return r
}
