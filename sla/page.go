package sla

import (
	"strings"
	"unicode/utf8"
)

// A page is a text for people, before it is written in one form or another.
type page struct {
	title    string
	notes    []string // below the title
	sections []section
}

// A section has a title, then paragraphs, then rows in two columns. Each may be missing.
type section struct {
	title string
	words []string
	rows  []row
}

// A row has a short text on the left, such as an instant, and what there is to say about it.
type row struct{ left, text string }

// text returns the page as plain text.
func (p *page) text() string {
	var b strings.Builder
	if p.title != "" {
		b.WriteString(p.title + "\n")
	}
	for _, note := range p.notes {
		b.WriteString(note + "\n")
	}
	for i := range p.sections {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		p.sections[i].write(&b)
	}
	return b.String()
}

// write writes the section as plain text, indented below its title if it has one.
func (s *section) write(b *strings.Builder) {
	indent := ""
	if s.title != "" {
		b.WriteString(s.title + "\n")
		indent = "  "
	}
	for _, words := range s.words {
		b.WriteString(indent + words + "\n")
	}
	width := 0
	for _, r := range s.rows {
		width = max(width, utf8.RuneCountInString(r.left))
	}
	for _, r := range s.rows {
		pad := strings.Repeat(" ", width-utf8.RuneCountInString(r.left))
		b.WriteString(indent + r.left + pad + "  " + r.text + "\n")
	}
}
