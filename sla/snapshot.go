package sla

import (
	"math"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/value"
)

// A track keeps the state of its fold packed, without anything that can be derived. Metrics,
// policies, schedules and fields are stored as their numbers in the program, so only the same
// program can read a state.

// pack returns the state of f, or false if it is too large.
func (f *tracked) pack() (state string, ok bool) {
	p := packer{b: f.packed[:0], base: f.created}
	defer func() { f.packed = p.b }()
	p.bits(uint64(f.created))
	p.instant(f.last)
	p.bools(f.closed, f.over, f.fields.heard)
	f.packRecent(&p)
	f.packFields(&p)
	for i := range f.pauses[1:] {
		p.instants(f.pauses[1+i].changes)
	}
	for i := range f.lanes {
		l := &f.lanes[i]
		for k := range l.clocks {
			if p.tooLarge() {
				return "", false
			}
			f.packClock(&p, l, &l.clocks[k])
		}
	}
	return string(p.b), !p.tooLarge()
}

// packRecent writes the events that f remembers, of which most are of the last instant.
func (f *tracked) packRecent(p *packer) {
	p.number(len(f.recent))
	for _, r := range f.recent {
		p.bits(r.id)
		p.bools(r.at == f.last)
		if r.at != f.last {
			p.instant(r.at)
		}
	}
}

// packFields writes the fields of the issue, except the fields of events, and the category,
// which follows from the status.
func (f *fold) packFields(p *packer) {
	for slot := range f.fields.values {
		if slot == slotCategory || eventSlots.has(slot) {
			continue
		}
		if p.tooLarge() {
			return
		}
		v := &f.fields.values[slot]
		p.number(int(v.Kind))
		switch v.Kind {
		case value.Text:
			p.text(v.Text)
		case value.Number:
			p.bits(math.Float64bits(v.Number))
		case value.Bool:
			p.bools(v.Bool)
		case value.List:
			p.number(len(v.List))
			for _, s := range v.List {
				p.text(s)
			}
		}
	}
}

// unpack makes f, which must be reset, the fold of a packed state. It reports whether the state
// is valid for the program.
func (f *tracked) unpack(issue, state string) bool {
	u := unpacker{s: state}
	f.issue, f.created = issue, instant(u.bits())
	if u.damaged || !businesshours.InRange(f.created.time()) {
		return false
	}
	u.base = f.created
	if f.last = u.at(); f.last < f.created {
		return false
	}
	u.bools(&f.closed, &f.over, &f.fields.heard)
	f.unpackRecent(&u)
	if !f.unpackFields(&u) {
		return false
	}
	for i := range f.pauses[1:] {
		h := &f.pauses[1+i]
		h.changes = u.instants(h.changes[:0], f.last)
	}
	f.quietUntil = never // not known
	for i := range f.lanes {
		l := &f.lanes[i]
		l.stale = true
		for k := range l.clocks {
			f.unpackClock(&u, l, &l.clocks[k])
			if u.damaged {
				return false
			}
		}
	}
	return u.s == ""
}

func (f *tracked) unpackRecent(u *unpacker) {
	for range u.length() {
		r := recent{u.bits(), f.last}
		var last bool
		if u.bools(&last); !last {
			r.at = u.at()
		}
		if u.damaged {
			return
		}
		f.recent = append(f.recent, r)
	}
}

func (f *fold) unpackFields(u *unpacker) bool {
	for slot := range f.fields.values {
		if slot == slotCategory || eventSlots.has(slot) {
			continue
		}
		v := &f.fields.values[slot]
		v.Kind = value.Kind(u.number(int(value.List) + 1))
		switch v.Kind {
		case value.Text:
			v.Text = u.text()
		case value.Number:
			v.Number = math.Float64frombits(u.bits())
		case value.Bool:
			u.bools(&v.Bool)
		case value.List:
			v.List = make([]string, u.number(value.MaxList+1))
			for i := range v.List {
				v.List[i] = u.text()
			}
		}
	}
	status := &f.fields.values[slotStatus]
	isBool := func(slot int) bool { return f.fields.values[slot].Kind == value.Bool }
	if u.damaged || status.Kind != value.Text || !isBool(slotResponded) || !isBool(slotUnanswered) {
		return false
	}
	c := f.program.category(status.Text)
	if c == noCategory {
		return false
	}
	f.fields.restore(c)
	return true
}
