package timeline_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/punctualgo/punctual/sla"
)

// met returns a clock that started and met its target at an instant each, in minutes.
func met(cycle int, started, ended float64) sla.ClockAccount {
	return account("next_response", cycle, sla.Stopped, minute(started), happening{minute(started), sla.KindStarted, false}, happening{minute(ended), sla.KindStopped, true})
}

// Marks are one if they would overlap: those of a lane are 17 pixels wide, and messages 11.
func TestMarksThatTouchAreTwo(t *testing.T) {
	for _, tt := range []struct {
		distance float64
		want     string // where the ends are
	}{{17, "100 117"}, {16, "108"}} {
		list := drawn(t, grid(nil, met(1, 50, 100), met(2, 101, 100+tt.distance)), "path", "good")
		var got []string
		for _, e := range list {
			got = append(got, fmt.Sprint(e.X-20+0.5)) // a mark is half a pixel to the left of its instant
		}
		if got := strings.Join(got, " "); got != tt.want {
			t.Errorf("ends %v pixels apart are drawn at %s, want %s", tt.distance, got, tt.want)
		}
	}
	for distance, want := range map[float64]int{11: 2, 10: 1} {
		list := drawn(t, grid([]sla.Event{sla.MessageFrom(sla.Customer, minute(100)), sla.MessageFrom(sla.Customer, minute(100+distance))}), "path", "full")
		if len(list) != want {
			t.Errorf("messages %v pixels apart are drawn as %d, want %d", distance, len(list), want)
		}
	}
}

// Of starts that are at most 3 pixels apart, one is drawn. A mark of several ends hides those that
// are at most a pixel beside it.
func TestStartsShow(t *testing.T) {
	for _, tt := range []struct {
		name   string
		clocks []sla.ClockAccount
		want   string
	}{
		{"3 pixels apart", []sla.ClockAccount{met(1, 100, 102), met(2, 103, 200)}, "100"},
		{"4 pixels apart", []sla.ClockAccount{met(1, 100, 102), met(2, 104, 200)}, "100 104"},
		{"a pixel before a mark", []sla.ClockAccount{met(1, 100, 201), met(2, 200, 203)}, "100"},
		{"two pixels before a mark", []sla.ClockAccount{met(1, 100, 202), met(2, 200, 203)}, "100 200"},
		{"a pixel after a mark", []sla.ClockAccount{met(1, 100, 200), met(2, 201, 206), met(3, 207, 300)}, "100"},
		{"two pixels after a mark", []sla.ClockAccount{met(1, 100, 200), met(2, 201, 206), met(3, 208, 300)}, "100 208"},
	} {
		var got []string
		for _, e := range drawn(t, grid(nil, tt.clocks...), "path", "start") {
			got = append(got, fmt.Sprint(e.X-24))
		}
		if got := strings.Join(got, " "); got != tt.want {
			t.Errorf("%s: starts at %s, want %s", tt.name, got, tt.want)
		}
	}
}

// An instant at which a clock was due has a flag if it is 12 pixels from the breach or the end, and
// 3 from another one.
func TestFlagsHaveRoom(t *testing.T) {
	missed := func(cycle int, due, breached float64) sla.ClockAccount {
		a := account("next_response", cycle, sla.Stopped, minute(due-9), happening{minute(breached), sla.KindBreached, false}, happening{minute(breached), sla.KindStopped, false})
		a.DueAt = minute(due)
		return a
	}
	kept := func(due, ended float64) sla.ClockAccount {
		a := met(1, 10, ended)
		a.DueAt = minute(due)
		return a
	}
	for _, tt := range []struct {
		name   string
		clocks []sla.ClockAccount
		want   string
	}{
		{"12 before the breach", []sla.ClockAccount{missed(1, 100, 112)}, ""},
		{"13 before the breach", []sla.ClockAccount{missed(1, 100, 113)}, "100"},
		{"12 after the end", []sla.ClockAccount{kept(112, 100)}, ""},
		{"13 after the end", []sla.ClockAccount{kept(113, 100)}, "113"},
		{"after the end, in a lane of two", []sla.ClockAccount{kept(150, 100), met(2, 200, 300)}, ""},
		{"3 from another", []sla.ClockAccount{missed(1, 100, 120), missed(2, 103, 140)}, "100"},
		{"4 from another", []sla.ClockAccount{missed(1, 100, 120), missed(2, 104, 140)}, "100 104"},
		{"at the right edge", []sla.ClockAccount{missed(1, 480, 493)}, ""}, // the breach is no longer shown
	} {
		if got := places(drawn(t, grid(nil, tt.clocks...), "path", "due")); got != tt.want {
			t.Errorf("%s: flags at %s, want %s", tt.name, got, tt.want)
		}
	}
}

// The title of a breach names the steps of its instant: three at most.
func TestBreachNamesItsSteps(t *testing.T) {
	at := minute(100)
	breach, step := happening{at, sla.KindBreached, false}, happening{at, sla.KindEscalated, false}
	start, retarget, stop := happening{minute(0), sla.KindStarted, false}, happening{at, sla.KindRetargeted, false}, happening{at, sla.KindStopped, false}
	for _, tt := range []struct {
		name     string
		happened []happening
		want     string
	}{
		{"no step", []happening{start, breach}, "breached"},
		{"a step", []happening{start, breach, step}, "breached, step one"},
		{"three", []happening{start, breach, step, step, step}, "breached, step one, step two, step three"},
		{"four", []happening{start, breach, step, step, step, step}, "breached, step one, step two, step three"},
		{"ended at once", []happening{start, breach, step, stop}, "breached, step one; stopped: a reason"},
		{"breached again at once", []happening{start, breach, retarget, breach, step}, "breached (no longer stands); target changed to 4h: a reason; breached, step one"},
	} {
		a := account("resolution", 1, sla.Running, minute(0), tt.happened...)
		steps := []string{"one", "two", "three", "four"}
		for i := range a.Transitions {
			if tr := &a.Transitions[i]; tr.Kind == sla.KindEscalated {
				tr.Step, steps = steps[0], steps[1:]
			}
		}
		if got := titles(drawn(t, grid(nil, a), "path", "bad")); !slices.Equal(got, []string{tt.want}) {
			t.Errorf("%s: titles %q, want %q", tt.name, got, tt.want)
		}
	}
}

// The end of a clock is hollow once it was reopened, and only then.
func TestEndIsHollowOnceReopened(t *testing.T) {
	for _, tt := range []struct {
		name         string
		kinds        []sla.Kind
		hollow, full int
	}{
		{"stopped", []sla.Kind{sla.KindStopped}, 0, 1},
		{"reopened", []sla.Kind{sla.KindStopped, sla.KindReopened}, 1, 0},
		{"stopped again", []sla.Kind{sla.KindStopped, sla.KindReopened, sla.KindStopped}, 1, 1},
		{"late after it", []sla.Kind{sla.KindStopped, sla.KindReopened, sla.KindBreached, sla.KindStopped}, 1, 2},
		{"two ends", []sla.Kind{sla.KindStopped, sla.KindEscalated, sla.KindStopped}, 0, 2},
	} {
		happened := []happening{{minute(0), sla.KindStarted, false}}
		for i, kind := range tt.kinds {
			happened = append(happened, happening{minute(float64(100 + 50*i)), kind, false})
		}
		got := grid(nil, account("resolution", 1, sla.Running, minute(0), happened...))
		hollow, full := len(drawn(t, got, "path", "void badly")), len(drawn(t, got, "path", "bad"))
		if hollow != tt.hollow || full != tt.full {
			t.Errorf("%s: %d hollow and %d full signs, want %d and %d", tt.name, hollow, full, tt.hollow, tt.full)
		}
	}
}

// A lane has three rows of texts. If more would be needed, a line below the picture says so.
func TestTextsWithoutRoomAreLeftOut(t *testing.T) {
	for n, lost := range map[int]bool{3: false, 4: true} {
		happened := []happening{{minute(0), sla.KindStarted, false}}
		for i := range n {
			happened = append(happened, happening{minute(float64(200 + 20*i)), sla.KindEscalated, false})
		}
		a := account("resolution", 1, sla.Running, minute(0), happened...)
		for i := range n {
			a.Transitions[i+1].Step = fmt.Sprintf("tell everybody who may know of it (%d)", i)
		}
		list := labels(t, grid(nil, a))
		if got := slices.Contains(list, "Some texts have no room: point at a mark to read it."); got != lost {
			t.Errorf("%d long texts: %q", n, list)
		}
	}
}
