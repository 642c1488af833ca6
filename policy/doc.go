// Package policy answers what a support team promises: it reads, writes and checks the
// document of policies, targets, conditions, metrics and schedules.
//
// A [Config] is read from JSON by [Parse], or written as a Go value. Package sla evaluates
// issues with it. Its parts are:
//
//   - A [Policy] has targets, and a [Condition] for the issues to which they apply. The
//     first policy that applies gives an issue its targets, unless [Match] says otherwise.
//   - A [Target] is how long a metric may take: open time in a schedule, business days, or
//     the time up to an instant in a field. It may depend on a field such as the priority.
//   - An [Escalation] is a step before a breach, at it, or after it.
//   - A [Metric] says when a clock starts, stops, pauses and resumes. The built-in ones
//     ([BuiltIn]) are data of the same form as those of a Config.
//   - Each status belongs to a [Category]: open, pending, hold or resolved.
//   - A [businesshours.Schedule] says when clocks count.
//   - A [Field] declares an attribute of issues, so that typos are found.
//
// [Templates] has ready configurations to start from. [SEMANTICS.md] says what each rule means,
// with examples.
//
// # JSON
//
// This document has every field. Most documents leave most of them out.
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
//	  "fields": {
//	    "priority": {"type": "text", "values": ["urgent", "high", "normal", "low"]},
//	    "customer.tier": {"type": "text", "values": ["gold", "platinum"]},
//	    "customer.region": {"type": "text"},
//	    "channel": {"type": "text"},
//	    "phase": {"type": "text"},
//	    "tags": {"type": "list"},
//	    "seats": {"type": "number"},
//	    "due_date": {"type": "instant"}
//	  },
//	  "escalations": {
//	    "usual": [
//	      {"at": "75%"},
//	      {"at": "breach", "name": "late", "every": "1h", "times": 3, "do": [{"type": "slack", "channel": "#support"}]},
//	      {"at": "2h after"}
//	    ]
//	  },
//	  "defaults": {"schedule": "desk", "escalations": "usual"},
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
//	      "assignment": {"business_days": 1, "at": "12:00", "cutoff": "15:00"},
//	      "on_site": {"until": "due_date"},
//	      "periodic_update": {
//	        "by": "priority",
//	        "values": {
//	          "urgent": {"by": "customer.tier", "values": {"platinum": "1h"}, "default": "2h"},
//	          "low": {"business_days": 2, "at": "start", "escalations": []}
//	        },
//	        "default": "8h"
//	      }
//	    },
//	    "escalations": "usual"
//	  }]
//	}
//
// Package businesshours has the other forms of schedules. [Op] has the operators,
// [Trigger] the triggers and [ActionSlack] the known actions.
//
// Durations are text as [time.Duration] prints them, such as "1h30m". Hours are the
// largest unit: a day has no fixed length, so there is no "d". Instants are in RFC 3339.
// Reading is strict: an unknown, repeated or misspelled field is an error and never
// ignored.
//
// # Targets
//
// A target has one of four forms, which [Target] describes:
//
//	"4h"                                                    open time; short for {"within": "4h"}
//	{"business_days": 2, "at": "12:00", "cutoff": "15:00"}  business days
//	{"until": "due_date"}                                   until the instant in a field
//	{"by": "priority", "values": {…}, "default": …}         one of several, picked by a field
//
// The first three may also have schedule, pause and escalations, and then need the long
// form, {"within": "4h", "schedule": "24x7"}.
//
// # Choices
//
// A choice {"by": field, "values": {…}, "default": …} may take the place of an amount of
// time, of the name of a schedule, or of a whole target. It picks the value for the text
// in the field. If there is none, it picks the default. If there is no default either, the
// policy has no target for the metric.
//
// Its values and its default may be choices again. Choices are nested at most
// [MaxChoiceDepth] deep, where a choice of times or schedules counts on from the choices of
// targets that are around it.
//
// A choice that has the place of a target and picks only among amounts of time is the same
// as one under "within", and is read as such. Put it under "within" to add other fields
// for all its values; if it is a choice of targets, put them into each target.
//
// # Escalations and defaults
//
// The "escalations" of a policy or target are a list of steps, or the name of a list in
// the "escalations" of the configuration. A target uses its own, or else those of its
// policy, or else those of "defaults". The empty list means no steps. In the same way, it
// counts on its own schedule, or else on that of its policy, or else on that of "defaults",
// or else on "24x7".
//
// # Fields
//
// Conditions, choices and "until" read the attributes of the issue and these computed
// fields: status_category, responded, unanswered, created_at and created_by. The
// conditions of triggers can also read event.by, event.team and event.channel.
//
// Without "fields", any attribute may be read, and a misspelled one is never there. With
// "fields", every attribute that the configuration reads or sets must be declared, except
// status. What conditions, choices and actions do with it must suit its type:
//
//	text     eq ne in not_in contains starts_with ends_with matches, and choices
//	number   eq ne in not_in gt gte lt lte
//	boolean  eq ne in not_in
//	list     eq ne in not_in contains contains_any contains_all
//	instant  eq ne in not_in before after in_hours not_in_hours, and until
//
// All of them may have exists and missing. If a field of texts or lists declares values,
// the texts it is compared with must be among them. Evaluation does not look at
// declarations: an issue with other values is evaluated as ever.
//
// # Limits
//
// A document is at most [MaxConfigSize] bytes. Everything in it is bounded, each part by
// itself and all of a kind together, as with [MaxConditions] and [MaxAllConditions], so
// that even the largest is compiled in a moment. See the constants.
//
// # Metrics
//
// These are the built-in metrics, unless a profile or the configuration itself says
// otherwise. U stands for "the category is not resolved", R for "responded":
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
// So the next response is measured from the oldest unanswered message. Notes, bots and
// third parties neither start nor stop a response clock. Resolving an issue ends a response
// clock without a verdict. The profile "pylon" pauses both response clocks unless the
// category is open, and resolution only on hold. The profile "zendesk" never pauses
// resolution.
//
// [SEMANTICS.md]: https://github.com/punctualgo/punctual/blob/main/SEMANTICS.md
package policy
