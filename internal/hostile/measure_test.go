package hostile

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
	"github.com/punctualgo/punctual/sla/report"
)

var update = flag.Bool("update", false, "write the figures into docs/limits.md")

// slow is whether the race detector is on, under which figures mean nothing.
var slow bool

// A cost is what an operation took.
type cost struct {
	input   string
	cpu     time.Duration
	memory  float64 // MiB allocated, also what was free again at the end
	refused bool    // it ended with an error that says that it is too much
}

// A meter measures the operations of one input, and keeps the worst of each operation.
type meter struct {
	t     *testing.T
	input string
	worst map[string]*worst
}

// A worst is what an operation cost at most.
type worst struct{ cpu, memory cost }

// refusals are the errors of operations that would take too much.
var refusals = []error{sla.ErrTooMuchWork, sla.ErrTooManyTransitions, businesshours.ErrNotWithinHorizon, alert.ErrTooLong, alert.ErrTooManyRecipients, report.ErrTooManyGroups}

// do measures an operation. It reports whether the operation gave a result that is worth going
// on with, and fails the test if it took more than it may, or failed for another reason than that
// it would take too much.
func (m *meter) do(name string, f func() error) bool {
	m.t.Helper()
	op := operationOf(name)
	c := cost{input: m.input}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	began := cpu()
	err := f()
	c.cpu = cpu() - began
	runtime.ReadMemStats(&after)
	c.memory = float64(after.TotalAlloc-before.TotalAlloc) / (1 << 20)
	for _, refusal := range refusals {
		c.refused = c.refused || errors.Is(err, refusal)
	}
	m.t.Logf("%-28s %7.1f ms %7.1f MiB%s", name, c.cpu.Seconds()*1000, c.memory, note(err))
	switch {
	case err != nil && !c.refused && !op.refuses:
		m.t.Errorf("%s: %v", name, err)
	case c.memory > op.memory:
		m.t.Errorf("%s allocates %.0f MiB, which is more than %.0f", name, c.memory, op.memory)
	case c.cpu > patience*op.cpu:
		m.t.Errorf("%s takes %v, which is much more than %v", name, c.cpu, op.cpu)
	}
	monstrous := c.memory > 10*op.memory || c.cpu > 10*patience*op.cpu
	w := m.worst[name]
	if w == nil {
		m.worst[name] = &worst{c, c}
		return err == nil && !monstrous
	}
	if c.cpu > w.cpu.cpu {
		w.cpu = c
	}
	if c.memory > w.memory.memory {
		w.memory = c
	}
	return err == nil && !monstrous
}

// keepTheMachine ends the process if an operation takes so much memory that the machine would
// suffer. It returns a function that stops to look.
func keepTheMachine() (stop func()) {
	const tooMuch = 4 << 30
	done := make(chan struct{})
	go func() {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		for {
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
			}
			if metrics.Read(sample); sample[0].Value.Uint64() > tooMuch {
				fmt.Fprintln(os.Stderr, "an operation takes more than 4 GiB: run with -v to see which")
				os.Exit(1)
			}
		}
	}()
	return func() { close(done) }
}

// note returns the beginning of an error.
func note(err error) string {
	if err == nil {
		return ""
	}
	text, _, _ := strings.Cut(err.Error(), "\n")
	return ": " + text[:min(len(text), 100)]
}

// object and list are values of JSON.
type (
	object = map[string]any
	list   = []any
)

// encode returns a value as JSON.
func encode(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // a fault of the tests
	}
	return text
}

// many returns a list of n elements.
func many(n int, element func(i int) any) list {
	l := make(list, n)
	for i := range l {
		l[i] = element(i)
	}
	return l
}

// id returns a name with a number.
func id(name string, i int) string { return fmt.Sprint(name, i) }
