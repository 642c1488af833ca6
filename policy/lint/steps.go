package lint

import (
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/threshold"
)

var stepNever = check{
	Rule: Rule{"step-never", Warning, `An escalation step "D before" that never takes place, because every target that has it allows D or less. ` +
		`Targets in business days and until a field count as more. At the step.`},
	run: func(p *pass) {
		for _, l := range p.lists {
			longest, known := l.longest()
			for i := range l.steps {
				amount, ok := strings.CutSuffix(l.steps[i].At, " before")
				if !ok || !known {
					continue
				}
				if d, err := strict.ParseDuration(amount); err == nil && longest <= d {
					p.reportf(strict.Index(l.path, i), "make it shorter, or use a percentage",
						"never takes place: no target that has it allows more than %v", longest)
				}
			}
		}
	},
}

// longest returns the longest time that the targets which have a list allow, if all allow
// amounts of time and there is one.
func (l *stepList) longest() (longest time.Duration, known bool) {
	for _, t := range l.targets {
		if t.time.most == 0 {
			return 0, false
		}
		longest = max(longest, t.time.most)
	}
	return longest, len(l.targets) > 0
}

var sameThreshold = check{
	Rule: Rule{"same-threshold", Info, `Two escalation steps of one list that take effect at the same time, such as "breach" and "100%", neither of which is repeated. At the later one.`},
	run: func(p *pass) {
		for _, l := range p.lists {
			first := make(map[threshold.Threshold]int)
			for i := range l.steps {
				at, err := threshold.Parse(l.steps[i].At)
				if err != nil || l.steps[i].Every != 0 {
					continue
				}
				if k, ok := first[at]; ok {
					p.reportf(strict.Index(l.path, i), "put the actions of both into one step",
						"takes effect at the same time as %s", strict.Index(l.path, k))
				} else {
					first[at] = i
				}
			}
		}
	},
}

var endlessReminder = check{
	Rule: Rule{"endless-reminder", Info, `An escalation step whose repeats go on for more than 30 of the longest open days of its schedule. ` +
		`Of several targets that have it, and several schedules that these may count on, the longest day counts; schedules without weekly hours have 24 hours. At the step.`},
	run: func(p *pass) {
		const days = 30
		for _, l := range p.lists {
			longest := time.Duration(0)
			for _, t := range l.targets {
				longest = max(longest, t.hours.longest)
			}
			if longest == 0 {
				continue
			}
			for i := range l.steps {
				if e := &l.steps[i]; e.Every > days*longest/time.Duration(max(e.Times, 1)) {
					p.reportf(strict.Index(l.path, i), "repeat it fewer times",
						"repeats %d times, every %v of open time: for more than %d working days", e.Times, e.Every, days)
				}
			}
		}
	},
}
