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
	"strings"
	"unicode"
	"unicode/utf8"
)

// An Error is one problem of a document: where it is and what is wrong there.
type Error struct {
	Line int    // the line of the document, from 1; 0 if it was not read from text
	Path string // the field, such as "policies[2].targets.resolution.within"; empty for the whole
	Err  error  // what is wrong, and what was expected
}

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

func (e *Error) Unwrap() error { return e.Err }

// maxProblems bounds how many problems of a document are reported.
const maxProblems = 100

// Problems collects the problems of a document. Its zero value is empty.
type Problems struct {
	list []error
	more int
}

// Add reports a problem of the field at path.
func (p *Problems) Add(path, format string, args ...any) {
	p.add(&Error{Path: path, Err: fmt.Errorf(format, args...)})
}

// AddError reports err, whose own path, if it has one, continues path.
func (p *Problems) AddError(path string, err error) {
	for _, err := range flatten(err) {
		e := &Error{Path: path, Err: err}
		if inner, ok := errors.AsType[*Error](err); ok {
			e = &Error{Line: inner.Line, Path: Join(path, inner.Path), Err: inner.Err}
		}
		p.add(e)
	}
}

func (p *Problems) add(e *Error) {
	if len(p.list) == maxProblems {
		p.more++
		return
	}
	p.list = append(p.list, e)
}

// Err returns the problems joined, or nil if there are none.
func (p *Problems) Err() error {
	if p.more > 0 {
		last := p.list[maxProblems-1]
		list := append(slices.Clip(p.list[:maxProblems-1]), fmt.Errorf("%w\nand %d more problems", last, p.more))
		return errors.Join(list...)
	}
	return errors.Join(p.list...)
}

// flatten returns the errors that err joins, or err itself.
func flatten(err error) []error {
	if j, ok := err.(interface{ Unwrap() []error }); ok {
		return j.Unwrap()
	}
	return []error{err}
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

// DidYouMean suggests the known name nearest to one that is not known, as
// `; did you mean "x"?`, or nothing where none is near.
func DidYouMean(name string, known []string) string {
	best, distance := "", len(name)/3+2
	if len(name) > 64 {
		return ""
	}
	for _, k := range known {
		d := editDistance(strings.ToLower(name), strings.ToLower(k))
		if d < distance {
			best, distance = k, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + Quote(best) + "?"
}

// editDistance is the Levenshtein distance of two texts, by bytes.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// MaxText is the length of the longest text that a document may have, in bytes.
const MaxText = 1024

// CheckText checks a free text.
func CheckText(s string) error {
	if len(s) > MaxText {
		return fmt.Errorf("is longer than %d bytes", MaxText)
	}
	if !utf8.ValidString(s) {
		return fmt.Errorf("is not valid UTF-8")
	}
	return nil
}

// CheckName checks a text by which something is called: it has at least one
// character, no control characters, and no space at its ends.
func CheckName(s string) error {
	if s == "" {
		return fmt.Errorf("is required")
	}
	if err := CheckText(s); err != nil {
		return err
	}
	if strings.TrimSpace(s) != s || strings.ContainsFunc(s, unicode.IsControl) {
		return fmt.Errorf("%s has a control character, or a space at an end", Quote(s))
	}
	return nil
}
