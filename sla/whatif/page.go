package whatif

import (
	"fmt"
	"strings"

	"github.com/punctualgo/punctual/sla/report"
)

// Charts returns the chart of the result: how rates change, in all and group by group.
func (r Result) Charts() []report.Chart {
	return []report.Chart{func(o report.ChartOptions) []byte { return report.ChangeChart(r.Current, r.Proposed, o) }}
}

// Sections returns the parts of a page with the result: the totals, the groups, what flips, and
// the flips that the result has.
func (r Result) Sections() []report.Section {
	intro := fmt.Sprintf("%d issues, judged under the current and the proposed configuration, as of %s.", r.Issues, r.Current.AsOf.UTC().Format("2 January 2006, 15:04 MST"))
	sections := []report.Section{{
		Title: "What the proposed configuration changes", Text: append([]string{intro, r.summary(), Caveat}, r.idleWords()...),
		Charts: r.Charts(), Table: r.TotalsTable(), Keys: 1, Legend: totalsLegend,
	}}
	if t := r.GroupsTable(); len(t.Rows) > 0 {
		sections = append(sections, report.Section{Title: "Group by group", Table: t, Keys: len(r.Current.Request.By), Legend: groupsLegend})
	}
	if t := r.ChangesTable(); len(t.Rows) > 0 {
		sections = append(sections, report.Section{Title: "What flips", Table: t, Keys: 2, Legend: changesLegend})
	}
	if t := r.FlipsTable(); len(t.Rows) > 0 {
		all := int64(0)
		for _, c := range r.Changes {
			all += c.N
		}
		s := report.Section{Title: "Flips", Table: t, Keys: 1, Legend: flipsLegend}
		if shown := int64(len(t.Rows)); shown < all {
			s.Text = []string{fmt.Sprintf("The first %d of %d.", shown, all)}
		}
		sections = append(sections, s)
	}
	return sections
}

// summary sums up the result in a sentence.
func (r *Result) summary() string {
	c, p := r.Current.Total.Compliance, r.Proposed.Total.Compliance
	if c == nil || p == nil {
		return "One of the configurations has nothing to judge."
	}
	return fmt.Sprintf("Promises kept: %s currently, %s as proposed.", report.ShareCell(c.Rate).Text, report.ShareCell(p.Rate).Text)
}

// idleWords says which policies never apply.
func (r *Result) idleWords() (words []string) {
	for _, side := range []struct {
		name string
		idle []string
	}{{"current", r.CurrentIdle}, {"proposed", r.ProposedIdle}} {
		if len(side.idle) > 0 {
			words = append(words, "Policies that never apply under the "+side.name+" configuration: "+strings.Join(side.idle, ", ")+".")
		}
	}
	return words
}

var totalsLegend = []report.Term{
	{Name: "current, proposed", Text: "What the two configurations make of the same issues. The change of rate is in points."},
	{Name: "clocks", Text: "Promises. An issue has one for each target that applied to it."},
	{Name: "met, missed", Text: "Kept in time; broken, and over."},
	{Name: "overdue, open", Text: "Broken and still waiting; in time so far."},
	{Name: "dropped, void", Text: "Ended without a verdict; not to be judged, such as spam."},
	{Name: "rate", Text: "How many promises were kept, of those that are judged."},
	{Name: "near misses", Text: "Kept, but with little of the time left."},
	{Name: "breach alerts, escalations", Text: "How often somebody would have been told of a broken promise, or of a step before or after it."},
}

var groupsLegend = []report.Term{
	{Name: "clocks, proposed clocks", Text: "How many promises the group has under each configuration."},
	{Name: "rate, proposed rate", Text: "How many of them were kept."},
	{Name: "change", Text: "The difference of the rates, in points."},
}

var changesLegend = []report.Term{
	{Name: "was, becomes", Text: "How a promise stands under the current and under the proposed configuration; none, if it is not made there."},
	{Name: "clocks", Text: "How many promises flip so."},
}

var flipsLegend = []report.Term{
	{Name: "cycle", Text: "Which promise of its kind it is, if an issue has several, one after the other."},
	{Name: "was, becomes", Text: "How it stands under the current and under the proposed configuration."},
	{Name: "why", Text: "What differs between the two."},
}
