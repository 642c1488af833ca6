package cycle

import "strings"

type queue struct{ items list[string] }

func (q *queue) push(s string) { q.items.add(strings.ToLower(s)) }
