package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/problem"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/timeline"
)

// explain explains the issue of a file.
func explain(args []string, stdin io.Reader, stdout io.Writer, present clock.Source) error {
	c := newCommand(explainUsage)
	c.takesIssues()
	svg := c.String("svg", "", "write a picture to this `file`, too")
	asJSON := c.Bool("json", false, "print JSON instead of words")
	if err := c.parse(args, stdout); err != nil {
		return err
	}
	if c.NArg() > 1 {
		return usageError("explain takes one file, with one issue")
	}
	engine, at, err := c.engine(present)
	if err != nil {
		return err
	}
	file := c.Arg(0)
	text, err := readFile(file, stdin)
	if err != nil {
		return err
	}
	issue, err := readIssue(text)
	if err != nil {
		return fmt.Errorf("%s:\n%w", file, err)
	}
	if *c.when == "now" {
		at = at.Truncate(time.Second) // for people
	}
	x, err := engine.ExplainAt(*issue, asOf(issue, at))
	if err != nil {
		return fmt.Errorf("%s:\n%w", file, located(text, err))
	}
	if *svg != "" {
		if err := os.WriteFile(*svg, timeline.SVG(*issue, x, timeline.Options{}), 0o644); err != nil {
			return err
		}
	}
	if !*asJSON {
		_, err = fmt.Fprint(stdout, x)
		return err
	}
	out := json.NewEncoder(stdout)
	out.SetIndent("", "  ")
	return out.Encode(x)
}

// located gives the problems of an issue their lines in the text that it was read from.
func located(text []byte, err error) error {
	if _, ok := errors.AsType[*sla.Error](err); !ok {
		return err
	}
	problems, more := strict.List(err)
	paths := []string{"issue"}
	for _, e := range problems {
		paths = append(paths, e.Path, strict.Join("issue", e.Path))
	}
	lines := strict.Lines(text, paths)
	var all strict.Problems
	for _, e := range problems {
		path := e.Path
		if lines["issue"] > 0 { // the issue is there
			path = strict.Join("issue", path)
		}
		for lines[path] == 0 { // what is missing has none
			path = strict.Parent(path)
		}
		all.AddError("", &problem.Error{Line: lines[path], Path: e.Path, Err: e.Err})
	}
	all.More(more)
	return all.Err()
}

// readFile reads a file, or standard input, which may be gzipped.
func readFile(file string, stdin io.Reader) ([]byte, error) {
	in, err := open(file, stdin)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return io.ReadAll(in)
}
