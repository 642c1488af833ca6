package slatest_test

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/fstest"
	_ "time/tzdata" // for machines without zone data

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla/slatest"
)

// The scenarios at the root of the repository tell the rules of SEMANTICS.md, section by
// section.
func TestSemantics(t *testing.T) {
	slatest.RunScenarios(t, os.DirFS("../../testdata/scenarios"), slatest.Options{})
}

const config = `{"policies": [{"id": "p", "targets": {"first_response": "1h"}}]}`

// story returns a scenario file of one scenario, with what it expects of the due instant.
func story(due string) string {
	return `{"config": "../config.json", "scenarios": [{"name": "a promise", "why": "the sales deck", "story": [
		{"at": "Mon 2026-03-09 09:00", "expect": {"first_response": {"due": "` + due + `"}}}]}]}`
}

func files(due string) fstest.MapFS {
	return fstest.MapFS{
		"config.json":    {Data: []byte(config)},
		"sla/a.json":     {Data: []byte(story(due))},
		"sla/README.txt": {Data: []byte("no scenario")},
	}
}

func TestRunScenariosPasses(t *testing.T) {
	slatest.RunScenarios(t, files("Mon 2026-03-09 10:00"), slatest.Options{})
	slatest.RunScenarios(t, files("Mon 2026-03-09 10:00"), slatest.Options{Patterns: []string{"*/*.json"}})
}

func TestRunScenariosUnderTheConfigurationOfTheHost(t *testing.T) {
	cfg, err := policy.Parse([]byte(strings.Replace(config, "1h", "2h", 1)))
	if err != nil {
		t.Fatal(err)
	}
	slatest.RunScenarios(t, files("Mon 2026-03-09 11:00"), slatest.Options{Config: cfg})
}

func TestRunScenariosUpdates(t *testing.T) {
	written := make(map[string]string)
	fsys := files("Mon 2026-03-09 11:00")
	slatest.RunScenarios(t, fsys, slatest.Options{Write: func(name string, text []byte) error {
		written[name] = string(text)
		return nil
	}})
	if len(written) != 1 || written["sla/a.json"] != story("Mon 2026-03-09 10:00") {
		t.Errorf("wrote %q", written)
	}
}

// asked names the failing test that the test binary runs when it is started again.
const asked = "SLATEST_FAIL"

// TestFailing fails, if asked to.
func TestFailing(t *testing.T) {
	switch os.Getenv(asked) {
	case "":
		t.Skip("fails when TestFailuresAreReadable asks for it")
	case "expectation":
		slatest.RunScenarios(t, files("Mon 2026-03-09 11:00"), slatest.Options{})
	case "problem":
		slatest.RunScenarios(t, files("Tue 2026-03-09 11:00"), slatest.Options{})
	case "pattern":
		slatest.RunScenarios(t, files("Mon 2026-03-09 11:00"), slatest.Options{Patterns: []string{"none/*.json"}})
	case "empty":
		slatest.RunScenarios(t, fstest.MapFS{}, slatest.Options{})
	}
}

func TestFailuresAreReadable(t *testing.T) {
	for what, wants := range map[string][]string{
		"expectation": {
			"--- FAIL: TestFailing/sla/a/a_promise",
			"why: the sales deck",
			"sla/a.json: line 2: scenarios[0].story[0].expect.first_response.due",
			"at        Mon 2026-03-09 09:00",
			"expected  Mon 2026-03-09 11:00",
			"got       Mon 2026-03-09 10:00",
			"First response: 1h left, due Mon 9 Mar 10:00 UTC",
		},
		"problem": {"sla/a.json:", "line 2: scenarios[0].story[0].expect.first_response.due: 2026-03-09 is not a Tue but a Mon"},
		"pattern": {`pattern "none/*.json" selects no file`},
		"empty":   {"no scenario files"},
	} {
		t.Run(what, func(t *testing.T) {
			command := exec.Command(os.Args[0], "-test.run=^TestFailing$", "-test.v")
			command.Env = append(os.Environ(), asked+"="+what)
			out, err := command.CombinedOutput()
			if err == nil {
				t.Error("the test passes")
			}
			for _, want := range wants {
				if !bytes.Contains(out, []byte(want)) {
					t.Errorf("no %q in\n%s", want, out)
				}
			}
		})
	}
}
