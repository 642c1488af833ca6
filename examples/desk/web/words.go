package web

import "errors"

// Words for people.
var (
	errNames     = errors.New("a name is missing, or the short name is not like ann: a letter, then letters, digits, dots and dashes")
	errScope     = errors.New("the scope of a token is read or write")
	errTokenName = errors.New("say what the token is for")
)
