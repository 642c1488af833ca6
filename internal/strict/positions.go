package strict

import "strings"

// A Position is where a value begins in a document.
type Position struct {
	Offset int // the number of bytes before it
	Line   int // from 1
}

// Positions returns the position of every value in data, by path.
func Positions(data []byte) map[string]Position {
	positions := make(map[string]Position)
	r := NewReader(data)
	line, counted := 1, 0 // lines up to a position
	var visit func(path string)
	visit = func(path string) {
		r.space()
		if r.pos > counted {
			line += strings.Count(r.data[counted:r.pos], "\n")
			counted = r.pos
		}
		if _, ok := positions[path]; !ok {
			positions[path] = Position{r.pos, line}
		}
		switch {
		case r.IsObject():
			r.Map(func(key string) { visit(Key(path, key)) })
		case r.IsList():
			r.List(func(i int) { visit(Index(path, i)) })
		default:
			r.Skip()
		}
	}
	visit("")
	return positions
}
