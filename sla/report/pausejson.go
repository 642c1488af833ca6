package report

import (
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla"
)

func appendPauses(b []byte, pauses []Pause) []byte {
	b = append(b, '[')
	for i := range pauses {
		if i > 0 {
			b = append(b, ',')
		}
		b = pauses[i].appendJSON(b)
	}
	return append(b, ']')
}

// appendJSON appends the JSON form of p, with its reasons and its share.
func (p *Pause) appendJSON(b []byte) []byte {
	b = strict.AppendText(append(b, `{"issue":`...), p.IssueID)
	b = strict.AppendText(append(b, `,"metric":`...), p.Metric)
	b = appendCount(append(b, `,"cycle":`...), int64(p.Cycle))
	b = strict.AppendText(append(b, `,"policy":`...), p.Policy)
	b = strict.AppendText(append(b, `,"outcome":`...), string(p.Outcome))
	b = append(b, `,"reasons":[`...)
	for i, reason := range p.Reasons() {
		if i > 0 {
			b = append(b, ',')
		}
		b = strict.AppendText(b, string(reason))
	}
	b = appendDuration(append(b, `],"life":`...), p.Life)
	b = appendDuration(append(b, `,"paused":`...), p.Paused)
	b = appendFloat(append(b, `,"share":`...), p.Share())
	b = appendDuration(append(b, `,"unanswered":`...), p.Unanswered)
	return append(appendDuration(append(b, `,"ongoing":`...), p.Ongoing), '}')
}

// readPauses reads what appendPauses appends, for a request that asks for n pauses.
func readPauses(r *strict.Reader, n int) (pauses []Pause) {
	r.List(func(int) { pauses = append(pauses, readPause(r)) })
	if len(pauses) > n || !slices.IsSortedFunc(pauses, comparePauses) {
		r.Fail("is not a list of at most %d pauses, in order", n)
		return nil
	}
	return pauses
}

var pauseFields = []string{"issue", "metric", "cycle", "policy", "outcome", "reasons", "life", "paused", "share", "unanswered", "ongoing"}

func readPause(r *strict.Reader) (p Pause) {
	r.Object(pauseFields, func(name string) {
		switch name {
		case "issue":
			p.IssueID = r.Text()
		case "metric":
			p.Metric = r.Text()
		case "cycle":
			p.Cycle = r.Int()
		case "policy":
			p.Policy = r.Text()
		case "outcome":
			p.Outcome = readOutcome(r)
		case "life":
			p.Life = r.Duration()
		case "paused":
			p.Paused = r.Duration()
		case "unanswered":
			p.Unanswered = r.Duration()
		case "ongoing":
			p.Ongoing = r.Duration()
		default: // reasons and share follow from the others
			r.Skip()
		}
	})
	if !p.possible() {
		r.Fail("is not a pause that is worth a look")
	}
	return p
}

// possible reports whether a record may have such a pause.
func (p *Pause) possible() bool {
	within := func(d, whole time.Duration) bool { return 0 <= d && d <= whole }
	return p.Outcome != sla.OutcomeVoid && within(p.Paused, p.Life) && within(p.Unanswered, p.Paused) && within(p.Ongoing, p.Paused) && len(p.Reasons()) > 0
}
