// Package sla evaluates the service level agreements of a support issue: which clocks run,
// when each is due, what has breached, and what happens next.
//
//	engine, err := sla.New(config, sla.Options{})
//	result, err := engine.EvaluateAt(issue, now)
//	c, ok := result.Clock(policy.FirstResponse)
//
// An [Engine] is built from a [policy.Config]. An [Issue] holds how it was created and what
// has happened to it since. A [Result] is a pure function of the two and of the instant you
// ask about: evaluating changes nothing, and the same input gives the same bytes. Only
// [Engine.Evaluate] reads a clock, the one in [Options].
//
// Most callers need only [Engine.EvaluateAt] and [Result.Clock]. There is more:
//
//   - [Engine.EvaluateInto], [Engine.ClocksInto] and [Decoder] are for servers and batches.
//   - [Result.Next] returns the open clock that is due first, and [Clock.Standing] says in
//     one word how a clock stands: for sorting an inbox, and for badges.
//   - A [Track] follows an open issue one event at a time, without its history.
//   - [Engine.SummaryAt] says in a line for each metric how an issue stands, and what happens
//     next. [Engine.ExplainAt] says why a result is as it is.
//   - [Engine.ProjectAt] and [Engine.DueIfStarted] say what the result would be if other
//     things happened.
//   - [Engine.CheckFields] finds attributes that are not as the configuration declares them.
//   - A [Recorder] turns clocks into records for reports.
//   - [Merge] and [Split] rewrite issues, and [Diff] says what a rewritten history means for
//     what was announced.
//
// The sections below are a summary of the rules. [SEMANTICS.md] has all of them.
//
// # Clocks
//
// A clock starts when an event fires a start trigger of its metric (see [policy.Metric]). It
// counts open time on the schedule of its target. A clock is
//
//   - running,
//   - paused while the metric's or the target's pause condition holds,
//   - released while no policy has a target for it,
//   - stopped once a stop trigger has fired: met, unless it is breached,
//   - cancelled once a cancel trigger has fired, or the issue was cancelled: no verdict.
//
// A metric that repeats can start another cycle later. A metric with resume triggers can
// reopen a stopped clock, which continues from what it had counted.
//
// # Targets
//
// A target allows an amount of open time, a number of business days, or the time until the
// instant in a field. The amount, the schedule, or the whole target may be a choice by the
// value of a field. If a choice has no value and no default for what the field has, the
// policy has no target.
//
// A target until a field, or in business days with a time of day, promises an instant, such
// as "by nine on Tuesday". The schedule may be closed then. In that case the breach does not
// come when the open time runs out, but at the promised instant.
//
// # When a clock is due
//
// A clock is breached at the first instant at which it is running and has counted what its
// target allows, after all events of that instant. So an answer at the due instant is in
// time, and a clock that pauses at that instant is not breached until it runs again. Time
// that runs out exactly at closing is due at closing, or with [policy.AtNextOpen] at the next
// opening. Targets in business days or until a field are due at closing or at their promised
// instant under either setting. Clocks reach escalation steps in the same way.
//
// # When the target changes
//
// Policies are matched again after every event. [policy.OnChange] says what a clock has
// counted under a new target. The default, [policy.Recalculate], is what it would have
// counted had the new target been in force from the start. If that is enough for a breach,
// the clock is breached at once, and [Clock.DueAt] is the past instant at which it would have
// been due. The clock forgets its earlier breach and steps; the transitions still have them.
//
// A target of another policy, or with other steps, may make the same promise: the same
// allowance, schedule, promised instant and pause condition. Under [policy.Recalculate] and
// [policy.CarryOver] the clock then keeps what it has reached, and nothing is announced
// twice.
//
// A clock that gets a target or runs again may already have counted enough for several
// thresholds. It takes the breach, and each step at or past the breach once, as its last
// repeat. It takes only the highest step below the breach, and none if it is breached.
//
// # Order
//
// Events apply in the order of their instants. Events of one instant apply in the order of
// the list. At each instant, all events come before the thresholds that time reaches there.
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
// An event of any type may have id, by, team and channel. From and created_by are customer,
// agent, bot or third_party; created_by is customer if absent. A customer's message needs a
// reply unless needs_reply is false ([Event.NoReply]). Null removes an attribute. Instants
// are in RFC 3339. Decoding is strict: an unknown, duplicate or misspelled field is an error.
// [Result.AppendJSON] describes the JSON form of a result.
//
// # Servers and batches
//
// Who evaluates many issues calls [Engine.EvaluateInto], which uses the memory of one result
// again and then allocates nothing, or [Engine.ClocksInto] if the transitions are not needed. A
// [Decoder] does the same for issues in JSON:
//
//	var decoder sla.Decoder // and a result: one of each for each goroutine
//	var result sla.Result
//	for lines.Scan() {
//		issue, err := decoder.Decode(lines.Bytes())
//		…
//		err = engine.EvaluateInto(&result, *issue, now)
//		…
//	}
//
// The issue is valid until the next Decode, and the result until the next EvaluateInto. One
// engine serves all goroutines.
//
// # Errors and limits
//
// Issues come from other systems, so every field is checked, and every problem is reported
// with its path. Unmarshaling reports problems of form, each with its line. Evaluation
// reports problems of meaning, such as an event before the creation. An error with several
// problems joins them, as [errors.Join] does:
//
//	if joined, ok := err.(interface{ Unwrap() []error }); ok {
//		for _, problem := range joined.Unwrap() { // each an *Error
//			…
//		}
//	}
//
// An issue has at most [MaxEvents] events, and sets at most [MaxAttributes] attributes at
// once. An evaluation with more than [MaxTransitions] transitions fails with
// [ErrTooManyTransitions]. One that needs more than [MaxWork] steps of work fails with
// [ErrTooMuchWork], so that no issue keeps an engine busy for long. Summaries, records and
// explanations take more work, so they fail for fewer events. The same limits hold for each call
// of a [Track], which has at most [MaxTrackSize] bytes. Instants are from 1900-01-01 to
// 2190-01-01.
//
// A deadline in the future is a prediction: governments change clocks and holidays at short
// notice, and time zone data changes with them.
//
// [SEMANTICS.md]: https://github.com/punctualgo/punctual/blob/main/SEMANTICS.md
package sla
