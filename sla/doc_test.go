package sla_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// The documents in the package documentation are valid and use every field.
func TestDocumentsInTheDocumentationAreValid(t *testing.T) {
	shown := func(file string) string {
		t.Helper()
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, doc, _ := strings.Cut(string(source), "\n//\t{\n")
		doc, _, _ = strings.Cut(doc, "\n//\t}\n")
		return "{\n" + strings.ReplaceAll(doc, "//\t", "") + "\n}"
	}
	hasAll := func(doc, form string, lists int) {
		t.Helper()
		source, err := os.ReadFile(form)
		if err != nil {
			t.Fatal(err)
		}
		fields := regexp.MustCompile(`Fields += \[\]string\{(.*)\}`).FindAllStringSubmatch(string(source), -1)
		if len(fields) != lists {
			t.Fatalf("%s: %d lists of fields, want %d", form, len(fields), lists)
		}
		for _, list := range fields {
			for _, field := range regexp.MustCompile(`"\w+"`).FindAllString(list[1], -1) {
				if !strings.Contains(doc, field+":") {
					t.Errorf("%s is not shown", field)
				}
			}
		}
	}
	config, text := shown("../policy/doc.go"), shown("doc.go")
	hasAll(config, "../policy/json.go", 11)
	hasAll(text, "issue.go", 2)

	cfg, err := policy.Parse([]byte(config))
	if err != nil {
		t.Fatal(err)
	}
	engine := newEngine(t, cfg)
	var issue sla.Issue
	if err := issue.UnmarshalJSON([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if _, err := engine.EvaluateAt(issue, issue.CreatedAt.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
}
