// Package punctual is the front page of a library that computes the service level agreements of a
// helpdesk: what was promised for an issue, when it is due, what has breached, what happens next, and
// why, as of any instant. It has no code of its own. Begin with package sla:
//
//	cfg, err := policy.Parse(document)           // what is promised
//	engine, err := sla.New(cfg, sla.Options{})   // compiled once, for all goroutines
//	result, err := engine.EvaluateAt(issue, now) // how an issue stands
//	c, ok := result.Clock(policy.FirstResponse)  // c.State, c.DueAt, c.Remaining
//
// Packages compute and do nothing else: no I/O, no goroutine, no global state, and the present is an
// argument. The same input gives the same bytes.
//
// # Which package answers what
//
//   - What is promised, and is the document right? policy, with policy/lint for likely mistakes,
//     policy/configdiff for what a change means, and policy/migrate for promises that are kept in
//     Zendesk, Freshdesk, Chatwoot or Zammad today.
//   - How does an issue stand, and why? sla. Its Track follows an open issue one event at a time, its
//     explanations say what a deadline comes from, and sla/timeline draws it.
//   - What has come due among many open issues, and who must hear of it? sla/watch and sla/alert.
//   - Are the promises realistic, and what would others have meant? sla/report and sla/whatif.
//   - Do policies do what was agreed? sla/scenario tests them as stories, sla/slatest tests a host by
//     the laws of the engine, and the command sla/slacheck does both, and all of the above, in
//     continuous integration.
//   - When is a desk open, and how much open time lies between two instants? businesshours, which knows
//     nothing of helpdesks, with the public holidays of businesshours/holiday.
//
// [SEMANTICS.md] has all rules, with an example for each, the [README] has a tour, and the [examples] a
// whole helpdesk to copy from.
//
// [SEMANTICS.md]: https://github.com/punctualgo/punctual/blob/main/SEMANTICS.md
// [README]: https://github.com/punctualgo/punctual#readme
// [examples]: https://github.com/punctualgo/punctual/tree/main/examples
package punctual
