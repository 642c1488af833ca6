package alert

import (
	"slices"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// An Alert is one thing to do because an escalation step was reached: a message to send, or
// a change to make.
type Alert struct {
	// ID is the idempotency key. It names the transition and the action.
	ID string `json:"id"`

	// At is the earliest instant at which to send the alert.
	At time.Time `json:"at"`

	// Type is the type of the action.
	Type string `json:"type"`

	// Channel names the destination with its type, such as "slack:#support",
	// "email:ann@example.com,bo@example.com" or "webhook:https://example.com/sla".
	// [Limit.Digest] counts alerts by channel. To send, use "channel" or "url" of Action,
	// or Recipients.
	Channel string `json:"channel,omitempty"`

	Issue      Issue          `json:"issue"`
	Transition sla.Transition `json:"transition"` // the step that was reached

	// Clock is the clock that reached the step, as of AsOf. It is nil if the planner was not
	// given a result that has it.
	Clock *sla.Clock `json:"clock,omitempty"`

	PolicyName string        `json:"policy_name"` // name of the policy, or its ID if it has none
	Action     policy.Action `json:"action"`

	// AsOf is the instant at which [Planner.Check] last updated the alert. It is zero before
	// that; Clock is then as of the result that the alert was made with.
	AsOf time.Time `json:"as_of,omitzero"`

	// Zone is the IANA name of the time zone for the instants in messages: that of the
	// recipients, if the message is an e-mail and all of them have the same, or else that of
	// the clock's schedule. The schedule "24x7" has no zone of its own. Its alerts take
	// that of the hours in which they are sent, if there are such.
	Zone string `json:"zone,omitempty"`

	// Recipients are the people and groups that an e-mail goes to or a Slack message
	// mentions. The list is empty if the roles of the action resolve to nobody.
	Recipients []Recipient `json:"recipients,omitempty"`

	// StandsFor holds the IDs of the alerts that [Latest] replaced by this one, sorted.
	StandsFor []string `json:"stands_for,omitempty"`

	// Digest holds the alerts that this one sums up. It is empty unless this is a digest.
	Digest []Alert `json:"digest,omitempty"`
}

// sendTime returns the instant at which an alert is sent: that of its check, which is later than
// At if the alert is late, or else At.
func (a *Alert) sendTime() time.Time {
	if a.AsOf.After(a.At) {
		return a.AsOf
	}
	return a.At
}

// IDs returns the IDs of all alerts that are done once a has been sent: that of a, of the
// alerts it stands for, and of those it sums up. A host marks all of them as sent.
func (a *Alert) IDs() []string { return slices.Collect(a.ids) }

// ids yields what IDs returns.
func (a *Alert) ids(yield func(string) bool) {
	a.eachID(yield)
}

// eachID calls yield for each ID until it returns false, which eachID then returns.
func (a *Alert) eachID(yield func(string) bool) bool {
	if !yield(a.ID) {
		return false
	}
	for _, id := range a.StandsFor {
		if !yield(id) {
			return false
		}
	}
	for i := range a.Digest {
		if !a.Digest[i].eachID(yield) {
			return false
		}
	}
	return true
}

// An Issue is what messages say about an issue. Its texts may be of any length:
// [Planner.Alerts] cuts them.
type Issue struct {
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
	URL   string `json:"url,omitempty"` // where people see the issue; http:// or https://; at most 2,000 bytes

	// Fields holds further texts for templates, such as the priority or the customer.
	// Alerts keep [MaxFields] of them.
	Fields map[string]string `json:"fields,omitempty"`
}

// A Recipient is a person or a group.
type Recipient struct {
	Role  string `json:"role,omitempty"` // the role that resolved to it; empty if the action names it directly
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"` // an address
	Slack string `json:"slack,omitempty"` // a Slack ID: U… or W… of a person, S… of a group
	Zone  string `json:"zone,omitempty"`  // IANA name of the person's time zone, if known
}
