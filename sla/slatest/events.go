package slatest

import (
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// Events generates valid events at an instant, for issues under a configuration: messages of every
// party, updates of statuses and attributes, notes, custom events and cancellations.
func Events(config *policy.Config, at time.Time, d Domain) *rapid.Generator[sla.Event] {
	d.Config = config
	f := d.fill(config)
	return rapid.Custom(func(t *rapid.T) sla.Event { return drawEvent(t, f, at) })
}

func drawEvent(t *rapid.T, d *domain, at time.Time) sla.Event {
	e := sla.Event{At: at}
	switch kind := rapid.IntRange(0, 19).Draw(t, "type"); {
	case kind < 8:
		e = sla.MessageFrom(oneOf(t, "from", sla.Customer, sla.Agent, sla.Customer, sla.Agent, sla.Bot, sla.ThirdParty), at)
		e.NoReply = e.From == sla.Customer && chance(t, 4, "no reply")
	case kind < 16:
		e.Type, e.Set = sla.Update, drawAttributes(t, d, 0, 3, at, true)
	case kind < 17:
		e.Type = sla.Note
	case kind < 19:
		e = sla.CustomEvent(oneOf(t, "custom", d.customs...), at)
	default:
		if !chance(t, 2, "cancel") {
			e.Type = sla.Note
			break
		}
		e = sla.CancelFor("spam", at)
	}
	if chance(t, 3, "by") {
		e.By = oneOf(t, "by", agents...)
	}
	if chance(t, 4, "by team") {
		e.Team = oneOf(t, "team", teams...)
	}
	if chance(t, 4, "channel") {
		e.Channel = oneOf(t, "channel", "email", "phone")
	}
	return e
}

// drawAttributes draws attributes of an instant; remove says whether some may be nil.
func drawAttributes(t *rapid.T, d *domain, least, most int, at time.Time, remove bool) map[string]any {
	set := make(map[string]any)
	for range rapid.IntRange(least, most).Draw(t, "attributes") {
		name := oneOf(t, "attribute", d.fields...)
		switch rapid.IntRange(0, 5).Draw(t, "usual") {
		case 0, 1:
			if remove {
				name = "status"
			}
		case 2:
			name = oneOf(t, "usual", d.usual...)
		}
		set[name] = drawValue(t, d, name, at)
		if remove && chance(t, 5, "remove") {
			set[name] = nil
		}
	}
	return set
}

// drawValue draws a value that an attribute may have at an instant.
func drawValue(t *rapid.T, d *domain, field string, at time.Time) any {
	values := d.values[field]
	for _, name := range d.instants {
		if name == field && (len(values) == 0 || !chance(t, 6, "other "+field)) {
			return drawInstant(t, at)
		}
	}
	switch {
	case field == "status":
		return oneOf(t, field, d.statuses...)
	case len(values) == 0:
		return oneOf(t, field, "x", "y")
	}
	return oneOf(t, field, values...)
}

// drawInstant draws an instant for a field: often one near another, on the hour or at a midnight,
// so that it may be an opening, a closing, or long past.
func drawInstant(t *rapid.T, at time.Time) string {
	at = at.Add(time.Duration(rapid.SampledFrom([]int{24, 0, 1, 4, 48, 100, 200, -1, -30}).Draw(t, "due in hours")) * time.Hour)
	switch rapid.IntRange(0, 3).Draw(t, "due about") {
	case 0:
		at = at.Truncate(time.Hour)
	case 1:
		at = at.Truncate(24 * time.Hour).Add(time.Duration(rapid.SampledFrom([]int{0, 9, 12, 17}).Draw(t, "due at")) * time.Hour)
	}
	return at.In(time.FixedZone("", 3600*oneOf(t, "due zone", 0, 0, -5, 13))).Format(time.RFC3339Nano)
}
