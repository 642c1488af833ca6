package desk

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/sla"
)

// Merge merges an issue into another one: the customer wrote twice about one thing. Both histories
// become one, and the clocks of the survivor count from the earlier creation.
func (d *Desk) Merge(ctx context.Context, into, from, by string) error {
	if into == from {
		return inputErrorf("an issue cannot be merged into itself")
	}
	return d.write(ctx, func(tx *store.Tx) error {
		rows, err := lockInOrder(ctx, tx, into, from)
		if err != nil {
			return err
		}
		a, b := rows[into], rows[from]
		if a.MergedInto != "" || b.MergedInto != "" {
			return inputErrorf("an issue that was merged cannot be merged again")
		}
		docA, bodies, err := d.document(ctx, tx, a)
		if err != nil {
			return err
		}
		docB, bodiesB, err := d.document(ctx, tx, b)
		if err != nil {
			return err
		}
		for i := range docB.Events { // IDs of both issues, so that what was written keeps its event
			e := &docB.Events[i]
			if _, taken := bodies[e.ID]; taken {
				was := e.ID
				e.ID = b.ID + " " + was
				bodiesB[e.ID] = bodiesB[was]
				delete(bodiesB, was)
			}
		}
		survivor, merged := sla.Merge(docA, docB, d.Now())
		maps.Copy(bodies, bodiesB)
		for i := range survivor.Events {
			if e := &survivor.Events[i]; !known(bodies, e.ID) { // the later of the two creations
				later := b
				if b.CreatedAt.Before(a.CreatedAt) {
					later = a
				}
				bodies[e.ID] = later.Title + "\n\n" + later.Description
			}
		}
		for i := range merged.Events {
			if e := &merged.Events[i]; e.ID == "" {
				e.ID, e.By = newID(), by
			}
		}
		if err := d.rewrite(ctx, tx, a, &survivor, bodies); err != nil {
			return err
		}
		b.MergedInto = a.ID
		return d.rewrite(ctx, tx, b, &merged, bodiesB)
	})
}

func known(bodies map[string]string, id string) bool { _, ok := bodies[id]; return ok }

// lockInOrder locks issues in the order of their IDs, so that two who lock the same do not wait for
// each other.
func lockInOrder(ctx context.Context, tx *store.Tx, ids ...string) (map[string]*store.Issue, error) {
	rows := make(map[string]*store.Issue)
	for _, id := range slices.Sorted(slices.Values(ids)) {
		row, err := tx.LockIssue(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("issue %q: %w", id, err)
		}
		rows[id] = &row
	}
	return rows, nil
}

// document returns an issue with its history, and what was written, by the ID of the event.
func (d *Desk) document(ctx context.Context, tx *store.Tx, row *store.Issue) (sla.Issue, map[string]string, error) {
	events, err := tx.Events(ctx, row.ID)
	if err != nil {
		return sla.Issue{}, nil, err
	}
	bodies := make(map[string]string)
	for _, e := range events {
		bodies[e.ID] = e.Body
	}
	doc, err := issueOf(row, events)
	return doc, bodies, err
}

// rewrite replaces the history of an issue, and tracks it again.
func (d *Desk) rewrite(ctx context.Context, tx *store.Tx, row *store.Issue, doc *sla.Issue, bodies map[string]string) error {
	row.CreatedAt, row.CreatedBy = doc.CreatedAt, string(doc.CreatedBy)
	if err := tx.DeleteEvents(ctx, row.ID); err != nil {
		return err
	}
	if err := insertEvents(ctx, tx, row, doc.Events, bodies); err != nil {
		return err
	}
	return d.replay(ctx, tx, row)
}

// Split makes an issue of its own of some events of another one, of which the first message is what
// the customer asks for. It returns the ID of the new issue.
func (d *Desk) Split(ctx context.Context, id string, events []string, title string) (string, error) {
	var made string
	err := d.write(ctx, func(tx *store.Tx) error {
		row, err := tx.LockIssue(ctx, id)
		if err != nil {
			return err
		}
		doc, bodies, err := d.document(ctx, tx, &row)
		if err != nil {
			return err
		}
		number, err := tx.AddSetting(ctx, "issues", 1)
		if err != nil {
			return err
		}
		made = fmt.Sprintf("D-%d", 1000+number)
		moves := func(e sla.Event) bool { return slices.Contains(events, e.ID) }
		rest, other, err := sla.Split(doc, made, d.Now(), moves)
		if errors.Is(err, sla.ErrNothingToSplit) {
			return &InputError{err}
		}
		if err != nil {
			return err
		}
		description := ""
		for _, e := range doc.Events {
			if moves(e) && e.Type == sla.Message {
				description = bodies[e.ID]
				break
			}
		}
		if err := d.rewrite(ctx, tx, &row, &rest, bodies); err != nil {
			return err
		}
		_, err = d.load(ctx, tx, &document{Document: Document{Issue: other, Title: title, Description: description, Bodies: bodies}})
		return err
	})
	return made, err
}
