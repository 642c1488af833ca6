package strict

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/punctualgo/punctual/internal/value"
)

// MaxFieldName is how many bytes the name of a field of an issue may have.
const MaxFieldName = 128

// CheckText checks a free text.
func CheckText(s string) error { return value.CheckText(s) }

// CheckName checks a text that names something: it has at least one character, no
// control characters, and no space at its ends.
func CheckName(s string) error {
	if s == "" {
		return fmt.Errorf("is required")
	}
	if err := CheckText(s); err != nil {
		return err
	}
	if strings.TrimSpace(s) != s || strings.ContainsFunc(s, unicode.IsControl) {
		return fmt.Errorf("%s has a control character, or a space at an end", Quote(s))
	}
	return nil
}

// CheckField checks the name of a field of an issue: letters, digits, underscores,
// hyphens and points, beginning with a letter or an underscore, at most
// [MaxFieldName] bytes.
func CheckField(name string) error {
	for i := range len(name) {
		if class := fieldCharacters[name[i]]; class == notInField || class == notFirst && i == 0 {
			return fmt.Errorf("%s is not a field name: use ASCII letters, digits, \"_\", \"-\" and \".\", beginning with a letter or \"_\"", Quote(name))
		}
	}
	if name == "" {
		return fmt.Errorf("is empty; it must name a field")
	}
	if len(name) > MaxFieldName {
		return fmt.Errorf("name of a field is longer than %d bytes", MaxFieldName)
	}
	return nil
}

// Where the name of a field may have a character.
const (
	notInField = iota
	notFirst
	anywhere
)

// fieldCharacters says of each byte where the name of a field may have it.
var fieldCharacters = func() (class [256]byte) {
	for c := range class {
		switch c := byte(c); {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '_':
			class[c] = anywhere
		case '0' <= c && c <= '9', c == '-', c == '.':
			class[c] = notFirst
		}
	}
	return class
}()
