package sla_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A step is one moment in the life of an issue: what happens, what has been announced since the
// previous step, and the state of the clocks afterwards.
type step struct {
	// at is "Mon 9 Mar 09:00" in 2026, in the zone of the first schedule, or "09:00" on the day
	// of the previous step. In zones other than UTC the abbreviation of the zone follows: "Sun
	// 25 Oct 01:30 GMT".
	at string

	// event is what happens then, in order. It is empty if only time passes.
	event []sla.Event

	// announced lists the transitions since the previous step: "started, paused". Those of an
	// earlier instant include it: "breached at 11:00". If the configuration has several metrics
	// or policies, they are included too: "gold: resolution started".
	announced string

	// expect has the latest clock of each metric: "1h of 2h, due 11:00" has counted one hour of
	// two. Semicolons separate clocks.
	expect string

	next string // the next check, if the story is about that
}

// play evaluates an issue step by step, and checks it after each step against what the step
// expects. It also checks that announcements are never taken back, and that later events make no
// difference.
func play(t *testing.T, config string, steps ...step) {
	t.Helper()
	cfg, err := policy.Parse([]byte(config))
	if err != nil {
		t.Fatalf("%v\n%s", err, config)
	}
	s := newScript(t, cfg)
	engine := newEngine(t, cfg)
	var issue sla.Issue
	var announced []sla.Transition
	results := make(map[time.Time]string)
	for i, step := range steps {
		at := s.parse(step.at)
		for _, e := range step.event {
			e.At = at
			if e.Type == creation {
				issue = sla.Issue{ID: "ISS-1", CreatedAt: at, CreatedBy: e.From, Attributes: e.Set}
			} else {
				issue.Events = append(issue.Events, e)
			}
		}
		r := evaluate(t, engine, issue, at)
		if n := len(announced); n > len(r.Transitions) || !slices.Equal(announced, r.Transitions[:n]) {
			t.Fatalf("step %d, %s: what was announced is taken back", i+1, step.at)
		}
		compare := func(what, got, want string) {
			t.Helper()
			if got != want {
				t.Errorf("step %d, %s: %s\n got %s\nwant %s", i+1, step.at, what, got, want)
			}
		}
		compare("announced", s.transitions(r.Transitions[len(announced):]), step.announced)
		compare("expect", s.clocks(r.Clocks), step.expect)
		if step.next != "" {
			compare("next", s.instant(r.NextCheck), step.next)
		}
		announced = r.Transitions
		results[at] = string(r.AppendJSON(nil))
	}
	for at, result := range results {
		if later := evaluate(t, engine, issue, at); string(later.AppendJSON(nil)) != result {
			t.Errorf("as of %s it makes a difference what happens later", at)
		}
	}
	if before := evaluate(t, engine, issue, issue.CreatedAt.Add(-1)); len(before.Clocks)+len(before.Transitions) > 0 {
		t.Errorf("before the creation there is %v", before)
	}
}

// A script parses and formats the texts of steps.
type script struct {
	t        *testing.T
	zone     *time.Location
	now      time.Time // the instant of the step
	policies bool      // there are several policies
	metrics  bool
}

func newScript(t *testing.T, cfg *policy.Config) *script {
	s := &script{t: t, zone: time.UTC, policies: len(cfg.Policies) > 1}
	if len(cfg.Schedules) > 0 {
		var err error
		if s.zone, err = time.LoadLocation(cfg.Schedules[0].TimeZone); err != nil {
			t.Fatal(err)
		}
	}
	metrics := make(map[string]bool)
	for _, p := range cfg.Policies {
		for name := range p.Targets {
			metrics[name] = true
		}
	}
	s.metrics = len(metrics) > 1
	return s
}

const (
	storyYear  = 2026
	storyClock = "15:04"
	storyDay   = "Mon 2 Jan 15:04"
	storyZone  = " MST"
)

// parse parses the instant of a step and makes it the current time.
func (s *script) parse(text string) time.Time {
	s.t.Helper()
	layout, written := storyDay+" 2006", fmt.Sprintf("%s %d", text, storyYear)
	if len(text) <= len(storyClock) {
		layout, written = storyDay+" 2006", s.now.Format("Mon 2 Jan ")+written
	}
	parts := strings.Fields(written)
	abbreviation := "UTC"
	if s.zone != time.UTC {
		if len(parts) != 6 {
			s.t.Fatalf("%q: the zone is missing", text)
		}
		abbreviation = parts[4]
		written = strings.Join(append(parts[:4:4], parts[5]), " ")
	}
	at, err := time.ParseInLocation(layout, written, s.zone)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, shift := range []time.Duration{0, -time.Hour, time.Hour} {
		// A wall clock may show the same time twice.
		u := at.Add(shift)
		if name, _ := u.Zone(); name == abbreviation && u.Format(layout) == written {
			s.now = u
			return u
		}
	}
	s.t.Fatalf("there is no %q in %s", text, s.zone)
	return time.Time{}
}

// instant formats an instant, without the day if it is the day of the step.
func (s *script) instant(at time.Time) string {
	if at.IsZero() {
		return "never"
	}
	at = at.In(s.zone)
	layout := storyDay
	if at.YearDay() == s.now.YearDay() && at.Year() == s.now.Year() {
		layout = storyClock
	}
	if s.zone != time.UTC {
		layout += storyZone
	}
	text := at.Format(layout)
	if at.Year() != storyYear {
		text += at.Format(" 2006")
	}
	return text
}

// amount formats a duration, without units that are zero.
func amount(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// whose formats which clock something belongs to, unless there is only one.
func (s *script) whose(policyID, metric string, cycle int) string {
	var parts []string
	if s.metrics {
		parts = append(parts, strings.ReplaceAll(metric, "_", " "))
	}
	if cycle > 1 {
		parts = append(parts, fmt.Sprintf("cycle %d", cycle))
	}
	if s.policies {
		parts = append([]string{policyID + ":"}, parts...)
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, " ") + " "
}

func (s *script) transitions(list []sla.Transition) string {
	var texts []string
	for _, t := range list {
		what := string(t.Kind)
		switch t.Kind {
		case sla.KindEscalated:
			what = "step " + t.Step
			if t.Repeat > 0 {
				what += fmt.Sprintf(" #%d", t.Repeat)
			}
		case sla.KindStopped:
			what = "missed"
			if t.Met {
				what = "met"
			}
		}
		if !t.At.Equal(s.now) {
			what += " at " + s.instant(t.At)
		}
		texts = append(texts, s.whose(t.Policy, t.Metric, t.Cycle)+what)
	}
	return strings.Join(texts, ", ")
}

// clocks formats the latest clock of each metric, and under policy.MatchEach of each policy.
func (s *script) clocks(clocks []sla.Clock) string {
	type key struct{ metric, policy string }
	latest := make(map[key]int)
	for _, c := range clocks {
		for _, k := range []key{{c.Metric, c.Policy}, {c.Metric, ""}} {
			latest[k] = max(latest[k], c.Cycle)
		}
	}
	var texts []string
	for _, c := range clocks {
		if c.Cycle == latest[key{c.Metric, c.Policy}] && c.Cycle == latest[key{c.Metric, ""}] {
			texts = append(texts, s.whose(c.Policy, c.Metric, c.Cycle)+s.standing(&c))
		}
	}
	return strings.Join(texts, "; ")
}

func (s *script) standing(c *sla.Clock) string {
	if c.Elapsed+c.Remaining != c.Target {
		s.t.Errorf("%s: elapsed %v and remaining %v are not %v", c.Metric, c.Elapsed, c.Remaining, c.Target)
	}
	text := amount(c.Elapsed) + " of " + amount(c.Target)
	switch c.State {
	case sla.Paused:
		text = "paused with " + text
	case sla.Released:
		text = "released with " + text
	case sla.Cancelled:
		text = "no verdict with " + text
	case sla.Stopped:
		if c.Breached {
			text = "missed with " + text
		} else {
			text = "met with " + text
		}
	}
	switch {
	case c.Breached:
		text += ", breached, was due " + s.instant(c.DueAt)
	case !c.DueAt.IsZero():
		text += ", due " + s.instant(c.DueAt)
	case c.State == sla.Running:
		text += ", never due"
	}
	if c.AtRisk {
		text += ", at risk"
	}
	return text
}

// Events of stories. Attributes are alternating names and values.

const creation sla.EventType = "creation" // for the first step only

func created(attributes ...any) []sla.Event { return createdBy(sla.Customer, attributes...) }

func createdBy(who sla.Party, attributes ...any) []sla.Event {
	return []sla.Event{{Type: creation, From: who, Set: pairs(attributes)}}
}

func writes(who sla.Party) []sla.Event { return []sla.Event{{Type: sla.Message, From: who}} }

// answers returns an agent's message, from a team.
func answers(team string) []sla.Event {
	return []sla.Event{{Type: sla.Message, From: sla.Agent, Team: team}}
}

func thanks() []sla.Event {
	return []sla.Event{{Type: sla.Message, From: sla.Customer, NoReply: true}}
}

func note() []sla.Event { return []sla.Event{{Type: sla.Note}} }

func set(attributes ...any) []sla.Event {
	return []sla.Event{{Type: sla.Update, Set: pairs(attributes)}}
}

func custom(name string) []sla.Event { return []sla.Event{{Type: sla.Custom, Name: name}} }

func cancelled(reason string) []sla.Event { return []sla.Event{{Type: sla.Cancel, Reason: reason}} }

// together returns events that happen one after the other at one instant.
func together(events ...[]sla.Event) (all []sla.Event) {
	for _, e := range events {
		all = append(all, e...)
	}
	return all
}

func pairs(list []any) map[string]any {
	m := make(map[string]any)
	for i := 0; i < len(list); i += 2 {
		m[list[i].(string)] = list[i+1]
	}
	return m
}

// Configurations for stories.

// desk is open Monday to Friday from nine to five.
const desk = `{"name": "desk", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}}`

// promise returns a configuration with one policy on the desk, with targets in JSON. Further
// parts of the configuration may follow, such as `"on_change": "keep"`.
func promise(targets string, parts ...string) string {
	return promiseOn(desk, targets, parts...)
}

// promiseOn is promise with a different schedule.
func promiseOn(schedule, targets string, parts ...string) string {
	return configured(schedule, `[{"id": "standard", "targets": {`+targets+`}}]`, parts...)
}

// configured returns a configuration of policies with a default schedule.
func configured(schedule, policies string, parts ...string) string {
	var named struct{ Name string }
	if err := json.Unmarshal([]byte(schedule), &named); err != nil {
		panic(err)
	}
	var list []map[string]any
	if err := json.Unmarshal([]byte(policies), &list); err != nil {
		panic(fmt.Sprintf("%v\n%s", err, policies))
	}
	for i := range list {
		if list[i]["schedule"] == nil {
			list[i]["schedule"] = named.Name
		}
	}
	parts = append([]string{`"schedules": [` + schedule + `]`, `"policies": ` + document(list)}, parts...)
	return "{" + strings.Join(parts, ", ") + "}"
}
