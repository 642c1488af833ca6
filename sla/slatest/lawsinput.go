package slatest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sync"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// Purity checks that the same input gives the same bytes, also in many goroutines at once,
// and that evaluation does not change its input.
func Purity(t T, c Case) {
	t.Helper()
	config, issue := document(c.Config), clone(c.Issue)
	want := c.bytesOf(t, c.Issue, c.Now)
	got := make([][]byte, 4)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			for range 3 {
				if r, err := c.Engine.EvaluateAt(c.Issue, c.Now); err == nil {
					got[i] = r.AppendJSON(nil)
				}
			}
		})
	}
	wg.Wait()
	for _, b := range got {
		c.same(t, "in another goroutine", b, want)
	}
	if !reflect.DeepEqual(c.Issue, issue) || document(c.Config) != config {
		t.Fatalf("the input was changed: %s", c)
	}
}

// Reuse checks that EvaluateInto leaves nothing of what its result held before.
func Reuse(t T, c Case) {
	t.Helper()
	r := evaluate(t, c.Engine, c.Issue, c.Now.Add(48*time.Hour))
	if err := c.Engine.EvaluateInto(&r, c.Issue, c.Now); err != nil {
		t.Fatalf("%v\n%s", err, c)
	}
	c.same(t, "into a used result", r.AppendJSON(nil), c.bytesOf(t, c.Issue, c.Now))
}

// Order checks that the order of the list of events does not matter, except among events of
// the same instant.
func Order(t T, c Case) {
	t.Helper()
	want := c.bytesOf(t, c.Issue, c.Now)
	vary(t, func(r *rapid.T) {
		instants := make(map[int64][]sla.Event)
		var order []int64
		for _, e := range c.Issue.Events {
			order = append(order, e.At.UnixNano())
			instants[e.At.UnixNano()] = append(instants[e.At.UnixNano()], e)
		}
		shuffled := clone(c.Issue)
		shuffled.Events = nil
		for _, at := range rapid.Permutation(order).Draw(r, "order") {
			shuffled.Events = append(shuffled.Events, instants[at][0])
			instants[at] = instants[at][1:]
		}
		c.same(t, "shuffled", c.bytesOf(t, shuffled, c.Now), want)
	})
}

// Duplicates checks that an event that is delivered twice counts once.
func Duplicates(t T, c Case) {
	t.Helper()
	once := clone(c.Issue)
	once.Events = inOrder(once)
	for i := range once.Events {
		once.Events[i].ID = fmt.Sprintf("id%d", i)
	}
	want := c.bytesOf(t, once, c.Now)
	vary(t, func(r *rapid.T) {
		twice := clone(once)
		for _, e := range once.Events {
			e.Set = maps.Clone(e.Set)
			if chance(r, 2, "again") {
				twice.Events = append(twice.Events, e)
			}
		}
		c.same(t, "delivered twice", c.bytesOf(t, twice, c.Now), want)
	})
	c.same(t, "with other ids", want, c.bytesOf(t, c.Issue, c.Now))
}

// TimeSpelling checks that equal instants give equal results, whatever their location,
// monotonic reading or form in JSON.
func TimeSpelling(t T, c Case) {
	t.Helper()
	want := c.bytesOf(t, c.Issue, c.Now)
	vary(t, func(r *rapid.T) {
		zone := time.FixedZone("elsewhere", 3600*rapid.IntRange(-12, 12).Draw(r, "zone"))
		monotonic := time.Now()
		spelled := clone(c.Issue)
		elsewhere := func(at time.Time) time.Time { return monotonic.Add(at.Sub(monotonic)).In(zone) }
		spelled.CreatedAt = elsewhere(spelled.CreatedAt)
		for i := range spelled.Events {
			spelled.Events[i].At = elsewhere(spelled.Events[i].At)
		}
		c.same(t, "elsewhere", c.bytesOf(t, spelled, elsewhere(c.Now)), want)

		var doc map[string]any
		if err := json.Unmarshal([]byte(document(c.Issue)), &doc); err != nil {
			t.Fatalf("%v\n%s", err, c)
		}
		doc["created_at"] = spell(r, c.Issue.CreatedAt)
		events, _ := doc["events"].([]any)
		for i, e := range events {
			e.(map[string]any)["at"] = spell(r, c.Issue.Events[i].At)
		}
		var read sla.Issue
		if err := json.Unmarshal([]byte(document(doc)), &read); err != nil {
			t.Fatalf("%v\n%s", err, c)
		}
		c.same(t, "read from JSON", c.bytesOf(t, read, c.Now), want)
	})
}

// spell writes an instant in some zone, with zeros that say nothing.
func spell(r *rapid.T, at time.Time) string {
	zone := time.FixedZone("", 60*rapid.IntRange(-720, 720).Draw(r, "offset"))
	return at.In(zone).Format(oneOf(r, "layout", "2006-01-02T15:04:05.000000000Z07:00", time.RFC3339Nano))
}

// IrrelevantEvents checks that an event to which no metric listens changes nothing: a note, a
// message of a bot or a third party, a message that needs no reply, a custom event, or an
// update of an attribute that is not read. It inserts no event between which and the event
// before it a policy becomes effective or ceases to be, because every event makes policies be
// matched.
func IrrelevantEvents(t T, c Case) {
	t.Helper()
	want := c.bytesOf(t, c.Issue, c.Now)
	vary(t, func(r *rapid.T) {
		more := clone(c.Issue)
		more.Events = inOrder(more)
		for range rapid.IntRange(1, 4).Draw(r, "more") {
			i := rapid.IntRange(0, len(more.Events)).Draw(r, "after")
			last := more.CreatedAt
			if i > 0 {
				last = more.Events[i-1].At
			}
			at := last
			if i < len(more.Events) && more.Events[i].At.After(at) {
				at = at.Add(durationTo(r, more.Events[i].At.Sub(at), "later"))
			}
			if irrelevant := c.irrelevant(at); len(irrelevant) > 0 && c.equallyEffective(last, at) {
				more.Events = slices.Insert(more.Events, i, oneOf(r, "event", irrelevant...))
			}
		}
		c.same(t, "with irrelevant events", c.bytesOf(t, more, c.Now), want)
	})
}

// equallyEffective reports whether the same policies are effective at two instants.
func (c *Case) equallyEffective(a, b time.Time) bool {
	return !slices.ContainsFunc(c.Config.Policies, func(p policy.Policy) bool {
		return p.Effective.Contains(a) != p.Effective.Contains(b)
	})
}

// irrelevant returns events of an instant to which no metric of the configuration listens.
func (c *Case) irrelevant(at time.Time) (events []sla.Event) {
	heard := make(map[string]bool)
	for _, m := range c.Config.Metrics {
		for _, triggers := range [][]policy.Trigger{m.Start, m.Stop, m.Cancel, m.Resume} {
			for _, trigger := range triggers {
				heard[trigger.On] = true
			}
		}
	}
	for _, e := range []struct {
		trigger string
		event   sla.Event
	}{
		{"note", sla.NoteBy("ann", at)},
		{"message:bot", sla.MessageFrom(sla.Bot, at)},
		{"message:third_party", sla.MessageFrom(sla.ThirdParty, at)},
		{"custom:irrelevant", sla.CustomEvent("irrelevant", at)},
		{"set:irrelevant", sla.SetAttribute("irrelevant", "x", at)},
	} {
		if !heard[e.trigger] {
			events = append(events, e.event)
		}
	}
	if cmp.Or(c.Issue.CreatedBy, sla.Customer) == sla.Customer { // else it is how the customer is first heard from
		events = append(events, sla.Event{At: at, Type: sla.Message, From: sla.Customer, NoReply: true})
	}
	return events
}
