package hostile

import (
	"time"

	"github.com/punctualgo/punctual/sla"
)

// tracks are lives under configurations of which a track has to keep much.
var tracks = []input{
	choosing("44,000 times and 40 schedules to choose from", 40, 45, 990),
	choosing("10,000 times and 10 schedules to choose from", 10, 20, 500),
}

// choosing returns an input with a target that is chosen among very many.
func choosing(name string, schedules, policies, times int) input {
	return input{name, func(m *meter) {
		_, engine := m.compile(choices(schedules, policies, times))
		issue := sla.Issue{ID: "I", CreatedAt: created, Attributes: object{"p": "0", "q": "1", "s": "s1"}}
		for i := range 90_000 {
			issue.Events = append(issue.Events, pauses(i, created.Add(time.Duration(i)*time.Minute)))
		}
		m.evaluate(engine, issue, created.AddDate(0, 6, 0))
		issue.Events = issue.Events[:20]
		m.evaluate(engine, issue, created.AddDate(0, 2, 0))
	}}
}
