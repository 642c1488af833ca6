package whatif_test

import (
	"encoding/json"
	"testing"

	"github.com/punctualgo/punctual/internal/issuetest"
	"github.com/punctualgo/punctual/sla/whatif"
)

// A request that is accepted is written as one that is accepted, too, and means the same.
func FuzzRequest(f *testing.F) {
	for _, text := range []string{
		`{}`, `{"by": ["metric", "tags"], "goal": "99.9%", "near": "10%", "metrics": ["resolution"]}`,
		`{"from": "2026-03-01T00:00:00Z", "until": "2026-04-01T00:00:00+02:00", "zone": "Europe/Berlin", "where": {"field": "priority", "op": "ne", "value": "high"}}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := whatif.ParseRequest([]byte(text), engines[0], engines[2])
		if err != nil {
			return
		}
		once, err := json.Marshal(q)
		if err != nil {
			t.Fatal(err)
		}
		again, err := whatif.ParseRequest(once, engines[0], engines[2])
		if err != nil {
			t.Fatalf("%s is not read again: %v", once, err)
		}
		if twice, err := json.Marshal(again); err != nil || string(twice) != string(once) {
			t.Fatalf("written\n%s\nthen\n%s, %v", once, twice, err)
		}
		if _, err := whatif.NewBacktest(engines[0], engines[2], again, issuetest.AsOf); err != nil {
			t.Fatal(err)
		}
	})
}
