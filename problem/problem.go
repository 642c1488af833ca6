// Package problem has the one type that every problem of a document has, whichever
// package found it: a configuration, a schedule, an issue or an event.
//
// Packages report all problems of a document at once, joined as [errors.Join] does:
//
//	if joined, ok := err.(interface{ Unwrap() []error }); ok {
//		for _, err := range joined.Unwrap() {
//			p, ok := errors.AsType[*problem.Error](err)
//			…
//		}
//	}
package problem

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// An Error is one problem of a document: where it is, and what is wrong there.
type Error struct {
	// Line is the line of the document, from 1. It is 0 if the document was not read
	// from text.
	Line int

	// Path is the field at fault, such as "policies[2].targets.resolution.within". It is
	// empty for a problem of the whole document.
	Path string

	// Err says what is wrong, and what was expected.
	Err error
}

// Error returns the problem on one line of at most 1 KiB: the line number and the path,
// where they are known, then what is wrong.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", e.Line)
	}
	if e.Path != "" {
		b.WriteString(cut(e.Path, 256))
		b.WriteString(": ")
	}
	b.WriteString(cut(e.Err.Error(), 512))
	return b.String()
}

// Unwrap returns e.Err.
func (e *Error) Unwrap() error { return e.Err }

// cut shortens s to at most n bytes and an ellipsis.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
