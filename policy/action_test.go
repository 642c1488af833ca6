package policy_test

import (
	"fmt"
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

		{`{"type": "Slack", "channel": "#x"}`, []string{`.type: unknown type "Slack"; did you mean "slack"?`}},
		{`{"type": "slack"}`, []string{`.channel: is required by "slack"`}},
		{`{"type": "slack", "chanel": "#x"}`, []string{`.chanel: is not a field of "slack"; did you mean "channel"?`, `.channel: is required by "slack"`}},
		{`{"type": "slack", "channel": "#support emea"}`, []string{`.channel: "#support emea" is not a channel: names in Slack have no spaces, as in "#support-emea"`}},
		{`{"type": "slack", "channel": "#a\u00a0b\n"}`, []string{`.channel: "#a\u00a0b\n" is not a channel: names in Slack have no spaces`}},
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
