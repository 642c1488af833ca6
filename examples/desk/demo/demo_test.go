package demo_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/examples/desk/demo"
	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/internal/testdesk"
	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/sla/report"
)

func TestMain(m *testing.M) { testdesk.Main(m) }

// fill returns a desk with the demo.
func fill(t *testing.T, db *store.DB) (*desk.Desk, *demo.Clock) {
	t.Helper()
	c := new(demo.Clock)
	d := desk.New(desk.Options{DB: db, Clock: c, Enqueue: new(testdesk.Jobs).Insert})
	if err := demo.Fill(t.Context(), d, c, 1); err != nil {
		t.Fatal(err)
	}
	return d, c
}

// describe returns what a desk has, as text.
func describe(t *testing.T, d *desk.Desk) string {
	t.Helper()
	var b strings.Builder
	for _, closed := range []bool{false, true} {
		issues, err := d.Read().Issues(t.Context(), store.Filter{Closed: closed, Limit: 10_000})
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range issues {
			if closed {
				fmt.Fprintln(&b, i.ID) // sorted by the machine's clock
				continue
			}
			fmt.Fprintln(&b, i.ID, i.Standing, i.Clocks, i.DueAt, i.Attributes)
		}
	}
	alerts, err := d.Read().Alerts(t.Context(), store.AlertFilter{Limit: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range alerts {
		fmt.Fprintln(&b, a.ID, a.State, a.Reason, a.DoneAt)
	}
	return b.String()
}

// The demo is the same each time, and has something of everything.
func TestFill(t *testing.T) {
	d, _ := fill(t, testdesk.Open(t, t.TempDir()+"/desk.db"))
	again, _ := fill(t, testdesk.Open(t, t.TempDir()+"/desk.db"))
	if describe(t, d) != describe(t, again) {
		t.Error("the same seed makes another demo")
	}
	counts := make(map[string]int)
	issues, err := d.Read().Issues(t.Context(), store.Filter{Limit: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range issues {
		counts[i.Standing]++
	}
	t.Logf("open: %d, %v", len(issues), counts)
	for _, standing := range []string{"on_track", "at_risk", "overdue", "paused"} {
		if counts[standing] == 0 {
			t.Errorf("no open issue is %s", standing)
		}
	}
	states, err := d.Read().CountAlerts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("alerts: %v", states)
	for _, state := range []string{store.Sent, store.Dropped, store.Digested, store.Replaced} {
		if !strings.Contains(fmt.Sprint(states), state) {
			t.Errorf("no alert is %s", state)
		}
	}
	result, err := d.Report(t.Context(), report.Request{By: []string{"metric"}})
	if err != nil {
		t.Fatal(err)
	}
	r := result.(report.Report)
	t.Log(r.Table().String())
	for _, row := range r.Rows {
		if rate := row.Compliance.Rate; rate < 0.7 || rate > 0.99 {
			t.Errorf("%v: %.2f of the promises were kept", row.Key, rate)
		}
	}
}

// Moving the clock ahead brings the warning of the urgent issue, and then its breach; started again,
// the demo goes on where it was.
func TestAhead(t *testing.T) {
	db := testdesk.Open(t, t.TempDir()+"/desk.db")
	d, c := fill(t, db)
	for _, step := range []struct {
		by   time.Duration
		want string
	}{{0, "on_track"}, {2 * time.Minute, "at_risk"}, {8 * time.Minute, "overdue"}} {
		if _, err := demo.Ahead(t.Context(), d, c, step.by); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Advance(t.Context()); err != nil {
			t.Fatal(err)
		}
		if issue, err := d.Read().Issue(t.Context(), "D-900"); err != nil || issue.Standing != step.want {
			t.Errorf("%v later it is %s, %v", step.by, issue.Standing, err)
		}
	}
	if _, err := demo.Ahead(t.Context(), d, c, 4*time.Hour); err != nil { // the evening, when leads are not told
		t.Fatal(err)
	}
	if _, err := d.Advance(t.Context()); err != nil {
		t.Fatal(err)
	}
	if held, err := d.Read().Alerts(t.Context(), store.AlertFilter{Issue: "D-900", State: store.Held}); err != nil || len(held) != 1 {
		t.Errorf("held: %v, %v", held, err)
	}
	if _, err := demo.Ahead(t.Context(), d, c, -time.Minute); err == nil {
		t.Error("time goes back")
	}
	resumed := new(demo.Clock)
	if known, err := demo.Resume(t.Context(), db, resumed); err != nil || !known {
		t.Fatal(known, err)
	}
	if apart := resumed.Now().Sub(c.Now()).Abs(); apart > time.Minute {
		t.Errorf("the clock went on %v apart", apart)
	}
	if known, err := demo.Resume(t.Context(), testdesk.Open(t, t.TempDir()+"/other.db"), resumed); err != nil || known {
		t.Errorf("an empty database has a demo: %v, %v", known, err)
	}
}

// The whole life can be imported, as another desk would.
func TestLines(t *testing.T) {
	lines, err := demo.Lines(1)
	if err != nil {
		t.Fatal(err)
	}
	d := testdesk.New(t, testdesk.Open(t, t.TempDir()+"/desk.db"), demo.Config, demo.Now.AddDate(0, 1, 0))
	few := strings.Join(strings.SplitAfter(lines, "\n")[:50], "")
	run, err := d.StartImport(t.Context(), few, "test")
	if err != nil {
		t.Fatal(err)
	}
	if ended, err := d.DoRun(t.Context(), run.ID, time.Minute); err != nil || !ended {
		t.Fatal(ended, err)
	}
	if run, err = d.Read().Run(t.Context(), run.ID); err != nil || run.State != store.Done || run.Done != 50 {
		t.Errorf("run: %s %d %s, %v", run.State, run.Done, run.Error, err)
	}
}
