package main

import (
	"encoding/json"
	"io"
	"slices"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla/report"
)

var formats = []string{"text", "json", "csv", "markdown", "html", "svg", "part"}

// addFormatFlag adds the flag that says how a result is printed.
func (c *command) addFormatFlag() *string {
	return c.String("format", "text", "print in this `format`: text, json, csv, markdown, html, svg, or part, for slacheck merge")
}

func checkFormat(format string) error {
	if !slices.Contains(formats, format) {
		return usageError("-format: " + strict.Quote(format) + " is none of text, json, csv, markdown, html, svg and part" + strict.DidYouMean(format, formats))
	}
	return nil
}

// printTally prints a tally, or its result.
func printTally(w io.Writer, format string, t report.Tally, result report.Result) (err error) {
	switch format {
	case "json":
		return printJSON(w, result)
	case "part":
		return printPart(w, t)
	case "csv":
		_, err = io.WriteString(w, result.Table().CSV())
	case "markdown":
		_, err = io.WriteString(w, withWorst(result, report.Table.Markdown))
	case "html":
		return report.HTML(w, pageTitle, result)
	case "svg":
		return printChart(w, result.Charts())
	default:
		_, err = io.WriteString(w, withWorst(result, report.Table.String))
	}
	return err
}

// withWorst returns the table of a result, and those of the worst cases and pauses if it lists
// some.
func withWorst(result report.Result, write func(report.Table) string) string {
	text := write(result.Table())
	if r, ok := result.(report.Report); ok {
		if worst := r.WorstTable(); len(worst.Rows) > 0 {
			text += "\nThe worst:\n\n" + write(worst)
		}
		if pauses := r.PausesTable(); len(pauses.Rows) > 0 {
			text += "\nPauses worth a look:\n\n" + write(pauses)
		}
	}
	return text
}

// printPart prints an accumulator on a line.
func printPart(w io.Writer, part json.Marshaler) error {
	text, err := part.MarshalJSON()
	if err == nil {
		_, err = w.Write(append(text, '\n'))
	}
	return err
}
