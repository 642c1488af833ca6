package value

import "strconv"

// A Key identifies a value in a map: values are equal if and only if their keys are.
type Key struct {
	kind Kind
	text string
}

// Key returns the key of v.
func (v *Value) Key() Key {
	k := Key{kind: v.Kind}
	switch v.Kind {
	case Text:
		k.text = v.Text
	case Number:
		k.text = strconv.FormatFloat(v.Number+0, 'g', -1, 64) // + 0 because -0 equals 0
	case Bool:
		k.text = strconv.FormatBool(v.Bool)
	case List:
		b := make([]byte, 0, v.Size()+4*len(v.List))
		for _, s := range v.List {
			b = strconv.AppendInt(b, int64(len(s)), 10)
			b = append(append(b, ' '), s...)
		}
		k.text = string(b)
	}
	return k
}

// Size returns how many bytes of text v has.
func (v *Value) Size() int {
	n := len(v.Text)
	for _, s := range v.List {
		n += len(s)
	}
	return n
}
