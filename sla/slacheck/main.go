// Slacheck evaluates service level agreements from the command line.
//
//	slacheck eval -config CONFIG.json [-as-of TIME] [-transitions] FILE.jsonl…
//
// reads issues, one a line, and prints how the clocks of each stand, a line of JSON
// for each, in the order of the input. A line is an issue, or an object with an
// issue under "issue", whose other keys are ignored. A file may be gzipped (.gz), and
// "-" is standard input. Issues are evaluated as of TIME: an instant in RFC 3339,
// "created" for each issue's own creation, or "now", the default. A line that is no
// valid issue is reported on standard error, and the others still come out; the exit
// status is then 1.
//
//	slacheck explain -config CONFIG.json [-as-of TIME] [-json] [-svg FILE] ISSUE.json
//
// explains one issue in words, or as JSON: what each clock counted and what it did not,
// what was due when and why, which policies apply, and why others do not. With -svg it
// draws a picture, too.
//
//	slacheck conform FILE.jsonl…
//
// runs conformance cases, prints a difference for each that fails (at most ten), and
// ends with "N passed, M failed". The exit status is 1 if any failed, or if there was
// none. A case is
//
//	{"id": …, "config": …, "issue": …, "as_of": …, "want": {"clocks": …, "transitions": …, "next_check": …}}
//	{"id": …, "schedules": […], "schedule": NAME, "op": …, "at": …, "want": …}
//
// where op is between, spans (both with until), add (with duration), open, next_open
// or next_close.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	_ "time/tzdata" // for machines without zone data

	"github.com/punctualgo/punctual/clock"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, clock.System{}))
}

const (
	evalUsage    = "slacheck eval -config CONFIG.json [-as-of TIME] [-transitions] FILE.jsonl…\n"
	explainUsage = "slacheck explain -config CONFIG.json [-as-of TIME] [-json] [-svg FILE] ISSUE.json\n"
	conformUsage = "slacheck conform FILE.jsonl…\n"

	usage = "usage:\n  " + evalUsage + "  " + explainUsage + "  " + conformUsage + `
"slacheck eval -h" explains the flags. A file may be gzipped; "-" is standard input.
`

	// caseForms are those of conformance cases.
	caseForms = `
A case is a line,
  {"id": …, "config": …, "issue": …, "as_of": …, "want": {"clocks": …, "transitions": …, "next_check": …}}
  {"id": …, "schedules": […], "schedule": NAME, "op": …, "at": …, "want": …}
where op is between, spans (both with until), add (with duration), open, next_open or
next_close.
`
)

// errFailed is returned by a command that has said what failed.
var errFailed = errors.New("failed")

// run runs the command with its arguments and returns the exit status: 1 if
// something in the input was wrong, 2 if the arguments were.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer, present clock.Source) int {
	if len(args) == 0 {
		fmt.Fprint(stderr, usage)
		return 2
	}
	var err error
	switch args[0] {
	case "eval":
		err = eval(args[1:], stdin, stdout, stderr, present)
	case "explain":
		err = explain(args[1:], stdin, stdout, present)
	case "conform":
		err = conform(args[1:], stdin, stdout)
	case "help", "-h", "-help", "--help":
		fmt.Fprint(stdout, usage)
		return 0
	default:
		fmt.Fprintf(stderr, "slacheck: unknown command %q\n%s", args[0], usage)
		return 2
	}
	var wrong usageError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, flag.ErrHelp):
		return 0
	case errors.As(err, &wrong):
		fmt.Fprintf(stderr, "slacheck: %v\n%s", err, usage)
		return 2
	case !errors.Is(err, errFailed):
		fmt.Fprintf(stderr, "slacheck: %v\n", err)
	}
	return 1
}

// A usageError is a problem of the arguments.
type usageError string

func (e usageError) Error() string { return string(e) }
