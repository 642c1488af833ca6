package strict

import (
	"fmt"
	"testing"
	"time"
)

// Every day of the calendar is parsed as package time parses it, and no other.
func TestParseUsualTime(t *testing.T) {
	for year := 1; year <= 9999; year++ {
		if year > 3 && year < 9990 && (year < 1880 || year > 2210) && year%97 != 0 && year%100 != 0 {
			continue
		}
		for month := 0; month <= 13; month++ {
			for day := 0; day <= 32; day++ {
				checkUsual(t, fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02dZ", year, month, day, day%24, (month*31+day)%60, day*7%60))
			}
		}
	}
}

// checkUsual checks that a text is parsed as package time parses it.
func checkUsual(t *testing.T, text string) {
	t.Helper()
	var want time.Time
	err := want.UnmarshalText([]byte(text))
	got, ok := parseUsualTime(text)
	if ok && (err != nil || got != want.UTC()) {
		t.Fatalf("%s is parsed as %v, want %v, %v", text, got, want, err)
	}
	if !ok && err == nil && len(text) == 20 && text[:4] != "0000" {
		t.Fatalf("%s is not parsed", text)
	}
}

// Whatever byte stands at a place of an instant, it is parsed as package time parses it.
func TestParseUsualTimeOfAnyByte(t *testing.T) {
	for _, text := range []string{"2026-03-06T21:30:00Z", "2000-02-29T23:59:59Z", "0000-01-01T00:00:00Z", "9999-12-31T00:00:00Z"} {
		for i := range len(text) {
			for c := range 256 {
				checkUsual(t, text[:i]+string([]byte{byte(c)})+text[i+1:])
			}
		}
	}
}

// BenchmarkParseTime parses an instant in its usual form, with and without the fast path for it.
func BenchmarkParseTime(b *testing.B) {
	const text = "2026-03-06T21:30:00Z"
	b.Run("by=usual", func(b *testing.B) {
		for b.Loop() {
			if _, ok := parseUsualTime(text); !ok {
				b.Fatal("not parsed")
			}
		}
	})
	b.Run("by=time", func(b *testing.B) {
		data := []byte(text)
		for b.Loop() {
			var t time.Time
			if err := t.UnmarshalText(data); err != nil {
				b.Fatal(err)
			}
		}
	})
}
