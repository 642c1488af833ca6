package sla_test

import (
	"slices"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// The hours of a clock are those that it counted on when it did, also after another target.
func TestHoursAreOfTheScheduleAtTheTime(t *testing.T) {
	at := func(text string) time.Time {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	cfg, err := policy.Parse([]byte(`{
	  "schedules": [
	    {"name": "days", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}},
	    {"name": "nights", "time_zone": "UTC", "weekly": {"mon-fri": ["18:00-23:00"]}}],
	  "on_change": "carry_over",
	  "policies": [{"id": "p", "targets": {"resolution": {
	    "within": "10h", "schedule": {"by": "team", "values": {"nights": "nights"}, "default": "days"}}}}]
	}`))
	if err != nil {
		t.Fatal(err)
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := engine.ExplainAt(sla.Issue{
		ID: "1", CreatedAt: at("2026-03-09T10:00:00Z"),
		Events: []sla.Event{{At: at("2026-03-09T20:00:00Z"), Type: sla.Update, Set: map[string]any{"team": "nights"}}},
	}, at("2026-03-10T00:00:00Z"))
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(x.Clocks, func(a sla.ClockAccount) bool { return a.Metric == policy.Resolution })
	got := slices.Collect(x.Clocks[i].Hours(at("2026-03-09T00:00:00Z"), at("2026-03-11T00:00:00Z")))
	want := []businesshours.Span{
		{Start: at("2026-03-09T09:00:00Z"), End: at("2026-03-09T17:00:00Z")},
		{Start: at("2026-03-09T20:00:00Z"), End: at("2026-03-09T23:00:00Z")},
		{Start: at("2026-03-10T18:00:00Z"), End: at("2026-03-10T23:00:00Z")},
	}
	if !slices.Equal(got, want) {
		t.Errorf("hours %v, want %v", got, want)
	}
}
