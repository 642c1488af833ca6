package businesshours

// The work of building a table, in steps. A step stands for six nanoseconds, and for 1.6 bytes
// of memory. The work of a block depends on the calendar and the block alone, not on what is
// known already.
const (
	workOfTabled = 13  // for a week in a table
	workOfWeek   = 200 // for a week that differs from those before it in the block
	workOfSpan   = 16  // for an open span of such a week, and for each of those of members that are merged
	workOfRule   = 8   // to find the dates of an entry of holidays, in a month or a year
	workOfDate   = 10  // to see whether a date is a business day
	workOfNames  = 40  // to find those of a holiday of a country
)
