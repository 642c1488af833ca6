package strict_test

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/internal/strict"
)

// read reads any document.
func read(text string) (any, error) {
	r := strict.NewReader([]byte(text))
	v := r.Any()
	return v, r.Close()
}

// Valid JSON is read as encoding/json reads it.
func TestReaderAccepts(t *testing.T) {
	for _, text := range []string{
		`{}`, `[]`, `""`, `0`, `-0`, `true`, `false`, `null`, " \t\r\n[ 1 , 2 ] \n",
		`-12.50e+3`, `1E9`, `0.5`, `1e-2`, `123456789012345678901234567890`,
		`{"a": {"b": [1, "x", null, true, {"c": []}]}, "": 0}`,
		`"\" \\ \/ \b \f \n \r \t \u0041 \u00e9 \u20AC \ud83d\ude00 \uD83D\uDE00 \u0000"`,
		`"é€😀 ` + "\u2028\ufffd\x7f" + `"`,
		`{"\u0061": 1, "b\n": 2}`,
	} {
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		var want any
		if err := d.Decode(&want); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		got, err := read(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s mismatch (-want +got):\n%s", text, diff)
		}
	}
}

func TestReaderRefuses(t *testing.T) {
	tests := []struct{ text, want string }{
		{``, `line 1: unexpected end of the document, which is empty`},
		{"\n\n ", `line 3: unexpected end of the document, which is empty`},
		{`{`, `line 1: expected a field name in quotes`},
		{`[`, `line 1: [0]: unexpected end of the document`},
		{`[1`, `line 1: [0]: expected a comma or ']'`},
		{`[1,]`, `line 1: [0]: unexpected comma before ']'`},
		{`[1 2]`, `line 1: [0]: expected a comma or ']'`},
		{`[,]`, `line 1: [0]: unexpected ','`},
		{`[1}`, `line 1: [0]: expected a comma or ']'`},
		{`{"a"}`, `line 1: expected a colon after the field name "a"`},
		{`{"a": 1,}`, `line 1: unexpected comma before '}'`},
		{`{a: 1}`, `line 1: expected a field name in quotes`},
		{`{"a": }`, `line 1: a: unexpected '}'`},
		{`'a'`, `line 1: unexpected '\''`},
		{`é`, `line 1: unexpected '\u00e9'`},
		{"\ufeff{}", `line 1: unexpected '\ufeff'; save the document without its byte order mark`},
		{"# desk\n{}", `line 1: unexpected '#'; JSON has no comments`},
		{"{ // desk\n}", `line 1: expected a field name in quotes; JSON has no comments`},
		{"[1 /* one */]", `line 1: [0]: expected a comma or ']'; JSON has no comments`},
		{"schedules:\n  - name: desk", `line 1: unexpected 's'; this is not JSON: convert YAML and other formats to JSON first`},
		{"\n---\nmatch: first", `line 2: malformed number; this is not JSON: convert YAML and other formats to JSON first`},
		{"name = 1", `line 1: unexpected "name"; this is not JSON: convert YAML and other formats to JSON first`},
		{"<config/>", `line 1: unexpected '<'; this is not JSON: convert YAML and other formats to JSON first`},
		{`nul`, `line 1: unexpected "nul"`},
		{`True`, `line 1: unexpected 'T'`},
		{`trve`, `line 1: unexpected "trve"`},
		{`faIse`, `line 1: unexpected "faIse"`},
		{`NaN`, `line 1: unexpected 'N'`},
		{`+1`, `line 1: unexpected '+'`},
		{`.5`, `line 1: unexpected '.'`},
		{`5.`, `line 1: malformed number`},
		{`-`, `line 1: malformed number`},
		{`1e`, `line 1: malformed number`},
		{`1e+`, `line 1: malformed number`},
		{`01`, `line 1: unexpected text after the document`},
		{`0x1`, `line 1: unexpected text after the document`},
		{`nullx`, `line 1: unexpected text after the document`},
		{"{}\n{}", `line 2: unexpected text after the document`},
		{`"a`, `line 1: unexpected end of the document in a text`},
		{`"\`, `line 1: unexpected end of the document in a text`},
		{`"\n`, `line 1: unexpected end of the document in a text`},
		{`"\x41"`, `line 1: unknown escape "\\x" in a text`},
		{`"\u12g4"`, `line 1: expected four hexadecimal digits after \u`},
		{`"\u12`, `line 1: expected four hexadecimal digits after \u`},
		{`"\ud83d"`, `line 1: half of a surrogate pair in a text`},
		{`"\ud83dx"`, `line 1: half of a surrogate pair in a text`},
		{`"\ud83d\u0041"`, `line 1: half of a surrogate pair in a text`},
		{`"\ude00\ud83d"`, `line 1: half of a surrogate pair in a text`},
		{`"\ud83d\ud`, `line 1: half of a surrogate pair in a text`},
		{"\"a\nb\"", `line 1: unexpected control character '\n' in a text`},
		{"\"\\n\x00\"", `line 1: unexpected control character '\x00' in a text`},
		{"[\"a\",\n\"\xff\"]", `line 2: invalid UTF-8`},
		{"\"\xed\xa0\x80\"", `line 1: invalid UTF-8`},
		{`{"a": 1, "a": 2}`, `line 1: a: duplicate field`},
		{`{"a": {"b": 1,` + "\n" + `"\u0062": 2}}`, `line 2: a.b: duplicate field`},
		{`{"a b": [{"": 1, "": 2}]}`, `line 1: ["a b"][0][""]: duplicate field`},
	}
	for _, test := range tests {
		if v, err := read(test.text); err == nil || err.Error() != test.want {
			t.Errorf("%q is read as %v, %v\nwant %s", test.text, v, err, test.want)
		}
	}
}

// A duplicate is found among many fields, and equal names in different objects are not
// duplicates.
func TestReaderDuplicates(t *testing.T) {
	for _, n := range []int{1, 15, 16, 17, 100} {
		var fields []string
		for i := range n {
			fields = append(fields, fmt.Sprintf(`"f%d": {"x": 0}`, i))
		}
		if _, err := read("{" + strings.Join(fields, ",") + "}"); err != nil {
			t.Errorf("%d fields: %v", n, err)
		}
		for _, again := range []int{0, n - 1} {
			text := "{" + strings.Join(fields, ",") + "," + fields[again] + "}"
			if _, err := read(text); err == nil || err.Error() != fmt.Sprintf("line 1: f%d: duplicate field", again) {
				t.Errorf("%d fields and f%d again: %v", n, again, err)
			}
		}
	}
}

func TestReaderDepth(t *testing.T) {
	for _, brackets := range []string{"[]", "{}"} {
		nest := func(n int) string {
			open := brackets[:1]
			if open == "{" {
				open += `"a":`
			}
			return strings.Repeat(open, n-1) + brackets + strings.Repeat(brackets[1:], n-1)
		}
		if _, err := read(nest(strict.MaxDepth)); err != nil {
			t.Errorf("%d deep: %v", strict.MaxDepth, err)
		}
		if _, err := read(nest(strict.MaxDepth + 1)); err == nil || !strings.HasSuffix(err.Error(), "nested more than 32 deep") {
			t.Errorf("%d deep: %v", strict.MaxDepth+1, err)
		}
	}
	// Only the depth at a place counts, not what came before it.
	if _, err := read("[" + strings.Repeat("[[]],", 100) + "[]]"); err != nil {
		t.Errorf("many lists side by side: %v", err)
	}
	if _, err := read(strings.Repeat("[", 1_000_000)); err == nil {
		t.Error("a million brackets are a document")
	}
}

// Each method reads its kind of value, and reports and skips any other. Reading continues
// after it.
func TestReaderKinds(t *testing.T) {
	values := map[string]string{
		"an object": `{"k": [1]}`, "a list": `[{"k": 1}]`, "a text": `"1h"`, "a number": `7`, "a boolean": `true`, "null": `null`,
	}
	instant := time.Date(2026, 3, 6, 21, 30, 0, 500, time.UTC)
	reads := []struct {
		kind string
		read func(r *strict.Reader) any
		of   string // the value to read, if not one of values
		want any
	}{
		{"an object", func(r *strict.Reader) (n any) { r.Map(func(k string) { n = k; r.Skip() }); return n }, "", "k"},
		{"an object", func(r *strict.Reader) (n any) {
			r.Object([]string{"k"}, func(k string) { n = k; r.Skip() })
			return n
		}, "", "k"},
		{"a list", func(r *strict.Reader) any { n := 0; r.List(func(int) { n++; r.Skip() }); return n }, "", 1},
		{"a list", func(r *strict.Reader) any { return r.Texts() }, `["a", "b"]`, []string{"a", "b"}},
		{"a list", func(r *strict.Reader) any { return r.Texts() }, `[]`, []string{}},
		{"a text", func(r *strict.Reader) any { return r.Text() }, "", "1h"},
		{"a text", func(r *strict.Reader) any { return r.Word([]string{"x", "1h"}) }, "", "1h"},
		{"a text", func(r *strict.Reader) any { return r.Word([]string{"x"}) }, "", "1h"},
		{"a text", func(r *strict.Reader) any { return r.Duration() }, "", time.Hour},
		{"a text", func(r *strict.Reader) any { return r.Time() }, `"2026-03-06T22:30:00.0000005+01:00"`, instant},
		{"a number", func(r *strict.Reader) any { return r.Number() }, "", 7.0},
		{"a number", func(r *strict.Reader) any { return r.Int() }, `-7`, -7},
		{"a boolean", func(r *strict.Reader) any { return r.Bool() }, "", true},
		{"a boolean", func(r *strict.Reader) any { return r.Bool() }, `false`, false},
	}
	for _, test := range reads {
		of := test.of
		if of == "" {
			of = values[test.kind]
		}
		r := strict.NewReader([]byte(of))
		got := test.read(r)
		if err := r.Close(); err != nil {
			t.Errorf("%s: %v", of, err)
		}
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s is read as %v, want %v", of, got, test.want)
		}
		for kind, value := range values {
			if kind == test.kind {
				continue
			}
			r := strict.NewReader([]byte(`[` + value + `, "next"]`))
			next := ""
			r.List(func(i int) {
				if i == 0 {
					test.read(r)
				} else {
					next = r.Text()
				}
			})
			want := fmt.Sprintf("line 1: [0]: must be %s, got %s", test.kind, kind)
			if err := r.Close(); err == nil || err.Error() != want || next != "next" {
				t.Errorf("%s: %v, then %q; want %s", value, err, next, want)
			}
		}
	}
}

func TestReaderNumbers(t *testing.T) {
	number := func(text string) (float64, error) {
		r := strict.NewReader([]byte(text))
		return r.Number(), r.Close()
	}
	for text, want := range map[string]float64{"0": 0, "-1.5": -1.5, "1e3": 1000, "9007199254740991": 1<<53 - 1, "-9007199254740991": 1 - 1<<53, "5e-324": 5e-324} {
		if got, err := number(text); err != nil || got != want {
			t.Errorf("Number of %s = %v, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{"9007199254740992": "not exact", "-1e16": "not exact", "1e999": "out of range"} {
		if got, err := number(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Number of %s = %v, %v, want … %s …", text, got, err, want)
		}
	}
	integer := func(text string) (int, error) {
		r := strict.NewReader([]byte(text))
		return r.Int(), r.Close()
	}
	if got, err := integer(strconv.Itoa(math.MaxInt)); err != nil || got != math.MaxInt {
		t.Errorf("Int of the largest = %v, %v", got, err)
	}
	for _, text := range []string{"1.0", "1e3", "9223372036854775808"} {
		if got, err := integer(text); err == nil || !strings.Contains(err.Error(), "must be an integer") {
			t.Errorf("Int of %s = %v, %v", text, got, err)
		}
	}
}

func TestReaderCounts(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "4294967296": 1 << 32, "9007199254740992": 1 << 53} {
		r := strict.NewReader([]byte(text))
		if got, err := r.Count(), r.Close(); err != nil || got != want {
			t.Errorf("Count of %s = %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"-1", "1.0", "1e3", "9007199254740993", "9223372036854775808"} {
		r := strict.NewReader([]byte(text))
		if got, err := r.Count(), r.Close(); err == nil || got != 0 || !strings.Contains(err.Error(), "is not a count") {
			t.Errorf("Count of %s = %v, %v", text, got, err)
		}
	}
}

func TestReaderTimes(t *testing.T) {
	for _, text := range []string{"", "2026-03-06", "2026-03-06T21:30:00", "2026-03-06 21:30:00Z", "2026-02-29T00:00:00Z", "2026-03-06T24:00:00Z", "2026-03-06T21:30Z", "2026-03-06T21:30:00,5Z", "2026-03-06T1:30:00Z", "2026-03-06T21:30:00+24:00", "2026-03-06T21:30:00-23:60"} {
		if got, err := strict.ParseTime(text); err == nil {
			t.Errorf("ParseTime(%q) = %v", text, got)
		}
	}
	got, err := strict.ParseTime("2026-03-06T23:30:00+02:00")
	if err != nil || got != time.Date(2026, 3, 6, 21, 30, 0, 0, time.UTC) {
		t.Errorf("ParseTime = %v, %v", got, err)
	}
}

// Unknown names are reported with a suggestion, and skipped with their values.
func TestReaderUnknownFields(t *testing.T) {
	r := strict.NewReader([]byte("{\"Name\": {\"x\": [1]},\n\"nam\": 1, \"colour\": 2, \"name\": \"n\"}"))
	name := ""
	r.Object([]string{"name", "id"}, func(string) { name = r.Text() })
	err := r.Close()
	const want = `line 1: Name: unknown field; did you mean "name"?
line 2: nam: unknown field; did you mean "name"?
line 2: colour: unknown field`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	if name != "n" {
		t.Errorf("name is %q", name)
	}
}

func TestReaderRaw(t *testing.T) {
	text := "{\"a\":\n  {\"b\": [1, 2]} , \"c\": 0}"
	r := strict.NewReader([]byte(text))
	r.Map(func(key string) {
		raw, start := r.Raw()
		if key != "a" {
			return
		}
		if raw != `{"b": [1, 2]}` || text[start:start+len(raw)] != raw {
			t.Errorf("Raw = %q at %d", raw, start)
		}
		inner := strict.Problems{}
		inner.Add("b[1]", "is two")
		r.FailError(start, inner.Err())
	})
	if err := r.Close(); err == nil || err.Error() != "line 2: a.b[1]: is two" {
		t.Errorf("Close = %v", err)
	}
}

// The reader accepts no document that encoding/json refuses, and reads the same values.
func FuzzReader(f *testing.F) {
	for _, text := range []string{`{"a": [1, -2.5e3, "\ud83d\ude00", null, true]}`, `[[[]]]`, `"\`, `{"a":1,"a":2}`, "\xff", `1e999`, `[1,]`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := read(text)
		if err != nil {
			list, _ := strict.List(err)
			for _, e := range list {
				if len(e.Error()) > 1024 {
					t.Errorf("%q: an error of %d bytes", text, len(e.Error()))
				}
			}
			return
		}
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		var want any
		if err := d.Decode(&want); err != nil {
			t.Fatalf("%q is read as %v, but encoding/json: %v", text, got, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q mismatch (-want +got):\n%s", text, diff)
		}
	})
}
