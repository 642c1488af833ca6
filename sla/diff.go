package sla

// Changes are what a rewritten history means for what was announced.
type Changes struct {
	Standing  []Transition // announced, and still so; as they are now
	New       []Transition // to be announced
	Premature []Transition // announced, and no longer so
}

// Diff compares the transitions that were announced of an issue with those that it
// has after its history was rewritten: by a late event, or one that was taken back.
// They are matched by [Transition.ID], so that one that merely moved stands. Each
// list is in the order of the one it comes from.
//
// Both lists are as they came: transitions that were read from JSON have lost what their
// IDs are made of. A host that has kept the IDs of what it announced, and no more, has
// [DiffIDs].
//
// What is premature cannot be taken back. A host may say so to those who heard of it,
// or leave it: what follows from the events that it has now is in the others.
func Diff(announced, now []Transition) Changes {
	before := make(map[string]bool, len(announced))
	for i := range announced {
		before[announced[i].ID()] = true
	}
	var c Changes
	for _, t := range now {
		id := t.ID()
		if before[id] {
			c.Standing = append(c.Standing, t)
			delete(before, id)
		} else {
			c.New = append(c.New, t)
		}
	}
	for _, t := range announced {
		if before[t.ID()] {
			c.Premature = append(c.Premature, t)
		}
	}
	return c
}

// DiffIDs is [Diff] for the IDs of what was announced: it returns what of now is to be
// announced, and the IDs of what was premature.
func DiffIDs(announced []string, now []Transition) (added []Transition, premature []string) {
	before := make(map[string]bool, len(announced))
	for _, id := range announced {
		before[id] = true
	}
	stands := make(map[string]bool, len(now))
	for i := range now {
		id := now[i].ID()
		stands[id] = true
		if !before[id] {
			added = append(added, now[i])
		}
	}
	for _, id := range announced {
		if !stands[id] {
			premature = append(premature, id)
		}
	}
	return added, premature
}
