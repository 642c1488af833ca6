package sla

import (
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/value"
)

// assignee is the attribute that says who works on an issue.
const assignee = "assignee"

// ExplainerOptions configure an [Explainer]. The zero value is usable.
type ExplainerOptions struct {
	// Held is the field whose values say in whose time clocks ran: see [HeldTime]. The default
	// is the attribute "assignee".
	Held string

	// Segments is how many segments of open and closed hours the account of a clock lists, about;
	// the default is 2,000. A stretch that would go past that is one segment, of [SegmentHours],
	// unless it has only a few parts. The clocks of an issue have at most 50,000 together, which
	// they share equally.
	Segments int
}

// maxSegments is how many segments of open and closed hours all clocks of an issue list, about.
const maxSegments = 50_000

// An Explainer says why results are as they are, and sums them up. It is immutable and safe for
// concurrent use. [Engine.ExplainAt] and [Engine.SummaryAt] are those of an explainer without
// options.
type Explainer struct {
	engine   *Engine
	held     string
	slot     int  // of held
	reads    bool // the configuration reads held
	segments int
}

// Explainer returns an explainer for the engine's configuration. It fails if the name of a field
// is not valid.
func (e *Engine) Explainer(options ExplainerOptions) (*Explainer, error) {
	held := options.Held
	if held == "" {
		held = assignee
	}
	segments := options.Segments
	if segments == 0 {
		segments = 2000
	}
	engine, slots, err := e.recording([]string{held})
	if err != nil {
		return nil, err
	}
	_, reads := e.program.slots.find(held)
	return &Explainer{engine: engine, held: held, slot: slots[0], reads: reads, segments: max(segments, 0)}, nil
}

// explainer returns the explainer without options.
func (e *Engine) explainer() *Explainer {
	x, err := e.explains()
	if err != nil {
		panic(err) // the name of the field is valid
	}
	return x
}

// trace returns a trace for a fold that records the values of the field that holds clocks, and
// the status.
func (x *Explainer) trace() *trace {
	return &trace{event: createdIssue, values: []valueLog{{slot: x.slot}, {slot: slotStatus}}}
}

// run applies the whole of an issue, as of an instant, to a fold with a trace. The caller
// releases the fold.
func (x *Explainer) run(issue *Issue, now time.Time, t *trace) (*fold, instant, error) {
	at, err := presentOf(now)
	if err != nil {
		return nil, at, err
	}
	f := x.engine.folds.Get().(*fold)
	f.trace = t
	if f.explains() {
		f.work = len(issue.Events) * workOfEvent
	}
	if err := f.run(issue, at); err != nil {
		x.engine.release(f)
		return nil, at, err
	}
	return f, at, nil
}

// tells reports whether it says something in whose time clocks ran: the configuration reads the
// field, or the field has had a value.
func (x *Explainer) tells(f *fold) bool {
	return x.reads || slices.ContainsFunc(f.trace.values[0].values, func(v valueFrom) bool { return v.value.Kind != value.Absent })
}
