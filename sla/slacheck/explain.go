package main

import (
	"fmt"
	"os"
	"time"

	"github.com/punctualgo/punctual/sla/timeline"
)

const explainUsage = "slacheck explain -config CONFIG.json [-as-of TIME] [-json] [-svg FILE] ISSUE.json\n"

// explain explains the issue in a file.
func explain(args []string, env environment) error {
	c := newCommand(explainUsage)
	c.addConfigFlags(asOfInstantOrCreation)
	svg := c.String("svg", "", "also draw a picture, into this `file`")
	pictureOptions := c.addPictureFlags()
	asJSON := c.Bool("json", false, "print JSON instead of words")
	if err := c.parseFiles(args, env.stdout); err != nil {
		return err
	}
	if c.NArg() > 1 {
		return usageError("explain takes one file with one issue")
	}
	options, err := pictureOptions()
	if err != nil {
		return err
	}
	engine, at, err := c.engine(env.present)
	if err != nil {
		return err
	}
	if *c.asOf == "now" {
		at = at.Truncate(time.Second) // easier to read
	}
	file := c.Arg(0)
	text, err := readFile(file, env.stdin)
	if err != nil {
		return err
	}
	issue, err := newDecoder().Decode(text)
	if err != nil {
		return &documentError{file: file, text: text, err: err}
	}
	x, err := engine.ExplainAt(*issue, asOf(issue, at))
	if err != nil {
		return &documentError{file: file, text: text, err: addLines(text, err)}
	}
	if *svg != "" {
		if err := os.WriteFile(*svg, timeline.SVG(*issue, x, options), 0o644); err != nil {
			return err
		}
	}
	if *asJSON {
		return printJSON(env.stdout, x)
	}
	_, err = fmt.Fprint(env.stdout, x)
	return err
}
