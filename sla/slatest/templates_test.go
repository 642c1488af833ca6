package slatest_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/policy/lint"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/scenario"
	"github.com/punctualgo/punctual/sla/slatest"
	"github.com/punctualgo/punctual/sla/timeline"
)

var update = flag.Bool("update", false, "write docs/templates.md and its pictures")

// asOf is the present of the rules of package lint that depend on it.
var asOf = time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)

// The story of each template comes out as its scenarios tell it.
func TestTemplatesTellTheirStories(t *testing.T) {
	for _, template := range policy.Templates() {
		cfg, err := template.Config(nil)
		if err != nil {
			t.Errorf("%s: %v", template.Name, err)
			continue
		}
		files := fstest.MapFS{template.Name + ".json": {Data: template.Scenarios()}}
		slatest.RunScenarios(t, files, slatest.Options{Config: cfg})
		if bytes.Contains(template.Scenarios(), []byte(`"config"`)) {
			t.Errorf("%s: the scenarios have a configuration of their own", template.Name)
		}
		if n := len(scenariosOf(t, &template).Scenarios); n < 3 || n > 6 {
			t.Errorf("%s: %d scenarios", template.Name, n)
		}
		for _, s := range scenariosOf(t, &template).Scenarios {
			if s.Why == "" {
				t.Errorf("%s: %s: no why", template.Name, s.Name)
			}
		}
	}
}

// other has another value for each parameter of a template, by its name.
var other = map[string]string{
	"zone": "Europe/Berlin", "days": "mon-thu", "hours": "08:00-16:30", "country": "de-BY", "channel": "#hilfe",
	"asia_zone": "Australia/Sydney", "asia_country": "au-NSW", "europe_zone": "Europe/Paris", "europe_country": "fr",
	"america_zone": "America/Toronto", "america_country": "ca",
	"at": "16:00", "cutoff": "13:30", "morning": "10:30", "event": "to_a_human", "team": `The "A" team`, "manager": "head@example.com",
}

// Nothing is found in a template, neither in itself nor with other values.
func TestTemplatesLintClean(t *testing.T) {
	for _, template := range policy.Templates() {
		all := make(map[string]string)
		for _, p := range template.Parameters {
			all[p.Name] = other[p.Name]
			if d, err := time.ParseDuration(p.Default); err == nil && all[p.Name] == "" {
				all[p.Name] = (d + d/4).String()
			}
			if all[p.Name] == "" || all[p.Name] == p.Default {
				t.Errorf("%s: no other value for %s", template.Name, p.Name)
			}
		}
		for _, values := range []map[string]string{nil, all} {
			text, err := template.Document(values)
			if err != nil {
				t.Errorf("%s: %v", template.Name, err)
				continue
			}
			for _, f := range lint.CheckText(text, lint.Options{AsOf: asOf}) {
				t.Errorf("%s, %v: %v", template.Name, values, f)
			}
			for name, value := range values {
				if quoted := fmt.Sprintf("%q", value); !bytes.Contains(text, []byte(quoted[1:len(quoted)-1])) {
					t.Errorf("%s: the document does not have %s %s", template.Name, name, quoted)
				}
			}
		}
	}
}

// scenariosOf returns the scenarios of a template.
func scenariosOf(t *testing.T, template *policy.Template) *scenario.File {
	t.Helper()
	cfg, err := template.Config(nil)
	if err != nil {
		t.Fatalf("%s: %v", template.Name, err)
	}
	f, err := scenario.Parse(template.Scenarios(), scenario.Options{Config: cfg})
	if err != nil {
		t.Fatalf("%s:\n%v", template.Name, err)
	}
	return f
}

// picture draws the first story of a template, up to its last event.
func picture(t *testing.T, template *policy.Template) []byte {
	t.Helper()
	cfg, err := template.Config(nil)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	issue := scenariosOf(t, template).Scenarios[0].Issue
	x, err := engine.ExplainAt(issue, issue.Events[len(issue.Events)-1].At)
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Zone string }
	if err := json.Unmarshal(template.Scenarios(), &file); err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation(file.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return timeline.SVG(issue, x, timeline.Options{Zone: zone})
}

// page writes the page that lists all templates.
func page(t *testing.T) []byte {
	t.Helper()
	var b strings.Builder
	b.WriteString(`# Templates

Ready configurations for ways of working that many teams have. Each is a place to start from: take the one that is
nearest, give it your hours and times, and edit it.

` + "```go" + `
for _, template := range policy.Templates() {
	if template.Name == "priority" {
		text, err := template.Document(map[string]string{"zone": "Europe/London", "country": "gb-ENG"})
		…
	}
}
` + "```" + `

Each template comes with scenarios: stories of issues, with what is due when. They are written for the defaults. Keep
them beside your configuration; when you change it, ` + "`slacheck test -update`" + ` writes what is due then, and you read
whether that is what you want. The picture of a template shows the first of its stories.

[SEMANTICS.md](../SEMANTICS.md) has all rules, and the documentation of package [policy](../policy/doc.go) all fields.

| template | for |
| --- | --- |
`)
	for _, template := range policy.Templates() {
		fmt.Fprintf(&b, "| [`%s`](#%s) | %s |\n", template.Name, template.Name, template.Title)
	}
	for _, template := range policy.Templates() {
		text, err := template.Document(nil)
		if err != nil {
			t.Fatal(err)
		}
		f := scenariosOf(t, &template)
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n", template.Name, wrap("", "**"+template.Title+".** "+template.Description))
		fmt.Fprintf(&b, "![%s](templates/%s.svg)\n\n", upper(f.Scenarios[0].Name), template.Name)
		b.WriteString("The stories:\n\n")
		for _, s := range f.Scenarios {
			fmt.Fprintf(&b, "- %s\n", wrap("  ", "*"+upper(s.Name)+".* "+s.Why))
		}
		b.WriteString("\n| parameter | | default |\n| --- | --- | --- |\n")
		for _, p := range template.Parameters {
			fmt.Fprintf(&b, "| `%s` | %s | `%s` |\n", p.Name, p.Description, p.Default)
		}
		fmt.Fprintf(&b, "\n<details><summary>The configuration, with the defaults</summary>\n\n```json\n%s```\n\n</details>\n", text)
	}
	return []byte(b.String())
}

// upper returns s with a capital letter at its start.
func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// wrap breaks a text into lines of at most 118 characters, and begins all but the first with
// indent.
func wrap(indent, text string) string {
	var b strings.Builder
	column := len(indent)
	for i, word := range strings.Fields(text) {
		switch {
		case i == 0:
		case column+1+len(word) > 118:
			b.WriteString("\n" + indent)
			column = len(indent)
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}

// The page of the templates, and its pictures, are as they are now.
func TestTemplatesPage(t *testing.T) {
	docs := filepath.Join("..", "..", "docs")
	want := map[string][]byte{"templates.md": page(t)}
	for _, template := range policy.Templates() {
		want[filepath.Join("templates", template.Name+".svg")] = picture(t, &template)
	}
	for name, text := range want {
		file := filepath.Join(docs, name)
		if *update {
			if err := os.WriteFile(file, text, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, text) {
			t.Errorf("%s is not up to date (%v); run go test ./sla/slatest -run TestTemplatesPage -update", file, err)
		}
	}
	found, err := filepath.Glob(filepath.Join(docs, "templates", "*.svg"))
	if err != nil || len(found) != len(policy.Templates()) {
		t.Errorf("%d pictures (%v)", len(found), err)
	}
}
