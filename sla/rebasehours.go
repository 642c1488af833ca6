package sla

import (
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// A hoursPair is a question of sameHours.
type hoursPair struct {
	old, now *businesshours.Metered
	start    instant
}

// sameHours reports whether a calendar of the new program has had the same hours as one of the
// old program since an instant.
func (r *rebasing) sameHours(old, now *businesshours.Metered, start instant) bool {
	pair := hoursPair{old, now, start}
	same, known := r.hours[pair]
	if !known {
		same = r.compareHours(old, now, start)
		r.hours[pair] = same
	}
	return same
}

// compareHours is sameHours without its memory. It looks at single spans only if it has to.
func (r *rebasing) compareHours(old, now *businesshours.Metered, start instant) bool {
	r.f.work += workOfBetween
	if old.BetweenUnixNano(int64(start), int64(r.at)) != now.BetweenUnixNano(int64(start), int64(r.at)) {
		return false
	}
	r.f.work += workOfSchedule
	return old.SameHours(now.Calendar) || r.compareSpans(old.Calendar, now.Calendar, start)
}

// compareSpans is compareHours for calendars that have been open for the same time.
func (r *rebasing) compareSpans(old, now *businesshours.Calendar, from instant) bool {
	for from < r.at {
		if r.f.work += workOfBothSpans; r.f.exhausted() {
			return false
		}
		opens := r.next((*businesshours.Calendar).NextOpen, old, from)
		if r.next((*businesshours.Calendar).NextOpen, now, from) != opens {
			return false
		}
		from = r.next((*businesshours.Calendar).NextClose, old, opens)
		if r.next((*businesshours.Calendar).NextClose, now, opens) != from {
			return false
		}
	}
	return true
}

// next returns when a calendar opens or closes, at most the instant of the rebase. If that is not
// within the 50 years that calendars look ahead, it returns an instant up to which it is not.
func (r *rebasing) next(change func(*businesshours.Calendar, time.Time) (time.Time, error), c *businesshours.Calendar, from instant) instant {
	at, err := change(c, from.time())
	if err != nil {
		return min(from.add(49*365*24*time.Hour), r.at)
	}
	return min(instantOf(at), r.at)
}
