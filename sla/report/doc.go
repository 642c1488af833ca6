// Package report answers what many issues tell together: how many promises were kept, of whom
// and when, how long things take, in whose time clocks ran, and which targets a team could
// keep.
//
//	a, err := report.New(engine, report.Request{By: []string{"metric", "assignee"}}, now)
//	for _, issue := range issues {
//		err := a.Add(issue)
//	}
//	r := a.Report()
//
// An [Accumulator] takes issues one at a time and makes a [Report], a [HeldAccumulator] makes
// [Held], and a [TargetsAccumulator] makes [Targets]; a [Tally] is any of them, for requests in
// JSON. Each is a function of the configuration, the issues, the request and the instant as of
// which it is asked. Package whatif compares two configurations. SEMANTICS.md has all rules.
//
// # Records and outcomes
//
// Each clock of each issue, every cycle, is a record ([sla.Record]). Its outcome is
//
//   - met, if it was stopped before it was breached,
//   - missed, if it was breached and has ended, also if the issue was resolved without an answer,
//   - overdue, if it is breached and open,
//   - open, if it is open and not breached,
//   - dropped, if it was cancelled before it was breached: resolved without an answer, or stopped
//     while no target was in force,
//   - void, if the cancel event ended it: spam, or a duplicate. Nobody is judged by it.
//
// Missed and overdue are decided at the breach, the others at the end. So the compliance of a
// week that is past stays as it was, except for what rewrites the past: late events, reopened
// issues, targets that are counted anew. Other measures of it may still move, such as when what
// was overdue is answered.
//
// # Dimensions
//
// A report groups records by up to four dimensions, and conditions see them too:
//
//   - metric, policy, schedule, target, outcome and state of the record;
//   - stop.by, stop.team and stop.channel of the event that stopped it;
//   - an instant and a unit, such as decided.week: created, started, due, decided, ended or
//     breached, and hour ("14"), weekday ("mon"), day ("2026-03-09"), week ("2026-W11", of ISO
//     8601), month ("2026-03"), quarter ("2026-Q1") or year ("2026"), in the zone of the request;
//   - any other name is a field of the issue, such as priority, as it was when the record was
//     decided, or is now if it is not. With @start it is as it was when the clock started, with
//     @end when it ended. So assignee of overdue work is who had it at the breach, and
//     assignee@end who has it now.
//
// A field at an instant is as all events of that instant have left it. A record without a value
// is in the group of null. A record whose value is a list is in the group of each element, so
// that rows may add up to more than the total. An issue that would count in very many groups is
// refused; see [MaxIssueGroups].
//
// # What is worth a look
//
// With worst, a report also lists records of each group ([Worst]): the worst breaches, the
// closest near misses, and pauses worth a look. A clock that is paused does not count, so what
// was promised may be kept on paper while a customer waits. A [Pause] is listed for these
// reasons, as of the instant of the report:
//
//   - unanswered: the clock was paused for more than a minute in all while the customer was
//     waiting for an answer, which is what the field unanswered says;
//   - mostly_paused: the clock was paused for more than half of the time from its start to its
//     end, or to now if it is open;
//   - still_paused: the clock is paused, and has been for at least 30 days without interruption.
//
// Those with the first reason come first, by how long the customer was waiting meanwhile, then
// the others by how long they were paused. Void records are left out. Without messages, what a
// customer has created is unanswered until it is resolved, so that every longer pause is listed.
//
// # JSON
//
// A request with every field:
//
//	{
//	  "by": ["metric", "assignee"],
//	  "metrics": ["first_response", "resolution"],
//	  "where": {"field": "priority", "op": "in", "value": ["urgent", "high"]},
//	  "on": "decided", "from": "2026-03-01T00:00:00Z", "until": "2026-04-01T00:00:00Z",
//	  "zone": "Europe/Berlin",
//	  "unit": "clock", "denominator": "decided", "near": "10%", "goal": "95%", "worst": 3
//	}
//
// A request for held time has held, a field, and nothing but held, metrics, where, on, from,
// until and zone. One for targets has targets, by, denominator, and the same of the selection:
//
//	{"held": "assignee"}
//	{"targets": {"goal": "95%", "ladder": ["1h", "4h", "8h"]}, "by": ["metric", "priority"]}
//
// A request with worst gives each row, and the total, a field such as this:
//
//	"worst": {
//	  "breaches": [{
//	    "issue": "T-7", "metric": "first_response", "cycle": 1, "policy": "all", "outcome": "missed",
//	    "target": "4h0m0s", "remaining": "-1h0m0s"
//	  }],
//	  "near_misses": [],
//	  "pauses": [{
//	    "issue": "T-9", "metric": "resolution", "cycle": 1, "policy": "all", "outcome": "open",
//	    "reasons": ["unanswered", "mostly_paused"],
//	    "life": "80h0m0s", "paused": "60h0m0s", "share": 0.75, "unanswered": "48h0m0s", "ongoing": "12h0m0s"
//	  }]
//	}
//
// Reading is strict, and every problem is reported with its path and line.
//
// # Charts and pages
//
// [ComplianceChart], [DistributionChart], [BudgetChart], [ChangeChart], [HeldChart] and
// [TargetsChart] draw results as self-contained SVG. They choose by the dimensions: a part of
// the calendar is drawn as a trend, weekdays with hours as a map, others as sorted bars. What
// rests on few records is hollow, and never hidden. [HTML] writes a page with charts, tables,
// and what every column means, for those who lead a support team.
//
// # Many issues
//
// Accumulators remember groups, not issues. Sums and counts are exact, however many there are.
// Percentiles are exact up to 4,096 amounts in a group. Of more, an accumulator remembers how
// many there are of about one size, and a percentile may be off by 1 % of itself.
//
// Parts are merged in any order, and split in any way, with the same bytes as a result. An
// accumulator is written as JSON with what it was made for, and refuses to be merged with one
// that was made for something else. So a host may keep one accumulator for each day and
// machine, and join them when somebody asks.
package report
