package strict

import (
	"errors"
	"strings"
)

// List returns the problems that err is or joins.
func List(err error) (list []*Error) {
	if err == nil {
		return nil
	}
	for _, err := range flatten(err) {
		if e, ok := errors.AsType[*Error](err); ok {
			list = append(list, e)
		}
	}
	return list
}

// Lines finds the line in data of each problem's path, or of the nearest part of
// the document around it.
func Lines(data []byte, problems []*Error) []int {
	found := make(map[string]int)
	for _, e := range problems {
		for path := e.Path; ; path = parent(path) {
			found[path] = 0
			if path == "" {
				break
			}
		}
	}
	found[""] = 1
	r := NewReader(data)
	var visit func()
	visit = func() {
		r.space()
		if path := r.Path(); found[path] == 0 {
			if _, wanted := found[path]; !wanted {
				r.Skip()
				return
			}
			found[path] = r.line(r.pos)
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
	lines := make([]int, len(problems))
	for i, e := range problems {
		path := e.Path
		for path != "" && found[path] == 0 {
			path = parent(path)
		}
		lines[i] = found[path]
	}
	return lines
}

// parent returns path without its last part.
func parent(path string) string {
	depth := 0
	for i := len(path) - 1; i > 0; i-- {
		switch c := path[i]; {
		case c == ']':
			depth++
		case c == '[':
			if depth--; depth == 0 {
				return path[:i]
			}
		case c == '.' && depth == 0:
			return path[:i]
		}
	}
	return ""
}

// Under reports whether path is that of a part of the value at whole.
func Under(path, whole string) bool {
	rest, ok := strings.CutPrefix(path, whole)
	return ok && rest != "" && (whole == "" || rest[0] == '.' || rest[0] == '[')
}
