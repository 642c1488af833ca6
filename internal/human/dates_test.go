package human_test

import (
	"testing"
	"time"

	"github.com/punctualgo/punctual/internal/human"
)

// Instants of one year need no year, and instants that read differently need no seconds.
func TestDates(t *testing.T) {
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	parse := func(text string) time.Time {
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, tt := range []struct {
		name     string
		instants []string
		want     []string
	}{
		{"plain", []string{"2025-03-10T15:30:09.5Z"}, []string{"Mon 10 Mar 11:30"}},
		{"the same instant twice", []string{"2025-03-10T15:30:09Z", "2025-03-10T15:30:09Z"}, []string{"Mon 10 Mar 11:30", "Mon 10 Mar 11:30"}},
		{"two years in UTC, one in New York", []string{"2025-12-31T15:30:00Z", "2026-01-01T02:00:00Z"}, []string{"Wed 31 Dec 10:30", "Wed 31 Dec 21:00"}},
		{"two years", []string{"2025-03-10T15:30:00Z", "2026-03-10T15:30:00Z"}, []string{"Mon 10 Mar 2025 11:30", "Tue 10 Mar 2026 11:30"}},
		{"two seconds", []string{"2025-03-10T15:30:00Z", "2025-03-10T15:30:04Z", "2025-03-10T15:31:00Z"}, []string{"Mon 10 Mar 11:30:00", "Mon 10 Mar 11:30:04", "Mon 10 Mar 11:31"}},
		{"fractions of a second", []string{"2025-03-10T15:30:00.1Z", "2025-03-10T15:30:00.2Z"}, []string{"Mon 10 Mar 11:30", "Mon 10 Mar 11:30"}},
		{"clocks set back", []string{"2025-11-02T05:30:00Z", "2025-11-02T06:30:00Z"}, []string{"Sun 2 Nov 01:30 EDT", "Sun 2 Nov 01:30 EST"}},
		{"before 1970", []string{"1969-07-20T20:17:01Z", "1969-07-20T20:17:40Z"}, []string{"Sun 20 Jul 16:17:01", "Sun 20 Jul 16:17:40"}},
	} {
		d := human.NewDates(newYork)
		d.Add(time.Time{})
		for _, text := range tt.instants {
			d.Add(parse(text))
		}
		for i, text := range tt.instants {
			if got := d.Short(parse(text)); got != tt.want[i] {
				t.Errorf("%s: %q, want %q", tt.name, got, tt.want[i])
			}
		}
	}
	d, at := human.NewDates(newYork), parse("2025-03-10T15:30:00Z")
	if got := d.Long(at) + ", " + d.WithYear(at); got != "Monday 10 March 11:30, Mon 10 Mar 2025 11:30" {
		t.Errorf("got %q", got)
	}
}

func TestAmount(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0m", time.Nanosecond: "1ns", 1500 * time.Millisecond: "1s", 42*time.Hour + 52*time.Minute + 9*time.Second: "42h 52m",
		99*time.Hour + 59*time.Minute: "99h 59m", 100*time.Hour + 59*time.Minute: "100h", 1631*time.Hour + 7*time.Minute: "1,631h",
		-90 * time.Minute: "-1h 30m", -1 << 63: "-2,562,047h",
	} {
		if got := human.Amount(d); got != want {
			t.Errorf("Amount(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestOrdinal(t *testing.T) {
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 21: "21st", 111: "111th", 1002: "1,002nd"} {
		if got := human.Ordinal(n); got != want {
			t.Errorf("Ordinal(%d) = %q, want %q", n, got, want)
		}
	}
}
