package sla

import (
	"iter"
	"slices"
)

// A lifePart is a stretch of a clock's life during which nothing changes, except whether its
// schedule is open.
type lifePart struct {
	stretch
	kind      lifeKind
	term      *term // the target that applies to the stretch, or nil
	recounted bool  // the target came into force only later
}

// A lifeKind says what a clock did during a stretch of its life.
type lifeKind uint8

const (
	lifeRan       lifeKind = iota // open time counts
	lifePaused                    // its pause condition held
	lifeStopped                   // from a stop to its reopening
	lifeReleased                  // no target was in force
	lifeForgotten                 // before a restart
)

// reported returns the clock of the story, or nil if results do not report it.
func (s *story) reported() *reported {
	if c := s.lane.report(s.place); c.targeted && c.cycle == s.cycle {
		return c
	}
	return nil
}

// outcome returns what became of the promise behind the clock of the story.
func (s *story) outcome(c *Clock) Outcome {
	if s.void {
		return OutcomeVoid
	}
	return c.Outcome()
}

// storiesInOrder returns the stories of all clocks that ever had a target, in clock order.
func (f *fold) storiesInOrder() (stories []*story) {
	for _, s := range f.trace.stories {
		if s.reported() != nil {
			stories = append(stories, s)
		}
	}
	slices.SortStableFunc(stories, func(a, b *story) int { return a.lane.report(a.place).compare(b.lane.report(b.place)) })
	return stories
}

// life yields the life of a traced clock up to an instant, without gaps. The open time of the
// stretches of kind lifeRan adds up to what the clock has counted.
func (f *fold) life(s *story, end instant) iter.Seq[lifePart] {
	return func(yield func(lifePart) bool) {
		terms, change := s.terms, f.program.onChange
		last := lastTarget(terms)
		if change.recounts {
			// The last target counts as if it had been in force from the start.
			terms = terms[last:]
			if !f.judged(s, &terms[0], s.start, min(terms[0].from, end), true, yield) {
				return
			}
		} else if !s.released(s.start, min(terms[0].from, end), yield) {
			return
		}
		if change.restarts {
			// Only what came after the last target took over counts.
			if from, to := terms[0].from, min(terms[last].from, end); from < to {
				if !yield(lifePart{stretch: stretch{from, to}, kind: lifeForgotten}) {
					return
				}
			}
			terms = terms[last:]
		}
		for i := range terms {
			t, to := &terms[i], end
			if i+1 < len(terms) {
				to = terms[i+1].from
			}
			if t.target == nil && !s.released(t.from, min(to, end), yield) || t.target != nil && !f.judged(s, t, t.from, to, false, yield) {
				return
			}
		}
	}
}

// lastTarget returns the index of the last term that has a target.
func lastTarget(terms []term) int {
	last := len(terms) - 1
	for terms[last].target == nil {
		last--
	}
	return last
}

// released yields a stretch without a target. The clock may have been stopped during it. It
// reports whether to go on.
func (s *story) released(from, to instant, yield func(lifePart) bool) bool {
	for p := (cursor{upTo: from}); p.upTo < to; {
		start, at := p.stretch(nil, s.turns, to)
		part := lifePart{stretch: stretch{start, at}, kind: lifeReleased}
		if p.stops%2 == 1 {
			part.kind = lifeStopped
		}
		if !yield(part) {
			return false
		}
	}
	return true
}

// judged yields a stretch to which target t applies. It reports whether to go on.
func (f *fold) judged(s *story, t *term, from, to instant, recounted bool, yield func(lifePart) bool) bool {
	changes := f.pauses[t.target.pause].changes
	for p := (cursor{upTo: from}); p.upTo < to; {
		start, at := p.stretch(changes, s.turns, to)
		part := lifePart{stretch{start, at}, lifeRan, t, recounted}
		switch {
		case p.stops%2 == 1:
			part.kind = lifeStopped
		case p.pauses%2 == 1:
			part.kind = lifePaused
		}
		if !yield(part) {
			return false
		}
	}
	return true
}
