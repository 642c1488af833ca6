package hostile

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
)

const page = "../../docs/limits.md"

// The table of the page is between these lines.
const (
	tableBegin = "<!-- measured: go test ./internal/hostile -update -->\n"
	tableEnd   = "<!-- end -->\n"
)

// slack is how many times as much as the page says an operation may allocate, before the page
// counts as wrong.
const slack = 1.5

// The page has a row for each operation, with what it may take.
func TestPageHasAllOperations(t *testing.T) {
	_, rows, _ := readPage(t)
	if len(rows) != 2+len(operations) {
		t.Fatalf("%s has %d rows, and there are %d operations: run the tests with -update", page, len(rows)-2, len(operations))
	}
	for i, op := range operations {
		want := fmt.Sprintf("| `%s` | %s | %s |", op.name, op.of, mayTake(op))
		if !strings.HasPrefix(rows[2+i], want) {
			t.Errorf("%s says %q, want %q: run the tests with -update", page, rows[2+i], want)
		}
	}
}

// readPage returns the rows of the table, and the page before and behind it.
func readPage(t *testing.T) (before string, rows []string, after string) {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), tableBegin)
	written, after, ok2 := strings.Cut(rest, tableEnd)
	if !ok || !ok2 {
		t.Fatalf("%s has no table between %q and %q", page, tableBegin, tableEnd)
	}
	return before, strings.Split(strings.TrimSuffix(written, "\n"), "\n"), after
}

// checkPage checks that no operation allocates much more than the page says, or writes the
// page. Times depend on the machine.
func checkPage(t *testing.T, measured map[string]*worst) {
	t.Helper()
	before, rows, after := readPage(t)
	if *update {
		var b bytes.Buffer
		b.WriteString(before + tableBegin)
		writeTable(&b, measured)
		b.WriteString(tableEnd + after)
		if err := os.WriteFile(page, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if len(rows) != 2+len(operations) {
		t.Fatalf("%s has %d rows, and there are %d operations: run this test with -update", page, len(rows)-2, len(operations))
	}
	for i, op := range operations {
		w := measured[op.name]
		if w == nil {
			t.Errorf("%s is not measured", op.name)
			continue
		}
		var memory float64
		cells := strings.Split(rows[2+i], "|")
		if _, err := fmt.Sscanf(strings.TrimSpace(cells[5]), "%f MiB", &memory); err != nil {
			t.Fatalf("%s: %v: %s", page, err, rows[2+i])
		}
		if w.memory.memory > slack*memory+1 {
			t.Errorf("%s says that %s allocates %.1f MiB, and it allocates %.1f: run this test with -update", page, op.name, memory, w.memory.memory)
		}
	}
}

// writeTable writes what the operations cost.
func writeTable(b *bytes.Buffer, measured map[string]*worst) {
	b.WriteString("| operation | of | may take | most time | most memory | the input of each |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, op := range operations {
		w := measured[op.name]
		if w == nil {
			w = new(worst)
		}
		inputs := w.cpu.words()
		if w.memory.input != w.cpu.input {
			inputs += "; " + w.memory.words()
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %.0f ms | %.1f MiB | %s |\n", op.name, op.of, mayTake(op), w.cpu.cpu.Seconds()*1000, w.memory.memory, inputs)
	}
}

// mayTake says what an operation may cost.
func mayTake(op operation) string {
	return fmt.Sprintf("%d ms, %.0f MiB", op.cpu.Milliseconds(), op.memory)
}

// words says which input cost so much.
func (c *cost) words() string {
	if c.refused {
		return c.input + " (refused)"
	}
	return c.input
}
