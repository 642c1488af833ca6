package migrate

import (
	"cmp"
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
)

// zammadResponse is the metric of response times.
const zammadResponse = "response"

// Zammad converts the SLAs of Zammad (GET /api/v1/slas) and the calendars
// (GET /api/v1/calendars), which may be nil.
//
// SLAs are in order of their names, with one without a condition last, as Zammad looks for
// the first that matches. Times count on the calendar, and no clock counts while a ticket is
// in a pending state. The statuses are those of a new installation; add states of your own
// under "statuses".
//
// The response time becomes a metric of its own, "response": each answer to a customer,
// the first included. The solution time ends when a ticket is first closed; a reopened one
// has no other.
func Zammad(slas, calendars []byte) (*policy.Config, []Note, error) {
	c := newConverter(policy.Standard, map[string]policy.Category{
		"new": policy.Open, "open": policy.Open, "pending reminder": policy.Pending, "pending close": policy.Pending,
		"closed": policy.Resolved, "merged": policy.Resolved, "removed": policy.Resolved,
	})
	names := make(map[string]string) // of schedules by the ids of calendars
	if calendars != nil {
		document, err := c.read(Schedules, calendars)
		if err != nil {
			return nil, nil, err
		}
		rows, err := document.rows()
		if err != nil {
			return nil, nil, err
		}
		for _, row := range rows {
			c.zammadCalendar(row, names)
		}
	}
	document, err := c.read(Policies, slas)
	if err != nil {
		return nil, nil, err
	}
	rows, err := document.rows()
	if err != nil {
		return nil, nil, err
	}
	slices.SortStableFunc(rows, func(a, b node) int {
		switch last, also := !a.at("condition").given(), !b.at("condition").given(); {
		case last == also:
			return cmp.Compare(a.at("name").text(), b.at("name").text())
		case last:
			return 1
		}
		return -1
	})
	for _, row := range rows {
		c.zammadSLA(row, names)
	}
	return c.finish("zammad")
}

func (c *converter) zammadCalendar(n node, names map[string]string) {
	n.rest("id name timezone business_hours public_holidays ical_url",
		"default note last_log last_sync updated_by_id created_by_id updated_by created_by created_at updated_at")
	s := businesshours.Schedule{TimeZone: n.at("timezone").zone(), Weekly: n.at("business_hours").zammadWeek()}
	holidays := n.at("public_holidays")
	for _, date := range holidays.keys() {
		h := holidays.at(date)
		h.rest("active summary", "feed")
		if !h.at("active").yes() {
			continue // it was switched off
		}
		if d, ok := h.dateOf(date); ok {
			s.Holidays = append(s.Holidays, businesshours.Holiday{Date: d.Format(time.DateOnly), Name: clean(h.at("summary").text())})
		}
	}
	if feed := n.at("ical_url"); feed.given() {
		feed.note("convert the feed again from time to time, as examples/ical does, or name a calendar of holidays",
			"holidays that the feed will bring later are not carried over; those that it has brought are")
	}
	id := n.at("id").text()
	if name := c.addSchedule(n, n.at("name").text(), id, s); name != "" && id != "" {
		names[id] = name
	}
}

func (n node) zammadWeek() businesshours.Weekly {
	var w week
	for _, key := range n.keys() {
		day := slices.Index(weekdays[:], key)
		hours := n.at(key)
		if day < 0 {
			hours.note("add the hours by hand", "is not a day of the week, and is left out")
			continue
		}
		hours.rest("active timeframes", "")
		if !hours.at("active").yes() {
			continue
		}
		for i, frame := range hours.at("timeframes").list() {
			if i == businesshours.MaxIntervals {
				hours.note("merge intervals", "there are more than %d intervals; the others are left out", i)
				break
			}
			times, _ := frame.texts()
			if len(times) == 2 {
				from, err := parseClock(times[0])
				to, err2 := parseClock(times[1])
				if to == 0 || to == 24*3600-60 && times[1] == "23:59" {
					if to != 0 {
						frame.note("", "the day is taken to be open until midnight, and not until a minute before it")
					}
					to = 24 * 3600
				}
				if err == nil && err2 == nil && from < to {
					w.add(day, from, to)
					continue
				}
			}
			frame.note("add the hours by hand", "is not a pair such as [\"09:00\", \"17:00\"], and is left out")
		}
	}
	return w.weekly
}

func (c *converter) zammadSLA(n node, names map[string]string) {
	n.rest("id name condition calendar_id first_response_time response_time update_time solution_time",
		"updated_by_id created_by_id updated_by created_by created_at updated_at")
	p := policy.Policy{Schedule: policy.Use(businesshours.Always), Targets: make(map[string]policy.Target)}
	calendar := n.at("calendar_id")
	if name, ok := names[calendar.text()]; ok {
		p.Schedule = policy.Use(name)
	} else {
		calendar.note("convert the calendars together with the SLAs, or name a schedule", "there is no such calendar with hours; the targets count at all times")
	}
	if condition := n.at("condition"); condition.given() {
		p.When = new(c.zammadCondition(condition))
	}
	pending := new(policy.If(policy.StatusCategory, policy.Eq, string(policy.Pending)))
	add := func(field, metric string, pause *policy.Condition) {
		if within, ok := n.at(field).amount(time.Minute); ok {
			t := policy.Within(within)
			t.Pause = pause
			p.Targets[metric] = t
		}
	}
	add("first_response_time", policy.FirstResponse, pending)
	add("response_time", zammadResponse, nil)
	add("update_time", policy.PausableUpdate, nil) // pauses by itself
	add("solution_time", policy.Resolution, nil)
	if _, ok := p.Targets[zammadResponse]; ok {
		c.define(zammadResponse, policy.Metric{
			Start: []policy.Trigger{
				{On: "created:customer", If: new(unresolved())},
				{On: "message:customer", If: new(unresolved())},
				{On: "reopened", If: new(policy.If(policy.Unanswered, policy.Eq, true))},
			},
			Stop: []policy.Trigger{{On: "message:agent"}}, Cancel: []policy.Trigger{{On: "resolved"}},
			Pause: pending, Repeat: true,
		})
	}
	if _, ok := p.Targets[policy.Resolution]; ok {
		c.define(policy.Resolution, firstResolution(pending))
	}
	c.addPolicy(n.at("id").text(), n.at("name").text(), "", p)
}
