package timeline

import "time"

// Options say how to draw a picture. The zero value has the defaults.
type Options struct {
	// Zone is the time zone of the axis and of all times in the picture. If nil, it is
	// that of the first schedule that has one other than UTC, or else UTC.
	Zone *time.Location

	// Width is the width of the picture in pixels. If zero, it is 960. It is at least 320
	// and at most 2400. In a picture that is narrower than 600, as for a phone, the names of
	// lanes stand above them instead of beside them.
	Width int

	// Metrics are the metrics to show. If empty, all are shown.
	Metrics []string

	// From and Until are the span of time to show. If one is zero, the picture begins with
	// the issue, or ends with the present or with the last thing that happens or is due.
	// Clocks outside the span are neither drawn nor counted.
	From, Until time.Time

	// EachCycle draws each cycle of a metric in a lane of its own. Otherwise all cycles of a
	// metric share one lane, whose label sums them up.
	EachCycle bool
}
