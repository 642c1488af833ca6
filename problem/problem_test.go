package problem_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/punctualgo/punctual/problem"
)

func TestErrorText(t *testing.T) {
	why := errors.New("is wrong")
	for want, e := range map[string]*problem.Error{
		"is wrong":                {Err: why},
		"a.b[1]: is wrong":        {Path: "a.b[1]", Err: why},
		"line 3: is wrong":        {Line: 3, Err: why},
		"line 3: a.b: is wrong":   {Line: 3, Path: "a.b", Err: why},
		"line 3: [0]: is wrong":   {Line: 3, Path: "[0]", Err: why},
		`a["b c"].d: is wrong`:    {Path: `a["b c"].d`, Err: why},
		`["\u00e9"][2]: is wrong`: {Path: `["\u00e9"][2]`, Err: why},
	} {
		if e.Error() != want || !errors.Is(e, why) {
			t.Errorf("Error = %q, want %q", e.Error(), want)
		}
	}
}

// However long the path and the reason are, the text has at most 1 KiB, and is UTF-8.
func TestErrorTextIsBounded(t *testing.T) {
	for _, s := range []string{"a", "é", "😀"} {
		for shift := range 4 {
			long := strings.Repeat("x", shift) + strings.Repeat(s, 5000)
			e := &problem.Error{Line: math.MaxInt, Path: long, Err: errors.New(long)}
			if text := e.Error(); len(text) > 1024 || !utf8.ValidString(text) || !strings.HasSuffix(text, "…") {
				t.Errorf("of %q: %d bytes, valid %v", s, len(text), utf8.ValidString(text))
			}
		}
	}
}
