package sla

import (
	"encoding/binary"
	"hash/crc32"
	"math"
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// A track keeps the state of its fold packed: small numbers as varints, instants and durations
// as eight bytes, and nothing that can be derived. Metrics, policies, schedules and fields are
// stored as their numbers in the program, so only the same program can read a state.

// A packer encodes a state.
type packer struct {
	b []byte
}

// number writes a non-negative, usually small number.
func (p *packer) number(n int) { p.b = binary.AppendUvarint(p.b, uint64(n)) }

// bits writes eight bytes.
func (p *packer) bits(n uint64) { p.b = binary.LittleEndian.AppendUint64(p.b, n) }

func (p *packer) text(s string) {
	p.number(len(s))
	p.b = append(p.b, s...)
}

func (p *packer) duration(d time.Duration) { p.bits(uint64(d)) }

// amount writes an allowance, which is usually a number of whole minutes.
func (p *packer) amount(d time.Duration) {
	if d%time.Minute == 0 {
		p.number(1 + int(d/time.Minute))
		return
	}
	p.number(0)
	p.duration(d)
}

// instant writes an instant, or never.
func (p *packer) instant(i instant) { p.bits(uint64(i)) }

func (p *packer) instants(list []instant) {
	p.number(len(list))
	for _, i := range list {
		p.instant(i)
	}
}

func (p *packer) bools(list ...bool) {
	n := 0
	for i, b := range list {
		if b {
			n |= 1 << i
		}
	}
	p.number(n)
}

// An unpacker decodes a state. States come from storage, so it checks everything it reads. After
// the first fault it reads zeros.
type unpacker struct {
	s       string
	damaged bool
}

func (u *unpacker) fail() {
	u.damaged, u.s = true, ""
}

// number reads a number n with 0 <= n < limit.
func (u *unpacker) number(limit int) int {
	var n uint64
	for i := 0; i < len(u.s) && i < binary.MaxVarintLen64; i++ {
		c := u.s[i]
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			if n >= uint64(limit) {
				break
			}
			u.s = u.s[i+1:]
			return int(n)
		}
	}
	u.fail()
	return 0
}

// bits reads eight bytes.
func (u *unpacker) bits() uint64 {
	if len(u.s) < 8 {
		u.fail()
		return 0
	}
	s := u.s[:8]
	u.s = u.s[8:]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// length reads the number of elements that follow. Each has at least one byte.
func (u *unpacker) length() int { return u.number(len(u.s) + 1) }

func (u *unpacker) text() string {
	n := u.length()
	if n > len(u.s) {
		u.fail()
		return ""
	}
	s := u.s[:n]
	u.s = u.s[n:]
	return s
}

// duration reads a duration.
func (u *unpacker) duration() time.Duration {
	d := time.Duration(u.bits())
	if d < 0 || d > longest {
		u.fail()
		return 0
	}
	return d
}

// amount reads an allowance.
func (u *unpacker) amount() time.Duration {
	if n := u.number(int(longest / time.Minute)); n > 0 {
		return time.Duration(n-1) * time.Minute
	}
	return u.duration()
}

// longest is more time than an issue can span.
const longest = 291 * 365 * 24 * time.Hour

// instant reads an instant that may be never.
func (u *unpacker) instant() instant {
	i := instant(u.bits())
	if i < firstInstant && i != never {
		u.fail()
		return 0
	}
	return i
}

// firstInstant is the first instant that schedules support.
var firstInstant = instantOf(time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC))

// at reads an instant that is not never.
func (u *unpacker) at() instant {
	i := u.instant()
	if i == never {
		u.fail()
		return 0
	}
	return i
}

// instants reads instants in ascending order, none after last.
func (u *unpacker) instants(list []instant, last instant) []instant {
	from := firstInstant
	for range u.length() {
		i := u.at()
		if i < from || i > last {
			u.fail()
		}
		if u.damaged {
			return list
		}
		from = i
		list = append(list, i)
	}
	return list
}

func (u *unpacker) bools(list ...*bool) {
	n := u.number(1 << len(list))
	for i, b := range list {
		*b = n>>i&1 == 1
	}
}

// pack returns the state of f, with a checksum.
func (f *tracked) pack() string {
	p := packer{f.packed[:0]}
	p.instant(f.created)
	p.instant(f.last)
	p.bools(f.closed, f.over, f.fields.heard)
	p.number(len(f.recent))
	for _, r := range f.recent {
		p.bits(r.id)
		p.instant(r.at)
	}
	f.packFields(&p)
	for i := range f.pauses[1:] {
		p.instants(f.pauses[1+i].changes)
	}
	for i := range f.lanes {
		for k := range f.lanes[i].clocks {
			f.packClock(&p, &f.lanes[i].clocks[k])
		}
	}
	p.b = binary.LittleEndian.AppendUint32(p.b, crc32.ChecksumIEEE(p.b))
	f.packed = p.b
	return string(p.b)
}

// packFields writes the fields of the issue, except the fields of events, and the category,
// which follows from the status.
func (f *fold) packFields(p *packer) {
	for slot := range f.fields.values {
		if slot == slotCategory || eventSlots.has(slot) {
			continue
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

func (f *fold) packClock(p *packer, c *clockState) {
	p.number(c.cycle)
	if c.cycle == 0 {
		return
	}
	p.number(int(c.state))
	p.bools(c.targeted, c.byStop, c.risk, c.breached)
	p.instant(c.start)
	p.instant(c.ended)
	p.duration(c.base)
	p.duration(c.total)
	p.number(int(c.targets))
	p.number(int(c.pauses))
	p.number(int(c.reopens))
	if c.targeted {
		p.number(c.applied.target.policy)
		p.number(slices.Index(f.program.calendars, c.applied.calendar.Calendar))
		p.number(c.applied.target.index)
		p.duration(c.applied.allowance)
		if c.applied.target.names() {
			p.instant(c.applied.promised)
		}
		if f.program.onChange.restarts {
			p.instant(c.from)
		}
		p.instant(c.since)
		p.duration(c.taken.elapsed)
		p.number(int(c.taken.step))
		p.number(int(c.taken.repeat))
		p.instant(c.breachedAt)
		p.instant(c.due)
	}
	if !f.recounts(c) {
		return
	}
	p.instants(c.stops)
	p.instant(c.settled)
	if c.settled == c.start {
		return // the accounts can be computed again
	}
	p.number(len(c.accounts))
	for i := range c.accounts {
		a := &c.accounts[i]
		p.number(slices.Index(f.program.calendars, a.calendar.Calendar))
		p.number(a.pause)
		p.duration(a.settled)
		n := 0
		for _, d := range a.searches {
			if d.settled { // the others can be searched again
				n++
			}
		}
		p.number(n)
		for _, d := range a.searches {
			if d.settled {
				p.amount(d.allowance)
				p.instant(d.at)
			}
		}
	}
}

// unpack makes f, which must be reset, the fold of a packed state. It reports whether the state
// is valid for the program.
func (f *tracked) unpack(issue, state string) bool {
	if len(state) < 4 {
		return false
	}
	u := unpacker{s: state[:len(state)-4]}
	f.issue, f.created = issue, u.at()
	if !businesshours.InRange(f.created.time()) {
		return false
	}
	if f.last = u.at(); f.last < f.created {
		return false
	}
	u.bools(&f.closed, &f.over, &f.fields.heard)
	for range u.length() {
		f.recent = append(f.recent, recent{u.bits(), u.at()})
	}
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
			f.unpackClock(&u, &l.clocks[k])
			if u.damaged || !f.isPossible(&l.clocks[k]) {
				return false
			}
			if c := &l.clocks[k]; c.cycle > 0 {
				c.place = l.newPlace(c.metric)
				if c.isOpen() {
					l.insert(c)
				}
				if c.targeted {
					f.aim(c)
				}
			}
		}
	}
	return u.s == ""
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
			v.List = make([]string, u.length())
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

func (f *fold) unpackClock(u *unpacker, c *clockState) {
	c.cycle = u.number(math.MaxInt32)
	if c.cycle == 0 || u.damaged {
		return
	}
	c.state = phase(u.number(len(states)))
	u.bools(&c.targeted, &c.byStop, &c.risk, &c.breached)
	c.start, c.ended = u.at(), u.instant()
	c.base, c.total = u.duration(), u.duration()
	c.targets, c.pauses, c.reopens = int32(u.number(math.MaxInt32)), int32(u.number(math.MaxInt32)), int32(u.number(math.MaxInt32))
	if c.targeted {
		of := f.program.policies[u.number(len(f.program.policies))].targets[c.metric].all
		c.applied.calendar = f.fields.hours.Of(f.program.calendar(u))
		if k := u.number(max(len(of), 1)); k < len(of) {
			c.applied.target = of[k]
		}
		c.applied.allowance, c.applied.promised, c.from = u.duration(), never, c.start
		if c.applied.target != nil && c.applied.target.names() {
			c.applied.promised = u.instant()
		}
		if f.program.onChange.restarts {
			c.from = u.at()
		}
		c.since = u.instant()
		c.taken = position{u.duration(), int32(u.number(firstStep + policy.MaxEscalations)), int32(u.number(policy.MaxTimes + 1))}
		c.breachedAt, c.due = u.instant(), u.instant()
		if c.applied.target == nil {
			u.fail()
		}
	}
	if u.damaged || !f.recounts(c) {
		return
	}
	c.stops = u.instants(c.stops[:0], f.last)
	c.settled = u.at()
	if c.settled == c.start {
		return
	}
	for range u.length() {
		a := account{calendar: f.fields.hours.Of(f.program.calendar(u)), pause: u.number(len(f.pauses)), cursor: cursor{upTo: c.settled}}
		a.settled = u.duration()
		a.counted = a.settled
		for range u.length() {
			d := reachSearch{reached: true, settled: true}
			d.allowance, d.at = u.amount(), u.at()
			if u.damaged {
				return
			}
			a.searches = append(a.searches, d)
		}
		if u.damaged {
			return
		}
		c.accounts = append(c.accounts, a)
	}
}

// isPossible reports whether a fold could have the clock that was unpacked.
func (f *fold) isPossible(c *clockState) bool {
	if c.cycle == 0 {
		return true
	}
	within := func(i instant) bool { return c.start <= i && i <= f.last }
	life := time.Duration(f.last - c.start)
	switch {
	case c.start < f.created || !within(c.start):
		return false
	case c.base > life || c.total > life: // it cannot have counted more than its life
		return false
	case c.since != never && !within(c.since), c.ended != never && !within(c.ended):
		return false
	case c.isOpen() != (c.ended == never), c.isOpen() && f.over:
		return false
	case c.targeted && !within(c.from):
		return false
	case c.targeted && c.taken != (position{}) && c.taken.index() >= len(c.applied.target.steps.steps):
		return false
	}
	switch c.state {
	case running:
		return c.targeted && c.since != never
	case paused:
		return c.targeted && c.since == never
	case released:
		return c.since == never
	case stopped:
		return c.targeted
	}
	return true
}

// calendar reads the calendar of a target.
func (p *program) calendar(u *unpacker) *businesshours.Calendar {
	return p.calendars[u.number(len(p.calendars))]
}
