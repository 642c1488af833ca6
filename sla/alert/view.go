package alert

import (
	"fmt"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/sla"
)

// A View is what templates get of an alert: texts for people. They are safe for the medium,
// so that a template may put them anywhere. Absent ones are empty.
type View struct {
	ID       string
	Headline string // such as "First response breached, reminder 3" or "Resolution at risk"
	Breached bool   // the clock is breached
	Urgent   bool   // the clock is breached, or the action is urgent

	Issue, Title, URL string
	Fields            map[string]string

	Metric, Policy, Step string
	At                   string // when the step was reached
	AsOf                 string // when the texts were true: the instant of the check, or At
	Target               string // such as "4h"
	Due                  string // when the clock is or was due
	Status               string // such as "1h 15m left", "overdue by 20m" or "answered Fri 6 Mar 16:40 EST, 40m late"

	Repeat    int    // number of the reminder; 0 if it is the first alert of the step
	StandsFor int    // number of alerts that this one replaces
	Replaces  string // the same for people, such as "in place of 2 earlier alerts"

	Mentions string // in Slack: the people to notify, as Slack writes them

	// Of a digest: a view of the latest alert of each issue and step, and how many more issues
	// and steps there are. Count is the number of alerts of the issue and step. There are at
	// most [MaxLines], and in Slack as many as fit in a section.
	Digest []View
	More   int
	Count  int
}

// A medium makes texts and links safe for where they are put.
type medium struct{ text, url func(string) string }

// asIs is the medium of plain text, and of HTML, whose templates escape by themselves.
var asIs = medium{text: strings.Clone, url: strings.Clone}

// view returns the view of an alert for a medium.
func (r *Renderer) view(a *Alert, m medium) View {
	t, zone, asOf := &a.Transition, r.zone(a), a.asOf()
	safe := m.text
	clean := func(s string, most int) string { return safe(line(s, most)) }
	instant := func(at time.Time) string { return human.Instant(at, zone, asOf) }
	urgent, _ := a.Action["urgent"].(bool)
	breached := a.Clock != nil && a.Clock.Breached
	v := View{
		ID: clean(a.ID, maxHeading), Breached: breached, Urgent: urgent || breached,
		Issue: clean(a.Issue.ID, maxID), Title: clean(a.Issue.Title, MaxTitle), URL: m.url(link(a.Issue.URL)),
		Metric: clean(a.metric(), MaxName), Policy: clean(a.PolicyName, maxHeading), Step: clean(t.Step, maxHeading),
		At: safe(instant(t.At)), AsOf: safe(instant(asOf)), Repeat: t.Repeat, StandsFor: len(a.StandsFor),
		Fields: make(map[string]string, min(len(a.Issue.Fields), MaxFields)), Count: 1 + len(a.StandsFor),
	}
	for _, name := range firstNames(a.Issue.Fields, MaxFields) {
		v.Fields[name] = clean(a.Issue.Fields[name], MaxTitle)
	}
	if n := len(a.StandsFor); n > 0 {
		v.Replaces = "in place of " + count(n, "earlier alert")
	}
	if c := a.Clock; c != nil {
		v.Target = safe(human.Duration(c.Target, false))
		if !c.DueAt.IsZero() {
			v.Due = safe(instant(c.DueAt))
		}
		v.Status = safe(status(c, instant))
	}
	groups := a.groups()
	v.Headline = clean(a.headline(groups), maxHeading)
	for i, g := range groups {
		if i == MaxLines {
			v.More = len(groups) - i
			break
		}
		latest := *g.latest
		latest.Issue.Title, latest.Digest = line(latest.Issue.Title, 60), nil
		line := r.view(&latest, m)
		line.Count = g.count
		v.Digest = append(v.Digest, line)
	}
	return v
}

// asOf returns the instant at which what an alert says was true.
func (a *Alert) asOf() time.Time {
	if a.AsOf.IsZero() {
		return a.Transition.At
	}
	return a.AsOf
}

// metric returns the name of the metric for people.
func (a *Alert) metric() string { return human.Title(human.Name(a.Transition.Metric)) }

// headline says in a few words what has happened. Groups are those of a digest.
func (a *Alert) headline(groups []group) string {
	if len(groups) > 0 {
		alerts, issues := 0, make(map[string]bool)
		for _, g := range groups {
			alerts += g.count
			issues[g.latest.Issue.ID] = true
		}
		return fmt.Sprintf("%s on %s", count(alerts, "more SLA alert"), count(len(issues), "issue"))
	}
	text := a.metric()
	switch a.standing() {
	case sla.StandingOverdue:
		text += " breached"
	case sla.StandingMissed:
		text += " missed"
	case sla.StandingOnTrack, sla.StandingAtRisk, sla.StandingPaused:
		text += " at risk"
	default:
		text += ": " + a.Transition.Step
	}
	if n := a.Transition.Repeat; n > 0 && !a.tellsBreach() {
		text += fmt.Sprintf(", reminder %d", n)
	}
	return text
}

// standing returns how the clock of an alert stands, or "" if it is unknown.
func (a *Alert) standing() sla.Standing {
	if a.Clock == nil {
		return ""
	}
	return a.Clock.Standing()
}

// status says how a clock stands.
func status(c *sla.Clock, instant func(time.Time) string) string {
	left := human.Left(c.Remaining, c.Breached)
	switch {
	case c.Open() && c.State != sla.Running:
		return left + ", " + string(c.State)
	case c.Open():
		return left
	}
	text := "ended"
	if !c.EndedAt.IsZero() { // it is not known how the clock of an earlier cycle ended
		text = endedWord(c) + " " + instant(c.EndedAt)
	}
	switch {
	case c.Breached && c.Remaining < 0:
		text += ", " + human.Duration(-c.Remaining, false) + " late"
	case c.Breached:
		text += ", too late"
	}
	return text
}

// count returns a number of things, such as "1 issue" or "2 issues".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// summary returns a line for notifications.
func (v *View) summary() string {
	if len(v.Digest) > 0 {
		return v.Headline
	}
	return v.Headline + ": " + v.Issue
}
