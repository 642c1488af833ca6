package hostile

import (
	"encoding/json"
	"io"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

// reports are issues of which a report has to keep much.
var reports = []input{
	{"100,000 messages, by the weekday and the author", func(m *meter) {
		issue := sla.Issue{ID: "I", CreatedAt: created}
		for i := range sla.MaxEvents {
			e := talk(i, created.Add(time.Duration(i)*time.Minute))
			e.By = id("agent", i)
			issue.Events = append(issue.Events, e)
		}
		m.report([]string{"stop.by", "decided.weekday"}, issue)
	}},
	{"two lists of 100 elements", func(m *meter) { m.report([]string{"a", "b"}, listing(0, 100)) }},
	{"four lists of 1,000 elements", func(m *meter) { m.report([]string{"a", "b", "c", "d"}, listing(0, 1000)) }},
	{"400 messages, a list of 1,000 elements", func(m *meter) { m.report([]string{"a"}, listing(400, 1000)) }},
}

// listing returns an issue with messages, and with lists of so many elements.
func listing(messages, elements int) sla.Issue {
	issue := sla.Issue{ID: "I", CreatedAt: created, Attributes: object{}}
	for _, name := range []string{"a", "b", "c", "d"} {
		issue.Attributes[name] = many(elements, func(i int) any { return id(name, i) })
	}
	for i := range messages {
		issue.Events = append(issue.Events, talk(i, created.Add(time.Duration(i)*time.Minute)))
	}
	return issue
}

// report adds an issue to a report, and writes it.
func (m *meter) report(by []string, issue sla.Issue) {
	m.t.Helper()
	cfg, err := policy.Parse(encode(object{"policies": list{object{"id": "p", "targets": object{"next_response": "1h", "resolution": "4h"}}}}))
	if err != nil {
		m.t.Fatal(err)
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		m.t.Fatal(err)
	}
	a, err := report.New(engine, report.Request{By: by}, created.AddDate(1, 0, 0))
	if err != nil {
		m.t.Fatal(err)
	}
	if !m.do("report.Accumulator.Add", func() error { return a.Add(issue) }) {
		return
	}
	m.do("report.Accumulator.MarshalJSON", func() error { _, err := json.Marshal(a); return err })
	var r report.Report
	m.do("report.Accumulator.Report", func() error { r = a.Report(); return nil })
	m.do("report.HTML", func() error { return report.HTML(io.Discard, "All", r) })
}
