package policy_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp/syntax"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/punctualgo/punctual/policy"
)

// base is a small valid configuration that tests spoil.
const base = `{
  "schedules": [{"name": "desk", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}}],
  "statuses": {"new": "open", "*": "resolved"},
  "metrics": {"on_site": {"start": ["custom:engineer"], "stop": ["resolved"]}},
  "policies": [{
    "id": "gold",
    "when": {"field": "priority", "op": "eq", "value": "high"},
    "schedule": "desk",
    "targets": {
      "resolution": "8h",
      "assignment": {"business_days": 1, "at": "12:00", "cutoff": "15:00"}
    },
    "escalations": [
      {"at": "75%", "every": "1h", "times": 3}
    ]
  }]
}`

// edit returns base with old, which occurs once, replaced.
func edit(t testing.TB, old, with string) string {
	t.Helper()
	if n := strings.Count(base, old); n != 1 {
		t.Fatalf("%q occurs %d times in base, want once", old, n)
	}
	return strings.Replace(base, old, with, 1)
}

// mustParse parses a valid configuration.
func mustParse(t testing.TB, doc []byte) *policy.Config {
	t.Helper()
	c, err := policy.Parse(doc)
	if err != nil {
		t.Fatalf("Parse(%.2000s): %v", doc, err)
	}
	return c
}

// marshal returns the JSON of a value.
func marshal(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("Marshal: %v", err)
	}
	return b
}

// problems returns the texts of the problems that err joins. Each must be a
// [policy.Error] whose text has at most 1 KiB.
func problems(t testing.TB, err error) (texts []string) {
	t.Helper()
	if err == nil {
		return nil
	}
	all := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		all = joined.Unwrap()
	}
	for _, err := range all {
		if _, ok := errors.AsType[*policy.Error](err); !ok {
			t.Errorf("problem %q is a %T, want an *Error", err, err)
		}
		if n := len(err.Error()); n > 1024 {
			t.Errorf("problem has %d bytes, want at most 1024: %s", n, err)
		}
		texts = append(texts, err.Error())
	}
	return texts
}

// checkProblems checks that err has as many problems as want, each beginning as want has it.
func checkProblems(t testing.TB, err error, want ...string) {
	t.Helper()
	got := problems(t, err)
	ok := len(got) == len(want)
	for i := 0; ok && i < len(want); i++ {
		ok = strings.HasPrefix(got[i], want[i])
	}
	if !ok {
		t.Errorf("problems:\n\t%s\nwant, each at least:\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

var targets = map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}

// when returns a configuration of one policy with a condition.
func when(c policy.Condition) *policy.Config {
	return &policy.Config{Policies: []policy.Policy{{ID: "p", When: &c, Targets: targets}}}
}

// targeting returns a configuration of one policy with one target.
func targeting(t policy.Target) *policy.Config {
	return &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.Resolution: t}}}}
}

// stepping returns a configuration of one policy with escalation steps.
func stepping(steps ...policy.Escalation) *policy.Config {
	return &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: targets, Escalations: policy.Steps(steps...)}}}
}

// measuring returns a configuration of one metric.
func measuring(name string, start ...policy.Trigger) *policy.Config {
	return &policy.Config{Metrics: map[string]policy.Metric{name: {Start: start}}}
}

// nodes returns a condition of n nodes.
func nodes(n int) policy.Condition {
	if n == 1 {
		return policy.If("a", policy.Exists, nil)
	}
	return policy.All(repeat(nodes(1), n-1)...)
}

// repeat returns a list of n times v.
func repeat[T any](v T, n int) []T {
	list := make([]T, n)
	for i := range list {
		list[i] = v
	}
	return list
}

// named returns a map that has v under each of n names.
func named[T any](n int, v T) map[string]T {
	m := make(map[string]T)
	for i := range n {
		m[fmt.Sprintf("a%d", i)] = v
	}
	return m
}

// deep returns n choices in each other, the next in turn a value and the default.
func deep[T time.Duration | string](n int, value T) policy.Choice[T] {
	if n == 0 {
		return policy.Choice[T]{Value: value}
	}
	c := policy.Choice[T]{By: "a", Values: map[string]policy.Choice[T]{"x": {Value: value}}}
	if n%2 == 0 {
		c.Default = new(deep(n-1, value))
	} else {
		c.Values["x"] = deep(n-1, value)
	}
	return c
}

// deepTarget returns n choices of targets in each other, as deep does.
func deepTarget(n int, target policy.Target) policy.Target {
	if n == 0 {
		return target
	}
	t := policy.Target{By: "a", Values: map[string]policy.Target{"x": policy.Within(1)}}
	if n%2 == 0 {
		t.Default = new(deepTarget(n-1, target))
	} else {
		t.Values["x"] = deepTarget(n-1, target)
	}
	return t
}

// deepCondition returns conditions in each other, of which the inner one is as many levels
// of JSON deep as given.
func deepCondition(levels int, inner policy.Condition) policy.Condition {
	switch {
	case levels == 1:
		return inner
	case levels == 2:
		return policy.Not(inner)
	case levels%4 < 2:
		return policy.All(deepCondition(levels-2, inner))
	}
	return policy.Any(deepCondition(levels-2, inner))
}

// deepAction returns a step whose action has objects and lists in each other, of which the
// inner one is as many levels of JSON deep as given.
func deepAction(levels int) policy.Escalation {
	var value any = 1
	for i := range levels - 3 { // the step, its actions and the action
		if (levels-i)%2 == 0 { // the inner one is an object or a list
			value = []any{value}
		} else {
			value = map[string]any{"a": value}
		}
	}
	return policy.Escalation{At: "75%", Do: []policy.Action{{"a": value}}}
}

// ranges returns the number of ranges of characters in a class of a regular expression.
func ranges(t testing.TB, class string) int {
	t.Helper()
	parsed, err := syntax.Parse(class, syntax.Perl)
	if err != nil {
		t.Fatal(err)
	}
	return len(parsed.Rune) / 2
}

// A spoiled is a part to put into base, and the beginnings of the problems that Parse must
// report then: line, path, and what is wrong.
type spoiled struct {
	with string
	want []string
}

func checkSpoiled(t *testing.T, old string, tests []spoiled) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.with[:min(len(test.with), 80)], func(t *testing.T) {
			_, err := policy.Parse([]byte(edit(t, old, test.with)))
			checkProblems(t, err, test.want...)
		})
	}
}

// declaring returns a document with declared fields and one policy. Its condition, its
// target, the triggers of a metric and the actions of a step are those given.
func declaring(when, target, trigger, action string) string {
	return fmt.Sprintf(`{
  "schedules": [{"name": "desk", "time_zone": "UTC", "weekly": {"mon": ["09:00-17:00"]}}],
  "fields": {
    "priority": {"type": "text", "values": ["urgent", "high", "normal", "low"]},
    "subject": {"type": "text"},
    "seats": {"type": "number"},
    "vip": {"type": "boolean"},
    "tags": {"type": "list", "values": ["beta", "outage"]},
    "skills": {"type": "list"},
    "due_date": {"type": "instant"}
  },
  "metrics": {"m": {"start": [%s]}},
  "policies": [{
    "id": "p",
    "when": %s,
    "targets": {"resolution": %s},
    "escalations": [{"at": "75%%", "do": [%s]}]
  }]
}`, trigger, when, target, action)
}

// Parts of such a document without anything to find fault with.
const (
	anyCondition = `{"all": []}`
	anyTarget    = `"1h"`
	anyTrigger   = `"note"`
	anyAction    = `{"type": "flag"}`
)

// A fataler is a test, or one run of a property.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// checkRoundTrip checks that c is valid, that Parse reads an equal configuration from its
// JSON, and that the JSON of that is the same.
func checkRoundTrip(t fataler, c *policy.Config) {
	t.Helper()
	if err := c.Validate(); err != nil {
		t.Fatalf("Validate: %v", err)
	}
	doc, err := json.Marshal(c)
	if err != nil {
		t.Fatalf("Marshal: %v", err)
	}
	read, err := policy.Parse(doc)
	if err != nil {
		t.Fatalf("Parse: %v\n%s", err, doc)
	}
	if diff := cmp.Diff(c, read); diff != "" {
		t.Fatalf("what is read is not what was written (-written +read):\n%s", diff)
	}
	again, err := json.Marshal(read)
	if err != nil || !bytes.Equal(doc, again) {
		t.Fatalf("written again it is other, %v:\n%s\n%s", err, doc, again)
	}
}

func checkPart[T any](t fataler, part T) {
	t.Helper()
	doc, err := json.Marshal(part)
	if err != nil {
		t.Fatalf("Marshal: %v", err)
	}
	var read T
	if err := json.Unmarshal(doc, &read); err != nil {
		t.Fatalf("Unmarshal: %v\n%s", err, doc)
	}
	if diff := cmp.Diff(part, read); diff != "" {
		t.Fatalf("%s (-written +read):\n%s", doc, diff)
	}
}

// within returns the choice of one amount of time.
func within(d time.Duration) policy.Choice[time.Duration] {
	return policy.Choice[time.Duration]{Value: d}
}

// nested returns a choice of times as deep as given, each of n values.
func nested(keys func(value string, n int) string, n, depth int) string {
	if depth == 0 {
		return `"1h"`
	}
	return `{"by":"a","values":{` + keys(nested(keys, n, depth-1), n) + `}}`
}
