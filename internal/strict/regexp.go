package strict

import "regexp/syntax"

// RegexpSize returns how many instructions the program of a regular expression has: to
// match a text takes at most as many steps as that times its bytes.
func RegexpSize(expression *syntax.Regexp) (instructions int, err error) {
	program, err := syntax.Compile(expression.Simplify())
	if err != nil {
		return 0, err
	}
	return len(program.Inst), nil
}
