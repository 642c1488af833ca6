package policy

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
)

// A Threshold is the point of an escalation step, relative to what a target
// allows: a percentage of it, or an amount of time before or after it.
type Threshold struct {
	percent int           // 0 if not a percentage
	offset  time.Duration // after the allowance, before if negative
}

// ParseThreshold parses the text of [Escalation.At]: "75%" (from 1% to 1000%),
// "30m before", "breach", which is 100%, or "2h after".
func ParseThreshold(text string) (Threshold, error) {
	bad := func() (Threshold, error) {
		return Threshold{}, fmt.Errorf("%s is not a step such as \"75%%\" (from 1%% to 1000%%), \"30m before\", \"breach\" or \"2h after\"", strict.Quote(text))
	}
	if text == "breach" {
		return Threshold{percent: 100}, nil
	}
	if digits, ok := strings.CutSuffix(text, "%"); ok {
		n, err := strconv.Atoi(digits)
		if err != nil || n < 1 || n > 1000 || strconv.Itoa(n) != digits {
			return bad()
		}
		return Threshold{percent: n}, nil
	}
	amount, side, _ := strings.Cut(text, " ")
	if side != "before" && side != "after" {
		return bad()
	}
	d, err := strict.ParseDuration(amount)
	if err != nil {
		return Threshold{}, err
	}
	if d <= 0 || d > MaxAllowance {
		return Threshold{}, fmt.Errorf("%s must be more than 0s and at most %s", strict.Quote(amount), maxAllowanceText)
	}
	if side == "before" {
		d = -d
	}
	return Threshold{offset: d}, nil
}

// Of returns the elapsed time at which the step takes effect under an allowance.
// One that is not above zero does not take place.
func (t Threshold) Of(allowance time.Duration) time.Duration {
	if t.percent == 0 {
		return allowance + t.offset
	}
	// A whole number of nanoseconds, rounded down, without overflow.
	whole, rest := allowance/100, allowance%100
	return whole*time.Duration(t.percent) + rest*time.Duration(t.percent)/100
}

// Repeated returns the elapsed time of the n-th repeat of a step at first > 0, each
// every later. What is beyond all time is the largest duration.
func Repeated(first, every time.Duration, n int) time.Duration {
	if n > 0 && every > (math.MaxInt64-first)/time.Duration(n) {
		return math.MaxInt64
	}
	return first + time.Duration(n)*every
}
