package slatest

import (
	"encoding/json"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A T is what laws and suites need of a test. [testing.T], [testing.B], [testing.F] and [rapid.T]
// implement it. Fatalf must not return.
type T interface {
	Helper()
	Fatalf(format string, args ...any)
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

// newEngine returns an engine for a configuration.
func newEngine(t T, config *policy.Config, location func(string) (*time.Location, error)) *sla.Engine {
	engine, err := sla.New(config, sla.Options{Location: location})
	if err != nil {
		t.Fatalf("the configuration is refused: %v\n%s", err, document(config))
	}
	return engine
}

func evaluate(t T, engine *sla.Engine, issue sla.Issue, now time.Time) sla.Result {
	t.Helper()
	r, err := engine.EvaluateAt(issue, now)
	if err != nil {
		t.Fatalf("the issue is refused: %v\n%s\nas of %s", err, document(issue), now.Format(time.RFC3339Nano))
	}
	return r
}
