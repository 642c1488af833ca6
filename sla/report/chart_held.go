package report

import (
	"fmt"

	"github.com/punctualgo/punctual/internal/chart"
)

// HeldChart draws in whose time clocks ran: all of it in one bar, and below the part of each
// value, the longest first. Values beyond the first are summed up.
func HeldChart(h Held, o ChartOptions) []byte {
	field := fieldWords(h.Request.Field)
	c := chart.Stack{Frame: chart.Frame{
		Title: "In whose time clocks ran, by " + field, Width: o.Width,
		Subtitle:    h.Words() + " " + asOf(h.AsOf, h.Request.Zone),
		Description: "The open time that clocks counted, by " + field + ".",
	}}
	if o.Inline {
		c.Subtitle = ""
	}
	most := o.most()
	if len(h.Rows) <= most+1 {
		most = len(h.Rows)
	}
	sum := 0.0
	for i := range h.Rows {
		sum += h.Rows[i].Seconds
	}
	for i := range h.Rows[:most] {
		row := &h.Rows[i]
		r := chart.StackRow{
			Name: nameOf(h.Request.Field, row.Value), Amount: row.Seconds, Text: heldText(row.Seconds),
			Detail: fmt.Sprintf("%s clocks, %s breached", chart.Count(row.Clocks), chart.Count(row.Breached)),
		}
		c.Rows = append(c.Rows, r)
		if sum > 0 {
			describe(&c.Frame, fmt.Sprintf("%s: %s, %s.", r.Name.Text, r.Text, chart.Percent(row.Seconds/sum)))
		}
	}
	if rest := h.Rows[most:]; len(rest) > 0 {
		others := chart.StackRow{Name: chart.Name{Text: chart.Count(int64(len(rest))) + " others", Missing: true}, Others: true}
		breached := int64(0)
		for i := range rest {
			others.Amount += rest[i].Seconds
			breached += rest[i].Breached
		}
		others.Text = heldText(others.Amount)
		others.Detail = chart.Count(breached) + " breached"
		c.Rows = append(c.Rows, others)
	}
	c.Notes = []string{"Open time that counted, given to the value that the field had at that time. “" + missingName + "” is time in which it had none. Breached: promises that were broken in that value’s time."}
	return c.SVG()
}

// heldText writes a sum of open time.
func heldText(seconds float64) string {
	if hours := seconds / 3600; hours >= 1000 && hours < 1e15 {
		return chart.Count(int64(hours+0.5)) + "h"
	}
	return secondsCell(seconds).Text
}
