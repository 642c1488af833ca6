package policy_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// Conditions must read declared fields, as their types and values allow.
func TestConditionsSuitDeclaredFields(t *testing.T) {
	const at = `line 15: policies[0].when`
	for _, tt := range []struct {
		field, op, value string
		want             []string
	}{
		// These suit.
		{"priority", "eq", `"high"`, nil},
		{"priority", "ne", `"high"`, nil},
		{"priority", "in", `["high", "low"]`, nil},
		{"priority", "exists", "", nil},
		{"priority", "contains", `"rg"`, nil},
		{"priority", "starts_with", `"lo"`, nil},
		{"priority", "ends_with", `"w"`, nil},
		{"priority", "matches", `"^x"`, nil},
		{"subject", "eq", `"anything"`, nil},
		{"seats", "eq", `5`, nil},
		{"seats", "not_in", `[5, 6]`, nil},
		{"seats", "gte", `5`, nil},
		{"vip", "eq", `true`, nil},
		{"vip", "in", `[true, false]`, nil},
		{"tags", "eq", `["beta", "outage"]`, nil},
		{"tags", "in", `[["beta"], []]`, nil},
		{"tags", "contains", `"beta"`, nil},
		{"tags", "contains_any", `["beta"]`, nil},
		{"skills", "contains_all", `["go", "sql"]`, nil},
		{"due_date", "before", `"2026-01-01T00:00:00Z"`, nil},
		{"due_date", "eq", `"2026-01-01T00:00:00Z"`, nil},
		{"due_date", "in_hours", `"desk"`, nil},
		{"due_date", "missing", "", nil},
		// These fields need no declaration.
		{"status", "eq", `"pending"`, nil},
		{"status_category", "eq", `"hold"`, nil},
		{"responded", "eq", `true`, nil},
		{"created_at", "not_in_hours", `"desk"`, nil},
		{"created_by", "in", `["customer", "bot"]`, nil},

		// Names.
		{"priorty", "eq", `"high"`, []string{`.field: attribute "priorty" is not declared in fields; did you mean "priority"?`}},
		{"Priority", "eq", `"high"`, []string{`.field: attribute "Priority" is not declared in fields; did you mean "priority"?`}},
		{"account", "exists", "", []string{`.field: attribute "account" is not declared in fields`}},
		{"event.by", "eq", `"ann"`, []string{`.field: "event.by" is a field of an event; only triggers see it`}},
		{"a b", "eq", `"x"`, []string{`.field: "a b" is not a field name`}},
		// Values.
		{"priority", "eq", `"hihg"`, []string{`.value: "hihg" is not a value of "priority"; did you mean "high"?`}},
		{"priority", "ne", `"High"`, []string{`.value: "High" is not a value of "priority"; did you mean "high"?`}},
		{"priority", "eq", `"p1"`, []string{`.value: "p1" is not a value of "priority"; it is one of "urgent", "high", "normal", "low"`}},
		{"priority", "in", `["high", "lo"]`, []string{`.value[1]: "lo" is not a value of "priority"; it is one of "urgent", "high"`}},
		{"priority", "contains", `"z"`, []string{`.value: "z" is not a value of "priority"`}},
		{"priority", "starts_with", `"igh"`, []string{`.value: "igh" is not a value of "priority"`}},
		{"priority", "ends_with", `"hig"`, []string{`.value: "hig" is not a value of "priority"`}},
		{"tags", "eq", `["beta", "outrage"]`, []string{`.value: "outrage" is not a value of "tags"; did you mean "outage"?`}},
		{"tags", "contains", `"bet"`, []string{`.value: "bet" is not a value of "tags"; did you mean "beta"?`}},
		{"tags", "contains_all", `["beta", "vip"]`, []string{`.value[1]: "vip" is not a value of "tags"; it is one of "beta", "outage"`}},
		{"status", "eq", `"pendng"`, []string{`.value: "pendng" is not a value of "status"; did you mean "pending"?`}},
		{"status_category", "eq", `"closed"`, []string{`.value: "closed" is not a value of "status_category"; it is one of "open", "pending", "hold", "resolved"`}},
		{"created_by", "eq", `"agnet"`, []string{`.value: "agnet" is not a value of "created_by"; did you mean "agent"?`}},
		// Types of values.
		{"priority", "eq", `1`, []string{`.value: must be a text, as "priority" is`}},
		{"priority", "in", `["high", 2]`, []string{`.value[1]: must be a text, as "priority" is`}},
		{"seats", "eq", `"5"`, []string{`.value: must be a number, as "seats" is`}},
		{"vip", "eq", `"true"`, []string{`.value: must be a boolean, as "vip" is`}},
		{"tags", "eq", `"beta"`, []string{`.value: must be a list, as "tags" is; for one element there is contains`}},
		{"due_date", "eq", `"2026-01-01"`, []string{`.value: "2026-01-01" is not an instant`}},
		{"responded", "eq", `"yes"`, []string{`.value: must be a boolean, as "responded" is`}},
		// Operators.
		{"priority", "gt", `1`, []string{`.op: gt is for numbers, but "priority" is a text`}},
		{"priority", "contains_any", `["high"]`, []string{`.op: contains_any is for lists, but "priority" is a text; did you mean "in"?`}},
		{"seats", "contains", `"5"`, []string{`.op: contains is for texts and lists, but "seats" is a number; did you mean "eq"?`}},
		{"seats", "after", `"2026-01-01T00:00:00Z"`, []string{`.op: after is for instants, but "seats" is a number; did you mean "gt"?`}},
		{"subject", "before", `"2026-01-01T00:00:00Z"`, []string{`.op: before is for instants, but "subject" is a text`}},
		{"subject", "in_hours", `"desk"`, []string{`.op: in_hours is for instants, but "subject" is a text`}},
		{"due_date", "gt", `1`, []string{`.op: gt is for numbers, but "due_date" is an instant; did you mean "after"?`}},
		{"due_date", "starts_with", `"2026"`, []string{`.op: starts_with is for texts, but "due_date" is an instant`}},
		{"tags", "matches", `"b"`, []string{`.op: matches is for texts, but "tags" is a list; did you mean "contains"?`}},
		{"vip", "gt", `0`, []string{`.op: gt is for numbers, but "vip" is a boolean`}},
		// A comparison whose form is wrong has no other problem.
		{"priority", "gt", `"high"`, []string{`.value: gt needs a number`}},
		{"priority", "equals", `"p1"`, []string{`.op: unknown operator "equals"; did you mean "eq"?`}},
		{"seats", "matches", `"("`, []string{`.value: "(" is not a regular expression`}},
	} {
		value := ""
		if tt.value != "" {
			value = `, "value": ` + tt.value
		}
		when := fmt.Sprintf(`{"field": %q, "op": %q%s}`, tt.field, tt.op, value)
		t.Run(when, func(t *testing.T) {
			var want []string
			for _, w := range tt.want {
				want = append(want, at+w)
			}
			_, err := policy.Parse([]byte(declaring(when, anyTarget, anyTrigger, anyAction)))
			checkProblems(t, err, want...)
		})
	}
}

// So must choices, pauses, targets, triggers and actions.
func TestEverythingElseSuitsDeclaredFields(t *testing.T) {
	const target, trigger, action = `line 16: policies[0].targets.resolution`, `line 12: metrics.m.start[0]`, `line 17: policies[0].escalations[0].do[0]`
	for _, tt := range []struct {
		name, doc string
		want      []string
	}{
		{"all of them", declaring(anyCondition,
			`{"by": "priority", "values": {"high": {"until": "due_date"}, "low": {"by": "subject", "values": {"any": "1h"}}}, "default": {"within": "1h", "schedule": {"by": "status_category", "values": {"open": "desk"}}, "pause": {"field": "vip", "op": "eq", "value": true}}}`,
			`"set:priority", "set:status", {"on": "note", "if": {"field": "event.team", "op": "eq", "value": "tier2"}}`,
			`{"type": "update", "set": {"priority": "high", "seats": 5, "vip": false, "tags": ["beta"], "due_date": "2026-01-01T00:00:00Z", "subject": null}, "add": {"tags": ["outage"]}, "remove": {"skills": ["x"]}}`), nil},

		{"choice of times", declaring(anyCondition, `{"by": "priorty", "values": {"high": "1h"}}`, anyTrigger, anyAction),
			[]string{target + `.by: attribute "priorty" is not declared in fields; did you mean "priority"?`}},
		{"key", declaring(anyCondition, `{"by": "priority", "values": {"High": "1h", "low": "2h"}}`, anyTrigger, anyAction),
			[]string{target + `.values.High: "High" is not a value of "priority"; did you mean "high"?`}},
		{"key of targets", declaring(anyCondition, `{"by": "priority", "values": {"p1": {"business_days": 1}}}`, anyTrigger, anyAction),
			[]string{target + `.values.p1: "p1" is not a value of "priority"; it is one of`}},
		{"keys in each other", declaring(anyCondition, `{"by": "subject", "values": {"x": {"by": "priority", "values": {"higg": "1h"}}}, "default": {"by": "priority", "values": {"lwo": "1h"}}}`, anyTrigger, anyAction),
			[]string{target + `.values.x.values.higg: "higg" is not a value of "priority"`, target + `.default.values.lwo: "lwo" is not a value of "priority"; did you mean "low"?`}},
		{"key of a schedule", declaring(anyCondition, `{"within": "1h", "schedule": {"by": "priority", "values": {"urgnt": "24x7"}}}`, anyTrigger, anyAction),
			[]string{target + `.schedule.values.urgnt: "urgnt" is not a value of "priority"; did you mean "urgent"?`}},
		{"key of a status", declaring(anyCondition, `{"by": "status", "values": {"opne": "1h"}}`, anyTrigger, anyAction),
			[]string{target + `.values.opne: "opne" is not a value of "status"; did you mean "open"?`}},
		{"choice by a number", declaring(anyCondition, `{"by": "seats", "values": {"5": "1h"}}`, anyTrigger, anyAction),
			[]string{target + `.by: "seats" is a number, but a choice is by a text`}},
		{"choice by a boolean", declaring(anyCondition, `{"by": "responded", "values": {"true": "1h"}}`, anyTrigger, anyAction),
			[]string{target + `.by: "responded" is a boolean, but a choice is by a text`}},
		{"until a text", declaring(anyCondition, `{"until": "priority"}`, anyTrigger, anyAction), []string{target + `.until: "priority" is a text, not an instant`}},
		{"until nothing", declaring(anyCondition, `{"until": "due"}`, anyTrigger, anyAction), []string{target + `.until: attribute "due" is not declared in fields`}},
		{"pause", declaring(anyCondition, `{"within": "1h", "pause": {"field": "snoozed", "op": "exists"}}`, anyTrigger, anyAction),
			[]string{target + `.pause.field: attribute "snoozed" is not declared in fields`}},
		{"trigger", declaring(anyCondition, anyTarget, `"set:assignee"`, anyAction), []string{trigger + `: attribute "assignee" is not declared in fields`}},
		{"condition of a trigger", declaring(anyCondition, anyTarget, `{"on": "note", "if": {"field": "priority", "op": "eq", "value": "hi"}}`, anyAction),
			[]string{trigger + `.if.value: "hi" is not a value of "priority"`}},
		{"type of an event's field", declaring(anyCondition, anyTarget, `{"on": "note", "if": {"field": "event.by", "op": "eq", "value": 1}}`, anyAction),
			[]string{trigger + `.if.value: must be a text, as "event.by" is`}},
		{"set", declaring(anyCondition, anyTarget, anyTrigger, `{"type": "update", "set": {"prio": "high", "priority": "hi", "seats": "5", "status": "opne", "tags": ["x"]}}`), []string{
			action + `.set.prio: attribute "prio" is not declared in fields`,
			action + `.set.priority: "hi" is not a value of "priority"`,
			action + `.set.seats: must be a number, as "seats" is`,
			action + `.set.status: status "opne" has no category`,
			action + `.set.tags: "x" is not a value of "tags"`}},
		{"status", declaring(anyCondition, anyTarget, anyTrigger, `{"type": "update", "set": {"status": 5}}`), []string{action + `.set.status: must be a text`}},
		{"add and remove", declaring(anyCondition, anyTarget, anyTrigger, `{"type": "update", "add": {"tags": ["x"], "labels": ["x"]}, "remove": {"subject": ["x"]}}`), []string{
			action + `.add.labels: attribute "labels" is not declared in fields`,
			action + `.add.tags: "x" is not a value of "tags"`,
			action + `.remove.subject: "subject" is a text, and only lists have elements to remove`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := policy.Parse([]byte(tt.doc))
			checkProblems(t, err, tt.want...)
		})
	}
}

func TestBadDeclarations(t *testing.T) {
	checkSpoiled(t, `"statuses": {"new": "open", "*": "resolved"}`, []spoiled{
		{`"fields": {"priority": {"type": "text", "values": ["high"]}}`, nil},
		{`"fields": {"priority": {"type": "text"}, "unused": {"type": "list", "values": ["a"]}}`, nil},
		{`"fields": {"priority": {"type": "text"}, "status": {"type": "text", "values": ["new", "closed"]}}`, nil},
		{`"fields": {}`, []string{`line 7: policies[0].when.field: attribute "priority" is not declared in fields`}},
		{`"fields": {"priority": {}}`, []string{`line 3: fields.priority.type: is required; one of text, number, boolean, list, instant`}},
		{`"fields": {"priority": {"type": "string"}}`, []string{`line 3: fields.priority.type: unknown type "string"; did you mean "text"?`}},
		{`"fields": {"priority": {"type": "Text"}}`, []string{`line 3: fields.priority.type: unknown type "Text"; did you mean "text"?`}},
		{`"fields": {"priority": {"type": "xyz"}}`, []string{`line 3: fields.priority.type: unknown type "xyz"; it is one of text, number, boolean, list, instant`}},
		{`"fields": {"priority": "text"}`, []string{`line 3: fields.priority: must be an object, got a text`}},
		{`"fields": {"priority": {"type": "text", "enum": ["high"]}}`, []string{`line 3: fields.priority.enum: unknown field`}},
		{`"fields": {"priority": {"type": "text", "values": []}}`, []string{`line 3: fields.priority.values: is empty; leave it out if the field may have any value`}},
		{`"fields": {"priority": {"type": "text", "values": ["high", "low", "high"]}}`, []string{`line 3: fields.priority.values[2]: "high" is there already`}},
		{`"fields": {"priority": {"type": "text"}, "seats": {"type": "number", "values": ["1"]}}`, []string{`line 3: fields.seats.values: only fields of type text and list have values`}},
		{`"fields": {"priority": {"type": "text"}, "a b": {"type": "number"}}`, []string{`line 3: fields["a b"]: "a b" is not a field name`}},
		{`"fields": {"priority": {"type": "text"}, "responded": {"type": "boolean"}}`, []string{`line 3: fields.responded: is computed; only attributes are declared`}},
		{`"fields": {"priority": {"type": "text"}, "event.by": {"type": "text"}}`, []string{`line 3: fields["event.by"]: is computed; only attributes are declared`}},
		{`"fields": {"priority": {"type": "text"}, "status": {"type": "number"}}`, []string{`line 3: fields.status.type: the status is a text`}},
		{`"fields": {"priority": {"type": "text"}, "status": {"type": "text", "values": ["new", "asleep"]}}`,
			[]string{`line 3: fields.status.values[1]: status "asleep" has no category; map it in statuses`}},
		{`"fields": [{"name": "priority"}]`, []string{`line 3: fields: must be an object, got a list`}},
	})
}

// Without declarations, a configuration may read any field in any way.
func TestWithoutDeclarationsAllIsAllowed(t *testing.T) {
	c := when(policy.All(policy.If("anything", policy.Gt, 1), policy.If("anything", policy.Eq, "x"), policy.If("status_category", policy.Eq, "none")))
	c.Policies[0].Targets = map[string]policy.Target{policy.Resolution: policy.WithinBy("status", map[string]time.Duration{"unheard of": 1}, 0)}
	checkProblems(t, c.Validate())
}

// The status has the values that are mapped, unless it is declared with fewer.
func TestValuesOfTheStatus(t *testing.T) {
	for _, tt := range []struct {
		declared policy.Field
		status   string
		want     []string
	}{
		{policy.Field{Type: policy.FieldText}, "open", nil},
		{policy.Field{Type: policy.FieldText}, "opne", []string{`policies[0].when.value: "opne" is not a value of "status"; did you mean "open"?`}},
		{policy.Field{Type: policy.FieldText, Values: []string{"new", "closed"}}, "new", nil},
		{policy.Field{Type: policy.FieldText, Values: []string{"new", "closed"}}, "open", []string{`policies[0].when.value: "open" is not a value of "status"; it is one of "new", "closed"`}},
	} {
		c := when(policy.If(policy.Status, policy.Eq, tt.status))
		c.Fields = map[string]policy.Field{policy.Status: tt.declared}
		checkProblems(t, c.Validate(), tt.want...)
	}
}

// A problem lists the values of a field if they are at most eight.
func TestFewValuesAreListed(t *testing.T) {
	values := []string{"q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9"}
	for n, want := range map[int]string{
		8: `policies[0].when.value: "winter" is not a value of "quarter"; it is one of "q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8"`,
		9: `policies[0].when.value: "winter" is not a value of "quarter"`,
	} {
		c := when(policy.If("quarter", policy.Eq, "winter"))
		c.Fields = map[string]policy.Field{"quarter": {Type: policy.FieldText, Values: values[:n]}}
		if err := c.Validate(); err == nil || err.Error() != want {
			t.Errorf("with %d values: %v\nwant %s", n, err, want)
		}
	}
}

// The attributes of an issue are checked by the declared fields.
func TestDeclarationsCheckAttributes(t *testing.T) {
	declared := mustParse(t, []byte(declaring(anyCondition, anyTarget, anyTrigger, anyAction))).Declarations()
	for _, tt := range []struct {
		name  string
		value any
		want  string
	}{
		{"priority", "high", ""},
		{"priority", nil, ""},
		{"subject", "anything", ""},
		{"seats", 5, ""},
		{"tags", []string{"beta", "outage"}, ""},
		{"status", "pending", ""},
		{"priority", "hihg", `"hihg" is not a value of "priority"; did you mean "high"?`},
		{"priority", 1, `must be a text, as "priority" is`},
		{"seats", "5", `must be a number, as "seats" is`},
		{"tags", []string{"beta", "bet"}, `"bet" is not a value of "tags"; did you mean "beta"?`},
		{"due_date", "tomorrow", `"tomorrow" is not an instant such as "2026-03-06T21:30:00Z"`},
		{"status", "asleep", `"asleep" is not a value of "status"`},
		{"seats", struct{}{}, `must be a text, a number, a boolean or a list of texts, not struct {}`},
		{"priorty", "high", `attribute "priorty" is not declared in fields; did you mean "priority"?`},
		{"priorty", nil, `attribute "priorty" is not declared in fields; did you mean "priority"?`},
		{"responded", true, `attribute "responded" is not declared in fields`},
		{"a b", 1, `"a b" is not a field name`},
	} {
		err := declared.Check(tt.name, tt.value)
		if (err == nil) != (tt.want == "") || err != nil && !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s %v: %v\nwant %s", tt.name, tt.value, err, tt.want)
		}
	}
	if err := mustParse(t, []byte(base)).Declarations().Check("a b", struct{}{}); err != nil {
		t.Errorf("nothing is declared, and yet: %v", err)
	}
}
