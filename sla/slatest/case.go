package slatest

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A History is an issue and the instant at which it is evaluated: before the issue was created, at
// or between its events, or long after them.
type History struct {
	Issue sla.Issue
	Now   time.Time
}

// String returns the issue as JSON, and the instant.
func (h History) String() string {
	return fmt.Sprintf("issue %s\nas of %s", document(h.Issue), h.Now.Format(time.RFC3339Nano))
}

// GoString returns what String returns, so that what rapid prints can be read.
func (h History) GoString() string { return h.String() }

// A Case is everything that an evaluation depends on. Laws hold for cases.
type Case struct {
	Config *policy.Config
	Engine *sla.Engine // of Config
	Issue  sla.Issue
	Now    time.Time
}

// String returns the configuration and the issue as JSON, and the instant.
func (c Case) String() string {
	return fmt.Sprintf("config %s\n%s", document(c.Config), History{c.Issue, c.Now})
}

// GoString returns what String returns, so that what rapid prints can be read.
func (c Case) GoString() string { return c.String() }

// each reports whether every policy has clocks of its own.
func (c *Case) each() bool { return c.Config.Match == policy.MatchEach }

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
