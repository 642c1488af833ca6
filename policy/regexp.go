package policy

import (
	"fmt"
	"regexp/syntax"

	"github.com/punctualgo/punctual/internal/strict"
)

// regexp checks the expression of a Matches condition, once for each expression. The time
// of a match grows with the size of the compiled program, so that size is limited, for each
// expression and for all together.
func (v *validator) regexp(expression string) error {
	if err, ok := v.regexps[expression]; ok {
		return err
	}
	if v.regexpBytes > MaxAllRegexps || v.regexpSize > MaxAllPrograms {
		return nil // reported once
	}
	if v.regexps == nil {
		v.regexps = make(map[string]error)
	}
	size, err := checkRegexp(expression)
	v.regexps[expression] = err
	v.regexpBytes += len(expression)
	v.regexpSize += size
	return err
}

// checkRegexp checks an expression, and returns the size of its compiled program.
func checkRegexp(expression string) (size int, err error) {
	parsed, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		return 0, fmt.Errorf("%s is not a regular expression: %w", strict.Quote(expression), err)
	}
	if n := ranges(parsed); n > MaxRegexpRanges {
		return 0, fmt.Errorf("%s has %d ranges of characters, more than %d", strict.Quote(expression), n, MaxRegexpRanges)
	}
	size, err = strict.RegexpSize(parsed)
	if err != nil {
		return 0, fmt.Errorf("%s is not a regular expression: %w", strict.Quote(expression), err)
	}
	if size > MaxRegexpProgram {
		return 0, fmt.Errorf("%s compiles to %d instructions, more than %d", strict.Quote(expression), size, MaxRegexpProgram)
	}
	return size, nil
}

// ranges returns the number of ranges of characters in an expression.
func ranges(r *syntax.Regexp) int {
	n := 0
	if r.Op == syntax.OpCharClass {
		n = len(r.Rune) / 2
	}
	for _, part := range r.Sub {
		n += ranges(part)
	}
	return n
}
