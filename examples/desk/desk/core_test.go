package desk_test

import (
	"fmt"
	"maps"
	"slices"
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

func TestMain(m *testing.M) { testdesk.Main(m) }

// A delivery is an event that reaches the desk at some instant, at or after its own.
type delivery struct {
	at    time.Time
	event sla.Event
}

// drawDeliveries draws when events reach the desk: most at once, some late, some twice.
func drawDeliveries(t *rapid.T, events []sla.Event, until time.Time) []delivery {
	var list []delivery
	for i, e := range events {
		if e.At.After(until) {
			continue
		}
		e.ID = fmt.Sprintf("e%d", i)
		for range rapid.SampledFrom([]int{1, 1, 1, 2}).Draw(t, "times") {
			at := e.At
			if rapid.SampledFrom([]bool{false, false, true}).Draw(t, "late") {
				at = at.Add(time.Duration(rapid.Int64Range(0, int64(until.Sub(at))).Draw(t, "by")))
			}
			list = append(list, delivery{at, e})
		}
	}
	slices.SortStableFunc(list, func(a, b delivery) int { return a.at.Compare(b.at) })
	return list
}

// However events reach the desk, late and repeated, it ends with the transitions of an evaluation of
// the whole history, with its clocks, and has recorded each transition once.
func TestSameAsEvaluation(t *testing.T) {
	cfg, err := policy.Parse([]byte(demo.Config))
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	histories := slatest.Histories(cfg, slatest.Domain{From: from, Until: from.AddDate(1, 0, 0), MaxEvents: 12})
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		d := testdesk.New(t, db, demo.Config, from.AddDate(-1, 0, 0))
		setup, err := d.Current(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		rapid.Check(t, func(r *rapid.T) {
			n++
			h := histories.Draw(r, "history")
			h.Issue.ID = fmt.Sprintf("ISS-%d", n)
			deliveries := drawDeliveries(r, h.Issue.Events, h.Now)
			if h.Now.Before(h.Issue.CreatedAt) {
				return
			}
			forgetDue(t, db)
			d.Clock.Set(h.Issue.CreatedAt)
			_, _, err := d.Create(t.Context(), desk.NewIssue{
				ID: h.Issue.ID, Title: "x", CreatedBy: h.Issue.CreatedBy, CreatedAt: h.Issue.CreatedAt, Attributes: h.Issue.Attributes,
			})
			if err != nil {
				r.Fatal(err)
			}
			seen := make(map[string]bool)
			for _, delivery := range deliveries {
				d.Until(t, delivery.at)
				_, fresh, err := d.Add(t.Context(), h.Issue.ID, delivery.event, "")
				if err != nil {
					r.Fatal(err)
				}
				if fresh == seen[delivery.event.ID] {
					r.Fatalf("event %s is new: %v", delivery.event.ID, fresh)
				}
				seen[delivery.event.ID] = true
			}
			d.Until(t, h.Now)
			compare(r, t, d, setup, h.Issue.ID, h.Now)
		})
	})
}

// forgetDue has nothing more come of the issues so far, so that the clock may go back.
func forgetDue(t *testing.T, db *store.DB) {
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.ExecContext(t.Context(), "UPDATE issues SET next_check = NULL")
		if err == nil {
			_, err = tx.ExecContext(t.Context(), "UPDATE alerts SET check_at = NULL")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// compare compares what the desk knows of an issue with an evaluation of its history.
func compare(r *rapid.T, t *testing.T, d *testdesk.Desk, setup *desk.Setup, id string, now time.Time) {
	r.Helper()
	doc, _, err := d.History(t.Context(), id)
	if err != nil {
		r.Fatal(err)
	}
	want, err := setup.Engine.EvaluateAt(doc, now)
	if err != nil {
		r.Fatal(err)
	}
	wantIDs := make(map[string]time.Time)
	for _, transition := range want.Transitions {
		wantIDs[transition.ID()] = transition.At
	}
	rows, err := d.Read().Transitions(t.Context(), id)
	if err != nil {
		r.Fatal(err)
	}
	gotIDs := make(map[string]time.Time)
	for _, row := range rows {
		if !row.Premature {
			gotIDs[row.ID] = row.At
		}
	}
	if !maps.EqualFunc(gotIDs, wantIDs, time.Time.Equal) {
		r.Fatalf("the desk has %d transitions, an evaluation %d:\n%v\n%v\n%v", len(gotIDs), len(wantIDs), gotIDs, wantIDs, want.Transitions)
	}
	row, err := d.Read().Issue(t.Context(), id)
	if err != nil {
		r.Fatal(err)
	}
	if !row.NextCheck.Equal(want.NextCheck) {
		r.Fatalf("next check at %v, want %v", row.NextCheck, want.NextCheck)
	}
	result, err := d.Result(t.Context(), &row)
	if err != nil {
		r.Fatal(err)
	}
	for _, c := range result.Clocks {
		w, ok := want.Clock(c.Metric)
		if !ok || string(c.AppendJSON(nil)) != string(w.AppendJSON(nil)) {
			r.Fatalf("clock %v, want %v", c, w)
		}
	}
	if next, ok := result.Next(); ok != (row.DueMetric != "") || ok && next.Metric != row.DueMetric {
		r.Fatalf("first due is %q, want %v", row.DueMetric, next)
	}
}

// The order of the inbox is that of sla.Result.Next.
func TestTriageOrder(t *testing.T) {
	db := testdesk.Open(t, t.TempDir()+"/desk.db")
	d := testdesk.New(t, db, demo.Config, nine)
	for i, priority := range []string{"low", "urgent", "normal", "high", "urgent"} {
		create(t, d, fmt.Sprintf("A%d", i), map[string]any{"priority": priority, "customer.tier": []string{"gold", "standard", "platinum"}[i%3]})
		d.Clock.Advance(7 * time.Minute)
	}
	add(t, d, "A2", sla.Event{Type: sla.Message, From: sla.Agent})
	add(t, d, "A2", sla.Event{Type: sla.Update, Set: map[string]any{"status": "waiting_on_customer"}})
	d.Until(t, nine.Add(50*time.Minute))
	rows, err := d.Read().Issues(t.Context(), store.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	// All the clocks of the issues as one result: its first clock must be that of the first issue, and so on.
	var ids []string
	for _, row := range rows {
		ids = append(ids, row.ID)
	}
	var order []string
	left := slices.Clone(rows)
	for len(left) > 0 {
		var all sla.Result
		var owner []int
		for i := range left {
			result, err := d.Result(t.Context(), &left[i])
			if err != nil {
				t.Fatal(err)
			}
			next, _ := result.Next()
			all.Clocks = append(all.Clocks, next)
			owner = append(owner, i)
		}
		first, _ := all.Next()
		i := owner[slices.Index(all.Clocks, first)]
		order = append(order, left[i].ID)
		left = slices.Delete(left, i, i+1)
	}
	if !slices.Equal(ids, order) {
		t.Errorf("the inbox has %v, want %v", ids, order)
	}
}
