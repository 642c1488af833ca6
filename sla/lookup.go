package sla

// A lookup finds values by texts. As a rule few texts are of one length, and to compare
// with those is faster than to hash.
type lookup[T any] struct {
	byLength [][]entry[T] // of short texts, the first few of each length
	others   map[string]T
}

type entry[T any] struct {
	text  string
	value T
}

// add adds the value of a text that has none yet.
func (l *lookup[T]) add(text string, value T) {
	const short, few = 32, 8
	n := len(text)
	for n < short && len(l.byLength) <= n {
		l.byLength = append(l.byLength, nil)
	}
	if n < short && len(l.byLength[n]) < few {
		l.byLength[n] = append(l.byLength[n], entry[T]{text, value})
		return
	}
	if l.others == nil {
		l.others = make(map[string]T)
	}
	l.others[text] = value
}

// find returns the value of a text, or false if it has none.
func (l *lookup[T]) find(text string) (value T, ok bool) {
	if n := len(text); n < len(l.byLength) {
		same := l.byLength[n]
		for i := range same {
			if same[i].text == text {
				return same[i].value, true
			}
		}
	}
	if l.others != nil {
		value, ok = l.others[text]
	}
	return value, ok
}
