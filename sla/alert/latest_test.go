package alert_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// Equal actions of a step become two alerts.
func TestEqualActionsHaveTwoIDs(t *testing.T) {
	const config = `{"policies": [{"id": "p", "targets": {"first_response": "1h"}, "escalations": [
	  {"at": "breach", "do": [{"type": "pager"}, {"type": "pager"}, {"type": "pager"}]}]}]}`
	engine, p := newPlanner(t, config, alert.Options{})
	start := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	result := evaluate(t, engine, sla.Issue{ID: "ISS-1", CreatedAt: start}, start.Add(time.Hour))
	list := alertsOf(t, p, result.Transitions[len(result.Transitions)-1], result)
	if len(list) != 3 || list[0].ID == list[1].ID || list[1].ID == list[2].ID || list[0].ID == list[2].ID {
		t.Errorf("got %v", list)
	}
}

// Alerts that were due at different times and are checked together share a limit, and their
// digest is from the instant of the check.
func TestLateAlertsShareALimit(t *testing.T) {
	monday := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	var list []alert.Alert
	for i := range 50 {
		list = append(list, alert.Alert{
			ID: fmt.Sprint("a", i), At: monday.Add(-time.Duration(i) * time.Hour), AsOf: monday,
			Type: policy.ActionSlack, Channel: "slack:#x", Issue: alert.Issue{ID: fmt.Sprint("ISS-", i)},
		})
	}
	out := alert.Limit{Alerts: 3}.Digest(list)
	if len(out) != 4 || len(out[3].Digest) != 47 || !out[3].AsOf.Equal(monday) {
		t.Errorf("%d messages", len(out))
	}
}

// Latest keeps of each step and destination the latest reminder, which stands for the
// others. It loses nothing, needs no order, and changes nothing when it is called again.
func TestLatest(t *testing.T) {
	monday := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		var list []alert.Alert
		var ids []string
		latest := make(map[string][2]int) // target and repeat, by what reminders have in common
		for i := range rapid.IntRange(0, 20).Draw(t, "alerts") {
			a := alert.Alert{
				ID: fmt.Sprintf("a%02d", i), At: monday,
				Type:    rapid.SampledFrom([]string{policy.ActionSlack, policy.ActionEmail, policy.ActionWebhook, policy.ActionUpdate}).Draw(t, "type"),
				Channel: rapid.SampledFrom([]string{"x", "y"}).Draw(t, "channel"),
				Issue:   alert.Issue{ID: rapid.SampledFrom([]string{"ISS-1", "ISS-2"}).Draw(t, "issue")},
				Transition: sla.Transition{
					Metric: "m", Step: rapid.SampledFrom([]string{"warn", "breach"}).Draw(t, "step"),
					TargetSeq: rapid.IntRange(1, 2).Draw(t, "target"), Repeat: rapid.IntRange(0, 4).Draw(t, "repeat"),
				},
			}
			list, ids = append(list, a), append(ids, a.ID)
			k := key(a)
			is, was := [2]int{a.Transition.TargetSeq, a.Transition.Repeat}, latest[k]
			if slices.Compare(is[:], was[:]) > 0 {
				latest[k] = is
			}
		}
		out := alert.Latest(list)
		var got []string
		seen := make(map[string]bool)
		for _, a := range out {
			got = append(got, a.IDs()...)
			k := key(a)
			if a.Type != policy.ActionSlack && a.Type != policy.ActionEmail {
				if len(a.StandsFor) > 0 {
					t.Fatalf("a %s stands for others", a.Type)
				}
				continue
			}
			if seen[k] {
				t.Fatalf("two reminders of %s", k)
			}
			seen[k] = true
			if is := [2]int{a.Transition.TargetSeq, a.Transition.Repeat}; is != latest[k] {
				t.Fatalf("of %s %v is kept, the latest is %v", k, is, latest[k])
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, ids) {
			t.Fatalf("got %v, want %v", got, ids)
		}
		if diff := cmp.Diff(out, alert.Latest(rapid.Permutation(list).Draw(t, "order"))); diff != "" {
			t.Fatalf("another order gives others:\n%s", diff)
		}
		if diff := cmp.Diff(out, alert.Latest(out)); diff != "" {
			t.Fatalf("again gives others:\n%s", diff)
		}
		// What came before is in the list again, as after a crash.
		if diff := cmp.Diff(out, alert.Latest(append(slices.Clone(list), out...))); diff != "" {
			t.Fatalf("beside what it replaces gives others:\n%s", diff)
		}
	})
}
