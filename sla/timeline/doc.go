// Package timeline draws the life of an issue: what counted, what did not, and what
// happened when.
//
//	explanation, err := engine.ExplainAt(issue, now)
//	svg := timeline.SVG(issue, explanation, timeline.Options{})
//
// The picture is an SVG of one file, without scripts, fonts or links: for a page, a
// ticket, a report on paper. It has a lane for each metric, whose open hours are shaded;
// bars for what counted, solid, and from a breach on with a heavy edge; hatching for
// pauses; bare lanes for closed hours; and marks of different shapes for starts,
// targets, steps, breaches and ends. Colors are apart for people who do not see all of
// them, follow a reader's light or dark setting, and are never the only sign of
// anything. Screen readers find a title, a description in sentences, and a title for
// each mark.
//
// Long stretches that are closed for all lanes and in which nothing happens are folded,
// and a torn edge with how long it is says so. Where nights are too narrow to be seen,
// bars run through them, and the legend says that.
package timeline
