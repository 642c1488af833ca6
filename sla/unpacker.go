package sla

import (
	"encoding/binary"
	"time"
)

// An unpacker decodes a state. States come from storage, so it checks everything it reads. After
// the first fault it reads zeros.
type unpacker struct {
	s       string
	base    instant
	damaged bool
}

func (u *unpacker) fail() {
	u.damaged, u.s = true, ""
}

// number reads a number n with 0 <= n < limit.
func (u *unpacker) number(limit int) int { return int(u.varint(uint64(limit))) }

// varint reads a number below a limit.
func (u *unpacker) varint(limit uint64) uint64 {
	var n uint64
	for i := 0; i < len(u.s) && i < binary.MaxVarintLen64; i++ {
		c := u.s[i]
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			if n >= limit {
				break
			}
			u.s = u.s[i+1:]
			return n
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
	n := u.varint(1 << 63)
	unit := time.Nanosecond
	if k := int(n & 3); k < len(packedUnits) {
		unit, n = packedUnits[k], n>>2
	} else {
		n = u.bits()
	}
	if n > uint64(longest/unit) {
		u.fail()
		return 0
	}
	return time.Duration(n) * unit
}

// longest is more time than an issue can span.
const longest = 291 * 365 * 24 * time.Hour

// instant reads an instant that may be never.
func (u *unpacker) instant() instant {
	var i instant
	switch n := u.varint(1 << 63); n {
	case packedNever:
		return never
	case packedBits:
		i = instant(u.bits())
	default:
		n -= packedDistance
		i = u.base + instant(n>>1^-(n&1))*instant(time.Millisecond)
	}
	if i < firstInstant {
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
