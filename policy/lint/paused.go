package lint

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

var pausedFromStart = check{
	Rule: Rule{"paused-from-start", Warning, `A pause, of a metric or of a target, that holds from the start: in an issue without attributes that a customer has just created, ` +
		`for which the metric starts a clock with a target. What depends on assignee or team does not count, nor what depends on when the issue was created, nor a target in business days on a schedule that may not open any more. At the pause.`},
	run: func(p *pass) {
		n, ok := p.newIssue()
		if !ok {
			return
		}
		known := n.without("assignee", "team")
		reported := make(map[string]bool)
		for _, m := range p.cfg.AllMetrics() {
			if !slices.ContainsFunc(m.Start, n.starts) {
				continue
			}
			for _, t := range p.targetsFor(m.Name, n) {
				path, pause := strict.Key(strict.Key("metrics", m.Name), "pause"), m.Pause
				if t.Pause != nil {
					path, pause = strict.Key(t.path, "pause"), t.Pause
				} else if _, own := p.cfg.Metrics[m.Name]; !own {
					continue // it is not in the configuration
				}
				if pause != nil && !reported[path] && known.holds(newPart("", pause)) == yes {
					reported[path] = true
					p.reportf(path, "make it depend on what changes while the team cannot work",
						"holds already when the clock of %s starts in a new issue without attributes, so that it does not run", m.Name)
				}
			}
		}
	},
}

// An answer is what is known of a condition.
type answer int

const (
	unknown answer = iota
	yes
	no
)

func (a answer) not() answer {
	switch a {
	case yes:
		return no
	case no:
		return yes
	}
	return unknown
}

func answerOf(b bool) answer {
	if b {
		return yes
	}
	return no
}

// A newIssue is what is known of an issue without attributes that a customer has just
// created.
type newIssue struct {
	fields  map[string]value.Value
	unknown []string               // the fields of which nothing is known
	applied map[*livePolicy]answer // whether policies apply, as far as that was asked
}

// newIssue returns what is known of a new issue. It is not ok if a new issue cannot be
// evaluated, because its status is not mapped.
func (p *pass) newIssue() (n *newIssue, ok bool) {
	category, ok := p.statuses[policy.NewStatus]
	if !ok {
		category, ok = p.statuses[policy.OtherStatuses]
	}
	return &newIssue{fields: map[string]value.Value{
		policy.Status:         value.OfText(policy.NewStatus),
		policy.StatusCategory: value.OfText(string(category)),
		policy.CreatedBy:      value.OfText("customer"),
		policy.Responded:      {Kind: value.Bool},
		policy.Unanswered:     {Kind: value.Bool, Bool: true},
	}, applied: make(map[*livePolicy]answer)}, ok
}

// without returns the issue of which some fields are not known.
func (n *newIssue) without(fields ...string) *newIssue {
	return &newIssue{fields: n.fields, unknown: fields}
}

// starts reports whether a trigger is sure to start a clock when the issue is created.
func (n *newIssue) starts(t policy.Trigger) bool {
	return (t.On == "created" || t.On == "created:customer") && (t.If == nil || n.holds(newPart("", t.If)) == yes)
}

// targetsFor returns the targets for a metric that the issue is sure to get: one, or under
// "each" several.
func (p *pass) targetsFor(metric string, n *newIssue) (list []*target) {
	for _, of := range p.policies {
		t := of.times[metric]
		if t == nil && p.cfg.Match == policy.MatchFirstPerMetric {
			continue
		}
		switch applies := p.applies(of, n); {
		case applies == no:
			continue
		case applies == unknown:
			if p.cfg.Match == policy.MatchEach {
				continue
			}
			return list
		}
		one, got := p.pick(t, n)
		if got == yes {
			list = append(list, one)
		}
		switch p.cfg.Match {
		case policy.MatchEach:
		case policy.MatchFirstPerMetric:
			if got != no {
				return list
			}
		default:
			return list
		}
	}
	return list
}

// applies answers whether a policy is effective and its condition holds.
func (p *pass) applies(of *livePolicy, n *newIssue) answer {
	if known, ok := n.applied[of]; ok {
		return known
	}
	effective := answerOf(of.Effective.Contains(p.options.AsOf))
	if !p.dated() && of.Effective != (policy.Effective{}) {
		effective = unknown
	}
	if of.When != nil && effective != no {
		if holds := n.holds(newPart("", of.When)); holds != yes {
			effective = holds
		}
	}
	n.applied[of] = effective
	return effective
}

// pick returns the target that the issue gets from one that may be a choice, and whether it
// gets one.
func (p *pass) pick(t *timing, n *newIssue) (*target, answer) {
	for t != nil && t.by != "" {
		t = t.pickFor(n)
	}
	if t == nil {
		return nil, no
	}
	one := t.target
	switch {
	case one.Until == policy.CreatedAt:
	case one.Until != "":
		return nil, no // no such field
	}
	schedule := &one.hours.choice
	for schedule != nil && schedule.By != "" {
		if v, ok := n.fields[schedule.By]; ok && v.Kind == value.Text {
			schedule = pickHours(schedule, schedule.By, v.Text)
		} else {
			schedule = schedule.Default
		}
	}
	if schedule != nil && one.BusinessDays != nil && !p.opensEveryWeek(cmp.Or(schedule.Value, businesshours.Always)) {
		return nil, unknown // there may be no business day any more
	}
	return one, answerOf(schedule != nil)
}

// pickFor returns what a choice gives for the issue, or nil.
func (t *timing) pickFor(n *newIssue) *timing {
	if v, ok := n.fields[t.by]; ok && v.Kind == value.Text {
		return t.pick(v.Text)
	}
	return t.otherwise // created_at is never a value that someone lists
}

// holds answers whether a condition holds for the issue.
func (n *newIssue) holds(c *part) answer {
	switch {
	case c.Not != nil:
		return n.holds(c.parts[0]).not()
	case c.Any != nil:
		return n.anyHolds(c.parts, n.holds)
	case c.All != nil:
		return n.anyHolds(c.parts, func(c *part) answer { return n.holds(c).not() }).not()
	}
	return n.compare(c)
}

// anyHolds answers whether a question is answered with yes for one of some parts.
func (n *newIssue) anyHolds(parts []*part, ask func(*part) answer) answer {
	result := no
	for _, c := range parts {
		switch ask(c) {
		case yes:
			return yes
		case unknown:
			result = unknown
		}
	}
	return result
}

// compare answers whether a comparison holds for the issue.
func (n *newIssue) compare(c *part) answer {
	if slices.Contains(n.unknown, c.Field) {
		return unknown
	}
	v := n.fields[c.Field] // absent if there is none
	exists := v.Kind != value.Absent
	if c.Field == policy.CreatedAt {
		if c.Op != policy.Exists && c.Op != policy.Missing {
			return unknown
		}
		exists = true
	}
	text := v.Kind == value.Text
	switch c.Op {
	case policy.Exists:
		return answerOf(exists)
	case policy.Missing:
		return answerOf(!exists)
	case policy.Eq:
		return answerOf(exists && v.Equal(&c.value))
	case policy.Ne:
		return answerOf(!exists || !v.Equal(&c.value))
	case policy.In:
		return answerOf(exists && has(c.values, &v))
	case policy.NotIn:
		return answerOf(!exists || !has(c.values, &v))
	case policy.Contains:
		return answerOf(text && strings.Contains(v.Text, c.value.Text))
	case policy.StartsWith:
		return answerOf(text && strings.HasPrefix(v.Text, c.value.Text))
	case policy.EndsWith:
		return answerOf(text && strings.HasSuffix(v.Text, c.value.Text))
	case policy.Matches:
		if !text {
			return no
		}
		matches, err := regexp.MatchString(c.value.Text, v.Text)
		if err != nil {
			return unknown
		}
		return answerOf(matches)
	}
	return no // the fields that there are have no numbers, lists or instants
}
