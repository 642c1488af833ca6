package timeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/internal/svg"
)

// explainFolds says of each fold what it hides.
func (p *picture) explainFolds(lanes []lane, hours []span, known bool) {
	for i := range p.folds {
		f := &p.folds[i]
		f.reason = "quiet"
		f.title = human.Duration(f.length(), true) + " not shown: "
		if known && overlap(f.span, hours) == 0 {
			f.reason = "closed"
			f.title += "closed, and nothing happened"
			continue
		}
		f.title += "nothing happened"
		states := foldStates(lanes, f.span)
		if len(states[1])+len(states[2]) == 0 && len(states[0]) > 0 {
			f.reason = "paused"
		}
		for k, what := range []string{"paused", "counted", "counted past the target"} {
			if n := len(states[k]); n > 0 {
				f.title += "; " + strings.Join(states[k][:min(n, 3)], ", ")
				if n > 3 {
					f.title += fmt.Sprintf(" and %d more", n-3)
				}
				f.title += " " + what
			}
		}
	}
}

// drawFolds draws the folds: torn strips, and seams for closed hours. They cover everything.
func (p *picture) drawFolds() {
	for _, f := range p.folds {
		x := p.x(f.from)
		if f.width == seamWidth {
			p.Path("back", svg.Path("M%s %sh%sV%sh%sz", x+1, p.gridTop, f.width-2, p.gridBottom, 2-f.width), f.title)
			p.Path("seam", svg.Path("M%s %sV%s", x+f.width/2, p.gridTop, p.gridBottom), "")
			p.used["seam"] = true
			continue
		}
		teeth := int((p.gridBottom - p.gridTop) / 16)
		rest := p.gridBottom - p.gridTop - 16*float64(teeth)
		d := svg.AppendPath(nil, "M%s %s", x+4, p.gridTop)
		for range teeth {
			d = append(d, "l3 8l-3 8"...)
		}
		d = svg.AppendPath(d, "v%sh%sv%s", rest, f.width-8, -rest)
		for range teeth {
			d = append(d, "l-3 -8l3 -8"...)
		}
		p.Path("fold", string(append(d, 'z')), f.title)
		p.used["fold"] = true
	}
}

// layOutFoldLabels places texts above the folds that say how much they hide, and why: above torn
// ones first, and above seams where there is room. It returns the height of the rows.
func (p *picture) layOutFoldLabels() (height float64) {
	t := texts{rows: 2, left: margin, right: p.width - margin}
	if !p.narrow() {
		t.left = p.left
	}
	order := slices.SortedStableFunc(slices.Values(p.folds), func(a, b fold) int {
		return cmp.Or(cmp.Compare(b.width, a.width), cmp.Compare(b.length(), a.length()))
	})
	for _, f := range order {
		length := human.Duration(f.length(), true)
		x := p.x(f.from) + f.width/2
		if f.width == seamWidth {
			t.rows = max(len(t.taken), 1)
		}
		for _, text := range []string{length + " " + f.reason, length} {
			width := svg.TextWidth(text)
			if at, row, ok := t.place(width, x-width/2); ok {
				p.foldLabels = append(p.foldLabels, placedText{at, row, text})
				break
			}
		}
	}
	if len(p.folds) == 0 {
		return 4
	}
	return t.height() + 6
}

// drawFoldLabels draws the texts above the folds.
func (p *picture) drawFoldLabels() {
	if len(p.foldLabels) > 0 && !p.narrow() {
		p.Text("small", margin, p.gridTop-4, "", "not shown", 20)
	}
	for _, l := range p.foldLabels {
		p.Text("small", l.x, p.gridTop-4-textRow*float64(l.row), "", l.text, 40)
	}
}
