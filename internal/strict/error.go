// Package strict reads untrusted JSON documents.
//
// Unlike encoding/json, it rejects duplicate keys, unknown names, names in the wrong
// case, invalid UTF-8, nulls and trailing data, and it limits nesting. It reports all
// problems of a document at once, each with its path and line.
package strict

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/punctualgo/punctual/problem"
)

// maxProblems is how many problems of a document are reported.
const maxProblems = 100

// Problems collects the problems of a document. Its zero value is empty.
type Problems struct {
	list []*problem.Error
	more int // how many problems were not kept
}

// Add adds a problem with the field at path.
func (p *Problems) Add(path, format string, args ...any) {
	if p.full() {
		p.more++ // skip formatting
		return
	}
	p.add(&problem.Error{Path: path, Err: fmt.Errorf(format, args...)})
}

// AddError adds the problems in err. Their paths are relative to path.
func (p *Problems) AddError(path string, err error) {
	list, more := List(err)
	for _, e := range list {
		p.add(&problem.Error{Line: e.Line, Path: Join(path, e.Path), Err: e.Err})
	}
	p.more += more
}

func (p *Problems) add(e *problem.Error) {
	if len(p.list) == maxProblems {
		p.more++
		return
	}
	p.list = append(p.list, e)
}

// More counts n further problems without listing them.
func (p *Problems) More(n int) { p.more += n }

// full reports whether the list is full, so that further problems are only counted.
func (p *Problems) full() bool { return len(p.list) == maxProblems }

// Sort sorts the problems by line.
func (p *Problems) Sort() {
	slices.SortStableFunc(p.list, func(a, b *problem.Error) int { return a.Line - b.Line })
}

// Err joins the problems, or returns nil if there are none. If there are too many to
// list, the last one says how many more there are.
func (p *Problems) Err() error {
	if len(p.list) == 0 {
		return nil
	}
	return p.joined()
}

// joined implements Err when there are problems. It is separate so that Err can be
// inlined.
func (p *Problems) joined() error {
	list, more := p.list, p.more
	if more > 0 && len(list) == maxProblems {
		list, more = list[:maxProblems-1], more+1
	}
	errs := make([]error, 0, len(list)+1)
	for _, e := range list {
		errs = append(errs, e)
	}
	if more > 0 {
		errs = append(errs, &problem.Error{Err: moreError(more)})
	}
	return errors.Join(errs...)
}

// A moreError stands for problems that are not listed.
type moreError int

func (n moreError) Error() string { return fmt.Sprintf("and %d more problems", int(n)) }

// List returns the problems that err holds, and how many more it counts. An error of
// another type becomes a problem without a path.
func List(err error) (list []*problem.Error, more int) {
	errs := []error{err}
	if err == nil {
		errs = nil
	} else if joined, ok := err.(interface{ Unwrap() []error }); ok {
		errs = joined.Unwrap()
	}
	for _, err := range errs {
		if n, ok := errors.AsType[moreError](err); ok {
			more += int(n)
		} else if e, ok := errors.AsType[*problem.Error](err); ok {
			list = append(list, e)
		} else {
			list = append(list, &problem.Error{Err: err})
		}
	}
	return list, more
}

// Join appends the path rest to path.
func Join(path, rest string) string {
	if path == "" || rest == "" || rest[0] == '[' {
		return path + rest
	}
	return path + "." + rest
}

// Key appends a field name to path.
func Key(path, name string) string {
	if !plain(name) {
		return path + "[" + Quote(name) + "]"
	}
	return Join(path, name)
}

// Index appends an element index to path.
func Index(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// plain reports whether a name needs no quotes in a path.
func plain(name string) bool {
	for i := range len(name) {
		c := name[i]
		if c != '_' && c != '-' && (c < '0' || '9' < c) && (c < 'A' || 'Z' < c) && (c < 'a' || 'z' < c) {
			return false
		}
	}
	return name != ""
}

// Quote quotes a text from a document for use in a message: in ASCII, and cut to 64
// runes.
func Quote(s string) string {
	n := 0
	for i := range s {
		if n == 64 {
			return strconv.QuoteToASCII(s[:i]) + "…"
		}
		n++
	}
	return strconv.QuoteToASCII(s)
}
