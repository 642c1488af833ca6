package slatest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/sla"
)

// Conservation checks that elapsed and remaining time make up a clock's target, and that the
// elapsed time of a clock that has had one target since its start is the open time between
// its transitions.
//
// It looks up the time zones of schedules with [time.LoadLocation].
func Conservation(t T, c Case) {
	t.Helper()
	set, err := businesshours.Compile(c.Config.Schedules)
	if err != nil {
		t.Fatalf("the schedules are refused: %v\n%s", err, c)
	}
	r := evaluate(t, c.Engine, c.Issue, c.Now)
	for i := range r.Clocks {
		k := &r.Clocks[i]
		if k.Elapsed+k.Remaining != k.Target || k.Elapsed < 0 {
			t.Fatalf("%v elapsed and %v remaining of %v: %s", k.Elapsed, k.Remaining, k.Target, c)
		}
		calendar, ok := set.Calendar(k.Schedule)
		if !ok {
			t.Fatalf("%s counts on the unknown schedule %q: %s", k.Metric, k.Schedule, c)
		}
		if sum, ok := c.counted(r.Transitions, k, calendar); ok && sum != k.Elapsed {
			t.Fatalf("%s %d: elapsed %v, its transitions say %v: %s", k.Metric, k.Cycle, k.Elapsed, sum, c)
		}
	}
}

// counted returns the open time between the transitions of a clock, and false if it had several
// targets or none at times.
func (c *Case) counted(transitions []sla.Transition, k *sla.Clock, calendar *businesshours.Calendar) (sum time.Duration, ok bool) {
	var since time.Time // running
	for _, tr := range transitions {
		if !c.isOf(&tr, k) {
			continue
		}
		switch tr.Kind {
		case sla.KindRetargeted, sla.KindReleased:
			return 0, false
		case sla.KindStarted:
			if !tr.At.Equal(k.StartedAt) {
				return 0, false
			}
			since = tr.At
		case sla.KindResumed, sla.KindReopened:
			if since.IsZero() {
				since = tr.At
			}
		case sla.KindPaused, sla.KindStopped, sla.KindCancelled:
			if !since.IsZero() {
				sum += calendar.Between(since, tr.At)
			}
			since = time.Time{}
		}
	}
	if !since.IsZero() {
		sum += calendar.Between(since, c.Now)
	}
	return sum, true
}

// ThresholdsMonotone checks that while a clock has one target, its steps at a percentage of
// the target take effect in the order of their percentages, and none below 100% after the
// breach.
func ThresholdsMonotone(t T, c Case) {
	t.Helper()
	type target struct {
		metric, policy string
		cycle, seq     int
	}
	last := make(map[target]int)
	breached := make(map[target]bool)
	text, err := json.Marshal(c.Config)
	if err != nil {
		t.Fatalf("%v", err)
	}
	for _, tr := range evaluate(t, c.Engine, c.Issue, c.Now).Transitions {
		of := target{tr.Metric, tr.Policy, tr.Cycle, tr.TargetSeq}
		switch {
		case tr.Kind == sla.KindBreached:
			breached[of] = true
		case tr.Kind != sla.KindEscalated || tr.Repeat > 0:
		default:
			var share int
			if n, _ := fmt.Sscanf(tr.Step, "%d%%", &share); n == 0 || tr.Step != fmt.Sprintf("%d%%", share) {
				continue // a step with a name of its own, or at an amount of time
			}
			if bytes.Contains(text, []byte(`"name":"`+tr.Step+`"`)) {
				continue // a name that looks like a percentage, perhaps of a step that is elsewhere
			}
			if share < last[of] {
				t.Fatalf("%s: %d%% comes after %d%%: %s", tr.Metric, share, last[of], c)
			}
			if last[of] = share; share < 100 && breached[of] {
				t.Fatalf("%s: %d%% comes after the breach: %s", tr.Metric, share, c)
			}
		}
	}
}

// BreachAgreement checks that a running clock is breached if and only if its due instant has
// come.
func BreachAgreement(t T, c Case) {
	t.Helper()
	r := evaluate(t, c.Engine, c.Issue, c.Now)
	for _, k := range r.Clocks {
		due := !k.DueAt.IsZero() && !c.Now.Before(k.DueAt)
		if k.State == sla.Running && k.Breached != due {
			t.Fatalf("due %v, breached %v: %s", k.DueAt, k.Breached, c)
		}
		if k.Breached == k.BreachedAt.IsZero() || k.Breached && k.DueAt.After(k.BreachedAt) {
			t.Fatalf("breached %v at %v, due %v: %s", k.Breached, k.BreachedAt, k.DueAt, c)
		}
	}
}

// UniqueIDs checks that no two transitions of an issue have the same ID.
func UniqueIDs(t T, c Case) {
	t.Helper()
	ids := make(map[string]sla.Transition)
	for _, tr := range evaluate(t, c.Engine, c.Issue, c.Now).Transitions {
		id := tr.ID()
		if before, ok := ids[id]; ok {
			t.Fatalf("%s and %s have one ID: %s", document(before), document(tr), c)
		}
		ids[id] = tr
	}
}
