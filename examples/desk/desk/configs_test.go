package desk_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/internal/testdesk"
	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/policy/lint"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

// slice is how long a run is worked on at once: so that it goes on many times.
const slice = time.Millisecond

// doRuns does the runs that were begun, as a worker does.
func doRuns(t *testing.T, d *testdesk.Desk) {
	t.Helper()
	for _, job := range d.Jobs.Take() {
		if run, ok := job.(desk.RunJob); ok {
			for ended := false; !ended; {
				var err error
				if ended, err = d.DoRun(t.Context(), run.Run, slice); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// twoHours is config with two hours in place of one.
var twoHours = strings.Replace(config, `"first_response": "1h"`, `"first_response": "2h"`, 1)

// A proposal goes live: open issues are taken over, and nothing is announced twice.
func TestGoLive(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		d := testdesk.New(t, open(), config, nine)
		for i := range 3 {
			create(t, d, fmt.Sprintf("A%d", i), nil)
		}
		add(t, d, "A2", sla.Event{Type: sla.Message, From: sla.Agent})
		add(t, d, "A2", sla.Event{Type: sla.Update, Set: map[string]any{"status": "resolved"}})
		d.Until(t, nine.Add(40*time.Minute)) // warned
		setup, err := d.Propose(t.Context(), twoHours, "more time", "lea")
		if err != nil {
			t.Fatal(err)
		}
		if current, err := d.Current(t.Context()); err != nil || current.Version == setup.Version {
			t.Fatalf("a proposal is in force: %v", err)
		}
		d.Jobs.Take()
		run, err := d.GoLive(t.Context(), setup.Version, time.Time{}, "lea")
		if err != nil {
			t.Fatal(err)
		}
		doRuns(t, d)
		if run, err = d.Read().Run(t.Context(), run.ID); err != nil || run.State != store.Done || run.Done != 2 || run.Total != 2 {
			t.Fatalf("run: %+v, %v", run, err)
		}
		issue, err := d.Read().Issue(t.Context(), "A0")
		if err != nil || issue.Config != setup.Version || issue.DueAt != nine.Add(2*time.Hour).UnixNano() {
			t.Errorf("taken over: config %d, due %v, %v", issue.Config, time.Unix(0, issue.DueAt).UTC(), err)
		}
		// The step at half of two hours is another promise's step: it is announced, and the breach at two hours.
		d.Until(t, nine.Add(2*time.Hour))
		rows, err := d.Read().Transitions(t.Context(), "A0")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range rows {
			if r.Metric == "first_response" {
				got = append(got, fmt.Sprint(r.Kind, " ", r.Step, " ", r.At.Sub(nine)))
			}
		}
		wantList(t, "transitions", got, "started  0s", "escalated warning 30m0s", "retargeted  40m0s", "escalated warning 1h0m0s", "breached  2h0m0s", "escalated breach 2h0m0s")
		// A late event plays all of it again, and changes nothing that it has nothing to do with.
		add(t, d, "A0", sla.Event{At: nine.Add(35 * time.Minute), Type: sla.Note, ID: "late"})
		again, err := d.Read().Transitions(t.Context(), "A0")
		if err != nil || len(again) != len(rows) {
			t.Errorf("after a late note: %d transitions, want %d, %v", len(again), len(rows), err)
		}
		for _, r := range again {
			if r.Premature {
				t.Errorf("%s %s was taken back", r.Kind, r.Step)
			}
		}
		afterwards(t, d, setup)
	})
}

// afterwards checks that a resolved issue is moved by its next event, and that a configuration goes live
// once.
func afterwards(t *testing.T, d *testdesk.Desk, setup *desk.Setup) {
	t.Helper()
	issue := add(t, d, "A2", sla.Event{Type: sla.Message, From: sla.Customer})
	if issue.Config != setup.Version {
		t.Errorf("a resolved issue stays under %d", issue.Config)
	}
	if _, err := d.GoLive(t.Context(), setup.Version, time.Time{}, "lea"); err == nil {
		t.Error("went live twice")
	}
}

// A configuration of a later date comes into force by itself.
func TestGoLiveLater(t *testing.T) {
	d := testdesk.New(t, testdesk.Open(t, t.TempDir()+"/desk.db"), config, nine)
	create(t, d, "A", nil)
	setup, err := d.Propose(t.Context(), twoHours, "", "lea")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.GoLive(t.Context(), setup.Version, nine.Add(20*time.Minute), "lea"); err != nil {
		t.Fatal(err)
	}
	for _, after := range []time.Duration{10 * time.Minute, 30 * time.Minute} {
		d.Clock.Set(nine.Add(after))
		if err := d.TakeOverLate(t.Context()); err != nil {
			t.Fatal(err)
		}
		doRuns(t, d)
		issue, err := d.Read().Issue(t.Context(), "A")
		if err != nil || (issue.Config == setup.Version) != (after > 20*time.Minute) {
			t.Errorf("after %v: config %d, %v", after, issue.Config, err)
		}
	}
	if err := d.TakeOverLate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if runs, err := d.Read().Runs(t.Context(), desk.TakeoverRun, 10); err != nil || len(runs) != 1 {
		t.Errorf("runs: %v, %v", runs, err)
	}
}

// A bad configuration is not stored, and its problems have lines.
func TestBadConfig(t *testing.T) {
	d := testdesk.New(t, testdesk.Open(t, t.TempDir()+"/desk.db"), config, nine)
	bad := strings.Replace(config, `"1h"`, `"1 hour"`, 1)
	findings := d.Lint(bad)
	if !desk.Invalid(findings) || findings[0].Line != 6 {
		t.Errorf("findings: %+v", findings)
	}
	if _, err := d.Propose(t.Context(), bad, "", "lea"); err == nil {
		t.Error("it was stored")
	}
	if desk.Invalid(d.Lint(config)) || desk.Invalid([]lint.Finding{{Level: lint.Warning}}) {
		t.Error("a good one is invalid")
	}
}

// A backtest judges the desk's own history.
func TestBacktest(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		d := testdesk.New(t, open(), config, nine)
		for i := range 5 {
			id := fmt.Sprintf("A%d", i)
			create(t, d, id, nil)
			d.Until(t, d.Clock.Now().Add(time.Duration(30+20*i)*time.Minute))
			add(t, d, id, sla.Event{Type: sla.Message, From: sla.Agent, By: "ann"})
		}
		setup, err := d.Propose(t.Context(), twoHours, "", "lea")
		if err != nil {
			t.Fatal(err)
		}
		d.Jobs.Take()
		run, err := d.StartBacktest(t.Context(), setup.Version, "lea")
		if err != nil {
			t.Fatal(err)
		}
		doRuns(t, d)
		if run, err = d.Read().Run(t.Context(), run.ID); err != nil || run.State != store.Done || run.Done != 5 || run.Total != 5 {
			t.Fatalf("run: %s %d/%d %s, %v", run.State, run.Done, run.Total, run.Error, err)
		}
		result, flips, days, err := d.ReadBacktest(&run)
		if err != nil || result.Issues != 5 || len(flips) != 3 || days <= 0 {
			t.Errorf("%d issues, flips %v, %v days, %v", result.Issues, flips, days, err)
		}
		for _, f := range flips {
			if f.Was != sla.OutcomeMissed || f.Becomes != sla.OutcomeMet || f.Why == "" {
				t.Errorf("flip %+v", f)
			}
		}
		changes, err := d.Compare(t.Context(), 1, setup.Version)
		if err != nil || len(changes) != 1 {
			t.Errorf("changes: %v, %v", changes, err)
		}
		if err := d.Withdraw(t.Context(), setup.Version); err != nil {
			t.Error(err)
		}
		if err := d.Withdraw(t.Context(), 1); err == nil {
			t.Error("withdrew what is in force")
		}
		reported, err := d.Report(t.Context(), report.Request{By: []string{"stop.by"}})
		if err != nil {
			t.Fatal(err)
		}
		if r := reported.(report.Report); r.Total.Outcomes.Met != 2 {
			t.Errorf("report: %+v", r.Total.Outcomes)
		}
	})
}

// An import can be done again, and tells nobody what is past.
func TestImport(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		d := testdesk.New(t, open(), config, nine)
		d.Clock.Set(nine.Add(90 * time.Minute))
		var lines strings.Builder
		for i := range 3 {
			doc := desk.Document{Title: fmt.Sprint("issue ", i), Bodies: map[string]string{"e": "hello"}}
			doc.Issue = sla.Issue{ID: fmt.Sprintf("I%d", i), CreatedAt: nine, Events: []sla.Event{{ID: "e", At: nine.Add(time.Minute), Type: sla.Message, From: sla.Customer}}}
			line, err := doc.Line()
			if err != nil {
				t.Fatal(err)
			}
			lines.Write(append(line, '\n'))
		}
		for range 2 {
			run, err := d.StartImport(t.Context(), lines.String(), "token")
			if err != nil {
				t.Fatal(err)
			}
			doRuns(t, d)
			if run, err = d.Read().Run(t.Context(), run.ID); err != nil || run.State != store.Done || run.Done != 3 || run.Total != 3 {
				t.Fatalf("run: %s %d/%d %s, %v", run.State, run.Done, run.Total, run.Error, err)
			}
		}
		d.Until(t, d.Clock.Now())
		if got := alerts(t, d, "I0"); len(got) != 0 {
			t.Errorf("the past is told: %q", got)
		}
		issue, err := d.Read().Issue(t.Context(), "I0")
		if err != nil || issue.Standing != "overdue" || issue.NextCheck.IsZero() {
			t.Errorf("imported: %+v, %v", issue, err)
		}
		d.Until(t, nine.Add(4*time.Hour)) // half of the time for the resolution
		wantList(t, "what comes", alerts(t, d, "I0"), "email resolution: warning sending", "slack resolution: warning sending")
		run, err := d.StartImport(t.Context(), "{\n"+strings.Replace(lines.String(), `"I0"`, `"I7"`, 1), "token")
		if err != nil {
			t.Fatal(err)
		}
		doRuns(t, d)
		if run, err = d.Read().Run(context.Background(), run.ID); err != nil || run.State != store.Failed || !strings.HasPrefix(run.Error, "line 1: ") {
			t.Errorf("run with a bad line: %s %q, %v", run.State, run.Error, err)
		}
		if _, err := d.Read().Issue(t.Context(), "I7"); err != nil {
			t.Errorf("the other lines: %v", err)
		}
	})
}
