package report

import (
	"slices"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla"
)

// appendJSON appends the JSON form of w to b: an object with breaches, near_misses
// and pauses.
func (w *Worst) appendJSON(b []byte) []byte {
	b = appendCases(append(b, `{"breaches":`...), w.Breaches)
	b = appendCases(append(b, `,"near_misses":`...), w.NearMisses)
	b = appendPauses(append(b, `,"pauses":`...), w.Pauses)
	return append(b, '}')
}

func appendCases(b []byte, cases []Case) []byte {
	b = append(b, '[')
	for i := range cases {
		if i > 0 {
			b = append(b, ',')
		}
		c := &cases[i]
		b = strict.AppendText(append(b, `{"issue":`...), c.IssueID)
		b = strict.AppendText(append(b, `,"metric":`...), c.Metric)
		b = appendCount(append(b, `,"cycle":`...), int64(c.Cycle))
		b = strict.AppendText(append(b, `,"policy":`...), c.Policy)
		b = strict.AppendText(append(b, `,"outcome":`...), string(c.Outcome))
		b = appendDuration(append(b, `,"target":`...), c.Target)
		b = append(appendDuration(append(b, `,"remaining":`...), c.Remaining), '}')
	}
	return append(b, ']')
}

// read reads what appendJSON appends, for a request that asks for n cases.
func (w *Worst) read(r *strict.Reader, n int) {
	r.Object([]string{"breaches", "near_misses", "pauses"}, func(name string) {
		if name == "pauses" {
			w.Pauses = readPauses(r, n)
			return
		}
		var cases []Case
		r.List(func(int) { cases = append(cases, readCase(r)) })
		if len(cases) > n || !slices.IsSortedFunc(cases, compareCases) {
			r.Fail("is not a list of at most %d cases, in order", n)
			return
		}
		if name == "breaches" {
			w.Breaches = cases
		} else {
			w.NearMisses = cases
		}
	})
}

var caseFields = []string{"issue", "metric", "cycle", "policy", "outcome", "target", "remaining"}

func readCase(r *strict.Reader) (c Case) {
	r.Object(caseFields, func(name string) {
		switch name {
		case "issue":
			c.IssueID = r.Text()
		case "metric":
			c.Metric = r.Text()
		case "cycle":
			c.Cycle = r.Int()
		case "policy":
			c.Policy = r.Text()
		case "outcome":
			c.Outcome = readOutcome(r)
		case "target":
			c.Target = r.Duration()
		case "remaining":
			c.Remaining = r.Duration()
		}
	})
	return c
}

func readOutcome(r *strict.Reader) sla.Outcome {
	o := sla.Outcome(r.Text())
	if !slices.Contains(outcomeOrder, string(o)) {
		r.Fail("%s is not an outcome", strict.Quote(string(o)))
	}
	return o
}
