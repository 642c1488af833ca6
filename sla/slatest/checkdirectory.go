package slatest

import (
	"context"
	"fmt"
	"net/mail"
	"reflect"
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/slackid"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// CheckDirectory checks a host's directory of the people that alerts go to. For every role, issue
// and step, it must not panic, must give the same answer each time, also to several callers at
// once, and must leave the issue as it is. Addresses, Slack IDs and time zones must be valid, and
// nobody may be named twice. It must cope with a context that is done, with an unknown issue, and
// with a role that does not exist.
//
// Give issues with people and issues without, and the roles that the host has beside the four of
// package policy.
func CheckDirectory(t T, directory alert.Directory, issues []alert.Issue, roles ...string) {
	t.Helper()
	d := &directoryCheck{t, directory}
	roles = append([]string{policy.RoleAssignee, policy.RoleTeam, policy.RoleSubscribers, policy.RoleOwner}, roles...)
	for _, role := range roles {
		for _, issue := range issues {
			d.check(role, issue)
		}
		d.try(context.Background(), role, alert.Issue{}, sla.Transition{}) // an error is an answer
	}
	for _, role := range []string{"", "no such role \u202e\n"} {
		if list, err := d.try(context.Background(), role, alert.Issue{ID: "no such issue"}, step("no such issue", 0)); err == nil && len(list) > 0 {
			t.Fatalf("the role %q, which does not exist, stands for %+v", role, list)
		}
	}
	done, cancel := context.WithCancel(context.Background())
	cancel()
	for _, issue := range issues {
		d.try(done, roles[0], issue, step(issue.ID, 0)) // an error is an answer
	}
}

// A directoryCheck asks a directory.
type directoryCheck struct {
	T
	alert.Directory
}

// step returns a transition of an issue that alerts are made of.
func step(issue string, n int) sla.Transition {
	return sla.Transition{
		At: nine.Add(time.Duration(n) * time.Hour), Kind: sla.KindEscalated, Metric: policy.FirstResponse, Cycle: 1, Policy: "standard",
		Step: []string{"75%", "breach", "2h after"}[n], IssueID: issue, TargetSeq: 1, Nth: 1,
	}
}

// An answer is what a directory answers.
type answer struct {
	list     []alert.Recipient
	err      error
	panicked any
}

// ask asks the directory once.
func (d *directoryCheck) ask(ctx context.Context, role string, issue alert.Issue, tr sla.Transition) (a answer) {
	defer func() {
		if p := recover(); p != nil {
			a.panicked = p
		}
	}()
	a.list, a.err = d.Recipients(ctx, role, issue, tr)
	return a
}

// try asks the directory once, and fails if it panics or takes too long.
func (d *directoryCheck) try(ctx context.Context, role string, issue alert.Issue, tr sla.Transition) ([]alert.Recipient, error) {
	d.Helper()
	answered := make(chan answer, 1)
	go func() { answered <- d.ask(ctx, role, issue, tr) }()
	select {
	case a := <-answered:
		if a.panicked != nil {
			d.Fatalf("the role %q of issue %q: panic: %v", role, issue.ID, a.panicked)
		}
		return a.list, a.err
	case <-time.After(patience):
		d.Fatalf("the role %q of issue %q: no answer within %v (the context is done: %v)", role, issue.ID, patience, ctx.Err() != nil)
		return nil, nil
	}
}

// check checks a role of an issue.
func (d *directoryCheck) check(role string, issue alert.Issue) {
	d.Helper()
	for n := range 3 {
		before := document(issue)
		first, err := d.try(context.Background(), role, issue, step(issue.ID, n))
		if err != nil {
			d.Fatalf("the role %q of issue %q: %v", role, issue.ID, err)
		}
		if document(issue) != before {
			d.Fatalf("the role %q of issue %q: the issue was changed", role, issue.ID)
		}
		first = slices.Clone(first)
		answers := make(chan answer)
		const workers = 4
		for range workers {
			go func() { answers <- d.ask(context.Background(), role, issue, step(issue.ID, n)) }()
		}
		for range workers {
			a := <-answers
			if a.err != nil || a.panicked != nil {
				err = fmt.Errorf("%v%v", a.err, a.panicked)
			} else if len(a.list)+len(first) > 0 && !reflect.DeepEqual(a.list, first) {
				err = fmt.Errorf("%+v, at first %+v", a.list, first)
			}
		}
		if err != nil {
			d.Fatalf("the role %q of issue %q, asked again: %v", role, issue.ID, err)
		}
		for i, r := range first {
			if err := checkRecipient(r); err != nil {
				d.Fatalf("the role %q of issue %q: recipient %d: %v", role, issue.ID, i, err)
			}
			if slices.Contains(first[:i], r) {
				d.Fatalf("the role %q of issue %q names %+v twice", role, issue.ID, r)
			}
		}
	}
}

// checkRecipient reports what is wrong with a recipient.
func checkRecipient(r alert.Recipient) error {
	if r.Email == "" && r.Slack == "" {
		return fmt.Errorf("%q has neither an address nor a Slack ID", r.Name)
	}
	if r.Email != "" {
		a, err := mail.ParseAddress(r.Email)
		if err != nil {
			return fmt.Errorf("%q: %w", r.Email, err)
		}
		if a.Address != r.Email {
			return fmt.Errorf("%q is not an address alone; the name goes into Name", r.Email)
		}
	}
	if r.Slack != "" && !slackid.Valid(r.Slack) {
		return fmt.Errorf("%q is not a Slack ID, such as U024BE7LH", r.Slack)
	}
	if _, err := time.LoadLocation(r.Zone); err != nil {
		return err
	}
	if r.Zone == "Local" {
		return fmt.Errorf("the zone %q depends on the machine", r.Zone)
	}
	return nil
}
