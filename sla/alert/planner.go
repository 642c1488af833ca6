package alert

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/steps"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/threshold"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A Directory resolves roles to people. Roles are policy.RoleAssignee, RoleTeam,
// RoleSubscribers and RoleOwner, and any of the host's own.
type Directory interface {
	// Recipients returns the people that a role stands for when an issue has reached a step.
	// It returns none if there is nobody. [Planner.Alerts] returns its error.
	Recipients(ctx context.Context, role string, issue Issue, t sla.Transition) ([]Recipient, error)
}

// A DirectoryFunc is a function that implements [Directory].
type DirectoryFunc func(ctx context.Context, role string, issue Issue, t sla.Transition) ([]Recipient, error)

// Recipients implements [Directory].
func (f DirectoryFunc) Recipients(ctx context.Context, role string, issue Issue, t sla.Transition) ([]Recipient, error) {
	return f(ctx, role, issue, t)
}

// Options are the options of a [Planner]. The zero value is the default.
type Options struct {
	// Directory resolves roles. If nil, roles resolve to nobody.
	Directory Directory

	// Hours is the name of the schedule in whose hours people get Slack messages and e-mail,
	// unless the action names another schedule or is urgent. If empty, they get them at any
	// time.
	Hours string

	// Location returns the time zone of an IANA name, as in sla.Options. If nil, the zones
	// are those of [time.LoadLocation].
	Location func(name string) (*time.Location, error)
}

// A Planner turns transitions into alerts, and says when an alert may be sent. It is
// immutable, and safe for concurrent use if its [Directory] is.
type Planner struct {
	directory   Directory
	location    func(name string) (*time.Location, error)
	hours       *businesshours.Calendar // nil: at any time
	schedules   *businesshours.Set
	steps       map[targetKey]*stepList
	policyNames map[string]string // by ID
}

// A targetKey names the targets of a policy for a metric that have one list of steps.
type targetKey struct {
	policy, metric string
	list           int // as in sla.Transition.StepList
}

// keyOf returns the key of the target of a transition.
func keyOf(t *sla.Transition) targetKey { return targetKey{t.Policy, t.Metric, t.StepList} }

// A stepList is a list of escalation steps. Many targets may have the same one.
type stepList struct {
	steps []*step
	named map[stepName]*step
}

// A stepName names a step of a list, as a transition does.
type stepName struct {
	label string
	nth   int
}

// A step is an escalation step.
type step struct {
	threshold threshold.Threshold
	every     time.Duration
	actions   []action
}

// An action is an action of a step.
type action struct {
	policy.Action
	id string // the same for equal ones
	destination
}

// step returns the step of a transition.
func (p *Planner) step(t *sla.Transition) (s *step, ok bool) {
	list, ok := p.steps[keyOf(t)]
	if !ok {
		return nil, false
	}
	s, ok = list.named[stepName{t.Step, t.Nth}]
	return s, ok
}

// warns reports whether a repeat of the step lies before the breach.
func (s *step) warns(allowance time.Duration, repeat int) bool {
	left := allowance - s.threshold.Of(allowance)
	return left > 0 && (repeat == 0 || s.every <= 0 || time.Duration(repeat) <= (left-1)/s.every)
}

// New returns a planner for the actions of a configuration. It reports every problem of
// cfg, and keeps no reference to it. It takes a few times what compiling cfg takes, and at most
// 64 MiB.
func New(cfg *policy.Config, options Options) (*Planner, error) {
	set, err := cfg.Compile(businesshours.Options{Location: options.Location})
	if err != nil {
		return nil, err
	}
	p := &Planner{
		directory: options.Directory, location: options.Location, schedules: set,
		steps: make(map[targetKey]*stepList), policyNames: make(map[string]string),
	}
	if p.location == nil {
		p.location = time.LoadLocation
	}
	if options.Hours != "" {
		var ok bool
		if p.hours, ok = set.Calendar(options.Hours); !ok {
			return nil, fmt.Errorf("alert: unknown schedule %q", options.Hours)
		}
	}
	finder := steps.NewFinder(cfg)
	var known listCache
	for i := range cfg.Policies {
		q := &cfg.Policies[i]
		p.policyNames[q.ID] = q.ID
		if q.Name != "" {
			p.policyNames[q.ID] = q.Name
		}
		for metric, target := range q.Targets {
			lists, _ := finder.Lists(q, &target)
			for number, list := range lists {
				p.steps[targetKey{q.ID, metric, number}] = known.stepList(list)
			}
		}
	}
	return p, nil
}

// A listCache makes each list of steps of a configuration once, by its first step and length.
type listCache map[*policy.Escalation]map[int]*stepList

// stepList returns the list of valid steps.
func (c *listCache) stepList(list []policy.Escalation) *stepList {
	if len(list) == 0 {
		return new(stepList)
	}
	first := &list[0]
	made, ok := (*c)[first][len(list)]
	if ok {
		return made
	}
	if *c == nil {
		*c = make(listCache)
	}
	if (*c)[first] == nil {
		(*c)[first] = make(map[int]*stepList)
	}
	made = newStepList(list)
	(*c)[first][len(list)] = made
	return made
}

// newStepList makes a list of valid steps.
func newStepList(list []policy.Escalation) *stepList {
	l := &stepList{named: make(map[stepName]*step, len(list))}
	for _, e := range steps.Name(list) {
		at, _ := threshold.Parse(e.At)
		s := &step{threshold: at, every: e.Every}
		for _, a := range e.Do {
			a = clone(a).(policy.Action)
			d := destinationOf(a)
			sum := sha256.Sum256([]byte(d.action))
			s.actions = append(s.actions, action{a, hex.EncodeToString(sum[:4]), d})
		}
		l.steps = append(l.steps, s)
		l.named[stepName{e.Label, e.Nth}] = s
	}
	return l
}

// clone returns a deep copy of a part of an action.
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

// ErrWrongTransition is returned for a transition of another issue, and for one that was
// read from JSON and so lacks what its ID is made of. Pass transitions on as they come from
// an evaluation, a track or a watcher.
var ErrWrongTransition = errors.New("alert: not a transition of the issue, or one read from JSON")

// ErrUnknownStep is returned for a step that is not in the planner's configuration. The
// transition was made under another configuration; use the planner of that one.
var ErrUnknownStep = errors.New("alert: unknown step")

// Alerts returns the alerts of a transition, one for each action of its step, in the order of
// the configuration. For a transition other than a step it returns none. The errors are
// [ErrWrongTransition], [ErrUnknownStep], [ErrTooManyRecipients] and those of the [Directory].
//
// The alerts are in valid UTF-8, and the texts of the issue and of recipients are cut to the
// limits of this package, [MaxTitle] and others. So the alerts of a transition take at most
// 64 MiB, however long what customers wrote is.
//
// Result tells how the clocks of the issue stand, for the texts of messages. It may be as of
// the transition's instant or later: from [sla.Engine.EvaluateAt], [sla.Track.ResultAt] or
// watch.Watcher.ResultAt. It may be the zero Result; messages then name the step, and
// do not say when the clock is due. [Planner.Check] adds that when the alert is sent.
func (p *Planner) Alerts(ctx context.Context, t sla.Transition, issue Issue, result sla.Result) ([]Alert, error) {
	if t.Kind != sla.KindEscalated {
		return nil, nil
	}
	if t.IssueID == "" || t.IssueID != issue.ID || t.TargetSeq == 0 || value.CheckText(issue.ID) != nil {
		return nil, fmt.Errorf("%w: issue %s, transition of issue %s", ErrWrongTransition, strict.Quote(issue.ID), strict.Quote(t.IssueID))
	}
	step, ok := p.step(&t)
	if !ok {
		return nil, fmt.Errorf("%w: policy %s, %s, step %s", ErrUnknownStep, strict.Quote(t.Policy), strict.Quote(t.Metric), strict.Quote(t.Step))
	}
	clock, found := findClock(&result, &t)
	short := issue.bounded()
	alerts := make([]Alert, 0, len(step.actions))
	id := t.ID()
	seen := make(map[string]int)
	people := 0
	for _, action := range step.actions {
		a := Alert{
			ID: id + "-" + actionID(action.id, seen), At: p.sendAt(action.Action, t.At.UTC()), Type: action.Type(),
			Issue: short, Transition: t, PolicyName: p.policyNames[t.Policy], Action: clone(action.Action).(policy.Action),
		}
		if found == clockFound {
			a.Clock = new(clock)
		}
		if err := p.address(ctx, &a, issue); err != nil {
			return nil, fmt.Errorf("alert: %s: %w", a.ID, err)
		}
		if people += len(a.Recipients); people > maxCopies*MaxRecipients {
			return nil, fmt.Errorf("%w: more than %d in all", ErrTooManyRecipients, maxCopies*MaxRecipients)
		}
		a.Zone = p.zoneOf(&a)
		alerts = append(alerts, a)
	}
	return alerts, nil
}

// actionID returns a text that names an action among those of its step. It counts equal
// actions in seen.
func actionID(id string, seen map[string]int) string {
	seen[id]++
	if seen[id] > 1 {
		id += "-" + strconv.Itoa(seen[id])
	}
	return id
}

// address sets the recipients and the channel of an alert of an issue.
func (p *Planner) address(ctx context.Context, a *Alert, issue Issue) (err error) {
	switch a.Type {
	case policy.ActionSlack:
		channel, _ := a.Action["channel"].(string)
		a.Channel = "slack:" + channel
		a.Recipients, err = p.recipients(ctx, a, issue, "mentions")
	case policy.ActionEmail:
		a.Recipients, err = p.recipients(ctx, a, issue, "to")
		a.Channel = "email:" + strings.Join(addresses(a.Recipients), ",")
	case policy.ActionWebhook:
		url, _ := a.Action["url"].(string)
		a.Channel = "webhook:" + url
	}
	return err
}

// sendAt returns the earliest instant at or after at when an action may be carried out.
// Messages to people wait for their hours, unless the action is urgent.
func (p *Planner) sendAt(action policy.Action, at time.Time) time.Time {
	if urgent, _ := action["urgent"].(bool); urgent {
		return at
	}
	hours := p.hoursOf(action)
	if hours == nil {
		return at
	}
	if open, err := hours.NextOpen(at); err == nil {
		return open
	}
	return at
}

// hoursOf returns the hours in which people get the messages of an action, or nil if they get
// them at any time.
func (p *Planner) hoursOf(action policy.Action) *businesshours.Calendar {
	switch action.Type() {
	case policy.ActionSlack, policy.ActionEmail:
	default:
		return nil
	}
	if name, ok := action["hours"].(string); ok {
		hours, _ := p.schedules.Calendar(name)
		return hours
	}
	return p.hours
}

// zoneOf returns the name of the time zone for the messages of an alert, as documented at
// [Alert.Zone].
func (p *Planner) zoneOf(a *Alert) string {
	if a.Type == policy.ActionEmail {
		if zone := commonZone(a.Recipients); zone != "" {
			if _, err := p.location(zone); err == nil {
				return zone
			}
		}
	}
	var zone string
	if a.Clock != nil {
		if calendar, ok := p.schedules.Calendar(a.Clock.Schedule); ok {
			zone = calendar.Location().String()
		}
	}
	if a.Clock == nil || a.Clock.Schedule == businesshours.Always {
		if hours := p.hoursOf(a.Action); hours != nil && hours.Name() != businesshours.Always {
			zone = hours.Location().String()
		}
	}
	return zone
}

// commonZone returns the time zone that all recipients have, or "" if they do not all have
// the same one.
func commonZone(list []Recipient) string {
	if len(list) == 0 {
		return ""
	}
	for _, r := range list {
		if r.Zone != list[0].Zone {
			return ""
		}
	}
	return list[0].Zone
}
