package report_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

// An issue that would count in too many groups is refused, and changes nothing. At the limit
// it counts.
func TestGroupsOfAnIssueAreBounded(t *testing.T) {
	cfg, err := policy.Parse([]byte(`{"policies": [{"id": "p", "targets": {"next_response": "1h"}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	texts := func(n int) []string {
		list := make([]string, n)
		for i := range list {
			list[i] = fmt.Sprint(i)
		}
		return list
	}
	// life returns an issue with so many records and elements of its lists.
	life := func(records, tags, labels int) sla.Issue {
		issue := sla.Issue{ID: "I", CreatedAt: start, Attributes: map[string]any{"tags": texts(tags), "labels": texts(labels)}}
		for i := range records {
			at := start.Add(time.Duration(2*i+1) * time.Minute)
			issue.Events = append(issue.Events, sla.MessageFrom(sla.Agent, at), sla.MessageFrom(sla.Customer, at.Add(time.Minute)))
		}
		return issue
	}
	for _, tt := range []struct {
		records, tags, labels int
		want                  error
	}{
		{1, 100, 100, nil},
		{1, 100, 101, report.ErrTooManyGroups},
		{1, 1000, 1000, report.ErrTooManyGroups},
		{250, 1000, 1, nil},
		{251, 1000, 1, report.ErrTooManyGroups},
	} {
		issue := life(tt.records, tt.tags, tt.labels)
		a, err := report.New(engine, report.Request{By: []string{"tags", "labels"}}, start.AddDate(0, 1, 0))
		if err != nil {
			t.Fatal(err)
		}
		before, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		err = a.Add(issue)
		after, _ := json.Marshal(a)
		if !errors.Is(err, tt.want) || (err != nil) != (string(before) == string(after)) {
			t.Errorf("%+v: %v; changed: %v", tt, err, string(before) != string(after))
		}
		targets, err := report.NewTargets(engine, report.TargetsRequest{By: []string{"tags", "labels"}, Goal: "95%"}, start.AddDate(0, 1, 0))
		if err != nil {
			t.Fatal(err)
		}
		if err := targets.Add(issue); !errors.Is(err, tt.want) {
			t.Errorf("targets, %+v: %v", tt, err)
		}
		if _, err := targets.ForecastAt(issue, start.AddDate(0, 1, 0)); tt.records == 1 && !errors.Is(err, tt.want) {
			t.Errorf("forecast, %+v: %v", tt, err)
		}
	}
	held, err := report.NewHeld(engine, report.HeldRequest{Field: "tags"}, start.AddDate(0, 1, 0))
	if err != nil {
		t.Fatal(err)
	}
	if err := held.Add(life(300, 1000, 1)); !errors.Is(err, report.ErrTooManyGroups) {
		t.Errorf("held: %v", err)
	}
	if err := held.Add(life(100, 1000, 1)); err != nil {
		t.Errorf("held: %v", err)
	}
}
