package main

import (
	"errors"
	"fmt"
)

const (
	conformUsage = "slacheck conform FILE.jsonl…\n"

	// caseForms describes the forms of a case.
	caseForms = `
A case is a line, one of
  {"id": …, "config": …, "issue": …, "as_of": …, "want": {"clocks": …, "transitions": …, "next_check": …}}
  {"id": …, "config": …, "issues": […], "as_of": …, "request": …, "want": …}
  {"id": …, "schedules": […], "schedule": NAME, "op": …, "at": …, "want": …}
where op is between or spans (both with until), add (with duration), open, next_open or
next_close; and a request is that of a report, of held time if it has held, of targets if it
has targets, and of a backtest if the case also has a proposed configuration.
`
)

// maxDifferences is the number of failed cases that conform shows.
const maxDifferences = 10

// conform runs the conformance cases in files.
func conform(args []string, env environment) error {
	c := newCommand(conformUsage + caseForms)
	if err := c.parseFiles(args, env.stdout); err != nil {
		return err
	}
	passed, failed := 0, 0
	newWorker := func() func(*line) {
		return func(l *line) { l.err = runCase(l.text) }
	}
	err := forEachLine(input{files: c.Args(), stdin: env.stdin}, newWorker, func(l *line) error {
		if l.err == nil {
			passed++
			return nil
		}
		failed++
		if failed <= maxDifferences {
			fmt.Fprintf(env.stdout, "%s:%d: %v\n", l.file, l.number, l.err)
		} else if failed == maxDifferences+1 {
			fmt.Fprintln(env.stdout, "more cases failed; they are not shown")
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(env.stdout, "%d passed, %d failed\n", passed, failed)
	switch {
	case failed > 0:
		return errReported
	case passed == 0:
		return errors.New("no cases")
	}
	return nil
}
