package sla_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A summary of an explanation in each form: the page's title and notes, sections with and without
// titles and rows, and nothing where there is nothing.
func TestPagesInEachForm(t *testing.T) {
	engine := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.Resolution: policy.Within(2 * time.Hour)}}}})
	nine := instant("2026-03-09T09:00:00Z")
	open := sla.Issue{ID: "I", CreatedAt: nine}
	ended := sla.Issue{ID: "I", CreatedAt: nine, Events: []sla.Event{sla.SetAttribute("status", "resolved", nine)}}
	x, y := explain(t, engine, open, nine.Add(time.Hour)), explain(t, engine, ended, nine.Add(time.Hour))
	o := sla.TextOptions{Summary: true}
	body := func(x sla.Explanation) string {
		_, after, _ := strings.Cut(x.HTML(o), "<main>\n")
		before, _, _ := strings.Cut(after, "</main>")
		return before
	}
	for _, tt := range []struct{ name, got, want string }{
		{"text", x.Text(o), `I as of Mon 9 Mar 2026 10:00
All times are in UTC.

Resolution  1h left, due Mon 9 Mar 11:00

Next
  Mon 9 Mar 11:00  resolution is due
`},
		{"Markdown", x.Markdown(o), `# I as of Mon 9 Mar 2026 10:00

All times are in UTC.

| | |
|:--|:--|
| Resolution | 1h left, due Mon 9 Mar 11:00 |

## Next

| | |
|:--|:--|
| Mon 9 Mar 11:00 | resolution is due |
`},
		{"HTML", body(x), `<h1>I as of Mon 9 Mar 2026 10:00</h1>
<p class="note">All times are in UTC.</p>
<section>
<table>
<tr><th scope="row">Resolution</th><td>1h left, due Mon 9 Mar 11:00</td></tr>
</table>
</section>
<section>
<h2>Next</h2>
<table>
<tr><th scope="row">Mon 9 Mar 11:00</th><td>resolution is due</td></tr>
</table>
</section>
`},
		{"text without rows", y.Text(o), `I as of Mon 9 Mar 2026 10:00
All times are in UTC.

Resolution  met with 2h left

No clock is open. Nothing more happens unless there is another event.
`},
		{"Markdown without rows", y.Markdown(o), `# I as of Mon 9 Mar 2026 10:00

All times are in UTC.

| | |
|:--|:--|
| Resolution | met with 2h left |

No clock is open. Nothing more happens unless there is another event.
`},
		{"HTML without rows", body(y), `<h1>I as of Mon 9 Mar 2026 10:00</h1>
<p class="note">All times are in UTC.</p>
<section>
<table>
<tr><th scope="row">Resolution</th><td>met with 2h left</td></tr>
</table>
</section>
<section>
<p>No clock is open. Nothing more happens unless there is another event.</p>
</section>
`},
	} {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	if text := x.Clocks[0].String(); !strings.HasPrefix(text, "Resolution: ") {
		t.Errorf("an account does not begin with its title:\n%q", text)
	}
}

// Options select clocks by their metric, cycle and standing.
func TestOptionsSelectClocks(t *testing.T) {
	engine := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{
		policy.FirstResponse: policy.Within(time.Hour), policy.NextResponse: policy.Within(time.Hour)}}}})
	nine := instant("2026-03-09T09:00:00Z")
	issue := sla.Issue{ID: "I", CreatedAt: nine}
	for i, hours := range []int{0, 1, 3, 4, 5} { // the second next response is open
		issue.Events = append(issue.Events, sla.MessageFrom([]sla.Party{sla.Agent, sla.Customer}[i%2], nine.Add(time.Duration(hours)*time.Hour)))
	}
	issue.Events = append(issue.Events, sla.MessageFrom(sla.Customer, nine.Add(6*time.Hour)))
	x := explain(t, engine, issue, nine.Add(6*time.Hour))
	for _, tt := range []struct {
		name    string
		options sla.TextOptions
		want    string
	}{
		{"all", sla.TextOptions{ByStart: true}, "first_response 1, next_response 1, next_response 2, next_response 3"},
		{"the worst first", sla.TextOptions{}, "next_response 1, next_response 3, next_response 2, first_response 1"},
		{"a metric", sla.TextOptions{Metrics: []string{policy.FirstResponse}}, "first_response 1"},
		{"a cycle", sla.TextOptions{Cycle: 1, ByStart: true}, "first_response 1, next_response 1"},
		{"a later cycle", sla.TextOptions{Cycle: 3}, "next_response 3"},
		{"breached", sla.TextOptions{Only: sla.OnlyBreached}, "next_response 1"},
		{"open", sla.TextOptions{Only: sla.OnlyOpen}, "next_response 3"},
	} {
		var got []string
		for _, a := range x.Select(tt.options).Clocks {
			got = append(got, a.Metric+" "+string(rune('0'+a.Cycle)))
		}
		if got := strings.Join(got, ", "); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

// The hours of an account are those of the schedule on which it was counted at each instant.
func TestHoursOfAnAccountOnTwoSchedules(t *testing.T) {
	engine := newEngine(t, &policy.Config{
		OnChange: policy.CarryOver,
		Schedules: []businesshours.Schedule{
			{Name: "early", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-fri": {"08:00-12:00"}}},
			{Name: "late", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-fri": {"13:00-18:00"}}},
		},
		Policies: []policy.Policy{{ID: "p", Schedule: policy.UseBy("region", map[string]string{"eu": "early", "us": "late"}, ""),
			Targets: map[string]policy.Target{policy.Resolution: policy.Within(8 * time.Hour)}}},
	})
	nine := instant("2026-03-09T09:00:00Z")
	x := explain(t, engine, sla.Issue{ID: "I", CreatedAt: nine, Attributes: map[string]any{"region": "eu"}, Events: []sla.Event{
		sla.SetAttribute("region", "us", nine.Add(2*time.Hour)), // 11:00
	}}, nine.Add(3*time.Hour))
	var got []string
	for s := range x.Clocks[0].Hours(nine, instant("2026-03-10T06:00:00Z")) {
		got = append(got, s.Start.UTC().Format("15:04")+"-"+s.End.UTC().Format("15:04"))
	}
	if got, want := strings.Join(got, ", "), "09:00-11:00, 13:00-18:00"; got != want {
		t.Errorf("open %s, want %s", got, want)
	}
}
