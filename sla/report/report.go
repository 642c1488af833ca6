package report

import "time"

// A Report is what many issues tell together.
type Report struct {
	Request Request // with its defaults written out; not part of the JSON form
	AsOf    time.Time

	// Rows are the groups that have records, in the order of their keys, one dimension after
	// the other: metrics in metric order, policies as configured, targets by length, outcomes
	// and states in the order of their constants, weekdays from Monday, and others false before
	// true, then numbers, then texts; what has no value comes last. There are none without
	// dimensions.
	Rows []Row

	// Total is of all records that count. It may be less than the sum of the rows if a
	// dimension is a list, since a record is in the group of each element.
	Total Measures
}

// A Row is a group of records.
type Row struct {
	// Key is what the records have in common: for each dimension of the request a string, a
	// float64, a bool, or nil if they have no value.
	Key []any
	Measures
}
