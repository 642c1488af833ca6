package slatest

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
)

// Conditions generates valid conditions with every operator, also on fields of another type than
// the operator takes. Conditions on hours name one of the schedules, or "24x7" if there are none.
// If d has a Config, they read the fields that it reads.
func Conditions(schedules []businesshours.Schedule, d Domain) *rapid.Generator[policy.Condition] {
	f := d.fill(d.Config)
	return rapid.Custom(func(t *rapid.T) policy.Condition { return drawCondition(t, f, schedules, false, 2) })
}

// drawCondition draws a condition; event says whether it may see an event's fields.
func drawCondition(t *rapid.T, d *domain, schedules []businesshours.Schedule, event bool, depth int) policy.Condition {
	if depth > 0 && chance(t, 3, "nested") {
		var parts []policy.Condition
		for range rapid.IntRange(0, 3).Draw(t, "parts") {
			parts = append(parts, drawCondition(t, d, schedules, event, depth-1))
		}
		switch rapid.IntRange(0, 2).Draw(t, "combination") {
		case 0:
			return policy.All(parts...)
		case 1:
			return policy.Any(parts...)
		}
		return policy.Not(drawCondition(t, d, schedules, event, depth-1))
	}
	kinds := 12
	if event {
		kinds = 15
	}
	kind := rapid.IntRange(0, kinds-1).Draw(t, "comparison")
	switch {
	case kind < 7 && d.declared != nil:
		return drawDeclared(t, d, schedules)
	case kind < 7:
		return drawComparison(t, d, kind)
	}
	equal := func() policy.Op { return oneOf(t, "op", policy.Eq, policy.Ne) }
	instants := append([]string{"created_at"}, d.instants...)
	if d.declared == nil {
		instants = append(instants, d.usual[0]) // of another type
	}
	switch kind {
	case 7:
		if rapid.Bool().Draw(t, "one") {
			return policy.If("status_category", equal(), oneOf(t, "category", "open", "pending", "resolved"))
		}
		return policy.If("status_category", oneOf(t, "op", policy.In, policy.NotIn), oneOf(t, "categories", []string{"pending", "hold"}, []string{"open", "resolved"}))
	case 8:
		return policy.If(oneOf(t, "field", "responded", "unanswered"), equal(), rapid.Bool().Draw(t, "bool"))
	case 9:
		return policy.If(oneOf(t, "field", instants...), oneOf(t, "op", policy.Before, policy.After), oneOf(t, "limit", "2024-03-10T03:30:00-04:00", "2024-03-29T00:00:00Z"))
	case 10:
		return policy.If(oneOf(t, "field", instants...), oneOf(t, "op", policy.InHours, policy.NotInHours), drawSchedule(t, schedules))
	case 11:
		return policy.If("created_by", equal(), "customer")
	case 12:
		return policy.If("event.by", equal(), oneOf(t, "by", agents...))
	case 13:
		return policy.If("event.team", oneOf(t, "op", policy.Exists, policy.Missing), nil)
	}
	return policy.If("event.channel", policy.In, []string{"email", "chat"})
}

// drawDeclared draws a comparison of a declared field with a value that it may have.
func drawDeclared(t *rapid.T, d *domain, schedules []businesshours.Schedule) policy.Condition {
	field := oneOf(t, "field", d.fields...)
	existence := policy.If(field, oneOf(t, "op", policy.Exists, policy.Missing), nil)
	values := d.values[field]
	switch kind := d.declared[field].Type; {
	case field == "status":
		return policy.If(field, oneOf(t, "op", policy.Eq, policy.Ne), oneOf(t, "status", d.statuses...))
	case kind == policy.FieldInstant && rapid.Bool().Draw(t, "in hours"):
		return policy.If(field, oneOf(t, "op", policy.InHours, policy.NotInHours), drawSchedule(t, schedules))
	case kind == policy.FieldInstant:
		return policy.If(field, oneOf(t, "op", policy.Before, policy.After), oneOf(t, "limit", "2024-03-10T03:30:00-04:00", "2026-03-29T00:00:00Z"))
	case len(values) == 0 || chance(t, 4, "existence"):
		return existence
	case kind == policy.FieldNumber:
		return policy.If(field, oneOf(t, "op", policy.Gt, policy.Gte, policy.Lt, policy.Lte, policy.Eq, policy.Ne), oneOf(t, "number", values...))
	case kind == policy.FieldList:
		return policy.If(field, oneOf(t, "op", policy.ContainsAny, policy.ContainsAll), asTexts(oneOf(t, "list", values...)))
	}
	return drawEquality(t, values, field)
}

// drawSchedule draws the name of a schedule.
func drawSchedule(t *rapid.T, schedules []businesshours.Schedule) string {
	if len(schedules) == 0 {
		return oneOf(t, "schedule", businesshours.Always)
	}
	return oneOf(t, "schedule", schedules...).Name
}

// drawComparison draws a comparison of an attribute with a value of one.
func drawComparison(t *rapid.T, d *domain, kind int) policy.Condition {
	field := oneOf(t, "field", d.fields...)
	switch kind {
	case 0, 1:
		if values := d.values[field]; len(values) > 0 {
			return drawEquality(t, values, field)
		}
		return policy.If("status", oneOf(t, "op", policy.Eq, policy.Ne), oneOf(t, "status", d.statuses...))
	case 2:
		return policy.If(field, oneOf(t, "op", policy.Exists, policy.Missing), nil)
	case 3:
		lists := []any{[]string{"vip"}, []string{"beta", "vip"}, []string{}}
		field = oneOf(t, "field of lists", d.fieldsOf(isList)...)
		lists = append(lists, slices.DeleteFunc(slices.Clone(d.values[field]), func(v any) bool { return !isList(v) })...)
		return policy.If(field, oneOf(t, "op", policy.ContainsAny, policy.ContainsAll, policy.Eq), asTexts(oneOf(t, "list", lists...)))
	case 4:
		texts := []string{"e", "a", ""}
		for _, s := range d.texts(field) {
			if s != "" {
				texts = append(texts, s, s[:1])
			}
		}
		return policy.If(field, oneOf(t, "op", policy.Contains, policy.StartsWith, policy.EndsWith), oneOf(t, "text", texts...))
	case 5:
		return policy.If(field, policy.Matches, oneOf(t, "expression", "^a", "[eo]$", "."))
	}
	numbers := []any{5.0, 500.5, 100.0}
	field = oneOf(t, "field of numbers", d.fieldsOf(isNumber)...)
	numbers = append(numbers, slices.DeleteFunc(slices.Clone(d.values[field]), func(v any) bool { return !isNumber(v) })...)
	return policy.If(field, oneOf(t, "op", policy.Gt, policy.Gte, policy.Lt, policy.Lte, policy.Eq, policy.Ne), oneOf(t, "number", numbers...))
}

// drawEquality draws a comparison with one or some of the values of a field.
func drawEquality(t *rapid.T, values []any, field string) policy.Condition {
	if !chance(t, 3, "several") {
		return policy.If(field, oneOf(t, "op", policy.Eq, policy.Ne), asTexts(oneOf(t, "value", values...)))
	}
	var list []any
	for range rapid.IntRange(1, 3).Draw(t, "values") {
		list = append(list, asTexts(oneOf(t, "value", values...)))
	}
	return policy.If(field, oneOf(t, "op", policy.In, policy.NotIn), list)
}

// asTexts returns a list as conditions have it, and other values as they are.
func asTexts(v any) any {
	list, ok := v.([]any)
	if !ok {
		return v
	}
	texts := []string{}
	for _, e := range list {
		if s, ok := e.(string); ok {
			texts = append(texts, s)
		}
	}
	return texts
}

func isList(v any) bool {
	switch v.(type) {
	case []string, []any:
		return true
	}
	return false
}

func isNumber(v any) bool {
	switch v.(type) {
	case int, int64, float64:
		return true
	}
	return false
}
