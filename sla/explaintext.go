package sla

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/human"
)

// String describes the explanation in words for a support lead, with a line for everything that
// happened. Instants are in the zone of each clock's schedule. Equal explanations have the same
// text, but its form may change between versions.
func (x Explanation) String() string {
	var b strings.Builder
	zone := time.UTC
	if len(x.Clocks) > 0 {
		zone = zoneOf(x.Clocks[0].Zone)
	}
	name := x.IssueID
	if name == "" {
		name = "The issue"
	}
	fmt.Fprintf(&b, "%s as of %s\n", quiet(name), human.Instant(x.AsOf, zone, time.Time{}))
	if len(x.Clocks)+len(x.Policies)+len(x.Metrics) == 0 {
		b.WriteString("\nThere is nothing to explain: it did not exist yet, or there are no policies.\n")
	}
	for i := range x.Clocks {
		b.WriteByte('\n')
		x.Clocks[i].write(&b, x.alike(i))
	}
	if len(x.Policies) > 0 {
		b.WriteString("\nPolicies\n")
		for i := range x.Policies {
			b.WriteString("  " + x.Policies[i].String() + "\n")
		}
	}
	if len(x.Metrics) > 0 {
		b.WriteString("\nWithout a clock\n")
		why := make(map[string][]string) // metrics, by why
		for _, m := range x.Metrics {
			why[m.Why] = append(why[m.Why], human.Name(m.Metric))
		}
		for _, m := range x.Metrics {
			if names := why[m.Why]; names != nil {
				fmt.Fprintf(&b, "  %s: %s\n", strings.Join(names, ", "), m.Why)
				delete(why, m.Why)
			}
		}
	}
	return b.String()
}

// alike reports whether another policy has a clock of the same metric and cycle as clock i, as
// happens under policy.MatchEach.
func (x *Explanation) alike(i int) bool {
	return slices.ContainsFunc(x.Clocks, func(a ClockAccount) bool {
		return a.Metric == x.Clocks[i].Metric && a.Cycle == x.Clocks[i].Cycle && a.Policy != x.Clocks[i].Policy
	})
}

// String says whether the policy applies, and why.
func (a *PolicyAccount) String() string {
	text := quiet(a.Policy)
	switch {
	case len(a.InForceFor) > 0:
		names := make([]string, len(a.InForceFor))
		for i, m := range a.InForceFor {
			names[i] = human.Name(m)
		}
		text += " is in force for " + strings.Join(names, ", ")
		if !a.Matches {
			text += ", kept from when it applied"
		}
	case !a.Effective:
		return text + " was not in effect at the last event"
	case a.First:
		text += " is the first that applies"
	case a.Matches:
		text += " matches"
	default:
		text += " does not apply"
	}
	if a.Because == nil {
		return text
	}
	return text + ": " + a.Because.because(a.Matches)
}

// A line is a line of an account's text.
type line struct {
	at    time.Time
	order int // among lines of the same instant
	text  string
}

// write writes the account of a clock.
func (a *ClockAccount) write(b *strings.Builder, alike bool) {
	title := human.Title(human.Name(a.Metric))
	if alike {
		title += ", " + quiet(a.Policy)
	}
	if a.Cycle > 1 {
		title += fmt.Sprintf(" (%d)", a.Cycle)
	}
	state := string(a.State)
	if a.Breached {
		state += ", breached"
	} else if a.AtRisk {
		state += ", at risk"
	}
	fmt.Fprintf(b, "%s: %s\n", title, state)

	var lines []line
	a.happened(&lines)
	a.spent(&lines)
	slices.SortStableFunc(lines, func(a, b line) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		return a.order - b.order
	})
	width := 0
	for _, l := range lines {
		width = max(width, len(a.instant(l.at)))
	}
	for _, l := range lines {
		fmt.Fprintf(b, "  %-*s  %s\n", width, a.instant(l.at), l.text)
	}
	fmt.Fprintf(b, "  %s\n", a.Sentence())
	for _, c := range a.WouldHavePrevented {
		fmt.Fprintf(b, "  Without one event it would not be breached: %s on %s.\n", c.Text, a.instant(c.At))
	}
}

func (a *ClockAccount) instant(t time.Time) string {
	return human.Instant(t, zoneOf(a.Zone), a.asOf)
}

// zoneOf returns zone, or UTC if it is nil.
func zoneOf(zone *time.Location) *time.Location {
	if zone == nil {
		return time.UTC
	}
	return zone
}

// day returns an instant in the form for sentences: "Monday 10 March 11:30 EDT".
func (a *ClockAccount) day(t time.Time) string {
	t = t.In(zoneOf(a.Zone))
	layout := "Monday 2 January 15:04 MST"
	if t.Year() != a.asOf.In(zoneOf(a.Zone)).Year() {
		layout = "Monday 2 January 2006 15:04 MST"
	}
	return t.Format(layout)
}

// hours describes an amount of time on a schedule.
func hours(d time.Duration, schedule string) string {
	if schedule == businesshours.Always {
		return human.Duration(d, false)
	}
	return human.Duration(d, false) + " of support hours"
}

// happened adds a line for each transition.
func (a *ClockAccount) happened(lines *[]line) {
	breached := false // under the target in force
	for i := range a.Transitions {
		h := &a.Transitions[i]
		text := a.transitionText(i)
		switch h.Kind {
		case KindBreached:
			breached = true
		case KindStarted, KindRetargeted:
			switch {
			case breached && h.SamePromise:
				text += "; it stays breached"
			case breached:
				text += "; the earlier breach no longer stands"
				breached = false
			}
		}
		*lines = append(*lines, line{h.At, 0, text})
	}
}

// transitionText says what happened in transition i.
func (a *ClockAccount) transitionText(i int) string {
	h := &a.Transitions[i]
	because := ": " + h.Cause.Text
	switch h.Kind {
	case KindStarted, KindRetargeted:
		return string(h.Kind) + because + "; " + a.targetText(h)
	case KindReleased:
		return "no policy has a target any more" + because
	case KindEscalated:
		return "step " + quiet(h.Step) + a.repeatText(i)
	case KindBreached:
		if h.Cause.Kind != CauseTime {
			return "breached at once"
		}
		return "breached"
	case KindStopped:
		if h.Met {
			return "stopped" + because + ", in time"
		}
		return "stopped" + because + ", too late"
	}
	return string(h.Kind) + because
}

// targetText says which target took over.
func (a *ClockAccount) targetText(h *CausedTransition) string {
	text := fmt.Sprintf("policy %s gives %s", quiet(h.Policy), hours(h.Allowed, h.Schedule))
	if h.Schedule != businesshours.Always {
		text += " on " + quiet(h.Schedule)
	}
	switch {
	case h.Days != nil:
		text += ": " + daysText(*h.Days)
	case !h.Promised.IsZero():
		text += ", until " + a.instant(h.Promised)
	}
	text += choicesText(h.Choices)
	if h.SamePromise {
		return text + ", the same promise as before: what was reached stays reached"
	}
	if h.Elapsed > 0 {
		text += fmt.Sprintf("; %s already counted", human.Duration(h.Elapsed, false))
	}
	return text
}

// repeatText says which repeat of a step transition i is, and how many repeats were passed over.
// Repeats are passed over only if several are reached at once.
func (a *ClockAccount) repeatText(i int) string {
	h := &a.Transitions[i]
	if h.Repeat == 0 {
		return ""
	}
	text := fmt.Sprintf(", repeated (%d)", h.Repeat)
	if h.Cause.Kind == CauseTime {
		return text
	}
	first := 0
	for k := range i {
		if b := &a.Transitions[k]; b.Kind == KindEscalated && b.Step == h.Step && b.Nth == h.Nth && b.TargetSeq == h.TargetSeq {
			first = b.Repeat + 1
		}
	}
	if n := h.Repeat - first; n > 1 {
		text += fmt.Sprintf("; the %d before it were passed over", n)
	} else if n == 1 {
		text += "; the one before it was passed over"
	}
	return text
}

// spent adds a line for each segment. Consecutive segments of open and closed hours may share
// one.
func (a *ClockAccount) spent(lines *[]line) {
	happened := make(map[int64]bool, len(a.Transitions))
	for i := range a.Transitions {
		happened[a.Transitions[i].At.UnixNano()] = true
	}
	breaks := func(t time.Time) bool { return happened[t.UnixNano()] }
	for i := 0; i < len(a.Segments); {
		n := i + 1
		for n < len(a.Segments) && a.Segments[i].runs() && a.Segments[n].runs() && a.Segments[i].Recounted == a.Segments[n].Recounted && !breaks(a.Segments[n].From) {
			n++
		}
		if n-i > 3 {
			*lines = append(*lines, line{a.Segments[i].From, 1, a.run(a.Segments[i:n])})
		} else {
			for k := i; k < n; k++ {
				*lines = append(*lines, line{a.Segments[k].From, 1, a.segment(&a.Segments[k])})
			}
		}
		i = n
	}
}

// runs reports whether the clock was running, in open or closed hours.
func (s *Segment) runs() bool {
	return s.Kind == SegmentCounted || s.Kind == SegmentClosed || s.Kind == SegmentHoliday
}

// segment describes one segment.
func (a *ClockAccount) segment(s *Segment) string {
	until := " until " + a.instant(s.To)
	recounted := later(s)
	switch s.Kind {
	case SegmentCounted:
		return fmt.Sprintf("counted %s%s%s: %s in all", hours(s.Counted, s.Schedule), until, recounted, human.Duration(s.Sum, false))
	case SegmentHours:
		return fmt.Sprintf("counted %s%s%s: %s in all", hours(s.Counted, s.Schedule), until, recounted, human.Duration(s.Sum, false))
	case SegmentClosed:
		return "closed" + until + recounted
	case SegmentHoliday:
		if s.Holiday == "" {
			return "closed for a holiday" + until + recounted
		}
		return "closed for " + quiet(s.Holiday) + until + recounted
	case SegmentPaused:
		return fmt.Sprintf("%s%s, which took out %s%s", waiting(s), until, hours(s.Open, s.Schedule), recounted)
	case SegmentStopped:
		return "not counted while it was stopped" + until
	case SegmentReleased:
		return "not counted without a target" + until
	}
	return "not counted: counting started over on " + a.instant(s.To)
}

// later says that a segment is judged by a target that was not in force yet, if it is.
func later(s *Segment) string {
	if s.Recounted {
		return ", by the target that took over later"
	}
	return ""
}

// run describes several segments of open and closed hours.
func (a *ClockAccount) run(list []Segment) string {
	var counted time.Duration
	var holidays []string
	for _, s := range list {
		counted += s.Counted
		if s.Holiday != "" && !slices.Contains(holidays, quiet(s.Holiday)) {
			holidays = append(holidays, quiet(s.Holiday))
		}
	}
	last := list[len(list)-1]
	text := fmt.Sprintf("counted %s until %s", hours(counted, last.Schedule), a.instant(last.To))
	text += later(&last)
	if len(holidays) > 0 {
		text += ", closed for " + cutList(holidays)
	}
	return fmt.Sprintf("%s: %s in all", text, human.Duration(last.Sum, false))
}

// String describes what has happened to the clock, as [Explanation.String] does.
func (a ClockAccount) String() string {
	var b strings.Builder
	a.write(&b, false)
	return b.String()
}
