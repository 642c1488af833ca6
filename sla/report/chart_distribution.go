package report

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/chart"
	"github.com/punctualgo/punctual/internal/human"
)

// DistributionChart draws how long it took until clocks were stopped, in open hours and without
// pauses: the distribution of each group on a logarithmic scale, with its percentiles. If target
// is a dimension, the target of each group is marked.
//
// Of many groups, those with the most records are drawn, or the latest periods of a report over
// time alone; by weekday and hour, the total. Groups that have no order of their own are sorted
// by their median, the longest first.
func DistributionChart(r Report, o ChartOptions) []byte {
	l := layOut(r.Request.By)
	c := chart.Spread{Frame: r.frame("How long it took", &o)}
	c.Description = "How long clocks counted until they were stopped."
	rows, others := r.spreadRows(&l, min(o.most(), mostPanels))
	total := len(rows) == 0 && r.Total.Elapsed != nil
	if total {
		rows = append(rows, &Row{Measures: r.Total})
	}
	dimensions := indexes(r.Request.By)
	approximate := false
	for _, row := range rows {
		e := row.Elapsed
		name := chart.Name{Text: "All"}
		if !total {
			name = keyName(dimensions, r.Request.By, row.Key)
		}
		s := chart.SpreadRow{Name: name, N: e.N, P50: e.P50, P90: e.P90, P95: e.P95, Max: e.Max, Target: r.targetOf(row.Key)}
		for _, b := range e.Shape {
			s.Bins = append(s.Bins, chart.Bin(b))
		}
		c.Rows = append(c.Rows, s)
		approximate = approximate || e.Approximate
		describe(&c.Frame, fmt.Sprintf("%s: half within %s, 90%% within %s, of %s.", name.Text, human.Duration(e.P50, false), human.Duration(e.P90, false), chart.Count(e.N)))
	}
	c.Notes = append(c.Notes, "Open time that counted until the clock was stopped, on a scale where each step is some times longer than the one before. What is still open, or ended without an answer, is not in it.")
	if others > 0 {
		what := "other group"
		if l.kind == trendLayout && len(l.panels) == 0 {
			what = "earlier period"
		}
		c.Notes = append(c.Notes, othersNote(others, what))
	}
	if approximate {
		c.Notes = append(c.Notes, "Of more than 4,096 times, a percentile may be off by 1%.")
	}
	if !slices.Contains(r.Request.By, "target") {
		c.Notes = append(c.Notes, "A report by target marks the targets, too.")
	}
	return c.SVG()
}

// spreadRows returns the rows whose distributions are drawn, and how many others have one.
func (r *Report) spreadRows(l *layout, most int) (rows []*Row, others int) {
	if l.kind == heatLayout {
		return nil, 0
	}
	for i := range r.Rows {
		if r.Rows[i].Elapsed != nil {
			rows = append(rows, &r.Rows[i])
		}
	}
	others = max(len(rows)-most, 0)
	if others > 0 && l.kind == trendLayout && len(l.panels) == 0 {
		at := l.axis[0]
		latest := slices.Clone(rows)
		slices.SortStableFunc(latest, func(a, b *Row) int {
			x, _ := a.Key[at].(string)
			y, _ := b.Key[at].(string)
			return cmp.Compare(y, x)
		})
		latest = latest[:most]
		return slices.DeleteFunc(rows, func(row *Row) bool { return !slices.Contains(latest, row) }), others
	}
	if others > 0 {
		counts := make([]int64, len(rows))
		for i, row := range rows {
			counts[i] = row.Elapsed.N
		}
		keep := kept(counts, most)
		i := -1
		rows = slices.DeleteFunc(rows, func(*Row) bool { i++; return !keep[i] })
	}
	if l.kind == barLayout && len(r.Request.By) == 1 && !ordered(r.Request.By[0], rows, 0) {
		slices.SortStableFunc(rows, func(a, b *Row) int { return cmp.Compare(b.Elapsed.P50, a.Elapsed.P50) })
	}
	return rows, others
}

// targetOf returns the target that the records of a key have in common, or 0.
func (r *Report) targetOf(key []any) time.Duration {
	at := slices.Index(r.Request.By, "target")
	if at < 0 || at >= len(key) {
		return 0
	}
	text, _ := key[at].(string)
	d, err := time.ParseDuration(text)
	if err != nil {
		return 0
	}
	return d
}
