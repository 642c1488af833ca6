// Package alert answers whom to tell what, when a clock reaches an escalation step. It
// turns transitions and the actions of their steps into messages, and does not send
// them.
//
//	planner, err := alert.New(config, alert.Options{Directory: directory})
//	alerts, err := planner.Alerts(ctx, transition, issue, &clock)
//	message, err := renderer.Slack(alerts[0]) // or Email, Webhook
//
// # Sending
//
// An [Alert] is a value that marshals to JSON and comes back the same, so that it goes
// into a job queue, and its ID is the idempotency key there: the same however often the
// transition is computed. It renders to the same bytes whenever it is tried again.
// Alerts are to be sent at At or later: that is the instant of the transition, or when
// the hours open in which people may be disturbed. [Limit.Digest] sums up a storm.
//
// # Actions
//
// These types of actions have a shape, which policy.Config.Validate checks:
//
//	{"type": "slack", "channel": "#support", "mentions": ["assignee", "U024BE7LH"]}
//	{"type": "email", "to": ["assignee", "subscribers", "lead@example.com"]}
//	{"type": "webhook", "url": "https://example.com/hooks/sla"}
//	{"type": "update", "set": {"priority": "urgent", "team": null}, "add": {"tags": ["late"]}}
//	{"type": "flag", "name": "sla breached"}
//
// Slack and e-mail may have "hours", the name of a schedule in whose hours they are
// sent, and "urgent": true, which sends them at once all the same. Actions of other
// types become alerts with nothing but the action.
//
// # What others have written
//
// Titles and names come from customers. In Slack they cannot mention anybody or make
// a link, in HTML they are text, and in headers they cannot begin another header.
package alert
