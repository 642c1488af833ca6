package lint

import (
	"math"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

var neverTrue = check{
	Rule: Rule{"never-true", Warning, `A condition, or a part of one, that cannot hold: ` +
		`in one "all", two "eq" of one field with different values, "eq" and "ne" with the same value, "eq" and an "in" without its value, ` +
		`"missing" beside an operator that needs a value, or bounds of numbers or instants with nothing between them; ` +
		`"in" and "contains_any" with an empty list; "eq" and "in" with nothing but values that status_category, created_by, responded or unanswered never has, ` +
		`or the status, if no "*" is mapped; "missing" of the status; "not" of what always holds; "any" of parts that all never hold; "all" with one that never holds. ` +
		`At the smallest such part. Empty "all" and "any" do not count.`},
	run: func(p *pass) {
		for _, f := range p.truths().never {
			p.report(f.path, f.what, f.mend)
		}
	},
}

var alwaysTrue = check{
	Rule: Rule{"always-true", Warning, `A condition, or a part of one, that cannot fail: ` +
		`in one "any", "eq" and "ne" of one field with the same value, or "exists" and "missing" of one field; "not_in" with an empty list; ` +
		`"not" of what never holds; "any" with a part that always holds; "all" of parts that all always hold. ` +
		`At the smallest such part. Empty "all" and "any" do not count.`},
	run: func(p *pass) {
		for _, f := range p.truths().always {
			p.report(f.path, f.what, f.mend)
		}
	},
}

// A truth is what is known of all conditions.
type truth struct {
	never, always []flaw
	hopeless      map[*part]bool // the comparisons that never hold
}

// A flaw is a part that is never or always true.
type flaw struct{ path, what, mend string }

// truths judges all conditions, once.
func (p *pass) truths() *truth {
	if p.truth == nil {
		p.truth = &truth{hopeless: make(map[*part]bool)}
		for _, c := range p.conditions {
			p.judge(c)
		}
	}
	return p.truth
}

// A verdict says what is known of a part. A part may have other parts in it that are
// reported, while nothing is known of the part itself.
type verdict struct {
	never, always       bool // it never, or always, holds
	hasNever, hasAlways bool // so does it or a part in it
}

// judge judges a part, and notes the smallest parts that never or always hold.
func (p *pass) judge(c *part) (v verdict) {
	never, always := len(c.parts) > 0, len(c.parts) > 0 // all parts are
	someNever, someAlways := false, false
	for _, of := range c.parts {
		w := p.judge(of)
		never, always = never && w.never, always && w.always
		someNever, someAlways = someNever || w.never, someAlways || w.always
		v.hasNever, v.hasAlways = v.hasNever || w.hasNever, v.hasAlways || w.hasAlways
	}
	var what, mend string
	switch {
	case c.Not != nil:
		v.never, v.always = always, never
		what, mend = "never holds: what it negates always does", "correct what it negates, or remove it"
		if v.always {
			what = "always holds: what it negates never does"
		}
	case c.All != nil:
		v.never, v.always = someNever, always
		if !v.never {
			what, mend = contradiction(c.parts)
			v.never = what != ""
		}
	case c.Any != nil:
		v.never, v.always = never, someAlways
		if !v.always {
			what, mend = tautology(c.parts)
			v.always = what != ""
		}
	default:
		if what, mend = p.impossible(c); what != "" {
			v.never, p.truth.hopeless[c] = true, true
		} else if c.Op == policy.NotIn && len(c.values) == 0 {
			v.always = true
			what, mend = "always holds: nothing is in an empty list", "list values, or remove it"
		}
	}
	if v.never && !v.hasNever {
		p.truth.never = append(p.truth.never, flaw{c.path, what, mend})
	}
	if v.always && !v.hasAlways {
		p.truth.always = append(p.truth.always, flaw{c.path, what, mend})
	}
	v.hasNever, v.hasAlways = v.hasNever || v.never, v.hasAlways || v.always
	return v
}

// impossible says why a comparison never holds, if that is known.
func (p *pass) impossible(c *part) (what, mend string) {
	switch c.Op {
	case policy.In:
		if len(c.values) == 0 {
			return "never holds: nothing is in an empty list", "list values, or remove it"
		}
		for i := range c.values {
			if !p.neverHas(c.Field, &c.values[i]) {
				return "", ""
			}
		}
		return "never holds: " + c.Field + " never has any of these values", "write values that it has: " + p.possible(c.Field)
	case policy.Eq:
		if p.neverHas(c.Field, &c.value) {
			return "never holds: " + c.Field + " is never " + show(&c.value), "write a value that it has: " + p.possible(c.Field)
		}
	case policy.ContainsAny:
		if len(c.value.List) == 0 {
			return "never holds: no list has an element of an empty one", "list values, or remove it"
		}
	case policy.Missing:
		if c.Field == policy.Status {
			return `never holds: an issue without a status has the status "new"`, `compare with "new", or remove it`
		}
	}
	return "", ""
}

// An asked is what the comparisons of one "all" or "any" ask of one field.
type asked struct {
	field          string
	eq, ne, in     []*part
	exists         *part
	missing, value *part // value is one that holds only if there is a value

	low, high         float64   // bounds of a number
	lowOpen, highOpen bool      // the bound is excluded
	after, before     time.Time // bounds of an instant, which are excluded
}

// ask sorts the comparisons among parts by field.
func ask(parts []*part) []*asked {
	var fields []*asked
	byField := make(map[string]*asked)
	for _, c := range parts {
		if c.Field == "" {
			continue
		}
		a := byField[c.Field]
		if a == nil {
			a = &asked{field: c.Field, low: math.Inf(-1), high: math.Inf(1)}
			byField[c.Field] = a
			fields = append(fields, a)
		}
		a.add(c)
	}
	return fields
}

func (a *asked) add(c *part) {
	switch c.Op {
	case policy.Missing:
		a.missing = c
		return
	case policy.Ne:
		a.ne = append(a.ne, c)
		return
	case policy.NotIn:
		return
	case policy.Eq:
		a.eq = append(a.eq, c)
	case policy.In:
		a.in = append(a.in, c)
	case policy.Exists:
		a.exists = c
	case policy.Gt, policy.Gte:
		n, open := c.value.Number, c.Op == policy.Gt
		if n > a.low || n == a.low && open {
			a.low, a.lowOpen = n, open
		}
	case policy.Lt, policy.Lte:
		n, open := c.value.Number, c.Op == policy.Lt
		if n < a.high || n == a.high && open {
			a.high, a.highOpen = n, open
		}
	case policy.After:
		if t, err := strict.ParseTime(c.value.Text); err == nil && t.After(a.after) {
			a.after = t
		}
	case policy.Before:
		if t, err := strict.ParseTime(c.value.Text); err == nil && (a.before.IsZero() || t.Before(a.before)) {
			a.before = t
		}
	}
	a.value = c
}

// contradiction says why the parts of one "all" cannot hold together, if that is known.
func contradiction(parts []*part) (what, mend string) {
	for _, a := range ask(parts) {
		if what, mend = a.contradiction(); what != "" {
			return "never holds: " + what, mend
		}
	}
	return "", ""
}

func (a *asked) contradiction() (what, mend string) {
	const remove = "remove one of them"
	if a.missing != nil && a.value != nil {
		return a.field + " is asked to be missing, and to have a value for " + string(a.value.Op), remove
	}
	if len(a.eq) > 0 {
		first := &a.eq[0].value
		for _, c := range a.eq[1:] {
			if !c.value.Equal(first) {
				return a.field + " is asked to be both " + show(first) + " and " + show(&c.value), `use "in" or "any" for either of them`
			}
		}
		for _, c := range a.ne {
			if c.value.Equal(first) {
				return a.field + " is asked to be " + show(first) + ", and not to be", remove
			}
		}
		for _, c := range a.in {
			if !has(c.values, first) {
				return a.field + " is asked to be " + show(first) + ", and one of others", remove
			}
		}
	}
	if a.low > a.high || a.low == a.high && (a.lowOpen || a.highOpen) {
		return "no number is within the bounds of " + a.field, `correct the bounds, or use "any"`
	}
	if !a.before.IsZero() && !a.after.IsZero() && !a.after.Before(a.before) {
		return "no instant is within the bounds of " + a.field, `correct the bounds, or use "any"`
	}
	return "", ""
}

// tautology says why one of the parts of one "any" always holds, if that is known.
func tautology(parts []*part) (what, mend string) {
	for _, a := range ask(parts) {
		if a.exists != nil && a.missing != nil {
			return "always holds: " + a.field + " exists or is missing", `remove it, or use "all"`
		}
		for _, eq := range a.eq {
			for _, ne := range a.ne {
				if eq.value.Equal(&ne.value) {
					return "always holds: " + a.field + " is " + show(&eq.value) + " or is not", `remove it, or use "all"`
				}
			}
		}
	}
	return "", ""
}

// has reports whether a value is among others.
func has(values []value.Value, v *value.Value) bool {
	for i := range values {
		if values[i].Equal(v) {
			return true
		}
	}
	return false
}
