package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/problem"
)

// An Error is one problem of a document: its path, its line where it was read from text,
// and what is wrong. Every package reports the same type.
type Error = problem.Error

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
// out of the latter what follows from the former, and gives each its line.
func report(data []byte, form, meaning error) error {
	malformed, more := strict.List(form)
	problems, moreProblems := strict.List(meaning)
	var paths []string
	for _, e := range problems {
		paths = append(paths, e.Path, shortPath(e.Path))
	}
	lines := strict.Lines(data, paths)

	var all strict.Problems
	for _, e := range malformed {
		all.AddError("", e)
	}
	own := 0
	for _, e := range problems {
		path := e.Path
		if i := strings.Index(path, within); i >= 0 && lines[path[:i+len(within)]] == 0 {
			path = shortPath(path) // the target is written so
		}
		_, written := lines[path]
		follows := func(m *Error) bool {
			path, malformed := shortPath(path), shortPath(m.Path)
			parent := strict.Parent(malformed)
			return path == malformed || strict.Under(path, malformed) || path == parent ||
				strict.Unknown(m.Err) && !written && strict.Parent(path) == parent
		}
		if slices.ContainsFunc(malformed, follows) {
			continue
		}
		own++
		around := path
		for around != "" && lines[around] == 0 {
			around = strict.Parent(around)
		}
		all.AddError("", &Error{Line: lines[around], Path: path, Err: e.Err})
	}
	all.Sort()
	if own > 0 { // else those that are only counted follow from the form, too
		more += moreProblems
	}
	all.More(more)
	return all.Err()
}

// shortPath returns a path in a target as it is where the target is written in its
// short form, without "within".
func shortPath(path string) string {
	policy, target, ok := strings.Cut(path, ".targets.")
	if !ok {
		return path
	}
	return policy + ".targets." + strings.Replace(target, within, "", 1)
}

const within = ".within"
