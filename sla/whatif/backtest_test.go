package whatif_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/internal/issuetest"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
	"github.com/punctualgo/punctual/sla/whatif"
)

var engines = issuetest.Engines()

func backtest(t rapid.TB, current, proposed *sla.Engine, q whatif.Request, issues []sla.Issue) (*whatif.Backtest, []whatif.Flip) {
	t.Helper()
	b, err := whatif.NewBacktest(current, proposed, q, issuetest.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	var flips []whatif.Flip
	for _, issue := range issues {
		more, err := b.Add(issue)
		if err != nil {
			t.Fatal(err)
		}
		flips = append(flips, more...)
	}
	return b, flips
}

func request(t *rapid.T) whatif.Request {
	q := whatif.Request{By: rapid.SliceOfN(rapid.SampledFrom([]string{"metric", "priority", "tags", "outcome"}), 0, 2).Draw(t, "by")}
	if rapid.Bool().Draw(t, "metrics") {
		q.Metrics = []string{"resolution", "first_response"}
	}
	if rapid.Bool().Draw(t, "bounded") {
		q.From = issuetest.Start.AddDate(0, 0, 3)
		q.Until = issuetest.Start.AddDate(0, 0, 15)
	}
	if rapid.Bool().Draw(t, "where") {
		q.Where = new(policy.If("tags", policy.Ne, []string{"vip"}))
	}
	return q
}

func TestBacktestAgainstItselfHasNoFlips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := rapid.SampledFrom(engines).Draw(t, "engine")
		b, flips := backtest(t, e, e, request(t), issuetest.Issues(t))
		r := b.Result()
		if len(flips) > 0 || len(r.Changes) > 0 {
			t.Errorf("flips %+v", flips)
		}
		if diff := cmp.Diff(document(t, r.Current), document(t, r.Proposed)); diff != "" {
			t.Errorf("(-current +proposed):\n%s", diff)
		}
	})
}

func document(t *rapid.T, v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The counts of flips explain the difference between the totals of clocks.
func TestFlipsExplainTheDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, flips := backtest(t, rapid.SampledFrom(engines).Draw(t, "current"), rapid.SampledFrom(engines).Draw(t, "proposed"), request(t), issuetest.Issues(t))
		r := b.Result()
		n := map[sla.Outcome]int64{
			sla.OutcomeMet: r.Current.Total.Outcomes.Met, sla.OutcomeMissed: r.Current.Total.Outcomes.Missed, sla.OutcomeOverdue: r.Current.Total.Outcomes.Overdue,
			sla.OutcomeOpen: r.Current.Total.Outcomes.Open, sla.OutcomeDropped: r.Current.Total.Outcomes.Dropped, sla.OutcomeVoid: r.Current.Total.Outcomes.Void,
		}
		clocks := r.Current.Total.Clocks
		for _, f := range flips {
			n[f.Was]--
			n[f.Becomes]++
			if f.Was == whatif.None {
				clocks++
			}
			if f.Becomes == whatif.None {
				clocks--
			}
			if f.Why() == "" {
				t.Errorf("%+v has no reason", f)
			}
		}
		o := report.Outcomes{
			Met: n[sla.OutcomeMet], Missed: n[sla.OutcomeMissed], Overdue: n[sla.OutcomeOverdue],
			Open: n[sla.OutcomeOpen], Dropped: n[sla.OutcomeDropped], Void: n[sla.OutcomeVoid],
		}
		if o != r.Proposed.Total.Outcomes || clocks != r.Proposed.Total.Clocks {
			t.Errorf("with the flips there are %d clocks, %+v, and the proposed total is %+v", clocks, o, r.Proposed.Total)
		}
		counted := int64(0)
		for _, c := range r.Changes {
			counted += c.N
		}
		if counted != int64(len(flips)) {
			t.Errorf("%d flips are counted, there are %d", counted, len(flips))
		}
	})
}

func TestMergingPartsOfABacktestIsTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		current, proposed := rapid.SampledFrom(engines).Draw(t, "current"), rapid.SampledFrom(engines).Draw(t, "proposed")
		q, issues := request(t), issuetest.Issues(t)
		whole, _ := backtest(t, current, proposed, q, issues)
		cut := rapid.IntRange(0, len(issues)).Draw(t, "cut")
		a, _ := backtest(t, current, proposed, q, issues[cut:])
		b, _ := backtest(t, current, proposed, q, issues[:cut])
		read := new(whatif.Backtest)
		if err := json.Unmarshal([]byte(document(t, b)), read); err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "order") {
			a, read = read, a
		}
		if err := a.Merge(read); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(document(t, whole), document(t, a)); diff != "" {
			t.Errorf("(-whole +parts):\n%s", diff)
		}
		if diff := cmp.Diff(document(t, whole.Result()), document(t, a.Result())); diff != "" {
			t.Errorf("(-whole +parts):\n%s", diff)
		}
	})
}

// An issue is judged if its creation is in [From, Until) and its fields match then.
func TestRequestSelectsIssues(t *testing.T) {
	high := new(policy.If("priority", policy.Eq, "high"))
	answeredHigh := answered("a", "high", time.Hour)
	raised := answered("a", "low", time.Hour)
	raised.Events = append(raised.Events, sla.SetAttribute("priority", "high", monday.Add(2*time.Hour)))
	for _, tt := range []struct {
		name    string
		request whatif.Request
		issue   sla.Issue
		want    int64
	}{
		{"all", whatif.Request{}, answeredHigh, 1},
		{"the condition holds", whatif.Request{Where: high}, answeredHigh, 1},
		{"the condition does not hold", whatif.Request{Where: high}, answered("a", "low", time.Hour), 0},
		{"the condition holds only later", whatif.Request{Where: high}, raised, 0},
		{"created at the start", whatif.Request{From: monday}, answeredHigh, 1},
		{"created before the start", whatif.Request{From: monday.Add(1)}, answeredHigh, 0},
		{"created at the end", whatif.Request{Until: monday}, answeredHigh, 0},
		{"created before the end", whatif.Request{Until: monday.Add(1)}, answeredHigh, 1},
	} {
		engine := newEngine(t, currentDesk)
		if got := judged(t, engine, engine, tt.request, tt.issue).Issues; got != tt.want {
			t.Errorf("%s: %d issues are judged, want %d", tt.name, got, tt.want)
		}
	}
}

// The metrics of a request narrow the alerts, and not the policies that are idle.
func TestMetricsOfARequestNarrowAlerts(t *testing.T) {
	engine := newEngine(t, `{"match": "each", "policies": [
		{"id": "answer", "targets": {"first_response": "1h"}, "escalations": [{"at": "50%"}, {"at": "75%"}]},
		{"id": "solve", "targets": {"resolution": "8h"}, "escalations": [{"at": "50%"}]}
	]}`)
	for _, tt := range []struct {
		metrics []string
		want    whatif.Alerts
	}{
		{nil, whatif.Alerts{Breached: 2, Escalated: 3}},
		{[]string{"first_response"}, whatif.Alerts{Breached: 1, Escalated: 2}},
		{[]string{"resolution"}, whatif.Alerts{Breached: 1, Escalated: 1}},
		{[]string{"resolution", "first_response"}, whatif.Alerts{Breached: 2, Escalated: 3}},
	} {
		r := judged(t, engine, engine, whatif.Request{Metrics: tt.metrics}, sla.Issue{ID: "a", CreatedAt: monday})
		if r.CurrentAlerts != tt.want || r.ProposedAlerts != tt.want || len(r.CurrentIdle) > 0 {
			t.Errorf("%q: alerts %v and %v, want %v; idle %q", tt.metrics, r.CurrentAlerts, r.ProposedAlerts, tt.want, r.CurrentIdle)
		}
	}
}

func TestRequestsReportEveryProblem(t *testing.T) {
	_, err := whatif.ParseRequest([]byte(`{
		"by": ["metric", "decided.weeks"],
		"on": "created",
		"metrics": ["first_respons"],
		"where": {"all": [{"field": "outcome", "op": "eq", "value": "met"}, {"field": "priority@start", "op": "exists"}, {"field": "priority", "op": "equals", "value": 1}]},
		"near": "5.5%", "goal": "101%", "zone": "Mars/Base", "unit": "clocks", "denominator": "al"
	}`), engines[0], engines[1])
	for _, want := range []string{
		`line 2: by[1]: unknown dimension "decided.weeks": of decided there is hour, weekday, day, week, month, quarter and year`,
		`line 3: on: unknown field; from and until of a backtest are about the creation of issues`,
		`line 4: metrics[0]: unknown metric "first_respons"; did you mean "first_response"?`,
		`line 5: where.all[0].field: "outcome" is of a record: issues are selected by their fields, as they are after the creation`,
		`line 5: where.all[1].field: `,
		`line 5: where.all[2].op: `,
		`line 6: near: "5.5%" is not a whole percentage from 0 to 100`,
		`line 6: goal: "101%" is not a percentage up to 100%`,
		`line 6: zone: unknown time zone "Mars/Base"`,
		`line 6: unit: there is clock and issue; not "clocks"`,
		`line 6: denominator: there is decided, completed and all; not "al"`,
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q:\n%v", want, err)
		}
	}
	_, err = whatif.ParseRequest([]byte(`{"where": {"field": "priority", "op": "exists", "vlaue": 1}}`), engines[0], engines[1])
	if want := `line 1: where.vlaue: unknown field`; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("the error does not say %q:\n%v", want, err)
	}
}

// An end that is given is one, also where it is the zero time of Go: no issue lies before year 1.
func TestTheFirstInstantOfYearOneIsAnEnd(t *testing.T) {
	q, err := whatif.ParseRequest([]byte(`{"until": "0001-01-01T00:00:00Z"}`), engines[0], engines[1])
	if err != nil {
		t.Fatal(err)
	}
	b, err := whatif.NewBacktest(engines[0], engines[1], q, issuetest.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Add(sla.Issue{ID: "a", CreatedAt: issuetest.Start}); err != nil {
		t.Fatal(err)
	}
	if n := b.Result().Issues; n != 0 {
		t.Errorf("%d issues are judged", n)
	}
}

func TestBacktestsOfOtherRequestsAreNotMerged(t *testing.T) {
	a, err := whatif.NewBacktest(engines[0], engines[1], whatif.Request{}, issuetest.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	b, err := whatif.NewBacktest(engines[0], engines[1], whatif.Request{Metrics: []string{"resolution"}}, issuetest.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	c, err := whatif.NewBacktest(engines[1], engines[0], whatif.Request{}, issuetest.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range []*whatif.Backtest{b, c, new(whatif.Backtest)} {
		if a.Merge(other) == nil {
			t.Error("merged")
		}
	}
	if _, err := new(whatif.Backtest).Add(sla.Issue{}); !errors.Is(err, report.ErrUnbound) {
		t.Errorf("a backtest without an engine: %v", err)
	}
}
