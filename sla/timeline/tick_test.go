package timeline_test

import (
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/timeline"
)

// An axis is what a picture shows of its axis.
type axis struct {
	left, right   float64
	ticks         []float64 // where they are
	labels, dates string    // the texts below the ticks, from left to right
}

// axisOf returns the axis of a picture.
func axisOf(t testing.TB, picture []byte) (a axis) {
	t.Helper()
	y := 0.0
	for _, e := range elementsOf(t, picture) {
		if e.XMLName.Local != "line" || e.Class != "axis" {
			continue
		}
		if e.X1 != e.X2 {
			a.left, a.right, y = e.X1, e.X2, e.Y1
		} else {
			a.ticks = append(a.ticks, e.X1)
		}
	}
	labels, dates := make(map[float64]string), make(map[float64]string)
	for _, b := range textsOf(t, picture) {
		switch {
		case b.bottom == y+18 && b.class == "small":
			labels[b.left] = b.text
		case b.bottom == y+33 && b.class == "":
			dates[b.left] = b.text
		}
	}
	a.labels, a.dates = inOrder(labels), inOrder(dates)
	return a
}

// counting is an issue of which a part shows, in which time counts all along.
func counting(from, until time.Time, options timeline.Options) []byte {
	options.From, options.Until = from, until
	x := sla.Explanation{IssueID: "I", AsOf: until.Add(time.Second), Clocks: []sla.ClockAccount{{
		Clock:    sla.Clock{Metric: "resolution", Cycle: 1, State: sla.Running, StartedAt: from, Schedule: "24x7"},
		Segments: []sla.Segment{{From: from, To: until.Add(time.Second), Kind: sla.SegmentCounted, Counted: time.Hour}},
	}}}
	return timeline.SVG(sla.Issue{ID: "I", CreatedAt: from}, x, options)
}

// Each tick stands where its instant is, at a round one of the zone. There are as many as have room,
// and those of days begin at midnight, also where clocks change. The pictures are 344 pixels wide,
// so that the axis has 300.
func TestTicksStandAtTheirInstants(t *testing.T) {
	const clock, day = "15:04:05", "2 Jan 15:04"
	for _, tt := range []struct {
		name, zone, from, until string
		layout                  string
		ticks                   string // their instants
		labels, dates           string // where they have room
	}{
		{"second", "UTC", "2026-05-04 09:00:00", "2026-05-04 09:00:05", clock, "09:00:00, 09:00:01, 09:00:02, 09:00:03, 09:00:04, 09:00:05", "09:00:00, 09:00:01, 09:00:02, 09:00:03, 09:00:04", "Mon 4 May"},
		{"5 seconds", "UTC", "2026-05-04 09:00:00", "2026-05-04 09:00:20", clock, "09:00:00, 09:00:05, 09:00:10, 09:00:15, 09:00:20", "", "Mon 4 May"},
		{"15 seconds", "UTC", "2026-05-04 09:00:00", "2026-05-04 09:01:00", clock, "09:00:00, 09:00:15, 09:00:30, 09:00:45, 09:01:00", "", "Mon 4 May"},
		{"30 seconds", "UTC", "2026-05-04 09:00:00", "2026-05-04 09:02:00", clock, "09:00:00, 09:00:30, 09:01:00, 09:01:30, 09:02:00", "", "Mon 4 May"},
		{"minute", "UTC", "2026-05-04 09:00:00", "2026-05-04 09:04:00", clock, "09:00:00, 09:01:00, 09:02:00, 09:03:00, 09:04:00", "09:00, 09:01, 09:02, 09:03, 09:04", "Mon 4 May"},
		{"2 minutes", "UTC", "2026-05-04 09:00:00", "2026-05-04 09:08:00", "15:04", "09:00, 09:02, 09:04, 09:06, 09:08", "", "Mon 4 May"},
		{"5 minutes", "UTC", "2026-05-04 09:00:00", "2026-05-04 09:20:00", "15:04", "09:00, 09:05, 09:10, 09:15, 09:20", "", "Mon 4 May"},
		{"10 minutes", "UTC", "2026-05-04 09:00:00", "2026-05-04 09:40:00", "15:04", "09:00, 09:10, 09:20, 09:30, 09:40", "", "Mon 4 May"},
		{"15 minutes", "UTC", "2026-05-04 09:00:00", "2026-05-04 10:00:00", "15:04", "09:00, 09:15, 09:30, 09:45, 10:00", "", "Mon 4 May"},
		{"30 minutes", "UTC", "2026-05-04 09:00:00", "2026-05-04 11:00:00", "15:04", "09:00, 09:30, 10:00, 10:30, 11:00", "", "Mon 4 May"},
		{"hour", "UTC", "2026-05-04 09:00:00", "2026-05-04 13:00:00", "15:04", "09:00, 10:00, 11:00, 12:00, 13:00", "", "Mon 4 May"},
		{"2 hours", "UTC", "2026-05-04 09:00:00", "2026-05-04 17:00:00", "15:04", "10:00, 12:00, 14:00, 16:00", "", "Mon 4 May"},
		{"3 hours", "UTC", "2026-05-04 09:00:00", "2026-05-04 21:00:00", "15:04", "09:00, 12:00, 15:00, 18:00, 21:00", "", "Mon 4 May"},
		{"6 hours", "UTC", "2026-05-04 06:00:00", "2026-05-05 06:00:00", day, "4 May 06:00, 4 May 12:00, 4 May 18:00, 5 May 00:00, 5 May 06:00", "06:00, 12:00, 18:00, 00:00, 06:00", "Mon 4 May, Tue 5 May"},
		{"12 hours", "UTC", "2026-05-04 00:00:00", "2026-05-06 00:00:00", day, "4 May 00:00, 4 May 12:00, 5 May 00:00, 5 May 12:00, 6 May 00:00", "00:00, 12:00, 00:00, 12:00, 00:00", "Mon 4 May, Tue 5 May, Wed 6 May"},
		{"day", "UTC", "2026-05-04 09:00:00", "2026-05-08 09:00:00", day, "4 May 09:00, 5 May 00:00, 6 May 00:00, 7 May 00:00, 8 May 00:00", "4 May, 5 May, 6 May, 7 May, 8 May", "2026"},
		{"2 days", "UTC", "2026-05-04 00:00:00", "2026-05-12 00:00:00", day, "4 May 00:00, 6 May 00:00, 8 May 00:00, 10 May 00:00, 12 May 00:00", "4 May, 6 May, 8 May, 10 May, 12 May", "2026"},
		{"week", "UTC", "2026-05-07 00:00:00", "2026-06-04 00:00:00", day, "11 May 00:00, 18 May 00:00, 25 May 00:00, 1 Jun 00:00", "11 May, 18 May, 25 May, 1 Jun", "2026"},
		{"2 weeks", "UTC", "2026-12-07 00:00:00", "2027-02-01 00:00:00", day, "7 Dec 00:00, 21 Dec 00:00, 4 Jan 00:00, 18 Jan 00:00, 1 Feb 00:00", "7 Dec, 21 Dec, 4 Jan, 18 Jan, 1 Feb", "2026, 2027"},
		{"month", "UTC", "2026-11-20 00:00:00", "2027-03-20 00:00:00", day, "1 Dec 00:00, 1 Jan 00:00, 1 Feb 00:00, 1 Mar 00:00", "Dec, Jan, Feb, Mar", "2026, 2027"},
		{"quarter", "UTC", "2026-11-20 00:00:00", "2027-11-20 00:00:00", day, "1 Jan 00:00, 1 Apr 00:00, 1 Jul 00:00, 1 Oct 00:00", "Jan, Apr, Jul, Oct", "2027"},
		{"year", "UTC", "2026-07-01 00:00:00", "2030-07-01 00:00:00", "2 Jan 2006", "1 Jan 2027, 1 Jan 2028, 1 Jan 2029, 1 Jan 2030", "2027, 2028, 2029, 2030", ""},
		{"decade", "UTC", "2026-01-01 00:00:00", "2066-01-01 00:00:00", "2 Jan 2006", "1 Jan 2030, 1 Jan 2040, 1 Jan 2050, 1 Jan 2060", "2030, 2040, 2050, 2060", ""},
		{"50 years", "UTC", "2026-01-01 00:00:00", "2226-01-01 00:00:00", "2 Jan 2006", "1 Jan 2050, 1 Jan 2100, 1 Jan 2150, 1 Jan 2200", "2050, 2100, 2150, 2200", ""},
		{"50 years, closer", "UTC", "2026-01-01 00:00:00", "2311-01-01 00:00:00", "2 Jan 2006", "1 Jan 2050, 1 Jan 2100, 1 Jan 2150, 1 Jan 2200, 1 Jan 2250, 1 Jan 2300", "2050, 2100, 2150, 2200, 2250, 2300", ""},

		{"first tick far from the left", "UTC", "2026-05-02 00:00:00", "2026-08-30 00:00:00", day, "2 May 00:00, 1 Jun 00:00, 1 Jul 00:00, 1 Aug 00:00", "2 May, Jun, Jul, Aug", "2026"},
		{"day of 23 hours", "America/New_York", "2026-03-07 00:00:00", "2026-03-11 00:00:00", day, "7 Mar 00:00, 8 Mar 00:00, 9 Mar 00:00, 10 Mar 00:00, 11 Mar 00:00", "7 Mar, 8 Mar, 9 Mar, 10 Mar, 11 Mar", "2026"},
		{"hours of a day of 23 hours", "America/New_York", "2026-03-07 00:00:00", "2026-03-09 00:00:00", day, "7 Mar 00:00, 7 Mar 12:00, 8 Mar 00:00, 8 Mar 13:00, 9 Mar 00:00", "00:00, 12:00, 00:00, 13:00, 00:00", "Sat 7 Mar, Sun 8 Mar, Mon 9 Mar"},
		{"last hour of a day of 25 hours", "America/New_York", "2026-11-01 23:00:00", "2026-11-05 23:00:00", day, "2 Nov 00:00, 3 Nov 00:00, 4 Nov 00:00, 5 Nov 00:00", "2 Nov, 3 Nov, 4 Nov, 5 Nov", "2026"},
		{"midnight twice", "America/Havana", "2026-10-31 00:00:00", "2026-11-04 00:00:00", day + " -07", "31 Oct 00:00 -04, 1 Nov 00:00 -04, 2 Nov 00:00 -05, 3 Nov 00:00 -05, 4 Nov 00:00 -05", "31 Oct, 1 Nov, 2 Nov, 3 Nov, 4 Nov", "2026"},
		{"no midnight", "America/Santiago", "2026-09-04 00:00:00", "2026-09-08 00:00:00", day, "4 Sep 00:00, 5 Sep 00:00, 6 Sep 01:00, 7 Sep 00:00, 8 Sep 00:00", "4 Sep, 5 Sep, 6 Sep, 7 Sep, 8 Sep", "2026"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			zone, err := time.LoadLocation(tt.zone)
			if err != nil {
				t.Fatal(err)
			}
			from, until := instant(t, tt.from, zone), instant(t, tt.until, zone)
			got := counting(from, until, timeline.Options{Width: 344, Zone: zone})
			a := axisOf(t, got)
			var ticks []string
			for _, x := range a.ticks {
				at := from.Add(time.Duration((x - a.left) / (a.right - a.left) * float64(until.Sub(from))))
				// A hundredth of a pixel is how precisely a picture says where things are.
				precision := until.Sub(from) / 30_000
				ticks = append(ticks, roundTo(at, precision).In(zone).Format(tt.layout))
			}
			if got := strings.Join(ticks, ", "); got != tt.ticks {
				t.Errorf("ticks at %s, want %s", got, tt.ticks)
			}
			if tt.labels != "" && a.labels != tt.labels || a.dates != tt.dates {
				t.Errorf("labels %q and %q, want %q and %q", a.labels, a.dates, tt.labels, tt.dates)
			}
			for _, b := range textsOf(t, got) {
				if b.left < 0 || b.right > 344 {
					t.Errorf("%q is from %v to %v, outside the picture", b.text, b.left, b.right)
				}
			}
		})
	}
}

// roundTo rounds an instant that is known with a precision to the roundest one that it may be.
func roundTo(at time.Time, precision time.Duration) time.Time {
	for _, year := range []int{at.Year(), at.Year() + 1} {
		if round := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); round.Sub(at).Abs() <= precision {
			return round
		}
	}
	for _, unit := range []time.Duration{24 * time.Hour, time.Hour, 30 * time.Minute, time.Minute, time.Second} {
		if round := at.Round(unit); round.Sub(at).Abs() <= precision {
			return round
		}
	}
	return at
}

// A tick comes at the start of the picture if the first round instant is far from it: by more than
// 44 pixels.
func TestFirstTickIsNearTheStart(t *testing.T) {
	for _, tt := range []struct {
		second int
		want   string
	}{{30, "13:01, 13:02, 13:03, 13:04"}, {29, "13:00, 13:01, 13:02, 13:03, 13:04"}} {
		from := at(4, 9, 0).Add(time.Duration(tt.second) * time.Second)
		// A minute has 88 pixels.
		a := axisOf(t, counting(from, from.Add(4*time.Minute), timeline.Options{Width: 396, Zone: from.Location()}))
		if a.labels != tt.want {
			t.Errorf("from second %d: labels %s, want %s", tt.second, a.labels, tt.want)
		}
	}
}

// Ticks are 58 pixels apart, or more.
func TestTicksAreApart(t *testing.T) {
	for width, want := range map[int]string{
		334: "13:00, 13:01, 13:02, 13:03, 13:04, 13:05",
		333: "13:00, 13:02, 13:04",
	} {
		a := axisOf(t, counting(at(4, 9, 0), at(4, 9, 5), timeline.Options{Width: width, Zone: time.UTC}))
		if a.labels != want {
			t.Errorf("%d pixels: labels %s, want %s", width, a.labels, want)
		}
	}
}

// The axis of an issue without clocks reaches from its creation to the present.
func TestAxisOfAnIssueWithoutClocks(t *testing.T) {
	created := at(4, 9, 0)
	issue := sla.Issue{ID: "I", CreatedAt: created, Events: []sla.Event{sla.NoteBy("ann", created.Add(8*time.Hour))}}
	a := axisOf(t, timeline.SVG(issue, sla.Explanation{AsOf: created.Add(23 * time.Hour)}, timeline.Options{Width: 344}))
	if want := "13:00, 18:00, 00:00, 06:00, 12:00"; a.labels != want {
		t.Errorf("labels %s, want %s", a.labels, want)
	}
}

// Dates are short where long ones would be crowded: those at the ends of two folds that are near.
func TestCrowdedDatesAreShort(t *testing.T) {
	for _, tt := range []struct {
		between time.Duration
		want    string
	}{
		{8 * time.Minute, "4 May, 14 May, 24 May"},
		{30 * time.Minute, "Mon 4 May, Thu 14 May, Sun 24 May"},
	} {
		s := storyOf(t, "dates", `{"policies": [{"id": "p", "targets": {"resolution": "900h"}}]}`, at(24, 9, 40),
			sla.SetAttribute("status", "pending", at(4, 15, 0)),
			sla.SetAttribute("status", "open", at(14, 9, 0)), sla.SetAttribute("status", "pending", at(14, 9, 0).Add(tt.between)),
			sla.SetAttribute("status", "open", at(24, 9, 0)))
		got := s.draw(t, timeline.Options{Until: s.AsOf})
		a := axisOf(t, got)
		if a.dates != tt.want {
			t.Errorf("%v between two folds: dates %s, want %s", tt.between, a.dates, tt.want)
		}
	}
}

// instant parses a wall-clock time in a zone.
func instant(t testing.TB, text string, zone *time.Location) time.Time {
	t.Helper()
	at, err := time.ParseInLocation(time.DateTime, text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
