package policy_test

import (
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
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
		{"1000%", policy.MaxAllowance, 10 * policy.MaxAllowance},
		{"999%", policy.MaxAllowance - 1, 10*policy.MaxAllowance - policy.MaxAllowance/100 - 10},
		{"30m before", time.Hour, 30 * time.Minute},
		{"1h before", time.Hour, 0},
		{"30m before", 15 * time.Minute, -15 * time.Minute},
		{"1h0m0.5s before", 2 * time.Hour, 59*time.Minute + 59*time.Second + 500*time.Millisecond},
		{"2h after", time.Hour, 3 * time.Hour},
		{"1ns after", time.Hour, time.Hour + 1},
		{"87600h after", policy.MaxAllowance, 2 * policy.MaxAllowance},
		{"87600h before", policy.MaxAllowance, 0},
	} {
		threshold, err := policy.ParseThreshold(test.text)
		if err != nil {
			t.Errorf("ParseThreshold(%q): %v", test.text, err)
		} else if got := threshold.Of(test.allowance); got != test.want {
			t.Errorf("%q of %v = %v, want %v", test.text, test.allowance, got, test.want)
		}
	}
}

func TestParseThresholdRefuses(t *testing.T) {
	for _, text := range []string{
		"", "%", "0%", "-1%", "+5%", "05%", "1001%", "10 %", " 10%", "10%%", "1.5%", "1e2%", "99999999999999999999%", "٣%",
		"Breach", "breach ", "breached", "soon", "75", "30m", "before", "after 2h",
		"30m  before", "30m before ", "30m Before", "30m\tbefore", "30m before breach", "30m prior",
	} {
		if _, err := policy.ParseThreshold(text); err == nil || !strings.Contains(err.Error(), " is not a step such as ") {
			t.Errorf("ParseThreshold(%q): error %v, want that it is not a step", text, err)
		}
	}
	for _, text := range []string{"-5m before", "0s after", "0h0m before", "87600h0m0.000000001s before"} {
		if _, err := policy.ParseThreshold(text); err == nil || !strings.Contains(err.Error(), " must be more than 0s and at most 87600h") {
			t.Errorf("ParseThreshold(%q): error %v, want that it is out of range", text, err)
		}
	}
	for _, text := range []string{"1d before", "1h1h after", ".5h before", " before", "5 after", "+1h after", "hour before"} {
		if _, err := policy.ParseThreshold(text); err == nil || !strings.Contains(err.Error(), " is not a duration such as ") {
			t.Errorf("ParseThreshold(%q): error %v, want that it is not a duration", text, err)
		}
	}
}

// A percentage is that of the exact product, rounded down to the nanosecond.
func TestPercentage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		percent := rapid.IntRange(1, 1000).Draw(t, "percent")
		allowance := rapid.Int64Range(1, math.MaxInt64/10).Draw(t, "allowance")
		threshold, err := policy.ParseThreshold(fmt.Sprintf("%d%%", percent))
		if err != nil {
			t.Fatal(err)
		}
		want := big.NewInt(allowance)
		want.Mul(want, big.NewInt(int64(percent))).Quo(want, big.NewInt(100))
		if got := threshold.Of(time.Duration(allowance)); big.NewInt(int64(got)).Cmp(want) != 0 {
			t.Errorf("%d%% of %d = %d, want %d", percent, allowance, got, want)
		}
	})
}

// An amount before or after is exact, however it is written.
func TestOffset(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		offset := time.Duration(rapid.Int64Range(1, int64(policy.MaxAllowance)).Draw(t, "offset"))
		allowance := time.Duration(rapid.Int64Range(1, int64(policy.MaxAllowance)).Draw(t, "allowance"))
		for side, want := range map[string]time.Duration{"before": allowance - offset, "after": allowance + offset} {
			threshold, err := policy.ParseThreshold(offset.String() + " " + side)
			if err != nil {
				t.Fatal(err)
			}
			if got := threshold.Of(allowance); got != want {
				t.Errorf("%v %s of %v = %v, want %v", offset, side, allowance, got, want)
			}
		}
	})
}

// The breach is all of the allowance, and comes to the same as 100%.
func TestBreachIsAll(t *testing.T) {
	breach, err := policy.ParseThreshold("breach")
	if err != nil {
		t.Fatal(err)
	}
	if all, err := policy.ParseThreshold("100%"); err != nil || all != breach {
		t.Errorf("100%% is %v, %v, want %v", all, err, breach)
	}
	for _, allowance := range []time.Duration{1, 99, 100, 101, time.Hour, policy.MaxAllowance, math.MaxInt64} {
		if got := breach.Of(allowance); got != allowance {
			t.Errorf("breach of %v = %v", allowance, got)
		}
	}
}

// A repeat is where arithmetic without bounds has it, or beyond all time.
func TestRepeated(t *testing.T) {
	durations := rapid.OneOf(rapid.Int64Range(1, int64(policy.MaxAllowance)), rapid.Int64Range(1, math.MaxInt64), rapid.Just[int64](math.MaxInt64))
	rapid.Check(t, func(t *rapid.T) {
		first, every := durations.Draw(t, "first"), durations.Draw(t, "every")
		n := rapid.IntRange(0, policy.MaxTimes).Draw(t, "n")
		want := big.NewInt(every)
		want.Mul(want, big.NewInt(int64(n))).Add(want, big.NewInt(first))
		if limit := big.NewInt(math.MaxInt64); want.Cmp(limit) > 0 {
			want = limit
		}
		if got := policy.Repeated(time.Duration(first), time.Duration(every), n); big.NewInt(int64(got)).Cmp(want) != 0 {
			t.Errorf("Repeated(%d, %d, %d) = %d, want %d", first, every, n, got, want)
		}
	})
}
