package scenario

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla"
)

// A clockWant is what a step expects of a clock.
type clockWant struct {
	place
	name   string // as written, such as "next_response#2"
	key    clockKey
	none   bool // there is no such clock
	fields []*fieldWant
}

// A fieldWant is what a step expects of one value.
type fieldWant struct {
	place
	name    string
	value   any         // a string, bool or time.Duration; unused for instants
	instant instantText // of the fields that have one
}

var (
	instantFields  = []string{"due", "started", "ended", "breached_at"}
	durationFields = []string{"target", "elapsed", "remaining"}
	boolFields     = []string{"breached", "at_risk"}
	clockFields    = slices.Concat([]string{"state", "outcome", "policy", "schedule"}, boolFields, durationFields, instantFields)

	states = []string{string(sla.Running), string(sla.Paused), string(sla.Released), string(sla.Stopped), string(sla.Cancelled)}
)

// readClock reads what is expected of the clock with a name.
func (d *document) readClock(name string) *clockWant {
	r := d.r
	c := &clockWant{name: name}
	c.place = d.next(func() {
		switch {
		case r.IsNull():
			r.Null()
			c.none = true
		case r.IsObject():
			r.Object(clockFields, func(field string) { c.fields = append(c.fields, d.readField(field)) })
		default:
			r.Refuse("an object with what the clock shows, or null for no such clock")
		}
	})
	return c
}

func (d *document) readField(name string) *fieldWant {
	r := d.r
	f := &fieldWant{name: name}
	if slices.Contains(instantFields, name) {
		d.readInstant(f)
		return f
	}
	f.place = d.next(func() {
		switch {
		case slices.Contains(boolFields, name):
			f.value = r.Bool()
		case slices.Contains(durationFields, name):
			f.value = r.Duration()
		default:
			text := r.Given()
			f.value = text
			known := map[string][]string{"state": states, "outcome": outcomes}[name]
			if text != "" && known != nil && !slices.Contains(known, text) && !r.Broken() {
				r.Fail("%w", unknownWord(name, text, known))
			}
		}
	})
	return f
}

// got returns the value of a field of a clock, of the type that fieldWant has.
func (s *Scenario) got(c *sla.Clock, field string, now time.Time) (any, error) {
	switch field {
	case "state":
		return string(c.State), nil
	case "outcome":
		o, err := s.outcome(c, now)
		return string(o), err
	case "policy":
		return c.Policy, nil
	case "schedule":
		return c.Schedule, nil
	case "breached":
		return c.Breached, nil
	case "at_risk":
		return c.AtRisk, nil
	case "target":
		return c.Target, nil
	case "elapsed":
		return c.Elapsed, nil
	case "remaining":
		return c.Remaining, nil
	case "due":
		return c.DueAt, nil
	case "started":
		return c.StartedAt, nil
	case "ended":
		return c.EndedAt, nil
	default: // breached_at
		return c.BreachedAt, nil
	}
}

// holds reports whether a value is the one that f expects.
func (f *fieldWant) holds(got any) bool {
	if t, ok := got.(time.Time); ok {
		return t.Equal(f.instant.time)
	}
	return got == f.value
}

// show writes a value for people.
func (w wall) show(value any) string {
	switch v := value.(type) {
	case time.Time:
		if v.IsZero() {
			return "null"
		}
		return w.format(v)
	case time.Duration:
		return shortDuration(v)
	case bool:
		return strconv.FormatBool(v)
	}
	text, _ := value.(string)
	return text
}

// showWant writes what f expects for people: as written, and when that is.
func (w wall) showWant(f *fieldWant) string {
	if f.value != nil {
		return w.show(f.value)
	}
	text := w.show(f.instant.time)
	if written := f.instant.text; written != "" && f.instant.form.kind != onWall && written != text {
		text = written + ", which is " + text
	}
	return text
}

// spellValue writes a value as JSON, in the way in which f spells its value. Base is what "+"
// counts from, and usual is how instants are spelled where f has none.
func (w wall) spellValue(data []byte, f *fieldWant, value any, base time.Time, usual form) []byte {
	switch v := value.(type) {
	case time.Time:
		if v.IsZero() {
			return []byte("null")
		}
		spelling := f.instant.form
		if spelling.kind == noForm {
			spelling = usual
		}
		return strict.AppendText(nil, w.spell(v, spelling, base))
	case time.Duration:
		var written string
		if json.Unmarshal(data[f.start:f.end], &written) != nil {
			written = ""
		}
		return strict.AppendText(nil, spellDuration(v, written))
	case bool:
		return strconv.AppendBool(nil, v)
	}
	text, _ := value.(string)
	return strict.AppendText(nil, text)
}
