package businesshours

import (
	"slices"
	"unsafe"
)

// weeksOf builds the weeks of a block of weekly hours.
//
// Within a segment of one offset, local time is UTC + offset, so the spans of a
// local date are shifted by the offset and clipped to the segment. Skipped times
// vanish, repeated ones count twice, a skipped date has no piece.
func (w *weeklyHours) weeksOf(block int, intern *interner) *[blockWeeks]*week {
	start := weekStart(block * blockWeeks)
	segs := segments(w.location, start, start+blockWeeks*secondsPerWeek)

	// The hours of the local dates from the day before the block to the day after.
	var dates [7*blockWeeks + 2]hours
	w.dates(int(floorDiv(start, secondsPerDay))-1, dates[:])

	// Nearly all weeks are alike: they have one offset and dates with the same hours.
	type likeness struct {
		offset int64
		dates  [9]*span
	}
	known := make([]likeness, 0, blockWeeks)
	alike := make([]*week, 0, blockWeeks)
	var spans []span
	built := new([blockWeeks]*week)
	for i := range built {
		monday := start + int64(i)*secondsPerWeek
		for segs[0].end <= monday {
			segs = segs[1:]
		}
		like := likeness{offset: segs[0].offset}
		for j := range like.dates {
			like.dates[j] = unsafe.SliceData(dates[7*i+j])
		}
		whole := segs[0].end >= monday+secondsPerWeek
		if k := slices.Index(known, like); whole && k >= 0 {
			built[i] = alike[k]
			continue
		}
		spans = spans[:0]
		for _, seg := range segs {
			low, high := max(seg.start, monday), min(seg.end, monday+secondsPerWeek)
			if low >= high {
				break
			}
			for j := range 9 {
				midnight := monday + int64(j-1)*secondsPerDay - seg.offset // of the date dates[7*i+j]
				for _, s := range dates[7*i+j] {
					from, to := max(midnight+int64(s.start), low), min(midnight+int64(s.end), high)
					if from < to {
						spans = append(spans, span{start: int32(from - monday), end: int32(to - monday)})
					}
				}
			}
		}
		built[i] = intern.week(newHours(spans))
		if whole {
			known, alike = append(known, like), append(alike, built[i])
		}
	}
	return built
}

// weeksOf builds the weeks of a block of a composite from those of its members,
// which are not kept.
func (c *composite) weeksOf(block int, intern *interner, built map[*Calendar]*[blockWeeks]*week) *[blockWeeks]*week {
	if len(c.anyOf) == 1 && len(c.noneOf) == 0 {
		return c.anyOf[0].weeksOf(block, intern, built)
	}
	members := func(of []*Calendar) []*[blockWeeks]*week {
		weeks := make([]*[blockWeeks]*week, len(of))
		for i, m := range of {
			if built[m] == nil {
				built[m] = m.weeksOf(block, new(interner), built)
			}
			weeks[i] = built[m]
		}
		return weeks
	}
	anyOf, noneOf := members(c.anyOf), members(c.noneOf)

	type pair struct {
		a, b  *week
		minus bool
	}
	known := make(map[pair]*week)
	combine := func(p pair) *week {
		result := known[p]
		if result == nil {
			a, b := p.a.open(), p.b.open()
			if p.minus {
				result = intern.week(subtract(a, b))
			} else {
				result = intern.week(newHours(slices.Concat(a, b)))
			}
			known[p] = result
		}
		return result
	}
	all := new([blockWeeks]*week)
	for i := range all {
		all[i] = anyOf[0][i]
		for _, m := range anyOf[1:] {
			all[i] = combine(pair{all[i], m[i], false})
		}
		for _, m := range noneOf {
			all[i] = combine(pair{all[i], m[i], true})
		}
	}
	return all
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

// alwaysOpen is the weeks of a block that never closes.
func alwaysOpen(intern *interner) *[blockWeeks]*week {
	all := new([blockWeeks]*week)
	for i := range all {
		all[i] = intern.week(hours{{start: 0, end: secondsPerWeek}})
	}
	return all
}
