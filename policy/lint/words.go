package lint

import (
	"fmt"
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
)

// mostQuoted is how many texts a message lists.
const mostQuoted = 5

// quoted lists texts for a message, the first few of them.
func quoted(texts []string) string {
	list := make([]string, 0, mostQuoted)
	for i, s := range texts {
		if i == mostQuoted {
			return strings.Join(list, ", ") + ", …"
		}
		list = append(list, strict.Quote(s))
	}
	return strings.Join(list, ", ")
}

// show returns a value for a message.
func show(v *value.Value) string {
	switch v.Kind {
	case value.Text:
		return strict.Quote(v.Text)
	case value.List:
		return "a list"
	}
	return fmt.Sprint(v.Plain())
}
