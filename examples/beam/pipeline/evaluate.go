package pipeline

import (
	"context"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/punctualgo/punctual/sla"
)

func init() {
	register.DoFn4x0[Line, func(Part), func(Bad), func(Flip)](&evaluateFn{})
	register.Emitter1[Part]()
	register.Emitter1[Bad]()
	register.Emitter1[Flip]()
}

// A Part is a sum over some of the lines.
type Part struct {
	Issues int64 // how many were added
	Bad    int64 // how many lines are not an issue that can be evaluated
	Sum    []byte
}

// A Bad line, and what is wrong with it.
type Bad struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Problem string `json:"problem"`
}

// A Flip is a clock whose outcome is another under the proposed configuration of a backtest.
type Flip struct {
	File string
	Line int
	JSON []byte
}

// evaluate returns parts, bad lines and flips.
func evaluate(s beam.Scope, job Job, lines beam.PCollection) (parts, bad, flips beam.PCollection) {
	return beam.ParDo3(s.Scope("evaluate"), &evaluateFn{Job: job}, lines)
}

// evaluateFn evaluates issues and adds them up. It emits a part for each bundle, so that what
// is sent to other workers are sums, not issues.
type evaluateFn struct {
	Job Job

	newSum func() (sum, error)
	sum    sum
	part   Part
}

// Setup compiles the configuration.
func (f *evaluateFn) Setup(context.Context) (err error) {
	f.newSum, err = f.Job.compile()
	return err
}

// StartBundle begins a part.
func (f *evaluateFn) StartBundle(context.Context, func(Part), func(Bad), func(Flip)) (err error) {
	f.part = Part{}
	f.sum, err = f.newSum()
	return err
}

func (f *evaluateFn) ProcessElement(line Line, _ func(Part), emitBad func(Bad), emitFlip func(Flip)) {
	if err := f.add(line, emitFlip); err != nil {
		f.part.Bad++
		emitBad(Bad{line.File, line.Number, err.Error()})
		return
	}
	f.part.Issues++
}

// add adds the issue of a line.
func (f *evaluateFn) add(line Line, emit func(Flip)) error {
	var issue sla.Issue
	if err := issue.UnmarshalJSON(line.Text); err != nil {
		return err
	}
	flips, err := f.sum.add(issue)
	if err != nil {
		return err
	}
	for i := range flips {
		text, err := flips[i].MarshalJSON()
		if err != nil {
			return err
		}
		emit(Flip{line.File, line.Number, text})
	}
	return nil
}

// FinishBundle emits the part.
func (f *evaluateFn) FinishBundle(_ context.Context, emit func(Part), _ func(Bad), _ func(Flip)) (err error) {
	f.part.Sum, err = f.sum.MarshalJSON()
	if err == nil {
		emit(f.part)
	}
	return err
}
