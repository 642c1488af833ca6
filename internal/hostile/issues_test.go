package hostile

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/timeline"
)

// created is when issues are created.
var created = time.Date(2024, 3, 4, 9, 0, 0, 0, time.UTC)

// evaluate evaluates an issue, whole and as a track.
func (m *meter) evaluate(engine *sla.Engine, issue sla.Issue, now time.Time) {
	m.t.Helper()
	if engine == nil {
		return // the configuration was refused
	}
	var result sla.Result
	again := func() (err error) { result, err = engine.EvaluateAt(issue, now); return err }
	if m.do("Engine.EvaluateAt, first", again) {
		m.do("Engine.EvaluateAt, again", again)
		m.do("Result.String", func() error { _ = result.String(); return nil })
		m.do("Result.AppendJSON", func() error { _ = result.AppendJSON(nil); return nil })
	}
	var track *sla.Track
	if !m.do("Engine.Track", func() (err error) { track, _, err = engine.Track(issue); return err }) {
		return
	}
	var text []byte
	m.do("Track.MarshalJSON", func() (err error) { text, err = json.Marshal(track); return err })
	m.do("Engine.Restore", func() error { _, err := engine.Restore(text); return err })
	m.do("Track.Apply", func() error { _, err := track.Apply(sla.NoteBy("x", now)); return err })
	m.do("Track.RebaseAt", func() error {
		_, err := track.RebaseAt(engine, issue.Attributes, now.Add(time.Hour))
		return err
	})
}

// explain explains an issue, and draws it.
func (m *meter) explain(engine *sla.Engine, issue sla.Issue, now time.Time) {
	m.t.Helper()
	if engine == nil {
		return // the configuration was refused
	}
	var x sla.Explanation
	if !m.do("Engine.ExplainAt", func() (err error) { x, err = engine.ExplainAt(issue, now); return err }) {
		return
	}
	m.do("Explanation.String", func() error { _ = x.String(); return nil })
	m.do("Explanation.MarshalJSON", func() error { _, err := json.Marshal(x); return err })
	m.do("timeline.SVG", func() error { timeline.SVG(issue, x, timeline.Options{}); return nil })
}

// each returns a configuration with 1,000 policies that all have a clock, each with a schedule of
// its own.
func each(hours func(i int) object, target any) any {
	return object{
		"match": "each",
		"schedules": many(1000, func(i int) any {
			s := hours(i)
			s["name"], s["time_zone"] = id("s", i), "America/New_York"
			return s
		}),
		"policies": many(1000, func(i int) any {
			return object{"id": id("p", i), "schedule": id("s", i), "targets": object{"resolution": target}}
		}),
	}
}

// rare is open on one day.
func rare(i int) object {
	return object{"exceptions": object{fmt.Sprintf("2070-01-%02d", 1+i%28): list{"09:00-17:00"}}}
}

// mondays is open on one day a week.
func mondays(i int) object {
	return object{"weekly": object{"mon": list{fmt.Sprintf("%02d:%02d-23:00", i%20, i%60)}}}
}

// weekdays is open on five days a week.
func weekdays(i int) object {
	return object{"weekly": object{"mon-fri": list{fmt.Sprintf("%02d:%02d-23:00", i%20, i%60)}}}
}

// life returns an input that is the life of an issue under one policy of many targets.
func life(name string, n int, event func(i int, at time.Time) sla.Event) input {
	return input{name, func(m *meter) {
		targets := object{"resolution": object{"within": object{"by": "priority", "values": object{"a": "1h", "b": "2h"}}}}
		for metric, time := range map[string]string{
			policy.FirstResponse: "1h", policy.NextResponse: "1h", policy.PeriodicUpdate: "4h", policy.PausableUpdate: "4h",
			policy.RequesterWait: "4h", policy.AgentWork: "9h", policy.Ownership: "4h",
		} {
			targets[metric] = time
		}
		cfg, err := policy.Parse(encode(object{
			"schedules": list{object{"name": "s", "time_zone": "America/New_York", "weekly": object{"mon-fri": list{"09:00-17:00"}}}},
			"policies":  list{object{"id": "p", "schedule": "s", "targets": targets, "escalations": many(64, func(i int) any { return object{"at": fmt.Sprint(i+1, "%")} })}},
		}))
		if err != nil {
			m.t.Fatal(err)
		}
		engine, err := sla.New(cfg, sla.Options{})
		if err != nil {
			m.t.Fatal(err)
		}
		issue := sla.Issue{ID: "I", CreatedAt: created, Attributes: object{"priority": "a"}}
		for i := range n {
			e := event(i, created.Add(time.Duration(i)*time.Minute))
			e.ID = id("e", i)
			issue.Events = append(issue.Events, e)
		}
		text := encode(issue)
		m.do("Issue.UnmarshalJSON", func() error { return json.Unmarshal(text, new(sla.Issue)) })
		now := created.AddDate(0, 6, 0)
		m.evaluate(engine, issue, now)
		m.explain(engine, issue, now)
	}}
}

// between returns one of two values, in turn.
func between[T any](i int, a, b T) T {
	if i%2 == 0 {
		return a
	}
	return b
}

var (
	pauses = func(i int, at time.Time) sla.Event {
		return sla.SetAttribute("status", between(i, "pending", "open"), at)
	}
	priorities = func(i int, at time.Time) sla.Event { return sla.SetAttribute("priority", between(i, "b", "a"), at) }
	reopenings = func(i int, at time.Time) sla.Event {
		return sla.SetAttribute("status", between(i, "resolved", "open"), at)
	}
	talk  = func(i int, at time.Time) sla.Event { return sla.MessageFrom(between(i, sla.Customer, sla.Agent), at) }
	notes = func(int, time.Time) sla.Event { return sla.NoteBy("x", created) }
)

// issues are lives at their limits, and configurations in which a short life costs much.
var issues = []input{
	life("12,000 pauses", 12_000, pauses),
	life("12,000 changes of the target", 12_000, priorities),
	life("12,000 reopenings", 12_000, reopenings),
	life("12,000 messages", 12_000, talk),
	life("100,000 pauses", sla.MaxEvents, pauses),
	life("100,000 changes of the target", sla.MaxEvents, priorities),
	life("100,000 reopenings", sla.MaxEvents, reopenings),
	life("100,000 messages", sla.MaxEvents, talk),
	life("100,000 notes of one instant", sla.MaxEvents, notes),
	{"1,000 schedules that open once in 46 years", func(m *meter) {
		_, engine := m.compile(each(rare, "1h"))
		m.evaluate(engine, sla.Issue{ID: "I", CreatedAt: created}, created.Add(time.Hour))
		m.explain(engine, sla.Issue{ID: "I", CreatedAt: created}, created.Add(time.Hour))
	}},
	{"business days of schedules that open once in 46 years", func(m *meter) {
		_, engine := m.compile(each(rare, object{"business_days": 0}))
		m.evaluate(engine, sla.Issue{ID: "I", CreatedAt: created}, created.Add(time.Hour))
	}},
	{"2,600 business days of 1,000 schedules", func(m *meter) {
		_, engine := m.compile(each(mondays, object{"business_days": 2600}))
		m.evaluate(engine, sla.Issue{ID: "I", CreatedAt: created}, created.Add(time.Hour))
	}},
	inHours("in_hours of 1,000 schedules, in 2189", "2189-01-03T23:30:00Z"),
	inHours("in_hours of 1,000 schedules, in 1900", "1900-01-05T23:30:00Z"),
}

// inHours returns an input whose conditions ask 1,000 schedules about an instant that a customer
// gives.
func inHours(name, instant string) input {
	return input{name, func(m *meter) {
		doc := each(weekdays, "1h").(object)
		doc["match"] = "first"
		doc["policies"] = many(1000, func(i int) any {
			when := object{"all": list{object{"field": "x", "op": "in_hours", "value": id("s", i)}, object{"field": "y", "op": "exists"}}}
			return object{"id": id("p", i), "when": when, "targets": object{"resolution": "1h"}}
		})
		_, engine := m.compile(doc)
		m.evaluate(engine, sla.Issue{ID: "I", CreatedAt: created, Attributes: object{"x": instant}}, created)
	}}
}
