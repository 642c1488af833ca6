package lint

import (
	"maps"

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
		for _, l := range p.lists {
			var readers map[string]*livePolicy // by field; nil until it is needed
			for i := range l.steps {
				if !notPastBreach(l.steps[i].At) {
					continue
				}
				for k, action := range l.steps[i].Do {
					path := strict.Index(strict.Key(strict.Index(l.path, i), "do"), k)
					for _, c := range changesIn(path, action) {
						if readers == nil {
							readers = l.readers()
						}
						if of := readers[c.field]; of != nil {
							p.reportf(path, "set another field, or set it after the breach",
								"sets %s, by which %s %s is matched, chooses or pauses: the clock is counted anew, and may breach at once", c.field, of.path, strict.Quote(of.ID))
							break
						}
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

// readers returns by field the first policy that reads it and has a target with the list.
func (l *stepList) readers() map[string]*livePolicy {
	readers := make(map[string]*livePolicy)
	var last *livePolicy
	for _, t := range l.targets {
		if t.policy == last {
			continue
		}
		last = t.policy
		for field := range last.reads() {
			if readers[field] == nil {
				readers[field] = last
			}
		}
	}
	return readers
}

// reads returns the fields on which the targets of a policy, and their pauses, depend.
func (of *livePolicy) reads() map[string]bool {
	if of.fields != nil {
		return of.fields
	}
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
				maps.Copy(fields, h.fields)
			}
		})
	}
	if fields[policy.StatusCategory] {
		fields[policy.Status] = true
	}
	of.fields = fields
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
