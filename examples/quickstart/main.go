// Quickstart shows the whole way from promises to deadlines: a configuration, an
// issue that waits over a weekend, and how it stands as of four instants.
package main

import (
	_ "embed"
	"fmt"
	"io"
	"log"
	"os"
	"time"
	_ "time/tzdata" // zone data for machines that have none

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// The promises are data. They could as well be written in Go, as a policy.Config.
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
		what string
		now  time.Time
	}{
		{"as it comes in", at(22, 16, 30)},
		{"on Memorial Day", at(25, 12, 0)},
		{"while it waits for the customer", at(26, 11, 0)},
		{"when the customer has been waiting for two hours", at(26, 15, 0)},
	} {
		result, err := engine.EvaluateAt(issue, moment.now)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s, %s\n", moment.now.Format("Mon 2 Jan 15:04 MST"), moment.what)
		for _, c := range result.Clocks {
			fmt.Fprintf(out, "  %-15s %-8s %s\n", c.Metric, c.State, standing(c, newYork))
		}
		if result.NextCheck.IsZero() {
			fmt.Fprintf(out, "  nothing happens by itself\n\n")
			continue
		}
		// What happens next if nobody does anything: ask as of that instant.
		next, err := engine.EvaluateAt(issue, result.NextCheck)
		if err != nil {
			return err
		}
		for _, t := range next.Transitions[len(result.Transitions):] {
			fmt.Fprintf(out, "  next: %s %s %s at %s\n", t.Metric, t.Kind, t.Step, t.At.In(newYork).Format("Mon 2 Jan 15:04"))
		}
		fmt.Fprintln(out)
	}
	return nil
}

// standing says how a clock stands, for people.
func standing(c sla.Clock, zone *time.Location) string {
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
