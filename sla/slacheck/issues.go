package main

import (
	"fmt"

	"github.com/punctualgo/punctual/sla"
)

// forEachIssue adds the issues in files to tallies, in parallel, and calls emit with what add
// returned for each, in the order of the input. Each goroutine calls newAdd for a function of
// its own, which must not keep the issue. Lines that are no issues are reported; the error is then errReported.
func forEachIssue[T any](args []string, env environment, newAdd func() func(sla.Issue) (T, error), emit func(T) error) error {
	files, err := inputFiles(args)
	if err != nil {
		return err
	}
	newWorker := func() func(*line) {
		add, decoder := newAdd(), newDecoder()
		return func(l *line) {
			issue, err := decoder.Decode(l.text)
			if err == nil {
				l.value, err = add(*issue)
			}
			if l.err = err; err == nil {
				l.text = nil
			}
		}
	}
	p := newProgress(env, files)
	failed := 0
	err = forEachLine(input{files, env.stdin, &p.read}, newWorker, func(l *line) error {
		p.add()
		if l.err != nil {
			failed++
			p.end()
			printProblems(env, l)
			return nil
		}
		return emit(l.value.(T))
	})
	p.end()
	switch {
	case err != nil:
		return err
	case failed > 0:
		fmt.Fprintf(env.stderr, "slacheck: %d of %d issues are left out\n", failed, p.done)
		return errReported
	}
	return nil
}

// none is what is known of an issue that was added to a tally.
type none struct{}

func ignore(none) error { return nil }
