package sla

import (
	"encoding/json"
	"strconv"

	"github.com/punctualgo/punctual/internal/strict"
)

// appendValue appends a value of a field, or what one is compared with, exactly as encoding/json
// writes it. It is a string, float64, bool, []string, []any of these, or nil.
func appendValue(b []byte, x any) []byte {
	switch x := x.(type) {
	case nil:
		return append(b, "null"...)
	case string:
		return strict.AppendText(b, x)
	case bool:
		return strconv.AppendBool(b, x)
	case []string:
		if x == nil {
			return append(b, "null"...)
		}
		b = append(b, '[')
		for i, s := range x {
			b = strict.AppendText(comma(b, i), s)
		}
		return append(b, ']')
	case []any:
		b = append(b, '[')
		for i, v := range x {
			b = appendValue(comma(b, i), v)
		}
		return append(b, ']')
	}
	text, err := json.Marshal(x) // a number
	if err != nil {
		return append(b, "null"...)
	}
	return append(b, text...)
}
