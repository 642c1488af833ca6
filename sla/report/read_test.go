package report_test

import (
	"encoding/json"
	"testing"

	"github.com/punctualgo/punctual/internal/issuetest"
	"github.com/punctualgo/punctual/sla/report"
)

func FuzzHeldAccumulator(f *testing.F) {
	a, err := report.NewHeld(engines[0], report.HeldRequest{Field: "assignee"}, issuetest.AsOf)
	if err != nil {
		f.Fatal(err)
	}
	if err := a.Add(answered("a", "ann", 1e12)); err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(document(f, a)))
	f.Fuzz(func(t *testing.T, text []byte) {
		var a, b report.HeldAccumulator
		if json.Unmarshal(text, &a) != nil {
			return
		}
		once := document(t, &a)
		if err := json.Unmarshal([]byte(once), &b); err != nil {
			t.Fatalf("%s: %v", once, err)
		}
		if again := document(t, &b); again != once {
			t.Errorf("%s is read as %s", once, again)
		}
		_ = document(t, a.Held())
		_ = a.Held().Table().CSV()
	})
}

func FuzzTargetsAccumulator(f *testing.F) {
	a, err := report.NewTargets(engines[0], report.TargetsRequest{Goal: "95%"}, issuetest.AsOf)
	if err != nil {
		f.Fatal(err)
	}
	if err := a.Add(answered("a", "ann", 1e12)); err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(document(f, a)))
	f.Fuzz(func(t *testing.T, text []byte) {
		var a, b report.TargetsAccumulator
		if json.Unmarshal(text, &a) != nil {
			return
		}
		once := document(t, &a)
		if err := json.Unmarshal([]byte(once), &b); err != nil {
			t.Fatalf("%s: %v", once, err)
		}
		if again := document(t, &b); again != once {
			t.Errorf("%s is read as %s", once, again)
		}
		_ = document(t, a.Targets())
		_ = a.Targets().Table().Markdown()
	})
}
