package businesshours

import (
	"fmt"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
)

// checkZoneName accepts UTC and names of the form Area/Location. time.LoadLocation accepts
// more, such as Local, which differs between machines, and right/UTC, which counts leap
// seconds.
func checkZoneName(name string) error {
	if name == "UTC" {
		return nil
	}
	bad := fmt.Errorf("%s is not an accepted time zone%s", strict.Quote(name), zoneHint(name))
	area, _, _ := strings.Cut(name, "/")
	parts := strings.Split(name, "/")
	if len(name) > 64 || len(parts) < 2 || len(parts) > 3 || area == "right" || area == "posix" {
		return bad
	}
	for _, part := range parts {
		if part == "" || strings.Trim(part, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-") != "" {
			return bad
		}
	}
	return nil
}

// A segment is an interval [start, end) in Unix seconds during which a zone has one offset
// from UTC, in seconds.
type segment struct {
	start, end int64
	offset     int64
}

// segments returns the segments of [start, end) in loc, in order. It reuses the memory of
// segs if they fit.
func segments(segs []segment, loc *time.Location, start, end int64) []segment {
	segs = append(segs[:0], segment{start, end, offsetAt(loc, start)})
	for t := start; ; {
		next, sure := steadyUntil(loc, t)
		if next = min(next, end-1); next <= t {
			return segs
		}
		offset := segs[len(segs)-1].offset
		if o := offsetAt(loc, next); o != offset {
			if !sure {
				next = changeBetween(loc, t, next, offset)
				o = offsetAt(loc, next)
			}
			segs[len(segs)-1].end = next
			segs = append(segs, segment{next, end, o})
		}
		t = next
	}
}

// steadyUntil returns an instant after t. If sure is set, the zone has one offset from t until
// then. Otherwise it is a day later, and the offset may change between.
//
// Time.ZoneBounds may return an end that has already passed (golang/go#81583). After the last
// transition that is listed, it computes with the rule of the year of t, in UTC, so it is asked
// anew each year.
func steadyUntil(loc *time.Location, t int64) (next int64, sure bool) {
	at := time.Unix(t, 0)
	nextYear := dayNumber(at.UTC().Year()+1, time.January, 1) * secondsPerDay
	_, bound := at.In(loc).ZoneBounds()
	switch {
	case bound.IsZero():
		return int64(nextYear), true
	case bound.Unix() <= t:
		return t + secondsPerDay, false
	}
	return min(bound.Unix(), int64(nextYear)), true
}

// changeBetween returns the first second after t, up to next, at which the zone has another
// offset. Time.Zone is reliable, so this bisects.
func changeBetween(loc *time.Location, t, next, offset int64) int64 {
	change := t + 1
	for last := next; change < last; {
		if mid := change + (last-change)/2; offsetAt(loc, mid) == offset {
			change = mid + 1
		} else {
			last = mid
		}
	}
	return change
}

func offsetAt(loc *time.Location, t int64) int64 {
	_, offset := time.Unix(t, 0).In(loc).Zone()
	return int64(offset)
}
