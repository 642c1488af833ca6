// Package history makes the history of a support desk, for tests and measurements: as many
// issues as one likes, the same ones for the same seed.
package history

import (
	_ "embed"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/punctualgo/punctual/sla"
)

// Config is the configuration of the desk.
//
//go:embed config.json
var Config string

var (
	// Start and End are when the first issues are created and the last ones at the latest.
	Start = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	End   = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
)

var (
	agents     = []string{"ann", "bo", "carla", "deepak", "emi", "farid", "greta", "hugo", "ines", "jonas", "kofi", "lena"}
	channels   = []string{"email", "email", "email", "chat", "portal", "phone"}
	categories = []string{"billing", "bug", "how-to", "incident", "integration"}
	regions    = []string{"emea", "emea", "americas", "apac"}
	tiers      = []string{"standard", "standard", "standard", "standard", "gold", "platinum"}
	priorities = []string{"low", "normal", "normal", "normal", "normal", "normal", "high", "high", "urgent"}
)

// Issue returns issue number n of the desk of a seed. It depends on nothing else, so issues can
// be made anywhere and in any order.
func Issue(seed uint64, n int) sla.Issue {
	w := writer{Rand: rand.New(rand.NewPCG(seed, uint64(n)))}
	w.issue.ID = fmt.Sprintf("T-%d", n)
	w.issue.CreatedAt = w.created()
	w.now = w.issue.CreatedAt
	w.issue.CreatedBy = sla.Customer
	w.agent = pick(&w, agents)
	w.issue.Attributes = map[string]any{
		"priority": pick(&w, priorities), "tier": pick(&w, tiers), "channel": pick(&w, channels),
		"category": pick(&w, categories), "region": pick(&w, regions), "status": "new",
	}
	if w.chance(0.02) {
		w.after(time.Hour)
		w.issue.Events = append(w.issue.Events, sla.CancelFor("spam", w.now))
		return w.issue
	}
	w.converse()
	return w.issue
}

// A writer writes an issue.
type writer struct {
	*rand.Rand
	issue sla.Issue
	now   time.Time
	agent string
}

func pick[T any](w *writer, list []T) T { return list[w.IntN(len(list))] }

func (w *writer) chance(p float64) bool { return w.Float64() < p }

// created returns an instant at which customers write: three of four on a working day between
// seven and nineteen.
func (w *writer) created() time.Time {
	for {
		at := Start.Add(time.Duration(w.Int64N(int64(End.Sub(Start)))).Truncate(time.Second))
		busy := at.Weekday() != time.Saturday && at.Weekday() != time.Sunday && at.Hour() >= 7 && at.Hour() < 19
		if busy || w.chance(0.18) {
			return at
		}
	}
}

// after lets time pass: often less than the median, sometimes much more, as answers take.
func (w *writer) after(median time.Duration) {
	d := time.Duration(float64(median) * math.Exp(w.NormFloat64()))
	w.now = w.now.Add(min(d, 60*24*time.Hour).Truncate(time.Second) + time.Second)
}

func (w *writer) add(e sla.Event) {
	w.issue.Events = append(w.issue.Events, e)
}

// message adds a message now.
func (w *writer) message(from sla.Party) {
	e := sla.MessageFrom(from, w.now)
	if from == sla.Agent {
		e.By, e.Channel = w.agent, "email"
	}
	w.add(e)
}

func (w *writer) set(field, value string) {
	e := sla.SetAttribute(field, value, w.now)
	e.By = w.agent
	w.add(e)
}

// converse adds a conversation: answers, questions, waiting, and most of the time an end.
func (w *writer) converse() {
	w.after(20 * time.Minute)
	w.set("assignee", w.agent)
	w.set("status", "open")
	for range 1 + w.IntN(4) {
		w.after(50 * time.Minute)
		if w.chance(0.2) {
			w.add(sla.NoteBy(w.agent, w.now))
			w.after(30 * time.Minute)
		}
		w.message(sla.Agent)
		if w.chance(0.6) {
			w.set("status", "pending")
		}
		w.after(5 * time.Hour)
		w.message(sla.Customer)
		if w.chance(0.8) {
			w.set("status", "open")
		}
		if w.chance(0.05) {
			w.set("priority", pick(w, priorities))
		}
		if w.chance(0.1) {
			w.agent = pick(w, agents)
			w.set("assignee", w.agent)
		}
	}
	if w.chance(0.97) {
		w.after(2 * time.Hour)
		w.message(sla.Agent)
		w.set("status", "resolved")
	}
	if w.chance(0.06) {
		w.after(20 * time.Hour)
		w.message(sla.Customer)
		w.set("status", "open")
		w.after(2 * time.Hour)
		w.message(sla.Agent)
		w.set("status", "resolved")
	}
}
