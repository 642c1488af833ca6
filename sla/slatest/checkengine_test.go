package slatest_test

import (
	"fmt"
	"slices"
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

// each is the configuration of a host in which every policy has clocks of its own.
func each() *policy.Config {
	steps := policy.Steps(policy.Escalation{At: "50%"}, policy.Escalation{At: "75%"}, policy.Escalation{At: "75%"}, policy.Escalation{At: "80%", Every: time.Hour, Times: 3})
	pausing := policy.Within(4 * time.Hour)
	pausing.Pause = new(policy.If("status", policy.Eq, "waiting"))
	running := policy.Within(4 * time.Hour)
	running.Pause = new(policy.If("status", policy.Eq, "nowhere"))
	config := desk()
	config.Match, config.Policies = policy.MatchEach, []policy.Policy{
		{ID: "ours", Targets: map[string]policy.Target{policy.Resolution: running}, Escalations: steps},
		{ID: "theirs", Targets: map[string]policy.Target{policy.Resolution: pausing}, Escalations: steps},
	}
	config.Statuses["nowhere"] = policy.Open
	return config
}

// heard is a configuration with a metric that listens to what the others ignore.
func heard() *policy.Config {
	config := desk()
	config.Fields = nil
	config.Metrics = map[string]policy.Metric{policy.Resolution: {
		Start: []policy.Trigger{{On: "created"}}, Cancel: []policy.Trigger{{On: "note"}, {On: "message:bot"}, {On: "message:third_party"}, {On: "custom:irrelevant"}, {On: "set:irrelevant"}},
	}}
	return config
}

// hurried is an issue whose promise is broken because its priority was raised. If the events have
// IDs, which begin with id, that event was delivered twice.
func hurried(at time.Time, id string) sla.Issue {
	raised := sla.SetAttribute("priority", "high", at.Add(30*time.Minute))
	raised.ID = id
	answer := sla.MessageFrom(sla.Agent, at.Add(2*time.Hour))
	issue := sla.Issue{ID: "I", CreatedAt: at, Attributes: map[string]any{"priority": "low"}, Events: []sla.Event{raised, answer}}
	if id != "" {
		issue.Events[1].ID = id + "'s answer"
		issue.Events = append(issue.Events, raised)
	}
	return issue
}

// Laws hold of fixed cases, too.
func TestLawsHoldOfFixedCases(t *testing.T) {
	at := time.Date(2026, 4, 1, 7, 0, 0, 0, time.UTC) // a Wednesday, at 09:00 in Berlin
	for _, tt := range []struct {
		name   string
		config *policy.Config
		issue  sla.Issue
		after  time.Duration // from at to the present
	}{
		{"paused", desk(), sla.Issue{CreatedAt: at, Attributes: map[string]any{"priority": "high"}, Events: []sla.Event{
			sla.NoteBy("ann", at.Add(time.Minute)), sla.SetAttribute("status", "waiting", at.Add(30*time.Minute)),
		}}, 48 * time.Hour},
		{"each, one of which was paused", each(), sla.Issue{CreatedAt: at, Events: []sla.Event{
			sla.SetAttribute("status", "waiting", at.Add(time.Hour)), sla.SetAttribute("status", "working", at.Add(2*time.Hour)),
			sla.SetAttribute("status", "done", at.Add(7*time.Hour)),
		}}, 8 * time.Hour},
		{"each, with all steps at the same instants", each(), sla.Issue{CreatedAt: at}, 8 * time.Hour},
		{"reopened later", desk(), sla.Issue{CreatedAt: at, Events: []sla.Event{
			sla.SetAttribute("status", "done", at.Add(time.Hour)), sla.SetAttribute("status", "working", at.Add(3*time.Hour)),
		}}, 150 * time.Minute},
		{"breached by a decision", desk(), hurried(at, ""), 4 * time.Hour},
		{"breached by a decision that came twice", desk(), hurried(at, "e"), 4 * time.Hour},
		{"of an agent, with a metric that listens to everything", heard(), sla.Issue{CreatedAt: at, CreatedBy: sla.Agent}, 48 * time.Hour},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.issue.ID = "I"
			c := slatest.Case{Config: tt.config, Engine: newEngine(t, tt.config), Issue: tt.issue, Now: at.Add(tt.after)}
			for _, law := range slatest.Laws() {
				law.Check(t, c)
			}
		})
	}
}

// What is explained adds up over so many days that their hours are not listed one by one.
func TestExplainedOverYears(t *testing.T) {
	at := time.Date(2026, 4, 1, 7, 0, 0, 0, time.UTC)
	config := desk()
	slatest.Explained(t, slatest.Case{Config: config, Engine: newEngine(t, config), Issue: sla.Issue{ID: "I", CreatedAt: at}, Now: at.AddDate(6, 0, 0)})
}

// Laws fail for an engine that does not do what the configuration of the case says, and for an issue
// that the engine refuses.
func TestLawsFail(t *testing.T) {
	at := time.Date(2026, 4, 2, 14, 0, 0, 0, time.UTC)
	issue := sla.Issue{ID: "I", CreatedAt: at, Attributes: map[string]any{"priority": "high"}, Events: []sla.Event{
		sla.NoteBy("ann", at.Add(time.Minute)), sla.SetAttribute("status", "waiting", at.Add(30*time.Minute)),
	}}
	fewer := desk()
	fewer.Policies = fewer.Policies[1:]
	always := desk()
	always.Schedules[0].Weekly = businesshours.Weekly{"mon-sun": {"00:00-24:00"}}
	// misnamed has a step that is called a percentage, and comes two hours after the breach.
	misnamed := func(name string, steps ...policy.Escalation) *policy.Config {
		config := desk()
		config.Policies = []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}, Escalations: policy.Steps(append(steps, policy.Escalation{Name: name, At: "2h after"})...)}}
		return config
	}
	// first makes the clocks of several policies pass for one.
	first := func(config *policy.Config) *policy.Config {
		config.Match = policy.MatchFirst
		return config
	}
	strict := func() *policy.Config { // the first policy's clock is breached anyhow
		config := each()
		config.Policies[0].Targets = map[string]policy.Target{policy.Resolution: policy.Within(time.Minute)}
		config.Policies[1].Targets = map[string]policy.Target{policy.Resolution: policy.WithinBy("priority", map[string]time.Duration{"high": time.Hour}, 100*time.Hour)}
		return config
	}
	plain := sla.Issue{ID: "I", CreatedAt: at}
	unmapped := issue
	unmapped.Attributes = map[string]any{"status": "asleep"}
	asleep := issue
	asleep.Events = append(slices.Clone(issue.Events), sla.NoteBy("bo", at.Add(time.Hour)), sla.SetAttribute("status", "asleep", at.Add(2*time.Hour)))
	for _, tt := range []struct {
		law    func(slatest.T, slatest.Case)
		config *policy.Config // of the case
		engine *policy.Config
		issue  sla.Issue
		want   string
	}{
		{slatest.Conservation, always, desk(), issue, "its transitions say"},
		{slatest.Explained, fewer, desk(), issue, "policies of"},
		{slatest.Explained, first(strict()), strict(), hurried(at, ""), "it is breached all the same"},
		{slatest.IrrelevantEvents, desk(), heard(), plain, "with irrelevant events"},
		{slatest.Purity, desk(), desk(), unmapped, `"asleep"`},
		{slatest.Incremental, desk(), desk(), asleep, "event 3: "},
		{slatest.ThresholdsMonotone, desk(), misnamed("75%", policy.Escalation{At: "100%"}), plain, "75% comes after 100%"},
		{slatest.ThresholdsMonotone, desk(), misnamed("75%"), plain, "75% comes after the breach"},
	} {
		got := failure(func(t slatest.T) {
			tt.law(t, slatest.Case{Config: tt.config, Engine: newEngine(t, tt.engine), Issue: tt.issue, Now: at.Add(48 * time.Hour)})
		})
		if !strings.Contains(got, tt.want) {
			t.Errorf("fails with %q, want %q", got, tt.want)
		}
	}
}

// A meddler is a T that changes what is being tested when Helper is called for the nth time.
type meddler struct {
	recorder
	n      int
	meddle func()
}

func (m *meddler) Helper() {
	if m.n--; m.n == 0 {
		m.meddle()
	}
}

// Laws that evaluate an issue several times fail if the answer changes in between. Here it does
// because the priority changes, and with it the target.
func TestLawsFailIfAnswersChange(t *testing.T) {
	at := time.Date(2026, 4, 1, 7, 0, 0, 0, time.UTC)
	config := each()
	config.Policies = config.Policies[:1]
	config.Policies[0].Targets = map[string]policy.Target{policy.Resolution: policy.WithinBy("priority", map[string]time.Duration{"high": time.Hour}, 100*time.Hour)}
	engine := newEngine(t, config)
	for _, tt := range []struct {
		law  func(slatest.T, slatest.Case)
		want string
	}{
		{slatest.Purity, "the input was changed"},
		{slatest.Reuse, "into a used result"},
		{slatest.Order, "shuffled"},
		{slatest.Duplicates, "with other ids"},
		{slatest.TimeSpelling, "elsewhere"},
		{slatest.IrrelevantEvents, "with irrelevant events"},
		{slatest.NoLookAhead, "with its own future"},
		{slatest.Prefix, "are no prefix of"},
		{slatest.Freeze, "after the end of"},
		{slatest.Explained, "explained again"},
		{slatest.Incremental, "of a track"},
		{slatest.ExactlyOnce, "never announced"},
	} {
		found := false
		for n := 1; n <= 200 && !found; n++ {
			issue := sla.Issue{ID: "I", CreatedAt: at, Attributes: map[string]any{"priority": "low"}, Events: []sla.Event{
				sla.NoteBy("ann", at.Add(time.Minute)), sla.SetAttribute("status", "done", at.Add(3*time.Hour)),
			}}
			m := &meddler{n: n, meddle: func() { issue.Attributes["priority"] = "high" }}
			m.run(func() {
				tt.law(m, slatest.Case{Config: config, Engine: engine, Issue: issue, Now: at.Add(4 * time.Hour)})
			})
			found = strings.Contains(m.failure, tt.want)
		}
		if !found {
			t.Errorf("no failure %q", tt.want)
		}
	}
}

// Laws about what comes later look far enough ahead: near the end of the supported range they get
// past it, and the engine refuses.
func TestLawsLookAhead(t *testing.T) {
	config := desk()
	engine := newEngine(t, config)
	for _, tt := range []struct {
		law   func(slatest.T, slatest.Case)
		ahead time.Duration // at least
	}{
		{slatest.Reuse, 47 * time.Hour},
		{slatest.Prefix, 29 * 24 * time.Hour},
		{slatest.Wake, 300 * 24 * time.Hour},
		{slatest.Freeze, 2 * time.Hour},
	} {
		now := time.Date(2190, 1, 1, 0, 0, 0, 0, time.UTC).Add(-tt.ahead)
		c := slatest.Case{Config: config, Engine: engine, Issue: sla.Issue{ID: "I", CreatedAt: now.Add(-1000 * time.Hour)}, Now: now}
		got := failure(func(t slatest.T) { tt.law(t, c) })
		if !strings.Contains(got, "as of 2190-") {
			t.Errorf("%v before the end of what is supported, it fails with %q", tt.ahead, got)
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

// Instants are in the span of the domain, however short it is.
func TestDomainOfAnHour(t *testing.T) {
	d := slatest.Domain{From: time.Date(2026, 4, 2, 8, 0, 0, 0, time.UTC), Until: time.Date(2026, 4, 2, 9, 0, 0, 0, time.UTC)}
	created, happened := make(kinds), make(kinds)
	note := func(k kinds, at time.Time) {
		if at.Before(d.From) || !at.Before(d.Until) {
			t.Errorf("at %v", at)
		}
		k.note("%s", at.Format(time.TimeOnly))
	}
	config := desk()
	kindsOf(t, slatest.Issues(config, d), 300, func(_ kinds, issue sla.Issue) {
		note(created, issue.CreatedAt)
		for _, e := range issue.Events {
			note(happened, e.At)
		}
	})
	created.want(t, "08:00:00", "08:15:00", "08:59:59")
	happened.want(t, "08:00:00", "08:15:00", "08:59:59")
}

// Cases of a host's configuration are histories under it.
func TestCasesOfAHost(t *testing.T) {
	config := desk()
	for seed := range 20 {
		c := slatest.Cases(slatest.Domain{Config: config, MinEvents: 2}).Example(seed)
		if c.Config != config || c.Engine.Fingerprint() != newEngine(t, config).Fingerprint() || len(c.Issue.Events) < 2 {
			t.Fatal(c)
		}
		slatest.Reuse(t, c)
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
	statuses := append([]string{"new"}, d.Statuses...) // every issue begins as new
	isValid := func(name string, value any) bool {
		switch name {
		case "status":
			return slices.Contains(d.Statuses, fmt.Sprint(value))
		case "promised":
			_, err := time.Parse(time.RFC3339Nano, fmt.Sprint(value))
			return err == nil
		}
		return slices.Contains(d.Fields[name], value)
	}
	rapid.Check(t, func(t *rapid.T) {
		c := slatest.Cases(d).Draw(t, "case")
		for _, s := range c.Config.Schedules {
			if z := s.TimeZone; z != "" && z != "Asia/Tokyo" && z != "Europe/Lisbon" {
				t.Fatalf("zone %s", z)
			}
		}
		for status := range c.Config.Statuses {
			if !slices.Contains(statuses, status) {
				t.Fatalf("status %s", status)
			}
		}
		for _, set := range append([]map[string]any{c.Issue.Attributes}, sets(c.Issue)...) {
			for name, value := range set {
				if value != nil && !isValid(name, value) {
					t.Fatalf("%s %v", name, value)
				}
			}
		}
		slatest.Incremental(t, c)
	})
}

// sets returns what the events of an issue set.
func sets(issue sla.Issue) (sets []map[string]any) {
	for _, e := range issue.Events {
		sets = append(sets, e.Set)
	}
	return sets
}

// Policies for a configuration that declares its fields read them as they are declared, and issues
// have such values, also if the configuration asks for parts of them.
func TestPoliciesOfDeclaredFields(t *testing.T) {
	lists := desk()
	lists.Policies = lists.Policies[1:]
	lists.Policies[0].Targets = map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}
	lists.Fields = map[string]policy.Field{
		"account": {Type: policy.FieldText}, "skills": {Type: policy.FieldList, Values: []string{"go", "sql"}}, "vip": {Type: policy.FieldBoolean},
	}
	instants := desk()
	instants.Policies = []policy.Policy{{
		ID: "p", When: new(policy.If("renewal", policy.Before, "2026-12-24T00:00:00Z")), Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)},
	}}
	instants.Fields = map[string]policy.Field{"renewal": {Type: policy.FieldInstant}}
	parts := desk()
	parts.Policies = []policy.Policy{{
		ID: "p", When: new(policy.Any(policy.If("brand", policy.StartsWith, "acme"), policy.If("skills", policy.Contains, "go"))),
		Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)},
	}}
	parts.Fields = map[string]policy.Field{
		"brand": {Type: policy.FieldText, Values: []string{"acme east", "acme west"}}, "skills": {Type: policy.FieldList, Values: []string{"go", "sql"}},
	}
	statuses := desk()
	statuses.Statuses = nil
	statuses.Fields["status"] = policy.Field{Type: policy.FieldText, Values: []string{"new", "open", "resolved"}}
	ours := desk()
	ours.Statuses = map[string]policy.Category{"*": policy.Open, "done": policy.Resolved}
	ours.Fields["status"] = policy.Field{Type: policy.FieldText, Values: []string{"todo", "doing", "done"}}
	for _, config := range []*policy.Config{desk(), lists, instants, parts, statuses, ours} {
		engine := newEngine(t, config)
		rapid.Check(t, func(t *rapid.T) {
			if err := engine.CheckFields(slatest.Issues(config, slatest.Domain{}).Draw(t, "issue")); err != nil {
				t.Fatal(err)
			}
			other := *config
			other.Policies = slatest.Policies(config, slatest.Domain{}).Draw(t, "policies")
			newEngine(t, &other)
		})
	}
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
