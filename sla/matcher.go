package sla

import (
	"sync"

	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// A Matcher answers whether a condition holds for fields that do not belong to an issue, such as
// those of a record in a report. It is safe for concurrent use.
type Matcher struct {
	names  []string
	when   condition
	fields sync.Pool // of *fields
}

// Matcher compiles a condition, which may name schedules of the engine's configuration. field
// checks the name of each field that the condition reads. An error reports every problem, with
// paths that start at the condition.
func (e *Engine) Matcher(when *policy.Condition, field func(name string) error) (*Matcher, error) {
	if err := e.cfg.CheckCondition(when, field); err != nil {
		return nil, err
	}
	c := newCompiler(e.cfg, e.set)
	m := &Matcher{when: c.condition(when)}
	m.when.computed = false // there are no computed fields
	c.searches = len(c.searchNumbers)
	m.names = c.fieldNames
	m.fields.New = func() any { return new(newFields(c.program)) }
	return m, nil
}

// Matches reports whether the condition holds. get returns the value of a field: a string, a
// number, a bool, a []string, or nil for none. Matches calls it once for each field that the
// condition reads.
func (m *Matcher) Matches(get func(field string) any) (bool, error) {
	f := m.fields.Get().(*fields)
	defer func() { f.reset(); m.fields.Put(f) }()
	for slot, name := range m.names {
		if !m.when.reads.has(slot) {
			continue
		}
		v := &f.values[slot]
		*v = value.Value{}
		if x := get(name); x != nil {
			if err := v.Set(x); err != nil {
				return false, err
			}
		}
	}
	holds := f.holds(&m.when)
	if f.spent() > MaxWork {
		return false, ErrTooMuchWork
	}
	return holds, nil
}
