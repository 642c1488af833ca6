package sla_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// inOrder returns the events of an issue in the order in which they apply, without duplicates.
func inOrder(issue sla.Issue) (events []sla.Event) {
	seen := make(map[string]bool)
	for _, e := range issue.Events {
		if e.ID == "" || !seen[e.ID] {
			events = append(events, e)
		}
		seen[e.ID] = true
	}
	slices.SortStableFunc(events, func(a, b sla.Event) int { return a.At.Compare(b.At) })
	return events
}

// follow tracks an issue one event at a time and reads results in between. It returns the track
// and all transitions.
func (w *world) follow(t *rapid.T, events []sla.Event, first int) (*sla.Track, []sla.Transition) {
	issue := w.issue
	issue.Events = events[:first]
	track, all, err := w.engine.Track(issue)
	if err != nil {
		t.Fatalf("%v\n%v", err, w)
	}
	for i, e := range events[first:] {
		if chance(t, 3, "stored") {
			track = restored(t, w.engine, track)
		}
		if chance(t, 3, "looked at") {
			at := e.At.Add(-time.Duration(rapid.Int64Range(1, int64(3*time.Hour)).Draw(t, "ahead of it")))
			now, err := track.AdvanceTo(at)
			if err != nil {
				t.Fatalf("%v\n%v", err, w)
			}
			all = append(all, now...)
		}
		more, err := track.Apply(e)
		if err != nil {
			t.Fatalf("event %d: %v\n%v", first+i, err, w)
		}
		all = append(all, more...)
	}
	return track, all
}

func restored(t fataler, engine *sla.Engine, track *sla.Track) *sla.Track {
	text := document(track)
	again, err := engine.Restore([]byte(text))
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	if !again.NextCheck().Equal(track.NextCheck()) || document(again) != text {
		t.Fatalf("restored\n%s with next check %v, of\n%s with %v", document(again), again.NextCheck(), text, track.NextCheck())
	}
	return again
}

// A track stays small, whatever happens to the issue.
func TestTrackStaysSmall(t *testing.T) {
	for _, change := range []policy.OnChange{policy.Recalculate, policy.CarryOver, policy.Restart, policy.Keep} {
		config := manyPolicies(20)
		config.OnChange = change
		engine := newEngine(t, config)
		issue := life(10_000, 7)
		events := issue.Events
		for i := range events {
			events[i].ID = "evt_" + strings.Repeat("0", 16) + time.Duration(i).String()
		}
		issue.Events = nil
		track, _, err := engine.Track(issue)
		if err != nil {
			t.Fatal(err)
		}
		largest := 0
		for _, e := range events {
			if _, err := track.Apply(e); err != nil {
				t.Fatal(err)
			}
			text, err := track.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			largest = max(largest, len(text))
		}
		if largest > 2000 {
			t.Errorf("%s: a track of %d bytes, want at most 2,000", change, largest)
		}
		t.Logf("%s: at most %d bytes", change, largest)
	}
}

// If a clock may get many targets, more history is kept, but the track is no larger than the
// settled accounts would be.
func TestATrackWithManyTargetsIsNoLargerThanTheirAccounts(t *testing.T) {
	config := manyPolicies(1)
	by := make(map[string]string)
	within := make(map[string]time.Duration)
	for i := range 8 {
		name := string(rune('a' + i))
		s := config.Schedules[0]
		s.Name = name
		config.Schedules = append(config.Schedules, s)
		by[name], within[name] = name, time.Duration(1+i)*time.Hour
	}
	config.Policies[0] = policy.Policy{ID: "p", Schedule: policy.UseBy("region", by, "desk"), Targets: map[string]policy.Target{
		policy.Resolution: policy.WithinBy("priority", within, 9*time.Hour), policy.AgentWork: policy.WithinBy("priority", within, 9*time.Hour),
	}}
	engine := newEngine(t, config)
	issue := life(4000, 0)
	events := issue.Events
	issue.Events = nil
	track, all, err := engine.Track(issue)
	if err != nil {
		t.Fatal(err)
	}
	largest := 0
	for i := range events {
		if events[i].Type == sla.Update && i%3 == 0 {
			events[i] = sla.SetAttribute("region", string(rune('a'+i%8)), events[i].At)
		}
		more, err := track.Apply(events[i])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, more...)
		largest = max(largest, len(document(track)))
	}
	if largest > 5000 {
		t.Errorf("a track of %d bytes", largest)
	}
	t.Logf("at most %d bytes", largest)
	issue.Events = events
	want := evaluate(t, engine, issue, events[len(events)-1].At)
	if due, err := track.AdvanceTo(events[len(events)-1].At); err != nil || !slices.Equal(append(all, due...), want.Transitions) {
		t.Errorf("%v; %d transitions, want %d", err, len(all), len(want.Transitions))
	}
}

// opened returns an issue for openOnly and its track.
func opened(t *testing.T, engine *sla.Engine) *sla.Track {
	t.Helper()
	track, _, err := engine.Track(sla.Issue{ID: "I", CreatedAt: instant("2024-03-11T13:00:00Z")})
	if err != nil {
		t.Fatal(err)
	}
	return track
}

// A late event is refused and leaves the track unchanged.
func TestTrackRefusesLateEvents(t *testing.T) {
	engine := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}}}})
	track := opened(t, engine)
	if _, err := track.Apply(sla.NoteBy("ann", instant("2024-03-11T13:30:00Z"))); err != nil {
		t.Fatal(err)
	}
	before := document(track)
	refuse := func(e sla.Event) {
		t.Helper()
		if _, err := track.Apply(e); !errors.Is(err, sla.ErrEarlier) {
			t.Errorf("an event at %v: got %v, want ErrEarlier", e.At, err)
		}
	}
	refuse(sla.MessageFrom(sla.Agent, instant("2024-03-11T13:29:59.999999999Z")))
	if document(track) != before {
		t.Error("a refused event changed the track")
	}
	if _, err := track.ResultAt(instant("2024-03-11T13:29:00Z")); !errors.Is(err, sla.ErrEarlier) {
		t.Errorf("before what is applied: got %v, want ErrEarlier", err)
	}
	if _, err := track.Apply(sla.NoteBy("bo", instant("2024-03-11T13:30:00Z"))); err != nil {
		t.Errorf("an event of the same instant: %v", err)
	}

	// Nothing happens by 13:59, so an event of 13:50 is still in time. After the breach, an
	// event of its instant is late.
	if more, err := track.AdvanceTo(instant("2024-03-11T13:59:00Z")); err != nil || len(more) > 0 {
		t.Errorf("got %v, %v", more, err)
	}
	if _, err := track.Apply(sla.NoteBy("bo", instant("2024-03-11T13:50:00Z"))); err != nil {
		t.Error(err)
	}
	if more, err := track.AdvanceTo(instant("2024-03-11T14:30:00Z")); err != nil || len(more) != 1 || more[0].Kind != sla.KindBreached {
		t.Errorf("got %v, %v, want the breach", more, err)
	}
	refuse(sla.NoteBy("bo", instant("2024-03-11T14:00:00Z")))
	if _, err := track.Apply(sla.NoteBy("bo", instant("2024-03-11T14:00:00.000000001Z"))); err != nil {
		t.Error(err)
	}

	// So it is if another event of that instant was applied before the breach.
	track = opened(t, engine)
	if _, err := track.Apply(sla.NoteBy("ann", instant("2024-03-11T14:00:00Z"))); err != nil {
		t.Fatal(err)
	}
	if more, err := track.AdvanceTo(instant("2024-03-11T14:00:00Z")); err != nil || len(more) != 1 {
		t.Errorf("got %v, %v, want the breach", more, err)
	}
	refuse(sla.NoteBy("bo", instant("2024-03-11T14:00:00Z")))
	if _, err := track.AdvanceTo(time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC)); !errors.Is(err, businesshours.ErrOutOfRange) {
		t.Errorf("got %v, want ErrOutOfRange", err)
	}
	if _, err := track.ResultAt(time.Time{}); !errors.Is(err, businesshours.ErrOutOfRange) {
		t.Errorf("got %v, want ErrOutOfRange", err)
	}
}

// An event delivered twice is ignored, also after a round trip through JSON. A different event
// with the same ID is an error.
func TestTrackIgnoresRepeatedEvents(t *testing.T) {
	engine := newEngine(t, openOnly())
	track := opened(t, engine)
	at := instant("2024-03-11T13:00:00Z")
	var events []sla.Event
	for i := range 16 {
		e := sla.SetAttribute("priority", []string{"high", "low"}[i%2], at.Add(time.Duration(i)*time.Minute))
		e.ID = string(rune('a' + i))
		events = append(events, e)
		if _, err := track.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	track = restored(t, engine, track)
	before := document(track)
	for _, e := range events {
		if more, err := track.Apply(e); err != nil || len(more) > 0 {
			t.Errorf("%s again: got %v, %v", e.ID, more, err)
		}
	}
	other := events[3]
	other.At = at.Add(time.Hour)
	_, err := track.Apply(other)
	wantProblem(t, err, 0, "id", `"d" is already the id of another event`)
	if document(track) != before {
		t.Error("a repeated event changed the track")
	}
	if _, err := track.Apply(sla.Event{At: at.Add(time.Hour), Type: "phone", ID: "x"}); err == nil || !strings.Contains(err.Error(), "unknown type") {
		t.Errorf("got %v", err)
	}
}

// Data that is not a stored track of this configuration gives an error that says so.
func TestRestoreRefusesOtherData(t *testing.T) {
	config := openOnly()
	engine := newEngine(t, config)
	text := document(opened(t, engine))
	if _, err := engine.Restore([]byte(text)); err != nil {
		t.Fatal(err)
	}

	config.Policies[0].Name, config.Policies[0].Description = "Open", "Whatever is open."
	config.Policies[0].Escalations = policy.Steps(policy.Escalation{At: "50%", Do: []policy.Action{{"type": "flag"}}})
	withSteps := newEngine(t, config)
	if _, err := withSteps.Restore([]byte(text)); !errors.Is(err, sla.ErrOtherConfig) {
		t.Errorf("with another step: got %v, want ErrOtherConfig", err)
	}
	text2 := document(opened(t, withSteps))
	config.Policies[0].Escalations.Steps[0].Do = nil
	if _, err := newEngine(t, config).Restore([]byte(text2)); err != nil {
		t.Errorf("with other actions: %v", err)
	}

	for _, tt := range []struct{ name, text string }{
		{"cut", text[:len(text)-6] + `"}`},
		{"without state", text[:strings.Index(text, `,"state"`)] + "}"},
	} {
		if _, err := engine.Restore([]byte(tt.text)); !errors.Is(err, sla.ErrDamaged) {
			t.Errorf("%s: got %v, want ErrDamaged", tt.name, err)
		}
	}
	_, err := engine.Restore([]byte(strings.Replace(text, `"version":3`, `"version":2`, 1)))
	wantProblem(t, err, 0, "version", "is 2, want 3")
	if !errors.Is(err, sla.ErrOtherVersion) {
		t.Errorf("an older version: got %v, want ErrOtherVersion", err)
	}
	_, err = engine.Restore([]byte(strings.Replace(text, `"issue"`, `"isue"`, 1)))
	wantProblem(t, err, 1, "isue", `unknown field; did you mean "issue"?`)

	var unbound sla.Track
	if err := json.Unmarshal([]byte(text), &unbound); err != nil {
		t.Fatal(err)
	}
	if _, err := unbound.Apply(sla.NoteBy("ann", instant("2024-03-11T14:00:00Z"))); err == nil {
		t.Error("a track without an engine applies events")
	}
	if err := engine.Bind(&unbound); err != nil {
		t.Error(err)
	}
	if _, err := unbound.Apply(sla.NoteBy("ann", instant("2024-03-11T14:00:00Z"))); err != nil {
		t.Error(err)
	}
}

// Any stored state is either refused or usable.
func FuzzRestore(f *testing.F) {
	type seed struct {
		track *sla.Track
		after time.Time
	}
	var seeds []seed
	for i, config := range fuzzConfigs() {
		engine := newEngine(f, config)
		issue := fuzzIssue([]byte{3, 1, 5, 0x21, 9, 0x16, 40, 0x31, 63, 0x52, 17, 4, 30, 0, 9, 0x91, 2, 0xa6})
		issue.ID, issue.Events[0].ID = "I", "m-1"
		track, _, err := engine.Track(issue)
		if err != nil {
			f.Fatal(err)
		}
		seeds = append(seeds, seed{track, issue.Events[len(issue.Events)-1].At})
		f.Add(uint8(i), []byte(track.State()))
		sla.SettleAlways(engine)
		track, _, err = engine.Track(issue)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i), []byte(track.State()))
	}
	engines := make([]*sla.Engine, len(seeds))
	for i, config := range fuzzConfigs() {
		engines[i] = newEngine(f, config)
	}
	f.Fuzz(func(t *testing.T, which uint8, state []byte) {
		i := int(which) % len(seeds)
		track := seeds[i].track.WithState(string(state))
		if engines[i].Bind(track) != nil {
			return
		}
		text := []byte(document(track))
		again, err := engines[i].Restore(text)
		if err != nil || !bytes.Equal([]byte(document(again)), text) {
			t.Fatalf("%v: %s", err, text)
		}
		look := func(at time.Time) {
			if r, err := track.ResultAt(at); err == nil {
				_, _ = r.String(), r.AppendJSON(nil)
			}
		}
		at := seeds[i].after.Add(48 * time.Hour)
		look(at)
		for k, e := range []sla.Event{
			sla.SetAttribute("priority", "urgent", at), sla.MessageFrom(sla.Agent, at), sla.SetAttribute("status", "resolved", at),
			sla.SetAttribute("status", "open", at), sla.SetAttribute("priority", "low", at), sla.MessageFrom(sla.Customer, at), sla.SetAttribute("team", "tier2", at),
		} {
			e.At = at.Add(time.Duration(k) * time.Hour)
			_, _ = track.Apply(e)
			_, _ = track.AdvanceTo(e.At.Add(time.Minute))
			look(e.At.Add(time.Hour))
		}
		for range 100 { // what is due takes effect, and is then no longer due
			next := track.NextCheck()
			if next.IsZero() || next.After(businesshours.Latest) {
				break
			}
			if _, err := track.AdvanceTo(next); err == nil && track.NextCheck().Equal(next) {
				t.Fatalf("%v stays due", next)
			}
		}
		_, _ = track.RebaseAt(engines[(i+1)%len(engines)], map[string]any{"priority": "low"}, at.Add(24*time.Hour))
		look(at.Add(48 * time.Hour))
	})
}

// A track does not keep the document that its issue was read from in memory.
func TestTrackDoesNotKeepTheDocument(t *testing.T) {
	engine := newEngine(t, manyPolicies(1))
	held := func() int64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := held()
	var tracks []*sla.Track
	for range 50 {
		text := []byte(`{"id":"I","created_at":"2026-03-09T14:00:00Z","attributes":{"customer":"c0","status":"pending","note":"` + strings.Repeat("x", 1000) + `"},"events":[` +
			strings.Repeat(`{"at":"2026-03-09T15:00:00Z","type":"note","by":"ann"},`, 4000) + `{"at":"2026-03-09T15:00:00Z","type":"note"}]}`)
		var issue sla.Issue
		if err := issue.UnmarshalJSON(text); err != nil {
			t.Fatal(err)
		}
		track, _, err := engine.Track(issue)
		if err != nil {
			t.Fatal(err)
		}
		tracks = append(tracks, track)
	}
	if each := (held() - before) / int64(len(tracks)); each > 20_000 {
		t.Errorf("a track holds %d bytes", each)
	}
	runtime.KeepAlive(tracks)
}

// A rebase with too many transitions fails, as AdvanceTo does, and leaves the track unchanged.
func TestARebaseWithTooManyTransitionsChangesNothing(t *testing.T) {
	config := manyPolicies(1)
	config.Policies[0].Escalations = policy.Escalations{}
	for i := range policy.MaxEscalations {
		config.Policies[0].Escalations.Steps = append(config.Policies[0].Escalations.Steps, policy.Escalation{At: fmt.Sprintf("%dm after", i+1), Every: time.Minute, Times: policy.MaxTimes})
	}
	for _, metric := range []string{policy.FirstResponse, policy.Resolution, policy.RequesterWait, policy.AgentWork} {
		config.Policies[0].Targets[metric] = policy.Within(time.Hour)
	}
	engine := newEngine(t, config)
	track, _, err := engine.Track(life(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	before := document(track)
	config.Policies[0].Escalations = policy.Escalations{}
	if _, err := track.RebaseAt(newEngine(t, config), map[string]any{"customer": "c0"}, instant("2026-12-01T00:00:00Z")); !errors.Is(err, sla.ErrTooManyTransitions) {
		t.Errorf("got %v, want ErrTooManyTransitions", err)
	}
	if document(track) != before {
		t.Error("the track is another")
	}
}

// An explanation belongs to the caller: changing it does not change the engine.
func TestChangingAnExplanationDoesNotChangeTheEngine(t *testing.T) {
	engine := newEngine(t, &policy.Config{Policies: []policy.Policy{{
		ID: "p", When: new(policy.If("tags", policy.ContainsAny, []string{"vip"})), Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)},
	}}})
	tags := []string{"vip"}
	issue := sla.Issue{CreatedAt: instant("2026-03-09T14:00:00Z"), Attributes: map[string]any{"tags": tags}}
	x := explain(t, engine, issue, issue.CreatedAt)
	x.Policies[0].Because.Want.([]string)[0] = "other"
	x.Policies[0].Because.Got.([]string)[0] = "other"
	if r, err := engine.EvaluateAt(issue, issue.CreatedAt); err != nil || len(r.Clocks) != 1 || tags[0] != "vip" {
		t.Errorf("%v: %v, %q", err, r, tags)
	}
}

// A track recognizes all events of the last instant, and the last 16 once there are later ones.
func TestTrackRecognizesEventsOfTheLastInstant(t *testing.T) {
	engine := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{
		policy.FirstResponse: policy.Within(time.Hour), policy.NextResponse: policy.Within(time.Hour)}}}})
	at := instant("2024-03-11T13:00:00Z")
	issue := sla.Issue{ID: "I", CreatedAt: at}
	add := func(e sla.Event) {
		e.ID = fmt.Sprint("e", len(issue.Events))
		issue.Events = append(issue.Events, e)
	}
	add(sla.MessageFrom(sla.Customer, at))
	add(sla.MessageFrom(sla.Agent, at))
	for range 40 {
		add(sla.NoteBy("ann", at))
	}
	track, _, err := engine.Track(issue)
	if err != nil {
		t.Fatal(err)
	}
	text, err := track.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	if track, err = engine.Restore(text); err != nil {
		t.Fatal(err)
	}
	for i, e := range issue.Events {
		if more, err := track.Apply(e); len(more) > 0 || err != nil {
			t.Fatalf("event %d again: %v, %v", i, more, err)
		}
	}
	got, err := track.ResultAt(at)
	if err != nil {
		t.Fatal(err)
	}
	want := evaluate(t, engine, issue, at)
	if got, want := document(got.Clocks), document(want.Clocks); got != want {
		t.Errorf("the clocks are\n%s, want\n%s", got, want)
	}

	// Later events replace them.
	long := len(text)
	for i := range 20 {
		e := sla.NoteBy("ann", at.Add(time.Duration(i+1)*time.Minute))
		e.ID = fmt.Sprint("later", i)
		if _, err := track.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	if text, _ = track.MarshalJSON(); len(text) >= long {
		t.Errorf("the track has %d bytes, as one that knows 42 events had %d", len(text), long)
	}
	if _, err := track.Apply(issue.Events[0]); !errors.Is(err, sla.ErrEarlier) {
		t.Errorf("the first event again: %v, want ErrEarlier", err)
	}
}
