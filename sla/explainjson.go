package sla

import (
	"strconv"

	"github.com/punctualgo/punctual/internal/strict"
)

// AppendJSON appends the JSON form of x to b: an object with issue, as_of, clocks, policies,
// metrics, held and next. As in a [Result], durations are text and instants are in UTC.
func (x *Explanation) AppendJSON(b []byte) []byte {
	b = strict.AppendText(append(b, `{"issue":`...), x.IssueID)
	b = appendInstant(append(b, `,"as_of":`...), x.AsOf)
	b = appendAll(append(b, `,"clocks":`...), x.Clocks, (*ClockAccount).AppendJSON)
	b = appendAll(append(b, `,"policies":`...), x.Policies, (*PolicyAccount).appendJSON)
	if len(x.Metrics) > 0 {
		b = appendAll(append(b, `,"metrics":`...), x.Metrics, (*MetricAccount).appendJSON)
	}
	b = appendTextField(b, `,"held":`, x.Held)
	if len(x.Next) > 0 {
		b = appendAll(append(b, `,"next":`...), x.Next, (*Transition).AppendJSON)
	}
	return append(b, '}')
}

// AppendJSON appends the JSON form of a to b. The object includes [ClockAccount.Sentence].
func (a *ClockAccount) AppendJSON(b []byte) []byte {
	b = a.Clock.AppendJSON(append(b, `{"clock":`...))
	b = strict.AppendText(append(b, `,"time_zone":`...), zoneOf(a.Zone).String())
	b = a.Started.appendJSON(append(b, `,"started":`...))
	b = appendAll(append(b, `,"segments":`...), a.Segments, (*Segment).appendJSON)
	b = appendAll(append(b, `,"transitions":`...), a.Transitions, (*CausedTransition).appendJSON)
	if len(a.WouldHavePrevented) > 0 {
		b = appendAll(append(b, `,"would_have_prevented":`...), a.WouldHavePrevented, (*Cause).appendJSON)
	}
	b = strict.AppendText(append(b, `,"sentence":`...), a.Sentence())
	b = appendTextField(b, `,"outcome":`, string(a.Outcome))
	if len(a.Held) > 0 {
		b = appendHeld(append(b, `,"held":`...), a.Held)
	}
	if len(a.Statuses) > 0 {
		b = appendHeld(append(b, `,"statuses":`...), a.Statuses)
	}
	return append(b, '}')
}

// appendJSON appends an object with kind, at, id, trigger, text and change, and with event, the
// index of the event, if there is one.
func (c *Cause) appendJSON(b []byte) []byte {
	b = strict.AppendText(append(b, `{"kind":`...), string(c.Kind))
	b = appendInstant(append(b, `,"at":`...), c.At)
	if c.Kind == CauseEvent {
		b = appendInt(append(b, `,"event":`...), c.Event)
	}
	b = appendTextField(b, `,"id":`, c.ID)
	b = appendTextField(b, `,"trigger":`, c.Trigger)
	b = strict.AppendText(append(b, `,"text":`...), c.Text)
	b = appendTextField(b, `,"change":`, c.Change)
	return append(b, '}')
}

func (s *Segment) appendJSON(b []byte) []byte {
	b = appendInstant(append(b, `{"from":`...), s.From)
	b = appendInstant(append(b, `,"to":`...), s.To)
	b = strict.AppendText(append(b, `,"kind":`...), string(s.Kind))
	b = appendTextField(b, `,"policy":`, s.Policy)
	b = appendTextField(b, `,"schedule":`, s.Schedule)
	b = appendDuration(append(b, `,"counted":`...), s.Counted)
	b = appendDuration(append(b, `,"sum":`...), s.Sum)
	if s.Kind == SegmentPaused || s.Kind == SegmentStopped {
		b = appendDuration(append(b, `,"open":`...), s.Open)
	}
	b = appendTextField(b, `,"holiday":`, s.Holiday)
	if s.Pause != nil {
		b = s.Pause.appendJSON(append(b, `,"pause":`...))
	}
	if s.PausedBy != nil {
		b = s.PausedBy.appendJSON(append(b, `,"paused_by":`...))
	}
	b = appendTrueField(b, `,"recounted":`, s.Recounted)
	return append(b, '}')
}

func (h *CausedTransition) appendJSON(b []byte) []byte {
	b = strict.AppendText(append(b, `{"id":`...), h.ID())
	b = h.Transition.AppendJSON(append(b, `,"transition":`...))
	b = h.Cause.appendJSON(append(b, `,"cause":`...))
	if h.Kind == KindStarted || h.Kind == KindRetargeted {
		b = h.appendTarget(append(b, `,"target":`...))
	}
	return append(b, '}')
}

// appendTarget appends the target that took over.
func (h *CausedTransition) appendTarget(b []byte) []byte {
	b = strict.AppendText(append(b, `{"schedule":`...), h.Schedule)
	b = appendDuration(append(b, `,"allowed":`...), h.Allowed)
	b = appendDuration(append(b, `,"elapsed":`...), h.Elapsed)
	if !h.Promised.IsZero() {
		b = appendInstant(append(b, `,"promised":`...), h.Promised)
	}
	b = appendTrueField(b, `,"same_promise":`, h.SamePromise)
	if len(h.Choices) > 0 {
		b = appendAll(append(b, `,"choices":`...), h.Choices, (*Choice).appendJSON)
	}
	if h.Days != nil {
		b = strict.AppendText(append(b, `,"business_days":`...), daysText(*h.Days)) // for people
	}
	return append(b, '}')
}

func (a *PolicyAccount) appendJSON(b []byte) []byte {
	b = strict.AppendText(append(b, `{"policy":`...), a.Policy)
	b = appendTextField(b, `,"name":`, a.Name)
	b = strconv.AppendBool(append(b, `,"matches":`...), a.Matches)
	if a.Because != nil {
		b = a.Because.appendJSON(append(b, `,"because":`...))
	}
	if a.Failed != 0 {
		b = appendInt(append(b, `,"failed":`...), a.Failed)
	}
	b = strconv.AppendBool(append(b, `,"effective":`...), a.Effective)
	b = appendTrueField(b, `,"first":`, a.First)
	if len(a.InForceFor) > 0 {
		b = appendValue(append(b, `,"in_force_for":`...), a.InForceFor)
	}
	return append(b, '}')
}

func (a *MetricAccount) appendJSON(b []byte) []byte {
	b = strict.AppendText(append(b, `{"metric":`...), a.Metric)
	b = strict.AppendText(append(b, `,"why":`...), a.Why)
	if a.Missed != nil {
		b = a.Missed.appendJSON(append(b, `,"missed":`...))
	}
	if a.Because != nil {
		b = a.Because.appendJSON(append(b, `,"because":`...))
	}
	return append(b, '}')
}

func (c *Comparison) appendJSON(b []byte) []byte {
	b = strict.AppendText(append(b, `{"field":`...), c.Field)
	b = strict.AppendText(append(b, `,"op":`...), string(c.Op))
	if c.Want != nil {
		b = appendValue(append(b, `,"want":`...), c.Want)
	}
	b = appendValue(append(b, `,"got":`...), c.Got)
	b = strconv.AppendBool(append(b, `,"holds":`...), c.Holds)
	return append(b, '}')
}

func (c *Choice) appendJSON(b []byte) []byte {
	b = strict.AppendText(append(b, `{"what":`...), c.What)
	b = strict.AppendText(append(b, `,"field":`...), c.Field)
	b = appendValue(append(b, `,"got":`...), c.Got)
	b = appendTrueField(b, `,"default":`, c.Default)
	return append(b, '}')
}

// appendAll appends a list, or null if it is nil.
func appendAll[T any](b []byte, list []T, appendJSON func(*T, []byte) []byte) []byte {
	if list == nil {
		return append(b, "null"...)
	}
	b = append(b, '[')
	for i := range list {
		b = appendJSON(&list[i], comma(b, i))
	}
	return append(b, ']')
}

// appendTextField appends a field whose value is a text, unless that is empty.
func appendTextField(b []byte, field, text string) []byte {
	if text == "" {
		return b
	}
	return strict.AppendText(append(b, field...), text)
}

// appendTrueField appends a field if it is true.
func appendTrueField(b []byte, field string, value bool) []byte {
	if !value {
		return b
	}
	return append(append(b, field...), "true"...)
}

// MarshalJSON implements [json.Marshaler] with AppendJSON.
func (x Explanation) MarshalJSON() ([]byte, error) {
	size := 1000
	for i := range x.Clocks {
		a := &x.Clocks[i]
		size += 1200 + 250*len(a.Segments) + 450*len(a.Transitions) // about; append grows large slices by little
	}
	return x.AppendJSON(make([]byte, 0, size)), nil
}

// MarshalJSON implements [json.Marshaler] with AppendJSON.
func (a ClockAccount) MarshalJSON() ([]byte, error) { return a.AppendJSON(nil), nil }

// MarshalJSON implements [json.Marshaler]: an object with kind, at, id, trigger, text and
// change, and with event, the index of the event, if there is one.
func (c Cause) MarshalJSON() ([]byte, error) { return c.appendJSON(nil), nil }

// MarshalJSON implements [json.Marshaler].
func (s Segment) MarshalJSON() ([]byte, error) { return s.appendJSON(nil), nil }

// MarshalJSON implements [json.Marshaler].
func (h CausedTransition) MarshalJSON() ([]byte, error) { return h.appendJSON(nil), nil }
