package sla

import (
	"encoding/json"
	"time"
)

// MarshalJSON implements [json.Marshaler]: an object with issue, as_of, clocks, policies and
// metrics. As in a [Result], durations are text and instants are in UTC.
func (x Explanation) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Issue    string          `json:"issue"`
		AsOf     time.Time       `json:"as_of"`
		Clocks   []ClockAccount  `json:"clocks"`
		Policies []PolicyAccount `json:"policies"`
		Metrics  []MetricAccount `json:"metrics,omitempty"`
	}{x.IssueID, x.AsOf, x.Clocks, x.Policies, x.Metrics})
}

// MarshalJSON implements [json.Marshaler]: an object with kind, at, id, trigger and text, and
// with event, the index of the event, if there is one.
func (c Cause) MarshalJSON() ([]byte, error) {
	var index *int
	if c.Kind == CauseEvent {
		index = &c.Event
	}
	return json.Marshal(struct {
		Kind    CauseKind `json:"kind"`
		At      time.Time `json:"at"`
		Event   *int      `json:"event,omitempty"`
		ID      string    `json:"id,omitempty"`
		Trigger string    `json:"trigger,omitempty"`
		Text    string    `json:"text"`
	}{c.Kind, c.At, index, c.ID, c.Trigger, c.Text})
}

// MarshalJSON implements [json.Marshaler]. The object includes [ClockAccount.Sentence].
func (a ClockAccount) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Clock              Clock              `json:"clock"`
		Zone               string             `json:"time_zone"`
		Started            Cause              `json:"started"`
		Segments           []Segment          `json:"segments"`
		Transitions        []CausedTransition `json:"transitions"`
		WouldHavePrevented []Cause            `json:"would_have_prevented,omitempty"`
		Sentence           string             `json:"sentence"`
	}{a.Clock, zoneOf(a.Zone).String(), a.Started, a.Segments, a.Transitions, a.WouldHavePrevented, a.Sentence()})
}

// MarshalJSON implements [json.Marshaler].
func (s Segment) MarshalJSON() ([]byte, error) {
	var open string
	if s.Kind == SegmentPaused || s.Kind == SegmentStopped {
		open = s.Open.String()
	}
	return json.Marshal(struct {
		From      time.Time   `json:"from"`
		To        time.Time   `json:"to"`
		Kind      SegmentKind `json:"kind"`
		Policy    string      `json:"policy,omitempty"`
		Schedule  string      `json:"schedule,omitempty"`
		Counted   string      `json:"counted"`
		Sum       string      `json:"sum"`
		Open      string      `json:"open,omitempty"`
		Holiday   string      `json:"holiday,omitempty"`
		Pause     *Comparison `json:"pause,omitempty"`
		PausedBy  *Cause      `json:"paused_by,omitempty"`
		Recounted bool        `json:"recounted,omitempty"`
	}{s.From, s.To, s.Kind, s.Policy, s.Schedule, s.Counted.String(), s.Sum.String(), open, s.Holiday, s.Pause, s.PausedBy, s.Recounted})
}

// MarshalJSON implements [json.Marshaler].
func (h CausedTransition) MarshalJSON() ([]byte, error) {
	var target *targetForm
	if h.Kind == KindStarted || h.Kind == KindRetargeted {
		target = &targetForm{
			Schedule: h.Schedule, Allowed: h.Allowed.String(), Elapsed: h.Elapsed.String(),
			Promised: h.Promised, SamePromise: h.SamePromise, Choices: h.Choices,
		}
		if h.Days != nil {
			target.Days = daysText(*h.Days)
		}
	}
	return json.Marshal(struct {
		ID         string      `json:"id"`
		Transition Transition  `json:"transition"`
		Cause      Cause       `json:"cause"`
		Target     *targetForm `json:"target,omitempty"`
	}{h.ID(), h.Transition, h.Cause, target})
}

// A targetForm is the JSON form of a target that took over.
type targetForm struct {
	Schedule    string    `json:"schedule"`
	Allowed     string    `json:"allowed"`
	Elapsed     string    `json:"elapsed"`
	Promised    time.Time `json:"promised,omitzero"`
	SamePromise bool      `json:"same_promise,omitempty"`
	Choices     []Choice  `json:"choices,omitempty"`
	Days        string    `json:"business_days,omitempty"` // for people
}
