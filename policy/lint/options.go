package lint

import "time"

// Options say what to look for. The zero value looks for everything that does not depend
// on the present.
type Options struct {
	// AsOf is the present. If zero, the rules that depend on it find nothing, and no policy
	// counts as expired.
	AsOf time.Time

	// Disable names the rules whose findings are left out. Unknown names have no effect. If
	// it includes "invalid", nothing is found in an invalid configuration.
	Disable []string

	// Location returns the time zone with an IANA name. If nil, it is [time.LoadLocation].
	// If it is given, CheckText reports what is wrong with the form of a document, or else
	// what is wrong with its meaning, instead of both at once.
	Location func(name string) (*time.Location, error)
}
