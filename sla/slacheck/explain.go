package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/sla/timeline"
)

// explain explains the issue of a file.
func explain(args []string, stdin io.Reader, stdout, stderr io.Writer, present clock.Source) error {
	flags := flag.NewFlagSet("slacheck explain", flag.ContinueOnError)
	flags.SetOutput(stderr)
	config := flags.String("config", "", "the `file` with the configuration, JSON")
	asOf := flags.String("as-of", "now", "the `instant` as of which to explain: RFC 3339, \"created\" or \"now\"")
	svg := flags.String("svg", "", "write a picture to this `file`, too")
	asJSON := flags.Bool("json", false, "print JSON instead of words")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return usageError(err.Error())
	}
	if *config == "" {
		return usageError("explain needs -config")
	}
	if flags.NArg() != 1 {
		return usageError("explain needs one file with one issue; \"-\" is standard input")
	}
	at, err := instant(*asOf, present)
	if err != nil {
		return err
	}
	engine, err := readConfig(*config)
	if err != nil {
		return err
	}
	file := flags.Arg(0)
	text, err := readFile(file, stdin)
	if err != nil {
		return err
	}
	issue, err := readIssue(text)
	if err != nil {
		return fmt.Errorf("%s:\n%w", file, err)
	}
	if at.IsZero() {
		at = issue.CreatedAt
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

// readFile reads a file, or standard input.
func readFile(file string, stdin io.Reader) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(stdin)
	}
	return os.ReadFile(file)
}
