package sla

import (
	"fmt"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/human"
)

// String describes the summary in words: a line for each metric, then what happens next.
// Instants are in s.Zone. The form of the text may change between versions.
func (s Summary) String() string {
	p := s.page()
	return p.text()
}

func (s *Summary) page() (p page) {
	dates := human.NewDates(zoneOf(s.Zone))
	for range 2 { // first for dates to see all instants
		p = page{title: titleOf(s.IssueID, s.AsOf, dates), notes: zoneNote(s.Zone), sections: s.sections(dates)}
	}
	return p
}

// titleOf returns the title of a page about an issue.
func titleOf(issueID string, asOf time.Time, dates *human.Dates) string {
	if issueID == "" {
		issueID = "The issue"
	}
	return quiet(issueID) + " as of " + dates.WithYear(asOf)
}

// zoneNote says in which zone the instants of a page are.
func zoneNote(zone *time.Location) []string {
	return []string{"All times are in " + zoneOf(zone).String() + "."}
}

// sections returns the lines about metrics, and what happens next.
func (s *Summary) sections(dates *human.Dates) []section {
	if len(s.Metrics) == 0 {
		return []section{{words: []string{"There are no clocks."}}}
	}
	var metrics section
	for i := range s.Metrics {
		m := &s.Metrics[i]
		metrics.rows = append(metrics.rows, row{human.Title(human.Name(m.Metric)), s.metricText(m, dates)})
	}
	next := section{title: "Next"}
	for i := range s.Next {
		next.rows = append(next.rows, row{dates.Short(s.Next[i].At), s.nextText(&s.Next[i])})
	}
	if len(next.rows) == 0 {
		next = section{words: []string{s.nothingNext()}}
	}
	return []section{metrics, next}
}

// nextText says what happens in a transition that is to come.
func (s *Summary) nextText(t *Transition) string {
	name := human.Name(t.Metric)
	if t.Cycle > 1 {
		name += fmt.Sprintf(" (%d)", t.Cycle)
	}
	if t.Kind == KindBreached {
		return name + " is due"
	}
	text := name + ": step " + quiet(t.Step)
	if t.Repeat > 0 {
		text += fmt.Sprintf(", repeated (%d)", t.Repeat)
	}
	return text
}

// nothingNext says why nothing is to come.
func (s *Summary) nothingNext() string {
	open := false
	for i := range s.Metrics {
		m := &s.Metrics[i]
		open = open || m.Open+m.Overdue > 0
	}
	if open {
		return "Nothing more happens unless there is another event."
	}
	return "No clock is open. Nothing more happens unless there is another event."
}

// metricText sums up a metric in a line.
func (s *Summary) metricText(m *MetricSummary, dates *human.Dates) string {
	worst := m.Worst.standing(m.Outcome, dates)
	if held := m.inWhoseTime(s.Held); held != "" && s.tells {
		worst += "; " + held
	}
	if m.Clocks == 1 {
		return worst
	}
	text := m.counts() + ". Worst, " + s.clockName(&m.Worst) + ": " + worst
	if m.Latest.Open() && m.Latest != m.Worst {
		text += ". Now, " + s.clockName(&m.Latest) + ": " + m.Latest.standing(m.Latest.Outcome(), dates)
	}
	return text
}

// clockName tells a clock from the others of its metric.
func (s *Summary) clockName(c *Clock) string {
	if s.each {
		return "the " + human.Ordinal(c.Cycle) + " of " + quiet(c.Policy)
	}
	return "the " + human.Ordinal(c.Cycle)
}

// counts says how many clocks there are of each outcome.
func (m *MetricSummary) counts() string {
	var parts []string
	for _, n := range []struct {
		count int
		what  string
	}{
		{m.Overdue, "overdue"}, {m.Missed, "missed"}, {m.Open, "open"}, {m.Met, "met"}, {m.Dropped, "dropped"}, {m.Void, "void"},
	} {
		if n.count > 0 {
			parts = append(parts, human.Count(int64(n.count))+" "+n.what)
		}
	}
	if len(parts) == 1 && m.Clocks == 2 {
		return "both " + strings.TrimPrefix(parts[0], "2 ")
	}
	if len(parts) == 1 {
		return "all " + parts[0]
	}
	return strings.Join(parts, ", ")
}

// standing says how a clock with an outcome stands.
func (c *Clock) standing(outcome Outcome, dates *human.Dates) string {
	late := human.Amount(max(0, -c.Remaining))
	switch {
	case outcome == OutcomeVoid:
		return "ended with the issue, which was cancelled"
	case outcome == OutcomeDropped:
		return "ended without a verdict on " + dates.Short(c.EndedAt)
	case outcome == OutcomeMet && c.Remaining == 0:
		return "met at the last instant"
	case outcome == OutcomeMet:
		return "met with " + human.Amount(c.Remaining) + " left"
	case outcome == OutcomeMissed && c.Remaining >= 0:
		return "missed, as it ended after it was due, out of hours"
	case outcome == OutcomeMissed && c.State == Cancelled:
		return "missed, as it was " + late + " late when it ended without a verdict"
	case outcome == OutcomeMissed:
		return "missed by " + late
	case outcome == OutcomeOverdue && c.Remaining >= 0:
		return "overdue since " + dates.Short(c.BreachedAt) + c.unlessRunning()
	case outcome == OutcomeOverdue:
		return "overdue by " + late + c.unlessRunning()
	case c.State == Released:
		return "open, with no target in force"
	case c.State == Paused:
		return "paused with " + human.Amount(c.Remaining) + " left"
	case c.DueAt.IsZero():
		return human.Amount(c.Remaining) + " left, but no open hours ahead"
	}
	return human.Amount(c.Remaining) + " left, due " + dates.Short(c.DueAt)
}

// unlessRunning says why an overdue clock does not run, if it does not.
func (c *Clock) unlessRunning() string {
	switch c.State {
	case Paused:
		return ", paused now"
	case Released:
		return ", with no target in force now"
	}
	return ""
}

// inWhoseTime says who held the worst clock for most of its time, if it is breached.
func (m *MetricSummary) inWhoseTime(field string) string {
	if m.Outcome.rank() > 0 || len(m.Held) == 0 {
		return ""
	}
	var all time.Duration
	for _, h := range m.Held {
		all += h.Open
	}
	longest := &m.Held[0]
	switch {
	case longest.Open == all:
		return longest.holder(field) + " all the time"
	case human.Amount(longest.Open) == human.Amount(all):
		return longest.holder(field) + " nearly all the time"
	}
	return longest.holder(field) + " for " + human.Amount(longest.Open) + " of " + human.Amount(all)
}

// holder says who held a clock.
func (h *HeldTime) holder(field string) string {
	switch {
	case h.Value == nil && field == assignee:
		return "assigned to nobody"
	case h.Value == nil:
		return "without " + human.Name(field)
	case field == assignee:
		return "with " + valueText(h.Value)
	}
	return "with " + human.Name(field) + " " + valueText(h.Value)
}

// zoneOf returns zone, or UTC if it is nil.
func zoneOf(zone *time.Location) *time.Location {
	if zone == nil {
		return time.UTC
	}
	return zone
}
