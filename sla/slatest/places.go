package slatest

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
)

// A Place is where trouble is likely: a time zone, and an instant about which its clock changes or
// something else does.
type Place struct {
	Zone string
	At   time.Time
}

// Places generates places. If d leaves its zones and instants open, they are changes by an hour, by
// half an hour, at midnight and by a whole day, a leap day, the turn of a year, and instants near
// the ends of what is supported. Otherwise they are changes of the clocks of its Zones from From
// to Until, or From itself if there is no change.
func Places(d Domain) *rapid.Generator[Place] {
	return rapid.Custom(func(t *rapid.T) Place { return drawPlace(t, &d) })
}

var turns = []Place{
	{"America/New_York", instant("2024-03-10T07:00:00Z")},
	{"America/New_York", instant("2024-11-03T06:00:00Z")},
	{"Europe/London", instant("2024-03-31T01:00:00Z")},
	{"Europe/London", instant("2024-10-27T01:00:00Z")},
	{"Australia/Lord_Howe", instant("2024-04-06T15:00:00Z")}, // by half an hour
	{"America/Sao_Paulo", instant("2018-11-04T03:00:00Z")},   // without a midnight
	{"Pacific/Apia", instant("2011-12-30T10:00:00Z")},        // without 30 December
	{"Pacific/Kwajalein", instant("1969-09-30T13:00:00Z")},   // with nearly all of 30 September twice
	{"Europe/London", instant("2021-12-28T12:00:00Z")},       // holidays are observed on other days
	{"Asia/Kathmandu", instant("2024-02-29T00:00:00Z")},      // on a leap day
	{"UTC", instant("2023-12-31T23:00:00Z")},
	{"Europe/London", instant("1969-12-31T23:00:00Z")}, // about the Unix epoch
	{"Africa/Monrovia", instant("1900-01-10T12:00:00Z")},
	{"America/New_York", instant("2180-03-12T07:00:00Z")},
}

// drawPlace draws where a configuration that is to be drawn has its trouble.
func drawPlace(t *rapid.T, d *Domain) Place {
	if len(d.Zones) == 0 && d.From.IsZero() && d.Until.IsZero() {
		return oneOf(t, "about", turns...)
	}
	zones := d.Zones
	if len(zones) == 0 {
		for _, p := range turns {
			if !slices.Contains(zones, p.Zone) {
				zones = append(zones, p.Zone)
			}
		}
	}
	zone := oneOf(t, "zone", zones...)
	return Place{zone, oneOf(t, "about", d.changes(t, zone, d.base())...)}
}

// drawPlaceOf draws where a given configuration has its trouble: at a date that it mentions, or
// a change of the clocks of its zones.
func drawPlaceOf(t *rapid.T, d *Domain, config *policy.Config) Place {
	m := mentionsOf(config)
	base := d.base()
	var places []Place
	for _, at := range m.instants {
		if d.bound(at).Equal(at) {
			places = append(places, Place{"UTC", at})
			base = at
		}
	}
	for _, zone := range m.zones {
		for _, at := range d.changes(t, zone, base) {
			places = append(places, Place{zone, at})
		}
	}
	if len(places) == 0 {
		places = append(places, Place{"UTC", d.bound(base)})
	}
	slices.SortStableFunc(places, func(a, b Place) int { return a.At.Compare(b.At) })
	return oneOf(t, "about", places...)
}

// base returns an instant in the span of d.
func (d *Domain) base() time.Time { return d.bound(instant("2024-01-01T00:00:00Z")) }

// changes returns the next two instants in the span of d at which the clock of a zone changes,
// or if there are none, one instant of the span.
func (d *Domain) changes(t *rapid.T, zone string, base time.Time) (changes []time.Time) {
	location := d.location(t, zone)
	at := base
	for range 2 {
		_, next := at.In(location).ZoneBounds()
		if next.IsZero() || !d.bound(next).Equal(next) {
			break
		}
		at = next.UTC()
		changes = append(changes, at)
	}
	if len(changes) == 0 {
		changes = append(changes, base)
	}
	return changes
}
