package sla_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/slatest"
)

// A world is a configuration, an issue, and the instant as of which it is asked.
type world struct {
	config *policy.Config
	engine *sla.Engine
	issue  sla.Issue
	now    time.Time
}

// drawWorld draws any world.
func drawWorld(t *rapid.T) *world { return drawWorldIn(t, slatest.Domain{}) }

// drawWorldIn draws a world of a domain.
func drawWorldIn(t *rapid.T, d slatest.Domain) *world {
	c := slatest.Cases(d).Draw(t, "case")
	return &world{config: c.Config, engine: c.Engine, issue: c.Issue, now: c.Now}
}

// drawConfig draws any configuration.
func drawConfig(t *rapid.T) *policy.Config {
	return slatest.Configs(slatest.Domain{}).Draw(t, "config")
}

// drawHistory draws a history under a configuration.
func drawHistory(t *rapid.T, config *policy.Config) *world {
	h := slatest.Histories(config, slatest.Domain{}).Draw(t, "history")
	return &world{config: config, engine: newEngine(t, config), issue: h.Issue, now: h.Now}
}

// fataler is what testing.T, testing.F and rapid.T have in common here.
type fataler interface {
	Fatalf(format string, args ...any)
}

func newEngine(t fataler, config *policy.Config) *sla.Engine {
	engine, err := sla.New(config, sla.Options{})
	if err != nil {
		t.Fatalf("the configuration is refused: %v\n%s", err, document(config))
	}
	return engine
}

func evaluate(t fataler, engine *sla.Engine, issue sla.Issue, now time.Time) sla.Result {
	r, err := engine.EvaluateAt(issue, now)
	if err != nil {
		t.Fatalf("the issue is refused: %v\n%s", err, document(issue))
	}
	return r
}

// eval is the result of the world's engine, as bytes.
func (w *world) eval(t fataler, issue sla.Issue, now time.Time) []byte {
	r := evaluate(t, w.engine, issue, now)
	return r.AppendJSON(nil)
}

// same fails unless two results of w are the same bytes.
func (w *world) same(t fataler, what string, got, want []byte) {
	if string(got) != string(want) {
		t.Fatalf("%s:\n got %s\nwant %s\n%s", what, lines(string(got)), lines(string(want)), w)
	}
}

func (w *world) String() string {
	return fmt.Sprintf("config %s\n issue %s\n as of %s", document(w.config), document(w.issue), w.now.Format(time.RFC3339Nano))
}

func document(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func instant(text string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func oneOf[T any](t *rapid.T, label string, of ...T) T {
	return rapid.SampledFrom(of).Draw(t, label)
}

// chance is true once in n times; shrinking makes it false.
func chance(t *rapid.T, n int, label string) bool {
	return rapid.IntRange(0, n-1).Draw(t, label) == n-1
}

// drawPlace draws a zone and an instant about which its clock changes.
func drawPlace(t *rapid.T) slatest.Place { return slatest.Places(slatest.Domain{}).Draw(t, "about") }

// plain is a configuration of one policy for one metric, on a schedule of drawn
// hours about a change of clocks.
func plain(t *rapid.T, about slatest.Place, metric string, within time.Duration) *policy.Config {
	return &policy.Config{
		Schedules: []businesshours.Schedule{{Name: "desk", TimeZone: about.Zone, Weekly: slatest.Weeks().Draw(t, "week")}},
		Policies:  []policy.Policy{{ID: "p", Schedule: policy.Use("desk"), Targets: map[string]policy.Target{metric: policy.Within(within)}}},
	}
}

func drawStart(t *rapid.T, about slatest.Place) time.Time {
	return about.At.Add(time.Duration(rapid.IntRange(-96, 24).Draw(t, "start")) * 30 * time.Minute)
}

func mustClock(t fataler, r sla.Result) sla.Clock {
	if len(r.Clocks) != 1 {
		t.Fatalf("%d clocks, want one", len(r.Clocks))
	}
	return r.Clocks[0]
}

// clone is a copy of an issue that shares nothing with it.
func clone(issue sla.Issue) sla.Issue {
	issue.Attributes = maps.Clone(issue.Attributes)
	issue.Events = slices.Clone(issue.Events)
	for i := range issue.Events {
		issue.Events[i].Set = maps.Clone(issue.Events[i].Set)
	}
	return issue
}

// upTo is the events of an issue up to an instant.
func upTo(issue sla.Issue, now time.Time) sla.Issue {
	issue = clone(issue)
	issue.Events = slices.DeleteFunc(issue.Events, func(e sla.Event) bool { return e.At.After(now) })
	return issue
}
