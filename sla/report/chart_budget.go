package report

import (
	"fmt"
	"slices"

	"github.com/punctualgo/punctual/internal/chart"
)

// BudgetChart draws the error budget of each group: how many misses the goal of the report
// allows, and how many of them were used. Group by a part of the calendar, such as
// decided.month, for the budgets of its periods. Without a goal there are no budgets.
func BudgetChart(r Report, o ChartOptions) []byte {
	l := layOut(r.Request.By)
	c := chart.Budget{Frame: r.frame("Misses that the goal of "+r.Request.Goal+" allows", &o)}
	if r.Request.Goal == "" {
		c.Frame = r.frame("Misses that a goal allows", &o)
		c.Notes = []string{"The report has no goal."}
		return c.SVG()
	}
	c.Description = "How many of the misses that the goal allows were used."
	c.Notes = append(r.chartNotes(&o), "The budget is the misses that the goal allows of as many promises, rounded down: “5 of 3” is five misses where three are allowed. What is not decided yet may still add to both.")
	panels, others := r.panelsOf(&l)
	if l.kind == heatLayout { // rows by hour and weekday would be too many
		panels = nil
	}
	add := func(p *chart.BudgetPanel, name chart.Name, m *Measures) {
		b := chart.BudgetRow{Name: name, None: m.Goal == nil}
		if m.Goal != nil {
			b.Used = m.Compliance.N - m.Compliance.Good
			b.Allowed, b.Reached = b.Used+m.Goal.Left, m.Goal.Reached
		}
		p.Rows = append(p.Rows, b)
		describe(&c.Frame, budgetSentence(p.Name, &b))
	}
	for i := range panels {
		p := &panels[i]
		drawn := chart.BudgetPanel{Name: r.panelName(&l, p)}
		rows, rest := r.budgetRows(&l, p, o.most())
		for _, row := range rows {
			add(&drawn, r.rowName(&l, row), &row.Measures)
		}
		if rest > 0 {
			what := "other group"
			if l.kind == trendLayout {
				what = "earlier period"
			}
			c.Notes = append(c.Notes, othersNote(rest, what))
		}
		c.Panels = append(c.Panels, drawn)
	}
	if others > 0 {
		c.Notes = append(c.Notes, othersNote(others, "other panel"))
	}
	if len(panels) != 1 || len(panels[0].rows) != 1 {
		all := chart.Name{Text: "in all", Missing: true}
		switch {
		case r.Total.Clocks == 0:
		case len(c.Panels) == 1:
			add(&c.Panels[0], all, &r.Total)
		default:
			total := chart.BudgetPanel{}
			add(&total, all, &r.Total)
			c.Panels = append(c.Panels, total)
		}
	}
	return c.SVG()
}

// budgetRows returns the rows of a panel that are drawn: those with the most records, or over
// time the latest. It also returns how many others there are.
func (r *Report) budgetRows(l *layout, p *panel, most int) (rows []*Row, others int) {
	if l.kind != trendLayout {
		drawn, rest := r.topRows(l, p, most)
		return drawn, len(rest)
	}
	rows = slices.Clone(p.rows)
	slices.Reverse(rows) // the latest first; a panel has at least one
	if rows[0].Key[l.axis[0]] == nil {
		rows = rows[1:]
	}
	others = max(len(rows)-most, 0)
	return rows[:len(rows)-others], others
}

func budgetSentence(panel chart.Name, b *chart.BudgetRow) string {
	name := b.Name.Text
	if panel.Text != "" {
		name = panel.Text + ", " + name
	}
	if b.None {
		return name + ": nothing judged."
	}
	return fmt.Sprintf("%s: %s of %s.", name, chart.Count(b.Used), chart.Count(b.Allowed))
}
