package businesshours

import "time"

// ChangesOf returns the instants in [from, to) at which the offset of a zone changes.
func ChangesOf(loc *time.Location, from, to time.Time) (changes []time.Time) {
	for i, s := range segments(nil, loc, from.Unix(), to.Unix()) {
		if i > 0 {
			changes = append(changes, time.Unix(s.start, 0).UTC())
		}
	}
	return changes
}

// Tables returns how many tables c has built, and of how many weeks.
func (c *Calendar) Tables() (tables, weeks int) {
	for _, t := range c.all() {
		weeks += len(t.weeks) - 1
	}
	return len(c.all()), weeks
}

// DistinctWeeks returns how many weeks the tables of a set share.
func (s *Set) DistinctWeeks() (n int) {
	for _, w := range s.intern.weeks {
		for ; w != nil; w = w.next {
			n++
		}
	}
	return n
}

// MostWork returns the most work that a block of c takes.
func (c *Calendar) MostWork() int { return c.most }

// WorkBetween returns the work of the blocks from a to b, which it builds.
func (c *Calendar) WorkBetween(a, b time.Time) int {
	way := blocksOf(a.UnixNano(), b.UnixNano())
	return int(way.work(c.including(int(way.low)*blockWeeks, int(way.high)*blockWeeks-1)))
}

// BlockStart returns the instant at which a block begins.
func BlockStart(number int) time.Time { return time.Unix(0, weekStart(number*blockWeeks)).UTC() }

// The sizes of blocks, in weeks, and how many of them are built between questions that lie near.
const (
	BlockWeeks = blockWeeks
	NearBlocks = nearBlocks
	MaxTables  = maxTables
	SpareWork  = spareWork
)

// What work is made of.
const (
	WorkOfTabled = workOfTabled
	WorkOfWeek   = workOfWeek
	WorkOfSpan   = workOfSpan
	WorkOfRule   = workOfRule
	WorkOfDate   = workOfDate
)

// HorizonDays is how many days a search looks ahead or back.
const HorizonDays = horizonDays
