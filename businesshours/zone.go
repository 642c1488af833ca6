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
//
// It looks at the offset once a day and bisects where it changes. Time.Zone is reliable,
// but Time.ZoneBounds may return an end that has already passed (golang/go#81583).
func segments(segs []segment, loc *time.Location, start, end int64) []segment {
	segs = append(segs[:0], segment{start, end, offsetAt(loc, start)})
	for t := start; t < end; {
		next := min(t+secondsPerDay, end-1)
		if next == t {
			break
		}
		offset := segs[len(segs)-1].offset
		if o := offsetAt(loc, next); o != offset {
			change := t + 1 // bisect for the first second with another offset
			for last := next; change < last; {
				if mid := change + (last-change)/2; offsetAt(loc, mid) == offset {
					change = mid + 1
				} else {
					last = mid
				}
			}
			segs[len(segs)-1].end = change
			segs = append(segs, segment{change, end, offsetAt(loc, change)})
			t = change
			continue
		}
		t = next
	}
	return segs
}

func offsetAt(loc *time.Location, t int64) int64 {
	_, offset := time.Unix(t, 0).In(loc).Zone()
	return int64(offset)
}
