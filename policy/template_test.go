package policy_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/punctualgo/punctual/policy"
)

// templateOf returns the template of a name.
func templateOf(t testing.TB, name string) *policy.Template {
	t.Helper()
	for _, template := range policy.Templates() {
		if template.Name == name {
			return &template
		}
	}
	t.Fatalf("there is no template %q", name)
	return nil
}

// Every template has its two files, and every file belongs to a template.
func TestTemplatesHaveTheirFiles(t *testing.T) {
	var want []string
	for _, template := range policy.Templates() {
		want = append(want, template.Name+".json", template.Name+".scenario.json")
		if template.Title == "" || template.Description == "" || len(template.Scenarios()) == 0 {
			t.Errorf("%s: something is empty", template.Name)
		}
	}
	files, err := filepath.Glob("templates/*")
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]bool)
	for _, file := range files {
		got[filepath.Base(file)] = true
	}
	for _, name := range want {
		if !got[name] {
			t.Errorf("there is no file %s", name)
		}
		delete(got, name)
	}
	if len(got) > 0 {
		t.Errorf("files of no template: %v", got)
	}
}

// The parameters of a template are those that its file has, each once, and its defaults are
// accepted when they are given.
func TestTemplateParameters(t *testing.T) {
	name := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	for _, template := range policy.Templates() {
		text, err := os.ReadFile("templates/" + template.Name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		used := make(map[string]bool)
		for _, found := range regexp.MustCompile(`\$\{(.*?)\}`).FindAllSubmatch(text, -1) {
			used[string(found[1])] = true
		}
		defaults := make(map[string]string)
		for _, p := range template.Parameters {
			if _, twice := defaults[p.Name]; twice || !used[p.Name] || !name.MatchString(p.Name) || p.Description == "" {
				t.Errorf("%s: parameter %q is unused, or there twice, or has no description", template.Name, p.Name)
			}
			defaults[p.Name] = p.Default
			delete(used, p.Name)
		}
		if len(used) > 0 {
			t.Errorf("%s: no parameters %v", template.Name, used)
		}
		given, err := template.Document(defaults)
		if err != nil {
			t.Errorf("%s: %v", template.Name, err)
		}
		implied, err := template.Document(nil)
		if err != nil || !bytes.Equal(given, implied) {
			t.Errorf("%s: the defaults make a difference (%v)", template.Name, err)
		}
	}
}

// Config and Document are the same configuration.
func TestTemplateConfigAndDocument(t *testing.T) {
	for _, template := range policy.Templates() {
		config, err := template.Config(nil)
		if err != nil {
			t.Errorf("%s: %v", template.Name, err)
			continue
		}
		text, err := template.Document(nil)
		if err != nil {
			t.Errorf("%s: %v", template.Name, err)
			continue
		}
		read, err := policy.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", template.Name, err)
		}
		if diff := cmp.Diff(config, read); diff != "" {
			t.Errorf("%s (-Config +Document):\n%s", template.Name, diff)
		}
	}
}

func TestTemplateProblems(t *testing.T) {
	for _, test := range []struct{ template, name, value, want string }{
		{"priority", "zone", "Europe/Lodon", `zone: no data for time zone "Europe/Lodon": unknown time zone Europe/Lodon; did you mean "Europe/London"?`},
		{"priority", "zone", "EST", `zone: "EST" is not an accepted time zone: it is an abbreviation; write an IANA name such as "America/New_York"`},
		{"priority", "days", "mon-fry", `days: "mon-fry" is not a day or a range of days such as "mon" or "mon-fri"`},
		{"priority", "hours", "9-5", `hours: start "9" is not a time of day such as "09:30", from "00:00" to "24:00"; did you mean "09:00"?`},
		{"priority", "country", "uk", `country: unknown holiday calendar "uk"; did you mean "gb"?`},
		{"priority", "respond_high", "2 hours", `respond_high: "2 hours" is not a duration such as "90m" or "1h30m"; did you mean "2h"?`},
		{"priority", "respond_high", "0s", `respond_high: must be more than 0s, got 0s`},
		{"priority", "respond_high", " ", `respond_high: is empty; give a value such as "2h"`},
		{"priority", "respond_hihg", "2h", `respond_hihg: is not a parameter of template "priority"; did you mean "respond_high"?`},
		{"channels", "xyz", "2h", `xyz: is not a parameter of template "channels"; it has zone, days, hours, country, chat, slack, email`},
		{"alerts", "channel", "Support Alerts", `channel: "Support Alerts" is not a channel: write its name, such as "#support-alerts", without spaces and capital letters`},
		{"alerts", "channel", "#", `channel: "#" is not a channel: write its name, such as "#support", without spaces and capital letters`},
		{"alerts", "manager", "policy ownr", `manager: unknown role "policy ownr"; did you mean "policy owner"? A role of your own must differ more`},
		{"ai-agent", "event", "handed over ", `event: "handed over " has a control character, or a space at an end`},
		{"team-clock", "team", "\xff", `team: is not UTF-8`},
	} {
		template := templateOf(t, test.template)
		values := map[string]string{test.name: test.value}
		c, err := template.Config(values)
		if c != nil || err == nil || err.Error() != test.want {
			t.Errorf("%s with %v: %v\nwant %s", test.template, values, err, test.want)
		}
		text, again := template.Document(values)
		if text != nil || again == nil || again.Error() != test.want {
			t.Errorf("%s with %v: Document says %v", test.template, values, again)
		}
	}
}

// All problems are reported, each at its parameter.
func TestTemplateReportsEveryProblem(t *testing.T) {
	_, err := templateOf(t, "priority").Config(map[string]string{"zone": "CET", "hours": "9-5", "resolve_low": "2w", "tier": "gold", "days": "mon-thu"})
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("got %v", err)
	}
	var paths []string
	for _, err := range joined.Unwrap() {
		if p, ok := errors.AsType[*policy.Error](err); ok {
			paths = append(paths, p.Path)
		}
	}
	if diff := cmp.Diff([]string{"hours", "resolve_low", "tier", "zone"}, paths); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}

// A value is a text, whatever is in it: it cannot end the text, and add something to the
// document.
func TestTemplateValuesAreTexts(t *testing.T) {
	template := templateOf(t, "team-clock")
	for _, team := range []string{
		`x"}, {"field": "y`, `\`, `\"`, `\u0022`, "${zone}", "<&>", "日本", "'; --", strings.Repeat(`"`, 100),
	} {
		c, err := template.Config(map[string]string{"team": team})
		if err != nil {
			t.Errorf("%s: %v", team, err)
			continue
		}
		if got := c.Metrics["team_time"].Pause.Any[0].Value; got != team {
			t.Errorf("the team is %q, want %q", got, team)
		}
	}
}

// A caller may change what Templates returns.
func TestTemplatesAreTheCallers(t *testing.T) {
	policy.Templates()[0].Parameters[0].Default = "nowhere"
	policy.Templates()[0].Scenarios()[0] = '!'
	if first := policy.Templates()[0]; first.Parameters[0].Default == "nowhere" || first.Scenarios()[0] == '!' {
		t.Error("the change shows in the next call")
	}
}

// A template that the caller has made or changed does not work, or works as far as it can.
func TestTemplateOfTheCaller(t *testing.T) {
	made := policy.Template{Name: "priority"}
	if _, err := made.Config(nil); err == nil || err.Error() != `template "priority" is not one of Templates` {
		t.Errorf("got %v", err)
	}
	changed := policy.Templates()[0]
	changed.Parameters = nil
	if _, err := changed.Config(nil); err == nil {
		t.Error("a template without its parameters is accepted")
	}
	changed = policy.Templates()[0]
	changed.Parameters[0].Default = "Europe/Paris"
	if c, err := changed.Config(nil); err != nil || c.Schedules[0].TimeZone != "Europe/Paris" {
		t.Errorf("got %v", err)
	}
}
