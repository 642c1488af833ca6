package sla

// Changes are what a rewritten history means for the transitions already announced.
type Changes struct {
	Standing  []Transition // announced and still valid, as they are now
	New       []Transition // not announced yet
	Premature []Transition // announced, but no longer in the history
}

// Diff answers what to announce, and what was announced too early, after the history of an issue
// was rewritten: by a late event, or by one that was taken back. It compares the transitions
// announced so far with those of the issue now, by [Transition.ID], so a transition that merely
// moved is Standing. Standing and New are in the order of now, Premature in the order of
// announced.
//
// Transitions decoded from JSON cannot be compared, because their IDs differ. A host that stores
// only the IDs of what it announced uses [DiffIDs].
//
// Premature announcements cannot be undone. A host may tell those who received them, or leave it
// at that.
func Diff(announced, now []Transition) Changes {
	unmatched := make(map[string]bool, len(announced))
	for i := range announced {
		unmatched[announced[i].ID()] = true
	}
	var c Changes
	for _, t := range now {
		id := t.ID()
		if unmatched[id] {
			c.Standing = append(c.Standing, t)
			delete(unmatched, id)
		} else {
			c.New = append(c.New, t)
		}
	}
	for _, t := range announced {
		if unmatched[t.ID()] {
			c.Premature = append(c.Premature, t)
		}
	}
	return c
}

// DiffIDs is like [Diff], given only the IDs of what was announced. It returns the transitions
// still to be announced, and the IDs of premature announcements.
func DiffIDs(announced []string, now []Transition) (added []Transition, premature []string) {
	known := make(map[string]bool, len(announced))
	for _, id := range announced {
		known[id] = true
	}
	current := make(map[string]bool, len(now))
	for i := range now {
		id := now[i].ID()
		current[id] = true
		if !known[id] {
			added = append(added, now[i])
		}
	}
	for _, id := range announced {
		if !current[id] {
			premature = append(premature, id)
		}
	}
	return added, premature
}
