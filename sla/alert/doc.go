// Package alert answers who is to be told what when a clock reaches an escalation step, and
// whether that still holds when the message is sent. It turns transitions into messages. It
// does not send them.
//
// A worker makes alerts of the transitions that a track, a watcher or an evaluation yields,
// and stores them:
//
//	planner, err := alert.New(config, alert.Options{Directory: directory})
//	alerts, err := planner.Alerts(ctx, transition, issue, result)
//
// When alerts are due, it checks each against the clocks as they stand by then, and sends
// what is left:
//
//	check := planner.Check(a, result, now) // Send, Wait or Drop
//	if check.Verdict == alert.Send {
//		send = append(send, check.Alert)
//	}
//	…
//	for _, a := range limit.Digest(send) {
//		message, err := renderer.Slack(a) // or Email, Webhook
//		…                                 // send it, then mark a.IDs() as sent
//	}
//
// # What people are told
//
// Much may happen between the instant at which a step is reached and the instant at which
// people can be told: a night, a weekend, an outage. So that they keep their alerts switched
// on, they are told only what holds when the message is sent:
//
//   - [Planner.Check] drops an alert that no longer holds, such as a warning of an issue that
//     has been answered, and says why. What is sent is as of now: not "1h left" when the hour
//     has passed.
//   - [Latest] keeps one of several reminders, which says how many it stands for.
//   - [Limit.Digest] sums up a storm in one message, with a line for each issue and step.
//   - Messages wait for the hours in which people get them.
//   - Times are in the zone of the recipients or of the schedule; see [Alert.Zone].
//
// # Once
//
// An [Alert] is a value that marshals to JSON and back without loss, so it can be stored in
// a job queue. Its ID is the idempotency key: it is the same however often the transition is
// computed. Alerts are due at [Alert.At], which is the instant of the transition or the next
// opening of the recipients' hours. An alert renders to the same bytes whenever it is tried
// again: a host that stores what it is about to send, after the check and the digest, sends
// the same message in each attempt. Once it is sent, [Alert.IDs] names all alerts that are
// done with.
//
// # Limits
//
// However much customers write and directories return, alerts and messages are short. When
// alerts are planned, the texts of an issue and of recipients are cut to [MaxTitle] and
// [MaxName] characters, and what is not valid UTF-8 is replaced. Messages are within what their
// media allow, and a digest of any length lists at most [MaxLines] issues and steps, or
// [MaxListed] alerts in a webhook, and says how many more there are. A cut text ends with an
// ellipsis, and no cut goes through an escape, a link, an emoji or a letter with its accent.
//
// Planning, checking and rendering one alert takes a few milliseconds and less than 64 MiB.
// [Latest] and [Limit.Digest] take time and memory in proportion to their lists.
//
// # Actions
//
// The actions of these types have a known form, which policy.Config.Validate checks:
//
//	{"type": "slack", "channel": "#support", "mentions": ["assignee", "U024BE7LH"]}
//	{"type": "email", "to": ["assignee", "subscribers", "lead@example.com"]}
//	{"type": "webhook", "url": "https://example.com/hooks/sla"}
//	{"type": "update", "set": {"priority": "urgent", "team": null}, "add": {"tags": ["late"]}}
//	{"type": "flag", "name": "sla breached"}
//
// Actions of types slack and email may have "hours", the name of the schedule in whose hours
// they are sent, and "urgent": true, which sends them at any time. An action of another type
// becomes an alert that holds the action and nothing more.
//
// # Text from customers
//
// Titles and names come from customers. In Slack they cannot mention anybody or make a link,
// in HTML they are plain text, and in headers of e-mail they cannot begin another header.
package alert
