package sla_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla/slatest"
)

// Calendars answer as their schedules are written, about everything that makes hours unusual. First
// differed: where the clock is turned back from a minute past midnight, a date ends twice, and its
// end as a business day may be read in two ways; so these dates are asked for hours alone.
func TestCalendarsAgainstOracle(t *testing.T) {
	tally := checkDeep(t, 200, func(t *rapid.T, note func(string)) {
		about := drawPlace(t)
		backAcrossMidnight := chance(t, 10, "back across midnight")
		if backAcrossMidnight {
			about = slatest.Place{Zone: "America/St_Johns", At: instant("2010-11-07T02:31:00Z")}
		}
		schedules := slatest.Schedules(slatest.Domain{Zones: []string{about.Zone}, From: about.At.AddDate(0, 0, -3), Until: about.At.AddDate(0, 0, 6)}).Draw(t, "schedules")
		set, err := businesshours.Compile(schedules)
		if err != nil {
			t.Fatalf("%v", err)
		}
		hours := newOracleHours(t, schedules, note)
		for _, s := range schedules {
			calendar, _ := set.Calendar(s.Name)
			c := comparison{calendar, oracleCalendar{hours, s.Name, 2}, schedules}
			c.operations(t, drawAbout(t, about.At), drawAbout(t, about.At))
			if !backAcrossMidnight {
				c.businessDays(t, drawAbout(t, about.At))
			}
		}
	})
	if tally.cases >= manyCases {
		tally.requires(t, hoursRules)
	}
}

// drawAbout draws an instant about another, often one on the hour or half past.
func drawAbout(t *rapid.T, at time.Time) time.Time {
	if rapid.Bool().Draw(t, "on the hour") {
		return at.Add(time.Duration(rapid.IntRange(-96*2, 144*2).Draw(t, "half hours")) * 30 * time.Minute)
	}
	return at.Add(time.Duration(rapid.Int64Range(-int64(72*time.Hour), int64(120*time.Hour)).Draw(t, "away")))
}

// A comparison is a calendar, and what it should be.
type comparison struct {
	calendar  *businesshours.Calendar
	oracle    oracleCalendar
	schedules []businesshours.Schedule
}

func (c *comparison) equal(t fataler, what string, got, want any) {
	if g, w := document(got), document(want); g != w {
		t.Fatalf("%s of %s: got %s, want %s\n%s", what, c.oracle.name, g, w, document(c.schedules))
	}
}

// instants compares answers that are instants. If the oracle has none, it has not looked further
// than two years from a.
func (c *comparison) instants(t fataler, what string, a, got time.Time, err error, want time.Time, ok bool) {
	if err != nil && !errors.Is(err, businesshours.ErrNotWithinHorizon) {
		t.Fatalf("%s of %s: %v", what, c.oracle.name, err)
	}
	if ok && err == nil {
		c.equal(t, what, got.UTC(), want.UTC())
	} else if ok || err == nil && got.Sub(a).Abs() < 2*364*oracleDay {
		t.Fatalf("%s of %s: got %v, %v, want %v, %v\n%s", what, c.oracle.name, got, err, want, ok, document(c.schedules))
	}
}

func (c *comparison) operations(t *rapid.T, a, b time.Time) {
	at := a.Format(time.RFC3339Nano)
	c.equal(t, "open at "+at, c.calendar.Open(a), c.oracle.open(a))
	c.equal(t, "open from "+at+" to "+b.Format(time.RFC3339Nano), c.calendar.Between(a, b), c.oracle.between(a, b))
	d := rapid.SampledFrom([]time.Duration{time.Nanosecond, 30 * time.Minute, 2 * time.Hour, 8 * time.Hour, 10 * time.Hour, 40 * time.Hour, 0}).Draw(t, "amount")
	got, err := c.calendar.Add(a, d)
	want, ok := c.oracle.add(a, d)
	c.instants(t, d.String()+" after "+at, a, got, err, want, ok)
	got, err = c.calendar.Add(a, -d)
	want, ok = c.oracle.subtract(a, d)
	c.instants(t, d.String()+" before "+at, a, got, err, want, ok)
	got, err = c.calendar.NextOpen(a)
	want, ok = c.oracle.nextOpen(a)
	c.instants(t, "next opening from "+at, a, got, err, want, ok)
	got, err = c.calendar.NextClose(a)
	want, ok = c.oracle.nextClose(a)
	c.instants(t, "next closing from "+at, a, got, err, want, ok)

	var spans []span
	c.oracle.spans(a, b, func(s span) bool {
		spans = append(spans, s)
		return true
	})
	c.equal(t, "spans from "+at, slices.Collect(c.calendar.Spans(a, b)), union(spans))
}

func (c *comparison) businessDays(t *rapid.T, start time.Time) {
	days := policy.BusinessDays{
		Days:   rapid.IntRange(0, 4).Draw(t, "days"),
		At:     oneOf(t, "at", "", "start", "00:00", "00:30", "01:30", "02:00", "09:00", "12:00", "17:00", "23:30", "24:00"),
		Cutoff: oneOf(t, "cutoff", "", "", "00:00", "01:30", "15:00", "24:00"),
	}
	asked := businesshours.BusinessDays{Days: days.Days, HasAt: days.At != "", HasCutoff: days.Cutoff != "", AtStart: days.At == "start"}
	if asked.HasAt && !asked.AtStart {
		asked.At, _ = businesshours.ParseTimeOfDay(days.At)
	}
	if asked.HasCutoff {
		asked.Cutoff, _ = businesshours.ParseTimeOfDay(days.Cutoff)
	}
	what := document(days) + " from " + start.Format(time.RFC3339Nano)
	got, err := c.calendar.Allow(start, asked)
	allowed, by, ok := c.oracle.allow(start, &days)
	if !ok {
		return // there may be business days in more than two years
	}
	if err != nil {
		t.Fatalf("%s of %s: %v, want %v\n%s", what, c.oracle.name, err, allowed, document(c.schedules))
	}
	c.equal(t, what, []any{got.Open, got.By.UTC()}, []any{allowed, by})
}
