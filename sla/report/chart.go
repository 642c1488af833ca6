package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/internal/chart"
	"github.com/punctualgo/punctual/internal/human"
)

// ChartOptions say how to draw a chart. The zero value has the defaults.
type ChartOptions struct {
	// Width is the width of the chart in pixels. If zero, it is 960. Less than 320 is drawn as
	// 320.
	Width int

	// Most is how many groups are drawn: those with the most records. The others are summed up,
	// or left to the table. If zero, it is 30.
	Most int

	// Inline leaves out what a page says around the chart: which records it is about, and how
	// rates are computed.
	Inline bool
}

// A Chart draws itself as a self-contained SVG.
type Chart func(ChartOptions) []byte

const (
	defaultMost = 30
	mostPanels  = 12 // of panels, each of which has axes of its own
)

func (o *ChartOptions) most() int {
	if o.Most <= 0 {
		return defaultMost
	}
	return o.Most
}

// A layout says what dimensions of a report are drawn as.
type layout struct {
	kind   layoutKind
	axis   []int // the dimensions along the axis; for heatLayout weekday and hour
	panels []int // the dimensions of which each combination has a panel
	flat   bool  // panels would have a bar each: all are in one, named by all dimensions
}

type layoutKind uint8

const (
	barLayout layoutKind = iota
	trendLayout
	heatLayout
)

// layOut chooses a layout for dimensions: a map of weekdays and hours if there are both, a
// trend if there is a part of the calendar, bars of the last dimension otherwise. Metrics have
// panels if that is possible.
func layOut(by []string) (l layout) {
	weekday, hour, trend, other := -1, -1, -1, len(by)-1
	for i, name := range by {
		d, err := parseDimension(name)
		switch {
		case err != nil || d.kind == dimMetric:
		case d.kind != dimInstant:
			other = i
		case d.unit == unitWeekday && weekday < 0:
			weekday, other = i, i
		case d.unit == unitHour && hour < 0:
			hour, other = i, i
		case d.unit == unitWeekday || d.unit == unitHour:
			other = i
		case trend < 0:
			trend = i
		}
	}
	switch {
	case weekday >= 0 && hour >= 0:
		l.kind, l.axis = heatLayout, []int{weekday, hour}
	case trend >= 0:
		l.kind, l.axis = trendLayout, []int{trend}
	case other >= 0:
		l.axis = []int{other}
	}
	for i := range by {
		if !slices.Contains(l.axis, i) {
			l.panels = append(l.panels, i)
		}
	}
	return l
}

// A panel is a part of a chart, with the rows that are drawn in it.
type panel struct {
	key  []any
	rows []*Row
}

// n returns how many records are in a panel.
func (p *panel) n() (sum int64) {
	for _, r := range p.rows {
		sum += r.Clocks
	}
	return sum
}

// panelsOf returns the rows by panel, in the order of their keys: those with the most records,
// and how many others there are.
func (r *Report) panelsOf(l *layout) (panels []panel, others int) {
	if len(r.Request.By) == 0 {
		return nil, 0 // there is the total alone
	}
	places := make(map[string]int)
	for i := range r.Rows {
		row := &r.Rows[i]
		var key []any
		for _, k := range l.panels {
			key = append(key, row.Key[k])
		}
		text := string(appendKey(nil, key))
		place, ok := places[text]
		if !ok {
			place = len(panels)
			places[text] = place
			panels = append(panels, panel{key: key})
		}
		panels[place].rows = append(panels[place].rows, row)
	}
	if l.kind == barLayout && len(panels) > 1 && len(panels) == len(r.Rows) {
		l.flat = true
		all := panel{}
		for i := range r.Rows {
			all.rows = append(all.rows, &r.Rows[i])
		}
		return []panel{all}, 0
	}
	if len(panels) > mostPanels {
		counts := make([]int64, len(panels))
		for i := range panels {
			counts[i] = panels[i].n()
		}
		least := kept(counts, mostPanels)
		others = len(panels) - mostPanels
		i := -1
		panels = slices.DeleteFunc(panels, func(panel) bool { i++; return !least[i] })
	}
	var dimensions []dimension
	leading := true
	for i, k := range l.panels {
		d, _ := parseDimension(r.Request.By[k])
		dimensions = append(dimensions, d)
		leading = leading && k == i
	}
	if !leading { // rows are not in the order of panels
		slices.SortStableFunc(panels, func(a, b panel) int {
			return new(ordering).compareKeys(dimensions, elementsOfKey(a.key), elementsOfKey(b.key))
		})
	}
	return panels, others
}

func elementsOfKey(key []any) (elements []element) {
	for _, value := range key {
		elements = append(elements, elementOf(value))
	}
	return elements
}

// kept says which of some counts are the greatest, the first ones of equals.
func kept(counts []int64, most int) []bool {
	order := make([]int, len(counts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(counts[b], counts[a]) })
	is := make([]bool, len(counts))
	for _, i := range order[:min(most, len(order))] {
		is[i] = true
	}
	return is
}

// rowName returns the name of a row in its panel.
func (r *Report) rowName(l *layout, row *Row) chart.Name {
	if l.flat {
		return keyName(indexes(r.Request.By), r.Request.By, row.Key)
	}
	at := l.axis[0]
	return nameOf(r.Request.By[at], row.Key[at])
}

// indexes returns the indexes of a list.
func indexes(list []string) []int {
	all := make([]int, len(list))
	for i := range all {
		all[i] = i
	}
	return all
}

// panelName returns the name of a panel.
func (r *Report) panelName(l *layout, p *panel) (name chart.Name) {
	if l.flat {
		return name
	}
	return keyName(l.panels, r.Request.By, p.key)
}

// keyName joins the names of the values of dimensions.
func keyName(dimensions []int, by []string, key []any) (name chart.Name) {
	var parts []string
	for i, k := range dimensions {
		n := nameOf(by[k], key[i])
		parts = append(parts, n.Text)
		name.Missing = n.Missing && len(dimensions) == 1
	}
	name.Text = strings.Join(parts, " · ")
	return name
}

var weekdayNames = map[string]string{
	"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
}

// nameOf returns the name of a value of a dimension.
func nameOf(dimension string, value any) chart.Name {
	d, err := parseDimension(dimension)
	switch v := value.(type) {
	case nil:
		return chart.Name{Text: missingName, Missing: true}
	case string:
		switch {
		case err != nil:
		case d.kind == dimMetric:
			return chart.Name{Text: human.Title(human.Name(v))}
		case d.kind == dimTarget:
			return chart.Name{Text: shortDuration(v)}
		case d.kind == dimInstant && d.unit == unitWeekday && weekdayNames[v] != "":
			return chart.Name{Text: weekdayNames[v]}
		case d.kind == dimInstant && d.unit == unitHour:
			return chart.Name{Text: v + ":00"}
		case d.kind == dimInstant:
			return chart.Name{Text: d.unit.name(v)}
		}
		if strings.TrimSpace(v) == "" {
			return chart.Name{Text: `""`}
		}
		return chart.Name{Text: v}
	}
	text, _ := json.Marshal(value) // a number or a boolean
	return chart.Name{Text: string(text)}
}

// missingName is the name of the group of records without a value.
const missingName = "(none)"

// rateOf returns compliance as charts have it.
func rateOf(c *Compliance) chart.Rate {
	if c == nil {
		return chart.Rate{}
	}
	return chart.Rate{N: c.N, Good: c.Good, Rate: c.Rate, Low: c.Low, High: c.High}
}

// goalOf returns a goal, or nil.
func goalOf(text string) *chart.Goal {
	if share, ok := shareOf(text); ok {
		return &chart.Goal{Share: share, Text: text}
	}
	return nil
}

// frame returns the frame of a chart of the report.
func (r *Report) frame(what string, o *ChartOptions) chart.Frame {
	f := chart.Frame{Title: what, Subtitle: r.Words() + " " + asOf(r.AsOf, r.Request.Zone), Width: o.Width}
	if by := byWords(r.Request.By); by != "" {
		f.Title += " by " + by
	}
	if o.Inline {
		f.Subtitle = ""
	}
	if c := r.Total.Compliance; c != nil {
		f.Description = fmt.Sprintf("In all, %s were kept, %s of %s.", chart.Percent(c.Rate), chart.Count(c.Good), chart.Count(c.N))
	} else {
		f.Description = "There is nothing to judge."
	}
	return f
}

// describe adds sentences about rows to a description, until it is long enough.
func describe(f *chart.Frame, sentence string) {
	if len(f.Description) < 1200 {
		f.Description += " " + sentence
	} else if !strings.HasSuffix(f.Description, "…") {
		f.Description += " …"
	}
}

// othersNote says how many of something are not drawn.
func othersNote(n int, what string) string {
	return fmt.Sprintf("And %s, which the table has.", plural(int64(n), what))
}

// chartNotes are the notes of a chart of rates.
func (r *Report) chartNotes(o *ChartOptions) []string {
	if o.Inline {
		return nil
	}
	return r.notes()
}
