package slatest_test

import (
	"context"
	"testing"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
	"github.com/punctualgo/punctual/sla/slatest"
)

// A host checks its directory with an issue that has an assignee and one that has none.
func ExampleCheckDirectory() {
	people := map[string]alert.Recipient{
		"ann": {Name: "Ann", Email: "ann@example.com", Slack: "U024BE7LH", Zone: "Europe/Berlin"},
	}
	directory := alert.DirectoryFunc(func(_ context.Context, role string, issue alert.Issue, _ sla.Transition) ([]alert.Recipient, error) {
		if person, ok := people[issue.Fields["assignee"]]; ok && role == policy.RoleAssignee {
			return []alert.Recipient{person}, nil
		}
		return nil, nil
	})

	// In a test file:
	_ = func(t *testing.T) {
		slatest.CheckDirectory(t, directory, []alert.Issue{
			{ID: "ISS-1", Fields: map[string]string{"assignee": "ann"}},
			{ID: "ISS-2"},
		})
	}
}
