package report_test

import (
	"encoding/json"
	"testing"

	"github.com/punctualgo/punctual/internal/issuetest"
	"github.com/punctualgo/punctual/sla/report"
)

// A request that is accepted is written as one that is accepted, too, and means the same. It has
// a report.
func FuzzRequest(f *testing.F) {
	for _, text := range []string{
		`{}`, `{"by": ["metric", "tags@start", "decided.week", "target"], "goal": "99.9%", "near": "10%", "worst": 3}`,
		`{"unit": "issue", "denominator": "all", "on": "created", "from": "2026-03-01T00:00:00Z", "until": "2026-04-01T00:00:00+02:00", "zone": "Europe/Berlin"}`,
		`{"where": {"any": [{"field": "priority@end", "op": "in", "value": ["high", "\u00e9"]}, {"not": {"field": "created.hour", "op": "eq", "value": "14"}}]}, "metrics": ["resolution"]}`,
		`{"held": "assignee", "where": {"field": "outcome", "op": "eq", "value": "missed"}}`, `{"goal": "95%", "ladder": ["1h", "90m"]}`,
		`{"by": null}`, `{"worst": 1e9}`, `{"worst": 9223372036854775808}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if q, err := report.ParseRequest([]byte(text), engines[0]); err == nil {
			again := readAgain(t, q, func(text []byte) (report.Request, error) { return report.ParseRequest(text, engines[0]) })
			a, err := report.New(engines[0], again, issuetest.AsOf)
			if err != nil {
				t.Fatal(err)
			}
			document(t, a.Report())
		}
		if q, err := report.ParseHeldRequest([]byte(text), engines[0]); err == nil {
			again := readAgain(t, q, func(text []byte) (report.HeldRequest, error) { return report.ParseHeldRequest(text, engines[0]) })
			if _, err := report.NewHeld(engines[0], again, issuetest.AsOf); err != nil {
				t.Fatal(err)
			}
		}
		if q, err := report.ParseTargetsRequest([]byte(text), engines[0]); err == nil {
			again := readAgain(t, q, func(text []byte) (report.TargetsRequest, error) { return report.ParseTargetsRequest(text, engines[0]) })
			if _, err := report.NewTargets(engines[0], again, issuetest.AsOf); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// readAgain writes a request and reads it, and checks that it stays the same.
func readAgain[Q any](t *testing.T, q Q, read func([]byte) (Q, error)) Q {
	t.Helper()
	text, err := json.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	again, err := read(text)
	if err != nil {
		t.Fatalf("%s is not read again: %v", text, err)
	}
	if second := document(t, again); second != string(text) {
		t.Fatalf("written\n%s\nthen\n%s", text, second)
	}
	return again
}
