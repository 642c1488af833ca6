package policy

import (
	"encoding/json"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
)

// The JSON form of a Config has its fields in snake case. Where a part has a short
// form it is written so: a target of nothing but an amount of time as text, a
// trigger without condition as its name. Reading is strict: unknown and duplicate
// fields, names in another case and nulls are errors.

// UnmarshalJSON implements [json.Unmarshaler]. It checks the form of the document
// only; [Parse] checks all of it.
func (c *Config) UnmarshalJSON(data []byte) error {
	r := strict.NewReader(data)
	*c = Config{}
	c.read(r)
	return r.Close()
}

var (
	configFields     = []string{"schedules", "statuses", "metrics", "profile", "match", "on_change", "exact_fit", "policies"}
	metricFields     = []string{"start", "stop", "cancel", "resume", "pause", "repeat"}
	triggerFields    = []string{"on", "if"}
	policyFields     = []string{"id", "name", "description", "when", "effective", "schedule", "targets", "escalations"}
	effectiveFields  = []string{"from", "until"}
	choiceFields     = []string{"by", "values", "default"}
	targetFields     = []string{"within", "business_days", "at", "cutoff", "schedule", "pause", "escalations", "by", "values", "default"}
	escalationFields = []string{"at", "name", "every", "times", "do"}
	conditionFields  = []string{"all", "any", "not", "field", "op", "value"}
)

func (c *Config) read(r *strict.Reader) {
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
		case "policies":
			c.Policies = list(r, readPolicy)
		}
	})
}

// list reads a list of values that read reads, never nil.
func list[T any](r *strict.Reader, read func(*strict.Reader) T) []T {
	values := []T{}
	r.List(func(int) { values = append(values, read(r)) })
	return values
}

// object reads an object of values that read reads, never nil.
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

// unmarshal reads the whole of data as one value.
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
			p.Escalations = list(r, readEscalation)
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

// MarshalJSON implements [json.Marshaler]: instants are written in UTC.
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
		r.Object(choiceFields, func(name string) { c.readField(r, name, read) })
		if c.By == "" {
			r.Fail("has no \"by\", the field to choose by")
		}
	}
	return c
}

// That a field was left out is said by its zero value, so no document has it.
var (
	givenText     = (*strict.Reader).Given
	givenDuration = (*strict.Reader).Positive
)

func (c *Choice[T]) readField(r *strict.Reader, name string, read func(*strict.Reader) T) {
	switch name {
	case "by":
		c.By = r.Given()
	case "values":
		c.Values = object(r, read)
	case "default":
		c.Default = read(r)
	}
}

func readTarget(r *strict.Reader) (t Target) {
	if r.IsText() {
		t.Within.Value = givenDuration(r)
		return t
	}
	if !r.IsObject() {
		r.Refuse("a duration such as \"90m\", or an object")
		return t
	}
	var days BusinessDays
	var given []string
	r.Object(targetFields, func(name string) {
		given = append(given, name)
		switch name {
		case "within":
			t.Within = readChoice(r, givenDuration)
		case "business_days":
			days.Days = r.Int()
			t.BusinessDays = &days
		case "at":
			days.At = r.Given()
		case "cutoff":
			days.Cutoff = r.Given()
		case "schedule":
			t.Schedule = readChoice(r, givenText)
		case "pause":
			t.Pause = new(readCondition(r))
		case "escalations":
			t.Escalations = list(r, readEscalation)
		default:
			t.Within.readField(r, name, givenDuration)
		}
	})
	// The fields of a choice are a form of their own, and two are of business days.
	var choice, rest string
	for _, name := range given {
		switch name {
		case "by", "values", "default":
			choice = name
		case "within", "business_days", "schedule", "pause", "escalations", "at", "cutoff":
			rest = name
		}
		if (name == "at" || name == "cutoff") && t.BusinessDays == nil {
			r.Fail("has %s without business_days", strict.Quote(name))
		}
	}
	if choice != "" && rest != "" {
		r.Fail("has %s beside %s; put the choice under \"within\"", strict.Quote(choice), strict.Quote(rest))
	}
	return t
}

// UnmarshalJSON implements [json.Unmarshaler].
func (t *Target) UnmarshalJSON(data []byte) error { return unmarshal(data, t, readTarget) }

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
	r.Object(conditionFields, func(name string) {
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

// readValue reads the value of a comparison: a string, float64, bool, []string, or
// []any where a list has others than texts.
func readValue(r *strict.Reader) any {
	if !r.IsList() {
		return readScalar(r)
	}
	texts, values := []string{}, []any(nil) // values once there are others than texts
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
