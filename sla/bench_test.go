package sla_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// manyPolicies returns a configuration with n policies, each with a condition of one equality,
// and with three metrics, pauses and escalations.
func manyPolicies(n int) *policy.Config {
	cfg := &policy.Config{
		Schedules: []businesshours.Schedule{{Name: "desk", TimeZone: "America/New_York",
			Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}, Holidays: []businesshours.Holiday{{Calendar: "us"}}}},
	}
	for i := range n {
		cfg.Policies = append(cfg.Policies, policy.Policy{
			ID:       fmt.Sprint("p", i),
			When:     new(policy.If("customer", policy.Eq, fmt.Sprint("c", i))),
			Schedule: policy.Use("desk"),
			Targets: map[string]policy.Target{
				policy.FirstResponse: policy.WithinBy("priority", map[string]time.Duration{"urgent": time.Hour, "high": 2 * time.Hour}, 4*time.Hour),
				policy.NextResponse:  policy.Within(4 * time.Hour),
				policy.Resolution:    policy.WithinBy("priority", map[string]time.Duration{"urgent": 8 * time.Hour, "high": 16 * time.Hour}, 40*time.Hour),
			},
			Escalations: policy.Steps(policy.Escalation{At: "75%"}, policy.Escalation{At: "30m before"}, policy.Escalation{At: "breach"}, policy.Escalation{At: "2h after"}),
		})
	}
	return cfg
}

// life returns an issue with n events.
func life(n, customer int) sla.Issue {
	at := time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	issue := sla.Issue{ID: "ISS-1", CreatedAt: at, Attributes: map[string]any{
		"customer": fmt.Sprint("c", customer), "priority": "normal", "channel": "email", "subject": "printer on fire"}}
	for i := range n {
		at = at.Add(37 * time.Minute)
		var e sla.Event
		switch i % 8 {
		case 0, 4:
			e = sla.MessageFrom(sla.Agent, at)
		case 1:
			e = sla.SetAttribute("status", "pending", at)
		case 2, 6:
			e = sla.MessageFrom(sla.Customer, at)
		case 3:
			e = sla.SetAttribute("status", "open", at)
		case 5:
			e = sla.NoteBy("ann", at)
		case 7:
			e = sla.SetAttribute("priority", []string{"high", "normal"}[i/8%2], at)
		}
		issue.Events = append(issue.Events, e)
	}
	return issue
}

// A new result allocates its two slices only, and a reused result nothing.
func TestEvaluationAllocatesOnlyItsResult(t *testing.T) {
	engine, err := sla.New(manyPolicies(20), sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	issue := life(20, 7)
	now := issue.CreatedAt.Add(13 * time.Hour)
	inDays := manyPolicies(20)
	for i := range inDays.Policies {
		inDays.Policies[i].Targets[policy.Resolution] = policy.Target{BusinessDays: &policy.BusinessDays{Days: 3}}
		inDays.Policies[i].Targets[policy.NextResponse] = policy.Target{BusinessDays: &policy.BusinessDays{Days: 1, At: "12:00"}}
	}
	engineInDays, err := sla.New(inDays, sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var reused sla.Result
	for name, tt := range map[string]struct {
		most float64
		call func() error
	}{
		"EvaluateAt": {3, func() error {
			_, err := engine.EvaluateAt(issue, now)
			return err
		}},
		"EvaluateInto":                {0, func() error { return engine.EvaluateInto(&reused, issue, now) }},
		"EvaluateInto, business days": {0, func() error { return engineInDays.EvaluateInto(&reused, issue, now) }},
	} {
		// The garbage collector may empty the pool of folds at any time, so the best of
		// several measurements counts.
		least := math.Inf(1)
		for range 5 {
			least = min(least, testing.AllocsPerRun(100, func() {
				if err := tt.call(); err != nil {
					t.Fatal(err)
				}
			}))
		}
		if least > tt.most && !raceDetector {
			t.Errorf("%s allocates %v times, want at most %v", name, least, tt.most)
		}
	}
}

// BenchmarkDecode decodes issues from JSON. For comparison it also decodes them with
// encoding/json into a plain struct, without checks.
func BenchmarkDecode(b *testing.B) {
	issue := life(20, 7)
	data, err := json.Marshal(issue)
	if err != nil {
		b.Fatal(err)
	}
	type event struct {
		At                                              time.Time
		Type, ID, From, By, Team, Channel, Name, Reason string
		Set                                             map[string]any
	}
	type plain struct {
		ID         string
		CreatedAt  time.Time `json:"created_at"`
		CreatedBy  string    `json:"created_by"`
		Attributes map[string]any
		Events     []event
	}
	b.Run("by=punctual", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			var i sla.Issue
			if err := i.UnmarshalJSON(data); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("by=encoding-json", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			var i plain
			if err := json.Unmarshal(data, &i); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	engine, err := sla.New(manyPolicies(20), sla.Options{})
	if err != nil {
		b.Fatal(err)
	}
	issue := life(20, 7)
	result, err := engine.EvaluateAt(issue, issue.CreatedAt.Add(13*time.Hour))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	var text []byte
	for b.Loop() {
		text = result.AppendJSON(text[:0])
	}
	b.SetBytes(int64(len(text)))
}

func BenchmarkNew(b *testing.B) {
	for _, n := range []int{1, 20, 1000} {
		cfg := manyPolicies(n)
		b.Run(fmt.Sprintf("policies=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := sla.New(cfg, sla.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkEvaluate(b *testing.B) {
	for _, n := range []int{1, 20, 1000, 10000} {
		b.Run(fmt.Sprintf("events=%d", n), func(b *testing.B) { benchmarkEvaluate(b, manyPolicies(20), n) })
	}
	for _, n := range []int{1, 10, 100, 1000} {
		b.Run(fmt.Sprintf("policies=%d", n), func(b *testing.B) { benchmarkEvaluate(b, manyPolicies(n), 20) })
	}
	for _, n := range []int{10, 1000} {
		cfg := manyPolicies(n)
		for i := range cfg.Policies {
			cfg.Policies[i].When = new(policy.If("customer", policy.In, []string{fmt.Sprint("c", i), fmt.Sprint("d", i)}))
		}
		b.Run(fmt.Sprintf("policies=%d,in", n), func(b *testing.B) { benchmarkEvaluate(b, cfg, 20) })
	}
}

func benchmarkEvaluate(b *testing.B, cfg *policy.Config, events int) {
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		b.Fatal(err)
	}
	issue := life(events, len(cfg.Policies)-1)
	now := issue.CreatedAt.Add(time.Duration(events+1) * 37 * time.Minute)
	b.Run("EvaluateAt", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := engine.EvaluateAt(issue, now); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("EvaluateInto", func(b *testing.B) {
		b.ReportAllocs()
		var r sla.Result
		for b.Loop() {
			if err := engine.EvaluateInto(&r, issue, now); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkTrack applies events one at a time, each to the stored state after the previous one.
// It also stores, restores and reads tracks.
func BenchmarkTrack(b *testing.B) {
	engine, err := sla.New(manyPolicies(20), sla.Options{})
	if err != nil {
		b.Fatal(err)
	}
	issue := life(10_000, 7)
	events := issue.Events
	issue.Events = nil
	track, _, err := engine.Track(issue)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("Apply", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i = (i + 1) % len(events) {
			if i == 0 {
				if track, _, err = engine.Track(issue); err != nil {
					b.Fatal(err)
				}
			}
			if _, err := track.Apply(events[i]); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("ResultAt", func(b *testing.B) {
		b.ReportAllocs()
		now := events[len(events)-1].At
		for b.Loop() {
			if _, err := track.ResultAt(now); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("store", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := track.MarshalJSON(); err != nil {
				b.Fatal(err)
			}
		}
	})
	text, err := track.MarshalJSON()
	if err != nil {
		b.Fatal(err)
	}
	b.Run("restore", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := engine.Restore(text); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkExplain explains an issue, and evaluates it for comparison.
func BenchmarkExplain(b *testing.B) {
	engine, err := sla.New(manyPolicies(20), sla.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{20, 1000} {
		issue := life(n, 7)
		now := issue.CreatedAt.Add(time.Duration(n+1) * 37 * time.Minute)
		b.Run(fmt.Sprintf("events=%d/EvaluateAt", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := engine.EvaluateAt(issue, now); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("events=%d/Explain", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := engine.ExplainAt(issue, now); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkSummary sums up an issue, and evaluates it for comparison.
func BenchmarkSummary(b *testing.B) {
	engine, err := sla.New(manyPolicies(20), sla.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{20, 1000} {
		issue := life(n, 7)
		now := issue.CreatedAt.Add(time.Duration(n+1) * 37 * time.Minute)
		b.Run(fmt.Sprintf("events=%d/EvaluateAt", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := engine.EvaluateAt(issue, now); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("events=%d/SummaryAt", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := engine.SummaryAt(issue, now); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
