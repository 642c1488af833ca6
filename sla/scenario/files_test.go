package scenario_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/punctualgo/punctual/sla/scenario"
)

// A configuration is looked for relative to the file that names it, in the files of which that
// is one, or by the host.
func TestReadFile(t *testing.T) {
	const step = `{"at": "Mon 2026-03-09 09:00"}`
	files := fstest.MapFS{
		"desk/config.json":     {Data: []byte(config)},
		"desk/bad.json":        {Data: []byte(`{"polices": [], "match": "none"}`)},
		"desk/sla/story.json":  {Data: []byte(told(`"../config.json"`, "UTC", step))},
		"desk/sla/lost.json":   {Data: []byte(told(`"config.json"`, "UTC", step))},
		"desk/sla/faulty.json": {Data: []byte(told(`"../bad.json"`, "UTC", step))},
	}
	host := scenario.Options{ReadConfig: func(path string) ([]byte, error) {
		if path != "config.json" {
			t.Errorf("the host is asked for %q", path)
		}
		return []byte(config), nil
	}}
	for _, tt := range []struct {
		name    string
		options scenario.Options
		want    []string // problems
		absent  bool     // a file is
	}{
		{name: "desk/sla/story.json"},
		{name: "desk/sla/lost.json", options: host},
		{name: "desk/sla/lost.json", want: []string{"line 2: config: open desk/sla/config.json: "}, absent: true},
		{name: "desk/sla/faulty.json", want: []string{`line 2: config: ../bad.json: line 1: polices: unknown field; did you mean "policies"?`, "line 2: config: ../bad.json: line 1: match: "}},
		{name: "desk/nowhere.json", want: []string{"open desk/nowhere.json: "}, absent: true},
	} {
		f, err := scenario.ReadFile(files, tt.name, tt.options)
		if (err != nil) != (tt.want != nil) || (f != nil) != (err == nil) || errors.Is(err, fs.ErrNotExist) != tt.absent {
			t.Errorf("%s: %v, %v", tt.name, f, err)
		}
		for _, want := range tt.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: no %q in %v", tt.name, want, err)
			}
		}
	}
}

func TestIsConfig(t *testing.T) {
	for text, want := range map[string]bool{
		config:                              true,
		`{"scenarios": [], "policies": []}`: false,
		`{"scenarios": []}`:                 false,
		`{"schedules": [], "scenario": []}`: false,
		`{"schedules": [], "policies": 1}`:  true,
		`[{"policies": []}]`:                false,
		``:                                  false,
	} {
		if got := scenario.IsConfig([]byte(text)); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}
