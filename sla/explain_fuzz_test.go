package sla_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/punctualgo/punctual/sla"
)

// Any issue is explained in UTF-8 and in valid JSON, the same each time, and what is explained of
// clocks is what the evaluation says.
func FuzzExplainAt(f *testing.F) {
	f.Add(uint8(0), uint16(8), []byte{4, 0, 0, 4, 8, 0})
	f.Add(uint8(1), uint16(40), []byte{8, 1, 8, 17, 8, 33, 0, 5, 0, 21})
	f.Add(uint8(5), uint16(999), []byte{16, 65, 16, 1, 0, 4, 63, 24, 63, 255})
	configs := fuzzConfigs()
	var engines []*sla.Engine
	for _, c := range configs {
		engines = append(engines, newEngine(f, c))
	}
	f.Fuzz(func(t *testing.T, which uint8, hours uint16, data []byte) {
		engine := engines[int(which)%len(configs)]
		issue := fuzzIssue(data)
		now := issue.CreatedAt.Add(time.Duration(hours) * time.Hour)
		explain := func() (text []byte, words string, x sla.Explanation) {
			x, err := engine.ExplainAt(issue, now)
			if err != nil {
				t.Fatal(err)
			}
			if text, err = json.Marshal(x); err != nil {
				t.Fatal(err)
			}
			return text, x.String(), x
		}
		text, words, x := explain()
		if !json.Valid(text) || !utf8.Valid(text) || !utf8.ValidString(words) {
			t.Fatalf("not valid: %s\n%s", text, words)
		}
		if again, wordsAgain, _ := explain(); !bytes.Equal(text, again) || words != wordsAgain {
			t.Fatalf("explained as\n%s\n%s\nthen as\n%s\n%s", text, words, again, wordsAgain)
		}
		if r := evaluate(t, engine, issue, now); len(x.Clocks) != len(r.Clocks) {
			t.Fatalf("%d clocks are explained of %d", len(x.Clocks), len(r.Clocks))
		}
	})
}
