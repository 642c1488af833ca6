package strict

import (
	"slices"

	"github.com/punctualgo/punctual/problem"
)

// A Document is how to read a value from the fields of an object, and to check it.
type Document struct {
	Fields []string
	Hint   func(name, value string) string // as of Reader.ObjectHint; may be nil
	Read   func(r *Reader, name string)    // reads the value of a field
	Check  func(v *Problems)               // checks the meaning of what was read
}

// Decode reads a document. Its error has every problem, by line: those of the form, and those
// of the meaning of what could be read. A problem of the meaning is left out where the form is
// wrong.
func (d *Document) Decode(data []byte) error {
	r := NewReader(data)
	hint := d.Hint
	if hint == nil {
		hint = func(string, string) string { return "" }
	}
	r.ObjectHint(d.Fields, hint, func(name string) { d.Read(r, name) })
	broken, err := r.Broken(), r.Close()
	if broken {
		return err
	}
	var v, all Problems
	d.Check(&v)
	all.AddError("", err)
	formal, _ := List(err)
	meant, more := List(v.Err())
	var paths []string
	for _, e := range meant {
		for path := e.Path; path != ""; path = Parent(path) {
			paths = append(paths, path)
		}
	}
	lines := Lines(data, paths)
	for _, e := range meant {
		if slices.ContainsFunc(formal, func(f *problem.Error) bool { return f.Path == e.Path || Under(e.Path, f.Path) }) {
			continue
		}
		path := e.Path
		for path != "" && lines[path] == 0 { // a missing field has no line
			path = Parent(path)
		}
		all.AddError("", &problem.Error{Line: lines[path], Path: e.Path, Err: e.Err})
	}
	all.More(more)
	all.Sort()
	return all.Err()
}
