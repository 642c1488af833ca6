package slatest

import (
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// Histories generates [Issues] under a configuration, each with an instant to evaluate it at.
func Histories(config *policy.Config, d Domain) *rapid.Generator[History] {
	issues := Issues(config, d)
	return rapid.Custom(func(t *rapid.T) History {
		issue := issues.Draw(t, "issue")
		return History{issue, drawNow(t, issue)}
	})
}

// drawNow draws an instant at, between or after the events of an issue.
func drawNow(t *rapid.T, issue sla.Issue) time.Time {
	now := issue.CreatedAt
	if n := len(issue.Events); n > 0 && !chance(t, 10, "as of the creation") {
		now = issue.Events[n-1].At
		if chance(t, 4, "as of an event") {
			now = issue.Events[rapid.IntRange(0, n-1).Draw(t, "event")].At
		}
	}
	return now.Add(oneOf(t, "now", 200*24*time.Hour, 0, time.Hour, 24*time.Hour, 7*24*time.Hour, -time.Nanosecond))
}

// Cases generates configurations, each with a history. If d leaves everything open, a quarter of
// them are of [Domain.WholeHours].
func Cases(d Domain) *rapid.Generator[Case] {
	open := d.Config == nil && len(d.Zones) == 0 && len(d.Statuses) == 0 && d.Fields == nil && d.From.IsZero() && d.Until.IsZero()
	var engine *sla.Engine // of d.Config
	return rapid.Custom(func(t *rapid.T) Case {
		if d.Config != nil {
			if engine == nil {
				engine = newEngine(t, d.Config, d.Location)
			}
			h := Histories(d.Config, d).Draw(t, "history")
			return Case{d.Config, engine, h.Issue, h.Now}
		}
		if d.WholeHours || open && chance(t, 4, "whole hours") {
			return drawWholeCase(t, d)
		}
		about := drawPlace(t, &d)
		config := drawConfig(t, d.fill(nil), about)
		c := Case{Config: config, Engine: newEngine(t, config, d.Location)}
		c.Issue = drawIssue(t, d.fill(config), config, c.Engine, about)
		c.Now = drawNow(t, c.Issue)
		return c
	})
}
