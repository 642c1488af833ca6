package sla_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// mostMemory is how many bytes a call may allocate, whatever its input.
const mostMemory = 64 << 20

// A meter measures what calls take.
type meter struct {
	*testing.T
	warm bool // schedules have computed what they compute once
}

// bounded calls f, which may fail with a sentinel error, and fails if it allocates too much.
func (m meter) bounded(what string, f func() error) error {
	m.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	err := f()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	allocated := after.TotalAlloc - before.TotalAlloc
	if allocated > mostMemory && m.warm && !raceDetector {
		m.Errorf("%s allocates %d MiB", what, allocated>>20)
	}
	if err != nil && !errors.Is(err, sla.ErrTooMuchWork) && !errors.Is(err, sla.ErrTrackTooLarge) && !errors.Is(err, sla.ErrTooManyTransitions) {
		m.Errorf("%s: %v", what, err)
	}
	m.Logf("%s: %v, %d KiB, %v", what, took.Round(time.Millisecond), allocated>>10, err)
	return err
}

// A hostileTrack is an issue and configurations that try to make a track large or slow.
type hostileTrack struct {
	from, to *policy.Config // to is nil if it is the same
	issue    sla.Issue
	at       time.Time // of the rebase
}

// numbered returns n values of a choice.
func numbered[T any](n int, value func(i int) T) map[string]T {
	values := make(map[string]T)
	for i := range n {
		values[fmt.Sprint(i)] = value(i)
	}
	return values
}

// hostileSchedules returns n schedules of different hours.
func hostileSchedules(n int) (list []businesshours.Schedule) {
	for i := range n {
		list = append(list, businesshours.Schedule{Name: fmt.Sprint("s", i), TimeZone: "UTC",
			Weekly: businesshours.Weekly{"mon-sun": {fmt.Sprintf("%02d:%02d-23:30", i/60, i%60)}}})
	}
	return list
}

func scheduleNames(n int) map[string]string {
	return numbered(n, func(i int) string { return fmt.Sprint("s", i) })
}

var hostileStart = instant("2024-03-04T09:00:00Z")

// pausingIssue returns an issue that pauses and resumes n times.
func pausingIssue(n int, attributes map[string]any) sla.Issue {
	issue := sla.Issue{ID: "I", CreatedAt: hostileStart, Attributes: attributes}
	for i := range n {
		issue.Events = append(issue.Events, sla.SetAttribute("status", []string{"pending", "open"}[i%2], hostileStart.Add(time.Duration(i+1)*time.Minute)))
	}
	return issue
}

// manyAllowances returns a configuration whose clocks may count on many schedules for very many
// allowances.
func manyAllowances(schedules, policies, values int) *policy.Config {
	config := &policy.Config{Schedules: hostileSchedules(schedules)}
	for p := range policies {
		within := numbered(values, func(i int) time.Duration { return time.Duration(1+p*1000+i) * time.Second })
		config.Policies = append(config.Policies, policy.Policy{ID: fmt.Sprint("p", p), When: new(policy.If("p", policy.Eq, fmt.Sprint(p))),
			Schedule: policy.UseBy("s", scheduleNames(schedules), "s0"),
			Targets:  map[string]policy.Target{policy.Resolution: policy.WithinBy("q", within, time.Second)}})
	}
	return config
}

// eachOf returns a configuration in which n policies have their own clocks of many metrics.
func eachOf(prefix string, policies, metrics, hour int) *policy.Config {
	config := &policy.Config{Match: policy.MatchEach, Metrics: make(map[string]policy.Metric), Schedules: hostileSchedules(policies)}
	for k := range metrics {
		config.Metrics[fmt.Sprint("m", k)] = policy.Metric{Start: []policy.Trigger{{On: "created"}}, Stop: []policy.Trigger{{On: "resolved"}}, Resume: []policy.Trigger{{On: "reopened"}}}
	}
	for p := range policies {
		q := policy.Policy{ID: fmt.Sprint(prefix, p), Schedule: policy.Use(fmt.Sprint("s", p)), Targets: make(map[string]policy.Target)}
		for k := range metrics {
			q.Targets[fmt.Sprint("m", k)] = policy.Within(time.Duration(hour) * time.Hour)
		}
		config.Policies = append(config.Policies, q)
	}
	return config
}

// busyHours returns n schedules that open 96 times a day, and close for a day in a year to come.
func busyHours(n int, holiday string) (list []businesshours.Schedule) {
	var day []string
	for i := range businesshours.MaxIntervals {
		day = append(day, fmt.Sprintf("%02d:%02d-%02d:%02d:30", i/4, i%4*15, i/4, i%4*15+7))
	}
	for i := range n {
		s := businesshours.Schedule{Name: fmt.Sprint("s", i), TimeZone: "America/New_York", Weekly: businesshours.Weekly{"mon-sun": day}}
		if holiday != "" {
			s.Holidays = []businesshours.Holiday{{Date: holiday}}
		}
		list = append(list, s)
	}
	return list
}

func onSchedules(schedules []businesshours.Schedule, within time.Duration) *policy.Config {
	return &policy.Config{Schedules: schedules, Policies: []policy.Policy{{ID: "p", Schedule: policy.UseBy("s", scheduleNames(len(schedules)), "s0"),
		Targets: map[string]policy.Target{policy.Resolution: policy.Within(within), policy.AgentWork: policy.Within(within)}}}}
}

// Whatever is accepted, no call of a track takes more than its bounds, and no stored track has more
// bytes than MaxTrackSize.
func TestTracksAreBounded(t *testing.T) {
	year := func(n int) time.Time { return time.Date(n, 1, 1, 0, 0, 0, 0, time.UTC) }
	old := sla.Issue{ID: "I", CreatedAt: year(1901)}
	wide := map[string]any{"p": "0", "q": "1", "s": "1"}
	until := &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.Resolution: policy.UntilField("due"), policy.RequesterWait: policy.UntilField("due")}}}}
	notes := sla.Issue{ID: "I", CreatedAt: hostileStart}
	for i := range sla.MaxEvents {
		e := sla.NoteBy("ann", hostileStart.Add(1))
		e.ID = fmt.Sprint("note ", i)
		notes.Events = append(notes.Events, e)
	}
	allowances := manyAllowances(40, 30, 990)
	apart := func(policies, metrics int) *policy.Config { return eachOf("p", policies, metrics, 1) }
	for name, h := range map[string]hostileTrack{
		"very many allowances":             {allowances, allowances, pausingIssue(20, wide), hostileStart.AddDate(0, 2, 0)},
		"very many allowances, and pauses": {allowances, nil, pausingIssue(90_000, wide), hostileStart.AddDate(0, 6, 0)},
		"many allowances, and pauses":      {manyAllowances(40, 1, 100), nil, pausingIssue(90_000, wide), hostileStart.AddDate(0, 6, 0)},
		"many schedules, and pauses":       {manyAllowances(1000, 1, 1), nil, pausingIssue(90_000, wide), hostileStart.AddDate(0, 6, 0)},
		"policies side by side":            {apart(1000, 10), apart(1000, 10), pausingIssue(5, nil), hostileStart.AddDate(0, 2, 0)},
		"policies side by side, renamed":   {apart(1000, 1), eachOf("q", 1000, 1, 1), pausingIssue(20, nil), hostileStart.AddDate(0, 2, 0)},
		"policies side by side, replaced":  {apart(1000, 1), eachOf("q", 1000, 1, 2), pausingIssue(20, nil), hostileStart.AddDate(0, 2, 0)},
		"hours of centuries":               {onSchedules(busyHours(1, ""), 87_600*time.Hour), onSchedules(busyHours(1, "2189-12-24"), 87_600*time.Hour), old, year(2189)},
		"hours of decades, many schedules": {onSchedules(busyHours(20, ""), 87_600*time.Hour), onSchedules(busyHours(20, "2189-12-24"), 87_600*time.Hour), old, year(1930)},
		"pauses that cannot be settled":    {until, nil, pausingIssue(50_000, map[string]any{"due": "2025-03-04T09:00:00Z"}), hostileStart.AddDate(0, 6, 0)},
		"events of one instant":            {until, nil, notes, hostileStart.AddDate(0, 6, 0)},
	} {
		t.Run(name, func(t *testing.T) {
			from := newEngine(t, h.from)
			to := from
			if h.to != nil {
				to = newEngine(t, h.to)
			}
			for _, warm := range []bool{false, true} {
				h.run(meter{t, warm}, from, to)
			}
		})
	}
}

// run tracks the issue, stores the track, applies events, and rebases it.
func (h *hostileTrack) run(m meter, from, to *sla.Engine) {
	var track *sla.Track
	store := func(engine *sla.Engine) {
		m.Helper()
		text, err := track.MarshalJSON()
		if err != nil || len(text) > sla.MaxTrackSize {
			m.Fatalf("%d bytes, %v", len(text), err)
		}
		m.Logf("%d bytes", len(text))
		if err := m.bounded("Restore", func() (err error) { track, err = engine.Restore(text); return err }); err != nil {
			m.Fatal(err)
		}
	}
	if m.bounded("Track", func() (err error) { track, _, err = from.Track(h.issue); return err }) != nil {
		return
	}
	store(from)
	last := h.issue.CreatedAt
	if n := len(h.issue.Events); n > 0 {
		last = h.issue.Events[n-1].At
	}
	_ = m.bounded("Apply", func() error { _, err := track.Apply(sla.NoteBy("ann", last)); return err })
	_ = m.bounded("ResultAt", func() error { _, err := track.ResultAt(h.at); return err })
	before := document(track)
	err := m.bounded("RebaseAt", func() error { _, err := track.RebaseAt(to, h.issue.Attributes, h.at); return err })
	if err != nil {
		if document(track) != before {
			m.Error("a rebase that failed changed the track")
		}
		return
	}
	store(to)
	_ = m.bounded("Apply", func() error { _, err := track.Apply(sla.NoteBy("ann", h.at.Add(time.Hour))); return err })
	store(to)
}

// A track may have MaxTrackSize bytes. An event that would make it larger is refused, and so is
// what claims to be a larger one, before it is read.
func TestTheLargestTrack(t *testing.T) {
	config := new(policy.Config)
	const fields = 2000
	for i := 0; i < fields; i += 200 {
		var parts []policy.Condition
		for k := range 200 {
			parts = append(parts, policy.If(fmt.Sprint("f", i+k), policy.Exists, nil))
		}
		config.Policies = append(config.Policies, policy.Policy{ID: fmt.Sprint("p", i), When: new(policy.All(parts...)),
			Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}})
	}
	engine := newEngine(t, config)
	issue := sla.Issue{ID: strings.Repeat("<", policy.MaxText), CreatedAt: hostileStart}
	next := 0 // field
	for range 6 {
		e := sla.Event{At: hostileStart, Type: sla.Update, Set: make(map[string]any)}
		for ; len(e.Set) < 250; next++ {
			e.Set[fmt.Sprint("f", next)] = strings.Repeat("a", policy.MaxText)
		}
		issue.Events = append(issue.Events, e)
	}
	track, _, err := engine.Track(issue)
	if err != nil {
		t.Fatal(err)
	}
	// set sets the next field to a text of n bytes.
	set := func(n int) error {
		_, err := track.Apply(sla.SetAttribute(fmt.Sprint("f", next), strings.Repeat("a", n), hostileStart))
		if err == nil {
			next++
		}
		return err
	}
	for n := policy.MaxText; n > 0; n /= 2 {
		for err = nil; err == nil; {
			err = set(n)
		}
		if !errors.Is(err, sla.ErrTrackTooLarge) {
			t.Fatalf("got %v after %d fields, want ErrTrackTooLarge", err, next)
		}
	}
	text, err := json.Marshal(track) // with an ID of which each byte is written as six
	if err != nil {
		t.Fatal(err)
	}
	if room := sla.MaxTrackSize - len(text); room < 0 || room > 16<<10 {
		t.Errorf("the largest track has %d bytes, want nearly %d", len(text), sla.MaxTrackSize)
	}
	before := document(track)
	if err := set(1); !errors.Is(err, sla.ErrTrackTooLarge) || document(track) != before {
		t.Errorf("one byte more: got %v", err)
	}
	if again, err := engine.Restore(text); err != nil || document(again) != before {
		t.Errorf("restored: %v", err)
	}

	larger := append(text, strings.Repeat(" ", sla.MaxTrackSize-len(text)+1)...)
	if _, err := engine.Restore(larger[:sla.MaxTrackSize]); err != nil {
		t.Errorf("with spaces: %v", err)
	}
	if allocated := testing.AllocsPerRun(10, func() { _, err = engine.Restore(larger) }); !errors.Is(err, sla.ErrTrackTooLarge) || allocated > 2 {
		t.Errorf("one byte more: got %v, with %v allocations", err, allocated)
	}
}
