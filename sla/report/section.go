package report

import (
	"fmt"
	"strings"

	"github.com/punctualgo/punctual/internal/chart"
)

// A Section is a part of a page: what it is about, charts, and a table with what its columns
// mean. All of it is optional.
type Section struct {
	Title  string
	Text   []string // paragraphs
	Charts []Chart
	Table  Table
	Total  bool // the last row of Table is the total
	Keys   int  // how many of the first columns of Table name the row
	Legend []Term
}

// A Term is a word with what it means.
type Term struct{ Name, Text string }

// A Part is what pages are made of: a [Report], a [Held], a [Targets], a Section, or the
// result of a backtest.
type Part interface {
	// Sections returns the sections that show the part.
	Sections() []Section
}

// Sections returns the section itself.
func (s Section) Sections() []Section { return []Section{s} }

// Charts returns the charts that fit the dimensions of the report.
func (r Report) Charts() []Chart {
	charts := []Chart{func(o ChartOptions) []byte { return ComplianceChart(r, o) }}
	if r.Request.Goal != "" && r.Total.Goal != nil {
		charts = append(charts, func(o ChartOptions) []byte { return BudgetChart(r, o) })
	}
	if r.Total.Elapsed != nil {
		charts = append(charts, func(o ChartOptions) []byte { return DistributionChart(r, o) })
	}
	return charts
}

// Charts returns the chart of the result.
func (h Held) Charts() []Chart {
	return []Chart{func(o ChartOptions) []byte { return HeldChart(h, o) }}
}

// Charts returns the chart of the result.
func (t Targets) Charts() []Chart {
	return []Chart{func(o ChartOptions) []byte { return TargetsChart(t, o) }}
}

// Sections returns a section with the report: in words, as charts, and as a table with its
// legend; and one with the worst cases and one with the pauses that are worth a look, if the
// report lists some.
func (r Report) Sections() []Section {
	title := "Promises kept"
	if by := byWords(r.Request.By); by != "" {
		title += " by " + by
	}
	sections := []Section{{
		Title: title, Text: append([]string{r.Words() + " " + asOf(r.AsOf, r.Request.Zone), r.summary()}, r.notes()...),
		Charts: r.Charts(), Table: named(r.Table(), r.Request.By, r.keys()), Total: true, Keys: len(r.Request.By), Legend: r.Legend(),
	}}
	keys := len(r.Request.By) + 1 // and the issue
	if t := r.WorstTable(); len(t.Rows) > 0 {
		sections = append(sections, Section{Title: "The worst", Text: []string{worstWords}, Table: namedColumns(t, r.Request.By), Keys: keys, Legend: worstLegend})
	}
	if t := r.PausesTable(); len(t.Rows) > 0 {
		sections = append(sections, Section{Title: "Pauses worth a look", Table: namedColumns(t, r.Request.By), Keys: keys, Legend: pausesLegend})
	}
	return sections
}

// namedColumns returns a table with the names of dimensions for people.
func namedColumns(t Table, by []string) Table {
	for i, name := range by {
		t.Columns[i].Name = dimensionWords(name)
	}
	return t
}

// summary sums up the report in a sentence or two.
func (r *Report) summary() string {
	c := r.Total.Compliance
	switch {
	case r.Total.Clocks == 0:
		return "There are no such promises."
	case c == nil:
		return "There is nothing to judge yet."
	}
	text := fmt.Sprintf("%s were kept: %s of %s.", chart.Percent(c.Rate), chart.Count(c.Good), chart.Count(c.N))
	if g := r.Total.Goal; g != nil {
		switch {
		case g.Left < 0:
			text += fmt.Sprintf(" The goal of %s is missed, by %s.", r.Request.Goal, plural(-g.Left, "promise"))
		case g.Left == 0:
			text += fmt.Sprintf(" The goal of %s is reached, and can bear no more misses.", r.Request.Goal)
		default:
			text += fmt.Sprintf(" The goal of %s is reached, and can bear %s.", r.Request.Goal, plural(g.Left, "more miss"))
		}
	}
	return text
}

func plural(n int64, what string) string {
	switch {
	case n == 1:
		return "1 " + what
	case strings.HasSuffix(what, "s"):
		what += "e"
	}
	return chart.Count(n) + " " + what + "s"
}

// Sections returns a section with the result.
func (h Held) Sections() []Section {
	return []Section{{
		Title: "In whose time clocks ran, by " + fieldWords(h.Request.Field), Text: []string{h.Words() + " " + asOf(h.AsOf, h.Request.Zone)},
		Charts: h.Charts(), Table: named(h.Table(), []string{h.Request.Field}, h.keys()), Keys: 1, Legend: h.Legend(),
	}}
}

// Sections returns a section with the result.
func (t Targets) Sections() []Section {
	title := "Which target would have kept " + t.Request.Goal
	if by := byWords(t.Request.By); by != "" {
		title += ", by " + by
	}
	return []Section{{
		Title: title, Text: []string{t.Words() + " " + asOf(t.AsOf, t.Request.Zone)},
		Charts: t.Charts(), Table: named(t.Table(), t.Request.By, t.keys()), Keys: len(t.Request.By), Legend: t.Legend(),
	}}
}

// named returns a table with the names of dimensions, and of the values in the first keys, for
// people.
func named(t Table, by []string, keys [][]any) Table {
	for i, name := range by {
		t.Columns[i].Name = dimensionWords(name)
		for k, key := range keys {
			if key[i] != nil {
				t.Rows[k][i].Text = nameOf(name, key[i]).Text
			}
		}
	}
	return t
}

func (r *Report) keys() (keys [][]any) {
	for i := range r.Rows {
		keys = append(keys, r.Rows[i].Key)
	}
	return keys
}

func (h *Held) keys() (keys [][]any) {
	for i := range h.Rows {
		keys = append(keys, []any{h.Rows[i].Value})
	}
	return keys
}

func (t *Targets) keys() (keys [][]any) {
	for i := range t.Rows {
		keys = append(keys, t.Rows[i].Key)
	}
	return keys
}
