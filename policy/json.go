package policy

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
)

// The JSON form of a Config has the names of its fields in snake case. Parts that have a
// short form are written in it: a target that is only an amount of time as a text, a
// trigger without a condition as its name. Reading is strict: unknown and duplicate
// fields, names in another case and nulls are errors.

// UnmarshalJSON implements [json.Unmarshaler]. It only checks the form of the document;
// [Parse] checks all of it.
func (c *Config) UnmarshalJSON(data []byte) error { return unmarshal(data, c, readConfig) }

var (
	configFields     = []string{"schedules", "statuses", "metrics", "profile", "match", "on_change", "exact_fit", "fields", "escalations", "defaults", "policies"}
	fieldFields      = []string{"type", "values"}
	defaultsFields   = []string{"schedule", "escalations"}
	metricFields     = []string{"start", "stop", "cancel", "resume", "pause", "repeat"}
	triggerFields    = []string{"on", "if"}
	policyFields     = []string{"id", "name", "description", "when", "effective", "schedule", "targets", "escalations"}
	effectiveFields  = []string{"from", "until"}
	choiceFields     = []string{"by", "values", "default"}
	targetFields     = []string{"within", "business_days", "at", "cutoff", "until", "schedule", "pause", "escalations", "by", "values", "default"}
	escalationFields = []string{"at", "name", "every", "times", "do"}
	conditionFields  = []string{"all", "any", "not", "field", "op", "value"}
)

func readConfig(r *strict.Reader) (c Config) {
	r.Object(configFields, func(name string) {
		switch name {
		case "schedules":
			c.Schedules = list(r, readSchedule)
		case "statuses":
			c.Statuses = object(r, func(r *strict.Reader) Category { return Category(r.Text()) })
		case "metrics":
			c.Metrics = object(r, readMetric)
		case "profile":
			c.Profile = Profile(r.Given())
		case "match":
			c.Match = Match(r.Given())
		case "on_change":
			c.OnChange = OnChange(r.Given())
		case "exact_fit":
			c.ExactFit = ExactFit(r.Given())
		case "fields":
			c.Fields = object(r, readField)
		case "escalations":
			c.Escalations = object(r, readSteps)
		case "defaults":
			c.Defaults = readDefaults(r)
		case "policies":
			c.Policies = list(r, readPolicy)
		}
	})
	return c
}

func readField(r *strict.Reader) (f Field) {
	r.Object(fieldFields, func(name string) {
		switch name {
		case "type":
			f.Type = FieldType(r.Text())
		case "values":
			f.Values = r.Texts()
		}
	})
	return f
}

// UnmarshalJSON implements [json.Unmarshaler].
func (f *Field) UnmarshalJSON(data []byte) error { return unmarshal(data, f, readField) }

func readDefaults(r *strict.Reader) (d Defaults) {
	r.Object(defaultsFields, func(name string) {
		switch name {
		case "schedule":
			d.Schedule = readChoice(r, givenText)
		case "escalations":
			d.Escalations = readEscalations(r)
		}
	})
	return d
}

// UnmarshalJSON implements [json.Unmarshaler].
func (d *Defaults) UnmarshalJSON(data []byte) error { return unmarshal(data, d, readDefaults) }

// list reads a list, each element with read. The result is never nil.
func list[T any](r *strict.Reader, read func(*strict.Reader) T) []T {
	values := []T{}
	r.List(func(int) { values = append(values, read(r)) })
	return values
}

// object reads an object with free keys, each value with read. The result is never nil.
func object[T any](r *strict.Reader, read func(*strict.Reader) T) map[string]T {
	values := make(map[string]T)
	r.Map(func(key string) { values[key] = read(r) })
	return values
}

func readSchedule(r *strict.Reader) (s businesshours.Schedule) {
	raw, start := r.Raw()
	if err := s.UnmarshalJSON([]byte(raw)); err != nil {
		r.FailError(start, err)
	}
	return s
}

func readMetric(r *strict.Reader) (m Metric) {
	r.Object(metricFields, func(name string) {
		switch name {
		case "start":
			m.Start = list(r, readTrigger)
		case "stop":
			m.Stop = list(r, readTrigger)
		case "cancel":
			m.Cancel = list(r, readTrigger)
		case "resume":
			m.Resume = list(r, readTrigger)
		case "pause":
			m.Pause = new(readCondition(r))
		case "repeat":
			m.Repeat = r.Bool()
		}
	})
	return m
}

func readTrigger(r *strict.Reader) (t Trigger) {
	if r.IsText() {
		t.On = r.Text()
		return t
	}
	if !r.IsObject() {
		r.Refuse("the name of a trigger, or an object with it and a condition")
		return t
	}
	r.Object(triggerFields, func(name string) {
		switch name {
		case "on":
			t.On = r.Text()
		case "if":
			t.If = new(readCondition(r))
		}
	})
	return t
}

// UnmarshalJSON implements [json.Unmarshaler].
func (t *Trigger) UnmarshalJSON(data []byte) error { return unmarshal(data, t, readTrigger) }

// UnmarshalJSON implements [json.Unmarshaler].
func (m *Metric) UnmarshalJSON(data []byte) error { return unmarshal(data, m, readMetric) }

// unmarshal reads all of data as one value.
func unmarshal[T any](data []byte, into *T, read func(*strict.Reader) T) error {
	r := strict.NewReader(data)
	*into = read(r)
	return r.Close()
}

func readPolicy(r *strict.Reader) (p Policy) {
	r.Object(policyFields, func(name string) {
		switch name {
		case "id":
			p.ID = r.Text()
		case "name":
			p.Name = r.Text()
		case "description":
			p.Description = r.Text()
		case "when":
			p.When = new(readCondition(r))
		case "effective":
			p.Effective = readEffective(r)
		case "schedule":
			p.Schedule = readChoice(r, givenText)
		case "targets":
			p.Targets = object(r, readTarget)
		case "escalations":
			p.Escalations = readEscalations(r)
		}
	})
	return p
}

// UnmarshalJSON implements [json.Unmarshaler].
func (p *Policy) UnmarshalJSON(data []byte) error { return unmarshal(data, p, readPolicy) }

func readEffective(r *strict.Reader) (e Effective) {
	r.Object(effectiveFields, func(name string) {
		switch name {
		case "from":
			e.From = r.Time()
		case "until":
			e.Until = r.Time()
		}
	})
	return e
}

// MarshalJSON implements [json.Marshaler]. It writes instants in UTC.
func (e Effective) MarshalJSON() ([]byte, error) {
	type plain Effective
	e.From, e.Until = e.From.UTC(), e.Until.UTC()
	return json.Marshal(plain(e))
}

// UnmarshalJSON implements [json.Unmarshaler].
func (e *Effective) UnmarshalJSON(data []byte) error { return unmarshal(data, e, readEffective) }

func readChoice[T time.Duration | string](r *strict.Reader, read func(*strict.Reader) T) (c Choice[T]) {
	switch {
	case r.IsText():
		c.Value = read(r)
	case !r.IsObject():
		r.Refuse("a text, or an object that chooses by a field")
	default:
		unknown := false
		hint := func(name, value string) string { unknown = true; return hintChoice(name, value) }
		r.ObjectHint(choiceFields, hint, func(name string) {
			switch name {
			case "by":
				c.By = r.Given()
			case "values":
				c.Values = object(r, func(r *strict.Reader) Choice[T] { return readChoice(r, read) })
			case "default":
				c.Default = new(readChoice(r, read))
			}
		})
		if c.By == "" && !unknown {
			r.Fail("has no \"by\", the field to choose by")
		}
	}
	return c
}

// UnmarshalJSON implements [json.Unmarshaler].
func (c *Choice[T]) UnmarshalJSON(data []byte) error {
	switch c := any(c).(type) {
	case *Choice[time.Duration]:
		return unmarshal(data, c, func(r *strict.Reader) Choice[time.Duration] { return readChoice(r, givenDuration) })
	case *Choice[string]:
		return unmarshal(data, c, func(r *strict.Reader) Choice[string] { return readChoice(r, givenText) })
	}
	panic("unreachable")
}

// A text that is empty and a duration of zero stand for what was left out, so no
// document may have them.
var (
	givenText     = (*strict.Reader).Given
	givenDuration = (*strict.Reader).Positive
)

func readTarget(r *strict.Reader) Target {
	t, _ := readTargetForm(r)
	return t
}

// readTargetForm reads a target, and reports whether it is written in full. It is not if
// it is only an amount of time, or a choice among such.
func readTargetForm(r *strict.Reader) (t Target, full bool) {
	if r.IsText() {
		t.Within.Value = givenDuration(r)
		return t, false
	}
	if !r.IsObject() {
		r.Refuse("a duration such as \"90m\", or an object")
		return t, false
	}
	var choice targetChoice
	var days BusinessDays
	var part, other string // fields of a choice, and others, of which only one kind may be given
	r.ObjectHint(targetFields, hintChoice, func(name string) {
		switch name {
		case "by", "values", "default":
			part = name
		default:
			other = name
		}
		switch name {
		case "by":
			choice.by = r.Given()
		case "values":
			choice.readValues(r)
		case "default":
			choice.readDefault(r)
		case "within":
			t.Within = readChoice(r, givenDuration)
		case "business_days":
			days.Days = r.Int()
			t.BusinessDays = &days
		case "at":
			days.At = r.Given()
		case "cutoff":
			days.Cutoff = r.Given()
		case "until":
			t.Until = r.Given()
		case "schedule":
			t.Schedule = readChoice(r, givenText)
		case "pause":
			t.Pause = new(readCondition(r))
		case "escalations":
			t.Escalations = readEscalations(r)
		}
	})
	if t.BusinessDays == nil && days.At != "" {
		r.Fail("has \"at\" without business_days")
	}
	if t.BusinessDays == nil && days.Cutoff != "" {
		r.Fail("has \"cutoff\" without business_days")
	}
	if part == "" {
		return t, true
	}
	full = choice.into(&t)
	if other != "" && full {
		r.Fail("has %s beside %s; put %s into each of the targets to choose from", strict.Quote(part), strict.Quote(other), strict.Quote(other))
	} else if other != "" {
		r.Fail("has %s beside %s; put the choice under \"within\"", strict.Quote(part), strict.Quote(other))
	}
	return t, full
}

// UnmarshalJSON implements [json.Unmarshaler].
func (t *Target) UnmarshalJSON(data []byte) error { return unmarshal(data, t, readTarget) }

// A targetChoice is a choice that is read in the place of a target. It is one among
// amounts of time until one of its values turns out to be a target that is written in
// full.
type targetChoice struct {
	by        string
	times     map[string]Choice[time.Duration]
	targets   map[string]Target // those written in full
	otherwise *Target
	full      bool // otherwise is written in full
}

func (c *targetChoice) readValues(r *strict.Reader) {
	c.times = make(map[string]Choice[time.Duration])
	r.Map(func(key string) {
		t, full := readTargetForm(r)
		if !full {
			c.times[key] = t.Within
			return
		}
		if c.targets == nil {
			c.targets = make(map[string]Target)
		}
		c.targets[key] = t
	})
}

func (c *targetChoice) readDefault(r *strict.Reader) {
	t, full := readTargetForm(r)
	c.otherwise, c.full = &t, full
}

// into puts the choice into t, and reports whether it is one among targets.
func (c *targetChoice) into(t *Target) (full bool) {
	if c.targets == nil && !c.full {
		t.Within = Choice[time.Duration]{By: c.by, Values: c.times}
		if c.otherwise != nil {
			t.Within.Default = &c.otherwise.Within
		}
		return false
	}
	if c.targets == nil && c.times != nil {
		c.targets = make(map[string]Target)
	}
	for key, within := range c.times {
		c.targets[key] = Target{Within: within}
	}
	t.By, t.Values, t.Default = c.by, c.targets, c.otherwise
	return true
}

// hintChoice tells how to write a choice to someone who left out by and values.
func hintChoice(name, value string) string {
	if slices.Contains(targetFields, name) {
		return "only a choice in the place of a target picks among targets"
	}
	if len(name)+len(value) > 100 || strings.ContainsAny(value, "\n[]") {
		return ""
	}
	return fmt.Sprintf(`to choose by a field, write {"by": "priority", "values": {%s: %s}}`, strict.Quote(name), value)
}

func readEscalations(r *strict.Reader) (e Escalations) {
	switch {
	case r.IsText():
		e.Name = r.Given()
	case r.IsList():
		e.Steps = readSteps(r)
	default:
		r.Refuse("a list of steps, or the name of one in the configuration's escalations")
	}
	return e
}

// UnmarshalJSON implements [json.Unmarshaler].
func (e *Escalations) UnmarshalJSON(data []byte) error { return unmarshal(data, e, readEscalations) }

func readSteps(r *strict.Reader) []Escalation { return list(r, readEscalation) }

func readEscalation(r *strict.Reader) (e Escalation) {
	r.Object(escalationFields, func(name string) {
		switch name {
		case "at":
			e.At = r.Text()
		case "name":
			e.Name = r.Given()
		case "every":
			e.Every = givenDuration(r)
		case "times":
			e.Times = r.Int()
		case "do":
			e.Do = list(r, readAction)
		}
	})
	return e
}

func readAction(r *strict.Reader) Action { return object(r, (*strict.Reader).Any) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *Escalation) UnmarshalJSON(data []byte) error { return unmarshal(data, e, readEscalation) }

func readCondition(r *strict.Reader) (c Condition) {
	r.ObjectHint(conditionFields, hintComparison, func(name string) {
		switch name {
		case "all":
			c.All = list(r, readCondition)
		case "any":
			c.Any = list(r, readCondition)
		case "not":
			c.Not = new(readCondition(r))
		case "field":
			c.Field = r.Text()
		case "op":
			c.Op = Op(r.Text())
		case "value":
			c.Value = readValue(r)
		}
	})
	return c
}

// hintComparison tells how to write a condition to someone who wrote the field and its
// value as a name and its value.
func hintComparison(name, value string) string {
	op := Eq
	switch {
	case len(name)+len(value) > 100 || strings.Contains(value, "\n") || value == "":
		return ""
	case value[0] == '[':
		op = In
	case value[0] == '{':
		op, value = operation(value)
	case value == "null":
		return fmt.Sprintf(`write {"field": %s, "op": "missing"}`, strict.Quote(name))
	}
	return fmt.Sprintf(`write {"field": %s, "op": %q, "value": %s}`, strict.Quote(name), op, value)
}

// operation returns the operator and the value in an object such as {"gt": 5}.
func operation(object string) (Op, string) {
	var parts map[Op]json.RawMessage
	if json.Unmarshal([]byte(object), &parts) == nil && len(parts) == 1 {
		for op, value := range parts {
			if slices.Contains(ops, string(op)) {
				return op, string(value)
			}
		}
	}
	return Eq, "…"
}

// readValue reads the value of a comparison: a string, float64, bool or []string, or an
// []any if a list has other elements than texts.
func readValue(r *strict.Reader) any {
	if !r.IsList() {
		return readScalar(r)
	}
	texts, values := []string{}, []any(nil) // not nil once an element is no text
	r.List(func(int) {
		var v any
		switch {
		case r.IsList():
			v = r.Texts()
		default:
			v = readScalar(r)
		}
		s, ok := v.(string)
		if ok && values == nil {
			texts = append(texts, s)
			return
		}
		if values == nil {
			for _, s := range texts {
				values = append(values, s)
			}
		}
		values = append(values, v)
	})
	if values != nil {
		return values
	}
	return texts
}

func readScalar(r *strict.Reader) any {
	switch {
	case r.IsText():
		return r.Text()
	case r.IsNumber():
		return r.Number()
	case r.IsBool():
		return r.Bool()
	}
	r.Refuse("a text, a number, a boolean or a list")
	return nil
}

// UnmarshalJSON implements [json.Unmarshaler].
func (c *Condition) UnmarshalJSON(data []byte) error { return unmarshal(data, c, readCondition) }
