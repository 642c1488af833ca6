package slatest

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/sla"
)

// CheckEngine checks that all laws hold for an engine, each in a subtest. It generates histories in
// the domain, which must have the Config and the Location that the engine was made with, and also
// takes histories of the host's own.
//
// If a law fails, the test shows the smallest history that it was found to fail for. The flag
// -rapid.checks says how many histories are generated for each law.
func CheckEngine(t *testing.T, engine *sla.Engine, d Domain, histories ...History) {
	t.Helper()
	if d.Config == nil {
		t.Fatal("the domain has no configuration")
	}
	if newEngine(t, d.Config, d.Location).Fingerprint() != engine.Fingerprint() {
		t.Fatal("the engine was made of another configuration than that of the domain")
	}
	generated := Histories(d.Config, d)
	for _, law := range Laws() {
		t.Run(law.Name, func(t *testing.T) {
			for _, h := range histories {
				law.Check(t, Case{d.Config, engine, h.Issue, h.Now})
			}
			rapid.Check(t, func(t *rapid.T) {
				h := generated.Draw(t, "history")
				law.Check(t, Case{d.Config, engine, h.Issue, h.Now})
			})
		})
	}
}
