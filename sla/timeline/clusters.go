package timeline

import (
	"fmt"
	"slices"
	"strings"
)

// clustersOf returns the clusters of a lane, from left to right, and the places of starts that
// no cluster hides.
func (p *picture) clustersOf(l *lane) (clusters []cluster, starts []mark) {
	if p.cells == nil {
		p.cells = make([]cluster, int(p.right-p.left)/2+1)
	}
	cells := p.cells
	defer clear(cells)
	var marks []mark
	for _, a := range l.clocks {
		marks = marksOf(a, marks[:0])
		for i := range marks {
			m := &marks[i]
			if !p.shows(m.at()) {
				continue
			}
			x := p.x(m.at())
			if m.sign == "start" {
				if n := len(starts); n == 0 || x-p.x(starts[n-1].at()) > 3 {
					starts = append(starts, *m)
				}
				continue
			}
			cells[int(x-p.left)/2].add(*m, x)
		}
	}
	for i := range cells {
		if cells[i].total == 0 {
			continue
		}
		clusters = append(clusters, cells[i])
		for n := len(clusters); n > 1 && p.touch(&clusters[n-2], &clusters[n-1]); n-- {
			clusters[n-2].merge(&clusters[n-1])
			clusters = clusters[:n-1]
		}
	}
	starts = slices.DeleteFunc(starts, func(m mark) bool {
		x := p.x(m.at())
		return slices.ContainsFunc(clusters, func(c cluster) bool { return c.verdicts() > 1 && c.from-1 <= x && x <= c.to+1 })
	})
	return clusters, starts
}

// extent returns where a cluster is drawn.
func (p *picture) extent(c *cluster) extent {
	width := c.width()
	left := (c.from+c.to-width)/2 - 0.5
	left = max(min(left, p.width-margin+4-width), p.left-signWidth/2)
	return extent{left, left + width}
}

// touch reports whether two clusters would overlap.
func (p *picture) touch(a, b *cluster) bool { return p.extent(a).right > p.extent(b).left }

// clusterTitle returns the titles of the marks of a cluster.
func (p *picture) clusterTitle(c *cluster) string {
	list := make([]string, len(c.marks))
	for i := range c.marks {
		list[i] = p.title(&c.marks[i])
	}
	text := strings.Join(list, "; ")
	if more := c.total - len(c.marks); more > 0 {
		text += fmt.Sprintf("; and %d more", more)
	}
	return text
}
