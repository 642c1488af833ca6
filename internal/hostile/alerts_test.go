package hostile

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// title is a mebibyte of text that has to be escaped somewhere.
var title = strings.Repeat("ab<&\"é\x01 👩‍👩‍👧\xff", 1<<20/32)

// crowd resolves every role to as many people as an alert may have, with long names.
var crowd = alert.DirectoryFunc(func(context.Context, string, alert.Issue, sla.Transition) ([]alert.Recipient, error) {
	people := make([]alert.Recipient, alert.MaxRecipients)
	for i := range people {
		people[i] = alert.Recipient{Name: title, Email: fmt.Sprintf("%s%d@example.com", strings.Repeat("a", 200), i), Slack: fmt.Sprintf("U%08d", i), Zone: title}
	}
	return people, nil
})

// alerts are steps with many actions, for issues with long texts.
var alerts = []input{
	{"20 actions, titles of 1 MiB", func(m *meter) {
		m.plan(many(20, func(int) any { return object{"type": "slack", "channel": "#a"} }), alert.Options{})
	}},
	{"10 actions, 1,000 recipients each", func(m *meter) {
		m.plan(many(10, func(i int) any {
			return object{"type": between(i, "email", "slack"), "channel": "#a", "to": "all", "mentions": "all"}
		}), alert.Options{Directory: crowd})
	}},
	{"1,000 actions", func(m *meter) {
		m.plan(many(1000, func(i int) any {
			return object{"type": "webhook", "url": "https://example.com/", "note": strings.Repeat("x", 900)}
		}), alert.Options{})
	}},
	{"an action of 64,000 bytes", func(m *meter) {
		m.plan(list{object{"type": "slack", "channel": "#a", "note": strings.Repeat("<", policy.MaxActionText-100)}}, alert.Options{})
	}},
}

// plan plans, checks, sums up and renders the alerts of a step with actions.
func (m *meter) plan(actions list, options alert.Options) {
	m.t.Helper()
	cfg, engine := m.compile(object{"policies": list{object{
		"id": "p", "targets": object{"resolution": "1h"}, "escalations": list{object{"at": "breach", "every": "1m", "times": 1000, "do": actions}},
	}}})
	result, err := engine.EvaluateAt(sla.Issue{ID: "I", CreatedAt: created}, created.AddDate(0, 1, 0))
	if err != nil {
		m.t.Fatal(err)
	}
	var planner *alert.Planner
	m.do("alert.New", func() (err error) { planner, err = alert.New(cfg, options); return err })
	fields := make(map[string]string)
	for i := range 1000 {
		fields[id("field", i)] = title
	}
	about := alert.Issue{ID: "I", Title: title, URL: "https://example.com/" + title, Fields: fields}
	var all []alert.Alert
	for _, t := range result.Transitions {
		if t.Kind == sla.KindEscalated && len(all) == 0 {
			m.do("Planner.Alerts", func() (err error) { all, err = planner.Alerts(context.Background(), t, about, result); return err })
		}
	}
	m.do("Planner.Check", func() error { planner.Check(all[0], result, created.AddDate(0, 1, 0)); return nil })
	m.render(all[0])
	if len(encode(all[0].Action)) > 4<<10 || len(all[0].Recipients) > 0 {
		return // 10,000 of them are more than 10,000 alerts
	}
	storm := make([]alert.Alert, 10_000)
	for i := range storm {
		storm[i] = all[0]
		storm[i].ID, storm[i].Issue.ID = id("a", i), id("I", i)
	}
	var digest []alert.Alert
	m.do("Limit.Digest", func() error { digest = alert.Limit{Alerts: 1, Per: time.Hour}.Digest(storm); return nil })
	m.render(digest[1])
}

// render renders all messages of an alert.
func (m *meter) render(a alert.Alert) {
	m.t.Helper()
	renderer := alert.Renderer{From: "desk@example.com"}
	m.do("Renderer.Slack", func() error { _, err := renderer.Slack(a); return err })
	m.do("Renderer.Webhook", func() error { _, err := renderer.Webhook(a); return err })
	if a.Recipients == nil {
		a.Recipients = []alert.Recipient{{Email: "ann@example.com"}}
	}
	m.do("Renderer.Email", func() error { _, err := renderer.Email(a); return err })
}
