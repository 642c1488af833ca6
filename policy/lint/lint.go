package lint

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
)

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

// Check returns what is wrong, or likely so, with a configuration. If it is invalid, these
// are its problems alone, as [policy.Config.Validate] reports them. The findings are in the
// order in which the configuration is written as JSON, and have no lines.
func Check(cfg *policy.Config, options Options) []Finding {
	if _, err := cfg.Compile(businesshours.Options{Location: options.Location}); err != nil {
		return options.invalid(err, nil)
	}
	data, err := json.Marshal(cfg)
	if err != nil {
		return options.invalid(err, nil)
	}
	p := newPass(cfg, options, strict.Positions(data))
	return p.findings(false)
}

// CheckText reads a configuration from JSON and returns what is wrong, or likely so, with
// it. If it is invalid, these are its problems alone, as [policy.Parse] reports them. The
// findings are in the order of the text, and have lines.
func CheckText(data []byte, options Options) []Finding {
	cfg, err := parse(data, options)
	if err != nil {
		return options.invalid(err, data)
	}
	p := newPass(cfg, options, strict.Positions(data))
	return p.findings(true)
}

// parse reads a configuration with the zones of the options.
func parse(data []byte, options Options) (*policy.Config, error) {
	if options.Location == nil || len(data) > policy.MaxConfigSize {
		return policy.Parse(data)
	}
	cfg := new(policy.Config)
	if err := cfg.UnmarshalJSON(data); err != nil {
		return nil, err
	}
	_, err := cfg.Compile(businesshours.Options{Location: options.Location})
	return cfg, err
}

// invalid returns the problems of a configuration as findings. data is its text, if it was
// read from text.
func (o Options) invalid(err error, data []byte) []Finding {
	if slices.Contains(o.Disable, invalid.Name) {
		return nil
	}
	problems, more := strict.List(err)
	var found []Finding
	var at map[string]strict.Position
	for _, e := range problems {
		f := Finding{Rule: invalid.Name, Level: invalid.Level, Path: e.Path, Line: e.Line}
		if data != nil && f.Line == 0 && f.Path != "" { // from Compile
			if at == nil {
				at = strict.Positions(data)
			}
			f.Path = writtenPath(f.Path, at)
			f.Line = nearest(f.Path, at).Line
		}
		f.What, f.Mend = whatAndMend(e.Err.Error())
		found = append(found, f)
	}
	if more > 0 {
		found = append(found, Finding{Rule: invalid.Name, Level: invalid.Level, What: fmt.Sprintf("and %d more problems", more)})
	}
	return found
}

// writtenPath returns a path of a problem as a document has it, which may have a target in
// short form.
func writtenPath(path string, at map[string]strict.Position) string {
	const within = ".within"
	target, rest, ok := strings.Cut(path, within)
	if _, written := at[target+within]; !ok || written {
		return path
	}
	return target + rest
}

// whatAndMend splits the text of a problem, which often says after a semicolon what to do.
func whatAndMend(text string) (what, mend string) {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && strings.HasPrefix(text[i:], "; "):
			return text[:i], text[i+2:]
		}
	}
	return text, ""
}

var invalid = check{
	Rule: Rule{"invalid", Error, "Each problem that Validate reports, at its path. While there are any, no other rule looks at the configuration."},
	run:  func(*pass) {},
}
