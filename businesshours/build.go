package businesshours

import (
	"encoding/binary"
	"slices"
	"unsafe"
)

// An interner keeps one copy of each pattern.
type interner struct {
	patterns map[string]*pattern
	key      []byte
}

// pattern returns the pattern of spans that are in order and apart.
func (n *interner) pattern(spans hours) *pattern {
	n.key = n.key[:0]
	for _, s := range spans {
		n.key = binary.LittleEndian.AppendUint32(n.key, uint32(s.start))
		n.key = binary.LittleEndian.AppendUint32(n.key, uint32(s.end))
	}
	p := n.patterns[string(n.key)]
	if p == nil {
		p = &pattern{spans, spans.total()}
		if n.patterns == nil {
			n.patterns = make(map[string]*pattern)
		}
		n.patterns[string(n.key)] = p
	}
	return p
}

// setDay makes p the pattern of day i. Days are set in order.
func (c *chunk) setDay(i int, p *pattern) {
	k := slices.Index(c.patterns, p)
	if k < 0 {
		k = len(c.patterns)
		c.patterns = append(c.patterns, p)
	}
	c.entries[i] = uint32(c.total)<<patternBits | uint32(k)
	c.total += int64(p.total)
}

// chunk builds chunk index of weekly hours.
//
// Within a segment of one offset, local time is UTC + offset, so the spans of a
// local date are shifted by the offset and clipped to the segment. Skipped times
// vanish, repeated ones count twice, a skipped date has no piece.
func (w *weeklyHours) chunk(index int, intern *interner) *chunk {
	c := new(chunk)
	firstDay := originDay + index*chunkDays
	start := chunkStart(index)
	segs := segments(w.location, start, start+chunkSeconds)

	var dates [chunkDays + 2]hours // of the local dates firstDay-1 to firstDay+chunkDays
	w.dates(firstDay-1, dates[:])

	// Nearly all days are alike: they have the same offset and dates with the same
	// hours. Those with a clock change are not looked for.
	type likeness struct {
		offset     int64
		dates      [3]*span
		patternFor *pattern
	}
	var known []likeness
	for i := range chunkDays {
		utc := start + int64(i)*secondsPerDay
		for segs[0].end <= utc {
			segs = segs[1:]
		}
		whole := segs[0].end >= utc+secondsPerDay
		like := likeness{segs[0].offset, [3]*span{unsafe.SliceData(dates[i]), unsafe.SliceData(dates[i+1]), unsafe.SliceData(dates[i+2])}, nil}
		if whole {
			k := slices.IndexFunc(known, func(l likeness) bool { return l.offset == like.offset && l.dates == like.dates })
			if k >= 0 {
				c.setDay(i, known[k].patternFor)
				continue
			}
		}
		var spans []span
		for _, seg := range segs {
			low, high := max(seg.start, utc), min(seg.end, utc+secondsPerDay)
			if low >= high {
				break
			}
			for j := range 3 {
				midnight := utc + int64(j-1)*secondsPerDay - seg.offset // of the date dates[i+j]
				for _, s := range dates[i+j] {
					from, to := max(midnight+int64(s.start), low), min(midnight+int64(s.end), high)
					if from < to {
						spans = append(spans, span{start: int32(from - utc), end: int32(to - utc)})
					}
				}
			}
		}
		like.patternFor = intern.pattern(newHours(spans))
		c.setDay(i, like.patternFor)
		if whole {
			known = append(known, like)
		}
	}
	return c
}

// chunk builds chunk index of a composite from those of its members.
func (k *composite) chunk(index int, intern *interner, built map[*Calendar]*chunk) *chunk {
	c := new(chunk)
	members := func(of []*Calendar) []*chunk {
		chunks := make([]*chunk, len(of))
		for i, m := range of {
			if built[m] == nil {
				built[m] = m.rules(index, intern, built)
			}
			chunks[i] = built[m]
		}
		return chunks
	}
	anyOf, noneOf := members(k.anyOf), members(k.noneOf)

	type pair struct {
		a, b  *pattern
		minus bool
	}
	known := make(map[pair]*pattern)
	combine := func(p pair) *pattern {
		if p.a == p.b && !p.minus {
			return p.a
		}
		result := known[p]
		if result == nil {
			if p.minus {
				result = intern.pattern(subtract(p.a.spans, p.b.spans))
			} else {
				result = intern.pattern(newHours(slices.Concat(p.a.spans, p.b.spans)))
			}
			known[p] = result
		}
		return result
	}
	for i := range chunkDays {
		_, p := anyOf[0].day(i)
		for _, m := range anyOf[1:] {
			_, q := m.day(i)
			p = combine(pair{p, q, false})
		}
		for _, m := range noneOf {
			_, q := m.day(i)
			p = combine(pair{p, q, true})
		}
		c.setDay(i, p)
	}
	return c
}

// subtract returns the parts of a that are not in b.
func subtract(a, b hours) hours {
	var rest []span
	for _, s := range a {
		for _, not := range b {
			if not.end <= s.start || s.end <= not.start {
				continue
			}
			if s.start < not.start {
				rest = append(rest, span{start: s.start, end: not.start})
			}
			s.start = min(not.end, s.end)
		}
		rest = append(rest, s)
	}
	return newHours(rest)
}

// alwaysChunk is the chunk of a schedule that never closes.
func alwaysChunk(intern *interner) *chunk {
	c := new(chunk)
	p := intern.pattern(hours{{start: 0, end: secondsPerDay}})
	for i := range chunkDays {
		c.setDay(i, p)
	}
	return c
}
