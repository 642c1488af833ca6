package main

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

const config = `{
  "schedules": [{"name": "desk", "time_zone": "America/New_York",
                 "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"calendar": "us"}]}],
  "policies": [{"id": "standard", "schedule": "desk", "targets": {
    "first_response": {"by": "priority", "values": {"urgent": "1h"}, "default": "4h"}}}]
}`

func main() {
	cfg, err := policy.Parse([]byte(config))
	if err != nil {
		log.Fatal(err)
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	friday := time.Date(2026, 5, 22, 20, 30, 0, 0, time.UTC) // 16:30 in New York
	result, err := engine.EvaluateAt(sla.Issue{
		ID:         "ISS-42",
		CreatedAt:  friday,
		Attributes: map[string]any{"priority": "urgent"},
	}, friday.Add(10*time.Minute))
	if err != nil {
		log.Fatal(err)
	}
	c, _ := result.Clock(policy.FirstResponse)
	fmt.Println(c.State, c.Remaining, "left, due", c.DueAt) // Monday is Memorial Day
}
