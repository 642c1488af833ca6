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
//	slacheck report -config CONFIG.json [-as-of TIME] [-by DIMENSIONS] [-format FORMAT] […] FILE.jsonl…
//	slacheck held -config CONFIG.json -field FIELD [-as-of TIME] [-format FORMAT] […] FILE.jsonl…
//	slacheck targets -config CONFIG.json -goal PERCENT [-as-of TIME] [-by DIMENSIONS] [-format FORMAT] […] FILE.jsonl…
//
// Report says how many promises were kept, group by group: of whom, when, and how long things
// took. Held says in whose time clocks ran, such as by assignee, team or status. Targets says
// which targets could have been kept. They read issues as eval does; a file may also be a
// directory, for the *.jsonl and *.jsonl.gz in it. Package report explains dimensions, the
// other flags, and JSON files for -request. A line that is no issue is reported and left out,
// and the exit status is then 1. The format is text, json, csv, markdown, html, svg, or part. As
// html it is a page with charts, the table, and what its columns mean, that works from a file; as
// svg it is the first of its charts.
//
//	slacheck whatif -config CONFIG.json -proposed CONFIG.json [-as-of TIME] [-by DIMENSIONS] [-format FORMAT] […] FILE.jsonl…
//
// Whatif judges the issues under two configurations, and says what changes: the totals, the
// groups, and the clocks that flip from one outcome to another, with the reason. It shows the
// first 20 flips, or as many as -show says, and writes all of them to the file of -flips.
//
//	slacheck merge [-format FORMAT] PART.json…
//
// Merge joins what report, held, targets and whatif print with -format part, so that parts can
// be computed on many machines. All must be as of one instant: give -as-of. Flips are not in
// parts.
//
//	slacheck conform FILE.jsonl…
//
// Conform runs conformance cases, one per line. It prints the difference for each of the
// first ten that fail, and ends with "N passed, M failed". It exits with status 1 if a case
// failed or if there are none. A case is one of
//
//	{"id": …, "config": …, "issue": …, "as_of": …, "want": {"clocks": …, "transitions": …, "next_check": …}}
//	{"id": …, "config": …, "issues": […], "as_of": …, "request": …, "want": …}
//	{"id": …, "schedules": […], "schedule": NAME, "op": …, "at": …, "want": …}
//
// where op is between or spans (both with until), add (with duration), open, next_open or
// next_close; and a request is that of a report, of held time if it has held, of targets if it
// has targets, and of a backtest if the case also has a proposed configuration.
//
//	slacheck holidays [-format FORMAT] [CODE [YEAR]]
//
// Holidays lists the holidays of a country or region, one per line: the date, the weekday,
// the name, and "(observed)" on a day that is free in place of the holiday's own. The code
// is one of package holiday, such as "us" or "de-BY"; the year is the current one by
// default. Without a code, it lists all codes, those of each country on one line. The
// format is text, the default, or json.
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
const usage = "usage:\n  " + evalUsage + "  " + explainUsage + "  " + reportUsage + "  " + heldUsage + "  " + targetsUsage + "  " + whatifUsage + "  " + mergeUsage + "  " + conformUsage + "  " + holidaysUsage + `
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
	case "report":
		err = reportIssues(args[1:], env)
	case "held":
		err = held(args[1:], env)
	case "targets":
		err = targets(args[1:], env)
	case "whatif":
		err = compareConfigs(args[1:], env)
	case "merge":
		err = merge(args[1:], env)
	case "holidays":
		err = holidays(args[1:], env)
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
