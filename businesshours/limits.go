package businesshours

// Limits on the schedules that [Compile] accepts.
const (
	MaxSchedules      = 1_000  // schedules in a set
	MaxIntervals      = 96     // intervals in a day
	MaxHolidays       = 10_000 // entries in holidays; a range counts as one
	MaxExceptions     = 10_000 // entries in exceptions
	MaxHolidayRange   = 3_660  // dates in a range of holidays, about ten years
	MaxRevisions      = 1_000  // entries in revisions
	MaxCompositeDepth = 16     // levels of composites within composites
	MaxCompositeNames = 1_000  // names in any_of, and in none_of

	// MaxCompositeIntervals limits the open intervals per week of all members of a
	// composite, and of their members in turn. A schedule counts each time it is a member.
	MaxCompositeIntervals = 20_000

	maxPlus            = 366 // days by which holidays are moved
	maxNameSuggestions = 100 // names considered for a suggestion
)
