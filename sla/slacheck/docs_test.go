package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every command that docs/ci.md shows is run, and none is misused.
func TestCommandsOfDocumentation(t *testing.T) {
	text, err := os.ReadFile("../../docs/ci.md")
	if err != nil {
		t.Fatal(err)
	}
	commands := regexp.MustCompile("(?m)(?:`|\\$ |run: |\\| |^ +)slacheck ([^`\n|]*)").FindAllStringSubmatch(string(text), -1)
	if len(commands) < 15 {
		t.Errorf("found %d commands", len(commands))
	}
	config, err := canonical("", []byte(strings.Replace(desk, `"weekly"`, `"holidays": [{"date": "2030-01-01"}], "weekly"`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	dir := writeFiles(t, map[string]string{
		"sla/config.json":      string(config),
		"old.json":             string(config),
		"issues.jsonl":         issueLine("a"),
		"sla/scenarios/a.json": promise(`"../config.json"`, dueThen),
	})
	t.Chdir(dir)
	for _, c := range commands {
		words, _, _ := strings.Cut(c[1], ">") // standard output is not looked at
		args := strings.Fields(words)
		if out, errs, status := slacheck(t, string(config), args...); status != 0 {
			t.Errorf("slacheck %s: status %d\n%s%s", words, status, out, errs)
		}
	}
	if files, err := filepath.Glob("*"); err != nil || len(files) != 3 {
		t.Errorf("files %v, %v", files, err)
	}
}
