package strict

import (
	"encoding/json"
	"math"
	"math/bits"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/punctualgo/punctual/internal/value"
)

// Skip skips the next value.
func (r *Reader) Skip() {
	switch r.kind() {
	case object:
		for f := r.Entries(); f.Next(); {
			r.Skip()
		}
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
		if r.broken {
			return
		}
		switch {
		case strings.TrimSpace(r.data) == "":
			r.syntax(r.pos, "unexpected end of the document, which is empty")
		case r.pos == len(r.data):
			r.syntax(r.pos, "unexpected end of the document")
		default:
			c, _ := utf8.DecodeRuneInString(r.data[r.pos:])
			r.syntax(r.pos, "unexpected %s", strconv.QuoteRuneToASCII(c))
		}
	}
}

// Raw skips the next value and returns its text and the byte at which it starts.
func (r *Reader) Raw() (raw string, start int) {
	r.space()
	start = r.pos
	problems := r.problems
	r.Skip()
	if !r.broken {
		r.problems = problems // the caller parses raw and finds them again
	}
	return r.data[start:r.pos], start
}

func (r *Reader) literal(word string) {
	if !strings.HasPrefix(r.data[r.pos:], word) {
		r.syntax(r.pos, "unexpected %s", Quote(r.word()))
		return
	}
	r.pos += len(word)
}

// word returns the letters that come next.
func (r *Reader) word() string {
	rest := r.data[r.pos:]
	end := strings.IndexFunc(rest, func(c rune) bool { return !unicode.IsLetter(c) })
	if end < 0 {
		end = len(rest)
	}
	return rest[:end]
}

// isLiteral reports whether the next value is true, false or null.
func (r *Reader) isLiteral() bool {
	switch r.word() {
	case "true", "false", "null":
		return true
	}
	return false
}

// Null reads a null.
func (r *Reader) Null() { r.literal("null") }

// Refuse reports that the next value must be of the wanted kind, and skips it.
func (r *Reader) Refuse(want string) {
	if got := r.kind(); got != noValue && (got != boolean && got != null || r.isLiteral()) {
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

// Given reads a text that must not be empty.
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

// Word reads a text. If it is one of the known words, Word returns that string instead of
// a new one. It does not check that the text is known.
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

// Texts reads a list of texts. The result is never nil.
func (r *Reader) Texts() []string {
	list := []string{}
	r.List(func(int) { list = append(list, r.Text()) })
	return list
}

// text reads the next text. Without escapes, the result shares the document's memory.
func (r *Reader) text() string {
	data, start := r.data, r.pos+1
	i := start + plainLen(data[start:])
	switch {
	case i == len(data):
		r.syntax(i, "unexpected end of the document in a text")
		return ""
	case data[i] == '"':
		r.pos = i + 1
		return data[start:i]
	case data[i] == '\\':
		return r.escaped(start, i)
	}
	r.syntax(i, "unexpected control character %q in a text", data[i])
	return ""
}

// plainLen returns how many bytes at the start of s need no escape in a text. It looks at eight
// bytes at a time: see BenchmarkText.
func plainLen(s string) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(s); i += 8 {
		b := s[i : i+8]
		x := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
			uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		quote, backslash := x^('"'*ones), x^('\\'*ones)
		// The lowest high bit of each of these is that of the first byte that is below a space,
		// a quote, or a backslash: only such a byte borrows from those after it.
		special := (x-' '*ones)&^x | (quote-ones)&^quote | (backslash-ones)&^backslash
		if special &= highs; special != 0 {
			return i + bits.TrailingZeros64(special)/8
		}
	}
	for i < len(s) && s[i] >= ' ' && s[i] != '"' && s[i] != '\\' {
		i++
	}
	return i
}

// escaped reads a text that starts at start and has its first escape at i.
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

// number skips the next number and returns it as written.
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

// Number reads a number.
func (r *Reader) Number() float64 {
	if !r.expect(number) {
		return 0
	}
	text := r.number()
	if n, ok := smallInteger(text); ok {
		return n
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil && !r.broken {
		r.Fail("number %s is out of range", Quote(text))
		return 0
	}
	if math.Abs(f) > value.MaxExact {
		r.Fail("number %s is beyond 2^53-1 and so not exact; write it as a text", Quote(text))
	}
	return f
}

// smallInteger parses up to 15 decimal digits.
func smallInteger(text string) (float64, bool) {
	n := int64(0)
	for i := range len(text) {
		if text[i] < '0' || '9' < text[i] || i == 15 {
			return 0, false
		}
		n = 10*n + int64(text[i]-'0')
	}
	return float64(n), text != ""
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

// maxCount bounds counts, so that those that are merged do not overflow.
const maxCount = 1 << 53

// Count reads a number of things, from 0 to 2^53.
func (r *Reader) Count() int64 {
	if !r.expect(number) {
		return 0
	}
	text := r.number()
	n, err := strconv.ParseInt(text, 10, 64)
	if (err != nil || n < 0 || n > maxCount) && !r.broken {
		r.Fail("%s is not a count", Quote(text))
		return 0
	}
	return n
}

// Any reads a value of any kind. The result is a map[string]any, an []any, a string, a
// bool, a json.Number or nil.
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

// Time reads an RFC 3339 instant and returns it in UTC.
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

// Bound reads a bound of a period, of which the zero time means that there is none. The first
// instant of year 1, which is that time, is read as the one after it: nothing lies between.
func (r *Reader) Bound() time.Time {
	t := r.Time()
	if t.IsZero() {
		t = t.Add(1)
	}
	return t
}

// Duration reads a duration.
func (r *Reader) Duration() time.Duration {
	d, _ := r.duration()
	return d
}

// Positive reads a duration that must be more than zero.
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
