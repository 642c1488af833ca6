package sla

import (
	"strconv"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
)

// AppendJSON appends the JSON form of r to b: an object with clocks, transitions and next_check.
// Instants are in UTC. Absent instants are omitted, but next_check is then null. Durations are
// text, such as "1h30m0s".
func (r *Result) AppendJSON(b []byte) []byte {
	b = append(b, `{"clocks":[`...)
	for i := range r.Clocks {
		b = comma(b, i)
		b = r.Clocks[i].AppendJSON(b)
	}
	b = append(b, `],"transitions":[`...)
	for i := range r.Transitions {
		b = comma(b, i)
		b = r.Transitions[i].AppendJSON(b)
	}
	b = append(b, `],"next_check":`...)
	if r.NextCheck.IsZero() {
		return append(b, "null}"...)
	}
	return append(appendInstant(b, r.NextCheck), '}')
}

func comma(b []byte, i int) []byte {
	if i > 0 {
		return append(b, ',')
	}
	return b
}

// AppendJSON appends the JSON form of c to b.
func (c *Clock) AppendJSON(b []byte) []byte {
	b = strict.AppendText(append(b, `{"metric":`...), c.Metric)
	b = strconv.AppendInt(append(b, `,"cycle":`...), int64(c.Cycle), 10)
	b = strict.AppendText(append(b, `,"policy":`...), c.Policy)
	b = strict.AppendText(append(b, `,"schedule":`...), c.Schedule)
	b = appendDuration(append(b, `,"target":`...), c.Target)
	b = strict.AppendText(append(b, `,"state":`...), string(c.State))
	b = strconv.AppendBool(append(b, `,"breached":`...), c.Breached)
	b = strconv.AppendBool(append(b, `,"at_risk":`...), c.AtRisk)
	b = appendInstant(append(b, `,"started_at":`...), c.StartedAt)
	if !c.DueAt.IsZero() {
		b = appendInstant(append(b, `,"due_at":`...), c.DueAt)
	}
	if !c.EndedAt.IsZero() {
		b = appendInstant(append(b, `,"ended_at":`...), c.EndedAt)
	}
	if !c.BreachedAt.IsZero() {
		b = appendInstant(append(b, `,"breached_at":`...), c.BreachedAt)
	}
	b = appendDuration(append(b, `,"elapsed":`...), c.Elapsed)
	b = appendDuration(append(b, `,"remaining":`...), c.Remaining)
	return append(b, '}')
}

// AppendJSON appends the JSON form of t to b.
func (t *Transition) AppendJSON(b []byte) []byte {
	b = appendInstant(append(b, `{"at":`...), t.At)
	b = strict.AppendText(append(b, `,"kind":`...), string(t.Kind))
	b = strict.AppendText(append(b, `,"metric":`...), t.Metric)
	b = strconv.AppendInt(append(b, `,"cycle":`...), int64(t.Cycle), 10)
	b = strict.AppendText(append(b, `,"policy":`...), t.Policy)
	switch t.Kind {
	case KindStopped:
		b = strconv.AppendBool(append(b, `,"met":`...), t.Met)
	case KindEscalated:
		b = strict.AppendText(append(b, `,"step":`...), t.Step)
		b = strconv.AppendInt(append(b, `,"repeat":`...), int64(t.Repeat), 10)
	}
	return append(b, '}')
}

func appendInstant(b []byte, t time.Time) []byte {
	b = append(b, '"')
	b = t.UTC().AppendFormat(b, time.RFC3339Nano)
	return append(b, '"')
}

func appendDuration(b []byte, d time.Duration) []byte {
	b = append(b, '"')
	b = append(b, d.String()...)
	return append(b, '"')
}

// MarshalJSON implements [json.Marshaler] with AppendJSON.
func (r Result) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil), nil }

// MarshalJSON implements [json.Marshaler] with AppendJSON.
func (c Clock) MarshalJSON() ([]byte, error) { return c.AppendJSON(nil), nil }

// MarshalJSON implements [json.Marshaler] with AppendJSON. The JSON form has no IssueID,
// TargetSeq, StepList and Nth, so a transition that is decoded from it has a different ID. To
// announce a transition later, store its ID with it, or store it as an alert of package
// sla/alert, which keeps everything.
func (t Transition) MarshalJSON() ([]byte, error) { return t.AppendJSON(nil), nil }

var (
	resultFields     = []string{"clocks", "transitions", "next_check"}
	clockFields      = []string{"metric", "cycle", "policy", "schedule", "target", "state", "breached", "at_risk", "started_at", "due_at", "ended_at", "breached_at", "elapsed", "remaining"}
	transitionFields = []string{"at", "kind", "metric", "cycle", "policy", "met", "step", "repeat"}
)

// UnmarshalJSON implements [json.Unmarshaler], as strictly as that of [Issue].
func (r *Result) UnmarshalJSON(data []byte) error {
	in := strict.NewReader(data)
	*r = Result{}
	in.Object(resultFields, func(name string) {
		switch name {
		case "clocks":
			r.Clocks = []Clock{}
			in.List(func(int) { r.Clocks = append(r.Clocks, readClock(in)) })
		case "transitions":
			r.Transitions = []Transition{}
			in.List(func(int) { r.Transitions = append(r.Transitions, readTransition(in)) })
		case "next_check":
			if in.IsNull() {
				in.Null()
			} else {
				r.NextCheck = in.Time()
			}
		}
	})
	return in.Close()
}

// UnmarshalJSON implements [json.Unmarshaler], as strictly as that of [Issue].
func (c *Clock) UnmarshalJSON(data []byte) error {
	in := strict.NewReader(data)
	*c = readClock(in)
	return in.Close()
}

// UnmarshalJSON implements [json.Unmarshaler], as strictly as that of [Issue].
func (t *Transition) UnmarshalJSON(data []byte) error {
	in := strict.NewReader(data)
	*t = readTransition(in)
	return in.Close()
}

func readClock(in *strict.Reader) (c Clock) {
	in.Object(clockFields, func(name string) {
		switch name {
		case "metric":
			c.Metric = in.Text()
		case "cycle":
			c.Cycle = in.Int()
		case "policy":
			c.Policy = in.Text()
		case "schedule":
			c.Schedule = in.Text()
		case "target":
			c.Target = in.Duration()
		case "state":
			c.State = State(in.Text())
		case "breached":
			c.Breached = in.Bool()
		case "at_risk":
			c.AtRisk = in.Bool()
		case "started_at":
			c.StartedAt = in.Time()
		case "due_at":
			c.DueAt = in.Time()
		case "ended_at":
			c.EndedAt = in.Time()
		case "breached_at":
			c.BreachedAt = in.Time()
		case "elapsed":
			c.Elapsed = in.Duration()
		case "remaining":
			c.Remaining = in.Duration()
		}
	})
	return c
}

func readTransition(in *strict.Reader) (t Transition) {
	in.Object(transitionFields, func(name string) {
		switch name {
		case "at":
			t.At = in.Time()
		case "kind":
			t.Kind = Kind(in.Text())
		case "metric":
			t.Metric = in.Text()
		case "cycle":
			t.Cycle = in.Int()
		case "policy":
			t.Policy = in.Text()
		case "met":
			t.Met = in.Bool()
		case "step":
			t.Step = in.Text()
		case "repeat":
			t.Repeat = in.Int()
		}
	})
	return t
}
