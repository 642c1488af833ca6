package timeline_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/timeline"
)

// Draw an explained issue, and write the picture to a file or a page.
func ExampleSVG() {
	cfg, err := policy.Parse([]byte(`{
	  "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}}],
	  "policies": [{"id": "standard", "schedule": "desk", "targets": {"first_response": "4h"}}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	issue := sla.Issue{ID: "ISS-42", CreatedAt: time.Date(2026, 5, 22, 19, 30, 0, 0, time.UTC)}
	x, err := engine.ExplainAt(issue, issue.CreatedAt.Add(time.Hour))
	if err != nil {
		log.Fatal(err)
	}
	svg := timeline.SVG(issue, x, timeline.Options{})
	fmt.Println(string(svg[:4]))
	// Output:
	// <svg
}
