package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"

	"github.com/punctualgo/punctual/policy"
)

const fmtUsage = "slacheck fmt [-l] [-w] CONFIG.json…\n"

// format prints configurations in their canonical form, or writes it.
func format(args []string, env environment) error {
	c := newCommand(fmtUsage)
	list := c.Bool("l", false, "list the files that are not in canonical form, and exit with status 1 if there are any")
	write := c.Bool("w", false, "write the canonical form into the files")
	if err := c.parseFiles(args, env.stdout); err != nil {
		return err
	}
	differs, invalid := false, false
	for _, file := range c.Args() {
		data, text, err := canonicalFile(file, env)
		if document, ok := err.(*documentError); ok {
			document.print(env.stderr, env.terminal)
			invalid = true
			continue
		}
		if err != nil {
			return err
		}
		same := bytes.Equal(data, text)
		switch {
		case *write && !same:
			err = rewrite(file, data, text)
		case !*write && !*list:
			_, err = env.stdout.Write(text)
		}
		if err == nil && *list && !same {
			differs = true
			_, err = fmt.Fprintln(env.stdout, file)
		}
		if err != nil {
			return err
		}
	}
	if invalid || differs && !*write {
		return errReported
	}
	return nil
}

// canonicalFile returns the content of a configuration's file, and its canonical form.
func canonicalFile(file string, env environment) (data, text []byte, err error) {
	data, err = readFile(file, env.stdin)
	if err != nil {
		return nil, nil, err
	}
	text, err = canonical(file, data)
	return data, text, err
}

// rewrite replaces the content of a file.
func rewrite(file string, data, text []byte) error {
	if file == "-" {
		return usageError("-w cannot write standard input")
	}
	onDisk, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if !bytes.Equal(onDisk, data) {
		return usageError("-w cannot write a file that is compressed: " + file)
	}
	return os.WriteFile(file, text, 0o644) // keeps the permissions that it has
}

// canonical returns the canonical form of a configuration: fields in the order of the
// documentation, short forms where there are any, and one line for what fits in it.
func canonical(file string, data []byte) ([]byte, error) {
	cfg, err := parseText(file, data)
	if err != nil {
		return nil, err
	}
	compact, err := compactJSON(cfg)
	if err != nil {
		return nil, err
	}
	short := longDuration.ReplaceAll(compact, []byte(`"$1$2"`))
	if same(short, compact) {
		compact = short
	}
	return layOut(compact), nil
}

// compactJSON returns the JSON of a configuration without white space.
func compactJSON(cfg *policy.Config) ([]byte, error) {
	var compact bytes.Buffer
	e := json.NewEncoder(&compact)
	e.SetEscapeHTML(false)
	err := e.Encode(cfg)
	return compact.Bytes(), err
}

// longDuration matches the text of a duration that ends with units that are zero.
var longDuration = regexp.MustCompile(`"(?:(\d+h)0m|((?:\d+h)?\d+m))0s"`)

// same reports whether a text is the configuration whose compact JSON is given. It is not if
// what was shortened is no duration, but another text that looks like one.
func same(text, compact []byte) bool {
	cfg, err := policy.Parse(text)
	if err != nil {
		return false
	}
	again, err := compactJSON(cfg)
	return err == nil && bytes.Equal(again, compact)
}

// maxWidth is how many characters a line of the canonical form has at most, if its value can
// be broken.
const maxWidth = 100

// layOut lays out compact JSON. The document and its lists are always broken, and of the rest
// whatever does not fit in a line.
func layOut(compact []byte) []byte {
	l := layout{in: bytes.TrimSpace(compact)}
	l.value(0)
	return append(l.out, '\n')
}

// A layout lays out a JSON document without white space.
type layout struct {
	in  []byte
	pos int
	out []byte
}

// value lays out the next value at a depth.
func (l *layout) value(depth int) {
	end := l.end(l.pos)
	open := l.in[l.pos]
	container := (open == '{' || open == '[') && end > l.pos+2
	inLine := depth > 1 || depth == 1 && open == '{'
	if !container || inLine && l.column()+l.width(l.pos, end) <= maxWidth {
		l.line(end)
		return
	}
	l.out = append(l.out, open)
	l.pos++
	for {
		l.newLine(depth + 1)
		if open == '{' {
			l.line(l.end(l.pos)) // the key
			l.out = append(l.out, ": "...)
			l.pos++ // the colon
		}
		l.value(depth + 1)
		last := l.in[l.pos]
		l.pos++
		if last != ',' {
			l.newLine(depth)
			l.out = append(l.out, last)
			return
		}
		l.out = append(l.out, ',')
	}
}

// newLine begins a line at a depth.
func (l *layout) newLine(depth int) {
	l.out = append(l.out, '\n')
	for range depth {
		l.out = append(l.out, "  "...)
	}
}

// column returns how many characters the current line has, and one for a comma.
func (l *layout) column() int {
	line := l.out[bytes.LastIndexByte(l.out, '\n')+1:]
	return len(bytes.Runes(line)) + 1
}

// line writes the text up to end in one line, with spaces behind commas and colons.
func (l *layout) line(end int) {
	for l.pos < end {
		c := l.in[l.pos]
		if c == '"' {
			next := l.end(l.pos)
			l.out = append(l.out, l.in[l.pos:next]...)
			l.pos = next
			continue
		}
		l.out = append(l.out, c)
		if c == ',' || c == ':' {
			l.out = append(l.out, ' ')
		}
		l.pos++
	}
}

// width returns how many characters line writes.
func (l *layout) width(start, end int) int {
	one := layout{in: l.in, pos: start}
	one.line(end)
	return len(bytes.Runes(one.out))
}

// end returns where the value that begins at a position ends.
func (l *layout) end(pos int) int {
	depth := 0
	for i := pos; i < len(l.in); i++ {
		switch c := l.in[i]; c {
		case '"':
			for i++; l.in[i] != '"'; i++ {
				if l.in[i] == '\\' {
					i++
				}
			}
			if depth == 0 {
				return i + 1
			}
		case '{', '[':
			depth++
		case '}', ']', ',':
			if c != ',' {
				depth--
			}
			if depth < 0 || depth == 0 && c == ',' {
				return i
			}
			if depth == 0 {
				return i + 1
			}
		}
	}
	return len(l.in)
}
