package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
	"github.com/punctualgo/punctual/sla/whatif"
)

const whatifUsage = "slacheck whatif -config CONFIG.json -proposed CONFIG.json [-as-of TIME] [-by DIMENSIONS] [-format FORMAT] [FLAG]… FILE.jsonl…\n"

// shownFlips is how many flips are shown to people, unless they ask for another number.
const shownFlips = 20

// compareConfigs judges the issues in files under two configurations.
func compareConfigs(args []string, env environment) error {
	c := newCommand(whatifUsage)
	c.addConfigFlags(asOfInstant)
	proposedFile := c.String("proposed", "", "read the proposed configuration from this JSON `file`")
	requests := c.addRequestFlags(issueFlags, "by", "metrics", "where", "from", "until", "zone", "unit", "denominator", "near", "goal")
	format := c.addFormatFlag()
	show := c.Int("show", shownFlips, "show this `number` of flips, in text and Markdown")
	flipsFile := c.String("flips", "", "also write all flips, with their reasons, as CSV into this `file`")
	if err := c.parseFiles(args, env.stdout); err != nil {
		return err
	}
	if *proposedFile == "" {
		return usageError("whatif needs -proposed")
	}
	if err := checkFormat(*format); err != nil {
		return err
	}
	request, err := requests.request(nil)
	if err != nil {
		return err
	}
	current, at, err := c.engine(env.present)
	if err != nil {
		return err
	}
	proposed, err := readConfig(*proposedFile)
	if err != nil {
		return err
	}
	q, err := whatif.ParseRequest(request, current, proposed)
	if err != nil {
		return requests.refuse(err)
	}
	newBacktest := func() (*whatif.Backtest, error) { return whatif.NewBacktest(current, proposed, q, at) }
	out := bufio.NewWriterSize(env.stdout, 1<<16)
	w := &flipWriter{show: *show}
	if *format == "json" {
		w.json = out
		w.show = 0
	}
	if *flipsFile != "" {
		f, err := os.Create(*flipsFile)
		if err != nil {
			return err
		}
		defer f.Close()
		w.csv = bufio.NewWriter(f)
	}
	total, addErr := runBacktest(c.Args(), env, newBacktest, w)
	if addErr != nil && !errors.Is(addErr, errReported) {
		return addErr
	}
	result := total.Result()
	result.Flips = w.shown
	if err := errors.Join(w.end(result), printBacktest(out, *format, total, result), out.Flush()); err != nil {
		return err
	}
	return addErr
}

// runBacktest adds the issues in files to a backtest: each goroutine to a part of its own.
func runBacktest(args []string, env environment, newBacktest func() (*whatif.Backtest, error), w *flipWriter) (*whatif.Backtest, error) {
	total, err := newBacktest()
	if err != nil {
		return nil, err
	}
	var parts []*whatif.Backtest
	err = forEachIssue(args, env, func() func(sla.Issue) ([]whatif.Flip, error) {
		part, err := newBacktest()
		if err != nil { // it was made once already
			return func(sla.Issue) ([]whatif.Flip, error) { return nil, err }
		}
		parts = append(parts, part)
		return part.Add
	}, w.write)
	for _, part := range parts {
		if mergeErr := total.Merge(part); mergeErr != nil {
			return nil, mergeErr
		}
	}
	return total, err
}

// A flipWriter writes flips as they come, so that nobody has to keep them.
type flipWriter struct {
	json, csv *bufio.Writer // nil if they are not written
	begun     bool

	show  int // how many to keep for showing
	shown []whatif.Flip
}

// write writes the flips of an issue.
func (w *flipWriter) write(flips []whatif.Flip) error {
	for i := range flips {
		if len(w.shown) < w.show {
			w.shown = append(w.shown, flips[i])
		}
		if w.json != nil {
			separator := ","
			if !w.begun {
				separator = `{"flips":[`
			}
			text, err := flips[i].MarshalJSON()
			if err != nil {
				return err
			}
			_, _ = w.json.WriteString(separator) // an error stays until the last Flush
			_, _ = w.json.Write(text)
		}
		if w.csv != nil {
			rows := whatif.Result{Flips: flips[i : i+1]}.FlipsTable().CSV()
			if w.begun {
				rows = rows[len(whatif.Result{}.FlipsTable().CSV()):] // without the header
			}
			_, _ = w.csv.WriteString(rows)
		}
		w.begun = true
	}
	return nil
}

// end writes what follows the last flip.
func (w *flipWriter) end(r whatif.Result) error {
	if w.csv != nil {
		if err := w.csv.Flush(); err != nil {
			return err
		}
	}
	if w.json == nil {
		return nil
	}
	if !w.begun {
		_, _ = w.json.WriteString(`{"flips":[`)
	}
	type sides[T any] struct {
		Current  T `json:"current"`
		Proposed T `json:"proposed"`
	}
	rest, err := json.Marshal(struct {
		sides[report.Report]
		Alerts sides[whatif.Alerts] `json:"alerts"`
		Idle   sides[[]string]      `json:"idle"`
	}{
		sides[report.Report]{r.Current, r.Proposed},
		sides[whatif.Alerts]{r.CurrentAlerts, r.ProposedAlerts},
		sides[[]string]{r.CurrentIdle, r.ProposedIdle},
	})
	if err != nil {
		return err
	}
	_, _ = w.json.WriteString("],")
	_, err = w.json.Write(append(rest[1:], '\n'))
	return err
}

// printBacktest prints a backtest, or what it tells; not as JSON, which the flipWriter does.
func printBacktest(w io.Writer, format string, b *whatif.Backtest, r whatif.Result) (err error) {
	switch format {
	case "json":
	case "part":
		return printPart(w, b)
	case "csv":
		table := r.GroupsTable()
		if len(table.Rows) == 0 {
			table = r.TotalsTable()
		}
		_, err = io.WriteString(w, table.CSV())
	case "markdown":
		_, err = io.WriteString(w, r.Markdown())
	case "html":
		return report.HTML(w, pageTitle, r)
	case "svg":
		return printChart(w, r.Charts())
	default:
		_, err = io.WriteString(w, r.String())
	}
	return err
}
