package alert

import (
	"context"
	"fmt"
	"net/mail"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/internal/slackid"
	"github.com/punctualgo/punctual/policy"
)

// A recipientSet is a list of recipients that holds each once: each address, in a list for
// e-mail, or each ID in Slack. Those that have none count by name.
type recipientSet struct {
	byAddress bool
	list      []Recipient
	known     map[[2]string]bool
}

// add adds a recipient, unless it is in the list.
func (s *recipientSet) add(r Recipient) {
	id := r.Slack
	if s.byAddress {
		id = strings.ToLower(r.Email)
	}
	key := [2]string{id}
	if id == "" {
		key[1] = r.Name
	}
	if s.known[key] {
		return
	}
	if s.known == nil {
		s.known = make(map[[2]string]bool)
	}
	s.known[key] = true
	s.list = append(s.list, r)
}

// recipients resolves the roles, addresses and Slack IDs in a field of an alert's action. It
// returns each recipient once.
func (p *Planner) recipients(ctx context.Context, a *Alert, issue Issue, field string) ([]Recipient, error) {
	all := recipientSet{byAddress: a.Type == policy.ActionEmail}
	for _, s := range a.Action.Texts(field) {
		list, err := p.named(ctx, a, issue, s)
		if err != nil {
			return nil, fmt.Errorf("role %q: %w", s, err)
		}
		for _, r := range list {
			if all.add(r.bounded()); len(all.list) > MaxRecipients {
				return nil, fmt.Errorf("%w: more than %d", ErrTooManyRecipients, MaxRecipients)
			}
		}
	}
	return all.list, nil
}

// named returns the recipients that one text of an alert's action names.
func (p *Planner) named(ctx context.Context, a *Alert, issue Issue, s string) ([]Recipient, error) {
	if strings.Contains(s, "@") {
		address, err := mail.ParseAddress(s)
		if err != nil {
			return nil, nil
		}
		return []Recipient{{Name: address.Name, Email: address.Address}}, nil
	}
	if a.Type == policy.ActionSlack && slackid.Valid(s) {
		return []Recipient{{Slack: s}}, nil
	}
	if p.directory == nil {
		return nil, nil
	}
	list, err := p.directory.Recipients(ctx, s, issue, a.Transition)
	list = slices.Clone(list[:min(len(list), MaxRecipients+1)])
	for i := range list {
		list[i].Role = s
	}
	return list, err
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
