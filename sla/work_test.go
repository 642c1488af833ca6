package sla_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// dear is a configuration under which a text of the subject is compared with a large
// regular expression 200 times.
func dear() *policy.Config {
	cfg := openOnly()
	var parts []policy.Condition
	for range 200 {
		parts = append(parts, policy.If("subject", policy.Matches, "(a?){200}b"))
	}
	cfg.Policies[0].When = policy.Not(policy.Any(parts...)).Ptr()
	return cfg
}

func TestTooMuchWork(t *testing.T) {
	at := instant("2024-03-11T13:00:00Z")
	long := strings.Repeat("a", policy.MaxText)
	issue := sla.Issue{ID: "ISS-1", CreatedAt: at, Attributes: map[string]any{"subject": long}}
	engine := newEngine(t, dear())
	if _, err := engine.EvaluateAt(issue, at); !errors.Is(err, sla.ErrTooMuchWork) {
		t.Errorf("EvaluateAt: %v, want ErrTooMuchWork", err)
	}
	if _, err := engine.Explain(issue, at); !errors.Is(err, sla.ErrTooMuchWork) {
		t.Errorf("Explain: %v, want ErrTooMuchWork", err)
	}

	// What is too much is so for one evaluation, and leaves a track as it was.
	issue.Attributes["subject"] = "aab"
	evaluate(t, engine, issue, at)
	track, _, err := engine.Track(issue)
	if err != nil {
		t.Fatal(err)
	}
	before, _ := track.MarshalJSON()
	if _, err := track.Apply(sla.Set("subject", long, at.Add(time.Hour))); !errors.Is(err, sla.ErrTooMuchWork) {
		t.Errorf("Apply: %v, want ErrTooMuchWork", err)
	}
	if after, _ := track.MarshalJSON(); !bytes.Equal(before, after) {
		t.Errorf("the track became\n%s, it was\n%s", after, before)
	}
	if _, err := track.Apply(sla.Set("subject", "aaab", at.Add(time.Hour))); err != nil {
		t.Error(err)
	}
}

// The work is that of all events together, whatever makes it.
func TestWorkAddsUp(t *testing.T) {
	at := instant("2024-03-11T13:00:00Z")
	changing := func(n int, field string) sla.Issue {
		issue := sla.Issue{CreatedAt: at}
		for i := range n {
			issue.Events = append(issue.Events, sla.Set(field, fmt.Sprint("v", i%2), at.Add(time.Duration(i)*time.Minute)))
		}
		return issue
	}
	comparing := openOnly()
	comparing.Policies[0].When = policy.All(policy.If("a", policy.Eq, []string{"x"}), policy.If("a", policy.Gt, 1)).Ptr()
	for i := range 500 {
		p := comparing.Policies[0]
		p.ID = fmt.Sprint(i)
		comparing.Policies = append(comparing.Policies, p)
	}
	pulling := openOnly()
	pulling.Metrics = make(map[string]policy.Metric)
	metric := policy.Metric{Start: []policy.Trigger{{On: "custom:never"}}}
	for range 250 {
		metric.Start = append(metric.Start, policy.Trigger{On: "set:a", If: policy.If("b", policy.Eq, "x").Ptr()})
	}
	for i := range 30 {
		name := fmt.Sprint("m", i)
		pulling.Metrics[name] = metric
		pulling.Policies[0].Targets[name] = policy.Within(time.Hour)
	}
	for name, cfg := range map[string]*policy.Config{"comparisons": comparing, "triggers": pulling} {
		engine := newEngine(t, cfg)
		if _, err := engine.EvaluateAt(changing(1000, "a"), at.Add(1e6*time.Minute)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := engine.EvaluateAt(changing(sla.MaxEvents, "a"), at.Add(1e6*time.Minute)); !errors.Is(err, sla.ErrTooMuchWork) {
			t.Errorf("%s: %v, want ErrTooMuchWork", name, err)
		}
		if _, err := engine.EvaluateAt(changing(sla.MaxEvents, "c"), at.Add(1e6*time.Minute)); err != nil {
			t.Errorf("%s, of a field that nothing reads: %v", name, err)
		}
	}
}
