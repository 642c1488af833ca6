package slatest_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/slatest"
)

// desk is the configuration of a host.
func desk() *policy.Config {
	return &policy.Config{
		Schedules: []businesshours.Schedule{{
			Name: "desk", TimeZone: "Europe/Berlin", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}},
			Holidays: []businesshours.Holiday{{Date: "2026-04-03", Name: "Good Friday"}},
		}},
		Statuses: map[string]policy.Category{"new": policy.Open, "working": policy.Open, "waiting": policy.Pending, "done": policy.Resolved},
		Fields: map[string]policy.Field{
			"priority": {Type: policy.FieldText, Values: []string{"low", "high"}}, "seats": {Type: policy.FieldNumber},
			"due_date": {Type: policy.FieldInstant}, "tags": {Type: policy.FieldList, Values: []string{"vip"}},
		},
		Policies: []policy.Policy{
			{ID: "large", When: new(policy.If("seats", policy.Gt, 100)), Targets: map[string]policy.Target{policy.Resolution: policy.UntilField("due_date")}},
			{ID: "standard", Schedule: policy.Use("desk"), Escalations: policy.Steps(policy.Escalation{At: "75%"}, policy.Escalation{At: "100%"}),
				Targets: map[string]policy.Target{
					policy.FirstResponse: policy.WithinBy("priority", map[string]time.Duration{"high": time.Hour}, 4*time.Hour),
					policy.Resolution:    policy.Within(16 * time.Hour),
				}},
		},
	}
}

func newEngine(t slatest.T, config *policy.Config) *sla.Engine {
	engine, err := sla.New(config, sla.Options{})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return engine
}

func TestCheckEngine(t *testing.T) {
	at := time.Date(2026, 4, 2, 14, 0, 0, 0, time.UTC)
	config := desk()
	slatest.CheckEngine(t, newEngine(t, config), slatest.Domain{Config: config}, slatest.History{
		Issue: sla.Issue{ID: "ISS-1", CreatedAt: at, Events: []sla.Event{sla.SetAttribute("status", "waiting", at.Add(time.Hour))}},
		Now:   at.Add(100 * time.Hour),
	})
}

// Laws hold of a fixed case, too, and a case whose configuration is not that of its engine breaks
// some.
func TestLawsFail(t *testing.T) {
	at := time.Date(2026, 4, 2, 14, 0, 0, 0, time.UTC)
	issue := sla.Issue{ID: "I", CreatedAt: at, Attributes: map[string]any{"priority": "high"}, Events: []sla.Event{
		sla.NoteBy("ann", at.Add(time.Minute)), sla.SetAttribute("status", "waiting", at.Add(30*time.Minute)),
	}}
	right := slatest.Case{Config: desk(), Engine: newEngine(t, desk()), Issue: issue, Now: at.Add(48 * time.Hour)}
	for _, law := range slatest.Laws() {
		law.Check(t, right)
	}

	fewer := desk()
	fewer.Policies = fewer.Policies[1:]
	always := desk()
	always.Schedules[0].Weekly = businesshours.Weekly{"mon-sun": {"00:00-24:00"}}
	listens := desk()
	listens.Fields = nil
	listens.Metrics = map[string]policy.Metric{policy.Resolution: {
		Start: []policy.Trigger{{On: "created"}}, Cancel: []policy.Trigger{{On: "note"}, {On: "message:bot"}, {On: "message:third_party"}, {On: "custom:irrelevant"}, {On: "set:irrelevant"}},
	}}
	unmapped := issue
	unmapped.Attributes = map[string]any{"status": "asleep"}
	for _, tt := range []struct {
		law    func(slatest.T, slatest.Case)
		config *policy.Config // of the case
		engine *policy.Config
		issue  sla.Issue
		want   string
	}{
		{slatest.Conservation, always, desk(), issue, "its transitions say"},
		{slatest.Explained, fewer, desk(), issue, "policies of"},
		{slatest.IrrelevantEvents, desk(), listens, sla.Issue{ID: "I", CreatedAt: at}, "with irrelevant events"},
		{slatest.Purity, desk(), desk(), unmapped, `"asleep"`},
	} {
		got := failure(func(t slatest.T) {
			tt.law(t, slatest.Case{Config: tt.config, Engine: newEngine(t, tt.engine), Issue: tt.issue, Now: right.Now})
		})
		if !strings.Contains(got, tt.want) {
			t.Errorf("fails with %q, want %q", got, tt.want)
		}
	}
}

// What a host fixes stays fixed, and what its configuration reads is drawn.
func TestDomainOfAHost(t *testing.T) {
	config := desk()
	d := slatest.Domain{
		Config: config, MaxEvents: 4,
		From: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC),
	}
	engine := newEngine(t, config)
	seen := make(map[string]bool)
	rapid.Check(t, func(t *rapid.T) {
		issue := slatest.Issues(config, d).Draw(t, "issue")
		if len(issue.Events) > 4 {
			t.Fatalf("%d events", len(issue.Events))
		}
		if err := engine.CheckFields(issue); err != nil {
			t.Fatal(err)
		}
		check := func(at time.Time, set map[string]any) {
			if at.Before(d.From) || !at.Before(d.Until) {
				t.Fatalf("at %v", at)
			}
			for name := range set {
				seen[name] = true
			}
		}
		check(issue.CreatedAt, issue.Attributes)
		for _, e := range issue.Events {
			check(e.At, e.Set)
		}
	})
	for _, name := range []string{"status", "priority", "seats", "due_date", "tags"} {
		if !seen[name] {
			t.Errorf("%s is never drawn", name)
		}
	}
}

// Configurations of a host's zones, statuses and fields are valid, and so are the issues under
// them.
func TestDomainWithoutConfig(t *testing.T) {
	d := slatest.Domain{
		Zones: []string{"Asia/Tokyo", "Europe/Lisbon"}, Statuses: []string{"todo", "doing", "done"},
		Fields: map[string][]any{"tier": {"gold", "silver"}, "promised": {"2026-03-09T14:00:00Z"}, "open_tickets": {1, 20}},
		From:   time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	rapid.Check(t, func(t *rapid.T) {
		c := slatest.Cases(d).Draw(t, "case")
		for _, s := range c.Config.Schedules {
			if z := s.TimeZone; z != "" && z != "Asia/Tokyo" && z != "Europe/Lisbon" {
				t.Fatalf("zone %s", z)
			}
		}
		for _, e := range c.Issue.Events {
			for name := range e.Set {
				if _, ok := d.Fields[name]; !ok && name != "status" {
					t.Fatalf("field %s", name)
				}
			}
		}
		slatest.Incremental(t, c)
	})
}

// Policies for a configuration that declares its fields read them as they are declared.
func TestPoliciesOfDeclaredFields(t *testing.T) {
	config := desk()
	rapid.Check(t, func(t *rapid.T) {
		other := *config
		other.Policies = slatest.Policies(config, slatest.Domain{}).Draw(t, "policies")
		newEngine(t, &other)
	})
}

func TestGeneratorsAreValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var d slatest.Domain
		if rapid.Bool().Draw(t, "whole hours") {
			d.WholeHours = true
		}
		schedules := slatest.Schedules(d).Draw(t, "schedules")
		if _, err := businesshours.Compile(schedules); err != nil {
			t.Fatal(err)
		}
		steps := slatest.Escalations(d).Draw(t, "steps")
		config := &policy.Config{Schedules: schedules, Policies: []policy.Policy{{
			ID: "p", Schedule: policy.Use(schedules[0].Name), When: new(slatest.Conditions(schedules, d).Draw(t, "when")),
			Targets:     map[string]policy.Target{policy.Resolution: slatest.Targets(schedules, d).Draw(t, "target")},
			Escalations: policy.Steps(slatest.EscalationsLike(steps, slatest.Domain{}).Draw(t, "steps like those")...),
		}}}
		newEngine(t, config)
		config.Policies = slatest.Policies(config, d).Draw(t, "policies")
		engine := newEngine(t, config)
		h := slatest.Histories(config, d).Draw(t, "history")
		h.Issue.Events = append(h.Issue.Events, slatest.Events(config, h.Issue.CreatedAt, d).Draw(t, "event"))
		if _, err := engine.EvaluateAt(h.Issue, h.Now); err != nil {
			t.Fatalf("%v\n%v", err, h)
		}
	})
}
