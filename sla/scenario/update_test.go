package scenario_test

import (
	"strings"
	"testing"

	"github.com/punctualgo/punctual/sla/scenario"
)

// An update writes what came in place of what is named, as the file spells it, and leaves
// everything else as it is.
func TestUpdateWritesWhatCame(t *testing.T) {
	const (
		head      = `{"at": "Fri 2026-03-13 11:00"}`
		twoCycles = head + `, {"at": "+1m", "message": "agent"}, {"at": "+1m", "message": "customer"}, {"at": "+1m", "message": "agent"}, {"at": "+1m", "message": "customer"}, {"at": "+1m", "message": "agent", `
	)
	for _, tt := range []struct{ name, steps, want string }{
		{"nothing, where all is as expected", head + `, {"at":"+0s","next_check" : "2026-03-13 12:00" }`, head + `, {"at":"+0s","next_check" : "2026-03-13 12:00" }`},
		{"texts and booleans", `{"at": "Fri 2026-03-13 11:00", "expect": {"first_response":  {"state":"paused" , "breached": true,"outcome": "met", "policy": "p"}}}`,
			`{"at": "Fri 2026-03-13 11:00", "expect": {"first_response":  {"state":"running" , "breached": false,"outcome": "open", "policy": "p"}}}`},
		{"a weekday", `{"at": "2026-03-13 11:00", "next_check": "Mon 2026-03-16 12:00"}`, `{"at": "2026-03-13 11:00", "next_check": "Fri 2026-03-13 12:00"}`},
		{"no weekday", `{"at": "Fri 2026-03-13 11:00", "next_check": "2026-03-16 12:00"}`, `{"at": "Fri 2026-03-13 11:00", "next_check": "2026-03-13 12:00"}`},
		{"seconds", `{"at": "Fri 2026-03-13 11:00", "next_check": "2026-03-16 12:00:05"}`, `{"at": "Fri 2026-03-13 11:00", "next_check": "2026-03-13 12:00:00"}`},
		{"UTC", `{"at": "Fri 2026-03-13 11:00", "next_check": "2026-03-16T12:00:00Z"}`, `{"at": "Fri 2026-03-13 11:00", "next_check": "2026-03-13T16:00:00Z"}`},
		{"the offset of the zone", `{"at": "Fri 2026-03-13 11:00", "next_check": "2026-01-16T12:00:00-05:00"}`, `{"at": "Fri 2026-03-13 11:00", "next_check": "2026-03-13T12:00:00-04:00"}`},
		{"another offset", `{"at": "Fri 2026-03-13 11:00", "next_check": "2026-03-16T12:00:00+05:30"}`, `{"at": "Fri 2026-03-13 11:00", "next_check": "2026-03-13T21:30:00+05:30"}`},
		{"after the step", `{"at": "Fri 2026-03-13 11:00", "next_check": "+3h"}`, `{"at": "Fri 2026-03-13 11:00", "next_check": "+1h"}`},
		{"after the step, in minutes", `{"at": "Fri 2026-03-13 11:00", "next_check": "+90m"}`, `{"at": "Fri 2026-03-13 11:00", "next_check": "+60m"}`},
		{"before the step", head + `, {"at": "+1h", "expect": {"first_response": {"started": "+0s"}}}`, head + `, {"at": "+1h", "expect": {"first_response": {"started": "Fri 2026-03-13 11:00"}}}`},
		{"days", `{"at": "Fri 2026-03-13 11:00", "next_check": "+2d"}`, `{"at": "Fri 2026-03-13 11:00", "next_check": "+0d 12:00"}`},
		{"days and a time", `{"at": "Fri 2026-03-13 11:00", "next_check": "+2d 12:00"}`, `{"at": "Fri 2026-03-13 11:00", "next_check": "+0d 12:00"}`},
		{"days later", `{"at": "Sat 2026-03-14 06:00", "next_check": "+1d"}`, `{"at": "Sat 2026-03-14 06:00", "next_check": "+2d"}`},
		{"days later at a time", `{"at": "Sat 2026-03-14 06:00", "next_check": "+1d 06:00"}`, `{"at": "Sat 2026-03-14 06:00", "next_check": "+2d 06:00"}`},
		{"days later at another time", `{"at": "Fri 2026-03-13 11:00", "expect": {"resolution": {"due": "+1d"}}}`, `{"at": "Fri 2026-03-13 11:00", "expect": {"resolution": {"due": "+3d 07:00"}}}`},
		{"values in any order", `{"next_check": null, "expect": {"resolution": {"target": "1h"}, "first_response": {"breached": true}}, "at": "Fri 2026-03-13 11:00"}`,
			`{"next_check": "Fri 2026-03-13 12:00", "expect": {"resolution": {"target": "4h"}, "first_response": {"breached": false}}, "at": "Fri 2026-03-13 11:00"}`},
		{"null", head + `, {"at": "+0s", "next_check": null}`, head + `, {"at": "+0s", "next_check": "Fri 2026-03-13 12:00"}`},
		{"null, beside RFC 3339", `{"at": "2026-03-13T11:00:00-04:00", "next_check": null}`, `{"at": "2026-03-13T11:00:00-04:00", "next_check": "2026-03-13T12:00:00-04:00"}`},
		{"to null", `{"at": "Fri 2026-03-13 11:00", "expect": {"first_response": {"ended": "+1h"}}}`, `{"at": "Fri 2026-03-13 11:00", "expect": {"first_response": {"ended": null}}}`},
		{"durations", `{"at": "Fri 2026-03-13 11:00", "expect": {"first_response": {"target": "1h30m", "remaining": "90m"}, "resolution": {"target": "30m0s", "elapsed": "5m"}}}`,
			`{"at": "Fri 2026-03-13 11:00", "expect": {"first_response": {"target": "2h", "remaining": "120m"}, "resolution": {"target": "4h0m0s", "elapsed": "0s"}}}`},
		{"a negative duration", head + `, {"at": "+3d 05:30", "expect": {"first_response": {"remaining": "5m"}}}`, head + `, {"at": "+3d 05:30", "expect": {"first_response": {"remaining": "-30m"}}}`},
		{"a clock that there is not", `{"at": "Fri 2026-03-13 11:00", "expect": {"next_response": {"state": "running"}}}`, `{"at": "Fri 2026-03-13 11:00", "expect": {"next_response": null}}`},
		{"a clock that there is", `{"at": "Fri 2026-03-13 11:00", "expect": {"first_response": null}}`, `{"at": "Fri 2026-03-13 11:00", "expect": {"first_response": {"state": "running"}}}`},

		{"lines", head + `, {"at": "+1h", "happened": []}`, head + `, {"at": "+1h", "happened": ["first_response escalated 50%"]}`},
		{"no lines", `{"at": "Fri 2026-03-13 11:00", "happened": ["first_response met"]}`, `{"at": "Fri 2026-03-13 11:00", "happened": []}`},
		{"lines on lines of their own", head + ",\n{\"at\": \"+2h\", \"happened\": [\n  \"first_response breached\"\n]}",
			head + ",\n{\"at\": \"+2h\", \"happened\": [\n  \"first_response escalated 50%\",\n  \"first_response breached\",\n  \"first_response escalated look at it\",\n  \"resolution escalated 50%\"\n]}"},
		{"lines with instants", head + `, {"at": "+2h", "happened": ["first_response escalated 50% at 2026-03-13T16:30:00Z",  "first_response breached"]}`,
			head + `, {"at": "+2h", "happened": ["first_response escalated 50% at 2026-03-13T16:00:00Z",  "first_response breached",  "first_response escalated look at it at 2026-03-13T17:00:00Z",  "resolution escalated 50% at 2026-03-13T17:00:00Z"]}`},
		{"a line between", head + `, {"at": "+2h", "happened": {"first_response": ["escalated 50%" ,"escalated look at it"]}}`,
			head + `, {"at": "+2h", "happened": {"first_response": ["escalated 50%" ,"breached" ,"escalated look at it"]}}`},
		{"a line as it was", head + `, {"at": "+2h", "happened": ["first_response#1 escalated 50%", "first_response breached"]}`,
			head + `, {"at": "+2h", "happened": ["first_response#1 escalated 50%", "first_response breached", "first_response escalated look at it", "resolution escalated 50%"]}`},
		{"lines of cycles", twoCycles + `"happened": {"next_response": ["#2 missed"], "resolution": []}}`, twoCycles + `"happened": {"next_response": ["met", "#2 met"], "resolution": []}}`},
		{"lines of cycles without numbers", twoCycles + `"happened": {"next_response": ["missed"]}}`, twoCycles + `"happened": {"next_response": ["met", "met"]}}`},
		{"lines of one cycle", twoCycles + `"happened": {"next_response#2": ["#2 missed"]}}`, twoCycles + `"happened": {"next_response#2": ["met"]}}`},
		{"lines of several metrics", head + `, {"at": "+2h", "happened": {"first_response": ["met"], "resolution": ["escalated 50% at +0s"], "next_response": ["met"]}}`,
			head + `, {"at": "+2h", "happened": {"first_response": ["escalated 50%", "breached", "escalated look at it"], "resolution": ["escalated 50% at +0s"], "next_response": []}}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := parse(t, told(config, newYork, tt.steps))
			text, _, err := f.Update()
			if err != nil {
				t.Fatal(err)
			}
			if want := told(config, newYork, tt.want); string(text) != want {
				t.Errorf("got\n%s\nwant\n%s", steps(string(text)), steps(want))
			}
			if failures := run(t, parse(t, string(text))); len(failures) > 0 {
				t.Errorf("after the update: %v", failures)
			}
		})
	}
}

// An instant that the wall clock shows twice is written with its offset.
func TestUpdateOfAnInstantThatComesTwice(t *testing.T) {
	always := `{"policies": [{"id": "p", "targets": {"resolution": "3h"}}]}`
	f := parse(t, told(always, newYork, `{"at": "Sat 2026-10-31 23:30", "expect": {"resolution": {"due": "Sun 2026-11-01 02:30"}}}`))
	text, replaced, err := f.Update()
	if err != nil || len(replaced) != 1 || !strings.Contains(string(text), `"due": "2026-11-01T01:30:00-05:00"`) {
		t.Errorf("%v %v\n%s", err, replaced, text)
	}
}

// steps returns the part of a file behind the configuration.
func steps(text string) string {
	_, rest, _ := strings.Cut(text, `"zone"`)
	return rest
}

func FuzzParse(f *testing.F) {
	f.Add(documentedFile(f))
	f.Add(told(config, newYork, `{"at": "Fri 2026-03-13 11:00", "expect": {"first_response": {"due": "+1d", "state": "met"}}}`, `{"at": "+2h", "happened": ["first_response escalated 50% at +0s"], "next_check": null}`))
	f.Add(told(eachConfig, "Europe/London", `{"at": "2026-03-29 00:30"}`, `{"at": "+0d 02:30", "message": "customer", "happened": {"all/first_response": ["#2 met"]}}`, `{"at": "+1m", "cancel": ""}`))
	f.Add(`{"config": {}, "scenarios": [{"name": "x", "story": [{"at": "2026-03-09T09:00:00+01:00", "set": {"a": [1]}, "happened": {"": []}}]}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		file, err := scenario.Parse([]byte(text), scenario.Options{})
		if err != nil {
			return
		}
		updated, _, err := file.Update()
		if err != nil {
			t.Skip(err) // too much work
		}
		again, err := scenario.Parse(updated, scenario.Options{})
		if err != nil {
			t.Fatalf("after the update: %v\n%s", err, updated)
		}
		if failures, err := again.Run(); err != nil || len(failures) > 0 {
			t.Fatalf("after the update: %v %v\n%s", err, failures, updated)
		}
	})
}
