package report

import (
	"bufio"
	"io"
	"slices"
	"strconv"

	"github.com/punctualgo/punctual/internal/chart"
	"github.com/punctualgo/punctual/internal/svg"
)

// HTML writes a page of its own: without scripts, and with nothing to load, so that it works
// from a file or as an attachment. It has the title, and for each part what it is about in
// words, its charts, and its table with a legend that explains each column. It is light or dark
// as the reader prefers, fits on a phone, and prints.
//
// All texts are escaped, as names come from customers and agents; what would change the
// direction of text is dropped, and what is longer than 300 characters is cut.
func HTML(w io.Writer, title string, parts ...Part) error {
	p := page{bufio.NewWriter(w)}
	p.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
	p.raw(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>` + "\n")
	p.raw(`<meta name="viewport" content="width=device-width, initial-scale=1"/>` + "\n")
	p.raw(`<meta name="color-scheme" content="light dark"/>` + "\n<title>")
	p.text(title)
	p.raw("</title>\n<style>" + pageStyle + "</style>\n</head>\n<body>\n<main>\n<h1>")
	p.text(title)
	p.raw("</h1>\n")
	number := 0
	for _, part := range parts {
		for _, s := range part.Sections() {
			number++
			p.section(&s, number)
		}
	}
	p.raw("</main>\n</body>\n</html>\n")
	return p.Flush()
}

// A page is a page in progress. Errors stay until the last Flush.
type page struct{ *bufio.Writer }

// raw writes what is HTML already.
func (p *page) raw(html string) { _, _ = p.WriteString(html) }

// text writes a text, escaped.
func (p *page) text(s string) { p.raw(svg.Escape(s, maxTextLength)) }

const (
	maxTextLength = 300
	maxParagraph  = 4000
	maxTableRows  = 1000
)

// Widths of the charts, of which a page shows one.
const (
	wideChart   = 960
	narrowChart = 368
)

func (p *page) section(s *Section, number int) {
	id := "s" + strconv.Itoa(number)
	p.raw(`<section aria-labelledby="` + id + `">` + "\n" + `<h2 id="` + id + `">`)
	p.text(s.Title)
	p.raw("</h2>\n")
	for i, paragraph := range s.Text {
		class := ""
		if i == 1 {
			class = ` class="sum"`
		}
		p.raw("<p" + class + ">" + svg.Escape(paragraph, maxParagraph) + "</p>\n")
	}
	for _, draw := range s.Charts {
		p.raw("<figure>\n<div class=\"wide\">\n")
		p.raw(string(draw(ChartOptions{Width: wideChart, Inline: true})))
		p.raw("</div>\n<div class=\"narrow\">\n")
		p.raw(string(draw(ChartOptions{Width: narrowChart, Inline: true})))
		p.raw("</div>\n</figure>\n")
	}
	p.table(s, id)
	p.legend(s, id)
	p.raw("</section>\n")
}

// columns says which columns are shown: no details, and of the outcomes and near misses only
// those that there are. It also returns the names of those that there are not.
func (s *Section) columns() (shown []bool, zeros []string) {
	mayGo := []string{"overdue", "open", "dropped", "void", "near", "late p90", "paused"}
	for i, c := range s.Table.Columns {
		is := !c.Detail
		if is && slices.Contains(mayGo, c.Name) && !slices.ContainsFunc(s.Table.Rows, func(row []Cell) bool { return !isNothing(row[i].Text) }) {
			is = false
			zeros = append(zeros, c.Name)
		}
		shown = append(shown, is)
	}
	return shown, zeros
}

func isNothing(text string) bool { return text == "0" || text == "0.0%" || text == "–" || text == "" }

// table writes the table of a section, without its details.
func (p *page) table(s *Section, id string) {
	t := &s.Table
	if len(t.Columns) == 0 {
		return
	}
	shown, zeros := s.columns()
	p.raw(`<div class="scroll" role="region" tabindex="0" aria-labelledby="` + id + `">` + "\n<table>\n<thead>\n<tr>")
	for i, c := range t.Columns {
		if shown[i] {
			p.raw(`<th scope="col"` + numberClass(&t.Columns[i]) + ">")
			p.text(c.Name)
			p.raw("</th>")
		}
	}
	p.raw("</tr>\n</thead>\n<tbody>\n")
	rows := t.Rows
	var total []Cell
	if n := len(rows); s.Total && n > 0 {
		rows, total = rows[:n-1], rows[n-1]
	}
	hidden := max(len(rows)-maxTableRows, 0)
	for _, row := range rows[:len(rows)-hidden] {
		p.row(t, row, shown, s.Keys, false)
	}
	p.raw("</tbody>\n")
	if total != nil {
		p.raw("<tfoot>\n")
		p.row(t, total, shown, s.Keys, true)
		p.raw("</tfoot>\n")
	}
	p.raw("</table>\n</div>\n")
	if len(zeros) > 0 {
		p.raw("<p class=\"note\">Not shown, as there are none: ")
		p.text(joined(zeros))
		p.raw(".</p>\n")
	}
	if hidden > 0 {
		p.raw("<p class=\"note\">And " + chart.Count(int64(hidden)) + " more rows, which the CSV form of the table has.</p>\n")
	}
}

// row writes a row, of which the first cells are its key.
func (p *page) row(t *Table, row []Cell, shown []bool, keys int, total bool) {
	p.raw("<tr>")
	for i := range row {
		c := &t.Columns[i]
		switch {
		case !shown[i]:
			continue
		case i >= keys:
			p.raw("<td" + numberClass(c) + ">")
			p.text(row[i].Text)
			p.raw("</td>")
			continue
		}
		p.raw(`<th scope="row">`)
		if row[i].Exact == "" && !total {
			p.raw("<i>" + missingName + "</i>")
		} else {
			p.text(row[i].Text)
		}
		p.raw("</th>")
	}
	p.raw("</tr>\n")
}

func numberClass(c *Column) string {
	if c.Number {
		return ` class="n"`
	}
	return ""
}

// legend writes what the columns mean.
func (p *page) legend(s *Section, id string) {
	if len(s.Legend) == 0 {
		return
	}
	p.raw(`<h3 id="` + id + `-legend">What the words mean</h3>` + "\n<dl aria-labelledby=\"" + id + "-legend\">\n")
	_, zeros := s.columns()
	for _, term := range s.Legend {
		if slices.Contains(zeros, term.Name) {
			continue
		}
		p.raw("<div><dt>")
		p.text(term.Name)
		p.raw("</dt><dd>" + svg.Escape(term.Text, maxParagraph) + "</dd></div>\n")
	}
	p.raw("</dl>\n")
}
