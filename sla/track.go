package sla

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
)

// A Track follows one open issue without keeping its history. It applies events as they arrive,
// one at a time. It gives the same answers as evaluating the whole issue:
//
//   - The transitions returned by [Engine.Track], [Track.Apply], [Track.AdvanceTo] and finally
//     [Track.ResultAt], put together, are those of [Engine.EvaluateAt] for the whole issue, in
//     order. (Under [policy.MatchEach], those of one instant may come in a different order.)
//   - ResultAt has the latest clock of each metric that ever had a target, as EvaluateAt does.
//     NextCheck is the same.
//
// A track stores what its open clocks need and no more: usually less than 1 kB of JSON, however
// long the history. The JSON form fits in one column of a host's table, and [Engine.Restore] reads
// it back. A Track is not safe for concurrent use.
//
// A track is larger under [policy.Recalculate], which may have to count the past again for
// another target:
//
//   - It has some ten bytes for each schedule and pause condition on which a clock may be counted,
//     and for each allowance that the clock has passed there.
//   - If the configuration has a target until a field, any allowance is possible. The track then
//     has five to nine bytes for each time that a pause condition began or ceased to hold, and
//     each time that a clock was stopped or reopened, for as long as it lives.
//   - The same holds if a very long history is tracked at once, and its clocks may be counted in
//     very many ways: on a hundred schedules, say, for an issue that was paused 50,000 times.
//
// It also has nine bytes for each event with an ID at the last instant, beyond 16. Whatever
// happens, no track has more than [MaxTrackSize] bytes: what would make it larger fails with
// [ErrTrackTooLarge], and so does [Engine.Restore] with more. Every call of a track is as limited
// as an evaluation is; see [MaxWork].
//
// A resolved issue may be reopened, and its clocks then continue. So keep the track of an issue
// as long as that can happen. It costs nothing in the meantime, because there is no next check.
// What time has caused since the last event is returned by the next AdvanceTo, also right after
// [Engine.Track].
//
// # Late events
//
// A track accepts an event that is not earlier than what it has applied. Apply refuses any other
// event with [ErrEarlier] and leaves the track unchanged. The host then calls [Engine.Track]
// with the whole history, including the late event, and AdvanceTo(now). That rewrites history:
// [Diff] tells which announcements are still valid, which are new, and which were premature.
type Track struct {
	engine *Engine
	config string // fingerprint of its configuration
	issue  string
	state  string  // packed
	next   instant // the next check
}

// ErrEarlier is returned for an instant before what a track has applied: that of a late event,
// or that of a result. To add a late event, call [Engine.Track] with the whole history.
var ErrEarlier = errors.New("sla: earlier than what the track has applied; track the issue again with its whole history")

// ErrOtherConfig is returned for a track that belongs to a configuration other than the
// engine's.
//
// To keep the track, restore it with an engine for its own configuration, and then move it with
// [Track.RebaseAt]. [Track.Fingerprint] tells which configuration that is; compare it with
// [Engine.Fingerprint]. A host that has the history needs no old configurations: it calls
// [Engine.Track] with the whole history instead.
var ErrOtherConfig = errors.New("sla: the track was made under another configuration")

// ErrOtherVersion is returned for a track that another version of this library stored, in a form
// that this version does not read. A host that has the history tracks the issue again.
var ErrOtherVersion = errors.New("sla: the track was stored by another version of the library")

// ErrDamaged is returned for data that is not the stored form of a track: because of a flipped
// bit, or the ID of another issue, for example.
var ErrDamaged = errors.New("sla: the track is damaged")

// ErrTrackTooLarge is returned if a track would have more than [MaxTrackSize] bytes. A host then
// evaluates the issue with [Engine.EvaluateAt].
var ErrTrackTooLarge = fmt.Errorf("sla: a track of more than %d bytes", MaxTrackSize)

// ErrUnbound is returned for a track without an engine: the zero Track, or one that was
// unmarshaled and not passed to [Engine.Bind].
var ErrUnbound = errors.New("sla: the track is empty, or was not restored by an engine")

// Track starts following an issue, which must have an ID, and applies its events. It returns the
// transitions up to the last event. The errors are those of [Engine.EvaluateAt], and
// [ErrTrackTooLarge].
func (e *Engine) Track(issue Issue) (*Track, []Transition, error) {
	f := e.newTracked()
	defer e.releaseTracked(f)
	issue.ID = strings.Clone(issue.ID) // so as not to keep the whole document in memory
	if err := f.prepare(&issue); err != nil {
		return nil, nil, err
	}
	if issue.ID == "" {
		return nil, nil, &Error{Path: "id", Err: errors.New("is required to track an issue")}
	}
	f.applyAll(&issue, endOfTime)
	for i := range f.moments {
		m := &f.moments[i]
		if id := issue.Events[m.event].ID; id != "" {
			f.remember(hashID(id), m.at)
		}
	}
	t := &Track{engine: e, config: e.config, issue: issue.ID}
	transitions, err := t.keep(f)
	if err != nil {
		return nil, nil, err
	}
	return t, transitions, nil
}

// IssueID returns the ID of the issue.
func (t *Track) IssueID() string { return t.issue }

// NextCheck returns the next instant at which the result changes if no other event comes. It is
// zero if there is none. Call [Track.AdvanceTo] at that instant. A host with a database stores
// it in an indexed column beside the track, as NULL if it is zero.
func (t *Track) NextCheck() time.Time {
	if t.engine == nil {
		return time.Time{}
	}
	return t.next.time()
}

// Fingerprint returns the [Engine.Fingerprint] of the track's configuration. It also works for
// an unmarshaled track before [Engine.Bind].
func (t *Track) Fingerprint() string { return t.config }

// Engine returns the engine of the track, or nil for an unmarshaled track before [Engine.Bind].
func (t *Track) Engine() *Engine { return t.engine }

// Apply applies one more event. It returns the transitions up to the event and those that the
// event causes.
//
// An event with the ID and instant of an earlier one is a repeated delivery, and changes
// nothing; the rest of it is not compared. A track remembers the last 16 IDs, and all IDs of the
// last instant.
//
// Apply fails with an [*Error] for each problem of the event, [ErrEarlier], [ErrTrackTooLarge],
// [ErrTooManyTransitions] or [ErrTooMuchWork]. The track is then unchanged.
func (t *Track) Apply(e Event) ([]Transition, error) {
	f, err := t.load()
	if err != nil {
		return nil, err
	}
	defer t.engine.releaseTracked(f)
	f.changes = f.changes[:0]
	var m moment
	if err := f.checkEvent(&m, &e); err != nil {
		return nil, err
	}
	if e.ID != "" {
		id := hashID(e.ID)
		for _, r := range f.recent {
			switch {
			case r.id != id:
			case r.at == m.at:
				return nil, nil
			default:
				return nil, &Error{Path: "id", Err: fmt.Errorf("%s is already the id of another event, at %s", strict.Quote(e.ID), format(r.at.time()))}
			}
		}
		f.remember(id, m.at)
	}
	if m.at < f.last || m.at == f.last && f.closed {
		return nil, fmt.Errorf("event at %s, track at %s: %w", format(e.At), format(f.last.time()), ErrEarlier)
	}
	f.apply(&e, &m)
	return t.keep(f)
}

// AdvanceTo takes the thresholds that time has reached by now, and returns their transitions. It
// does nothing before [Track.NextCheck]. After a threshold was taken, events up to and including
// its instant are late. AdvanceTo fails with [ErrTrackTooLarge], [ErrTooManyTransitions] or
// [ErrTooMuchWork]; the track is then unchanged.
func (t *Track) AdvanceTo(now time.Time) ([]Transition, error) {
	if t.engine == nil {
		return nil, ErrUnbound
	}
	at, err := presentOf(now)
	if err != nil {
		return nil, err
	}
	if t.next == never || at < t.next {
		return nil, nil
	}
	f, err := t.load()
	if err != nil {
		return nil, err
	}
	defer t.engine.releaseTracked(f)
	f.advanceTo(at)
	return t.keep(f)
}

// ResultAt returns the state of the clocks as of now, without changing the track. The
// transitions are those that AdvanceTo(now) would return. ResultAt fails with [ErrEarlier] if
// now is earlier than what the track has applied, and otherwise with [ErrTooManyTransitions] or
// [ErrTooMuchWork].
func (t *Track) ResultAt(now time.Time) (Result, error) {
	var r Result
	at, err := presentOf(now)
	if err != nil {
		return r, err
	}
	f, err := t.load()
	if err != nil {
		return r, err
	}
	defer t.engine.releaseTracked(f)
	if at < f.last {
		return r, fmt.Errorf("as of %s, track at %s: %w", format(now), format(f.last.time()), ErrEarlier)
	}
	f.advanceTo(at)
	err = f.result(&r, at)
	return r, err
}
