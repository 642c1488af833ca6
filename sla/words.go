package sla

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
)

// String returns how the clocks stand, a line each, with instants in UTC.
func (r Result) String() string {
	lines := make([]string, len(r.Clocks))
	for i := range r.Clocks {
		c := r.Clocks[i]
		alike := func(d Clock) bool { return d.Metric == c.Metric && d.Cycle == c.Cycle && d.Policy != c.Policy }
		lines[i] = c.String()
		if slices.ContainsFunc(r.Clocks, alike) { // each policy has its own
			lines[i] = quiet(c.Policy) + ", " + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

// String is [Clock.In] in UTC.
func (c Clock) String() string { return c.In(time.UTC) }

// In returns how the clock stands in a line for people, such as "first response: 1h 15m
// left, due Mon 10 Mar 11:30 EDT", with instants as a zone has them.
func (c Clock) In(zone *time.Location) string {
	at := func(t time.Time) string { return human.Instant(t, zoneOf(zone), c.StartedAt) }
	text := human.Name(c.Metric)
	if c.Cycle > 1 {
		text += fmt.Sprintf(" (%d)", c.Cycle)
	}
	left := human.Duration(c.Remaining, false) + " left"
	switch {
	case c.Remaining < 0:
		left = "overdue by " + human.Duration(-c.Remaining, false)
	case c.Breached:
		left = "overdue"
	}
	switch c.State {
	case Stopped:
		if c.Breached {
			return text + ": missed on " + at(c.EndedAt) + ", " + left
		}
		return text + ": met on " + at(c.EndedAt) + ", with " + left
	case Cancelled:
		if c.Breached {
			return text + ": breached, and ended without a verdict on " + at(c.EndedAt)
		}
		return text + ": ended without a verdict on " + at(c.EndedAt)
	case Released:
		if c.Breached {
			return text + ": breached, and no target in force any more"
		}
		return text + ": no target in force"
	case Paused:
		return text + ": paused, " + left
	}
	text += ": " + left
	if c.DueAt.IsZero() {
		return text + ", no hours ahead in which it would be due"
	}
	if c.Breached {
		return text + ", was due " + at(c.DueAt)
	}
	return text + ", due " + at(c.DueAt)
}

// partyText names who did something.
func partyText(p Party, by string) string {
	if by != "" {
		return quiet(by)
	}
	switch p {
	case Agent:
		return "an agent"
	case Bot:
		return "a bot"
	case ThirdParty:
		return "a third party"
	}
	return "the customer"
}

// quiet returns what somebody has written as it is, if it is a short word or name, and
// quoted and cut otherwise.
func quiet(s string) string {
	plain := s != "" && utf8.ValidString(s) && utf8.RuneCountInString(s) <= 64 && strings.TrimSpace(s) == s &&
		!strings.ContainsFunc(s, func(r rune) bool { return r == '"' || !unicode.IsPrint(r) })
	if plain {
		return s
	}
	return strict.Quote(s)
}

// eventText says in some words what an event was.
func eventText(e *Event) string {
	switch e.Type {
	case Message:
		return partyText(e.From, e.By) + " wrote"
	case Note:
		return partyText(Agent, e.By) + " made a note"
	case Custom:
		return quiet(e.Name) + " happened"
	case Cancel:
		if e.Reason != "" {
			return "the issue was cancelled: " + quiet(e.Reason)
		}
		return "the issue was cancelled"
	}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(e.Set)) {
		if len(parts) == 3 {
			parts = append(parts, fmt.Sprintf("%d more", len(e.Set)-3))
			break
		}
		if e.Set[name] == nil {
			parts = append(parts, name+" was removed")
		} else {
			parts = append(parts, name+" became "+valueText(e.Set[name]))
		}
	}
	if len(parts) == 0 {
		return "an update set nothing"
	}
	text := strings.Join(parts, ", ")
	if e.By != "" {
		text += " by " + quiet(e.By)
	}
	return text
}

// valueText returns a value as people read it.
func valueText(x any) string {
	switch x := x.(type) {
	case nil:
		return "nothing"
	case string:
		return quiet(x)
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case []string:
		parts := make([]string, len(x))
		for i, s := range x {
			parts[i] = quiet(s)
		}
		return "[" + cutList(parts) + "]"
	case []any:
		parts := make([]string, len(x))
		for i, v := range x {
			parts[i] = valueText(v)
		}
		return "[" + cutList(parts) + "]"
	}
	return fmt.Sprint(x)
}

// cutList joins texts, the first few.
func cutList(parts []string) string {
	if n := len(parts); n > 5 {
		parts = append(parts[:5:5], fmt.Sprintf("%d more", n-5))
	}
	return strings.Join(parts, ", ")
}

// opTexts are what each operator wants of a field, ahead of the value.
var opTexts = map[policy.Op]string{
	policy.Eq: "", policy.Ne: "another than ", policy.In: "one of ", policy.NotIn: "none of ",
	policy.Exists: "any value", policy.Missing: "no value", policy.Contains: "with ",
	policy.ContainsAny: "with one of ", policy.ContainsAll: "with all of ",
	policy.StartsWith: "beginning with ", policy.EndsWith: "ending in ", policy.Matches: "matching ",
	policy.Gt: "more than ", policy.Gte: "at least ", policy.Lt: "less than ", policy.Lte: "at most ",
	policy.Before: "before ", policy.After: "after ", policy.InHours: "in the hours of ", policy.NotInHours: "outside the hours of ",
}

// String returns what was found, and what was wanted if that is another thing: such as
// "priority is low, wanted urgent".
func (c *Comparison) String() string {
	if c == nil {
		return "there is nothing to compare"
	}
	return c.because(c.Holds)
}

// because says why a condition holds, or does not, that c decides.
func (c *Comparison) because(holds bool) string {
	found := c.Field + " is " + valueText(c.Got)
	if c.Got == nil {
		found = c.Field + " has no value"
	}
	want := opTexts[c.Op]
	if c.Op != policy.Exists && c.Op != policy.Missing {
		want += valueText(c.Want)
	}
	switch {
	case !c.Holds && holds:
		return found + ", and not " + want
	case !c.Holds:
		return found + ", wanted " + want
	case c.Holds && !holds && c.Op == policy.Eq:
		return found + ", which rules it out"
	case c.Holds && !holds:
		return found + ", that is " + want + ", which rules it out"
	case c.Op == policy.Eq || c.Op == policy.Exists || c.Op == policy.Missing:
		return found
	}
	return found + ", that is " + want
}

// String says everything in words, a line for everything that has happened, with
// instants in the zone of each clock's schedule: for a support lead, not for a
// programmer. The text is the same for the same explanation; its form may change.
func (x Explanation) String() string {
	var b strings.Builder
	zone := time.UTC
	if len(x.Clocks) > 0 {
		zone = zoneOf(x.Clocks[0].Zone)
	}
	name := x.Issue
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

// alike reports whether there is another clock of the same metric and cycle, as there is
// where policies have clocks of their own.
func (x *Explanation) alike(i int) bool {
	return slices.ContainsFunc(x.Clocks, func(a ClockAccount) bool {
		return a.Metric == x.Clocks[i].Metric && a.Cycle == x.Clocks[i].Cycle && a.Policy != x.Clocks[i].Policy
	})
}

// String says whether the policy applies, and why.
func (a *PolicyAccount) String() string {
	text := quiet(a.Policy)
	switch {
	case len(a.Governs) > 0:
		names := make([]string, len(a.Governs))
		for i, m := range a.Governs {
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

// A line is one of an account's text.
type line struct {
	at    time.Time
	order int // at one instant
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
	for _, c := range a.Otherwise {
		fmt.Fprintf(b, "  Without one event it would not be breached: %s on %s.\n", c.Text, a.instant(c.At))
	}
}

func (a *ClockAccount) instant(t time.Time) string {
	return human.Instant(t, zoneOf(a.Zone), a.StartedAt)
}

// zoneOf returns a zone, UTC for none.
func zoneOf(zone *time.Location) *time.Location {
	if zone == nil {
		return time.UTC
	}
	return zone
}

// day returns an instant as a sentence has it: "Monday 10 March 11:30 EDT".
func (a *ClockAccount) day(t time.Time) string {
	t = t.In(zoneOf(a.Zone))
	layout := "Monday 2 January 15:04 MST"
	if t.Year() != a.StartedAt.In(zoneOf(a.Zone)).Year() {
		layout = "Monday 2 January 2006 15:04 MST"
	}
	return t.Format(layout)
}

// hours returns an amount of what a schedule counts.
func hours(d time.Duration, schedule string) string {
	if schedule == businesshours.Always {
		return human.Duration(d, false)
	}
	return human.Duration(d, false) + " of support hours"
}

// happened adds a line for each transition.
func (a *ClockAccount) happened(lines *[]line) {
	breached := false // since the target took over
	for i := range a.Happenings {
		h := &a.Happenings[i]
		breached = breached || h.Kind == KindBreached
		because := ": " + h.Cause.Text
		var text string
		switch h.Kind {
		case KindStarted, KindRetargeted:
			text = fmt.Sprintf("%s%s; policy %s gives %s", h.Kind, because, quiet(h.Policy), hours(h.Allowed, h.Schedule))
			if h.Schedule != businesshours.Always {
				text += " on " + quiet(h.Schedule)
			}
			if h.Elapsed > 0 {
				text += fmt.Sprintf("; %s had been counted by it", human.Duration(h.Elapsed, false))
			}
			if breached {
				text += "; the breach ahead of it stands no more"
			}
			breached = false
		case KindReleased:
			text = "no policy has a target any more" + because
		case KindEscalated:
			text = "step " + quiet(h.Step)
			if h.Repeat > 0 {
				text += fmt.Sprintf(", repeated (%d)", h.Repeat)
			}
		case KindBreached:
			text = "breached"
			if h.Cause.Event != TimePassed {
				text += " at once"
			}
		case KindStopped:
			text = "stopped" + because + ", too late"
			if h.Met {
				text = "stopped" + because + ", in time"
			}
		default:
			text = string(h.Kind) + because
		}
		*lines = append(*lines, line{h.At, 0, text})
	}
}

// spent adds a line for each segment, or for several of open and closed hours.
func (a *ClockAccount) spent(lines *[]line) {
	happened := make(map[int64]bool, len(a.Happenings))
	for i := range a.Happenings {
		happened[a.Happenings[i].At.UnixNano()] = true
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

// runs reports whether the clock ran, in open hours or closed ones.
func (s *Segment) runs() bool { return s.What == Counted || s.What == Closed || s.What == OnHoliday }

// segment says what one segment was.
func (a *ClockAccount) segment(s *Segment) string {
	until := " until " + a.instant(s.To)
	recounted := later(s)
	switch s.What {
	case Counted:
		return fmt.Sprintf("counted %s%s%s: %s in all", hours(s.Counted, s.Schedule), until, recounted, human.Duration(s.Sum, false))
	case Hours:
		return fmt.Sprintf("counted %s%s%s: %s in all", hours(s.Counted, s.Schedule), until, recounted, human.Duration(s.Sum, false))
	case Closed:
		return "closed" + until + recounted
	case OnHoliday:
		if s.Holiday == "" {
			return "closed for a holiday" + until + recounted
		}
		return "closed for " + quiet(s.Holiday) + until + recounted
	case WasPaused:
		return fmt.Sprintf("%s%s, which took out %s%s", waiting(s), until, hours(s.Open, s.Schedule), recounted)
	case WasStopped:
		return "not counted while it was stopped" + until
	case WasReleased:
		return "not counted without a target" + until
	}
	return "forgotten: counting began anew " + a.instant(s.To)
}

// later says of a segment that it is judged by a target that was not in force yet.
func later(s *Segment) string {
	if s.Recounted {
		return ", by the target that took over later"
	}
	return ""
}

// run says what several segments of open and closed hours were.
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

// waiting says for what a clock was paused.
func waiting(s *Segment) string {
	if s.Pause != nil && s.Pause.Field == policy.StatusCategory {
		switch s.Pause.Got {
		case string(policy.Pending):
			return "waiting on the customer"
		case string(policy.Hold):
			return "on hold"
		}
	}
	if s.Pause == nil {
		return "paused"
	}
	return "paused (" + s.Pause.because(true) + ")"
}

// Sentence sums up the account of a clock in a sentence or two.
func (a *ClockAccount) Sentence() string {
	since := fmt.Sprintf("since %s on %s", a.Started.Text, a.day(a.StartedAt))
	if a.restarted() {
		last := a.lastTarget()
		since = fmt.Sprintf("since counting began anew on %s, when %s", a.day(last.At), last.Cause.Text)
	}
	until := a.EndedAt
	if a.Breached {
		until = a.DueAt // what came later has nothing to do with it
	}
	out := a.takenOut(until)
	target := hours(a.Target, a.Schedule)

	var text string
	switch {
	case a.Breached && a.atOnce() != nil:
		text = fmt.Sprintf("Breached on %s, when %s", a.day(a.BreachedAt), a.atOnce().Cause.Text)
		if last := a.lastTarget(); last.At.Equal(a.BreachedAt) {
			text += fmt.Sprintf(" and its target became %s: %s had been counted by then", target, human.Duration(last.Elapsed, false))
		}
		if a.DueAt.Before(a.BreachedAt) {
			text += ", and it would have been due on " + a.day(a.DueAt)
		}
		text += out + "."
	case a.Breached:
		text = fmt.Sprintf("Breached on %s: %s had passed %s%s.", a.day(a.BreachedAt), target, since, out)
	}
	switch a.State {
	case Stopped:
		if a.Breached {
			late := human.Duration(-a.Remaining, false) + " too late"
			if a.Remaining == 0 {
				late = human.Duration(a.EndedAt.Sub(a.DueAt), true) + " after it was due, out of hours"
			}
			return fmt.Sprintf("%s It was stopped on %s, %s.", text, a.day(a.EndedAt), late)
		}
		return fmt.Sprintf("Met on %s: %s of %s had passed %s%s.", a.day(a.EndedAt), human.Duration(a.Elapsed, false), target, since, out)
	case Cancelled:
		if text != "" {
			text += " "
		}
		return fmt.Sprintf("%sIt ended without a verdict on %s.", text, a.day(a.EndedAt))
	}
	if a.Breached {
		if a.State == Released {
			text += " No policy has a target for it any more."
		}
		return text
	}
	switch {
	case a.State == Released:
		return fmt.Sprintf("No policy has a target for it; %s had been counted.", human.Duration(a.Elapsed, false))
	case a.State == Paused:
		return fmt.Sprintf("Paused, with %s of %s left for when it runs again%s.", human.Duration(a.Remaining, false), target, out)
	case a.DueAt.IsZero():
		return fmt.Sprintf("Never due: the schedule has no hours ahead for the %s that are left.", human.Duration(a.Remaining, false))
	}
	return fmt.Sprintf("Due on %s: %s of %s have passed %s, %s are left%s.", a.day(a.DueAt), human.Duration(a.Elapsed, false), target, since, human.Duration(a.Remaining, false), out)
}

// takenOut says what was not counted until an instant, or until now if that is zero.
func (a *ClockAccount) takenOut(until time.Time) string {
	var order []string
	taken := make(map[string]time.Duration)
	add := func(what string, d time.Duration) {
		if d <= 0 {
			return
		}
		if taken[what] == 0 {
			order = append(order, what)
		}
		taken[what] += d
	}
	for i := range a.Segments {
		s := &a.Segments[i]
		if !until.IsZero() && s.To.After(until) {
			break
		}
		switch s.What {
		case WasPaused:
			add(waiting(s), s.Open)
		case WasStopped:
			add("the time it was stopped", s.Open)
		case WasReleased:
			add("the time without a target", s.To.Sub(s.From))
		}
	}
	var b strings.Builder
	for _, what := range order {
		fmt.Fprintf(&b, "; %s took out %s", what, human.Duration(taken[what], false))
	}
	return b.String()
}

// atOnce returns the breach, if it was not time that ran out but an event that brought
// it about; or nil.
func (a *ClockAccount) atOnce() *Happening {
	for i := range a.Happenings {
		if h := &a.Happenings[i]; h.Kind == KindBreached && h.At.Equal(a.BreachedAt) && h.Cause.Event != TimePassed {
			return h
		}
	}
	return nil
}

// lastTarget returns the last happening by which a target took over.
func (a *ClockAccount) lastTarget() *Happening {
	for i := len(a.Happenings) - 1; i >= 0; i-- {
		if h := &a.Happenings[i]; h.Kind == KindStarted || h.Kind == KindRetargeted {
			return h
		}
	}
	return new(Happening)
}

// restarted reports whether counting began anew after the start.
func (a *ClockAccount) restarted() bool {
	return len(a.Segments) > 0 && a.Segments[0].What == Forgotten
}

// String says what has happened to the clock, as [Explanation.String] does.
func (a ClockAccount) String() string {
	var b strings.Builder
	a.write(&b, false)
	return b.String()
}
