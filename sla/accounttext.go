package sla

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/policy"
)

// A line is a row of an account in the making.
type line struct {
	at   time.Time
	text string

	key                bool          // it is told in any case
	counted, uncounted time.Duration // open time
}

// rows tells what happened to the clock, and what it counted. Unless they are to be full, steps
// share a row, and of many rows only the first and the last are told, and the breach.
func (a *ClockAccount) rows(d *human.Dates, full bool) (rows []row) {
	var lines []line
	a.happened(&lines, d, full)
	a.spent(&lines, d)
	slices.SortStableFunc(lines, func(a, b line) int { return a.at.Compare(b.at) }) // what happened comes first
	n := len(lines)
	told := func(i int) bool {
		return full || n <= mostRows || i < mostRows/2-1 || i >= n-mostRows/2+1 || lines[i].key
	}
	for i := 0; i < n; {
		if told(i) {
			rows = append(rows, row{d.Short(lines[i].at), lines[i].text})
			i++
			continue
		}
		first := i
		for !told(i) { // the last line is told
			i++
		}
		rows = append(rows, row{"…", moreText(lines[first:i])})
	}
	return rows
}

// moreText sums up lines that are not told.
func moreText(lines []line) string {
	var counted, uncounted time.Duration
	for i := range lines {
		counted += lines[i].counted
		uncounted += lines[i].uncounted
	}
	return fmt.Sprintf("%s more: %s counted, %s not counted", human.Count(int64(len(lines))), human.Amount(counted), human.Amount(uncounted))
}

// happened adds a line for each transition, except those that the lines of segments tell.
func (a *ClockAccount) happened(lines *[]line, d *human.Dates, full bool) {
	breached := false // under the target in force
	told := 0         // the target whose steps are told
	for i := range a.Transitions {
		h := &a.Transitions[i]
		var text string
		switch h.Kind {
		case KindPaused, KindResumed:
			continue // the pause itself says it
		case KindEscalated:
			if !full && h.TargetSeq == told {
				continue
			}
			told = h.TargetSeq
			text = "step " + quiet(h.Step) + a.repeatText(i)
			if !full {
				text = a.stepsText(i)
			}
		case KindBreached:
			breached = true
			text = a.transitionText(h, d)
		case KindStarted, KindRetargeted:
			text = a.transitionText(h, d)
			switch {
			case breached && h.SamePromise:
				text += "; it stays breached"
			case breached:
				text += "; the earlier breach no longer stands"
				breached = false
			}
		default:
			text = a.transitionText(h, d)
		}
		*lines = append(*lines, line{at: h.At, text: text, key: h.Kind == KindBreached && h.At.Equal(a.BreachedAt)})
	}
}

// stepsText tells the steps of a target in one line. Transition i is the first of them.
func (a *ClockAccount) stepsText(i int) string {
	type step struct {
		name  string
		times int
	}
	var steps []step
	for k := i; k < len(a.Transitions) && a.Transitions[k].TargetSeq == a.Transitions[i].TargetSeq; k++ {
		h := &a.Transitions[k]
		if h.Kind != KindEscalated {
			continue
		}
		n := slices.IndexFunc(steps, func(s step) bool { return s.name == h.Step })
		if n < 0 {
			n = len(steps)
			steps = append(steps, step{name: h.Step})
		}
		steps[n].times++
	}
	parts := make([]string, len(steps))
	for k, s := range steps {
		parts[k] = quiet(s.name)
		if s.times > 1 {
			parts[k] += fmt.Sprintf(" %d times", s.times)
		}
	}
	if len(parts) == 1 {
		return "step " + parts[0]
	}
	return "steps from then on: " + cutList(parts)
}

// transitionText says what happened in a transition.
func (a *ClockAccount) transitionText(h *CausedTransition, d *human.Dates) string {
	because := ": " + h.Cause.effective()
	switch h.Kind {
	case KindStarted, KindRetargeted:
		return string(h.Kind) + because + "; " + a.targetText(h, d)
	case KindReleased:
		return "no policy has a target any more" + because
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

// hours describes an amount of time on a schedule.
func hours(d time.Duration, schedule string) string {
	if schedule == businesshours.Always {
		return human.Amount(d)
	}
	return human.Amount(d) + " of support hours"
}

// targetText says which target took over.
func (a *ClockAccount) targetText(h *CausedTransition, d *human.Dates) string {
	text := fmt.Sprintf("policy %s gives %s", a.policyText(h.Policy), human.Amount(h.Allowed))
	if h.Schedule != businesshours.Always {
		text += " on " + quiet(h.Schedule)
	}
	switch {
	case h.Days != nil:
		text += ": " + daysText(*h.Days)
	case !h.Promised.IsZero():
		text += ", until " + d.Short(h.Promised)
	}
	text += choicesText(h.Choices)
	if h.SamePromise {
		return text + ", the same promise as before: what was reached stays reached"
	}
	if h.Elapsed > 0 {
		text += fmt.Sprintf("; %s already counted", human.Amount(h.Elapsed))
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
	for k := i - 1; k >= 0 && a.Transitions[k].TargetSeq == h.TargetSeq; k-- {
		if b := &a.Transitions[k]; b.Kind == KindEscalated && b.Step == h.Step && b.Nth == h.Nth {
			first = b.Repeat + 1
			break
		}
	}
	if n := h.Repeat - first; n > 1 {
		text += fmt.Sprintf("; the %d before it were passed over", n)
	} else if n == 1 {
		text += "; the one before it was passed over"
	}
	return text
}

// spent adds a line for each segment. Consecutive segments of open and closed hours share one,
// unless another target took over in between.
func (a *ClockAccount) spent(lines *[]line, d *human.Dates) {
	for i := 0; i < len(a.Segments); {
		first := &a.Segments[i]
		n := i + 1
		for first.runs() && n < len(a.Segments) && a.Segments[n].runs() && first.Recounted == a.Segments[n].Recounted &&
			first.Policy == a.Segments[n].Policy && first.Schedule == a.Segments[n].Schedule {
			n++
		}
		l := line{at: first.From}
		if first.runs() {
			l.text, l.counted = a.run(a.Segments[i:n], d)
		} else {
			l.text, l.uncounted = a.segmentText(first, d), first.Open
		}
		*lines = append(*lines, l)
		i = n
	}
}

// runs reports whether the clock was running, in open or closed hours.
func (s *Segment) runs() bool {
	return s.Kind == SegmentCounted || s.Kind == SegmentClosed || s.Kind == SegmentHoliday || s.Kind == SegmentHours
}

// segmentText describes a segment during which the clock was not running.
func (a *ClockAccount) segmentText(s *Segment, d *human.Dates) string {
	until := " until " + d.Short(s.To)
	switch s.Kind {
	case SegmentPaused:
		text := waiting(s) + until
		if s.PausedBy != nil {
			text += ": " + s.PausedBy.effective()
		}
		return text + "; " + human.Amount(s.Open) + " not counted" + later(s)
	case SegmentStopped:
		return "not counted while it was stopped" + until
	case SegmentReleased:
		return "not counted without a target" + until
	}
	return "not counted: counting started over on " + d.Short(s.To)
}

// later says that a segment is judged by a target that was not in force yet, if it is.
func later(s *Segment) string {
	if s.Recounted {
		return ", by the target that took over later"
	}
	return ""
}

// run describes consecutive segments of open and closed hours, and returns what they counted.
func (a *ClockAccount) run(list []Segment, d *human.Dates) (text string, counted time.Duration) {
	var holidays []string
	listed := make(map[string]bool)
	for i := range list {
		s := &list[i]
		counted += s.Counted
		if s.Kind == SegmentHoliday {
			name := "a holiday"
			if s.Holiday != "" {
				name = quiet(s.Holiday)
			}
			if !listed[name] {
				listed[name] = true
				holidays = append(holidays, name)
			}
		}
	}
	last := &list[len(list)-1]
	text = "closed"
	if counted > 0 {
		text = "counted " + human.Amount(counted)
	}
	text += " until " + d.Short(last.To) + later(last)
	if len(holidays) > 0 {
		text += ", closed for " + cutList(holidays)
	}
	if last.Sum != counted && counted > 0 {
		text += ": " + human.Amount(last.Sum) + " in all"
	}
	return text, counted
}

// words sums up the account: the verdict, and for a breached clock what took the time and what
// would have helped.
func (a *ClockAccount) words(d *human.Dates) []string {
	words := []string{a.sentence(d)}
	if !a.Breached {
		return words
	}
	return append(words, a.why(d)...)
}

// why says why the clock is breached: what took the time, in whose hands and in which status;
// which pause came too late; what made the target shorter; and which decisions made the
// difference.
func (a *ClockAccount) why(d *human.Dates) (words []string) {
	if took := a.took(); took != "" {
		words = append(words, took)
	}
	if s := a.latePause(); s != nil {
		words = append(words, fmt.Sprintf("It was paused only after it was due: %s from %s.", waiting(s), d.Short(s.From)))
	}
	words = append(words, a.shortened(d)...)
	for i := range a.WouldHavePrevented {
		c := &a.WouldHavePrevented[i]
		words = append(words, fmt.Sprintf("Without one decision of the desk it would not be breached: %s on %s.", c.effective(), d.Short(c.At)))
	}
	return words
}

// took says what the clock waited for, in whose time and in which status.
func (a *ClockAccount) took() string {
	if a.Elapsed <= 0 {
		return ""
	}
	text := "So far it has taken " + human.Amount(a.Elapsed)
	if last := a.end(); last != nil {
		text = "It took " + human.Amount(a.Elapsed) + " until " + last.Cause.effective()
	}
	var parts []string
	if a.held != "" && len(a.Held) > 0 {
		parts = append(parts, a.split(a.Held, func(h *HeldTime) string { return h.while(a.held) }))
	}
	if a.held != policy.Status && len(a.Statuses) > 0 {
		parts = append(parts, a.split(a.Statuses, func(h *HeldTime) string { return "in status " + valueText(h.Value) }))
	}
	if len(parts) > 0 {
		text += ": " + strings.Join(parts, "; ")
	}
	return text + "."
}

// end returns the transition that ended the clock, or nil if it is open.
func (a *ClockAccount) end() *CausedTransition {
	if a.Open() || len(a.Transitions) == 0 {
		return nil
	}
	if h := &a.Transitions[len(a.Transitions)-1]; h.Kind == KindStopped || h.Kind == KindCancelled {
		return h
	}
	return nil
}

// split says how much of the time passed with the value that held the clock longest, and with the
// next one, if that is a fifth or more.
func (a *ClockAccount) split(held []HeldTime, while func(*HeldTime) string) string {
	held = slices.Clone(held)
	longestFirst(held)
	if held[0].Open == a.Elapsed {
		return "all of it " + while(&held[0])
	}
	text := human.Amount(held[0].Open)
	if text == human.Amount(a.Elapsed) {
		return "nearly all of it " + while(&held[0])
	}
	text += " of it " + while(&held[0])
	if len(held) > 1 && held[1].Open >= a.Elapsed/5 {
		text += ", " + human.Amount(held[1].Open) + " " + while(&held[1])
	}
	return text
}

// while says in whose time something passed.
func (h *HeldTime) while(field string) string {
	if field == assignee {
		if h.Value == nil {
			return "while it was assigned to nobody"
		}
		return "while it was assigned to " + valueText(h.Value)
	}
	if h.Value == nil {
		return "without a value of " + field
	}
	return "while " + field + " was " + valueText(h.Value)
}

// latePause returns the first pause of a breached clock, if that came only after it was due.
func (a *ClockAccount) latePause() *Segment {
	for i := range a.Segments {
		if s := &a.Segments[i]; s.Kind == SegmentPaused {
			if s.From.Before(a.DueAt) || s.From.Before(a.BreachedAt) {
				return nil
			}
			return s
		}
	}
	return nil
}

// shortened says which events made the target shorter, up to the breach.
func (a *ClockAccount) shortened(d *human.Dates) (words []string) {
	var before *CausedTransition
	for i := range a.Transitions {
		h := &a.Transitions[i]
		if h.Kind != KindStarted && h.Kind != KindRetargeted || h.At.After(a.BreachedAt) {
			continue
		}
		if before != nil && h.Allowed < before.Allowed && h.Schedule == before.Schedule {
			words = append(words, fmt.Sprintf("Its target was %s, and became %s on %s: %s.",
				human.Amount(before.Allowed), human.Amount(h.Allowed), d.Short(h.At), h.Cause.effective()))
		}
		before = h
	}
	if n := len(words); n > 2 {
		times := "once"
		if n > 3 {
			times = fmt.Sprintf("%d times", n-2)
		}
		return []string{words[0], strings.TrimSuffix(words[n-1], ".") + "; and " + times + " in between."}
	}
	return words
}
