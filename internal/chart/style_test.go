package chart

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var rule = regexp.MustCompile(`(\.punctual [^{}]*)\{([^}]*)\}`)

// fills returns the fill of each class, in the light scheme and in the dark one.
func fills(t *testing.T) (light, dark map[string]string) {
	parts := strings.SplitN(style, "@media", 2)
	read := func(css string, into map[string]string) {
		for _, m := range rule.FindAllStringSubmatch(css, -1) {
			for selector := range strings.SplitSeq(m[1], ",") {
				for declaration := range strings.SplitSeq(m[2], ";") {
					if fill, ok := strings.CutPrefix(declaration, "fill:#"); ok {
						into[strings.TrimPrefix(strings.TrimSpace(selector), ".punctual ")] = fill
					}
				}
			}
		}
	}
	light, dark = make(map[string]string), make(map[string]string)
	read(parts[0], light)
	read(parts[0], dark)
	read(parts[1], dark)
	return light, dark
}

// luminance is that of WCAG 2.
func luminance(t *testing.T, color string) float64 {
	value, err := strconv.ParseUint(color, 16, 32)
	if err != nil || len(color) != 6 {
		t.Fatalf("color %q", color)
	}
	channel := func(shift uint) float64 {
		c := float64(value>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}

func contrast(t *testing.T, a, b string) float64 {
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Texts have a contrast of 4.5, and what charts are drawn with one of 3, with what is behind
// them.
func TestContrast(t *testing.T) {
	type pair struct {
		front, behind string
		least         float64
	}
	pairs := []pair{
		{"text", ".back", 4.5}, {".small", ".back", 4.5}, {"text", ".hollow", 4.5}, {".onshare0", ".share0", 4.5}, {".onshare1", ".share1", 4.5},
		{".bar", ".back", 3}, {".under", ".back", 3}, {".dot", ".back", 3}, {".pin", ".back", 3}, {".volume", ".back", 3}, {".bar", ".allowed", 3},
	}
	for i := range 7 {
		pairs = append(pairs, pair{fmt.Sprint(".on", i), fmt.Sprint(".step", i), 4.5})
	}
	light, dark := fills(t)
	for name, scheme := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, p := range pairs {
			front, behind := scheme[p.front], scheme[p.behind]
			if got := contrast(t, front, behind); got < p.least {
				t.Errorf("%s: %s on %s has a contrast of %.2f, want %v", name, p.front, p.behind, got, p.least)
			}
		}
	}
}

func TestPercentIsRoundedDown(t *testing.T) {
	for share, want := range map[float64]string{0: "0.0%", 1: "100.0%", 0.99999: "99.9%", 0.29: "29.0%", 2.0 / 3: "66.6%"} {
		if got := Percent(share); got != want {
			t.Errorf("Percent(%v) = %q, want %q", share, got, want)
		}
	}
}

func TestCountHasSeparators(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 24918: "24,918", 1234567: "1,234,567", -1000: "-1,000", -999: "-999"} {
		if got := Count(n); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestCutFits(t *testing.T) {
	for _, text := range []string{"", "short", "a name that is much too long for its row", "和田さんの問い合わせの担当者"} {
		if got := wrap(cut(text, 80), 80); len(got) > 1 {
			t.Errorf("cut(%q, 80) needs the lines %q", text, got)
		}
	}
}
