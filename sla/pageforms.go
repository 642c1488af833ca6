package sla

import (
	"html"
	"strings"
)

// markdownEscapes are the characters that mean something in Markdown or in HTML within it.
var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "|", `\|`, "#", `\#`, "&", `&amp;`, "~", `\~`,
)

// markdown returns the page in Markdown.
func (p *page) markdown() string {
	var b strings.Builder
	escape := markdownEscapes.Replace
	b.WriteString("# " + escape(p.title) + "\n")
	for _, note := range p.notes {
		b.WriteString("\n" + escape(note) + "\n")
	}
	for i := range p.sections {
		s := &p.sections[i]
		if s.title != "" {
			b.WriteString("\n## " + escape(s.title) + "\n")
		}
		for _, words := range s.words {
			b.WriteString("\n" + escape(words) + "\n")
		}
		if len(s.rows) > 0 {
			b.WriteString("\n| | |\n|:--|:--|\n")
		}
		for _, r := range s.rows {
			b.WriteString("| " + escape(r.left) + " | " + escape(r.text) + " |\n")
		}
	}
	return b.String()
}

// pageStyle is the style of pages as HTML.
const pageStyle = `:root{color-scheme:light dark;--ink:#1d2129;--dim:#5a6270;--rule:#d9dde3;--paper:#fff}` +
	`@media(prefers-color-scheme:dark){:root{--ink:#e6e8ec;--dim:#a0a8b5;--rule:#3a404b;--paper:#16181d}}` +
	`body{margin:0 auto;max-width:64rem;padding:1.5rem 1rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}` +
	`h1{font-size:1.4rem}h2{font-size:1.1rem;margin:1.6rem 0 .3rem}p{margin:.4rem 0;overflow-wrap:anywhere}.note{color:var(--dim)}` +
	`table{border-collapse:collapse;margin:.4rem 0}th,td{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0;border-bottom:1px solid var(--rule);overflow-wrap:anywhere}` +
	`th{font-weight:normal;color:var(--dim);white-space:nowrap}`

// html returns the page as HTML.
func (p *page) html() string {
	var b strings.Builder
	escape := html.EscapeString
	b.WriteString("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n" +
		`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>` + "\n" +
		`<meta name="viewport" content="width=device-width, initial-scale=1"/>` + "\n" +
		"<title>" + escape(p.title) + "</title>\n<style>" + pageStyle + "</style>\n</head>\n<body>\n<main>\n<h1>" + escape(p.title) + "</h1>\n")
	for _, note := range p.notes {
		b.WriteString(`<p class="note">` + escape(note) + "</p>\n")
	}
	for i := range p.sections {
		s := &p.sections[i]
		b.WriteString("<section>\n")
		if s.title != "" {
			b.WriteString("<h2>" + escape(s.title) + "</h2>\n")
		}
		for _, words := range s.words {
			b.WriteString("<p>" + escape(words) + "</p>\n")
		}
		if len(s.rows) > 0 {
			b.WriteString("<table>\n")
			for _, r := range s.rows {
				b.WriteString(`<tr><th scope="row">` + escape(r.left) + "</th><td>" + escape(r.text) + "</td></tr>\n")
			}
			b.WriteString("</table>\n")
		}
		b.WriteString("</section>\n")
	}
	b.WriteString("</main>\n</body>\n</html>\n")
	return b.String()
}
