package lint

import (
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

var holidaysRunOut = check{
	Rule: Rule{"holidays-run-out", Warning, `A schedule whose holidays and exceptions are all dates, without "calendar", "every" and exceptions of each year, ` +
		`where there are two or more of them and none is in the coming 365 days. At the schedule.`},
	run: func(p *pass) {
		if !p.dated() {
			return
		}
		for _, s := range p.live() {
			loc := p.location(s.Schedule)
			first := p.options.AsOf.In(loc).Format(time.DateOnly)
			last := p.options.AsOf.Add(365*24*time.Hour - 1).In(loc).Format(time.DateOnly)
			if n, coming := datesOf(s.Schedule, first, last); n >= 2 && !coming {
				p.report(s.path, "has holidays and exceptions of past years, and none in the coming year", `add the coming ones, or use "calendar" and "every"`)
			}
		}
	},
}

// datesOf returns how many holidays and exceptions a schedule has, and whether one is from
// the first to the last of some dates. It returns 0 if not all of them are dates.
func datesOf(s *businesshours.Schedule, first, last string) (n int, coming bool) {
	for _, h := range s.Holidays {
		if h.Date == "" {
			return 0, false
		}
		to := h.Date
		if h.To != "" {
			to = h.To
		}
		n++
		coming = coming || h.Date <= last && to >= first
	}
	for date := range s.Exceptions {
		if len(date) != len(time.DateOnly) {
			return 0, false // each year
		}
		n++
		coming = coming || date <= last && date >= first
	}
	return n, coming
}

var noHolidays = check{
	Rule: Rule{"no-holidays", Info, `A schedule with weekly hours on some of Monday to Friday, but not on all days around the clock, that has neither holidays nor exceptions, ` +
		`unless it is only named in "none_of". Patterns that a revision has replaced by now do not count. At the schedule.`},
	run: func(p *pass) {
		for _, s := range p.live() {
			if len(s.Holidays) > 0 || len(s.Exceptions) > 0 {
				continue
			}
			if u := p.uses[s.Name]; u != nil && u.onlyNoneOf() {
				continue
			}
			for i := range s.patterns {
				if one := &s.patterns[i]; !one.past && one.opensOnWorkdays() && !one.aroundTheClock() {
					p.report(s.path, "has no holidays: clocks count on all of them", `add {"calendar": …} to its holidays, or dates`)
					break
				}
			}
		}
	},
}

func (p *pattern) opensOnWorkdays() bool {
	for day := time.Monday; day <= time.Friday; day++ {
		if p.open[day] > 0 {
			return true
		}
	}
	return false
}

func (p *pattern) aroundTheClock() bool {
	for _, open := range p.open {
		if open < 24*time.Hour {
			return false
		}
	}
	return true
}
