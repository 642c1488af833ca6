package strict

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/punctualgo/punctual/problem"
)

// MaxDepth is how deeply objects and lists may be nested.
const MaxDepth = 32

// A Reader reads one JSON document from start to end. Callers read each value with the
// method for the kind they expect. A value of another kind is reported and skipped, so
// one pass finds every problem. After a syntax error the Reader reads nothing more.
type Reader struct {
	data     string // texts that are read share its memory where possible
	pos      int
	depth    int
	path     []step
	root     int      // the steps of path before the value that paths begin at
	keys     []string // keys of the objects being read, to find duplicates
	problems Problems
	broken   bool

	// Initial memory of path and keys, enough for most documents.
	somePath [MaxDepth / 4]step
	someKeys [MaxDepth / 2]string
}

// A step is one element of the path to the value being read.
type step struct {
	key   string
	index int // index in a list, or one of the following
}

// Values of step.index.
const (
	isField   = -1 - iota // the step is a field of an object
	noElement             // the step is between two fields, and no part of the path
)

// NewReader returns a Reader of data.
func NewReader(data []byte) *Reader {
	r := new(Reader)
	r.Reset(data)
	return r
}

// Reset makes r a Reader of data, as NewReader returns it. It reuses the memory of r.
func (r *Reader) Reset(data []byte) {
	path, keys := r.path, r.keys
	if path == nil {
		path, keys = r.somePath[:0], r.someKeys[:0]
	}
	clear(path[:cap(path)])
	clear(keys[:cap(keys)])
	r.data, r.pos, r.depth, r.broken = string(data), 0, 0, false
	r.path, r.root, r.keys, r.problems = path[:0], 0, keys[:0], Problems{}
	if !utf8.Valid(data) {
		i := 0
		for { // find the first invalid byte
			c, n := utf8.DecodeRune(data[i:])
			if c == utf8.RuneError && n == 1 {
				break
			}
			i += n
		}
		r.syntax(i, "invalid UTF-8")
	}
}

// Close checks that nothing follows the document. It returns all problems found.
func (r *Reader) Close() error {
	if !r.broken {
		r.space()
		if r.pos < len(r.data) {
			r.syntax(r.pos, "unexpected text after the document")
		}
	}
	return r.problems.Err()
}

// Fail reports a problem with the value just read, or being read.
func (r *Reader) Fail(format string, args ...any) {
	r.fail(r.pos, fmt.Errorf(format, args...))
}

// FailError reports err as a problem with the value that starts at byte start. Paths and
// lines in err are relative to that value.
func (r *Reader) FailError(start int, err error) {
	if r.broken {
		return
	}
	list, more := List(err)
	if r.problems.full() {
		r.problems.more += len(list) + more // skip finding their lines
		return
	}
	base, path := r.line(start), r.Path()
	for _, e := range list {
		r.problems.add(&problem.Error{Line: base + max(e.Line-1, 0), Path: Join(path, e.Path), Err: e.Err})
	}
	r.problems.more += more
}

func (r *Reader) fail(pos int, err error) {
	if r.broken {
		return
	}
	if r.problems.full() {
		r.problems.more++ // skip finding its line
		return
	}
	r.problems.add(&problem.Error{Line: r.line(pos), Path: r.Path(), Err: err})
}

var errDuplicate = errors.New("duplicate field")

// An unknownName is a reference to something that does not exist.
type unknownName struct {
	what, name string
	known      []string
}

func (e *unknownName) Error() string {
	return "unknown " + e.what + " " + Quote(e.name) + DidYouMean(e.name, e.known)
}

// UnknownName returns an error for a name that is not among the known names of a kind of
// thing, such as "schedule". The error looks for a suggestion only when it is formatted,
// because there may be many such errors.
func UnknownName(what, name string, known []string) error { return &unknownName{what, name, known} }

// An unknownField is a field that its object does not define.
type unknownField struct {
	name  string
	known []string
	hint  string // what to do about it, where no known field is near
}

func (e *unknownField) Error() string {
	near := DidYouMean(e.name, e.known)
	if near == "" && e.hint != "" {
		near = "; " + e.hint
	}
	return "unknown field" + near
}

// Unknown reports whether err is about an unknown field.
func Unknown(err error) bool {
	_, ok := errors.AsType[*unknownField](err)
	return ok
}

// syntax reports a syntax error at pos and stops reading.
func (r *Reader) syntax(pos int, format string, args ...any) {
	pos = min(pos, len(r.data))
	hint := notJSON(r.data[pos:])
	if hint == "" && strings.TrimSpace(r.data[:pos]) == "" && otherFormat.MatchString(r.data[pos:]) {
		hint = "; this is not JSON: convert YAML and other formats to JSON first"
	}
	r.fail(pos, fmt.Errorf(format+hint, args...))
	r.broken = true
	r.pos = len(r.data)
}

// otherFormat matches what documents of YAML, TOML, INI and XML begin with.
var otherFormat = regexp.MustCompile(`^(---|- |%YAML|<|[\w.-]+[ \t]*[:=])`)

// notJSON returns a hint for common text that JSON does not allow, or "".
func notJSON(text string) string {
	switch {
	case strings.HasPrefix(text, "\ufeff"):
		return "; save the document without its byte order mark"
	case strings.HasPrefix(text, "//"), strings.HasPrefix(text, "/*"), strings.HasPrefix(text, "#"):
		return "; JSON has no comments"
	}
	return ""
}

func (r *Reader) line(pos int) int {
	return 1 + strings.Count(r.data[:min(pos, len(r.data))], "\n")
}

// Path returns the path of the value being read.
func (r *Reader) Path() string {
	path := ""
	for _, s := range r.path[r.root:] {
		switch {
		case s.index >= 0:
			path = Index(path, s.index)
		case s.index == isField:
			path = Key(path, s.key)
		}
	}
	return path
}

// Apart reads the next value by calling read. The paths of problems in it begin at that value.
func (r *Reader) Apart(read func()) {
	root := r.root
	r.root = len(r.path)
	read()
	r.root = root
}

// Left returns how many bytes of the document are unread.
func (r *Reader) Left() int { return len(r.data) - r.pos }

// Broken reports whether the document has a syntax error.
func (r *Reader) Broken() bool { return r.broken }

func (r *Reader) space() { r.peek() }

// peek skips white space and returns the next byte, or 0 at the end.
func (r *Reader) peek() byte {
	if r.pos < len(r.data) && r.data[r.pos] > ' ' {
		return r.data[r.pos]
	}
	return r.skipSpace()
}

// skipSpace is the rare case of peek, kept apart so that peek is inlined.
func (r *Reader) skipSpace() byte {
	for ; r.pos < len(r.data); r.pos++ {
		switch c := r.data[r.pos]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

// A kind is what a value is, as its first byte tells.
type kind uint8

const (
	noValue kind = iota
	object
	list
	text
	number
	boolean
	null
)

var kindNames = [...]string{object: "an object", list: "a list", text: "a text", number: "a number", boolean: "a boolean", null: "null"}

var kindOf = [256]kind{
	'{': object, '[': list, '"': text, 't': boolean, 'f': boolean, 'n': null, '-': number,
	'0': number, '1': number, '2': number, '3': number, '4': number, '5': number, '6': number, '7': number, '8': number, '9': number,
}

// kind returns the kind of the next value.
func (r *Reader) kind() kind { return kindOf[r.peek()] }

// expect reports whether the next value is of the wanted kind. If it is not, expect
// reports a problem and skips the value.
func (r *Reader) expect(want kind) bool {
	if r.kind() == want {
		return true
	}
	r.Refuse(kindNames[want])
	return false
}

// IsObject, IsList, IsText, IsNumber, IsBool and IsNull report whether the next value is
// of that kind.
func (r *Reader) IsObject() bool { return r.kind() == object }
func (r *Reader) IsList() bool   { return r.kind() == list }
func (r *Reader) IsText() bool   { return r.kind() == text }
func (r *Reader) IsNumber() bool { return r.kind() == number }
func (r *Reader) IsBool() bool   { return r.kind() == boolean }
func (r *Reader) IsNull() bool   { return r.kind() == null }

// List reads a list. It calls element for each index; element must read the value.
func (r *Reader) List(element func(i int)) {
	if !r.expect(list) || !r.enter() {
		return
	}
	i := 0
	r.path = append(r.path, step{})
	for more := r.first(']'); more; more = r.next(']') {
		r.path[len(r.path)-1].index = i
		element(i)
		i++
	}
	r.path = r.path[:len(r.path)-1]
	r.depth--
}

// enter steps into the next object or list.
func (r *Reader) enter() bool {
	if r.depth == MaxDepth {
		r.syntax(r.pos, "nested more than %d deep", MaxDepth)
		return false
	}
	r.depth++
	r.pos++
	return true
}

// first reports whether the object or list just entered has an element. If it is empty,
// first steps out of it.
func (r *Reader) first(end byte) bool {
	if r.peek() != end {
		return true // an element, or an error that reading it will find
	}
	r.pos++
	return false
}

// next steps to the next element of an object or list that ends with end. At the end it
// steps out and returns false.
func (r *Reader) next(end byte) bool {
	switch r.peek() {
	case ',':
		r.pos++
		if r.peek() == end {
			r.syntax(r.pos, "unexpected comma before %q", end)
		}
		return !r.broken
	case end:
		r.pos++
	default:
		r.syntax(r.pos, "expected a comma or %q", end)
	}
	return false
}
