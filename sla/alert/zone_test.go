package alert_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// Times are in the zone of the renderer, or of the recipients of an e-mail, or of the schedule,
// or of the hours in which people get messages.
func TestZones(t *testing.T) {
	const config = `{
  "schedules": [
    {"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}},
    {"name": "tokyo", "time_zone": "Asia/Tokyo", "weekly": {"mon-fri": ["09:00-17:00"]}}],
  "policies": [{"id": "p", "schedule": %q, "targets": {"first_response": "1h"}, "escalations": [{"at": "breach", "do": [%s]}]}]
}`
	const slack = `{"type": "slack", "channel": "#x", "mentions": "london"}`
	for _, tt := range []struct{ name, schedule, action, hours, renderer, want string }{
		{"the schedule", "desk", slack, "", "", "America/New_York"},
		{"the schedule, not the hours", "desk", slack, "tokyo", "", "America/New_York"},
		{"around the clock", "24x7", slack, "", "", "UTC"},
		{"around the clock, told in hours", "24x7", slack, "tokyo", "", "Asia/Tokyo"},
		{"around the clock, told in hours of the action", "24x7", `{"type": "slack", "channel": "#x", "hours": "desk"}`, "tokyo", "", "America/New_York"},
		{"a recipient", "desk", `{"type": "email", "to": "london"}`, "", "", "Europe/London"},
		{"recipients who agree", "desk", `{"type": "email", "to": ["london", "leeds"]}`, "", "", "Europe/London"},
		{"recipients who do not agree", "desk", `{"type": "email", "to": ["london", "tokyo"]}`, "", "", "America/New_York"},
		{"a recipient whose zone is unknown", "desk", `{"type": "email", "to": ["london", "ann@example.com"]}`, "", "", "America/New_York"},
		{"a recipient with a bad zone", "desk", `{"type": "email", "to": "nowhere"}`, "", "", "America/New_York"},
		{"the renderer", "desk", `{"type": "email", "to": "london"}`, "", "Asia/Tokyo", "Asia/Tokyo"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			zones := map[string]string{"london": "Europe/London", "leeds": "Europe/London", "tokyo": "Asia/Tokyo", "nowhere": "Mars/Olympus"}
			directory := alert.DirectoryFunc(func(_ context.Context, role string, _ alert.Issue, _ sla.Transition) ([]alert.Recipient, error) {
				return []alert.Recipient{{Name: role, Email: role + "@example.com", Zone: zones[role]}}, nil
			})
			engine, p := newPlanner(t, fmt.Sprintf(config, tt.schedule, tt.action), alert.Options{Directory: directory, Hours: tt.hours})
			now := time.Date(2026, 3, 6, 20, 0, 0, 0, time.UTC)
			result := evaluate(t, engine, sla.Issue{ID: "ISS-1", CreatedAt: now.Add(-3 * time.Hour)}, now)
			a := alertsOf(t, p, result.Transitions[len(result.Transitions)-1], result)[0]
			if a = p.Check(a, result, a.At).Alert; tt.renderer == "" && a.Zone != tt.want {
				t.Errorf("zone %s, want %s", a.Zone, tt.want)
			}
			unknown := alertsOf(t, p, a.Transition, sla.Result{})[0] // made without a result
			if unknown = p.Check(unknown, result, a.At).Alert; unknown.Zone != a.Zone {
				t.Errorf("made without a result: zone %s, want %s", unknown.Zone, a.Zone)
			}

			var r alert.Renderer
			r.From = "desk@example.com"
			if tt.renderer != "" {
				r.Zone = location(t, tt.renderer)
			}
			a.Recipients = []alert.Recipient{{Email: "ann@example.com"}}
			e, err := r.Email(a)
			if err != nil {
				t.Fatal(err)
			}
			want := "Due:     " + result.Clocks[0].DueAt.In(location(t, tt.want)).Format("Mon 2 Jan 15:04 MST")
			if !strings.Contains(string(e.Data), want) {
				t.Errorf("zone %q: the message lacks %q:\n%s", a.Zone, want, e.Data)
			}
		})
	}
}
