package main

import (
	"io"

	"github.com/punctualgo/punctual/sla/report"
)

// pageTitle is the title of pages.
const pageTitle = "Service level report"

// A charted is a result that has charts.
type charted interface {
	report.Part
	Charts() []report.Chart
}

// printChart prints the first chart of a result, which says most.
func printChart(w io.Writer, c charted) error {
	_, err := w.Write(c.Charts()[0](report.ChartOptions{}))
	return err
}
