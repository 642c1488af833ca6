package report

import "github.com/punctualgo/punctual/internal/strict"

// MarshalJSON implements [json.Marshaler]. Accumulators that have taken the same issues, in
// whatever order and parts, give the same bytes.
func (a *Accumulator) MarshalJSON() ([]byte, error) {
	if a.request == nil {
		return nil, ErrUnbound
	}
	b, err := a.origin.document()
	if err != nil {
		return nil, err
	}
	b = append(a.total.appendFields(append(b, `,"total":{`...)), '}')
	b = a.rows.appendGroups(b, func(g *group, b []byte) []byte { return g.appendFields(append(b, ',')) })
	return append(b, '}'), nil
}

// UnmarshalJSON implements [json.Unmarshaler]. What is read can be merged and reported; to add
// issues, merge it into an accumulator that New returned.
func (a *Accumulator) UnmarshalJSON(data []byte) error {
	var q Request
	*a = Accumulator{}
	b := new(Accumulator)
	o := origin{kind: kindReport, request: &q}
	err := readState(data, &o, []string{"total", "groups"}, func() {
		q.normalize()
		b = newAccumulator(o, &q)
	}, func(r *strict.Reader, field string) {
		if field == "groups" {
			b.rows.readGroups(r, groupFields, func(g *group, field string) { g.read(r, field, q.Worst) })
			return
		}
		r.Object(groupFields, func(field string) { b.total.read(r, field, q.Worst) })
	})
	if err != nil {
		return err
	}
	b.origin = o
	*a = *b
	return nil
}

var groupFields = []string{"clocks", "issues", "near", "outcomes", "elapsed", "wall", "late", "paused", "span", "worst"}

// appendFields appends the fields of the JSON form of g.
func (g *group) appendFields(b []byte) []byte {
	b = appendCount(append(b, `"clocks":`...), g.clocks)
	b = appendCount(append(b, `,"issues":`...), g.issues)
	b = appendCount(append(b, `,"near":`...), g.near)
	b = appendCounts(append(b, `,"outcomes":`...), g.outcomes[:])
	b = g.elapsed.AppendJSON(append(b, `,"elapsed":`...))
	b = g.wall.AppendJSON(append(b, `,"wall":`...))
	b = g.late.AppendJSON(append(b, `,"late":`...))
	b = appendSum(append(b, `,"paused":`...), g.paused)
	b = appendSum(append(b, `,"span":`...), g.span)
	if g.worst.isEmpty() {
		return b
	}
	return g.worst.appendJSON(append(b, `,"worst":`...))
}

// read reads a field of the JSON form of g.
func (g *group) read(r *strict.Reader, field string, worst int) {
	switch field {
	case "clocks":
		g.clocks = r.Count()
	case "issues":
		g.issues = r.Count()
	case "near":
		g.near = r.Count()
	case "outcomes":
		readCounts(r, g.outcomes[:])
	case "elapsed":
		g.elapsed.Read(r)
	case "wall":
		g.wall.Read(r)
	case "late":
		g.late.Read(r)
	case "paused":
		g.paused = readSum(r)
	case "span":
		g.span = readSum(r)
	case "worst":
		g.worst.read(r, worst)
	}
}
