package report

import (
	"slices"
	"strings"

	"github.com/punctualgo/punctual/internal/stats"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla"
)

// A Request says what a [Report] is about. The zero value asks for the total of all records.
type Request struct {
	Selection

	// By are the dimensions by which records are grouped, at most [MaxDimensions].
	By []string

	// Unit is what outcomes count; [Clocks] if empty.
	Unit Unit

	// Denominator is what compliance is a share of; [OfDecided] if empty.
	Denominator Denominator

	// Near is how much of the target a near miss has left at most, in whole percents: "10%"
	// if empty.
	Near string

	// Goal is the compliance that is promised, such as "95%" or "99.9%". It may be empty.
	Goal string

	// Worst is how many breaches, near misses and suspicious pauses of each group are listed, up
	// to [MaxWorst] of each.
	Worst int
}

// A Unit is what outcomes count.
type Unit string

const (
	Clocks Unit = "clock"

	// Issues have the worst outcome of their records in the group: missed, overdue, open, met,
	// dropped and void, in this order.
	Issues Unit = "issue"
)

// A Denominator is what compliance is a share of.
type Denominator string

const (
	OfDecided   Denominator = "decided"   // met, of met, missed and overdue
	OfCompleted Denominator = "completed" // met, of met and missed
	OfAll       Denominator = "all"       // met and open, of met, open, missed and overdue
)

var (
	unitNames    = []Unit{Clocks, Issues}
	denominators = []Denominator{OfDecided, OfCompleted, OfAll}
)

const defaultNear = "10%"

// Check reports every problem of a request; each is a [*problem.Error] with its path.
func (q *Request) Check(engine *sla.Engine) error { return checked(q, engine) }

func (q *Request) check(v *strict.Problems, engine *sla.Engine) {
	checkDimensions(v, q.By)
	q.Selection.check(v, engine)
	oneOf(v, "unit", q.Unit, unitNames)
	q.Denominator.check(v, &q.Selection)
	if _, ok := nearOf(q.Near); !ok {
		v.Add("near", `%s is not a whole percentage from 0 to 100, such as "10%%"`, strict.Quote(q.Near))
	}
	if q.Goal != "" {
		checkPercentage(v, "goal", q.Goal)
	}
	if q.Worst < 0 || q.Worst > MaxWorst {
		v.Add("worst", "%d is not from 0 to %d", q.Worst, MaxWorst)
	}
}

// check reports the problems of a denominator for a selection of records.
func (d Denominator) check(v *strict.Problems, s *Selection) {
	oneOf(v, "denominator", d, denominators)
	if d == OfAll && s.bounded() && (s.On == "" || s.On == Decided) {
		v.Add("denominator", "what is open has not been decided: with from or until, all needs another on, such as started")
	}
}

// nearOf returns how many percents of a target are near.
func nearOf(text string) (percents int64, ok bool) {
	if text == "" {
		text = defaultNear
	}
	p, err := stats.ParsePercentage(text)
	if err != nil || strings.Contains(text, ".") {
		return 0, false
	}
	return p.Percents(), true
}

func checkPercentage(v *strict.Problems, path, text string) {
	if _, err := stats.ParsePercentage(text); err != nil {
		v.Add(path, "%s %w", strict.Quote(text), err)
	}
}

// oneOf reports a word that is given, and not one of those that there are.
func oneOf[T ~string](v *strict.Problems, path string, word T, words []T) {
	if word != "" && !slices.Contains(words, word) {
		v.Add(path, "there is %s; not %s", joined(words), strict.Quote(string(word)))
	}
}

// normalize writes out defaults.
func (q *Request) normalize() {
	q.Selection.normalize()
	q.By = append([]string(nil), q.By...) // nil if it is empty
	if q.Unit == "" {
		q.Unit = Clocks
	}
	if q.Denominator == "" {
		q.Denominator = OfDecided
	}
	if q.Near == "" {
		q.Near = defaultNear
	}
}
