package sla

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// What each operator makes of values that hold, of values that do not, and of an absent one.
func TestOperators(t *testing.T) {
	long := numbered(20)
	twice := append(slices.Clone(long), long...)
	for _, tt := range []struct {
		op           policy.Op
		value        any
		holds, fails []any
		absent       bool // whether it holds for an absent field
	}{
		{policy.Eq, 5, []any{5, 5.0}, []any{6, "5", true, []string{"5"}}, false},
		{policy.Eq, "a", []any{"a"}, []any{"A", "", []string{"a"}}, false},
		{policy.Eq, []string{"a", "b"}, []any{[]string{"a", "b"}}, []any{[]string{"b", "a"}, []string{"a"}, "a"}, false},
		{policy.Ne, 5, []any{6, "5"}, []any{5}, true},
		{policy.In, []any{"a", 5}, []any{"a", 5}, []any{"b", "5", true}, false},
		{policy.NotIn, []any{"a", 5}, []any{"b", "5", true}, []any{"a", 5}, true},
		{policy.Exists, nil, []any{"", 0, false, []string{}}, nil, false},
		{policy.Missing, nil, nil, []any{"", 0, false, []string{}}, true},
		{policy.Contains, "b", []any{"abc", []string{"a", "b"}}, []any{"ac", []string{"abc"}, 5}, false},
		{policy.ContainsAny, []string{"a", "b"}, []any{[]string{"b", "c"}}, []any{[]string{"c"}, []string{}, "a"}, false},
		{policy.ContainsAll, []string{"a", "b"}, []any{[]string{"c", "b", "a"}}, []any{[]string{"a", "a"}, "ab"}, false},
		{policy.ContainsAny, long, []any{[]string{"x", "t7"}}, []any{[]string{"x"}, "t7"}, false},
		{policy.ContainsAll, long, []any{long, twice}, []any{long[1:], twice[:19], append(slices.Clone(long[1:]), long[1:]...)}, false},
		{policy.StartsWith, "ab", []any{"ab", "abc"}, []any{"a", "cab", []string{"ab"}}, false},
		{policy.EndsWith, "bc", []any{"bc", "abc"}, []any{"c", "bca", []string{"bc"}}, false},
		{policy.Matches, "b+c", []any{"abbcd"}, []any{"abd", []string{"bc"}}, false},
		{policy.Gt, 5, []any{5.5, 6}, []any{5, 4, "6"}, false},
		{policy.Gte, 5, []any{5, 6}, []any{4.9, "6"}, false},
		{policy.Lt, 5, []any{4, 4.9}, []any{5, 6, "4"}, false},
		{policy.Lte, 5, []any{5, 4}, []any{5.1, "4"}, false},
		{policy.Before, "2026-03-09T09:00:00Z", []any{"2026-03-09T09:59:59+01:00"}, []any{"2026-03-09T09:00:00Z", "2026-03-09T09:00:01Z", "soon", 5}, false},
		{policy.After, "2026-03-09T09:00:00Z", []any{"2026-03-09T09:00:01Z"}, []any{"2026-03-09T09:00:00Z", "2026-03-09T09:59:59+01:00", "soon", 5}, false},
	} {
		compiler := newTestCompiler()
		c := compiler.condition(new(policy.If("f", tt.op, tt.value)))
		check := func(x any, want bool) {
			var field value.Value
			if x != nil {
				if err := field.Set(x); err != nil {
					t.Fatal(err)
				}
			}
			f := fields{values: []value.Value{fixedSlots: field}, findings: make([]finding, len(compiler.searchNumbers))}
			if got := f.holds(&c); got != want {
				t.Errorf("%v %s %v: %v, want %v", x, tt.op, tt.value, got, want)
			}
		}
		for _, x := range tt.holds {
			check(x, true)
		}
		for _, x := range tt.fails {
			check(x, false)
		}
		check(nil, tt.absent)
	}
}

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
