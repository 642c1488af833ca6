package report

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// An element is the value of a dimension that a group of records has in common.
type element struct {
	kind   elementKind
	number float64       // of isNumber, and of isBool 0 or 1
	length time.Duration // of isLength
	text   string        // of isText
}

// Kinds of elements, in the order in which they are listed.
type elementKind uint8

const (
	isBool elementKind = iota
	isNumber
	isLength
	isText
	isNull
)

// elementsOf returns the distinct elements of the value of a dimension: one, if it is no list.
func elementsOf(value any, list []element) []element {
	texts, ok := value.([]string)
	if !ok {
		return append(list, elementOf(value))
	}
	if len(texts) == 0 {
		return append(list, element{kind: isNull})
	}
	known := make(map[string]bool, len(texts))
	for _, text := range texts {
		if !known[text] {
			known[text] = true
			list = append(list, element{kind: isText, text: text})
		}
	}
	return list
}

// elementOf returns a value that is no list as an element.
func elementOf(value any) element {
	switch v := value.(type) {
	case string:
		return element{kind: isText, text: v}
	case float64:
		return element{kind: isNumber, number: v + 0} // minus zero is zero
	case bool:
		if v {
			return element{kind: isBool, number: 1}
		}
		return element{kind: isBool}
	case time.Duration:
		return element{kind: isLength, length: v}
	}
	return element{kind: isNull}
}

// value returns the element as it is in results.
func (e *element) value() any {
	switch e.kind {
	case isBool:
		return e.number == 1
	case isNumber:
		return e.number
	case isLength:
		return e.length.String()
	case isText:
		return e.text
	}
	return nil
}

// appendBytes appends to b what tells the element apart from all others.
func (e *element) appendBytes(b []byte) []byte {
	b = append(b, byte(e.kind))
	switch e.kind {
	case isBool, isNumber:
		b = binary.BigEndian.AppendUint64(b, math.Float64bits(e.number))
	case isLength:
		b = binary.BigEndian.AppendUint64(b, uint64(e.length))
	case isText:
		b = binary.AppendUvarint(b, uint64(len(e.text)))
		b = append(b, e.text...)
	}
	return b
}

// readElement reads what json.Marshal writes of an element's value.
func (d *dimension) readElement(r *strict.Reader) element {
	switch {
	case r.IsText() && d.kind == dimTarget:
		return element{kind: isLength, length: r.Duration()}
	case r.IsText():
		return element{kind: isText, text: r.Text()}
	case r.IsNumber():
		return elementOf(r.Number())
	case r.IsBool():
		return elementOf(r.Bool())
	case r.IsNull():
		r.Null()
	default:
		r.Refuse("a text, a number, a boolean or null")
	}
	return element{kind: isNull}
}

// appendKey appends a key in JSON.
func appendKey(b []byte, key []any) []byte {
	b = append(b, '[')
	for i, value := range key {
		if i > 0 {
			b = append(b, ',')
		}
		text, _ := json.Marshal(value) // texts, finite numbers, booleans and null have a JSON form
		b = append(b, text...)
	}
	return append(b, ']')
}

// Orders of the elements of dimensions that are not listed by size or by bytes.
var (
	outcomeOrder = []string{
		string(sla.OutcomeMet), string(sla.OutcomeMissed), string(sla.OutcomeOverdue),
		string(sla.OutcomeOpen), string(sla.OutcomeDropped), string(sla.OutcomeVoid),
	}
	stateOrder  = []string{string(sla.Running), string(sla.Paused), string(sla.Released), string(sla.Stopped), string(sla.Cancelled)}
	metricOrder = func() (names []string) {
		for _, m := range policy.BuiltIn(policy.Standard) {
			names = append(names, m.Name)
		}
		return names
	}()
)

// An ordering lists the elements of dimensions. Policies are those of the configuration, in
// order of precedence.
type ordering struct{ policies []string }

// compare compares elements of a dimension in the order in which they are listed.
func (o *ordering) compare(d *dimension, a, b *element) int {
	if a.kind == isText && b.kind == isText {
		if listed := o.listed(d); listed != nil {
			return cmp.Or(cmp.Compare(position(listed, a.text), position(listed, b.text)), strings.Compare(a.text, b.text))
		}
	}
	return cmp.Or(
		cmp.Compare(a.kind, b.kind),
		cmp.Compare(a.number, b.number),
		cmp.Compare(a.length, b.length),
		strings.Compare(a.text, b.text),
	)
}

// listed returns the texts of a dimension that has an order of its own, or nil.
func (o *ordering) listed(d *dimension) []string {
	switch {
	case d.kind == dimMetric:
		return metricOrder
	case d.kind == dimPolicy:
		return o.policies
	case d.kind == dimOutcome:
		return outcomeOrder
	case d.kind == dimState:
		return stateOrder
	case d.kind == dimInstant && d.unit == unitWeekday:
		return weekdays
	}
	return nil
}

// position returns the index of text in a list, or one behind all.
func position(list []string, text string) int {
	if i := slices.Index(list, text); i >= 0 {
		return i
	}
	return len(list)
}

// compareKeys compares keys, one dimension after the other.
func (o *ordering) compareKeys(dimensions []dimension, a, b []element) int {
	for i := range dimensions {
		if c := o.compare(&dimensions[i], &a[i], &b[i]); c != 0 {
			return c
		}
	}
	return 0
}
