package alert

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// line returns s in one line, without invisible characters, and with at most so many
// characters, the last of which is then an ellipsis.
func line(s string, most int) string {
	var b strings.Builder
	n, space := 0, false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = n > 0
			continue
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar:
			continue // among them those that change the direction of text
		case n > most: // more than enough to see that it is too long
			return cut(b.String(), most)
		}
		if space {
			b.WriteByte(' ')
			n, space = n+1, false
		}
		b.WriteRune(r)
		n++
	}
	return cut(b.String(), most)
}

// cut shortens s to at most so many characters, the last of which is then an ellipsis. It does
// not take an accent from its letter, nor a skin tone or a part of a family from its emoji, nor
// half of a flag.
func cut(s string, most int) string {
	n, end := 0, 0
	var before clusters
	for i, r := range s {
		if begins := before.begin(r); begins && n < most {
			end = i // where an ellipsis can go
		}
		if n++; n > most {
			return s[:end] + "…"
		}
	}
	return s
}

// clusters tells where the characters that people see begin, in a text that is read from its
// start. It knows the usual cases, and not every script.
type clusters struct {
	joined bool // the last character joins the next one to it
	flags  int  // regional indicators in a row; two of them are a flag
}

// begin reports whether the next character, r, begins one that people see.
func (c *clusters) begin(r rune) bool {
	const joiner = '\u200d'
	joined, half := c.joined, c.flags%2 == 1
	c.joined = r == joiner
	if r < '🇦' || '🇿' < r {
		c.flags = 0
		return !joined && r != joiner && !unicode.Is(unicode.M, r) && (r < '🏻' || '🏿' < r)
	}
	c.flags++
	return !joined && !half
}

// valid returns s cut to at most so many characters, in valid UTF-8: each byte that is not is
// replaced by U+FFFD, as in JSON.
func valid(s string, most int) string {
	s = cut(s, most)
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

// link returns s if it is a web address that is safe to follow, or "".
func link(s string) string {
	if len(s) > maxURL || !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "http://") || strings.ContainsRune(s, unicode.ReplacementChar) {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`<>|"`, r) {
			return -1
		}
		return r
	}, s)
}
