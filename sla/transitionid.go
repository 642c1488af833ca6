package sla

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// ID returns a text of 32 hexadecimal digits that names what t announces: the same
// wherever and whenever it is computed, by an evaluation, a [Track], another worker
// or a replay. A host that keeps the IDs of what it has announced under a unique key
// announces nothing twice.
//
// It is made of the issue, the policy, the metric, the cycle, which of the clock's
// targets was in force, the kind, the step and its repeat, and of Nth. It is not
// made of the instant: a breach that a late event moves is the same breach. It needs
// IssueID, TargetSeq and Nth, which are lost in the JSON form of t.
//
// In full: the first 16 bytes of the SHA-256 of IssueID, Policy, Metric, Cycle, TargetSeq,
// Kind, Step, Repeat and Nth, texts each with its length in bytes and a colon ahead of
// it, numbers in decimal, and each followed by a comma.
func (t *Transition) ID() string {
	b := make([]byte, 0, 256)
	text := func(s string) {
		b = strconv.AppendInt(b, int64(len(s)), 10)
		b = append(append(append(b, ':'), s...), ',')
	}
	number := func(n int) { b = append(strconv.AppendInt(b, int64(n), 10), ',') }
	text(t.IssueID)
	text(t.Policy)
	text(t.Metric)
	number(t.Cycle)
	number(t.TargetSeq)
	text(string(t.Kind))
	text(t.Step)
	number(t.Repeat)
	number(t.Nth)
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}
