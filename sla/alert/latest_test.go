package alert_test

import (
	"fmt"
	"slices"
	"strings"
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

// A limit is one alert a minute, unless it says otherwise.
func TestLimit(t *testing.T) {
	for _, tt := range []struct {
		limit alert.Limit
		want  string // the second at which each message is due, and the number of alerts in a digest
	}{
		{alert.Limit{}, "0 59:2 60 119"},
		{alert.Limit{Alerts: -1, Per: -1}, "0 59:2 60 119"},
		{alert.Limit{Alerts: 2}, "0 30 59 60 119"},
		{alert.Limit{Per: time.Hour}, "0 119:4"},
		{alert.Limit{Alerts: 2, Per: 30 * time.Second}, "0 30 59 60 119"},
		{alert.Limit{Per: 30 * time.Second}, "0 30 59 60 119"},
	} {
		monday := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
		var list []alert.Alert
		for _, second := range []int{0, 30, 59, 60, 119} {
			list = append(list, alert.Alert{
				ID: fmt.Sprint("a", second), At: monday.Add(time.Duration(second) * time.Second),
				Type: policy.ActionSlack, Channel: "slack:#x", Issue: alert.Issue{ID: fmt.Sprint("ISS-", second)},
			})
		}
		var got []string
		for _, a := range tt.limit.Digest(list) {
			text := fmt.Sprint(a.At.Sub(monday).Seconds())
			if len(a.Digest) > 0 {
				text += fmt.Sprint(":", len(a.Digest))
			}
			got = append(got, text)
		}
		if got := strings.Join(got, " "); got != tt.want {
			t.Errorf("%+v: got %s, want %s", tt.limit, got, tt.want)
		}
	}
}

// A digest goes to everybody whom its alerts go to, each once. It is in the zone of its alerts,
// if they have the same one.
func TestDigestHoldsRecipientsAndZoneOfItsAlerts(t *testing.T) {
	ann, bo := alert.Recipient{Email: "ann@example.com"}, alert.Recipient{Email: "bo@example.com"}
	person, group := alert.Recipient{Slack: "U024BE7LH"}, alert.Recipient{Slack: "S0614TZR7"}
	capital, named := alert.Recipient{Name: "Ann", Email: "Ann@Example.com"}, alert.Recipient{Name: "Ann", Slack: person.Slack}
	for _, tt := range []struct {
		alertType  string
		recipients [2][]alert.Recipient
		zones      [2]string
		want       []alert.Recipient
		zone       string
	}{
		{policy.ActionEmail, [2][]alert.Recipient{{ann, bo}, {bo, capital}}, [2]string{"Europe/Paris", "Europe/Paris"}, []alert.Recipient{ann, bo}, "Europe/Paris"},
		{policy.ActionSlack, [2][]alert.Recipient{{person}, {group, named}}, [2]string{"Europe/Paris", "Asia/Tokyo"}, []alert.Recipient{person, group}, ""},
		{policy.ActionSlack, [2][]alert.Recipient{nil, {group}}, [2]string{"", "Asia/Tokyo"}, []alert.Recipient{group}, ""},
		{policy.ActionWebhook, [2][]alert.Recipient{}, [2]string{}, nil, ""},
	} {
		list := []alert.Alert{{ID: "a", Type: tt.alertType, Channel: "x", Issue: alert.Issue{ID: "ISS-0"}}}
		for i, id := range []string{"b", "c"} {
			list = append(list, alert.Alert{
				ID: id, Type: tt.alertType, Channel: "x", Issue: alert.Issue{ID: "ISS-" + id}, Recipients: tt.recipients[i], Zone: tt.zones[i],
			})
		}
		digest := alert.Limit{}.Digest(list)[1]
		if diff := cmp.Diff(tt.want, digest.Recipients); diff != "" {
			t.Errorf("recipients of a digest by %s (-want +got):\n%s", tt.alertType, diff)
		}
		if digest.Zone != tt.zone {
			t.Errorf("zone of a digest of %q: %q, want %q", tt.zones, digest.Zone, tt.zone)
		}
	}
}

// A digest has one line for the alerts of a step of an issue, which says what the latest says.
func TestDigestLineSaysTheLatest(t *testing.T) {
	monday := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	reminder := func(id, issue string, repeat int) alert.Alert {
		return alert.Alert{
			ID: id, At: monday, Type: policy.ActionSlack, Channel: "slack:#x", Issue: alert.Issue{ID: issue},
			Action:     policy.Action{"type": "slack", "channel": "#x", "mentions": id}, // each mentions others
			Transition: sla.Transition{Metric: policy.Resolution, Step: "breach", Repeat: repeat, At: monday.Add(time.Duration(repeat-3) * time.Hour)},
			Clock: &sla.Clock{
				Metric: policy.Resolution, State: sla.Running, Target: time.Hour, Breached: true,
				BreachedAt: monday.Add(-3 * time.Hour), Remaining: time.Duration(-repeat) * time.Hour,
			},
		}
	}
	digest := alert.Limit{}.Digest([]alert.Alert{
		reminder("a", "ISS-0", 1), reminder("b", "ISS-1", 2), reminder("c", "ISS-1", 3), reminder("d", "ISS-1", 1), reminder("e", "ISS-2", 1),
	})[1]
	want := `*4 more SLA alerts on 2 issues*
• *ISS-1*: Resolution breached, reminder 3, overdue by 3h (3 alerts)
• *ISS-2*: Resolution breached, reminder 1, overdue by 1h`
	if got := section(t, alert.Renderer{}, digest); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
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
