package whatif_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/internal/issuetest"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/whatif"
)

// What is not a backtest, or not one of this version, is not read.
func TestDamagedBacktestsAreNotRead(t *testing.T) {
	b, _ := backtest(t, newEngine(t, currentDesk), newEngine(t, proposedDesk), whatif.Request{By: []string{"priority"}}, []sla.Issue{answered("a", "high", 90*time.Minute)})
	text, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ old, new, want string }{
		{`"version":1,"kind":"backtest"`, `"version":2,"kind":"backtest"`, "not a backtest of version 1"},
		{`"kind":"backtest"`, `"kind":"report"`, "not a backtest of version 1"},
		{`"current":{"report"`, `"current":{"reprot"`, "current.reprot: unknown field"},
		{`"request":{"by":["priority"]}`, `"request":{"buy":["priority"]}`, "request.buy: unknown field"},
		{`"report":{"version":1`, `"report":{"version":-1`, "current.report"},
		{`"was":"met"`, `"was":"kept"`, `changes[0].was: "kept" is not an outcome`},
		{`"breached":1`, `"breached":-1`, "proposed.alerts.breached: "},
	} {
		if !strings.Contains(string(text), tt.old) {
			t.Fatalf("%s is not in %s", tt.old, text)
		}
		damaged := strings.Replace(string(text), tt.old, tt.new, 1)
		if err := json.Unmarshal([]byte(damaged), new(whatif.Backtest)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("with %s: error %v, want %q", tt.new, err, tt.want)
		}
	}
}

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
