package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/punctualgo/punctual/sla/report"
	"github.com/punctualgo/punctual/sla/whatif"
)

const mergeUsage = "slacheck merge [-format FORMAT] PART.json…\n"

// merge joins accumulators that other commands have printed as parts.
func merge(args []string, env environment) error {
	c := newCommand(mergeUsage)
	format := c.addFormatFlag()
	if err := c.parseFiles(args, env.stdout); err != nil {
		return err
	}
	if err := checkFormat(*format); err != nil {
		return err
	}
	var total tally
	var backtest *whatif.Backtest
	for _, file := range c.Args() {
		text, err := readFile(file, env.stdin)
		if err != nil {
			return err
		}
		if backtest, total, err = mergePart(text, backtest, total); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	if backtest == nil {
		return printTally(env.stdout, *format, total, total.result())
	}
	out := bufio.NewWriter(env.stdout)
	w := new(flipWriter)
	if *format == "json" {
		w.json = out
	}
	result := backtest.Result()
	return errors.Join(w.end(result), printBacktest(out, *format, backtest, result), out.Flush())
}

// mergePart adds a part to those that were read, of which there are none at first.
func mergePart(text []byte, backtest *whatif.Backtest, total tally) (*whatif.Backtest, tally, error) {
	kind, err := report.KindOf(text)
	if err != nil {
		return nil, nil, errors.New("is not a part, as report, held, targets and whatif print with -format part")
	}
	if kind == whatif.Kind {
		b := new(whatif.Backtest)
		if err := json.Unmarshal(text, b); err != nil {
			return nil, nil, err
		}
		switch {
		case total != nil:
			return nil, nil, report.ErrOther
		case backtest == nil:
			return b, nil, nil
		}
		return backtest, nil, backtest.Merge(b)
	}
	t, err := readTally(kind, text)
	switch {
	case err != nil:
		return nil, nil, err
	case backtest != nil:
		return nil, nil, report.ErrOther
	case total == nil:
		return nil, t, nil
	}
	return nil, total, total.merge(t)
}

// readTally reads an accumulator of package report.
func readTally(kind string, text []byte) (tally, error) {
	switch kind {
	case "report":
		a := new(report.Accumulator)
		return reportTally{a}, json.Unmarshal(text, a)
	case "held":
		a := new(report.HeldAccumulator)
		return heldTally{a}, json.Unmarshal(text, a)
	case "targets":
		a := new(report.TargetsAccumulator)
		return targetsTally{a}, json.Unmarshal(text, a)
	}
	return nil, fmt.Errorf("unknown kind of part %q", kind)
}
