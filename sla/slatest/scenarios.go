package slatest

import (
	"bytes"
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla/scenario"
)

// Options say which scenarios [RunScenarios] runs. The zero value is for all files, under the
// configurations that they name.
type Options struct {
	// Patterns select files, as [fs.Glob] does. If there are none, all files are run whose
	// names end in .json, except configurations. A pattern that selects no file fails the
	// test.
	Patterns []string

	// Config is the configuration that all scenarios are run under. If it is nil, each is
	// run under the one that its file names.
	Config *policy.Config

	// Write, if it is not nil, gets the text of each file in which other values came than
	// those expected, with what came in their place; see [scenario.File.Update]. The name is
	// that in the file system. Give it if the test was asked to update its files:
	//
	//	if *update {
	//		options.Write = func(name string, text []byte) error { return os.WriteFile(name, text, 0o644) }
	//	}
	Write func(name string, text []byte) error
}

// RunScenarios runs the scenario files of a file system, each file as a subtest, and in it
// each scenario. A file with problems fails with all of them. If there are no files, the
// test fails.
func RunScenarios(t *testing.T, fsys fs.FS, options Options) {
	t.Helper()
	names := options.files(t, fsys)
	if len(names) == 0 {
		t.Error("no scenario files")
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(name, ".json"), func(t *testing.T) { options.run(t, fsys, name) })
	}
}

// files returns the names of the files to run.
func (o *Options) files(t *testing.T, fsys fs.FS) (names []string) {
	t.Helper()
	for _, pattern := range o.Patterns {
		found, err := fs.Glob(fsys, pattern)
		if err != nil {
			t.Errorf("pattern %q: %v", pattern, err)
		} else if len(found) == 0 {
			t.Errorf("pattern %q selects no file", pattern)
		}
		names = append(names, found...)
	}
	if len(o.Patterns) > 0 {
		return names
	}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".json" {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err == nil && !scenario.IsConfig(data) {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	return names
}

// run runs the scenarios of a file, or updates it.
func (o *Options) run(t *testing.T, fsys fs.FS, name string) {
	t.Helper()
	f, err := scenario.ReadFile(fsys, name, scenario.Options{Config: o.Config})
	if err != nil {
		t.Fatalf("%s:\n%v", name, err)
	}
	if o.Write != nil {
		o.update(t, fsys, name, f)
		return
	}
	for _, s := range f.Scenarios {
		t.Run(s.Name, func(t *testing.T) {
			failures, err := s.Run()
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if len(failures) == 0 {
				return
			}
			if s.Why != "" {
				t.Logf("why: %s", s.Why)
			}
			for _, f := range failures {
				t.Errorf("%s: %v", name, f)
			}
		})
	}
}

// update writes what came into a file.
func (o *Options) update(t *testing.T, fsys fs.FS, name string, f *scenario.File) {
	t.Helper()
	text, replaced, err := f.Update()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	old, err := fs.ReadFile(fsys, name)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(text, old) {
		return
	}
	if err := o.Write(name, text); err != nil {
		t.Fatal(err)
	}
	for _, r := range replaced {
		t.Logf("%s:%d: %s becomes %s", name, r.Line, r.Want, r.Got)
	}
}
