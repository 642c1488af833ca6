package main

import (
	"bufio"
	"fmt"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla"
)

const evalUsage = "slacheck eval -config CONFIG.json [-as-of TIME] [-transitions] FILE.jsonl…\n"

// eval evaluates the issues in files, one per line.
func eval(args []string, env environment) error {
	c := newCommand(evalUsage)
	c.addConfigFlags(asOfInstantOrCreation)
	transitions := c.Bool("transitions", false, "also print transitions")
	if err := c.parseFiles(args, env.stdout); err != nil {
		return err
	}
	engine, at, err := c.engine(env.present)
	if err != nil {
		return err
	}

	out := bufio.NewWriterSize(env.stdout, 1<<16)
	evaluated, failed := 0, 0
	newWorker := func() func(*line) {
		e := evaluator{engine: engine, at: at, transitions: *transitions, decoder: newDecoder()}
		return func(l *line) { l.out, l.err = e.evaluate(l.text) }
	}
	err = forEachLine(input{files: c.Args(), stdin: env.stdin}, newWorker, func(l *line) error {
		if l.err != nil {
			failed++
			printProblems(env, l)
			return nil
		}
		evaluated++
		_, err := out.Write(l.out)
		return err
	})
	if flushErr := out.Flush(); err == nil {
		err = flushErr
	}
	switch {
	case err != nil:
		return err
	case evaluated == 0 && failed > 1:
		fmt.Fprintln(env.stderr, "slacheck: no line is an issue; eval reads one issue per line, explain reads one that spans several")
	case evaluated == 0 && failed == 0:
		fmt.Fprintln(env.stderr, "slacheck: no issues")
	}
	if failed > 0 {
		return errReported
	}
	return nil
}

// printProblems prints the problems of a line.
func printProblems(env environment, l *line) {
	document := documentError{file: l.file, number: l.number, text: l.text, err: l.err}
	document.print(env.stderr, env.terminal)
}

// An evaluator evaluates issues one after the other.
type evaluator struct {
	engine      *sla.Engine
	at          time.Time // zero for when each issue was created
	transitions bool      // print them
	decoder     *sla.Decoder
	result      sla.Result
	out         []byte // memory for lines of output
}

// roomOfLine is how much room there should be for a line of output. One that needs more is
// rare, and moved.
const roomOfLine = 1 << 12

// evaluate evaluates an issue and returns its line of output.
func (e *evaluator) evaluate(text []byte) ([]byte, error) {
	issue, err := e.decoder.Decode(text)
	if err != nil {
		return nil, err
	}
	if err := e.engine.EvaluateInto(&e.result, *issue, asOf(issue, e.at)); err != nil {
		return nil, err
	}
	if cap(e.out)-len(e.out) < roomOfLine {
		e.out = make([]byte, 0, 16*roomOfLine)
	}
	n := len(e.out)
	e.out = e.appendResult(e.out, issue.ID)
	return e.out[n:len(e.out):len(e.out)], nil
}

// appendResult appends the line of output of the issue with an ID.
func (e *evaluator) appendResult(b []byte, id string) []byte {
	r := &e.result
	b = strict.AppendText(append(b, `{"issue":`...), id)
	b = appendList(b, "clocks", r.Clocks, (*sla.Clock).AppendJSON)
	if e.transitions {
		b = appendList(b, "transitions", r.Transitions, (*sla.Transition).AppendJSON)
	}
	b = append(b, `,"next_check":`...)
	if r.NextCheck.IsZero() {
		return append(b, "null}\n"...)
	}
	b = r.NextCheck.AppendFormat(append(b, '"'), time.RFC3339Nano)
	return append(b, "\"}\n"...)
}

// appendList appends a field whose value is a list.
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
