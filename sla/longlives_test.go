package sla_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/slatest"
)

// Long lives are where tracks settle the past, several times over. The lives here have 80 to 300
// events. An ordinary run has a few of them, PUNCTUAL_DEEP=20000 as many as that.

// checkDeeply checks a law of long lives: n times, or $PUNCTUAL_DEEP times. With -v it says of how
// many.
func checkDeeply(t *testing.T, n int, law func(t *rapid.T, counts map[string]int)) {
	t.Helper()
	checks := flag.Lookup("rapid.checks").Value
	before := checks.String()
	if text := os.Getenv("PUNCTUAL_DEEP"); text != "" {
		deep, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("PUNCTUAL_DEEP: %v", err)
		}
		n = deep
	} else if usual, err := strconv.Atoi(before); err == nil {
		n = min(n, usual)
	}
	if err := checks.Set(strconv.Itoa(n)); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = checks.Set(before) }()
	counts := make(map[string]int)
	defer func() {
		for _, what := range slices.Sorted(maps.Keys(counts)) {
			t.Logf("%d %s", counts[what], what)
		}
	}()
	rapid.Check(t, func(t *rapid.T) { law(t, counts) })
}

// drawLongLife draws a case with 80 to 300 events. Only the last event may be a cancellation.
func drawLongLife(t *rapid.T, config *policy.Config) *world {
	w := drawWorldIn(t, slatest.Domain{MinEvents: 80, MaxEvents: 300, Config: config})
	last := len(w.issue.Events) - 1
	for i := range w.issue.Events {
		if e := &w.issue.Events[i]; e.Type == sla.Cancel && i < last {
			*e = sla.Event{At: e.At, Type: sla.Note, ID: e.ID}
		}
	}
	return w
}

// A track of a long life gives what an evaluation of the whole history gives, also if it settles
// the past after every event.
func TestLongLivesAreTracked(t *testing.T) {
	checkDeeply(t, 50, func(t *rapid.T, counts map[string]int) {
		w := drawLongLife(t, nil)
		if rapid.Bool().Draw(t, "settles always") {
			sla.SettleAlways(w.engine)
		}
		slatest.Incremental(t, slatest.Case{Config: w.config, Engine: w.engine, Issue: w.issue, Now: w.now})
		counts["lives"]++
		counts["events"] += len(w.issue.Events)
		if track, _, err := w.engine.Track(w.issue); err == nil && sla.IsSettled(track) {
			counts["lives with a settled past"]++
		}
	})
}

// inEras returns a configuration that is one of several at a time, as the attribute "era" says.
func inEras(eras []*policy.Config) *policy.Config {
	all := *eras[0]
	all.Policies = nil
	for i, config := range eras {
		for _, p := range config.Policies {
			when := policy.If("era", policy.Eq, fmt.Sprint(i))
			if p.When != nil {
				when = policy.All(when, *p.When)
			}
			p.When = &when
			all.Policies = append(all.Policies, p)
		}
	}
	return &all
}

// drawEras draws configurations that carry over what is counted and differ in their policies. All
// have the same metrics, because a rebase forgets the clocks of others.
func drawEras(t *rapid.T, first *policy.Config) (eras []*policy.Config) {
	metrics := policy.Policy{ID: "all metrics", When: new(policy.If("era", policy.Eq, "never")), Targets: make(map[string]policy.Target)}
	for i := range 2 {
		config := *first
		config.OnChange = policy.CarryOver
		if config.Match == policy.MatchEach {
			config.Match = policy.MatchFirst
		}
		if i > 0 {
			config.Policies = slatest.Policies(first, slatest.Domain{}).Draw(t, "policies of another era")
		}
		config.Policies = slices.Clone(config.Policies)
		for k := range config.Policies {
			p := &config.Policies[k]
			p.ID = fmt.Sprintf("era %d: %s", i, p.ID)
			for name := range p.Targets {
				metrics.Targets[name] = policy.Within(time.Hour)
			}
		}
		eras = append(eras, &config)
	}
	for i, config := range eras {
		metrics.ID = fmt.Sprintf("era %d: all metrics", i)
		config.Policies = append(config.Policies, metrics)
	}
	return eras
}

// To rebase a track is to carry over what was counted. So its clocks with a target in force are
// those of a configuration that carries over and has the policies of both, where an event of that
// instant chooses between them; see exceptAfterRebase.
func TestLongLivesAreRebased(t *testing.T) {
	checkDeeply(t, 15, func(t *rapid.T, counts map[string]int) {
		w := drawLongLife(t, nil)
		eras := drawEras(t, w.config)
		engines := []*sla.Engine{newEngine(t, eras[0]), newEngine(t, eras[1])}
		whole := inEras(eras)
		set, err := businesshours.Compile(whole.Schedules)
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "settles always") {
			sla.SettleAlways(engines[0])
			sla.SettleAlways(engines[1])
		}
		history := clone(w.issue)
		if history.Attributes == nil {
			history.Attributes = make(map[string]any)
		}
		history.Attributes["era"] = "0"
		history.Events = nil
		issue := w.issue
		issue.Events = nil
		track, _, err := engines[0].Track(issue)
		if err != nil {
			t.Fatalf("%v\n%v", err, w)
		}
		era, except := 0, make(map[clockName]bool)
		for _, e := range inOrder(w.issue) {
			history.Events = append(history.Events, e)
			issue.Events = append(issue.Events, e)
			counts["events"]++
			if _, err := track.Apply(e); err != nil {
				t.Fatalf("%v\n%v", err, w)
			}
			at := e.At.Add(time.Duration(rapid.IntRange(1, 1000).Draw(t, "after")))
			if !chance(t, 30, "rebased") || !isQuiet(track, w.issue.Events[len(issue.Events):], at) {
				continue
			}
			before := resultOf(t, track, at)
			era = 1 - era
			history.Events = append(history.Events, sla.SetAttribute("era", fmt.Sprint(era), at))
			if _, err := track.RebaseAt(engines[era], attributesAt(issue, at), at); err != nil {
				t.Fatalf("%v\n%v", err, w)
			}
			track = restored(t, engines[era], track)
			counts["rebases"]++
			exceptAfterRebase(except, set, before, resultOf(t, track, at), at)
			sameClocksInForce(t, track, whole, history, at, except)
		}
		now := latest(w.now, history.Events[len(history.Events)-1].At)
		sameClocksInForce(t, track, whole, history, now, except)
		counts["lives"]++
	})
}

// A clockName identifies a clock of one policy at a time.
type clockName struct {
	metric string
	cycle  int
}

// exceptAfterRebase adds the clocks of which a rebase makes something else than an event does:
// those that have ended and are forgotten, and those whose schedule was replaced by one that had
// the same hours so far, which is the same promise to a rebase.
func exceptAfterRebase(except map[clockName]bool, set *businesshours.Set, before, after sla.Result, at time.Time) {
	now := make(map[clockName]sla.Clock)
	for _, c := range after.Clocks {
		now[clockName{c.Metric, c.Cycle}] = c
	}
	for _, c := range before.Clocks {
		name := clockName{c.Metric, c.Cycle}
		d, kept := now[name]
		switch {
		case !kept:
			except[name] = except[name] || !c.Open()
		case c.Schedule != d.Schedule:
			a, _ := set.Calendar(c.Schedule)
			b, _ := set.Calendar(d.Schedule)
			except[name] = except[name] || a.SameHoursBetween(b, c.StartedAt, at)
		}
	}
}

// isQuiet reports whether nothing happens by an instant: no threshold, and none of the events that
// follow.
func isQuiet(track *sla.Track, following []sla.Event, at time.Time) bool {
	next := track.NextCheck()
	return (next.IsZero() || next.After(at)) && (len(following) == 0 || following[0].At.After(at))
}

func resultOf(t *rapid.T, track *sla.Track, now time.Time) sla.Result {
	t.Helper()
	r, err := track.ResultAt(now)
	if err != nil {
		t.Fatalf("%v\n%s", err, document(track))
	}
	return r
}

// Settling the past of a track that was rebased changes nothing: not what happens, not what a
// later target finds that the clock has counted, nor when that was due.
func TestLongLivesAreSettledAfterARebase(t *testing.T) {
	checkDeeply(t, 30, func(t *rapid.T, counts map[string]int) {
		w := drawLongLife(t, nil)
		other := *w.config
		if rapid.Bool().Draw(t, "other policies") {
			other.Policies = slatest.Policies(w.config, slatest.Domain{}).Draw(t, "policies")
		}
		var engines [2][2]*sla.Engine // by whether it settles, then by configuration
		var tracks [2]*sla.Track
		issue := w.issue
		issue.Events = nil
		for i, settle := range []func(*sla.Engine){sla.SettleNever, sla.SettleAlways} {
			engines[i] = [2]*sla.Engine{newEngine(t, w.config), newEngine(t, &other)}
			settle(engines[i][0])
			settle(engines[i][1])
			var err error
			if tracks[i], _, err = engines[i][0].Track(issue); err != nil {
				t.Fatalf("%v\n%v", err, w)
			}
		}
		// both does the same to both tracks.
		both := func(what string, do func(track *sla.Track, engines [2]*sla.Engine) (any, error)) {
			var texts [2]string
			for i := range tracks {
				happened, err := do(tracks[i], engines[i])
				texts[i] = fmt.Sprint(document(happened), err)
			}
			if texts[0] != texts[1] {
				t.Fatalf("%s: settled\n%s, else\n%s\n%v", what, lines(texts[1]), lines(texts[0]), w)
			}
		}
		result := func(now time.Time) {
			both(fmt.Sprint("as of ", now), func(track *sla.Track, _ [2]*sla.Engine) (any, error) { return track.ResultAt(now) })
		}
		era := 0
		for _, e := range inOrder(w.issue) {
			issue.Events = append(issue.Events, e)
			both(document(e), func(track *sla.Track, _ [2]*sla.Engine) (any, error) { return track.Apply(e) })
			if at := e.At.Add(1); chance(t, 30, "rebased") && isQuiet(tracks[0], w.issue.Events[len(issue.Events):], at) {
				era = 1 - era
				counts["rebases"]++
				both(fmt.Sprint("rebased at ", at), func(track *sla.Track, engines [2]*sla.Engine) (any, error) {
					return track.RebaseAt(engines[era], attributesAt(issue, at), at)
				})
				for i := range tracks {
					tracks[i] = restored(t, engines[i][era], tracks[i])
				}
			}
			if chance(t, 5, "looked at") {
				result(e.At.Add(2))
			}
		}
		result(latest(w.now, issue.Events[len(issue.Events)-1].At.Add(2)))
		counts["lives"]++
		counts["events"] += len(issue.Events)
		if sla.IsSettled(tracks[1]) {
			counts["lives with a settled past"]++
		}
	})
}

// sameClocksInForce fails unless the running and paused clocks of a track are those of an
// evaluation, except for some.
func sameClocksInForce(t *rapid.T, track *sla.Track, config *policy.Config, issue sla.Issue, now time.Time, except map[clockName]bool) {
	t.Helper()
	got, want := resultOf(t, track, now), evaluate(t, newEngine(t, config), issue, now)
	inForce := func(clocks []sla.Clock) string {
		return document(slices.DeleteFunc(slices.Clone(clocks), func(c sla.Clock) bool {
			return c.State != sla.Running && c.State != sla.Paused || except[clockName{c.Metric, c.Cycle}]
		}))
	}
	if got, want := inForce(got.Clocks), inForce(want.Clocks); got != want {
		t.Fatalf("as of %v:\n got %s\nwant %s\nof %s\nunder %s", now, lines(got), lines(want), document(issue), document(config))
	}
	if len(except) == 0 && !got.NextCheck.Equal(want.NextCheck) {
		t.Fatalf("next check %v, want %v, of %s\nunder %s", got.NextCheck, want.NextCheck, document(issue), document(config))
	}
}
