package web

import "errors"

// Words for people.
var (
	errNames     = errors.New("a name is missing, or the short name is not like ann: a letter, then letters, digits, dots and dashes")
	errZone      = errors.New("the time zone has a name such as Europe/Berlin")
	errRole      = errors.New("the roles are agent, lead and administrator")
	errLast      = errors.New("somebody has to be the administrator")
	errScope     = errors.New("the scope of a token is read or write")
	errSelf      = errors.New("nobody changes their own role")
	errTokenName = errors.New("say what the token is for")
)
