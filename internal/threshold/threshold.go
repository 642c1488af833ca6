// Package threshold has the arithmetic of escalation steps: at which elapsed time a
// step takes effect, and its repeats.
package threshold

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
)

// MaxOffset bounds the time before or after a breach: 10 years.
const MaxOffset = 87_600 * time.Hour

// A Threshold is the point at which an escalation step takes effect, relative to the
// allowance of a target: a percentage of it, or an amount of time before or after it.
type Threshold struct {
	percent int           // 0 if not a percentage
	offset  time.Duration // added to the allowance; negative for before
}

// Parse parses the text of a step: "75%" (from 1% to 1000%), "30m before",
// "breach" (the same as "100%") or "2h after".
func Parse(text string) (Threshold, error) {
	if text == "breach" {
		return Threshold{percent: 100}, nil
	}
	if digits, ok := strings.CutSuffix(text, "%"); ok {
		n, err := strconv.Atoi(digits)
		if err != nil || n < 1 || n > 1000 || strconv.Itoa(n) != digits {
			return Threshold{}, notAStep(text)
		}
		return Threshold{percent: n}, nil
	}
	i := strings.LastIndex(text, " ")
	amount, side := text[:max(i, 0)], text[i+1:]
	if i < 0 || side != "before" && side != "after" {
		return Threshold{}, notAStep(text)
	}
	d, err := strict.ParseDuration(amount)
	if err != nil {
		return Threshold{}, err
	}
	if d <= 0 || d > MaxOffset {
		return Threshold{}, fmt.Errorf("%s must be more than 0s and at most 87600h (10 years)", strict.Quote(amount))
	}
	if side == "before" {
		d = -d
	}
	return Threshold{offset: d}, nil
}

func notAStep(text string) error {
	word := strings.ReplaceAll(strings.ToLower(text), " ", "")
	near := strings.TrimSuffix(strings.TrimSuffix(word, "percent"), "%") + "%"
	switch word {
	case "breach", "breached", "onbreach", "atbreach", "overdue", "due", "violation":
		near = "breach"
	}
	if len(word) <= 16 && near != text {
		if _, err := Parse(near); err == nil {
			return fmt.Errorf("%s is not a step; did you mean %q?", strict.Quote(text), near)
		}
	}
	return fmt.Errorf("%s is not a step such as \"75%%\" (from 1%% to 1000%%), \"30m before\", \"breach\" or \"2h after\"", strict.Quote(text))
}

// Of returns the elapsed time at which the step takes effect under an allowance.
// If that is not above zero, the step does not take place.
func (t Threshold) Of(allowance time.Duration) time.Duration {
	if t.percent == 0 {
		return allowance + t.offset
	}
	// Rounded down to the nanosecond, without overflow.
	whole, rest := allowance/100, allowance%100
	return whole*time.Duration(t.percent) + rest*time.Duration(t.percent)/100
}

// Repeat returns the elapsed time of the n-th repeat of a step whose first time is at
// first > 0 and whose repeats are each every later. It returns the largest duration
// instead of overflowing.
func Repeat(first, every time.Duration, n int) time.Duration {
	if n > 0 && every > (math.MaxInt64-first)/time.Duration(n) {
		return math.MaxInt64
	}
	return first + time.Duration(n)*every
}
