package policy

import (
	"errors"
	"fmt"
	"strings"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/problem"
)

// An Error is one problem of a document: its path, its line if it was read from text, and
// what is wrong. All packages report problems as this type.
type Error = problem.Error

// Parse reads a configuration from JSON and validates it. It reports every problem (up to
// 100), not only the first. Each is an [*Error] with its path and line.
//
// Time zones are looked up with [time.LoadLocation]. A host that brings its own zone data
// reads the document with encoding/json instead, which only checks its form, and then
// calls [Config.Compile] or sla.New.
func Parse(data []byte) (*Config, error) {
	if len(data) > MaxConfigSize {
		return nil, &Error{Err: fmt.Errorf("configuration of %d bytes is larger than %d", len(data), MaxConfigSize)}
	}
	r := strict.NewReader(data)
	c := readConfig(r)
	form := r.Close()
	if r.Broken() {
		return nil, form
	}
	_, meaning := c.compile(businesshours.Options{})
	if form == nil && meaning == nil {
		return &c, nil
	}
	return nil, report(data, form, meaning)
}

// report joins the problems of a document's form and those of its meaning, with their
// lines. It leaves out problems of meaning that follow from those of form.
func report(data []byte, form, meaning error) error {
	malformed, more := strict.List(form)
	problems, moreProblems := strict.List(meaning)
	lines := linesOf(data, malformed, problems)
	var all strict.Problems
	for _, e := range malformed {
		all.AddError("", e)
	}
	own := 0
	for _, e := range problems {
		path := writtenPath(e.Path, lines)
		if follows(path, e.Err, malformed, lines) {
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
	if own > 0 { // otherwise the problems that are only counted follow from the form, too
		more += moreProblems
	}
	all.More(more)
	return all.Err()
}

// linesOf finds the lines of the paths that report asks for, as far as the document has
// them.
func linesOf(data []byte, malformed, problems []*Error) map[string]int {
	var paths []string
	for _, m := range malformed {
		paths = append(paths, strict.Key(strict.Parent(m.Path), "name"))
	}
	for _, e := range problems {
		paths = append(paths, strings.ReplaceAll(e.Path, withinMark, withinField), strings.ReplaceAll(e.Path, withinMark, ""))
	}
	return strict.Lines(data, append(paths, configFields...))
}

// writtenPath returns a path of a problem as the document has it: with or without the
// field that [withinMark] stands for.
func writtenPath(path string, lines map[string]int) string {
	target, rest, ok := strings.Cut(path, withinMark)
	if !ok {
		return path
	}
	if lines[target+withinField] > 0 {
		return target + withinField + rest
	}
	return target + rest
}

// unnamed reports whether a schedule with a malformed part has no name that could be read.
func unnamed(m *Error, schedule string, lines map[string]int) bool {
	name := strict.Key(schedule, "name")
	return m.Path == name || strict.Unknown(m.Err) && lines[name] == 0
}

// follows reports whether a problem of meaning follows from one of form: the problem is at
// or below the malformed part, or just around it; the part has a misspelled field in place
// of the one that is missing; or the problem is a name whose definition is malformed.
func follows(path string, err error, malformed []*Error, lines map[string]int) bool {
	name, _ := errors.AsType[*missing](err)
	for _, m := range malformed {
		parent := strict.Parent(m.Path)
		_, written := lines[path]
		switch {
		case path == m.Path, strict.Under(path, m.Path), path == parent:
			return true
		case errors.Is(err, errNoTarget) && strict.Under(m.Path, path):
			return true
		case strict.Unknown(m.Err) && !written && strict.Parent(path) == parent:
			return true
		case name == nil:
		case m.Path == name.section:
			return true
		case name.deep && strict.Under(m.Path, name.section):
			return true
		case name.section == "schedules" && (parent == "schedules" || strict.Parent(parent) == "schedules" && unnamed(m, parent, lines)):
			return true
		case strict.Unknown(m.Err) && parent == "" && strict.Parent(name.section) == "" && lines[name.section] == 0:
			return true
		}
	}
	return false
}
