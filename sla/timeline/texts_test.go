package timeline_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/punctualgo/punctual/internal/svg"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/timeline"
)

// A textBox is a text of a picture, and about where it is.
type textBox struct {
	class, text              string
	left, right, top, bottom float64
}

// textsOf returns the texts of a picture, from top to bottom, without those on signs.
func textsOf(t testing.TB, picture []byte) (list []textBox) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(picture))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Local != "text" {
			continue
		}
		var text string
		if err := d.DecodeElement(&text, &e); err != nil {
			t.Fatal(err)
		}
		attrs := make(map[string]string)
		for _, a := range e.Attr {
			attrs[a.Name.Local] = a.Value
		}
		b := textBox{class: attrs["class"], text: text, left: number(t, attrs["x"]), bottom: number(t, attrs["y"]) + 2}
		if strings.HasPrefix(b.class, "count") {
			continue
		}
		width := svg.TextWidth(text)
		switch b.class {
		case "title":
			width *= 1.3
		case "lane":
			width *= 1.05
		}
		switch attrs["text-anchor"] {
		case "middle":
			b.left -= width / 2
		case "end":
			b.left -= width
		}
		b.right, b.top = b.left+width, b.bottom-11
		list = append(list, b)
	}
	slices.SortStableFunc(list, func(a, b textBox) int { return int(a.top - b.top) })
	return list
}

func number(t testing.TB, s string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// checkTexts checks that texts neither cover each other nor leave the picture.
func checkTexts(t testing.TB, picture []byte, width float64) {
	t.Helper()
	list := textsOf(t, picture)
	for i, a := range list {
		if a.left < 0 || a.right > width+2 {
			t.Errorf("%q is from %v to %v, outside the picture", a.text, a.left, a.right)
		}
		for _, b := range list[i+1:] {
			if b.top >= a.bottom {
				break
			}
			if a.left < b.right-1 && b.left < a.right-1 {
				t.Errorf("%q and %q cover each other at %v, %v", a.text, b.text, a.left, a.top)
			}
		}
	}
}

func TestTextsDoNotCoverEachOther(t *testing.T) {
	for _, s := range slices.Concat(lives(t), goldenStories(t), []story{quiet(t), each(t)}) {
		engine, err := sla.New(&s.Config, sla.Options{})
		if err != nil {
			t.Fatal(err)
		}
		x, err := engine.ExplainAt(s.Issue, s.AsOf)
		if err != nil {
			t.Fatal(err)
		}
		for _, width := range []int{320, 360, 400, 480, 599, 600, 960, 1400, 2400} {
			for _, cycles := range []bool{false, true} {
				picture := timeline.SVG(s.Issue, x, timeline.Options{Width: width, EachCycle: cycles})
				checkTexts(t, picture, float64(width))
				if t.Failed() {
					t.Fatalf("%s, %d pixels", s.ID, width)
				}
			}
		}
	}
}
