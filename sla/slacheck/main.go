// Slacheck checks service level agreements and evaluates them, from the command line.
//
//	slacheck init [-template NAME] [-set NAME=VALUE]… [-list] [DIR]
//
// Init writes config.json and scenarios.json into a directory: a configuration to start from,
// made from one of the templates of package policy, and scenarios that tell what it promises.
// With -set, parameters of the template such as the time zone have values of your own, and
// the scenarios expect what comes of them. It replaces no file. With -list, it lists the
// templates and their parameters.
//
//	slacheck check CONFIG.json…
//
// Check says whether configurations are valid, and sums up what each promises and which
// holidays come next.
//
//	slacheck diff [-issues FILE.jsonl] [-as-of TIME] [-format FORMAT] [-exit-code] OLD.json NEW.json
//
// Diff tells what changes from one configuration to another, promise by promise: "enterprise,
// urgent: first response 1h → 30m". With -issues, it evaluates the issues in a file, one per
// line, under both, and counts the clocks whose outcome or due instant changes. With
// -exit-code, it exits with status 1 if anything changes. The format is text or json.
//
//	slacheck fmt [-l] [-w] CONFIG.json…
//
// Fmt prints configurations in their canonical form: fields in the order of the documentation,
// short forms where there are any, one line for what fits in it. With -w, it writes that into
// the files; with -l, it lists the files that differ from it, and exits with status 1 if there
// are any that it does not write.
//
//	slacheck schema config|issue|scenario|result|report
//
// Schema prints a JSON Schema (2020-12), with which editors complete and check documents. It
// accepts all that the library accepts, except empty texts where a field can be left out, and
// refuses what is wrong in form; check also finds what is wrong in meaning. A result is what
// eval prints, and a report what report prints as JSON.
//
//	slacheck completion bash|zsh|fish
//
// Completion prints a script that completes commands and flags in a shell.
//
//	slacheck version
//
// Version prints the version.
//
//	slacheck eval -config CONFIG.json [-as-of TIME] [-transitions] FILE.jsonl…
//
// Eval evaluates issues, one per line, and prints the clocks of each issue as a line of
// JSON, in the order of the input. A line is an issue, or an object with an issue under
// "issue", whose other keys are ignored. The time is an instant in RFC 3339, "created" for
// when each issue was created, or "now", the default. Eval reports an invalid line on
// standard error, goes on with the next one, and exits with status 1.
//
//	slacheck explain -config CONFIG.json [-as-of TIME] [-metric METRICS] [-cycle N] [-only WHICH] [-summary] [-full] [-order ORDER] [-zone ZONE] [-format FORMAT] [-svg FILE] ISSUE.json
//
// Explain explains one issue: a line for each metric, what happens next, and then what the
// clocks that fared worst counted, what they did not count, what was due when and why, which
// policies apply, and why others do not. With -summary, it tells the lines alone; with -full,
// everything. With -metric, -cycle and -only (breached or open) it tells some clocks. All times
// are in one zone, which -zone changes. The format is text, markdown, json, which keeps everything
// exactly, or html, a page that works from a file. With -svg, it also draws a picture, and the flags
// that begin with -svg say how wide, of which metrics and of which span of time, and whether each
// cycle of a metric gets a lane of its own.
//
//	slacheck report -config CONFIG.json [-as-of TIME] [-by DIMENSIONS] [-format FORMAT] [FLAG]… FILE.jsonl…
//	slacheck held -config CONFIG.json -field FIELD [-as-of TIME] [-format FORMAT] [FLAG]… FILE.jsonl…
//	slacheck targets -config CONFIG.json -goal PERCENT [-as-of TIME] [-by DIMENSIONS] [-format FORMAT] [FLAG]… FILE.jsonl…
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
//	slacheck whatif -config CONFIG.json -proposed CONFIG.json [-as-of TIME] [-by DIMENSIONS] [-format FORMAT] [FLAG]… FILE.jsonl…
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
//	slacheck test [-config CONFIG.json] [-update] [-format FORMAT] FILE_OR_DIR…
//
// Test runs the scenario files of package scenario: stories of issues, with what is expected
// of their clocks. Of a directory it runs all files whose names end in .json, those in
// directories below it too, except configurations. For each difference it prints what was
// expected, what came and the explanation of the clock. It ends with "N passed, M failed",
// which counts scenarios, and each file that has problems as one that failed; then it exits
// with status 1. Problems go to standard error. With -config, all scenarios run under that
// configuration. With -update, test writes what came into the files instead. The format is
// text, the default, json, junit or tap.
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
//	slacheck lint [-format FORMAT] [-strict] [-disable RULE,…] [-as-of TIME] CONFIG.json…
//
// Lint prints what is wrong with configurations, or is legal but likely wrong, one finding
// per line: the file and line, the level (error, warning or info), the rule, the path, what
// is wrong and how to mend it. Package lint has the rules. Lint exits with status 1 if
// there is an error, or, with -strict, a warning. The format is text, the default, json,
// one array for all files, github, annotations of GitHub Actions, or sarif, SARIF 2.1.0.
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
// Any file may be gzipped, and "-" is standard input. All files are JSON, without comments.
//
// Issues are evaluated on all cores, or as many as GOMAXPROCS says. For speed the garbage collector
// runs rarely, as with GOGC=400; set GOGC to choose.
//
// Problems are lines of one form: FILE:LINE: PATH: WHAT; HOW TO MEND. On a terminal, the line
// of the file follows, with a caret below the value. The exit status is 1 if what was looked at
// has problems, and 2 if the arguments are wrong or a file cannot be read.
package main

import (
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"slices"
	_ "time/tzdata" // for machines without zone data

	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/internal/strict"
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(throughputGC)
	}
	os.Exit(run(os.Args[1:], environment{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
		present:  clock.System{},
		terminal: isTerminal(os.Stdout) && isTerminal(os.Stderr),
	}))
}

// throughputGC lets the garbage collector run rarely. Most of what a command allocates is garbage
// soon, and its heap is small, so that this costs few megabytes. GOGC takes precedence.
const throughputGC = 400

// run runs a command and returns the exit status: 0 for success, 1 for a problem in the
// input, and 2 for a problem in the arguments or a file that cannot be read.
func run(args []string, env environment) int {
	if len(args) == 0 {
		fmt.Fprint(env.stderr, help())
		return 2
	}
	s, ok := findSubcommand(args[0])
	var err error
	switch {
	case ok:
		err = s.run(args[1:], env)
	case args[0] == "help":
		err = runHelp(args[1:], env)
	case slices.Contains([]string{"-h", "-help", "--help"}, args[0]):
		err = runHelp(nil, env)
	case slices.Contains([]string{"-version", "--version"}, args[0]):
		err = version(nil, env)
	default:
		err = unknownCommand(args[0])
	}
	_, misused := errors.AsType[usageError](err)
	document, invalid := errors.AsType[*documentError](err)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errReported):
		return 1
	case misused && ok:
		fmt.Fprintf(env.stderr, "slacheck: %v\nusage: %s\"slacheck help %s\" explains it, \"slacheck help\" lists all commands.\n", err, s.usage, s.name())
		return 2
	case misused:
		fmt.Fprintf(env.stderr, "slacheck: %v\nusage: slacheck COMMAND …\n\"slacheck help\" lists all commands.\n", err)
		return 2
	case invalid:
		document.print(env.stderr, env.terminal)
		return 1
	}
	fmt.Fprintf(env.stderr, "slacheck: %v\n", err)
	if unreadable(err) {
		return 2
	}
	return 1
}

// unknownCommand returns the error for a command that there is not.
func unknownCommand(name string) error {
	return usageError("unknown command " + strict.Quote(name) + strict.DidYouMean(name, commandNames()))
}

// unreadable reports whether an error says that a file cannot be read or written.
func unreadable(err error) bool {
	_, path := errors.AsType[*fs.PathError](err)
	return path || errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, io.ErrUnexpectedEOF)
}
