package timeline_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/timeline"
)

// Texts come from administrators and from other systems. Whatever they are, the picture is XML in
// which they do nothing.
func FuzzTextsDoNothing(f *testing.F) {
	for _, s := range []string{"plain", "]]>", "<script>alert(1)</script>", "\x00\x1f\x7f\u0085", "\xff\xfe\xed\xa0\x80", "\ufffe\uffff\u202e\u2066", `"'&amp;`, "<!--", "<![CDATA["} {
		f.Add(s, s, 960, int64(0), int64(time.Hour))
	}
	f.Fuzz(func(t *testing.T, text, other string, width int, from, length int64) {
		start := at(4, 9, 0)
		issue := sla.Issue{ID: text, CreatedAt: start, Events: []sla.Event{
			sla.SetAttribute("status", other, start.Add(time.Hour)), sla.SetAttribute("priority", text, start.Add(2*time.Hour)),
			sla.CustomEvent(other, start.Add(3*time.Hour)), sla.CancelFor(text, start.Add(4*time.Hour)), {Type: sla.Message, From: sla.Party(other), At: start},
		}}
		x := explanationOf(text, other, start)
		options := timeline.Options{Width: width, Metrics: nil}
		if from != 0 {
			options.From = start.Add(time.Duration(from))
			options.Until = options.From.Add(time.Duration(length))
		}
		got := timeline.SVG(issue, x, options)
		checkWellFormed(t, got)
		if !bytes.Equal(got, timeline.SVG(issue, x, options)) {
			t.Error("two pictures of one explanation differ")
		}
	})
}

// explanationOf returns an explanation with hostile texts wherever there is a text.
func explanationOf(text, other string, start time.Time) sla.Explanation {
	clock := sla.Clock{
		Metric: text, Cycle: 1, Policy: other, Schedule: text, Target: time.Hour, State: sla.Running, Breached: true,
		StartedAt: start, DueAt: start.Add(time.Hour), BreachedAt: start.Add(2 * time.Hour), Elapsed: 5 * time.Hour, Remaining: -4 * time.Hour,
	}
	cause := sla.Cause{Kind: sla.CauseEvent, At: start, Text: text}
	transition := func(kind sla.Kind, after time.Duration) sla.CausedTransition {
		return sla.CausedTransition{Cause: cause, Schedule: other, Allowed: after, Transition: sla.Transition{At: start.Add(after), Kind: kind, Metric: text, Policy: text, Step: other, Repeat: 1}}
	}
	return sla.Explanation{IssueID: text, AsOf: start.Add(6 * time.Hour), Clocks: []sla.ClockAccount{{
		Clock: clock, Zone: time.UTC, Started: cause,
		Segments: []sla.Segment{
			{From: start, To: start.Add(time.Hour), Kind: sla.SegmentCounted, Counted: time.Hour, Policy: text, Schedule: other},
			{From: start.Add(time.Hour), To: start.Add(3 * time.Hour), Kind: sla.SegmentPaused, Pause: &sla.Comparison{Field: text, Op: "eq", Want: other, Got: text}, PausedBy: &cause},
			{From: start.Add(3 * time.Hour), To: start.Add(6 * time.Hour), Kind: sla.SegmentHoliday, Holiday: text},
			{Kind: sla.SegmentKind(other)},
		},
		Transitions: []sla.CausedTransition{
			transition(sla.KindStarted, 0), transition(sla.KindEscalated, time.Hour), transition(sla.KindBreached, 2*time.Hour),
			transition(sla.KindRetargeted, 3*time.Hour), transition(sla.KindStopped, 4*time.Hour), transition(sla.KindReopened, 5*time.Hour), transition(sla.Kind(text), 5*time.Hour),
		},
	}}}
}
