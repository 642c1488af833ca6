package sla_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/sla"
)

// The types below are the JSON forms of an explanation as encoding/json writes them: the oracle of
// what is appended.

type explanationForm struct {
	Issue    string           `json:"issue"`
	AsOf     time.Time        `json:"as_of"`
	Clocks   []clockForm      `json:"clocks"`
	Policies []any            `json:"policies"`
	Metrics  []metricForm     `json:"metrics,omitempty"`
	Held     string           `json:"held,omitempty"`
	Next     []sla.Transition `json:"next,omitempty"`
}

type clockForm struct {
	Clock              sla.Clock        `json:"clock"`
	Zone               string           `json:"time_zone"`
	Started            causeForm        `json:"started"`
	Segments           []segmentForm    `json:"segments"`
	Transitions        []transitionForm `json:"transitions"`
	WouldHavePrevented []causeForm      `json:"would_have_prevented,omitempty"`
	Sentence           string           `json:"sentence"`
	Outcome            sla.Outcome      `json:"outcome"`
	Held               []heldForm       `json:"held,omitempty"`
	Statuses           []heldForm       `json:"statuses,omitempty"`
}

type causeForm struct {
	Kind    sla.CauseKind `json:"kind"`
	At      time.Time     `json:"at"`
	Event   *int          `json:"event,omitempty"`
	ID      string        `json:"id,omitempty"`
	Trigger string        `json:"trigger,omitempty"`
	Text    string        `json:"text"`
	Change  string        `json:"change,omitempty"`
}

type segmentForm struct {
	From      time.Time       `json:"from"`
	To        time.Time       `json:"to"`
	Kind      sla.SegmentKind `json:"kind"`
	Policy    string          `json:"policy,omitempty"`
	Schedule  string          `json:"schedule,omitempty"`
	Counted   string          `json:"counted"`
	Sum       string          `json:"sum"`
	Open      string          `json:"open,omitempty"`
	Holiday   string          `json:"holiday,omitempty"`
	Pause     *sla.Comparison `json:"pause,omitempty"`
	PausedBy  *causeForm      `json:"paused_by,omitempty"`
	Recounted bool            `json:"recounted,omitempty"`
}

type transitionForm struct {
	ID         string         `json:"id"`
	Transition sla.Transition `json:"transition"`
	Cause      causeForm      `json:"cause"`
	Target     *targetForm    `json:"target,omitempty"`
}

type targetForm struct {
	Schedule    string       `json:"schedule"`
	Allowed     string       `json:"allowed"`
	Elapsed     string       `json:"elapsed"`
	Promised    time.Time    `json:"promised,omitzero"`
	SamePromise bool         `json:"same_promise,omitempty"`
	Choices     []sla.Choice `json:"choices,omitempty"`
	Days        string       `json:"business_days,omitempty"`
}

type metricForm struct {
	Metric  string          `json:"metric"`
	Why     string          `json:"why"`
	Missed  *causeForm      `json:"missed,omitempty"`
	Because *sla.Comparison `json:"because,omitempty"`
}

type heldForm struct {
	Value any    `json:"value"`
	Open  string `json:"open"`
}

func formOf(x sla.Explanation) explanationForm {
	f := explanationForm{Issue: x.IssueID, AsOf: x.AsOf, Clocks: []clockForm{}, Policies: []any{}, Held: x.Held, Next: x.Next}
	for i := range x.Clocks {
		f.Clocks = append(f.Clocks, formOfClock(&x.Clocks[i]))
	}
	for _, p := range x.Policies {
		f.Policies = append(f.Policies, p) // by its tags
	}
	for _, m := range x.Metrics {
		f.Metrics = append(f.Metrics, metricForm{m.Metric, m.Why, formOfCause(m.Missed), m.Because})
	}
	return f
}

func formOfClock(a *sla.ClockAccount) clockForm {
	f := clockForm{
		Clock: a.Clock, Zone: a.Zone.String(), Started: *formOfCause(&a.Started), Segments: []segmentForm{},
		Transitions: []transitionForm{}, Sentence: a.Sentence(), Outcome: a.Outcome,
		Held: formOfHeld(a.Held), Statuses: formOfHeld(a.Statuses),
	}
	for _, s := range a.Segments {
		var open string
		if s.Kind == sla.SegmentPaused || s.Kind == sla.SegmentStopped {
			open = s.Open.String()
		}
		f.Segments = append(f.Segments, segmentForm{
			s.From, s.To, s.Kind, s.Policy, s.Schedule, s.Counted.String(), s.Sum.String(), open, s.Holiday, s.Pause, formOfCause(s.PausedBy), s.Recounted,
		})
	}
	for _, h := range a.Transitions {
		t := transitionForm{ID: h.ID(), Transition: h.Transition, Cause: *formOfCause(&h.Cause)}
		if h.Kind == sla.KindStarted || h.Kind == sla.KindRetargeted {
			t.Target = &targetForm{h.Schedule, h.Allowed.String(), h.Elapsed.String(), h.Promised, h.SamePromise, h.Choices, formOfDays(h.Days)}
		}
		f.Transitions = append(f.Transitions, t)
	}
	for i := range a.WouldHavePrevented {
		f.WouldHavePrevented = append(f.WouldHavePrevented, *formOfCause(&a.WouldHavePrevented[i]))
	}
	return f
}

func formOfCause(c *sla.Cause) *causeForm {
	if c == nil {
		return nil
	}
	f := &causeForm{c.Kind, c.At, nil, c.ID, c.Trigger, c.Text, c.Change}
	if c.Kind == sla.CauseEvent {
		f.Event = &c.Event
	}
	return f
}

func formOfHeld(held []sla.HeldTime) (list []heldForm) {
	for _, h := range held {
		list = append(list, heldForm{h.Value, h.Open.String()})
	}
	return list
}

// formOfDays returns any text for business days: their words are for people.
func formOfDays(days *businesshours.BusinessDays) string {
	if days == nil {
		return ""
	}
	return "days"
}

// What is appended is what encoding/json writes.
func TestExplanationsAreAppendedAsEncodingJSONWritesThem(t *testing.T) {
	check := func(t fataler, x sla.Explanation) {
		for i := range x.Clocks {
			for k := range x.Clocks[i].Transitions {
				if h := &x.Clocks[i].Transitions[k]; h.Days != nil {
					h.Days = nil
				}
			}
		}
		want, err := json.Marshal(formOf(x))
		if err != nil {
			t.Fatalf("%v", err)
		}
		if got := x.AppendJSON(nil); string(got) != string(want) {
			t.Fatalf("(-want +got):\n%s", cmp.Diff(string(want), string(got)))
		}
	}
	for _, s := range stories(t) {
		check(t, explain(t, newEngine(t, &s.Config), s.Issue, s.AsOf))
	}
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		check(t, explain(t, w.engine, w.issue, w.now))
	})
}

// Tags and appended fields are the same.
func TestAccountsAreAppendedAsTagged(t *testing.T) {
	odd := "<&>\"\\\u2028é"
	comparison := &sla.Comparison{Field: odd, Op: "in", Want: []any{odd, 1.5, true, 1e21, []string{odd}}, Got: []string{}, Holds: true}
	x := sla.Explanation{
		Policies: []sla.PolicyAccount{
			{Policy: odd, Name: odd, Matches: true, Because: comparison, Failed: 3, Effective: true, First: true, InForceFor: []string{odd, "x"}},
			{Because: &sla.Comparison{Want: 0.0}},
		},
		Metrics: []sla.MetricAccount{{Metric: odd, Why: odd, Missed: &sla.Cause{Kind: sla.CauseEvent, ID: odd, Trigger: odd}, Because: comparison}},
	}
	want, err := json.Marshal(formOf(x))
	if err != nil {
		t.Fatal(err)
	}
	var a, b map[string]any
	if json.Unmarshal(want, &a) != nil || json.Unmarshal(x.AppendJSON(nil), &b) != nil {
		t.Fatal("not JSON")
	}
	a["clocks"], b["clocks"] = nil, nil // null and []
	if !reflect.DeepEqual(a, b) {
		t.Errorf("(-want +got):\n%s", cmp.Diff(a, b))
	}
}
