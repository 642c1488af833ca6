package steps_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/punctualgo/punctual/internal/steps"
	"github.com/punctualgo/punctual/policy"
)

// A target's own steps replace its policy's, even with an empty list.
func TestSteps(t *testing.T) {
	p := policy.Policy{Escalations: []policy.Escalation{{At: "75%"}, {At: "breach", Name: "tell"}, {At: "75%"}, {At: "1h after", Name: "75%"}}}
	for _, tt := range []struct {
		target policy.Target
		want   string
	}{
		{policy.Target{}, "75% 0, tell 0, 75% 1, 75% 2, "},
		{policy.Target{Escalations: []policy.Escalation{{At: "breach"}}}, "breach 0, "},
		{policy.Target{Escalations: []policy.Escalation{}}, ""},
	} {
		var got strings.Builder
		for _, s := range steps.Of(&p, tt.target) {
			got.WriteString(fmt.Sprint(s.Label, " ", s.Nth, ", "))
		}
		if got.String() != tt.want {
			t.Errorf("got %q, want %q", got.String(), tt.want)
		}
	}
}
