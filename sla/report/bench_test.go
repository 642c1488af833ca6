package report_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/punctualgo/punctual/internal/issuetest"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

// BenchmarkAdd adds issues of five events to a report by two dimensions, on one core.
func BenchmarkAdd(b *testing.B) {
	a, err := report.New(engines[0], report.Request{By: []string{"priority", "decided.week"}}, issuetest.AsOf)
	if err != nil {
		b.Fatal(err)
	}
	issues := make([]sla.Issue, 1000)
	for i := range issues {
		at := issuetest.Start.Add(time.Duration(i) * 37 * time.Minute)
		later := func(minutes int) time.Time { return at.Add(time.Duration(minutes*(1+i%17)) * time.Minute) }
		issues[i] = sla.Issue{
			ID: fmt.Sprint(i), CreatedAt: at, Attributes: map[string]any{"priority": []string{"high", "low"}[i%2]},
			Events: []sla.Event{
				sla.SetAttribute("assignee", "ann", later(3)), sla.MessageFrom(sla.Agent, later(20)), sla.MessageFrom(sla.Customer, later(70)),
				sla.MessageFrom(sla.Agent, later(90)), sla.SetAttribute("status", "resolved", later(200)),
			},
		}
	}
	n := 0
	for b.Loop() {
		if err := a.Add(issues[n%len(issues)]); err != nil {
			b.Fatal(err)
		}
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "issues/s")
}
