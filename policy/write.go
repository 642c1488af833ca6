package policy

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
)

// A writer writes parts of a configuration as JSON. It writes each part once, whereas
// encoding/json scans the output of a MarshalJSON method again at every level above it.
type writer struct {
	text []byte
	err  error // the first, of a value that has no JSON form
}

// written returns the JSON that write writes for a part.
func written[T any](part *T, write func(*writer, *T)) ([]byte, error) {
	w := writer{text: make([]byte, 0, 128)} // more than most parts take
	write(&w, part)
	return w.text, w.err
}

func (w *writer) raw(s string)    { w.text = append(w.text, s...) }
func (w *writer) string(s string) { w.text = strict.AppendText(w.text, s) }

// any writes a value as encoding/json does.
func (w *writer) any(v any) {
	if s, ok := v.(string); ok {
		w.string(s)
		return
	}
	text, err := json.Marshal(v)
	if w.err == nil {
		w.err = err
	}
	w.text = append(w.text, text...)
}

// field begins a field of the object that is being written.
func (w *writer) field(name string) {
	w.next('{')
	w.string(name)
	w.raw(":")
}

// next begins another element of an object or list that begins with a character.
func (w *writer) next(begun byte) {
	if w.text[len(w.text)-1] != begun {
		w.raw(",")
	}
}

// given writes a field with a text, unless it is empty.
func (w *writer) given(name, s string) {
	if s != "" {
		w.field(name)
		w.string(s)
	}
}

// writeList writes a field with a list, unless that is nil.
func writeList[T any](w *writer, name string, list []T, write func(*writer, *T)) {
	if list == nil {
		return
	}
	w.field(name)
	writeElements(w, list, write)
}

// writeElements writes a list.
func writeElements[T any](w *writer, list []T, write func(*writer, *T)) {
	w.raw("[")
	for i := range list {
		w.next('[')
		write(w, &list[i])
	}
	w.raw("]")
}

// MarshalJSON implements [json.Marshaler].
func (c Condition) MarshalJSON() ([]byte, error) { return written(&c, (*writer).condition) }

func (w *writer) condition(c *Condition) {
	w.raw("{")
	writeList(w, "all", c.All, (*writer).condition)
	writeList(w, "any", c.Any, (*writer).condition)
	if c.Not != nil {
		w.field("not")
		w.condition(c.Not)
	}
	w.given("field", c.Field)
	w.given("op", string(c.Op))
	if c.Value != nil {
		w.field("value")
		w.any(plain(c.Value))
	}
	w.raw("}")
}

// plain returns the value of a comparison as it is understood, whatever its Go type and
// however that type marshals itself.
func plain(x any) any {
	if v, err := value.Of(x); err == nil {
		return v.Plain()
	}
	list, ok := x.([]any)
	if !ok {
		return x
	}
	values := make([]any, len(list))
	for i := range list {
		values[i] = plain(list[i])
	}
	return values
}

// MarshalJSON implements [json.Marshaler].
func (t Trigger) MarshalJSON() ([]byte, error) {
	return written(&t, func(w *writer, t *Trigger) {
		if t.If == nil {
			w.string(t.On)
			return
		}
		w.raw("{")
		w.field("on")
		w.string(t.On)
		w.field("if")
		w.condition(t.If)
		w.raw("}")
	})
}

// MarshalJSON implements [json.Marshaler].
func (c Choice[T]) MarshalJSON() ([]byte, error) { return written(&c, writeChoice[T]) }

func writeChoice[T time.Duration | string](w *writer, c *Choice[T]) {
	if c.By == "" {
		w.string(text(c.Value))
		return
	}
	writeBy(w, c.By, c.Values, c.Default, writeChoice)
}

// writeBy writes a choice by a field, and each of its values with write.
func writeBy[V any](w *writer, by string, values map[string]V, otherwise *V, write func(*writer, *V)) {
	w.raw("{")
	w.field("by")
	w.string(by)
	if values != nil {
		w.field("values")
		w.raw("{")
		for _, key := range slices.Sorted(maps.Keys(values)) {
			w.field(key)
			v := values[key]
			write(w, &v)
		}
		w.raw("}")
	}
	if otherwise != nil {
		w.field("default")
		write(w, otherwise)
	}
	w.raw("}")
}

// text returns the JSON text of a value of a choice.
func text[T time.Duration | string](v T) string {
	if d, ok := any(v).(time.Duration); ok {
		return d.String()
	}
	return any(v).(string)
}

// MarshalJSON implements [json.Marshaler].
func (t Target) MarshalJSON() ([]byte, error) { return written(&t, (*writer).target) }

func (w *writer) target(t *Target) {
	switch {
	case t.short():
		writeChoice(w, &t.Within)
	case t.By == "":
		w.fullTarget(t)
	case t.amongShort(): // in short form they would be read as a choice of Within
		writeBy(w, t.By, t.Values, t.Default, (*writer).fullTarget)
	default:
		writeBy(w, t.By, t.Values, t.Default, (*writer).target)
	}
}

// fullTarget writes a target that is not a choice as an object, even if it is short.
func (w *writer) fullTarget(t *Target) {
	w.raw("{")
	if !t.Within.IsZero() {
		w.field("within")
		writeChoice(w, &t.Within)
	}
	if d := t.BusinessDays; d != nil {
		w.field("business_days")
		w.raw(strconv.Itoa(d.Days))
		w.given("at", d.At)
		w.given("cutoff", d.Cutoff)
	}
	w.given("until", t.Until)
	if !t.Schedule.IsZero() {
		w.field("schedule")
		writeChoice(w, &t.Schedule)
	}
	if t.Pause != nil {
		w.field("pause")
		w.condition(t.Pause)
	}
	if !t.Escalations.IsZero() {
		w.field("escalations")
		w.escalations(&t.Escalations)
	}
	w.raw("}")
}

// short reports whether t is written as its amount of time alone.
func (t *Target) short() bool {
	return !t.Within.IsZero() && t.BusinessDays == nil && t.Until == "" && t.Schedule.IsZero() && t.Pause == nil &&
		t.Escalations.IsZero() && t.By == "" && t.Values == nil && t.Default == nil
}

// amongShort reports whether all targets that t picks from are short.
func (t *Target) amongShort() bool {
	for _, v := range t.Values {
		if !v.short() {
			return false
		}
	}
	return t.Default == nil || t.Default.short()
}

// MarshalJSON implements [json.Marshaler].
func (e Escalations) MarshalJSON() ([]byte, error) { return written(&e, (*writer).escalations) }

func (w *writer) escalations(e *Escalations) {
	switch {
	case e.Name != "":
		w.string(e.Name)
	case e.Steps != nil:
		writeElements(w, e.Steps, (*writer).escalation)
	default:
		w.raw("null")
	}
}

// MarshalJSON implements [json.Marshaler].
func (e Escalation) MarshalJSON() ([]byte, error) { return written(&e, (*writer).escalation) }

func (w *writer) escalation(e *Escalation) {
	w.raw("{")
	w.field("at")
	w.string(e.At)
	w.given("name", e.Name)
	if e.Every != 0 {
		w.given("every", e.Every.String())
	}
	if e.Times != 0 {
		w.field("times")
		w.raw(strconv.Itoa(e.Times))
	}
	if e.Do != nil {
		w.field("do")
		w.any(e.Do)
	}
	w.raw("}")
}
