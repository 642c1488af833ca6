package alert

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// An Alert is one thing to do because of one transition: a message to send, or a
// change to make.
type Alert struct {
	// ID is the idempotency key: that of the transition, and which action it is.
	ID string `json:"id"`

	// At is when to send it, or later.
	At time.Time `json:"at"`

	// Type is that of the action.
	Type string `json:"type"`

	// Channel names where it goes, with its type, such as "slack:#support",
	// "email:ann@example.com,bo@example.com" or "webhook:https://example.com/sla": alerts of
	// one channel may be summed up. To send, take "channel" or "url" of Action, or
	// Recipients.
	Channel string `json:"channel,omitempty"`

	Issue      Issue          `json:"issue"`
	Transition sla.Transition `json:"transition"`
	Clock      *sla.Clock     `json:"clock,omitempty"` // how its clock stands, if it was given
	PolicyName string         `json:"policy_name"`     // its name, or its ID if it has none
	Action     policy.Action  `json:"action"`

	// Recipients are who is to read it: of e-mail those it is for, of Slack those who
	// are mentioned. There may be none, if a role means nobody.
	Recipients []Recipient `json:"recipients,omitempty"`

	// Digest are the alerts that this one sums up, if it does.
	Digest []Alert `json:"digest,omitempty"`
}

// An alertForm is the JSON of an alert: target, step_list and nth are what the transition's own form
// does not have of it.
type alertForm struct {
	plainAlert
	Target   int `json:"target"`
	StepList int `json:"step_list,omitempty"`
	Nth      int `json:"nth,omitempty"`
}

type plainAlert Alert

// MarshalJSON implements [json.Marshaler].
func (a Alert) MarshalJSON() ([]byte, error) {
	return json.Marshal(alertForm{plainAlert(a), a.Transition.TargetSeq, a.Transition.StepList, a.Transition.Nth})
}

// UnmarshalJSON implements [json.Unmarshaler]. What was written comes back the same;
// numbers of actions stay as they were written.
func (a *Alert) UnmarshalJSON(data []byte) error {
	var form alertForm
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&form); err != nil {
		return fmt.Errorf("alert: %w", err)
	}
	*a = Alert(form.plainAlert)
	a.Transition.IssueID, a.Transition.TargetSeq, a.Transition.StepList, a.Transition.Nth = a.Issue.ID, form.Target, form.StepList, form.Nth
	return nil
}

// An Issue is what messages say of an issue.
type Issue struct {
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
	URL   string `json:"url,omitempty"` // where people look at it; http:// or https://

	// Fields are further texts for templates, such as its priority and customer.
	Fields map[string]string `json:"fields,omitempty"`
}

// A Recipient is a person or a group.
type Recipient struct {
	Role  string `json:"role,omitempty"` // for which it was resolved; empty if it was given literally
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"` // an address
	Slack string `json:"slack,omitempty"` // an ID of Slack's: U… of a person, S… of a group
}
