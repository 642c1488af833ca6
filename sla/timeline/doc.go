// Package timeline draws the life of an issue: what counted, what did not, and what
// happened when.
//
//	explanation, err := engine.ExplainAt(issue, now)
//	svg := timeline.SVG(issue, explanation, timeline.Options{})
//
// The picture is a self-contained SVG, without scripts, fonts or links. It fits on a web
// page, in a ticket or in a printed report.
//
// Each metric has a lane, with its open hours shaded. A solid bar is time that counted,
// and has a heavy edge once the target is breached. Hatching is a pause. Closed hours are
// bare. Starts, targets, steps, breaches and ends have marks of different shapes. The
// colors work for people with color blindness, follow the reader's light or dark setting,
// and are never the only sign of anything. Screen readers find a title, a description in
// sentences, and a title for each mark.
//
// A long stretch in which every lane is closed and nothing happens is folded. A torn edge
// marks the fold and says how long it is. Where nights are too narrow to show, bars run
// through them, and the legend says so.
package timeline
