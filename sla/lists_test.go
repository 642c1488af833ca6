package sla

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// A comparison with many texts says what one with each of them would.
func TestComparisonsWithManyTexts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.Custom(func(t *rapid.T) string { return fmt.Sprint("t", rapid.IntRange(0, 40).Draw(t, "n")) })
		list := rapid.OneOf(
			rapid.SliceOfN(texts, 0, 60),
			rapid.Map(rapid.Permutation(allTexts(41)), func(all []string) []string { return all[:len(all)-2] }),
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
			p := &program{slots: map[string]int{"f": fixedSlots}}
			c := p.condition(policy.If("f", tt.op, tt.value).Ptr(), nil)
			fields := make([]value.Value, fixedSlots+1)
			if err := fields[fixedSlots].Set(tt.field); err != nil {
				t.Fatal(err)
			}
			if got := c.holds(fields); got != tt.holds {
				t.Fatalf("%v %s %v: %v, want %v", tt.field, tt.op, tt.value, got, tt.holds)
			}
		}
	})
}

func allTexts(n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprint("t", i))
	}
	return all
}
