package slatest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
	"github.com/punctualgo/punctual/sla/slatest"
)

var ann = alert.Recipient{Name: "Ann", Email: "ann@example.com", Slack: "U024BE7LH", Zone: "Europe/Berlin"}

// answers returns a directory in which the assignees of issue I are those given.
func answers(list ...alert.Recipient) alert.DirectoryFunc {
	return func(_ context.Context, role string, issue alert.Issue, _ sla.Transition) ([]alert.Recipient, error) {
		if role == policy.RoleAssignee && issue.ID == "I" {
			return list, nil
		}
		return nil, nil
	}
}

func TestCheckDirectory(t *testing.T) {
	change := func(change func(r *alert.Recipient)) alert.Directory {
		r := ann
		change(&r)
		return answers(r)
	}
	var asked, nobody, others atomic.Int32
	for _, tt := range []struct {
		name      string
		directory alert.Directory
		want      string // of the failure
	}{
		{"right", answers(ann, alert.Recipient{Slack: "S0614TZR7"}), ""},
		{"nobody", answers(), ""},
		{"nobody, in two ways", alert.DirectoryFunc(func(context.Context, string, alert.Issue, sla.Transition) ([]alert.Recipient, error) {
			if nobody.Add(1)%2 == 0 {
				return nil, nil
			}
			return []alert.Recipient{}, nil
		}), ""},
		{"no address", change(func(r *alert.Recipient) { r.Email = "ann" }), `"ann": mail:`},
		{"name in the address", change(func(r *alert.Recipient) { r.Email = "Ann <ann@example.com>" }), "the name goes into Name"},
		{"no Slack ID", change(func(r *alert.Recipient) { r.Slack = "@ann" }), `"@ann" is not a Slack ID`},
		{"no zone", change(func(r *alert.Recipient) { r.Zone = "Berlin" }), "unknown time zone Berlin"},
		{"zone of the machine", change(func(r *alert.Recipient) { r.Zone = "Local" }), "depends on the machine"},
		{"not to be reached", answers(alert.Recipient{Name: "Ann"}), "neither an address nor a Slack ID"},
		{"named twice", answers(ann, ann), "names"},
		{"another answer each time", alert.DirectoryFunc(func(context.Context, string, alert.Issue, sla.Transition) ([]alert.Recipient, error) {
			if asked.Add(1)%2 == 0 {
				return nil, nil
			}
			return []alert.Recipient{ann}, nil
		}), "asked again"},
		{"others each time", alert.DirectoryFunc(func(context.Context, string, alert.Issue, sla.Transition) ([]alert.Recipient, error) {
			return []alert.Recipient{{Email: fmt.Sprintf("agent%d@example.com", others.Add(1))}}, nil
		}), "asked again"},
		{"nobody on the late shift", alert.DirectoryFunc(func(_ context.Context, _ string, _ alert.Issue, tr sla.Transition) ([]alert.Recipient, error) {
			if tr.At.Hour() >= 10 {
				return nil, errors.New("nobody is there")
			}
			return nil, nil
		}), "nobody is there"},
		{"panic", alert.DirectoryFunc(func(_ context.Context, _ string, issue alert.Issue, _ sla.Transition) ([]alert.Recipient, error) {
			return []alert.Recipient{{Email: issue.Fields["owner"][:1] + "@example.com"}}, nil
		}), "panic: runtime error"},
		{"error", alert.DirectoryFunc(func(context.Context, string, alert.Issue, sla.Transition) ([]alert.Recipient, error) {
			return nil, errors.New("no connection")
		}), "no connection"},
		{"everybody", alert.DirectoryFunc(func(context.Context, string, alert.Issue, sla.Transition) ([]alert.Recipient, error) {
			return []alert.Recipient{ann}, nil
		}), "does not exist"},
		{"changes the issue", alert.DirectoryFunc(func(_ context.Context, _ string, issue alert.Issue, _ sla.Transition) ([]alert.Recipient, error) {
			if issue.ID == "I" {
				delete(issue.Fields, "team")
			}
			return nil, nil
		}), "the issue was changed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			issues := []alert.Issue{{ID: "J"}, {ID: "I", Fields: map[string]string{"team": "tier1"}}}
			got := failure(func(t slatest.T) { slatest.CheckDirectory(t, tt.directory, issues, "lead") })
			if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("fails with %q, want %q", got, tt.want)
			}
		})
	}
}
