package scenario_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/punctualgo/punctual/sla/scenario"
)

// The file in the package documentation is valid, and what it expects comes.
func TestTheDocumentedFilePasses(t *testing.T) {
	doc := documentedFile(t)
	f := parse(t, doc)
	if failures := run(t, f); len(failures) > 0 {
		t.Errorf("%v", failures)
	}
	for _, field := range []string{
		"config", "zone", "scenarios", "name", "why", "issue", "story", "id", "created_by", "attributes",
		"at", "message", "set", "note", "custom", "cancel", "by", "team", "channel", "needs_reply", "expect", "happened", "next_check",
		"state", "outcome", "policy", "schedule", "breached", "at_risk", "target", "elapsed", "remaining", "due", "started", "ended", "breached_at",
	} {
		if !strings.Contains(doc, `"`+field+`":`) {
			t.Errorf("the documentation does not show %q", field)
		}
	}
}

// documentedFile returns the file in the package documentation, without the comments.
func documentedFile(t testing.TB) string {
	t.Helper()
	source, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(source), "//\t{\n")
	block, _, ok := strings.Cut(block, "\n//\t}\n")
	if !ok {
		t.Fatal("the documentation has no file")
	}
	block = regexp.MustCompile(`(?m)^//\t?`).ReplaceAllString(block, "")
	return "{\n" + regexp.MustCompile(`(?m)(^|\s)// .*$`).ReplaceAllString(block, "") + "\n}"
}

// parse reads a file that has no problem.
func parse(t testing.TB, text string) *scenario.File {
	t.Helper()
	f, err := scenario.Parse([]byte(text), scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// run runs the scenarios of a file.
func run(t testing.TB, f *scenario.File) []scenario.Failure {
	t.Helper()
	failures, err := f.Run()
	if err != nil {
		t.Fatal(err)
	}
	return failures
}
