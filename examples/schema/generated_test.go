package schema

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/sla/slatest"
)

// What the generators of package slatest make, and what comes of it, is valid.
func TestGeneratedDocumentsAreValid(t *testing.T) {
	cases := slatest.Cases(slatest.Domain{})
	rapid.Check(t, func(t *rapid.T) {
		c := cases.Draw(t, "case")
		result, err := c.Engine.EvaluateAt(c.Issue, c.Now)
		if err != nil {
			t.Fatal(err)
		}
		for _, document := range []struct {
			schema string
			value  any
		}{{"config", c.Config}, {"issue", &c.Issue}, {"result", &result}} {
			text, err := json.Marshal(document.value)
			if err != nil {
				t.Fatal(err)
			}
			if err := validate(document.schema, text); err != nil {
				t.Fatalf("%s: %v\n%s", document.schema, err, text)
			}
		}
	})
}
