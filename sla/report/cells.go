package report

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/human"
)

// TextCell is a cell with a text.
func TextCell(text string) Cell { return Cell{text, text} }

// CountCell is a cell with a number of things.
func CountCell(n int64) Cell { return TextCell(strconv.FormatInt(n, 10)) }

// DurationCell is a cell with an amount of time, in CSV in seconds.
func DurationCell(d time.Duration) Cell {
	return Cell{human.Duration(d, false), strconv.FormatFloat(d.Seconds(), 'f', -1, 64)}
}

// ShareCell is a cell with a share from 0 to 1. People read it in percent, rounded down, so that
// 100 % is all.
func ShareCell(share float64) Cell {
	// What is a thousandth but for the error of a float64 is not rounded down.
	thousandths := math.Floor(share*1000 + 1e-9)
	return Cell{strconv.FormatFloat(thousandths/10, 'f', 1, 64) + "%", strconv.FormatFloat(share, 'g', -1, 64)}
}

// KeyCell is a cell with an element of a key. A text that a spreadsheet would take for a
// formula gets an apostrophe before it in CSV.
func KeyCell(value any) Cell {
	switch v := value.(type) {
	case nil:
		return Cell{"–", ""}
	case string:
		exact := v
		if strings.HasPrefix(v, "=") || strings.HasPrefix(v, "+") || strings.HasPrefix(v, "-") || strings.HasPrefix(v, "@") || strings.HasPrefix(v, "\t") || strings.HasPrefix(v, "\r") {
			exact = "'" + v
		}
		return Cell{v, exact}
	}
	text, _ := json.Marshal(value) // a number or a boolean
	return TextCell(string(text))
}

// shareCells are the cells of compliance: the rate, its interval, and of how many.
func shareCells(c *Compliance) []Cell {
	if c == nil {
		return []Cell{{Text: "–"}, {Text: ""}, {}, {}, {Text: "0", Exact: "0"}}
	}
	low, high := ShareCell(c.Low), ShareCell(c.High)
	whole := func(f float64) string { return strconv.FormatFloat(f*100, 'f', 0, 64) }
	return []Cell{ShareCell(c.Rate), {Text: whole(c.Low) + "–" + whole(c.High)}, {Exact: low.Exact}, {Exact: high.Exact}, CountCell(c.N)}
}

// shareColumns are the columns of shareCells.
func shareColumns(name string) []Column {
	return []Column{
		{Name: name, Number: true}, {Name: "95% interval", Number: true, Brief: true},
		{Name: name + " low", Number: true, Detail: true}, {Name: name + " high", Number: true, Detail: true},
		{Name: name + " n", Number: true, Detail: true},
	}
}

// secondsCell is DurationCell for sums, which may be longer than a time.Duration.
func secondsCell(seconds float64) Cell {
	text := strconv.FormatFloat(seconds/3600, 'f', 0, 64) + "h"
	if seconds < 1000*3600 {
		text = human.Duration(time.Duration(seconds*float64(time.Second)), false)
	}
	return Cell{text, strconv.FormatFloat(seconds, 'f', -1, 64)}
}
