package report

import (
	"fmt"

	"github.com/punctualgo/punctual/internal/chart"
	"github.com/punctualgo/punctual/internal/human"
)

// TargetsChart draws for each group the share of promises that each target would have kept,
// and marks the shortest one that keeps the goal.
func TargetsChart(t Targets, o ChartOptions) []byte {
	f := chart.Frame{Title: "Which target would have kept " + t.Request.Goal, Width: o.Width, Subtitle: t.Words() + " " + asOf(t.AsOf, t.Request.Zone)}
	if by := byWords(t.Request.By); by != "" {
		f.Title += ", by " + by
	}
	f.Description = "The share of promises that each target would have kept."
	if o.Inline {
		f.Subtitle = ""
	}
	c := chart.Curve{Frame: f}
	if goal := goalOf(t.Request.Goal); goal != nil {
		c.Goal = *goal
	}
	dimensions := indexes(t.Request.By)
	counts := make([]int64, len(t.Rows))
	for i := range t.Rows {
		counts[i] = t.Rows[i].n()
	}
	keep := kept(counts, min(o.most(), mostPanels))
	others := 0
	for i := range t.Rows {
		row := &t.Rows[i]
		if !keep[i] {
			others++
			continue
		}
		p := chart.CurvePanel{Name: keyName(dimensions, t.Request.By, row.Key), Summary: row.summary(t.Request.Goal)}
		if p.Name.Text == "" {
			p.Name.Text = "All"
		}
		for k, step := range row.Steps {
			p.Steps = append(p.Steps, chart.Step{Target: step, Rate: rateOf(&row.Curve[k])})
		}
		if row.AtTarget != nil {
			p.Target = row.Target
		}
		c.Panels = append(c.Panels, p)
		describe(&c.Frame, p.Name.Text+": "+p.Summary)
	}
	c.Notes = []string{"Judged by what happened under the targets of then: people might have worked otherwise under others. A promise that was not answered counts against targets shorter than it has waited."}
	if others > 0 {
		c.Notes = append(c.Notes, othersNote(others, "other group"))
	}
	return c.SVG()
}

// n returns how many records tell something about the shortest target that anything is known
// of.
func (r *TargetsRow) n() int64 {
	if len(r.Curve) == 0 {
		return 0
	}
	return r.Curve[0].N
}

// summary says what the row tells, in a sentence or two.
func (r *TargetsRow) summary(goal string) string {
	text := ""
	switch {
	case len(r.Curve) == 0:
		return "Nothing to judge."
	case r.AtTarget != nil:
		text = fmt.Sprintf("%s would keep %s.", human.Duration(r.Target, false), chart.Percent(r.AtTarget.Rate))
	default:
		last := len(r.Steps) - 1
		text = fmt.Sprintf("No target up to %s keeps %s: at most %s.", human.Duration(r.Steps[last], false), goal, chart.Percent(r.Curve[last].Rate))
	}
	if r.Now != nil {
		text += fmt.Sprintf(" Now: %s of %s.", chart.Percent(r.Now.Rate), chart.Count(r.Now.N))
	}
	return text
}
