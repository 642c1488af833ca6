// Package timeline draws the life of an issue: what counted, what did not, and what
// happened when.
//
//	explanation, err := engine.ExplainAt(issue, now)
//	svg := timeline.SVG(issue, explanation, timeline.Options{})
//
// The picture is a self-contained SVG, without scripts, fonts or links. It fits on a web
// page, on a phone, in a ticket or in a printed report.
//
// # Lanes
//
// Each metric has a lane, with the support hours shaded in which it had a clock. A solid bar is
// time that counted. It has another color and a heavy edge once the target is breached. Hatching
// is a pause. Closed hours are bare. Starts, targets, steps, breaches and ends have signs of
// different shapes. A verdict that no longer stands is hollow: the end of a clock that was reopened
// later, or the breach of a target that another one replaced.
//
// All cycles of a metric share its lane, whose label counts them by outcome, as in
// "✕ 3 missed, 1 open, 7 met". [Options.EachCycle] gives each cycle a lane of its own. Policies
// that have clocks of their own, as under policy.MatchEach, have lanes of their own. There are 40
// lanes at most: of more, those with a breach are drawn first, and then those with an open clock. A
// line of text counts the others.
//
// Signs that would overlap are one sign with a count. If they are of different kinds, there is one
// of each kind, but three at most; beside a verdict, steps are told by texts only. The title of a
// sign, which a browser shows when you point at it, says what it stands for, and when that was.
//
// # Time that is not shown
//
// Closed hours, during which no lane is open, are folded to a seam if that saves room. A torn strip
// is a longer stretch in which nothing happens, and which nobody needs to see: one in which every
// clock is paused, late or ended, or one that makes room for signs which would be crowded. The text
// above a fold says how much time it hides, and whether all of it was closed or paused. Its title
// says which metrics were paused and which counted.
//
// [Options.From], [Options.Until] and [Options.Metrics] show a part. Where nights are too narrow
// to show, bars run through them, and a line below the picture says so.
//
// # Readers
//
// The colors work for people with color blindness, follow the reader's light or dark setting, and
// are never the only sign of anything. Screen readers find a title that counts the clocks, the
// summary of the explanation as a description, and a title for each sign.
package timeline
