package alert

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// A Limit is how many alerts a channel may get in a time: what is beyond it is summed
// up in one more.
type Limit struct {
	Alerts int           // at least one
	Per    time.Duration // a minute, if zero
}

// Digest returns what to send instead of alerts, in the order of At and ID. Alerts to
// one channel whose At lie in the same minute (or what Per is) are as many as the limit
// has, the first ones; what is left, if more than one, becomes one alert that has
// them as its Digest. Updates, flags and actions of unknown types are not summed up.
//
// An alert that is in the list twice comes once.
//
// It is a function of the list alone, so that it gives the same when it is tried again
// with the same. A host gives it all that its queue holds of a minute once that has
// passed, or what [watch.Watcher.DueBy] yields at once; and it notes those that a digest
// sums up as sent when that is.
//
// [watch.Watcher.DueBy]: https://pkg.go.dev/github.com/punctualgo/punctual/sla/watch#Watcher.Due
func (l Limit) Digest(alerts []Alert) []Alert {
	per := l.Per
	if per <= 0 {
		per = time.Minute
	}
	type window struct {
		channel string
		start   time.Time
	}
	var sorted []Alert
	known := make(map[string]bool)
	for _, a := range alerts {
		if !known[a.ID] {
			known[a.ID] = true
			sorted = append(sorted, a)
		}
	}
	slices.SortStableFunc(sorted, func(a, b Alert) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})
	var out []Alert
	sent := make(map[window]int)
	held := make(map[window][]Alert)
	var order []window
	for _, a := range sorted {
		w := window{a.Channel, a.At.UTC().Truncate(per)}
		if a.Channel == "" || sent[w] < max(l.Alerts, 1) {
			sent[w]++
			out = append(out, a)
			continue
		}
		if held[w] == nil {
			order = append(order, w)
		}
		held[w] = append(held[w], a)
	}
	for _, w := range order {
		out = append(out, sum(held[w]))
	}
	slices.SortStableFunc(out, func(a, b Alert) int { return a.At.Compare(b.At) })
	return out
}

// sum returns one alert for several of one channel, at the instant of the last.
func sum(alerts []Alert) Alert {
	if len(alerts) == 1 {
		return alerts[0]
	}
	last := alerts[len(alerts)-1]
	d := Alert{
		At: last.At, Type: last.Type, Channel: last.Channel, Issue: last.Issue, Transition: last.Transition,
		PolicyName: last.PolicyName, Action: clone(last.Action).(policy.Action),
	}
	known := make(map[string]bool)
	h := sha256.New()
	for _, a := range alerts {
		h.Write([]byte(a.ID + "\n"))
		parts := a.Digest
		if len(parts) == 0 {
			parts = []Alert{a}
		}
		for _, part := range parts {
			if !known[part.ID] {
				known[part.ID] = true
				d.Digest = append(d.Digest, part)
			}
		}
		for _, r := range a.Recipients {
			if !slices.Contains(d.Recipients, r) {
				d.Recipients = append(d.Recipients, r)
			}
		}
	}
	d.ID = "digest-" + hex.EncodeToString(h.Sum(nil)[:16])
	return d
}
