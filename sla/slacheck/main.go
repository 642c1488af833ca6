// Slacheck evaluates service level agreements from the command line.
//
//	slacheck eval -config CONFIG.json [-as-of TIME] [-transitions] FILE.jsonl…
//
// Eval evaluates issues, one per line, and prints the clocks of each issue as a line of
// JSON, in the order of the input. A line is an issue, or an object with an issue under
// "issue", whose other keys are ignored. The time is an instant in RFC 3339, "created" for
// when each issue was created, or "now", the default. Eval reports an invalid line on
// standard error, goes on with the next one, and exits with status 1.
//
//	slacheck explain -config CONFIG.json [-as-of TIME] [-json] [-svg FILE] ISSUE.json
//
// Explain explains one issue in words, or as JSON: what each clock counted, what it did not
// count, what was due when and why, which policies apply, and why others do not. With -svg,
// it also draws a picture.
//
//	slacheck test [-config CONFIG.json] [-update] [-format FORMAT] FILE_OR_DIR…
//
// Test runs the scenario files of package scenario: stories of issues, with what is expected
// of their clocks. Of a directory it runs all files whose names end in .json, those in
// directories below it too, except configurations. For each difference it prints what was expected, what came and the explanation of the clock. It
// ends with "N passed, M failed", which counts scenarios, and each file that has problems as
// one that failed; then it exits with status 1. Problems go to standard error. With -config,
// all scenarios run under that configuration. With -update, test writes what came into the
// files instead. The format is text, the default, or json.
//
//	slacheck conform FILE.jsonl…
//
// Conform runs conformance cases, one per line. It prints the difference for each of the
// first ten that fail, and ends with "N passed, M failed". It exits with status 1 if a case
// failed or if there are none. A case is one of
//
//	{"id": …, "config": …, "issue": …, "as_of": …, "want": {"clocks": …, "transitions": …, "next_check": …}}
//	{"id": …, "schedules": […], "schedule": NAME, "op": …, "at": …, "want": …}
//
// where op is between or spans (both with until), add (with duration), open, next_open or
// next_close.
//
//	slacheck holidays [-format FORMAT] [CODE [YEAR]]
//
// Holidays lists the holidays of a country or region, one per line: the date, the weekday,
// the name, and "(observed)" on a day that is free in place of the holiday's own. The code
// is one of package holiday, such as "us" or "de-BY"; the year is the current one by
// default. Without a code, it lists all codes, those of each country on one line. The
// format is text, the default, or json.
//
//	slacheck lint [-format FORMAT] [-strict] [-disable RULE,…] [-as-of TIME] CONFIG.json…
//
// Lint prints what is wrong with configurations, or is legal but likely wrong, one finding
// per line: the file and line, the level (error, warning or info), the rule, the path, what
// is wrong and how to mend it. Package lint has the rules. Lint exits with status 1 if
// there is an error, or, with -strict, a warning. The format is text, the default, or json,
// one array for all files.
//
//	slacheck import -from PRODUCT [-schedules FILE] [-scenarios OUT] FILE
//
// Import converts the SLA policies of another product, in the JSON of its API, and prints
// the configuration. The product is zendesk, freshdesk, chatwoot or zammad. With -schedules,
// it converts the business hours, too. What cannot be carried over goes to standard error,
// one thing per line: the file, the path in it, what is lost, and how to mend it. With
// -scenarios, it also writes what the configuration promises as a scenario file, which
// slacheck test runs with -config. Package migrate has the details.
//
// Any file may be gzipped, and "-" is standard input.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	_ "time/tzdata" // for machines without zone data

	"github.com/punctualgo/punctual/clock"
)

func main() {
	os.Exit(run(os.Args[1:], environment{os.Stdin, os.Stdout, os.Stderr, clock.System{}}))
}

// usage is the help about all commands.
const usage = "usage:\n  " + evalUsage + "  " + explainUsage + "  " + testUsage + "  " + lintUsage + "  " + importUsage + "  " + conformUsage + "  " + holidaysUsage + `
"slacheck eval -h" explains the flags of eval. A file may be gzipped; "-" is standard input.
`

// run runs a command and returns the exit status: 0 for success, 1 for a problem in the
// input, and 2 for a problem in the arguments.
func run(args []string, env environment) int {
	if len(args) == 0 {
		fmt.Fprint(env.stderr, usage)
		return 2
	}
	var err error
	switch args[0] {
	case "eval":
		err = eval(args[1:], env)
	case "explain":
		err = explain(args[1:], env)
	case "conform":
		err = conform(args[1:], env)
	case "test":
		err = test(args[1:], env)
	case "holidays":
		err = holidays(args[1:], env)
	case "lint":
		err = lintFiles(args[1:], env)
	case "import":
		err = importFile(args[1:], env)
	case "help", "-h", "-help", "--help":
		fmt.Fprint(env.stdout, usage)
	default:
		err = usageError(fmt.Sprintf("unknown command %q", args[0]))
	}
	_, misused := errors.AsType[usageError](err)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case misused:
		fmt.Fprintf(env.stderr, "slacheck: %v\n%s", err, usage)
		return 2
	case !errors.Is(err, errReported):
		fmt.Fprintf(env.stderr, "slacheck: %v\n", err)
	}
	return 1
}
