package strict

import (
	"fmt"
	"strings"
	"testing"
)

// slowPlainLen is plainLen, byte by byte.
func slowPlainLen(s string) int {
	i := 0
	for i < len(s) && isPlain[s[i]] {
		i++
	}
	return i
}

// isPlain holds the bytes that need no escape in a text.
var isPlain = func() (plain [256]bool) {
	for c := range plain {
		plain[c] = c >= ' ' && c != '"' && c != '\\'
	}
	return plain
}()

// Each byte ends a plain text, or does not, wherever it stands and whatever is around it.
func TestPlainLen(t *testing.T) {
	for n := range 20 {
		for at := range n {
			for c := range 256 {
				for _, around := range []string{"a", " ", "!", "#", "[", "]", "\x7f", "\x80", "\xa2", "\xdc", "\xff"} {
					text := strings.Repeat(around, at) + string([]byte{byte(c)}) + strings.Repeat(around, n-at-1)
					for _, s := range []string{text, text + `"`, text + "\x1f", text + `\`} {
						if got, want := plainLen(s), slowPlainLen(s); got != want {
							t.Fatalf("plainLen(%q) = %d, want %d", s, got, want)
						}
					}
				}
			}
		}
	}
}

// BenchmarkText finds the end of texts, eight bytes at a time and byte by byte.
func BenchmarkText(b *testing.B) {
	for _, n := range []int{2, 6, 20, 200} {
		s := strings.Repeat("x", n) + `":{"status":"open"}`
		b.Run(fmt.Sprintf("length=%d/by=eight", n), func(b *testing.B) {
			for b.Loop() {
				if plainLen(s) != n {
					b.Fatal("wrong")
				}
			}
		})
		b.Run(fmt.Sprintf("length=%d/by=one", n), func(b *testing.B) {
			for b.Loop() {
				if slowPlainLen(s) != n {
					b.Fatal("wrong")
				}
			}
		})
	}
}
