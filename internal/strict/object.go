package strict

import (
	"slices"
	"strings"
)

// Fields steps through the fields of an object:
//
//	for f := r.Fields(names, nil); f.Next(); {
//		switch f.Name {
//		case "id":
//			id = r.Text()
//		}
//	}
//
// The caller must read the value of each field that Next steps to.
type Fields struct {
	Name string // of the field that Next stepped to

	r     *Reader
	names []string
	hint  func(name, value string) string
	seen  uint64 // which names were found: bit i for names[i]
	first int    // in r.keys: the first of the other names
	many  map[string]bool
	state fieldsState
}

// A fieldsState says how far Fields has come.
type fieldsState uint8

const (
	noFields fieldsState = iota // there are no more fields
	beforeFields
	amongFields
)

// maxNames is how many names of fields an object may define.
const maxNames = 64

// Fields returns the fields of the next value, an object that defines fields with the given
// names, at most 64. It reports other fields with a hint, made from the name and the value as
// written, and skips them. A hint may be empty, and the function nil.
func (r *Reader) Fields(names []string, hint func(name, value string) string) Fields {
	f := Fields{r: r, names: names, hint: hint, first: len(r.keys)}
	if len(names) > maxNames {
		panic("strict: too many names of fields")
	}
	if r.expect(object) && r.enter() {
		f.state = beforeFields
		r.path = append(r.path, step{index: noElement})
	}
	return f
}

// Entries returns the fields of the next value, an object with arbitrary names.
func (r *Reader) Entries() Fields { return r.Fields(nil, nil) }

// Next steps to the next field. It reports whether there is one.
func (f *Fields) Next() bool {
	r := f.r
	for f.more() {
		if r.peek() != '"' {
			r.syntax(r.pos, "expected a field name in quotes")
			break
		}
		at := r.pos
		key := r.text()
		if r.peek() != ':' {
			r.syntax(r.pos, "expected a colon after the field name %s", Quote(key))
			break
		}
		r.pos++
		i := 0
		for i < len(f.names) && f.names[i] != key {
			i++
		}
		known := i < len(f.names)
		if known {
			key = f.names[i] // so that nothing keeps the document
		}
		top := &r.path[len(r.path)-1]
		top.key, top.index = key, isField
		switch {
		case known && f.seen&(1<<i) == 0:
			f.seen |= 1 << i
		case known || f.repeated(key):
			r.fail(at, errDuplicate)
			r.Skip()
			continue
		case f.names != nil:
			f.refuse(key)
			continue
		}
		f.Name = key
		return true
	}
	f.end()
	return false
}

// more steps over what separates fields. It reports whether another field follows.
func (f *Fields) more() bool {
	switch f.state {
	case beforeFields:
		f.state = amongFields
		return f.r.first('}')
	case amongFields:
		f.r.path[len(f.r.path)-1].index = noElement
		return f.r.next('}')
	}
	return false
}

// end leaves the object.
func (f *Fields) end() {
	if r := f.r; f.state == amongFields {
		r.path, r.keys = r.path[:len(r.path)-1], r.keys[:f.first]
		r.depth--
	}
	f.state = noFields
}

// repeated reports whether a name that is not among the given ones was found before, and
// remembers it.
func (f *Fields) repeated(key string) bool {
	r := f.r
	keys := r.keys[f.first:]
	if len(keys) < 16 {
		if slices.Contains(keys, key) {
			return true
		}
	} else {
		if f.many == nil {
			f.many = make(map[string]bool)
			for _, k := range keys {
				f.many[k] = true
			}
		}
		if f.many[key] {
			return true
		}
		f.many[key] = true
	}
	r.keys = append(r.keys, key)
	return false
}

// refuse reports a field that the object does not define, and skips its value.
func (f *Fields) refuse(key string) {
	r := f.r
	unknown, start := &unknownField{name: key, known: f.names}, r.pos
	r.fail(start, unknown)
	r.Skip()
	if f.hint != nil && !r.broken {
		unknown.hint = f.hint(key, strings.TrimSpace(r.data[start:r.pos]))
	}
}

// Object reads an object with the given field names. It calls field for each field
// present; field must read the value.
func (r *Reader) Object(names []string, field func(name string)) {
	r.ObjectHint(names, nil, field)
}

// ObjectHint is Object with a hint for each unknown field, as of [Reader.Fields].
func (r *Reader) ObjectHint(names []string, hint func(name, value string) string, field func(name string)) {
	for f := r.Fields(names, hint); f.Next(); {
		field(f.Name)
	}
}

// Map reads an object with arbitrary keys. It calls entry for each key; entry must read
// the value.
func (r *Reader) Map(entry func(key string)) {
	for f := r.Entries(); f.Next(); {
		entry(f.Name)
	}
}
