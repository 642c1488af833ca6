package sla_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// renamed returns a configuration that makes the same promises as another: policies have
// different IDs and names, steps different actions, and schedules different names and a holiday
// in a future year.
func renamed(t *rapid.T, config *policy.Config) *policy.Config {
	text := document(config)
	text = regexp.MustCompile(`"id":"`).ReplaceAllString(text, `"id":"new `)
	if !strings.Contains(text, "in_hours") { // conditions name schedules
		text = regexp.MustCompile(`"(s\d)"`).ReplaceAllString(text, `"desk $1"`)
	}
	other, err := policy.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for i := range other.Schedules {
		if s := &other.Schedules[i]; s.Weekly != nil {
			s.Holidays = append(s.Holidays, businesshours.Holiday{Date: "2100-03-09"})
		}
	}
	for i := range other.Policies {
		p := &other.Policies[i]
		p.Description = "the same"
		for k := range p.Escalations.Steps {
			p.Escalations.Steps[k].Do = []policy.Action{{"type": "flag"}}
		}
	}
	return other
}

// stands reports whether a transition was announced under the last target of its clock and still
// holds.
func stands(announced []sla.Transition, tr sla.Transition) bool {
	for _, b := range slices.Backward(announced) {
		switch {
		case b.Metric != tr.Metric || b.Cycle != tr.Cycle || "new "+b.Policy != tr.Policy:
		case b.Kind == tr.Kind && b.Step == tr.Step && b.Nth == tr.Nth && b.Repeat == tr.Repeat:
			return true
		case b.Kind == sla.KindRetargeted || b.Kind == sla.KindStarted:
			return false
		}
	}
	return false
}

// A configuration that makes the same promises announces nothing again: no breach, and no step
// that was taken.
func TestRebaseToTheSamePromisesAnnouncesNothingAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		for i := range w.config.Policies {
			w.config.Policies[i].Effective = policy.Effective{} // a rebase matches policies
		}
		w.engine = newEngine(t, w.config)
		if w.now.Before(w.issue.CreatedAt) || w.now.After(instant("2099-01-01T00:00:00Z")) {
			t.Skip()
		}
		engine := newEngine(t, renamed(t, w.config))
		before := *w
		before.issue.Events = upTo(w.issue, w.now).Events
		track, announced := before.follow(t, inOrder(before.issue), 0)
		came, err := track.AdvanceTo(w.now)
		if err != nil {
			t.Skip()
		}
		announced = append(announced, came...)
		moved := restored(t, w.engine, track)
		got, err := moved.RebaseAt(engine, attributesAt(w.issue, w.now), w.now)
		if err != nil {
			t.Fatalf("%v\n%v", err, w)
		}
		for _, tr := range got {
			// A clock paused exactly at a threshold has not announced it.
			if (tr.Kind == sla.KindBreached || tr.Kind == sla.KindEscalated) && stands(announced, tr) {
				t.Fatalf("announces %s\nof %s\nunder %s\n%v", document(tr), document(got), document(renamed(t, w.config)), w)
			}
		}
		was, err := track.ResultAt(w.now)
		if err != nil {
			t.Fatal(err)
		}
		is, err := moved.ResultAt(w.now)
		if err != nil {
			t.Fatalf("%v\n%v", err, w)
		}
		for _, c := range was.Clocks {
			if d, ok := is.Clock(c.Metric); c.Open() && ok && c.Breached && w.config.Match != policy.MatchEach && (d.Breached != c.Breached || !d.DueAt.Equal(c.DueAt) || d.Elapsed != c.Elapsed) {
				t.Fatalf("%s was %v, and is %v\n%v", c.Metric, c, d, w)
			}
		}
	})
}
