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
	var total report.Tally
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
		return printTally(env.stdout, *format, total, total.Result())
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
func mergePart(text []byte, backtest *whatif.Backtest, total report.Tally) (*whatif.Backtest, report.Tally, error) {
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
	t, err := report.ReadTally(text)
	switch {
	case err != nil:
		return nil, nil, err
	case backtest != nil:
		return nil, nil, report.ErrOther
	case total == nil:
		return nil, t, nil
	}
	return nil, total, total.Merge(t)
}
