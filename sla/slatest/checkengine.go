package slatest

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/sla"
)

// CheckEngine checks that an engine of a host's own configuration obeys all laws, each as a
// subtest: for issues that are generated in the domain, and for histories of the host's own, if
// given. The domain must have the Config that the engine was made of, and its Location.
//
// A law that fails shows the smallest case that it was found to fail for. How many cases are
// generated says the flag -rapid.checks.
func CheckEngine(t *testing.T, engine *sla.Engine, d Domain, histories ...History) {
	t.Helper()
	if d.Config == nil {
		t.Fatal("the domain has no configuration")
	}
	if newEngine(t, d.Config, d.Location).Fingerprint() != engine.Fingerprint() {
		t.Fatal("the engine was made of another configuration than that of the domain")
	}
	generated := Histories(d, d.Config)
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
