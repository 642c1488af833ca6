package lint_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/policy/lint"
)

// present is the present of the tests.
var present = time.Date(2026, 3, 9, 15, 0, 0, 0, time.UTC)

// A ruleTest is a configuration and the paths at which one rule reports something in it.
type ruleTest struct {
	name string
	doc  string // fields of a configuration
	want []string
}

// checkRule checks at which paths a rule reports something, in order.
func checkRule(t *testing.T, rule string, tests []ruleTest) {
	t.Helper()
	level := levelOf(t, rule)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc := []byte("{" + test.doc + "}")
			if _, err := policy.Parse(doc); err != nil {
				t.Fatalf("the configuration is invalid: %v", err)
			}
			var paths []string
			found := lint.CheckText(doc, lint.Options{AsOf: present})
			for _, f := range found {
				if f.Rule == rule {
					paths = append(paths, f.Path)
					if f.Level != level || f.Line == 0 || f.What == "" || f.Mend == "" {
						t.Errorf("incomplete finding %+v", f)
					}
				}
			}
			if diff := cmp.Diff(test.want, paths); diff != "" {
				t.Errorf("paths of %s (-want +got):\n%s\nall findings: %+v", rule, diff, found)
			}
			checkFindings(t, doc, found)
		})
	}
}

func levelOf(t *testing.T, rule string) lint.Level {
	t.Helper()
	for _, r := range lint.Rules() {
		if r.Name == rule {
			return r.Level
		}
	}
	t.Fatalf("no rule %q", rule)
	return ""
}

// A fataler is a test, or one run of a property.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// checkFindings checks what holds for all findings in a valid document: their paths exist
// and are in order, nothing is found twice, and Check finds in a configuration what
// CheckText finds in its JSON.
func checkFindings(t fataler, doc []byte, found []lint.Finding) {
	t.Helper()
	at := strict.Positions(doc)
	seen := make(map[string]bool)
	last := -1
	for _, f := range found {
		position, ok := at[f.Path]
		if !ok || position.Line != f.Line || position.Offset < last {
			t.Fatalf("finding without a path of the document, on a wrong line or out of order: %+v\n%s", f, doc)
		}
		last = position.Offset
		if key := f.Rule + " " + f.Path; seen[key] {
			t.Fatalf("found twice: %+v\n%s", f, doc)
		} else {
			seen[key] = true
		}
	}
	cfg, err := policy.Parse(doc)
	if err != nil {
		t.Fatalf("Parse: %v", err)
	}
	written, err := json.Marshal(cfg)
	if err != nil {
		t.Fatalf("Marshal: %v", err)
	}
	at = strict.Positions(written)
	want, got := lint.CheckText(written, lint.Options{AsOf: present}), lint.Check(cfg, lint.Options{AsOf: present})
	for i := range want {
		want[i].Line = 0
	}
	for i := range got { // short targets are written without "within"
		target, rest, ok := strings.Cut(got[i].Path, ".within")
		if _, full := at[got[i].Path]; ok && !full {
			got[i].Path = target + rest
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("CheckText and Check differ (-text +value):\n%s\n%s", diff, written)
	}
}

// policies returns the field of policies with the given ones.
func policies(list ...string) string { return `"policies": [` + strings.Join(list, ",\n") + `]` }

// when returns policies of which the first has a condition.
func when(condition string) string {
	return policies(`{"id": "a", "when": `+condition+`, "targets": {"assignment": "1h"}}`, `{"id": "b", "targets": {}}`)
}

// targets returns a policy with targets.
func targets(list string) string { return policies(`{"id": "a", "targets": {` + list + `}}`) }

// schedule returns schedules of which the first, "desk", has the given fields and is used.
func schedule(fields string) string {
	return `"schedules": [{"name": "desk", ` + fields + `}], "defaults": {"schedule": "desk"}`
}

const workdays = `"time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}`

// checkSame checks that findings are the same.
func checkSame(t fataler, want, got []lint.Finding) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("findings (-want +got):\n%s", diff)
	}
}
