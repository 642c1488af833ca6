package main

import (
	"errors"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/problem"
	"github.com/punctualgo/punctual/sla"
)

// newDecoder returns a decoder of issues, and of objects that have one under "issue".
func newDecoder() *sla.Decoder { return &sla.Decoder{Field: "issue"} }

// asOf returns the instant to evaluate an issue as of: at or, if that is zero, when the
// issue was created. An issue without a creation time is invalid, which evaluating it as
// of any instant reports.
func asOf(issue *sla.Issue, at time.Time) time.Time {
	if at.IsZero() {
		at = issue.CreatedAt
	}
	if at.IsZero() {
		at = businesshours.Earliest
	}
	return at
}

// addLines returns err with the line of each problem in text, which has the issue. It
// returns an error that is not about the issue as it is.
func addLines(text []byte, err error) error {
	if _, ok := errors.AsType[*problem.Error](err); !ok {
		return err
	}
	problems, more := strict.List(err)
	paths := []string{"issue"}
	for _, e := range problems {
		paths = append(paths, e.Path, strict.Join("issue", e.Path))
	}
	lines := strict.Lines(text, paths)
	var all strict.Problems
	for _, e := range problems {
		path := e.Path
		if lines["issue"] > 0 { // the text has the issue under "issue"
			path = strict.Join("issue", path)
		}
		for lines[path] == 0 { // a missing field has no line
			path = strict.Parent(path)
		}
		all.AddError("", &problem.Error{Line: lines[path], Path: e.Path, Err: e.Err})
	}
	all.More(more)
	return all.Err()
}
