package lint

import (
	"maps"
	"slices"

	"github.com/punctualgo/punctual/internal/strict"
)

var unused = check{
	Rule: Rule{"unused", Info, `A schedule that no policy, default, condition, action or composite names, or an entry of "metrics" that no policy has a target for. What an expired policy names is used. At the schedule or metric.`},
	run: func(p *pass) {
		for _, s := range p.schedules {
			if p.uses[s.Name] == nil {
				p.reportf(s.path, "use it, or remove it", "nothing names the schedule %s", strict.Quote(s.Name))
			}
		}
		for _, name := range slices.Sorted(maps.Keys(p.cfg.Metrics)) {
			if !p.metrics[name] {
				p.reportf(strict.Key("metrics", name), "give it a target, or remove it", "no policy has a target for the metric %s", strict.Quote(name))
			}
		}
	},
}
