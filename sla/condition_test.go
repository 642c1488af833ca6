package sla

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// A comparison with a long list gives the same result as comparisons with each of its texts.
func TestLongListsCompareLikeShortOnes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.Custom(func(t *rapid.T) string { return fmt.Sprint("t", rapid.IntRange(0, 40).Draw(t, "n")) })
		list := rapid.OneOf(
			rapid.SliceOfN(texts, 0, 60),
			rapid.Map(rapid.Permutation(numbered(41)), func(all []string) []string { return all[:len(all)-2] }),
		)
		want, have, one := list.Draw(t, "want"), list.Draw(t, "have"), texts.Draw(t, "one")
		extra := rapid.SampledFrom([]any{nil, 3.0, true}).Draw(t, "another value")
		mixed := []any{}
		for _, s := range want {
			mixed = append(mixed, s)
		}
		if extra != nil {
			mixed = append(mixed, extra)
		}
		has := func(s string) bool { return slices.Contains(have, s) }
		some, all := slices.ContainsFunc(want, has), !slices.ContainsFunc(want, func(s string) bool { return !has(s) })
		in := slices.Contains(want, one)
		for _, tt := range []struct {
			op    policy.Op
			value any
			field any
			holds bool
		}{
			{policy.ContainsAny, want, have, some},
			{policy.ContainsAll, want, have, all},
			{policy.In, want, one, in},
			{policy.NotIn, want, one, !in},
			{policy.In, mixed, one, in},
			{policy.In, mixed, 3.0, extra == 3.0},
			{policy.NotIn, mixed, 3.0, extra != 3.0},
			{policy.In, want, true, false},
		} {
			var field value.Value
			if err := field.Set(tt.field); err != nil {
				t.Fatal(err)
			}
			c := newTestCompiler().condition(new(policy.If("f", tt.op, tt.value)))
			f := fields{values: []value.Value{fixedSlots: field}}
			if got := f.holds(&c); got != tt.holds {
				t.Fatalf("%v %s %v: %v, want %v", tt.field, tt.op, tt.value, got, tt.holds)
			}
		}
	})
}

// drawCondition draws a condition of the given depth. leaf draws its comparisons.
func drawCondition(t *rapid.T, depth int, leaf func(*rapid.T) policy.Condition) policy.Condition {
	form := rapid.IntRange(0, 5).Draw(t, "form")
	switch {
	case depth == 0 || form > 4:
		return leaf(t)
	case form == 0:
		return policy.Not(drawCondition(t, depth-1, leaf))
	}
	parts := make([]policy.Condition, rapid.IntRange(0, 3).Draw(t, "parts"))
	for i := range parts {
		parts[i] = drawCondition(t, depth-1, leaf)
	}
	return []policy.Condition{policy.All(parts...), policy.Any(parts...)}[form%2]
}

func TestDecisionsHaveTheResultOfTheirCondition(t *testing.T) {
	t.Parallel()
	names := []string{"a", "b", "c"}
	leaf := func(t *rapid.T) policy.Condition {
		op := rapid.SampledFrom([]policy.Op{policy.Eq, policy.Ne}).Draw(t, "op")
		return policy.If(rapid.SampledFrom(names).Draw(t, "field"), op, rapid.IntRange(0, 2).Draw(t, "value"))
	}
	rapid.Check(t, func(t *rapid.T) {
		compiler := newTestCompiler()
		when := drawCondition(t, 4, leaf)
		c := compiler.condition(&when)
		f := fields{values: make([]value.Value, len(compiler.fieldNames))}
		for i := fixedSlots; i < len(f.values); i++ {
			if x := rapid.IntRange(-1, 2).Draw(t, "x"); x >= 0 {
				f.values[i] = value.Value{Kind: value.Number, Number: float64(x)}
			}
		}
		if d := f.decide(&c); d.result != f.holds(&c) {
			t.Fatalf("%v on %v: decided %v, holds %v", when, f.values, d.result, f.holds(&c))
		}
	})
}

// newTestCompiler returns a compiler for an empty configuration.
func newTestCompiler() *compiler { return newCompiler(new(policy.Config), nil) }

func numbered(n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprint("t", i))
	}
	return all
}
