package main

import (
	"os"
	"strings"
	"unicode"
)

// isTerminal reports whether a file is a terminal, or another device of characters.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// printable replaces characters that XML and terminals do not take.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// shown returns the characters of a text as a terminal shows them, one column each.
func shown(text string) []rune { return []rune(strings.ReplaceAll(printable(text), "\t", " ")) }
