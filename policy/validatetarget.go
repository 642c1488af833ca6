package policy

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
)

// withinField is how the path of a problem continues that of a target with an amount of
// time. In a document the target may be written in short form, without this field. Until
// that is known, paths have withinMark in its place, which no other path has.
const (
	withinField = ".within"
	withinMark  = "\x00"
)

// target checks a target. depth is how deep it is in a document, level how many choices
// are around it.
func (v *validator) target(path string, t *Target, depth, level int, nodes *int) {
	if v.targets++; v.targets > MaxAllTargets {
		return // reported at the end
	}
	form, ok := v.targetForm(path, t)
	if !ok {
		return
	}
	switch form {
	case "within":
		checkChoice(v, path+withinMark, &t.Within, level, checkAllowance)
	case "business_days":
		v.businessDays(path, t.BusinessDays)
	case "until":
		v.until(strict.Key(path, "until"), t.Until)
	default:
		v.targetChoice(path, t, depth, level, nodes)
		return
	}
	if !t.Schedule.IsZero() {
		checkChoice(v, strict.Key(path, "schedule"), &t.Schedule, level, v.checkSchedule)
	}
	if t.Pause != nil {
		v.condition(strict.Key(path, "pause"), t.Pause, depth+1, false, nodes)
	}
	if !t.Escalations.IsZero() {
		v.escalations(strict.Key(path, "escalations"), &t.Escalations, depth+1)
	}
}

// errNoTarget is the problem of a target that has none of its forms. Parse does not report
// it if a part of the target could not be read.
var errNoTarget = errors.New("needs one of within, business_days and until, or a choice with by and values")

// targetForm returns which of its forms a target has, and whether it has just one.
func (v *validator) targetForm(path string, t *Target) (form string, ok bool) {
	forms := make([]string, 0, 4)
	if !t.Within.IsZero() {
		forms = append(forms, "within")
	}
	if t.BusinessDays != nil {
		forms = append(forms, "business_days")
	}
	if t.Until != "" {
		forms = append(forms, "until")
	}
	if t.By != "" || t.Values != nil || t.Default != nil {
		forms = append(forms, "a choice of targets")
	}
	switch len(forms) {
	case 0:
		v.Add(path, "%w", errNoTarget)
		return "", false
	case 1:
		return forms[0], true
	case 2:
		v.Add(path, "has both %s and %s", forms[0], forms[1])
	default:
		v.Add(path, "has %s, but can have only one of them", strings.Join(forms, ", "))
	}
	return "", false
}

// targetChoice checks a choice of targets.
func (v *validator) targetChoice(path string, t *Target, depth, level int, nodes *int) {
	for _, beside := range []struct {
		field string
		given bool
	}{{"schedule", !t.Schedule.IsZero()}, {"pause", t.Pause != nil}, {"escalations", !t.Escalations.IsZero()}} {
		if beside.given {
			v.Add(path, "has a choice of targets beside %q; put %[1]q into each of the targets", beside.field)
		}
	}
	if !v.choosing(path, t.By, len(t.Values), t.Values != nil, level) {
		return
	}
	values := strict.Key(path, "values")
	for _, key := range slices.Sorted(maps.Keys(t.Values)) {
		path := strict.Key(values, key)
		v.add(path, v.key(t.By, key))
		value := t.Values[key]
		v.target(path, &value, depth+2, level+1, nodes)
	}
	if t.Default != nil {
		v.target(strict.Key(path, "default"), t.Default, depth+1, level+1, nodes)
	}
}

// checkAllowance checks the amount of time of a target.
func checkAllowance(d time.Duration) error {
	if d <= 0 {
		return fmt.Errorf("must be more than 0s, got %v", d)
	}
	if d > MaxAllowance {
		return fmt.Errorf("%v is longer than %s", d, maxAllowanceText)
	}
	return nil
}

func (v *validator) businessDays(path string, b *BusinessDays) {
	if b.Days < 0 || b.Days > MaxBusinessDays {
		v.Add(strict.Key(path, "business_days"), "must be from 0 to %d, got %d", MaxBusinessDays, b.Days)
	}
	if b.At != "" && b.At != AtStart {
		_, err := businesshours.ParseTimeOfDay(b.At)
		if err != nil && !strings.HasSuffix(err.Error(), "?") { // it suggests no time of day
			err = fmt.Errorf("%w, or \"start\", the time of day at which the clock started", err)
		}
		v.add(strict.Key(path, "at"), err)
	}
	if b.Cutoff != "" {
		_, err := businesshours.ParseTimeOfDay(b.Cutoff)
		v.add(strict.Key(path, "cutoff"), err)
	}
}

// schedule checks the schedule of a policy or of the defaults, if it is given.
func (v *validator) schedule(path string, c *Choice[string]) {
	if !c.IsZero() {
		checkChoice(v, path, c, 0, v.checkSchedule)
	}
}

// checkSchedule checks the name of a schedule.
func (v *validator) checkSchedule(name string) error {
	if name == "" {
		return fmt.Errorf("names no schedule")
	}
	if _, ok := slices.BinarySearch(v.schedules, name); !ok {
		return unknown("schedules", "schedule", name, v.schedules)
	}
	return nil
}

// checkChoice checks a choice, and each of its values with check. level is how many
// choices are around it.
func checkChoice[T time.Duration | string](v *validator, path string, c *Choice[T], level int, check func(T) error) {
	if c.plain() {
		v.add(path, check(c.Value))
		return
	}
	var none T
	if c.By != "" && c.Value != none {
		v.Add(path, "has both a value and a field to choose by")
		return
	}
	if !v.choosing(path, c.By, len(c.Values), c.Values != nil, level) {
		return
	}
	// Most values are plain and have no problem: only the others are put in order.
	var rest []string
	for key, value := range c.Values {
		if !value.plain() || v.key(c.By, key) != nil || check(value.Value) != nil {
			rest = append(rest, key)
		}
	}
	slices.Sort(rest)
	values := strict.Key(path, "values")
	for _, key := range rest {
		path := strict.Key(values, key)
		v.add(path, v.key(c.By, key))
		value := c.Values[key]
		checkChoice(v, path, &value, level+1, check)
	}
	if c.Default != nil {
		checkChoice(v, strict.Key(path, "default"), c.Default, level+1, check)
	}
}

// plain reports whether c is a value, and not a choice by a field.
func (c *Choice[T]) plain() bool { return c.By == "" && c.Values == nil && c.Default == nil }

// choosing checks what all choices have in common, and reports whether to go on with
// their values.
func (v *validator) choosing(path, by string, values int, given bool, level int) bool {
	if by == "" {
		v.Add(path, "has values to choose from, but not the field to choose by")
		return false
	}
	if level == MaxChoiceDepth {
		v.Add(path, "choices are nested more than %d deep", MaxChoiceDepth)
		return false
	}
	v.chooser(strict.Key(path, "by"), by)
	at := strict.Key(path, "values")
	if !given {
		v.Add(at, "is required: what to choose, by the text in %s", strict.Quote(by))
	} else if values == 0 {
		v.Add(at, "is empty")
	}
	if !v.atMost(at, "values", values, MaxList) {
		return false
	}
	v.values += values
	return v.values <= MaxAllValues // reported at the end
}
