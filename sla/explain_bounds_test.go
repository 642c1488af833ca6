package sla_test

import (
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// quarterHours is a schedule that opens 96 times a day.
func quarterHours() businesshours.Schedule {
	var day []string
	for i := range 96 {
		day = append(day, fmt.Sprintf("%02d:%02d-%02d:%02d:30", i/4, i%4*15, i/4, i%4*15+7))
	}
	return businesshours.Schedule{Name: "quarters", TimeZone: "America/New_York", Weekly: businesshours.Weekly{"mon-sun": day}}
}

// allocated returns how many bytes f allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// countSegments returns how many segments the clocks have, in all and of SegmentHours.
func countSegments(x *sla.Explanation) (all, hours int) {
	for i := range x.Clocks {
		for _, s := range x.Clocks[i].Segments {
			all++
			if s.Kind == sla.SegmentHours {
				hours++
			}
		}
	}
	return all, hours
}

// An explanation is bounded in segments and memory, or is refused, for whatever is evaluated.
func TestExplanationsAreBounded(t *testing.T) {
	start := instant("2024-03-04T09:00:00Z")
	changes := func(n int, field, a, b string) (events []sla.Event) {
		for i := range n {
			events = append(events, sla.SetAttribute(field, []string{a, b}[i%2], start.Add(time.Duration(i)*time.Minute)))
		}
		return events
	}
	long := sla.Issue{ID: "I", CreatedAt: start}
	for at := start; at.Before(start.AddDate(60, 0, 0)); at = at.AddDate(0, 0, 700) {
		long.Events = append(long.Events, sla.SetAttribute("status", "pending", at), sla.SetAttribute("status", "open", at.Add(time.Minute)))
	}
	office := businesshours.Schedule{Name: "office", TimeZone: "America/New_York", Weekly: businesshours.Weekly{"mon-fri": {"09:00-12:00", "13:00-17:00"}}}
	config := func(policies int, targets ...string) *policy.Config {
		cfg := &policy.Config{Schedules: []businesshours.Schedule{quarterHours(), office}, Match: policy.MatchEach}
		for i := range policies {
			p := policy.Policy{ID: fmt.Sprint("p", i), Schedule: policy.Use("office"), Targets: make(map[string]policy.Target)}
			for _, name := range targets {
				p.Targets[name] = policy.WithinBy("priority", map[string]time.Duration{"high": time.Hour}, 16*time.Hour)
			}
			cfg.Policies = append(cfg.Policies, p)
		}
		return cfg
	}
	quarters := config(1, policy.Resolution)
	quarters.Policies[0].Schedule = policy.Use("quarters")
	talk := sla.Issue{CreatedAt: start}
	for i := range 8000 {
		talk.Events = append(talk.Events, sla.MessageFrom([]sla.Party{sla.Customer, sla.Agent}[i%2], start.Add(time.Duration(i)*time.Minute)))
	}
	for name, tt := range map[string]struct {
		config *policy.Config
		issue  sla.Issue
		now    time.Time
		most   int // segments
		refuse bool
	}{
		"open 96 times a day for 60 years":  {quarters, long, start.AddDate(60, 0, 0), 2100, false},
		"a thousand policies for two years": {config(1000, policy.Resolution, policy.AgentWork, policy.RequesterWait), sla.Issue{CreatedAt: start}, start.AddDate(2, 0, 0), 50_000, false},
		"20,000 changes of the status":      {config(1, policy.Resolution), sla.Issue{CreatedAt: start, Events: changes(20_000, "status", "pending", "open")}, start.AddDate(0, 6, 0), 23_000, false},
		"100,000 changes of the status":     {config(1, policy.Resolution), sla.Issue{CreatedAt: start, Events: changes(100_000, "status", "pending", "open")}, start.AddDate(0, 6, 0), 0, true},
		"10,000 changes of the target":      {config(1, policy.Resolution), sla.Issue{CreatedAt: start, Events: changes(10_000, "priority", "high", "low")}, start.AddDate(0, 6, 0), 2000, false},
		"8,000 clocks":                      {config(1, policy.NextResponse, policy.PeriodicUpdate), talk, start.AddDate(0, 6, 0), 50_000, false},
	} {
		t.Run(name, func(t *testing.T) {
			engine := newEngine(t, tt.config)
			var x sla.Explanation
			var err error
			bytes := allocated(func() { x, err = engine.ExplainAt(tt.issue, tt.now) })
			if bytes > 64<<20 && !raceDetector {
				t.Errorf("explaining allocates %d MiB, want at most 64", bytes>>20)
			}
			if refused := errors.Is(err, sla.ErrTooMuchWork); refused != tt.refuse || !refused && err != nil {
				t.Fatalf("%v, want to be refused: %v", err, tt.refuse)
			}
			if n, _ := countSegments(&x); n > tt.most {
				t.Errorf("%d segments, want at most %d", n, tt.most)
			}
		})
	}
}

// Stretches of open and closed hours are listed up to a budget, and after it only where they have
// a few parts.
func TestSegmentsAreListedUpToABudget(t *testing.T) {
	engine := newEngine(t, &policy.Config{
		Schedules: []businesshours.Schedule{{Name: "desk", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}}},
		Policies:  []policy.Policy{{ID: "p", Schedule: policy.Use("desk"), Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}}},
	})
	monday := instant("2026-03-09T09:00:00Z")
	days := func(n int) time.Time { return monday.AddDate(0, 0, n) }
	// Open for a week, then paused for a day, then open for two days, paused, and open for a year.
	issue := sla.Issue{CreatedAt: monday, Events: []sla.Event{
		sla.SetAttribute("status", "pending", days(7)), sla.SetAttribute("status", "open", days(8)),
		sla.SetAttribute("status", "pending", days(10)), sla.SetAttribute("status", "open", days(11)),
	}}
	for _, tt := range []struct {
		segments   int // the option
		all, hours int
	}{
		{0, 10 + 1 + 4 + 1 + 2*256, 0},
		{20, 10 + 1 + 4 + 1 + 1, 1},
		{12, 10 + 1 + 1 + 1 + 1, 2},
		{9, 1 + 1 + 4 + 1 + 1, 2},
		{1, 1 + 1 + 1 + 1 + 1, 3},
	} {
		explainer, err := engine.Explainer(sla.ExplainerOptions{Segments: tt.segments})
		if err != nil {
			t.Fatal(err)
		}
		x, err := explainer.ExplainAt(issue, days(371))
		if err != nil {
			t.Fatal(err)
		}
		if all, hours := countSegments(&x); all != tt.all || hours != tt.hours {
			t.Errorf("of at most %d, %d segments, %d of them hours; want %d and %d\n%s", tt.segments, all, hours, tt.all, tt.hours, x)
		}
	}
	few := sla.Issue{CreatedAt: monday}
	explainer, err := engine.Explainer(sla.ExplainerOptions{Segments: 1})
	if err != nil {
		t.Fatal(err)
	}
	x, err := explainer.ExplainAt(few, monday.AddDate(0, 0, 1).Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if all, hours := countSegments(&x); all != 3 || hours != 0 {
		t.Errorf("%d segments of a day, %d of them hours, want 3 that are listed", all, hours)
	}
}

// The year of a clock on 9 to 17 is listed, with its holidays.
func TestAYearIsListed(t *testing.T) {
	engine := newEngine(t, manyPolicies(1))
	issue := life(0, 0)
	x := explain(t, engine, issue, issue.CreatedAt.AddDate(1, 0, 0))
	holidays := 0
	for _, s := range x.Clocks[0].Segments {
		if s.Kind == sla.SegmentHours {
			t.Errorf("%v to %v is not listed", s.From, s.To)
		}
		if s.Kind == sla.SegmentHoliday && s.Holiday == "New Year's Day" && s.From.Equal(instant("2027-01-01T05:00:00Z")) && s.To.Equal(instant("2027-01-02T05:00:00Z")) {
			holidays++
		}
	}
	if holidays != 1 {
		t.Errorf("New Year's Day is told %d times", holidays)
	}
}
