package strict_test

import (
	"strings"
	"testing"

	"github.com/punctualgo/punctual/internal/strict"
)

// Positions has every value of a document, and agrees with Lines.
func TestPositions(t *testing.T) {
	const doc = "\n{\"a\": [\n 1, {\"b.c\": \"x\"\n}], \"d\":\n true}"
	values := map[string]string{"": `{"a"`, "a": "[", "a[0]": "1", "a[1]": "{", `a[1]["b.c"]`: `"x"`, "d": "true"}
	got := strict.Positions([]byte(doc))
	if len(got) != len(values) {
		t.Errorf("Positions has %d values, want %d: %v", len(got), len(values), got)
	}
	var paths []string
	for path, text := range values {
		paths = append(paths, path)
		if at := got[path]; !strings.HasPrefix(doc[at.Offset:], text) {
			t.Errorf("%s is at %q, want %q", path, doc[at.Offset:], text)
		}
	}
	for path, line := range strict.Lines([]byte(doc), paths) {
		if path != "" && got[path].Line != line {
			t.Errorf("%s is on line %d, want %d", path, got[path].Line, line)
		}
	}
	for _, broken := range []string{"", "{", "[1,", "\xff", `{"a": [`} {
		strict.Positions([]byte(broken)) // does not panic
	}
}
