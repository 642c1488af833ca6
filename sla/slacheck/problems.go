package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/problem"
)

// A documentError is the problems of a document in a file.
type documentError struct {
	file   string
	number int // the line that is the document, from 1; 0 if the whole file is
	text   []byte
	err    error
}

// Error returns a line for each problem.
func (e *documentError) Error() string {
	var b strings.Builder
	e.print(&b, false)
	return strings.TrimSuffix(b.String(), "\n")
}

func (e *documentError) Unwrap() error { return e.err }

// print prints a line for each problem: file:line: path: what; how to mend. With excerpts,
// the line of the file that has the problem follows.
func (e *documentError) print(w io.Writer, excerpts bool) {
	var x *excerpter
	if excerpts {
		x = newExcerpter(e.text)
	}
	problems, more := strict.List(e.err)
	for _, p := range problems {
		where, number := e.file, p.Line
		if e.number > 0 {
			number = e.number
		}
		if number > 0 {
			where = fmt.Sprintf("%s:%d", e.file, number)
		}
		text := convert(e.file, (&problem.Error{Path: p.Path, Err: p.Err}).Error())
		if e.number == 1 && bytes.HasPrefix(e.text, []byte("{")) && !json.Valid(e.text) {
			text += `; a line is one issue: write each on a line of its own, as "jq -c ." does`
		}
		fmt.Fprintf(w, "%s: %s\n", where, text)
		if e.number > 0 {
			x.printLine(w, 1, number, p.Path)
		} else {
			x.print(w, number, p.Path)
		}
	}
	if more > 0 {
		fmt.Fprintf(w, "%s: and %d more problems\n", e.file, more)
	}
}

// otherFormat is what the text of a problem says of a document that is not JSON.
const otherFormat = "; this is not JSON: convert YAML and other formats to JSON first"

// convert returns the text of a problem, and says how to convert a document that is not JSON,
// if that is what the problem comes from.
func convert(file, text string) string {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".yaml", ".yml":
		return strings.TrimSuffix(text, otherFormat) + `; YAML is not read: convert it, as "yq -o=json . ` + file + `" does`
	case ".jsonc", ".json5":
		return text + `; only plain JSON is read: convert it, as "npx json5 ` + file + `" does`
	}
	if text == "scenarios: unknown field" {
		return text + `; a file of scenarios is run with "slacheck test"`
	}
	if strings.Contains(text, "JSON has no comments") {
		return text + `: convert the file, as "npx json5 ` + file + `" does, and keep what readers need in "description"`
	}
	return text
}

// An excerpter shows lines of a document. A nil one shows nothing.
type excerpter struct {
	lines     []string
	starts    []int // of lines, in bytes
	positions map[string]strict.Position
}

func newExcerpter(text []byte) *excerpter {
	x := &excerpter{positions: strict.Positions(text)}
	start := 0
	for line := range strings.Lines(string(text)) {
		x.lines = append(x.lines, strings.TrimRight(line, "\r\n"))
		x.starts = append(x.starts, start)
		start += len(line)
	}
	return x
}

// maxExcerpt is how many characters of a line are shown.
const maxExcerpt = 100

// print prints a line of the document, and below it a caret where the value at a path
// begins, or else the first value of the line.
func (x *excerpter) print(w io.Writer, line int, path string) { x.printLine(w, line, line, path) }

// printLine prints a line of the document as print does, with another number.
func (x *excerpter) printLine(w io.Writer, line, number int, path string) {
	if x == nil || line < 1 || line > len(x.lines) || !utf8.ValidString(x.lines[line-1]) {
		return
	}
	text := x.lines[line-1]
	at := len(text) - len(strings.TrimLeft(text, " \t"))
	p, ok := x.positions[path]
	if !ok { // the document may have the issue under "issue"
		p, ok = x.positions[strict.Join("issue", path)]
	}
	if ok && p.Line == line {
		at = p.Offset - x.starts[line-1]
	}
	before, after := shown(text[:at]), shown(text[at:])
	if cut := len(before) - maxExcerpt/2; cut > 0 && len(before)+len(after) > maxExcerpt {
		before = append([]rune("…"), before[cut:]...)
	}
	if room := maxExcerpt - len(before); len(after) > room {
		after = append(after[:room:room], '…')
	}
	fmt.Fprintf(w, "%6d | %s%s\n%6s | %*s^\n", number, string(before), string(after), "", len(before), "")
}
