package sla_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/sla"
)

func TestStandingSaysHowAClockStands(t *testing.T) {
	for want, c := range map[sla.Standing]sla.Clock{
		sla.StandingOnTrack:  {State: sla.Running},
		sla.StandingAtRisk:   {State: sla.Running, AtRisk: true},
		sla.StandingPaused:   {State: sla.Paused, AtRisk: true},
		sla.StandingOverdue:  {State: sla.Paused, Breached: true},
		sla.StandingReleased: {State: sla.Released},
		sla.StandingMet:      {State: sla.Stopped},
		sla.StandingMissed:   {State: sla.Cancelled, Breached: true},
		sla.StandingDropped:  {State: sla.Cancelled},
	} {
		if got := c.Standing(); got != want {
			t.Errorf("%+v stands %s, want %s", c, got, want)
		}
	}
}

func TestNextIsTheOpenClockThatIsDueFirst(t *testing.T) {
	at := func(h int) time.Time { return time.Date(2026, 3, 9, h, 0, 0, 0, time.UTC) }
	clocks := []sla.Clock{ // in the reverse of their order
		{Metric: "ended", State: sla.Stopped, DueAt: at(1)},
		{Metric: "released", State: sla.Released},
		{Metric: "paused, five hours left", State: sla.Paused, Remaining: 5 * time.Hour},
		{Metric: "paused, one hour left", State: sla.Paused, Remaining: time.Hour},
		{Metric: "no hours ahead", State: sla.Running},
		{Metric: "due at noon", State: sla.Running, DueAt: at(12)},
		{Metric: "was due at ten", State: sla.Running, Breached: true, DueAt: at(10)},
	}
	for n := range len(clocks) + 1 {
		r := sla.Result{Clocks: clocks[:n]}
		next, ok := r.Next()
		if n < 3 {
			if ok {
				t.Errorf("Next = %q, want none", next.Metric)
			}
		} else if want := clocks[n-1].Metric; next.Metric != want {
			t.Errorf("Next = %q, want %q", next.Metric, want)
		}
	}
}

func TestOfClocksDueAtOnceTheFirstIsNext(t *testing.T) {
	due := time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)
	r := sla.Result{Clocks: []sla.Clock{{Metric: "a", State: sla.Running, DueAt: due}, {Metric: "b", State: sla.Running, DueAt: due}}}
	if next, ok := r.Next(); !ok || next.Metric != "a" {
		t.Errorf("Next = %q, %v, want the first", next.Metric, ok)
	}
}

func TestClocksAndTransitionsAreLoggedAsGroups(t *testing.T) {
	var b bytes.Buffer
	log := slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == slog.LevelKey {
			return slog.Attr{}
		}
		return a
	}}))
	due := time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)
	log.Info("stands", "clock", sla.Clock{Metric: "resolution", Cycle: 1, Policy: "gold", State: sla.Running, DueAt: due, Remaining: time.Hour})
	step := sla.Transition{IssueID: "I", At: due, Kind: sla.KindEscalated, Metric: "resolution", Cycle: 1, Policy: "gold", Step: "warn", TargetSeq: 1}
	log.Info("reached", "transition", step)
	want := `msg=stands clock.metric=resolution clock.cycle=1 clock.policy=gold clock.standing=on_track clock.elapsed=0s clock.remaining=1h0m0s clock.due_at=2026-03-09T12:00:00.000Z
msg=reached transition.id=` + step.ID() + ` transition.issue=I transition.at=2026-03-09T12:00:00.000Z transition.kind=escalated transition.metric=resolution transition.cycle=1 transition.policy=gold transition.step=warn transition.repeat=0
`
	if got := b.String(); got != want {
		t.Errorf("logged\n%s\nwant\n%s", got, want)
	}
	if strings.Contains(b.String(), "DueAt") {
		t.Error("the fields are logged as Go has them")
	}
}
