package svg_test

import (
	"testing"

	"github.com/punctualgo/punctual/internal/svg"
)

func TestEscapeLeavesNothingThatActs(t *testing.T) {
	tests := []struct {
		text  string
		limit int
		want  string
	}{
		{"plain", 10, "plain"},
		{"<script>alert(\"1\")</script>", 99, "&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;"},
		{"two\nlines\tand a tab", 99, "two lines and a tab"},
		{"a\u202eb\u2066c\x00d\x7fe\uffff", 99, "abcde"},
		{"too long a text", 8, "too lon…"},
		{"\xff\xfe", 9, ""},
	}
	for _, tt := range tests {
		if got := svg.Escape(tt.text, tt.limit); got != tt.want {
			t.Errorf("Escape(%q, %d) = %q, want %q", tt.text, tt.limit, got, tt.want)
		}
	}
}

func TestNumHasTwoDecimalsAtMost(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 1.5: "1.5", 2.0 / 3: "0.67", 100: "100", -0.25: "-0.25"} {
		if got := svg.Num(x); got != want {
			t.Errorf("Num(%v) = %q, want %q", x, got, want)
		}
	}
}
