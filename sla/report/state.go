package report

import (
	"fmt"

	"github.com/punctualgo/punctual/internal/stats"
	"github.com/punctualgo/punctual/internal/strict"
)

// appendGroups appends the groups of a table as a field of a JSON object.
func (t *table[G]) appendGroups(b []byte, appendFields func(*G, []byte) []byte) []byte {
	b = append(b, `,"groups":[`...)
	for i, k := range t.sorted() {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendKey(append(b, `{"key":`...), k.values())
		b = append(appendFields(&k.group, b), '}')
	}
	return append(b, ']')
}

// readGroups reads what appendGroups appends. The table must be empty.
func (t *table[G]) readGroups(r *strict.Reader, fields []string, read func(g *G, field string)) {
	fields = append([]string{"key"}, fields...)
	r.List(func(int) {
		var g G
		var key []element
		r.Object(fields, func(name string) {
			if name == "key" {
				key = t.readKey(r)
			} else {
				read(&g, name)
			}
		})
		if len(key) == len(t.dimensions) {
			known := len(t.groups)
			if *t.at(key) = g; len(t.groups) == known {
				r.Fail("is the second group with its key")
			}
		}
	})
}

// readState reads a JSON object that has the fields of an origin, and others, in any order:
// databases reorder them. Once the origin is known it calls begin, and then read for each of
// the others.
func readState(data []byte, o *origin, fields []string, begin func(), read func(r *strict.Reader, field string)) error {
	r := strict.NewReader(data)
	origins, others := 0, make(map[string]string)
	r.Object(append(originFields[:len(originFields):len(originFields)], fields...), func(name string) {
		if o.read(r, name) {
			origins++
			return
		}
		others[name], _ = r.Raw()
	})
	if err := r.Close(); err != nil {
		return fmt.Errorf("report: reading an accumulator: %w", err)
	}
	if origins < len(originFields) || len(others) < len(fields) || !o.isComplete() {
		return fmt.Errorf("report: the accumulator of kind %s is not complete", o.kind)
	}
	begin()
	for _, name := range fields {
		r := strict.NewReader([]byte(others[name]))
		read(r, name)
		if err := r.Close(); err != nil {
			return fmt.Errorf("report: reading the %s of an accumulator: %w", name, err)
		}
	}
	return nil
}

// appendCounts appends a list of counts.
func appendCounts(b []byte, counts []int64) []byte {
	b = append(b, '[')
	for i, n := range counts {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendCount(b, n)
	}
	return append(b, ']')
}

// readCounts reads a list of counts, of which there must be as many as there is room for.
func readCounts(r *strict.Reader, counts []int64) {
	n := 0
	r.List(func(i int) {
		if n++; i < len(counts) {
			counts[i] = r.Count()
		} else {
			r.Skip()
		}
	})
	if n != len(counts) {
		r.Fail("has %d counts, not %d", n, len(counts))
	}
}

func appendSum(b []byte, s stats.Sum) []byte {
	return append(append(append(b, '"'), s.String()...), '"')
}

func readSum(r *strict.Reader) stats.Sum {
	s, err := stats.ParseSum(r.Text())
	if err != nil {
		r.Fail("%w", err)
	}
	return s
}
