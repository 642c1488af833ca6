package steps_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/internal/steps"
	"github.com/punctualgo/punctual/policy"
)

// The steps of a target are its own, or else those of its policy, or else those of the
// defaults. A list without steps counts as given, and so does one that has a name.
func TestSteps(t *testing.T) {
	own := policy.Steps(policy.Escalation{At: "75%"}, policy.Escalation{At: "breach", Name: "tell"}, policy.Escalation{At: "75%"}, policy.Escalation{At: "1h after", Name: "75%"})
	config := &policy.Config{
		Escalations: map[string][]policy.Escalation{"usual": {{At: "10%"}, {At: "10%"}}},
		Defaults:    policy.Defaults{Escalations: policy.Steps(policy.Escalation{At: "1%"})},
	}
	for _, tt := range []struct {
		policy, target policy.Escalations
		want           string
	}{
		{own, policy.Escalations{}, "75% 0, tell 0, 75% 1, 75% 2, "},
		{own, policy.Steps(policy.Escalation{At: "breach"}), "breach 0, "},
		{own, policy.Steps(), ""},
		{own, policy.UseSteps("usual"), "10% 0, 10% 1, "},
		{policy.UseSteps("usual"), policy.Escalations{}, "10% 0, 10% 1, "},
		{policy.UseSteps("nowhere"), policy.Escalations{}, ""},
		{policy.Escalations{}, policy.Escalations{}, "1% 0, "},
		{policy.Steps(), policy.Escalations{}, ""},
	} {
		var got strings.Builder
		for _, s := range listOf(config, &policy.Policy{Escalations: tt.policy}, &policy.Target{Escalations: tt.target}) {
			got.WriteString(fmt.Sprint(s.Label, " ", s.Nth, ", "))
		}
		if got.String() != tt.want {
			t.Errorf("%v, %v: got %q, want %q", tt.policy, tt.target, got.String(), tt.want)
		}
	}
}

func listOf(cfg *policy.Config, p *policy.Policy, t *policy.Target) []steps.Step {
	lists, numbers := steps.NewFinder(cfg).Lists(p, t)
	return steps.Name(lists[numbers[0]])
}

// Lists that are written the same are one, whether they are the policy's, a target's own or
// have a name; one with other actions is another.
func TestListsAreThoseThatDiffer(t *testing.T) {
	tell := func(channel string) []policy.Escalation {
		return []policy.Escalation{{At: "breach", Do: []policy.Action{{"type": "slack", "channel": channel}}}}
	}
	config := &policy.Config{Escalations: map[string][]policy.Escalation{"usual": tell("#a")}}
	own := func(e policy.Escalations) policy.Target {
		t := policy.Within(time.Hour)
		t.Escalations = e
		return t
	}
	choice := policy.TargetBy("priority", map[string]policy.Target{
		"1": policy.Within(time.Hour), "2": own(policy.UseSteps("usual")), "3": own(policy.Steps(tell("#b")...)), "4": own(policy.Steps()),
	}, own(policy.Steps(tell("#b")...)))
	lists, numbers := steps.NewFinder(config).Lists(&policy.Policy{Escalations: policy.Steps(tell("#a")...)}, &choice)
	if want := "[0 0 1 2 1]"; fmt.Sprint(numbers) != want || len(lists) != 3 {
		t.Errorf("numbers %v of %d lists, want %s of 3", numbers, len(lists), want)
	}

	none := policy.TargetBy("priority", map[string]policy.Target{"1": policy.Within(time.Hour)}, own(policy.Steps()))
	if lists, _ := steps.NewFinder(&policy.Config{}).Lists(&policy.Policy{}, &none); len(lists) != 1 {
		t.Errorf("no steps given, and given that there are none, are %d lists, want 1", len(lists))
	}
}

// A choice of targets comes to each of those that it picks from, at any depth.
func TestTargets(t *testing.T) {
	choice := policy.TargetBy("a", map[string]policy.Target{
		"y": policy.Within(2 * time.Hour),
		"x": policy.TargetBy("b", map[string]policy.Target{"z": policy.Within(time.Hour)}, policy.Target{}),
	}, policy.TargetBy("c", map[string]policy.Target{"z": policy.Within(3 * time.Hour)}, policy.Within(4*time.Hour)))
	var got []time.Duration
	for target := range steps.Targets(&choice) {
		got = append(got, target.Within.Value)
	}
	if want := "[1h0m0s 2h0m0s 3h0m0s 4h0m0s]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
	for target := range steps.Targets(&choice) {
		if target.Within.Value != time.Hour {
			t.Errorf("first %v, want 1h", target.Within.Value)
		}
		break
	}
}

// A list that many choices of targets have is read once.
func TestListsAreReadOnce(t *testing.T) {
	read := new(reads)
	long := []policy.Escalation{{At: "breach", Do: []policy.Action{{"type": "pager", "to": read}}}}
	config := &policy.Config{Escalations: map[string][]policy.Escalation{"usual": long}, Defaults: policy.Defaults{Escalations: policy.UseSteps("usual")}}
	choice := policy.TargetBy("priority", map[string]policy.Target{"1": policy.Within(time.Hour), "2": policy.Within(2 * time.Hour)}, policy.Target{})
	finder := steps.NewFinder(config)
	for range 3 {
		if lists, numbers := finder.Lists(&policy.Policy{}, &choice); len(lists) != 1 || fmt.Sprint(numbers) != "[0 0]" {
			t.Errorf("numbers %v of %d lists", numbers, len(lists))
		}
	}
	if *read != 1 {
		t.Errorf("the list is read %d times", *read)
	}
}

// A reads counts how often it is encoded.
type reads int

func (r *reads) MarshalJSON() ([]byte, error) {
	*r++
	return []byte("null"), nil
}
