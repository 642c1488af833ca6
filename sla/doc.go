// Package sla answers how the service level agreements of an issue stand: which
// clocks run, when each is due, what has breached, and what happens next.
//
//	engine, err := sla.New(config, sla.Options{})
//	result, err := engine.EvaluateAt(issue, now)
//	c, ok := result.Clock(policy.FirstResponse)
//
// An [Engine] is made of a [policy.Config]. An [Issue] is how it was created and
// what has happened to it since. The [Result] is a pure function of these and of
// the instant as of which it is asked: nothing is written, the same input gives the
// same bytes. Only [Engine.Evaluate] reads a clock, that of [Options]. Most callers
// want [Engine.EvaluateAt] and [Result.Clock].
//
// A host that has many open issues follows each with a [Track], one event at a time.
// [Engine.ExplainAt] says why a result is as it is, and [Engine.ProjectAt] what it would be
// if other things happened.
//
// # Clocks
//
// A clock begins when an event fires a start trigger of its metric (see
// [policy.Metric]), and counts open time on the schedule of its target. It is
//
//   - running, or paused while the metric's condition for pausing holds,
//   - released while no policy has a target for it,
//   - stopped when a stop trigger fires: met, unless it is breached,
//   - cancelled when a cancel trigger fires, or the issue is cancelled: no verdict.
//
// A metric that repeats begins another cycle later. One with resume triggers lets a
// stopped clock run on, with what it had counted.
//
// # When something is due
//
// A clock is breached at the first instant, all events of that instant applied, at
// which it runs and has counted its target. So an answer at the due instant is in
// time, and a clock that pauses at that instant is not breached until it runs again.
// Time that runs out exactly at closing is due at closing, or with
// [policy.AtNextOpen] at the next opening; targets in business days always take the
// closing. Escalation steps are reached in the same way.
//
// # When the target changes
//
// After every event the policies are matched again. A clock whose target changes
// goes on with what [policy.OnChange] says it has counted: as a rule what it would
// have, had the new target been in force from its start. If that is more than the
// new target, it is breached there and then, and [Clock.DueAt] is the past instant
// at which it was due. The earlier breach and steps are forgotten by the clock, but
// stand in the transitions.
//
// # Order
//
// Events apply by instant, those of one instant in the order of the list. At one
// instant all events come ahead of the thresholds that time reaches there.
//
// # JSON
//
// An issue with every field and every type of event:
//
//	{
//	  "id": "ISS-42",
//	  "created_at": "2026-03-09T14:00:00Z",
//	  "created_by": "customer",
//	  "attributes": {"status": "open", "priority": "high", "seats": 250, "vip": true, "tags": ["billing"]},
//	  "events": [
//	    {"at": "2026-03-09T14:10:00Z", "type": "message", "from": "agent",
//	     "id": "e1", "by": "ann", "team": "tier 1", "channel": "email"},
//	    {"at": "2026-03-09T14:20:00Z", "type": "message", "from": "customer", "needs_reply": false},
//	    {"at": "2026-03-09T14:30:00Z", "type": "update", "set": {"status": "pending", "vip": null}},
//	    {"at": "2026-03-09T14:40:00Z", "type": "note"},
//	    {"at": "2026-03-09T14:50:00Z", "type": "custom", "name": "engineer_dispatched"},
//	    {"at": "2026-03-09T15:00:00Z", "type": "cancel", "reason": "spam"}
//	  ]
//	}
//
// An event of any type may have id, by, team and channel. From is customer, agent, bot
// or third_party, and so is created_by, which is customer if it is left out. A
// customer's message needs a reply unless needs_reply is false ([Event.NoReply]). Null
// removes an attribute. Instants are RFC 3339. Reading is strict: an unknown, repeated
// or misspelled field is an error. The form of a [Result] is that of its AppendJSON.
//
// # Errors and limits
//
// Issues come from other systems, so every field is checked, and every problem is
// reported with its path: those of a document's form, each with its line, when it is
// unmarshalled, and those of its meaning, such as an event ahead of the creation, when
// it is evaluated. An error that has several problems joins them, as [errors.Join] does:
//
//	if joined, ok := err.(interface{ Unwrap() []error }); ok {
//		for _, problem := range joined.Unwrap() { // each an *Error
//			…
//		}
//	}
//
// An issue has at most [MaxEvents] events, and sets at most [MaxAttributes] attributes at
// once. Whatever would have more than [MaxTransitions] transitions fails with
// [ErrTooManyTransitions], and whatever would take more than [MaxWork] steps with
// [ErrTooMuchWork], so that no issue keeps an engine busy for long. Instants are from
// 1900-01-01 to 2190-01-01. A deadline in the future is a prediction: governments change
// clocks and holidays at short notice, and zone data with them.
package sla
