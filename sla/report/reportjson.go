package report

import (
	"encoding/json"
	"strconv"
	"time"
)

// MarshalJSON implements [json.Marshaler]: an object with as_of, rows and total. Durations are
// text, such as "1h30m0s", and what is nil is null. Only a report with a goal has goal, and
// only one that lists the worst has worst.
func (r Report) MarshalJSON() ([]byte, error) {
	b := append(appendInstant([]byte(`{"as_of":`), r.AsOf), `,"rows":[`...)
	for i := range r.Rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendKey(append(b, `{"key":`...), r.Rows[i].Key), ',')
		b = append(r.Rows[i].appendFields(b, &r.Request), '}')
	}
	b = r.Total.appendFields(append(b, `],"total":{`...), &r.Request)
	return append(b, `}}`...), nil
}

// appendFields appends the fields of the JSON form of m.
func (m *Measures) appendFields(b []byte, q *Request) []byte {
	b = appendCount(append(b, `"clocks":`...), m.Clocks)
	b = appendCount(append(b, `,"issues":`...), m.Issues)
	o := &m.Outcomes
	b = appendCount(append(b, `,"outcomes":{"met":`...), o.Met)
	b = appendCount(append(b, `,"missed":`...), o.Missed)
	b = appendCount(append(b, `,"overdue":`...), o.Overdue)
	b = appendCount(append(b, `,"open":`...), o.Open)
	b = appendCount(append(b, `,"dropped":`...), o.Dropped)
	b = appendCount(append(b, `,"void":`...), o.Void)
	b = m.Compliance.appendJSON(append(b, `},"compliance":`...))
	b = appendCount(append(b, `,"near_misses":`...), m.NearMisses)
	b = m.Elapsed.appendJSON(append(b, `,"elapsed":`...))
	b = m.Wall.appendJSON(append(b, `,"wall":`...))
	b = m.Late.appendJSON(append(b, `,"late":`...))
	b = append(b, `,"paused_share":`...)
	if m.PausedShare == nil {
		b = append(b, "null"...)
	} else {
		b = appendFloat(b, *m.PausedShare)
	}
	if q.Worst > 0 {
		b = m.Worst.appendJSON(append(b, `,"worst":`...))
	}
	if q.Goal == "" {
		return b
	}
	b = append(b, `,"goal":`...)
	if m.Goal == nil {
		return append(b, "null"...)
	}
	b = strconv.AppendBool(append(b, `{"reached":`...), m.Goal.Reached)
	b = appendCount(append(b, `,"left":`...), m.Goal.Left)
	return append(b, '}')
}

// appendJSON appends the JSON form of c, or null.
func (c *Compliance) appendJSON(b []byte) []byte {
	if c == nil {
		return append(b, "null"...)
	}
	b = appendCount(append(b, `{"n":`...), c.N)
	b = appendFloat(append(b, `,"rate":`...), c.Rate)
	b = appendFloat(append(b, `,"low":`...), c.Low)
	b = appendFloat(append(b, `,"high":`...), c.High)
	return append(b, '}')
}

// appendJSON appends the JSON form of d, or null.
func (d *Distribution) appendJSON(b []byte) []byte {
	if d == nil {
		return append(b, "null"...)
	}
	b = appendCount(append(b, `{"n":`...), d.N)
	b = appendDuration(append(b, `,"mean":`...), d.Mean)
	b = appendDuration(append(b, `,"p50":`...), d.P50)
	b = appendDuration(append(b, `,"p90":`...), d.P90)
	b = appendDuration(append(b, `,"p95":`...), d.P95)
	b = appendDuration(append(b, `,"max":`...), d.Max)
	if d.Approximate {
		b = append(b, `,"approximate":true`...)
	}
	return append(b, '}')
}

func appendCount(b []byte, n int64) []byte { return strconv.AppendInt(b, n, 10) }

func appendFloat(b []byte, f float64) []byte {
	text, _ := json.Marshal(f) // it is finite
	return append(b, text...)
}

func appendDuration(b []byte, d time.Duration) []byte {
	return append(append(append(b, '"'), d.String()...), '"')
}

func appendInstant(b []byte, t time.Time) []byte {
	return append(t.UTC().AppendFormat(append(b, '"'), time.RFC3339Nano), '"')
}
