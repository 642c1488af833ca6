package scenario

import (
	"fmt"
	"strings"
	"time"

	"github.com/punctualgo/punctual/sla"
)

// A Failure is one difference between what a step expects and what came.
type Failure struct {
	Scenario string `json:"scenario"` // its name
	Step     int    `json:"step"`     // its index in the story
	At       string `json:"at"`       // when the step is, on the wall clock of the file's zone

	// Path and Line are where the file says what is expected.
	Path string `json:"path"`
	Line int    `json:"line"`

	// Want is what was expected, and Got what came.
	Want string `json:"want"`
	Got  string `json:"got"`

	// Explanation is the account of the clock, in words: what it counted, what it did not
	// count, and what was due when. It may have several lines.
	Explanation string `json:"explanation,omitempty"`

	edit edit // what an update writes
}

// An edit replaces bytes of a file.
type edit struct {
	start, end int
	text       []byte
}

// String returns the failure for people, on several lines.
func (f Failure) String() string {
	text := f.Difference()
	if f.Explanation != "" {
		text += "\n" + f.Explanation
	}
	return text
}

// Difference returns the failure without the explanation, on four lines.
func (f Failure) Difference() string {
	return fmt.Sprintf("line %d: %s\n  at        %s\n  expected  %s\n  got       %s", f.Line, f.Path, f.At, f.Want, f.Got)
}

// Run runs the scenarios of f, and returns what is not as expected, in the order of the
// file. The error is one of [sla.Engine.EvaluateAt].
func (f *File) Run() (failures []Failure, err error) {
	for _, s := range f.Scenarios {
		list, err := s.Run()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		}
		failures = append(failures, list...)
	}
	return failures, nil
}

// Run runs the scenario, and returns what is not as expected: step by step, as the file has
// it.
func (s *Scenario) Run() ([]Failure, error) {
	r := run{Scenario: s}
	for i, st := range s.story {
		if st.at.form.kind == onWall || st.at.form.kind == rfc3339 {
			r.usual = st.at.form
		}
		r.now, r.explained = st.at.time, false
		var err error
		if r.result, err = s.file.engine.EvaluateAt(s.Issue, r.now); err != nil {
			return nil, err
		}
		if err := r.step(i, st); err != nil {
			return nil, err
		}
	}
	return r.failures, nil
}

// A run is the state of a scenario that is run.
type run struct {
	*Scenario
	failures []Failure

	now    time.Time // of the step
	result sla.Result
	told   int  // how many transitions earlier steps have looked at
	usual  form // how instants are spelled where nothing else says so

	explained   bool // explanation is that of the step
	explanation sla.Explanation
}

// step compares what a step expects with what came.
func (r *run) step(index int, st *step) error {
	for _, c := range st.clocks {
		if err := r.clock(index, st, c); err != nil {
			return err
		}
	}
	if st.happened != nil {
		var got []happening
		for i := r.told; i < len(r.result.Transitions); i++ {
			t := &r.result.Transitions[i]
			if d, ok := r.file.deedOf(t); ok {
				got = append(got, happening{d, t.At})
			}
		}
		r.told = len(r.result.Transitions)
		for _, list := range st.happened.lists {
			r.lines(index, st, list, list.among(got))
		}
	}
	if f := st.next; f != nil && !f.holds(r.result.NextCheck) {
		r.fail(index, st, f.place, r.file.wall.showWant(f), r.file.wall.show(r.result.NextCheck),
			r.explainRunning(), r.spell(f, r.result.NextCheck))
	}
	return nil
}

func (r *run) spell(f *fieldWant, got any) []byte {
	return r.file.wall.spellValue(r.file.data, f, got, r.now, r.usual)
}

// clock compares what is expected of a clock with the clock.
func (r *run) clock(index int, st *step, c *clockWant) error {
	clock := c.key.find(r.result.Clocks)
	switch {
	case c.none && clock == nil:
		return nil
	case c.none:
		r.fail(index, st, c.place, "no such clock", "a clock that is "+string(clock.State), r.explain(c.key),
			fmt.Appendf(nil, `{"state": %q}`, clock.State))
		return nil
	case clock == nil:
		r.fail(index, st, c.place, "a clock", "no such clock", r.explain(c.key), []byte("null"))
		return nil
	}
	for _, f := range c.fields {
		got, err := r.got(clock, f.name, r.now)
		if err != nil {
			return err
		}
		if !f.holds(got) {
			r.fail(index, st, f.place, r.file.wall.showWant(f), r.file.wall.show(got), r.explain(c.key), r.spell(f, got))
		}
	}
	return nil
}

// lines compares lines of what is expected to have happened with what has.
func (r *run) lines(index int, st *step, list *lineList, got []happening) {
	first := list.firstDifference(got)
	if first < 0 {
		return
	}
	var wants, gots []string
	for _, l := range list.lines {
		wants = append(wants, l.text)
	}
	for i := range got {
		gots = append(gots, list.write(&got[i])+atMark+r.file.wall.format(got[i].at))
	}
	var key clockKey
	if first < len(got) {
		key = got[first].key
	} else {
		key = list.lines[first].key
	}
	r.fail(index, st, list.place, series(wants), series(gots), r.explain(key), list.spell(r.file.wall, r.file.data, got, r.now, r.usual))
}

// series joins lines of what happened.
func series(lines []string) string {
	if len(lines) == 0 {
		return "nothing"
	}
	return strings.Join(lines, ", ")
}

func (r *run) fail(index int, st *step, at place, want, got, explanation string, text []byte) {
	r.failures = append(r.failures, Failure{
		Scenario:    r.Name,
		Step:        index,
		At:          r.file.wall.format(st.at.time),
		Path:        at.path,
		Line:        lineOf(r.file.data, at.start),
		Want:        want,
		Got:         got,
		Explanation: explanation,
		edit:        edit{at.start, at.end, text},
	})
}

// explain returns the account of a clock. If there is no such clock, it returns the account
// of another cycle of its metric, or says why there is none.
func (r *run) explain(key clockKey) string {
	x := r.account()
	for _, key := range []clockKey{key, {policy: key.policy, metric: key.metric}} {
		var best *sla.ClockAccount
		for i := range x.Clocks {
			if a := &x.Clocks[i]; key.of(a.Policy, a.Metric, a.Cycle) && (best == nil || a.Cycle > best.Cycle) {
				best = a
			}
		}
		if best != nil {
			return strings.TrimSuffix(best.String(), "\n")
		}
	}
	for _, m := range x.Metrics {
		if m.Metric == key.metric {
			return m.Metric + " has no clock: " + m.Why
		}
	}
	return ""
}

// explainRunning returns the accounts of the clocks that are running, of which one brings
// about what comes next, or of all if none is.
func (r *run) explainRunning() string {
	var running, all []string
	x := r.account()
	for i := range x.Clocks {
		text := strings.TrimSuffix(x.Clocks[i].String(), "\n")
		all = append(all, text)
		if x.Clocks[i].State == sla.Running {
			running = append(running, text)
		}
	}
	if len(running) > 0 {
		all = running
	}
	return strings.Join(all, "\n")
}

// account returns the explanation as of the step. There is none for an issue that would take
// too much work to explain.
func (r *run) account() sla.Explanation {
	if !r.explained {
		r.explained = true
		r.explanation, _ = r.file.engine.ExplainAt(r.Issue, r.now)
	}
	return r.explanation
}
