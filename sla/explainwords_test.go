package sla_test

import (
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// What explanations say, and what they do not.
func TestExplanationsSayWhatHelps(t *testing.T) {
	monday := instant("2026-03-09T09:00:00Z")
	at := func(hours float64) time.Time { return monday.Add(time.Duration(hours * float64(time.Hour))) }
	config := func() *policy.Config {
		return &policy.Config{
			Schedules: []businesshours.Schedule{{Name: "desk", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}}},
			Policies: []policy.Policy{{ID: "p", Name: "Everybody else", Schedule: policy.Use("desk"), Targets: map[string]policy.Target{
				policy.Resolution: policy.WithinBy("priority", map[string]time.Duration{"high": 2 * time.Hour}, 6*time.Hour),
			}}},
		}
	}
	set := func(hours float64, by string, values map[string]any) sla.Event {
		return sla.Event{At: at(hours), Type: sla.Update, By: by, Set: values}
	}
	many := config()
	for _, id := range []string{"a", "b", "c"} {
		when := policy.All(policy.If("tier", policy.Eq, id), policy.If("region", policy.Eq, "eu"))
		if id == "a" {
			when = policy.If("tier", policy.Eq, id)
		}
		many.Policies = append([]policy.Policy{{ID: id, When: &when, Targets: many.Policies[0].Targets}}, many.Policies...)
	}
	seven := config()
	seven.Policies[0].Targets = map[string]policy.Target{policy.Resolution: policy.Within(7 * time.Hour)}
	eight := config()
	eight.Policies[0].Targets = map[string]policy.Target{policy.Resolution: policy.Within(8 * time.Hour)}
	first := config()
	first.Policies[0].Targets[policy.FirstResponse] = policy.Within(time.Hour)
	first.Policies[0].Targets[policy.NextResponse] = policy.Within(time.Hour)
	for _, tt := range []struct {
		name   string
		config *policy.Config
		events []sla.Event
		hours  float64
		want   []string
		not    []string
	}{
		{"a customer's reply is not blamed", config(), []sla.Event{
			sla.SetAttribute("status", "pending", at(1)), sla.MessageFrom(sla.Customer, at(2)), sla.SetAttribute("status", "open", at(2))}, 8,
			[]string{"overdue by 1h"}, []string{"Without one decision"}},
		{"what an agent did is", config(), []sla.Event{
			sla.SetAttribute("status", "pending", at(1)), set(2, "ann", map[string]any{"status": "open", "category": "billing"})}, 8,
			[]string{"Without one decision of the desk it would not be breached: status became open by ann on Mon 9 Mar 11:00."}, []string{"category"}},
		{"what a customer did by name is not", config(), []sla.Event{
			sla.SetAttribute("status", "pending", at(1)), {At: at(1.5), Type: sla.Message, From: sla.Customer, By: "carl"},
			set(2, "carl", map[string]any{"status": "open"})}, 8,
			nil, []string{"Without one decision"}},
		{"a cause is the change that did it", config(), []sla.Event{set(3, "ann", map[string]any{"priority": "high", "status": "open", "assignee": "ann"})}, 4,
			[]string{"retargeted: priority became high by ann;", "Its target was 6h, and became 2h on Mon 9 Mar 12:00: priority became high by ann.", "3h of it while it was assigned to nobody, 1h while it was assigned to ann"}, []string{"assignee became"}},
		{"so is that of a pause", config(), []sla.Event{set(3, "", map[string]any{"priority": "normal", "status": "pending"})}, 4,
			[]string{"waiting on the customer until Mon 9 Mar 13:00: status became pending; 1h not counted"}, []string{"priority became"}},
		{"policies have names", config(), nil, 1,
			[]string{"policy Everybody else (p) gives 6h on desk", "Everybody else (p) is in force for resolution"}, nil},
		{"policies that do not apply are counted", many, []sla.Event{sla.SetAttribute("region", "us", at(0))}, 1,
			[]string{"a does not apply: tier has no value, wanted a\n  2 more do not apply\n"}, []string{"b does not", "c does not"}},
		{"one that nearly applies is named", many, []sla.Event{sla.SetAttribute("region", "eu", at(0))}, 1,
			[]string{"c does not apply: tier has no value, wanted c\n"}, []string{"more do not apply"}},
		{"a line is not split at closing", eight, nil, 26, []string{"counted 10h until Tue 10 Mar 11:00\n"}, []string{"closed until"}},
		{"nor is another", seven, nil, 26, []string{"counted 10h until Tue 10 Mar 11:00\n"}, []string{"closed until"}},
		{"triggers have words", first, []sla.Event{sla.MessageFrom(sla.Agent, at(0.5)), sla.MessageFrom(sla.Agent, at(0.6))}, 1,
			[]string{"next response: nothing has happened that starts it: a customer's message that needs a reply or its reopening"}, []string{"message:"}},
		{"conditions of triggers too", first, []sla.Event{sla.MessageFrom(sla.Customer, at(0.1))}, 0.5,
			[]string{"next response: the customer wrote, but no agent had answered yet"}, []string{"responded"}},
		{"years where there are two", config(), []sla.Event{sla.SetAttribute("status", "pending", at(1))}, 24 * 300,
			[]string{"as of Sun 3 Jan 2027 09:00", "Mon 9 Mar 2026 09:00  started"}, nil},
		{"seconds where instants read alike", config(), []sla.Event{sla.SetAttribute("status", "pending", at(1).Add(5*time.Second)), sla.SetAttribute("status", "open", at(1).Add(20500*time.Millisecond))}, 2,
			[]string{"Mon 9 Mar 10:00:05  waiting on the customer until Mon 9 Mar 10:00:20", "Mon 9 Mar 09:00     started"}, []string{"20.5"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := explain(t, newEngine(t, tt.config), sla.Issue{ID: "I", CreatedAt: monday, Events: tt.events}, at(tt.hours)).String()
			for _, part := range tt.want {
				if !strings.Contains(text, part) {
					t.Errorf("does not say %q:\n%s", part, text)
				}
			}
			for _, part := range tt.not {
				if strings.Contains(text, part) {
					t.Errorf("says %q:\n%s", part, text)
				}
			}
		})
	}
}

// What customers write is escaped in pages, and everything that is told as text is there.
func TestFormsOfExplanations(t *testing.T) {
	odd := `<b>*x*</b> | "y" & _z_`
	monday := instant("2026-03-09T09:00:00Z")
	x := explain(t, newEngine(t, openOnly()), sla.Issue{ID: odd, CreatedAt: monday}, monday.Add(time.Hour))
	html, markdown := x.HTML(sla.TextOptions{}), x.Markdown(sla.TextOptions{})
	if !strings.Contains(html, "<title>&#34;&lt;b&gt;*x*&lt;/b&gt; | \\&#34;y\\&#34; &amp; _z_&#34; as of Mon 9 Mar 2026 10:00</title>") || strings.Contains(html, "<b>") {
		t.Errorf("HTML:\n%s", html)
	}
	if !strings.HasPrefix(markdown, `# "\<b\>\*x\*\</b\> \| \\"y\\" &amp; \_z\_" as of Mon 9 Mar 2026 10:00`) {
		t.Errorf("Markdown:\n%s", markdown)
	}
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	if text := x.Text(sla.TextOptions{Zone: zone, Summary: true}); !strings.Contains(text, "as of Mon 9 Mar 2026 19:00\nAll times are in Asia/Tokyo.\n") || strings.Contains(text, "Policies") {
		t.Errorf("in Tokyo:\n%s", text)
	}
}
