package sla

import (
	"sync"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/policy"
)

// Options configure an [Engine]. The zero value is usable.
type Options struct {
	// Clock supplies the current time to [Engine.Evaluate]. The default is [clock.System].
	Clock clock.Source

	// Location returns the zone of an IANA name. The default is [time.LoadLocation]. Zone data
	// differ between machines. To make all of your machines agree, ship the data and load it
	// here.
	Location func(name string) (*time.Location, error)
}

// An Engine evaluates issues under one configuration. It is immutable and safe for
// concurrent use.
type Engine struct {
	clock   clock.Source
	program *program
	cfg     *policy.Config // for matchers
	set     *businesshours.Set
	fields  *policy.Declarations
	metrics []string  // all, in metric order
	config  string    // the fingerprint of the configuration
	folds   sync.Pool // of *fold, to reuse
	tracked sync.Pool // of *tracked

	explains func() (*Explainer, error) // returns the explainer without options, made once
}

// New compiles a configuration. It reports every problem of cfg, as [policy.Config.Validate]
// does. Later changes to cfg do not affect the engine.
func New(cfg *policy.Config, options Options) (*Engine, error) {
	set, err := cfg.Compile(businesshours.Options{Location: options.Location})
	if err != nil {
		return nil, err
	}
	config, err := fingerprint(cfg)
	if err != nil {
		return nil, err
	}
	e := &Engine{clock: options.Clock, cfg: schedulesOf(cfg), set: set, program: compile(cfg, set), fields: cfg.Declarations(), metrics: metricNames(cfg), config: config}
	if e.clock == nil {
		e.clock = clock.System{}
	}
	e.folds.New = func() any { return newFold(e.program) }
	e.explains = sync.OnceValues(func() (*Explainer, error) { return e.Explainer(ExplainerOptions{}) })
	return e, nil
}

// schedulesOf returns a configuration that has only the names of the schedules of cfg.
func schedulesOf(cfg *policy.Config) *policy.Config {
	out := new(policy.Config)
	for _, s := range cfg.Schedules {
		out.Schedules = append(out.Schedules, businesshours.Schedule{Name: s.Name})
	}
	return out
}

// Evaluate evaluates issue as of the current time of [Options.Clock].
func (e *Engine) Evaluate(issue Issue) (Result, error) {
	return e.EvaluateAt(issue, e.clock.Now())
}

// EvaluateAt evaluates issue as of now. Events after now do not exist yet; before the creation
// the result is empty. EvaluateAt is a pure function of its arguments and the configuration, and
// does not change the issue.
//
// An invalid issue gives an error that reports every problem, each an [*Error]. Other errors are
// [ErrTooManyTransitions], [ErrTooMuchWork], and [businesshours.ErrOutOfRange] if now is out of
// range.
func (e *Engine) EvaluateAt(issue Issue, now time.Time) (Result, error) {
	var r Result
	err := e.EvaluateInto(&r, issue, now)
	return r, err
}

// EvaluateInto is [Engine.EvaluateAt] for callers that evaluate many issues. It overwrites r and
// reuses its memory.
func (e *Engine) EvaluateInto(r *Result, issue Issue, now time.Time) error {
	*r = Result{Clocks: r.Clocks[:0], Transitions: r.Transitions[:0]}
	at, err := presentOf(now)
	if err != nil {
		return err
	}
	f := e.folds.Get().(*fold)
	defer e.release(f)
	return f.evaluate(r, &issue, at)
}

// release returns a fold to the pool.
func (e *Engine) release(f *fold) {
	f.reset()
	e.folds.Put(f)
}

// evaluate evaluates an issue with all its events.
func (f *fold) evaluate(r *Result, issue *Issue, now instant) error {
	if err := f.run(issue, now); err != nil {
		return err
	}
	return f.result(r, now)
}

// run applies the whole of an issue, as of an instant.
func (f *fold) run(issue *Issue, now instant) error {
	if err := f.prepare(issue); err != nil {
		return err
	}
	if now >= f.created {
		f.applyAll(issue, now)
		f.advanceTo(now)
	}
	return f.limit()
}
