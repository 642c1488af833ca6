package policy

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/punctualgo/punctual/internal/strict"
)

// A Template is a ready configuration for a way of working that many teams have: a place
// to start from. [Templates] lists them.
//
// A template has parameters, such as the time zone. [Template.Document] writes the
// configuration for their values as a document to edit and keep. It does not refer to the
// template: a later version of the library may have another template of that name without
// any effect on it.
type Template struct {
	// Name identifies the template, such as "priority".
	Name string

	// Title and Description say what the template is for.
	Title       string
	Description string

	// Parameters are in the order in which a form would ask for them.
	Parameters []Parameter

	document  []byte // with ${NAME} for the values of parameters, always inside a JSON string
	scenarios []byte
}

// A Parameter is a value that a [Template] takes.
type Parameter struct {
	Name        string
	Description string
	Default     string
}

// Config returns the configuration that t makes of values, which are by the name of the
// parameter. Those that are missing have their default.
//
// It reports every problem of the values. Each is an [*Error] whose path is the name of the
// parameter.
func (t *Template) Config(values map[string]string) (*Config, error) {
	c, _, err := t.fill(values)
	return c, err
}

// Document returns the configuration that t makes of values as JSON, formatted for people
// to edit. It reports the same problems as [Template.Config].
func (t *Template) Document(values map[string]string) ([]byte, error) {
	_, text, err := t.fill(values)
	return text, err
}

// Scenarios returns a scenario file for the configuration that t makes without values. The
// file names no configuration. Package sla/scenario runs it. With other values other
// instants are due; what package scenario writes in an update is then to be read and kept.
func (t *Template) Scenarios() []byte { return bytes.Clone(t.scenarios) }

// fill returns the configuration for values, and its text.
func (t *Template) fill(values map[string]string) (*Config, []byte, error) {
	if t.document == nil {
		return nil, nil, &Error{Err: fmt.Errorf("template %s is not one of Templates", strict.Quote(t.Name))}
	}
	var problems strict.Problems
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if err := t.check(name, values[name]); err != nil {
			problems.AddError("", err)
		}
	}
	if err := problems.Err(); err != nil {
		return nil, nil, err
	}
	text := t.text(values)
	c, err := Parse(text)
	if err != nil { // the values do not go together
		return nil, nil, err
	}
	return c, text, nil
}

// check reports what is wrong with the value of a parameter. It asks for the configuration
// in which all others have their default, so that each problem is one of this value.
func (t *Template) check(name, value string) error {
	i := slices.IndexFunc(t.Parameters, func(p Parameter) bool { return p.Name == name })
	path := strict.Key("", name)
	switch {
	case i < 0:
		names := make([]string, len(t.Parameters))
		for i, p := range t.Parameters {
			names[i] = p.Name
		}
		near := strict.DidYouMean(name, names)
		if near == "" {
			near = "; it has " + strings.Join(names, ", ")
		}
		return &Error{Path: path, Err: fmt.Errorf("is not a parameter of template %q%s", t.Name, near)}
	case strings.TrimSpace(value) == "":
		return &Error{Path: path, Err: fmt.Errorf("is empty; give a value such as %q", t.Parameters[i].Default)}
	case !utf8.ValidString(value):
		return &Error{Path: path, Err: errors.New("is not UTF-8")}
	case strings.HasPrefix(t.Parameters[i].Default, "#"):
		if err := checkChannel(value); err != nil {
			return &Error{Path: path, Err: err}
		}
	}
	_, err := Parse(t.text(map[string]string{name: value}))
	if list, _ := strict.List(err); len(list) > 0 { // the same problem in each place of the value
		return &Error{Path: path, Err: list[0].Err}
	}
	return nil
}

// channelID is the form of the ID of a channel in Slack.
var channelID = regexp.MustCompile(`^[CG][A-Z0-9]{8,20}$`)

// checkChannel reports what is wrong with the name or ID of a channel in Slack.
func checkChannel(s string) error {
	near := nearestChannel(s)
	if s == near || channelID.MatchString(s) {
		return nil
	}
	return fmt.Errorf("%s is not a channel: write its name, such as %s, without spaces and capital letters", strict.Quote(s), strict.Quote(near))
}

// nearestChannel returns the name of a channel that is nearest to s.
func nearestChannel(s string) string {
	name := strings.ToLower(strings.Join(strings.Fields(strings.TrimPrefix(s, "#")), "-"))
	return "#" + cmp.Or(name, "support")
}

// placeholder is what stands for the value of a parameter.
var placeholder = regexp.MustCompile(`\$\{[a-z_]+\}`)

// text returns the document with values in place of the placeholders.
func (t *Template) text(values map[string]string) []byte {
	return placeholder.ReplaceAllFunc(t.document, func(p []byte) []byte {
		name := string(bytes.Trim(p, "${}"))
		value, ok := values[name]
		if !ok {
			i := slices.IndexFunc(t.Parameters, func(p Parameter) bool { return p.Name == name })
			if i < 0 {
				return p // the caller has changed the parameters
			}
			value = t.Parameters[i].Default
		}
		quoted := strict.AppendText(nil, value)
		return quoted[1 : len(quoted)-1]
	})
}
