package policy_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/punctualgo/punctual/policy"
)

// The document of the package documentation is valid, and has every field that there is.
func TestDocumentOfTheDocumentation(t *testing.T) {
	source, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, doc, _ := strings.Cut(string(source), "\n//\t{\n")
	doc, _, _ = strings.Cut(doc, "\n//\t}\n")
	doc = "{\n" + strings.ReplaceAll(doc, "//\t", "") + "\n}"
	if _, err := policy.Parse([]byte(doc)); err != nil {
		t.Fatal(err)
	}
	form, err := os.ReadFile("json.go")
	if err != nil {
		t.Fatal(err)
	}
	lists := regexp.MustCompile(`Fields +=(.*)`).FindAllStringSubmatch(string(form), -1)
	if len(lists) != 9 {
		t.Fatalf("%d lists of fields", len(lists))
	}
	for _, list := range lists {
		for _, field := range regexp.MustCompile(`"\w+"`).FindAllString(list[1], -1) {
			if !strings.Contains(doc, field+":") {
				t.Errorf("%s is not shown", field)
			}
		}
	}
}
