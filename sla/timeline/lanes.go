package timeline

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// lane draws a lane: what it is called, the hours, the bars and the marks.
func (p *picture) lane(l *lane, top float64) {
	last := l.clocks[len(l.clocks)-1]
	y := top + barTop
	p.text("lane", margin, y+2, "", l.name, 22)
	lines := []string{state(last), target(last)}
	if l.policy != "" {
		lines = append([]string{l.policy}, lines...)
	}
	for i, line := range lines {
		p.text("small", margin, y+15+12.5*float64(i), "", line, 25)
	}
	p.line("rule", p.left, y+barHeight/2, p.right, y+barHeight/2)
	p.hours(last, y)
	p.bars(l.clocks, y)
}

// state says how a clock stands.
func state(a *sla.ClockAccount) string {
	left := human.Duration(a.Remaining, false)
	if a.Remaining < 0 {
		left = human.Duration(-a.Remaining, false)
	}
	switch {
	case a.State == sla.Stopped && !a.Breached:
		return "✓ met, " + left + " left"
	case a.State == sla.Stopped && a.Remaining == 0:
		return "✕ missed, out of hours"
	case a.State == sla.Stopped:
		return "✕ missed by " + left
	case a.State == sla.Cancelled && a.Breached:
		return "✕ breached, no verdict"
	case a.State == sla.Cancelled:
		return "– no verdict"
	case a.State == sla.Released && a.Breached:
		return "✕ breached, no target"
	case a.State == sla.Released:
		return "no target in force"
	case a.Breached:
		return "✕ " + human.Left(a.Remaining, true)
	case a.State == sla.Paused:
		return "paused, " + human.Left(a.Remaining, false)
	}
	return human.Left(a.Remaining, false)
}

// target says what a clock is allowed.
func target(a *sla.ClockAccount) string {
	return human.Duration(a.Target, false) + " on " + a.Schedule
}

// hours shades the hours of a clock's schedule.
func (p *picture) hours(a *sla.ClockAccount, y float64) {
	var spans []fold
	for s := range a.Hours(p.from, p.to) {
		spans = append(spans, fold{s.Start, s.End})
	}
	merged := p.merge(spans)
	p.merged = p.merged || len(merged) < len(spans)
	for _, s := range merged {
		p.rect("open", p.scale.x(s.from), y-4, p.scale.x(s.to)-p.scale.x(s.from), barHeight+8, "")
		p.used["open"] = true
	}
}

// merge joins stretches that are so close that nothing can be seen between them.
func (p *picture) merge(list []fold) []fold {
	var out []fold
	for _, f := range list {
		if k := len(out); k > 0 && p.scale.x(f.from)-p.scale.x(out[k-1].to) < 2.5 {
			out[k-1].to = f.to
			continue
		}
		out = append(out, f)
	}
	return out
}

// bars draws what the segments of clocks were.
func (p *picture) bars(clocks []*sla.ClockAccount, y float64) {
	var counted, late []fold
	for _, a := range clocks {
		c, l := p.segments(a, y)
		counted, late = append(counted, c...), append(late, l...)
	}
	for _, f := range p.merge(counted) {
		p.rect("counted", p.scale.x(f.from), y, p.scale.x(f.to)-p.scale.x(f.from), barHeight, "counted, "+p.span(f.from, f.to))
		p.used["counted"] = true
	}
	for _, f := range p.merge(late) {
		class := "late"
		if p.scale.x(f.to)-p.scale.x(f.from) < 24 {
			class = "late thin"
		}
		p.rect(class, p.scale.x(f.from), y+1, p.scale.x(f.to)-p.scale.x(f.from), barHeight-2, "counted past the target, "+p.span(f.from, f.to))
		p.used["late"] = true
	}
}

// segments draws what did not count of a clock, and returns what did, in time and too
// late.
func (p *picture) segments(a *sla.ClockAccount, y float64) (counted, late []fold) {
	breach := a.BreachedAt
	if a.Breached && a.DueAt.Before(breach) {
		breach = a.DueAt
	}
	for _, s := range a.Segments {
		from, to := p.scale.x(s.From), p.scale.x(s.To)
		switch s.Kind {
		case sla.SegmentCounted, sla.SegmentHours:
			switch {
			case !a.Breached || !s.To.After(breach):
				counted = append(counted, fold{s.From, s.To})
			case s.From.Before(breach):
				counted = append(counted, fold{s.From, breach})
				late = append(late, fold{breach, s.To})
			default:
				late = append(late, fold{s.From, s.To})
			}
		case sla.SegmentPaused:
			p.hatched(from, y+2, to-from, barHeight-4, "paused: "+s.Pause.String()+", "+p.span(s.From, s.To))
			p.used["paused"] = true
		case sla.SegmentStopped, sla.SegmentReleased, sla.SegmentForgotten:
			title := map[sla.SegmentKind]string{sla.SegmentStopped: "stopped", sla.SegmentReleased: "no target in force", sla.SegmentForgotten: "not counted: counting began anew"}[s.Kind]
			p.path("gone", fmt.Sprintf("M%s %sH%s", n(from), n(y+barHeight/2), n(to)), title+", "+p.span(s.From, s.To))
			p.used["gone"] = true
		}
	}
	return counted, late
}

// span says from when to when.
func (p *picture) span(from, to time.Time) string {
	return p.instant(from) + " to " + p.instant(to)
}

// A stretch is one of the width.
type stretch struct{ from, to float64 }

// places are where texts of a lane are, in rows.
type places [2][]stretch

// labels begins the places of a lane: nothing is written into folds.
func (p *picture) labels() *places {
	t := new(places)
	for _, f := range p.folds {
		x := p.scale.x(f.from)
		for row := range t {
			t[row] = append(t[row], stretch{x + 2, x + foldWidth - 2})
		}
	}
	return t
}

// put finds where a text about x fits: below or above, in the middle, to its right or to
// its left.
func (t *places) put(x, wide, left, right float64) (at float64, row int, ok bool) {
	for row := range t {
		for _, at := range []float64{x - wide/2, x - 4, x + 4 - wide} {
			at = min(max(at, left), right-wide)
			if !slices.ContainsFunc(t[row], func(o stretch) bool { return at-6 < o.to && o.from < at+wide+6 }) {
				t[row] = append(t[row], stretch{at, at + wide})
				return at, row, true
			}
		}
	}
	return 0, 0, false
}

// A mark is one to be drawn.
type mark struct {
	at          time.Time
	shape       string
	text, title string
	weight      int // of those that would cover each other the heaviest is drawn
	more        int // how many it covers
}

// marks draws the marks of a lane, each with a text if there is room.
func (p *picture) marks(l *lane, top float64) {
	var list []mark
	for _, a := range l.clocks {
		list = append(list, p.marksOf(a)...)
	}
	slices.SortStableFunc(list, func(a, b mark) int { return b.weight - a.weight })
	var drawn []mark
	covered := make(map[int]int) // by place, in units of half of what a mark covers: one more than the mark that covers it
	dues := make(map[int]int)
	for _, m := range list {
		at := int(p.scale.x(m.at) / 4.5)
		places, reach := covered, 1
		if m.shape == "due" {
			places, reach = dues, 0 // a line, which covers no more than another
		}
		if i := places[at]; i > 0 {
			drawn[i-1].merge(&m)
			continue
		}
		drawn = append(drawn, m)
		for k := at - reach; k <= at+reach; k++ {
			places[k] = len(drawn)
		}
	}
	y := top + barTop + barHeight/2
	taken := p.labels()
	for _, m := range drawn {
		x := p.scale.x(m.at)
		p.mark(m.shape, x, y, m.title)
		if m.text == "" {
			continue
		}
		if at, row, ok := taken.put(x, width(m.text), p.left, p.right); ok {
			p.text("small", at, top+barTop-9-12*float64(row), "", m.text, 24)
		}
	}
}

// merge adds the title of a mark that m covers.
func (m *mark) merge(other *mark) {
	switch m.more++; {
	case m.more < 4:
		m.title += "; " + other.title
	case m.more == 4:
		m.title += "; and more"
	}
}

// marksOf returns the marks of a clock.
func (p *picture) marksOf(a *sla.ClockAccount) (list []mark) {
	for i := range a.Transitions {
		h := &a.Transitions[i]
		m := mark{at: h.At, title: string(h.Kind) + ": " + h.Cause.Text}
		switch h.Kind {
		case sla.KindStarted:
			m.shape, m.weight = "start", 1
		case sla.KindRetargeted:
			m.shape, m.text, m.weight = "target", human.Duration(h.Allowed, false)+" target", 3
			m.title = fmt.Sprintf("another target, %s: %s", human.Duration(h.Allowed, false), h.Cause.Text)
		case sla.KindEscalated:
			m.shape, m.text, m.weight = "step", h.Step, 2
			m.title = "step " + h.Step
		case sla.KindBreached:
			m.shape, m.text, m.weight = "breach", "breached", 6
			m.title = "breached"
		case sla.KindStopped:
			m.shape, m.text, m.weight = "met", "met", 5
			if !h.Met {
				m.shape, m.text = "missed", "stopped"
			}
		case sla.KindCancelled:
			m.shape, m.text, m.weight = "ended", "ended", 4
		case sla.KindReopened:
			m.shape, m.text, m.weight = "start", "reopened", 4
		default:
			continue // bars show it
		}
		m.title += ", " + p.instant(h.At)
		list = append(list, m)
	}
	if !a.DueAt.IsZero() && !(a.Breached && a.DueAt.Equal(a.BreachedAt)) && !a.DueAt.After(p.to) {
		text := "due"
		if !a.Open() || a.Breached {
			text = "was due"
		}
		list = append(list, mark{at: a.DueAt, shape: "due", text: text, title: text + " " + p.instant(a.DueAt), weight: 7})
	}
	return list
}

// mark draws the shape of a mark.
func (p *picture) mark(shape string, x, y float64, title string) {
	p.used[shape] = true
	at := func(format string, args ...float64) string {
		texts := make([]any, len(args))
		for i, v := range args {
			texts[i] = n(v)
		}
		return fmt.Sprintf(format, texts...)
	}
	disc := at("M%s %sa8 8 0 1 0 16 0a8 8 0 1 0 -16 0z", x-8, y)
	switch shape {
	case "start":
		p.path("mark", at("M%s %sa4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z", x-4.5, y), title)
	case "target":
		p.path("mark", at("M%s %sl7 7l-7 7l-7 -7z", x, y-7), title)
	case "step":
		p.path("mark", at("M%s %sl6.5 11.5h-13z", x, y-7), title)
	case "due":
		p.path("due", at("M%s %sV%s", x, y-barHeight/2-7, y+barHeight/2+7), title)
		p.path("full", at("M%s %sl8 4l-8 4z", x, y-barHeight/2-8), "")
	case "breach":
		p.path("bad", at("M%s %sh6.6l4.7 4.7v6.6l-4.7 4.7h-6.6l-4.7 -4.7v-6.6z", x-3.3, y-8), title)
		p.path("sign", at("M%s %sl7 7m0 -7l-7 7", x-3.5, y-3.5), "")
	case "met":
		p.path("good", disc, title)
		p.path("sign", at("M%s %sl3 3.2l5 -6", x-4, y), "")
	case "missed":
		p.path("bad", disc, title)
		p.path("sign", at("M%s %sv5.5m0 2v1.8", x, y-5), "")
	case "ended":
		p.path("full", disc, title)
		p.path("sign", at("M%s %sh8", x-4, y), "")
	}
}

// events draws what was written and what became of the status.
func (p *picture) events(top float64) {
	y := top + 40
	p.text("lane", margin, y+4, "", "Events", 22)
	creation := sla.Event{At: p.issue.CreatedAt, Type: sla.Message, From: p.issue.CreatedBy}
	if p.issue.CreatedAt.IsZero() || p.issue.CreatedAt.After(p.x.AsOf) {
		return
	}
	drawn := make(map[string]float64) // the last place of each sign
	room := func(sign string, x float64) bool {
		if last, ok := drawn[sign]; ok && x-last <= 2 {
			return false // it is behind the last one
		}
		drawn[sign] = x
		return true
	}
	taken := p.labels()
	events := slices.SortedStableFunc(slices.Values(p.issue.Events), func(a, b sla.Event) int { return a.At.Compare(b.At) })
	for i, e := range append([]sla.Event{creation}, events...) {
		if e.At.After(p.to) || e.At.After(p.x.AsOf) {
			continue
		}
		x := p.scale.x(e.At)
		when := ", " + p.instant(e.At)
		text := ""
		switch e.Type {
		case sla.Message:
			who := map[sla.Party]string{"": "customer", sla.Customer: "customer", sla.Agent: "agent", sla.Bot: "bot", sla.ThirdParty: "third party"}[e.From]
			title := who + " wrote"
			if i == 0 {
				title = "created by the " + who
				text = "created"
			}
			if room(who, x) {
				p.message(who, x, y, title+when)
			}
		case sla.Update:
			for _, name := range slices.Sorted(maps.Keys(e.Set)) {
				if name == policy.Status || name == "priority" {
					text = fmt.Sprint(e.Set[name])
				}
			}
			if room("update", x) {
				p.line("axis", x, y-6, x, y+6)
				p.path("due", fmt.Sprintf("M%s %sv12", n(x), n(y-6)), "an update"+when)
			}
		case sla.Custom:
			text = e.Name
			if room("custom", x) {
				p.path("due", fmt.Sprintf("M%s %sv12", n(x), n(y-6)), e.Name+when)
			}
		case sla.Cancel:
			text = "cancelled"
			p.mark("ended", x, y, "cancelled"+when)
		case sla.Note:
			if room("note", x) {
				p.path("axis", fmt.Sprintf("M%s %sv6", n(x), n(y-3)), "a note"+when)
			}
		}
		if text == "" {
			continue
		}
		if at, row, ok := taken.put(x, width(text), p.left, p.right); ok {
			p.text("small", at, y-11-12*float64(row), "", text, 24)
		}
	}
}

// message draws a message, by who wrote it.
func (p *picture) message(who string, x, y float64, title string) {
	p.used[who] = true
	switch who {
	case "customer":
		p.path("full", fmt.Sprintf("M%s %sa5 5 0 1 0 10 0a5 5 0 1 0 -10 0z", n(x-5), n(y)), title)
	case "agent":
		p.path("full", fmt.Sprintf("M%s %sh9v9h-9z", n(x-4.5), n(y-4.5)), title)
	case "bot":
		p.path("mark", fmt.Sprintf("M%s %sh8v8h-8z", n(x-4), n(y-4)), title)
	default:
		p.path("mark", fmt.Sprintf("M%s %sa4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", n(x-4), n(y)), title)
	}
}

// legend says what the signs are that the picture has, and returns where it ends.
func (p *picture) legend(y, wide float64) float64 {
	x := margin
	for _, item := range []struct{ name, text string }{
		{"customer", "customer"}, {"agent", "agent"}, {"bot", "bot"}, {"third party", "third party"},
		{"open", "support hours"}, {"counted", "counted"}, {"late", "counted, too late"}, {"paused", "paused"}, {"gone", "not counted"},
		{"start", "start"}, {"target", "another target"}, {"step", "step"}, {"due", "due"}, {"breach", "breach"},
		{"met", "met"}, {"missed", "ended too late"}, {"ended", "ended"}, {"fold", "closed, folded"},
	} {
		if !p.used[item.name] {
			continue
		}
		if x+28+width(item.text) > wide-margin {
			x, y = margin, y+20
		}
		switch item.name {
		case "customer", "agent", "bot", "third party":
			p.message(item.name, x+9, y, "")
		case "open", "counted", "late":
			p.rect(item.name, x, y-6, 18, 12, "")
		case "paused":
			p.hatched(x, y-6, 18, 12, "")
		case "gone":
			p.path("gone", fmt.Sprintf("M%s %sh18", n(x), n(y)), "")
		case "fold":
			p.path("fold", fmt.Sprintf("M%s %sl3 4l-3 4l3 4h9l-3 -4l3 -4l-3 -4z", n(x+3), n(y-6)), "")
		case "due":
			p.path("due", fmt.Sprintf("M%s %sv14", n(x+6), n(y-7)), "")
			p.path("full", fmt.Sprintf("M%s %sl8 4l-8 4z", n(x+6), n(y-8)), "")
		default:
			p.mark(item.name, x+9, y, "")
		}
		p.text("small", x+24, y+4, "", item.text, 30)
		x += 24 + width(item.text) + 16
	}
	if p.merged {
		y += 20
		p.text("small", margin, y+4, "", "Some closed hours are too narrow to be seen here: bars run through them.", 120)
	}
	return y + 8
}

// instant returns an instant for people, who know that of the picture.
func (p *picture) instant(t time.Time) string { return human.Instant(t, p.zone, p.x.AsOf) }
