package report_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/internal/issuetest"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

var (
	engines = issuetest.Engines()

	// Dimensions that are no lists, and all.
	plain = []string{
		"metric", "policy", "schedule", "target", "outcome", "state", "stop.by", "stop.team", "decided.week", "started.weekday", "created.hour",
		"ended.month", "due.quarter", "breached.day", "priority", "priority@start", "assignee@end", "seats", "responded",
	}
	dimensions = append([]string{"tags", "tags@start"}, plain...)
)

func engine(t *rapid.T) *sla.Engine { return rapid.SampledFrom(engines).Draw(t, "engine") }

func request(t *rapid.T, dimensions []string) report.Request {
	q := report.Request{
		By:          rapid.SliceOfN(rapid.SampledFrom(dimensions), 0, 3).Draw(t, "by"),
		Unit:        rapid.SampledFrom([]report.Unit{"", report.Clocks, report.Issues}).Draw(t, "unit"),
		Denominator: rapid.SampledFrom([]report.Denominator{"", report.OfCompleted, report.OfDecided}).Draw(t, "denominator"),
		Goal:        rapid.SampledFrom([]string{"", "95%", "66.6%"}).Draw(t, "goal"),
		Near:        rapid.SampledFrom([]string{"", "60%"}).Draw(t, "near"),
		Worst:       rapid.SampledFrom([]int{0, 1, 3, report.MaxWorst}).Draw(t, "worst"),
	}
	q.Selection = selection(t)
	return q
}

func selection(t *rapid.T) (s report.Selection) {
	if rapid.Bool().Draw(t, "bounded") {
		s.On = rapid.SampledFrom([]report.Instant{"", report.Started, report.Ended}).Draw(t, "on")
		s.From = issuetest.Start.AddDate(0, 0, rapid.IntRange(0, 20).Draw(t, "from"))
		s.Until = s.From.AddDate(0, 0, 7)
	}
	if rapid.Bool().Draw(t, "where") {
		s.Where = new(policy.If("priority@start", policy.Ne, "low"))
	}
	return s
}

func accumulate(t *rapid.T, engine *sla.Engine, q report.Request, issues []sla.Issue) *report.Accumulator {
	a, err := report.New(engine, q, issuetest.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	for _, issue := range issues {
		if err := a.Add(issue); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

func document(t interface{ Fatal(...any) }, v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The parts of a split of issues, in any order, read back from JSON or not, give the same
// bytes as all issues at once.
func TestMergingPartsInAnyOrderIsTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, q, issues := engine(t), request(t, dimensions), issuetest.Issues(t)
		whole := accumulate(t, e, q, issues)
		parts := make([]*report.Accumulator, 3)
		for i := range parts {
			parts[i] = accumulate(t, e, q, nil)
		}
		for _, issue := range rapid.Permutation(issues).Draw(t, "order") {
			if err := parts[rapid.IntRange(0, 2).Draw(t, "part")].Add(issue); err != nil {
				t.Fatal(err)
			}
		}
		read := new(report.Accumulator)
		if err := json.Unmarshal([]byte(document(t, parts[1])), read); err != nil {
			t.Fatal(err)
		}
		parts[1] = read
		parts = rapid.Permutation(parts).Draw(t, "merge order")
		if rapid.Bool().Draw(t, "right first") {
			merge(t, parts[1], parts[2])
			merge(t, parts[0], parts[1])
		} else {
			merge(t, parts[0], parts[1])
			merge(t, parts[0], parts[2])
		}
		if diff := cmp.Diff(document(t, whole), document(t, parts[0])); diff != "" {
			t.Errorf("state (-whole +parts):\n%s", diff)
		}
		if diff := cmp.Diff(document(t, whole.Report()), document(t, parts[0].Report())); diff != "" {
			t.Errorf("report (-whole +parts):\n%s", diff)
		}
	})
}

func merge(t *rapid.T, a, b *report.Accumulator) {
	if err := a.Merge(b); err != nil {
		t.Fatal(err)
	}
}

// Totals are the sums of the groups of any grouping by dimensions that are no lists.
func TestTotalsAreSumsOfGroups(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := request(t, plain)
		q.Unit = report.Clocks
		if len(q.By) == 0 {
			q.By = []string{"metric"}
		}
		r := accumulate(t, engine(t), q, issuetest.Issues(t)).Report()
		var sum report.Measures
		n, elapsed := int64(0), time.Duration(0)
		for _, row := range r.Rows {
			sum.Clocks += row.Clocks
			sum.NearMisses += row.NearMisses
			sum.Outcomes = addOutcomes(sum.Outcomes, row.Outcomes)
			if row.Compliance != nil {
				n += row.Compliance.N
			}
			if row.Elapsed != nil {
				elapsed = max(elapsed, row.Elapsed.Max)
			}
		}
		if sum.Clocks != r.Total.Clocks || sum.NearMisses != r.Total.NearMisses || sum.Outcomes != r.Total.Outcomes {
			t.Errorf("the rows sum up to %+v, the total is %+v", sum, r.Total)
		}
		if r.Total.Compliance != nil && r.Total.Compliance.N != n || r.Total.Compliance == nil && n > 0 {
			t.Errorf("%d are judged in rows, and %+v in the total", n, r.Total.Compliance)
		}
		if r.Total.Elapsed != nil && r.Total.Elapsed.Max != elapsed {
			t.Errorf("the longest of the rows took %v, that of the total %v", elapsed, r.Total.Elapsed.Max)
		}
	})
}

func addOutcomes(a, b report.Outcomes) report.Outcomes {
	return report.Outcomes{a.Met + b.Met, a.Missed + b.Missed, a.Overdue + b.Overdue, a.Open + b.Open, a.Dropped + b.Dropped, a.Void + b.Void}
}

// The compliance of a period that is past is the same whenever it is asked, if nothing
// rewrites the past.
func TestComplianceOfThePastStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Reopening and other targets rewrite the past, and so does a cancel event.
		issues := issuetest.Issues(t)
		for i := range issues {
			resolved := false
			issues[i].Events = slices.DeleteFunc(issues[i].Events, func(e sla.Event) bool {
				_, retargets := e.Set["priority"]
				_, matches := e.Set["tags"]
				status, _ := e.Set["status"].(string)
				reopens := resolved && status != ""
				resolved = resolved || status == "resolved"
				return e.Type == sla.Cancel || retargets || matches || reopens
			})
		}
		q := report.Request{By: []string{"metric", "decided.week"}}
		q.Until = issuetest.Start.AddDate(0, 0, 14)
		var seen string
		for days := 14; days < 60; days += 9 {
			a, err := report.New(engines[0], q, issuetest.Start.AddDate(0, 0, days))
			if err != nil {
				t.Fatal(err)
			}
			for _, issue := range issues {
				if err := a.Add(issue); err != nil {
					t.Fatal(err)
				}
			}
			var compliance strings.Builder
			for _, row := range a.Report().Rows {
				compliance.WriteString(document(t, row.Key) + document(t, row.Compliance))
			}
			if days > 14 && compliance.String() != seen {
				t.Fatalf("after %d days %s, before %s", days, compliance.String(), seen)
			}
			seen = compliance.String()
		}
	})
}

// A longer target never lowers the share that would have been kept, and those that are read
// back and merged tell the same.
func TestLongerTargetsAreKeptByMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := report.TargetsRequest{
			Selection: selection(t), Goal: "80%",
			By: rapid.SliceOfN(rapid.SampledFrom(dimensions), 0, 2).Draw(t, "by"),
		}
		e, issues := engine(t), issuetest.Issues(t)
		fill := func(issues []sla.Issue) *report.TargetsAccumulator {
			a, err := report.NewTargets(e, q, issuetest.AsOf)
			if err != nil {
				t.Fatal(err)
			}
			for _, issue := range issues {
				if err := a.Add(issue); err != nil {
					t.Fatal(err)
				}
			}
			return a
		}
		whole := fill(issues)
		for _, row := range whole.Targets().Rows {
			for i := 1; i < len(row.Curve); i++ {
				if row.Curve[i].Rate < row.Curve[i-1].Rate {
					t.Errorf("%v: %v would be kept by %v, and %v by %v", row.Key, row.Steps[i-1], row.Curve[i-1], row.Steps[i], row.Curve[i])
				}
			}
			if row.AtTarget != nil && row.AtTarget.Rate < 0.8 {
				t.Errorf("%v: target %v of %+v", row.Key, row.Target, row.AtTarget)
			}
			if row.Exact == nil {
				continue
			}
			// The exact target may be longer than the step, as it is the time of a stopped record. But
			// a step that is as long as the exact target, or longer, is kept by as many.
			step, _ := slices.BinarySearch(report.Ladder(), *row.Exact)
			if step < len(report.Ladder()) && (row.AtTarget == nil || row.Target > report.Ladder()[step]) {
				t.Errorf("%v: target %v of %+v, exactly %v", row.Key, row.Target, row.AtTarget, *row.Exact)
			}
		}
		cut := rapid.IntRange(0, len(issues)).Draw(t, "cut")
		a, b := fill(issues[cut:]), new(report.TargetsAccumulator)
		if err := json.Unmarshal([]byte(document(t, fill(issues[:cut]))), b); err != nil {
			t.Fatal(err)
		}
		if err := b.Merge(a); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(document(t, whole), document(t, b)); diff != "" {
			t.Errorf("(-whole +parts):\n%s", diff)
		}
	})
}

// What clocks counted is given out whole: the time that a single-valued field held adds up to
// the elapsed time of all records, and parts add up to the whole.
func TestHeldTimeAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, issues := engine(t), issuetest.Issues(t)
		q := report.HeldRequest{Field: rapid.SampledFrom([]string{"assignee", "priority", "status", "seats", "tags"}).Draw(t, "field"), Selection: selection(t)}
		fill := func(issues []sla.Issue) *report.HeldAccumulator {
			a, err := report.NewHeld(e, q, issuetest.AsOf)
			if err != nil {
				t.Fatal(err)
			}
			for _, issue := range issues {
				if err := a.Add(issue); err != nil {
					t.Fatal(err)
				}
			}
			return a
		}
		cut := rapid.IntRange(0, len(issues)).Draw(t, "cut")
		a, b := fill(issues[cut:]), new(report.HeldAccumulator)
		if err := json.Unmarshal([]byte(document(t, fill(issues[:cut]))), b); err != nil {
			t.Fatal(err)
		}
		if err := a.Merge(b); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(document(t, fill(issues)), document(t, a)); diff != "" {
			t.Errorf("(-whole +parts):\n%s", diff)
		}
		if q.Field == "tags" || q.Where != nil || !q.From.IsZero() {
			return
		}
		sum := 0.0
		for _, row := range a.Held().Rows {
			sum += row.Seconds
		}
		want := 0.0
		for _, issue := range issues {
			r, err := e.EvaluateAt(issue, issuetest.AsOf)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range r.Clocks {
				want += c.Elapsed.Seconds()
			}
		}
		if diff := sum - want; diff > 1e-3 || diff < -1e-3 {
			t.Errorf("%v seconds were held, %v counted", sum, want)
		}
	})
}
