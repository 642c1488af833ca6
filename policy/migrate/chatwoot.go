package migrate

import (
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
)

// Chatwoot converts the SLA policies of Chatwoot (GET /api/v1/accounts/{id}/sla_policies)
// and the inboxes, which have the working hours (GET /api/v1/accounts/{id}/inboxes) and may
// be nil.
//
// An SLA of Chatwoot is given to a conversation by an automation or an agent, so each
// policy applies to issues with its id in the attribute "sla_policy_id". What counts in
// business hours counts on those of the inbox whose id is in the attribute "inbox_id". No
// clock pauses. The resolution ends when a conversation is first resolved.
func Chatwoot(slaPolicies, inboxes []byte) (*policy.Config, []Note, error) {
	c := newConverter(policy.Zendesk, map[string]policy.Category{
		"new": policy.Open, "open": policy.Open, "pending": policy.Hold, "snoozed": policy.Hold, "resolved": policy.Resolved,
	})
	hours := policy.Use(businesshours.Always)
	known := false
	if inboxes != nil {
		document, err := c.read(Schedules, inboxes)
		if err != nil {
			return nil, nil, err
		}
		rows, err := document.rows("payload")
		if err != nil {
			return nil, nil, err
		}
		hours, known = c.chatwootHours(rows)
	}
	document, err := c.read(Policies, slaPolicies)
	if err != nil {
		return nil, nil, err
	}
	rows, err := document.rows("payload", "sla_policy")
	if err != nil {
		return nil, nil, err
	}
	for _, row := range rows {
		row.rest("id name description first_response_time_threshold next_response_time_threshold resolution_time_threshold only_during_business_hours",
			"account_id created_at updated_at")
		id := row.at("id").text()
		if id == "" {
			row.note("add the id", "the policy has no id, by which conversations name it, and is left out")
			continue
		}
		schedule := policy.Use(businesshours.Always)
		if only := row.at("only_during_business_hours"); only.yes() {
			if schedule = hours; !known {
				only.note("convert the inboxes together with the policies, or name a schedule", "there are no working hours; the targets count at all times")
			}
		}
		c.declare("sla_policy_id", policy.FieldText)
		p := policy.Policy{When: new(policy.If("sla_policy_id", policy.Eq, id)), Schedule: schedule, Targets: make(map[string]policy.Target)}
		for _, m := range []struct{ field, metric string }{
			{"first_response_time_threshold", policy.FirstResponse},
			{"next_response_time_threshold", policy.NextResponse},
			{"resolution_time_threshold", policy.Resolution},
		} {
			if within, ok := row.at(m.field).amount(time.Second); ok {
				p.Targets[m.metric] = policy.Within(within)
			}
		}
		if _, ok := p.Targets[policy.Resolution]; ok {
			c.define(policy.Resolution, firstResolution(nil))
		}
		c.addPolicy(id, row.at("name").text(), row.at("description").text(), p)
	}
	return c.finish("chatwoot")
}

// chatwootHours adds the working hours of inboxes, and returns the choice among them.
func (c *converter) chatwootHours(rows []node) (hours policy.Choice[string], ok bool) {
	names := make(map[string]string)
	for _, row := range rows { // all other fields of an inbox are about its channel
		id := row.at("id").text()
		if id == "" {
			row.note("add the id", "the inbox has no id, and is left out")
			continue
		}
		if !row.at("working_hours_enabled").yes() {
			continue // open at all times, the default
		}
		s := businesshours.Schedule{TimeZone: row.at("timezone").zone(), Weekly: row.at("working_hours").chatwootWeek()}
		if name := c.addSchedule(row, row.at("name").text(), id, s); name != "" {
			names[id] = name
		}
	}
	if len(names) == 0 {
		return policy.Use(businesshours.Always), len(rows) > 0
	}
	c.declare("inbox_id", policy.FieldText)
	return policy.UseBy("inbox_id", names, businesshours.Always), true
}

func (n node) chatwootWeek() businesshours.Weekly {
	var w week
	for i, day := range n.list() {
		if i == maxHours {
			n.note("merge the hours of each day", "there are more than %d days; the others are left out", maxHours)
			break
		}
		day.rest("day_of_week closed_all_day open_all_day open_hour open_minutes close_hour close_minutes",
			"id account_id inbox_id created_at updated_at")
		number, ok := day.at("day_of_week").whole(6)
		switch {
		case !ok:
			day.note("add the hours by hand", "\"day_of_week\" is not from 0, which is Sunday, to 6; the day is left out")
			continue
		case day.at("closed_all_day").yes():
			continue
		case day.at("open_all_day").yes():
			w.add(number, 0, 24*3600)
			continue
		}
		openHour, ok1 := day.at("open_hour").whole(23)
		openMinute, ok2 := day.at("open_minutes").whole(59)
		closeHour, ok3 := day.at("close_hour").whole(23)
		closeMinute, ok4 := day.at("close_minutes").whole(59)
		from, to := openHour*3600+openMinute*60, closeHour*3600+closeMinute*60
		if !ok1 || !ok2 || !ok3 || !ok4 || to <= from {
			day.note("add the hours by hand", "has no opening before its closing, and is left out")
			continue
		}
		w.add(number, from, to)
	}
	return w.weekly
}

// whole returns a whole number from 0 to most.
func (n node) whole(most int) (int, bool) {
	f, ok := n.number()
	if !ok || f < 0 || f > float64(most) || f != float64(int(f)) {
		return 0, false
	}
	return int(f), true
}
