package timeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/sla"
)

// A cluster is one or more marks that would overlap, which are drawn as one: a sign of each kind,
// with a count.
type cluster struct {
	from, to float64 // where its marks are
	counts   []signCount
	marks    []mark // the heaviest of them, for texts and titles
	total    int
	first    *sla.ClockAccount // the first clock with a breach, of those that count as breached
	last     *sla.ClockAccount // the last one
}

// A signCount counts the marks of a cluster that have a sign.
type signCount struct {
	sign  string
	count int
}

// maxKept is how many of its marks a cluster keeps.
const maxKept = 4

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

// add adds a mark at x.
func (c *cluster) add(m mark, x float64) {
	if c.total == 0 {
		c.from, c.to = x, x
	}
	c.from, c.to = min(c.from, x), max(c.to, x)
	c.total++
	c.keep(m)
	n := 1
	if m.sign == "breach" || m.sign == "missed" {
		if c.last == m.clock {
			n = 0 // a breach and the late end of one clock are one miss
		}
		if c.first == nil {
			c.first = m.clock
		}
		c.last = m.clock
	}
	c.count(m.sign, n)
}

// count adds n to the count of a sign.
func (c *cluster) count(sign string, n int) {
	if sign == "missed" || sign == "breach" {
		// Together they are one sign: that of the breach, if there is one.
		if i := slices.IndexFunc(c.counts, func(s signCount) bool { return s.sign == "missed" || s.sign == "breach" }); i >= 0 {
			c.counts[i].count += n
			if sign == "breach" {
				c.counts[i].sign = sign
			}
			return
		}
	}
	if i := slices.IndexFunc(c.counts, func(s signCount) bool { return s.sign == sign }); i >= 0 {
		c.counts[i].count += n
		return
	}
	c.counts = append(c.counts, signCount{sign, n})
}

// keep keeps m if it is among the heaviest.
func (c *cluster) keep(m mark) {
	if len(c.marks) < maxKept {
		c.marks = append(c.marks, m)
		return
	}
	lightest := 0
	for i := range c.marks {
		if weights[c.marks[i].sign] <= weights[c.marks[lightest].sign] {
			lightest = i
		}
	}
	if weights[m.sign] > weights[c.marks[lightest].sign] {
		c.marks = append(slices.Delete(c.marks, lightest, lightest+1), m)
	}
}

// merge adds the marks of d, which is to the right of c.
func (c *cluster) merge(d *cluster) {
	c.to = max(c.to, d.to)
	c.total += d.total
	for i := range d.marks {
		c.keep(d.marks[i])
	}
	for _, s := range d.counts {
		if (s.sign == "missed" || s.sign == "breach") && c.last != nil && c.last == d.first {
			s.count-- // the clock that both have
		}
		c.count(s.sign, s.count)
	}
	c.first = cmp.Or(c.first, d.first)
	c.last = cmp.Or(d.last, c.last)
}

// verdicts returns how many verdicts a cluster has.
func (c *cluster) verdicts() (n int) {
	for _, s := range c.counts {
		if isVerdict(s.sign) {
			n += s.count
		}
	}
	return n
}

// shown returns the signs of a cluster that are drawn, in the order in which they came: three at
// most, the heaviest. Beside a verdict, steps are not.
func (c *cluster) shown() []signCount {
	const most = 3
	shown := c.counts
	if c.verdicts() > 0 && len(shown) > 1 {
		shown = slices.DeleteFunc(slices.Clone(shown), func(s signCount) bool { return s.sign == "step" })
	}
	if len(shown) <= most {
		return shown
	}
	heaviest := slices.SortedStableFunc(slices.Values(shown), func(a, b signCount) int { return cmp.Compare(weights[b.sign], weights[a.sign]) })[:most]
	return slices.DeleteFunc(slices.Clone(shown), func(s signCount) bool { return !slices.Contains(heaviest, s) })
}

// width returns how wide a cluster is drawn.
func (c *cluster) width() (width float64) {
	for _, s := range c.shown() {
		width += signWidth + wider(s.count)
	}
	return width
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

// title returns the titles of the marks of a cluster.
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

// text returns the text of a cluster: what is not plain from its signs. In a lane of several
// clocks that does not include verdicts.
func (c *cluster) text(several bool) string {
	verdicts := c.verdicts()
	if verdicts > 1 {
		return ""
	}
	var list []string
	steps := 0
	for i := range c.marks {
		m := &c.marks[i]
		if m.isVerdict() && (several || len(c.shown()) > 1) || m.sign == "step" && several && verdicts > 0 {
			continue
		}
		if text := m.text(); text != "" && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	for _, s := range c.counts {
		if s.sign == "step" && (!several || verdicts == 0) {
			steps = s.count
		}
	}
	if len(list) > 2 || steps > maxKept {
		list = slices.DeleteFunc(list, func(text string) bool { return !strings.HasSuffix(text, " target") })
		list = append(list, fmt.Sprintf("%d steps", steps))
	}
	return strings.Join(list, ", ")
}
