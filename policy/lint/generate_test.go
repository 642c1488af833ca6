package lint_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/policy/lint"
)

// A generator draws the parts of a document, from few words so that rules have much to find.
type generator struct{ t *rapid.T }

type object = map[string]any

// document draws a valid document.
func document(t *rapid.T) []byte {
	g := generator{t}
	doc := object{
		"schedules": []object{
			{"name": "desk", "time_zone": g.word("UTC", "Etc/GMT+5"), "weekly": object{
				g.word("mon", "mon-fri", "fri-mon"): g.hours(), g.word("sun", "tue-sat"): g.hours(),
			}, "exceptions": object{g.word("2025-12-24", "12-24"): []string{}}},
			{"name": "world", "any_of": []string{"desk"}, g.word("any_of", "none_of"): []string{g.word("desk", "24x7")}},
		},
		"match":     g.word("first", "first_per_metric", "each"),
		"on_change": g.word("recalculate", "keep"),
		"statuses":  object{g.word("new", "*", "wip"): "open", "done": "resolved"},
		"metrics": object{"m.1": object{
			"start": []any{g.word("created", "set:priority"), object{"on": "note", "if": g.condition(3)}}, "pause": g.condition(2),
		}},
		"escalations": object{"usual": g.steps()},
		"defaults":    object{"schedule": g.choice(2, g.schedule), "escalations": g.steps()},
	}
	var policies []object
	for i := range rapid.IntRange(0, 4).Draw(t, "policies") {
		p := object{"id": fmt.Sprint(i), "escalations": "usual", "targets": object{
			"first_response": g.target(3), g.word("next_response", "m.1"): g.target(2), "resolution": g.target(3),
		}}
		if g.flip() {
			p["when"] = g.condition(3)
		}
		if g.flip() {
			p["effective"] = object{"until": g.word("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")}
		}
		if g.flip() {
			p["schedule"] = g.choice(2, g.schedule)
		}
		policies = append(policies, p)
	}
	if policies != nil {
		doc["policies"] = policies
	}
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatalf("Marshal: %v", err)
	}
	return data
}

func (g *generator) flip() bool { return rapid.Bool().Draw(g.t, "flip") }

func (g *generator) word(words ...string) string { return rapid.SampledFrom(words).Draw(g.t, "word") }

func (g *generator) field() string {
	return g.word("priority", "Priority", "severity", "tags", "status", "customer.tier", "customer_tier", "status_category", "created_by")
}

func (g *generator) text() string { return g.word("high", "High", "urgent", "low", "*", "new", "a b") }

func (g *generator) hours() []string {
	return []string{g.word("09:00-17:00", "22:00-02:00"), g.word("01:00-03:00", "16:00-23:59")}
}

func (g *generator) schedule() any { return g.word("desk", "world", "24x7") }

func (g *generator) time() any { return g.word("1h", "8h", "48h", "0.5h") }

// choice draws a value, or a choice at most depth deep.
func (g *generator) choice(depth int, value func() any) any {
	if depth == 0 || g.flip() {
		return value()
	}
	values := object{g.text(): g.choice(depth-1, value), g.text(): g.choice(depth-1, value)}
	c := object{"by": g.field(), "values": values}
	if g.flip() {
		c["default"] = g.choice(depth-1, value)
	}
	return c
}

// target draws a target whose choices are at most depth deep.
func (g *generator) target(depth int) any {
	if depth > 0 && g.flip() {
		return object{"by": g.field(), "values": object{g.text(): g.target(depth - 1), g.text(): g.target(depth - 1)}, "default": g.target(depth - 1)}
	}
	switch rapid.IntRange(0, 3).Draw(g.t, "target") {
	case 0:
		return object{"until": g.word("due", "Due", "created_at")}
	case 1:
		return object{"business_days": rapid.IntRange(0, 3).Draw(g.t, "days"), "pause": g.condition(2)}
	case 2:
		return object{"within": g.choice(depth, g.time), "schedule": g.choice(depth, g.schedule), "escalations": g.steps()}
	}
	return g.choice(depth, g.time)
}

func (g *generator) condition(depth int) any {
	switch rapid.IntRange(0, 3).Draw(g.t, "condition") * min(depth, 1) {
	case 1:
		return object{g.word("all", "any"): []any{g.condition(depth - 1), g.condition(depth - 1)}}
	case 2:
		return object{"not": g.condition(depth - 1)}
	}
	c := object{"field": g.field(), "op": g.word("eq", "ne", "in", "not_in", "exists", "missing", "contains", "contains_any", "gt", "lt", "matches", "in_hours")}
	switch c["op"] {
	case "eq", "ne":
		c["value"] = rapid.SampledFrom([]any{"high", "High", 1, 1.5, true, []string{"high"}}).Draw(g.t, "value")
	case "in", "not_in":
		c["value"] = rapid.SampledFrom([]any{[]any{}, []any{"high", "new"}, []any{"High", 1}}).Draw(g.t, "values")
	case "contains_any":
		c["value"] = rapid.SampledFrom([][]string{{}, {"low", "high"}}).Draw(g.t, "list")
	case "contains", "matches":
		c["value"] = g.word("high", "new")
	case "gt", "lt":
		c["value"] = rapid.IntRange(0, 3).Draw(g.t, "number")
	case "in_hours":
		c["value"] = g.schedule()
	}
	return c
}

func (g *generator) steps() any {
	action := object{"type": "update", "set": object{g.word("priority", "tags", "team"): g.text()}}
	return []object{
		{"at": g.word("75%", "breach", "2h before")},
		{"at": g.word("100%", "2h after", "48h before"), "every": "8h", "times": rapid.IntRange(1, 100).Draw(g.t, "times"), "do": []object{action}},
	}
}

// Whatever the configuration, findings are at paths of the document, in order and the same
// each time, and rules that are disabled find nothing.
func TestFindings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := document(t)
		if _, err := policy.Parse(doc); err != nil {
			t.Fatalf("invalid: %v\n%s", err, doc)
		}
		found := lint.CheckText(doc, lint.Options{AsOf: present})
		checkFindings(t, doc, found)
		if len(found) == 0 {
			return
		}
		rule := rapid.SampledFrom(found).Draw(t, "finding").Rule
		var others []lint.Finding
		for _, f := range found {
			if f.Rule != rule {
				others = append(others, f)
			}
		}
		checkSame(t, others, lint.CheckText(doc, lint.Options{AsOf: present, Disable: []string{rule}}))
	})
}
