package businesshours_test

import (
	"encoding/json"
	"sync"
	"testing"
	"time"
	_ "time/tzdata" // so that every machine that runs the tests has zones

	"github.com/punctualgo/punctual/businesshours"
)

// tb is the part of testing.TB that helpers need. *rapid.T has it too.
type tb interface {
	Helper()
	Fatalf(format string, args ...any)
}

// at parses an instant such as "2026-03-08T09:00-04:00". The offset is written out
// so that a test shows on which side of a clock change it stands.
func at(t tb, text string) time.Time {
	t.Helper()
	for _, layout := range []string{"2006-01-02T15:04Z07:00", time.RFC3339Nano} {
		if u, err := time.Parse(layout, text); err == nil {
			return u
		}
	}
	t.Fatalf("bad instant %q in a test", text)
	panic("unreachable")
}

// schedules parses a JSON list of schedules, or one schedule.
func schedules(t tb, text string) (docs []businesshours.Schedule) {
	t.Helper()
	if text[0] == '{' {
		text = "[" + text + "]"
	}
	if err := json.Unmarshal([]byte(text), &docs); err != nil {
		t.Fatalf("schedules %s: %v", text, err)
	}
	return docs
}

func compile(t tb, docs []businesshours.Schedule) *businesshours.Set {
	t.Helper()
	set, err := businesshours.Compile(docs)
	if err != nil {
		t.Fatalf("Compile: %v", err)
	}
	return set
}

// named returns a calendar of a set that has it.
func named(t tb, set *businesshours.Set, name string) *businesshours.Calendar {
	t.Helper()
	cal, ok := set.Calendar(name)
	if !ok {
		t.Fatalf("the set has no calendar %q", name)
	}
	return cal
}

// calendar compiles the first schedule of a JSON list, or one schedule.
func calendar(t tb, text string) *businesshours.Calendar {
	t.Helper()
	docs := schedules(t, text)
	return named(t, compile(t, docs), docs[0].Name)
}

// location loads a zone once. Zone data differ between machines: if there is no such zone,
// location logs that and returns nil.
func location(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := loadLocation(name)
	if err != nil {
		t.Logf("left out: %v", err)
		return nil
	}
	return loc
}

var zoneCache sync.Map // of names to *time.Location

func loadLocation(name string) (*time.Location, error) {
	if loc, ok := zoneCache.Load(name); ok {
		return loc.(*time.Location), nil
	}
	loc, err := time.LoadLocation(name)
	if err == nil {
		zoneCache.Store(name, loc)
	}
	return loc, err
}

func offsetOf(loc *time.Location, t time.Time) int {
	_, offset := t.In(loc).Zone()
	return offset
}

var transitionCache sync.Map // of zone names to []time.Time

// transitions returns the instants at which a zone's offset changes, from 1900 to
// 2190, found by probing the offset once a day.
func transitions(loc *time.Location) (changes []time.Time) {
	if c, ok := transitionCache.Load(loc.String()); ok {
		return c.([]time.Time)
	}
	const probe = 24 * time.Hour
	for t := businesshours.Earliest; t.Before(businesshours.Latest); t = t.Add(probe) {
		before, low, high := offsetOf(loc, t), t, t.Add(probe)
		if offsetOf(loc, high) == before {
			continue
		}
		for high.Sub(low) > time.Second { // before holds at low, and not at high
			mid := low.Add(high.Sub(low) / 2).Truncate(time.Second)
			if offsetOf(loc, mid) == before {
				low = mid
			} else {
				high = mid
			}
		}
		changes = append(changes, high)
	}
	transitionCache.Store(loc.String(), changes)
	return changes
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
