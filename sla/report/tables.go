package report

import (
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Table is a result as rows and columns: as aligned text for terminals, as Markdown, and as
// CSV for spreadsheets and programs.
type Table struct {
	Columns []Column
	Rows    [][]Cell // each with a cell for each column
}

// A Column of a table.
type Column struct {
	Name   string
	Number bool // its cells are aligned to the right
	Detail bool // it is in the CSV form alone
	Brief  bool // it is not in the CSV form, whose details say the same
}

// A Cell of a table.
type Cell struct {
	Text  string // for people
	Exact string // for programs, in CSV
}

// String returns the table as aligned text, with a line for each row.
func (t Table) String() string {
	columns, lines := t.visible(printable)
	widths := make([]int, len(columns))
	for _, cells := range lines {
		for i, cell := range cells {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for _, cells := range lines {
		var line strings.Builder
		for i, cell := range cells {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if columns[i].Number {
				line.WriteString(pad + cell + "  ")
			} else {
				line.WriteString(cell + pad + "  ")
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}

// Markdown returns the table in the form of GitHub.
func (t Table) Markdown() string {
	columns, lines := t.visible(escapeMarkdown)
	rule := make([]string, len(columns))
	for i, c := range columns {
		rule[i] = "---"
		if c.Number {
			rule[i] = "---:"
		}
	}
	var b strings.Builder
	for _, cells := range slices.Insert(lines, 1, rule) {
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	return b.String()
}

// visible returns the columns that people read, and their cells, line by line: the names, then
// the rows. Each text is escaped.
func (t Table) visible(escape func(string) string) (columns []Column, lines [][]string) {
	lines = make([][]string, 1+len(t.Rows))
	for i, c := range t.Columns {
		if c.Detail {
			continue
		}
		columns = append(columns, c)
		lines[0] = append(lines[0], escape(c.Name))
		for k, row := range t.Rows {
			lines[k+1] = append(lines[k+1], escape(row[i].Text))
		}
	}
	return columns, lines
}

// CSV returns the table with all its columns and exact cells, as RFC 4180 has it.
func (t Table) CSV() string {
	var b strings.Builder
	w := csv.NewWriter(&b) // which does not fail, as a strings.Builder does not
	var header []string
	for _, c := range t.Columns {
		if !c.Brief {
			header = append(header, strings.ReplaceAll(c.Name, " ", "_"))
		}
	}
	_ = w.Write(header)
	for _, row := range t.Rows {
		var record []string
		for i := range row {
			if !t.Columns[i].Brief {
				record = append(record, row[i].Exact)
			}
		}
		_ = w.Write(record)
	}
	w.Flush()
	return b.String()
}

// printable returns text as it is if it can do no harm on a terminal, and quoted otherwise.
func printable(text string) string {
	if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return strconv.Quote(text)
	}
	return text
}

var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "~", `\~`, "#", `\#`,
)

// escapeMarkdown returns text so that Markdown shows it as it is.
func escapeMarkdown(text string) string { return markdownEscapes.Replace(printable(text)) }
