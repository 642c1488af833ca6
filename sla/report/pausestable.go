package report

import (
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/human"
)

// PausesTable lists the pauses of each group that are worth a look, or of all records if there
// are no dimensions.
func (r Report) PausesTable() Table {
	t := Table{Columns: keyColumns(r.Request.By)}
	t.Columns = append(t.Columns,
		Column{Name: "issue"}, Column{Name: "metric"}, Column{Name: "cycle", Number: true}, Column{Name: "policy"}, Column{Name: "outcome"},
		Column{Name: "paused", Number: true}, Column{Name: "of life", Number: true}, Column{Name: "unanswered", Number: true}, Column{Name: "ongoing", Number: true},
		Column{Name: "why"})
	add := func(key []any, w *Worst) {
		for i := range w.Pauses {
			t.Rows = append(t.Rows, append(keyCells(key), w.Pauses[i].cells()...))
		}
	}
	for i := range r.Rows {
		add(r.Rows[i].Key, &r.Rows[i].Worst)
	}
	if len(r.Request.By) == 0 {
		add(nil, &r.Total.Worst)
	}
	return t
}

// cells returns the cells of a row of Report.PausesTable, after the key.
func (p *Pause) cells() []Cell {
	var why, codes []string
	for _, reason := range p.Reasons() {
		why, codes = append(why, reason.String()), append(codes, string(reason))
	}
	ongoing := Cell{"–", "0"}
	if p.Ongoing > 0 {
		ongoing = daysCell(p.Ongoing)
	}
	return []Cell{
		KeyCell(p.IssueID), TextCell(p.Metric), CountCell(int64(p.Cycle)), TextCell(p.Policy), TextCell(string(p.Outcome)),
		daysCell(p.Paused), ShareCell(p.Share()), daysCell(p.Unanswered), ongoing,
		{strings.Join(why, "; "), strings.Join(codes, " ")},
	}
}

// daysCell is DurationCell for time that passes by day and night.
func daysCell(d time.Duration) Cell {
	return Cell{human.Duration(d, true), DurationCell(d).Exact}
}
