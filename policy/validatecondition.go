package policy

import (
	"slices"
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
)

// condition checks c and what it is made of. depth is how deep it is in a document,
// and event says whether the fields of an event may be seen.
func (v *validator) condition(path string, c *Condition, depth int, event bool, nodes *int) {
	if *nodes++; *nodes > MaxConditions {
		return // reported by count; there may be millions
	}
	deepest := depth
	switch c.Value.(type) {
	case []string:
		deepest++
	case []any:
		deepest += 2 // it may have lists
	}
	if deepest > MaxNesting {
		v.Add(path, "%w", errTooDeep)
		*nodes = MaxConditions
		return
	}
	forms := 0
	for _, is := range []bool{c.All != nil, c.Any != nil, c.Not != nil, c.Field != "" || c.Op != "" || c.Value != nil} {
		if is {
			forms++
		}
	}
	if forms != 1 {
		v.Add(path, "must be one of all, any, not, or a comparison with field and op; is %d of them", forms)
		return
	}
	if c.Not != nil {
		v.condition(strict.Key(path, "not"), c.Not, depth+1, event, nodes)
		return
	}
	for _, list := range []struct {
		field string
		parts []Condition
	}{{"all", c.All}, {"any", c.Any}} {
		for i := range list.parts {
			if *nodes > MaxConditions {
				return
			}
			v.condition(strict.Index(strict.Key(path, list.field), i), &list.parts[i], depth+2, event, nodes)
		}
	}
	if c.All == nil && c.Any == nil {
		v.comparison(path, c, event)
	}
}

func (v *validator) comparison(path string, c *Condition, event bool) {
	v.field(strict.Key(path, "field"), c.Field)
	if isEventField(c.Field) && !event {
		v.Add(strict.Key(path, "field"), "%s is a field of an event; only triggers see it", strict.Quote(c.Field))
	}
	at := strict.Key(path, "value")
	val, err := value.Of(c.Value)
	values := len(val.List)
	want := func(kinds ...value.Kind) bool {
		names := map[value.Kind]string{value.Text: "a text", value.Number: "a number", value.Bool: "a boolean", value.List: "a list of texts"}
		if err == nil && slices.Contains(kinds, val.Kind) {
			return true
		}
		if err != nil && c.Value != nil {
			v.Add(at, "%w", err)
			return false
		}
		expected := make([]string, len(kinds))
		for i, k := range kinds {
			expected[i] = names[k]
		}
		v.Add(at, "%s needs %s", c.Op, strings.Join(expected, " or "))
		return false
	}
	switch c.Op {
	case Eq, Ne:
		if c.Value == nil {
			v.Add(at, "%s needs a text, a number, a boolean or a list of texts", c.Op)
		} else if err != nil {
			v.Add(at, "%w", err)
		}
	case In, NotIn:
		switch c.Value.(type) {
		case []string, []any:
			values = 0
			v.add(at, value.Each(c.Value, func(e value.Value) { values += 1 + len(e.List) }))
		default:
			one := map[Op]Op{In: Eq, NotIn: Ne}[c.Op]
			v.Add(at, "%s needs a list of texts, numbers, booleans or lists of texts; for one value there is %s", c.Op, one)
		}
	case Exists, Missing:
		if c.Value != nil {
			v.Add(at, "%s takes no value", c.Op)
		}
	case Contains, StartsWith, EndsWith:
		want(value.Text)
	case ContainsAny, ContainsAll:
		want(value.List)
	case Matches:
		if want(value.Text) {
			if err := v.regexp(val.Text); err != nil {
				v.Add(at, "%w", err)
			}
		}
	case Gt, Gte, Lt, Lte:
		want(value.Number)
	case Before, After:
		if want(value.Text) {
			if _, err := strict.ParseTime(val.Text); err != nil {
				v.Add(at, "%w", err)
			}
		}
	case InHours, NotInHours:
		if want(value.Text) {
			v.add(at, v.checkSchedule(val.Text))
		}
	case "":
		v.Add(strict.Key(path, "op"), "is required; one of %s", strings.Join(ops, ", "))
	default:
		v.Add(strict.Key(path, "op"), "unknown operator %s%s", strict.Quote(string(c.Op)), suggest(string(c.Op), ops))
	}
	v.values += values
}
