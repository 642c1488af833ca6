package sla

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// ID returns 32 hexadecimal digits that identify what t announces. An evaluation, a [Track],
// another worker and a replay all compute the same ID. A host that stores the IDs of what it has
// announced under a unique key announces nothing twice.
//
// The ID depends on the issue, policy, metric, cycle, kind, step and repeat, on which of the
// clock's targets was in force, and on Nth. It does not depend on the instant: a breach that a
// late event moves is the same breach. It needs IssueID, TargetSeq and Nth, which are not part
// of the JSON form of t.
//
// More exactly, it is the first 16 bytes of the SHA-256 of IssueID, Policy, Metric, Cycle,
// TargetSeq, Kind, Step, Repeat and Nth. Each is followed by a comma. Texts are preceded by
// their length in bytes and a colon; numbers are decimal.
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
