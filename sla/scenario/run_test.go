package scenario_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/punctualgo/punctual/sla/scenario"
)

// A file of one creation and what is expected of it.
func expecting(fields string) string {
	return told(config, newYork, `{"at": "Fri 2026-03-13 11:00", `+fields+`}`) // 15:00 UTC
}

func TestFailuresSayWhatWasExpectedAndWhatCame(t *testing.T) {
	for _, tt := range []struct{ fields, path, want, got string }{
		{`"expect": {"first_response": {"state": "paused"}}`, ".expect.first_response.state", "paused", "running"},
		{`"expect": {"first_response": {"breached": true}}`, ".expect.first_response.breached", "true", "false"},
		{`"expect": {"first_response": {"remaining": "1h30m"}}`, ".expect.first_response.remaining", "1h30m", "2h"},
		{`"expect": {"first_response": {"due": "Fri 2026-03-13 12:00"}}`, ".expect.first_response.due", "Fri 2026-03-13 12:00", "Fri 2026-03-13 13:00"},
		{`"expect": {"first_response": {"due": "2026-03-13T12:00:00-04:00"}}`, ".expect.first_response.due", "2026-03-13T12:00:00-04:00, which is Fri 2026-03-13 12:00", "Fri 2026-03-13 13:00"},
		{`"expect": {"first_response": {"due": "+1h"}}`, ".expect.first_response.due", "+1h, which is Fri 2026-03-13 12:00", "Fri 2026-03-13 13:00"},
		{`"expect": {"first_response": {"due": null}}`, ".expect.first_response.due", "null", "Fri 2026-03-13 13:00"},
		{`"expect": {"first_response": {"ended": "+0s"}}`, ".expect.first_response.ended", "+0s, which is Fri 2026-03-13 11:00", "null"},
		{`"expect": {"first_response": {"outcome": "met"}}`, ".expect.first_response.outcome", "met", "open"},
		{`"expect": {"first_response": null}`, ".expect.first_response", "no such clock", "a clock that is running"},
		{`"expect": {"first_response#2": {}}`, `.expect["first_response#2"]`, "a clock", "no such clock"},
		{`"expect": {"next_response": {"state": "running"}}`, ".expect.next_response", "a clock", "no such clock"},
		{`"happened": ["first_response met", "resolution escalated 50% at +0s"]`, ".happened", "first_response met, resolution escalated 50% at +0s", "nothing"},
		{`"happened": {"first_response": ["met"]}`, ".happened.first_response", "met", "nothing"},
		{`"next_check": null`, ".next_check", "null", "Fri 2026-03-13 12:00"},
	} {
		t.Run(tt.fields, func(t *testing.T) {
			failures := run(t, parse(t, expecting(tt.fields)))
			if len(failures) != 1 {
				t.Fatalf("%d failures: %v", len(failures), failures)
			}
			f := failures[0]
			if f.Path != "scenarios[0].story[0]"+tt.path || f.Line != 7 || f.Want != tt.want || f.Got != tt.got || f.At != "Fri 2026-03-13 11:00" || f.Scenario != "s" {
				t.Errorf("%+v", f)
			}
			if f.Explanation == "" {
				t.Error("no explanation")
			}
			if text := f.String(); !strings.Contains(text, "expected  "+tt.want+"\n  got       "+tt.got+"\n"+f.Explanation) {
				t.Errorf("%s", text)
			}
			if text, err := json.Marshal(f); err != nil || !strings.Contains(string(text), `"step":0`) {
				t.Errorf("%s, %v", text, err)
			}
		})
	}
}

// A failure comes with the account of what it is about: of the clock, or else of the latest cycle
// of its metric, or why the metric has none; of the next check those of the clocks that run, or of
// all if none does.
func TestFailuresExplain(t *testing.T) {
	const answers = `{"at": "Mon 2026-03-09 09:00"}, {"at": "+10m", "message": "agent"}, {"at": "+10m", "message": "customer"}, {"at": "+10m", "message": "agent"}, {"at": "+10m", "message": "customer", `
	for _, tt := range []struct {
		name, steps string
		want        []string // how the accounts begin
	}{
		{"a metric without a clock", `{"at": "Mon 2026-03-09 09:00", "expect": {"next_response": {}}}`, []string{"next_response has no clock: nothing has happened that starts it"}},
		{"a cycle", answers + `"expect": {"next_response#1": {"state": "running"}}}`, []string{"Next response: met"}},
		{"a cycle that there is not", answers + `"expect": {"next_response#3": {}}}`, []string{"Next response (2): "}},
		{"what runs", answers + `"next_check": null}`, []string{"Resolution: ", "Next response (2): "}},
		{"what has ended", `{"at": "Mon 2026-03-09 09:00"}, {"at": "+10m", "message": "agent"}, {"at": "+0s", "set": {"status": "resolved"}, "next_check": "+1h"}`, []string{"First response: met", "Resolution: met"}},
	} {
		failures := run(t, parse(t, told(config, "UTC", tt.steps)))
		if len(failures) != 1 {
			t.Fatalf("%s: %v", tt.name, failures)
		}
		var got []string // lines that are not indented
		for line := range strings.Lines(failures[0].Explanation) {
			if !strings.HasPrefix(line, " ") {
				got = append(got, strings.TrimSpace(line))
			}
		}
		if !slices.EqualFunc(got, tt.want, strings.HasPrefix) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// What happened since the last step that says so, whatever metrics that named.
func TestWhatHappenedIsToldOnce(t *testing.T) {
	f := parse(t, told(config, "UTC",
		`{"at": "Mon 2026-03-09 09:00"}`,
		`{"at": "Mon 2026-03-09 12:00", "happened": {"resolution": ["escalated 50% at Mon 2026-03-09 11:00"]}}`,
		`{"at": "+90m", "message": "agent", "happened": ["first_response escalated look at it repeat 2 at Mon 2026-03-09 13:00", "resolution breached", "resolution escalated look at it", "first_response missed at +0s"]}`,
		`{"at": "+0s", "message": "customer", "happened": []}`,
		`{"at": "+1d", "message": "agent", "happened": {"next_response": ["escalated 50%", "breached", "escalated look at it", "escalated look at it repeat 1", "escalated look at it repeat 2", "missed at +0s"]}}`,
		`{"at": "+0s", "message": "customer"}`,
		`{"at": "+70m", "set": {"status": "resolved"}, "happened": ["next_response#2 escalated 50%", "resolution missed", "next_response#2 cancelled"]}`,
		`{"at": "+0s", "happened": {"next_response#2": [], "next_response": []}}`))
	if failures := run(t, f); len(failures) > 0 {
		t.Errorf("%v", failures)
	}
}

// A line of a metric may name its cycle, and need not.
func TestLinesOfAMetricMayNameTheirCycle(t *testing.T) {
	steps := []string{`{"at": "Mon 2026-03-09 09:00"}`, `{"at": "+10m", "message": "agent"}`, `{"at": "+10m", "message": "customer"}`, `{"at": "+10m", "message": "agent"}`, `{"at": "+10m", "message": "customer"}`, `{"at": "+10m", "message": "agent", "happened": %s}`}
	for happened, passes := range map[string]bool{
		`{"next_response": ["met", "met"]}`:                                    true,
		`{"next_response": ["met", "#2 met"]}`:                                 true,
		`{"next_response": ["#2 met", "#1 met"]}`:                              false,
		`{"next_response#2": ["met"]}`:                                         true,
		`{"next_response#1": ["#1 met"], "resolution": []}`:                    true,
		`["first_response met", "next_response met", "next_response#2 met"]`:   true,
		`["first_response met", "next_response#1 met", "next_response#2 met"]`: true,
		`["first_response met", "next_response met", "next_response met"]`:     false,
	} {
		text := fmt.Sprintf(told(strings.ReplaceAll(config, "%", "%%"), "UTC", steps...), happened)
		if failures := run(t, parse(t, text)); len(failures) == 0 != passes {
			t.Errorf("%s: %v", happened, failures)
		}
	}
}

func TestPoliciesThatHaveClocksOfTheirOwn(t *testing.T) {
	f := parse(t, told(eachConfig, "UTC",
		`{"at": "Mon 2026-03-09 09:00", "expect": {"gold plan/first_response": {"policy": "gold plan", "due": "+1h"}, "all/first_response": {"due": "+2h"}, "all/next_response": null}}`,
		`{"at": "+90m", "message": "agent", "happened": ["gold plan/first_response breached", "gold plan/first_response missed", "all/first_response met"]}`,
		`{"at": "+0s", "happened": {"all/first_response": []}, "expect": {"gold plan/first_response#1": {"outcome": "missed"}}}`))
	if failures := run(t, f); len(failures) > 0 {
		t.Errorf("%v", failures)
	}
}

func TestOutcomes(t *testing.T) {
	const open = `{"at": "Mon 2026-03-09 09:00", "expect": {"first_response": {"outcome": "open"}}}`
	for _, tt := range []struct{ outcome, steps string }{
		{"met", `{"at": "+2h", "message": "agent", "expect": {"first_response": {"outcome": "met"}}}`},
		{"missed", `{"at": "+3h", "message": "agent", "expect": {"first_response": {"outcome": "missed"}}}`},
		{"missed, as it was resolved without an answer", `{"at": "+3h", "set": {"status": "resolved"}, "expect": {"first_response": {"outcome": "missed"}}}`},
		{"overdue", `{"at": "+2h", "expect": {"first_response": {"outcome": "overdue"}}}`},
		{"dropped", `{"at": "+1h", "set": {"status": "resolved"}, "expect": {"first_response": {"outcome": "dropped"}}}`},
		{"void", `{"at": "+1h", "cancel": "", "expect": {"first_response": {"outcome": "void"}}}`},
		{"void, though breached", `{"at": "+3h", "cancel": "spam", "expect": {"first_response": {"outcome": "void", "breached": true}}}`},
		{"void, with a threshold at the instant of the cancel", `{"at": "+2h", "cancel": "spam", "expect": {"first_response": {"outcome": "void", "breached": false}}}`},
		{"dropped just before the cancel", `{"at": "+1h", "set": {"status": "resolved"}}, {"at": "+0s", "cancel": "spam", "expect": {"first_response": {"outcome": "dropped", "ended": "+0s"}}}`},
		{"met before the cancel", `{"at": "+1h", "message": "agent"}, {"at": "+1h", "cancel": "spam", "expect": {"first_response": {"outcome": "met"}, "resolution": {"outcome": "void"}}}`},
		{"open before the cancel", `{"at": "+1h", "expect": {"first_response": {"outcome": "open"}}}, {"at": "+1h", "cancel": "spam"}`},
		{"only the first cancel counts", `{"at": "+1h", "cancel": "spam"}, {"at": "+1h", "message": "agent"}, {"at": "+1h", "cancel": "", "expect": {"first_response": {"outcome": "void"}, "next_response": null}, "next_check": null}`},
	} {
		t.Run(tt.outcome, func(t *testing.T) {
			if failures := run(t, parse(t, told(config, "UTC", open, tt.steps))); len(failures) > 0 {
				t.Errorf("%v", failures)
			}
		})
	}
}

// Instants may be spelled in several ways, also on days with a clock change.
func TestInstants(t *testing.T) {
	for _, tt := range []struct{ zone, before, at, want string }{
		{"UTC", "2026-03-02 09:00", "2026-03-09 09:00", "2026-03-09T09:00:00Z"},
		{"UTC", "2026-03-02 09:00", "Mon 2026-03-09 09:00:01.5", "2026-03-09T09:00:01.5Z"},
		{newYork, "2026-03-02 09:00", "Mon 2026-03-09 09:00", "2026-03-09T13:00:00Z"},
		{newYork, "2026-03-02 09:00", "2026-03-09T09:00:00+01:00", "2026-03-09T08:00:00Z"},
		{newYork, "2026-03-02 09:00:30", "+1h0m0.5s", "2026-03-02T15:00:30.5Z"},
		{newYork, "2026-03-07 09:00:30", "+1d", "2026-03-08T13:00:30Z"}, // 23 hours later
		{newYork, "2026-03-07 09:00", "+24h", "2026-03-08T14:00:00Z"},
		{newYork, "2026-03-07 09:00:30", "+1d 10:00", "2026-03-08T14:00:00Z"},
		{newYork, "2026-03-07 09:00:30", "+0d 10:00:15", "2026-03-07T15:00:15Z"},
		{newYork, "2026-02-28 09:00", "+366d", "2027-03-01T14:00:00Z"},
		{newYork, "2026-03-08 01:59", "Sun 2026-03-08 03:00", "2026-03-08T07:00:00Z"},
		{newYork, "2026-11-01 00:59", "2026-11-01T01:30:00-05:00", "2026-11-01T06:30:00Z"},
		{newYork, "2026-11-01 00:59", "Sun 2026-11-01 02:00", "2026-11-01T07:00:00Z"},
		{newYork, "2026-10-31 23:00", "2026-11-01 00:59:59.999999999", "2026-11-01T04:59:59.999999999Z"},
		{"Australia/Lord_Howe", "2026-01-01 09:00", "2026-04-05 01:29", "2026-04-04T14:29:00Z"}, // clocks go back from 02:00 to 01:30
		{"Pacific/Apia", "2011-12-29 09:00", "+2d", "2011-12-30T19:00:00Z"},                     // the date in between does not occur
	} {
		t.Run(tt.at, func(t *testing.T) {
			f := parse(t, told(config, tt.zone, `{"at": "`+tt.before+`"}`, `{"at": "`+tt.at+`", "note": true}`, `{"at": "+0s", "next_check": "+0s"}`))
			if got := f.Scenarios[0].Issue.Events[0].At.UTC().Format("2006-01-02T15:04:05.999999999Z07:00"); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	if _, err := scenario.Parse([]byte(told(config, "Pacific/Apia", `{"at": "2011-12-30 09:00"}`)), scenario.Options{}); err == nil {
		t.Error("30 December 2011 does not occur in Apia")
	}
	if _, err := scenario.Parse([]byte(told(config, "Australia/Lord_Howe", `{"at": "2026-04-05 01:30"}`)), scenario.Options{}); err == nil {
		t.Error("01:30 occurs twice")
	}
}

// The issue has the ID of the scenario, if it has no other, and the events of all steps.
func TestTheIssueOfAScenario(t *testing.T) {
	f := parse(t, `{"config": `+config+`, "scenarios": [
		{"name": "a", "why": "b", "story": [{"at": "2026-03-09 09:00"}, {"at": "+1h", "message": "customer", "needs_reply": false, "by": "x", "team": "y", "channel": "z", "id": "m"}]},
		{"name": "b", "issue": {"id": "ISS-1", "created_by": "bot", "attributes": {"a": 1, "tags": ["x"], "b": true}}, "story": [{"at": "2026-03-09 09:00"}]}]}`)
	a, b := f.Scenarios[0], f.Scenarios[1]
	if e := a.Issue.Events[0]; a.Issue.ID != "a" || a.Why != "b" || !e.NoReply || e.By != "x" || e.Team != "y" || e.Channel != "z" || e.ID != "m" {
		t.Errorf("%+v", a.Issue)
	}
	if b.Issue.ID != "ISS-1" || b.Issue.CreatedBy != "bot" || len(b.Issue.Attributes) != 3 {
		t.Errorf("%+v", b.Issue)
	}
}
