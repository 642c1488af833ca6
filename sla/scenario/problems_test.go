package scenario_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla/scenario"
)

const (
	config = `{"schedules": [{"name": "desk", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}}],
"policies": [{"id": "p", "schedule": "desk", "targets": {"first_response": "2h", "next_response": "2h", "resolution": "4h"},
"escalations": [{"at": "50%"}, {"at": "breach", "name": "look at it", "every": "1h", "times": 2}]}]}`

	eachConfig = `{"match": "each", "policies": [{"id": "gold plan", "targets": {"first_response": "1h"}}, {"id": "all", "targets": {"first_response": "2h"}}]}`
)

// told returns a file with one scenario.
func told(config, zone string, steps ...string) string {
	return "{\n\"config\": " + config + ",\n\"zone\": \"" + zone + "\",\n\"scenarios\": [{\"name\": \"s\", \"story\": [\n" + strings.Join(steps, ",\n") + "\n]}]}"
}

// later returns a file with a second step, at an instant.
func later(zone, at string) string {
	return told(config, zone, `{"at": "Mon 2026-03-02 09:00"}`, `{"at": "`+at+`"}`)
}

// doing returns a file with a second step that has these fields.
func doing(fields string) string {
	return told(config, "UTC", `{"at": "Mon 2026-03-09 09:00"}`, `{"at": "+1h", `+fields+`}`)
}

const newYork = "America/New_York"

func TestParseReportsWhatIsWrongAndHowToMendIt(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"no JSON", "scenarios:\n- x", []string{`convert YAML`}},
		{"no object", `[]`, []string{`line 1: must be an object, got a list`, `config: is required`}},
		{"nothing", `{}`, []string{`scenarios: is required: a list of scenarios`, `config: is required, as no other configuration is given`}},
		{"no scenario", `{"config": {}, "scenarios": []}`, []string{`line 1: scenarios: is empty`}},
		{"half of a file", `{"scenarios":`, []string{`line 1: scenarios: unexpected end of the document`}},
		{"half of a scenario", `{"scenarios": [{"name": "x", "story":`, []string{`line 1: scenarios[0].story: unexpected end of the document`}},
		{"a misspelled field", `{"config": {}, "zones": "UTC", "scenarios": [{"name": "x", "story": [{"at": "2026-03-09 09:00"}]}]}`, []string{`zones: unknown field; did you mean "zone"?`}},
		{"a comment", "{\n// x\n}", []string{`line 2: expected a field name in quotes; JSON has no comments`}},
		{"a path without files", `{"config": "c.json", "scenarios": [{"name": "x", "story": [{"at": "2026-03-09 09:00"}]}]}`, []string{`config: "c.json" is a path, and there are no files to look it up in`}},
		{"an absolute path", `{"config": "/c.json", "scenarios": [{"name": "x", "story": [{"at": "2026-03-09 09:00"}]}]}`, []string{`config: "/c.json": a path is relative to the scenario file`}},
		{"an empty path", `{"config": "", "scenarios": [{"name": "x", "story": [{"at": "2026-03-09 09:00"}]}]}`, []string{`config: is empty`}},
		{"another kind of config", `{"config": 1, "scenarios": [{"name": "x", "story": [{"at": "2026-03-09 09:00"}]}]}`, []string{`config: must be the path of a configuration, or a configuration itself, got a number`}},
		{"a bad configuration", told("{\n\"policies\": [{\"id\": \"p\", \"targets\": {\"first_respons\": \"1h\"}}]}", "UTC", `{"at": "2026-03-09 09:00"}`), []string{`line 3: config.policies[0].targets.first_respons: unknown metric "first_respons"; did you mean "first_response"?`}},
		{"an unknown zone", told(config, "America/New_Yrok", `{"at": "2026-03-09 09:00"}`), []string{`zone: no data for time zone "America/New_Yrok"`}},
		{"the zone of the machine", told(config, "Local", `{"at": "2026-03-09 09:00"}`), []string{`zone: "Local" is not an accepted time zone`}},
		{"an empty zone", told(config, "", `{"at": "2026-03-09 09:00"}`), []string{`zone: is empty`}},

		{"no name and no story", `{"config": {}, "scenarios": [{}]}`, []string{`scenarios[0].name: is required`, `scenarios[0].story: is required`}},
		{"an empty story", told(config, "UTC"), []string{`scenarios[0].story: is empty; its first step is the creation`}},
		{"no instant", told(config, "UTC", `{}`), []string{`line 7: scenarios[0].story[0].at: is required`}},
		{"an empty instant", told(config, "UTC", `{"at": ""}`), []string{`scenarios[0].story[0].at: is empty`}},
		{"a creation after nothing", told(config, "UTC", `{"at": "+1h"}`), []string{`scenarios[0].story[0].at: "+1h" counts from the step before, and the first has none`}},
		{"a creation that is an event", told(config, "UTC", `{"at": "2026-03-09 09:00", "message": "agent"}`), []string{`scenarios[0].story[0].message: does not belong into the first step, which is the creation; put it into the next step, at "+0s"`}},
		{"created_at", `{"config": {}, "scenarios": [{"name": "x", "issue": {"created_at": 1, "events": [{}]}, "story": [{"at": "2026-03-09 09:00"}]}]}`, []string{`issue.created_at: does not belong here: the issue is created at the first step`, `issue.events: do not belong here`}},
		{"an unknown party", doing(`"message": "agnet"`), []string{`line 8: scenarios[0].story[1].message: unknown party "agnet"; did you mean "agent"?`}},
		{"an attribute beside", doing(`"status": "pending"`), []string{`story[1].status: unknown field; an attribute is set by "set": {"status": "pending"}`}},
		{"a long attribute beside", doing(`"` + strings.Repeat("a", strict.MaxFieldName) + `": 1`), []string{`aaa: unknown field; an attribute is set by "set": {"aaa`}},
		{"no attribute beside", doing(`"` + strings.Repeat("a", strict.MaxFieldName+1) + `": 1`), []string{`aaa: unknown field; what happens in a step is a message, set, note, custom or cancel`}},
		{"a long value beside", doing(`"a": ` + strings.Repeat("1", strict.MaxFieldName)), []string{`a: unknown field; an attribute is set by "set": {"a": 111`}},
		{"a value beside that is too long to repeat", doing(`"a": ` + strings.Repeat("1", strict.MaxFieldName+1)), []string{`a: unknown field; what happens in a step is a message`}},
		{"two events", doing(`"note": true, "set": {"a": 1}`), []string{`story[1].set: there is a note already, and a step has one event`}},
		{"a note that is none", doing(`"note": false`), []string{`story[1].note: must be true`}},
		{"a note of another kind", doing(`"note": "x"`), []string{`story[1].note: must be true, got a text`}},
		{"a custom event without a name", doing(`"custom": ""`), []string{`story[1].custom: is empty`}},
		{"an author of nothing", doing(`"by": "ann"`), []string{`story[1].by: belongs beside an event, and the step has none`}},
		{"an agent's thank-you", doing(`"message": "agent", "needs_reply": false`), []string{`story[1].needs_reply: belongs beside a customer's message only`}},
		{"null at the creation", `{"config": {}, "scenarios": [{"name": "x", "issue": {"attributes": {"a": null}}, "story": [{"at": "2026-03-09 09:00"}]}]}`, []string{`scenarios[0].issue.attributes.a: must be a text, a number, a boolean or a list of texts, got null`}},
		{"a status without a category", doing(`"set": {"status": "x"}`), []string{`line 8: scenarios[0].story[1].set.status: status "x" has no category`}},
		{"no status, where new has no category", told(`{"statuses": {"a": "open"}, "policies": []}`, "UTC", `{"at": "2026-03-09 09:00"}`), []string{`line 4: scenarios[0].issue.attributes.status: is absent, which means "new"`}},
		{"a name that is too long", `{"config": {}, "scenarios": [{"name": "` + strings.Repeat("a", 1<<17) + `", "story": [{"at": "2026-03-09 09:00"}]}]}`, []string{`scenarios[0].name: `}},
		{"a computed field", doing(`"set": {"responded": true}`), []string{`story[1].set.responded: "responded" is computed`}},
		{"an event that differs from that of its ID", told(config, "UTC", `{"at": "2026-03-09 09:00"}`, `{"at": "+0s", "note": true, "id": "a"}`, `{"at": "+0s", "message": "agent", "id": "a"}`), []string{`line 9: scenarios[0].story[2].id: "a" is already the id of story[1], which is a different event`}},
		{"a custom event of spaces", doing(`"custom": " "`), []string{`story[1].custom: " " has a control character, or a space at an end`}},

		{"a wrong weekday", later("UTC", "Thu 2026-03-09 09:00"), []string{`line 8: scenarios[0].story[1].at: 2026-03-09 is not a Thu but a Mon; correct the weekday or the date`}},
		{"a long weekday", later("UTC", "Monday 2026-03-09 09:00"), []string{`write the weekday as "Mon"`}},
		{"a weekday with RFC 3339", later("UTC", "Mon 2026-03-09T09:00:00Z"), []string{`a weekday goes with a time on the wall clock`}},
		{"RFC 3339 without an offset", later("UTC", "2026-03-09T09:00:00"), []string{`in RFC 3339 it ends with "Z" or an offset`}},
		{"no date", later("UTC", "Mon 2026-02-30 09:00"), []string{`there is no 2026-02-30 09:00`}},
		{"no time of day", later("UTC", "2026-03-09 24:00"), []string{`there is no 2026-03-09 24:00`}},
		{"a time of day", later("UTC", "noon"), []string{`"noon" is not an instant: a time of day needs a date, as in "2026-05-22 12:00", or days`}},
		{"a time of day in digits", later("UTC", "12:00"), []string{`"12:00" is not an instant: a time of day needs a date`}},
		{"words", later("UTC", "tomorrow"), []string{`"tomorrow" is not an instant: write "2026-05-22 16:30"`}},
		{"weeks", later("UTC", "+2w"), []string{`write days as "+2d"`}},
		{"days and hours", later("UTC", "+1d2h"), []string{`write days as "+2d", or as "+2d 10:00"`}},
		{"another duration", later("UTC", "+x"), []string{`behind "+" comes a duration`}},
		{"back", later("UTC", "+-1h"), []string{`an instant after a step is at least "+0s"`}},
		{"too many days", later("UTC", "+999999999d"), []string{`is too many days`}},
		{"too late", later("UTC", "2200-01-01 00:00"), []string{`is not from 1900-01-01 to 2190-01-01`}},
		{"skipped", later(newYork, "Sun 2026-03-08 02:30"), []string{`clocks in America/New_York go forward on 2026-03-08, and skip 02:30`}},
		{"skipped, days later", told(config, newYork, `{"at": "2026-03-07 02:30"}`, `{"at": "+1d"}`), []string{`"+1d": clocks in America/New_York go forward on 2026-03-08, and skip 02:30`}},
		{"twice", later(newYork, "Sun 2026-11-01 01:30"), []string{`show 01:30 twice; write "2026-11-01T01:30:00-04:00" for the first time or "2026-11-01T01:30:00-05:00" for the second`}},
		{"twice, days later", told(config, newYork, `{"at": "2026-10-31 09:30"}`, `{"at": "+1d 01:30"}`), []string{`show 01:30 twice`}},
		{"out of order", told(config, "UTC", `{"at": "2026-03-09 09:00"}`, `{"at": "2026-03-09 08:00"}`, `{"at": "2026-03-09 08:30"}`),
			[]string{`line 8: scenarios[0].story[1].at: is before the step before it, which is at Mon 2026-03-09 09:00`, `line 9: scenarios[0].story[2].at: is before`}},

		{"an unknown metric", doing(`"expect": {"first_respons": null}`), []string{`line 8: scenarios[0].story[1].expect.first_respons: unknown metric "first_respons"; did you mean "first_response"?`}},
		{"no cycle", doing(`"expect": {"first_response#0": null, "first_response#x": {}}`), []string{`from 1, and not "0"`, `from 1, and not "x"`}},
		{"a policy without need", doing(`"expect": {"p/first_response": null, "/resolution": null}`), []string{`policies have no clocks of their own here, as "match" is not "each": name the metric alone, "first_response"`, `name the metric alone, "resolution"`}},
		{"a policy that is needed", told(eachConfig, "UTC", `{"at": "2026-03-09 09:00", "expect": {"first_response": {}, "silver/first_response": {}, "all/resolution": null, "all/first": null, "/first_response": null}}`),
			[]string{`name the policy, as in "gold plan/first_response"`, `unknown policy "silver"`, `unknown metric "first"`, `unknown policy ""`}},
		{"a policy where there is none", told(`{"match": "each"}`, "UTC", `{"at": "2026-03-09 09:00", "expect": {"first_response": null}}`), []string{`name the policy, as in "policy/first_response"`}},
		{"nothing but a configuration that is not known", told(`{"polices": []}`, "UTC", `{"at": "2026-03-09 09:00", "expect": {"gold/x": null, "/x": null}, "happened": ["gold plan/first_response met", "x escalated call at night repeat 2"]}`), []string{`config.polices: unknown field`}},
		{"unknown values", doing(`"expect": {"first_response": {"state": "runing", "outcome": "late", "policy": "q", "schedule": "office", "sate": "x"}}`),
			[]string{`first_response.state: unknown state "runing"; did you mean "running"?`, `first_response.outcome: unknown outcome "late"`, `first_response.policy: unknown policy "q"`, `first_response.schedule: unknown schedule "office"`, `first_response.sate: unknown field; did you mean "state"?`}},
		{"other kinds of values", doing(`"expect": {"first_response": {"breached": "no", "target": 2, "due": true, "elapsed": "1d", "state": null}, "resolution": []}, "next_check": 1`),
			[]string{`first_response.breached: must be a boolean`, `first_response.target: must be a text`, `first_response.due: must be an instant, or null for none`, `first_response.elapsed: "1d" is not a duration`, `first_response.state: must be a text, got null`, `expect.resolution: must be an object with what the clock shows, or null`, `next_check: must be an instant, or null`}},
		{"instants of what is expected", doing(`"expect": {"first_response": {"due": "Tue 2026-03-09 09:00"}}, "next_check": "soon"`), []string{`first_response.due: 2026-03-09 is not a Tue`, `next_check: "soon" is not an instant`}},

		{"another kind of what happened", doing(`"happened": "met"`), []string{`story[1].happened: must be a list of lines, or an object`}},
		{"lines", doing(`"happened": ["first_respons met", "met", "first_response", "first_response mett", "first_response met late", "first_response met at noon", "first_response escalated", "first_response escalated 5%", "first_response escalated 50% repeat 0", "", "first_response escalated 5% repeat 2", "first_response escalated  at +0s"]`),
			[]string{`happened[0]: unknown metric "first_respons"`, `happened[1]: "met" does not begin with a metric, as in "first_response met"`, `happened[2]: "first_response" does not say what happened`, `happened[3]: unknown verb "mett"; did you mean "met"?`,
				`happened[4]: "first_response met late": behind "met" nothing follows`, `happened[5]: "noon" is not an instant`, `happened[6]: "first_response escalated" names no step`, `happened[7]: unknown step "5%"`, `happened[8]: "first_response escalated 50% repeat 0": behind " repeat " comes a number, from 1`, `happened[9]: is empty`,
				`happened[10]: unknown step "5%"`, `happened[11]: unknown step ""`}},
		{"lines of a metric", doing(`"happened": {"first_respons": [], "first_response": ["first_response met"], "next_response#2": ["#3 met"], "resolution": {}}`),
			[]string{`happened.first_respons: unknown metric`, `happened.first_response[0]: unknown verb "first_response"`, `"#3" is not a cycle of that clock`, `happened.resolution: must be a list`}},
		{"lines of policies", told(eachConfig, "UTC", `{"at": "2026-03-09 09:00", "happened": ["first_response met", "gold plan/first_response mett", "silver/first_response met"]}`),
			[]string{`happened[0]: every policy has clocks of its own here`, `happened[1]: unknown verb "mett"`, `happened[2]: unknown policy "silver"`}},

		{"all at once", "{\"zone\": 1,\n\"config\": {\"polices\": []},\n\"scenarios\": [{\"name\": \"\",\n\"story\": [{\"at\": \"x\",\n\"happened\": [\"first_response metx\", \"first_response escalated a at noon\"]}, {\"at\": \"+y\"}]}]}",
			[]string{`line 1: zone: must be a text`, `line 2: config.polices: unknown field`, `line 3: scenarios[0].name: is empty`, `line 4: scenarios[0].story[0].at: "x" is not an instant`, `line 5: scenarios[0].story[0].happened[0]: unknown verb`, `line 5: scenarios[0].story[0].happened[1]: "noon" is not`, `line 5: scenarios[0].story[1].at: "+y" is not`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := scenario.Parse([]byte(tt.text), scenario.Options{})
			if err == nil {
				t.Fatalf("no problem in\n%s", tt.text)
			}
			text := err.Error()
			for _, want := range tt.want {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in\n%s", want, text)
				}
			}
			joined, ok := err.(interface{ Unwrap() []error })
			if !ok {
				t.Fatalf("%T is not joined", err)
			}
			if n := len(joined.Unwrap()); n != len(tt.want) {
				t.Errorf("%d problems, want %d:\n%s", n, len(tt.want), text)
			}
			last := 0
			for _, err := range joined.Unwrap() {
				e, ok := errors.AsType[*scenario.Error](err)
				if !ok || e.Line < last {
					t.Errorf("%v is no *Error, or not in the order of lines", err)
					continue
				}
				last = e.Line
			}
		})
	}
}

// A configuration of the host goes ahead of the file's, which is not looked for then.
func TestTheConfigurationOfTheHostGoesAhead(t *testing.T) {
	cfg, err := policy.Parse([]byte(strings.ReplaceAll(config, `"first_response": "2h"`, `"first_response": "3h"`)))
	if err != nil {
		t.Fatal(err)
	}
	for _, own := range []string{config, `"nowhere.json"`} {
		f, err := scenario.Parse([]byte(told(own, "UTC", `{"at": "Mon 2026-03-09 09:00", "expect": {"first_response": {"target": "3h"}}}`)), scenario.Options{Config: cfg})
		if err != nil {
			t.Fatal(err)
		}
		if failures := run(t, f); len(failures) > 0 {
			t.Errorf("%v", failures)
		}
	}
	if _, err := scenario.Parse([]byte(told(`"x"`, "UTC", `{"at": "2026-03-09 09:00"}`)), scenario.Options{Config: &policy.Config{Match: "none"}}); err == nil || !strings.Contains(err.Error(), "match: ") {
		t.Errorf("the host's configuration is invalid, but %v", err)
	}
}
