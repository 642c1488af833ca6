package policy_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/punctualgo/punctual/policy"
)

// The fields of actions of known types are checked, and those of others are not.
func TestActionsOfKnownTypesAreChecked(t *testing.T) {
	const head = `{"schedules": [{"name": "desk", "time_zone": "UTC", "weekly": {"mon": ["09:00-17:00"]}}],
 "policies": [{"id": "p", "targets": {"resolution": "4h"}, "escalations": [{"at": "75%%", "do": [%s]}]}]}`
	const at = "line 2: policies[0].escalations[0].do[0]"
	for _, tt := range []struct {
		action string
		want   []string
	}{
		{`{"type": "slack", "channel": "#support"}`, nil},
		{`{"type": "slack", "channel": "C024BE91L", "mentions": ["assignee", "U024BE7LH"], "urgent": true, "hours": "desk", "emoji": ":fire:"}`, nil},
		{`{"type": "email", "to": "assignee"}`, nil},
		{`{"type": "email", "to": ["policy owner", "subscribers", "Ann <ann@example.com>"], "hours": "24x7"}`, nil},
		{`{"type": "webhook", "url": "https://example.com/hooks?x=1", "headers": {"a": "b"}}`, nil},
		{`{"type": "update", "set": {"priority": "urgent", "team": null, "status": "open"}, "add": {"tags": ["late"]}, "remove": {"tags": ["new", "calm"]}}`, nil},
		{`{"type": "flag"}`, nil},
		{`{"type": "flag", "name": "sla at risk"}`, nil},
		{`{"type": "pager", "chanel": 1}`, nil},
		{`{}`, nil},
		{`{"type": 1}`, nil},
		{`{"type": "flag-2"}`, nil},
		{`{"type": "email", "to": ["teams", "team-a"]}`, []string{`.to[0]: unknown role "teams"; did you mean "team"?`}},

		{`{"type": "Slack", "channel": "#x"}`, []string{`.type: unknown type "Slack"; did you mean "slack"?`}},
		{`{"type": "slacks", "channel": "#x"}`, []string{`.type: unknown type "slacks"; did you mean "slack"? A type of your own must differ more`}},
		{`{"type": "slack"}`, []string{`.channel: is required by "slack"`}},
		{`{"type": "slack", "chanel": "#x"}`, []string{`.chanel: is not a field of "slack"; did you mean "channel"?`, `.channel: is required by "slack"`}},
		{`{"type": "slack", "channel": "#support emea"}`, []string{`.channel: "#support emea" is not a channel: write its name, such as "#support-emea", without spaces`}},
		{`{"type": "slack", "channel": "#a\u00a0b\n"}`, []string{`.channel: "#a\u00a0b\n" is not a channel: write its name, such as "#a-b", without spaces`}},
		{`{"type": "slack", "channel": 7, "mentions": [], "urgent": "yes", "hours": "dusk"}`, []string{
			`.channel: must be a text`, `.hours: unknown schedule "dusk"; did you mean "desk"?`,
			`.mentions: must be a role, such as "assignee", or an address, or a list of them`, `.urgent: must be true or false`}},
		{`{"type": "email", "to": ["ann@", 3]}`, []string{`.to: must be a role, such as "assignee", or an address, or a list of them`}},
		{`{"type": "email", "to": ["a@b@c", " team"], "hours": 9}`, []string{
			`.hours: must be the name of a schedule`,
			`.to[0]: "a@b@c" is not an address: mail: expected single address, got "@c"`, `.to[1]: " team" has a control character, or a space at an end`}},
		{`{"type": "email", "to": "x@y\r\nBcc: all@example.com"}`, []string{`.to: "x@y\r\nBcc: all@example.com" is not an address: mail: expected single address, got "\r\nBcc: all@example.com"`}},
		{`{"type": "slack", "channel": "#x", "mentions": ["ann@example.com"]}`, []string{`.mentions[0]: "ann@example.com" is an address; Slack mentions roles`}},
		{`{"type": "email", "to": "\"a b\"@example.com"}`, []string{`.to: "\"a b\"@example.com" is not an address`}},
		{`{"type": "webhook"}`, []string{`.url: is required by "webhook"`}},
		{`{"type": "webhook", "url": "ftp://example.com"}`, []string{`.url: must be a URL that begins with https:// or http://`}},
		{`{"type": "webhook", "url": "https://"}`, []string{`.url: must be a URL that begins with https:// or http://`}},
		{`{"type": "update"}`, []string{`: changes nothing: give set, add or remove`}},
		{`{"type": "update", "set": {}, "add": {"tags": "late"}, "remove": {"tags": null}}`, []string{
			`.add.tags: must be a list of texts`, `.remove.tags: must be a list of texts`, `.set: must be an object of attributes`}},
		{`{"type": "update", "set": {"responded": true, "status": "asleep", "a b": 1, "x": {}}}`, []string{
			`.set["a b"]: "a b" is not a field name`, `.set.responded: is computed and cannot be set`,
			`.set.status: status "asleep" has no category; map it in statuses, or "*" for all others`, `.set.x: `}},
		{`{"type": "flag", "name": ""}`, []string{`.name: must be a text`}},
	} {
		_, err := policy.Parse(fmt.Appendf(nil, head, tt.action))
		want := slices.Clone(tt.want)
		for i := range want {
			want[i] = at + want[i]
		}
		t.Run(tt.action, func(t *testing.T) { checkProblems(t, err, want...) })
	}
}

// The actions of a configuration written in Go may have any value that JSON can have. Of
// several that it cannot, the one with the first name is reported.
func TestActionsOfGoConfigsAreChecked(t *testing.T) {
	acting := func(value any) error {
		return stepping(policy.Escalation{At: "75%", Do: []policy.Action{{"x": value}}}).Validate()
	}
	for _, value := range []any{nil, true, "a", 1, uint8(1), 1.5, json.Number("1"), []string{"a"}, []any{1, nil}, map[string]any{"a": 1}} {
		checkProblems(t, acting(value))
	}
	for _, tt := range []struct {
		value any
		want  string
	}{
		{struct{}{}, `struct {} is not a value of JSON`},
		{math.NaN(), `float64 is not a value of JSON`},
		{[]any{"a", []int{1}}, `[]int is not a value of JSON`},
		{map[string]any{"a": new(1)}, `"a": *int is not a value of JSON`},
		{map[string]any{"d": 1, "c": new(1), "b": struct{}{}, "f": new(1), "a": 1, "e": new(1)}, `"b": struct {} is not a value of JSON`},
	} {
		checkProblems(t, acting(tt.value), `policies[0].escalations[0].do[0]: "x": `+tt.want)
	}
}
