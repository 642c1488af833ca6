package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/sla/timeline"
)

// explain explains the issue of a file.
func explain(args []string, stdin io.Reader, stdout, stderr io.Writer, present clock.Source) error {
	c := newCommand("explain", stderr)
	svg := c.String("svg", "", "write a picture to this `file`, too")
	asJSON := c.Bool("json", false, "print JSON instead of words")
	engine, at, err := c.parse(args, present, func(files int) error {
		if files != 1 {
			return usageError("explain needs one file with one issue, behind all flags; \"-\" is standard input")
		}
		return nil
	})
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
	switch {
	case at.IsZero():
		at = issue.CreatedAt
	case *c.asOf == "now":
		at = at.Truncate(time.Second) // for people
	}
	x, err := engine.Explain(*issue, at)
	if err != nil {
		return fmt.Errorf("%s:\n%w", file, err)
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

// readFile reads a file, or standard input, which may be gzipped.
func readFile(file string, stdin io.Reader) ([]byte, error) {
	in, err := open(file, stdin)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return io.ReadAll(in)
}
