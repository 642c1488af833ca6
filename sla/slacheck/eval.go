package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla"
)

// eval evaluates the issues of files.
func eval(args []string, stdin io.Reader, stdout, stderr io.Writer, present clock.Source) error {
	c := newCommand(evalUsage)
	c.takesIssues()
	transitions := c.Bool("transitions", false, "print transitions too")
	if err := c.parse(args, stdout); err != nil {
		return err
	}
	engine, at, err := c.engine(present)
	if err != nil {
		return err
	}

	out := bufio.NewWriterSize(stdout, 1<<16)
	evaluated, failed := 0, 0
	err = forEach(c.Args(), stdin, func() func(*line) {
		var result sla.Result
		return func(l *line) { l.out, l.err = evaluate(engine, &result, l.text, at, *transitions) }
	}, func(l *line) error {
		if l.err != nil {
			failed++
			report(stderr, fmt.Sprintf("%s:%d", l.file, l.number), l.err)
			return nil
		}
		evaluated++
		_, err := out.Write(l.out)
		return err
	})
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	switch {
	case err != nil:
		return err
	case evaluated == 0 && failed > 1:
		fmt.Fprintln(stderr, "slacheck: no line is an issue; eval reads one issue a line, and explain one that takes many")
	case evaluated == 0 && failed == 0:
		fmt.Fprintln(stderr, "slacheck: no issues")
	}
	if failed > 0 {
		return errFailed
	}
	return nil
}

// report prints each problem that err is or joins on a line of its own.
func report(w io.Writer, where string, err error) {
	problems, more := strict.List(err)
	for _, e := range problems {
		e.Line = 0 // where says it
		fmt.Fprintf(w, "%s: %v\n", where, e)
	}
	if more > 0 {
		fmt.Fprintf(w, "%s: and %d more problems\n", where, more)
	}
}

// evaluate evaluates one issue and returns its line of output.
func evaluate(engine *sla.Engine, result *sla.Result, text []byte, at time.Time, transitions bool) ([]byte, error) {
	issue, err := readIssue(text)
	if err != nil {
		return nil, err
	}
	if err := engine.EvaluateInto(result, *issue, asOf(issue, at)); err != nil {
		return nil, err
	}
	return outputLine(issue.ID, result, transitions)
}

// asOf returns at, or if that is zero the creation of an issue. That of one that has none
// is any instant: evaluating it says what is missing.
func asOf(issue *sla.Issue, at time.Time) time.Time {
	if at.IsZero() {
		at = issue.CreatedAt
	}
	if at.IsZero() {
		at = businesshours.Earliest
	}
	return at
}

// outputLine returns the line of output of one issue.
func outputLine(id string, r *sla.Result, transitions bool) ([]byte, error) {
	text, err := json.Marshal(id)
	if err != nil {
		return nil, err
	}
	b := append([]byte(`{"issue":`), text...)
	b = appendList(b, "clocks", r.Clocks, (*sla.Clock).AppendJSON)
	if transitions {
		b = appendList(b, "transitions", r.Transitions, (*sla.Transition).AppendJSON)
	}
	b = append(b, `,"next_check":`...)
	if r.NextCheck.IsZero() {
		return append(b, "null}\n"...), nil
	}
	b = r.NextCheck.AppendFormat(append(b, '"'), time.RFC3339Nano)
	return append(b, "\"}\n"...), nil
}

// appendList appends a field with a list of values.
func appendList[T any](b []byte, name string, list []T, appendJSON func(*T, []byte) []byte) []byte {
	b = append(append(append(b, `,"`...), name...), `":[`...)
	for i := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendJSON(&list[i], b)
	}
	return append(b, ']')
}

// readIssue reads an issue, or an object that has one under "issue".
func readIssue(text []byte) (*sla.Issue, error) {
	if bytes.Contains(text, []byte(`"issue"`)) { // most issues never say so
		r := strict.NewReader(text)
		issue := ""
		r.Map(func(key string) {
			raw, _ := r.Raw()
			if key == "issue" {
				issue = raw
			}
		})
		err := r.Close()
		if issue != "" && err != nil {
			return nil, err
		}
		if issue != "" {
			text = []byte(issue)
		}
	}
	i := new(sla.Issue)
	if err := i.UnmarshalJSON(text); err != nil {
		return nil, err
	}
	return i, nil
}
