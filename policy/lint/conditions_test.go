package lint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/punctualgo/punctual/policy/lint"
)

func TestNeverTrue(t *testing.T) {
	const at = "policies[0].when"
	bounds := func(list ...string) string {
		var all []string
		for _, bound := range list {
			op, number, _ := strings.Cut(bound, " ")
			all = append(all, `{"field": "p", "op": "`+op+`", "value": `+number+`}`)
		}
		return `{"all": [` + strings.Join(all, ", ") + `]}`
	}
	checkRule(t, "never-true", []ruleTest{
		{"two values", when(`{"all": [{"field": "p", "op": "eq", "value": "a"}, {"field": "p", "op": "eq", "value": "b"}]}`), []string{at}},
		{"one value twice", when(`{"all": [{"field": "p", "op": "eq", "value": "a"}, {"field": "p", "op": "eq", "value": "a"}]}`), nil},
		{"two values of two types", when(`{"all": [{"field": "p", "op": "eq", "value": "1"}, {"field": "p", "op": "eq", "value": 1}]}`), []string{at}},
		{"two values of two fields", when(`{"all": [{"field": "p", "op": "eq", "value": "a"}, {"field": "q", "op": "eq", "value": "b"}]}`), nil},
		{"either of two values", when(`{"any": [{"field": "p", "op": "eq", "value": "a"}, {"field": "p", "op": "eq", "value": "b"}]}`), nil},
		{"missing and equal", when(`{"all": [{"field": "p", "op": "missing"}, {"field": "p", "op": "eq", "value": "b"}]}`), []string{at}},
		{"missing and greater", when(`{"all": [{"field": "p", "op": "gt", "value": 1}, {"field": "p", "op": "missing"}]}`), []string{at}},
		{"missing and in hours", when(`{"all": [{"field": "p", "op": "in_hours", "value": "24x7"}, {"field": "p", "op": "missing"}]}`), []string{at}},
		{"missing and not equal", when(`{"all": [{"field": "p", "op": "missing"}, {"field": "p", "op": "ne", "value": "b"}]}`), nil},
		{"missing and not in", when(`{"all": [{"field": "p", "op": "missing"}, {"field": "p", "op": "not_in", "value": ["b"]}]}`), nil},
		{"an empty range", when(`{"all": [{"field": "p", "op": "gt", "value": 5}, {"field": "p", "op": "lt", "value": 5}]}`), []string{at}},
		{"a half-open range without numbers", when(`{"all": [{"field": "p", "op": "gte", "value": 5}, {"field": "p", "op": "lt", "value": 5}]}`), []string{at}},
		{"a range of one number", when(`{"all": [{"field": "p", "op": "gte", "value": 5}, {"field": "p", "op": "lte", "value": 5}]}`), nil},
		{"a range below zero", when(`{"all": [{"field": "p", "op": "gt", "value": -5}, {"field": "p", "op": "lt", "value": -4}]}`), nil},
		{"an excluded bound, and the same included", when(bounds("gt 5", "gte 5", "lte 5")), []string{at}},
		{"an included bound, and the same excluded", when(bounds("gte 5", "gt 5", "lte 5")), []string{at}},
		{"an excluded upper bound, and the same included", when(bounds("lt 5", "lte 5", "gte 5")), []string{at}},
		{"an included upper bound, and the same excluded", when(bounds("lte 5", "lt 5", "gte 5")), []string{at}},
		{"a narrow bound and a wide one", when(bounds("gte 5", "gt 3", "lte 4")), []string{at}},
		{"a narrow upper bound and a wide one", when(bounds("lte 4", "lt 6", "gte 5")), []string{at}},
		{"an empty range of instants", when(`{"all": [{"field": "p", "op": "after", "value": "2026-02-01T00:00:00Z"}, {"field": "p", "op": "before", "value": "2026-01-01T00:00:00Z"}]}`), []string{at}},
		{"a range of instants", when(`{"all": [{"field": "p", "op": "before", "value": "2026-02-01T00:00:00Z"}, {"field": "p", "op": "after", "value": "2026-01-01T00:00:00Z"}]}`), nil},
		{"in an empty list", when(`{"field": "p", "op": "in", "value": []}`), []string{at}},
		{"contains any of an empty list", when(`{"field": "p", "op": "contains_any", "value": []}`), []string{at}},
		{"contains all of an empty list", when(`{"field": "p", "op": "contains_all", "value": []}`), nil},
		{"an unknown category", when(`{"field": "status_category", "op": "eq", "value": "solved"}`), []string{at}},
		{"a category", when(`{"field": "status_category", "op": "eq", "value": "resolved"}`), nil},
		{"nothing but unknown creators", when(`{"field": "created_by", "op": "in", "value": ["user", "human"]}`), []string{at}},
		{"some unknown creators", when(`{"field": "created_by", "op": "in", "value": ["user", "bot"]}`), nil},
		{"a boolean as a text", when(`{"field": "responded", "op": "eq", "value": "true"}`), []string{at}},
		{"an unknown status", when(`{"field": "status", "op": "eq", "value": "wip"}`), []string{at}},
		{"a status of one's own", `"statuses": {"new": "open", "wip": "open"}, ` + when(`{"field": "status", "op": "eq", "value": "wip"}`), nil},
		{"a status among all others", `"statuses": {"*": "open"}, ` + when(`{"field": "status", "op": "eq", "value": "wip"}`), nil},
		{"equal and not equal", when(`{"all": [{"field": "p", "op": "eq", "value": "a"}, {"field": "p", "op": "ne", "value": "a"}]}`), []string{at}},
		{"equal and not equal to another", when(`{"all": [{"field": "p", "op": "eq", "value": "a"}, {"field": "p", "op": "ne", "value": "b"}]}`), nil},
		{"equal and in others", when(`{"all": [{"field": "p", "op": "eq", "value": "a"}, {"field": "p", "op": "in", "value": ["b", 1]}]}`), []string{at}},
		{"equal and in", when(`{"all": [{"field": "p", "op": "eq", "value": 1.0}, {"field": "p", "op": "in", "value": ["b", 1]}]}`), nil},
		{"a missing status", when(`{"field": "status", "op": "missing"}`), []string{at}},
		{"not of what always holds", when(`{"not": {"field": "p", "op": "not_in", "value": []}}`), []string{at}},
		{"not of what never holds", when(`{"not": {"field": "p", "op": "in", "value": []}}`), []string{at + ".not"}},
		{"the smallest part of all", when(`{"all": [{"field": "q", "op": "exists"}, {"any": [{"field": "p", "op": "in", "value": []}, {"field": "q", "op": "contains_any", "value": []}]}]}`),
			[]string{at + ".all[1].any[0]", at + ".all[1].any[1]"}},
		{"one of any", when(`{"any": [{"field": "q", "op": "exists"}, {"field": "p", "op": "in", "value": []}]}`), []string{at + ".any[1]"}},
		{"empty all and any", when(`{"all": [{"any": []}, {"not": {"all": []}}]}`), nil},
		{"a pause", targets(`"assignment": {"within": "1h", "pause": {"field": "p", "op": "in", "value": []}}`), []string{"policies[0].targets.assignment.pause"}},
		{"a pause in a choice", targets(`"assignment": {"by": "p", "values": {"a b": {"until": "d", "pause": {"field": "q", "op": "in", "value": []}}}}`),
			[]string{`policies[0].targets.assignment.values["a b"].pause`}},
		{"a pause and an if of a metric", `"metrics": {"m": {"start": [{"on": "note", "if": {"field": "event.by", "op": "in", "value": []}}], "pause": {"field": "p", "op": "in", "value": []}}}`,
			[]string{"metrics.m.start[0].if", "metrics.m.pause"}},
		{"an expired policy", policies(`{"id": "a", "effective": {"until": "2026-03-09T15:00:00Z"}, "when": {"field": "p", "op": "in", "value": []}, "targets": {}}`), nil},
	})
}

func TestAlwaysTrue(t *testing.T) {
	const at = "policies[0].when"
	checkRule(t, "always-true", []ruleTest{
		{"equal or not", when(`{"any": [{"field": "p", "op": "eq", "value": "a"}, {"field": "p", "op": "ne", "value": "a"}]}`), []string{at}},
		{"equal or not equal to another", when(`{"any": [{"field": "p", "op": "eq", "value": "a"}, {"field": "p", "op": "ne", "value": "b"}]}`), nil},
		{"exists or missing", when(`{"any": [{"field": "p", "op": "missing"}, {"field": "p", "op": "exists"}]}`), []string{at}},
		{"one exists or another is missing", when(`{"any": [{"field": "p", "op": "missing"}, {"field": "q", "op": "exists"}]}`), nil},
		{"not in an empty list", when(`{"field": "p", "op": "not_in", "value": []}`), []string{at}},
		{"not of what never holds", when(`{"not": {"field": "p", "op": "in", "value": []}}`), []string{at}},
		{"not of what always holds", when(`{"not": {"field": "p", "op": "not_in", "value": []}}`), []string{at + ".not"}},
		{"one of any", when(`{"any": [{"field": "p", "op": "not_in", "value": []}, {"field": "p", "op": "exists"}]}`), []string{at + ".any[0]"}},
		{"one of all", when(`{"all": [{"field": "p", "op": "not_in", "value": []}, {"field": "p", "op": "exists"}]}`), []string{at + ".all[0]"}},
		{"empty all", when(`{"all": []}`), nil},
	})
}

func TestDeadValue(t *testing.T) {
	checkRule(t, "dead-value", []ruleTest{
		{"one of several", when(`{"field": "status", "op": "in", "value": ["new", "wip"]}`), []string{"policies[0].when.value[1]"}},
		{"all of them", when(`{"field": "status", "op": "in", "value": ["fresh", "wip"]}`), nil},
		{"not in", when(`{"field": "status_category", "op": "not_in", "value": ["solved"]}`), []string{"policies[0].when.value[0]"}},
		{"not equal", when(`{"not": {"field": "created_by", "op": "ne", "value": "Customer"}}`), []string{"policies[0].when.not.value"}},
		{"not equal to a value", when(`{"field": "unanswered", "op": "ne", "value": false}`), nil},
		{"any status", `"statuses": {"*": "open"}, ` + when(`{"field": "status", "op": "ne", "value": "wip"}`), nil},
		{"an attribute", when(`{"field": "p", "op": "ne", "value": "wip"}`), nil},
	})
}

func TestMixedTypes(t *testing.T) {
	checkRule(t, "mixed-types", []ruleTest{
		{"a text and a number", when(`{"any": [{"field": "seats", "op": "eq", "value": "5"}, {"field": "seats", "op": "gt", "value": 5}, {"field": "seats", "op": "lt", "value": 9}]}`),
			[]string{"policies[0].when.any[1]"}},
		{"a number and a choice", policies(`{"id": "a", "when": {"field": "tier", "op": "eq", "value": 1}, "targets": {"assignment": {"by": "tier", "values": {"1": "1h"}, "default": "2h"}}}`),
			[]string{"policies[0].targets.assignment.by"}},
		{"a boolean and an operator of texts", when(`{"any": [{"field": "vip", "op": "matches", "value": "^y"}, {"field": "vip", "op": "ne", "value": true}]}`), []string{"policies[0].when.any[1]"}},
		{"a number and a boolean", when(`{"any": [{"field": "vip", "op": "eq", "value": 1}, {"field": "vip", "op": "eq", "value": true}]}`), nil},
		{"a list of texts and a number", when(`{"any": [{"field": "seats", "op": "in", "value": ["1", "2"]}, {"field": "seats", "op": "gt", "value": 2}]}`), []string{"policies[0].when.any[1]"}},
		{"one list of both", when(`{"any": [{"field": "vip", "op": "in", "value": ["1", 1]}, {"field": "vip", "op": "gt", "value": 2}]}`), nil},
		{"a list and a text", when(`{"any": [{"field": "x", "op": "eq", "value": ["1"]}, {"field": "x", "op": "gt", "value": 2}]}`), nil},
	})
}

func TestListAsText(t *testing.T) {
	checkRule(t, "list-as-text", []ruleTest{
		{"tags", when(`{"field": "tags", "op": "eq", "value": "vip"}`), []string{"policies[0].when"}},
		{"tags with a list", when(`{"field": "tags", "op": "eq", "value": ["vip"]}`), nil},
		{"tags with contains", when(`{"field": "tags", "op": "contains", "value": "vip"}`), nil},
		{"tags in a list", when(`{"field": "tags", "op": "not_in", "value": [["a"], "vip"]}`), []string{"policies[0].when"}},
		{"another list", when(`{"any": [{"field": "skills", "op": "starts_with", "value": "v"}, {"field": "skills", "op": "contains_all", "value": ["a"]}]}`), []string{"policies[0].when.any[0]"}},
		{"a text", when(`{"field": "skills", "op": "starts_with", "value": "v"}`), nil},
		{"a choice", targets(`"assignment": {"by": "tags", "values": {"vip": "1h"}, "default": "2h"}`), []string{"policies[0].targets.assignment.by"}},
		{"tags that are a text", `"fields": {"tags": {"type": "text"}}, ` + when(`{"field": "tags", "op": "eq", "value": "vip"}`), nil},
	})
}

func TestNearField(t *testing.T) {
	checkRule(t, "near-field", []ruleTest{
		{"like a usual one", when(`{"field": "customer_tier", "op": "exists"}`), []string{"policies[0].when.field"}},
		{"in another case", when(`{"field": "Team", "op": "exists"}`), []string{"policies[0].when.field"}},
		{"one edit from a usual one", when(`{"field": "prioritty", "op": "exists"}`), []string{"policies[0].when.field"}},
		{"two letters swapped", when(`{"field": "proirity", "op": "exists"}`), []string{"policies[0].when.field"}},
		{"two edits", when(`{"field": "prioritties", "op": "exists"}`), nil},
		{"one edit from a short one", when(`{"field": "teams", "op": "exists"}`), nil},
		{"five letters", when(`{"any": [{"field": "pizza", "op": "exists"}, {"field": "pizza", "op": "missing"}, {"field": "pizze", "op": "exists"}]}`), []string{"policies[0].when.any[2].field"}},
		{"one digit", when(`{"any": [{"field": "level1", "op": "exists"}, {"field": "level2", "op": "exists"}]}`), nil},
		{"like a computed one", when(`{"field": "respondid", "op": "exists"}`), []string{"policies[0].when.field"}},
		{"named twice", when(`{"any": [{"field": "prioritty", "op": "exists"}, {"field": "prioritty", "op": "missing"}]}`), nil},
		{"like another, in a choice", policies(`{"id": "a", "when": {"any": [{"field": "region_name", "op": "exists"}, {"field": "region_name", "op": "missing"}]}, "targets": {"assignment": {"by": "regionName", "values": {"1": "1h"}, "default": "2h"}}}`),
			[]string{"policies[0].targets.assignment.by"}},
		{"like another, in a trigger", `"metrics": {"m": {"start": [{"on": "set:phaes", "if": {"field": "phase", "op": "exists"}}], "stop": ["set:phase"]}}`, []string{"metrics.m.start[0].on"}},
		{"like another, in until and an action", policies(`{"id": "a", "targets": {"assignment": {"until": "due_date"}, "resolution": {"until": "due_date"}},
			"escalations": [{"at": "75%", "do": [{"type": "update", "set": {"due-date": null}}]}]}`), []string{`policies[0].escalations[0].do[0].set.due-date`}},
		{"declared", `"fields": {"customer_tier": {"type": "text"}}, ` + when(`{"field": "customer_tier", "op": "exists"}`), nil},
	})
}

// Up to a thousand names, the usual ones among them, are compared letter by letter.
func TestNearFieldsOfManyNames(t *testing.T) {
	doc := func(names int) string {
		var all []string
		for i := range names - 18 - 1 {
			all = append(all, fmt.Sprintf(`{"field": "f%d", "op": "exists"}`, i))
		}
		all = append(all, `{"field": "prioritty", "op": "exists"}`)
		var list []string
		for len(all) > 0 {
			n := min(len(all), 200)
			list = append(list, fmt.Sprintf(`{"id": "%d", "when": {"any": [%s]}, "targets": {}}`, len(list), strings.Join(all[:n], ", ")))
			all = all[n:]
		}
		return "{" + policies(list...) + "}"
	}
	for names, want := range map[int]int{1000: 1, 1001: 0} {
		n := 0
		for _, f := range lint.CheckText([]byte(doc(names)), lint.Options{AsOf: present}) {
			if f.Rule == "near-field" {
				n++
			}
		}
		if n != want {
			t.Errorf("%d findings among %d names, want %d", n, names, want)
		}
	}
}

func TestLetterCase(t *testing.T) {
	checkRule(t, "letter-case", []ruleTest{
		{"a condition and a choice", policies(`{"id": "a", "when": {"field": "priority", "op": "eq", "value": "High"}, "targets": {"assignment": {"by": "priority", "values": {"high": "1h"}, "default": "2h"}, "resolution": {"by": "priority", "values": {"high": "1h"}, "default": "2h"}}}`),
			[]string{"policies[0].targets.assignment.values.high"}},
		{"two fields", when(`{"any": [{"field": "p", "op": "eq", "value": "High"}, {"field": "q", "op": "eq", "value": "high"}]}`), nil},
		{"outer space", when(`{"any": [{"field": "p", "op": "contains_any", "value": ["x", "vip"]}, {"field": "p", "op": "contains", "value": " vip"}]}`), []string{"policies[0].when.any[1].value"}},
		{"inner space", when(`{"any": [{"field": "p", "op": "eq", "value": "a b"}, {"field": "p", "op": "eq", "value": "ab"}]}`), nil},
		{"one list has both", when(`{"any": [{"field": "p", "op": "eq", "value": "High"}, {"field": "p", "op": "in", "value": ["high", "High"]}]}`), nil},
		{"a third spelling", when(`{"any": [{"field": "p", "op": "in", "value": ["high", "High"]}, {"field": "p", "op": "ne", "value": "HIGH"}, {"field": "p", "op": "ne", "value": "HIGH"}]}`),
			[]string{"policies[0].when.any[1].value"}},
		{"an action", policies(`{"id": "a", "when": {"all": [{"field": "q", "op": "not_in", "value": ["Tier2"]}, {"field": "r", "op": "exists"}]}, "targets": {"assignment": "1h"},
			"escalations": [{"at": "75%", "do": [{"type": "update", "set": {"q": "tier2"}}]}]}`), []string{"policies[0].escalations[0].do[0].set.q"}},
	})
}
