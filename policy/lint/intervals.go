package lint

import (
	"maps"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
)

var minuteMissing = check{
	Rule: Rule{"minute-missing", Warning, `An interval of weekly hours, of a revision or of an exception that ends at 23:59 or 23:59:59, and so leaves out the last minute or second of the day. At the interval.`},
	run: func(p *pass) {
		for _, s := range p.live() {
			p.missingMinutes(strict.Key(s.path, "weekly"), s.Weekly)
			p.missingMinutes(strict.Key(s.path, "exceptions"), s.Exceptions)
			for i, r := range s.Revisions {
				p.missingMinutes(strict.Key(strict.Index(strict.Key(s.path, "revisions"), i), "weekly"), r.Weekly)
			}
		}
	},
}

// missingMinutes looks at the intervals of days or dates.
func (p *pass) missingMinutes(path string, hours map[string][]string) {
	for _, key := range slices.Sorted(maps.Keys(hours)) {
		for i, text := range hours[key] {
			if strings.HasSuffix(text, "-23:59") || strings.HasSuffix(text, "-23:59:59") {
				p.report(strict.Index(strict.Key(path, key), i), "leaves out the end of the day", `end it at "24:00"`)
			}
		}
	}
}

var overlappingHours = check{
	Rule: Rule{"overlapping-hours", Info, `Two intervals of a weekly pattern that overlap on a day of the week, also where one begins the day before or the day is named twice. Those that only touch do not. At the second in the document.`},
	run: func(p *pass) {
		for _, s := range p.live() {
			for i := range s.patterns {
				p.overlaps(&s.patterns[i])
			}
		}
	},
}

// overlaps reports the intervals that overlap one ahead of them in the document.
func (p *pass) overlaps(of *pattern) {
	var place []int // where each interval is in the document; nil until it is needed
	over := make(map[int]int)
	for _, spans := range of.spans() {
		slices.SortFunc(spans, func(a, b span) int { return int(a.start - b.start) })
		for i, a := range spans {
			for _, b := range spans[i+1:] {
				if b.start >= a.end {
					break
				}
				if place == nil {
					for k := range of.intervals {
						place = append(place, p.position(of.intervals[k].path).Offset)
					}
				}
				first, second := a.interval, b.interval
				if place[first] > place[second] {
					first, second = second, first
				}
				if k, ok := over[second]; !ok || place[first] < place[k] {
					over[second] = first
				}
			}
		}
	}
	for _, second := range slices.Sorted(maps.Keys(over)) {
		p.reportf(of.intervals[second].path, "merge the two, or correct one; their union counts", "overlaps %s", of.intervals[over[second]].path)
	}
}
