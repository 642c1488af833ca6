package configdiff_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/policy/configdiff"
	"github.com/punctualgo/punctual/sla"
)

// If nothing changes, nothing changes for issues: configurations with a random change, of
// which Compare tells nothing, give the same results.
func TestCompareMissesNothing(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	same, changed := 0, 0
	for _, c := range conformanceCases(t, 300) {
		before, err := policy.Parse(c.Config)
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			var doc any
			if err := json.Unmarshal(c.Config, &doc); err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(change(rnd, doc))
			if err != nil {
				t.Fatal(err)
			}
			after, err := policy.Parse(text)
			if err != nil {
				continue
			}
			if len(configdiff.Compare(before, after)) > 0 {
				changed++
				continue
			}
			same++
			if one, other := result(t, before, c), result(t, after, c); !bytes.Equal(one, other) {
				t.Fatalf("nothing changes from\n%s\nto\n%s\nbut the result\n%s\nbecomes\n%s", c.Config, text, one, other)
			}
		}
	}
	if same < 50 || changed < 500 {
		t.Errorf("%d changes make no difference, %d do", same, changed)
	}
}

// result returns what an issue comes to, or the error.
func result(t *testing.T, cfg *policy.Config, c conformanceCase) []byte {
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var issue sla.Issue
	if err := json.Unmarshal(c.Issue, &issue); err != nil {
		t.Fatal(err)
	}
	r, err := engine.EvaluateAt(issue, c.AsOf)
	if err != nil {
		return []byte(err.Error())
	}
	return r.AppendJSON(nil)
}

// A conformanceCase is a case that evaluates an issue.
type conformanceCase struct {
	Config, Issue json.RawMessage
	AsOf          time.Time `json:"as_of"`
}

// change changes a random part of a document.
func change(rnd *rand.Rand, doc any) any {
	switch v := doc.(type) {
	case map[string]any:
		if len(v) > 0 {
			keys := slices.Sorted(maps.Keys(v))
			key := keys[rnd.IntN(len(keys))]
			switch rnd.IntN(6) {
			case 0:
				delete(v, key)
			case 1:
				v[keys[rnd.IntN(len(keys))]] = v[key]
			default:
				v[key] = change(rnd, v[key])
			}
			return v
		}
	case []any:
		if len(v) > 0 {
			i := rnd.IntN(len(v))
			switch rnd.IntN(6) {
			case 0:
				return slices.Delete(v, i, i+1)
			case 1:
				j := rnd.IntN(len(v))
				v[i], v[j] = v[j], v[i]
			default:
				v[i] = change(rnd, v[i])
			}
			return v
		}
	}
	values := []any{"1h", "90m", "08:00-12:00", "2026-01-01T00:00:00Z", "24x7", "urgent", "open", "pending", "UTC", "keep", "each", "next_open", 1.0, 2.0, true, []any{}, "50%", "breach",
		map[string]any{"within": "1h"}, map[string]any{"by": "priority", "values": map[string]any{"urgent": "1h"}, "default": "1h"}}
	return values[rnd.IntN(len(values))]
}
