package desk

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// ParseAttributes reads attributes from JSON, as those of [sla.Issue].
func ParseAttributes(text []byte) (map[string]any, error) {
	line := fmt.Sprintf(`{"id": "x", "created_at": "2000-01-01T00:00:00Z", "attributes": %s}`, text)
	var issue sla.Issue
	if err := json.Unmarshal([]byte(line), &issue); err != nil {
		return nil, &InputError{err}
	}
	return issue.Attributes, nil
}

// updateFields stores what an event changes of the attributes of an issue.
func updateFields(issue *store.Issue, cfg *policy.Config, e *sla.Event) error {
	fields, err := attributes(issue.Attributes)
	if err != nil {
		return err
	}
	if e.Type == sla.Cancel {
		issue.Cancelled = true
	}
	return setFields(issue, cfg, fieldsAfter(fields, []sla.Event{*e}))
}

// updateFromHistory is updateFields for a history that was rewritten.
func (d *Desk) updateFromHistory(issue *store.Issue, setup *Setup, fields map[string]any, events []store.Event) error {
	issue.Cancelled = slices.ContainsFunc(events, func(e store.Event) bool {
		var event sla.Event
		return json.Unmarshal(e.Event, &event) == nil && event.Type == sla.Cancel
	})
	return setFields(issue, setup.Policy, fields)
}

// fieldsAfter returns the attributes after some events, which are in order.
func fieldsAfter(fields map[string]any, events []sla.Event) map[string]any {
	fields = maps.Clone(fields)
	if fields == nil {
		fields = make(map[string]any)
	}
	for _, e := range events {
		if e.Type == sla.Update {
			maps.Copy(fields, e.Set)
		}
	}
	maps.DeleteFunc(fields, func(_ string, v any) bool { return v == nil })
	return fields
}

// setFields stores attributes, and those of them that lists and filters use.
func setFields(issue *store.Issue, cfg *policy.Config, fields map[string]any) error {
	text, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	issue.Attributes = string(text)
	get := func(name string) string {
		if s, ok := fields[name].(string); ok {
			return s
		}
		return ""
	}
	issue.Status = get(policy.Status)
	if issue.Status == "" {
		issue.Status = policy.NewStatus
	}
	issue.Priority, issue.Assignee, issue.Team = get("priority"), get("assignee"), get("team")
	issue.Customer, issue.Channel = get("customer"), get("channel")
	if err := checkTexts(issue.Status, issue.Priority, issue.Assignee, issue.Team, issue.Customer, issue.Channel); err != nil {
		return err
	}
	issue.Open = !issue.Cancelled && cfg.Category(issue.Status) != policy.Resolved
	return nil
}

// The order of triage; see [sla.Result.Next].
const (
	rankRunning = iota
	rankNeverDue
	rankPaused
	rankNone
)

// summarize stores how the clocks of an issue stand. It stays true until the next check or event.
func summarize(issue *store.Issue, result *sla.Result) {
	issue.Standing, issue.Clocks = "", ""
	issue.DueMetric, issue.DueRank, issue.DueAt = "", rankNone, 0
	var open []string
	for i := range result.Clocks {
		if c := &result.Clocks[i]; c.Open() {
			open = append(open, fmt.Sprintf("%s:%s", c.Metric, c.Standing()))
		}
	}
	slices.Sort(open)
	issue.Clocks = strings.Join(open, " ")
	next, ok := result.Next()
	if !ok {
		issue.Standing = string(endedStanding(result))
		return
	}
	issue.Standing, issue.DueMetric = string(next.Standing()), next.Metric
	switch {
	case next.State == sla.Paused:
		issue.DueRank, issue.DueAt = rankPaused, int64(next.Remaining)
	case next.DueAt.IsZero():
		issue.DueRank = rankNeverDue
	default:
		issue.DueRank, issue.DueAt = rankRunning, next.DueAt.UnixNano()
	}
}

// endedStanding returns the worst standing of clocks of which none is running or paused.
func endedStanding(result *sla.Result) sla.Standing {
	worst := sla.Standing("")
	order := []sla.Standing{"", sla.StandingReleased, sla.StandingDropped, sla.StandingMet, sla.StandingMissed, sla.StandingOverdue}
	for i := range result.Clocks {
		if s := result.Clocks[i].Standing(); slices.Index(order, s) > slices.Index(order, worst) {
			worst = s
		}
	}
	return worst
}
