package report

import (
	"cmp"
	"strings"
	"time"

	"github.com/punctualgo/punctual/sla"
)

// A Pause is a record that was paused in a way that is worth a look, for at least one
// [PauseReason]. Void records are left out.
type Pause struct {
	IssueID, Metric string
	Cycle           int
	Policy          string
	Outcome         sla.Outcome

	Life       time.Duration // from the clock's start to its end, or to Report.AsOf
	Paused     time.Duration // how much of Life the clock was paused
	Unanswered time.Duration // how much of Paused the customer was waiting for an answer
	Ongoing    time.Duration // how long the pause has lasted that goes on; 0 if the clock is not paused
}

// A PauseReason is why a pause is worth a look. Its String method puts it in words.
type PauseReason string

const (
	// PausedUnanswered is for records that were paused for more than a minute in all while the
	// field unanswered was true. A minute leaves time for rules of the helpdesk to resume the
	// clock, and for an agent to write after setting the status.
	PausedUnanswered PauseReason = "unanswered"

	// PausedMostly is for records that were paused for more than half of their life.
	PausedMostly PauseReason = "mostly_paused"

	// PausedStill is for records that are paused as of Report.AsOf, and have been for at least
	// 30 days of 24 hours without interruption.
	PausedStill PauseReason = "still_paused"
)

const (
	briefPause = time.Minute         // pauses while the customer waits may be as long
	longPause  = 30 * 24 * time.Hour // pauses that go on must be shorter
)

// String returns the reason in words.
func (r PauseReason) String() string {
	switch r {
	case PausedUnanswered:
		return "paused while the customer waited for an answer"
	case PausedMostly:
		return "paused for more than half of its life"
	case PausedStill:
		return "still paused after 30 days"
	}
	return string(r)
}

// Reasons returns the reasons that hold, in the order of the constants.
func (p *Pause) Reasons() (reasons []PauseReason) {
	if p.waited() > 0 {
		reasons = append(reasons, PausedUnanswered)
	}
	if p.Paused > p.Life-p.Paused {
		reasons = append(reasons, PausedMostly)
	}
	if p.Ongoing >= longPause {
		reasons = append(reasons, PausedStill)
	}
	return reasons
}

// waited returns Unanswered if that is a reason, and 0 otherwise.
func (p *Pause) waited() time.Duration {
	if p.Unanswered > briefPause {
		return p.Unanswered
	}
	return 0
}

// Share returns the share of the record's life in which it was paused, from 0 to 1.
func (p *Pause) Share() float64 {
	if p.Life == 0 {
		return 0
	}
	return float64(p.Paused) / float64(p.Life)
}

// pauseOf returns a record as a pause, and whether it is worth a look.
func pauseOf(issue *sla.Issue, r *sla.Record) (p Pause, ok bool) {
	if r.Outcome == sla.OutcomeVoid || r.Paused == 0 {
		return p, false
	}
	p = Pause{issue.ID, r.Metric, r.Cycle, r.Policy, r.Outcome, r.Wall, r.Paused, r.PausedUnanswered, 0}
	if !r.PausedSince.IsZero() { // the clock is open, so its life ends now
		p.Ongoing = r.Wall - r.PausedSince.Sub(r.StartedAt)
	}
	return p, len(p.Reasons()) > 0
}

// comparePauses orders pauses as lists do: those during which the customer waited longest
// first, then the longest. Pauses that differ are never equal, so that a list does not depend on
// the order in which they came.
func comparePauses(a, b Pause) int {
	return cmp.Or(
		cmp.Compare(b.waited(), a.waited()),
		cmp.Compare(b.Paused, a.Paused),
		strings.Compare(a.IssueID, b.IssueID),
		strings.Compare(a.Metric, b.Metric),
		cmp.Compare(a.Cycle, b.Cycle),
		strings.Compare(a.Policy, b.Policy),
		cmp.Compare(b.Unanswered, a.Unanswered),
		cmp.Compare(b.Ongoing, a.Ongoing),
		cmp.Compare(a.Life, b.Life),
		strings.Compare(string(a.Outcome), string(b.Outcome)),
	)
}
