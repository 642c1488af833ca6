// Package strict reads JSON documents that come from people and other systems.
//
// Unlike encoding/json it refuses duplicate keys, unknown names, names in another
// case, invalid UTF-8, nulls and trailing data, bounds nesting, and reports every
// problem of a document at once, each with its path and line.
package strict

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/punctualgo/punctual/problem"
)

// maxProblems bounds how many problems of a document are reported.
const maxProblems = 100

// Problems collects the problems of a document. Its zero value is empty.
type Problems struct {
	list []*problem.Error
	more int // problems beyond the first maxProblems
}

// Add reports a problem of the field at path.
func (p *Problems) Add(path, format string, args ...any) {
	if p.Full() {
		p.more++ // without finding words for it
		return
	}
	p.add(&problem.Error{Path: path, Err: fmt.Errorf(format, args...)})
}

// AddError reports err, whose own path, if it has one, continues path.
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

// More adds n problems that are only counted.
func (p *Problems) More(n int) { p.more += n }

// Full reports whether further problems are only counted.
func (p *Problems) Full() bool { return len(p.list) == maxProblems }

// Sort sorts the problems by line.
func (p *Problems) Sort() {
	slices.SortStableFunc(p.list, func(a, b *problem.Error) int { return a.Line - b.Line })
}

// Err returns the problems joined, or nil if there are none. If there are too many
// to list, the last one is how many more there are.
func (p *Problems) Err() error {
	if len(p.list) == 0 {
		return nil
	}
	return p.joined()
}

// joined is Err where there are some: apart, so that Err is inlined.
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

// A moreError is how many problems there are beside those listed.
type moreError int

func (n moreError) Error() string { return fmt.Sprintf("and %d more problems", int(n)) }

// List returns the problems that err is or joins, and how many more there are. An
// error of another type is a problem of the whole.
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

// Join continues a path with another.
func Join(path, rest string) string {
	if path == "" || rest == "" || rest[0] == '[' {
		return path + rest
	}
	return path + "." + rest
}

// Key continues a path with the name of a field.
func Key(path, name string) string {
	if !plain(name) {
		return path + "[" + Quote(name) + "]"
	}
	return Join(path, name)
}

// Index continues a path with the index of an element.
func Index(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// plain reports whether a name can stand in a path without quotes.
func plain(name string) bool {
	for i := range len(name) {
		c := name[i]
		if c != '_' && c != '-' && (c < '0' || '9' < c) && (c < 'A' || 'Z' < c) && (c < 'a' || 'z' < c) {
			return false
		}
	}
	return name != ""
}

// Quote quotes a text from a document for a message, in ASCII and cut to 64 runes.
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
