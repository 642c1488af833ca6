package lint

import (
	"strconv"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
)

var implied24x7 = check{
	Rule: Rule{"implied-24x7", Warning, `A policy with a target for which neither the target nor the policy nor the defaults name a schedule, so that it counts around the clock, ` +
		`while the configuration has schedules. At the policy.`},
	run: func(p *pass) {
		if len(p.cfg.Schedules) == 0 {
			return
		}
		last := ""
		for _, t := range p.targets {
			if t.hours.choice.IsZero() && t.policy.path != last {
				last = t.policy.path
				p.reportf(last, `name a schedule, or "24x7" if that is meant`, "names no schedule for %s, which counts around the clock", t.metric)
			}
		}
	},
}

var fixedOffsetZone = check{
	Rule: Rule{"fixed-offset-zone", Warning, `A "time_zone" such as "Etc/GMT+5", or another one of "Etc/" that is not equal to UTC: its sign is the reverse of what people write, and it has no summer time. ` +
		`So are abbreviations such as "EST". At the time zone.`},
	run: func(p *pass) {
		for _, s := range p.live() {
			name := s.TimeZone
			rest, etc := strings.CutPrefix(name, "Etc/")
			switch {
			case etc && !equalToUTC(rest):
				what := "is a fixed offset without summer time"
				if hours, ok := strings.CutPrefix(rest, "GMT"); ok {
					if n, err := strconv.Atoi(hours); err == nil {
						what += ": " + strconv.Itoa(abs(n)) + " hours " + map[bool]string{true: "behind", false: "ahead of"}[n > 0] + " UTC"
					}
				}
				p.report(strict.Key(s.path, "time_zone"), what, `write the zone of a place, such as "America/New_York"`)
			case abbreviations[name]:
				p.report(strict.Key(s.path, "time_zone"), "is an abbreviation, and not the zone of a place", `write the zone of a place, such as "America/New_York"`)
			}
		}
	},
}

func abs(n int) int { return max(n, -n) }

// equalToUTC reports whether a zone of the area Etc is another name of UTC.
func equalToUTC(name string) bool {
	switch name {
	case "UTC", "UCT", "GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich", "Universal", "Zulu", "Unknown":
		return true
	}
	return false
}

// abbreviations are zones that a database may have by these names. Most are not accepted.
var abbreviations = map[string]bool{
	"EST": true, "MST": true, "HST": true, "EST5EDT": true, "CST6CDT": true, "MST7MDT": true, "PST8PDT": true,
	"CET": true, "MET": true, "EET": true, "WET": true,
}

var hoursAsDays = check{
	Rule: Rule{"hours-as-days", Info, `A "within" of a whole number of days, 24h or more, where every schedule that it may count on has weekly hours whose longest day is 12 hours or less: ` +
		`"48h" there are several working days, not two. Patterns that a revision has replaced by now do not count. At the amount of time.`},
	run: func(p *pass) {
		const day = 24 * time.Hour
		for _, t := range p.targets {
			if h := t.hours; !h.weekly || len(h.names) == 0 || h.longest > 12*time.Hour {
				continue
			}
			t.time.each(func(leaf *timing) {
				if leaf.within >= day && leaf.within%day == 0 {
					p.reportf(leaf.path, `if days are meant, write {"business_days": `+strconv.Itoa(int(leaf.within/day))+`}`,
						"%v of open time is more than %d days on this schedule, which is open %v a day at most", leaf.within, leaf.within/day, t.hours.longest)
				}
			})
		}
	},
}
