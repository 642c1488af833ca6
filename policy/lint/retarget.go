package lint

import (
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/threshold"
	"github.com/punctualgo/punctual/policy"
)

var selfRetarget = check{
	Rule: Rule{"self-retarget", Warning, `Where on_change is "recalculate", an action {"type": "update", "set": {…}} of a step at or before the breach that sets a field which a policy with that step reads: ` +
		`in its "when", in a choice of it, of its targets or of the default schedule that it uses, or in a pause of its targets; who reads status_category reads status. ` +
		`The clock is counted anew under what the policy then gives, and may breach at once. At the action.`},
	run: func(p *pass) {
		if p.cfg.OnChange != "" && p.cfg.OnChange != policy.Recalculate {
			return
		}
		reads := make(map[*livePolicy]map[string]bool)
		for _, l := range p.lists {
			for i := range l.steps {
				if !notPastBreach(l.steps[i].At) {
					continue
				}
				for k, action := range l.steps[i].Do {
					path := strict.Index(strict.Key(strict.Index(l.path, i), "do"), k)
					if field, of := l.readByPolicy(changesIn(path, action), reads); of != nil {
						p.reportf(path, "set another field, or act on it after the breach",
							"sets %s, by which %s is matched, chooses or pauses: the clock is counted anew, and may breach at once", field, strings.TrimSuffix(describe(of), ","))
					}
				}
			}
		}
	},
}

// notPastBreach reports whether a step takes effect at the breach or before it.
func notPastBreach(at string) bool {
	const allowance = threshold.MaxOffset
	t, err := threshold.Parse(at)
	return err == nil && t.Of(allowance) <= allowance
}

// readByPolicy returns the first of some changed fields that a policy with a target which
// has the list reads, and the policy.
func (l *stepList) readByPolicy(changes []change, reads map[*livePolicy]map[string]bool) (field string, of *livePolicy) {
	if len(changes) == 0 {
		return "", nil
	}
	var last *livePolicy
	for _, t := range l.targets {
		if t.policy == last {
			continue
		}
		last = t.policy
		if reads[last] == nil {
			reads[last] = last.reads()
		}
		for _, c := range changes {
			if reads[last][c.field] {
				return c.field, last
			}
		}
	}
	return "", nil
}

// reads returns the fields on which the targets of a policy, and their pauses, depend.
func (of *livePolicy) reads() map[string]bool {
	fields := make(map[string]bool)
	seen := make(map[*hours]bool)
	condition := func(c *policy.Condition) {
		if c == nil {
			return
		}
		newPart("", c).each(func(c *part) { fields[c.Field] = true })
	}
	condition(of.When)
	var last *target
	for _, t := range of.times {
		t.choosers(fields)
		t.each(func(leaf *timing) {
			if leaf.target != last {
				last = leaf.target
				condition(last.Pause)
			}
			if h := leaf.target.hours; !seen[h] {
				seen[h] = true
				choosers(&h.choice, fields)
			}
		})
	}
	if fields[policy.StatusCategory] {
		fields[policy.Status] = true
	}
	return fields
}

// choosers adds the fields of a choice, and of those in it.
func (t *timing) choosers(fields map[string]bool) {
	if t.by == "" {
		return
	}
	fields[t.by] = true
	for _, v := range t.values {
		v.choosers(fields)
	}
	if t.otherwise != nil {
		t.otherwise.choosers(fields)
	}
}

// choosers adds the fields of a choice of schedules, and of those in it.
func choosers(c *policy.Choice[string], fields map[string]bool) {
	if c.By == "" {
		return
	}
	fields[c.By] = true
	for _, v := range c.Values {
		choosers(&v, fields)
	}
	if c.Default != nil {
		choosers(c.Default, fields)
	}
}
