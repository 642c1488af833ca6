package report

import (
	"slices"
	"time"
)

// Table returns the report as a table, with the total as its last row.
func (r Report) Table() Table {
	goal := r.Request.Goal != ""
	t := Table{Columns: keyColumns(r.Request.By)}
	t.Columns = append(t.Columns, measureColumns(goal)...)
	for i := range r.Rows {
		t.Rows = append(t.Rows, append(keyCells(r.Rows[i].Key), r.Rows[i].cells(goal)...))
	}
	total := make([]Cell, len(r.Request.By))
	if len(total) > 0 {
		total[0] = TextCell("total")
	}
	t.Rows = append(t.Rows, append(total, r.Total.cells(goal)...))
	return t
}

// WorstTable lists the worst breaches and near misses of each group, or of all records if there
// are no dimensions.
func (r Report) WorstTable() Table {
	t := Table{Columns: keyColumns(r.Request.By)}
	for _, name := range []string{"issue", "metric"} {
		t.Columns = append(t.Columns, Column{Name: name})
	}
	t.Columns = append(t.Columns, Column{Name: "cycle", Number: true}, Column{Name: "policy"}, Column{Name: "outcome"}, Column{Name: "target", Number: true}, Column{Name: "left", Number: true})
	add := func(key []any, w *Worst) {
		for _, c := range slices.Concat(w.Breaches, w.NearMisses) {
			cells := append(keyCells(key), KeyCell(c.IssueID), TextCell(c.Metric), CountCell(int64(c.Cycle)), TextCell(c.Policy), TextCell(string(c.Outcome)))
			t.Rows = append(t.Rows, append(cells, DurationCell(c.Target), DurationCell(c.Remaining)))
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

func keyColumns(by []string) (columns []Column) {
	for _, name := range by {
		columns = append(columns, Column{Name: name})
	}
	return columns
}

func keyCells(key []any) (cells []Cell) {
	for _, value := range key {
		cells = append(cells, KeyCell(value))
	}
	return cells
}

// measureColumns are the columns of Measures.cells.
func measureColumns(goal bool) []Column {
	columns := []Column{{Name: "clocks", Number: true}, {Name: "issues", Number: true}}
	for _, name := range []string{"met", "missed", "overdue", "open", "dropped", "void"} {
		columns = append(columns, Column{Name: name, Number: true})
	}
	columns = append(columns, shareColumns("rate")...)
	columns = append(columns, Column{Name: "near", Number: true})
	columns = append(columns, distributionColumns("elapsed", "p50", "p90")...)
	columns = append(columns, distributionColumns("wall")...)
	columns = append(columns, distributionColumns("late", "p90")...)
	columns = append(columns, Column{Name: "paused", Number: true})
	if goal {
		columns = append(columns, Column{Name: "goal", Number: false}, Column{Name: "left", Number: true})
	}
	return columns
}

// cells returns the cells of m.
func (m *Measures) cells(goal bool) []Cell {
	o := &m.Outcomes
	cells := []Cell{CountCell(m.Clocks), CountCell(m.Issues)}
	for _, n := range []int64{o.Met, o.Missed, o.Overdue, o.Open, o.Dropped, o.Void} {
		cells = append(cells, CountCell(n))
	}
	cells = append(cells, shareCells(m.Compliance)...)
	cells = append(cells, CountCell(m.NearMisses))
	cells = append(cells, m.Elapsed.cells()...)
	cells = append(cells, m.Wall.cells()...)
	cells = append(cells, m.Late.cells()...)
	if m.PausedShare == nil {
		cells = append(cells, Cell{Text: "–"})
	} else {
		cells = append(cells, ShareCell(*m.PausedShare))
	}
	switch {
	case !goal:
	case m.Goal == nil:
		cells = append(cells, Cell{Text: "–"}, Cell{Text: "–"})
	case m.Goal.Reached:
		cells = append(cells, Cell{"reached", "true"}, CountCell(m.Goal.Left))
	default:
		cells = append(cells, Cell{"missed", "false"}, CountCell(m.Goal.Left))
	}
	return cells
}

// distributionColumns are the columns of Distribution.cells, of which people read some.
func distributionColumns(name string, read ...string) (columns []Column) {
	for _, of := range []string{"n", "mean", "p50", "p90", "p95", "max"} {
		columns = append(columns, Column{Name: name + " " + of, Number: true, Detail: true})
		for _, shown := range read {
			if shown == of {
				columns[len(columns)-1].Detail = false
			}
		}
	}
	return columns
}

// cells returns the cells of d.
func (d *Distribution) cells() []Cell {
	if d == nil {
		return []Cell{{"0", "0"}, {Text: "–"}, {Text: "–"}, {Text: "–"}, {Text: "–"}, {Text: "–"}}
	}
	percentile := func(p time.Duration) Cell { return maybe(DurationCell(p), d.Approximate) }
	return []Cell{CountCell(d.N), DurationCell(d.Mean), percentile(d.P50), percentile(d.P90), percentile(d.P95), DurationCell(d.Max)}
}

// maybe marks a cell for people if it is approximate.
func maybe(c Cell, approximate bool) Cell {
	if approximate {
		c.Text = "~" + c.Text
	}
	return c
}

// Table returns the result as a table.
func (h Held) Table() Table {
	t := Table{Columns: []Column{{Name: h.Request.Field}, {Name: "clocks", Number: true}, {Name: "held", Number: true}, {Name: "share", Number: true}, {Name: "breached", Number: true}}}
	sum := 0.0
	for i := range h.Rows {
		sum += h.Rows[i].Seconds
	}
	for i := range h.Rows {
		r := &h.Rows[i]
		held := secondsCell(r.Seconds)
		share := Cell{Text: "–"}
		if sum > 0 {
			share = ShareCell(r.Seconds / sum)
		}
		t.Rows = append(t.Rows, []Cell{KeyCell(r.Value), CountCell(r.Clocks), held, share, CountCell(r.Breached)})
	}
	return t
}

// Table returns the result as a table, without the curves.
func (t Targets) Table() Table {
	out := Table{Columns: keyColumns(t.Request.By)}
	out.Columns = append(out.Columns, shareColumns("now")...)
	out.Columns = append(out.Columns, Column{Name: "target", Number: true})
	out.Columns = append(out.Columns, shareColumns("then")...)
	out.Columns = append(out.Columns, Column{Name: "exact", Number: true})
	for i := range t.Rows {
		r := &t.Rows[i]
		cells := append(keyCells(r.Key), shareCells(r.Now)...)
		target, exact := Cell{Text: "–"}, Cell{Text: "–"}
		if r.AtTarget != nil {
			target = DurationCell(r.Target)
		}
		if r.Exact != nil {
			exact = maybe(DurationCell(*r.Exact), r.Approximate)
		}
		cells = append(append(append(cells, target), shareCells(r.AtTarget)...), exact)
		out.Rows = append(out.Rows, cells)
	}
	return out
}
