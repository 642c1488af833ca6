// Package policy answers what a support team promises: the document of policies,
// targets, conditions, metrics and schedules, read, written and checked.
//
// A [Config] is read from JSON by [Parse], or written as a Go value; package sla
// evaluates issues under it. Its parts:
//
//   - A [Policy] has targets, and a [Condition] on the issues for which they hold.
//     The first policy in order that applies counts, or as [Match] says.
//   - A [Target] is how long a metric may take: open time within a schedule, or
//     business days. It may depend on a field, such as the priority.
//   - An [Escalation] is a step on the way to a breach, at it, or after it.
//   - A [Metric] says when a clock starts, stops, pauses and resumes. The built-in
//     ones ([BuiltIn]) are data of the same form as one's own.
//   - Statuses belong to a [Category]: open, pending, hold or resolved.
//   - A [businesshours.Schedule] says when clocks count.
//
// # JSON
//
// A document with every field, of which most are left out as a rule:
//
//	{
//	  "schedules": [
//	    {"name": "desk", "time_zone": "America/New_York",
//	     "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"calendar": "us"}]},
//	    {"name": "london", "time_zone": "Europe/London", "weekly": {"mon-fri": ["09:00-17:30"]}}
//	  ],
//	  "statuses": {"new": "open", "with_customer": "pending", "with_vendor": "hold", "done": "resolved", "*": "open"},
//	  "metrics": {
//	    "on_site": {
//	      "start": ["custom:engineer_dispatched"],
//	      "stop": [{"on": "set:phase", "if": {"field": "phase", "op": "eq", "value": "repaired"}}],
//	      "cancel": ["resolved"],
//	      "resume": ["reopened"],
//	      "pause": {"field": "status_category", "op": "eq", "value": "hold"},
//	      "repeat": false
//	    }
//	  },
//	  "profile": "standard",
//	  "match": "first",
//	  "on_change": "recalculate",
//	  "exact_fit": "close",
//	  "policies": [{
//	    "id": "enterprise", "name": "Enterprise", "description": "as of the contract of 2026",
//	    "when": {"all": [
//	      {"field": "customer.tier", "op": "in", "value": ["gold", "platinum"]},
//	      {"any": [{"field": "tags", "op": "contains", "value": "vip"}, {"field": "seats", "op": "gte", "value": 100}]},
//	      {"not": {"field": "channel", "op": "missing"}}
//	    ]},
//	    "effective": {"from": "2026-01-01T00:00:00Z", "until": "2027-01-01T00:00:00Z"},
//	    "schedule": {"by": "customer.region", "values": {"emea": "london"}, "default": "desk"},
//	    "targets": {
//	      "first_response": "15m",
//	      "next_response": {"by": "priority", "values": {"urgent": "30m", "high": "1h"}, "default": "4h"},
//	      "resolution": {
//	        "within": {"by": "priority", "values": {"urgent": "8h"}, "default": "40h"},
//	        "schedule": "24x7",
//	        "pause": {"field": "status_category", "op": "eq", "value": "pending"},
//	        "escalations": [{"at": "2h before", "name": "hurry"}]
//	      },
//	      "assignment": {"business_days": 1, "at": "12:00", "cutoff": "15:00"}
//	    },
//	    "escalations": [
//	      {"at": "75%"},
//	      {"at": "breach", "name": "late", "every": "1h", "times": 3, "do": [{"type": "slack", "channel": "#support"}]},
//	      {"at": "2h after"}
//	    ]
//	  }]
//	}
//
// Package businesshours has the other forms of schedules, [Op] the operators, [Trigger]
// the triggers and [Action] the actions. A target that is a choice and has further fields
// has the choice under "within", as resolution here.
//
// Durations are text, as time.Duration prints them ("1h30m"), of units from hours
// down; a day has no fixed length, so there is no "d". Instants are RFC 3339.
// Reading is strict: an unknown, repeated or misspelled field is an error, never
// ignored.
//
// # Fields
//
// Conditions see the attributes, and the computed fields status_category,
// responded, unanswered, created_at and created_by. The conditions of triggers also
// see event.by, event.team and event.channel.
//
// # Limits
//
// A document is at most [MaxConfigSize] bytes. Everything in it is bounded, each part by
// itself and all of a kind together, as with [MaxConditions] and [MaxAllConditions], so
// that the largest is compiled in a moment; see the constants.
//
// # Metrics
//
// Unless a profile or the configuration itself says otherwise, where U is "the
// category is not resolved" and R is "responded":
//
//	metric           start                                                stop            cancel    pause            again
//	first_response   created:customer if U; message:customer if not R     message:agent   resolved  -                next cycle
//	                 and U; reopened if not R and unanswered
//	next_response    message:customer if R and U; reopened if R and       message:agent   resolved  -                next cycle
//	                 unanswered
//	resolution       created if U; reopened                               resolved        -         pending or hold  runs on when reopened
//	periodic_update  message:agent if U                                   message:agent   resolved  -                next cycle
//	pausable_update  message:agent if U                                   message:agent   resolved  pending          next cycle
//	requester_wait   created if U; reopened                               resolved        -         pending          runs on when reopened
//	agent_work       created if U; reopened                               resolved        -         pending or hold  runs on when reopened
//	assignment       created if U and no assignee                         set:assignee    resolved  -                -
//	ownership        set:team if U and there is one                       set:team,       -         -                next cycle
//	                                                                      resolved
//
// So the next response is measured from the oldest unanswered message; notes, bots
// and third parties neither start nor stop a response clock; and resolving ends a
// response clock without a verdict. The profile "pylon" pauses both response clocks
// unless the category is open, and resolution only on hold; "zendesk" never pauses
// resolution.
package policy
