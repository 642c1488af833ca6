package main

import (
	"io"

	"github.com/punctualgo/punctual/sla/report"
)

// pageTitle is the title of pages.
const pageTitle = "Service level report"

// printChart prints the first of the charts of a result, which says most.
func printChart(w io.Writer, charts []report.Chart) error {
	_, err := w.Write(charts[0](report.ChartOptions{}))
	return err
}
