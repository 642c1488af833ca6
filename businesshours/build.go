package businesshours

import (
	"slices"
	"unsafe"
)

// weeksOf builds the open spans of each week of a block, in seconds since the start of
// the week. Equal weeks usually share one slice.
//
// Within a segment, local time is UTC + offset. So the spans of a local date are shifted
// by the offset and clipped to the segment. Skipped times vanish, repeated times count
// twice, and a skipped date contributes nothing.
func (w *weeklyHours) weeksOf(block int) *[blockWeeks]hours {
	start := originSecond + int64(block)*blockWeeks*secondsPerWeek
	segs := segments(nil, w.location, start, start+blockWeeks*secondsPerWeek)

	// The hours of the local dates from the day before the block to the day after.
	var dates [7*blockWeeks + 2]hours
	w.dates(int(floorDiv(start, secondsPerDay))-1, dates[:])

	// Nearly all weeks are equal: they have one offset, and the same hours on each date.
	type weekKey struct {
		offset int64
		dates  [9]*span
	}
	keys := make([]weekKey, 0, blockWeeks)
	weeks := make([]hours, 0, blockWeeks)
	var spans []span
	built := new([blockWeeks]hours)
	for i := range built {
		monday := start + int64(i)*secondsPerWeek
		for segs[0].end <= monday {
			segs = segs[1:]
		}
		key := weekKey{offset: segs[0].offset}
		for j := range key.dates {
			key.dates[j] = unsafe.SliceData(dates[7*i+j])
		}
		whole := segs[0].end >= monday+secondsPerWeek
		if k := slices.Index(keys, key); whole && k >= 0 {
			built[i] = weeks[k]
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
		built[i] = newHours(spans)
		if whole {
			keys, weeks = append(keys, key), append(weeks, built[i])
		}
	}
	return built
}

// weeksOf builds the weeks of a block from those of the members. built holds the weeks of
// members that were already built for this block.
func (c *composite) weeksOf(block int, built map[*Calendar]*[blockWeeks]hours) *[blockWeeks]hours {
	members := func(of []*Calendar) []*[blockWeeks]hours {
		weeks := make([]*[blockWeeks]hours, len(of))
		for i, m := range of {
			if built[m] == nil {
				built[m] = m.weeksOf(block, built)
			}
			weeks[i] = built[m]
		}
		return weeks
	}
	anyOf, noneOf := members(c.anyOf), members(c.noneOf)

	// Two weeks are equal if every member has the same hours in both.
	var spans []span
	union := func(of []*[blockWeeks]hours, i int) hours {
		spans = spans[:0]
		for _, m := range of {
			spans = append(spans, m[i]...)
		}
		return newHours(spans)
	}
	all := new([blockWeeks]hours)
	for i := range all {
		alike := func(k int) bool {
			differs := func(m *[blockWeeks]hours) bool { return unsafe.SliceData(m[i]) != unsafe.SliceData(m[k]) }
			return !slices.ContainsFunc(anyOf, differs) && !slices.ContainsFunc(noneOf, differs)
		}
		k := 0
		for k < i && !alike(k) {
			k++
		}
		switch {
		case k < i:
			all[i] = all[k]
		case len(anyOf) == 1:
			all[i] = anyOf[0][i]
		default:
			all[i] = union(anyOf, i)
		}
		if k == i && len(noneOf) > 0 {
			all[i] = subtract(all[i], union(noneOf, i))
		}
	}
	return all
}

// subtract returns the parts of a that are not in b.
func subtract(a, b hours) hours {
	var rest []span
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
		rest = append(rest, s)
	}
	return newHours(rest)
}

// alwaysOpen returns the weeks of a block that never closes.
func alwaysOpen() *[blockWeeks]hours {
	all := new([blockWeeks]hours)
	whole := hours{{start: 0, end: secondsPerWeek}}
	for i := range all {
		all[i] = whole
	}
	return all
}
