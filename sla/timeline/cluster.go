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

// maxKept is how many of its marks a cluster keeps.
const maxKept = 4

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
