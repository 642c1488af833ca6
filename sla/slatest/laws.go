package slatest

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/sla"
)

// A T is what laws and suites need of a test: [testing.T], [testing.B], [testing.F] and [rapid.T]
// are such. Fatalf must not return.
type T interface {
	Helper()
	Fatalf(format string, args ...any)
}

// A Law is something that holds of every case. The functions that are laws say of what.
//
// Where a law can be tried in several ways, such as in several orders of the events, it draws one
// from t if that is a [rapid.T], so that failures shrink. Otherwise it tries the same few each
// time.
type Law struct {
	Name  string
	Check func(t T, c Case)
}

// Laws returns all laws.
func Laws() []Law {
	return []Law{
		{"Purity", Purity},
		{"Reuse", Reuse},
		{"Order", Order},
		{"Duplicates", Duplicates},
		{"TimeSpelling", TimeSpelling},
		{"IrrelevantEvents", IrrelevantEvents},
		{"NoLookAhead", NoLookAhead},
		{"Prefix", Prefix},
		{"Wake", Wake},
		{"Freeze", Freeze},
		{"Conservation", Conservation},
		{"ThresholdsMonotone", ThresholdsMonotone},
		{"BreachAgreement", BreachAgreement},
		{"UniqueIDs", UniqueIDs},
		{"Explained", Explained},
		{"Incremental", Incremental},
		{"ExactlyOnce", ExactlyOnce},
	}
}

// ways is how many ways a law tries without a rapid.T.
const ways = 4

// vary calls try with something to draw from: t if it is a rapid.T, and otherwise a few fixed
// sources.
func vary(t T, try func(r *rapid.T)) {
	t.Helper()
	if r, ok := t.(*rapid.T); ok {
		try(r)
		return
	}
	for seed := range ways {
		rapid.Custom(func(r *rapid.T) bool {
			rapid.Bool().Draw(r, "something") // a generator has to draw
			try(r)
			return true
		}).Example(seed)
	}
}

// document returns the JSON form of a value.
func document(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// lines breaks the JSON of a result into lines, to be read.
func lines(result string) string { return strings.ReplaceAll(result, "},{", "},\n      {") }

func evaluate(t T, engine *sla.Engine, issue sla.Issue, now time.Time) sla.Result {
	t.Helper()
	r, err := engine.EvaluateAt(issue, now)
	if err != nil {
		t.Fatalf("the issue is refused: %v\n%s", err, History{issue, now})
	}
	return r
}

// bytesOf returns the result of an issue as of an instant, as JSON.
func (c *Case) bytesOf(t T, issue sla.Issue, now time.Time) []byte {
	t.Helper()
	r := evaluate(t, c.Engine, issue, now)
	return r.AppendJSON(nil)
}

// same fails unless two results are the same bytes.
func (c *Case) same(t T, what string, got, want []byte) {
	t.Helper()
	if !bytes.Equal(got, want) {
		t.Fatalf("%s:\n got %s\nwant %s\n%s", what, lines(string(got)), lines(string(want)), c)
	}
}

// isOf reports whether a transition is one of a clock. Only under policy.MatchEach does the policy
// tell clocks apart.
func (c *Case) isOf(tr *sla.Transition, k *sla.Clock) bool {
	return tr.Metric == k.Metric && tr.Cycle == k.Cycle && (!c.each() || tr.Policy == k.Policy)
}

// sameClock reports whether two results tell of one clock.
func (c *Case) sameClock(a, b *sla.Clock) bool {
	return a.Metric == b.Metric && a.Cycle == b.Cycle && (!c.each() || a.Policy == b.Policy)
}

// clockIn returns the index of a clock in a list, or -1.
func (c *Case) clockIn(list []sla.Clock, k *sla.Clock) int {
	return slices.IndexFunc(list, func(other sla.Clock) bool { return c.sameClock(&other, k) })
}
