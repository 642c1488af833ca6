package sla_test

import (
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

func TestCheckFieldsReportsUndeclaredAttributes(t *testing.T) {
	config := &policy.Config{
		Fields: map[string]policy.Field{
			"priority": {Type: policy.FieldText, Values: []string{"high", "low"}},
			"seats":    {Type: policy.FieldNumber},
			"due_date": {Type: policy.FieldInstant},
			"tags":     {Type: policy.FieldList, Values: []string{"vip", "bug"}},
		},
		Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}}},
	}
	engine := newEngine(t, config)
	at := instant("2026-03-09T09:00:00Z")
	issue := sla.Issue{ID: "I", CreatedAt: at, Attributes: map[string]any{
		"priority": "High", "seats": "12", "due_date": "tomorrow", "tags": []string{"vip", "bugs"}, "status": "opne", "priorty": "high",
	}, Events: []sla.Event{
		sla.SetAttribute("priority", "high", at),
		sla.SetAttribute("priority", nil, at),
		sla.SetAttribute("customer", "acme", at),
	}}
	err := engine.CheckFields(issue)
	for _, want := range []struct{ path, text string }{
		{"attributes.priority", `"High" is not a value of "priority"; did you mean "high"?`},
		{"attributes.seats", `must be a number, as "seats" is`},
		{"attributes.due_date", `"tomorrow" is not an instant`},
		{"attributes.tags", `"bugs" is not a value of "tags"; did you mean "bug"?`},
		{"attributes.status", `"opne" is not a value of "status"; did you mean "open"?`},
		{"attributes.priorty", `attribute "priorty" is not declared in fields; did you mean "priority"?`},
		{"events[2].set.customer", `attribute "customer" is not declared in fields`},
	} {
		wantProblem(t, err, 0, want.path, want.text)
	}
	if n := len(err.(interface{ Unwrap() []error }).Unwrap()); n != 7 {
		t.Errorf("%d problems, want 7: %v", n, err)
	}
	config.Fields = nil
	if err := newEngine(t, config).CheckFields(issue); err != nil {
		t.Errorf("without declarations: %v", err)
	}
}
