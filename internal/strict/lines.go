package strict

import "strings"

// Lines returns the line in data of each path that exists in the document.
func Lines(data []byte, paths []string) map[string]int {
	around := make(map[string]bool) // the paths and their parents
	for _, path := range paths {
		for ; path != "" && !around[path]; path = Parent(path) {
			around[path] = true
		}
	}
	lines := map[string]int{"": 1}
	r := NewReader(data)
	var visit func()
	visit = func() {
		r.space()
		path := r.Path()
		if path != "" && !around[path] {
			r.Skip()
			return
		}
		if lines[path] == 0 {
			lines[path] = r.line(r.pos)
		}
		switch {
		case r.IsObject():
			r.Map(func(string) { visit() })
		case r.IsList():
			r.List(func(int) { visit() })
		default:
			r.Skip()
		}
	}
	visit()
	return lines
}

// Parent returns path without its last element.
func Parent(path string) string {
	last, quoted := 0, false
	for i := 0; i < len(path); i++ {
		switch c := path[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == '.' || c == '['):
			last = i
		}
	}
	return path[:last]
}

// Under reports whether path is strictly inside whole.
func Under(path, whole string) bool {
	rest, ok := strings.CutPrefix(path, whole)
	return ok && rest != "" && (whole == "" || rest[0] == '.' || rest[0] == '[')
}
