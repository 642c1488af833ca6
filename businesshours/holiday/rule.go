package holiday

import (
	"slices"
	"time"
)

// A rule is a holiday that a calendar keeps in addition to those of package cal.
type rule struct {
	name string
	on   when

	// moved says by how many days the law moves the holiday itself.
	moved shift

	// observed says how many days later another day is free in addition. Where free is
	// set, it is the first from there on that is neither on a weekend nor on a date of
	// the calendar's rules.
	observed shift
	free     bool

	// since and until are the first and last year in which the rule is in force.
	// Zero means that there is no such year.
	since, until int
}

// A shift is a number of days by the day of the week, from Sunday, on which a holiday
// falls.
type shift [7]int8

var (
	sundayToMonday  = shift{time.Sunday: 1}
	weekendToMonday = shift{time.Sunday: 1, time.Saturday: 2}
	toNextMonday    = shift{1, 0, 6, 5, 4, 3, 2}

	// weekendOfPair is for each of two holidays on consecutive dates: Saturday and Sunday
	// become Monday and Tuesday, Friday and Saturday become Friday and Monday, Sunday and
	// Monday become Monday and Tuesday.
	weekendOfPair = shift{time.Sunday: 2, time.Saturday: 2}
)

// inForce reports whether r is in force in year.
func (r *rule) inForce(year int) bool {
	return r.since <= year && (r.until == 0 || year <= r.until)
}

// known returns the first and last year for which the dates of r are known. That there
// are none before the first year in force and after the last is known as well.
func (r *rule) known() (first, last int) {
	first, last = firstYear, lastYear
	if r.on.kind != onListed {
		return first, last
	}
	from, to := r.on.covers()
	if from > r.since {
		first = from
	}
	if r.until == 0 || to < r.until {
		last = to
	}
	return first, last
}

// A kept is a date on which a rule's holiday is kept.
type kept struct {
	rule *rule
	date date
}

// appendRules appends the dates of rules in year.
func appendRules(days []Day, rules []rule, year int) []Day {
	if len(rules) == 0 {
		return days
	}
	var buffer [48]kept
	all := buffer[:0]
	var dates [8]date
	for i := range rules {
		r := &rules[i]
		// A shift may carry a date across the New Year; not in the middle of the year.
		first, last := year, year
		if r.on.nearNewYear() && (r.moved != shift{} || r.observed != shift{}) {
			first, last = year-1, year+1
		}
		for y := first; y <= last; y++ {
			if !r.inForce(y) {
				continue
			}
			for _, d := range r.on.appendTo(dates[:0], y) {
				all = append(all, kept{r, d + date(r.moved[d.weekday()])})
			}
		}
	}
	add := func(k kept, d date, observed, moved bool) {
		if y, m, day := d.split(); y == year {
			days = append(days, Day{y, m, day, k.rule.name, observed, moved})
		}
	}
	for _, k := range all { // not those appended below
		by := k.rule.observed[k.date.weekday()]
		add(k, k.date, false, by != 0 && k.date.weekend())
		if by == 0 {
			continue
		}
		d := k.date + date(by)
		taken := func(o kept) bool { return o.date == d }
		for k.rule.free && (d.weekend() || slices.ContainsFunc(all, taken)) {
			d++
		}
		add(k, d, true, false)
		all = append(all, kept{k.rule, d})
	}
	return days
}
