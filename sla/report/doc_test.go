package report_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/punctualgo/punctual/sla/report"
)

// The requests that the documentation shows are valid, and that of a report has every field.
func TestRequestsOfTheDocumentation(t *testing.T) {
	source, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, whole, _ := strings.Cut(string(source), "\n//\t{\n")
	whole, rest, _ := strings.Cut(whole, "\n//\t}\n")
	whole = "{" + strings.ReplaceAll(whole, "//\t", "") + "}"
	if _, err := report.ParseRequest([]byte(whole), engines[0]); err != nil {
		t.Error(err)
	}
	for field := range strings.FieldsSeq("by metrics where on from until zone unit denominator near goal worst") {
		if !strings.Contains(whole, `"`+field+`":`) {
			t.Errorf("%s is not shown", field)
		}
	}
	lines := regexp.MustCompile(`(?m)^//\t(\{.*\})$`).FindAllStringSubmatch(rest, -1)
	if len(lines) != 2 {
		t.Fatalf("%d requests of a line, want 2", len(lines))
	}
	if _, err := report.ParseHeldRequest([]byte(lines[0][1]), engines[0]); err != nil {
		t.Error(err)
	}
	if _, err := report.ParseTargetsRequest([]byte(lines[1][1]), engines[0]); err != nil {
		t.Error(err)
	}
}
