package cycle

type list[T any] struct{ all []T }

func (l *list[T]) add(v T) { l.all = append(l.all, v) }

func fill(q *queue) { q.push("x"); _ = len(q.items.all) }
