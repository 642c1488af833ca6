package sla_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// eachOnItsOwn returns n policies under policy.MatchEach, each with a schedule of its own.
func eachOnItsOwn(n int, schedule func(i int) businesshours.Schedule, target policy.Target) *policy.Config {
	cfg := &policy.Config{Match: policy.MatchEach}
	for i := range n {
		s := schedule(i)
		s.Name, s.TimeZone = fmt.Sprint("s", i), "America/New_York"
		cfg.Schedules = append(cfg.Schedules, s)
		cfg.Policies = append(cfg.Policies, policy.Policy{ID: fmt.Sprint("p", i), Schedule: policy.Use(s.Name), Targets: map[string]policy.Target{policy.Resolution: target}})
	}
	return cfg
}

func weekdaySchedule(i int) businesshours.Schedule {
	return businesshours.Schedule{Weekly: businesshours.Weekly{"mon-fri": {fmt.Sprintf("%02d:%02d-23:00", i%20, i%60)}}}
}

func mondays(i int) businesshours.Schedule {
	return businesshours.Schedule{Weekly: businesshours.Weekly{"mon": {fmt.Sprintf("%02d:%02d-23:00", i%20, i%60)}}}
}

func onceIn2070(i int) businesshours.Schedule {
	return businesshours.Schedule{Exceptions: map[string][]string{fmt.Sprintf("2070-01-%02d", 1+i%28): {"09:00-17:00"}}}
}

// Looking through the hours of many schedules, over many years, is work too. It is refused if it
// is too much, also if a schedule has been asked about before.
func TestWorkOfHoursIsLimited(t *testing.T) {
	at := instant("2024-03-04T14:00:00Z")
	for _, tt := range []struct {
		name     string
		schedule func(i int) businesshours.Schedule
		target   policy.Target
		accepted int // policies
		refused  int
	}{
		{"a day's work", weekdaySchedule, policy.Within(8 * time.Hour), 1000, 0},
		{"two years of work", weekdaySchedule, policy.Within(6000 * time.Hour), 1000, 0},
		{"hours that come in 46 years", onceIn2070, policy.Within(time.Hour), 500, 1000},
		{"hours that never suffice", mondays, policy.Within(87_600 * time.Hour), 300, 1000},
		{"a thousand weeks in business days", mondays, policy.Target{BusinessDays: &policy.BusinessDays{Days: 1000}}, 100, 1000},
		{"a business day in 46 years", onceIn2070, policy.Target{BusinessDays: &policy.BusinessDays{}}, 100, 1000},
	} {
		t.Run(tt.name, func(t *testing.T) {
			issue := sla.Issue{ID: "1", CreatedAt: at}
			if _, err := newEngine(t, eachOnItsOwn(tt.accepted, tt.schedule, tt.target)).EvaluateAt(issue, at); err != nil {
				t.Errorf("%d policies: %v", tt.accepted, err)
			}
			if tt.refused == 0 {
				return
			}
			engine := newEngine(t, eachOnItsOwn(tt.refused, tt.schedule, tt.target))
			for range 2 {
				r, err := engine.EvaluateAt(issue, at)
				if !errors.Is(err, sla.ErrTooMuchWork) || len(r.Clocks) != 0 || len(r.Transitions) != 0 {
					t.Errorf("%d policies: %v with %d clocks and %d transitions, want ErrTooMuchWork", tt.refused, err, len(r.Clocks), len(r.Transitions))
				}
			}
			if track, _, err := engine.Track(issue); !errors.Is(err, sla.ErrTooMuchWork) {
				t.Errorf("Track: %v, %v, want ErrTooMuchWork", track, err)
			}
		})
	}
}

// Whether an issue lies in hours far away is little work: an instant in an attribute costs the
// weeks around it, not all until then.
func TestFarInstantsAreLittleWork(t *testing.T) {
	cfg := &policy.Config{}
	for i := range 1000 {
		s := weekdaySchedule(i)
		s.Name, s.TimeZone = fmt.Sprint("s", i), "America/New_York"
		cfg.Schedules = append(cfg.Schedules, s)
		cfg.Policies = append(cfg.Policies, policy.Policy{ID: fmt.Sprint("p", i), Schedule: policy.Use(s.Name), Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)},
			When: new(policy.All(policy.If("x", policy.InHours, s.Name), policy.If("y", policy.Exists, nil)))})
	}
	engine := newEngine(t, cfg)
	issue := sla.Issue{CreatedAt: instant("2024-03-04T14:00:00Z"), Attributes: map[string]any{}}
	for _, text := range []string{"2024-03-04T12:00:00Z", "2189-01-03T23:30:00Z", "1900-01-05T23:30:00Z", "2089-01-03T23:30:00Z", "1999-01-05T23:30:00Z"} {
		issue.Attributes["x"] = text
		if _, err := engine.EvaluateAt(issue, issue.CreatedAt); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// An issue that is open for 280 years fits, with a few schedules.
func TestALongLifeFits(t *testing.T) {
	engine := newEngine(t, eachOnItsOwn(20, weekdaySchedule, policy.Within(8*time.Hour)))
	issue := sla.Issue{CreatedAt: instant("1905-03-06T14:00:00Z")}
	for year := 1906; year < 2185; year++ {
		issue.Events = append(issue.Events, sla.SetAttribute("status", []string{"pending", "open"}[year%2], time.Date(year, 3, 1, 0, 0, 0, 0, time.UTC)))
	}
	if _, err := engine.EvaluateAt(issue, instant("2185-01-01T00:00:00Z")); err != nil {
		t.Error(err)
	}
}
