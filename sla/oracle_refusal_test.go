package sla_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/sla"
)

// What is refused is what the semantics call an error.
func TestRefusalsAgainstOracle(t *testing.T) {
	checkDeep(t, 100, func(t *rapid.T, note func(string)) {
		w := drawBusyWorld(t)
		w.issue = clone(w.issue)
		w.issue.Events = slices.DeleteFunc(w.issue.Events, func(e sla.Event) bool { return e.Type == sla.Cancel })
		spoil(t, &w.issue)
		for _, e := range w.issue.Events {
			w.now = latest(w.now, e.At)
		}
		w.now = latest(w.now, w.issue.CreatedAt)
		want := newOracleNoting(t, w.config, note).refuses(w.issue)
		if _, err := w.engine.EvaluateAt(w.issue, w.now); (err != nil) != want {
			t.Fatalf("%v, but whether it is refused should be %v\n%s", err, want, w)
		}
	})
}

// spoil draws something that may be wrong with an issue.
func spoil(t *rapid.T, issue *sla.Issue) {
	at := issue.CreatedAt
	if issue.Attributes == nil {
		issue.Attributes = make(map[string]any)
	}
	add := func(e sla.Event, id string) {
		e.ID = id
		place := rapid.IntRange(0, len(issue.Events)).Draw(t, "place")
		issue.Events = slices.Insert(issue.Events, place, e)
	}
	switch rapid.IntRange(0, 8).Draw(t, "spoiled by") {
	case 0:
		add(sla.NoteBy("ann", at), "")
	case 1:
		add(sla.NoteBy("ann", at.Add(-1)), "")
	case 2:
		add(sla.NoteBy("ann", at.Add(time.Hour)), "n")
		add(sla.NoteBy("ann", at.Add(time.Hour)), "n")
	case 3:
		add(sla.NoteBy("ann", at.Add(time.Hour)), "n")
		add(sla.NoteBy(oneOf(t, "by", "ann", "bo"), at.Add(oneOf(t, "after", time.Hour, 2*time.Hour))), "n")
	case 4:
		field := oneOf(t, "computed", "status_category", "responded", "unanswered", "created_at", "created_by", "status.category")
		add(sla.SetAttribute(field, "x", at.Add(time.Hour)), "")
	case 5:
		issue.Attributes[oneOf(t, "computed", "status_category", "responded", "created_at", "team")] = "x"
	case 6:
		add(sla.SetAttribute("status", oneOf(t, "status", "unheard of", "open"), at.Add(time.Hour)), "")
	case 7:
		issue.Attributes["status"] = oneOf(t, "status", "unheard of", "open")
	}
}

// refuses reports whether an issue is an error: for an event before its creation, two different
// events with one ID, a computed field that is set, or a status that is not mapped.
func (o *oracle) refuses(issue sla.Issue) bool {
	statuses := o.config.Statuses
	if statuses == nil {
		statuses = oracleStatuses
	}
	wrong := func(set map[string]any) bool {
		for _, name := range []string{"status_category", "responded", "unanswered", "created_at", "created_by"} {
			if _, ok := set[name]; ok {
				o.note("refused: a computed field")
				return true
			}
		}
		status, ok := set["status"].(string)
		if ok && statuses[status] == "" && statuses["*"] == "" {
			o.note("refused: a status that is not mapped")
			return true
		}
		return false
	}
	first := make(map[string]string)
	for _, e := range issue.Events {
		if e.At.Before(issue.CreatedAt) {
			o.note("refused: an event before the creation")
			return true
		}
		if text, ok := first[e.ID]; ok && e.ID != "" && text != document(e) {
			o.note("refused: two events with one ID")
			return true
		}
		first[e.ID] = document(e)
		if wrong(e.Set) {
			return true
		}
	}
	return wrong(issue.Attributes)
}
