package businesshours

import (
	"slices"
	"unsafe"
)

// A block is consecutive weeks that are built together.
type block struct {
	weeks [blockWeeks]*week
	work  int
}

// A builder builds the blocks of a table. It remembers weeks, because most weeks are like others.
type builder struct {
	known map[*Calendar]*buildingState
	spans []span // memory for the spans of a week
}

// A blockOfHours holds the open spans of each week of a block, in seconds since the start of
// the week. Equal weeks usually share one slice.
type blockOfHours [blockWeeks]hours

// A buildingState is what a builder knows of a calendar.
type buildingState struct {
	number int // of the block last built
	hours  blockOfHours

	recent [recentWeeks]recentWeek // weeks built or used recently
	uses   int                     // how often any of them was
}

// recentWeeks is more than a block has, so that a week of a block is not forgotten before the
// block is complete. The work of a block depends on it: see builder.block.
const recentWeeks = blockWeeks + 8

// A recentWeek is a week by what it was built from: the weeks of members, or the hours of local
// dates and an offset.
type recentWeek struct {
	from   []*span
	offset int64
	hours  hours
	used   int // the number of its last use
}

// recall returns a week that was built recently from the same.
func (s *buildingState) recall(from []*span, offset int64) (hours, bool) {
	for i := range s.recent {
		if r := &s.recent[i]; r.offset == offset && slices.Equal(r.from, from) {
			s.uses++
			r.used = s.uses
			return r.hours, true
		}
	}
	return nil, false
}

// remember records a week for recall. It forgets the one that was not used for longest.
func (s *buildingState) remember(from []*span, offset int64, h hours) {
	oldest := &s.recent[0]
	for i := range s.recent {
		if s.recent[i].used < oldest.used {
			oldest = &s.recent[i]
		}
	}
	s.uses++
	*oldest = recentWeek{append(oldest.from[:0], from...), offset, h, s.uses}
}

// block builds a block of a calendar.
func (b *builder) block(c *Calendar, number int) block {
	if b.known == nil {
		b.known = make(map[*Calendar]*buildingState)
	}
	var built block
	of := b.hours(c, number, &built.work)
	built.work += blockWeeks * workOfTabled
	for i, h := range of {
		k := earlierAlike(of, i)
		if k < i {
			built.weeks[i] = built.weeks[k]
			continue
		}
		built.weeks[i] = c.set.intern.week(h)
		built.work += workOfWeek + workOfSpan*len(h)
	}
	return built
}

// earlierAlike returns the index of the first week that shares its spans with the i-th.
func earlierAlike(of *blockOfHours, i int) int {
	k := 0
	for unsafe.SliceData(of[k]) != unsafe.SliceData(of[i]) {
		k++
	}
	return k
}

// hours builds the weeks of a block of a calendar, unless that was the last. It adds the work to
// a sum.
func (b *builder) hours(c *Calendar, number int, work *int) *blockOfHours {
	s := b.known[c]
	if s == nil {
		s = &buildingState{number: -1}
		b.known[c] = s
	}
	if s.number == number {
		return &s.hours
	}
	switch {
	case c.weekly != nil:
		*work += b.weekly(c.weekly, number, s)
	case c.parts != nil:
		*work += b.composite(c.parts, number, s)
	default:
		whole := hours{{start: 0, end: secondsPerWeek}}
		for i := range s.hours {
			s.hours[i] = whole
		}
	}
	s.number = number
	return &s.hours
}

// weekly builds the weeks of a block of a schedule with weekly hours.
//
// Within a segment, local time is UTC + offset. So the spans of a local date are shifted
// by the offset and clipped to the segment. Skipped times vanish, repeated times count
// twice, and a skipped date contributes nothing.
func (b *builder) weekly(w *weeklyHours, number int, s *buildingState) (work int) {
	start := originSecond + int64(number)*blockWeeks*secondsPerWeek

	// The hours of the local dates from the day before the block to the day after.
	var dates [7*blockWeeks + 2]hours
	w.dates(int(floorDiv(start, secondsPerDay))-1, dates[:])
	work = w.workOfRules()
	if !slices.ContainsFunc(dates[:], func(h hours) bool { return len(h) > 0 }) {
		clear(s.hours[:])
		return work
	}

	var memory [4]segment
	segs := segments(memory[:0], w.location, start, start+blockWeeks*secondsPerWeek)
	var from [9]*span // of the dates of a week
	for i := range s.hours {
		monday := start + int64(i)*secondsPerWeek
		for segs[0].end <= monday {
			segs = segs[1:]
		}
		for j := range from {
			from[j] = unsafe.SliceData(dates[7*i+j])
		}
		// Nearly all weeks are equal: they have one offset, and the same hours on each date.
		whole := segs[0].end >= monday+secondsPerWeek
		if whole {
			if h, ok := s.recall(from[:], segs[0].offset); ok {
				s.hours[i] = h
				continue
			}
		}
		s.hours[i] = b.week(segs, (*[9]hours)(dates[7*i:]), monday)
		if whole {
			s.remember(from[:], segs[0].offset, s.hours[i])
		}
	}
	return work
}

// week returns the open spans of the week that begins at an instant, from the hours of its local
// dates, the day before and the day after.
func (b *builder) week(segs []segment, dates *[9]hours, monday int64) hours {
	spans := b.spans[:0]
	for _, seg := range segs {
		low, high := max(seg.start, monday), min(seg.end, monday+secondsPerWeek)
		if low >= high {
			break
		}
		for j, date := range dates {
			midnight := monday + int64(j-1)*secondsPerDay - seg.offset // of the date
			for _, s := range date {
				from, to := max(midnight+int64(s.start), low), min(midnight+int64(s.end), high)
				if from < to {
					spans = append(spans, span{start: int32(from - monday), end: int32(to - monday)})
				}
			}
		}
	}
	b.spans = spans
	return newHours(spans)
}

// composite builds the weeks of a block from those of the members. The work is that of members
// that were not built yet, and that of merging.
func (b *builder) composite(c *composite, number int, s *buildingState) (work int) {
	members := make([]*blockOfHours, 0, len(c.anyOf)+len(c.noneOf))
	for _, m := range slices.Concat(c.anyOf, c.noneOf) {
		members = append(members, b.hours(m, number, &work))
	}
	from := make([]*span, len(members))
	for i := range s.hours {
		merged := 0
		for k, m := range members {
			from[k] = unsafe.SliceData(m[i])
			merged += len(m[i])
		}
		// Two weeks are equal if every member has the same hours in both.
		h, ok := s.recall(from, 0)
		if !ok {
			h = b.merge(members[:len(c.anyOf)], members[len(c.anyOf):], i)
			s.remember(from, 0, h)
		}
		s.hours[i] = h
		if earlierAlike(&s.hours, i) == i {
			work += workOfSpan * (merged + len(members))
		}
	}
	return work
}

// merge returns when any of some members is open, and none of others, in the i-th week.
func (b *builder) merge(anyOf, noneOf []*blockOfHours, i int) hours {
	open := b.union(anyOf, i)
	if len(noneOf) == 0 {
		return open
	}
	return subtract(open, b.union(noneOf, i))
}

// union returns when any of some members is open in the i-th week.
func (b *builder) union(of []*blockOfHours, i int) hours {
	if len(of) == 1 {
		return of[0][i]
	}
	n := 0
	for _, m := range of {
		n += len(m[i])
	}
	spans := slices.Grow(b.spans[:0], n)
	for _, m := range of {
		spans = append(spans, m[i]...)
	}
	b.spans = spans
	return newHours(spans)
}

// subtract returns the parts of a that are not in b.
func subtract(a, b hours) hours {
	if len(a) == 0 {
		return nil
	}
	rest := make(hours, 0, len(a)+len(b))
	for _, s := range a {
		for len(b) > 0 && b[0].end <= s.start {
			b = b[1:]
		}
		for _, not := range b {
			if s.end <= not.start {
				break
			}
			if s.start < not.start {
				rest = append(rest, span{start: s.start, end: not.start})
			}
			s.start = min(not.end, s.end)
		}
		if s.start < s.end {
			rest = append(rest, span{start: s.start, end: s.end})
		}
	}
	rest.count()
	return rest
}
