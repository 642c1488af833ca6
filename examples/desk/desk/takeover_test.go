package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/examples/desk/demo"
	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/internal/testdesk"
	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/slatest"
)

// tighter is the configuration of the demo with other promises.
var tighter = strings.NewReplacer(`"urgent": "1h"`, `"urgent": "45m"`, `"default": "4h"`, `"default": "3h"`, `"usual": [`, `"usual": [{"at": "40%", "name": "early"},`).Replace(demo.Config)

// A takeover comes to the same whether events before it are delivered before it or after it.
func TestLateEventsThroughATakeover(t *testing.T) {
	cfg, err := policy.Parse([]byte(demo.Config))
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	histories := slatest.Histories(cfg, slatest.Domain{From: from, Until: from.AddDate(1, 0, 0), MaxEvents: 8})
	rapid.Check(t, func(r *rapid.T) {
		h := histories.Draw(r, "history")
		if !h.Now.After(h.Issue.CreatedAt) {
			return
		}
		var inOrder, late []delivery
		for i, e := range h.Issue.Events {
			if e.ID = fmt.Sprintf("e%d", i); !e.At.After(h.Now) {
				inOrder = append(inOrder, delivery{e.At, e})
			}
		}
		slices.SortStableFunc(inOrder, func(a, b delivery) int { return a.at.Compare(b.at) })
		if len(inOrder) == 0 || !inOrder[len(inOrder)-1].at.After(h.Issue.CreatedAt) {
			return
		}
		last := inOrder[len(inOrder)-1].at
		at := h.Issue.CreatedAt.Add(time.Duration(rapid.Int64Range(1, int64(last.Sub(h.Issue.CreatedAt))).Draw(r, "takeover")))
		// Events of one instant count in the order in which they come, which delays would change, and those of
		// the instant of the takeover come before it or after: one of each instant is enough.
		inOrder = slices.CompactFunc(inOrder, func(a, b delivery) bool { return a.at.Equal(b.at) })
		inOrder = slices.DeleteFunc(inOrder, func(d delivery) bool { return d.at.Equal(at) })
		for _, d := range inOrder {
			if d.at.Before(at) && rapid.Bool().Draw(r, "late") {
				d.at = at.Add(time.Duration(rapid.Int64Range(1, int64(max(h.Now.Sub(at), 1))).Draw(r, "by")))
			}
			late = append(late, d)
		}
		slices.SortStableFunc(late, func(a, b delivery) int { return a.at.Compare(b.at) })
		want, moved := liveThrough(t, h.Issue, inOrder, at, h.Now)
		got, movedLate := liveThrough(t, h.Issue, late, at, h.Now)
		if moved != movedLate { // the desk took it for resolved, and moved it later
			return
		}
		if want != got {
			r.Fatalf("delivered late:\n%s\nwant\n%s", got, want)
		}
	})
}

// liveThrough delivers events to a desk that goes over to tighter at an instant, and describes what
// has become of the issue, and when it was moved.
func liveThrough(t *testing.T, issue sla.Issue, deliveries []delivery, at, now time.Time) (what, moved string) {
	db, err := store.Open(t.Context(), t.TempDir()+"/desk.db")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	d := testdesk.New(t, db, demo.Config, issue.CreatedAt)
	setup, err := d.Propose(t.Context(), tighter, "", "lea")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.Create(t.Context(), desk.NewIssue{ID: "A", Title: "a", CreatedBy: issue.CreatedBy, CreatedAt: issue.CreatedAt, Attributes: issue.Attributes}); err != nil {
		t.Fatal(err)
	}
	over := false
	until := func(to time.Time) {
		if !over && !to.Before(at) {
			over = true
			d.Until(t, at)
			if _, err := d.GoLive(t.Context(), setup.Version, time.Time{}, "lea"); err != nil {
				t.Fatal(err)
			}
			doRuns(t, d)
		}
		d.Until(t, to)
	}
	for _, delivery := range deliveries {
		until(delivery.at)
		if _, _, err := d.Add(t.Context(), "A", delivery.event, ""); err != nil {
			t.Fatal(err)
		}
	}
	until(now)
	moves, err := d.Read().Takeovers(t.Context(), "A")
	if err != nil {
		t.Fatal(err)
	}
	return becomeOf(t, d), fmt.Sprint(moves)
}

// becomeOf describes what has become of the issue.
func becomeOf(t *testing.T, d *testdesk.Desk) string {
	rows, err := d.Read().Transitions(t.Context(), "A")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, r := range rows {
		if !r.Premature {
			lines = append(lines, fmt.Sprint(r.At, " ", r.ID, " ", r.Kind, " ", r.Metric, " ", r.Policy, " ", r.Step))
		}
	}
	slices.Sort(lines)
	row, err := d.Read().Issue(t.Context(), "A")
	if err != nil {
		t.Fatal(err)
	}
	result, err := d.Result(t.Context(), &row)
	if err != nil {
		t.Fatal(err)
	}
	for i := range result.Clocks {
		lines = append(lines, string(result.Clocks[i].AppendJSON(nil)))
	}
	return strings.Join(append(lines, row.NextCheck.String(), row.Standing), "\n")
}
