// Package breaches has the service by which an embeddable desk on SQL finds breaches, with
// Punctual behind it: ApplyPolicy gives a ticket a policy and its deadlines, and CheckBreaches
// records what has been breached since it was last called. escalated-go has it in this form.
//
// The two methods stay as they are, so that callers do not change. What changes is in the table
// of the README.
package breaches

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A Policy is a row of the host's table of policies: hours by priority.
type Policy struct {
	ID                 int64
	FirstResponseHours map[string]float64
	ResolutionHours    map[string]float64
}

// A Ticket is a row of the host's table of tickets, with one more column: NextCheck.
type Ticket struct {
	ID        int64
	CreatedAt time.Time
	Priority  string // when it was created
	PolicyID  int64  // 0 if it has none

	// What the service writes. The instants are nil where nothing is due.
	FirstResponseDueAt *time.Time
	ResolutionDueAt    *time.Time
	Breached           bool

	// NextCheck is the next instant at which something changes if nothing happens. It is nil
	// if there is none. Put an index on it.
	NextCheck *time.Time
}

// An Activity is a row of the host's table of what happened to a ticket.
type Activity struct {
	ID     int64
	At     time.Time
	Kind   string // "reply" of an agent, "message" of the customer, "status" or "priority"
	Value  string // the new status or priority
	Author string
}

// A Breach is recorded once. ID is unique and stays the same, however often a ticket is
// evaluated.
type Breach struct {
	ID       string
	TicketID int64
	Metric   string    // "first_response" or "resolution"
	At       time.Time // when it came, not when it was found
}

// A Store is the host's database.
type Store interface {
	Ticket(ctx context.Context, id int64) (*Ticket, error)

	// Activities returns what happened to a ticket.
	Activities(ctx context.Context, ticketID int64) ([]Activity, error)

	// Due returns tickets whose NextCheck is not after now, and whose ID is greater than
	// after, by ID: at most limit.
	Due(ctx context.Context, now time.Time, after int64, limit int) ([]*Ticket, error)

	// Save writes what the service writes of a ticket, and breaches, in one transaction. It
	// leaves out breaches whose ID is there already, and returns how many were new.
	Save(ctx context.Context, t *Ticket, breaches []Breach) (int, error)
}

// A Service gives tickets their deadlines and finds breaches. It is safe for concurrent use,
// also in several processes.
type Service struct {
	store  Store
	engine *sla.Engine
	clock  clock.Source
}

// New returns a service for policies. Hours count on a schedule, or around the clock if it is
// the zero value; the host's count around the clock. Make a new service when policies change.
func New(store Store, policies []Policy, hours businesshours.Schedule, present clock.Source) (*Service, error) {
	engine, err := sla.New(config(policies, hours), sla.Options{})
	if err != nil {
		return nil, err
	}
	return &Service{store, engine, present}, nil
}

// statuses are the host's, with what they mean for a clock.
var statuses = map[string]policy.Category{
	"open": policy.Open, "in_progress": policy.Open, "waiting_on_agent": policy.Open, "escalated": policy.Open, "reopened": policy.Open,
	"waiting_on_customer": policy.Pending, "resolved": policy.Resolved, "closed": policy.Resolved,
	"new": policy.Open, "*": policy.Open,
}

// config returns the host's policies as a configuration.
func config(policies []Policy, hours businesshours.Schedule) *policy.Config {
	cfg := &policy.Config{Statuses: statuses}
	if hours.Name != "" {
		cfg.Schedules = []businesshours.Schedule{hours}
		cfg.Defaults.Schedule = policy.Use(hours.Name)
	}
	for _, p := range policies {
		id := strconv.FormatInt(p.ID, 10)
		targets := make(map[string]policy.Target)
		for metric, byPriority := range map[string]map[string]float64{policy.FirstResponse: p.FirstResponseHours, policy.Resolution: p.ResolutionHours} {
			if len(byPriority) > 0 {
				targets[metric] = target(byPriority)
			}
		}
		if len(targets) > 0 {
			cfg.Policies = append(cfg.Policies, policy.Policy{ID: id, When: new(policy.If("policy", policy.Eq, id)), Targets: targets})
		}
	}
	return cfg
}

// target returns hours by priority as a target.
func target(byPriority map[string]float64) policy.Target {
	values := make(map[string]time.Duration)
	for priority, hours := range byPriority {
		values[priority] = time.Duration(hours * float64(time.Hour))
	}
	return policy.WithinBy("priority", values, 0)
}

// ApplyPolicy gives a ticket a policy. Its clocks count from the creation of the ticket, so
// that a policy that is applied again, or late, moves no deadline.
func (s *Service) ApplyPolicy(ctx context.Context, ticketID, policyID int64) error {
	t, err := s.store.Ticket(ctx, ticketID)
	if err != nil || t == nil {
		return err
	}
	t.PolicyID = policyID
	_, err = s.check(ctx, t)
	return err
}

// Changed is to be called when something has happened to a ticket, after the activity was
// stored. The host had no need for it, because its deadlines never move.
func (s *Service) Changed(ctx context.Context, ticketID int64) error {
	t, err := s.store.Ticket(ctx, ticketID)
	if err != nil || t == nil {
		return err
	}
	_, err = s.check(ctx, t)
	return err
}

// CheckBreaches records all breaches that have come by now, and returns how many were new. Call
// it every minute, or so; what it finds does not depend on when.
func (s *Service) CheckBreaches(ctx context.Context) (int, error) {
	const limit = 200 // tickets at once
	found, after := 0, int64(0)
	for {
		tickets, err := s.store.Due(ctx, s.clock.Now(), after, limit)
		if err != nil || len(tickets) == 0 {
			return found, err
		}
		for _, t := range tickets {
			n, err := s.check(ctx, t)
			if err != nil {
				return found, fmt.Errorf("ticket %d: %w", t.ID, err)
			}
			found += n
			after = t.ID
		}
	}
}

// check evaluates a ticket and saves what comes of it.
func (s *Service) check(ctx context.Context, t *Ticket) (int, error) {
	activities, err := s.store.Activities(ctx, t.ID)
	if err != nil {
		return 0, err
	}
	result, err := s.engine.EvaluateAt(issue(t, activities), s.clock.Now())
	if err != nil {
		return 0, err
	}
	t.FirstResponseDueAt, t.ResolutionDueAt = due(&result, policy.FirstResponse), due(&result, policy.Resolution)
	t.NextCheck = pointer(result.NextCheck)
	var breaches []Breach
	for i := range result.Transitions {
		if tr := &result.Transitions[i]; tr.Kind == sla.KindBreached {
			breaches = append(breaches, Breach{tr.ID(), t.ID, tr.Metric, tr.At})
		}
	}
	t.Breached = t.Breached || len(breaches) > 0
	return s.store.Save(ctx, t, breaches)
}

// issue returns a ticket as an issue.
func issue(t *Ticket, activities []Activity) sla.Issue {
	i := sla.Issue{
		ID: strconv.FormatInt(t.ID, 10), CreatedAt: t.CreatedAt,
		Attributes: map[string]any{"priority": t.Priority, "policy": strconv.FormatInt(t.PolicyID, 10)},
	}
	for _, a := range activities {
		var e sla.Event
		switch a.Kind {
		case "reply":
			e = sla.MessageFrom(sla.Agent, a.At)
		case "message":
			e = sla.MessageFrom(sla.Customer, a.At)
		case "status", "priority":
			e = sla.SetAttribute(a.Kind, a.Value, a.At)
		default:
			continue
		}
		e.ID, e.By = strconv.FormatInt(a.ID, 10), a.Author
		i.Events = append(i.Events, e)
	}
	return i
}

// due returns when the clock of a metric is due, if it is open.
func due(r *sla.Result, metric string) *time.Time {
	if c, ok := r.Clock(metric); ok && c.Open() {
		return pointer(c.DueAt)
	}
	return nil
}

// pointer returns a column for an instant that may be absent.
func pointer(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
