package timeline

import "strings"

// outcomes says how many clocks came to what, for the end of a title.
func (p *picture) outcomes() string {
	var t tally
	for i := range p.explanation.Clocks {
		t.add(&p.explanation.Clocks[i])
	}
	if len(p.explanation.Clocks) == 0 {
		return ""
	}
	return ": " + strings.Join(t.parts(), ", ")
}

// describe describes the picture in sentences: those of the summary of the explanation.
func (p *picture) describe() string {
	s := p.explanation.Summary()
	s.Zone = p.zone
	var b strings.Builder
	for line := range strings.Lines(s.String()) {
		name, text, ok := strings.Cut(strings.TrimSpace(line), "  ")
		if ok {
			name += ": " + strings.TrimSpace(text)
		}
		if name == "" {
			continue
		}
		b.WriteString(name)
		if !strings.HasSuffix(name, ".") {
			b.WriteByte('.')
		}
		b.WriteByte(' ')
	}
	return strings.TrimSuffix(b.String(), " ")
}
