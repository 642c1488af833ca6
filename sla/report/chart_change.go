package report

import (
	"fmt"

	"github.com/punctualgo/punctual/internal/chart"
)

// ChangeChart draws how rates change from one report to another of the same dimensions, such as
// those of a backtest: for each group, and in all. Of many groups, those with the most records
// are drawn.
func ChangeChart(current, proposed Report, o ChartOptions) []byte {
	f := chart.Frame{Title: "How the share of promises kept changes", Subtitle: current.Words() + " " + asOf(current.AsOf, current.Request.Zone), Width: o.Width}
	if by := byWords(current.Request.By); by != "" {
		f.Title += ", by " + by
	}
	if o.Inline {
		f.Subtitle = ""
	}
	f.Description = "The share of promises kept, currently and as proposed."
	c := chart.Change{Frame: f, Goal: goalOf(current.Request.Goal)}
	c.Notes = current.chartNotes(&o)
	add := func(name chart.Name, was, now *Compliance) {
		r := chart.ChangeRow{Name: name, Was: rateOf(was), Now: rateOf(now)}
		if r.Was.N == 0 && r.Now.N == 0 {
			return
		}
		c.Rows = append(c.Rows, r)
		describe(&c.Frame, fmt.Sprintf("%s: %s, then %s.", name.Text, rateText(was), rateText(now)))
	}
	pairs := pairsOf(&current, &proposed)
	counts := make([]int64, len(pairs))
	for i := range pairs {
		counts[i] = pairs[i].n()
	}
	keep := kept(counts, o.most())
	others := 0
	for i := range pairs {
		if !keep[i] {
			others++
			continue
		}
		add(keyName(indexes(current.Request.By), current.Request.By, pairs[i].key), pairs[i].was, pairs[i].now)
	}
	add(chart.Name{Text: "in all", Missing: true}, current.Total.Compliance, proposed.Total.Compliance)
	if others > 0 {
		c.Notes = append(c.Notes, othersNote(others, "other group"))
	}
	return c.SVG()
}

func rateText(c *Compliance) string {
	if c == nil {
		return "nothing to judge"
	}
	return chart.Percent(c.Rate)
}

// A pair is the compliance of a group in two reports.
type pair struct {
	key      []any
	was, now *Compliance
}

func (p *pair) n() (n int64) {
	for _, c := range []*Compliance{p.was, p.now} {
		if c != nil {
			n += c.N
		}
	}
	return n
}

// pairsOf returns the groups of two reports: those of the first, and then what is only in the
// second.
func pairsOf(current, proposed *Report) (pairs []pair) {
	places := make(map[string]int)
	for i := range current.Rows {
		row := &current.Rows[i]
		places[string(appendKey(nil, row.Key))] = len(pairs)
		pairs = append(pairs, pair{key: row.Key, was: row.Compliance})
	}
	for i := range proposed.Rows {
		row := &proposed.Rows[i]
		if place, ok := places[string(appendKey(nil, row.Key))]; ok {
			pairs[place].now = row.Compliance
		} else {
			pairs = append(pairs, pair{key: row.Key, now: row.Compliance})
		}
	}
	return pairs
}
