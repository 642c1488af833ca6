package sla

import (
	"time"

	"github.com/punctualgo/punctual/policy"
)

// ExplainAt evaluates issue as of now and explains everything in the result. Its errors are
// those of [Engine.EvaluateAt]; because it takes more work and more memory, it fails with
// [ErrTooMuchWork] for fewer events. An explanation takes at most a quarter of a second and
// 64 MiB; an ordinary one takes as long as five to eight evaluations.
func (e *Engine) ExplainAt(issue Issue, now time.Time) (Explanation, error) {
	return e.explainer().ExplainAt(issue, now)
}

// ExplainAt is [Engine.ExplainAt] with the options of x.
func (x *Explainer) ExplainAt(issue Issue, now time.Time) (Explanation, error) {
	out := Explanation{IssueID: issue.ID, AsOf: now.Round(0).UTC(), Clocks: []ClockAccount{}, Policies: []PolicyAccount{}, Held: x.held}
	t := x.trace()
	t.reasons = &reasons{pauses: make([][]pausing, len(x.engine.program.pauses)), misses: make(map[int]miss)}
	f, at, err := x.run(&issue, now, t)
	if err != nil {
		return out, err
	}
	defer x.engine.release(f)
	spent := f.spent() // more than an evaluation takes
	w := newNarrator(f, &issue, at)
	if out.tells = x.tells(f); out.tells {
		w.held = x.held
	}
	w.narrate(&out, x.segments)
	if err := f.limit(); err != nil {
		return Explanation{IssueID: out.IssueID, AsOf: out.AsOf, Held: x.held}, err
	}
	if at >= f.created {
		c := counterfactual{engine: x.engine, issue: &issue, now: at, cost: spent, left: MaxWork - f.spent()}
		c.wouldHavePrevented(&w, &out)
	}
	return out, nil
}

// narrate fills in the explanation of the fold.
func (w *narrator) narrate(out *Explanation, segments int) {
	stories := w.storiesInOrder()
	w.ledger.share = min(segments, maxSegments/max(len(stories), 1))
	w.names = make(map[string]string)
	for i := range w.program.policies {
		if p := &w.program.policies[i]; p.name != "" {
			w.names[p.id] = p.name
		}
	}
	out.Clocks = make([]ClockAccount, 0, w.room(len(stories)))
	for _, s := range stories {
		if w.exhausted() {
			return
		}
		out.Clocks = append(out.Clocks, w.clock(s, s.reported()))
	}
	if w.now < w.created {
		return
	}
	out.Policies = w.policies()
	out.Metrics = w.metrics(out.Clocks)
	out.Next, out.each = w.upcoming(), w.program.match == policy.MatchEach
	for _, m := range w.program.metrics {
		out.metricOrder = append(out.metricOrder, m.name)
	}
}
