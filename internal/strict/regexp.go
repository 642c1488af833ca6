package strict

import "regexp/syntax"

// RegexpSize returns the number of instructions in the compiled form of a regular
// expression. Matching a text takes at most that many steps per byte.
func RegexpSize(expression *syntax.Regexp) (instructions int, err error) {
	program, err := syntax.Compile(expression.Simplify())
	if err != nil {
		return 0, err
	}
	return len(program.Inst), nil
}
