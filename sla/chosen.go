package sla

import (
	"strconv"
	"strings"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/value"
)

// A Choice is a field by which something of a target was chosen.
type Choice struct {
	What    string `json:"what"` // "within" or "schedule", as in the configuration
	Field   string `json:"field"`
	Got     any    `json:"got"`               // the field's value; nil if it is absent
	Default bool   `json:"default,omitempty"` // the value has no choice of its own
}

// chosen returns by which fields, as they are, a target is chosen.
func (p *program) chosen(t *target, fields []value.Value) (list []Choice) {
	add := func(what string, by int, has func(string) bool) {
		if by < 0 {
			return
		}
		v := &fields[by]
		list = append(list, Choice{what, p.fieldNames[by], v.Plain(), v.Kind != value.Text || !has(v.Text)})
	}
	if t.days == nil {
		add("within", t.within.by, t.within.has)
	}
	add("schedule", t.schedule.by, t.schedule.has)
	return list
}

// has reports whether a text has a choice of its own.
func (c *choice[T]) has(text string) bool {
	_, ok := c.values.find(text)
	return ok
}

// String returns what was found: such as "priority is urgent".
func (c Choice) String() string {
	if c.Got == nil {
		return c.Field + " has no value"
	}
	return c.Field + " is " + valueText(c.Got)
}

// chosenText says by what a target was chosen, after what it gives, or nothing.
func chosenText(list []Choice) string {
	var because []string
	for _, c := range list {
		text := "as " + c.String()
		if c.Default {
			text = "by default, " + text
		}
		because = append(because, text)
	}
	if len(because) == 0 {
		return ""
	}
	return ", " + strings.Join(because, ", and ")
}

// daysText returns business days as people read them: "3 business days, until 12:00".
func daysText(b businesshours.BusinessDays) string {
	text := strconv.Itoa(b.Days) + " business days"
	if b.Days == 1 {
		text = "1 business day"
	}
	if b.At != 0 {
		text += ", until " + b.At.String()
	}
	if b.HasCutoff {
		text += ", with a cutoff at " + b.Cutoff.String()
	}
	return text
}

// untargeted says why no policy that applies has a target for a metric, as the fields are
// after the last event, or nothing if one has.
func (w *explainer) untargeted(metric int) string {
	var without, unchosen []string
	for i := range w.lanes {
		for _, k := range w.lanes[i].holding {
			p := &w.program.policies[k]
			t := p.targets[metric]
			switch {
			case t == nil:
				without = append(without, quiet(p.id))
				continue
			case t.resolve(w.fields.values).target != nil:
				return ""
			}
			for _, c := range w.program.chosen(t, w.fields.values) {
				if c.Default {
					unchosen = append(unchosen, c.String()+", for which policy "+quiet(p.id)+" has no "+chosenNames[c.What]+" and no default")
				}
			}
		}
	}
	switch {
	case len(unchosen) > 0:
		return unchosen[0]
	case len(without) == 1:
		return "policy " + without[0] + ", which applies, has no target for it"
	case len(without) > 1:
		return "policies that apply have no target for it: " + cutList(without)
	}
	return "no policy applies"
}

// chosenNames are what people call what is chosen.
var chosenNames = map[string]string{"within": "target", "schedule": "schedule"}
