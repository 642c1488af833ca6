package hostile

import (
	"fmt"
	"time"

	"github.com/punctualgo/punctual/sla"
)

// quarters is open for seven minutes and a half of each quarter of an hour, which is 96
// intervals a day.
var quarters = many(96, func(i int) any { return fmt.Sprintf("%02d:%02d-%02d:%02d:30", i/4, i%4*15, i/4, i%4*15+7) })

// explanations are lives of which there is much to tell.
var explanations = []input{
	spans("two years of 96 intervals a day", 1, 2),
	spans("60 years of 96 intervals a day", 1, 60),
	spans("20 clocks, 20 years of 96 intervals a day", 20, 20),
	{"3,000 clocks, two years", func(m *meter) {
		_, engine := m.compile(object{
			"match":     "each",
			"schedules": list{object{"name": "s", "time_zone": "America/New_York", "weekly": object{"mon-fri": list{"09:00-12:00", "13:00-17:00"}}}},
			"policies": many(1000, func(i int) any {
				return object{"id": id("p", i), "schedule": "s", "targets": object{"resolution": "16h", "agent_work": "20h", "requester_wait": "30h"}}
			}),
		})
		issue, now := sla.Issue{ID: "I", CreatedAt: created}, created.AddDate(2, 0, 0)
		m.evaluate(engine, issue, now)
		m.explain(engine, issue, now)
	}},
	chat("8,000 messages, a clock for each", ""),
	chat("8,000 messages, a clock and a step for each", "1%"),
}

// spans returns an input with clocks that count very many spans.
func spans(name string, policies, years int) input {
	return input{name, func(m *meter) {
		_, engine := m.compile(object{
			"match":     "each",
			"schedules": list{object{"name": "s", "time_zone": "America/New_York", "weekly": object{"mon-sun": quarters}}},
			"policies": many(policies, func(i int) any {
				return object{"id": id("p", i), "schedule": "s", "targets": object{"resolution": "87600h"}}
			}),
		})
		now := created.AddDate(years, 0, 0)
		issue := sla.Issue{ID: "I", CreatedAt: created}
		for at := created; at.Before(now); at = at.AddDate(0, 0, 700) {
			issue.Events = append(issue.Events, sla.SetAttribute("status", "pending", at), sla.SetAttribute("status", "open", at.Add(time.Minute)))
		}
		m.evaluate(engine, issue, now)
		m.explain(engine, issue, now)
	}}
}

// chat returns an input in which each message begins a clock, with a step if one is given.
func chat(name, step string) input {
	return input{name, func(m *meter) {
		p := object{"id": "p", "targets": object{"next_response": "1h", "periodic_update": "4h"}}
		if step != "" {
			p["escalations"] = list{object{"at": step}}
		}
		_, engine := m.compile(object{"policies": list{p}})
		issue := sla.Issue{ID: "I", CreatedAt: created}
		for i := range 8000 {
			issue.Events = append(issue.Events, talk(i, created.Add(time.Duration(i)*time.Minute)))
		}
		m.explain(engine, issue, created.AddDate(0, 1, 0))
	}}
}
