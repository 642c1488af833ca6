package sla_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// canonical returns a JSON document with sorted keys.
func canonical(t fataler, doc []byte) string {
	var v any
	if err := json.Unmarshal(doc, &v); err != nil {
		t.Fatalf("%v in %s", err, doc)
	}
	return document(v)
}

// Values survive a round trip through JSON, and encode to the same bytes again.
func TestValuesSurviveJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		text := document(w.issue)
		var issue sla.Issue
		if err := json.Unmarshal([]byte(text), &issue); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		if again := document(issue); again != text {
			t.Fatalf("issue\n got %s\nwant %s", again, text)
		}
		w.same(t, "of the issue read", w.eval(t, issue, w.now), w.eval(t, w.issue, w.now))

		want := evaluate(t, w.engine, w.issue, w.now)
		if want.Clocks == nil {
			want.Clocks = []sla.Clock{}
		}
		if want.Transitions == nil {
			want.Transitions = []sla.Transition{}
		}
		for i := range want.Transitions { // fields that are not part of the JSON form
			tr := &want.Transitions[i]
			tr.IssueID, tr.TargetSeq, tr.StepList, tr.Nth = "", 0, 0, 0
		}
		var got sla.Result
		if err := json.Unmarshal([]byte(document(want)), &got); err != nil {
			t.Fatalf("%v: %s", err, document(want))
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("result\n got %s\nwant %s", document(got), document(want))
		}
		for i := range want.Clocks {
			var c sla.Clock
			if err := json.Unmarshal([]byte(document(want.Clocks[i])), &c); err != nil || c != want.Clocks[i] {
				t.Fatalf("clock %s, %v, want %s", document(c), err, document(want.Clocks[i]))
			}
		}
		for i := range want.Transitions {
			var tr sla.Transition
			if err := json.Unmarshal([]byte(document(want.Transitions[i])), &tr); err != nil || tr != want.Transitions[i] {
				t.Fatalf("transition %s, %v, want %s", document(tr), err, document(want.Transitions[i]))
			}
		}
		for i := range w.issue.Events {
			var e sla.Event
			if err := json.Unmarshal([]byte(document(w.issue.Events[i])), &e); err != nil || document(e) != document(w.issue.Events[i]) {
				t.Fatalf("event %s, %v, want %s", document(e), err, document(w.issue.Events[i]))
			}
		}
	})
}

// The conformance stories and their results survive a round trip through JSON.
func TestStoriesSurviveJSON(t *testing.T) {
	file, err := os.Open("../testdata/conformance/stories.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	stories := bufio.NewScanner(file)
	stories.Buffer(nil, 1<<20)
	n := 0
	for stories.Scan() {
		n++
		var story struct {
			About               string
			Config, Issue, Want json.RawMessage
			AsOf                time.Time `json:"as_of"`
		}
		if err := json.Unmarshal(stories.Bytes(), &story); err != nil {
			t.Fatal(err)
		}
		var issue sla.Issue
		if err := json.Unmarshal(story.Issue, &issue); err != nil {
			t.Fatalf("%s: %v", story.About, err)
		}
		if got, want := canonical(t, []byte(document(issue))), canonical(t, story.Issue); got != want {
			t.Errorf("%s: issue\n got %s\nwant %s", story.About, got, want)
		}
		var result sla.Result
		if err := json.Unmarshal(story.Want, &result); err != nil {
			t.Fatalf("%s: %v", story.About, err)
		}
		if got := result.AppendJSON(nil); !bytes.Equal(got, story.Want) {
			t.Errorf("%s: result\n got %s\nwant %s", story.About, got, story.Want)
		}
		config, err := policy.Parse(story.Config)
		if err != nil {
			t.Fatalf("%s: %v", story.About, err)
		}
		r := newOracle(t, config).evaluate(issue, story.AsOf)
		if got := r.AppendJSON(nil); !bytes.Equal(got, story.Want) {
			t.Errorf("%s: the oracle says\n got %s\nwant %s", story.About, got, story.Want)
		}
	}
	if err := stories.Err(); err != nil || n == 0 {
		t.Fatalf("%d stories, %v", n, err)
	}
}

// Any text survives a round trip through JSON.
func TestAnyTextSurvivesJSON(t *testing.T) {
	for _, s := range []string{"plain", `quote " and \`, "é\u2028<&>\t\n\x01", "日本"} {
		tr := sla.Transition{At: instant("2024-03-11T13:00:00.5Z"), Kind: sla.KindEscalated, Metric: "m", Cycle: 1, Policy: s, Step: s}
		var got sla.Transition
		if err := json.Unmarshal([]byte(document(tr)), &got); err != nil || got != tr {
			t.Errorf("%q comes back as %q, %v", s, got.Step, err)
		}
	}
}
