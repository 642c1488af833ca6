package sla_test

import (
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// Values that differ only in type are described with their type, and long ones are quoted.
func TestWordsSayTypesThatDiffer(t *testing.T) {
	for want, c := range map[string]sla.Comparison{
		`vip is the boolean true, wanted the text "true"`:                                    {Field: "vip", Op: policy.Eq, Got: true, Want: "true"},
		`seats is the text "12", wanted the number 12`:                                       {Field: "seats", Op: policy.Eq, Got: "12", Want: 12.0},
		`seats is the text "12", wanted more than the number 12`:                             {Field: "seats", Op: policy.Gt, Got: "12", Want: 12.0},
		`tags is the list [vip], wanted the text "vip"`:                                      {Field: "tags", Op: policy.Eq, Got: []string{"vip"}, Want: "vip"},
		`priority is low, wanted urgent`:                                                     {Field: "priority", Op: policy.Eq, Got: "low", Want: "urgent"},
		`name is ` + strings.Repeat("é", 64) + `, wanted "` + strings.Repeat("y", 64) + `"…`: {Field: "name", Op: policy.Eq, Got: strings.Repeat("é", 64), Want: strings.Repeat("y", 65)},
		`priority has no value, wanted urgent`:                                               {Field: "priority", Op: policy.Eq, Want: "urgent"},
	} {
		if got := c.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// An update of many fields names the first three, in order.
func TestAnUpdateOfManyFieldsNamesThree(t *testing.T) {
	engine := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.Ownership: policy.Within(time.Hour)}}}})
	nine := instant("2026-03-09T09:00:00Z")
	x := explain(t, engine, sla.Issue{CreatedAt: nine, Events: []sla.Event{
		{At: nine, Type: sla.Update, By: "ann", Set: map[string]any{"team": "a", "b": 1, "c": nil, "d": true, "e": "x"}},
	}}, nine)
	if got, want := x.Clocks[0].Started.Text, "b became 1, c was removed, d became true, 2 more by ann"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What has not happened is told in words: up to five triggers, and the first five of more.
func TestTriggersInWords(t *testing.T) {
	nine := instant("2026-03-09T09:00:00Z")
	for want, triggers := range map[string][]string{
		"a note":              {"note"},
		"a new value of team": {"set:team"},
		"the event called":    {"custom:called"},
		"the event called or a new value of team":                                 {"custom:called", "set:team"},
		"the event a, the event b, the event c, the event d or the event e":       {"custom:a", "custom:b", "custom:c", "custom:d", "custom:e"},
		"the event a, the event b, the event c, the event d, the event e, 1 more": {"custom:a", "custom:b", "custom:c", "custom:d", "custom:e", "custom:f"},
	} {
		var start []policy.Trigger
		for _, on := range triggers {
			start = append(start, policy.Trigger{On: on})
		}
		engine := newEngine(t, &policy.Config{
			Metrics:  map[string]policy.Metric{"m": {Start: start}},
			Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{"m": policy.Within(time.Hour)}}},
		})
		x := explain(t, engine, sla.Issue{CreatedAt: nine}, nine)
		if got, want := x.Metrics[0].Why, "nothing has happened that starts it: "+want; x.Metrics[0].Metric != "m" || got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Why a trigger did not start a clock is told in words: what its condition found.
func TestMissedTriggersInWords(t *testing.T) {
	nine := instant("2026-03-09T09:00:00Z")
	answered := []sla.Event{sla.MessageFrom(sla.Agent, nine), sla.NoteBy("ann", nine)}
	for want, tt := range map[string]struct {
		field  string
		value  any
		events []sla.Event
	}{
		"an agent had answered already":         {policy.Responded, false, answered},
		"no agent had answered yet":             {policy.Responded, true, []sla.Event{sla.NoteBy("ann", nine)}},
		"a customer was waiting for an answer":  {policy.Unanswered, false, []sla.Event{sla.NoteBy("ann", nine)}},
		"no customer was waiting for an answer": {policy.Unanswered, true, answered},
		"it was open":                           {policy.StatusCategory, "hold", []sla.Event{sla.NoteBy("ann", nine)}},
		"it was on hold":                        {policy.StatusCategory, "open", []sla.Event{sla.SetAttribute("status", "hold", nine), sla.NoteBy("ann", nine)}},
	} {
		engine := newEngine(t, &policy.Config{
			Metrics:  map[string]policy.Metric{"m": {Start: []policy.Trigger{{On: "note", If: new(policy.If(tt.field, policy.Eq, tt.value))}}}},
			Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{"m": policy.Within(time.Hour)}}},
		})
		x := explain(t, engine, sla.Issue{CreatedAt: nine, Events: tt.events}, nine)
		if got, want := x.Metrics[0].Why, "ann made a note, but "+want; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
