package strict_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/internal/strict"
)

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"0s":                                 0,
		"-0s":                                0,
		"90m":                                90 * time.Minute,
		"1h30m":                              90 * time.Minute,
		"-1h30m0s":                           -90 * time.Minute,
		"1h0m0.5s":                           time.Hour + 500*time.Millisecond,
		"1.5h":                               90 * time.Minute,
		"0.25m":                              15 * time.Second,
		"007m":                               7 * time.Minute,
		"1h2m3s4ms5us6ns":                    time.Hour + 2*time.Minute + 3*time.Second + 4_005_006,
		"5µs":                                5 * time.Microsecond,
		"1.000000001s":                       time.Second + 1,
		"0.0000000019s":                      1,
		"0." + strings.Repeat("9", 50) + "s": time.Second - 1,
		"00000000000000000000000001s":        time.Second,
		"2562047h47m16.854775807s":           math.MaxInt64,
		"-2562047h47m16.854775807s":          -math.MaxInt64,
		"9223372036854775807ns":              math.MaxInt64,
		"2562047h":                           2562047 * time.Hour,
	} {
		if got, err := strict.ParseDuration(text); err != nil || got != want {
			t.Errorf("ParseDuration(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"":                                  "it is empty",
		"-":                                 "it is empty",
		"0":                                 "expected a unit",
		"90":                                "expected a unit",
		"h":                                 "expected digits",
		"+1h":                               "expected digits",
		"--1h":                              "expected digits",
		" 1h":                               `; did you mean "1h"?`,
		".5h":                               "expected digits",
		"1.h":                               "expected digits after the point",
		"1.5.5h":                            "expected a unit",
		"1h ":                               `; did you mean "1h"?`,
		"1 h":                               `; did you mean "1h"?`,
		"1H":                                `; did you mean "1h"?`,
		"1hour":                             `; did you mean "1h"?`,
		"1y":                                "days and weeks are not units",
		"P1D":                               "days and weeks are not units",
		"P1DT2H":                            "days and weeks are not units",
		"3 Weeks":                           "days and weeks are not units",
		"4 hours":                           `; did you mean "4h"?`,
		"PT1H30M":                           `; did you mean "1h30m"?`,
		"1 hour and 30 minutes":             `; did you mean "1h30m"?`,
		"1h 30min":                          `; did you mean "1h30m"?`,
		"2.5 Hrs":                           `; did you mean "2.5h"?`,
		"9999999999 hours":                  "unknown unit",
		"5 Minuten":                         "unknown unit",
		"PT":                                "expected digits",
		"1d":                                "days and weeks are not units",
		"2w":                                "days and weeks are not units",
		"1h1h":                              "each unit may appear once",
		"1m1h":                              "each unit may appear once",
		"1us1µs":                            "each unit may appear once",
		"1µs1us":                            "each unit may appear once",
		"1h-30m":                            `unknown unit "h-"`,
		"1e3s":                              `unknown unit "e"`,
		"١h":                                "expected digits",
		"PT1H":                              `; did you mean "1h"?`,
		"2562048h":                          "it is too long",
		"2562047h47m16.854775808s":          "it is too long",
		"9223372036854775808ns":             "it is too long",
		"18446744073709551616ns":            "it is too long",
		strings.Repeat("9", 200) + "ns":     "it is too long",
		"9223372036854775807ns1h":           "each unit may appear once",
		"2562047h9223372036854775807ns":     "it is too long",
		strings.Repeat("1h", 1000) + "\xff": "each unit may appear once",
	} {
		got, err := strict.ParseDuration(text)
		if err == nil || !strings.Contains(err.Error(), "is not a duration") || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseDuration(%q) = %v, %v, want … %s", text, got, err, want)
		}
	}
}

// ParseDuration(d.String()) = d.
func TestParseDurationRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := time.Duration(rapid.Int64Range(-math.MaxInt64, math.MaxInt64).Draw(t, "d"))
		if got, err := strict.ParseDuration(d.String()); err != nil || got != d {
			t.Fatalf("ParseDuration(%q) = %v, %v", d, got, err)
		}
	})
}

// A duration that parses means the same to time.ParseDuration, and is read back as printed.
func FuzzParseDuration(f *testing.F) {
	for _, text := range []string{"0s", "-1h30m0s", "1h0m0.5s", ".5h", "1.h", "1h1h", "1d", "2562047h47m16.854775807s", "1.000000001s", "5µs", "0.1ns", "0.3333333333h"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := strict.ParseDuration(text)
		if err != nil {
			return
		}
		// Digits after the twelfth decimal place are ignored.
		if want, err := time.ParseDuration(text); err != nil || (d-want).Abs() > 4 {
			t.Errorf("ParseDuration(%q) = %v, but time.ParseDuration has %v, %v", text, d, want, err)
		}
		if again, err := strict.ParseDuration(d.String()); err != nil || again != d {
			t.Errorf("ParseDuration(%q) = %v, %v", d, again, err)
		}
	})
}
