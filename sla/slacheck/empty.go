package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla/report"
)

// dimensionNames are the dimensions that are no field, but for those of instants.
var dimensionNames = []string{"metric", "policy", "schedule", "target", "outcome", "state", "stop.by", "stop.team", "stop.channel"}

// noteEmpty says what a result does not tell, as nothing matches or a dimension has no value
// at all, since that may be a mistake in a name.
func noteEmpty(w io.Writer, result any) {
	var names []string
	var keys [][]any
	switch r := result.(type) {
	case report.Report:
		if names = r.Request.By; r.Total.Clocks == 0 {
			fmt.Fprintln(w, "slacheck: no promise matches")
		}
		for i := range r.Rows {
			keys = append(keys, r.Rows[i].Key)
		}
	case report.Targets:
		names = r.Request.By
		for i := range r.Rows {
			keys = append(keys, r.Rows[i].Key)
		}
	case report.Held:
		names = []string{r.Request.Field}
		for i := range r.Rows {
			keys = append(keys, []any{r.Rows[i].Value})
		}
	}
	for i, name := range names {
		if len(keys) > 0 && !slices.ContainsFunc(keys, func(key []any) bool { return key[i] != nil }) {
			fmt.Fprintf(w, "slacheck: %s has no value in any issue%s\n", strict.Quote(name), meantDimension(name))
		}
	}
}

// meantDimension suggests a dimension for the name of a field that has no value.
func meantDimension(name string) string {
	switch name {
	case "hour", "weekday", "day", "week", "month", "quarter", "year":
		return fmt.Sprintf("; for a part of the calendar, name an instant, as in %q or %q", "created."+name, "decided."+name)
	}
	if slices.Contains(dimensionNames, name) {
		return ""
	}
	return strict.DidYouMean(name, dimensionNames)
}
