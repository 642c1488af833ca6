package sla_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// An accepted issue is encoded as an equal one, and evaluates without panic. A decoder decodes it
// as UnmarshalJSON does.
func FuzzIssue(f *testing.F) {
	for _, doc := range []string{
		`{"id":"I","created_at":"2024-03-11T13:00:00Z","created_by":"agent","attributes":{"status":"new","n":1.5,"b":true,"tags":["vip"]}}`,
		`{"created_at":"2024-03-11T15:00:00.50+02:00","events":[{"at":"2024-03-11T14:00:00Z","type":"message","from":"customer","needs_reply":false},{"at":"2024-03-11T14:00:00Z","type":"update","set":{"x":null}}]}`,
		`{"events":[{"type":"custom","name":"x"},{"type":"cancel","reason":"\u00e9"}]}`,
		`{"id":"a","id":"b"}`, `{"attributes":{"x":null}}`, `{`, `[]`,
	} {
		f.Add([]byte(doc))
	}
	engine, decoder := newEngine(f, openOnly()), new(sla.Decoder)
	f.Fuzz(func(t *testing.T, doc []byte) {
		if got, want := decoded(decoder.Decode(doc)), unmarshaled(doc); got != want {
			t.Fatalf("a decoder gives\n%s\nwant\n%s", got, want)
		}
		var issue, again sla.Issue
		if json.Unmarshal(doc, &issue) != nil {
			return
		}
		_, _ = engine.EvaluateAt(issue, instant("2024-03-12T13:00:00Z")) // must not panic; it may fail
		text, err := json.Marshal(issue)
		if err != nil {
			return // an instant whose year in UTC does not have four digits
		}
		if err := json.Unmarshal(text, &again); err != nil {
			t.Fatalf("%s is not read again: %v", text, err)
		}
		if second := document(again); second != string(text) {
			t.Fatalf("written\n%s\nthen\n%s", text, second)
		}
	})
}

// fuzzConfigs are the configurations that FuzzEvaluateAt uses.
func fuzzConfigs() (configs []*policy.Config) {
	desk := businesshours.Schedule{Name: "desk", TimeZone: "America/New_York", Weekly: businesshours.Weekly{"mon-fri": {"09:00-12:00", "13:00-17:00"}}}
	steps := []policy.Escalation{{At: "50%"}, {At: "breach", Every: 20 * time.Minute, Times: 3}, {At: "30m before"}}
	levels := policy.WithinBy("priority", map[string]time.Duration{"low": 8 * time.Hour, "high": 4 * time.Hour, "urgent": time.Hour}, 0)
	for _, change := range []policy.OnChange{policy.Recalculate, policy.CarryOver, policy.Restart, policy.Keep} {
		for _, fit := range []policy.ExactFit{policy.AtClose, policy.AtNextOpen} {
			configs = append(configs, &policy.Config{
				Schedules: []businesshours.Schedule{desk}, OnChange: change, ExactFit: fit,
				Match: []policy.Match{policy.MatchFirst, policy.MatchEach}[len(configs)%2],
				Policies: []policy.Policy{{
					ID: "p", When: new(policy.If("team", policy.Ne, "tier2")), Schedule: policy.Use("desk"), Escalations: policy.Steps(steps...),
					Targets: map[string]policy.Target{
						policy.FirstResponse: levels, policy.NextResponse: levels, policy.Resolution: levels, policy.PausableUpdate: levels,
						policy.Assignment: {BusinessDays: &policy.BusinessDays{Days: 1, At: "12:00", Cutoff: "15:00"}},
						policy.Ownership:  policy.Within(time.Hour),
					},
				}, {ID: "q", Targets: map[string]policy.Target{policy.Resolution: levels, policy.RequesterWait: policy.Within(time.Hour)}}},
			})
		}
	}
	return configs
}

// fuzzIssue decodes bytes into an issue. Every two bytes are an event, some quarter hours after
// the previous one.
func fuzzIssue(data []byte) (issue sla.Issue) {
	issue.CreatedAt = instant("2024-03-08T13:00:00Z") // the Friday before clocks change
	issue.Attributes = map[string]any{"priority": "low"}
	at := issue.CreatedAt
	for pair := range slices.Chunk(data, 2) {
		if len(pair) < 2 || len(issue.Events) == 64 {
			break
		}
		at = at.Add(time.Duration(pair[0]%64) * 15 * time.Minute)
		values := map[string][]string{
			"status": {"new", "open", "pending", "on_hold", "resolved", "closed"}, "priority": {"low", "high", "urgent"},
			"team": {"tier1", "tier2"}, "assignee": {"ann", "bo"},
		}
		names := []string{"status", "priority", "team", "assignee"}
		name := names[pair[1]>>2&3]
		var e sla.Event
		switch pair[1] & 3 {
		case 0:
			e = sla.MessageFrom([]sla.Party{sla.Agent, sla.Customer, sla.Bot, sla.ThirdParty}[pair[1]>>2&3], at)
		case 1, 2:
			e = sla.SetAttribute(name, values[name][int(pair[1]>>4)%len(values[name])], at)
		case 3:
			e = sla.NoteBy("ann", at)
			if pair[1] == 255 {
				e = sla.CancelFor("spam", at)
			}
		}
		issue.Events = append(issue.Events, e)
	}
	return issue
}

// Any issue evaluates without panic, gives the same bytes again, and has transitions that are a
// prefix of those as of any later instant.
func FuzzEvaluateAt(f *testing.F) {
	f.Add(uint8(0), uint16(8), []byte{4, 0, 0, 4, 8, 0})
	f.Add(uint8(1), uint16(40), []byte{8, 1, 8, 17, 8, 33, 0, 5, 0, 21})
	f.Add(uint8(5), uint16(999), []byte{16, 65, 16, 1, 0, 4, 63, 24, 63, 255})
	configs := fuzzConfigs()
	var engines []*sla.Engine
	for _, c := range configs {
		engines = append(engines, newEngine(f, c))
	}
	f.Fuzz(func(t *testing.T, which uint8, hours uint16, data []byte) {
		i := int(which) % len(configs)
		issue := fuzzIssue(data)
		now := issue.CreatedAt.Add(time.Duration(hours) * time.Hour)
		r := evaluate(t, engines[i], issue, now)
		again := evaluate(t, engines[i], issue, now)
		if !bytes.Equal(r.AppendJSON(nil), again.AppendJSON(nil)) {
			t.Fatalf("first %s, then %s", document(r), document(again))
		}
		later := evaluate(t, engines[i], issue, now.Add(36*time.Hour)).Transitions
		if len(later) < len(r.Transitions) || !slices.Equal(later[:len(r.Transitions)], r.Transitions) {
			t.Fatalf("%s is no prefix of %s", document(r.Transitions), document(later))
		}
	})
}
