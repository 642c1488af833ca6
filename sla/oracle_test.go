package sla_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/slatest"
)

// The oracle is the semantics of the package, sentence by sentence, with no thought for speed: all
// thresholds are listed, all past fields are kept, what a clock would have counted is counted
// again from its start, and open time is found by reading the schedule for one date after the
// other. Of the packages under test it takes only documents, and the dates that countries keep.
//
// It is compared with the engine on three kinds of worlds: any; up close, where nearly everything
// happens exactly at an opening, a closing, a promised instant or a threshold; and busy ones, in
// which most issues have clocks, and targets and states change often. Run verbosely, it says in how
// many cases each rule applied.
func TestAgainstOracle(t *testing.T) {
	all := newTally()
	for _, kind := range []struct {
		name string
		draw func(t *rapid.T) *world
	}{
		{"any", drawWorld},
		{"up close", func(t *rapid.T) *world { return drawWorldIn(t, slatest.Domain{WholeHours: true}) }},
		{"busy", drawBusyWorld},
	} {
		t.Run(kind.name, func(t *testing.T) {
			all.add(checkDeep(t, 200, func(t *rapid.T, note func(string)) { kind.draw(t).againstOracle(t, note) }))
		})
	}
	if all.cases >= manyCases {
		all.requires(t, slices.Concat(oracleRules, hoursRules))
	}
}

// A target in business days that start anew may come into force by time alone: there is
// a business day ahead of the second note, but not of the first within 50 years.
func TestBusinessDaysFromANote(t *testing.T) {
	config := &policy.Config{
		Schedules: []businesshours.Schedule{{Name: "s", TimeZone: "UTC", Exceptions: map[string][]string{"2080-06-03": {"09:00-17:00"}}}},
		OnChange:  policy.Restart,
		Policies: []policy.Policy{{ID: "p", Schedule: policy.Use("s"),
			Targets: map[string]policy.Target{policy.Resolution: {BusinessDays: &policy.BusinessDays{}}}}},
	}
	w := &world{config: config, engine: newEngine(t, config), now: instant("2041-01-01T00:00:00Z"), issue: sla.Issue{
		ID: "I", CreatedAt: instant("2020-01-01T00:00:00Z"),
		Events: []sla.Event{sla.NoteBy("ann", instant("2021-01-01T00:00:00Z")), sla.NoteBy("ann", instant("2040-01-01T00:00:00Z"))},
	}}
	w.againstOracle(t, func(string) {})
	if r := evaluate(t, w.engine, w.issue, w.now); len(r.Clocks) != 1 || !r.Transitions[0].At.Equal(w.issue.Events[1].At) {
		t.Errorf("%v, want a target from the second note on", r)
	}
}

// noteClock notes what a clock has come to.
func noteClock(w *world, c *sla.Clock, note func(rule string)) {
	note("state: " + string(c.State))
	if c.Cycle > 1 {
		note("metric: another cycle")
	}
	if _, ok := w.config.Metrics[c.Metric]; ok {
		note("metric: defined by the configuration")
	} else {
		note("metric: " + c.Metric)
	}
	if c.AtRisk {
		note("state: at risk")
	}
}

// recorded are the fields that records are compared with.
var recorded = sla.RecorderOptions{Fields: []string{"priority", "status", "tags", "responded"}, Held: "customer.region"}

// againstOracle compares what the engine and its recorder say with what the oracle says.
func (w *world) againstOracle(t fataler, note func(rule string)) {
	w.noteWorld(note)
	slow, records := newOracleNoting(t, w.config, note).evaluateWith(recorded, w.issue, w.now)
	w.same(t, "engine and oracle", w.eval(t, w.issue, w.now), slow.AppendJSON(nil))
	recorder, err := w.engine.Recorder(recorded)
	if err != nil {
		t.Fatalf("recorder: %v", err)
	}
	got, err := recorder.RecordsAt(w.issue, w.now)
	if err != nil {
		t.Fatalf("records: %v\n%s", err, w)
	}
	for i := range slow.Clocks {
		noteClock(w, &slow.Clocks[i], note)
	}
	if slow.NextCheck.IsZero() {
		note("next check: none")
	} else {
		note("next check: there is one")
	}
	w.same(t, "records", linesOf(got), linesOf(records))
}

// linesOf writes records, each in a line.
func linesOf(records []sla.Record) (b []byte) {
	for _, r := range records {
		b = fmt.Appendf(b, "%s %d %s %v %+v\n", r.Metric, r.Cycle, r.Policy, r.Outcome, r)
	}
	return b
}

// lines breaks the JSON of a result into lines, to be read.
func lines(result string) string { return strings.ReplaceAll(result, "},{", "},\n      {") }

type oracle struct {
	config  *policy.Config
	hours   *oracleHours
	metrics []policy.NamedMetric
	note    func(rule string) // is called when a rule applies
}

func newOracle(t fataler, config *policy.Config) *oracle {
	return newOracleNoting(t, config, func(string) {})
}

// newOracleNoting returns an oracle that says which rules it applies.
func newOracleNoting(t fataler, config *policy.Config, note func(rule string)) *oracle {
	return &oracle{config, newOracleHours(t, config.Schedules, note), oracleMetrics(config), note}
}

func (o *oracle) noteIf(applies bool, rule string) {
	if applies {
		o.note(rule)
	}
}

func (o *oracle) calendar(name string) oracleCalendar { return oracleCalendar{o.hours, name, 50} }

// evaluate gives the result.
func (o *oracle) evaluate(issue sla.Issue, now time.Time) (r sla.Result) {
	r, _ = o.evaluateWith(sla.RecorderOptions{}, issue, now)
	return r
}

// evaluateWith gives the result, and the records of its clocks.
func (o *oracle) evaluateWith(options sla.RecorderOptions, issue sla.Issue, now time.Time) (r sla.Result, records []sla.Record) {
	moments := o.moments(issue, now)
	if len(moments) == 0 {
		return r, nil
	}
	lanes := [][]policy.Policy{o.config.Policies}
	if o.config.Match == policy.MatchEach {
		lanes = nil
		for _, p := range o.config.Policies {
			lanes = append(lanes, []policy.Policy{p})
		}
	}
	type ranked struct {
		*oracleClock
		record sla.Record
	}
	var clocks []ranked
	for _, policies := range lanes {
		l := &oracleLane{oracle: o, policies: policies, moments: moments}
		l.run(now)
		for _, c := range l.clocks {
			if c.target != nil {
				clocks = append(clocks, ranked{c, l.record(c, options, now)})
			}
			if at, ok := l.next(c); ok && (r.NextCheck.IsZero() || at.Before(r.NextCheck)) {
				r.NextCheck = at
			}
		}
		r.Transitions = append(r.Transitions, l.log...)
	}
	slices.SortStableFunc(clocks, func(a, b ranked) int { return clockOrder(a.oracleClock, b.oracleClock) })
	for _, c := range clocks {
		r.Clocks = append(r.Clocks, c.record.Clock)
		records = append(records, c.record)
	}
	slices.SortStableFunc(r.Transitions, func(a, b sla.Transition) int { return a.At.Compare(b.At) })
	return r, records
}
