package sla_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/slatest"
)

func TestMergeKeepsWhatPeopleDid(t *testing.T) {
	at := instant("2024-03-11T12:00:00Z")
	hours := func(n int) time.Time { return at.Add(time.Duration(n) * time.Hour) }
	named := func(id string, e sla.Event) sla.Event { e.ID = id; return e }
	older := sla.Issue{ID: "OLD", CreatedAt: at, CreatedBy: sla.ThirdParty, Attributes: map[string]any{"priority": "low"}, Events: []sla.Event{
		named("m", sla.MessageFrom(sla.Customer, hours(1))), named("both", sla.NoteBy("ann", hours(3))),
		sla.SetAttribute("status", "resolved", hours(4)), sla.CancelFor("spam", hours(5)),
	}}
	newer := sla.Issue{ID: "NEW", CreatedAt: hours(2), Attributes: map[string]any{"priority": "high"}, Events: []sla.Event{
		named("m", sla.MessageFrom(sla.Agent, hours(3))), named("both", sla.NoteBy("ann", hours(3))), sla.SetAttribute("status", "open", hours(4)),
	}}
	before := document([]sla.Issue{older, newer})
	for _, tt := range []struct {
		name                string
		into, from          sla.Issue
		survivor, cancelled string
	}{
		{
			"the older into the newer", newer, older,
			`{"id":"NEW","created_at":"2024-03-11T12:00:00Z","created_by":"third_party","attributes":{"priority":"high"},"events":[` +
				`{"at":"2024-03-11T13:00:00Z","type":"message","from":"customer","id":"2f12npxeie2a1 quph7ki3bqle"},` +
				`{"at":"2024-03-11T14:00:00Z","type":"message","from":"customer","id":"created 25ylf2bgchc4i"},` +
				`{"at":"2024-03-11T15:00:00Z","type":"message","from":"agent","id":"m"},` +
				`{"at":"2024-03-11T15:00:00Z","type":"note","by":"ann","id":"both"},` +
				`{"at":"2024-03-11T15:00:00Z","type":"note","by":"ann","id":"both"},` +
				`{"at":"2024-03-11T16:00:00Z","type":"update","set":{"status":"open"}}]}`,
			`{"at":"2024-03-11T22:00:00Z","type":"cancel","reason":"merged into NEW"}`,
		},
		{
			"the newer into the older", older, newer,
			`{"id":"OLD","created_at":"2024-03-11T12:00:00Z","created_by":"third_party","attributes":{"priority":"low"},"events":[` +
				`{"at":"2024-03-11T13:00:00Z","type":"message","from":"customer","id":"m"},` +
				`{"at":"2024-03-11T14:00:00Z","type":"message","from":"customer","id":"created 25ylf2bgchc4i"},` +
				`{"at":"2024-03-11T15:00:00Z","type":"note","by":"ann","id":"both"},` +
				`{"at":"2024-03-11T15:00:00Z","type":"message","from":"agent","id":"25ylf2bgchc4i quph7ki3bqle"},` +
				`{"at":"2024-03-11T15:00:00Z","type":"note","by":"ann","id":"both"},` +
				`{"at":"2024-03-11T16:00:00Z","type":"update","set":{"status":"resolved"}},` +
				`{"at":"2024-03-11T17:00:00Z","type":"cancel","reason":"spam"}]}`,
			`{"at":"2024-03-11T22:00:00Z","type":"cancel","reason":"merged into OLD"}`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			survivor, merged := sla.Merge(tt.into, tt.from, hours(10))
			if got := document(survivor); got != tt.survivor {
				t.Errorf("survivor\n got %s\nwant %s", got, tt.survivor)
			}
			if n := len(tt.from.Events); merged.ID != tt.from.ID || len(merged.Events) != n+1 || document(merged.Events[n]) != tt.cancelled {
				t.Errorf("merged %s", document(merged))
			}
			evaluate(t, newEngine(t, &policy.Config{}), survivor, hours(20))
		})
	}
	// The reason of the cancellation has the survivor's ID, unless that is very long.
	for n, whole := range map[int]bool{512: true, 513: false} {
		id := strings.Repeat("x", n)
		_, merged := sla.Merge(sla.Issue{ID: id, CreatedAt: at}, older, hours(3))
		if reason := merged.Events[len(merged.Events)-1].Reason; (reason == "merged into "+id) != whole {
			t.Errorf("of %d bytes: the reason is %q", n, reason)
		}
	}
	// The creation of the later one is a message if it was the customer's, and else a note.
	for by, want := range map[sla.Party]sla.EventType{"": sla.Message, sla.Customer: sla.Message, sla.Agent: sla.Note, sla.Bot: sla.Note} {
		survivor, _ := sla.Merge(older, sla.Issue{ID: "NEW", CreatedAt: hours(2), CreatedBy: by}, hours(3))
		if e := survivor.Events[1]; e.Type != want || !e.At.Equal(hours(2)) {
			t.Errorf("created by %q: %s, want a %s", by, document(e), want)
		}
	}
	if document([]sla.Issue{older, newer}) != before {
		t.Error("the issues were changed")
	}
}

// Merged issues are valid. The survivor's first clock starts no later than before, and the
// merged issue has no open clock.
func TestMergedIssuesAreValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		other := slatest.Issues(w.config, slatest.Domain{}).Draw(t, "other")
		w.issue.ID, other.ID = "A", "B"
		at := latest(w.issue.CreatedAt, other.CreatedAt)
		for _, e := range append(inOrder(w.issue), inOrder(other)...) {
			at = latest(at, e.At)
		}
		survivor, merged := sla.Merge(w.issue, other, at)
		if earliest := w.issue.CreatedAt; survivor.CreatedAt.After(earliest) || survivor.CreatedAt.After(other.CreatedAt) {
			t.Fatalf("the survivor starts at %v\n%v", survivor.CreatedAt, w)
		}
		evaluate(t, w.engine, survivor, at.Add(time.Hour))
		for _, c := range evaluate(t, w.engine, merged, at.Add(time.Hour)).Clocks {
			if c.Open() {
				t.Fatalf("a clock of the merged issue is open: %s\n%v", document(c), w)
			}
		}
	})
}

func TestSplitMovesEvents(t *testing.T) {
	at := instant("2024-03-11T12:00:00Z")
	hours := func(n int) time.Time { return at.Add(time.Duration(n) * time.Hour) }
	issue := sla.Issue{ID: "A", CreatedAt: at, Attributes: map[string]any{"priority": "low", "team": "x", "status": "new"}, Events: []sla.Event{
		{At: hours(5), Type: sla.Message, From: sla.Agent, Channel: "b"},
		sla.MessageFrom(sla.Agent, hours(1)),
		{At: hours(2), Type: sla.Note, Channel: "b"},
		{At: hours(3), Type: sla.Message, From: sla.Customer, Channel: "b"},
		{At: hours(4), Type: sla.Update, Set: map[string]any{"priority": "high", "team": nil, "status": "open"}},
		sla.SetAttribute("priority", "urgent", hours(9)),
	}}
	before := document(issue)
	about := func(e sla.Event) bool { return e.Channel == "b" }
	rest, other, err := sla.Split(issue, "B", hours(6), about)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"id":"A","created_at":"2024-03-11T12:00:00Z","attributes":{"priority":"low","status":"new","team":"x"},"events":[` +
		`{"at":"2024-03-11T13:00:00Z","type":"message","from":"agent"},` +
		`{"at":"2024-03-11T14:00:00Z","type":"note","channel":"b"},` +
		`{"at":"2024-03-11T16:00:00Z","type":"update","set":{"priority":"high","status":"open","team":null}},` +
		`{"at":"2024-03-11T21:00:00Z","type":"update","set":{"priority":"urgent"}}]}`; document(rest) != want {
		t.Errorf("rest\n got %s\nwant %s", document(rest), want)
	}
	if want := `{"id":"B","created_at":"2024-03-11T15:00:00Z","created_by":"customer","attributes":{"priority":"high","status":"new"},"events":[` +
		`{"at":"2024-03-11T17:00:00Z","type":"message","from":"agent","channel":"b"}]}`; document(other) != want {
		t.Errorf("other\n got %s\nwant %s", document(other), want)
	}
	if document(issue) != before {
		t.Error("the issue was changed")
	}
	if _, _, err := sla.Split(issue, "B", hours(6), func(e sla.Event) bool { return e.Type == sla.Note }); !errors.Is(err, sla.ErrNothingToSplit) {
		t.Errorf("got %v, want ErrNothingToSplit", err)
	}
}

// Issues stay valid when they are merged or split twice, with long IDs, or at unusual instants.
func TestMergeAndSplitOfUnusualIssues(t *testing.T) {
	engine := newEngine(t, openOnly())
	at := instant("2024-03-11T12:00:00Z")
	long := strings.Repeat("x", 1000)
	message := func(id string, from sla.Party, at time.Time) sla.Event {
		e := sla.MessageFrom(from, at)
		e.ID = id
		return e
	}
	a := sla.Issue{ID: long + "a", CreatedAt: at, CreatedBy: sla.Agent, Events: []sla.Event{message(long, sla.Agent, at)}}
	b := sla.Issue{ID: long + "b", CreatedAt: at.Add(time.Hour), Events: []sla.Event{message(long, sla.Customer, at.Add(time.Hour)), message("m", sla.Agent, at.Add(time.Hour))}}
	c := sla.Issue{ID: "c", CreatedAt: at, Events: []sla.Event{message("m", sla.Customer, at)}}
	now := at.Add(10 * time.Hour)
	survivor, merged := sla.Merge(a, b, at)
	evaluate(t, engine, merged, now)
	survivor, _ = sla.Merge(survivor, c, now)
	survivor, _ = sla.Merge(survivor, b, now)
	evaluate(t, engine, survivor, now)

	// A reply at the instant of the later creation answers it.
	responses := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.NextResponse: policy.Within(time.Hour)}}}})
	into := sla.Issue{ID: "B", CreatedAt: at.Add(time.Hour), Events: []sla.Event{sla.MessageFrom(sla.Agent, at.Add(time.Hour))}}
	from := sla.Issue{ID: "A", CreatedAt: at, Events: []sla.Event{sla.MessageFrom(sla.Agent, at.Add(time.Minute))}}
	survivor, _ = sla.Merge(into, from, now)
	r := evaluate(t, responses, survivor, now)
	if k, ok := r.Clock(policy.NextResponse); !ok || k.State != sla.Stopped || k.Breached {
		t.Errorf("got %v", k)
	}

	// An issue that an agent opens does not answer another.
	firsts := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)}}}})
	survivor, _ = sla.Merge(sla.Issue{ID: "A", CreatedAt: at}, sla.Issue{ID: "B", CreatedAt: at.Add(time.Minute), CreatedBy: sla.Agent}, now)
	r = evaluate(t, firsts, survivor, now)
	if k, ok := r.Clock(policy.FirstResponse); !ok || !k.Breached {
		t.Errorf("got %v", k)
	}

	// A status that only the configuration defines, and a message delivered twice.
	config := openOnly()
	config.Statuses = map[string]policy.Category{"todo": policy.Open, "doing": policy.Open}
	issue := sla.Issue{ID: "A", CreatedAt: at, Attributes: map[string]any{"status": "todo"}, Events: []sla.Event{
		message("m", sla.Customer, at.Add(time.Hour)), message("m", sla.Customer, at.Add(time.Hour)), sla.SetAttribute("status", "doing", at.Add(2*time.Hour))}}
	rest, other, err := sla.Split(issue, "B", now, func(e sla.Event) bool { return e.ID == "m" })
	if err != nil || len(other.Events) > 0 || len(rest.Events) != 1 {
		t.Errorf("%v: %s and %s", err, document(rest), document(other))
	}
	evaluate(t, newEngine(t, config), other, now)
}
