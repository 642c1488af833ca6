package sla

import (
	"bytes"
	"math"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// A state with a valid checksum is refused if no fold could have it.
func TestForgedStatesAreRefused(t *testing.T) {
	engine, err := New(&policy.Config{Policies: []policy.Policy{{
		ID: "p", When: new(policy.If("priority", policy.Eq, "high")),
		Targets:     map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour), policy.Resolution: policy.Within(8 * time.Hour)},
		Escalations: policy.Steps(policy.Escalation{At: "50%"}),
	}, {
		ID: "without a resolution", When: new(policy.If("priority", policy.Eq, "odd")), Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)},
	}}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	nine := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	last := instantOf(nine.Add(3 * time.Hour))
	forge := func(priority string, change func(f *tracked, c *clockState)) error {
		t.Helper()
		track, _, err := engine.Track(Issue{ID: "I", CreatedAt: nine, Attributes: map[string]any{"priority": priority}, Events: []Event{
			SetAttribute("status", "pending", nine.Add(time.Hour)), SetAttribute("status", "open", nine.Add(2*time.Hour)), NoteBy("ann", nine.Add(3*time.Hour)),
		}})
		if err != nil {
			t.Fatal(err)
		}
		f, err := track.load()
		if err != nil {
			t.Fatal(err)
		}
		c := &f.lanes[0].clocks[1] // resolution
		change(f, c)
		track.state, _ = f.pack()
		engine.releaseTracked(f)
		return engine.Bind(track)
	}
	for _, priority := range []string{"high", "low"} {
		if err := forge(priority, func(*tracked, *clockState) {}); err != nil {
			t.Fatalf("%s: what was not changed is refused: %v", priority, err)
		}
	}
	for name, change := range map[string]func(f *tracked, c *clockState){
		"over, with open clocks":         func(f *tracked, c *clockState) { f.over = true },
		"more counted than time passed":  func(f *tracked, c *clockState) { c.base = time.Duration(last-c.start) + 1 },
		"an end that is to come":         func(f *tracked, c *clockState) { c.state, c.ended = stopped, last+1 },
		"an end of an open clock":        func(f *tracked, c *clockState) { c.ended = last },
		"no end of a stopped one":        func(f *tracked, c *clockState) { c.state = stopped },
		"running since before the start": func(f *tracked, c *clockState) { c.since = c.start - 1 },
		"running since what is to come":  func(f *tracked, c *clockState) { c.since = last + 1 },
		"running since never":            func(f *tracked, c *clockState) { c.since = never },
		"paused, and running since":      func(f *tracked, c *clockState) { c.state = paused },
		"released, and running since":    func(f *tracked, c *clockState) { c.state = released },
		"begun before the creation":      func(f *tracked, c *clockState) { c.start, c.settled = f.created-1, f.created-1 },
		"begun after the last event":     func(f *tracked, c *clockState) { c.start, c.settled = last+1, last+1 },
		"a step that the target has not": func(f *tracked, c *clockState) { c.taken = position{time.Hour, firstStep + 1, 0} },
		"a step before the first":        func(f *tracked, c *clockState) { c.taken = position{time.Hour, math.MinInt32, 0} },
		"a state that there is not":      func(f *tracked, c *clockState) { c.state, c.since, c.ended = cancelled+1, never, last },
		"a target of a policy that has none": func(f *tracked, c *clockState) {
			other := *c.applied.target
			other.policy, other.index = 1, 0
			c.applied.target = &other
		},
		"minutes for longer than issues live": func(f *tracked, c *clockState) { c.applied.allowance = (longest/time.Minute + 1) * time.Minute },
		"seconds for longer than issues live": func(f *tracked, c *clockState) { c.applied.allowance = (longest/time.Second + 1) * time.Second },
		"milliseconds for longer than issues live": func(f *tracked, c *clockState) {
			c.applied.allowance = (longest/time.Millisecond + 1) * time.Millisecond
		},
		"nanoseconds for longer than issues live": func(f *tracked, c *clockState) { c.applied.allowance = longest + 1 },
		"created after the last event":            func(f *tracked, c *clockState) { f.created = last + 1 },
		"pauses that are to come":                 func(f *tracked, c *clockState) { f.pauses[1].changes = []instant{last + 1} },
		"responded, which is a text":              func(f *tracked, c *clockState) { f.fields.values[slotResponded] = f.fields.values[slotStatus] },
		"pauses in no order":                      func(f *tracked, c *clockState) { f.pauses[1].changes = []instant{last, last - 1} },
		"running, and never had a target":         func(f *tracked, c *clockState) { c.targeted = false },
		"total of more than time passed": func(f *tracked, c *clockState) {
			c.state, c.since, c.ended, c.total = cancelled, never, last, time.Duration(last-c.start)+1
		},
	} {
		if err := forge("high", change); err != ErrDamaged {
			t.Errorf("%s: got %v, want ErrDamaged", name, err)
		}
	}
	stopUntargeted := func(f *tracked, c *clockState) { c.state, c.ended, c.byStop = stopped, last, true }
	if err := forge("low", stopUntargeted); err != ErrDamaged {
		t.Errorf("stopped, and never had a target: got %v, want ErrDamaged", err)
	}
}

// A fold in the pool keeps nothing that customers wrote.
func TestReleasedFoldsKeepNothing(t *testing.T) {
	engine, err := New(&policy.Config{Policies: []policy.Policy{{
		ID: "p", When: new(policy.If("subject", policy.Exists, nil)), Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)},
	}}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	nine := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	event := CustomEvent("secret", nine)
	event.ID = "secret"
	issue := Issue{ID: "secret", CreatedAt: nine, Attributes: map[string]any{"subject": "secret", "body": "secret"}, Events: []Event{SetAttribute("subject", "secret", nine), event}}
	f := engine.newTracked()
	for range 20 { // attributes come from a map
		var r Result
		if err := f.evaluate(&r, &issue, instantOf(nine)); err != nil {
			t.Fatal(err)
		}
		f.remember(hashID("secret"), instantOf(nine))
		f.pack()
		engine.releaseTracked(f)
		f = engine.newTracked()
	}
	bad := issue
	bad.Attributes = map[string]any{"subject": "secret", "body": "secret", "bad": struct{}{}}
	if err := f.checkHead(&bad); err == nil {
		t.Fatal("an issue with a bad attribute is evaluated")
	}
	if bytes.Contains(f.packed[:cap(f.packed)], []byte("secret")) {
		t.Error("a packed state is kept")
	}
	for _, c := range f.changes[:cap(f.changes)] {
		if c.value.Text != "" {
			t.Errorf("a value is kept: %q", c.value.Text)
		}
	}
	for slot := range f.fields.values {
		if text := f.fields.values[slot].Text; text != "" {
			t.Errorf("a field is kept: %q", text)
		}
	}
	if f.issue != "" || len(f.recent) > 0 || len(f.ids) > 0 {
		t.Errorf("kept: issue %q, recent %v, events %v", f.issue, f.recent, f.ids)
	}
}
