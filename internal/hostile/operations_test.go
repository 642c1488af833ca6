package hostile

import (
	"fmt"
	"time"
)

// An operation is something that a host does with what others wrote.
type operation struct {
	name    string
	of      string        // what it is done with, and its limit
	cpu     time.Duration // it takes at most so much on an ordinary machine
	memory  float64       // and allocates at most so many MiB
	refuses bool          // problems of the input are what it is asked for
}

// patience is how many times as much processor time as it may take an operation is given in
// tests, which run on slow and busy machines.
const patience = 6

// operations are all operations that are measured, in the order of the page.
var operations = []operation{
	{"policy.Parse", "a document of 1 MiB", 250 * time.Millisecond, 64, true},
	{"sla.New", "a configuration", 250 * time.Millisecond, 64, false},
	{"lint.Check", "a configuration", 1000 * time.Millisecond, 512, false},
	{"Issue.UnmarshalJSON", "100,000 events", 250 * time.Millisecond, 96, true},
	{"Engine.EvaluateAt, first", "an issue of 100,000 events; calendars are built", 250 * time.Millisecond, 96, false},
	{"Engine.EvaluateAt, again", "an issue of 100,000 events", 250 * time.Millisecond, 96, false},
	{"Result.String", "a result", 250 * time.Millisecond, 64, false},
	{"Result.AppendJSON", "a result of 200,000 transitions", 250 * time.Millisecond, 128, false},
	{"Engine.Track", "an issue of 100,000 events", 250 * time.Millisecond, 128, false},
	{"Track.MarshalJSON", "a track", 250 * time.Millisecond, 64, false},
	{"Engine.Restore", "a stored track", 250 * time.Millisecond, 64, false},
	{"Track.Apply", "an event", 250 * time.Millisecond, 64, false},
	{"Track.RebaseAt", "a track", 250 * time.Millisecond, 64, false},
	{"Engine.ExplainAt", "an issue of 100,000 events", 250 * time.Millisecond, 64, false},
	{"Explanation.String", "an explanation", 250 * time.Millisecond, 96, false},
	{"Explanation.MarshalJSON", "an explanation", 500 * time.Millisecond, 256, false},
	{"timeline.SVG", "an explanation", 250 * time.Millisecond, 64, false},
	{"Calendar.Add", "50 years ahead; the calendar is built", 250 * time.Millisecond, 64, false},
	{"Calendar.Between", "from 1900 to 2190", 750 * time.Millisecond, 256, false},
	{"alert.New", "a configuration", 250 * time.Millisecond, 64, false},
	{"Planner.Alerts", "a transition, texts of any length", 250 * time.Millisecond, 64, false},
	{"Planner.Check", "an alert", 250 * time.Millisecond, 64, false},
	{"Limit.Digest", "10,000 alerts", 250 * time.Millisecond, 64, false},
	{"Renderer.Slack", "an alert, or a digest of 10,000", 250 * time.Millisecond, 64, false},
	{"Renderer.Email", "an alert, or a digest of 10,000", 250 * time.Millisecond, 64, false},
	{"Renderer.Webhook", "an alert, or a digest of 10,000", 250 * time.Millisecond, 64, false},
	{"report.Accumulator.Add", "an issue of 100,000 events", 500 * time.Millisecond, 256, false},
	{"report.Accumulator.MarshalJSON", "50,000 groups", 500 * time.Millisecond, 128, false},
	{"report.Accumulator.Report", "50,000 groups", 500 * time.Millisecond, 128, false},
	{"report.HTML", "50,000 groups", 1000 * time.Millisecond, 384, false},
}

// operationOf returns the operation of a name.
func operationOf(name string) operation {
	for _, op := range operations {
		if op.name == name {
			return op
		}
	}
	panic(fmt.Sprintf("%q is not among the operations", name)) // a fault of the tests
}
