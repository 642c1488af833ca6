package policy_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
)

func TestBaseIsValid(t *testing.T) { mustParse(t, []byte(base)) }

func TestBadWords(t *testing.T) {
	checkSpoiled(t, `"statuses": {"new": "open", "*": "resolved"}`, []spoiled{
		{`"profile": "zendsk"`, []string{`line 3: profile: unknown "zendsk"; must be one of standard, pylon, zendesk`}},
		{`"match": "all"`, []string{`line 3: match: unknown "all"; must be one of first, first_per_metric, each`}},
		{`"on_change": "reset"`, []string{`line 3: on_change: unknown "reset"; must be one of recalculate, carry_over, restart, keep`}},
		{`"exact_fit": "open"`, []string{`line 3: exact_fit: unknown "open"; must be one of close, next_open`}},
		{`"match": "First"`, []string{`line 3: match: unknown "First"`}},
		{`"statuses": {}`, []string{`line 3: statuses: maps no status`}},
		{`"statuses": {"new": "closed"}`, []string{`line 3: statuses.new: unknown "closed"; must be one of open, pending, hold, resolved`}},
		{`"statuses": {"new": ""}`, []string{`line 3: statuses.new: has no category: open, pending, hold or resolved`}},
		{`"statuses": {"": "open"}`, []string{`line 3: statuses[""]: is required`}},
		{`"statuses": {"a\u0001b": "open"}`, []string{`line 3: statuses["a\x01b"]: "a\x01b" has a control character`}},
		{`"statuses": []`, []string{`line 3: statuses: must be an object, got a list`}},
	})
}

func TestBadTargets(t *testing.T) {
	checkSpoiled(t, `"resolution": "8h"`, []spoiled{
		{`"resolutoin": "8h"`, []string{`line 10: policies[0].targets.resolutoin: unknown metric "resolutoin"; did you mean "resolution"?`}},
		{`"foo": "8h"`, []string{`line 10: policies[0].targets.foo: unknown metric "foo"`}},
		{`"resolution": "0s"`, []string{`line 10: policies[0].targets.resolution: must be more than 0s`}},
		{`"resolution": "-1h"`, []string{`line 10: policies[0].targets.resolution: must be more than 0s, got -1h0m0s`}},
		{`"resolution": "1d"`, []string{`line 10: policies[0].targets.resolution: "1d" is not a duration such as "90m" or "1h30m": days`}},
		{`"resolution": "2w"`, []string{`line 10: policies[0].targets.resolution: "2w" is not a duration`}},
		{`"resolution": ".5h"`, []string{`line 10: policies[0].targets.resolution: ".5h" is not a duration such as "90m" or "1h30m": expected digits`}},
		{`"resolution": "1.h"`, []string{`line 10: policies[0].targets.resolution: "1.h" is not a duration such as "90m" or "1h30m": expected digits after the point`}},
		{`"resolution": "1h1h"`, []string{`line 10: policies[0].targets.resolution: "1h1h" is not a duration such as "90m" or "1h30m": each unit`}},
		{`"resolution": "30m1h"`, []string{`line 10: policies[0].targets.resolution: "30m1h" is not a duration such as "90m" or "1h30m": each unit`}},
		{`"resolution": "90"`, []string{`line 10: policies[0].targets.resolution: "90" is not a duration such as "90m" or "1h30m": expected a unit`}},
		{`"resolution": "1 hour"`, []string{`line 10: policies[0].targets.resolution: "1 hour" is not a duration such as "90m" or "1h30m"; did you mean "1h"?`}},
		{`"resolution": "PT4H30M"`, []string{`line 10: policies[0].targets.resolution: "PT4H30M" is not a duration such as "90m" or "1h30m"; did you mean "4h30m"?`}},
		{`"resolution": "P2D"`, []string{`line 10: policies[0].targets.resolution: "P2D" is not a duration such as "90m" or "1h30m": days and weeks are not units`}},
		{`"resolution": "2 days"`, []string{`line 10: policies[0].targets.resolution: "2 days" is not a duration such as "90m" or "1h30m": days and weeks are not units`}},
		{`"resolution": "+1h"`, []string{`line 10: policies[0].targets.resolution: "+1h" is not a duration`}},
		{`"resolution": ""`, []string{`line 10: policies[0].targets.resolution: "" is not a duration such as "90m" or "1h30m": it is empty`}},
		{`"resolution": "9999999h"`, []string{`line 10: policies[0].targets.resolution: "9999999h" is not a duration such as "90m" or "1h30m": it is too long`}},
		{`"resolution": "87601h"`, []string{`line 10: policies[0].targets.resolution: 87601h0m0s is longer than 87600h (10 years)`}},
		{`"resolution": {}`, []string{`line 10: policies[0].targets.resolution`}},
		{`"resolution": {"schedule": "desk"}`, []string{`line 10: policies[0].targets.resolution`}},
		{`"resolution": {"within": "1d", "schedule": "desk"}`, []string{`line 10: policies[0].targets.resolution.within: "1d" is not a duration`}},
		{`"resolution": {"within": "1h", "business_days": 1}`, []string{`line 10: policies[0].targets.resolution: has both within and business_days`}},
		{`"resolution": {"within": "1h", "at": "12:00"}`, []string{`line 10: policies[0].targets.resolution: has "at" without business_days`}},
		{`"resolution": {"within": "1h", "cutoff": "12:00"}`, []string{`line 10: policies[0].targets.resolution: has "cutoff" without business_days`}},
		{`"resolution": {"at": "12:00"}`, []string{`line 10: policies[0].targets.resolution: has "at" without business_days`}},
		{`"resolution": {"within": "1h", "schedule": "dessk"}`, []string{`line 10: policies[0].targets.resolution.schedule: unknown schedule "dessk"; did you mean "desk"?`}},
		{`"resolution": {"within": "1h", "wihtin": "2h"}`, []string{`line 10: policies[0].targets.resolution.wihtin: unknown field; did you mean "within"?`}},
		{`"resolution": {"within": "1h", "pause": {"field": "event.by", "op": "eq", "value": "x"}}`,
			[]string{`line 10: policies[0].targets.resolution.pause.field: "event.by" is a field of an event`}},
		{`"resolution": {"within": "1h", "escalations": [{"at": "soon"}]}`, []string{`line 10: policies[0].targets.resolution.escalations[0].at: "soon" is not a step`}},
		{`"resolution": 8`, []string{`line 10: policies[0].targets.resolution: must be`}},
		{`"resolution": null`, []string{`line 10: policies[0].targets.resolution: must be`}},
		{`"resolution": ["8h"]`, []string{`line 10: policies[0].targets.resolution: must be`}},
	})
}

func TestBadChoices(t *testing.T) {
	checkSpoiled(t, `"resolution": "8h"`, []spoiled{
		{`"resolution": {"values": {"high": "1h"}}`, []string{`line 10: policies[0].targets.resolution: has values to choose from, but not the field to choose by`}},
		{`"resolution": {"default": "1h"}`, []string{`line 10: policies[0].targets.resolution: has values to choose from, but not the field to choose by`}},
		{`"resolution": {"by": "priority", "values": {}}`, []string{`line 10: policies[0].targets.resolution.values: is empty`}},
		{`"resolution": {"by": "priority", "default": "1h"}`, []string{`line 10: policies[0].targets.resolution.values: is required`}},
		{`"resolution": {"by": "priority", "values": {"high": "1h"}, "within": "1h"}`,
			[]string{`line 10: policies[0].targets.resolution: has "values" beside "within"; put the choice under "within"`}},
		{`"resolution": {"by": "priority", "values": {"high": "1h"}, "schedule": "desk"}`,
			[]string{`line 10: policies[0].targets.resolution: has "values" beside "schedule"; put the choice under "within"`}},
		{`"resolution": {"by": "event.by", "values": {"ann": "1h"}}`, []string{`line 10: policies[0].targets.resolution.by: "event.by" is a field of an event`}},
		{`"resolution": {"by": "the priority", "values": {"high": "1h"}}`, []string{`line 10: policies[0].targets.resolution.by: "the priority" is not a field name`}},
		{`"resolution": {"by": "priority", "values": {"high": "1d"}}`, []string{`line 10: policies[0].targets.resolution.values.high: "1d" is not a duration`}},
		{"\"resolution\": {\"by\": \"priority\",\n\"values\": {\"low\": \"1h\",\n\"v. high\": \"-1h\"}}",
			[]string{`line 12: policies[0].targets.resolution.values["v. high"]: must be more than 0s, got -1h0m0s`}},
		{"\"resolution\": {\"by\": \"priority\", \"values\": {\"high\": \"1h\"},\n\"default\": \"-1s\"}",
			[]string{`line 11: policies[0].targets.resolution.default: must be more than 0s, got -1s`}},
		{`"resolution": {"by": "priority", "values": {"high": 1}}`, []string{`line 10: policies[0].targets.resolution.values.high: must be a duration such as "90m", or an object, got a number`}},
	})
	checkSpoiled(t, `"schedule": "desk"`, []spoiled{
		{`"schedule": "dessk"`, []string{`line 8: policies[0].schedule: unknown schedule "dessk"; did you mean "desk"?`}},
		{`"schedule": "Desk"`, []string{`line 8: policies[0].schedule: unknown schedule "Desk"; did you mean "desk"?`}},
		{`"schedule": "nowhere"`, []string{`line 8: policies[0].schedule: unknown schedule "nowhere"`}},
		{`"schedule": {"by": "region", "values": {"eu": "berlin"}, "default": "desk"}`, []string{`line 8: policies[0].schedule.values.eu: unknown schedule "berlin"`}},
		{`"schedule": {"by": "region", "values": {"eu": "desk"}, "default": "24/7"}`, []string{`line 8: policies[0].schedule.default: unknown schedule "24/7"; did you mean "24x7"?`}},
		{`"schedule": {"by": "region", "values": {"eu": "desk"}, "otherwise": "desk"}`, []string{`line 8: policies[0].schedule.otherwise: unknown field`}},
		{`"schedule": {"values": {"eu": "desk"}}`, []string{`line 8: policies[0].schedule: has no "by", the field to choose by`}},
		{`"schedule": {"by": "event.team", "values": {"a": "desk"}}`, []string{`line 8: policies[0].schedule.by: "event.team" is a field of an event`}},
		{`"schedule": 5`, []string{`line 8: policies[0].schedule: must be`}},
	})
}

func TestBadBusinessDays(t *testing.T) {
	checkSpoiled(t, `{"business_days": 1, "at": "12:00", "cutoff": "15:00"}`, []spoiled{
		{`{"business_days": -1}`, []string{`line 11: policies[0].targets.assignment.business_days: must be from 0 to 3650, got -1`}},
		{`{"business_days": 1.5}`, []string{`line 11: policies[0].targets.assignment.business_days: must be an integer, got "1.5"`}},
		{`{"business_days": 1e3}`, []string{`line 11: policies[0].targets.assignment.business_days: must be an integer, got "1e3"`}},
		{`{"business_days": "1"}`, []string{`line 11: policies[0].targets.assignment.business_days: must be a number, got a text`}},
		{`{"business_days": null}`, []string{`line 11: policies[0].targets.assignment.business_days: must be a number, got null`}},
		{`{"business_days": 1, "at": "00:00"}`, nil},
		{`{"business_days": 1, "at": "start"}`, nil},
		{`{"business_days": 1, "at": "Start"}`, []string{`line 11: policies[0].targets.assignment.at: "Start" is not a time of day such as "09:30", from "00:00" to "24:00", or "start", the time of day`}},
		{`{"business_days": 1, "cutoff": "start"}`, []string{`line 11: policies[0].targets.assignment.cutoff: "start" is not a time of day`}},
		{`{"business_days": 1, "at": "noon"}`, []string{`line 11: policies[0].targets.assignment.at: "noon" is not a time of day such as "09:30", from "00:00" to "24:00"`}},
		{`{"business_days": 1, "at": 12}`, []string{`line 11: policies[0].targets.assignment.at: must be a text, got a number`}},
		{`{"business_days": 1, "cutoff": "25:00"}`, []string{`line 11: policies[0].targets.assignment.cutoff: "25:00" is not a time of day such as "09:30", from "00:00" to "24:00"`}},
		{`{"business_days": 1, "cutoff": "24:01"}`, []string{`line 11: policies[0].targets.assignment.cutoff: "24:01" is not a time of day`}},
	})
}

func TestBadEscalations(t *testing.T) {
	checkSpoiled(t, `{"at": "75%", "every": "1h", "times": 3}`, []spoiled{
		{`{"at": "0%"}`, []string{`line 14: policies[0].escalations[0].at: "0%" is not a step such as "75%" (from 1% to 1000%)`}},
		{`{"at": "1001%"}`, []string{`line 14: policies[0].escalations[0].at: "1001%" is not a step`}},
		{`{"at": "10 %"}`, []string{`line 14: policies[0].escalations[0].at: "10 %" is not a step`}},
		{`{"at": "-5m before"}`, []string{`line 14: policies[0].escalations[0].at: "-5m" must be more than 0s`}},
		{`{"at": "0s after"}`, []string{`line 14: policies[0].escalations[0].at: "0s" must be more than 0s`}},
		{`{"at": "1h1h after"}`, []string{`line 14: policies[0].escalations[0].at: "1h1h" is not a duration`}},
		{`{"at": "soon"}`, []string{`line 14: policies[0].escalations[0].at: "soon" is not a step`}},
		{`{"name": "warn"}`, []string{`line 14: policies[0].escalations[0].at: `}},
		{`{"at": "75%", "every": "1h"}`, []string{`line 14: policies[0].escalations[0]: has every without times`}},
		{`{"at": "75%", "times": 3}`, []string{`line 14: policies[0].escalations[0]: has times without every`}},
		{`{"at": "75%", "every": "1h", "times": 1001}`, []string{`line 14: policies[0].escalations[0].times: must be from 1 to 1000, got 1001`}},
		{`{"at": "75%", "every": "1h", "times": -1}`, []string{`line 14: policies[0].escalations[0].times: must be from 1 to 1000, got -1`}},
		{`{"at": "75%", "every": "-1h", "times": 1}`, []string{`line 14: policies[0].escalations[0].every: must be more than 0s, got -1h0m0s`}},
		{`{"at": "75%", "every": "1h", "times": "3"}`, []string{`line 14: policies[0].escalations[0].times: must be a number, got a text`}},
		{`{"at": "75%", "every": "1.h", "times": 3}`, []string{`line 14: policies[0].escalations[0].every: "1.h" is not a duration`}},
		{`{"at": "75%", "name": " warn"}`, []string{`line 14: policies[0].escalations[0].name: " warn" has a control character, or a space at an end`}},
		{`{"at": "75%", "do": {"type": "slack"}}`, []string{`line 14: policies[0].escalations[0].do: must be a list, got an object`}},
		{`{"at": "75%", "do": ["slack"]}`, []string{`line 14: policies[0].escalations[0].do[0]: must be an object, got a text`}},
		{`{"at": "75%", "do": [{"type": "pager", "to": {"a": 1, "a": 2}}]}`, []string{`line 14: policies[0].escalations[0].do[0].to.a: duplicate field`}},
	})
}

func TestBadConditions(t *testing.T) {
	checkSpoiled(t, `{"field": "priority", "op": "eq", "value": "high"}`, []spoiled{
		{`{}`, []string{`line 7: policies[0].when: must be one of all, any, not, or a comparison with field and op; it is empty`}},
		{`{"all": [], "any": []}`, []string{`line 7: policies[0].when: must be one of all, any, not, or a comparison with field and op; it has several of them`}},
		{`{"all": [], "field": "a", "op": "exists"}`, []string{`line 7: policies[0].when: must be one of`}},
		{`{"not": {"all": []}, "op": "exists"}`, []string{`line 7: policies[0].when: must be one of`}},
		{`{"all": [], "any": [], "not": {"all": []}, "field": "a"}`, []string{`line 7: policies[0].when: must be one of all, any, not, or a comparison with field and op; it has several of them`}},
		{`{"not": null}`, []string{`line 7: policies[0].when.not: must be an object, got null`}},
		{`{"all": {}}`, []string{`line 7: policies[0].when.all: must be a list, got an object`}},
		{`{"any": [{"all": []}, {}]}`, []string{`line 7: policies[0].when.any[1]: must be one of`}},
		{`null`, []string{`line 7: policies[0].when: must be an object, got null`}},
		{`{"op": "exists"}`, []string{`line 7: policies[0].when.field: `}},
		{`{"field": "a b", "op": "exists"}`, []string{`line 7: policies[0].when.field: "a b" is not a field name`}},
		{`{"field": "9a", "op": "exists"}`, []string{`line 7: policies[0].when.field: "9a" is not a field name`}},
		{`{"field": "größe", "op": "exists"}`, []string{`line 7: policies[0].when.field: "gr\u00f6\u00dfe" is not a field name`}},
		{`{"field": "event.by", "op": "exists"}`, []string{`line 7: policies[0].when.field: "event.by" is a field of an event; only triggers see it`}},
		{`{"field": "a", "value": 1}`, []string{`line 7: policies[0].when.op: is required; one of eq, ne, in,`}},
		{`{"field": "a", "op": "equals", "value": 1}`, []string{`line 7: policies[0].when.op: unknown operator "equals"; did you mean "eq"?`}},
		{`{"field": "a", "op": ">=", "value": 1}`, []string{`line 7: policies[0].when.op: unknown operator ">="; did you mean "gte"?`}},
		{`{"and": [{"field": "a", "op": "exists"}]}`, []string{`line 7: policies[0].when.and: unknown field; did you mean "all"?`}},
		{`{"field": "a", "op": "notin", "value": [1]}`, []string{`line 7: policies[0].when.op: unknown operator "notin"; did you mean "not_in"?`}},
		{`{"field": "a", "op": "EQ", "value": 1}`, []string{`line 7: policies[0].when.op: unknown operator "EQ"; did you mean "eq"?`}},

		{`{"field": "a", "op": "eq"}`, []string{`line 7: policies[0].when.value: eq needs a text, a number, a boolean or a list of texts`}},
		{`{"field": "a", "op": "eq", "value": null}`, []string{`line 7: policies[0].when.value: must be`}},
		{`{"field": "a", "op": "ne", "value": {}}`, []string{`line 7: policies[0].when.value: must be`}},
		{`{"field": "a", "op": "eq", "value": ["x", 1]}`, []string{`line 7: policies[0].when.value: element 1: must be a text`}},
		{`{"field": "a", "op": "in"}`, []string{`line 7: policies[0].when.value: in needs a list of texts, numbers, booleans or lists of texts; for one value there is eq`}},
		{`{"field": "a", "op": "not_in", "value": "x"}`, []string{`line 7: policies[0].when.value: not_in needs a list of texts, numbers, booleans or lists of texts; for one value there is ne`}},
		{`{"field": "a", "op": "is_in", "value": [1]}`, []string{`line 7: policies[0].when.op: unknown operator "is_in"; it is one of eq, ne, in, not_in`}},
		{`{"field": "a", "op": "in", "value": [["x", 2]]}`, []string{`line 7: policies[0].when.value[0][1]: must be a text, got a number`}},
		{`{"field": "a", "op": "in", "value": ["x", {}]}`, []string{`line 7: policies[0].when.value[1]: must be`}},
		{`{"field": "a", "op": "exists", "value": true}`, []string{`line 7: policies[0].when.value: exists takes no value`}},
		{`{"field": "a", "op": "missing", "value": false}`, []string{`line 7: policies[0].when.value: missing takes no value`}},
		{`{"field": "a", "op": "contains", "value": 1}`, []string{`line 7: policies[0].when.value: contains needs a text`}},
		{`{"field": "a", "op": "contains_any", "value": "x"}`, []string{`line 7: policies[0].when.value: contains_any needs a list of texts`}},
		{`{"field": "a", "op": "contains_all", "value": ["x", true]}`, []string{`line 7: policies[0].when.value: element 1: must be a text`}},
		{`{"field": "a", "op": "starts_with", "value": true}`, []string{`line 7: policies[0].when.value: starts_with needs a text`}},
		{`{"field": "a", "op": "ends_with", "value": ["x"]}`, []string{`line 7: policies[0].when.value: ends_with needs a text`}},
		{`{"field": "a", "op": "matches", "value": 1}`, []string{`line 7: policies[0].when.value: matches needs a text`}},
		{`{"field": "a", "op": "matches", "value": "("}`, []string{`line 7: policies[0].when.value: "(" is not a regular expression: `}},
		{`{"field": "a", "op": "matches", "value": "(?=a)"}`, []string{`line 7: policies[0].when.value: "(?=a)" is not a regular expression: `}},
		{`{"field": "a", "op": "matches", "value": "a{1001}"}`, []string{`line 7: policies[0].when.value: "a{1001}" is not a regular expression: `}},
		{`{"field": "a", "op": "matches", "value": "(a{40}){40}"}`, []string{`line 7: policies[0].when.value: "(a{40}){40}" is not a regular expression: `}},
		{`{"field": "a", "op": "gt", "value": "1"}`, []string{`line 7: policies[0].when.value: gt needs a number`}},
		{`{"field": "a", "op": "lte", "value": [1]}`, []string{`line 7: policies[0].when.value: `}},
		{`{"field": "a", "op": "gte", "value": 1e999}`, []string{`line 7: policies[0].when.value: number "1e999" is out of range`}},
		{`{"field": "a", "op": "lt", "value": 9007199254740994}`, []string{`line 7: policies[0].when.value: number "9007199254740994" is beyond 2^53-1 and so not exact`}},
		{`{"field": "a", "op": "before", "value": "yesterday"}`, []string{`line 7: policies[0].when.value: "yesterday" is not an instant such as`}},
		{`{"field": "a", "op": "before", "value": "2026-01-01"}`, []string{`line 7: policies[0].when.value: "2026-01-01" is not an instant`}},
		{`{"field": "a", "op": "before", "value": "2026-02-30T00:00:00Z"}`, []string{`line 7: policies[0].when.value: "2026-02-30T00:00:00Z" is not an instant`}},
		{`{"field": "a", "op": "after", "value": "2026-01-01T00:00:00"}`, []string{`line 7: policies[0].when.value: "2026-01-01T00:00:00" is not an instant`}},
		{`{"field": "a", "op": "after", "value": 5}`, []string{`line 7: policies[0].when.value: after needs a text`}},
		{`{"field": "a", "op": "in_hours"}`, []string{`line 7: policies[0].when.value: in_hours needs a text`}},
		{`{"field": "a", "op": "in_hours", "value": "desc"}`, []string{`line 7: policies[0].when.value: unknown schedule "desc"; did you mean "desk"?`}},
		{`{"field": "a", "op": "not_in_hours", "value": ""}`, []string{`line 7: policies[0].when.value: names no schedule`}},
	})
}

func TestBadTriggers(t *testing.T) {
	checkSpoiled(t, `["custom:engineer"]`, []spoiled{
		{`["creatd"]`, []string{`line 4: metrics.on_site.start[0]: unknown trigger "creatd"; did you mean "created"?`}},
		{`["note", "message:custmer"]`, []string{`line 4: metrics.on_site.start[1]: unknown trigger "message:custmer"; did you mean "message:customer"?`}},
		{`["created:human"]`, []string{`line 4: metrics.on_site.start[0]: unknown trigger "created:human"`}},
		{`["message"]`, []string{`line 4: metrics.on_site.start[0]: unknown trigger "message"`}},
		{`["note:customer"]`, []string{`line 4: metrics.on_site.start[0]: unknown trigger "note:customer"`}},
		{`["Created"]`, []string{`line 4: metrics.on_site.start[0]: unknown trigger "Created"; did you mean "created"?`}},
		{`["custom:"]`, []string{`line 4: metrics.on_site.start[0]: "custom:" needs a name after it`}},
		{`["set"]`, []string{`line 4: metrics.on_site.start[0]: "set" needs a name after it`}},
		{`[""]`, []string{`line 4: metrics.on_site.start[0]: `}},
		{`["custom:\u0007"]`, []string{`line 4: metrics.on_site.start[0]: "\a" has a control character`}},
		{`["set:a b"]`, []string{`line 4: metrics.on_site.start[0]: "a b" is not a field name`}},
		{`["set:status_category"]`, []string{`line 4: metrics.on_site.start[0]: "status_category" is computed`}},
		{`["set:created_by"]`, []string{`line 4: metrics.on_site.start[0]: "created_by" is computed`}},
		{`[{"on": "crated", "if": {"all": []}}]`, []string{`line 4: metrics.on_site.start[0].on: unknown trigger "crated"; did you mean "created"?`}},
		{`[{"if": {"all": []}}]`, []string{`line 4: metrics.on_site.start[0].on: `}},
		{`[{"on": "note", "iff": {"all": []}}]`, []string{`line 4: metrics.on_site.start[0].iff: unknown field; did you mean "if"?`}},
		{`[{"on": "note", "if": {"field": "event.by", "op": "is"}}]`, []string{`line 4: metrics.on_site.start[0].if.op: unknown operator "is"`}},
		{`[5]`, []string{`line 4: metrics.on_site.start[0]: must be`}},
		{`"note"`, []string{`line 4: metrics.on_site.start: must be a list, got a text`}},
		{`[]`, []string{`line 4: metrics.on_site.start: has no trigger`}},
		{`["note"], "pause": {"field": "event.channel", "op": "exists"}`, []string{`line 4: metrics.on_site.pause.field: "event.channel" is a field of an event`}},
		{`["note"], "repeat": "yes"`, []string{`line 4: metrics.on_site.repeat: must be a boolean, got a text`}},
	})
	checkSpoiled(t, `"on_site"`, []spoiled{
		{`"on site"`, []string{`line 4: metrics["on site"]: "on site" is not a field name`}},
	})
}

func TestBadPolicies(t *testing.T) {
	checkSpoiled(t, `"id": "gold"`, []spoiled{
		{`"name": "Gold"`, []string{`line 5: policies[0].id: is required`}},
		{`"id": ""`, []string{`line 6: policies[0].id: is required`}},
		{`"id": 5`, []string{`line 6: policies[0].id: must be a text, got a number`}},
		{`"id": "a\u0000b"`, []string{`line 6: policies[0].id: "a\x00b" has a control character`}},
		{`"id": "a\u0085b"`, []string{`line 6: policies[0].id: "a\u0085b" has a control character`}},
		{`"id": " gold"`, []string{`line 6: policies[0].id: " gold" has a control character, or a space at an end`}},
		{`"id": "gold", "id": "silver"`, []string{`line 6: policies[0].id: duplicate field`}},
		{`"id": "gold", "prio": 1`, []string{`line 6: policies[0].prio: unknown field`}},
		{`"id": "gold", "desciption": "x"`, []string{`line 6: policies[0].desciption: unknown field; did you mean "description"?`}},
		{`"id": "gold", "effective": {"from": "2026-01-02T00:00:00Z", "until": "2026-01-01T00:00:00Z"}`,
			[]string{`line 6: policies[0].effective: from is not before until`}},
		{`"id": "gold", "effective": {"from": "2026-01-01T00:00:00Z", "until": "2026-01-01T01:00:00+01:00"}`,
			[]string{`line 6: policies[0].effective: from is not before until`}},
		{"\"id\": \"gold\", \"effective\": {\n\"from\": \"1890-01-01T00:00:00Z\",\n\"until\": \"2200-01-01T00:00:00Z\"}", []string{
			`line 7: policies[0].effective.from: instant is not from 1900-01-01 to 2190-01-01`,
			`line 8: policies[0].effective.until: instant is not from 1900-01-01 to 2190-01-01`}},
		{`"id": "gold", "effective": {"from": "2026-01-01"}`, []string{`line 6: policies[0].effective.from: "2026-01-01" is not an instant such as "2026-03-06T21:30:00Z"`}},
		{`"id": "gold", "effective": {"to": "2026-01-01T00:00:00Z"}`, []string{`line 6: policies[0].effective.to: unknown field`}},
	})
	checkSpoiled(t, `"policies": [{`, []spoiled{
		{`"policies": [{"id": "gold", "targets": {}},
{`, []string{`line 7: policies[1].id: "gold" is the id of policies[0] already`}},
		{`"policies": [{"id": "none"},
{`, []string{`line 5: policies[0].targets: is required`}},
		{`"policies": [null,
{`, []string{`line 5: policies[0]: must be an object, got null`}},
	})
}

// Errors in what people write who are used to other products say what to write instead.
func TestErrorsTellNewcomersWhatToWrite(t *testing.T) {
	checkSpoiled(t, `{"field": "priority", "op": "eq", "value": "high"}`, []spoiled{
		{`{"priority": "high"}`, []string{`line 7: policies[0].when.priority: unknown field; write {"field": "priority", "op": "eq", "value": "high"}`}},
		{`{"customer.tier": ["gold", "tin"]}`, []string{`line 7: policies[0].when["customer.tier"]: unknown field; write {"field": "customer.tier", "op": "in", "value": ["gold", "tin"]}`}},
		{`{"seats": {"gt": 5}}`, []string{`line 7: policies[0].when.seats: unknown field; write {"field": "seats", "op": "gt", "value": 5}`}},
		{`{"seats": {"$gt": 5}}`, []string{`line 7: policies[0].when.seats: unknown field; write {"field": "seats", "op": "eq", "value": …}`}},
		{`{"assignee": null}`, []string{`line 7: policies[0].when.assignee: unknown field; write {"field": "assignee", "op": "missing"}`}},
		{`{"any": [{"priority": "high"}, {"vip": true}]}`, []string{
			`line 7: policies[0].when.any[0].priority: unknown field; write {"field": "priority", "op": "eq", "value": "high"}`,
			`line 7: policies[0].when.any[1].vip: unknown field; write {"field": "vip", "op": "eq", "value": true}`}},
		{`{"field": "priority", "operator": "eq", "value": "high"}`, []string{`line 7: policies[0].when.operator: unknown field; did you mean "op"?`}},
		{`{"field": "priority", "op": "=", "value": "high"}`, []string{`line 7: policies[0].when.op: unknown operator "="; did you mean "eq"?`}},
		{`{"all_of": []}`, []string{`line 7: policies[0].when.all_of: unknown field; did you mean "all"?`}},
		{`[{"field": "priority", "op": "eq", "value": "high"}]`, []string{`line 7: policies[0].when: must be an object, got a list`}},
		{`"priority = high"`, []string{`line 7: policies[0].when: must be an object, got a text`}},
	})
	checkSpoiled(t, `"resolution": "8h"`, []spoiled{
		{`"resolution": {"low": "1h"}`, []string{`line 10: policies[0].targets.resolution.low: unknown field; to choose by a field, write {"by": "priority", "values": {"low": "1h"}}`}},
		{`"resolution": {"by": "priority", "high": "1h"}`, []string{`line 10: policies[0].targets.resolution.high: unknown field; to choose by a field`}},
		{`"resolution": {"within": {"low": "1h"}}`, []string{`line 10: policies[0].targets.resolution.within.low: unknown field; to choose by a field, write {"by": "priority", "values": {"low": "1h"}}`}},
		{`"resolution": {"within": {"by": "priority", "values": {"high": {"within": "1h"}}}}`,
			[]string{`line 10: policies[0].targets.resolution.within.values.high.within: unknown field; only a choice in the place of a target picks among targets`}},
		{`"resolution": {"hours": 8}`, []string{`line 10: policies[0].targets.resolution.hours: unknown field; did you mean "schedule"?`}},
		{`"resolution": {"duration": "8h"}`, []string{`line 10: policies[0].targets.resolution.duration: unknown field; did you mean "within"?`}},
		{`"resolution": {"days": 2}`, []string{`line 10: policies[0].targets.resolution.days: unknown field; did you mean "business_days"?`}},
		{`"resolution": {"due_at": "due_date"}`, []string{`line 10: policies[0].targets.resolution.due_at: unknown field; did you mean "until"?`}},
		{`"response": "8h"`, []string{`line 10: policies[0].targets.response: unknown metric "response"; did you mean "first_response"?`}},
		{`"first_reply_time": "8h"`, []string{`line 10: policies[0].targets.first_reply_time: unknown metric "first_reply_time"; did you mean "first_response"?`}},
		{`"resolve": "8h"`, []string{`line 10: policies[0].targets.resolve: unknown metric "resolve"; did you mean "resolution"?`}},
		{`"Time to resolution": "8h"`, []string{`line 10: policies[0].targets["Time to resolution"]: unknown metric "Time to resolution"; did you mean "resolution"?`}},
		{`"ttr": "8h"`, []string{`line 10: policies[0].targets.ttr: unknown metric "ttr"; did you mean "resolution"?`}},
		{`"onsite": "8h"`, []string{`line 10: policies[0].targets.onsite: unknown metric "onsite"; did you mean "on_site"?`}},
	})
	checkSpoiled(t, `"when"`, []spoiled{
		{`"condition"`, []string{`line 7: policies[0].condition: unknown field; did you mean "when"?`}},
	})
}

// What to write instead is left out if it would be long.
func TestHintsAreShort(t *testing.T) {
	for _, part := range []string{`"resolution": "8h"`, `{"field": "priority", "op": "eq", "value": "high"}`} {
		for _, test := range []struct {
			name, value int // bytes; those of the value with its quotes
			hint        bool
		}{
			{96, 4, true}, {97, 4, false}, {3, 97, true}, {3, 98, false}, {50, 50, true}, {50, 51, false},
		} {
			with := fmt.Sprintf(`{"%s": "%s"}`, strings.Repeat("n", test.name), strings.Repeat("v", test.value-2))
			if strings.HasPrefix(part, `"`) {
				with = `"resolution": ` + with
			}
			_, err := policy.Parse([]byte(edit(t, part, with)))
			if err == nil || !strings.Contains(err.Error(), "unknown field") || strings.Contains(err.Error(), "; ") != test.hint {
				t.Errorf("%s: %v; want a hint: %v", with, err, test.hint)
			}
		}
	}
}

func TestBadTargetForms(t *testing.T) {
	const at = `line 10: policies[0].targets.resolution`
	checkSpoiled(t, `"resolution": "8h"`, []spoiled{
		{`"resolution": {"until": "due_date"}`, nil},
		{`"resolution": {"until": "created_at"}`, nil},
		{`"resolution": {"until": "due_date", "schedule": {"by": "region", "values": {"eu": "desk"}}}`, nil},
		{`"resolution": {"until": ""}`, []string{at + `.until: is empty`}},
		{`"resolution": {"until": "due date"}`, []string{at + `.until: "due date" is not a field name`}},
		{`"resolution": {"until": "2026-12-31T00:00:00Z"}`, []string{at + `.until: "2026-12-31T00:00:00Z" is not a field name`}},
		{`"resolution": {"until": "event.by"}`, []string{at + `.until: "event.by" is a field of an event`}},
		{`"resolution": {"until": "responded"}`, []string{at + `.until: "responded" is never an instant`}},
		{`"resolution": {"until": 5}`, []string{at + `.until: must be a text, got a number`}},
		{`"resolution": {"until": "due_date", "schedule": "dusk"}`, []string{at + `.schedule: unknown schedule "dusk"; did you mean "desk"?`}},
		{`"resolution": {"until": "due_date", "within": "1h"}`, []string{at + `: has both within and until`}},
		{`"resolution": {"until": "due_date", "business_days": 1, "within": "1h"}`, []string{at + `: has within, business_days, until, but can have only one of them`}},
		{`"resolution": {"until": "due_date", "at": "12:00"}`, []string{at + `: has "at" without business_days`}},
		{`"resolution": {"by": "priority", "values": {"high": {"business_days": 1}}, "schedule": "desk"}`,
			[]string{at + `: has "values" beside "schedule"; put "schedule" into each of the targets to choose from`}},
		{`"resolution": {"by": "priority", "values": {"high": {"business_days": 1}}, "within": "1h"}`, []string{at + `: has "values" beside "within"; put "within" into`}},
		{`"resolution": {"values": {"high": {"business_days": 1}}}`, []string{at + `: has values to choose from, but not the field to choose by`}},
		{`"resolution": {"by": "priority", "default": {"business_days": 1}}`, []string{at + `.values: is required`}},
		{`"resolution": {"by": "priority", "values": {}, "default": {"business_days": 1}}`, []string{at + `.values: is empty`}},
		{`"resolution": {"by": "priority", "values": {"high": {}}}`, []string{at + `.values.high: needs one of within, business_days and until`}},
		{`"resolution": {"by": "priority", "values": {"high": {"within": "0s"}, "low": {"business_days": -1}}}`,
			[]string{at + `.values.high.within: must be more than 0s`, at + `.values.low.business_days: must be from 0 to 3650, got -1`}},
		{`"resolution": {"by": "priority", "values": {"high": "100000h", "low": {"business_days": 1}}}`, []string{at + `.values.high: 100000h0m0s is longer than 87600h`}},
		{`"resolution": {"by": "priority", "values": {"high": {"within": "100000h"}, "low": {"business_days": 1}}}`, []string{at + `.values.high.within: 100000h0m0s is longer than 87600h`}},
		{`"resolution": {"by": "priority", "values": {"high": {"by": "tier", "values": {"gold": {"business_days": 1, "cutoff": "x"}}}}}`,
			[]string{at + `.values.high.values.gold.cutoff: "x" is not a time of day`}},
		{`"resolution": {"by": "a", "values": {"within": {"by": "b", "values": {"within": "100000h"}}, "x": {"business_days": 1}}}`,
			[]string{at + `.values.within.values.within: 100000h0m0s is longer`}},
		{`"resolution": {"within": {"by": "a", "values": {"within": "100000h"}}}`, []string{at + `.within.values.within: 100000h0m0s is longer`}},
		{`"resolution": {"by": "priority", "values": {"high": {"within": "1h", "escalations": "usul"}}}`, []string{at + `.values.high.escalations: unknown escalations "usul"`}},
		{`"resolution": {"by": "priority", "values": {"high": {"within": "1h", "pause": {}}}}`, []string{at + `.values.high.pause: must be one of all, any, not`}},
	})
}

func TestBadDefaultsAndNamedEscalations(t *testing.T) {
	checkSpoiled(t, `"statuses": {"new": "open", "*": "resolved"}`, []spoiled{
		{`"escalations": {"usual": [{"at": "75%"}], "unused": []}, "defaults": {"schedule": "desk", "escalations": "usual"}`, nil},
		{`"defaults": {}`, nil},
		{`"defaults": {"schedule": {"by": "region", "values": {"eu": "desk"}}, "escalations": [{"at": "breach"}]}`, nil},
		{`"defaults": {"schedule": "dusk"}`, []string{`line 3: defaults.schedule: unknown schedule "dusk"; did you mean "desk"?`}},
		{`"defaults": {"schedule": {"by": "region", "values": {"eu": "dusk"}}}`, []string{`line 3: defaults.schedule.values.eu: unknown schedule "dusk"`}},
		{`"defaults": {"escalations": "usual"}`, []string{`line 3: defaults.escalations: unknown escalations "usual"`}},
		{`"escalations": {"usual": []}, "defaults": {"escalations": "usaul"}`, []string{`line 3: defaults.escalations: unknown escalations "usaul"; did you mean "usual"?`}},
		{`"defaults": {"escalations": [{"at": "soon"}]}`, []string{`line 3: defaults.escalations[0].at: "soon" is not a step`}},
		{`"defaults": {"escalations": {"at": "75%"}}`, []string{`line 3: defaults.escalations: must be a list of steps, or the name of one in the configuration's escalations, got an object`}},
		{`"defaults": {"escalations": ""}`, []string{`line 3: defaults.escalations: is empty`}},
		{`"defaults": {"profile": "zendesk"}`, []string{`line 3: defaults.profile: unknown field`}},
		{`"escalations": {"usual": [{"at": "soon"}]}`, []string{`line 3: escalations.usual[0].at: "soon" is not a step`}},
		{`"escalations": {"usual": [{"at": "75%", "do": [{"type": "slack"}]}]}`, []string{`line 3: escalations.usual[0].do[0].channel: is required by "slack"`}},
		{`"escalations": {"": []}`, []string{`line 3: escalations[""]: is required`}},
		{`"escalations": {"usual": "other"}`, []string{`line 3: escalations.usual: must be a list, got a text`}},
		{`"escalations": [{"at": "75%"}]`, []string{`line 3: escalations: must be an object, got a list`}},
	})
	c := policy.Config{Policies: []policy.Policy{{ID: "p", Targets: targets, Escalations: policy.Escalations{Name: "usual", Steps: []policy.Escalation{}}}}}
	checkProblems(t, c.Validate(), `policies[0].escalations: has both a list of steps and the name of one`)
	c = policy.Config{Escalations: map[string][]policy.Escalation{"usual": nil}}
	checkProblems(t, c.Validate(), `escalations.usual: is nil; an empty list has no steps`)
}

// A problem that only follows from another one is not reported.
func TestProblemsThatFollowAreNotReported(t *testing.T) {
	const names = `"defaults": {"schedule": "night", "escalations": "usual"}`
	checkSpoiled(t, `"statuses": {"new": "open", "*": "resolved"}`, []spoiled{
		{`"escalations": 5, ` + names, []string{`line 3: escalations: must be an object, got a number`, `line 3: defaults.schedule: unknown schedule "night"`}},
		{`"escalation": {"usual": []}, "defaults": {"escalations": "usual"}`, []string{`line 3: escalation: unknown field; did you mean "escalations"?`}},
		{`"fields": "priority"`, []string{`line 3: fields: must be an object, got a text`}},
		{`"fields": {"priority": 5}`, []string{`line 3: fields.priority: must be an object, got a number`}},
		{`"fields": {"priority": {"type": "text", "values": "high"}}`, []string{`line 3: fields.priority.values: must be a list, got a text`}},
		{`"fields": {"priority": {"type": "text", "values": ["low", 5]}}`, []string{`line 3: fields.priority.values[1]: must be a text, got a number`}},
		{`"fields": {"priority": {"type": "number", "values": ["low", 5]}}`,
			[]string{`line 3: fields.priority.values[1]: must be a text, got a number`, `line 7: policies[0].when.value: must be a number`}},
		{`"statuses": {"new": "open", "closed": 5}, "fields": {"priority": {"type": "text"}, "status": {"type": "text", "values": ["closed"]}}`,
			[]string{`line 3: statuses.closed: must be a text, got a number`}},
		{`"status": {"zzz": "open"}, "fields": {"priority": {"type": "text"}, "status": {"type": "text", "values": ["zzz"]}}`, []string{`line 3: status: unknown field; did you mean "statuses"?`}},
	})
	checkSpoiled(t, `{"name": "desk", "time_zone"`, []spoiled{
		{`{"nme": "desk", "time_zone"`, []string{`line 2: schedules[0].nme: unknown field; did you mean "name"?`}},
		{`{"name": 5, "time_zone"`, []string{`line 2: schedules[0].name: must be a text, got a number`}},
	})
	checkSpoiled(t, `"schedules": [{"name": "desk", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}}]`, []spoiled{
		{`"schedules": {"desk": {}}`, []string{`line 2: schedules: must be a list, got an object`}},
		{`"schedule": []`, []string{`line 2: schedule: unknown field; did you mean "schedules"?`}},
	})
	checkSpoiled(t, `"metrics": {"on_site": {"start": ["custom:engineer"], "stop": ["resolved"]}}`, []spoiled{
		{`"metrics": []`, []string{`line 4: metrics: must be an object, got a list`}},
	})
}

// The problems of a schedule have the paths and lines of the whole document.
func TestBadSchedules(t *testing.T) {
	checkSpoiled(t, `{"name": "desk", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}}`, []spoiled{
		{"{\"name\": \"desk\",\n\"time_zone\": 5,\n\"weekly\": {\"mon\": [\"09:00-17:00\"]},\n\"holidays\": \"us\"}", []string{
			`line 3: schedules[0].time_zone: must be a text, got a number`,
			`line 5: schedules[0].holidays: must be a list, got a text`,
		}},
		{"{\"name\": \"desk\", \"time_zone\": \"UTC\", \"weekly\": {\n\"mon-fri\": [\"09:00-17:00\",\n\"9-5\"]}}", []string{
			`line 4: schedules[0].weekly.mon-fri[1]: start "9" is not a time of day`,
		}},
		{`{"name": "desk", "always": true}, {"name": "desk", "always": true}`, []string{`line 2: schedules[1].name: "desk" is the name of schedules[0] already`}},
		{`{"name": "desk", "any_of": ["desk"]}`, []string{`line 2: schedules[0]: composite "desk" contains itself`}},
		{`{"name": "desk", "always": true}, 7`, []string{`line 2: schedules[1]: must be an object, got a number`}},
	})
}

// What encoding/json would accept or guess at is an error.
func TestBadDocuments(t *testing.T) {
	for _, test := range []struct{ name, doc, want string }{
		{"empty", "", `line 1: unexpected end of the document`},
		{"cut", base[:len(base)-1], `line 17: expected a comma or '}'`},
		{"cut in a text", `{"profile": "stand`, `line 1: profile: unexpected end of the document in a text`},
		{"null", "null", `line 1: must be an object, got null`},
		{"list", "[]", `line 1: must be an object, got a list`},
		{"null value", edit(t, `"15:00"}`, `null}`), `line 11: policies[0].targets.assignment.cutoff: must be a text, got null`},
		{"trailing", base + "\nx", `line 18: unexpected text after the document`},
		{"two", base + base, `line 17: unexpected text after the document`},
		{"comment", edit(t, `"statuses"`, "// ours\n\"statuses\""), `line 3: expected a field name in quotes`},
		{"trailing comma in a list", edit(t, `"times": 3}`, `"times": 3},`), `line 15: policies[0].escalations[0]: unexpected comma before ']'`},
		{"trailing comma in an object", edit(t, `"cutoff": "15:00"}`, `"cutoff": "15:00"},`), `line 12: policies[0].targets: unexpected comma before '}'`},
		{"single quotes", `{'policies': []}`, `line 1: expected a field name in quotes`},
		{"no colon", `{"policies" []}`, `line 1: expected a colon after the field name "policies"`},
		{"no comma", "{\"policies\": []\n\"match\": \"each\"}", `line 2: expected a comma or '}'`},
		{"leading zero", edit(t, `"times": 3`, `"times": 03`), `line 14: policies[0].escalations[0]: expected a comma or '}'`},
		{"plus", edit(t, `"times": 3`, `"times": +3`), `line 14: policies[0].escalations[0].times: unexpected '+'`},
		{"bare point", edit(t, `"times": 3`, `"times": 3.`), `line 14: policies[0].escalations[0].times: malformed number`},
		{"NaN", edit(t, `"times": 3`, `"times": NaN`), `line 14: policies[0].escalations[0].times: unexpected 'N'`},
		{"not quite true", edit(t, `"stop": ["resolved"]`, `"repeat": tru`), `line 4: metrics.on_site.repeat: unexpected "tru"`},
		{"byte order mark", "\ufeff" + base, `line 1: unexpected '\ufeff'`},
		{"invalid UTF-8", edit(t, `gold`, "g\xffld"), `line 6: invalid UTF-8`},
		{"surrogate as UTF-8", edit(t, `gold`, "g\xed\xa0\x80ld"), `line 6: invalid UTF-8`},
		{"lone high surrogate", edit(t, `gold`, `g\ud800ld`), `line 6: policies[0].id: half of a surrogate pair in a text`},
		{"lone low surrogate", edit(t, `gold`, `g\udc00ld`), `line 6: policies[0].id: half of a surrogate pair in a text`},
		{"surrogates swapped", edit(t, `gold`, `g\udc00\ud800ld`), `line 6: policies[0].id: half of a surrogate pair in a text`},
		{"unknown escape", edit(t, `gold`, `g\xld`), `line 6: policies[0].id: unknown escape "\\x" in a text`},
		{"short escape", edit(t, `gold`, `g\u12`), `line 6: policies[0].id: expected four hexadecimal digits after \u`},
		{"line break in a text", edit(t, `gold`, "go\nld"), `line 6: policies[0].id: unexpected control character '\n' in a text`},
		{"nested duplicate", edit(t, `"op": "eq"`, `"op": "eq", "op": "ne"`), `line 7: policies[0].when.op: duplicate field`},
		{"duplicate behind an escape", edit(t, `"op": "eq"`, `"op": "eq", "\u006fp": "ne"`), `line 7: policies[0].when.op: duplicate field`},
		{"duplicate metric", edit(t, `"on_site":`, `"on_site": {"start": ["note"]}, "on_site":`), `line 4: metrics.on_site: duplicate field`},
		{"duplicate status", edit(t, `"new": "open"`, `"new": "open", "new": "hold"`), `line 3: statuses.new: duplicate field`},
		{"unknown field", edit(t, `"statuses":`, `"comment": "x", "statuses":`), `line 3: comment: unknown field`},
		{"misspelt field", edit(t, `"statuses":`, `"stauses":`), `line 3: stauses: unknown field; did you mean "statuses"?`},
		{"wrong case", edit(t, `"statuses":`, `"STATUSES":`), `line 3: STATUSES: unknown field; did you mean "statuses"?`},
		{"Kelvin sign for k", edit(t, `"schedule": "desk"`, "\"schedule\": \"des\u212a\""), `line 8: policies[0].schedule: unknown schedule "des\u212a"; did you mean "desk"?`},
		{"too large", base + strings.Repeat(" ", policy.MaxConfigSize), `configuration of 1049`},
		{"10,000 nested conditions", edit(t, `{"field": "priority", "op": "eq", "value": "high"}`,
			strings.Repeat(`{"not":`, 10_000)+`{"all":[]}`+strings.Repeat("}", 10_000)), `line 7: policies[0].when.not.not.`},
		{"10,000 lists, not closed", edit(t, `{"field": "priority", "op": "eq", "value": "high"}`, strings.Repeat(`{"any":[`, 10_000)), `line 7: policies[0].when.any[0].any[0].`},
		{"a long regular expression", edit(t, `{"field": "priority", "op": "eq", "value": "high"}`,
			`{"field": "a", "op": "matches", "value": "`+strings.Repeat("(a|b)*", 170_000)+`"}`), `line 7: policies[0].when.value: text is longer than 1024 bytes`},
		{"a long id", edit(t, `gold`, strings.Repeat("é", 500_000)), `line 6: policies[0].id: is longer than 1024 bytes`},
		{"a long unknown field", edit(t, `"id"`, `"`+strings.Repeat("x", 1_000_000)+`": 1, "id"`), `line 6: policies[0].xxx`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := policy.Parse([]byte(test.doc))
			checkProblems(t, err, test.want)
		})
	}
}

// All problems of a document are reported at once, those of form and those of meaning.
func TestAllProblemsAtOnce(t *testing.T) {
	_, err := policy.Parse([]byte(`{
  "schedules": [
    {"name": "desk", "time_zone": "Europe/Nowhere", "weekly": {"mon": ["09:00-17:00"]}},
    {"name": "night", "time_zone": "UTC", "weekly": {"mon": ["22:00-25:00"]}}
  ],
  "match": "best",
  "metrics": {
    "visit": {
      "start": ["custm:engineer"]
    }
  },
  "policies": [
    {
      "id": "a",
      "targets": {
        "resolution": "1 day",
        "visit": "-4h"
      }
    },
    {
      "id": "a",
      "when": {"all": [
        {"field": "priority", "op": "eq"},
        {"field": "priority", "op": "eq", "value": "high", "why": "?"}
      ]},
      "targets": {"first_reply": "1h"}
    }
  ]
}`))
	checkProblems(t, err,
		`line 3: schedules[0].time_zone: `,
		`line 4: schedules[1].weekly.mon[0]: end "25:00" is not a time of day`,
		`line 6: match: unknown "best"`,
		`line 9: metrics.visit.start[0]: unknown trigger "custm:engineer"`,
		`line 16: policies[0].targets.resolution: "1 day" is not a duration`,
		`line 17: policies[0].targets.visit: must be more than 0s`,
		`line 21: policies[1].id: "a" is the id of policies[0] already`,
		`line 23: policies[1].when.all[0].value: eq needs`,
		`line 24: policies[1].when.all[1].why: unknown field`,
		`line 26: policies[1].targets.first_reply: unknown metric "first_reply"`,
	)
}

// The problems of a configuration written in Go are the same, but have no lines.
func TestProblemsOfGoConfigs(t *testing.T) {
	c := policy.Config{
		Profile: "zoho",
		Policies: []policy.Policy{
			{ID: "a", Schedule: policy.Use("desk"), Targets: map[string]policy.Target{
				"resolution":     policy.Within(-1),
				"first_response": {},
				"assignment":     {Within: policy.Choice[time.Duration]{Value: 1, By: "priority", Values: map[string]policy.Choice[time.Duration]{"a": {Value: 1}}}},
			}},
			{ID: "b", Description: "\xff", When: new(policy.If("tags", policy.ContainsAny, []int{1}))},
		},
	}
	checkProblems(t, c.Validate(),
		`profile: unknown "zoho"`,
		`policies[0].schedule: unknown schedule "desk"`,
		`policies[0].targets.assignment.within: has both a value and a field to choose by`,
		`policies[0].targets.first_response: needs one of within, business_days and until`,
		`policies[0].targets.resolution.within: must be more than 0s, got -1ns`,
		`policies[1].description: is not valid UTF-8`,
		`policies[1].when.value: must be a text, a number, a boolean or a list of texts, not []int`,
		`policies[1].targets: is required`,
	)
}

// That a condition has too many parts is reported once, however many there are.
func TestFarTooManyConditions(t *testing.T) {
	c := policy.If("a", policy.Exists, nil)
	for range 10 {
		c = policy.All(repeat(c, 100)...) // 100^10 parts
	}
	checkProblems(t, when(c).Validate(), `policies[0]: conditions have more than 256 parts`)
}

// At most a hundred problems are reported. The last one says how many more there are.
func TestProblemsAreBounded(t *testing.T) {
	c := policy.Config{Policies: make([]policy.Policy, 75)} // each without id, and without targets
	got := problems(t, c.Validate())
	if len(got) != 100 || got[99] != "and 51 more problems" {
		t.Errorf("%d problems, the last %q; want 99, and 51 more", len(got), got[len(got)-1])
	}
	var many strings.Builder // of form and of meaning
	for i := range 150 {
		fmt.Fprintf(&many, `{"id": "%d", "targets": {"first_reply": "1h"}, "x": 1},`, i)
	}
	_, err := policy.Parse([]byte(`{"policies": [` + strings.TrimSuffix(many.String(), ",") + `]}`))
	if got := problems(t, err); len(got) != 100 || got[99] != "and 201 more problems" {
		t.Errorf("%d problems, the last %q; want 99, and 201 more", len(got), got[len(got)-1])
	}
	for n, doc := range map[int]string{
		100: `{"policies": [` + strings.Repeat("1,", 99) + `1]}`,
		99:  `{"policies": [` + strings.Repeat("1,", 98) + `1]}`,
		37:  `{"policies": [` + strings.Repeat("1,", 36) + `1]}`,
	} {
		_, err := policy.Parse([]byte(doc))
		if got := problems(t, err); len(got) != n || strings.Contains(err.Error(), "more problems") {
			t.Errorf("%d problems reported as %d: %v", n, len(got), err)
		}
	}
}

// The text of a problem has at most a kilobyte, however long the texts and paths of the
// document are.
func TestProblemsAreShort(t *testing.T) {
	long := strings.Repeat(`\u0001é`, 300)
	for _, part := range []string{"new", "open", "on_site", "custom:engineer", "gold", "priority", "eq", "desk\",", "resolution", "8h", "12:00", "75%"} {
		doc := strings.Replace(base, `"`+part, `"`+long, 1)
		_, err := policy.Parse([]byte(doc))
		if len(problems(t, err)) == 0 { // checks the lengths
			t.Errorf("a long text in place of %q is accepted", part)
		}
	}
	nested := strings.Repeat(`{"`+strings.Repeat("k", 1000)+`":`, 9) + `{"a":1,"a":2}` + strings.Repeat("}", 9)
	_, err := policy.Parse([]byte(edit(t, `"times": 3`, `"times": 3, "do": [`+nested+`]`)))
	checkProblems(t, err, `line 14: policies[0].escalations[0].do[0].kkk`)
}
