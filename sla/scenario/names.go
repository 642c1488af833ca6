package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/steps"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A clockKey names a clock.
type clockKey struct {
	policy string // where each policy has clocks of its own
	metric string
	cycle  int // 0 for the latest one, or for each
}

// of reports whether a clock of a policy, metric and cycle is one that k names.
func (k clockKey) of(policy, metric string, cycle int) bool {
	return k.metric == metric && (k.policy == "" || k.policy == policy) && (k.cycle == 0 || k.cycle == cycle)
}

// find returns the latest clock of a result that k names.
func (k clockKey) find(clocks []sla.Clock) *sla.Clock {
	var found *sla.Clock
	for i := range clocks {
		if c := &clocks[i]; k.of(c.Policy, c.Metric, c.Cycle) && (found == nil || c.Cycle > found.Cycle) {
			found = c
		}
	}
	return found
}

// names are those that a configuration has. Nil stands for a configuration that is not known,
// which has any.
type names struct {
	each                                bool // every policy has clocks of its own
	metrics, policies, schedules, steps []string
}

func namesOf(cfg *policy.Config) *names {
	n := &names{each: cfg.Match == policy.MatchEach, schedules: []string{businesshours.Always}}
	for _, m := range policy.BuiltIn(cfg.Profile) {
		n.metrics = append(n.metrics, m.Name)
	}
	n.metrics = append(n.metrics, slices.Sorted(maps.Keys(cfg.Metrics))...)
	for _, s := range cfg.Schedules {
		n.schedules = append(n.schedules, s.Name)
	}
	all := slices.Collect(maps.Values(cfg.Escalations))
	all = append(all, cfg.Defaults.Escalations.Steps)
	for i := range cfg.Policies {
		p := &cfg.Policies[i]
		n.policies = append(n.policies, p.ID)
		all = append(all, p.Escalations.Steps)
		for _, t := range p.Targets {
			for target := range steps.Targets(&t) {
				all = append(all, target.Escalations.Steps)
			}
		}
	}
	for _, list := range all {
		for _, s := range steps.Name(list) {
			n.steps = append(n.steps, s.Label)
		}
	}
	slices.Sort(n.steps)
	n.steps = slices.Compact(n.steps)
	return n
}

// unknownWord is an error about a text that is none of a few.
func unknownWord(what, text string, known []string) error {
	return fmt.Errorf("unknown %s %s%s; it is %s", what, strict.Quote(text), strict.DidYouMean(text, known), strings.Join(known, ", "))
}

// refuse returns an error if a name is not known.
func refuse(what, name string, known []string) error {
	if slices.Contains(known, name) {
		return nil
	}
	return strict.UnknownName(what, name, known)
}

// key reads the name of a clock: "metric", "metric#2", or where each policy has clocks of
// its own, "policy/metric".
func (n *names) key(text string) (k clockKey, err error) {
	name := text
	slash := strings.LastIndexByte(text, '/')
	if n != nil && n.each || n == nil && slash >= 0 {
		if slash < 0 {
			example := "policy"
			if len(n.policies) > 0 {
				example = n.policies[0]
			}
			return k, fmt.Errorf("every policy has clocks of its own here, as \"match\" is \"each\": name the policy, as in %s", strict.Quote(example+"/"+text))
		}
		k.policy, name = text[:slash], text[slash+1:]
	} else if slash >= 0 {
		return k, fmt.Errorf("policies have no clocks of their own here, as \"match\" is not \"each\": name the metric alone, %s", strict.Quote(text[slash+1:]))
	}
	metric, cycle, numbered := strings.Cut(name, "#")
	if k.metric = metric; numbered {
		number, err := strconv.Atoi(cycle)
		if err != nil || number < 1 || strconv.Itoa(number) != cycle {
			return k, fmt.Errorf("behind \"#\" comes the number of a cycle, from 1, and not %s", strict.Quote(cycle))
		}
		k.cycle = number
	}
	if n == nil {
		return k, nil
	}
	if n.each {
		if err := refuse("policy", k.policy, n.policies); err != nil {
			return k, err
		}
	}
	return k, refuse("metric", metric, n.metrics)
}
