package configdiff

import (
	"slices"
	"strings"

	"github.com/punctualgo/punctual/businesshours"
)

// schedules compares schedules. One that is the same but for its name was renamed.
func (c *comparison) schedules() {
	c.renamed = map[string]string{businesshours.Always: businesshours.Always}
	before, after := byName(c.before.Schedules), byName(c.after.Schedules)
	for name := range before {
		if _, ok := after[name]; ok {
			c.renamed[name] = name
		}
	}
	added := make(map[string]bool)
	for i := range c.after.Schedules {
		name := c.after.Schedules[i].Name
		added[name] = before[name].Name == ""
	}
	for i := range c.before.Schedules {
		s := c.before.Schedules[i]
		if _, ok := after[s.Name]; ok {
			continue
		}
		old := s.Name
		for j := range c.after.Schedules {
			other := c.after.Schedules[j]
			s.Name = other.Name
			if added[other.Name] && jsonText(&s) == jsonText(&other) {
				added[other.Name] = false
				c.renamed[old] = other.Name
				c.differ(KindSchedule, other.Name, "name", old, other.Name)
				break
			}
		}
		if c.renamed[old] == "" {
			c.differ(KindSchedule, old, "", scheduleText(&c.before.Schedules[i]), "")
		}
	}
	for i := range c.after.Schedules {
		s := &c.after.Schedules[i]
		if b, ok := before[s.Name]; ok {
			c.schedule(&b, s)
		} else if added[s.Name] {
			c.differ(KindSchedule, s.Name, "", "", scheduleText(s))
		}
	}
}

// byName returns schedules by name.
func byName(list []businesshours.Schedule) map[string]businesshours.Schedule {
	all := make(map[string]businesshours.Schedule)
	for _, s := range list {
		all[s.Name] = s
	}
	return all
}

// schedule compares two states of a schedule.
func (c *comparison) schedule(before, after *businesshours.Schedule) {
	name := after.Name
	c.differ(KindSchedule, name, "form", formText(before), formText(after))
	c.differ(KindSchedule, name, "time zone", or(before.TimeZone, "UTC"), or(after.TimeZone, "UTC"))
	c.parts(name, "", textOfHours(before.Weekly), textOfHours(after.Weekly))
	c.differ(KindSchedule, name, "holidays close", or(before.HolidaysClose, "date"), or(after.HolidaysClose, "date"))
	c.parts(name, "holiday ", textOfHolidays(before.Holidays), textOfHolidays(after.Holidays))
	c.parts(name, "on ", textOfHours(before.Exceptions), textOfHours(after.Exceptions))
	c.parts(name, "from ", textOfRevisions(before.Revisions), textOfRevisions(after.Revisions))
}

// parts compares parts of a schedule that have a name and a text.
func (c *comparison) parts(schedule, prefix string, before, after map[string]string) {
	for _, name := range union(before, after) {
		c.differ(KindSchedule, schedule, prefix+name, before[name], after[name])
	}
}

// textOfHours returns hours in words by the day that they are of.
func textOfHours(hours map[string][]string) map[string]string {
	texts := make(map[string]string)
	for day, intervals := range hours {
		texts[day] = or(strings.Join(intervals, " "), "closed")
	}
	return texts
}

// kept is what is said of holidays of which there is nothing else to say.
const kept = "kept"

// textOfHolidays returns what else is said of holidays, by what they are.
func textOfHolidays(list []businesshours.Holiday) map[string]string {
	texts := make(map[string]string)
	for _, h := range list {
		name := h.Calendar + h.Date + h.Every
		if h.To != "" {
			name += " to " + h.To
		}
		text := or(h.Name, kept)
		if len(h.Except) > 0 {
			text += " except " + strings.Join(h.Except, ", ")
		}
		if h.Observed != "" {
			text += ", " + h.Observed
		}
		if h.Plus != 0 {
			text += ", moved by " + jsonText(h.Plus) + " days"
		}
		if texts[name] != "" {
			text = texts[name] + "; " + text
		}
		texts[name] = text
	}
	return texts
}

// textOfRevisions returns revisions in words by the date from which they are in force.
func textOfRevisions(list []businesshours.Revision) map[string]string {
	texts := make(map[string]string)
	for _, r := range list {
		texts[r.From] = hoursText(r.Weekly)
	}
	return texts
}

// hoursText returns weekly hours in words.
func hoursText(weekly businesshours.Weekly) string {
	if len(weekly) == 0 {
		return "closed"
	}
	var parts []string
	texts := textOfHours(weekly)
	for day := range weekly {
		parts = append(parts, day+" "+texts[day])
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

// formText returns which form a schedule has, and the members of a composite.
func formText(s *businesshours.Schedule) string {
	switch {
	case s.Always:
		return "always open"
	case len(s.NoneOf) > 0:
		return "any of " + strings.Join(s.AnyOf, ", ") + ", none of " + strings.Join(s.NoneOf, ", ")
	case len(s.AnyOf) > 0:
		return "any of " + strings.Join(s.AnyOf, ", ")
	}
	return "weekly hours"
}

// scheduleText returns a schedule in words.
func scheduleText(s *businesshours.Schedule) string {
	if form := formText(s); form != "weekly hours" {
		return form
	}
	return hoursText(s.Weekly) + " in " + or(s.TimeZone, "UTC")
}
