package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/sla"
)

// Ahead is how far in the future an event may lie, because clocks of machines differ.
const Ahead = time.Minute

// An InputError is a mistake of whoever asked, with words for them.
type InputError struct{ Err error }

func (e *InputError) Error() string { return e.Err.Error() }
func (e *InputError) Unwrap() error { return e.Err }

// inputErrorf returns an InputError.
func inputErrorf(format string, args ...any) error { return &InputError{fmt.Errorf(format, args...)} }

// A NewIssue is what somebody asks for. The fields of Attributes that lists and filters use are
// status, priority, assignee, team, customer and channel.
type NewIssue struct {
	ID          string // made if empty
	Title       string
	Description string
	CreatedBy   sla.Party
	CreatedAt   time.Time // now if zero
	Attributes  map[string]any
}

// Create opens an issue. It reports false if the same issue was created before.
func (d *Desk) Create(ctx context.Context, n NewIssue) (issue store.Issue, fresh bool, err error) {
	err = d.write(ctx, func(tx *store.Tx) error {
		issue, fresh, err = d.CreateIn(ctx, tx, n)
		return err
	})
	return issue, fresh, err
}

// CreateIn is Create in a transaction of the caller's.
func (d *Desk) CreateIn(ctx context.Context, tx *store.Tx, n NewIssue) (store.Issue, bool, error) {
	now := d.Now()
	if n.CreatedAt.IsZero() {
		n.CreatedAt = now
	}
	n.CreatedAt = n.CreatedAt.UTC()
	if err := checkTexts(n.ID, n.Title, n.Description); err != nil {
		return store.Issue{}, false, err
	}
	if err := d.checkInstant(n.CreatedAt); err != nil {
		return store.Issue{}, false, err
	}
	if n.ID == "" {
		number, err := tx.AddSetting(ctx, "issues", 1)
		if err != nil {
			return store.Issue{}, false, err
		}
		n.ID = fmt.Sprintf("D-%d", 1000+number)
	}
	issue, err := d.load(ctx, tx, &document{Document: Document{
		Issue: sla.Issue{ID: n.ID, CreatedAt: n.CreatedAt, CreatedBy: n.CreatedBy, Attributes: n.Attributes},
		Title: n.Title, Description: n.Description,
	}})
	if errors.Is(err, ErrConflict) {
		was, err := tx.Issue(ctx, n.ID)
		if err != nil {
			return was, false, err
		}
		if was.Title != n.Title || was.Description != n.Description {
			return was, false, fmt.Errorf("issue %q: %w", n.ID, ErrConflict)
		}
		return was, false, nil
	}
	return issue, true, err
}

// checkInstant refuses what lies in the future.
func (d *Desk) checkInstant(at time.Time) error {
	if now := d.Now(); at.After(now.Add(Ahead)) {
		return inputErrorf("%v is in the future: it is %v", at.Format(time.RFC3339), now.Format(time.RFC3339))
	}
	return nil
}

// checkTexts refuses what a database cannot store.
func checkTexts(texts ...string) error {
	for _, text := range texts {
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			return inputErrorf("a text is not UTF-8, or has a NUL")
		}
	}
	return nil
}

// A Document is an issue with its history, and with what was written.
type Document struct {
	sla.Issue
	Title, Description string
	Bodies             map[string]string // by the ID of the event
}

// A document is a Document to store.
type document struct {
	Document
	old bool // what has happened by now is nobody's news
}

// Load stores issues whose past is nobody's news: only what comes is announced. It passes over those
// that exist.
func (d *Desk) Load(ctx context.Context, docs []Document) error {
	for part := range slices.Chunk(docs, batch) {
		err := d.write(ctx, func(tx *store.Tx) error {
			for i := range part {
				_, err := d.load(ctx, tx, &document{part[i], true})
				if err != nil && !errors.Is(err, ErrConflict) {
					return fmt.Errorf("issue %s: %w", part[i].ID, err)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// load stores an issue, and tracks it under the configuration in force.
func (d *Desk) load(ctx context.Context, tx *store.Tx, doc *document) (store.Issue, error) {
	now := d.Now()
	if doc.CreatedBy == "" {
		doc.CreatedBy = sla.Customer
	}
	issue := store.Issue{
		ID: doc.ID, CreatedAt: doc.CreatedAt, CreatedBy: string(doc.CreatedBy), Title: doc.Title, Description: doc.Description,
	}
	setup, err := d.current(ctx, tx, now)
	if err != nil {
		return issue, err
	}
	issue.Config, issue.ConfigFirst = setup.Version, setup.Version
	track, transitions, err := setup.Engine.Track(doc.Issue)
	if err != nil {
		return issue, &InputError{err}
	}
	if err := setFields(&issue, setup.Policy, fieldsAfter(doc.Attributes, nil)); err != nil {
		return issue, err
	}
	issue.Initial = issue.Attributes
	fresh, err := tx.InsertIssue(ctx, &issue)
	if err == nil && !fresh {
		err = ErrConflict
	}
	if err != nil {
		return issue, err
	}
	if err := insertEvents(ctx, tx, &issue, doc.Events, doc.Bodies); err != nil {
		return issue, err
	}
	issue.Cancelled = slices.ContainsFunc(doc.Events, func(e sla.Event) bool { return e.Type == sla.Cancel })
	if err := setFields(&issue, setup.Policy, fieldsAfter(doc.Attributes, doc.Events)); err != nil {
		return issue, err
	}
	return issue, d.save(ctx, tx, &issue, track, doc.CreatedAt, era{setup: setup, transitions: transitions, old: doc.old})
}

// insertEvents stores a history, whose events all have IDs.
func insertEvents(ctx context.Context, tx *store.Tx, issue *store.Issue, events []sla.Event, bodies map[string]string) error {
	for i := range events {
		issue.Version++
		if _, err := insertEvent(ctx, tx, issue, &events[i], bodies[events[i].ID]); err != nil {
			return err
		}
	}
	return nil
}

// Add adds an event to an issue, now if it has no instant. It reports false if the event was delivered
// before. An event without an ID gets one.
func (d *Desk) Add(ctx context.Context, id string, e sla.Event, body string) (issue store.Issue, fresh bool, err error) {
	err = d.write(ctx, func(tx *store.Tx) error {
		issue, fresh, err = d.AddIn(ctx, tx, id, e, body)
		return err
	})
	return issue, fresh, err
}

// AddIn is Add in a transaction of the caller's.
func (d *Desk) AddIn(ctx context.Context, tx *store.Tx, id string, e sla.Event, body string) (store.Issue, bool, error) {
	issue, err := tx.LockIssue(ctx, id)
	if err != nil {
		return issue, false, err
	}
	if e.At.IsZero() && e.ID != "" { // it may have been delivered before
		was, err := tx.Event(ctx, id, e.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return issue, false, err
		}
		e.At = was.At
	}
	e.At = e.At.UTC()
	if e.At.IsZero() { // after the issue is locked, so that events have the order in which they are stored
		e.At = d.Now()
	}
	if e.ID == "" {
		e.ID = newID()
	}
	if err := errors.Join(d.checkInstant(e.At), checkTexts(e.ID, body)); err != nil {
		return issue, false, err
	}
	if e.At.Before(issue.CreatedAt) {
		return issue, false, inputErrorf("the event is at %v, before the issue was created", e.At.Format(time.RFC3339))
	}
	fresh, err := d.apply(ctx, tx, &issue, e, body)
	if _, ok := errors.AsType[*sla.Error](err); ok {
		err = &InputError{err}
	}
	return issue, fresh, err
}

// CheckFields refuses attributes that are not as the configuration in force declares them, such as the
// priority "High" for "high", for which a policy would silently not apply.
func (d *Desk) CheckFields(ctx context.Context, tx *store.Tx, attributes map[string]any) error {
	setup, err := d.current(ctx, tx, d.Now())
	if err != nil {
		return err
	}
	if err := setup.Engine.CheckFields(sla.Issue{Attributes: fieldsAfter(attributes, nil)}); err != nil {
		return &InputError{err}
	}
	return nil
}

// resultIn returns how the clocks of an issue stand, and the configuration of its track.
func (d *Desk) resultIn(ctx context.Context, tx *store.Tx, issue *store.Issue, now time.Time) (*Setup, sla.Result, error) {
	setup, track, err := d.restore(ctx, tx, issue)
	if needsHistory(err) {
		track, _, err = d.trackAgain(ctx, tx, issue)
	}
	if err != nil {
		return nil, sla.Result{}, err
	}
	result, err := resultAt(track, now)
	return setup, result, err
}

// resultAt returns how the clocks of a track stand as of now, also if the machine from which its last
// event came has a clock that is ahead.
func resultAt(track *sla.Track, now time.Time) (sla.Result, error) {
	result, err := track.ResultAt(now)
	if errors.Is(err, sla.ErrEarlier) {
		return track.ResultAt(now.Add(Ahead))
	}
	return result, err
}

// ResultIn is Result for an issue that a transaction has changed.
func (d *Desk) ResultIn(ctx context.Context, tx *store.Tx, issue *store.Issue) (sla.Result, error) {
	_, result, err := d.resultIn(ctx, tx, issue, d.Now())
	return result, err
}

// Result returns how the clocks of an issue stand now.
func (d *Desk) Result(ctx context.Context, issue *store.Issue) (sla.Result, error) {
	setup, err := d.setup(ctx, d.Read(), issue.Config)
	if err != nil {
		return sla.Result{}, err
	}
	if track, err := setup.Engine.Restore(issue.Track); err == nil {
		return resultAt(track, d.Now())
	}
	doc, _, err := d.History(ctx, issue.ID)
	if err != nil {
		return sla.Result{}, err
	}
	return setup.Engine.EvaluateAt(doc, d.Now())
}

// An Entry is a part of the conversation of an issue, or something else that happened to it.
type Entry struct {
	sla.Event
	Body string
}

// History returns the document of an issue, and what happened with what was written, in order.
func (d *Desk) History(ctx context.Context, id string) (sla.Issue, []Entry, error) {
	row, err := d.Read().Issue(ctx, id)
	if err != nil {
		return sla.Issue{}, nil, err
	}
	events, err := d.Read().Events(ctx, id)
	if err != nil {
		return sla.Issue{}, nil, err
	}
	doc, err := issueOf(&row, events)
	if err != nil {
		return doc, nil, err
	}
	entries := make([]Entry, len(events))
	for i, e := range doc.Events {
		entries[i] = Entry{e, events[i].Body}
	}
	return doc, entries, nil
}

// Explain explains the clocks of an issue under the configuration in force, as if it had been in force
// from the beginning.
func (d *Desk) Explain(ctx context.Context, id string) (sla.Issue, sla.Explanation, error) {
	doc, _, err := d.History(ctx, id)
	if err != nil {
		return doc, sla.Explanation{}, err
	}
	setup, err := d.Current(ctx)
	if err != nil {
		return doc, sla.Explanation{}, err
	}
	x, err := setup.Engine.ExplainAt(doc, d.Now())
	return doc, x, err
}

// WhatIf returns how the clocks of an issue would stand if events happened: now, if they have no
// instant. The result is as of the last of them.
func (d *Desk) WhatIf(ctx context.Context, id string, events ...sla.Event) (sla.Result, error) {
	doc, _, err := d.History(ctx, id)
	if err != nil {
		return sla.Result{}, err
	}
	setup, err := d.Current(ctx)
	if err != nil {
		return sla.Result{}, err
	}
	result, err := setup.Engine.ProjectAt(doc, d.Now(), events...)
	if _, ok := errors.AsType[*sla.Error](err); ok {
		err = &InputError{err}
	}
	return result, err
}

// IfCreated returns what would be owed to a customer who opens an issue with these attributes now.
func (d *Desk) IfCreated(ctx context.Context, attributes map[string]any) (sla.Result, error) {
	setup, err := d.Current(ctx)
	if err != nil {
		return sla.Result{}, err
	}
	return setup.Engine.DueIfStarted(attributes, d.Now())
}
