package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// eval evaluates the issues of files.
func eval(args []string, stdin io.Reader, stdout, stderr io.Writer, present clock.Source) error {
	c := newCommand("eval", stderr)
	transitions := c.Bool("transitions", false, "print transitions too")
	engine, at, err := c.parse(args, present, func(files int) error {
		if files == 0 {
			return usageError("eval needs a file; \"-\" is standard input")
		}
		return nil
	})
	if err != nil {
		return err
	}

	out := bufio.NewWriterSize(stdout, 1<<16)
	failed := false
	err = forEach(c.Args(), stdin, func() func(*line) {
		var result sla.Result
		return func(l *line) { l.out, l.err = evaluate(engine, &result, l.text, at, *transitions) }
	}, func(l *line) error {
		if l.err != nil {
			failed = true
			report(stderr, fmt.Sprintf("%s:%d", l.file, l.number), l.err)
			return nil
		}
		_, err := out.Write(l.out)
		return err
	})
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	if err == nil && failed {
		err = errFailed
	}
	return err
}

// A command is one that has a configuration and an instant.
type command struct {
	*flag.FlagSet
	config, asOf *string
}

func newCommand(name string, stderr io.Writer) command {
	c := command{FlagSet: flag.NewFlagSet("slacheck "+name, flag.ContinueOnError)}
	c.SetOutput(stderr)
	c.config = c.String("config", "", "the `file` with the configuration, JSON")
	c.asOf = c.String("as-of", "now", "the `instant` as of which to do so: RFC 3339, \"created\" or \"now\"")
	return c
}

// parse reads the arguments of a command, and its configuration. The instant is zero
// for each issue's creation.
func (c *command) parse(args []string, present clock.Source, files func(int) error) (*sla.Engine, time.Time, error) {
	if err := c.Parse(args); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			err = usageError(err.Error())
		}
		return nil, time.Time{}, err
	}
	if *c.config == "" {
		return nil, time.Time{}, usageError(strings.TrimPrefix(c.Name(), "slacheck ") + " needs -config")
	}
	if err := files(c.NArg()); err != nil {
		return nil, time.Time{}, err
	}
	at, err := instant(*c.asOf, present)
	if err != nil {
		return nil, time.Time{}, err
	}
	engine, err := readConfig(*c.config)
	return engine, at, err
}

// instant returns what -as-of names; zero is each issue's creation.
func instant(asOf string, present clock.Source) (at time.Time, err error) {
	switch asOf {
	case "now":
		return present.Now(), nil
	case "created":
		return time.Time{}, nil
	}
	if at, err = strict.ParseTime(asOf); err != nil {
		err = usageError("-as-of: " + err.Error())
	}
	return at, err
}

// readConfig compiles the configuration in a file.
func readConfig(file string) (*sla.Engine, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	cfg, err := policy.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s:\n%w", file, err)
	}
	return sla.New(cfg, sla.Options{})
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
	if at.IsZero() {
		at = issue.CreatedAt
	}
	if err := engine.EvaluateInto(result, issue, at); err != nil {
		return nil, err
	}
	return outputLine(issue.ID, result, transitions)
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
