package alert

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// plainAlert is an Alert without its methods.
type plainAlert Alert

// form is the JSON form of an alert, whose digest has elements of type D. It adds what the
// JSON form of a transition lacks.
type form[D any] struct {
	plainAlert
	Digest   []D `json:"digest,omitempty"` // in place of that of plainAlert
	Target   int `json:"target"`
	StepList int `json:"step_list,omitempty"`
	Nth      int `json:"nth,omitempty"`
}

// part is the JSON form of an alert in a digest, which is no digest itself.
type part = form[noAlert]

// formOf returns the form of an alert with a digest.
func formOf[D any](a *Alert, digest []D) form[D] {
	return form[D]{plainAlert(*a), digest, a.Transition.TargetSeq, a.Transition.StepList, a.Transition.Nth}
}

// alert returns the alert of a form, without its digest.
func (f *form[D]) alert() Alert {
	a := Alert(f.plainAlert)
	a.Transition.IssueID, a.Transition.TargetSeq, a.Transition.StepList, a.Transition.Nth = a.Issue.ID, f.Target, f.StepList, f.Nth
	return a
}

// A noAlert is refused in JSON.
type noAlert struct{}

var errNested = errors.New("a digest in a digest")

// UnmarshalJSON implements [json.Unmarshaler].
func (noAlert) UnmarshalJSON([]byte) error { return errNested }

// MarshalJSON implements [json.Marshaler]. A digest must not hold another digest; those of
// [Limit.Digest] do not. Nothing is cut, so that the JSON of an alert is as long as its texts
// and its digest make it.
func (a Alert) MarshalJSON() ([]byte, error) {
	parts := make([]part, len(a.Digest))
	for i := range a.Digest {
		if len(a.Digest[i].Digest) > 0 {
			return nil, fmt.Errorf("alert: %w", errNested)
		}
		parts[i] = formOf[noAlert](&a.Digest[i], nil)
	}
	return json.Marshal(formOf(&a, parts))
}

// UnmarshalJSON implements [json.Unmarshaler]. It restores all that MarshalJSON wrote, and
// keeps the numbers of actions as they were written. It takes time and memory in proportion to
// the text.
func (a *Alert) UnmarshalJSON(data []byte) error {
	var f form[part]
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&f); err != nil {
		return fmt.Errorf("alert: %w", err)
	}
	*a = f.alert()
	if f.Digest != nil {
		a.Digest = make([]Alert, len(f.Digest))
		for i := range f.Digest {
			a.Digest[i] = f.Digest[i].alert()
		}
	}
	return nil
}
