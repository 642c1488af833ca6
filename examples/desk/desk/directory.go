package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// Scopes of subscriptions. Any other is the ID of an issue.
const (
	ScopeAssigned = "assigned" // issues assigned to the person
	ScopeTeam     = "team"     // issues of the person's team
)

// Kinds and media of subscriptions.
const (
	Warning = "warning"
	Breach  = "breach"

	ByEmail = "email"
	BySlack = "slack"
)

// A lookup is what the directory needs to know of the transition that alerts are planned for.
type lookup struct {
	tx    *store.Tx
	issue *store.Issue
	kind  string // Warning or Breach
}

type lookupKey struct{}

func withLookup(ctx context.Context, tx *store.Tx, issue *store.Issue, kind string) context.Context {
	return context.WithValue(ctx, lookupKey{}, &lookup{tx, issue, kind})
}

// warns returns whether a step that was reached is a warning, or the breach or a step after it.
func warns(t *sla.Transition, result *sla.Result) string {
	for i := range result.Clocks {
		if c := &result.Clocks[i]; c.Metric == t.Metric && c.Cycle == t.Cycle && c.Policy == t.Policy {
			if c.Breached && !t.At.Before(c.BreachedAt) {
				return Breach
			}
			return Warning
		}
	}
	return Breach
}

// recipients resolves a role to people: those of them who asked to be told. It implements
// [alert.Directory]. An action for the role "assignee" tells the assignee if they have subscribed to
// issues assigned to them; "team" tells those who have subscribed to issues of their team; and
// "subscribers" tells all of these, and those who watch this issue.
func (d *Desk) recipients(ctx context.Context, role string, _ alert.Issue, _ sla.Transition) ([]alert.Recipient, error) {
	l, ok := ctx.Value(lookupKey{}).(*lookup)
	if !ok {
		return nil, errors.New("recipients: no lookup")
	}
	var scopes []string
	switch role {
	case policy.RoleAssignee:
		scopes = []string{ScopeAssigned}
	case policy.RoleTeam:
		scopes = []string{ScopeTeam}
	case policy.RoleSubscribers:
		scopes = []string{ScopeAssigned, ScopeTeam, l.issue.ID}
	case policy.RoleOwner:
		return l.leads(ctx)
	}
	var people []alert.Recipient
	for _, scope := range scopes {
		more, err := l.subscribers(ctx, scope)
		if err != nil {
			return nil, err
		}
		for _, r := range more {
			if !slices.ContainsFunc(people, func(p alert.Recipient) bool { return p.Name == r.Name && p.Email == r.Email }) {
				people = append(people, r)
			}
		}
	}
	return people, nil
}

// subscribers returns the people who subscribed with a scope, if it covers the issue.
func (l *lookup) subscribers(ctx context.Context, scope string) ([]alert.Recipient, error) {
	var subscriptions []store.Subscription
	var err error
	if scope == ScopeAssigned { // of one person
		subscriptions, err = l.tx.Subscriptions(ctx, l.issue.Assignee)
	} else {
		subscriptions, err = l.tx.Subscribers(ctx, scope)
	}
	if err != nil {
		return nil, err
	}
	media := make(map[string][]string)
	var ids []string
	for _, s := range subscriptions {
		if s.Scope != scope || s.Kind != l.kind {
			continue
		}
		if media[s.Person] == nil {
			ids = append(ids, s.Person)
		}
		media[s.Person] = append(media[s.Person], s.Medium)
	}
	var people []alert.Recipient
	for _, id := range ids {
		p, err := l.tx.Person(ctx, id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if !p.DisabledAt.IsZero() || scope == ScopeTeam && p.Team != l.issue.Team {
			continue
		}
		people = append(people, recipientOf(&p, media[id]))
	}
	return people, nil
}

// recipientOf returns a person with the addresses by which they want to be told.
func recipientOf(p *store.Person, media []string) alert.Recipient {
	r := alert.Recipient{Name: p.Name, Zone: p.Zone}
	if slices.Contains(media, ByEmail) {
		r.Email = p.Email
	}
	if slices.Contains(media, BySlack) {
		r.Slack = p.Slack
	}
	return r
}

// leads returns those who answer for the policies.
func (l *lookup) leads(ctx context.Context) ([]alert.Recipient, error) {
	all, err := l.tx.People(ctx)
	if err != nil {
		return nil, err
	}
	var people []alert.Recipient
	for _, p := range all {
		if p.Role == store.Lead && p.DisabledAt.IsZero() {
			people = append(people, recipientOf(&p, []string{ByEmail, BySlack}))
		}
	}
	return people, nil
}

// alertIssue returns what messages say about an issue.
func (d *Desk) alertIssue(issue *store.Issue) alert.Issue {
	fields := make(map[string]string)
	for name, text := range map[string]string{"priority": issue.Priority, "customer": issue.Customer, "assignee": issue.Assignee} {
		if text != "" {
			fields[name] = text
		}
	}
	return alert.Issue{ID: issue.ID, Title: issue.Title, URL: d.url + "/issues/" + issue.ID, Fields: fields}
}

// headline says in a few words what an alert is about, for the log.
func headline(a *alert.Alert) string {
	if len(a.Digest) > 0 {
		return fmt.Sprintf("digest of %d", len(a.Digest))
	}
	return a.Transition.Metric + ": " + a.Transition.Step
}
