package sla

import (
	"encoding/binary"
	"time"
)

// A packer encodes a state. Numbers are varints. Instants and durations of whole milliseconds are
// numbers, too; others take nine bytes.
type packer struct {
	b    []byte
	base instant // instants are written as distances from it
}

// tooLarge reports whether the state has more bytes than that of a track may have.
func (p *packer) tooLarge() bool { return len(p.b) > maxState }

// number writes a non-negative, usually small number.
func (p *packer) number(n int) { p.varint(uint64(n)) }

func (p *packer) varint(n uint64) { p.b = binary.AppendUvarint(p.b, n) }

// bits writes eight bytes.
func (p *packer) bits(n uint64) { p.b = binary.LittleEndian.AppendUint64(p.b, n) }

func (p *packer) text(s string) {
	p.number(len(s))
	p.b = append(p.b, s...)
}

// What the first number of an instant means.
const (
	packedNever    = iota
	packedBits     // eight bytes follow
	packedDistance // it is packedDistance plus a distance in milliseconds, with the sign in the lowest bit
)

// instant writes an instant, or never.
func (p *packer) instant(i instant) {
	ms := int64(i-p.base) / int64(time.Millisecond)
	switch {
	case i == never:
		p.number(packedNever)
	case p.base+instant(ms)*instant(time.Millisecond) != i:
		p.number(packedBits)
		p.bits(uint64(i))
	default:
		p.varint(packedDistance + uint64(ms<<1^ms>>63))
	}
}

func (p *packer) instants(list []instant) {
	p.number(len(list))
	for _, i := range list {
		p.instant(i)
	}
}

// packedUnits are the units of durations. The lowest two bits of a duration are its unit.
var packedUnits = [...]time.Duration{time.Minute, time.Second, time.Millisecond}

// duration writes a duration, which must not be negative.
func (p *packer) duration(d time.Duration) {
	for k, unit := range packedUnits {
		if d%unit == 0 {
			p.varint(uint64(d/unit)<<2 | uint64(k))
			return
		}
	}
	p.number(len(packedUnits))
	p.bits(uint64(d))
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
