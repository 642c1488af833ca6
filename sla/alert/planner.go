package alert

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/steps"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A Directory knows who is behind a role: policy.RoleAssignee, RoleTeam,
// RoleSubscribers, RoleOwner, or one of the host's own.
type Directory interface {
	// Recipients returns whom a role means for a transition of an issue: nobody, if
	// there is nobody. An error is handed on by [Planner.Alerts].
	Recipients(ctx context.Context, role string, issue Issue, t sla.Transition) ([]Recipient, error)
}

// A DirectoryFunc is a function as a [Directory].
type DirectoryFunc func(ctx context.Context, role string, issue Issue, t sla.Transition) ([]Recipient, error)

// Recipients implements [Directory].
func (f DirectoryFunc) Recipients(ctx context.Context, role string, issue Issue, t sla.Transition) ([]Recipient, error) {
	return f(ctx, role, issue, t)
}

// Options are what a [Planner] takes from its host. The zero value is the default.
type Options struct {
	// Directory resolves roles. Without one they mean nobody.
	Directory Directory

	// Hours is the name of a schedule: people are told in its hours only, if an action
	// names no other, and does not say that it is urgent. The default is at any time.
	Hours string

	// Location returns the zone of an IANA name, as in sla.Options.
	Location func(name string) (*time.Location, error)
}

// A Planner makes alerts of transitions. It is immutable and safe for concurrent use,
// if its [Directory] is.
type Planner struct {
	directory Directory
	hours     *businesshours.Calendar // nil: any
	schedules *businesshours.Set
	steps     map[step][]policy.Action
	names     map[string]string // of policies
}

// A step is an escalation step as a transition names it.
type step struct {
	policy, metric, name string
	list, nth            int
}

// New returns a planner of the actions of a configuration. It reports every problem
// of cfg, and keeps nothing of it that the caller could change later.
func New(cfg *policy.Config, options Options) (*Planner, error) {
	set, err := cfg.Compile(businesshours.Options{Location: options.Location})
	if err != nil {
		return nil, err
	}
	p := &Planner{directory: options.Directory, schedules: set, steps: make(map[step][]policy.Action), names: make(map[string]string)}
	if options.Hours != "" {
		var ok bool
		if p.hours, ok = set.Calendar(options.Hours); !ok {
			return nil, fmt.Errorf("alert: unknown schedule %q", options.Hours)
		}
	}
	for i := range cfg.Policies {
		q := &cfg.Policies[i]
		p.names[q.ID] = q.ID
		if q.Name != "" {
			p.names[q.ID] = q.Name
		}
		for metric, target := range q.Targets {
			lists, _ := steps.Lists(cfg, q, &target)
			for number, list := range lists {
				for _, e := range steps.Name(list) {
					p.steps[step{q.ID, metric, e.Label, number, e.Nth}] = actionsOf(e)
				}
			}
		}
	}
	return p, nil
}

// actionsOf returns a copy of the actions of a step.
func actionsOf(e steps.Step) (actions []policy.Action) {
	for _, action := range e.Do {
		actions = append(actions, clone(action).(policy.Action))
	}
	return actions
}

// clone returns a copy of a part of an action.
func clone(part any) any {
	switch part := part.(type) {
	case policy.Action:
		return policy.Action(clone(map[string]any(part)).(map[string]any))
	case map[string]any:
		out := make(map[string]any, len(part))
		for name, value := range part {
			out[name] = clone(value)
		}
		return out
	case []any:
		out := make([]any, len(part))
		for i, value := range part {
			out[i] = clone(value)
		}
		return out
	case []string:
		return slices.Clone(part)
	}
	return part
}

// ErrTransition is returned for a transition that is not one of the issue, or has lost
// what its ID is made of: the JSON form of a transition does not have that.
var ErrTransition = errors.New("alert: not a transition of the issue, as it came from an evaluation, a track or a watcher")

// ErrUnknownStep is returned for a step that the planner's configuration does not have: the
// transition was made under another, whose planner knows what is to be done.
var ErrUnknownStep = errors.New("alert: no such step in the configuration")

// ErrClock is returned for a clock of another metric than the transition's.
var ErrClock = errors.New("alert: not the clock of the transition, but of another metric")

// actionID returns a short text for an action of a step, other than those of the actions
// that were seen.
func actionID(action policy.Action, seen map[string]int) string {
	text, _ := json.Marshal(action) // it was checked
	sum := sha256.Sum256(text)
	id := hex.EncodeToString(sum[:4])
	seen[id]++
	if seen[id] > 1 {
		id += "-" + strconv.Itoa(seen[id])
	}
	return id
}

// Alerts returns what the actions of a transition's step come to, one alert an action
// in their order; of a transition that is no step, nothing. An error is that of the
// [Directory], [ErrTransition], [ErrClock] or [ErrUnknownStep].
//
// Clock is the clock of the transition, for what messages say of it: from a result as of
// the transition's instant, as [sla.Engine.EvaluateAt] and within a loop over
// watch.Watcher.DueBy the watcher's ResultAt have it, or as of the present, as
// [sla.Track.ResultAt] has it. It may be nil, and one of another cycle counts as nil, since
// a track knows only the latest. Messages then do not say when it is or was due, and a step
// at the breach reads as a step, not as the breach that it is.
func (p *Planner) Alerts(ctx context.Context, t sla.Transition, issue Issue, clock *sla.Clock) ([]Alert, error) {
	if t.Kind != sla.KindEscalated {
		return nil, nil
	}
	var alerts []Alert
	if t.IssueID == "" || t.IssueID != issue.ID || t.TargetSeq == 0 {
		return nil, fmt.Errorf("%w: issue %q, of %q", ErrTransition, t.IssueID, issue.ID)
	}
	switch {
	case clock == nil:
	case clock.Metric != t.Metric:
		return nil, fmt.Errorf("%w: %q, of %q", ErrClock, clock.Metric, t.Metric)
	case clock.Cycle != t.Cycle:
		clock = nil
	}
	actions, ok := p.steps[step{t.Policy, t.Metric, t.Step, t.StepList, t.Nth}]
	if !ok {
		return nil, fmt.Errorf("%w: policy %q, %s, step %q", ErrUnknownStep, t.Policy, t.Metric, t.Step)
	}
	id := t.ID()
	seen := make(map[string]int)
	for _, action := range actions {
		a := Alert{
			ID: id + "-" + actionID(action, seen), Type: action.Type(),
			Issue: issue, Transition: t, PolicyName: p.names[t.Policy], Action: clone(action).(policy.Action),
		}
		if clock != nil {
			c := *clock
			a.Clock = &c
		}
		var err error
		switch a.Type {
		case policy.ActionSlack:
			channel, _ := action["channel"].(string)
			a.Channel = "slack:" + channel
			a.Recipients, err = p.recipients(ctx, action, "mentions", issue, t)
		case policy.ActionEmail:
			a.Recipients, err = p.recipients(ctx, action, "to", issue, t)
			a.Channel = "email:" + strings.Join(addresses(a.Recipients), ",")
		case policy.ActionWebhook:
			url, _ := action["url"].(string)
			a.Channel = "webhook:" + url
		}
		if err != nil {
			return nil, fmt.Errorf("alert: %s: %w", a.ID, err)
		}
		a.At = p.at(action, t.At.UTC())
		alerts = append(alerts, a)
	}
	return alerts, nil
}

// recipients resolves who a field of an action names: roles, addresses, and of mentions
// IDs of Slack's. Each recipient comes once.
func (p *Planner) recipients(ctx context.Context, action policy.Action, field string, issue Issue, t sla.Transition) ([]Recipient, error) {
	var all []Recipient
	add := func(r Recipient) {
		same := func(s Recipient) bool {
			switch {
			case field == "to":
				return strings.EqualFold(s.Email, r.Email) && (r.Email != "" || s.Name == r.Name)
			case s.Slack != "" || r.Slack != "":
				return s.Slack == r.Slack
			}
			return s.Name == r.Name
		}
		if !slices.ContainsFunc(all, same) {
			all = append(all, r)
		}
	}
	for _, s := range action.Texts(field) {
		switch {
		case strings.Contains(s, "@"):
			if address, err := mail.ParseAddress(s); err == nil {
				add(Recipient{Name: address.Name, Email: address.Address})
			}
		case field == "mentions" && isSlackID(s):
			add(Recipient{Slack: s})
		case p.directory != nil:
			list, err := p.directory.Recipients(ctx, s, issue, t)
			if err != nil {
				return nil, fmt.Errorf("role %q: %w", s, err)
			}
			for _, r := range list {
				r.Role = s
				add(r)
			}
		}
	}
	return all, nil
}

// at returns when to do what is due at an instant: in the hours in which people may be
// disturbed, if it disturbs any.
func (p *Planner) at(action policy.Action, at time.Time) time.Time {
	if urgent, _ := action["urgent"].(bool); urgent {
		return at
	}
	hours := p.hours
	switch action.Type() {
	case policy.ActionSlack, policy.ActionEmail:
		if name, ok := action["hours"].(string); ok {
			hours, _ = p.schedules.Calendar(name)
		}
	default:
		return at
	}
	if hours == nil {
		return at
	}
	if open, err := hours.NextOpen(at); err == nil {
		return open
	}
	return at
}

func addresses(list []Recipient) (emails []string) {
	for _, r := range list {
		if r.Email != "" {
			emails = append(emails, r.Email)
		}
	}
	return emails
}
