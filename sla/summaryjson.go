package sla

import (
	"strconv"

	"github.com/punctualgo/punctual/internal/strict"
)

// AppendJSON appends the JSON form of s to b: an object with issue, as_of, time_zone, held,
// metrics and next. A metric has metric, clocks, outcomes, worst, outcome, late, held and latest.
// As in a [Result], durations are text and instants are in UTC.
func (s *Summary) AppendJSON(b []byte) []byte {
	b = strict.AppendText(append(b, `{"issue":`...), s.IssueID)
	b = appendInstant(append(b, `,"as_of":`...), s.AsOf)
	b = strict.AppendText(append(b, `,"time_zone":`...), zoneOf(s.Zone).String())
	b = strict.AppendText(append(b, `,"held":`...), s.Held)
	b = append(b, `,"metrics":[`...)
	for i := range s.Metrics {
		b = s.Metrics[i].appendJSON(comma(b, i))
	}
	b = append(b, `],"next":[`...)
	for i := range s.Next {
		b = s.Next[i].AppendJSON(comma(b, i))
	}
	return append(b, "]}"...)
}

// MarshalJSON implements [json.Marshaler] with AppendJSON.
func (s Summary) MarshalJSON() ([]byte, error) { return s.AppendJSON(nil), nil }

func (m *MetricSummary) appendJSON(b []byte) []byte {
	b = strict.AppendText(append(b, `{"metric":`...), m.Metric)
	b = appendInt(append(b, `,"clocks":`...), m.Clocks)
	b = appendInt(append(b, `,"outcomes":{"met":`...), m.Met)
	b = appendInt(append(b, `,"missed":`...), m.Missed)
	b = appendInt(append(b, `,"overdue":`...), m.Overdue)
	b = appendInt(append(b, `,"open":`...), m.Open)
	b = appendInt(append(b, `,"dropped":`...), m.Dropped)
	b = appendInt(append(b, `,"void":`...), m.Void)
	b = m.Worst.AppendJSON(append(b, `},"worst":`...))
	b = strict.AppendText(append(b, `,"outcome":`...), string(m.Outcome))
	b = appendDuration(append(b, `,"late":`...), m.Late)
	b = appendHeld(append(b, `,"held":`...), m.Held)
	b = m.Latest.AppendJSON(append(b, `,"latest":`...))
	return append(b, '}')
}

// appendHeld appends held times as a list of objects with value and open.
func appendHeld(b []byte, held []HeldTime) []byte {
	b = append(b, '[')
	for i, h := range held {
		b = appendValue(append(comma(b, i), `{"value":`...), h.Value)
		b = append(appendDuration(append(b, `,"open":`...), h.Open), '}')
	}
	return append(b, ']')
}

func appendInt(b []byte, n int) []byte { return strconv.AppendInt(b, int64(n), 10) }
