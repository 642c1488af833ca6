package whatif_test

import (
	"encoding/json"
	"testing"

	"github.com/punctualgo/punctual/internal/issuetest"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/whatif"
)

// FuzzBacktest reads what may have been damaged on its way. What is read must be written as it
// came, and be reported.
func FuzzBacktest(f *testing.F) {
	b, err := whatif.NewBacktest(engines[0], engines[2], whatif.Request{By: []string{"metric"}}, issuetest.AsOf)
	if err != nil {
		f.Fatal(err)
	}
	issue := sla.Issue{ID: "a", CreatedAt: issuetest.Start, Events: []sla.Event{sla.MessageFrom(sla.Agent, issuetest.Start.Add(1e13))}}
	if _, err := b.Add(issue); err != nil {
		f.Fatal(err)
	}
	text, err := json.Marshal(b)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Fuzz(func(t *testing.T, text []byte) {
		var a, b whatif.Backtest
		if json.Unmarshal(text, &a) != nil {
			return
		}
		once, err := json.Marshal(&a)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(once, &b); err != nil {
			t.Fatalf("%s: %v", once, err)
		}
		again, err := json.Marshal(&b)
		if err != nil || string(again) != string(once) {
			t.Errorf("%s is read as %s, %v", once, again, err)
		}
		_ = a.Result().String()
	})
}
