package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/punctualgo/punctual/internal/chart"
)

// ComplianceChart draws how many promises were kept: over time, if the report has a dimension
// such as decided.month; as a map of weekdays and hours, if it has both; and otherwise as bars,
// sorted by rate. Other dimensions, such as metric, have a panel for each value. Intervals, the
// goal, and how many records there are, are always drawn. What rests on few is hollow or small.
func ComplianceChart(r Report, o ChartOptions) []byte {
	l := layOut(r.Request.By)
	panels, others := r.panelsOf(&l)
	f := r.frame("Promises kept", &o)
	f.Notes = r.chartNotes(&o)
	if others > 0 {
		f.Notes = append(f.Notes, othersNote(others, "other panel"))
	}
	goal := goalOf(r.Request.Goal)
	switch l.kind {
	case heatLayout:
		return r.heat(f, goal, &l, panels)
	case trendLayout:
		return r.trend(f, goal, &l, panels)
	}
	return r.bars(f, goal, &l, panels, o.most())
}

// bars draws rates as bars.
func (r *Report) bars(f chart.Frame, goal *chart.Goal, l *layout, panels []panel, most int) []byte {
	c := chart.Bars{Frame: f, Goal: goal}
	if len(r.Request.By) == 0 && r.Total.Clocks > 0 {
		c.Panels = []chart.BarPanel{{Rows: []chart.BarRow{{Name: chart.Name{Text: "all"}, Rate: rateOf(r.Total.Compliance)}}}}
	}
	for i := range panels {
		p := &panels[i]
		name := r.panelName(l, p)
		drawn, rest := r.topRows(l, p, most)
		bars := chart.BarPanel{Name: name}
		for _, row := range drawn {
			b := chart.BarRow{Name: r.rowName(l, row), Rate: rateOf(row.Compliance)}
			bars.Rows = append(bars.Rows, b)
			describe(&c.Frame, sentence(name, b.Name, &b.Rate))
		}
		if len(rest) > 0 {
			var sum Compliance
			for _, row := range rest {
				if row.Compliance != nil {
					sum.N, sum.Good = sum.N+row.Compliance.N, sum.Good+row.Compliance.Good
				}
			}
			others := chart.Name{Text: chart.Count(int64(len(rest))) + " others", Missing: true}
			bars.Rows = append(bars.Rows, chart.BarRow{Name: others, Rate: rateOf(newCompliance(sum.Good, sum.N))})
			note := fmt.Sprintf("Shown are the %d with the most promises, and all others together. The table has each.", most)
			if !slices.Contains(c.Notes, note) {
				c.Notes = append(c.Notes, note)
			}
		}
		c.Panels = append(c.Panels, bars)
	}
	return c.SVG()
}

// sentence says what a rate is.
func sentence(panel, name chart.Name, r *chart.Rate) string {
	text := name.Text
	if panel.Text != "" {
		text = panel.Text + ", " + text
	}
	if r.N == 0 {
		return text + ": none judged."
	}
	return text + ": " + chart.Percent(r.Rate) + " of " + chart.Count(r.N) + "."
}

// topRows returns the rows of a panel with the most judged records, the highest rate first
// unless their dimension has an order of its own, and the others.
func (r *Report) topRows(l *layout, p *panel, most int) (drawn, rest []*Row) {
	if len(p.rows) <= most+1 { // one more takes no more room than a row for the others
		most = len(p.rows)
	}
	counts := make([]int64, len(p.rows))
	for i, row := range p.rows {
		counts[i] = judged(row)
	}
	keep := kept(counts, most)
	for i, row := range p.rows {
		if keep[i] {
			drawn = append(drawn, row)
		} else {
			rest = append(rest, row)
		}
	}
	if l.flat || !ordered(r.Request.By[l.axis[0]], drawn, l.axis[0]) {
		slices.SortStableFunc(drawn, func(a, b *Row) int {
			x, y := rateOf(a.Compliance), rateOf(b.Compliance)
			return cmp.Or(cmp.Compare(min(y.N, 1), min(x.N, 1)), cmp.Compare(y.Rate, x.Rate), cmp.Compare(y.N, x.N))
		})
	}
	return drawn, rest
}

func judged(row *Row) int64 {
	if row.Compliance == nil {
		return 0
	}
	return row.Compliance.N
}

// ordered reports whether the values of a dimension have an order that readers expect.
func ordered(name string, rows []*Row, at int) bool {
	d, err := parseDimension(name)
	if err != nil {
		return false
	}
	switch d.kind {
	case dimMetric, dimTarget, dimOutcome, dimState, dimInstant:
		return true
	case dimField:
		for _, row := range rows {
			if _, ok := row.Key[at].(float64); !ok && row.Key[at] != nil {
				return false
			}
		}
		return true
	}
	return false
}

// trend draws rates over time.
func (r *Report) trend(f chart.Frame, goal *chart.Goal, l *layout, panels []panel) []byte {
	d, _ := parseDimension(r.Request.By[l.axis[0]])
	u := d.unit
	c := chart.Trend{Frame: f, Goal: goal, Label: u.label, Steps: u.steps(), Labelled: u.labelled}
	undated := int64(0)
	first := true
	for i := range panels {
		p := &panels[i]
		drawn := chart.TrendPanel{Name: r.panelName(l, p)}
		for _, row := range p.rows {
			text, _ := row.Key[l.axis[0]].(string)
			period, ok := u.parse(text)
			if !ok {
				undated += row.Clocks
				continue
			}
			if first {
				c.First, c.Last, first = period, period, false
			}
			c.First, c.Last = min(c.First, period), max(c.Last, period)
			drawn.Points = append(drawn.Points, chart.Point{Period: period, Rate: rateOf(row.Compliance)})
		}
		if len(drawn.Points) == 0 {
			continue
		}
		c.Panels = append(c.Panels, drawn)
		for _, point := range drawn.Points {
			_, _, full := u.label(point.Period)
			describe(&c.Frame, sentence(drawn.Name, chart.Name{Text: full}, &point.Rate))
		}
	}
	if undated > 0 {
		c.Notes = append(c.Notes, chart.Count(undated)+" promises have no such date yet, and are not in the chart.")
	}
	return c.SVG()
}

// heat draws rates by weekday and hour.
func (r *Report) heat(f chart.Frame, goal *chart.Goal, l *layout, panels []panel) []byte {
	c := chart.Heat{Frame: f, Goal: goal}
	if r.Total.Compliance != nil {
		c.Middle = r.Total.Compliance.Rate
	}
	missing := int64(0)
	for i := range panels {
		p := &panels[i]
		drawn := chart.HeatPanel{Name: r.panelName(l, p)}
		some := false
		for _, row := range p.rows {
			weekday, _ := row.Key[l.axis[0]].(string)
			hour, _ := row.Key[l.axis[1]].(string)
			day, ok := slices.Index(weekdays, weekday), len(hour) == 2
			if day < 0 || !ok {
				missing += row.Clocks
				continue
			}
			h := int(hour[0]-'0')*10 + int(hour[1]-'0')
			if h < 0 || h > 23 {
				continue
			}
			drawn.Cells[day][h] = rateOf(row.Compliance)
			some = true
		}
		if some {
			c.Panels = append(c.Panels, drawn)
		}
	}
	c.Notes = append(c.Notes, "Weekdays and hours are those of "+zoneName(&r.Request.Selection)+".")
	if missing > 0 {
		c.Notes = append(c.Notes, chart.Count(missing)+" promises have no such time yet, and are not in the chart.")
	}
	return c.SVG()
}

func zoneName(s *Selection) string {
	if s.Zone == nil {
		return "UTC"
	}
	return s.Zone.String()
}
