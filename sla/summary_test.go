package sla_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// summarize returns the summary of an issue.
func summarize(t fataler, engine *sla.Engine, issue sla.Issue, now time.Time) sla.Summary {
	s, err := engine.SummaryAt(issue, now)
	if err != nil {
		t.Fatalf("the issue is refused: %v\n%s", err, document(issue))
	}
	return s
}

// A summary is the same with and without an explanation. It counts all clocks, its worst clock
// and held time are those of records, and what comes next is what evaluation has at that instant.
func TestSummariesAreTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		s := summarize(t, w.engine, w.issue, w.now)
		x := explain(t, w.engine, w.issue, w.now)
		if diff := cmp.Diff(document(s), document(x.Summary())); diff != "" {
			t.Fatalf("the explanation sums up otherwise (-SummaryAt +Explanation):\n%s\n%v", diff, w)
		}
		if s.String() != x.Summary().String() {
			t.Fatalf("the explanation says\n%s\nthe summary\n%s", x.Summary(), s)
		}
		checkCounts(t, w, &s)
		checkNext(t, w, &s)
	})
}

// checkCounts compares a summary with records.
func checkCounts(t *rapid.T, w *world, s *sla.Summary) {
	recorder, err := w.engine.Recorder(sla.RecorderOptions{Held: "assignee"})
	if err != nil {
		t.Fatal(err)
	}
	records, err := recorder.RecordsAt(w.issue, w.now)
	if err != nil {
		t.Fatal(err)
	}
	left := len(records)
	for _, m := range s.Metrics {
		counts, lateness := make(map[sla.Outcome]int), time.Duration(0)
		var worst *sla.Record
		for i := range records {
			r := &records[i]
			if r.Metric != m.Metric {
				continue
			}
			left--
			counts[r.Outcome]++
			if r.Outcome == sla.OutcomeMissed || r.Outcome == sla.OutcomeOverdue {
				lateness = max(lateness, r.Elapsed-r.Target)
			}
			if r.Clock == m.Worst {
				worst = r
			}
		}
		got := map[sla.Outcome]int{
			sla.OutcomeMet: m.Met, sla.OutcomeMissed: m.Missed, sla.OutcomeOverdue: m.Overdue,
			sla.OutcomeOpen: m.Open, sla.OutcomeDropped: m.Dropped, sla.OutcomeVoid: m.Void,
		}
		sum := 0
		for outcome, n := range got {
			sum += n
			if n != counts[outcome] {
				t.Fatalf("%s: %d %s, want %d\n%v", m.Metric, n, outcome, counts[outcome], w)
			}
		}
		if sum != m.Clocks || m.Late != lateness {
			t.Fatalf("%s: %d clocks, late by %v, want %d and %v\n%v", m.Metric, m.Clocks, m.Late, sum, lateness, w)
		}
		if worst == nil || worst.Outcome != m.Outcome {
			t.Fatalf("%s: worst is %v, %s\n%v", m.Metric, m.Worst, m.Outcome, w)
		}
		checkHeld(t, w, &m, worst.Held)
	}
	if left != 0 {
		t.Fatalf("%d clocks are in no metric\n%v", left, w)
	}
}

// checkHeld compares held times, which are in another order in records.
func checkHeld(t *rapid.T, w *world, m *sla.MetricSummary, want []sla.HeldTime) {
	var sum time.Duration
	for i, h := range m.Held {
		sum += h.Open
		if i > 0 && h.Open > m.Held[i-1].Open {
			t.Fatalf("held times are out of order: %v\n%v", m.Held, w)
		}
	}
	for _, h := range want {
		sum -= h.Open
	}
	if sum != 0 || len(want) != len(m.Held) {
		t.Fatalf("held %v, want %v\n%v", m.Held, want, w)
	}
}

// checkNext evaluates the issue at each instant that comes next.
func checkNext(t *rapid.T, w *world, s *sla.Summary) {
	issue := w.issue
	issue.Events = nil
	for _, e := range w.issue.Events {
		if !e.At.After(w.now) {
			issue.Events = append(issue.Events, e)
		}
	}
	r := evaluate(t, w.engine, issue, w.now)
	if len(s.Next) > 0 != !r.NextCheck.IsZero() || len(s.Next) > 0 && !s.Next[0].At.Equal(r.NextCheck) {
		t.Fatalf("next is %v, want %v\n%v", s.Next, r.NextCheck, w)
	}
	for _, next := range s.Next {
		if next.At.After(instant("2189-12-31T00:00:00Z")) {
			continue
		}
		found := false
		for _, tr := range evaluate(t, w.engine, issue, next.At).Transitions {
			found = found || tr == next
		}
		if !found {
			t.Fatalf("%+v does not happen\n%v", next, w)
		}
	}
}

// A summary says in a few lines what became of each metric, in whose time, and what comes.
func TestSummaryInWords(t *testing.T) {
	engine := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p",
		Targets: map[string]policy.Target{
			policy.FirstResponse: policy.Within(time.Hour), policy.NextResponse: policy.Within(time.Hour),
			policy.Resolution: policy.Within(10 * time.Hour), policy.RequesterWait: policy.Within(8 * time.Hour),
		},
		Escalations: policy.Steps(policy.Escalation{At: "50%", Name: "half"}),
	}}})
	monday := instant("2026-03-09T09:00:00Z")
	at := func(hours float64) time.Time { return monday.Add(time.Duration(hours * float64(time.Hour))) }
	issue := sla.Issue{ID: "ISS-7", CreatedAt: monday, Events: []sla.Event{
		sla.SetAttribute("assignee", "ann", at(2)),
		sla.MessageFrom(sla.Agent, at(2.5)),
		sla.MessageFrom(sla.Customer, at(3)), sla.MessageFrom(sla.Agent, at(3.5)),
		sla.MessageFrom(sla.Customer, at(4)), sla.MessageFrom(sla.Agent, at(5.25)),
		sla.MessageFrom(sla.Customer, at(6)),
	}}
	for _, tt := range []struct {
		hours float64
		want  string
	}{
		{6.25, `ISS-7 as of Mon 9 Mar 2026 15:15
All times are in UTC.

First response  missed by 1h 30m; assigned to nobody for 2h of 2h 30m
Next response   1 missed, 1 open, 1 met. Worst, the 2nd: missed by 15m; with ann all the time. Now, the 3rd: 45m left, due Mon 9 Mar 16:00
Resolution      3h 45m left, due Mon 9 Mar 19:00
Requester wait  1h 45m left, due Mon 9 Mar 17:00

Next
  Mon 9 Mar 15:30  next response (3): step half
  Mon 9 Mar 16:00  next response (3) is due
  Mon 9 Mar 17:00  requester wait is due
  Mon 9 Mar 19:00  resolution is due
`},
		{12, `ISS-7 as of Mon 9 Mar 2026 21:00
All times are in UTC.

First response  missed by 1h 30m; assigned to nobody for 2h of 2h 30m
Next response   1 overdue, 1 missed, 1 met. Worst, the 3rd: overdue by 5h; with ann all the time
Resolution      overdue by 2h; with ann for 10h of 12h
Requester wait  overdue by 4h; with ann for 10h of 12h

Nothing more happens unless there is another event.
`},
		{-1, "ISS-7 as of Mon 9 Mar 2026 08:00\nAll times are in UTC.\n\nThere are no clocks.\n"},
	} {
		s := summarize(t, engine, issue, at(tt.hours))
		if diff := cmp.Diff(tt.want, s.String()); diff != "" {
			t.Errorf("after %v hours (-want +got):\n%s", tt.hours, diff)
		}
	}
}

func TestSummaryJSON(t *testing.T) {
	engine := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p",
		Targets:     map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)},
		Escalations: policy.Steps(policy.Escalation{At: "breach", Every: time.Hour, Times: 1}),
	}}})
	explainer, err := engine.Explainer(sla.ExplainerOptions{Held: "team"})
	if err != nil {
		t.Fatal(err)
	}
	start := instant("2026-03-09T09:00:00Z")
	issue := sla.Issue{ID: "ISS-7", CreatedAt: start, Attributes: map[string]any{"team": []string{"a", "b"}}}
	s, err := explainer.SummaryAt(issue, start.Add(90*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	clock := `{"metric":"first_response","cycle":1,"policy":"p","schedule":"24x7","target":"1h0m0s","state":"running","breached":true,` +
		`"at_risk":false,"started_at":"2026-03-09T09:00:00Z","due_at":"2026-03-09T10:00:00Z","breached_at":"2026-03-09T10:00:00Z","elapsed":"1h30m0s","remaining":"-30m0s"}`
	want := `{"issue":"ISS-7","as_of":"2026-03-09T10:30:00Z","time_zone":"UTC","held":"team","metrics":[` +
		`{"metric":"first_response","clocks":1,"outcomes":{"met":0,"missed":0,"overdue":1,"open":0,"dropped":0,"void":0},` +
		`"worst":` + clock + `,"outcome":"overdue","late":"30m0s","held":[{"value":["a","b"],"open":"1h30m0s"}],"latest":` + clock + `}],` +
		`"next":[{"at":"2026-03-09T11:00:00Z","kind":"escalated","metric":"first_response","cycle":1,"policy":"p","step":"breach","repeat":1}]}`
	if diff := cmp.Diff(want, document(s)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := engine.Explainer(sla.ExplainerOptions{Held: "not a field"}); err == nil {
		t.Error("a name that is not valid is accepted")
	}
	want = `{"issue":"","as_of":"0001-01-01T00:00:00Z","time_zone":"UTC","held":"","metrics":[],"next":[]}`
	if got := document(sla.Summary{}); got != want {
		t.Errorf("the zero summary is %s", got)
	}
}

// A summary refuses what evaluation refuses.
func TestSummaryRefusesWhatEvaluateRefuses(t *testing.T) {
	engine := newEngine(t, openOnly())
	if _, err := engine.SummaryAt(sla.Issue{}, time.Time{}); !errors.Is(err, businesshours.ErrOutOfRange) {
		t.Errorf("got %v, want ErrOutOfRange", err)
	}
	at := instant("2026-03-09T09:00:00Z")
	_, err := engine.SummaryAt(sla.Issue{CreatedAt: at, CreatedBy: "nobody"}, at)
	wantProblem(t, err, 0, "created_by", `unknown party "nobody"`)
}

// A summary allocates little: for an issue of ten clocks some forty times, and not for each event.
func TestSummaryAllocatesLittle(t *testing.T) {
	engine := newEngine(t, manyPolicies(20))
	for _, n := range []int{20, 1000} {
		issue := life(n, 7)
		now := issue.CreatedAt.Add(time.Duration(n+1) * 37 * time.Minute)
		clocks := len(evaluate(t, engine, issue, now).Clocks)
		summarize(t, engine, issue, now)
		got := testing.AllocsPerRun(20, func() { summarize(t, engine, issue, now) })
		if most := float64(4*clocks + 30); got > most && !raceDetector {
			t.Errorf("%d events, %d clocks: %v allocations, want at most %v", n, clocks, got, most)
		}
	}
}

// A clock that ended out of hours, when no time was left and none was exceeded, was missed.
func TestSummaryOfAClockThatEndedOutOfHours(t *testing.T) {
	engine := newEngine(t, &policy.Config{
		Schedules: []businesshours.Schedule{{Name: "desk", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}}},
		Policies:  []policy.Policy{{ID: "p", Schedule: policy.Use("desk"), Targets: map[string]policy.Target{policy.Resolution: policy.Within(8 * time.Hour)}}},
	})
	nine := instant("2026-03-09T09:00:00Z")
	for hours, want := range map[int]string{
		8:  "met at the last instant",
		9:  "missed, as it ended after it was due, out of hours",
		25: "missed by 1h",
	} {
		s := summarize(t, engine, sla.Issue{ID: "I", CreatedAt: nine, Events: []sla.Event{sla.SetAttribute("status", "resolved", nine.Add(time.Duration(hours)*time.Hour))}}, nine.Add(30*time.Hour))
		if text := s.String(); !strings.Contains(text, "Resolution  "+want) {
			t.Errorf("resolved after %dh: does not say %q:\n%s", hours, want, text)
		}
	}
}

// Where each policy has clocks of its own, the summary is in the zone of the first clock, and what
// comes next for a metric is what comes first: of equal ones, that of the first policy.
func TestSummaryOfPoliciesSideBySide(t *testing.T) {
	nine := instant("2026-03-09T09:00:00Z")
	on := func(id, schedule string, hours int) policy.Policy {
		return policy.Policy{ID: id, Schedule: policy.Use(schedule), Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Duration(hours) * time.Hour)}}
	}
	always := businesshours.Weekly{"mon-sun": {"00:00-24:00"}}
	schedules := []businesshours.Schedule{{Name: "tokyo", TimeZone: "Asia/Tokyo", Weekly: always}, {Name: "berlin", TimeZone: "Europe/Berlin", Weekly: always}}
	for _, tt := range []struct {
		policies []policy.Policy
		zone     string
		next     string
	}{
		{[]policy.Policy{on("p", "tokyo", 2), on("q", "berlin", 3)}, "Asia/Tokyo", "p"},
		{[]policy.Policy{on("p", "berlin", 3), on("q", "tokyo", 2)}, "Europe/Berlin", "q"},
		{[]policy.Policy{on("p", "tokyo", 2), on("q", "berlin", 2)}, "Asia/Tokyo", "p"},
	} {
		engine := newEngine(t, &policy.Config{Match: policy.MatchEach, Schedules: schedules, Policies: tt.policies})
		s := summarize(t, engine, sla.Issue{ID: "I", CreatedAt: nine}, nine)
		if s.Zone.String() != tt.zone {
			t.Errorf("in %v, want %s", s.Zone, tt.zone)
		}
		if want := nine.Add(2 * time.Hour); len(s.Next) != 1 || s.Next[0].Policy != tt.next || !s.Next[0].At.Equal(want) {
			t.Errorf("next is %s, want the breach of %s at %v", document(s.Next), tt.next, want)
		}
	}
}
