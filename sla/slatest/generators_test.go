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

// Kinds counts what was drawn, by kind.
type kinds map[string]int

func (k kinds) note(format string, args ...any) { k[fmt.Sprintf(format, args...)]++ }

// kindsOf draws n values, the same each time, and returns their kinds.
func kindsOf[V any](t *testing.T, g *rapid.Generator[V], n int, note func(k kinds, v V)) kinds {
	t.Helper()
	drawn := rapid.Custom(func(r *rapid.T) V {
		defer func() { // else Example would try another value
			if p := recover(); p != nil {
				t.Fatal(p)
			}
		}()
		return g.Draw(r, "value")
	})
	k := make(kinds)
	for seed := range n {
		note(k, drawn.Example(seed))
	}
	return k
}

// want fails unless all these kinds were drawn.
func (k kinds) want(t *testing.T, wanted ...string) {
	t.Helper()
	for _, kind := range wanted {
		if k[kind] == 0 {
			t.Errorf("never draws %q", kind)
		}
	}
}

// never fails if one of these kinds was drawn.
func (k kinds) never(t *testing.T, unwanted ...string) {
	t.Helper()
	for _, kind := range unwanted {
		if k[kind] > 0 {
			t.Errorf("draws %q", kind)
		}
	}
}

// condition notes the combinations and comparisons of a condition that is so deep in others.
func (k kinds) condition(c policy.Condition, depth int) {
	parts := slices.Concat(c.All, c.Any)
	switch {
	case c.All != nil:
		k.note("all, %d deep", depth)
	case c.Any != nil:
		k.note("any, %d deep", depth)
	case c.Not != nil:
		k.note("not, %d deep", depth)
		parts = append(parts, *c.Not)
	default:
		k.note("%s", c.Op)
		k.note("%s %s", c.Field, c.Op)
		k.note("%s %s %v", c.Field, c.Op, c.Value)
	}
	for _, part := range parts {
		k.condition(part, depth+1)
	}
}

// twoDesks are the schedules that conditions and targets name.
var twoDesks = []businesshours.Schedule{{Name: "north", Always: true}, {Name: "south", Always: true}}

// Conditions have every operator, and combinations at most two deep, so that they can be read.
func TestConditionsOfEveryKind(t *testing.T) {
	for _, tt := range []struct {
		name      string
		schedules []businesshours.Schedule
		domain    slatest.Domain
		want      []string
	}{
		{"open", twoDesks, slatest.Domain{}, []string{
			"eq", "ne", "in", "not_in", "exists", "missing", "contains", "contains_any", "contains_all", "starts_with", "ends_with", "matches",
			"gt", "gte", "lt", "lte", "before", "after", "in_hours", "not_in_hours",
			"status_category eq", "status_category in", "status eq", "responded eq", "unanswered eq", "created_by eq", "priority eq high", "priority contains high", "seats gt 500.5", "due before",
			"priority in_hours", // of another type
			"due in_hours north", "due in_hours south",
		}},
		{"declared", twoDesks, slatest.Domain{Config: desk()}, []string{
			"status_category eq", "status eq", "priority eq high", "priority in", "seats gt", "seats lte", "seats exists", "tags contains_any [vip]", "tags contains_all",
			"due_date before", "due_date not_in_hours north", "created_at in_hours", "tags missing",
		}},
		{"without schedules", nil, slatest.Domain{}, []string{"due in_hours 24x7"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := kindsOf(t, slatest.Conditions(tt.schedules, tt.domain), 3000, func(k kinds, c policy.Condition) { k.condition(c, 0) })
			k.want(t, tt.want...)
			k.want(t, "all, 0 deep", "any, 0 deep", "not, 0 deep", "all, 1 deep", "any, 1 deep", "not, 1 deep")
			k.never(t, "all, 2 deep", "any, 2 deep", "not, 2 deep")
		})
	}
}

// Events are of every type, and what they set has values that the configuration compares them with,
// or instants about that of the event.
func TestEventsOfEveryKind(t *testing.T) {
	config := &policy.Config{
		Metrics: map[string]policy.Metric{"escalation": {Start: []policy.Trigger{{On: "custom:escalated"}, {On: "set:region"}}}},
		Policies: []policy.Policy{{ID: "p", When: new(policy.Any(
			policy.If("seats", policy.Gte, 100), policy.If("tier", policy.In, []string{"gold", "silver"}), policy.If("priority", policy.Ne, "low"), policy.If("priority", policy.Eq, "high"),
			policy.If("tags", policy.ContainsAny, []string{"vip", "beta"}), policy.If("renewal", policy.Before, "2026-12-24T00:00:00Z"), policy.If("signed", policy.After, "2020-01-01T00:00:00Z"),
			policy.If("callback", policy.InHours, "24x7"),
		)), Targets: map[string]policy.Target{policy.Resolution: policy.UntilField("due"), "escalation": policy.Within(time.Hour)}}},
	}
	at := time.Date(2026, 4, 2, 10, 30, 0, 5e8, time.UTC)
	k := kindsOf(t, slatest.Events(config, at, slatest.Domain{}), 5000, func(k kinds, e sla.Event) {
		if !e.At.Equal(at) {
			t.Fatalf("at %v", e.At)
		}
		k.note("%s %s%s", e.Type, e.From, e.Name)
		k.note("no reply to %s: %v", e.From, e.NoReply)
		k.note("by %s of %s", e.By, e.Team)
		k.note("by %s", e.Channel)
		for name, value := range e.Set {
			k.note("%s %v", name, value)
			text, _ := value.(string)
			instant, err := time.Parse(time.RFC3339Nano, text)
			if err != nil {
				continue
			}
			k.note("%s is an instant", name)
			if name != "due" {
				continue
			}
			k.note("due at %s UTC", instant.UTC().Format("15:04:05"))
			k.note("due %v later", instant.Sub(at))
			if strings.HasSuffix(text, "-05:00") {
				k.note("due in New York")
			}
		}
	})
	k.want(t,
		"message customer", "message agent", "message bot", "message third_party", "update ", "note ", "custom escalated", "cancel ",
		"no reply to customer: true", "no reply to customer: false", "by ann of ", "by  of tier1", "by bo of tier2", "by phone",
		"status open", "status resolved", "status <nil>", "seats 99", "seats 100", "seats 101", "tier gold", "tier silver", "priority low", "priority high",
		"tags []", "tags [vip]", "tags [vip beta]", "renewal 2026-12-24T00:00:00Z", "signed 2020-01-01T00:00:00Z", "renewal is an instant", "callback is an instant",
		"due 0s later", "due 4h0m0s later", "due 200h0m0s later", "due -1h0m0s later", "due -30h0m0s later", "due in New York",
		"due at 10:00:00 UTC", "due at 00:00:00 UTC", "due at 09:00:00 UTC", "due at 12:00:00 UTC", "due at 17:00:00 UTC",
	)
	k.never(t, "custom ping", "callback 24x7", "no reply to agent: true")
}

// around is a domain of one place: midnight in UTC on New Year's Day of 2024, a Monday.
var around = slatest.Domain{Zones: []string{"UTC"}}

var newYear = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// An issue is created from three days before a place to eight hours after it, and its events are
// together, at openings and closings, and where its clocks are due.
func TestIssuesOfEveryKind(t *testing.T) {
	promise := time.Hour + 7*time.Minute + 3*time.Second
	config := &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.Resolution: policy.Within(promise)}}}}
	k := kindsOf(t, slatest.Issues(config, slatest.Domain{}), 500, func(k kinds, issue sla.Issue) {
		k.note("created by %q", issue.CreatedBy)
		switch after := issue.CreatedAt.Sub(newYear); {
		case after < -72*time.Hour || after > 8*time.Hour+time.Nanosecond:
			t.Errorf("created %v after New Year", after)
		case after < -48*time.Hour:
			k.note("created days before")
		case after > 4*time.Hour:
			k.note("created hours after")
		}
		if len(issue.Events) > 10 {
			t.Errorf("%d events", len(issue.Events))
		}
		k.note("%d events", len(issue.Events))
		last := issue.CreatedAt
		for _, e := range issue.Events {
			k.note("event %v later", e.At.Sub(last))
			if e.At.Before(last) {
				t.Errorf("an event at %v after one at %v", e.At, last)
			}
			if e.ID != "" {
				k.note("with an ID")
			}
			last = e.At
		}
	})
	k.want(t, "created days before", "created hours after", `created by ""`, `created by "customer"`, `created by "agent"`, `created by "bot"`, `created by "third_party"`,
		"0 events", "1 events", "10 events", "event 0s later", "event 15m0s later", "event 1h7m3s later", "with an ID")

	// Months pass between the only two days of a schedule.
	config.Schedules = []businesshours.Schedule{
		{Name: "desk", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-fri": {"09:07-17:08"}}},
		{Name: "fair", TimeZone: "UTC", Exceptions: map[string][]string{"2024-01-01": {"10:11-10:12"}, "2024-06-01": {"10:13-10:14"}}},
	}
	config.Policies[0].Schedule = policy.Use("fair")
	k = kindsOf(t, slatest.Issues(config, slatest.Domain{MinEvents: 3, MaxEvents: 5}), 500, func(k kinds, issue sla.Issue) {
		k.note("%d events", len(issue.Events))
		k.note("created at %v", issue.CreatedAt.Format(time.TimeOnly))
		for _, e := range issue.Events {
			k.note("event at %v", e.At.Format(time.TimeOnly))
			k.note("event in %v", e.At.Format("2006"))
			if e.At.After(time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)) && issue.CreatedAt.Before(time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)) {
				t.Errorf("an event at %v of an issue created at %v", e.At, issue.CreatedAt)
			}
		}
	})
	k.want(t, "created at 09:07:00", "created at 17:08:00", "created at 10:11:00", "event at 09:07:00", "event at 17:08:00", "event at 10:11:00", "3 events", "5 events")
	k.never(t, "0 events", "2 events", "6 events")
}

// Histories end before the creation, at events, and an hour, a day, a week and most of a year after
// the last one.
func TestHistoriesOfEveryKind(t *testing.T) {
	config := desk()
	k := kindsOf(t, slatest.Histories(config, slatest.Domain{MinEvents: 3}), 500, func(k kinds, h slatest.History) {
		if h.Now.Before(h.Issue.CreatedAt) {
			k.note("before the creation")
		}
		if h.Now.Equal(h.Issue.CreatedAt) {
			k.note("at the creation")
		}
		last := len(h.Issue.Events) - 1
		if e := h.Issue.Events[last-1]; e.At.Before(h.Issue.Events[last].At) && h.Now.Equal(e.At) {
			k.note("between events")
		}
		k.note("%v after the last event", h.Now.Sub(h.Issue.Events[last].At))
	})
	k.want(t, "before the creation", "at the creation", "between events",
		"0s after the last event", "1h0m0s after the last event", "24h0m0s after the last event", "168h0m0s after the last event", "4800h0m0s after the last event")
}

// holiday notes what a holiday is, and fails unless it is on a date from three days before New Year
// to five days after it, if it is not one of a country or by Easter.
func (k kinds) holiday(t *testing.T, h businesshours.Holiday) {
	switch {
	case h.Calendar != "":
		k.note("holidays of %s", h.Calendar)
		k.note("observed %q", h.Observed)
		if len(h.Except) > 0 {
			k.note("but for some")
		}
		return
	case strings.Contains(h.Every, "easter"):
		k.note("%s %+d", h.Every, h.Plus)
		return
	case h.To != "":
		k.note("range, each year: %v", h.Every != "")
	case h.Every != "":
		k.note("each year, moved by %d", h.Plus)
		words := strings.Fields(h.Every)
		k.note("%s, %d words", words[0], len(words))
	default:
		k.note("date")
	}
	set, err := businesshours.Compile([]businesshours.Schedule{{Name: "s", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-sun": {"00:00-24:00"}}, Holidays: []businesshours.Holiday{h}}})
	if err != nil {
		t.Fatal(err)
	}
	calendar, _ := set.Calendar("s")
	for range calendar.Holidays(newYear.AddDate(0, 0, -3), newYear.AddDate(0, 0, 6)) {
		return
	}
	t.Errorf("no date of %+v is near New Year", h)
}

// Schedules have hours, holidays, exceptions and revisions of every kind about a place.
func TestSchedulesOfEveryKind(t *testing.T) {
	k := kindsOf(t, slatest.Schedules(around), 1500, func(k kinds, schedules []businesshours.Schedule) {
		k.note("%d schedules", len(schedules))
		for i, s := range schedules {
			place := "first"
			if i > 0 {
				place = "later"
			}
			k.note("schedule")
			switch {
			case s.Always:
				k.note("%s always open", place)
			case len(s.AnyOf) > 0:
				k.note("%s of %d and none of %d, zone %q", place, len(s.AnyOf), len(s.NoneOf), s.TimeZone)
			case s.Weekly == nil:
				k.note("%s with a last open date", place)
				k.note("soon closed for good")
			default:
				k.note("%s with hours", place)
			}
			for date, hours := range s.Exceptions {
				k.note("exception %s", date)
				k.note("exception of %d hours, each year: %v", len(hours), len(date) == 5)
			}
			for _, r := range s.Revisions {
				k.note("revision %s", r.From)
			}
			k.note("%d revisions", len(s.Revisions))
			k.note("holidays close %q", s.HolidaysClose)
			for _, h := range s.Holidays {
				k.holiday(t, h)
			}
		}
	})
	k.want(t, "1 schedules", "4 schedules", "first always open", "first with a last open date", "first with hours",
		"later always open", "later with a last open date", "later with hours", `later of 1 and none of 0, zone ""`, `later of 1 and none of 1, zone "UTC"`, `later of 2 and none of 0, zone ""`,
		"exception 2023-12-29", "exception 2024-01-01", "exception 2024-01-06", "exception of 0 hours, each year: false", "exception of 2 hours, each year: true",
		"revision 2023-12-29", "revision 2024-01-06", "0 revisions", "2 revisions", `holidays close "shift"`,
		"date", "range, each year: false", "range, each year: true", "1st, 2 words", "1st, 4 words", "last, 2 words", "5th, 4 words",
		"each year, moved by 0", "each year, moved by 1", "each year, moved by -1", "each year, moved by 366", "each year, moved by -366", "each year, moved by -5", "each year, moved by 30",
		"easter +0", "easter -2", "easter -21", "orthodox easter -35", // on which clocks change in 2024, or Good Friday
		"holidays of us", "holidays of kr", `observed "both"`, "but for some",
	)
	if k["soon closed for good"] > k["schedule"]/4 {
		t.Errorf("%d of %d schedules are soon closed for good", k["soon closed for good"], k["schedule"])
	}
}

// target notes the forms of a target, and the fields by which it is chosen.
func (k kinds) target(g policy.Target) {
	switch {
	case g.By != "":
		k.note("by %s", g.By)
		for _, value := range g.Values {
			k.target(value)
		}
	case g.BusinessDays != nil:
		k.note("business days at %q", g.BusinessDays.At)
		k.note("cutoff %q", g.BusinessDays.Cutoff)
	case g.Until != "":
		k.note("until %s", g.Until)
	case g.Within.By != "":
		k.note("within by a field")
		k.note("chosen by %s", g.Within.By)
	default:
		k.note("within %v", g.Within.Value)
	}
	if g.Schedule.Value != "" {
		k.note("on %s", g.Schedule.Value)
	}
	if g.Schedule.By != "" {
		k.note("on a schedule by a field")
	}
	if g.Pause != nil {
		k.note("with a pause")
	}
	if !g.Escalations.IsZero() {
		k.note("with steps")
	}
}

// Targets are of every form; they are chosen by fields that have several texts, and else by the
// category.
func TestTargetsOfEveryKind(t *testing.T) {
	k := kindsOf(t, slatest.Targets(twoDesks, slatest.Domain{}), 1000, func(k kinds, g policy.Target) { k.target(g) })
	k.want(t, "by priority", "by status_category", "by team", "within by a field", "chosen by priority", "within 1ns", "within 15m0s", "within 1h0m0.000000001s", "within 40h0m0s",
		`business days at ""`, `business days at "start"`, `business days at "24:00"`, `cutoff "15:00"`, "until due", "until created_at",
		"on north", "on south", "on 24x7", "on a schedule by a field", "with a pause", "with steps")
	d := slatest.Domain{Fields: map[string][]any{"seats": {1, 2}, "brand": {"ours"}}}
	k = kindsOf(t, slatest.Targets(nil, d), 500, func(k kinds, g policy.Target) { k.target(g) })
	k.want(t, "by status_category", "chosen by status_category", "on 24x7")
	k.never(t, "by brand", "by seats", "chosen by brand", "chosen by seats")
}

// Configurations have every rule of matching and every mode, with policies that become effective
// before and after a place.
func TestConfigsOfEveryKind(t *testing.T) {
	k := kindsOf(t, slatest.Configs(around), 500, func(k kinds, c *policy.Config) {
		k.note("match %s", c.Match)
		k.note("profile %s", c.Profile)
		k.note("on change %s", c.OnChange)
		k.note("exact fit %s", c.ExactFit)
		k.note("own statuses: %v", c.Statuses != nil)
		k.note("default schedule: %v", !c.Defaults.Schedule.IsZero())
		k.note("default steps: %v", !c.Defaults.Escalations.IsZero())
		for name := range c.Metrics {
			k.note("metric %s", name)
		}
		for _, p := range c.Policies {
			k.note("policy %s", p.ID)
			k.note("conditional: %v", p.When != nil)
			if from := p.Effective.From; !from.IsZero() {
				k.note("from days before: %v", from.Before(newYear.AddDate(0, 0, -1)))
				k.note("from days after: %v", from.After(newYear.AddDate(0, 0, 1)))
			}
			if until := p.Effective.Until; !until.IsZero() {
				k.note("until days after: %v", until.After(newYear.AddDate(0, 0, 2)))
			}
			for metric, target := range p.Targets {
				k.note("target for %s", metric)
				k.target(target)
			}
		}
	})
	k.want(t, "match ", "match first", "match first_per_metric", "match each", "profile ", "profile zendesk", "profile pylon", "on change carry_over", "on change keep", "exact fit next_open",
		"own statuses: true", "own statuses: false", "default schedule: true", "default schedule: false", "default steps: true", "metric m0", "metric m1", "metric resolution",
		"policy p0", "policy p5", "conditional: true", "conditional: false", "from days before: true", "from days after: true", "until days after: true",
		"target for m0", "target for ownership", "target for first_response", "by priority")

	config := desk()
	for seed := range 10 {
		if slatest.Configs(slatest.Domain{Config: config}).Example(seed) != config {
			t.Error("another configuration than that of the domain")
		}
	}
}

// Places are where clocks and holidays make trouble, or where the domain says.
func TestPlacesOfEveryKind(t *testing.T) {
	note := func(k kinds, p slatest.Place) { k.note("%s %s", p.Zone, p.At.Format("2006-01-02")) }
	kindsOf(t, slatest.Places(slatest.Domain{}), 500, note).want(t,
		"America/New_York 2024-03-10", "Australia/Lord_Howe 2024-04-06", "Pacific/Apia 2011-12-30", "Asia/Kathmandu 2024-02-29", "Africa/Monrovia 1900-01-10", "America/New_York 2180-03-12")

	d := slatest.Domain{From: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC)}
	k := kindsOf(t, slatest.Places(d), 500, note)
	k.want(t, "America/New_York 2026-03-08", "UTC 2026-03-01", "Europe/London 2026-03-01")
	k.never(t, "Asia/Kathmandu 2024-02-29", "Europe/London 2026-03-29")

	d = slatest.Domain{Zones: []string{"Europe/Berlin"}}
	k = kindsOf(t, slatest.Places(d), 100, note)
	k.want(t, "Europe/Berlin 2024-03-31", "Europe/Berlin 2024-10-27")
	if len(k) != 2 {
		t.Errorf("%v", k)
	}
}

// Cases of a domain that leaves everything open are also of whole hours, on all levels.
func TestCasesOfWholeHours(t *testing.T) {
	isWhole := func(c slatest.Case) bool { return c.Config.Policies[len(c.Config.Policies)-1].ID == "p" }
	kindsOf(t, slatest.Cases(slatest.Domain{}), 100, func(k kinds, c slatest.Case) { k.note("whole hours: %v", isWhole(c)) }).
		want(t, "whole hours: true", "whole hours: false")
	for _, d := range []slatest.Domain{around, {Statuses: []string{"todo"}}, {Fields: map[string][]any{"tier": {"gold"}}}, {From: newYear}, {Until: newYear}} {
		kindsOf(t, slatest.Cases(d), 50, func(k kinds, c slatest.Case) { k.note("whole hours: %v", isWhole(c)) }).
			never(t, "whole hours: true")
	}

	k := kindsOf(t, slatest.Cases(slatest.Domain{WholeHours: true}), 500, func(k kinds, c slatest.Case) {
		if c.Now.Truncate(time.Hour) != c.Now {
			t.Errorf("as of %v", c.Now)
		}
		created := c.Issue.CreatedAt
		due := func(what string, v any) {
			k.note("%s %v", what, v)
			if at, err := time.Parse(time.RFC3339, fmt.Sprint(v)); err == nil {
				k.note("%s %v later", what, at.Sub(created))
			}
		}
		if v, ok := c.Issue.Attributes["due"]; ok {
			due("created due", v)
		}
		last := created
		for _, e := range c.Issue.Events {
			k.note("event %v later", e.At.Sub(last))
			last = e.At
			for name, v := range e.Set {
				k.note("%s %v", name, v)
			}
		}
		k.note("%v after the last event", c.Now.Sub(last))
		for _, p := range c.Config.Policies {
			k.note("policy %s", p.ID)
			for metric, target := range p.Targets {
				k.note("metric %s", metric)
				for level, value := range target.Values {
					k.note("%s within %v", level, value.Within.Value)
					k.target(value)
				}
			}
		}
	})
	k.want(t, "created due 0s later", "created due 4h0m0s later", "created due 28h0m0s later", "created due -1h0m0s later", "created due -3h0m0s later", "created due soon", "created due true",
		"due <nil>", "vip true", "vip false", "vip <nil>", "priority urgent", "customer.region apac", "status resolved",
		"event 0s later", "event 1h0m0s later", "event 20h0m0s later", "0s after the last event", "1h0m0s after the last event", "30h0m0s after the last event",
		"policy p", "policy q0", "policy q1", "metric m0", "metric resolution", "metric pausable_update", "low within 1h0m0s", "low within 6h0m0s", "urgent within 2h0m0s",
		"until due", `business days at "24:00"`, `cutoff "10:00"`, "with a pause", "with steps")
}

// A failure shrinks to the simplest case: nothing happens to an issue with one promise at one desk.
func TestTheSimplestCase(t *testing.T) {
	drawn := false
	t.Run("zeros", func(t *testing.T) {
		rapid.MakeFuzz(func(r *rapid.T) {
			c := slatest.Cases(slatest.Domain{}).Draw(r, "case")
			drawn = true
			if len(c.Issue.Events) > 0 || len(c.Issue.Attributes) > 0 || len(c.Config.Schedules) != 1 || len(c.Config.Policies) != 1 || len(c.Config.Metrics) > 0 {
				r.Fatalf("%v", c)
			}
			p, s := c.Config.Policies[0], c.Config.Schedules[0]
			target, ok := p.Targets[policy.FirstResponse]
			if p.When != nil || !p.Effective.From.IsZero() || !p.Effective.Until.IsZero() || len(p.Targets) != 1 || !ok ||
				target.Within.Value == 0 || target.Pause != nil || !target.Escalations.IsZero() || !target.Schedule.IsZero() {
				r.Fatalf("%v", c)
			}
			if len(s.Holidays)+len(s.Exceptions)+len(s.Revisions) > 0 || s.HolidaysClose != "" {
				r.Fatalf("%v", c)
			}
		})(t, make([]byte, 1<<16))
	})
	if !drawn {
		t.Error("no case is drawn")
	}
}
