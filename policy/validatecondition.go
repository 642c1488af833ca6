package policy

import (
	"slices"
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
)

// listDepth returns how deep the lists in the value of a condition are: one that has lists is as deep as a
// value may be.
func listDepth(v any) int {
	if list, ok := v.([]any); ok && slices.ContainsFunc(list, isList) {
		return 2
	}
	if isList(v) {
		return 1
	}
	return 0
}

func isList(v any) bool {
	switch v.(type) {
	case []string, []any:
		return true
	}
	return false
}

// condition checks c and the conditions in it. depth is how deep it is in a document, and
// event says whether it may read the fields of an event.
func (v *validator) condition(path string, c *Condition, depth int, event bool, nodes *int) {
	if *nodes++; *nodes > MaxConditions {
		return // count reports it; there may be millions
	}
	if depth+listDepth(c.Value) > MaxNesting {
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
	switch {
	case forms == 0:
		v.Add(path, "must be one of all, any, not, or a comparison with field and op; it is empty")
		return
	case forms > 1:
		v.Add(path, "must be one of all, any, not, or a comparison with field and op; it has several of them")
		return
	case c.Not != nil:
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

// comparison checks a condition on a field.
func (v *validator) comparison(path string, c *Condition, event bool) {
	at := strict.Key(path, "field")
	var d *declaration
	if v.checkField != nil {
		v.add(at, v.checkField(c.Field))
	} else if event {
		d = v.field(at, c.Field)
	} else {
		d = v.issueField(at, c.Field)
	}
	if val, ok := v.operand(path, c); ok && d != nil {
		v.suits(path, c, d, &val)
	}
}

// operand checks the operator and the value of a comparison, and reports whether they go
// together. It returns the value, unless that is a list of alternatives.
func (v *validator) operand(path string, c *Condition) (val value.Value, ok bool) {
	at := strict.Key(path, "value")
	switch c.Op {
	case "":
		v.Add(strict.Key(path, "op"), "is required; one of %s", strings.Join(ops, ", "))
		return val, false
	case In, NotIn:
		return val, v.alternatives(at, c)
	case Exists, Missing:
		if c.Value != nil {
			v.Add(at, "%s takes no value", c.Op)
		}
		return val, c.Value == nil
	}
	kinds, ok := operandsOf[c.Op]
	if !ok {
		v.Add(strict.Key(path, "op"), "unknown operator %s%s", strict.Quote(string(c.Op)), suggest(string(c.Op), ops))
		return val, false
	}
	val, err := value.Of(c.Value)
	v.values += len(val.List)
	switch {
	case c.Value != nil && err != nil:
		v.Add(at, "%w", err)
		return val, false
	case !slices.Contains(kinds, val.Kind):
		v.Add(at, "%s needs %s", c.Op, kindNames(kinds))
		return val, false
	}
	switch c.Op {
	case Matches:
		err = v.regexp(val.Text)
	case Before, After:
		_, err = strict.ParseTime(val.Text)
	case InHours, NotInHours:
		err = v.checkSchedule(val.Text)
	}
	v.add(at, err)
	return val, err == nil
}

// operandsOf are the kinds of values that operators take.
var operandsOf = map[Op][]value.Kind{
	Eq: {value.Text, value.Number, value.Bool, value.List}, Ne: {value.Text, value.Number, value.Bool, value.List},
	Contains: {value.Text}, ContainsAny: {value.List}, ContainsAll: {value.List},
	StartsWith: {value.Text}, EndsWith: {value.Text}, Matches: {value.Text},
	Gt: {value.Number}, Gte: {value.Number}, Lt: {value.Number}, Lte: {value.Number},
	Before: {value.Text}, After: {value.Text}, InHours: {value.Text}, NotInHours: {value.Text},
}

// kindNames lists kinds of values for a message.
func kindNames(kinds []value.Kind) string {
	names := map[value.Kind]string{value.Text: "a text", value.Number: "a number", value.Bool: "a boolean", value.List: "a list of texts"}
	var b strings.Builder
	for i, kind := range kinds {
		switch {
		case i > 0 && i == len(kinds)-1:
			b.WriteString(" or ")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(names[kind])
	}
	return b.String()
}

// alternatives checks the list of values that a field may be equal to.
func (v *validator) alternatives(at string, c *Condition) bool {
	switch c.Value.(type) {
	case []string, []any:
	default:
		one := map[Op]Op{In: Eq, NotIn: Ne}[c.Op]
		v.Add(at, "%s needs a list of texts, numbers, booleans or lists of texts; for one value there is %s", c.Op, one)
		return false
	}
	err := value.Each(c.Value, func(e value.Value) { v.values += 1 + len(e.List) })
	v.add(at, err)
	return err == nil
}
