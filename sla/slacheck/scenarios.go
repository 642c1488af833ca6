package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla/scenario"
)

const testUsage = "slacheck test [-config CONFIG.json] [-update] [-format FORMAT] FILE_OR_DIR…\n"

// A testReport is what test found.
type testReport struct {
	Passed   int           `json:"passed"` // scenarios
	Failed   int           `json:"failed"` // scenarios, and files with problems
	Failures []testFailure `json:"failures"`
	Updated  []testFailure `json:"updated,omitzero"` // what was expected before
	Problems []testProblem `json:"problems"`
}

// A testFailure is a difference, and the file that has it.
type testFailure struct {
	File string `json:"file"`
	scenario.Failure
}

// A testProblem is a problem of a file, which is not run.
type testProblem struct {
	File string `json:"file"`
	Path string `json:"path"`
	Line int    `json:"line"`
	What string `json:"what"`
}

// A scenarioTest runs scenario files.
type scenarioTest struct {
	env    environment
	config *policy.Config // of -config, or nil
	update bool
	format string
	report testReport
	runs   []scenarioRun // of all scenarios, and of files with problems, in order
}

// A scenarioRun is a scenario that was run, or a file that has problems.
type scenarioRun struct {
	file     string
	scenario string // empty for a file with problems
	failures []scenario.Failure
	problems []string // a line for each
}

// failed reports whether the scenario failed, or the file has problems.
func (r *scenarioRun) failed() bool { return len(r.failures)+len(r.problems) > 0 }

// name returns what reports call the run.
func (r *scenarioRun) name() string {
	if r.scenario == "" {
		return "the file can be run"
	}
	return r.scenario
}

// details returns what failed, in lines.
func (r *scenarioRun) details() string {
	lines := slices.Clone(r.problems)
	for i, f := range r.failures {
		text := f.Difference()
		if i+1 == len(r.failures) || r.failures[i+1].Explanation != f.Explanation {
			text = f.String()
		}
		lines = append(lines, text)
	}
	return strings.Join(lines, "\n")
}

// test runs the scenarios in files.
func test(args []string, env environment) error {
	c := newCommand(testUsage)
	config := c.String("config", "", "run all scenarios under the configuration in this `file`, whatever their files name")
	update := c.Bool("update", false, "write what came in place of what the files expect; read the difference before you commit it")
	format := c.String("format", "text", "print in this `format`: text, json, junit or tap")
	if err := c.parseFiles(args, env.stdout); err != nil {
		return err
	}
	formats := []string{"text", "json", "junit", "tap"}
	if !slices.Contains(formats, *format) {
		return usageError("-format: " + strict.Quote(*format) + " is none of text, json, junit and tap" + strict.DidYouMean(*format, formats))
	}
	t := &scenarioTest{
		env:    env,
		update: *update,
		format: *format,
		report: testReport{Failures: []testFailure{}, Problems: []testProblem{}},
	}
	if *config != "" {
		data, err := os.ReadFile(*config)
		if err != nil {
			return err
		}
		if t.config, err = policy.Parse(data); err != nil {
			return &documentError{file: *config, text: data, err: err}
		}
	}
	for _, arg := range c.Args() {
		if err := t.runAll(arg); err != nil {
			return err
		}
	}
	return t.finish()
}

// finish prints the report and returns errReported if anything failed.
func (t *scenarioTest) finish() error {
	r := &t.report
	var err error
	switch t.format {
	case "json":
		err = printJSON(t.env.stdout, r)
	case "junit":
		err = printJUnit(t.env.stdout, t.runs)
	case "tap":
		err = printTAP(t.env.stdout, t.runs)
	default:
		_, err = fmt.Fprintf(t.env.stdout, "%d passed, %d failed\n", r.Passed, r.Failed)
	}
	if err != nil {
		return err
	}
	switch {
	case r.Failed > 0:
		return errReported
	case r.Passed == 0:
		return errors.New("no scenarios")
	}
	return nil
}

// runAll runs a scenario file, or all in a directory.
func (t *scenarioTest) runAll(name string) error {
	info, err := os.Stat(name)
	if name == "-" || err == nil && !info.IsDir() {
		return t.runFile(name)
	}
	if err != nil {
		return err
	}
	var files []string
	err = filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Ext(path) == ".json" {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		return err
	}
	found := false
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err == nil && !scenario.IsConfig(data) {
			found = true
			err = t.runFile(file)
		}
		if err != nil {
			return err
		}
	}
	if !found {
		return usageError(name + " has no scenario file, *.json")
	}
	return nil
}

// runFile runs the scenarios of a file. An error is about reading or writing it.
func (t *scenarioTest) runFile(name string) error {
	data, err := readFile(name, t.env.stdin)
	if err != nil {
		return err
	}
	if scenario.IsConfig(data) {
		t.refuse(name, data, errors.New(`this is a configuration, which "slacheck check" checks; give files of scenarios`))
		return nil
	}
	dir := filepath.Dir(name)
	f, err := scenario.Parse(data, scenario.Options{
		Config:     t.config,
		ReadConfig: func(path string) ([]byte, error) { return os.ReadFile(filepath.Join(dir, filepath.FromSlash(path))) },
	})
	if err != nil {
		t.refuse(name, data, err)
		return nil
	}
	if t.update {
		return t.updateFile(name, data, f)
	}
	for _, s := range f.Scenarios {
		failures, err := s.Run()
		if err != nil {
			t.refuse(name, data, fmt.Errorf("%s: %w", s.Name, err))
			continue
		}
		t.count(name, s, failures)
	}
	return nil
}

// count counts a scenario that was run, and prints what failed.
func (t *scenarioTest) count(name string, s *scenario.Scenario, failures []scenario.Failure) {
	t.runs = append(t.runs, scenarioRun{file: name, scenario: s.Name, failures: failures})
	if len(failures) == 0 {
		t.report.Passed++
		return
	}
	t.report.Failed++
	for _, f := range failures {
		t.report.Failures = append(t.report.Failures, testFailure{name, f})
	}
	if t.format == "text" {
		printFailures(t.env.stdout, name, s, failures)
	}
}

// refuse counts a file that has problems, and prints them.
func (t *scenarioTest) refuse(name string, data []byte, err error) {
	t.report.Failed++
	problems, _ := strict.List(err)
	for _, e := range problems {
		t.report.Problems = append(t.report.Problems, testProblem{name, e.Path, e.Line, e.Err.Error()})
	}
	document := &documentError{file: name, text: data, err: err}
	t.runs = append(t.runs, scenarioRun{file: name, problems: strings.Split(document.Error(), "\n")})
	document.print(t.env.stderr, t.env.terminal)
}

// updateFile writes what came into a file.
func (t *scenarioTest) updateFile(name string, data []byte, f *scenario.File) error {
	text, replaced, err := f.Update()
	if err != nil {
		t.refuse(name, data, err)
		return nil
	}
	t.report.Passed += len(f.Scenarios)
	for _, s := range f.Scenarios {
		t.runs = append(t.runs, scenarioRun{file: name, scenario: s.Name})
	}
	if bytes.Equal(text, data) {
		return nil
	}
	if name == "-" {
		return usageError("-update cannot write standard input")
	}
	onDisk, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if !bytes.Equal(onDisk, data) {
		return usageError("-update cannot write a file that is compressed: " + name)
	}
	for _, r := range replaced {
		t.report.Updated = append(t.report.Updated, testFailure{name, r})
		if t.format == "text" {
			fmt.Fprintf(t.env.stdout, "%s:%d: %s: %s: %s becomes %s\n", name, r.Line, r.Scenario, r.Path, r.Want, r.Got)
		}
	}
	return os.WriteFile(name, text, 0o644) // keeps the permissions that it has
}

// printFailures prints the failures of a scenario, and of failures of one clock in one step
// its explanation once, behind the last.
func printFailures(w io.Writer, name string, s *scenario.Scenario, failures []scenario.Failure) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", name, s.Name)
	if s.Why != "" {
		fmt.Fprintf(&b, "  why: %s\n", s.Why)
	}
	for i, f := range failures {
		text := f.Difference()
		if last := i+1 == len(failures) || failures[i+1].Step != f.Step || failures[i+1].Explanation != f.Explanation; last {
			text = f.String()
		}
		b.WriteString("  " + strings.ReplaceAll(text, "\n", "\n  ") + "\n")
	}
	io.WriteString(w, b.String()+"\n")
}
