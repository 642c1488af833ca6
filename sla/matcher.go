package sla

import (
	"sync"

	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// A Matcher answers whether a condition holds on fields that are not those of an issue, such
// as those of a record of a report. It is safe for concurrent use.
type Matcher struct {
	names  []string
	when   condition
	fields sync.Pool // of *fields
}

// Matcher compiles a condition. field checks the name of each field that it reads; the error
// reports every problem, with paths that begin at the condition. The condition may name the
// schedules of the engine's configuration.
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
// number, a bool, a []string, or nil for none. It is asked for each field that the condition
// names, once.
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
	if f.work > MaxWork {
		return false, ErrTooMuchWork
	}
	return holds, nil
}
