package threshold_test

import (
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/internal/threshold"
	"pgregory.net/rapid"
)

func TestThreshold(t *testing.T) {
	for _, test := range []struct {
		text      string
		allowance time.Duration
		want      time.Duration
	}{
		{"75%", time.Hour, 45 * time.Minute},
		{"100%", time.Hour, time.Hour},
		{"breach", time.Hour, time.Hour},
		{"1%", 100, 1},
		{"1%", 99, 0}, // does not take place
		{"33%", 10, 3},
		{"50%", 3, 1},
		{"99%", 101, 99},
		{"1000%", 7, 70},
		{"1000%", threshold.MaxOffset, 10 * threshold.MaxOffset},
		{"999%", threshold.MaxOffset - 1, 10*threshold.MaxOffset - threshold.MaxOffset/100 - 10},
		{"30m before", time.Hour, 30 * time.Minute},
		{"1h before", time.Hour, 0},
		{"30m before", 15 * time.Minute, -15 * time.Minute},
		{"1h0m0.5s before", 2 * time.Hour, 59*time.Minute + 59*time.Second + 500*time.Millisecond},
		{"2h after", time.Hour, 3 * time.Hour},
		{"1ns after", time.Hour, time.Hour + 1},
		{"87600h after", threshold.MaxOffset, 2 * threshold.MaxOffset},
		{"87600h before", threshold.MaxOffset, 0},
	} {
		at, err := threshold.Parse(test.text)
		if err != nil {
			t.Errorf("Parse(%q): %v", test.text, err)
		} else if d := at.Of(test.allowance); d != test.want {
			t.Errorf("%q of %v = %v, want %v", test.text, test.allowance, d, test.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{
		"", "%", "0%", "-1%", "+5%", "05%", "1001%", "10%%", "1.5%", "1e2%", "99999999999999999999%", "٣%",
		"soon", "30m", "before", "after 2h",
		"30m before ", "30m Before", "30m\tbefore", "30m before breach", "30m prior",
	} {
		if _, err := threshold.Parse(text); err == nil || !strings.Contains(err.Error(), " is not a step such as ") {
			t.Errorf("Parse(%q): error %v, want that it is not a step", text, err)
		}
	}
	for text, near := range map[string]string{
		"10 %": "10%", " 10%": "10%", "75": "75%", "75 percent": "75%", "Breach": "breach", "breach ": "breach", "on breach": "breach",
	} {
		if _, err := threshold.Parse(text); err == nil || !strings.HasSuffix(err.Error(), fmt.Sprintf(" is not a step; did you mean %q?", near)) {
			t.Errorf("Parse(%q): error %v, want that it is not a step, but %q is", text, err, near)
		}
	}
	for _, text := range []string{"-5m before", "0s after", "0h0m before", "87600h0m0.000000001s before"} {
		if _, err := threshold.Parse(text); err == nil || !strings.Contains(err.Error(), " must be more than 0s and at most 87600h") {
			t.Errorf("Parse(%q): error %v, want that it is out of range", text, err)
		}
	}
	for _, text := range []string{"1d before", "1h1h after", "30m  before", "30 minutes before", "PT1H after", ".5h before", " before", "5 after", "+1h after", "hour before"} {
		if _, err := threshold.Parse(text); err == nil || !strings.Contains(err.Error(), " is not a duration such as ") {
			t.Errorf("Parse(%q): error %v, want that it is not a duration", text, err)
		}
	}
}

// A percentage is the exact product, rounded down to the nanosecond.
func TestPercentage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		percent := rapid.IntRange(1, 1000).Draw(t, "percent")
		allowance := rapid.Int64Range(1, math.MaxInt64/10).Draw(t, "allowance")
		at, err := threshold.Parse(fmt.Sprintf("%d%%", percent))
		if err != nil {
			t.Fatal(err)
		}
		want := big.NewInt(allowance)
		want.Mul(want, big.NewInt(int64(percent))).Quo(want, big.NewInt(100))
		if got := at.Of(time.Duration(allowance)); big.NewInt(int64(got)).Cmp(want) != 0 {
			t.Errorf("%d%% of %d = %d, want %d", percent, allowance, got, want)
		}
	})
}

// An amount before or after is added exactly, however it is written.
func TestOffset(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		offset := time.Duration(rapid.Int64Range(1, int64(threshold.MaxOffset)).Draw(t, "offset"))
		allowance := time.Duration(rapid.Int64Range(1, int64(threshold.MaxOffset)).Draw(t, "allowance"))
		for side, want := range map[string]time.Duration{"before": allowance - offset, "after": allowance + offset} {
			at, err := threshold.Parse(offset.String() + " " + side)
			if err != nil {
				t.Fatal(err)
			}
			if got := at.Of(allowance); got != want {
				t.Errorf("%v %s of %v = %v, want %v", offset, side, allowance, got, want)
			}
		}
	})
}

// "breach" is the whole allowance, and equal to "100%".
func TestBreachIsAll(t *testing.T) {
	breach, err := threshold.Parse("breach")
	if err != nil {
		t.Fatal(err)
	}
	if all, err := threshold.Parse("100%"); err != nil || all != breach {
		t.Errorf("100%% is %v, %v, want %v", all, err, breach)
	}
	for _, allowance := range []time.Duration{1, 99, 100, 101, time.Hour, threshold.MaxOffset, math.MaxInt64} {
		if got := breach.Of(allowance); got != allowance {
			t.Errorf("breach of %v = %v", allowance, got)
		}
	}
}

// A repeat is where unbounded arithmetic puts it, or at the largest duration.
func TestRepeat(t *testing.T) {
	durations := rapid.OneOf(rapid.Int64Range(1, int64(threshold.MaxOffset)), rapid.Int64Range(1, math.MaxInt64), rapid.Just[int64](math.MaxInt64))
	rapid.Check(t, func(t *rapid.T) {
		first, every := durations.Draw(t, "first"), durations.Draw(t, "every")
		n := rapid.IntRange(0, 1000).Draw(t, "n")
		want := big.NewInt(every)
		want.Mul(want, big.NewInt(int64(n))).Add(want, big.NewInt(first))
		if limit := big.NewInt(math.MaxInt64); want.Cmp(limit) > 0 {
			want = limit
		}
		if got := threshold.Repeat(time.Duration(first), time.Duration(every), n); big.NewInt(int64(got)).Cmp(want) != 0 {
			t.Errorf("Repeat(%d, %d, %d) = %d, want %d", first, every, n, got, want)
		}
	})
}

// What Parse accepts means the same under every allowance: a percentage grows with it, an
// amount does not change.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"75%", "breach", "30m before", "2h after", "1001%", "1h1h after", "-5m before", "0%"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at, err := threshold.Parse(text)
		if err != nil {
			if len(err.Error()) > 1024 {
				t.Errorf("error of %d bytes", len(err.Error()))
			}
			return
		}
		const allowance = threshold.MaxOffset
		got := at.Of(2*allowance) - at.Of(allowance)
		percentage := strings.HasSuffix(text, "%")
		if !percentage && got != allowance {
			t.Errorf("%q: twice the allowance makes %v more, want %v", text, got, allowance)
		}
		if percentage && (got != at.Of(allowance) || got < allowance/100 || got > 10*allowance) {
			t.Errorf("%q of %v is %v", text, allowance, got)
		}
	})
}
