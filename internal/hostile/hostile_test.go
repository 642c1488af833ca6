package hostile

import (
	"os"
	"testing"
)

// An input is something that the library accepts and that costs it much, with what is done
// with it.
type input struct {
	name string
	run  func(m *meter)
}

// Whatever is accepted is dealt with in little time and memory, and docs/limits.md says how much.
func TestHostileInput(t *testing.T) {
	if slow || os.Getenv("PUNCTUAL_HOSTILE") == "" && !*update {
		t.Skip("measures, which takes a while and the machine for itself; set PUNCTUAL_HOSTILE=1")
	}
	defer keepTheMachine()()
	measured := make(map[string]*worst)
	for _, group := range [][]input{documents, issues, explanations, tracks, calendars, alerts, reports} {
		for _, in := range group {
			t.Run(in.name, func(t *testing.T) { in.run(&meter{t, in.name, measured}) })
		}
	}
	checkPage(t, measured)
}
