package slatest

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// Issues generates valid issues under a configuration, with their events in order. Many events are
// at the same instant as another, at an opening or closing, or at the next threshold of a clock.
func Issues(config *policy.Config, d Domain) *rapid.Generator[sla.Issue] {
	d.Config = config
	return rapid.Custom(func(t *rapid.T) sla.Issue {
		engine := newEngine(t, config, d.Location)
		return drawIssue(t, d.fill(config), config, engine, drawPlaceOf(t, &d, config))
	})
}

// An issueDraw is an issue that is being drawn.
type issueDraw struct {
	*domain
	t         *rapid.T
	engine    *sla.Engine
	schedules []businesshours.Schedule
	set       *businesshours.Set
	issue     sla.Issue
}

func drawIssue(t *rapid.T, d *domain, config *policy.Config, engine *sla.Engine, about Place) sla.Issue {
	i := &issueDraw{domain: d, t: t, engine: engine, schedules: config.Schedules, set: d.compile(t, config.Schedules)}
	start := about.At.Add(time.Duration(rapid.IntRange(-72*4, 8*4).Draw(t, "start")) * 15 * time.Minute)
	i.issue = sla.Issue{
		ID:        "I",
		CreatedAt: d.bound(i.edge(start)),
		CreatedBy: oneOf(t, "created by", "", sla.Customer, sla.Customer, sla.Agent, sla.Bot, sla.ThirdParty),
	}
	i.issue.Attributes = drawAttributes(t, d, 0, 4, i.issue.CreatedAt, false)
	at := i.issue.CreatedAt
	for n := range d.events(t, 0, 10) {
		at = d.bound(i.later(at))
		e := drawEvent(t, d, at)
		if chance(t, 5, "id") {
			e.ID = fmt.Sprintf("e%d", n)
		}
		i.issue.Events = append(i.issue.Events, e)
	}
	return i.issue
}

// edge draws at itself, or an opening or closing about it.
func (i *issueDraw) edge(at time.Time) time.Time {
	c, ok := i.set.Calendar(drawSchedule(i.t, i.schedules))
	if !ok {
		return at
	}
	var edge time.Time
	var err error
	switch rapid.IntRange(0, 3).Draw(i.t, "edge") {
	case 0:
		edge, err = c.NextOpen(at.Add(time.Nanosecond))
	case 1:
		if edge, err = c.NextOpen(at); err == nil {
			edge, err = c.NextClose(edge)
		}
	default:
		return at
	}
	if err != nil || edge.Sub(at) > 10*24*time.Hour {
		return at
	}
	return edge
}

// later draws an instant at or after at, up to which the issue is complete.
func (i *issueDraw) later(at time.Time) time.Time {
	t := i.t
	switch rapid.IntRange(0, 7).Draw(t, "later") {
	case 0, 1:
		return at
	case 2, 3:
		next := at
		for range rapid.IntRange(1, 3).Draw(t, "checks") {
			if r := evaluate(t, i.engine, i.issue, next); !r.NextCheck.IsZero() && r.NextCheck.Sub(at) < 10*24*time.Hour {
				next = r.NextCheck
			}
		}
		return next
	case 4:
		return at.Add(Allowances().Draw(t, "by"))
	case 5:
		return at.Add(1 + durationTo(t, 48*time.Hour, "by"))
	}
	return i.edge(at)
}
