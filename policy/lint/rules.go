package lint

import "slices"

// checks are all rules, in the order in which findings at one place are reported. A new
// rule goes into the file of its family, or one of its own, and into this list.
var checks = []check{
	invalid,
	shadowedPolicy,
	neverTrue,
	alwaysTrue,
	noDefault,
	deadValue,
	starValue,
	mixedTypes,
	listAsText,
	nearField,
	letterCase,
	targetOrder,
	urgencyOrder,
	stepNever,
	sameThreshold,
	pausedFromStart,
	holidaysRunOut,
	noHolidays,
	implied24x7,
	fixedOffsetZone,
	minuteMissing,
	hoursAsDays,
	overlappingHours,
	unused,
	expiredPolicy,
	noCatchAll,
	metricGap,
	newUnmapped,
	endlessReminder,
	selfRetarget,
}

// Rules returns all rules. Findings at one place are in this order.
func Rules() []Rule {
	rules := make([]Rule, len(checks))
	for i, c := range checks {
		rules[i] = c.Rule
	}
	return rules
}

// findings runs the rules that are not disabled, and returns what they report, in order.
// lines says whether the configuration was read from text.
func (p *pass) findings(lines bool) []Finding {
	for i := range checks {
		c := &checks[i]
		if slices.Contains(p.options.Disable, c.Name) {
			continue
		}
		p.rule, p.ruleIndex = &c.Rule, i
		c.run(p)
	}
	return p.sorted(lines)
}
