package lint_test

import (
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy/lint"
)

func TestHolidaysRunOut(t *testing.T) {
	checkRule(t, "holidays-run-out", []ruleTest{
		{"two past ones", schedule(workdays + `, "holidays": [{"date": "2025-12-24"}, {"date": "2025-12-25"}]`), []string{"schedules[0]"}},
		{"one past one", schedule(workdays + `, "holidays": [{"date": "2025-12-24"}]`), nil},
		{"a holiday and an exception", schedule(workdays + `, "holidays": [{"date": "2025-12-24"}], "exceptions": {"2025-12-25": []}`), []string{"schedules[0]"}},
		{"today", schedule(workdays + `, "holidays": [{"date": "2025-12-24"}, {"date": "2026-03-09"}]`), nil},
		{"yesterday", schedule(workdays + `, "holidays": [{"date": "2025-12-24"}, {"date": "2026-03-08"}]`), []string{"schedules[0]"}},
		{"on the last day of the coming year", schedule(workdays + `, "holidays": [{"date": "2025-12-24"}, {"date": "2027-03-09"}]`), nil},
		{"after it", schedule(workdays + `, "holidays": [{"date": "2025-12-24"}, {"date": "2027-03-10"}]`), []string{"schedules[0]"}},
		{"a range into the present", schedule(workdays + `, "holidays": [{"date": "2025-12-24", "to": "2026-03-09"}, {"date": "2025-03-10"}]`), nil},
		{"a calendar", schedule(workdays + `, "holidays": [{"date": "2025-12-24"}, {"date": "2025-12-25"}, {"calendar": "us"}]`), nil},
		{"one of each year", schedule(workdays + `, "holidays": [{"date": "2025-12-24"}, {"date": "2025-12-25"}, {"every": "12-31"}]`), nil},
		{"an exception today", schedule(workdays + `, "exceptions": {"2025-12-24": [], "2026-03-09": []}`), nil},
		{"an exception yesterday", schedule(workdays + `, "exceptions": {"2025-12-24": [], "2026-03-08": []}`), []string{"schedules[0]"}},
		{"an exception on the last day of the coming year", schedule(workdays + `, "exceptions": {"2025-12-24": [], "2027-03-09": []}`), nil},
		{"an exception after it", schedule(workdays + `, "exceptions": {"2025-12-24": [], "2027-03-10": []}`), []string{"schedules[0]"}},
		{"today in UTC, where it is tomorrow", schedule(`"time_zone": "Pacific/Kiritimati", "weekly": {"mon": ["09:00-17:00"]}, "holidays": [{"date": "2025-12-24"}, {"date": "2026-03-09"}]`), []string{"schedules[0]"}},
		{"an exception of each year", schedule(workdays + `, "exceptions": {"2025-12-24": [], "2025-12-25": [], "12-31": []}`), nil},
	})
}

// The coming year ends 365 days after the present, at midnight ahead of that day.
func TestTheComingYearIsHalfOpen(t *testing.T) {
	midnight := time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)
	for last, want := range map[string]int{"2027-03-08": 0, "2027-03-09": 1} {
		doc := "{" + schedule(workdays+`, "holidays": [{"date": "2025-12-24"}, {"date": "`+last+`"}]`) + "}"
		if found := lint.CheckText([]byte(doc), lint.Options{AsOf: midnight}); len(found) != want {
			t.Errorf("with a holiday on %s: %v", last, found)
		}
	}
}

func TestNoHolidays(t *testing.T) {
	checkRule(t, "no-holidays", []ruleTest{
		{"workdays", schedule(workdays), []string{"schedules[0]"}},
		{"with holidays", schedule(workdays + `, "holidays": [{"calendar": "us"}]`), nil},
		{"with an exception", schedule(workdays + `, "exceptions": {"12-31": []}`), nil},
		{"a Friday", schedule(`"time_zone": "UTC", "weekly": {"fri": ["09:00-17:00"]}`), []string{"schedules[0]"}},
		{"weekends", schedule(`"time_zone": "UTC", "weekly": {"sat-sun": ["09:00-17:00"]}`), nil},
		{"around the clock", schedule(`"time_zone": "UTC", "weekly": {"mon-sun": ["00:00-12:00", "12:00-24:00"]}`), nil},
		{"around the clock on workdays", schedule(`"time_zone": "UTC", "weekly": {"mon-fri": ["00:00-24:00"]}`), []string{"schedules[0]"}},
		{"always", schedule(`"always": true`), nil},
		{"left out of a composite", `"schedules": [{"name": "maintenance", ` + workdays + `}, {"name": "c", "any_of": ["24x7"], "none_of": ["maintenance"]}]`, nil},
		{"left out of one and part of another", `"schedules": [{"name": "m", ` + workdays + `}, {"name": "c", "any_of": ["24x7"], "none_of": ["m"]}, {"name": "d", "any_of": ["m"]}]`, []string{"schedules[0]"}},
		{"workdays that were replaced", schedule(workdays + `, "revisions": [{"from": "2026-01-01", "weekly": {"sat": ["09:00-17:00"]}}]`), nil},
		{"workdays that are replaced today", schedule(workdays + `, "revisions": [{"from": "2026-03-09", "weekly": {"sat": ["09:00-17:00"]}}]`), nil},
		{"workdays that will be replaced", schedule(workdays + `, "revisions": [{"from": "2026-12-01", "weekly": {"sat": ["09:00-17:00"]}}]`), []string{"schedules[0]"}},
		{"of an expired policy", `"schedules": [{"name": "s", ` + workdays + `}, {"name": "c", "any_of": ["s"]}], ` + policies(`{"id": "a", "schedule": "c", "effective": {"until": "2026-01-01T00:00:00Z"}, "targets": {}}`), nil},
		{"of an expired policy and another", `"schedules": [{"name": "s", ` + workdays + `}, {"name": "c", "any_of": ["s"]}], ` + policies(`{"id": "a", "schedule": "c", "effective": {"until": "2026-01-01T00:00:00Z"}, "targets": {}}`, `{"id": "b", "schedule": "s", "targets": {}}`),
			[]string{"schedules[0]"}},
	})
}

func TestImplied24x7(t *testing.T) {
	const schedules = `"schedules": [{"name": "s", ` + workdays + `}], `
	checkRule(t, "implied-24x7", []ruleTest{
		{"nothing named", schedules + targets(`"assignment": "1h"`), []string{"policies[0]"}},
		{"one target of two", schedules + targets(`"assignment": {"within": "1h", "schedule": "s"}, "resolution": "2h"`), []string{"policies[0]"}},
		{"in a choice", schedules + targets(`"assignment": {"by": "p", "values": {"x": {"within": "1h", "schedule": "s"}}, "default": {"business_days": 1}}`), []string{"policies[0]"}},
		{"named by the targets", schedules + targets(`"assignment": {"within": "1h", "schedule": "s"}, "resolution": {"within": "1h", "schedule": "24x7"}`), nil},
		{"named by the policy", schedules + policies(`{"id": "a", "schedule": "24x7", "targets": {"assignment": "1h"}}`), nil},
		{"named by the defaults", schedules + `"defaults": {"schedule": "24x7"}, ` + targets(`"assignment": "1h"`), nil},
		{"no schedules", targets(`"assignment": "1h"`), nil},
		{"no targets", schedules + targets(``), nil},
	})
}

func TestFixedOffsetZone(t *testing.T) {
	in := func(zone string) string {
		return schedule(`"time_zone": "` + zone + `", "weekly": {"mon": ["09:00-17:00"]}`)
	}
	checkRule(t, "fixed-offset-zone", []ruleTest{
		{"behind", in("Etc/GMT+5"), []string{"schedules[0].time_zone"}},
		{"ahead", in("Etc/GMT-14"), []string{"schedules[0].time_zone"}},
		{"UTC", in("Etc/UTC"), nil},
		{"no offset", in("Etc/GMT+0"), nil},
		{"a place", in("America/New_York"), nil},
		{"of business days", schedule(`"always": true, "time_zone": "Etc/GMT+5"`), []string{"schedules[0].time_zone"}},
	})
}

func TestMinuteMissing(t *testing.T) {
	checkRule(t, "minute-missing", []ruleTest{
		{"a minute", schedule(`"time_zone": "UTC", "weekly": {"mon-fri": ["09:00-12:00", "13:00-23:59"]}`), []string{"schedules[0].weekly.mon-fri[1]"}},
		{"a second", schedule(`"time_zone": "UTC", "weekly": {"mon": ["13:00-23:59:59"]}`), []string{"schedules[0].weekly.mon[0]"}},
		{"another end", schedule(`"time_zone": "UTC", "weekly": {"mon": ["13:00-23:59:58", "23:59-24:00"]}`), nil},
		{"an exception and a revision", schedule(workdays + `, "exceptions": {"2026-12-24": ["00:00-23:59"]}, "revisions": [{"from": "2026-01-01", "weekly": {"sat": ["00:00-23:59"]}}]`),
			[]string{"schedules[0].exceptions.2026-12-24[0]", "schedules[0].revisions[0].weekly.sat[0]"}},
	})
}

func TestHoursAsDays(t *testing.T) {
	const two = `"schedules": [{"name": "s", ` + workdays + `}, {"name": "long", "time_zone": "UTC", "weekly": {"mon": ["08:00-20:30"]}}, {"name": "c", "any_of": ["s"]}], `
	on := func(schedule, target string) string {
		return two + policies(`{"id": "a", "schedule": `+schedule+`, "targets": {"assignment": `+target+`}}`)
	}
	const at = "policies[0].targets.assignment"
	checkRule(t, "hours-as-days", []ruleTest{
		{"two days", on(`"s"`, `"48h"`), []string{at}},
		{"in full", on(`"s"`, `{"within": "48h", "pause": {"any": []}}`), []string{at + ".within"}},
		{"a value", on(`"s"`, `{"by": "p", "values": {"x": "8h", "y": "24h"}, "default": "25h"}`), []string{at + ".values.y"}},
		{"no whole days", on(`"s"`, `"40h"`), nil},
		{"longer days", on(`"long"`, `"48h"`), nil},
		{"around the clock", on(`"24x7"`, `"48h"`), nil},
		{"a composite", on(`"c"`, `"48h"`), nil},
		{"one of two schedules", on(`{"by": "p", "values": {"x": "s"}, "default": "24x7"}`, `"48h"`), nil},
		{"two schedules", on(`{"by": "p", "values": {"x": "s"}}`, `"48h"`), []string{at}},
		{"nights", schedule(`"time_zone": "UTC", "weekly": {"mon-fri": ["18:00-06:00"]}`) + `, ` + targets(`"assignment": "24h"`), []string{at}},
	})
}

func TestOverlappingHours(t *testing.T) {
	weekly := func(hours string) string { return schedule(`"time_zone": "UTC", "weekly": {` + hours + `}`) }
	const at = "schedules[0].weekly"
	checkRule(t, "overlapping-hours", []ruleTest{
		{"two", weekly(`"mon": ["09:00-12:00", "11:00-15:00"]`), []string{at + ".mon[1]"}},
		{"the earlier one is second", weekly(`"mon": ["11:00-15:00", "09:00-12:00"]`), []string{at + ".mon[1]"}},
		{"touching", weekly(`"mon": ["09:00-12:00", "12:00-15:00"]`), nil},
		{"a day named twice", weekly(`"mon": ["08:00-10:00"], "mon-fri": ["09:00-17:00"]`), []string{at + ".mon-fri[0]"}},
		{"a day named twice, the range first", weekly(`"mon-fri": ["09:00-17:00"], "mon": ["08:00-10:00"]`), []string{at + ".mon[0]"}},
		{"other days", weekly(`"mon": ["09:00-12:00"], "tue": ["09:00-12:00"]`), nil},
		{"from the day before", weekly(`"fri-mon": ["22:00-02:00"], "tue": ["01:00-03:00"]`), []string{at + ".tue[0]"}},
		{"touching the day before", weekly(`"mon": ["22:00-02:00"], "tue": ["02:00-03:00"]`), nil},
		{"touching at midnight", weekly(`"mon": ["00:00-02:00"], "sun": ["22:00-00:00"]`), nil},
		{"around the week", weekly(`"sat": ["22:00-02:00"], "sun": ["00:00-01:00"]`), []string{at + ".sun[0]"}},
		{"a revision", schedule(workdays + `, "revisions": [{"from": "2026-01-01", "weekly": {"sat": ["09:00-10:00", "09:00-10:00"]}}]`), []string{"schedules[0].revisions[0].weekly.sat[1]"}},
		{"three", weekly(`"mon": ["09:00-17:00", "10:00-11:00", "11:00-12:00"]`), []string{at + ".mon[1]", at + ".mon[2]"}},
	})
}

func TestUnused(t *testing.T) {
	const s = `"schedules": [{"name": "s", ` + workdays + `}], `
	metric := func(condition string) string {
		return `"metrics": {"m": {"start": [{"on": "note", "if": ` + condition + `}]}}, ` + targets(`"m": "1h"`)
	}
	checkRule(t, "unused", []ruleTest{
		{"a schedule and a metric", s + `"metrics": {"a.b": {"start": ["note"]}}`, []string{"schedules[0]", `metrics["a.b"]`}},
		{"in a policy", s + policies(`{"id": "a", "schedule": "s", "targets": {}}`), nil},
		{"in a target", s + targets(`"assignment": {"by": "p", "values": {"x": {"within": "1h", "schedule": {"by": "q", "values": {"y": "24x7"}, "default": "s"}}}}`), nil},
		{"in the defaults", s + `"defaults": {"schedule": "s"}`, nil},
		{"in a choice in another", s + policies(`{"id": "a", "schedule": {"by": "p", "values": {"x": {"by": "q", "values": {"y": "s"}, "default": "24x7"}}, "default": "24x7"}, "targets": {}}`), nil},
		{"in a condition that asks for its hours", s + metric(`{"field": "p", "op": "in_hours", "value": "s"}`), nil},
		{"in a condition", s + metric(`{"field": "p", "op": "not_in_hours", "value": "s"}`), nil},
		{"in a composite", `"schedules": [{"name": "s", ` + workdays + `}, {"name": "c", "any_of": ["24x7"], "none_of": ["s"]}]`, []string{"schedules[1]"}},
		{"in an action", s + `"escalations": {"x": [{"at": "breach", "do": [{"type": "slack", "channel": "#x", "hours": "s"}]}]}`, nil},
		{"in an expired policy", s + `"metrics": {"m": {"start": ["note"]}}, ` + policies(`{"id": "a", "schedule": "s", "effective": {"until": "2026-01-01T00:00:00Z"}, "targets": {"m": "1h"}}`), nil},
	})
}

func TestExpiredPolicy(t *testing.T) {
	checkRule(t, "expired-policy", []ruleTest{
		{"now", policies(`{"id": "a", "effective": {"until": "2026-03-09T15:00:00Z"}, "targets": {}}`), []string{"policies[0].effective.until"}},
		{"a moment later", policies(`{"id": "a", "effective": {"until": "2026-03-09T15:00:00.000000001Z"}, "targets": {}}`), nil},
	})
}

func TestNoCatchAll(t *testing.T) {
	const vip = `{"id": "a", "when": {"field": "vip", "op": "eq", "value": true}, "targets": {"assignment": "1h", "resolution": "8h"}}`
	const some = `{"id": "b", "targets": {"assignment": "1h"}}`
	checkRule(t, "no-catch-all", []ruleTest{
		{"a condition", policies(vip), []string{"policies"}},
		{"none", policies(vip, some), nil},
		{"one that is not yet effective", policies(vip, `{"id": "b", "effective": {"from": "2027-01-01T00:00:00Z"}, "targets": {}}`), []string{"policies"}},
		{"per metric, another metric", `"match": "first_per_metric", ` + policies(vip, some), []string{"policies"}},
		{"per metric", `"match": "first_per_metric", ` + policies(vip, some, `{"id": "c", "targets": {"resolution": "8h"}}`), nil},
		{"no policies", policies(), nil},
	})
}

func TestMetricGap(t *testing.T) {
	policy := func(id, targets string) string {
		return `{"id": "` + id + `", "when": {"field": "p", "op": "eq", "value": "` + id + `"}, "targets": {` + targets + `}}`
	}
	const both = `"assignment": "1h", "resolution": "8h"`
	checkRule(t, "metric-gap", []ruleTest{
		{"one of three", policies(policy("a", both), policy("b", `"resolution": "8h"`), policy("c", both)), []string{"policies[1].targets"}},
		{"two of three", policies(policy("a", both), policy("b", `"resolution": "8h"`), policy("c", `"resolution": "8h"`)), nil},
		{"one of two", policies(policy("a", both), policy("b", `"resolution": "8h"`)), nil},
		{"both metrics", policies(policy("a", both), policy("b", both), policy("c", ``)), []string{"policies[2].targets"}},
		{"per metric", `"match": "first_per_metric", ` + policies(policy("a", both), policy("b", `"resolution": "8h"`), policy("c", both)), nil},
		{"expired", policies(policy("a", both), `{"id": "b", "effective": {"until": "2026-01-01T00:00:00Z"}, "targets": {}}`, policy("c", both), policy("d", both)), nil},
	})
}

func TestNewUnmapped(t *testing.T) {
	checkRule(t, "new-unmapped", []ruleTest{
		{"neither", `"statuses": {"open": "open"}`, []string{"statuses"}},
		{"new", `"statuses": {"new": "open"}`, nil},
		{"all others", `"statuses": {"*": "open"}`, nil},
		{"the default", `"policies": []`, nil},
	})
}
