// Quickstart goes the whole way from promises to deadlines: a configuration, an issue
// that waits over a long weekend, and the state of its clocks as of four instants.
package main

import (
	_ "embed"
	"fmt"
	"io"
	"log"
	"os"
	"time"
	_ "time/tzdata" // for machines without zone data

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// The promises are data. They could also be written in Go, as a policy.Config.
//
//go:embed config.json
var config []byte

func main() {
	if err := run(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(out io.Writer) error {
	cfg, err := policy.Parse(config) // reports every problem, with its path and line
	if err != nil {
		return err
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		return err
	}

	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		return err
	}
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, time.May, day, hour, minute, 0, 0, newYork)
	}

	// An enterprise customer writes on the Friday before Memorial Day, at 16:30.
	issue := sla.Issue{
		ID:        "ISS-42",
		CreatedAt: at(22, 16, 30),
		Attributes: map[string]any{
			"priority":      "high",
			"customer.tier": "enterprise",
		},
		Events: []sla.Event{
			sla.MessageFrom(sla.Agent, at(26, 9, 20)), // Tuesday: the first answer
			sla.SetAttribute("status", "waiting_on_customer", at(26, 9, 21)),
			sla.MessageFrom(sla.Customer, at(26, 13, 0)),
			sla.SetAttribute("status", "open", at(26, 13, 0)),
		},
	}

	for _, moment := range []struct {
		now  time.Time
		what string
	}{
		{at(22, 16, 30), "as it comes in"},
		{at(25, 12, 0), "on Memorial Day"},
		{at(26, 11, 0), "while it waits for the customer"},
		{at(26, 15, 0), "when the customer has been waiting for two hours"},
	} {
		fmt.Fprintf(out, "%s, %s\n", moment.now.Format("Mon 2 Jan 15:04 MST"), moment.what)
		if err := show(out, engine, issue, moment.now); err != nil {
			return err
		}
		fmt.Fprintln(out)
	}
	return nil
}

// show prints the clocks of an issue as of now, and what happens next if nobody acts.
func show(out io.Writer, engine *sla.Engine, issue sla.Issue, now time.Time) error {
	result, err := engine.EvaluateAt(issue, now)
	if err != nil {
		return err
	}
	zone := now.Location()
	for _, c := range result.Clocks {
		fmt.Fprintf(out, "  %-15s %-8s %s\n", c.Metric, c.State, describe(c, zone))
	}
	if result.NextCheck.IsZero() {
		fmt.Fprintln(out, "  next: nothing until somebody acts")
		return nil
	}
	// Evaluate as of the next check. The transitions that are new are what happens then.
	next, err := engine.EvaluateAt(issue, result.NextCheck)
	if err != nil {
		return err
	}
	for _, t := range next.Transitions[len(result.Transitions):] {
		fmt.Fprintf(out, "  next: %s %s %s at %s\n", t.Metric, t.Kind, t.Step, t.At.In(zone).Format("Mon 2 Jan 15:04"))
	}
	return nil
}

// describe describes the time of a clock for people.
func describe(c sla.Clock, zone *time.Location) string {
	text := fmt.Sprintf("%v of %v left", c.Remaining, c.Target)
	if !c.Open() {
		text = fmt.Sprintf("answered after %v of %v", c.Elapsed, c.Target)
	}
	if !c.DueAt.IsZero() {
		text += ", due " + c.DueAt.In(zone).Format("Mon 2 Jan 15:04")
	}
	if c.Breached {
		text += ", breached"
	}
	return text
}
