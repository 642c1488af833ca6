package sla

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// The index finds the same policies as a linear search.
func TestIndexFindsAllPoliciesThatApply(t *testing.T) {
	t.Parallel()
	fields := []string{"a", "b"}
	texts := []string{"x", "y", "z", "w"}
	leaf := func(t *rapid.T) policy.Condition {
		field := rapid.SampledFrom(fields).Draw(t, "field")
		switch rapid.IntRange(0, 3).Draw(t, "comparison") {
		case 0:
			return policy.If(field, policy.Ne, rapid.SampledFrom(texts).Draw(t, "text"))
		case 1:
			return policy.If(field, policy.In, rapid.SliceOfN(rapid.SampledFrom([]any{"x", "y", "z", "x", 1.0}), 0, 3).Draw(t, "values"))
		case 2:
			return policy.If(field, policy.In, rapid.SliceOfN(rapid.SampledFrom(texts), 0, 3).Draw(t, "texts"))
		}
		return policy.If(field, policy.Eq, rapid.SampledFrom(texts).Draw(t, "text"))
	}
	rapid.Check(t, func(t *rapid.T) {
		cfg := &policy.Config{Match: policy.MatchFirstPerMetric}
		for i := range rapid.IntRange(1, 12).Draw(t, "policies") {
			cfg.Policies = append(cfg.Policies, policy.Policy{ID: fmt.Sprint("p", i), When: new(drawCondition(t, 2, leaf)), Targets: map[string]policy.Target{}})
		}
		engine, err := New(cfg, Options{})
		if err != nil {
			t.Fatal(err)
		}
		f := newFold(engine.program)
		for _, name := range fields {
			if slot, ok := engine.program.slots.find(name); ok {
				f.fields.values[slot] = rapid.SampledFrom([]value.Value{{}, value.OfText("x"), value.OfText("y"), value.OfText("z"), {Kind: value.Number, Number: 1}}).Draw(t, name)
			}
		}
		var want []int
		for i := range engine.program.policies {
			if f.fields.holds(&engine.program.policies[i].when) {
				want = append(want, i)
			}
		}
		l := &f.lanes[0]
		if l.match(f, 0); !slices.Equal(l.matching, want) {
			t.Fatalf("found %v, want %v", l.matching, want)
		}
	})
}
