package sla

import (
	"sync"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/policy"
)

// Options are what an [Engine] takes from its host. The zero value is the default.
type Options struct {
	// Clock tells the present to [Engine.Evaluate]. The default is [clock.System].
	Clock clock.Source

	// Location returns the zone of an IANA name. The default is [time.LoadLocation].
	// Zone data differ between machines; a host that wants all of its own to agree
	// brings the data and gives them here.
	Location func(name string) (*time.Location, error)
}

// An Engine evaluates issues under one configuration. It is immutable and safe for
// concurrent use.
type Engine struct {
	clock   clock.Source
	program *program
	cfg     *policy.Config // what matchers need of it
	set     *businesshours.Set
	fields  *policy.Declarations
	metrics []string  // all, in metric order
	config  string    // the fingerprint of the configuration
	folds   sync.Pool // of *fold, for further use
	tracked sync.Pool // of *tracked
}

// New compiles a configuration. It reports every problem of cfg, as
// [policy.Config.Validate] does, and keeps nothing of cfg that the caller could
// change later.
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
	return e, nil
}

// schedulesOf returns a configuration with nothing but the names of the schedules of another.
func schedulesOf(cfg *policy.Config) *policy.Config {
	out := new(policy.Config)
	for _, s := range cfg.Schedules {
		out.Schedules = append(out.Schedules, businesshours.Schedule{Name: s.Name})
	}
	return out
}

// Evaluate evaluates issue as of the present.
func (e *Engine) Evaluate(issue Issue) (Result, error) {
	return e.EvaluateAt(issue, e.clock.Now())
}

// EvaluateAt evaluates issue as of now: events after now do not exist yet, and
// before the creation there is nothing. It is a pure function of its arguments and
// the configuration, and does not change the issue.
//
// An error of the issue reports every problem that it has; each is an [*Error].
// Other errors are [ErrTooManyTransitions], [ErrTooMuchWork], and
// [businesshours.ErrOutOfRange] for now.
func (e *Engine) EvaluateAt(issue Issue, now time.Time) (Result, error) {
	var r Result
	err := e.EvaluateInto(&r, issue, now)
	return r, err
}

// EvaluateInto is [Engine.EvaluateAt] for those who evaluate many issues: the
// result takes the place of what r held, using its memory again.
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

// release gives back a fold for another use.
func (e *Engine) release(f *fold) {
	f.reset()
	e.folds.Put(f)
}

// evaluate evaluates the whole of an issue.
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
