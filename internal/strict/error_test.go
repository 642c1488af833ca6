package strict_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
)

// At most 100 problems are listed; the last one counts the rest.
func TestProblemsAreBounded(t *testing.T) {
	for _, n := range []int{0, 1, 99, 100, 101, 5000} {
		var p strict.Problems
		for i := range n {
			p.Add(strict.Index("a", i), "is %d", i)
		}
		err := p.Err()
		if (err != nil) != (n > 0) {
			t.Fatalf("Err of %d problems = %v", n, err)
		}
		list, more := strict.List(err)
		if len(list)+more != n || n <= 100 && more != 0 || n > 100 && len(list) != 99 {
			t.Errorf("of %d problems %d are listed, and %d more", n, len(list), more)
		}
		for i, e := range list {
			if e.Path != strict.Index("a", i) {
				t.Errorf("problem %d is %v", i, e)
			}
		}
		if n > 100 && !strings.HasSuffix(err.Error(), fmt.Sprintf("a[98]: is 98\nand %d more problems", n-99)) {
			t.Errorf("of %d problems the text ends with %q", n, err.Error()[len(err.Error())-60:])
		}
		// Nothing is lost when they are added to the problems of a larger document.
		var outer strict.Problems
		outer.AddError("b", err)
		if list, more := strict.List(outer.Err()); len(list)+more != n || n > 0 && list[0].Path != "b.a[0]" {
			t.Errorf("of %d problems within another document %d are listed, and %d more", n, len(list), more)
		}
	}
}

// The paths of a joined error are relative to the path at which it is added.
func TestProblemsAddError(t *testing.T) {
	var inner, outer strict.Problems
	inner.Add("b", "one")
	inner.Add("[2]", "two")
	inner.Add("", "three")
	outer.AddError("a[0]", inner.Err())
	outer.AddError("c", errors.New("four"))
	const want = "a[0].b: one\na[0][2]: two\na[0]: three\nc: four"
	if err := outer.Err(); err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestQuote(t *testing.T) {
	for text, want := range map[string]string{
		"":                       `""`,
		"plain":                  `"plain"`,
		"a\"b\\\n\x00":           `"a\"b\\\n\x00"`,
		"é😀\xff":                 `"\u00e9\U0001f600\xff"`,
		strings.Repeat("é", 64):  `"` + strings.Repeat(`\u00e9`, 64) + `"`,
		strings.Repeat("a", 65):  `"` + strings.Repeat("a", 64) + `"…`,
		strings.Repeat("é", 900): `"` + strings.Repeat(`\u00e9`, 64) + `"…`,
	} {
		if got := strict.Quote(text); got != want {
			t.Errorf("Quote(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestDidYouMean(t *testing.T) {
	known := []string{"resolution", "first_response", "us", "de-BY", "assignment"}
	for name, want := range map[string]string{
		"resolutoin":             "resolution",
		"resolution":             "resolution",
		"Resolution":             "resolution",
		"first response":         "first_response",
		"firstresponse":          "first_response",
		"US":                     "us",
		"de-by":                  "de-BY",
		"assign":                 "",
		"something_else":         "",
		"":                       "",
		strings.Repeat("us", 40): "",
	} {
		if want != "" {
			want = `; did you mean "` + want + `"?`
		}
		if got := strict.DidYouMean(name, known); got != want {
			t.Errorf("DidYouMean(%q) = %q, want %q", name, got, want)
		}
	}
	forms := []string{"all", "any", "not", "field", "op", "value"}
	for name, want := range map[string]string{"and": "all", "AND": "all", "or": "any", "any": "any", "fields": "field"} {
		if got := strict.DidYouMean(name, forms); got != `; did you mean "`+want+`"?` {
			t.Errorf("DidYouMean(%q) = %q, want %q", name, got, want)
		}
	}
	if got := strict.DidYouMean("x", nil); got != "" {
		t.Errorf("DidYouMean with nothing known = %q", got)
	}
}

func TestCheckName(t *testing.T) {
	for _, name := range []string{"a", "us-east", "Ünïcode with spaces", strings.Repeat("a", value.MaxText)} {
		if err := strict.CheckName(name); err != nil {
			t.Errorf("CheckName(%q) = %v", name, err)
		}
	}
	for _, name := range []string{"", " ", " a", "a ", "a\u00a0", "a\nb", "a\x7fb", "a\u0085b", "a\xffb", strings.Repeat("a", value.MaxText+1)} {
		if strict.CheckName(name) == nil {
			t.Errorf("%q is a name", name)
		}
	}
	for text, ok := range map[string]bool{"": true, " \n": true, "\xff": false, strings.Repeat("é", 512): true, strings.Repeat("é", 512) + "a": false} {
		if err := strict.CheckText(text); (err == nil) != ok {
			t.Errorf("CheckText(%q) = %v", text, err)
		}
	}
}

// Lines finds the line of each path in the document.
func TestLines(t *testing.T) {
	const doc = `{
  "schedules": [
    {"name": "a"},
    {
      "name": "b",
      "weekly": {
        "mon-fri": ["09:00-17:00",
          "x"]
      },
      "odd key": {"é": 1}
    }
  ]
}`
	tests := []struct {
		path string
		want int
	}{
		{"", 1},
		{"schedules", 2},
		{"schedules[0].name", 3},
		{"schedules[1]", 4},
		{"schedules[1].name", 5},
		{"schedules[1].weekly.mon-fri[0]", 7},
		{"schedules[1].weekly.mon-fri[1]", 8},
		{"schedules[1].weekly.sat[0]", 0},
		{"schedules[1].time_zone", 0},
		{`schedules[1]["odd key"]["\u00e9"]`, 10},
		{"schedules[2].name", 0},
		{"policies[0]", 0},
	}
	var paths []string
	for _, test := range tests {
		paths = append(paths, test.path)
	}
	lines := strict.Lines([]byte(doc), paths)
	for _, test := range tests {
		if got := lines[test.path]; got != test.want {
			t.Errorf("%s is on line %d, want %d", test.path, got, test.want)
		}
	}
	for _, broken := range []string{"", "{", "[1,", "\xff", `{"schedules": [`} {
		if got := strict.Lines([]byte(broken), paths); got[""] != 1 || got["schedules[0].name"] != 0 {
			t.Errorf("Lines in %q = %v", broken, got)
		}
	}
}

// Parent is the inverse of Key and Index.
func TestParent(t *testing.T) {
	for _, whole := range []string{"", "a", "a[0]", "[7]", "a.b[1].c"} {
		for _, name := range []string{"x", "mon-fri", "", "a.b", "[", "]", `"`, `\`, `\"[`, `a]"`, "é\n"} {
			if got := strict.Parent(strict.Key(whole, name)); got != whole {
				t.Errorf("Parent(%q) = %q, want %q", strict.Key(whole, name), got, whole)
			}
		}
		if got := strict.Parent(strict.Index(whole, 12)); got != whole {
			t.Errorf("Parent(%q) = %q, want %q", strict.Index(whole, 12), got, whole)
		}
	}
}

func TestUnder(t *testing.T) {
	tests := []struct {
		path, whole string
		want        bool
	}{
		{"a.b", "a", true}, {"a[0]", "a", true}, {"a", "a", false}, {"ab", "a", false}, {"b.a", "a", false},
	}
	for _, test := range tests {
		if got := strict.Under(test.path, test.whole); got != test.want {
			t.Errorf("Under(%q, %q) = %v", test.path, test.whole, got)
		}
	}
}
