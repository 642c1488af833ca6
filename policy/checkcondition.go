package policy

import (
	"slices"

	"github.com/punctualgo/punctual/businesshours"
)

// CheckCondition reports every problem of a condition that is not part of c, such as one
// that selects the issues of a report. It may name the schedules of c. field checks the name
// of each field that the condition reads. The paths of problems begin at the condition.
func (c *Config) CheckCondition(when *Condition, field func(name string) error) error {
	v := validator{config: c, schedules: []string{businesshours.Always}, checkField: field}
	for _, s := range c.Schedules {
		v.schedules = append(v.schedules, s.Name)
	}
	slices.Sort(v.schedules)
	nodes := 0
	v.condition("", when, 1, false, &nodes)
	v.count("", nodes)
	v.totals()
	return v.Err()
}
