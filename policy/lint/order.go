package lint

import (
	"cmp"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
)

var targetOrder = check{
	Rule: Rule{"target-order", Warning, `A target for first_response or next_response that allows more time than the same policy's target for resolution, on the same schedule: ` +
		`the issue is to be resolved before it must be answered. Amounts of time alone are compared. Of two choices by one field, those for the same value are, where a value that is not listed takes the default; ` +
		`an amount without a choice stands for all values. At the response target.`},
	run: func(p *pass) {
		for _, of := range p.policies {
			resolution := of.times[policy.Resolution]
			if resolution == nil {
				continue
			}
			for _, metric := range []string{policy.FirstResponse, policy.NextResponse} {
				response := of.times[metric]
				if response == nil {
					continue
				}
				if long, short, ok := longer(response, resolution); ok {
					p.reportf(strings.TrimSuffix(response.path, withinMark), "swap or correct the two",
						"allows %v where resolution allows %v on the same schedule%s", long.within, short.within, forValue(long, short))
				}
			}
		}
	},
}

// forValue says for which value of a choice two amounts of time are, if for any.
func forValue(long, short *timing) string {
	key := cmp.Or(long.key, short.key)
	if key == otherValues && short.key != "" {
		key = short.key
	}
	if key == "" {
		return ""
	}
	return ", for " + key
}

// longer returns amounts of time that a and b allow one issue on the same schedule, where
// that of a is longer.
func longer(a, b *timing) (long, short *timing, ok bool) {
	switch {
	case a == nil || b == nil || a.most <= b.least || b.least == 0:
		return nil, nil, false
	case a.by == "" && b.by == "": // what was just compared is the amounts themselves
		return a, b, a.target.hours.same(b.target.hours)
	case a.by == "":
		for _, v := range b.values {
			if long, short, ok = longer(a, v); ok {
				return long, short, ok
			}
		}
		return longer(a, b.otherwise)
	case b.by == "":
		for _, v := range a.values {
			if long, short, ok = longer(v, b); ok {
				return long, short, ok
			}
		}
		return longer(a.otherwise, b)
	case a.by != b.by:
		return nil, nil, false
	}
	for i, key := range a.keys {
		if long, short, ok = longer(a.values[i], b.pick(key)); ok {
			return long, short, ok
		}
	}
	for i, key := range b.keys {
		if long, short, ok = longer(a.pick(key), b.values[i]); ok {
			return long, short, ok
		}
	}
	return longer(a.otherwise, b.otherwise)
}

// pick returns what a choice gives for a text: its value, or the default, or nil.
func (t *timing) pick(text string) *timing {
	if i, ok := slices.BinarySearch(t.keys, text); ok {
		return t.values[i]
	}
	return t.otherwise
}

var urgencyOrder = check{
	Rule: Rule{"urgency-order", Warning, `A choice by a field whose name ends in "priority", "severity" or "urgency" that gives a more urgent value more time than a less urgent one, on the same schedule. ` +
		`From most to least urgent, in any case: urgent, critical, p0, p1, sev0, sev1, highest; high, major, p2, sev2; normal, medium, moderate, p3, sev3; low, minor, p4, sev4, p5, lowest. ` +
		`Amounts of time are compared with each other, and business days with the same "at" and "cutoff". At the more urgent value.`},
	run: func(p *pass) {
		for _, of := range p.policies {
			for _, metric := range of.metrics {
				p.urgencies(of.times[metric])
			}
		}
	},
}

// urgencies looks at a choice, and at those in it.
func (p *pass) urgencies(t *timing) {
	if t == nil || t.by == "" {
		return
	}
	for _, v := range t.values {
		p.urgencies(v)
	}
	p.urgencies(t.otherwise)
	if field := strings.ToLower(t.by); !strings.HasSuffix(field, "priority") && !strings.HasSuffix(field, "severity") && !strings.HasSuffix(field, "urgency") {
		return
	}
	type ranked struct {
		rank, index int
	}
	var all []ranked
	for i, key := range t.keys {
		if rank, ok := urgency[strings.ToLower(key)]; ok && t.values[i].by == "" {
			all = append(all, ranked{rank, i})
		}
	}
	for _, more := range all {
		for _, less := range all {
			a, b := t.values[more.index], t.values[less.index]
			if more.rank < less.rank && moreTime(t.by, t.keys[more.index], a, t.keys[less.index], b) {
				p.reportf(strings.TrimSuffix(a.path, withinMark), "swap or correct the two",
					"%s gets more time than %s, which is less urgent", a.key, b.key)
				break
			}
		}
	}
}

// urgency ranks values from the most urgent, in lower case.
var urgency = func() map[string]int {
	ranks := make(map[string]int)
	for rank, words := range []string{
		"urgent critical p0 p1 sev0 sev1 highest",
		"high major p2 sev2",
		"normal medium moderate p3 sev3",
		"low minor p4 sev4 p5 lowest",
	} {
		for word := range strings.FieldsSeq(words) {
			ranks[word] = rank
		}
	}
	return ranks
}()

// moreTime reports whether a, for a text in a field, allows more than b for another.
func moreTime(field, textA string, a *timing, textB string, b *timing) bool {
	x, y := a.target.BusinessDays, b.target.BusinessDays
	switch {
	case a.within > 0 && b.within > 0:
		if a.within <= b.within {
			return false
		}
	case x == nil || y == nil || x.At != y.At || x.Cutoff != y.Cutoff || x.Days <= y.Days:
		return false
	}
	return sameHours(field, textA, &a.target.hours.choice, textB, &b.target.hours.choice)
}

// sameHours reports whether a gives the same schedule for a text in a field as b for
// another, whatever the other fields are.
func sameHours(field, textA string, a *policy.Choice[string], textB string, b *policy.Choice[string]) bool {
	a, b = pickHours(a, field, textA), pickHours(b, field, textB)
	switch {
	case a == nil || b == nil:
		return false // there is no target
	case a.By == "" && b.By == "":
		return cmp.Or(a.Value, businesshours.Always) == cmp.Or(b.Value, businesshours.Always)
	case a.By != b.By || len(a.Values) != len(b.Values) || (a.Default == nil) != (b.Default == nil):
		return false
	}
	for text, x := range a.Values {
		y, ok := b.Values[text]
		if !ok || !sameHours(field, textA, &x, textB, &y) {
			return false
		}
	}
	return a.Default == nil || sameHours(field, textA, a.Default, textB, b.Default)
}

// pickHours returns c with what it gives for a text in a field, as far as that is known.
func pickHours(c *policy.Choice[string], field, text string) *policy.Choice[string] {
	for c != nil && c.By == field {
		if v, ok := c.Values[text]; ok {
			c = &v
		} else {
			c = c.Default
		}
	}
	return c
}
