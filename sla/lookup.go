package sla

// A lookup is a map from texts to values. It compares texts of equal length one by one, which is
// faster than hashing if there are few: see BenchmarkLookup.
type lookup[T any] struct {
	byLength [][]entry[T] // short texts, where few have the same length
	others   map[string]T
}

type entry[T any] struct {
	text  string
	value T
}

const (
	shortText = 32 // bytes; longer texts are hashed
	fewTexts  = 4  // of the same length; more are hashed
)

// newLookup returns a lookup of values.
func newLookup[T any](values map[string]T) (l lookup[T]) {
	var count [shortText]int
	for text := range values {
		if len(text) < shortText {
			count[len(text)]++
		}
	}
	for text, v := range values {
		n := len(text)
		if n >= shortText || count[n] > fewTexts {
			if l.others == nil {
				l.others = make(map[string]T)
			}
			l.others[text] = v
			continue
		}
		for len(l.byLength) <= n {
			l.byLength = append(l.byLength, nil)
		}
		l.byLength[n] = append(l.byLength[n], entry[T]{text, v})
	}
	return l
}

// find returns the value of a text, or false if it has none.
func (l *lookup[T]) find(text string) (value T, ok bool) {
	if n := len(text); n < len(l.byLength) {
		for i := range l.byLength[n] {
			if e := &l.byLength[n][i]; e.text == text {
				return e.value, true
			}
		}
	}
	if l.others != nil {
		value, ok = l.others[text]
	}
	return value, ok
}
