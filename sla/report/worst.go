package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/sla"
)

// MaxWorst is how many breaches, near misses and pauses of a group a report may list.
const MaxWorst = 100

// Worst lists what is worth a look in a group: as many breaches, near misses and pauses as
// Request.Worst says, the worst first.
type Worst struct {
	Breaches   []Case // missed or overdue, by how late they are
	NearMisses []Case // by what was left

	// Pauses are records whose pauses are worth a look: by how long the customer was waiting for
	// an answer meanwhile, if that is a reason, and then by how long they were paused.
	Pauses []Pause
}

// A Case is a record, by which its clock can be found.
type Case struct {
	IssueID, Metric   string
	Cycle             int
	Policy            string
	Outcome           sla.Outcome
	Target, Remaining time.Duration // of the clock; Remaining is negative if it is late
}

func caseOf(issue *sla.Issue, r *sla.Record) Case {
	return Case{issue.ID, r.Metric, r.Cycle, r.Policy, r.Outcome, r.Target, r.Remaining}
}

// compareCases compares cases by how bad they are. Cases that differ are never equal, so that a
// list of the worst does not depend on the order in which they came.
func compareCases(a, b Case) int {
	return cmp.Or(
		cmp.Compare(a.Remaining, b.Remaining),
		strings.Compare(a.IssueID, b.IssueID),
		strings.Compare(a.Metric, b.Metric),
		cmp.Compare(a.Cycle, b.Cycle),
		strings.Compare(a.Policy, b.Policy),
		cmp.Compare(a.Target, b.Target),
		strings.Compare(string(a.Outcome), string(b.Outcome)),
	)
}

// insert inserts an element into a list of at most n of the worst, which it returns.
func insert[E any](list []E, e E, compare func(a, b E) int, n int) []E {
	i, _ := slices.BinarySearchFunc(list, e, compare)
	if i == n {
		return list
	}
	list = slices.Insert(list, i, e)
	return list[:min(len(list), n)]
}

// add adds a record, if it is among the n worst.
func (w *Worst) add(issue *sla.Issue, r *sla.Record, near bool, n int) {
	if n == 0 {
		return
	}
	switch {
	case r.Outcome == sla.OutcomeMissed || r.Outcome == sla.OutcomeOverdue:
		w.Breaches = insert(w.Breaches, caseOf(issue, r), compareCases, n)
	case near:
		w.NearMisses = insert(w.NearMisses, caseOf(issue, r), compareCases, n)
	}
	if p, ok := pauseOf(issue, r); ok {
		w.Pauses = insert(w.Pauses, p, comparePauses, n)
	}
}

// merge adds those of other that are among the n worst.
func (w *Worst) merge(other *Worst, n int) {
	for _, c := range slices.Clone(other.Breaches) {
		w.Breaches = insert(w.Breaches, c, compareCases, n)
	}
	for _, c := range slices.Clone(other.NearMisses) {
		w.NearMisses = insert(w.NearMisses, c, compareCases, n)
	}
	for _, p := range slices.Clone(other.Pauses) {
		w.Pauses = insert(w.Pauses, p, comparePauses, n)
	}
}

// clone returns a copy that has no memory in common with w.
func (w *Worst) clone() Worst {
	return Worst{slices.Clone(w.Breaches), slices.Clone(w.NearMisses), slices.Clone(w.Pauses)}
}

// isEmpty reports whether nothing is listed.
func (w *Worst) isEmpty() bool { return len(w.Breaches)+len(w.NearMisses)+len(w.Pauses) == 0 }
