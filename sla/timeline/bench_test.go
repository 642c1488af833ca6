package timeline_test

import (
	"testing"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/timeline"
)

// What a picture costs beside the evaluation and the explanation that it shows.
func BenchmarkPicture(b *testing.B) {
	s := week(b)
	engine, err := sla.New(&s.Config, sla.Options{})
	if err != nil {
		b.Fatal(err)
	}
	x, err := engine.ExplainAt(s.Issue, s.AsOf)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("evaluate", func(b *testing.B) {
		for b.Loop() {
			if _, err := engine.EvaluateAt(s.Issue, s.AsOf); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("explain", func(b *testing.B) {
		for b.Loop() {
			if _, err := engine.ExplainAt(s.Issue, s.AsOf); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("draw", func(b *testing.B) {
		for b.Loop() {
			timeline.SVG(s.Issue, x, timeline.Options{})
		}
	})
}
