package whatif

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/sla/report"
)

// TotalsTable compares the totals of both reports, measure by measure.
func (r Result) TotalsTable() report.Table {
	t := report.Table{Columns: []report.Column{{Name: "total"}, {Name: "current", Number: true}, {Name: "proposed", Number: true}, {Name: "change", Number: true}}}
	count := func(name string, current, proposed int64) {
		t.Rows = append(t.Rows, []report.Cell{report.TextCell(name), report.CountCell(current), report.CountCell(proposed), changeCell(proposed - current)})
	}
	c, p := &r.Current.Total, &r.Proposed.Total
	count("clocks", c.Clocks, p.Clocks)
	count("met", c.Outcomes.Met, p.Outcomes.Met)
	count("missed", c.Outcomes.Missed, p.Outcomes.Missed)
	count("overdue", c.Outcomes.Overdue, p.Outcomes.Overdue)
	count("open", c.Outcomes.Open, p.Outcomes.Open)
	count("dropped", c.Outcomes.Dropped, p.Outcomes.Dropped)
	count("void", c.Outcomes.Void, p.Outcomes.Void)
	t.Rows = append(t.Rows, append([]report.Cell{report.TextCell("rate")}, rateCells(c.Compliance, p.Compliance)...))
	count("near misses", c.NearMisses, p.NearMisses)
	count("breach alerts", r.CurrentAlerts.Breached, r.ProposedAlerts.Breached)
	count("escalations", r.CurrentAlerts.Escalated, r.ProposedAlerts.Escalated)
	return t
}

// changeCell is a cell with a difference, which has its sign.
func changeCell(n int64) report.Cell {
	if n == 0 {
		return report.TextCell("0")
	}
	return report.TextCell(fmt.Sprintf("%+d", n))
}

// rateCells are cells with two rates and their difference, in points.
func rateCells(c, p *report.Compliance) []report.Cell {
	cells := []report.Cell{{Text: "–"}, {Text: "–"}, {Text: "–"}}
	if c != nil {
		cells[0] = report.ShareCell(c.Rate)
	}
	if p != nil {
		cells[1] = report.ShareCell(p.Rate)
	}
	if c != nil && p != nil {
		points := 100 * (p.Rate - c.Rate)
		tenths := math.Round(10*points) + 0 // no negative zero
		cells[2] = report.Cell{Text: fmt.Sprintf("%+.1f", tenths/10), Exact: fmt.Sprint(points)}
	}
	return cells
}

// GroupsTable compares both reports, group by group. It has no rows without dimensions.
func (r Result) GroupsTable() report.Table {
	t := report.Table{}
	for _, name := range r.Current.Request.By {
		t.Columns = append(t.Columns, report.Column{Name: name})
	}
	for _, name := range []string{"clocks", "proposed clocks", "rate", "proposed rate", "change"} {
		t.Columns = append(t.Columns, report.Column{Name: name, Number: true})
	}
	add := func(key []any, c, p *report.Measures) {
		var cells []report.Cell
		for _, value := range key {
			cells = append(cells, report.KeyCell(value))
		}
		cells = append(cells, report.CountCell(c.Clocks), report.CountCell(p.Clocks))
		t.Rows = append(t.Rows, append(cells, rateCells(c.Compliance, p.Compliance)...))
	}
	proposed := slices.Clone(r.Proposed.Rows)
	for i := range r.Current.Rows {
		c := &r.Current.Rows[i]
		same := slices.IndexFunc(proposed, func(p report.Row) bool { return slices.Equal(p.Key, c.Key) })
		if same < 0 {
			add(c.Key, &c.Measures, new(report.Measures))
			continue
		}
		add(c.Key, &c.Measures, &proposed[same].Measures)
		proposed = slices.Delete(proposed, same, same+1)
	}
	for i := range proposed { // what there is only under the proposed configuration
		add(proposed[i].Key, new(report.Measures), &proposed[i].Measures)
	}
	return t
}

// ChangesTable counts the flips by what they were and become.
func (r Result) ChangesTable() report.Table {
	t := report.Table{Columns: []report.Column{{Name: "was"}, {Name: "becomes"}, {Name: "clocks", Number: true}}}
	for _, c := range r.Changes {
		t.Rows = append(t.Rows, []report.Cell{report.TextCell(string(c.Was)), report.TextCell(string(c.Becomes)), report.CountCell(c.N)})
	}
	return t
}

// FlipsTable lists the flips, with the reason of each.
func (r Result) FlipsTable() report.Table {
	t := report.Table{Columns: []report.Column{
		{Name: "issue"}, {Name: "metric"}, {Name: "cycle", Number: true}, {Name: "policy"}, {Name: "started at"}, {Name: "was"}, {Name: "becomes"}, {Name: "why"},
	}}
	for i := range r.Flips {
		f := &r.Flips[i]
		t.Rows = append(t.Rows, []report.Cell{
			report.KeyCell(f.IssueID), report.TextCell(f.Metric), report.CountCell(int64(f.Cycle)), report.TextCell(f.Policy),
			report.TextCell(f.StartedAt.UTC().Format(time.RFC3339)), report.TextCell(string(f.Was)), report.TextCell(string(f.Becomes)), report.TextCell(f.Why()),
		})
	}
	return t
}

// String returns the result in words and tables, for a terminal.
func (r Result) String() string { return r.write(report.Table.String, "") }

// Markdown returns the result as String does, with tables in Markdown.
func (r Result) Markdown() string { return r.write(report.Table.Markdown, "\n") }

func (r Result) write(table func(report.Table) string, gap string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d issues. %s\n\n%s", r.Issues, Caveat, table(r.TotalsTable()))
	section := func(title string, t report.Table) {
		if len(t.Rows) > 0 {
			fmt.Fprintf(&b, "\n%s\n%s%s", title, gap, table(t))
		}
	}
	section("By group:", r.GroupsTable())
	section("What flips:", r.ChangesTable())
	section("Flips:", r.FlipsTable())
	idle := func(which string, policies []string) {
		if len(policies) > 0 {
			fmt.Fprintf(&b, "\nPolicies that never apply under the %s configuration: %s\n", which, strings.Join(policies, ", "))
		}
	}
	idle("current", r.CurrentIdle)
	idle("proposed", r.ProposedIdle)
	return b.String()
}
