package sla

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// BenchmarkLookup compares a lookup with a map, for texts as configurations have them: a few of
// different lengths, some of one length, and many of one length.
func BenchmarkLookup(b *testing.B) {
	texts := map[string][]string{
		"five":         {"urgent", "high", "normal", "low", "critical"},
		"four alike":   numberedTexts(4),
		"forty alike":  numberedTexts(40),
		"no such text": {"new", "open", "pending", "resolved"},
	}
	for name, list := range texts {
		values := make(map[string]int)
		for i, text := range list {
			values[text] = i
		}
		if name == "no such text" {
			list = []string{"subject", "body", "channel"}
		}
		l := newLookup(values)
		b.Run(name+"/by=lookup", func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				l.find(list[i%len(list)])
			}
		})
		b.Run(name+"/by=map", func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				_ = values[list[i%len(list)]]
			}
		})
	}
}

func numberedTexts(n int) (list []string) {
	for i := range n {
		list = append(list, fmt.Sprintf("team-%02d", i))
	}
	return list
}

func TestLookupFindsWhatItHas(t *testing.T) {
	long := fmt.Sprintf("%040d", 1)
	values := map[string]int{"": 1, "a": 2, "bc": 3, long: 4}
	for n := shortText - 1; n <= shortText+1; n++ {
		values[strings.Repeat("x", n)] = n
	}
	for i, text := range numberedTexts(9) { // more than are compared one by one
		values[text] = 10 + i
	}
	l := newLookup(values)
	for text, want := range values {
		if got, ok := l.find(text); !ok || got != want {
			t.Errorf("find(%q) = %d, %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"b", "team-99", long + "1"} {
		if got, ok := l.find(text); ok {
			t.Errorf("find(%q) = %d, want none", text, got)
		}
	}
}

// BenchmarkUpdateOfOneAttribute checks an update of one attribute, the usual case, with and
// without the fast path for it.
func BenchmarkUpdateOfOneAttribute(b *testing.B) {
	engine, err := New(&policy.Config{Policies: []policy.Policy{{
		ID: "p", When: new(policy.If("customer.tier", policy.Eq, "gold")),
		Targets: map[string]policy.Target{policy.Resolution: policy.WithinBy("priority", map[string]time.Duration{"high": time.Hour}, 8*time.Hour)},
	}}}, Options{})
	if err != nil {
		b.Fatal(err)
	}
	event := SetAttribute("priority", "high", time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	for name, attributes := range map[string][]int{"lone": engine.program.attributes, "range": make([]int, 5)} {
		b.Run("by="+name, func(b *testing.B) {
			p := *engine.program
			p.attributes = attributes
			f := newPreparation(&p)
			var m moment
			for b.Loop() {
				f.changes = f.changes[:0]
				if err := f.checkEvent(&m, &event); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
