package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/timeline"
)

const explainUsage = "slacheck explain -config CONFIG.json [-as-of TIME] [-metric METRICS] [-cycle N] [-only WHICH] [-summary] [-full] [-order ORDER] [-zone ZONE] [-format FORMAT] [-svg FILE] ISSUE.json\n"

// The values of the flags of explain.
var (
	explainFormats = []string{"text", "markdown", "json", "html"}
	explainOrders  = []string{"worst", "start"}
	explainOnly    = []string{string(sla.OnlyBreached), string(sla.OnlyOpen)}
)

// explainFlags are the flags that say what explain tells, and how.
type explainFlags struct {
	metrics, only, order, zone, format *string
	cycle                              *int
	summary, full, json                *bool
}

func (c *command) addExplainFlags() explainFlags {
	return explainFlags{
		metrics: c.String("metric", "", "tell only the clocks of these `metrics`, separated by commas"),
		cycle:   c.Int("cycle", 0, "tell only the clocks of this cycle, `N` from 1"),
		only:    c.String("only", "", "tell only clocks that are breached, or open: `which`"),
		summary: c.Bool("summary", false, "tell the summary alone"),
		full:    c.Bool("full", false, "tell every clock, with all that happened to it"),
		order:   c.String("order", "", "tell clocks in this `order`: worst (the worst first, as usual) or start (as JSON does)"),
		zone:    c.String("zone", "", "tell all times in this `zone`, such as Europe/Berlin; the default is that of the first clock's schedule"),
		format:  c.String("format", "text", "print in this `format`: text, markdown, json or html"),
		json:    c.Bool("json", false, "the same as -format json"),
	}
}

// options returns what the flags say, and the format.
func (f *explainFlags) options(engine *sla.Engine) (o sla.TextOptions, format string, err error) {
	o = sla.TextOptions{Cycle: *f.cycle, Only: sla.Only(*f.only), Summary: *f.summary, Full: *f.full}
	format = *f.format
	if *f.json {
		format = "json"
	}
	o.ByStart = *f.order == "start" || *f.order == "" && format == "json"
	if *f.metrics != "" {
		o.Metrics = strings.Split(*f.metrics, ",")
	}
	for _, name := range o.Metrics {
		if err := oneOf("-metric", name, engine.Metrics()); err != nil {
			return o, format, err
		}
	}
	if *f.cycle < 0 {
		return o, format, usageError("-cycle must be a number from 1")
	}
	if *f.only != "" {
		if err := oneOf("-only", *f.only, explainOnly); err != nil {
			return o, format, err
		}
	}
	if *f.order != "" {
		if err := oneOf("-order", *f.order, explainOrders); err != nil {
			return o, format, err
		}
	}
	if err := oneOf("-format", format, explainFormats); err != nil {
		return o, format, err
	}
	if *f.zone != "" {
		if o.Zone, err = time.LoadLocation(*f.zone); err != nil || *f.zone == "Local" {
			return o, format, usageError("-zone: " + strict.Quote(*f.zone) + " is no time zone; give a name such as Europe/Berlin")
		}
	}
	return o, format, nil
}

// oneOf checks that the value of a flag is one of a list.
func oneOf(flag, value string, list []string) error {
	if slices.Contains(list, value) {
		return nil
	}
	return usageError(flag + ": " + strict.Quote(value) + " is none of " + strings.Join(list, ", ") + strict.DidYouMean(value, list))
}

// explain explains the issue in a file.
func explain(args []string, env environment) error {
	c := newCommand(explainUsage)
	c.addConfigFlags(asOfInstantOrCreation)
	flags := c.addExplainFlags()
	svg := c.String("svg", "", "also draw a picture, into this `file`")
	pictureOptions := c.addPictureFlags()
	if err := c.parseFiles(args, env.stdout); err != nil {
		return err
	}
	if c.NArg() > 1 {
		return usageError("explain takes one file with one issue")
	}
	picture, err := pictureOptions()
	if err != nil {
		return err
	}
	engine, at, err := c.engine(env.present)
	if err != nil {
		return err
	}
	options, format, err := flags.options(engine)
	if err != nil {
		return err
	}
	if *c.asOf == "now" {
		at = at.Truncate(time.Second) // easier to read
	}
	issue, x, err := explainFile(c.Arg(0), env, engine, at)
	if err != nil {
		return err
	}
	if *svg != "" {
		if err := os.WriteFile(*svg, timeline.SVG(*issue, x, picture), 0o644); err != nil {
			return err
		}
	}
	return printExplanation(env.stdout, x, options, format)
}

// explainFile reads and explains the issue in a file.
func explainFile(file string, env environment, engine *sla.Engine, at time.Time) (*sla.Issue, sla.Explanation, error) {
	text, err := readFile(file, env.stdin)
	if err != nil {
		return nil, sla.Explanation{}, err
	}
	issue, err := newDecoder().Decode(text)
	if err != nil {
		return nil, sla.Explanation{}, &documentError{file: file, text: text, err: err}
	}
	x, err := engine.ExplainAt(*issue, asOf(issue, at))
	if err != nil {
		return nil, x, &documentError{file: file, text: text, err: addLines(text, err)}
	}
	return issue, x, nil
}

// printExplanation prints what options tell of an explanation.
func printExplanation(w io.Writer, x sla.Explanation, o sla.TextOptions, format string) (err error) {
	switch format {
	case "json":
		if o.Summary {
			o.ByStart = true // in clock order, which summaries take
			x = x.Select(o)
			return printJSON(w, x.Summary())
		}
		return printJSON(w, x.Select(o))
	case "markdown":
		_, err = fmt.Fprint(w, x.Markdown(o))
	case "html":
		_, err = fmt.Fprint(w, x.HTML(o))
	default:
		_, err = fmt.Fprint(w, x.Text(o))
	}
	return err
}
