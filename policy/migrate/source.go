package migrate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
)

// A node is a value of a source document, or the lack of one.
type node struct {
	c        *converter
	document string
	path     string
	value    any // nil if there is none
}

// read reads a document. It reports text that is not JSON, and duplicate fields, which
// would be dropped.
func (c *converter) read(document string, data []byte) (node, error) {
	n := node{c: c, document: document}
	r := strict.NewReader(data)
	r.Skip()
	err := r.Close()
	if err == nil {
		decoder := json.NewDecoder(bytes.NewReader(data))
		decoder.UseNumber() // ids keep all digits
		err = decoder.Decode(&n.value)
	}
	if err != nil {
		return n, fmt.Errorf("migrate: %s: %w", document, err)
	}
	return n, nil
}

// note notes something about n.
func (n node) note(mend, format string, args ...any) {
	n.c.notes = append(n.c.notes, Note{n.document, n.path, fmt.Sprintf(format, args...), mend})
}

// at returns the field of an object.
func (n node) at(key string) node {
	object, _ := n.value.(map[string]any)
	return node{n.c, n.document, strict.Key(n.path, key), object[key]}
}

// keys returns the names of the fields of an object, in order.
func (n node) keys() []string {
	object, _ := n.value.(map[string]any)
	return slices.Sorted(maps.Keys(object))
}

// list returns the elements of a list. A value of another kind is noted.
func (n node) list() []node {
	elements, ok := n.value.([]any)
	if !ok {
		if n.given() {
			n.note("correct it in the source", "is not a list, and is left out")
		}
		return nil
	}
	nodes := make([]node, len(elements))
	for i, e := range elements {
		nodes[i] = node{n.c, n.document, strict.Index(n.path, i), e}
	}
	return nodes
}

// rows returns the objects of a document: those of the list in one of the given fields, of
// a document that is a list itself, or the document if it is one such object.
func (n node) rows(fields ...string) ([]node, error) {
	var rows []node
	switch n.value.(type) {
	case []any:
		rows = n.list()
	case map[string]any:
		rows = []node{n}
		for _, field := range fields {
			if in := n.at(field); in.value != nil {
				if _, ok := in.value.([]any); ok {
					rows = in.list()
				} else {
					rows = []node{in}
				}
				for _, more := range []string{"next_page", "next"} { // of a list in pages
					if page := n.at(more); page.given() {
						page.note("convert all pages together", "there are more entries on another page")
					}
				}
				break
			}
		}
		if len(rows) == 1 && rows[0].path == n.path && !n.isEntry() {
			return nil, n.notEntries(fields)
		}
	default:
		return nil, fmt.Errorf("migrate: %s: the document is neither a list nor an object", n.document)
	}
	objects := rows[:0:0]
	for _, row := range rows {
		if _, ok := row.value.(map[string]any); ok {
			objects = append(objects, row)
		} else {
			row.note("correct it in the source", "is not an object, and is left out")
		}
	}
	return objects, nil
}

// isEntry reports whether a document that is an object may be an entry itself.
func (n node) isEntry() bool {
	return n.at("id").value != nil || n.at("name").value != nil || n.at("title").value != nil
}

// notEntries returns the error for a document that has no entries, which could be in fields.
func (n node) notEntries(fields []string) error {
	there := "has no id, name or title"
	if len(fields) > 0 {
		there = "has no " + strings.Join(fields, " or ") + ", and " + there[len("has "):]
	}
	return fmt.Errorf("migrate: %s: the document %s: give what the API of the product returns", n.document, there)
}

// given reports whether there is a value that is not empty.
func (n node) given() bool {
	switch v := n.value.(type) {
	case nil:
		return false
	case string:
		return v != ""
	case []any:
		return len(v) > 0
	case map[string]any:
		return len(v) > 0
	}
	return true
}

// text returns a text, number or boolean as text, or "" for other values.
func (n node) text() string {
	switch v := n.value.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// texts returns the texts of a list, or the one text that n is. It reports false if there
// is something else among them.
func (n node) texts() (texts []string, ok bool) {
	elements, list := n.value.([]any)
	if !list {
		elements = []any{n.value}
	}
	for _, e := range elements {
		text := node{value: e}.text()
		if text == "" {
			return nil, false
		}
		texts = append(texts, text)
	}
	return texts, len(texts) > 0
}

// yes reports whether n is true, or a text that says so.
func (n node) yes() bool { return n.text() == "true" }

// number returns a number, which may be written as a text.
func (n node) number() (float64, bool) {
	text := n.text()
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) || strings.ContainsAny(text, "xX_") {
		return 0, false
	}
	return f, true
}

// amount returns an amount of time in a unit. A value that is none is noted, unless there
// is no value.
func (n node) amount(unit time.Duration) (d time.Duration, ok bool) {
	if !n.given() {
		return 0, false
	}
	f, ok := n.number()
	switch {
	case !ok:
		n.note("add the target by hand", "is not an amount of time, and is left out")
	case f <= 0:
		n.note("add the target by hand if there is to be one", "an amount of time of %s is no target, and is left out", n.text())
	case f > float64(policy.MaxAllowance)/float64(unit):
		n.note("add the target by hand", "is longer than ten years, and is left out")
	case time.Duration(f*float64(unit)) <= 0:
		n.note("add the target by hand", "is too short, and is left out")
	default:
		return time.Duration(math.Round(f * float64(unit))), true
	}
	return 0, false
}

// rest notes the fields of an object that are neither known nor without meaning for
// promises. Fields without a value are passed over.
func (n node) rest(known string, meaningless string) {
	names := strings.Fields(known + " " + meaningless)
	for _, key := range n.keys() {
		if field := n.at(key); !slices.Contains(names, key) && field.given() {
			field.note("see whether it matters to what is promised", "the field is unknown, and is not carried over")
		}
	}
}
