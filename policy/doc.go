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
//	{
//	  "schedules": [{"name": "desk", "time_zone": "America/New_York",
//	                 "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"calendar": "us"}]}],
//	  "policies": [{
//	    "id": "enterprise",
//	    "when": {"field": "customer.tier", "op": "eq", "value": "enterprise"},
//	    "schedule": "desk",
//	    "targets": {
//	      "first_response": {"by": "priority", "values": {"urgent": "15m"}, "default": "4h"},
//	      "resolution": {"within": "16h", "schedule": "24x7"},
//	      "assignment": {"business_days": 1, "at": "12:00", "cutoff": "15:00"}
//	    },
//	    "escalations": [{"at": "75%"}, {"at": "breach", "do": [{"type": "slack", "channel": "#support"}]}]
//	  }]
//	}
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
