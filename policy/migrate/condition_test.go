package migrate_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/policy/migrate"
)

func TestZendeskConditions(t *testing.T) {
	const standIn = `{"field":"unconverted_1","op":"eq","value":true}`
	tests := []struct{ name, condition, want, note string }{
		{"a number is a text", `{"field": "brand_id", "operator": "is", "value": 42}`, `{"field":"brand_id","op":"eq","value":"42"}`, ""},
		{"is not also holds where there is none", `{"field": "brand_id", "operator": "is_not", "value": "42"}`, `{"field":"brand_id","op":"ne","value":"42"}`, ""},
		{"one of several", `{"field": "via_id", "operator": "includes", "value": ["4", "0"]}`, `{"field":"via_id","op":"in","value":["4","0"]}`, ""},
		{"none of several", `{"field": "via_id", "operator": "not_includes", "value": ["4", "0"]}`, `{"field":"via_id","op":"not_in","value":["4","0"]}`, ""},
		{"no assignee", `{"field": "assignee_id", "operator": "is", "value": ""}`, `{"field":"assignee_id","op":"missing"}`, ""},
		{"some assignee", `{"field": "assignee_id", "operator": "is_not", "value": null}`, `{"field":"assignee_id","op":"exists"}`, ""},
		{"one tag", `{"field": "current_tags", "operator": "includes", "value": "vip"}`, `{"field":"tags","op":"contains","value":"vip"}`, ""},
		{"one of several tags", `{"field": "current_tags", "operator": "includes", "value": "vip  gold"}`, `{"field":"tags","op":"contains_any","value":["vip","gold"]}`, ""},
		{"not a tag", `{"field": "current_tags", "operator": "not_includes", "value": "spam"}`, `{"not":{"field":"tags","op":"contains","value":"spam"}}`, ""},
		{"a type by its number", `{"field": "ticket_type_id", "operator": "is", "value": "2"}`, `{"field":"type","op":"eq","value":"incident"}`, ""},
		{"below a priority", `{"field": "priority", "operator": "less_than", "value": "high"}`, `{"field":"priority","op":"in","value":["low","normal"]}`, ""},
		{"above the least", `{"field": "priority", "operator": "greater_than", "value": "low"}`, `{"field":"priority","op":"in","value":["normal","high","urgent"]}`, ""},
		{"at least a status", `{"field": "status", "operator": "greater_than_equal", "value": "hold"}`, `{"field":"status","op":"in","value":["hold","solved","closed"]}`, ""},
		{"below the least", `{"field": "priority", "operator": "less_than", "value": "low"}`, standIn, "filter.all[0].operator: the condition cannot be expressed"},
		{"a number of a field of one's own", `{"field": "custom_fields_17", "operator": "is", "value": 5}`, `{"field":"custom_fields_17","op":"eq","value":"5"}`,
			"set the attribute custom_fields_17 as a text"},
		{"a text of a field of one's own", `{"field": "custom_fields_17", "operator": "is", "value": "blue"}`, `{"field":"custom_fields_17","op":"eq","value":"blue"}`, ""},
		{"an unknown operator", `{"field": "brand_id", "operator": "changed_to", "value": "1"}`, standIn, `there is no operator "changed_to" for brand_id`},
		{"a computed field", `{"field": "created_at", "operator": "is", "value": "1"}`, standIn, `filter.all[0].field: the condition cannot be expressed: "created_at" is computed here`},
		{"no field name", `{"field": "a b", "operator": "is", "value": "1"}`, standIn, "is not a field name"},
		{"a value that is an object", `{"field": "brand_id", "operator": "is", "value": {"a": 1}}`, standIn, "filter.all[0].value: the condition cannot be expressed"},
		{"no value", `{"field": "brand_id", "operator": "includes", "value": []}`, standIn, "it has no value"},
		{"something new", `{"field": "brand_id", "operator": "is", "value": "1", "scope": "x"}`, `{"field":"brand_id","op":"eq","value":"1"}`, "filter.all[0].scope: the field is unknown"},
		{"no condition", `3`, standIn, "is empty; it must name a field"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := fmt.Sprintf(`{"sla_policies": [{"id": 1, "title": "t", "filter": {"all": [%s]}, "policy_metrics": []}]}`, tt.condition)
			checkCondition(t, migrate.Zendesk, text, tt.want, tt.note)
		})
	}
}

func TestZammadConditions(t *testing.T) {
	const standIn = `{"field":"unconverted_1","op":"eq","value":true}`
	tests := []struct{ name, condition, want, note string }{
		{"a text", `{"ticket.group_id": {"operator": "is", "value": "1"}}`, `{"field":"group_id","op":"eq","value":"1"}`, ""},
		{"a list", `{"ticket.group_id": {"operator": "is not", "value": ["1", "2"]}}`, `{"field":"group_id","op":"not_in","value":["1","2"]}`, ""},
		{"all of several", `{"ticket.group_id": {"operator": "is", "value": "1"}, "customer.vip": {"operator": "is", "value": false}}`,
			`{"all":[{"field":"customer.vip","op":"eq","value":"false"},{"field":"group_id","op":"eq","value":"1"}]}`, ""},
		{"all tags", `{"ticket.tags": {"operator": "contains all", "value": "a, b"}}`, `{"field":"tags","op":"contains_all","value":["a","b"]}`, ""},
		{"no owner", `{"ticket.owner_id": {"operator": "is", "pre_condition": "not_set", "value": ""}}`, `{"field":"owner_id","op":"missing"}`, ""},
		{"some owner", `{"ticket.owner_id": {"operator": "is not", "pre_condition": "not_set", "value": ""}}`, `{"field":"owner_id","op":"exists"}`, ""},
		{"an owner", `{"ticket.owner_id": {"operator": "is", "pre_condition": "specific", "value": "3"}}`, `{"field":"owner_id","op":"eq","value":"3"}`, ""},
		{"the owner who looks", `{"ticket.owner_id": {"operator": "is", "pre_condition": "current_user.id"}}`, standIn, "it compares with whoever looks at the ticket"},
		{"not the owner who looks", `{"ticket.owner_id": {"operator": "is not", "pre_condition": "current_user.id"}}`, standIn, "it compares with whoever looks at the ticket"},
		{"no value", `{"ticket.group_id": {"operator": "is", "value": []}}`, standIn, "the value is not a text"},
		{"a part of a text", `{"ticket.title": {"operator": "contains not", "value": "test"}}`, `{"not":{"field":"title","op":"contains","value":"test"}}`, "upper and lower case are different"},
		{"one of several parts", `{"ticket.title": {"operator": "starts with one of", "value": ["a", "b"]}}`,
			`{"any":[{"field":"title","op":"starts_with","value":"a"},{"field":"title","op":"starts_with","value":"b"}]}`, "upper and lower case"},
		{"groups", `{"operator": "OR", "conditions": [{"name": "ticket.type", "operator": "is", "value": "x"}, {"operator": "NOT", "conditions": [{"name": "ticket.type", "operator": "is set"}]}]}`,
			`{"any":[{"field":"type","op":"eq","value":"x"},{"not":{"any":[{"field":"type","op":"exists"}]}}]}`, ""},
		{"what is negated must not hold by accident", `{"operator": "NOT", "conditions": [{"name": "ticket.type", "operator": "has changed", "value": "x"}]}`, standIn, "it negates one"},
		{"an unknown group", `{"operator": "XOR", "conditions": []}`, standIn, "none of AND, OR and NOT"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := fmt.Sprintf(`[{"id": 1, "name": "n", "calendar_id": 1, "condition": %s}]`, tt.condition)
			checkCondition(t, func(policies, _ []byte) (*policy.Config, []migrate.Note, error) {
				return migrate.Zammad(policies, []byte(`[{"id": 1, "name": "c", "timezone": "UTC", "business_hours": {"mon": {"active": true, "timeframes": [["00:00", "24:00"]]}}}]`))
			}, text, tt.want, tt.note)
		})
	}
}

func checkCondition(t *testing.T, convert convert, text, want, note string) {
	t.Helper()
	cfg, notes, err := convert([]byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(cfg.Policies[0].When)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	switch {
	case note == "" && len(notes) > 0:
		t.Errorf("notes: %v", notes)
	case note != "" && (len(notes) != 1 || !strings.Contains(notes[0].String(), note)):
		t.Errorf("notes: %v, want one with %q", notes, note)
	}
}

// Amounts of time of each kind, and what is no target.
func TestAmounts(t *testing.T) {
	for _, tt := range []struct{ value, want, note string }{
		{`600.0`, "10m0s", ""},
		{`"90"`, "1m30s", ""},
		{`0.5`, "500ms", ""},
		{`null`, "", ""},
		{`""`, "", ""},
		{`0`, "", "an amount of time of 0 is no target"},
		{`-5`, "", "an amount of time of -5 is no target"},
		{`315360000`, "87600h0m0s", ""},
		{`315360001`, "", "is longer than ten years"},
		{`1e300`, "", "is longer than ten years"},
		{`1e-300`, "", "is too short"},
		{`"soon"`, "", "is not an amount of time"},
		{`[1]`, "", "is not an amount of time"},
	} {
		text := fmt.Sprintf(`{"payload": [{"id": 1, "name": "n", "first_response_time_threshold": %s}]}`, tt.value)
		cfg, notes, err := migrate.Chatwoot([]byte(text), nil)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if target, ok := cfg.Policies[0].Targets[policy.FirstResponse]; ok {
			got = target.Within.Value.String()
		}
		if got != tt.want || (tt.note == "") != (len(notes) == 0) || len(notes) > 0 && !strings.Contains(notes[0].What, tt.note) {
			t.Errorf("%s: got %q and %v, want %q and %q", tt.value, got, notes, tt.want, tt.note)
		}
	}
}

// A priority without a target in the source has none.
func TestZendeskPriorityWithoutTarget(t *testing.T) {
	cfg, notes, err := migrate.Zendesk([]byte(`{"sla_policies": [{"id": 1, "title": "t", "policy_metrics": [
		{"priority": "urgent", "metric": "first_reply_time", "target": 10, "business_hours": false},
		{"priority": "urgent", "metric": "first_reply_time", "target": 20, "business_hours": false},
		{"priority": "any", "metric": "first_reply_time", "target": 30, "business_hours": false},
		{"priority": "high", "metric": "first_reply_time", "business_hours": false}
	]}]}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	target, _ := json.Marshal(cfg.Policies[0].Targets[policy.FirstResponse])
	const want = `{"within":{"by":"priority","values":{"urgent":"10m0s"}},"schedule":"24x7"}`
	if string(target) != want {
		t.Errorf("got  %s\nwant %s", target, want)
	}
	var paths []string
	for _, n := range notes {
		paths = append(paths, n.Path)
	}
	wantPaths := []string{"sla_policies[0].policy_metrics[1]", "sla_policies[0].policy_metrics[2].priority", "sla_policies[0].policy_metrics[3]"}
	if diff := cmp.Diff(wantPaths, paths); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}
