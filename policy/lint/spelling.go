package lint

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
)

var nearField = check{
	Rule: Rule{"near-field", Warning, `A field that is named once, is neither declared nor one of the usual and computed ones, and is spelled almost like another that is named, usual or computed: ` +
		`the same but for case and the characters "_", "-" and ".", or one character inserted, removed, replaced or swapped with the next, where both have five letters or more and not only a digit differs. ` +
		`Where it is named. A configuration of more than a thousand names is searched for the former alone.`},
	run: func(p *pass) {
		named := make(map[string][]string) // paths by field
		for _, n := range p.names {
			named[n.field] = append(named[n.field], n.path)
		}
		known := make(map[string]bool)
		for _, name := range usualFields {
			known[name] = true
			if named[name] == nil {
				named[name] = []string{}
			}
		}
		all := slices.Sorted(maps.Keys(named))
		byFold := make(map[string][]string)
		for _, name := range all {
			byFold[folded(name)] = append(byFold[folded(name)], name)
		}
		for _, name := range all {
			_, declared := p.cfg.Fields[name]
			if len(named[name]) != 1 || known[name] || declared {
				continue
			}
			near := ""
			for _, other := range byFold[folded(name)] {
				if other != name && (near == "" || known[other]) {
					near = other
				}
			}
			if near == "" && len(all) <= maxCompared {
				near = oneEditAway(name, all, known)
			}
			if near != "" {
				p.reportf(named[name][0], "correct the name, or declare the fields", "%s is named nowhere else; is it %s?", strict.Quote(name), strict.Quote(near))
			}
		}
	},
}

// maxCompared bounds the number of names that are compared with each other.
const maxCompared = 1000

// usualFields are the attributes that most issues have, and the computed fields.
var usualFields = []string{
	policy.Status, "priority", "channel", "category", "assignee", "team", "customer", "customer.tier", "customer.region", "tags",
	policy.StatusCategory, policy.Responded, policy.Unanswered, policy.CreatedAt, policy.CreatedBy,
	policy.EventBy, policy.EventTeam, policy.EventChannel,
}

// folded returns a name without its case, and without the characters that join words.
func folded(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", ".", "").Replace(name))
}

// oneEditAway returns a name that is one edit away from another: a usual one if there is
// one, or else the first.
func oneEditAway(name string, all []string, known map[string]bool) (near string) {
	if letters(name) < 5 {
		return ""
	}
	for _, other := range all {
		if (near == "" || known[other]) && other != name && oneEdit(name, other) && letters(other) >= 5 {
			near = other
		}
	}
	return near
}

func letters(name string) (n int) {
	for i := range len(name) {
		if c := name[i] | 0x20; 'a' <= c && c <= 'z' {
			n++
		}
	}
	return n
}

// oneEdit reports whether two different names are one edit apart, which is not of a digit.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	a, b = a[i:], b[i:] // the first characters differ, or a is empty
	digit := func(s string) bool { return s != "" && unicode.IsDigit(rune(s[0])) }
	switch {
	case len(a) < len(b):
		return a == b[1:] && !digit(b)
	case a[1:] == b[1:]:
		return !digit(a) && !digit(b)
	}
	// The rest of them differs, so both have two characters at least.
	return a[0] == b[1] && a[1] == b[0] && a[2:] == b[2:] && !digit(a) && !digit(b)
}

var letterCase = check{
	Rule: Rule{"letter-case", Warning, `Two values for one field that differ only in case or in space around them, as "High" and "high" do: ` +
		`values of choices, of "eq", "ne", "in", "not_in", "contains", "contains_any" and "contains_all", and of the "set" of actions. ` +
		`At the first use of each spelling but the first. Not if one list or choice has both it and an earlier one.`},
	run: func(p *pass) {
		var uses []valueUse
		list := 0
		for _, c := range p.choices {
			list++
			values := strict.Key(c.path, "values")
			for _, key := range c.keys {
				uses = append(uses, valueUse{strict.Key(values, key), c.by, key, list})
			}
		}
		for _, c := range p.comparisons {
			list++
			for _, t := range c.texts() {
				uses = append(uses, valueUse{t.path, c.Field, t.text, list})
			}
		}
		for _, change := range p.changes() {
			if s, ok := change.value.(string); ok {
				list++
				uses = append(uses, valueUse{change.path, change.field, s, list})
			}
		}
		groups := make(map[[2]string][]valueUse) // by field and folded text
		var order [][2]string
		for _, use := range uses {
			key := [2]string{use.field, strings.ToLower(strings.TrimSpace(use.text))}
			if groups[key] == nil {
				order = append(order, key)
			}
			groups[key] = append(groups[key], use)
		}
		for _, key := range order {
			p.spellings(groups[key])
		}
	},
}

// A valueUse is a use of a text as a value of a field.
type valueUse struct {
	path, field, text string
	list              int // number of the list or choice that has it
}

// spellings reports the spellings of one value, which are all but the first.
func (p *pass) spellings(uses []valueUse) {
	if !slices.ContainsFunc(uses, func(u valueUse) bool { return u.text != uses[0].text }) {
		return
	}
	uses = inOrder(p, uses, func(u *valueUse) string { return u.path })
	rank := make(map[string]int) // of each spelling, by its first use
	for _, use := range uses {
		if _, ok := rank[use.text]; !ok {
			rank[use.text] = len(rank)
		}
	}
	earliest := make(map[int]int) // the lowest rank in each list
	for _, use := range uses {
		if r, ok := earliest[use.list]; !ok || rank[use.text] < r {
			earliest[use.list] = rank[use.text]
		}
	}
	excused := make(map[string]bool) // those that a list has beside an earlier one
	for _, use := range uses {
		if earliest[use.list] < rank[use.text] {
			excused[use.text] = true
		}
	}
	seen := map[string]bool{uses[0].text: true}
	for _, use := range uses {
		if !seen[use.text] && !excused[use.text] {
			p.reportf(use.path, "spell it the same everywhere: texts are compared exactly",
				"%s of %s is spelled %s elsewhere", strict.Quote(use.text), use.field, strict.Quote(uses[0].text))
		}
		seen[use.text] = true
	}
}
