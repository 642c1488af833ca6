package sla_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

func TestMatcherMatchesFieldsOfAnything(t *testing.T) {
	engine := newEngine(t, openOnly())
	name := func(name string) error {
		if strings.HasPrefix(name, "record.") {
			return nil
		}
		return errors.New("is no field of a record")
	}
	when := policy.All(policy.If("record.team", policy.Eq, "tier1"), policy.Not(policy.If("record.late", policy.Exists, nil)))
	matcher, err := engine.Matcher(&when, name)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		fields map[string]any
		want   bool
	}{
		{map[string]any{"record.team": "tier1"}, true},
		{map[string]any{"record.team": "tier1", "record.late": false}, false},
		{map[string]any{"record.team": "tier2"}, false},
		{nil, false}, // what an earlier call was given is forgotten
	} {
		asked := 0
		got, err := matcher.Matches(func(field string) any { asked++; return tt.fields[field] })
		if err != nil || got != tt.want || asked != 2 {
			t.Errorf("%v: %v, %v after %d questions, want %v", tt.fields, got, err, asked, tt.want)
		}
	}
	if _, err := matcher.Matches(func(string) any { return struct{}{} }); err == nil {
		t.Error("a value of a type that fields do not have is accepted")
	}
	if _, err := engine.Matcher(new(policy.If("team", policy.Eq, "tier1")), name); err == nil || !strings.Contains(err.Error(), "is no field of a record") {
		t.Errorf("a field that is refused: %v", err)
	}
	dear, texts := dear()
	matcher, err = newEngine(t, dear).Matcher(dear.Policies[0].When, func(string) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	all := texts(strings.Repeat("a", policy.MaxText))
	if _, err := matcher.Matches(func(field string) any { return all[field] }); !errors.Is(err, sla.ErrTooMuchWork) {
		t.Errorf("got %v, want ErrTooMuchWork", err)
	}
}
