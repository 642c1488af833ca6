package timeline_test

import (
	"testing"
	"time"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/timeline"
)

// All that happens, happens at closing, so that all open hours are folded: a closed night then
// touches the folds on both sides of an instant, and they stay apart.
func TestFoldsStayApart(t *testing.T) {
	closing := time.Date(2024, 3, 11, 21, 0, 0, 0, time.UTC) // 17:00 in New York
	s := storyOf(t, "closing", `{
	  "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}}],
	  "policies": [{"id": "p", "schedule": "desk", "targets": {
	    "first_response": {"within": "1ns", "pause": {"not": {"field": "assignee", "op": "contains", "value": "e"}}},
	    "next_response": {"business_days": 0}}}]}`,
		closing.AddDate(0, 6, 18), sla.MessageFrom(sla.Customer, closing.AddDate(0, 0, 1)), sla.MessageFrom(sla.Agent, closing.AddDate(0, 0, 2)))
	s.Issue.CreatedAt, s.Issue.Attributes = closing, map[string]any{"status": "new"}
	for _, width := range []int{0, 360, 400, 640, 960, 1600} {
		checkWellFormed(t, s.draw(t, timeline.Options{Width: width}))
	}
}
