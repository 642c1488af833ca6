package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
)

var invalid = check{
	Rule: Rule{"invalid", Error, "Each problem that Validate reports, at its path. While there are any, no other rule looks at the configuration."},
	run:  func(*pass) {},
}

// invalidFindings returns the problems of a configuration as findings. data is its text, if
// it was read from text.
func invalidFindings(options Options, err error, data []byte) []Finding {
	if slices.Contains(options.Disable, invalid.Name) {
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
