package businesshours

import (
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
)

// This file has what guesses of the meaning of invalid texts have in common. They are for
// suggestions in error messages, and stand with what parses the texts.

// maxHint is the length of the longest text for which there is a suggestion.
const maxHint = 64

func didYouMean(meant string) string {
	if meant == "" {
		return ""
	}
	return "; did you mean " + strict.Quote(meant) + "?"
}

var (
	fullWeekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}
	fullMonths   = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
)

// abbreviated returns the first three letters of the name of which text is a prefix, or "".
func abbreviated(text string, names []string) string {
	text = strings.TrimSuffix(strings.TrimSuffix(text, "."), "s")
	for _, name := range names {
		if len(text) >= 3 && strings.HasPrefix(name, text) {
			return name[:3]
		}
	}
	return ""
}
