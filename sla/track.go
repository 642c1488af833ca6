package sla

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
)

// A Track follows one open issue: events are applied as they arrive, one at a time,
// without its history. It answers as an evaluation of the whole would:
//
//   - What [Engine.Track], [Track.Apply], [Track.AdvanceTo] and at last
//     [Track.ResultAt] return as transitions, put together, are those of
//     [Engine.EvaluateAt] for the whole issue, in their order. (Under
//     policy.MatchEach, those of one instant may come in another order.)
//   - The clocks of ResultAt are the latest of each metric, as EvaluateAt has them,
//     unless the latest never had a target; and NextCheck is the same.
//
// A track remembers what its open clocks need and no more: as a rule less than 2 kB as
// JSON, however long the history. It is larger where clocks may be given very many
// targets: with every schedule on which a clock may be counted again, and every
// allowance that it has passed, by some bytes; and with every event of the last instant
// that has an ID, beyond 16, by as many bytes. As JSON it goes into one column of a
// host's table, and comes back by [Engine.Restore]. It is not safe for concurrent use.
//
// A resolved issue may be reopened, and its clocks then run on: a host keeps the track as
// long as that can happen. It costs nothing meanwhile, as there is no next check. What
// time has brought about since the last event comes with the next AdvanceTo, also after
// [Engine.Track] of an issue of long ago.
//
// # Late events
//
// An event may be applied if it is not earlier than what was folded. Otherwise Apply
// refuses it with [ErrEarlier], and the track stays as it is. The host then tracks
// the issue anew with its whole history, the late event among it, and calls
// AdvanceTo(now). History is thereby rewritten: [Diff] tells which announcements stand,
// which are new, and which were premature.
type Track struct {
	engine *Engine
	config string // fingerprint of the configuration it was made under
	issue  string
	state  string  // packed
	next   instant // check
}

// ErrEarlier is returned for an event that is earlier than what a track has folded:
// it cannot be applied any more. [Engine.Track] folds it with the whole history.
var ErrEarlier = errors.New("sla: earlier than what the track has folded; track the issue anew, with its whole history")

// ErrOtherConfig is returned for a track that was made under another configuration
// than the engine's. [Track.RebaseAt] takes it over, for which it is restored by an engine
// of its own configuration: a host keeps those that tracks may have, by
// [Engine.Fingerprint], and [Track.Fingerprint] tells which one it is. A host that keeps
// the history needs none of them: [Engine.Track] folds all of it anew.
var ErrOtherConfig = errors.New("sla: the track was made under another configuration")

// ErrOtherVersion is returned for a track that another version of the library stored, in a
// form that this one does not read. A host that has the history tracks the issue anew.
var ErrOtherVersion = errors.New("sla: the track was stored by another version of the library")

// ErrDamaged is returned for the text of a track that is not what a track wrote.
var ErrDamaged = errors.New("sla: the track is damaged")

// ErrUnbound is returned for a track that has no engine: the zero Track, or one that was
// unmarshalled and not given to [Engine.Bind].
var ErrUnbound = errors.New("sla: the track is empty, or was not restored by an engine")

// maxRecent is how many events a track knows by their IDs, unless more have come at the
// last instant: another one of that is new only if it is none of them.
const maxRecent = 16

// A recent is an event that was folded.
type recent struct {
	id uint64 // hash of its ID
	at instant
}

// A tracked is a fold, and what a track knows beside it.
type tracked struct {
	*fold
	recent []recent // events with an ID, the latest last
	packed []byte   // memory for pack
}

// tracked returns an empty one, to be given back to releaseTracked.
func (e *Engine) newTracked() *tracked {
	t, ok := e.tracked.Get().(*tracked)
	if !ok {
		t = new(tracked)
	}
	t.fold = e.folds.Get().(*fold)
	return t
}

// releaseTracked gives back a tracked for another use. It keeps nothing that customers wrote.
func (e *Engine) releaseTracked(t *tracked) {
	e.release(t.fold)
	clear(t.packed)
	t.fold, t.recent, t.packed = nil, t.recent[:0], t.packed[:0]
	e.tracked.Put(t)
}

// Track begins to follow an issue, which must have an ID, and folds the events that it
// has. The transitions are those up to its last event. The errors are those of
// [Engine.EvaluateAt].
func (e *Engine) Track(issue Issue) (*Track, []Transition, error) {
	f := e.newTracked()
	defer e.releaseTracked(f)
	issue.ID = strings.Clone(issue.ID) // it may be part of a document, which a track does not keep
	if err := f.prepare(&issue); err != nil {
		return nil, nil, err
	}
	if issue.ID == "" {
		return nil, nil, &Error{Path: "id", Err: errors.New("is required of an issue that is tracked")}
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

// remember notes an event with an ID.
func (f *tracked) remember(id uint64, at instant) {
	f.recent = append(f.recent, recent{id, at})
	old := 0
	for old < len(f.recent)-maxRecent && f.recent[old].at < at {
		old++
	}
	f.recent = slices.Delete(f.recent, 0, old)
}

// keep makes t that of a fold, and returns the transitions that the fold has noted.
func (t *Track) keep(f *tracked) ([]Transition, error) {
	if err := f.limit(); err != nil {
		return nil, err
	}
	t.next = f.nextCheck()
	f.settle(f.last)
	t.state = f.pack()
	return f.transitions(nil), nil
}

// load returns the state of t, to be given back to Engine.releaseTracked.
func (t *Track) load() (*tracked, error) {
	if t.engine == nil {
		return nil, ErrUnbound
	}
	f := t.engine.newTracked()
	if !f.unpack(t.issue, t.state) {
		t.engine.releaseTracked(f)
		return nil, ErrDamaged
	}
	return f, nil
}

// IssueID returns the ID of the issue.
func (t *Track) IssueID() string { return t.issue }

// NextCheck returns the earliest instant at which the result changes if nothing else
// happens: when [Track.AdvanceTo] is to be called. It is zero if there is none. A host
// with a database keeps it in an indexed column beside the track, as NULL if it is zero.
func (t *Track) NextCheck() time.Time {
	if t.engine == nil {
		return time.Time{}
	}
	return t.next.time()
}

// Fingerprint returns the [Engine.Fingerprint] of the configuration under which t was
// made, also if t was unmarshalled and not bound yet.
func (t *Track) Fingerprint() string { return t.config }

// Engine returns the engine whose track it is, or nil if it was unmarshalled and not
// bound yet.
func (t *Track) Engine() *Engine { return t.engine }

// Apply folds one more event, and returns what happened up to it and by it.
//
// An event whose ID and instant are those of one of the last 16 with an ID, or of any of the
// last instant, was delivered twice, and changes nothing; what else it says is not compared. The error is an [*Error]
// for each problem of the event, [ErrEarlier], [ErrTooManyTransitions] or [ErrTooMuchWork];
// the track then stays as it is.
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
				return nil, &Error{Path: "id", Err: fmt.Errorf("%s is the id of another event already, at %s", strict.Quote(e.ID), format(r.at.time()))}
			}
		}
		f.remember(id, m.at)
	}
	if m.at < f.last || m.at == f.last && f.closed {
		return nil, fmt.Errorf("event at %s, folded up to %s: %w", format(e.At), format(f.last.time()), ErrEarlier)
	}
	f.apply(&e, &m)
	return t.keep(f)
}

// AdvanceTo lets take effect what time brings about by now, and returns it. Nothing
// changes if NextCheck is later. An event that is not later than a threshold that has
// so taken effect comes too late. It may fail with [ErrTooManyTransitions] or
// [ErrTooMuchWork], and the track then stays as it is.
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

// ResultAt returns how the clocks stand as of now, and what of transitions AdvanceTo(now)
// would return, without changing the track. It fails with [ErrEarlier] if more was
// folded than there is as of now, and as AdvanceTo does.
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
		return r, fmt.Errorf("as of %s, folded up to %s: %w", format(now), format(f.last.time()), ErrEarlier)
	}
	f.advanceTo(at)
	err = f.result(&r, at)
	return r, err
}

// trackVersion is that of the form of a track's state.
const trackVersion = 2

// MarshalJSON implements [json.Marshaler]: an object with "version", "config", which is
// the fingerprint of the configuration, "issue", which is its ID, and "state".
func (t Track) MarshalJSON() ([]byte, error) {
	if t.state == "" {
		return nil, ErrUnbound
	}
	b := strconv.AppendInt([]byte(`{"version":`), trackVersion, 10)
	b = append(append(append(b, `,"config":"`...), t.config...), `","issue":`...)
	b = append(strict.AppendText(b, t.issue), `,"state":"`...)
	b = base64.RawStdEncoding.AppendEncode(b, []byte(t.state))
	return append(b, `"}`...), nil
}

// UnmarshalJSON implements [json.Unmarshaler]. What is read is of use once
// [Engine.Bind] was called for it; [Engine.Restore] does both.
func (t *Track) UnmarshalJSON(data []byte) error {
	*t = Track{next: never}
	r := strict.NewReader(data)
	version := 0
	r.Object([]string{"version", "config", "issue", "state"}, func(name string) {
		switch name {
		case "version":
			version = r.Int()
		case "config":
			t.config = r.Text()
		case "issue":
			t.issue = strings.Clone(r.Text())
		case "state":
			state, err := base64.RawStdEncoding.DecodeString(r.Text())
			if err != nil {
				r.Fail("is not the state of a track: %w", err)
			}
			t.state = string(state)
		}
	})
	if err := r.Close(); err != nil {
		return err
	}
	if version != trackVersion {
		return &Error{Path: "version", Err: fmt.Errorf("is %d, want %d: %w", version, trackVersion, ErrOtherVersion)}
	}
	return nil
}

// Restore returns the track that was written as data. It fails with [ErrOtherConfig] if
// that was made under another configuration, with [ErrOtherVersion] if it has the form of
// another version of the library, and with [ErrDamaged] or an [*Error] if it is not what a
// track wrote.
func (e *Engine) Restore(data []byte) (*Track, error) {
	t := new(Track)
	if err := t.UnmarshalJSON(data); err != nil {
		return nil, err
	}
	if err := e.Bind(t); err != nil {
		return nil, err
	}
	return t, nil
}

// Bind makes a track that was unmarshalled one of e. Its errors are those of
// [Engine.Restore].
func (e *Engine) Bind(t *Track) error {
	if t.config != e.config {
		return fmt.Errorf("track of %s, config %s: %w", strict.Quote(t.config), e.config, ErrOtherConfig)
	}
	sum := len(t.state) - 4
	if sum < 0 || crc32.ChecksumIEEE([]byte(t.state[:sum])) != binary.LittleEndian.Uint32([]byte(t.state[sum:])) {
		return ErrDamaged
	}
	t.config = e.config // one text for all
	t.engine = e
	f, err := t.load()
	if err != nil {
		t.engine = nil
		return err
	}
	defer e.releaseTracked(f)
	t.next = f.nextCheck()
	return nil
}
