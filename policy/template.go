package policy

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
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
}

// A Parameter is a value that a [Template] takes.
type Parameter struct {
	Name        string
	Description string
	Default     string
}

// templateFiles has two files for each template: the document with ${NAME} in place of
// the values of parameters, always inside a JSON string, and the scenarios.
//
//go:embed templates
var templateFiles embed.FS

// file returns the text of a file of t. It is nil if t is not one of [Templates].
func (t *Template) file(ending string) []byte {
	data, err := templateFiles.ReadFile("templates/" + t.Name + ending)
	if err != nil {
		return nil
	}
	return data
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
// file names no configuration. See package sla/scenario.
func (t *Template) Scenarios() []byte { return t.file(".scenario.json") }

// fill returns the configuration for values, and its text.
func (t *Template) fill(values map[string]string) (*Config, []byte, error) {
	if t.file(".json") == nil {
		return nil, nil, &Error{Err: fmt.Errorf("there is no template %s", strict.Quote(t.Name))}
	}
	var problems strict.Problems
	for name, value := range values {
		if err := t.check(name, value); err != nil {
			problems.AddError("", err)
		}
	}
	problems.Sort()
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
	case value == t.Parameters[i].Default:
		return nil
	case strings.TrimSpace(value) == "":
		return &Error{Path: path, Err: fmt.Errorf("is empty; give a value such as %q", t.Parameters[i].Default)}
	case !utf8.ValidString(value):
		return &Error{Path: path, Err: errors.New("is not UTF-8")}
	}
	_, err := Parse(t.text(map[string]string{name: value}))
	list, _ := strict.List(err)
	if len(list) == 0 {
		return nil
	}
	// One value may stand in several places. What is wrong with it is said once.
	return &Error{Path: path, Err: fmt.Errorf("%s: %w", strict.Quote(value), list[0].Err)}
}

// placeholder is what stands for the value of a parameter.
var placeholder = regexp.MustCompile(`\$\{[a-z_]+\}`)

// text returns the document with values in place of the placeholders.
func (t *Template) text(values map[string]string) []byte {
	return placeholder.ReplaceAllFunc(t.file(".json"), func(p []byte) []byte {
		name := string(bytes.Trim(p, "${}"))
		value, ok := values[name]
		if !ok {
			value = t.Parameters[slices.IndexFunc(t.Parameters, func(p Parameter) bool { return p.Name == name })].Default
		}
		quoted := strict.AppendText(nil, value)
		return quoted[1 : len(quoted)-1]
	})
}
