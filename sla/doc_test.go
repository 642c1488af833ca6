package sla_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/sla"
)

// The issue of the package documentation is valid, and has every field that there is.
func TestIssueOfTheDocumentation(t *testing.T) {
	source, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, doc, _ := strings.Cut(string(source), "\n//\t{\n")
	doc, _, _ = strings.Cut(doc, "\n//\t}\n")
	doc = "{\n" + strings.ReplaceAll(doc, "//\t", "") + "\n}"
	var issue sla.Issue
	if err := issue.UnmarshalJSON([]byte(doc)); err != nil {
		t.Fatal(err)
	}
	engine, err := sla.New(manyPolicies(1), sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := engine.EvaluateAt(issue, issue.CreatedAt.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"id", "created_at", "created_by", "attributes", "events",
		"at", "type", "from", "by", "set", "team", "channel", "needs_reply", "name", "reason"} {
		if !strings.Contains(doc, `"`+field+`":`) {
			t.Errorf("%s is not shown", field)
		}
	}
}
