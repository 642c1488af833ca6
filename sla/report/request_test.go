package report_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/internal/issuetest"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

func TestRequestsReportEveryProblem(t *testing.T) {
	_, err := report.ParseRequest([]byte(`{
		"by": ["metric@end", "start.week", "stop.at", "priority@close", "decided.weeks"],
		"metrics": [],
		"where": {"all": [{"field": "created.minute", "op": "exists"}, {"field": "priority", "op": "in_hours", "value": "dusk"}]},
		"on": "closed", "from": "yesterday",
		"unit": "clocks", "denominator": "some", "near": "101%", "goal": "95",
		"zone": "Local",
		"held": "assignee", "until": "2026-03-01T00:00:00Z", "until": "2026-04-01T00:00:00Z"
	}`), engines[0])
	for _, want := range []string{
		`line 2: by: has 5 dimensions; there may be 4`,
		`line 2: by[0]: only a field may have "@end": "metric" is of the record`,
		`line 2: by[1]: unknown dimension "start.week": there is started with a unit, such as started.week, and a field with @start`,
		`line 2: by[2]: unknown dimension "stop.at": there is stop.by, stop.team and stop.channel`,
		`line 2: by[3]: a field is meant as of its record's decision, or with @start or @end: there is no "@close"`,
		`line 2: by[4]: unknown dimension "decided.weeks": of decided there is hour, weekday, day, week, month, quarter and year`,
		`line 3: metrics: is empty; leave it out for all`,
		`line 4: where.all[0].field: unknown dimension "created.minute"`,
		`line 4: where.all[1].value: `,
		`line 5: on: there is created, started, due, decided, ended and breached; not "closed"`,
		`line 5: from: `,
		`line 6: unit: there is clock and issue; not "clocks"`,
		`line 6: denominator: there is decided, completed and all; not "some"`,
		`line 6: near: "101%" is not a whole percentage from 0 to 100`,
		`line 6: goal: "95" is not a percentage`,
		`line 7: zone: unknown time zone "Local"`,
		`line 8: held: unknown field; a request for held time has no by, unit, denominator, near and goal`,
		`line 8: until: duplicate field`,
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q:\n%v", want, err)
		}
	}
}

func TestRequestsOfOtherKindsAreRefused(t *testing.T) {
	tests := []struct {
		text, want string
		parse      func([]byte) error
	}{
		{`{"held": "assignee", "by": ["metric"]}`, "by: unknown field; this kind of request does not take it", parseHeld},
		{`{}`, "held: ", parseHeld},
		{`{"held": "assignee@end"}`, "held: is a field without @", parseHeld},
		{`{"held": "outcome"}`, `held: "outcome" is not a field`, parseHeld},
		{`{"held": "decided.week"}`, `held: "decided.week" is not a field`, parseHeld},
		{`{"targets": {"goal": "95%", "ladder": ["1h", "0s", "-1h"]}}`, "targets.ladder[1]: must be", parseTargets},
		{`{"targets": {"goal": "95%", "ladder": ["1h", "0s", "-1h"]}}`, "targets.ladder[2]: must be", parseTargets},
		{`{"targets": {"goal": "95%", "ladder": []}}`, "targets.ladder: is empty", parseTargets},
		{`{"targets": {}}`, `targets.goal: "" is not a percentage`, parseTargets},
		{`{"targets": {"goal": "95%"}, "near": "5%"}`, "near: unknown field", parseTargets},
		{`{"denominator": "all", "from": "2026-03-01T00:00:00Z"}`, "denominator: what is open has not been decided", parse},
		{`{"denominator": "all", "until": "2026-03-01T00:00:00Z", "on": "decided"}`, "denominator: what is open has not been decided", parse},
		{`{"targets": {"goal": "95%"}, "denominator": "all", "from": "2026-03-01T00:00:00Z"}`, "denominator: what is open", parseTargets},
		{`{"by": ["event.by"]}`, `by[0]: unknown dimension "event.by": a record knows the event that stopped it: stop.by`, parse},
		{`{"where": {"field": "priority", "op": "like", "value": "high"}}`, "where.op: ", parse},
		{`{"where": {"field": "priority", "operator": "eq", "value": "high"}}`, "where.operator: unknown field", parse},
		{`{"by": null}`, "by: must be a list", parse},
		{`[]`, "must be an object", parse},
	}
	for _, tt := range tests {
		if err := tt.parse([]byte(tt.text)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.text, err, tt.want)
		}
	}
	for _, text := range []string{`{"denominator": "all", "from": "2026-03-01T00:00:00Z", "on": "started"}`, `{"denominator": "all"}`, `{}`, `{"goal": "100%", "near": "0%"}`, `{"by": ["start", "stop", "due_date", "created"]}`} {
		if err := parse([]byte(text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func parse(text []byte) error {
	_, err := report.ParseRequest(text, engines[0])
	return err
}

func parseHeld(text []byte) error {
	_, err := report.ParseHeldRequest(text, engines[0])
	return err
}

func parseTargets(text []byte) error {
	_, err := report.ParseTargetsRequest(text, engines[0])
	return err
}

func TestRequestsAreReadBack(t *testing.T) {
	berlin, err := report.LoadZone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	q := report.Request{
		Selection: report.Selection{
			Metrics: []string{"resolution"}, Where: new(policy.If("priority", policy.Eq, "high")),
			On: report.Started, From: issuetest.Start, Until: issuetest.AsOf, Zone: berlin,
		},
		By: []string{"metric"}, Unit: report.Issues, Denominator: report.OfAll, Near: "5%", Goal: "95%",
	}
	text, err := json.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	var read report.Request
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(read)
	if err != nil || string(again) != string(text) {
		t.Errorf("%s is read as %s, %v", text, again, err)
	}
}

// A bound that is given is one, also where it is the zero time of Go: what is not decided yet is
// left out, and nothing lies before year 1.
func TestTheFirstInstantOfYearOneIsABound(t *testing.T) {
	issues := []sla.Issue{answered("a", "ann", time.Hour), {ID: "b", CreatedAt: monday}}
	tests := []struct {
		text   string
		clocks int64
	}{
		{`{}`, 2},
		{`{"from": "0001-01-01T00:00:00Z"}`, 1},
		{`{"until": "0001-01-01T00:00:00Z", "on": "started"}`, 0},
	}
	for _, tt := range tests {
		engine := newEngine(map[string]policy.Target{policy.FirstResponse: policy.Within(2 * time.Hour)})
		q, err := report.ParseRequest([]byte(tt.text), engine)
		if err != nil {
			t.Fatal(err)
		}
		a := newAccumulator(t, engine, q, monday.Add(time.Hour))
		for _, issue := range issues {
			if err := a.Add(issue); err != nil {
				t.Fatal(err)
			}
		}
		if n := a.Report().Total.Clocks; n != tt.clocks {
			t.Errorf("%s selects %d clocks, want %d", tt.text, n, tt.clocks)
		}
	}
}

func newAccumulator(t *testing.T, engine *sla.Engine, q report.Request, asOf time.Time) *report.Accumulator {
	t.Helper()
	a, err := report.New(engine, q, asOf)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAccumulatorsOfSomethingElseAreNotMerged(t *testing.T) {
	q := report.Request{By: []string{"metric"}}
	a := newAccumulator(t, engines[0], q, issuetest.AsOf)
	if err := a.Merge(newAccumulator(t, engines[0], report.Request{By: []string{"metric"}, Near: "10%", Unit: report.Clocks}, issuetest.AsOf)); err != nil {
		t.Errorf("a request with its defaults written out is another: %v", err)
	}
	for name, other := range map[string]*report.Accumulator{
		"another configuration": newAccumulator(t, engines[1], q, issuetest.AsOf),
		"another instant":       newAccumulator(t, engines[0], q, issuetest.AsOf.Add(1)),
		"another request":       newAccumulator(t, engines[0], report.Request{By: []string{"policy"}}, issuetest.AsOf),
		"another near":          newAccumulator(t, engines[0], report.Request{By: []string{"metric"}, Near: "11%"}, issuetest.AsOf),
		"nothing":               new(report.Accumulator),
	} {
		if err := a.Merge(other); !errors.Is(err, report.ErrOther) {
			t.Errorf("%s: %v", name, err)
		}
		if a.Fingerprint() == other.Fingerprint() {
			t.Errorf("%s has the same fingerprint", name)
		}
	}
}

func TestAnAccumulatorThatWasReadTakesNoIssues(t *testing.T) {
	a := newAccumulator(t, engines[0], report.Request{}, issuetest.AsOf)
	text, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var read report.Accumulator
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	issue := sla.Issue{ID: "a", CreatedAt: issuetest.Start}
	if err := read.Add(issue); !errors.Is(err, report.ErrUnbound) {
		t.Errorf("%v", err)
	}
	if err := a.Merge(&read); err != nil {
		t.Error(err)
	}
	if err := a.Add(issue); err != nil {
		t.Error(err)
	}
	if n := a.Report().Total.Issues; n != 1 {
		t.Errorf("%d issues", n)
	}
}

// FuzzAccumulator reads what may have been damaged on its way. What is read must be written as
// it came, and be reported.
func FuzzAccumulator(f *testing.F) {
	for _, q := range []report.Request{{}, {By: []string{"tags", "target"}, Goal: "95%"}, {Worst: 2}} {
		a, err := report.New(engines[0], q, issuetest.AsOf)
		if err != nil {
			f.Fatal(err)
		}
		for i := range 3 {
			issue := sla.Issue{ID: "a", CreatedAt: issuetest.Start, Attributes: map[string]any{"tags": []string{"a", "b"}}}
			issue.Events = []sla.Event{
				sla.MessageFrom(sla.Agent, issuetest.Start.Add(time.Duration(i)*time.Hour)),
				sla.SetAttribute("status", "pending", issuetest.Start.Add(time.Duration(i)*time.Hour)),
			}
			if err := a.Add(issue); err != nil {
				f.Fatal(err)
			}
		}
		text, err := json.Marshal(a)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var a report.Accumulator
		if json.Unmarshal(text, &a) != nil {
			return
		}
		once := document(t, &a)
		var b report.Accumulator
		if err := json.Unmarshal([]byte(once), &b); err != nil {
			t.Fatalf("%s: %v", once, err)
		}
		if again := document(t, &b); again != once {
			t.Errorf("%s is read as %s", once, again)
		}
		_ = document(t, a.Report())
		_ = a.Report().Table().String()
	})
}
