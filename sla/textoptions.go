package sla

import (
	"cmp"
	"slices"
	"time"
)

// TextOptions say which part of an explanation to tell, and how. The zero value is what
// [Explanation.String] does.
type TextOptions struct {
	// Metrics and Cycle select clocks: those of these metrics, if there are any, and of this
	// cycle, if it is not 0.
	Metrics []string
	Cycle   int

	// Only selects clocks by how they stand.
	Only Only

	// Summary tells the summary alone.
	Summary bool

	// Full tells the account of every selected clock, with all its lines. Without it, the worst
	// few clocks have an account, with the lines that matter most, and others have a line.
	Full bool

	// ByStart tells clocks in clock order. Without it, the worst comes first.
	ByStart bool

	// Zone is the zone of all instants. The default is that of the first clock's schedule.
	Zone *time.Location
}

// Only says which clocks to tell.
type Only string

const (
	OnlyBreached Only = "breached" // overdue or missed
	OnlyOpen     Only = "open"     // not ended
)

// selects reports whether a clock is to be told.
func (o *TextOptions) selects(a *ClockAccount) bool {
	switch {
	case len(o.Metrics) > 0 && !slices.Contains(o.Metrics, a.Metric),
		o.Cycle != 0 && o.Cycle != a.Cycle,
		o.Only == OnlyBreached && !a.Breached,
		o.Only == OnlyOpen && !a.Open():
		return false
	}
	return true
}

// narrow reports whether the options select some clocks and not all.
func (o *TextOptions) narrow() bool { return len(o.Metrics) > 0 || o.Cycle != 0 || o.Only != "" }

// Select returns the part of the explanation that options select: the clocks, in the order of
// the options, and what is said of these metrics. Use it for JSON.
func (x Explanation) Select(o TextOptions) Explanation {
	clocks := make([]ClockAccount, 0, len(x.Clocks))
	for i := range x.Clocks {
		if o.selects(&x.Clocks[i]) {
			clocks = append(clocks, x.Clocks[i])
		}
	}
	if !o.ByStart {
		slices.SortStableFunc(clocks, func(a, b ClockAccount) int {
			return cmp.Or(a.Outcome.rank()-b.Outcome.rank(), cmp.Compare(a.Remaining, b.Remaining))
		})
	}
	x.Clocks = clocks
	if len(o.Metrics) > 0 {
		x.Metrics = slices.DeleteFunc(slices.Clone(x.Metrics), func(m MetricAccount) bool { return !slices.Contains(o.Metrics, m.Metric) })
		x.Next = slices.DeleteFunc(slices.Clone(x.Next), func(t Transition) bool { return !slices.Contains(o.Metrics, t.Metric) })
	}
	return x
}

// String describes the explanation in words for a support lead: the summary, what happens next,
// the accounts of the clocks that fared worst, a line for the others, and which policies apply.
// Instants are in one zone, which is named. Equal explanations have the same text, but its form
// may change between versions.
func (x Explanation) String() string { return x.Text(TextOptions{}) }

// Text is String with options.
func (x Explanation) Text(o TextOptions) string {
	p := x.page(&o)
	return p.text()
}

// Markdown is Text in Markdown.
func (x Explanation) Markdown(o TextOptions) string {
	p := x.page(&o)
	return p.markdown()
}

// HTML is Text as a page of its own: without scripts, and with nothing to load. It is light or
// dark as the reader prefers.
func (x Explanation) HTML(o TextOptions) string {
	p := x.page(&o)
	return p.html()
}
