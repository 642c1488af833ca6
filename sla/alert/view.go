package alert

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/sla"
)

// A View is what templates are given of an alert: texts for people, already safe for
// the medium, so that a template can put them anywhere. Those that there are not are
// empty.
type View struct {
	ID       string
	Headline string // such as "First response breached" or "Resolution at risk"
	Urgent   bool   // the clock is breached, or the action says so

	Issue, Title, URL string
	Fields            map[string]string

	Metric, Policy, Step string
	At                   string // of the transition
	Target               string // such as "4h"
	Due                  string // when it is or was due
	Left                 string // such as "1h 15m left" or "overdue by 20m"

	Mentions string // of Slack: those to notice it, as Slack writes them
	Digest   []View // of a digest, what it sums up
	More     int    // how many more it sums up than are in Digest
}

// maxDigest is how many alerts of a digest are shown.
const maxDigest = 12

// A medium makes texts and addresses safe for where they are put.
type medium struct{ text, url func(string) string }

// asIs is the medium of plain text, and of HTML, whose templates escape by themselves.
var asIs = medium{text: strings.Clone, url: strings.Clone}

// view returns what a template is given of a, for a medium.
func (a *Alert) view(zone *time.Location, m medium) View {
	t := &a.Transition
	safe := m.text
	clean := func(s string, most int) string { return safe(cut(printable(s), most)) }
	urgent, _ := a.Action["urgent"].(bool)
	v := View{
		ID: a.ID, Headline: clean(a.headline(), 150), Urgent: urgent || a.Clock != nil && a.Clock.Breached,
		Issue: clean(a.Issue.ID, 100), Title: clean(a.Issue.Title, 250), URL: m.url(link(a.Issue.URL)),
		Metric: clean(human.Title(human.Name(t.Metric)), 100), Policy: clean(a.PolicyName, 150), Step: clean(t.Step, 150),
		At:     safe(human.Instant(t.At, zone, t.At)),
		Fields: make(map[string]string, len(a.Issue.Fields)),
	}
	for name, text := range a.Issue.Fields {
		v.Fields[name] = clean(text, 250)
	}
	if c := a.Clock; c != nil {
		v.Target = safe(human.Duration(c.Target, false))
		if !c.DueAt.IsZero() {
			v.Due = safe(human.Instant(c.DueAt, zone, t.At))
		}
		v.Left = safe(human.Left(c.Remaining, c.Breached))
	}
	for i := range a.Digest {
		if i == maxDigest {
			v.More = len(a.Digest) - i
			break
		}
		one := a.Digest[i]
		one.Issue.Title = cut(printable(one.Issue.Title), 60)
		v.Digest = append(v.Digest, one.view(zone, m))
	}
	return v
}

// headline says in a few words what has happened.
func (a *Alert) headline() string {
	if len(a.Digest) > 0 {
		return fmt.Sprintf("%d more SLA alerts", len(a.Digest))
	}
	metric := human.Title(human.Name(a.Transition.Metric))
	switch {
	case a.Clock == nil:
		return metric + ": " + a.Transition.Step
	case a.Clock.Breached:
		return metric + " breached"
	case a.Clock.State == sla.Running || a.Clock.State == sla.Paused:
		return metric + " at risk"
	}
	return metric + ": " + a.Transition.Step
}

// printable returns s in one line, without characters that are not to be seen.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar:
			return -1 // among them those that turn the direction of text
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// cut returns at most so many characters of s.
func cut(s string, most int) string {
	n, end := 0, 0
	for i := range s {
		if n++; n == most {
			end = i // of what an ellipsis leaves room for
		} else if n > most {
			return s[:end] + "…"
		}
	}
	return s
}

// link returns an address that people may follow, or nothing.
func link(s string) string {
	if (strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")) && !strings.ContainsRune(s, unicode.ReplacementChar) {
		if len(s) > 2000 {
			return ""
		}
		return strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`<>|"`, r) {
				return -1
			}
			return r
		}, s)
	}
	return ""
}

// summary is a line for notifications.
func (v *View) summary() string {
	if len(v.Digest) > 0 {
		return v.Headline
	}
	return v.Headline + ": " + v.Issue
}
