package report

import (
	"encoding/csv"
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
	var b strings.Builder
	t.write(&b, printable, func(b *strings.Builder, cells []string, widths []int, columns []Column) {
		line := new(strings.Builder)
		for i, cell := range cells {
			if i > 0 {
				line.WriteString("  ")
			}
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if columns[i].Number {
				line.WriteString(pad + cell)
			} else {
				line.WriteString(cell + pad)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}, nil)
	return b.String()
}

// Markdown returns the table in the form of GitHub.
func (t Table) Markdown() string {
	var b strings.Builder
	t.write(&b, escapeMarkdown, func(b *strings.Builder, cells []string, _ []int, _ []Column) {
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}, func(b *strings.Builder, columns []Column) {
		for _, c := range columns {
			if c.Number {
				b.WriteString("| ---: ")
			} else {
				b.WriteString("| --- ")
			}
		}
		b.WriteString("|\n")
	})
	return b.String()
}

// write writes the header and the rows, without details: each cell escaped, each line by
// line, and what is under the header, if anything, by under.
func (t Table) write(b *strings.Builder, escape func(string) string,
	line func(b *strings.Builder, cells []string, widths []int, columns []Column), under func(*strings.Builder, []Column)) {
	var columns []Column
	var shown []int
	for i, c := range t.Columns {
		if !c.Detail {
			columns, shown = append(columns, c), append(shown, i)
		}
	}
	lines := make([][]string, 1+len(t.Rows))
	widths := make([]int, len(columns))
	for k := range lines {
		for i, column := range shown {
			text := t.Columns[column].Name
			if k > 0 {
				text = t.Rows[k-1][column].Text
			}
			text = escape(text)
			lines[k] = append(lines[k], text)
			widths[i] = max(widths[i], utf8.RuneCountInString(text))
		}
	}
	for k, cells := range lines {
		line(b, cells, widths, columns)
		if k == 0 && under != nil {
			under(b, columns)
		}
	}
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
