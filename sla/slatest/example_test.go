package slatest_test

import (
	"testing"
	"testing/fstest"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla/slatest"
)

// A host tests the configuration that it builds in Go. The files are embedded, or those of
// os.DirFS.
func ExampleRunScenarios() {
	fsys := fstest.MapFS{"promises.json": {Data: []byte(`{
	  "scenarios": [{
	    "name": "an answer within the hour is in time",
	    "story": [
	      {"at": "Mon 2026-03-09 09:00"},
	      {"at": "+1h", "message": "agent", "expect": {"first_response": {"outcome": "met"}}}
	    ]
	  }]
	}`)}}
	production := &policy.Config{Policies: []policy.Policy{{
		ID:      "standard",
		Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(3600e9)},
	}}}

	// In a test file:
	_ = func(t *testing.T) {
		slatest.RunScenarios(t, fsys, slatest.Options{Config: production})
	}
}
