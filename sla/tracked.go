package sla

import "slices"

// maxRecent is how many event IDs a track remembers. It remembers more only if all of them are
// of the last instant.
const maxRecent = 16

// A recent is an event that was applied.
type recent struct {
	id uint64 // hash of its ID
	at instant
}

// A tracked is a fold, and what a track needs in addition.
type tracked struct {
	*fold
	recent []recent // events with an ID, the latest last
	packed []byte   // memory for pack
}

// newTracked returns an empty tracked, to be returned to releaseTracked.
func (e *Engine) newTracked() *tracked {
	t, ok := e.tracked.Get().(*tracked)
	if !ok {
		t = new(tracked)
	}
	t.fold = e.folds.Get().(*fold)
	return t
}

// releaseTracked returns a tracked to the pool. It keeps nothing that customers wrote.
func (e *Engine) releaseTracked(t *tracked) {
	e.release(t.fold)
	clear(t.packed)
	t.fold, t.recent, t.packed = nil, t.recent[:0], t.packed[:0]
	e.tracked.Put(t)
}

// remember records an event with an ID.
func (f *tracked) remember(id uint64, at instant) { f.recent = append(f.recent, recent{id, at}) }

// forget drops the events that a track need not recognize any more.
func (f *tracked) forget() {
	old := 0
	for old < len(f.recent)-maxRecent && f.recent[old].at < f.last {
		old++
	}
	f.recent = slices.Delete(f.recent, 0, old)
}

// keep stores the state of f in t, and returns the transitions of f.
func (t *Track) keep(f *tracked) ([]Transition, error) {
	if err := f.limit(); err != nil {
		return nil, err
	}
	f.forget()
	f.settle(f.last)
	state, ok := f.pack()
	if !ok {
		return nil, ErrTrackTooLarge
	}
	t.next, t.state = f.nextCheck(), state
	return f.transitions(nil), nil
}

// load returns the state of t, to be returned to Engine.releaseTracked.
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
