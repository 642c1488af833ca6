package policy

import (
	"fmt"

	"github.com/punctualgo/punctual/internal/strict"
)

// An Error is one problem of a document. It has three fields: Path, the field at
// fault, such as "policies[2].targets.resolution.within"; Line, its line from 1,
// where the document was read from text; and Err, what is wrong and what was
// expected.
type Error = strict.Error

// Parse reads a configuration from JSON and validates it. It reports every problem
// (up to 100), not only the first; each is an [*Error] with its path and line.
//
// Zones are looked up with [time.LoadLocation]. A host that brings its own zone
// data unmarshals the document with encoding/json instead, which checks its form,
// and leaves the rest to sla.New.
func Parse(data []byte) (*Config, error) {
	if len(data) > MaxConfigSize {
		return nil, &Error{Err: fmt.Errorf("configuration of %d bytes is larger than %d", len(data), MaxConfigSize)}
	}
	r := strict.NewReader(data)
	var c Config
	c.read(r)
	form := r.Close()
	if r.Broken() {
		return nil, form
	}
	meaning := c.Validate()
	if form == nil && meaning == nil {
		return &c, nil
	}
	return nil, report(data, form, meaning)
}

// report joins the problems of a document's form and those of its meaning, leaving
// out of the latter what follows from the former, and adds lines.
func report(data []byte, form, meaning error) error {
	malformed := strict.List(form)
	var all strict.Problems
	for _, e := range malformed {
		all.AddError("", e)
	}
	problems := strict.List(meaning)
	lines := strict.Lines(data, problems)
	for i, e := range problems {
		follows := false
		for _, m := range malformed {
			follows = follows || e.Path == m.Path || strict.Under(e.Path, m.Path)
		}
		if !follows {
			all.AddError("", &Error{Line: lines[i], Path: e.Path, Err: e.Err})
		}
	}
	return all.Err()
}
