package whatif_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/sla/report"
	"github.com/punctualgo/punctual/sla/whatif"
)

// titles returns the titles of sections, and how many columns of their tables name a row.
func titles(sections []report.Section) map[string]int {
	keys := make(map[string]int)
	for _, s := range sections {
		keys[s.Title] = s.Keys
	}
	return keys
}

func TestSectionsTellAllThatAResultHas(t *testing.T) {
	sections := desks(t).Sections()
	want := map[string]int{"What the proposed configuration changes": 1, "Group by group": 1, "What flips": 2, "Flips": 1}
	if diff := cmp.Diff(want, titles(sections)); diff != "" {
		t.Fatalf("titles, and how many columns name a row (-want +got):\n%s", diff)
	}
	wantText := []string{
		"4 issues, judged under the current and the proposed configuration, as of 2 May 2026, 08:00 UTC.",
		"Promises kept: 100.0% currently, 66.6% as proposed.",
		whatif.Caveat,
		"Policies that never apply under the current configuration: trial.",
		"Policies that never apply under the proposed configuration: night, day.",
	}
	if diff := cmp.Diff(wantText, sections[0].Text); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	for _, s := range sections {
		if len(s.Table.Rows) == 0 || len(s.Legend) == 0 {
			t.Errorf("%q has %d rows, and a legend of %d", s.Title, len(s.Table.Rows), len(s.Legend))
		}
	}
}

// A page has no section about what there is none of.
func TestSectionsOfNothing(t *testing.T) {
	engine := newEngine(t, `{"policies": [{"id": "desk", "targets": {"first_response": "4h"}}]}`)
	nothing := newEngine(t, `{"policies": [{"id": "desk", "targets": {}}]}`)
	for _, tt := range []struct {
		name   string
		result whatif.Result
	}{
		{"no issue", judged(t, engine, engine, whatif.Request{})},
		{"nothing to judge as proposed", judged(t, engine, nothing, whatif.Request{Metrics: []string{"first_response"}}, answered("a", "", 1))},
		{"nothing to judge currently", judged(t, nothing, engine, whatif.Request{Metrics: []string{"first_response"}}, answered("a", "", 1))},
	} {
		sections := tt.result.Sections()
		text := strings.Join(sections[0].Text, "\n")
		if !strings.Contains(text, "One of the configurations has nothing to judge.") {
			t.Errorf("%s: %s", tt.name, text)
		}
		if tt.result.Issues == 0 && len(sections) != 1 {
			t.Errorf("%s: %v", tt.name, titles(sections))
		}
	}
	same := judged(t, engine, engine, whatif.Request{}, answered("a", "", 1)).Sections()
	if len(same) != 1 || len(same[0].Text) != 3 {
		t.Errorf("of what is the same there is %v and %q", titles(same), same[0].Text)
	}
}

// A page with the first flips says of how many.
func TestSectionsSayHowManyFlipsThereAre(t *testing.T) {
	r := desks(t)
	for shown, want := range map[int][]string{1: {"The first 1 of 3."}, 2: {"The first 2 of 3."}, 3: nil} {
		first := r
		first.Flips = r.Flips[:shown]
		sections := first.Sections()
		if diff := cmp.Diff(want, sections[len(sections)-1].Text); diff != "" {
			t.Errorf("%d are shown (-want +got):\n%s", shown, diff)
		}
	}
	r.Flips = nil
	if _, ok := titles(r.Sections())["Flips"]; ok {
		t.Error("there is a section without flips")
	}
}

func TestChartsDrawTheRates(t *testing.T) {
	charts := desks(t).Charts()
	if len(charts) != 1 {
		t.Fatalf("there are %d charts", len(charts))
	}
	picture := charts[0](report.ChartOptions{})
	for _, want := range []string{
		"How the share of promises kept changes, by priority", "high: 100.0%, then 0.0%.", "urgent: 100.0%, then nothing to judge.", "in all: 100.0%, then 66.6%.",
	} {
		if !bytes.Contains(picture, []byte(want)) {
			t.Errorf("the chart does not say %q:\n%s", want, picture)
		}
	}
}
