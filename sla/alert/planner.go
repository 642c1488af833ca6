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
	"github.com/punctualgo/punctual/internal/slackid"
	"github.com/punctualgo/punctual/internal/steps"
	"github.com/punctualgo/punctual/internal/threshold"
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
	steps       map[stepKey]*step
	targets     map[targetKey][]*step
	policyNames map[string]string // by ID
}

// A targetKey names the targets of a policy for a metric that have one list of steps.
type targetKey struct {
	policy, metric string
	list           int // as in sla.Transition.StepList
}

// A stepKey names an escalation step of a configuration, as a transition does.
type stepKey struct {
	targetKey
	name string
	nth  int
}

// keyOf returns the key of the step of a transition.
func keyOf(t *sla.Transition) stepKey {
	return stepKey{targetKey{t.Policy, t.Metric, t.StepList}, t.Step, t.Nth}
}

// A step is an escalation step.
type step struct {
	threshold threshold.Threshold
	every     time.Duration
	actions   []policy.Action
}

// warns reports whether a repeat of the step lies before the breach.
func (s *step) warns(allowance time.Duration, repeat int) bool {
	left := allowance - s.threshold.Of(allowance)
	return left > 0 && (repeat == 0 || s.every <= 0 || time.Duration(repeat) <= (left-1)/s.every)
}

// New returns a planner for the actions of a configuration. It reports every problem of
// cfg, and keeps no reference to it.
func New(cfg *policy.Config, options Options) (*Planner, error) {
	set, err := cfg.Compile(businesshours.Options{Location: options.Location})
	if err != nil {
		return nil, err
	}
	p := &Planner{
		directory: options.Directory, location: options.Location, schedules: set,
		steps: make(map[stepKey]*step), targets: make(map[targetKey][]*step), policyNames: make(map[string]string),
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
	for i := range cfg.Policies {
		q := &cfg.Policies[i]
		p.policyNames[q.ID] = q.ID
		if q.Name != "" {
			p.policyNames[q.ID] = q.Name
		}
		for metric, target := range q.Targets {
			lists, _ := steps.Lists(cfg, q, &target)
			for number, list := range lists {
				p.addSteps(targetKey{q.ID, metric, number}, list)
			}
		}
	}
	return p, nil
}

// addSteps adds a list of steps, which are valid.
func (p *Planner) addSteps(key targetKey, list []policy.Escalation) {
	for _, e := range steps.Name(list) {
		at, _ := threshold.Parse(e.At)
		s := &step{threshold: at, every: e.Every}
		for _, action := range e.Do {
			s.actions = append(s.actions, clone(action).(policy.Action))
		}
		p.steps[stepKey{key, e.Label, e.Nth}] = s
		p.targets[key] = append(p.targets[key], s)
	}
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
// [ErrWrongTransition], [ErrUnknownStep] and those of the [Directory].
//
// Result tells how the clocks of the issue stand, for the texts of messages. It may be as of
// the transition's instant or later: from [sla.Engine.EvaluateAt], [sla.Track.ResultAt] or
// watch.Watcher.ResultAt. It may be the zero Result; messages then name the step, and
// do not say when the clock is due. [Planner.Check] adds that when the alert is sent.
func (p *Planner) Alerts(ctx context.Context, t sla.Transition, issue Issue, result sla.Result) ([]Alert, error) {
	if t.Kind != sla.KindEscalated {
		return nil, nil
	}
	if t.IssueID == "" || t.IssueID != issue.ID || t.TargetSeq == 0 {
		return nil, fmt.Errorf("%w: issue %q, transition of issue %q", ErrWrongTransition, issue.ID, t.IssueID)
	}
	step, ok := p.steps[keyOf(&t)]
	if !ok {
		return nil, fmt.Errorf("%w: policy %q, %s, step %q", ErrUnknownStep, t.Policy, t.Metric, t.Step)
	}
	var alerts []Alert
	id := t.ID()
	seen := make(map[string]int)
	for _, action := range step.actions {
		a := Alert{
			ID: id + "-" + actionID(action, seen), At: p.sendAt(action, t.At.UTC()), Type: action.Type(),
			Issue: issue, Transition: t, PolicyName: p.policyNames[t.Policy], Action: clone(action).(policy.Action),
		}
		if c, found := findClock(&result, &t); found == clockFound {
			a.Clock = &c
		}
		if err := p.address(ctx, &a); err != nil {
			return nil, fmt.Errorf("alert: %s: %w", a.ID, err)
		}
		a.Zone = p.zoneOf(&a)
		alerts = append(alerts, a)
	}
	return alerts, nil
}

// actionID returns a short text that names an action among those of its step. It counts
// equal actions in seen.
func actionID(action policy.Action, seen map[string]int) string {
	sum := sha256.Sum256([]byte(actionText(action)))
	id := hex.EncodeToString(sum[:4])
	seen[id]++
	if seen[id] > 1 {
		id += "-" + strconv.Itoa(seen[id])
	}
	return id
}

// actionText returns an action as JSON. It is the same for an action that was stored as JSON.
func actionText(action policy.Action) string {
	text, _ := json.Marshal(action) // policy.Config.Compile has checked it
	return string(text)
}

// address sets the recipients and the channel of an alert.
func (p *Planner) address(ctx context.Context, a *Alert) (err error) {
	switch a.Type {
	case policy.ActionSlack:
		channel, _ := a.Action["channel"].(string)
		a.Channel = "slack:" + channel
		a.Recipients, err = p.recipients(ctx, a, "mentions")
	case policy.ActionEmail:
		a.Recipients, err = p.recipients(ctx, a, "to")
		a.Channel = "email:" + strings.Join(addresses(a.Recipients), ",")
	case policy.ActionWebhook:
		url, _ := a.Action["url"].(string)
		a.Channel = "webhook:" + url
	}
	return err
}

// recipients resolves the roles, addresses and Slack IDs in a field of an alert's action. It
// returns each recipient once.
func (p *Planner) recipients(ctx context.Context, a *Alert, field string) ([]Recipient, error) {
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
	for _, s := range a.Action.Texts(field) {
		switch {
		case strings.Contains(s, "@"):
			if address, err := mail.ParseAddress(s); err == nil {
				add(Recipient{Name: address.Name, Email: address.Address})
			}
		case field == "mentions" && slackid.Valid(s):
			add(Recipient{Slack: s})
		case p.directory != nil:
			list, err := p.directory.Recipients(ctx, s, a.Issue, a.Transition)
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

// addresses returns the e-mail addresses of recipients that have one.
func addresses(list []Recipient) (emails []string) {
	for _, r := range list {
		if r.Email != "" {
			emails = append(emails, r.Email)
		}
	}
	return emails
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
