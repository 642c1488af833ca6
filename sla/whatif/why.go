package whatif

import (
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/human"
)

// Why says in words what made the difference, as far as the two clocks tell: another policy,
// a shorter or longer target, other hours.
func (f *Flip) Why() string {
	c, p := f.Current, f.Proposed
	switch {
	case c == nil:
		return "only the proposed configuration has this clock"
	case p == nil:
		return "only the current configuration has this clock"
	}
	var reasons []string
	if c.Policy != p.Policy {
		reasons = append(reasons, "policy "+p.Policy+" in place of "+c.Policy)
	}
	switch {
	case p.Target < c.Target:
		reasons = append(reasons, "a shorter target: "+inPlace(p.Target, "", c.Target))
	case p.Target > c.Target:
		reasons = append(reasons, "a longer target: "+inPlace(p.Target, "", c.Target))
	}
	switch {
	case c.Schedule != p.Schedule:
		reasons = append(reasons, "other hours: "+p.Schedule+" in place of "+c.Schedule)
	case c.Elapsed != p.Elapsed && c.EndedAt.Equal(p.EndedAt):
		reasons = append(reasons, "other hours or pauses: "+inPlace(p.Elapsed, " counted", c.Elapsed))
	}
	if !c.EndedAt.Equal(p.EndedAt) && c.State != p.State {
		reasons = append(reasons, "the clock is "+string(p.State)+" in place of "+string(c.State))
	}
	if reasons == nil {
		return "other rules: the policy, target and hours are as before"
	}
	return strings.Join(reasons, "; ")
}

// inPlace returns "2h in place of 4h", with all units if the largest do not tell them apart.
func inPlace(proposed time.Duration, how string, current time.Duration) string {
	p, c := human.Duration(proposed, false), human.Duration(current, false)
	if p == c {
		p, c = proposed.String(), current.String()
	}
	return p + how + " in place of " + c
}
