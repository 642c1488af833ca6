package sla_test

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A tally is in how many cases each rule applied.
type tally struct {
	cases int
	rules map[string]int
}

func newTally() *tally { return &tally{rules: make(map[string]int)} }

func (c *tally) add(other *tally) {
	c.cases += other.cases
	for rule, n := range other.rules {
		c.rules[rule] += n
	}
}

// manyCases are so many that every rule has to apply in some of them.
const manyCases = 30_000

// requires fails unless each rule applied: a comparison says nothing of a rule that it never
// meets.
func (c *tally) requires(t *testing.T, rules []string) {
	t.Helper()
	for _, rule := range rules {
		if c.rules[rule] == 0 {
			t.Errorf("%q never applied in %d cases", rule, c.cases)
		}
	}
}

// counting calls try, which may note rules, and counts each rule once.
func (c *tally) counting(try func(note func(rule string))) {
	noted := make(map[string]bool)
	try(func(rule string) { noted[rule] = true })
	c.cases++
	for rule := range noted {
		c.rules[rule]++
	}
}

func (c *tally) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d cases", c.cases)
	for _, rule := range slices.Sorted(maps.Keys(c.rules)) {
		fmt.Fprintf(&b, "\n%9d  %s", c.rules[rule], rule)
	}
	return b.String()
}

// checkDeep checks a property of so many cases, or of PUNCTUAL_DEEP cases, and says how often
// each rule applied.
func checkDeep(t *testing.T, ordinary int, property func(t *rapid.T, note func(rule string))) *tally {
	t.Helper()
	checks := flag.Lookup("rapid.checks").Value
	before := checks.String()
	if err := checks.Set(strconv.Itoa(deep(t, ordinary))); err != nil {
		t.Fatal(err)
	}
	defer checks.Set(before)
	c := newTally()
	rapid.Check(t, func(t *rapid.T) {
		c.counting(func(note func(string)) { property(t, note) })
	})
	t.Log(c)
	return c
}
