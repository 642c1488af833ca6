package lint

import (
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
)

var expiredPolicy = check{
	Rule: Rule{"expired-policy", Info, `A policy whose "effective.until" is at or before the present. At that instant. Other rules do not look at the policy, nor at schedules that only it names.`},
	run: func(p *pass) {
		for i := range p.cfg.Policies {
			if of := &p.cfg.Policies[i]; p.expired(of) {
				p.reportf(strict.Key(strict.Key(strict.Index("policies", i), "effective"), "until"), "remove the policy once no open issue needs it, or extend it",
					"is no longer effective since %s", of.Effective.Until.Format(time.RFC3339))
			}
		}
	},
}

var noCatchAll = check{
	Rule: Rule{"no-catch-all", Info, `No policy that is effective at present is without "when", so that some issues have no promise. ` +
		`Under "match": "first_per_metric", none is that has a target for some metric for which others have one. At the policies.`},
	run: func(p *pass) {
		if !p.dated() || len(p.cfg.Policies) == 0 {
			return
		}
		const mend = `add a last policy without "when"`
		all := p.inForce()
		unconditional := slices.DeleteFunc(slices.Clone(all), func(of *livePolicy) bool { return of.When != nil })
		if p.cfg.Match != policy.MatchFirstPerMetric {
			if len(unconditional) == 0 {
				p.report("policies", "issues to which no condition applies have no targets", mend)
			}
			return
		}
		var without []string
		for _, m := range p.cfg.AllMetrics() {
			if count(all, m.Name) > 0 && count(unconditional, m.Name) == 0 {
				without = append(without, m.Name)
			}
		}
		if len(without) > 0 || len(all) == 0 {
			p.report("policies", "issues to which no condition applies have no targets for "+strings.Join(without, ", "), mend)
		}
	},
}

// count returns how many policies have a target for a metric.
func count(policies []*livePolicy, metric string) (n int) {
	for _, of := range policies {
		if _, ok := of.Targets[metric]; ok {
			n++
		}
	}
	return n
}

var metricGap = check{
	Rule: Rule{"metric-gap", Info, `Where the first policy that applies gives all targets, and three or more are effective at present, the one that alone has no target for a metric. At its targets, once for all metrics.`},
	run: func(p *pass) {
		all := p.inForce()
		if !p.dated() || len(all) < 3 || p.cfg.Match != "" && p.cfg.Match != policy.MatchFirst {
			return
		}
		gaps := make(map[*livePolicy][]string)
		for _, m := range p.cfg.AllMetrics() {
			if count(all, m.Name) != len(all)-1 {
				continue
			}
			for _, of := range all {
				if _, ok := of.Targets[m.Name]; !ok {
					gaps[of] = append(gaps[of], m.Name)
				}
			}
		}
		for _, of := range all {
			if names := gaps[of]; names != nil {
				p.reportf(strict.Key(of.path, "targets"), "add the target, if it was forgotten", "has no target for %s, as all other policies have", strings.Join(names, ", "))
			}
		}
	},
}
