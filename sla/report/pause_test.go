package report_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

const hour = time.Hour

func status(value string, after time.Duration) sla.Event {
	return sla.SetAttribute("status", value, monday.Add(after))
}

func message(from sla.Party, after time.Duration) sla.Event {
	return sla.MessageFrom(from, monday.Add(after))
}

// pausesOf returns the pauses of the resolution clock of an issue with some events.
func pausesOf(t *testing.T, asOf time.Duration, events ...sla.Event) []report.Pause {
	t.Helper()
	engine := newEngine(map[string]policy.Target{policy.Resolution: policy.Within(8 * hour)})
	a := newAccumulator(t, engine, report.Request{Worst: 1}, monday.Add(asOf))
	if err := a.Add(sla.Issue{ID: "a", CreatedAt: monday, Events: events}); err != nil {
		t.Fatal(err)
	}
	return a.Report().Total.Worst.Pauses
}

func TestPausesWorthALook(t *testing.T) {
	const (
		day    = 24 * hour
		minute = time.Minute
	)
	tests := []struct {
		name   string
		asOf   time.Duration
		events []sla.Event
		want   string // the reasons; empty if the record is not listed
	}{
		{"the customer waits", 100 * hour, []sla.Event{status("hold", hour), status("open", 2*hour)}, "unanswered"},
		{"and waits for a minute only", 100 * hour, []sla.Event{status("hold", hour), status("open", hour+minute)}, ""},
		{"and a little longer", 100 * hour, []sla.Event{status("hold", hour), status("open", hour+minute+1)}, "unanswered"},
		{
			"two short waits", 100 * hour,
			[]sla.Event{status("hold", hour), status("open", hour+minute), status("hold", 2*hour), status("open", 2*hour+1)},
			"unanswered",
		},
		{
			"the customer is asked, and answers", 100 * hour,
			[]sla.Event{message(sla.Agent, hour), status("pending", hour), message(sla.Customer, 3*hour), status("open", 3*hour)},
			"",
		},
		{
			"the customer is asked, and nobody sees the answer", 100 * hour,
			[]sla.Event{message(sla.Agent, hour), status("pending", hour), message(sla.Customer, 3*hour), status("open", 4*hour)},
			"unanswered",
		},
		{
			"thanks need no answer", 100 * hour,
			[]sla.Event{message(sla.Agent, hour), status("pending", hour), {At: monday.Add(3 * hour), Type: sla.Message, From: sla.Customer, NoReply: true}, status("open", 4*hour)},
			"",
		},
		{
			"the customer waits now", 100 * hour,
			[]sla.Event{message(sla.Agent, hour), status("pending", 90*hour), message(sla.Customer, 99*hour)},
			"unanswered",
		},
		{
			"half of its life", 100 * hour,
			[]sla.Event{message(sla.Agent, hour), status("pending", 5*hour), status("open", 10*hour), status("resolved", 10*hour)},
			"",
		},
		{
			"more than half of its life", 100 * hour,
			[]sla.Event{message(sla.Agent, hour), status("pending", 5*hour-1), status("open", 10*hour), status("resolved", 10*hour)},
			"mostly_paused",
		},
		{"more than half of its life up to now", 11 * hour, []sla.Event{message(sla.Agent, hour), status("pending", 5*hour)}, "mostly_paused"},
		{"it was", 11 * hour, []sla.Event{message(sla.Agent, hour), status("pending", hour), status("open", 5*hour)}, ""},
		{"still paused", 90 * day, []sla.Event{message(sla.Agent, hour), status("pending", 60*day)}, "still_paused"},
		{"still paused, not so long", 90*day - 1, []sla.Event{message(sla.Agent, hour), status("pending", 60*day)}, ""},
		{
			"interrupted", 90 * day,
			[]sla.Event{message(sla.Agent, hour), status("pending", 50*day), status("open", 70*day), status("pending", 70*day+minute)},
			"",
		},
		{"no longer", 190 * day, []sla.Event{message(sla.Agent, hour), status("pending", 60*day), status("open", 100*day)}, ""},
		{
			"resolved while it was paused", 190 * day,
			[]sla.Event{message(sla.Agent, hour), status("pending", 60*day), status("resolved", 100*day)},
			"",
		},
		{"every reason", 90 * day, []sla.Event{status("hold", hour)}, "unanswered mostly_paused still_paused"},
		{"void", 90 * day, []sla.Event{status("hold", hour), sla.CancelFor("spam", monday.Add(80*day))}, ""},
		{"never paused", 90 * day, nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			pauses := pausesOf(t, tt.asOf, tt.events...)
			if (len(pauses) > 0) != (tt.want != "") {
				t.Errorf("%d pauses are listed", len(pauses))
			}
			for _, p := range pauses {
				for _, reason := range p.Reasons() {
					got = append(got, string(reason))
				}
			}
			if text := strings.Join(got, " "); text != tt.want {
				t.Errorf("reasons %q, want %q", text, tt.want)
			}
		})
	}
}

func TestPauseSaysHowLong(t *testing.T) {
	got := pausesOf(t, 20*hour,
		status("hold", 2*hour), message(sla.Agent, 5*hour), status("open", 6*hour), // three of four hours
		message(sla.Customer, 9*hour), status("pending", 10*hour), message(sla.Agent, 11*hour), message(sla.Customer, 18*hour)) // three of ten
	want := []report.Pause{{
		IssueID: "a", Metric: policy.Resolution, Cycle: 1, Policy: "all", Outcome: sla.OutcomeOpen,
		Life: 20 * hour, Paused: 14 * hour, Unanswered: 6 * hour, Ongoing: 10 * hour,
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	if share := got[0].Share(); share != 0.7 {
		t.Errorf("share %v", share)
	}
	if share := new(report.Pause).Share(); share != 0 {
		t.Errorf("the share of no life is %v", share)
	}
}

// pausing returns an accumulator of five issues, of which it lists four.
func pausing(t *testing.T) *report.Accumulator {
	engine := newEngine(map[string]policy.Target{policy.Resolution: policy.Within(8 * hour)})
	a := newAccumulator(t, engine, report.Request{Worst: 4, By: []string{"assignee"}}, monday.AddDate(0, 2, 0))
	for _, issue := range []sla.Issue{
		{ID: "forgotten", Events: []sla.Event{message(sla.Agent, hour), status("pending", hour)}},
		{ID: "noticed after a second", Events: []sla.Event{message(sla.Agent, hour), status("pending", hour), message(sla.Customer, 50*hour), status("open", 50*hour+1e9), status("resolved", 51*hour)}},
		{ID: "stopped for two hours", Events: []sla.Event{status("hold", hour), status("open", 3*hour)}},
		{ID: "=stopped for three hours", Events: []sla.Event{status("hold", hour), status("open", 4*hour)}},
		{ID: "prompt", Events: []sla.Event{status("hold", hour), message(sla.Agent, hour), status("resolved", 2*hour-1)}},
	} {
		issue.CreatedAt, issue.Attributes = monday, map[string]any{"assignee": "ann"}
		if err := a.Add(issue); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

func TestPausesAreListedByHowLongTheCustomerWaited(t *testing.T) {
	r := pausing(t).Report()
	want := `
assignee  issue                     metric      cycle  policy  outcome   paused  of life  unanswered  ongoing  why
ann       =stopped for three hours  resolution      1  all     overdue       3h     0.2%          3h        –  paused while the customer waited for an answer
ann       stopped for two hours     resolution      1  all     overdue       2h     0.1%          2h        –  paused while the customer waited for an answer
ann       forgotten                 resolution      1  all     open     60d 23h    99.9%          0m  60d 23h  paused for more than half of its life; still paused after 30 days
ann       noticed after a second    resolution      1  all     met        2d 1h    96.0%          1s        –  paused for more than half of its life
`[1:]
	if got := r.PausesTable().String(); got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
	csv := `
assignee,issue,metric,cycle,policy,outcome,paused,of_life,unanswered,ongoing,why
ann,'=stopped for three hours,resolution,1,all,overdue,10800,`[1:]
	if got := r.PausesTable().CSV(); !strings.HasPrefix(got, csv) || !strings.Contains(got, ",0,5266800,mostly_paused still_paused\n") {
		t.Errorf("CSV:\n%s", got)
	}
	text := document(t, r)
	for _, want := range []string{
		`"pauses":[{"issue":"=stopped for three hours","metric":"resolution","cycle":1,"policy":"all","outcome":"overdue","reasons":["unanswered"],"life":"1464h0m0s","paused":"3h0m0s","share":0.00204`,
		`"reasons":["mostly_paused","still_paused"],"life":"1464h0m0s","paused":"1463h0m0s","share":0.9993169398907104,"unanswered":"0s","ongoing":"1463h0m0s"}`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s\nis not in\n%s", want, text)
		}
	}
}

func TestPausesAreReadBack(t *testing.T) {
	a := pausing(t)
	text := document(t, a)
	var read report.Accumulator
	if err := json.Unmarshal([]byte(text), &read); err != nil {
		t.Fatal(err)
	}
	if again := document(t, &read); again != text {
		t.Errorf("%s\nis read as\n%s", text, again)
	}
	if diff := cmp.Diff(a.Report().Total.Worst, read.Report().Total.Worst); diff != "" {
		t.Errorf("(-made +read):\n%s", diff)
	}
	for name, change := range map[string][2]string{
		"more pauses than asked for": {`"worst":4`, `"worst":3`},
		"another order":              {`"unanswered":"3h0m0s"`, `"unanswered":"1h0m0s"`},
		"no reason":                  {`"unanswered":"2h0m0s"`, `"unanswered":"1m0s"`},
		"no other reason":            {`"life":"51h0m0s"`, `"life":"99h0m0s"`},
		"void":                       {`"outcome":"met","reasons"`, `"outcome":"void","reasons"`},
		"no outcome":                 {`"outcome":"met","reasons"`, `"outcome":"good","reasons"`},
		"longer than its life":       {`"life":"51h0m0s"`, `"life":"49h0m0s"`},
		"longer than its pauses":     {`"ongoing":"1463h0m0s"`, `"ongoing":"1463h0m1s"`},
	} {
		if !strings.Contains(text, change[0]) {
			t.Fatalf("%s: %s is not in\n%s", name, change[0], text)
		}
		if err := json.Unmarshal([]byte(strings.ReplaceAll(text, change[0], change[1])), &read); err == nil {
			t.Errorf("%s: there is no error", name)
		}
	}
}

func TestPausesAreListedIfAskedFor(t *testing.T) {
	engine := newEngine(map[string]policy.Target{policy.Resolution: policy.Within(8 * hour)})
	a := newAccumulator(t, engine, report.Request{}, monday.AddDate(0, 2, 0))
	if err := a.Add(sla.Issue{ID: "a", CreatedAt: monday, Events: []sla.Event{status("hold", hour)}}); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{document(t, a), document(t, a.Report())} {
		if strings.Contains(text, `"pauses"`) {
			t.Errorf("%s", text)
		}
	}
	if rows := a.Report().PausesTable().Rows; len(rows) > 0 {
		t.Errorf("rows %v", rows)
	}
}

func TestReasonsAreInWords(t *testing.T) {
	reasons := []report.PauseReason{report.PausedUnanswered, report.PausedMostly, report.PausedStill, "other"}
	var words []string
	for _, r := range reasons {
		words = append(words, r.String())
	}
	if want := []string{"paused while the customer waited for an answer", "paused for more than half of its life", "still paused after 30 days", "other"}; !slices.Equal(words, want) {
		t.Errorf("%q", words)
	}
}
