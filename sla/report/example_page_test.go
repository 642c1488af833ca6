package report_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

// A page for the team: how many promises were kept each month, and in whose time clocks ran. It
// is one file that works offline, with charts, tables, and what every column means.
func ExampleHTML() {
	cfg, err := policy.Parse([]byte(`{"policies": [{"id": "all", "targets": {"first_response": "4h"}}]}`))
	if err != nil {
		log.Fatal(err)
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	asOf := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	trend, err := report.New(engine, report.Request{By: []string{"metric", "decided.month"}, Goal: "95%"}, asOf)
	if err != nil {
		log.Fatal(err)
	}
	held, err := report.NewHeld(engine, report.HeldRequest{Field: "assignee"}, asOf)
	if err != nil {
		log.Fatal(err)
	}
	for day := range 60 { // in a helpdesk, from its database
		at := time.Date(2026, 2, 1+day, 9, 0, 0, 0, time.UTC)
		issue := sla.Issue{ID: fmt.Sprint("ISS-", day), CreatedAt: at, Events: []sla.Event{
			sla.SetAttribute("assignee", "ann", at.Add(time.Hour)),
			sla.MessageFrom(sla.Agent, at.Add(time.Duration(day)*4*time.Minute+time.Hour)),
		}}
		if err := trend.Add(issue); err != nil {
			log.Fatal(err)
		}
		if err := held.Add(issue); err != nil {
			log.Fatal(err)
		}
	}
	dir, err := os.MkdirTemp("", "report")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	f, err := os.Create(filepath.Join(dir, "march.html"))
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	if err := report.HTML(f, "How we answered", trend.Report(), held.Held()); err != nil {
		log.Fatal(err)
	}
	fmt.Println(trend.Report().Words())
	// Output:
	// All promises, by metric and month of the decision.
}
