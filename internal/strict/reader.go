package strict

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxDepth is how deep the objects and lists of a document may be nested.
const MaxDepth = 32

// A Reader reads one JSON document from front to back, each value by the method
// for the kind of value that is expected there. A value of another kind is
// reported and passed over, so that one pass finds every problem. After a syntax
// error nothing more is read.
type Reader struct {
	data     string // values read are parts of it where they can be
	pos      int
	depth    int
	path     []step
	keys     []string // of the objects being read, as written, to find duplicates
	problems Problems
	broken   bool
}

// A step is one part of the path to the value being read.
type step struct {
	key   string
	index int // of an element; -1 for a field
}

// NewReader returns a reader of data.
func NewReader(data []byte) *Reader {
	r := &Reader{data: string(data)}
	if !utf8.Valid(data) {
		i := 0
		for { // the first byte that is not part of a rune
			c, n := utf8.DecodeRune(data[i:])
			if c == utf8.RuneError && n == 1 {
				break
			}
			i += n
		}
		r.syntax(i, "invalid UTF-8")
	}
	return r
}

// Close checks that nothing follows the document and returns all its problems.
func (r *Reader) Close() error {
	if !r.broken {
		r.space()
		if r.pos < len(r.data) {
			r.syntax(r.pos, "unexpected text after the document")
		}
	}
	return r.problems.Err()
}

// Fail reports a problem of the value read last, or of the one being read.
func (r *Reader) Fail(format string, args ...any) {
	r.fail(r.pos, fmt.Errorf(format, args...))
}

// FailError reports err of the value that starts at start. The path and line of
// err, if it has them, continue those of the value.
func (r *Reader) FailError(start int, err error) {
	if r.broken {
		return
	}
	base, path := r.line(start), r.Path()
	list, more := List(err)
	for _, e := range list {
		r.problems.add(&Error{Line: base + max(e.Line-1, 0), Path: Join(path, e.Path), Err: e.Err})
	}
	r.problems.more += more
}

func (r *Reader) fail(pos int, err error) {
	if r.broken {
		return
	}
	if r.problems.Full() {
		r.problems.more++ // without looking for its place
		return
	}
	r.problems.add(&Error{Line: r.line(pos), Path: r.Path(), Err: err})
}

var errDuplicate = errors.New("duplicate field")

// An unknownField is a field that an object does not have.
type unknownField struct {
	name  string
	known []string
}

func (e *unknownField) Error() string { return "unknown field" + DidYouMean(e.name, e.known) }

// Unknown reports whether err is a field that an object does not have.
func Unknown(err error) bool {
	_, ok := errors.AsType[*unknownField](err)
	return ok
}

// syntax reports that the document is not JSON from pos on, and ends the reading.
func (r *Reader) syntax(pos int, format string, args ...any) {
	r.fail(pos, fmt.Errorf(format, args...))
	r.broken = true
	r.pos = len(r.data)
}

func (r *Reader) line(pos int) int {
	return 1 + strings.Count(r.data[:min(pos, len(r.data))], "\n")
}

// Path returns the path of the value being read.
func (r *Reader) Path() string {
	path := ""
	for _, s := range r.path {
		if s.index >= 0 {
			path = Index(path, s.index)
		} else {
			path = Key(path, s.key)
		}
	}
	return path
}

// Broken reports whether the document is not JSON.
func (r *Reader) Broken() bool { return r.broken }

func (r *Reader) space() {
	for r.pos < len(r.data) {
		switch r.data[r.pos] {
		case ' ', '\t', '\n', '\r':
			r.pos++
		default:
			return
		}
	}
}

// peek returns the first byte of the next value, or 0 at the end.
func (r *Reader) peek() byte {
	r.space()
	if r.pos < len(r.data) {
		return r.data[r.pos]
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

// expect reports whether the next value is of a kind, and reports and passes over
// a value that is of another.
func (r *Reader) expect(want kind) bool {
	if r.kind() == want {
		return true
	}
	r.Refuse(kindNames[want])
	return false
}

// IsObject, IsList, IsText, IsNumber, IsBool and IsNull report the kind of the next value.
func (r *Reader) IsObject() bool { return r.kind() == object }
func (r *Reader) IsList() bool   { return r.kind() == list }
func (r *Reader) IsText() bool   { return r.kind() == text }
func (r *Reader) IsNumber() bool { return r.kind() == number }
func (r *Reader) IsBool() bool   { return r.kind() == boolean }
func (r *Reader) IsNull() bool   { return r.kind() == null }

// Object reads an object whose fields have the given names, calling field with
// each name as its value is next.
func (r *Reader) Object(names []string, field func(name string)) {
	r.fields(func(key string) {
		for _, name := range names {
			if key == name {
				r.path = append(r.path, step{name, -1})
				field(name)
				r.path = r.path[:len(r.path)-1]
				return
			}
		}
		r.path = append(r.path, step{key, -1})
		r.fail(r.pos, &unknownField{key, names})
		r.Skip()
		r.path = r.path[:len(r.path)-1]
	})
}

// Map reads an object with free keys, calling entry with each as its value is
// next.
func (r *Reader) Map(entry func(key string)) {
	r.fields(func(key string) {
		r.path = append(r.path, step{key, -1})
		entry(key)
		r.path = r.path[:len(r.path)-1]
	})
}

func (r *Reader) fields(field func(key string)) {
	if !r.expect(object) || !r.enter() {
		return
	}
	first := len(r.keys)
	var seen map[string]bool // beside keys, once there are many
	for more := r.first('}'); more; more = r.next('}') {
		if r.peek() != '"' {
			r.syntax(r.pos, "expected a field name in quotes")
			break
		}
		at := r.pos
		key := r.text()
		if r.peek() != ':' {
			r.syntax(r.pos, "expected a colon after the field name %s", Quote(key))
			break
		}
		r.pos++
		if r.repeated(key, first, &seen) {
			r.path = append(r.path, step{key, -1})
			r.fail(at, errDuplicate)
			r.Skip()
			r.path = r.path[:len(r.path)-1]
			continue
		}
		r.keys = append(r.keys, key)
		field(key)
	}
	r.keys = r.keys[:first]
	r.depth--
}

// repeated reports whether an object with the keys r.keys[first:] has key already.
func (r *Reader) repeated(key string, first int, seen *map[string]bool) bool {
	keys := r.keys[first:]
	if len(keys) < 16 {
		return slices.Contains(keys, key)
	}
	if *seen == nil {
		*seen = make(map[string]bool)
		for _, k := range keys {
			(*seen)[k] = true
		}
	}
	if (*seen)[key] {
		return true
	}
	(*seen)[key] = true
	return false
}

// List reads a list, calling element with each index as its value is next.
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

// enter steps into the object or list that is next.
func (r *Reader) enter() bool {
	if r.depth == MaxDepth {
		r.syntax(r.pos, "nested more than %d deep", MaxDepth)
		return false
	}
	r.depth++
	r.pos++
	return true
}

// first reports whether the object or list just entered, which ends with end, has
// an element, and steps out of it if not.
func (r *Reader) first(end byte) bool {
	if r.peek() != end {
		return true // an element, or an error that reading one will find
	}
	r.pos++
	return false
}

// next steps to the next element of an object or list that ends with end, or out
// of it, and reports which.
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

// Skip passes over the next value.
func (r *Reader) Skip() {
	switch r.kind() {
	case object:
		r.Map(func(string) { r.Skip() })
	case list:
		r.List(func(int) { r.Skip() })
	case text:
		r.text()
	case number:
		r.number()
	case boolean:
		if r.peek() == 't' {
			r.literal("true")
		} else {
			r.literal("false")
		}
	case null:
		r.literal("null")
	default:
		if !r.broken && r.pos == len(r.data) {
			r.syntax(r.pos, "unexpected end of the document")
		} else if !r.broken {
			c, _ := utf8.DecodeRuneInString(r.data[r.pos:])
			r.syntax(r.pos, "unexpected %s", strconv.QuoteRuneToASCII(c))
		}
	}
}

// Raw passes over the next value, and returns it as written and where it starts.
func (r *Reader) Raw() (raw string, start int) {
	r.space()
	start = r.pos
	problems := r.problems
	r.Skip()
	if !r.broken {
		r.problems = problems // whoever reads it finds the others again
	}
	return r.data[start:r.pos], start
}

func (r *Reader) literal(word string) {
	if !strings.HasPrefix(r.data[r.pos:], word) {
		r.syntax(r.pos, "expected %s", word)
		return
	}
	r.pos += len(word)
}

// Null passes over a null.
func (r *Reader) Null() { r.literal("null") }

// Refuse reports that the next value is not what it must be, and passes over it.
func (r *Reader) Refuse(want string) {
	if got := r.kind(); got != noValue {
		r.Fail("must be %s, got %s", want, kindNames[got])
	}
	r.Skip()
}

// Bool reads a boolean.
func (r *Reader) Bool() bool {
	if !r.expect(boolean) {
		return false
	}
	value := r.data[r.pos] == 't'
	r.Skip()
	return value
}

// Text reads a text.
func (r *Reader) Text() string {
	if !r.expect(text) {
		return ""
	}
	return r.text()
}

// Given reads a text that is not empty.
func (r *Reader) Given() string {
	if !r.expect(text) {
		return ""
	}
	s := r.text()
	if s == "" && !r.broken {
		r.Fail("is empty")
	}
	return s
}

// Word reads a text, which is that of known if it is one of them. What else it may
// be is for the caller to judge.
func (r *Reader) Word(known []string) string {
	if !r.expect(text) {
		return ""
	}
	text := r.text()
	for _, k := range known {
		if text == k {
			return k
		}
	}
	return text
}

// Texts reads a list of texts, never nil.
func (r *Reader) Texts() []string {
	list := []string{}
	r.List(func(int) { list = append(list, r.Text()) })
	return list
}

// text reads the text that is next. What it returns is part of the document where
// the text has no escapes.
func (r *Reader) text() string {
	start := r.pos + 1
	for i := start; i < len(r.data); i++ {
		switch c := r.data[i]; {
		case c == '"':
			r.pos = i + 1
			return r.data[start:i]
		case c == '\\':
			return r.escaped(start, i)
		case c < ' ':
			r.syntax(i, "unexpected control character %q in a text", c)
			return ""
		}
	}
	r.syntax(len(r.data), "unexpected end of the document in a text")
	return ""
}

// escaped reads a text that begins at start and has its first escape at i.
func (r *Reader) escaped(start, i int) string {
	b := []byte(r.data[start:i])
	for i < len(r.data) {
		c := r.data[i]
		if c == '"' {
			r.pos = i + 1
			return string(b)
		}
		if c < ' ' {
			r.syntax(i, "unexpected control character %q in a text", c)
			return ""
		}
		if c != '\\' {
			b = append(b, c)
			i++
			continue
		}
		if i+1 == len(r.data) {
			break
		}
		i += 2
		switch c := r.data[i-1]; c {
		case '"', '\\', '/':
			b = append(b, c)
		case 'b':
			b = append(b, '\b')
		case 'f':
			b = append(b, '\f')
		case 'n':
			b = append(b, '\n')
		case 'r':
			b = append(b, '\r')
		case 't':
			b = append(b, '\t')
		case 'u':
			u, ok := hex4(r.data[i:])
			if !ok {
				r.syntax(i-2, `expected four hexadecimal digits after \u`)
				return ""
			}
			i += 4
			if utf16.IsSurrogate(u) { // half of a pair, or an error
				low := rune(-1)
				if i+6 <= len(r.data) && r.data[i] == '\\' && r.data[i+1] == 'u' {
					low, _ = hex4(r.data[i+2:])
				}
				if u = utf16.DecodeRune(u, low); u == utf8.RuneError {
					r.syntax(i-6, `half of a surrogate pair in a text`)
					return ""
				}
				i += 6
			}
			b = utf8.AppendRune(b, u)
		default:
			r.syntax(i-2, "unknown escape %q in a text", r.data[i-2:i])
			return ""
		}
	}
	r.syntax(len(r.data), "unexpected end of the document in a text")
	return ""
}

func hex4(b string) (rune, bool) {
	if len(b) < 4 {
		return 0, false
	}
	var u rune
	for _, c := range []byte(b[:4]) {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		u = u<<4 | rune(c)
	}
	return u, true
}

// number passes over the number that is next and returns it as written.
func (r *Reader) number() string {
	start, i := r.pos, r.pos
	digits := func() bool {
		from := i
		for i < len(r.data) && '0' <= r.data[i] && r.data[i] <= '9' {
			i++
		}
		return i > from
	}
	is := func(set string) bool {
		if i < len(r.data) && strings.IndexByte(set, r.data[i]) >= 0 {
			i++
			return true
		}
		return false
	}
	is("-")
	ok := is("0") || digits()
	if ok && is(".") {
		ok = digits()
	}
	if ok && is("eE") {
		is("+-")
		ok = digits()
	}
	if !ok {
		r.syntax(start, "malformed number")
		return ""
	}
	r.pos = i
	return r.data[start:i]
}

// maxExact is the largest integer that no other one becomes as a float64.
const maxExact = 1<<53 - 1

// Number reads a number.
func (r *Reader) Number() float64 {
	if !r.expect(number) {
		return 0
	}
	text := r.number()
	f, err := strconv.ParseFloat(text, 64)
	if err != nil && !r.broken {
		r.Fail("number %s is out of range", Quote(text))
		return 0
	}
	if math.Abs(f) > maxExact {
		r.Fail("number %s is beyond 2^53-1 and so not exact; write it as a text", Quote(text))
	}
	return f
}

// Int reads an integer.
func (r *Reader) Int() int {
	if !r.expect(number) {
		return 0
	}
	text := r.number()
	n, err := strconv.Atoi(text)
	if err != nil && !r.broken {
		r.Fail("must be an integer, got %s", Quote(text))
	}
	return n
}

// Any reads a value of any kind: a map[string]any, []any, string, bool or
// json.Number, or nil.
func (r *Reader) Any() any {
	switch r.kind() {
	case object:
		m := make(map[string]any)
		r.Map(func(key string) { m[key] = r.Any() })
		return m
	case list:
		l := []any{}
		r.List(func(int) { l = append(l, r.Any()) })
		return l
	case text:
		return r.Text()
	case number:
		return json.Number(r.number())
	case boolean:
		return r.Bool()
	}
	r.Skip()
	return nil
}

// Time reads an instant in RFC 3339, and returns it in UTC.
func (r *Reader) Time() time.Time {
	if !r.expect(text) {
		return time.Time{}
	}
	text := r.text()
	t, err := ParseTime(text)
	if err != nil && !r.broken {
		r.Fail("%w", err)
	}
	return t
}

// Duration reads a duration.
func (r *Reader) Duration() time.Duration {
	d, _ := r.duration()
	return d
}

// Positive reads a duration that is more than zero.
func (r *Reader) Positive() time.Duration {
	d, ok := r.duration()
	if ok && d <= 0 {
		r.Fail("must be more than 0s, got %v", d)
	}
	return d
}

func (r *Reader) duration() (d time.Duration, ok bool) {
	if !r.expect(text) {
		return 0, false
	}
	d, err := ParseDuration(r.text())
	if err != nil && !r.broken {
		r.Fail("%w", err)
	}
	return d, err == nil
}
