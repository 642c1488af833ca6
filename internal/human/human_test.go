package human_test

import (
	"math"
	"testing"
	"time"

	"github.com/punctualgo/punctual/internal/human"
)

func TestDuration(t *testing.T) {
	for _, tt := range []struct {
		d    time.Duration
		days bool
		want string
	}{
		{0, false, "0m"}, {1, false, "1ns"}, {90 * time.Second, false, "1m 30s"}, {time.Minute, false, "1m"},
		{3*time.Hour + 20*time.Minute, false, "3h 20m"}, {3*time.Hour + 20*time.Second, false, "3h"},
		{-75 * time.Minute, false, "-1h 15m"}, {52 * time.Hour, false, "52h"}, {52 * time.Hour, true, "2d 4h"},
		{47 * time.Hour, true, "47h"}, {1500 * time.Microsecond, false, "1ms 500µs"},
	} {
		if got := human.Duration(tt.d, tt.days); got != tt.want {
			t.Errorf("Duration(%v, %v) = %q, want %q", tt.d, tt.days, got, tt.want)
		}
	}
}

func TestLongestDurations(t *testing.T) {
	for _, d := range []time.Duration{math.MinInt64, -math.MaxInt64} {
		if got := human.Duration(d, true); got != "-106751d 23h" {
			t.Errorf("%d: %s", d, got)
		}
	}
}

func TestInstant(t *testing.T) {
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2025, 3, 10, 15, 30, 0, 0, time.UTC)
	for _, tt := range []struct {
		t    time.Time
		want string
	}{
		{at, "Mon 10 Mar 11:30 EDT"}, {at.Add(time.Second), "Mon 10 Mar 11:30:01 EDT"},
		{at.Add(time.Millisecond), "Mon 10 Mar 11:30:00.001 EDT"}, {at.AddDate(1, 0, 0), "Tue 10 Mar 2026 11:30 EDT"},
	} {
		if got := human.Instant(tt.t, newYork, at); got != tt.want {
			t.Errorf("Instant(%v) = %q, want %q", tt.t, got, tt.want)
		}
	}
}

func TestNames(t *testing.T) {
	if got := human.Title(human.Name("first_response")); got != "First response" {
		t.Errorf("got %q", got)
	}
	for _, s := range []string{"", "Ärger", "1st"} {
		if got := human.Title(s); got != s {
			t.Errorf("Title(%q) = %q", s, got)
		}
	}
}
