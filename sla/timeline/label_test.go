package timeline_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/timeline"
)

// A label says how a clock stands, or how many of a lane came to what. It has a sign if one is
// breached, or if all are met.
func TestLabelSaysHowClocksStand(t *testing.T) {
	clock := func(state sla.State, breached bool, remaining time.Duration) sla.ClockAccount {
		a := account("resolution", 1, state, minute(0))
		a.Breached, a.Remaining, a.EndedAt = breached, remaining, minute(0)
		return a
	}
	void := clock(sla.Cancelled, false, time.Hour)
	void.Outcome = sla.OutcomeVoid
	for _, tt := range []struct {
		want   []string
		clocks []sla.ClockAccount
	}{
		{[]string{"✓ met, 1h left"}, []sla.ClockAccount{clock(sla.Stopped, false, time.Hour)}},
		{[]string{"✕ missed by 1h"}, []sla.ClockAccount{clock(sla.Stopped, true, -time.Hour)}},
		{[]string{"✕ missed, out of hours"}, []sla.ClockAccount{clock(sla.Stopped, true, 0)}},
		{[]string{"✕ missed, no verdict"}, []sla.ClockAccount{clock(sla.Cancelled, true, -time.Hour)}},
		{[]string{"✕ overdue by 1h"}, []sla.ClockAccount{clock(sla.Running, true, -time.Hour)}},
		{[]string{"✕ overdue by 1h, paused"}, []sla.ClockAccount{clock(sla.Paused, true, -time.Hour)}},
		{[]string{"✕ overdue"}, []sla.ClockAccount{clock(sla.Running, true, 0)}},
		{[]string{"✕ overdue, paused"}, []sla.ClockAccount{clock(sla.Paused, true, 0)}},
		{[]string{"✕ overdue, no target"}, []sla.ClockAccount{clock(sla.Released, true, -time.Hour)}},
		{[]string{"no target in force"}, []sla.ClockAccount{clock(sla.Released, false, time.Hour)}},
		{[]string{"paused, 1h left"}, []sla.ClockAccount{clock(sla.Paused, false, time.Hour)}},
		{[]string{"1h left"}, []sla.ClockAccount{clock(sla.Running, false, time.Hour)}},
		{[]string{"– void"}, []sla.ClockAccount{void}},
		{[]string{"– dropped"}, []sla.ClockAccount{clock(sla.Cancelled, false, time.Hour)}},

		{[]string{"✓ 2 met"}, []sla.ClockAccount{clock(sla.Stopped, false, 0), clock(sla.Stopped, false, 0)}},
		{[]string{"✕ 1 overdue, 1 missed", "now ✕ overdue by 1h"}, []sla.ClockAccount{clock(sla.Stopped, true, -time.Hour), clock(sla.Running, true, -time.Hour)}},
		{[]string{"1 open, 1 dropped", "now 1h left"}, []sla.ClockAccount{clock(sla.Cancelled, false, 0), clock(sla.Running, false, time.Hour)}},
		{[]string{"1 dropped, 1 void"}, []sla.ClockAccount{clock(sla.Cancelled, false, 0), void}},
		// The first three parts would be 26 characters wide, and 24 have room.
		{[]string{"✕ 1 missed, 1 open,", "3 met, 1 dropped", "now 1h left"}, []sla.ClockAccount{
			clock(sla.Stopped, true, -time.Hour), clock(sla.Stopped, false, 0), clock(sla.Stopped, false, 0), clock(sla.Stopped, false, 0),
			clock(sla.Cancelled, false, 0), clock(sla.Running, false, time.Hour)}},
	} {
		for i := range tt.clocks {
			tt.clocks[i].Cycle = i + 1
		}
		x := sla.Explanation{AsOf: minute(60), Clocks: tt.clocks}
		list := labels(t, timeline.SVG(sla.Issue{ID: "I", CreatedAt: minute(0)}, x, timeline.Options{Until: minute(60)}))
		i := slices.Index(list, "Resolution")
		if got := list[i+1:]; len(got) < len(tt.want) || !slices.Equal(got[:len(tt.want)], tt.want) || got[len(tt.want)] != "4h on 24x7" {
			t.Errorf("label %q, want %q", got, tt.want)
		}
	}
}

// Clocks of one metric are in lanes of their policies if they overlap, or have the same number.
func TestPoliciesHaveLanesWhereCyclesClash(t *testing.T) {
	clock := func(policy string, cycle int, started, ended float64) sla.ClockAccount {
		a := met(cycle, started, ended)
		a.Policy = policy
		return a
	}
	for _, tt := range []struct {
		name   string
		clocks []sla.ClockAccount
		want   int
	}{
		{"one after the other", []sla.ClockAccount{clock("p", 1, 100, 200), clock("q", 2, 200, 300)}, 1},
		{"overlapping", []sla.ClockAccount{clock("p", 1, 100, 200), clock("q", 2, 199, 300)}, 2},
		{"of one number", []sla.ClockAccount{clock("p", 1, 100, 200), clock("q", 1, 250, 300)}, 2},
		{"of one number after a cycle that took no time", []sla.ClockAccount{clock("p", 1, 100, 200), clock("p", 2, 200, 200), clock("q", 2, 250, 300)}, 2},
	} {
		lanes := 0
		for _, text := range labels(t, grid(nil, tt.clocks...)) {
			if text == "Next response" {
				lanes++
			}
		}
		if lanes != tt.want {
			t.Errorf("%s: %d lanes, want %d", tt.name, lanes, tt.want)
		}
	}
}

// Above a lane, the lines of its label are one if they have room, and never reach into its bars.
func TestLabelAboveALane(t *testing.T) {
	for _, tt := range []struct {
		schedule string
		want     []string
	}{
		// 45 characters have room, and lines that are joined are shorter.
		{"customer service", []string{"paused, 3h 59m left · 4h on customer service"}},
		{"customer services", []string{"paused, 3h 59m left", "4h on customer services"}},
		{"customer care desk", []string{"paused, 3h 59m left", "4h on customer care desk"}},
	} {
		a := account("resolution", 1, sla.Paused, minute(0))
		a.Remaining, a.Schedule = 239*time.Minute, tt.schedule
		a.Segments = []sla.Segment{segment(sla.SegmentCounted, 0, 60)}
		got := timeline.SVG(sla.Issue{ID: "I", CreatedAt: minute(0)}, sla.Explanation{AsOf: minute(60), Clocks: []sla.ClockAccount{a}}, timeline.Options{Width: 320, Until: minute(60)})
		checkLabels(t, got, append([]string{"Resolution"}, tt.want...)...)
		bar := drawn(t, got, "rect", "counted")[0].Y
		for _, b := range textsOf(t, got) {
			if b.text == tt.want[len(tt.want)-1] && (b.bottom > bar || b.bottom < bar-30) {
				t.Errorf("%q ends at %v, and its bars begin at %v", b.text, b.bottom, bar)
			}
		}
	}
}

// Above a lane, the lines of its label break after commas if they are longer than 45 characters.
func TestLongLabelsBreakAfterCommas(t *testing.T) {
	for _, want := range [][]string{
		{strings.Repeat("a", 20) + ", " + strings.Repeat("b", 23)},                               // 45 characters
		{strings.Repeat("a", 20) + ",", strings.Repeat("b", 24)},                                 // 46
		{strings.Repeat("a", 20) + ", " + strings.Repeat("b", 22) + ",", strings.Repeat("c", 9)}, // 45 and the rest
		{strings.Repeat("a", 20) + ",", strings.Repeat("b", 23) + ", " + strings.Repeat("c", 9)}, // not 46 and the rest
	} {
		a, b := account("resolution", 1, sla.Running, minute(0)), account("resolution", 1, sla.Running, minute(0))
		a.Policy, b.Policy = strings.Join(want, " "), "q"
		x := sla.Explanation{AsOf: minute(60), Clocks: []sla.ClockAccount{a, b}}
		list := labels(t, timeline.SVG(sla.Issue{ID: "I", CreatedAt: minute(0)}, x, timeline.Options{Width: 320, Until: minute(60)}))
		got := slices.Clone(list[slices.Index(list, "Resolution")+1:][:len(want)])
		got[len(want)-1], _, _ = strings.Cut(got[len(want)-1], " · ")
		if !slices.Equal(got, want) {
			t.Errorf("lines %q, want %q", got, want)
		}
	}
}

// A title says of what issue a picture is as far as there is room: with its ID alone if the title is
// too long, which is cut if it is itself. What time it shows stands beside the title, or below it in
// a picture that is narrower than 600 pixels, with the date and zone in full if they have room.
func TestTitleHasRoom(t *testing.T) {
	far, saoPaulo := time.FixedZone("America/Argentina/ComodRivadavia", -3*60*60), time.FixedZone("America/Sao_Paulo", -3*60*60)
	const short, full = "as of Mon 4 May 2026 14:00 UTC", "as of Mon 4 May 2026 14:00, UTC"
	for _, tt := range []struct {
		width, id   int // of characters
		zone        *time.Location
		title, asOf string
	}{
		// A character takes 8.96 pixels.
		{960, 55, time.UTC, "Service level clocks of " + strings.Repeat("x", 55), short},
		{960, 57, time.UTC, "Service level clocks of " + strings.Repeat("x", 55) + "…", short}, // of 80 characters at most
		{600, 16, time.UTC, "Service level clocks of " + strings.Repeat("x", 16), short},
		{600, 17, time.UTC, strings.Repeat("x", 17), short}, // 367 of 360 pixels
		{599, 39, time.UTC, "Service level clocks of " + strings.Repeat("x", 39), full},
		{400, 17, time.UTC, "Service level clocks of " + strings.Repeat("x", 17), full}, // 367 of 368 pixels
		{400, 18, time.UTC, strings.Repeat("x", 18), full},
		{400, 50, time.UTC, strings.Repeat("x", 40) + "…", full},
		{400, 0, time.UTC, "Service level clocks", full},
		{320, 1, saoPaulo, "Service level clocks of x", "as of Mon 4 May 2026 11:00, America/Sao_Paulo"}, // 288 pixels, as many as there are
		{400, 1, far, "Service level clocks of x", "as of Mon 4 May 2026 11:00 America/Argentina/ComodRivadavia"},
		{420, 1, far, "Service level clocks of x", "as of Mon 4 May 2026 11:00, America/Argentina/ComodRivadavia"},
	} {
		issue := sla.Issue{ID: strings.Repeat("x", tt.id), CreatedAt: minute(0)}
		list := labels(t, timeline.SVG(issue, sla.Explanation{AsOf: minute(60)}, timeline.Options{Width: tt.width, Zone: tt.zone}))
		if len(list) < 2 || !slices.Contains(list[:2], tt.title) || !slices.Contains(list[:2], tt.asOf) {
			t.Errorf("%d pixels: %q, want %q and %q", tt.width, list[:2], tt.title, tt.asOf)
		}
	}
}
