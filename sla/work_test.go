package sla_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// dear returns a configuration that compares 200 texts with a large regular expression, and
// attributes with all of these texts.
func dear() (cfg *policy.Config, texts func(string) map[string]any) {
	cfg = openOnly()
	var parts []policy.Condition
	for i := range 200 {
		parts = append(parts, policy.If(fmt.Sprint("text", i), policy.Matches, "(a?){200}b"))
	}
	cfg.Policies[0].When = new(policy.Not(policy.Any(parts...)))
	return cfg, func(text string) map[string]any {
		all := make(map[string]any)
		for i := range parts {
			all[fmt.Sprint("text", i)] = text
		}
		return all
	}
}

func TestWorkIsLimited(t *testing.T) {
	at := instant("2024-03-11T13:00:00Z")
	long := strings.Repeat("a", policy.MaxText)
	cfg, texts := dear()
	issue := sla.Issue{ID: "ISS-1", CreatedAt: at, Attributes: texts(long)}
	engine := newEngine(t, cfg)
	if _, err := engine.EvaluateAt(issue, at); !errors.Is(err, sla.ErrTooMuchWork) {
		t.Errorf("EvaluateAt: %v, want ErrTooMuchWork", err)
	}
	if _, err := engine.ExplainAt(issue, at); !errors.Is(err, sla.ErrTooMuchWork) {
		t.Errorf("Explain: %v, want ErrTooMuchWork", err)
	}

	// The limit is per evaluation, and an event that exceeds it leaves the track unchanged.
	issue.Attributes = texts("aab")
	evaluate(t, engine, issue, at)
	track, _, err := engine.Track(issue)
	if err != nil {
		t.Fatal(err)
	}
	before, _ := track.MarshalJSON()
	if _, err := track.Apply(sla.Event{At: at.Add(time.Hour), Type: sla.Update, Set: texts(long)}); !errors.Is(err, sla.ErrTooMuchWork) {
		t.Errorf("Apply: %v, want ErrTooMuchWork", err)
	}
	if after, _ := track.MarshalJSON(); !bytes.Equal(before, after) {
		t.Errorf("the track became\n%s, it was\n%s", after, before)
	}
	if _, err := track.Apply(sla.Event{At: at.Add(time.Hour), Type: sla.Update, Set: texts("aaab")}); err != nil {
		t.Error(err)
	}
}

// The limit of work is for all events together, whatever takes the work: a few events are
// accepted, and as many as an issue may have are refused.
func TestWorkIsLimitedForAllEventsTogether(t *testing.T) {
	at := instant("2024-03-11T13:00:00Z")
	end := at.Add(1e6 * time.Minute)
	// toggling sets a field to two values alternately.
	toggling := func(field, one, other string) func(n int) sla.Issue {
		return func(n int) sla.Issue {
			issue := sla.Issue{CreatedAt: at}
			for i := range n {
				issue.Events = append(issue.Events, sla.SetAttribute(field, []string{one, other}[i%2], at.Add(time.Duration(i)*time.Minute)))
			}
			return issue
		}
	}
	// statusesThenTargets changes between a status and "new", all at one instant, and then sets q, which
	// chooses other targets.
	statusesThenTargets := func(status string) func(n int) sla.Issue {
		return func(n int) sla.Issue {
			issue := sla.Issue{CreatedAt: at, Attributes: map[string]any{"q": "0"}}
			for i := range n {
				e := sla.SetAttribute("status", []string{status, "new"}[i%2], at)
				if k := i - n*7/10; k >= 0 {
					e = sla.SetAttribute("q", fmt.Sprint(k%990), at.Add(2*time.Hour+time.Duration(k)))
				}
				issue.Events = append(issue.Events, e)
			}
			return issue
		}
	}
	many := func(prefix string, n int) (texts []string) {
		for i := range n {
			texts = append(texts, fmt.Sprint(prefix, i))
		}
		return texts
	}
	// policies returns a configuration of n policies, each changed by edit.
	policies := func(n int, edit func(i int, p *policy.Policy)) *policy.Config {
		cfg := openOnly()
		cfg.Statuses["wait"] = policy.Pending
		cfg.Policies = nil
		for i := range n {
			p := policy.Policy{ID: fmt.Sprint(i), Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}}
			edit(i, &p)
			cfg.Policies = append(cfg.Policies, p)
		}
		return cfg
	}
	// onA holds if the field a exists and c holds, so it is evaluated whenever a changes.
	onA := func(c policy.Condition) *policy.Condition {
		return new(policy.All(policy.If("a", policy.Exists, nil), c))
	}

	tests := map[string]struct {
		cfg    *policy.Config
		few    int // events
		events func(n int) sla.Issue
	}{
		"comparisons": {
			policies(500, func(_ int, p *policy.Policy) {
				p.When = new(policy.All(policy.If("a", policy.Eq, []string{"x"}), policy.If("a", policy.Gt, 1)))
			}), 1000, toggling("a", "v", "w"),
		},
		"lists among lists": {
			policies(1, func(_ int, p *policy.Policy) {
				var lists []any
				for i := range 39 {
					lists = append(lists, append(many("t", 999), fmt.Sprint("last", i)))
				}
				p.When = onA(policy.If("big", policy.NotIn, lists))
			}), 100, func(n int) sla.Issue {
				issue := toggling("a", "v", "w")(n)
				issue.Attributes = map[string]any{"a": "v", "big": append(many("t", 999), "other")}
				return issue
			},
		},
		"texts among many": {
			policies(1, func(_ int, p *policy.Policy) {
				p.When = onA(policy.Not(policy.If("big", policy.ContainsAny, many("q", 900))))
			}), 100, func(n int) sla.Issue {
				issue := toggling("a", "v", "w")(n)
				issue.Attributes = map[string]any{"a": "v", "big": many("t", 1000)}
				return issue
			},
		},
		"parts of a text": {
			policies(1, func(_ int, p *policy.Policy) {
				p.When = onA(policy.Any(policy.If("big", policy.Contains, "y"), policy.If("big", policy.Contains, "z")))
			}), 10_000, func(n int) sla.Issue {
				issue := toggling("a", "v", "w")(n)
				issue.Attributes = map[string]any{"a": "v", "big": strings.Repeat("x", policy.MaxText)}
				return issue
			},
		},
		"the index": {
			policies(1000, func(i int, p *policy.Policy) {
				p.When = new(policy.If(fmt.Sprint("f", i), policy.Eq, "yes"))
			}), 1000, toggling("f0", "v", "w"),
		},
		"pauses": {
			policies(100, func(i int, p *policy.Policy) {
				for k, metric := range []string{policy.FirstResponse, policy.NextResponse, policy.Resolution, policy.AgentWork} {
					target := policy.Within(time.Hour)
					target.Pause = new(policy.If("status_category", policy.Eq, fmt.Sprint(i, "-", k)))
					p.Targets[metric] = target
				}
			}), 1000, toggling("status", "new", "wait"),
		},
		"triggers": {
			policies(1, func(_ int, p *policy.Policy) {
				for i := range 2 {
					p.Targets[fmt.Sprint("m", i)] = policy.Within(time.Hour)
				}
			}), 1000, toggling("a", "v", "w"),
		},
		"accounts": {
			policies(40, func(i int, p *policy.Policy) {
				p.When = new(policy.If("p", policy.Eq, fmt.Sprint(i)))
				values := make(map[string]time.Duration)
				for k := range 990 {
					values[fmt.Sprint(k)] = time.Duration(1 + 1000*i + k)
				}
				p.Targets[policy.Resolution] = policy.WithinBy("q", values, 0)
			}), 1000, func(n int) sla.Issue {
				issue := sla.Issue{CreatedAt: at, Attributes: map[string]any{"p": "0", "q": "5"}}
				for i := range n {
					issue.Events = append(issue.Events, sla.Event{At: at.Add(time.Duration(i+1) * time.Minute), Type: sla.Update,
						Set: map[string]any{"p": fmt.Sprint(i / 990 % 40), "q": fmt.Sprint(i % 990)}})
				}
				return issue
			},
		},
		"changes of pauses": {
			policies(100, func(i int, p *policy.Policy) {
				target := policy.Within(time.Hour)
				target.Pause = new(policy.If("status_category", policy.In, []string{string(policy.Pending), fmt.Sprint(i)}))
				p.Targets[policy.Resolution] = target
			}), 1000, toggling("status", "new", "wait"),
		},
		"changes at one instant": {
			policies(1, func(_ int, p *policy.Policy) {
				p.Targets[policy.Resolution] = policy.WithinBy("q", numbered(990, func(k int) time.Duration { return time.Duration(1 + k) }), 0)
			}), 1000, statusesThenTargets("wait"),
		},
		"stops at one instant": {
			policies(1, func(_ int, p *policy.Policy) {
				p.Targets[policy.Resolution] = policy.WithinBy("q", numbered(990, func(k int) time.Duration { return time.Duration(1 + k) }), 0)
			}), 1000, statusesThenTargets("done"),
		},
		"allowances": {
			policies(1, func(_ int, p *policy.Policy) {
				p.Targets[policy.Resolution] = policy.WithinBy("q", numbered(990, func(k int) time.Duration { return time.Duration(1 + k) }), 0)
			}), 25_000, func(n int) sla.Issue {
				issue := sla.Issue{CreatedAt: at, Attributes: map[string]any{"q": "0"}}
				for i := range n {
					issue.Events = append(issue.Events, sla.SetAttribute("q", fmt.Sprint(i%990), at.Add(time.Duration(i+1)*time.Minute)))
				}
				return issue
			},
		},
		"clocks of each policy": {
			policies(100, func(_ int, p *policy.Policy) {
				p.Targets[policy.FirstResponse], p.Targets[policy.NextResponse] = policy.Within(time.Hour), policy.Within(time.Hour)
			}), 1000, func(n int) sla.Issue {
				issue := sla.Issue{CreatedAt: at}
				for i := range n {
					issue.Events = append(issue.Events, sla.MessageFrom(sla.Agent, at.Add(time.Duration(i)*time.Minute)))
				}
				return issue
			},
		},
		"business days": {
			policies(50, func(_ int, p *policy.Policy) {
				p.Schedule = policy.Use("closed for good")
				p.Targets[policy.Resolution] = policy.Target{BusinessDays: &policy.BusinessDays{}}
			}), 100, func(n int) sla.Issue {
				issue := sla.Issue{CreatedAt: at}
				for i := range n {
					issue.Events = append(issue.Events, sla.NoteBy("ann", at.Add(time.Duration(i)*time.Minute)))
				}
				return issue
			},
		},
	}
	pulling := tests["triggers"].cfg
	days := tests["business days"].cfg
	days.OnChange, days.Match = policy.Restart, policy.MatchFirstPerMetric
	days.Schedules = []businesshours.Schedule{{Name: "closed for good", TimeZone: "UTC", Exceptions: map[string][]string{"2020-01-01": {"09:00-17:00"}}}}
	tests["clocks of each policy"].cfg.Match = policy.MatchEach
	pulling.Metrics = make(map[string]policy.Metric)
	metric := policy.Metric{Start: []policy.Trigger{{On: "custom:never"}}}
	for range 200 {
		metric.Start = append(metric.Start, policy.Trigger{On: "set:a", If: new(policy.If("status_category", policy.Eq, "hold"))})
	}
	for i := range 2 {
		pulling.Metrics[fmt.Sprint("m", i)] = metric
	}

	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			engine := newEngine(t, tt.cfg)
			if _, err := engine.EvaluateAt(tt.events(tt.few), end); err != nil {
				t.Error(err)
			}
			if _, err := engine.EvaluateAt(tt.events(sla.MaxEvents), end); !errors.Is(err, sla.ErrTooMuchWork) {
				t.Errorf("%v, want ErrTooMuchWork", err)
			}
			if name == "business days" {
				return // business days are computed for every event
			}
			if _, err := engine.EvaluateAt(toggling("nothing-reads-it", "v", "w")(sla.MaxEvents), end); err != nil {
				t.Errorf("of a field that nothing reads: %v", err)
			}
		})
	}
}

// Explanations are limited too. Recording why each pause condition holds is more work than
// evaluating it.
func TestWorkOfExplainingIsLimited(t *testing.T) {
	at := instant("2024-03-11T13:00:00Z")
	cfg := openOnly()
	cfg.Statuses["wait"] = policy.Pending
	cfg.Policies = nil
	for i := range 1000 {
		target := policy.Within(time.Hour)
		target.Pause = new(policy.If("status_category", policy.Eq, fmt.Sprint(i)))
		cfg.Policies = append(cfg.Policies, policy.Policy{ID: fmt.Sprint(i), Targets: map[string]policy.Target{policy.Resolution: target}})
	}
	engine := newEngine(t, cfg)
	issue := sla.Issue{CreatedAt: at}
	for i := range 1000 {
		issue.Events = append(issue.Events, sla.SetAttribute("status", []string{"new", "wait"}[i%2], at.Add(time.Duration(i)*time.Minute)))
	}
	if _, err := engine.EvaluateAt(issue, at); err != nil {
		t.Error(err)
	}
	if _, err := engine.ExplainAt(issue, at.Add(1e6*time.Minute)); !errors.Is(err, sla.ErrTooMuchWork) {
		t.Errorf("%v, want ErrTooMuchWork", err)
	}
	issue.Events = issue.Events[:10]
	if _, err := engine.ExplainAt(issue, at.Add(1e6*time.Minute)); err != nil {
		t.Error(err)
	}
}

// The issue that the documentation of [sla.MaxWork] describes fits, even if every event causes
// all policies to be evaluated.
func TestAHundredThousandEventsFit(t *testing.T) {
	cfg := openOnly()
	cfg.Policies = nil
	for i := range 100 {
		cfg.Policies = append(cfg.Policies, policy.Policy{ID: fmt.Sprint(i), When: new(policy.If("seats", policy.Gt, i)), Targets: map[string]policy.Target{
			policy.FirstResponse: policy.Within(time.Hour), policy.NextResponse: policy.Within(time.Hour), policy.Resolution: policy.Within(time.Hour)}})
	}
	engine := newEngine(t, cfg)
	issue := sla.Issue{CreatedAt: instant("2024-03-11T13:00:00Z")}
	for i := range sla.MaxEvents {
		issue.Events = append(issue.Events, sla.SetAttribute("seats", -i%2, issue.CreatedAt.Add(time.Duration(i)*time.Minute)))
	}
	if _, err := engine.EvaluateAt(issue, issue.Events[sla.MaxEvents-1].At); err != nil {
		t.Error(err)
	}
}

// Events that do not affect a clock are little work: many policies under policy.MatchEach can
// have as many events as an issue may have.
func TestEventsThatDoNotMatterAreLittleWork(t *testing.T) {
	cfg := manyPolicies(20)
	cfg.Match = policy.MatchEach
	for i := range cfg.Policies {
		cfg.Policies[i].When = nil
	}
	engine := newEngine(t, cfg)
	issue := sla.Issue{CreatedAt: instant("2024-03-11T13:00:00Z")}
	for i := range sla.MaxEvents {
		issue.Events = append(issue.Events, sla.MessageFrom(sla.Agent, issue.CreatedAt.Add(time.Duration(i)*time.Minute)))
	}
	if _, err := engine.EvaluateAt(issue, issue.Events[sla.MaxEvents-1].At); err != nil {
		t.Error(err)
	}
}

// Of several texts that a policy needs, it is found by the one that the fewest others need: here
// by its customer, and not by the priority. So a thousand policies are as little work as one.
func TestPoliciesAreFoundByTheirRarestNeed(t *testing.T) {
	cfg := openOnly()
	cfg.Policies = nil
	for i := range 1000 {
		cfg.Policies = append(cfg.Policies, policy.Policy{ID: fmt.Sprint(i), When: new(policy.All(
			policy.If("priority", policy.Eq, "high"), policy.If("customer", policy.Eq, fmt.Sprint("c", i)), policy.If("seats", policy.Gt, i))),
			Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}})
	}
	engine := newEngine(t, cfg)
	issue := sla.Issue{CreatedAt: instant("2024-03-11T13:00:00Z"), Attributes: map[string]any{"priority": "high", "customer": "c999", "seats": 1000}}
	for i := range sla.MaxEvents {
		issue.Events = append(issue.Events, sla.SetAttribute("seats", 1000+i%2, issue.CreatedAt.Add(time.Duration(i)*time.Minute)))
	}
	if c := mustClock(t, evaluate(t, engine, issue, issue.Events[sla.MaxEvents-1].At)); c.Policy != "999" {
		t.Errorf("policy %s, want 999", c.Policy)
	}
}

// A regular expression is matched against a text once, however often conditions need the result.
func TestARegularExpressionIsMatchedOnce(t *testing.T) {
	at := instant("2024-03-11T13:00:00Z")
	cfg := openOnly()
	cfg.Policies[0].When = new(policy.All(policy.If("a", policy.Exists, nil), policy.If("subject", policy.Matches, `(?i)\b(urgent|asap|emergency|critical|outage|down)\b`)))
	engine := newEngine(t, cfg)
	issue := sla.Issue{CreatedAt: at, Attributes: map[string]any{"subject": strings.Repeat("the printer is on fire ", 44), "a": "0"}}
	for i := range 20_000 {
		issue.Events = append(issue.Events, sla.SetAttribute("a", fmt.Sprint(i%2), at.Add(time.Duration(i)*time.Minute)))
	}
	if r := evaluate(t, engine, issue, at.Add(24*time.Hour)); len(r.Clocks) != 0 {
		t.Errorf("got %v", r.Clocks)
	}
	issue.Events = append(issue.Events, sla.SetAttribute("subject", "the printer is DOWN", at.Add(time.Hour)), sla.SetAttribute("subject", "it is up", at.Add(2*time.Hour)))
	r := evaluate(t, engine, issue, at.Add(24*time.Hour))
	if len(r.Clocks) != 1 || r.Clocks[0].State != sla.Released || len(r.Transitions) != 3 || !r.Transitions[2].At.Equal(at.Add(2*time.Hour)) {
		t.Errorf("got %v, %v", r.Clocks, r.Transitions)
	}
}

// A clock that was paused, or stopped and reopened, very often may be counted again for another
// target: each part of its past is looked at once.
func TestALongPastMayBeCountedAgain(t *testing.T) {
	cfg := openOnly()
	cfg.Statuses["wait"] = policy.Pending
	cfg.Policies[0].Targets[policy.Resolution] = policy.WithinBy("q", map[string]time.Duration{"short": time.Hour}, 87_600*time.Hour)
	engine := newEngine(t, cfg)
	for _, status := range []string{"wait", "done"} {
		issue := sla.Issue{CreatedAt: instant("2024-03-11T13:00:00Z")}
		at := issue.CreatedAt
		for i := range 20_000 {
			at = at.Add(time.Minute)
			issue.Events = append(issue.Events, sla.SetAttribute("status", []string{status, "new"}[i%2], at))
		}
		issue.Events = append(issue.Events, sla.SetAttribute("q", "short", at))
		// It runs in every other minute, so an hour has passed after the sixtieth of them.
		c := mustClock(t, evaluate(t, engine, issue, at))
		if want := issue.CreatedAt.Add(119 * time.Minute); c.Elapsed != 10_000*time.Minute || !c.DueAt.Equal(want) {
			t.Errorf("%s: got %v, want one that was due at %v", status, c, want)
		}
	}
}

// A clock may change very often between very many schedules.
func TestAClockMayChangeItsScheduleOften(t *testing.T) {
	const schedules = 900
	cfg := onSchedules(hostileSchedules(schedules), time.Hour)
	delete(cfg.Policies[0].Targets, policy.AgentWork)
	issue := sla.Issue{CreatedAt: hostileStart, Attributes: map[string]any{"s": "0"}}
	for i := range 25_000 {
		issue.Events = append(issue.Events, sla.SetAttribute("s", fmt.Sprint(i%schedules), hostileStart.Add(time.Duration(i)*time.Second)))
	}
	now := hostileStart.Add(7 * time.Hour) // 25,000 seconds are less
	if c := mustClock(t, evaluate(t, newEngine(t, cfg), issue, now)); c.Schedule != fmt.Sprint("s", 24_999%schedules) {
		t.Errorf("on %s", c.Schedule)
	}
}
