package history_test

import (
	"bytes"
	"testing"

	"github.com/punctualgo/punctual/examples/beam/history"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// The history is the same for the same seed, another for another, and can be evaluated.
func TestIssues(t *testing.T) {
	cfg, err := policy.Parse([]byte(history.Config))
	if err != nil {
		t.Fatal(err)
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	differ, breached := 0, 0
	for i := range 500 {
		issue := history.Issue(1, i)
		if err := engine.CheckFields(issue); err != nil {
			t.Errorf("issue %d: %v", i, err)
		}
		result, err := engine.EvaluateAt(issue, history.End.AddDate(1, 0, 0))
		if err != nil {
			t.Errorf("issue %d: %v", i, err)
		}
		for _, c := range result.Clocks {
			if c.Breached {
				breached++
			}
		}
		text, again, other := marshal(t, issue), marshal(t, history.Issue(1, i)), marshal(t, history.Issue(2, i))
		if !bytes.Equal(text, again) {
			t.Errorf("issue %d is not the same again", i)
		}
		if !bytes.Equal(text, other) {
			differ++
		}
	}
	if differ < 450 || breached < 50 {
		t.Errorf("%d of 500 issues differ by seed, %d clocks are breached", differ, breached)
	}
}

func marshal(t *testing.T, issue sla.Issue) []byte {
	t.Helper()
	text, err := issue.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return text
}
