// Package scenario runs stories of issues with expectations: does a configuration do what a
// support lead and a developer have agreed on?
//
// A scenario file is reviewed like code and run in CI. Command slacheck runs it (slacheck
// test FILE), and so do Go tests by package slatest. This is a file in which every part is
// used, but for the comments, which JSON does not have:
//
//	{
//	  // A path relative to this file, or a configuration itself, as here. It may be left out
//	  // where the host gives one, which takes precedence.
//	  "config": {
//	    "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"calendar": "us"}]}],
//	    "policies": [{
//	      "id": "standard", "schedule": "desk",
//	      "targets": {"first_response": {"by": "priority", "values": {"urgent": "1h"}, "default": "4h"}, "next_response": "4h", "resolution": "16h"},
//	      "escalations": [{"at": "75%", "name": "warn"}, {"at": "breach", "name": "remind", "every": "2h", "times": 1}]
//	    }]
//	  },
//	  "zone": "America/New_York", // of times without an offset; UTC by default
//	  "scenarios": [{
//	    "name": "urgent on the Friday before Memorial Day",
//	    "why": "We say in every contract that a holiday does not count.", // for readers
//	    "issue": {"id": "ISS-1", "created_by": "customer", "attributes": {"priority": "urgent"}}, // all of it may be left out
//	    "story": [
//	      // The first step is the creation.
//	      {"at": "Fri 2026-05-22 16:30", "next_check": "Tue 2026-05-26 09:15"},
//
//	      // A step in which nothing happens looks at the clocks.
//	      {"at": "+20m", "expect": {"first_response": {"state": "running", "remaining": "40m", "outcome": "open"}}},
//
//	      {"at": "Tue 2026-05-26 09:20", "message": "agent", "by": "ann", "team": "tier 1", "channel": "email", "id": "m-1",
//	       "why": "The warning comes first, and the answer is in time.",
//	       "happened": ["first_response escalated warn at Tue 2026-05-26 09:15", "first_response met"],
//	       "expect": {
//	         "first_response": {
//	           "state": "stopped", "outcome": "met", "breached": false, "at_risk": false,
//	           "policy": "standard", "schedule": "desk", "target": "1h", "elapsed": "50m", "remaining": "10m",
//	           "started": "Fri 2026-05-22 16:30", "due": "Tue 2026-05-26 09:30", "ended": "+0s", "breached_at": null
//	         },
//	         "next_response": null // there is no such clock
//	       }},
//
//	      // The other events.
//	      {"at": "+10m", "set": {"status": "pending", "tags": ["vip"], "category": null}},
//	      {"at": "+0s", "note": true, "by": "bo"},
//	      {"at": "+0s", "custom": "engineer_dispatched"},
//	      {"at": "2026-05-26T10:30:00-04:00", "message": "customer", "needs_reply": false},
//	      {"at": "+0s", "message": "customer"},
//	      {"at": "+3h30m", "message": "agent"},
//	      {"at": "+1d", "set": {"priority": "low"}}, // at the same time of the next day
//	      {"at": "+0d 15:00", "message": "customer"},
//
//	      // Of one metric alone; "#2" is its second cycle.
//	      {"at": "+1d 12:00", "happened": {"next_response": ["escalated warn", "met", "escalated warn", "breached", "escalated remind"]},
//	       "expect": {"next_response": {"outcome": "overdue"}, "next_response#1": {"outcome": "met"}}},
//	      {"at": "+1h", "happened": ["next_response#2 escalated remind repeat 1 at +0s"]},
//	      {"at": "+1m", "cancel": "spam", "expect": {"next_response": {"outcome": "void"}}, "next_check": null}
//	    ]
//	  }]
//	}
//
// # Steps
//
// A step is at an instant; steps are in the order of time. The first is the creation of
// the issue. Each other step has one event, or none. What a step expects is as of its
// instant: later steps of the same instant count, and so does everything that takes effect
// by then. Steps behind a cancel event are allowed; they change nothing.
//
// An event is one of
//
//	"message"  customer, agent, bot or third_party: from whom
//	"set"      attributes; null removes one
//	"note"     true
//	"custom"   the name of a custom event
//	"cancel"   the reason, or ""
//
// with "by", "team", "channel" and "id" beside it, and "needs_reply" beside a customer's
// message. The ID of the issue is the name of the scenario, if it has no other.
//
// # Instants
//
// An instant is spelled in one of these ways, in a step and in what it expects:
//
//	2026-05-22 16:30           on the wall clock of the zone, with seconds and a fraction if need be
//	Fri 2026-05-22 16:30       the same; the weekday is checked
//	2026-05-22T16:30:00-04:00  RFC 3339
//	+20m                       a duration after the step before
//	+2d                        two calendar days after it, at the same time of the wall clock
//	+2d 10:00                  two calendar days after it, at 10:00
//
// In what a step expects, "+" counts from the step itself. A time that a clock change skips
// is an error. One that the wall clock shows twice needs an offset, so RFC 3339.
//
// # Expectations
//
// What is not named is not compared. "expect" names clocks: by the metric, which is its
// latest cycle, or by metric and cycle, as in "next_response#2". Where the configuration
// matches each policy on its own, the policy stands ahead: "gold/next_response". An instant
// of null must be absent, and a clock of null must not exist. The outcome of a clock is
//
//	met      stopped, and not breached
//	missed   stopped or cancelled, and breached
//	overdue  open, and breached
//	open     open, and not breached
//	dropped  cancelled, and not breached
//	void     ended by the cancel event of the issue, breached or not
//
// "happened" lists the escalations, breaches and ends since the last step that has a
// "happened", or since the creation, all of them and in order: "METRIC escalated STEP",
// "METRIC escalated STEP repeat N", "METRIC breached", "METRIC met", "METRIC missed" or
// "METRIC cancelled". The cycle is behind the metric from the second on. A line may end
// with " at " and an instant. An object from metrics to such lines, without the metric,
// looks at these metrics alone.
//
// "next_check" is the next instant at which something changes if nothing happens.
//
// # Problems
//
// Reading is as strict as that of a configuration. [Parse] reports every problem at once,
// each as an [*Error] with its path and line: a misspelled field, a weekday that is wrong, a
// metric, policy, schedule or step that the configuration does not have.
//
// # When something changes
//
// [File.Run] returns each difference with what was expected, what came, and the account of
// the clock. If what came is right, [File.Update] writes it into the file, and nothing else:
// see it in the diff.
package scenario
