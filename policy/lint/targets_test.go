package lint_test

import (
	"fmt"
	"testing"
)

func TestShadowedPolicy(t *testing.T) {
	const (
		a         = `{"id": "a", "when": {"field": "p", "op": "in", "value": ["x", 1]}, "targets": {"assignment": "1h"}}`
		again     = `{"id": "b", "when": {"value": ["x", 1.0], "op": "in", "field": "p"}, "targets": {"assignment": "2h"}}`
		all       = `{"id": "c", "targets": {"assignment": "1h", "resolution": "8h"}}`
		third     = `{"id": "d", "when": {"field": "q", "op": "exists"}, "targets": {"resolution": "8h"}}`
		perMetric = `"match": "first_per_metric", `
	)
	ids := 0
	asking := func(op, value string) string {
		ids++
		return fmt.Sprintf(`{"id": "%d", "when": {"field": "p", "op": "%s", "value": %s}, "targets": {}}`, ids, op, value)
	}
	checkRule(t, "shadowed-policy", []ruleTest{
		{"behind one without a condition", policies(all, a), []string{"policies[1]"}},
		{"ahead of it", policies(a, all), nil},
		{"the same condition", policies(a, again, all), []string{"policies[1]"}},
		{"other conditions", policies(a, third, all), nil},
		{"the same in another order of values", policies(a, `{"id": "b", "when": {"field": "p", "op": "in", "value": [1, "x"]}, "targets": {}}`), nil},
		{"other texts", policies(asking("eq", `"x"`), asking("eq", `"y"`)), nil},
		{"other numbers", policies(asking("eq", `10`), asking("eq", `11`)), nil},
		{"zero and negative zero", policies(asking("eq", `0`), asking("eq", `-0.0`)), []string{"policies[1]"}},
		{"other lists", policies(asking("not_in", `["x", 1]`), asking("not_in", `["x", 2]`)), nil},
		{"the same list", policies(asking("not_in", `["x", 1]`), asking("not_in", `["x", 1]`)), []string{"policies[1]"}},
		{"behind one that is effective for a time", policies(`{"id": "e", "effective": {"from": "2026-01-01T00:00:00Z"}, "targets": {}}`, all), nil},
		{"effective for a shorter time", policies(`{"id": "e", "effective": {"from": "2026-01-01T00:00:00Z"}, "targets": {}}`,
			`{"id": "f", "effective": {"from": "2026-01-01T00:00:00Z", "until": "2027-01-01T00:00:00Z"}, "targets": {}}`), []string{"policies[1]"}},
		{"behind a shadowed one", policies(all, `{"id": "e", "targets": {}}`, a), []string{"policies[1]", "policies[2]"}},
		{"behind an expired one", policies(`{"id": "e", "effective": {"until": "2026-01-01T00:00:00Z"}, "targets": {}}`, all), nil},
		{"each", `"match": "each", ` + policies(all, a), nil},
		{"per metric", perMetric + policies(all, third), []string{"policies[1]"}},
		{"per metric, with another metric", perMetric + policies(third, a, `{"id": "e", "targets": {"ownership": "1h"}}`, all), nil},
		{"per metric, until a field", perMetric + policies(`{"id": "e", "targets": {"assignment": {"until": "due"}}}`, a), nil},
		{"per metric, a choice without a default", perMetric + policies(`{"id": "e", "targets": {"assignment": {"by": "q", "values": {"x": "1h"}}}}`, a), nil},
		{"per metric, a choice with a default", perMetric + policies(`{"id": "e", "targets": {"assignment": {"by": "q", "values": {"x": {"business_days": 1}}, "default": "1h"}}}`, a), []string{"policies[1]"}},
		{"per metric, business days that may not come", `"schedules": [{"name": "s", "time_zone": "UTC", "exceptions": {"2026-03-01": ["09:00-10:00"]}}], "defaults": {"schedule": "s"}, ` + perMetric + policies(`{"id": "e", "targets": {"assignment": {"business_days": 1}}}`, a), nil},
		{"per metric, a schedule without a default", perMetric + policies(`{"id": "e", "schedule": {"by": "q", "values": {"x": "24x7"}}, "targets": {"assignment": "1h"}}`, a), nil},
	})
}

func TestNoDefault(t *testing.T) {
	const high = `{"id": "b", "when": {"field": "priority", "op": "eq", "value": "high"}, "targets": {}}`
	urgent := func(when string) string {
		return `{"id": "a", ` + when + `"targets": {"assignment": {"by": "priority", "values": {"urgent": "1h"}}}}`
	}
	checkRule(t, "no-default", []ruleTest{
		{"a value in a condition", policies(urgent(""), high), []string{"policies[0].targets.assignment"}},
		{"a default", policies(`{"id": "a", "targets": {"assignment": {"by": "priority", "values": {"urgent": "1h"}, "default": "2h"}}}`, high), nil},
		{"a value in in", policies(urgent(""), `{"id": "b", "when": {"not": {"field": "priority", "op": "in", "value": ["high"]}}, "targets": {}}`), []string{"policies[0].targets.assignment"}},
		{"a value in ne", policies(urgent(""), `{"id": "b", "when": {"field": "priority", "op": "ne", "value": "high"}, "targets": {}}`), nil},
		{"a value in another choice", `"schedules": [{"name": "s", ` + workdays + `}], ` +
			policies(`{"id": "a", "schedule": {"by": "priority", "values": {"high": "s"}, "default": "24x7"}, "targets": {"assignment": {"within": {"by": "priority", "values": {"urgent": "1h"}}, "escalations": []}}}`),
			[]string{"policies[0].targets.assignment.within"}},
		{"a value for another field", policies(urgent(""), `{"id": "b", "when": {"field": "severity", "op": "eq", "value": "high"}, "targets": {}}`), nil},
		{"its policy is for its values", policies(urgent(`"when": {"field": "priority", "op": "eq", "value": "urgent"}, `), high), nil},
		{"its policy is for its values, in all", policies(urgent(`"when": {"all": [{"field": "q", "op": "exists"}, {"field": "priority", "op": "in", "value": ["urgent"]}]}, `), high), nil},
		{"its policy is for more", policies(urgent(`"when": {"field": "priority", "op": "in", "value": ["urgent", "high"]}, `)), []string{"policies[0].targets.assignment"}},
		{"its policy may be for more", policies(urgent(`"when": {"any": [{"field": "q", "op": "exists"}, {"field": "priority", "op": "in", "value": ["urgent"]}]}, `), high), []string{"policies[0].targets.assignment"}},
		{"the default schedule", `"defaults": {"schedule": {"by": "priority", "values": {"urgent": "24x7"}}}, ` + policies(high), []string{"defaults.schedule"}},
		{"a choice of targets", policies(`{"id": "a", "targets": {"assignment": {"by": "priority", "values": {"urgent": {"until": "due"}}}}}`, high), []string{"policies[0].targets.assignment"}},
	})
}

func TestStarValue(t *testing.T) {
	checkRule(t, "star-value", []ruleTest{
		{"of times", targets(`"assignment": {"by": "p", "values": {"x": "1h", "*": "2h"}}`), []string{`policies[0].targets.assignment.values["*"]`}},
		{"of targets", targets(`"assignment": {"by": "p", "values": {"*": {"until": "due"}}}`), []string{`policies[0].targets.assignment.values["*"]`}},
		{"of schedules", `"defaults": {"schedule": {"by": "p", "values": {"*": "24x7"}}}`, []string{`defaults.schedule.values["*"]`}},
		{"part of a value", targets(`"assignment": {"by": "p", "values": {"a*": "2h"}}`), nil},
	})
}

func TestTargetOrder(t *testing.T) {
	const at = "policies[0].targets.first_response"
	schedules := `"schedules": [{"name": "s", ` + workdays + `}], `
	checkRule(t, "target-order", []ruleTest{
		{"longer", targets(`"first_response": "9h", "resolution": "8h"`), []string{at}},
		{"equal", targets(`"first_response": "8h", "resolution": "8h"`), nil},
		{"both", targets(`"first_response": "9h", "next_response": "10h", "resolution": "8h"`), []string{at, "policies[0].targets.next_response"}},
		{"another schedule", schedules + targets(`"first_response": "9h", "resolution": {"within": "8h", "schedule": "s"}`), nil},
		{"the same schedule, implied", schedules + targets(`"first_response": "9h", "resolution": {"within": "8h", "schedule": "24x7"}`), []string{at}},
		{"one value of a choice", targets(`"first_response": "4h", "resolution": {"by": "p", "values": {"x": "3h"}, "default": "40h"}`), []string{at}},
		{"value by value", targets(`"first_response": {"by": "p", "values": {"x": "1h", "y": "9h"}}, "resolution": {"by": "p", "values": {"x": "2h", "y": "10h"}}`), nil},
		{"value by value, one longer", targets(`"first_response": {"by": "p", "values": {"x": "1h", "y": "9h"}}, "resolution": {"by": "p", "values": {"x": "2h", "y": "8h"}}`), []string{at}},
		{"a value that is not listed", targets(`"first_response": {"by": "p", "values": {"x": "9h"}, "default": "1h"}, "resolution": {"by": "p", "values": {"y": "40h"}, "default": "8h"}`), []string{at}},
		{"a value that has no target", targets(`"first_response": {"by": "p", "values": {"x": "9h"}, "default": "1h"}, "resolution": {"by": "p", "values": {"y": "8h"}}`), nil},
		{"choices by other fields", targets(`"first_response": {"by": "p", "values": {"x": "9h"}}, "resolution": {"by": "q", "values": {"x": "8h"}}`), nil},
		{"a choice of targets", targets(`"first_response": {"by": "p", "values": {"x": {"business_days": 9}, "y": "9h"}}, "resolution": {"by": "p", "values": {"x": "2h", "y": "8h"}}`), []string{at}},
		{"business days", targets(`"first_response": {"business_days": 9}, "resolution": "8h"`), nil},
		{"an equal value", targets(`"first_response": {"by": "p", "values": {"x": "8h", "y": "1h"}}, "resolution": {"by": "p", "values": {"x": "8h", "y": "2h"}}`), nil},
		{"a value in business days", targets(`"first_response": {"by": "p", "values": {"x": "3h", "y": "1h"}}, "resolution": {"by": "p", "values": {"x": {"business_days": 1}, "y": "2h"}}`), nil},
		{"beside a value in business days", targets(`"first_response": {"by": "p", "values": {"x": "9h", "y": "1h"}}, "resolution": {"by": "p", "values": {"x": "8h", "y": {"business_days": 1}}}`), []string{at}},
		{"the same choice of schedules", schedules + targets(`"first_response": {"within": "9h", "schedule": {"by": "p", "values": {"x": "s"}, "default": "24x7"}}, "resolution": {"within": "8h", "schedule": {"by": "p", "values": {"x": "s"}, "default": "24x7"}}`), []string{at}},
		{"another choice of schedules", schedules + targets(`"first_response": {"within": "9h", "schedule": {"by": "p", "values": {"x": "s"}, "default": "24x7"}}, "resolution": {"within": "8h", "schedule": {"by": "p", "values": {"x": "24x7"}, "default": "s"}}`), nil},
	})
}

func TestUrgencyOrder(t *testing.T) {
	const at = "policies[0].targets.assignment"
	schedules := `"schedules": [{"name": "s", ` + workdays + `}], `
	const byRegion = `{"by": "region", "values": {"eu": "s", "us": "24x7"}, "default": "24x7"}`
	on := func(high, low string) string { // schedules
		return schedules + targets(`"assignment": {"by": "priority", "values": {"high": {"within": "8h", "schedule": `+high+`}, "low": {"within": "4h", "schedule": `+low+`}}}`)
	}
	checkRule(t, "urgency-order", []ruleTest{
		{"urgent has more", targets(`"assignment": {"by": "priority", "values": {"Urgent": "8h", "high": "4h", "normal": "6h"}}`), []string{at + ".values.Urgent"}},
		{"equal", targets(`"assignment": {"by": "priority", "values": {"urgent": "8h", "critical": "9h", "p1": "7h", "low": "9h"}}`), nil},
		{"two of three", targets(`"assignment": {"within": {"by": "issue.Severity", "values": {"sev1": "8h", "sev2": "7h", "minor": "1h"}}, "escalations": []}`),
			[]string{at + ".within.values.sev1", at + ".within.values.sev2"}},
		{"another field", targets(`"assignment": {"by": "tier", "values": {"high": "8h", "low": "1h"}}`), nil},
		{"other values", targets(`"assignment": {"by": "priority", "values": {"gold": "8h", "low": "1h"}, "default": "9h"}`), nil},
		{"business days", targets(`"assignment": {"by": "priority", "values": {"high": {"business_days": 3}, "low": {"business_days": 2}}}`), []string{at + ".values.high"}},
		{"equal business days", targets(`"assignment": {"by": "priority", "values": {"high": {"business_days": 2}, "low": {"business_days": 2}}}`), nil},
		{"a time and business days", targets(`"assignment": {"by": "priority", "values": {"high": "99h", "low": {"business_days": 1}}}`), nil},
		{"business days at other times", targets(`"assignment": {"by": "priority", "values": {"high": {"business_days": 3, "at": "12:00"}, "low": {"business_days": 2}}}`), nil},
		{"other schedules", schedules + targets(`"assignment": {"by": "priority", "values": {"high": {"within": "8h", "schedule": "24x7"}, "low": {"within": "4h", "schedule": "s"}}}`), nil},
		{"a schedule by the same field", schedules + policies(`{"id": "a", "schedule": {"by": "priority", "values": {"high": "24x7"}, "default": "s"}, "targets": {"assignment": {"by": "priority", "values": {"high": "8h", "low": "4h"}}}}`), nil},
		{"a schedule by another field", on(byRegion, byRegion), []string{at + ".values.high"}},
		{"a schedule by another field, without a default", on(`{"by": "region", "values": {"eu": "s"}}`, `{"by": "region", "values": {"eu": "s"}}`), []string{at + ".values.high"}},
		{"schedules by two fields", on(byRegion, `{"by": "country", "values": {"eu": "s", "us": "24x7"}, "default": "24x7"}`), nil},
		{"another default schedule", on(byRegion, `{"by": "region", "values": {"eu": "s", "us": "24x7"}, "default": "s"}`), nil},
		{"no default schedule", on(byRegion, `{"by": "region", "values": {"eu": "s", "us": "24x7"}}`), nil},
		{"a schedule for another value", on(byRegion, `{"by": "region", "values": {"eu": "s", "uk": "24x7"}, "default": "24x7"}`), nil},
		{"a schedule for one more value", on(byRegion, `{"by": "region", "values": {"eu": "s", "uk": "24x7", "us": "24x7"}, "default": "24x7"}`), nil},
		{"in another choice", targets(`"assignment": {"by": "p", "values": {"x": {"by": "urgency", "values": {"high": "2h", "low": "1h"}}}}`), []string{at + ".values.x.values.high"}},
	})
}

func TestStepNever(t *testing.T) {
	checkRule(t, "step-never", []ruleTest{
		{"as long as the target", policies(`{"id": "a", "targets": {"assignment": "1h"}, "escalations": [{"at": "60m before"}]}`), []string{"policies[0].escalations[0]"}},
		{"shorter", policies(`{"id": "a", "targets": {"assignment": "1h"}, "escalations": [{"at": "59m before"}]}`), nil},
		{"shorter than one of them", policies(`{"id": "a", "targets": {"assignment": "1h", "resolution": "2h"}, "escalations": [{"at": "1h before"}]}`), nil},
		{"shorter than a value", targets(`"assignment": {"within": {"by": "p", "values": {"x": "1h"}, "default": "3h"}, "escalations": [{"at": "2h before"}]}`), nil},
		{"longer than all values", targets(`"assignment": {"within": {"by": "p", "values": {"x": "1h"}, "default": "3h"}, "escalations": [{"at": "4h before"}]}`),
			[]string{"policies[0].targets.assignment.escalations[0]"}},
		{"business days", policies(`{"id": "a", "targets": {"assignment": "1h", "resolution": {"business_days": 0}}, "escalations": [{"at": "99h before"}]}`), nil},
		{"until a field", targets(`"assignment": {"until": "d", "escalations": [{"at": "99h before"}]}`), nil},
		{"a named list", `"escalations": {"usual": [{"at": "breach"}, {"at": "2h before"}]}, ` + policies(
			`{"id": "a", "escalations": "usual", "targets": {"assignment": "1h", "resolution": {"within": "9h", "escalations": []}}}`,
			`{"id": "b", "effective": {"until": "2026-01-01T00:00:00Z"}, "escalations": "usual", "targets": {"assignment": "9h"}}`), []string{"escalations.usual[1]"}},
		{"a list that nothing uses", `"escalations": {"usual": [{"at": "2h before"}]}`, nil},
		{"the defaults", `"defaults": {"escalations": [{"at": "2h before"}]}, ` + targets(`"assignment": "1h"`), []string{"defaults.escalations[0]"}},
		{"a choice of targets", targets(`"assignment": {"by": "p", "values": {"x": {"within": "1h", "escalations": [{"at": "2h before"}]}}, "default": {"within": "3h"}}`),
			[]string{"policies[0].targets.assignment.values.x.escalations[0]"}},
	})
}

func TestSameThreshold(t *testing.T) {
	steps := func(list string) string { return `"escalations": {"x.y": [` + list + `]}` }
	checkRule(t, "same-threshold", []ruleTest{
		{"breach", steps(`{"at": "breach"}, {"at": "75%"}, {"at": "100%"}`), []string{`escalations["x.y"][2]`}},
		{"hours", steps(`{"at": "60m after"}, {"at": "1h after", "name": "x"}`), []string{`escalations["x.y"][1]`}},
		{"before and after", steps(`{"at": "1h before"}, {"at": "1h after"}`), nil},
		{"repeated", steps(`{"at": "breach"}, {"at": "breach", "every": "1h", "times": 2}`), nil},
	})
}

func TestEndlessReminder(t *testing.T) {
	doc := func(schedule, step string) string {
		return `"schedules": [{"name": "s", ` + workdays + `}, {"name": "all", "any_of": ["s"]}], ` +
			policies(`{"id": "a", "schedule": `+schedule+`, "targets": {"assignment": "1h"}, "escalations": [`+step+`]}`)
	}
	const at = "policies[0].escalations[0]"
	checkRule(t, "endless-reminder", []ruleTest{
		{"thirty days", doc(`"s"`, `{"at": "breach", "every": "8h", "times": 30}`), nil},
		{"more", doc(`"s"`, `{"at": "breach", "every": "8h", "times": 31}`), []string{at}},
		{"around the clock", doc(`"24x7"`, `{"at": "breach", "every": "8h", "times": 90}`), nil},
		{"more around the clock", doc(`"24x7"`, `{"at": "breach", "every": "8h", "times": 91}`), []string{at}},
		{"a composite", doc(`"all"`, `{"at": "breach", "every": "8h", "times": 31}`), nil},
		{"one of two schedules", doc(`{"by": "p", "values": {"x": "s"}, "default": "24x7"}`, `{"at": "breach", "every": "8h", "times": 31}`), nil},
		{"the longest there are", doc(`"s"`, `{"at": "breach", "every": "87600h", "times": 1000}`), []string{at}},
	})
}

func TestPausedFromStart(t *testing.T) {
	pausing := func(when string) string { return targets(`"resolution": {"within": "1h", "pause": ` + when + `}`) }
	const at = "policies[0].targets.resolution.pause"
	metric := func(pause string) string {
		return `"metrics": {"m": {"start": ["created"], "stop": ["note"], "pause": ` + pause + `}}, `
	}
	const open = `{"field": "status_category", "op": "eq", "value": "open"}`
	const maybe = `{"id": "z", "when": {"field": "created_at", "op": "in_hours", "value": "24x7"}, "targets": {"resolution": "1h"}}`
	pausingIn := func(id string) string { // a policy
		return `{"id": "` + id + `", "targets": {"resolution": {"within": "1h", "pause": ` + open + `}}}`
	}
	checkRule(t, "paused-from-start", []ruleTest{
		{"open", pausing(open), []string{at}},
		{"pending", pausing(`{"field": "status_category", "op": "eq", "value": "pending"}`), nil},
		{"a missing attribute", pausing(`{"field": "priority", "op": "missing"}`), []string{at}},
		{"no assignee", pausing(`{"field": "assignee", "op": "missing"}`), nil},
		{"no assignee or open", pausing(`{"any": [{"field": "assignee", "op": "missing"}, ` + open + `]}`), []string{at}},
		{"no team and open", pausing(`{"all": [{"field": "team", "op": "missing"}, ` + open + `]}`), nil},
		{"unless pending", pausing(`{"not": {"field": "status_category", "op": "in", "value": ["pending", "hold"]}}`), []string{at}},
		{"created by a customer", pausing(`{"all": [{"field": "created_by", "op": "eq", "value": "customer"}, {"field": "responded", "op": "eq", "value": false}, {"field": "unanswered", "op": "ne", "value": false}, {"field": "status", "op": "matches", "value": "^n"}]}`), []string{at}},
		{"outside hours", pausing(`{"field": "created_at", "op": "not_in_hours", "value": "24x7"}`), nil},
		{"not in hours", pausing(`{"not": {"field": "created_at", "op": "in_hours", "value": "24x7"}}`), nil},
		{"created at any time", pausing(`{"field": "created_at", "op": "exists"}`), []string{at}},
		{"not created", pausing(`{"field": "created_at", "op": "missing"}`), nil},
		{"not not created", pausing(`{"not": {"field": "created_at", "op": "missing"}}`), []string{at}},
		{"not effective", policies(`{"id": "a", "effective": {"from": "2027-01-01T00:00:00Z"}, "targets": {"resolution": {"within": "1h", "pause": ` + open + `}}}`), nil},
		{"not for that issue", policies(`{"id": "a", "when": {"field": "p", "op": "exists"}, "targets": {"resolution": {"within": "1h", "pause": ` + open + `}}}`), nil},
		{"behind another policy", policies(`{"id": "z", "targets": {}}`, `{"id": "a", "targets": {"resolution": {"within": "1h", "pause": `+open+`}}}`), nil},
		{"per metric, behind another policy", `"match": "first_per_metric", ` + policies(`{"id": "z", "targets": {}}`, `{"id": "a", "targets": {"resolution": {"within": "1h", "pause": `+open+`}}}`),
			[]string{"policies[1].targets.resolution.pause"}},
		{"each", `"match": "each", ` + policies(`{"id": "a", "targets": {"resolution": {"within": "1h", "pause": `+open+`}}}`, `{"id": "b", "targets": {"resolution": {"within": "1h", "pause": `+open+`}}}`),
			[]string{at, "policies[1].targets.resolution.pause"}},
		{"behind a policy that may apply", policies(maybe, pausingIn("a")), nil},
		{"each, behind a policy that may apply", `"match": "each", ` + policies(maybe, pausingIn("a")), []string{"policies[1].targets.resolution.pause"}},
		{"per metric, behind a target that needs a field", `"match": "first_per_metric", ` + policies(`{"id": "z", "targets": {"resolution": {"until": "due"}}}`, pausingIn("a")), []string{"policies[1].targets.resolution.pause"}},
		{"per metric, behind another target", `"match": "first_per_metric", ` + policies(`{"id": "z", "targets": {"resolution": "1h"}}`, pausingIn("a")), nil},
		{"a metric that does not start then", targets(`"periodic_update": {"within": "1h", "pause": ` + open + `}`), nil},
		{"a response", targets(`"first_response": {"within": "1h", "pause": ` + open + `}, "next_response": {"within": "1h", "pause": ` + open + `}`),
			[]string{"policies[0].targets.first_response.pause"}},
		{"a metric", metric(open) + targets(`"m": "1h"`), []string{"metrics.m.pause"}},
		{"a metric without a target", metric(open) + policies(), nil},
		{"a metric whose target has another pause", metric(open) + targets(`"m": {"within": "1h", "pause": {"any": []}}`), nil},
		{"a metric whose target needs a field", metric(open) + targets(`"m": {"until": "due"}`), nil},
		{"the value that a choice gives", targets(`"resolution": {"by": "status", "values": {"new": {"within": "1h", "pause": ` + open + `}}, "default": {"within": "2h", "pause": ` + open + `}}`),
			[]string{"policies[0].targets.resolution.values.new.pause"}},
		{"business days", schedule(workdays) + "," + targets(`"resolution": {"business_days": 1, "pause": `+open+`}`), []string{at}},
		{"business days that may not come", schedule(`"time_zone": "UTC", "exceptions": {"2026-03-01": ["09:00-10:00"]}`) + "," + targets(`"resolution": {"business_days": 1, "pause": `+open+`}`), nil},
		{"business days of a composite", `"schedules": [{"name": "s", ` + workdays + `}, {"name": "c", "any_of": ["s"]}], "defaults": {"schedule": "c"}, ` + targets(`"resolution": {"business_days": 1, "pause": `+open+`}`), []string{at}},
		{"business days of a composite that may never open", `"schedules": [{"name": "s", ` + workdays + `}, {"name": "c", "any_of": ["s"], "none_of": ["s"]}], "defaults": {"schedule": "c"}, ` + targets(`"resolution": {"business_days": 1, "pause": `+open+`}`), nil},
		{"business days around the clock", targets(`"resolution": {"business_days": 1, "pause": ` + open + `}`), []string{at}},
		{"the schedule that a choice gives", schedule(workdays) + "," + targets(`"resolution": {"within": "1h", "schedule": {"by": "status", "values": {"new": "desk"}}, "pause": `+open+`}`), []string{at}},
		{"a choice that gives no schedule", schedule(workdays) + "," + targets(`"resolution": {"within": "1h", "schedule": {"by": "status", "values": {"old": "desk"}}, "pause": `+open+`}`), nil},
		{"a choice by a field without a value", schedule(workdays) + "," + targets(`"resolution": {"within": "1h", "schedule": {"by": "p", "values": {"x": "desk"}}, "pause": `+open+`}`), nil},
		{"a status that is not mapped", `"statuses": {"x": "open"}, ` + pausing(open), nil},
		{"a status that is mapped otherwise", `"statuses": {"*": "hold"}, ` + pausing(open), nil},
	})
}

func TestSelfRetarget(t *testing.T) {
	doc := func(at, set string) string {
		return policies(`{"id": "a", "when": {"field": "status_category", "op": "ne", "value": "hold"}, "schedule": {"by": "region", "values": {"x": "24x7"}, "default": "24x7"},
			"targets": {"assignment": {"within": {"by": "priority", "values": {"x": "1h"}, "default": "2h"}, "pause": {"field": "waiting", "op": "exists"}}, "resolution": {"until": "due"}},
			"escalations": [{"at": "10%"}, {"at": "` + at + `", "do": [{"type": "flag"}, {"type": "update", "set": {"` + set + `": "new"}}]}]}`)
	}
	hit := []string{"policies[0].escalations[1].do[1]"}
	checkRule(t, "self-retarget", []ruleTest{
		{"the condition", doc("75%", "status"), hit},
		{"the schedule", doc("breach", "region"), hit},
		{"a target", doc("30m before", "priority"), hit},
		{"a pause", doc("100%", "waiting"), hit},
		{"another field", doc("75%", "team"), nil},
		{"after the breach", doc("101%", "status"), nil},
		{"an hour after the breach", doc("1h after", "status"), nil},
		{"carried over", `"on_change": "carry_over", ` + doc("75%", "status"), nil},
		{"a named list", `"escalations": {"x": [{"at": "75%", "do": [{"type": "update", "set": {"p": 1}}]}]}, ` + policies(
			`{"id": "a", "when": {"field": "p", "op": "ne", "value": 2}, "targets": {"assignment": "1h"}}`,
			`{"id": "b", "when": {"field": "p", "op": "ne", "value": 3}, "targets": {"assignment": {"within": "1h", "escalations": "x"}}}`), []string{"escalations.x[0].do[0]"}},
		{"a named list of another policy", `"escalations": {"x": [{"at": "75%", "do": [{"type": "update", "set": {"p": 1}}]}]}, ` + policies(
			`{"id": "a", "when": {"field": "p", "op": "ne", "value": 2}, "targets": {"assignment": "1h"}}`,
			`{"id": "b", "targets": {"assignment": {"within": "1h", "escalations": "x"}}}`), nil},
	})
}
