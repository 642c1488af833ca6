package sla_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// manySteps are as many thresholds as a target may have, just above 1%.
func manySteps() (steps []policy.Escalation) {
	for i := range policy.MaxEscalations {
		steps = append(steps, policy.Escalation{At: "1%", Name: fmt.Sprint("s", i), Every: 1, Times: policy.MaxTimes})
	}
	return steps
}

// If a retarget passes over steps, only the last one takes effect, and finding it does not walk
// through the others: here 64,064 at each of 5,000 changes of the priority.
func TestPassedOverStepsCostNothing(t *testing.T) {
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID: "p",
		Targets: map[string]policy.Target{policy.Resolution: policy.WithinBy("priority",
			map[string]time.Duration{"high": 9 * time.Hour, "low": 10 * time.Hour}, 0)},
		Escalations: policy.Steps(manySteps()...),
	}}}, sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	created := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	issue := sla.Issue{CreatedAt: created} // it has no target without a priority
	const flips = 5000
	for i := range flips {
		issue.Events = append(issue.Events, sla.SetAttribute("priority", []string{"high", "low"}[i%2], created.Add(time.Hour)))
	}
	result, err := engine.EvaluateAt(issue, created.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(result.Transitions); n != 2*flips { // each flip is a retarget and the last step
		t.Errorf("%d transitions, want %d", n, 2*flips)
	}
	if last := result.Transitions[2*flips-1]; last.Step != "s63" || last.Repeat != policy.MaxTimes {
		t.Errorf("the last step is %s, repeat %d", last.Step, last.Repeat)
	}
}

// Of steps that are passed over, only the last one counts.
func TestOnlyTheLastPassedOverStepTakesEffect(t *testing.T) {
	engine, err := sla.New(&policy.Config{OnChange: policy.CarryOver, Policies: []policy.Policy{{
		ID:      "p",
		Targets: map[string]policy.Target{policy.Resolution: policy.WithinBy("priority", map[string]time.Duration{"high": 2 * time.Hour}, 400*time.Hour)},
		Escalations: policy.Steps(
			policy.Escalation{At: "50%", Name: "often", Every: 7 * time.Minute, Times: 9},
			policy.Escalation{At: "10%", Name: "early"},
			policy.Escalation{At: "70%", Name: "late"},
		),
	}}}, sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	created := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		after time.Duration
		want  string
	}{
		{11 * time.Minute, "[]"},
		{12 * time.Minute, "[early 0]"},
		{59 * time.Minute, "[early 0]"},
		{60 * time.Minute, "[often 0]"},
		{83 * time.Minute, "[often 3]"},
		{84 * time.Minute, "[late 0]"},
		{88 * time.Minute, "[often 4]"},
		{119 * time.Minute, "[often 8]"},
		{120 * time.Minute, "[breached]"},
		{123 * time.Minute, "[breached often 9]"},
		{300 * time.Minute, "[breached often 9]"},
	} {
		result, err := engine.EvaluateAt(sla.Issue{CreatedAt: created, Events: []sla.Event{
			sla.SetAttribute("priority", "high", created.Add(tt.after)),
		}}, created.Add(tt.after))
		if err != nil {
			t.Fatal(err)
		}
		got := []string{}
		for _, tr := range result.Transitions[2:] { // after KindStarted and KindRetargeted
			if tr.Kind == sla.KindBreached {
				got = append(got, "breached")
			} else {
				got = append(got, fmt.Sprint(tr.Step, " ", tr.Repeat))
			}
		}
		if fmt.Sprint(got) != tt.want {
			t.Errorf("overtaken after %v: %v, want %v", tt.after, got, tt.want)
		}
	}
}

// The limit of transitions is for all policies together, and is checked while they are made.
func TestTransitionsOfAllPoliciesAreLimitedTogether(t *testing.T) {
	cfg := &policy.Config{Match: policy.MatchEach}
	for i := range 200 {
		cfg.Policies = append(cfg.Policies, policy.Policy{
			ID: fmt.Sprint(i), Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}, Escalations: policy.Steps(manySteps()...),
		})
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	created := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	if _, err := engine.EvaluateAt(sla.Issue{CreatedAt: created}, created.Add(time.Hour)); !errors.Is(err, sla.ErrTooManyTransitions) {
		t.Errorf("error %v, want ErrTooManyTransitions", err)
	}
}

// Of a step that repeats otherwise under the next target, the last repeat takes effect that was not
// taken at the same time and with the same number before.
func TestRepeatsThatBothTargetsHaveAreNotTakenTwice(t *testing.T) {
	within := map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}
	remind := func(at string, every time.Duration) policy.Escalations {
		return policy.Steps(policy.Escalation{At: at, Name: "remind", Every: every, Times: 2})
	}
	nine := instant("2026-03-09T09:00:00Z")
	for _, tt := range []struct {
		name string
		next policy.Escalations // before it is 10:00, 11:30 and 13:00
		want string
	}{
		{"as before", remind("breach", 90*time.Minute), ""},
		{"11:00, 12:00 and 13:00", remind("1h after", time.Hour), " remind 1"},
		{"10:00, 11:00 and 12:00", remind("breach", time.Hour), " remind 2"},
		{"13:00, 13:15 and 13:30", remind("3h after", 15*time.Minute), " remind 2"},
	} {
		config := &policy.Config{Policies: []policy.Policy{
			{ID: "vip", When: new(policy.If("vip", policy.Eq, true)), Targets: within, Escalations: tt.next},
			{ID: "usual", Targets: within, Escalations: remind("breach", 90*time.Minute)},
		}}
		at := nine.Add(270 * time.Minute)
		issue := sla.Issue{ID: "I", CreatedAt: nine, Events: []sla.Event{sla.SetAttribute("vip", true, at)}}
		r := evaluate(t, newEngine(t, config), issue, at)
		var got strings.Builder
		for _, tr := range r.Transitions {
			if tr.Policy == "vip" && tr.Kind != sla.KindRetargeted {
				got.WriteString(fmt.Sprintf(" %s %d", tr.Step, tr.Repeat))
			}
		}
		if want := newOracle(t, config).evaluate(issue, at); got.String() != tt.want || document(r.Transitions) != document(want.Transitions) {
			t.Errorf("%s: got %q, want %q; the oracle has %s", tt.name, got.String(), tt.want, document(want.Transitions))
		}
	}
}
