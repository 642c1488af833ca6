package migrate

import (
	"cmp"
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
)

// zendeskMetrics are the built-in metrics by what Zendesk calls them.
var zendeskMetrics = map[string]string{
	"first_reply_time":      policy.FirstResponse,
	"next_reply_time":       policy.NextResponse,
	"requester_wait_time":   policy.RequesterWait,
	"agent_work_time":       policy.AgentWork,
	"periodic_update_time":  policy.PeriodicUpdate,
	"pausable_update_time":  policy.PausableUpdate,
	"total_resolution_time": policy.Resolution,
}

var (
	zendeskPriorities = []string{"low", "normal", "high", "urgent"}
	zendeskStatuses   = []string{"new", "open", "pending", "hold", "solved", "closed"}
)

// Zendesk converts the SLA policies of Zendesk (GET /api/v2/slas/policies) and the
// schedules (GET /api/v2/business_hours/schedules), which may be nil.
//
// The holidays of a schedule come from a request of their own. Put them into the schedule,
// as "holidays", before converting.
//
// Policies are in order of their positions, with the profile [policy.Zendesk]. A ticket
// without a priority has no targets, as in Zendesk. What counts in business hours counts on
// the first schedule; if there are several, on the one whose id is in the attribute
// "schedule_id".
func Zendesk(slaPolicies, schedules []byte) (*policy.Config, []Note, error) {
	c := newConverter(policy.Zendesk, map[string]policy.Category{
		"new": policy.Open, "open": policy.Open, "pending": policy.Pending, "hold": policy.Hold,
		"solved": policy.Resolved, "closed": policy.Resolved,
	})
	hours := policy.Use(businesshours.Always)
	known := false
	if schedules != nil {
		document, err := c.read(Schedules, schedules)
		if err != nil {
			return nil, nil, err
		}
		rows, err := document.rows("schedules", "schedule")
		if err != nil {
			return nil, nil, err
		}
		hours, known = c.zendeskSchedules(document, rows)
	}
	document, err := c.read(Policies, slaPolicies)
	if err != nil {
		return nil, nil, err
	}
	rows, err := document.rows("sla_policies", "sla_policy")
	if err != nil {
		return nil, nil, err
	}
	slices.SortStableFunc(rows, byPosition)
	for _, row := range rows {
		c.zendeskPolicy(row, hours, known)
	}
	return c.finish("zendesk")
}

// byPosition orders policies by their positions, those without one last.
func byPosition(a, b node) int {
	x, hasX := a.at("position").number()
	y, hasY := b.at("position").number()
	switch {
	case hasX && hasY:
		return cmp.Compare(x, y)
	case hasX:
		return -1
	case hasY:
		return 1
	}
	return 0
}

// zendeskSchedules adds the schedules, and returns what counts in business hours counts on.
func (c *converter) zendeskSchedules(document node, rows []node) (hours policy.Choice[string], ok bool) {
	names := make(map[string]string)
	usual := ""
	for _, row := range rows {
		row.rest("id name time_zone intervals holidays", "url created_at updated_at")
		s := businesshours.Schedule{TimeZone: row.at("time_zone").zone(), Weekly: row.at("intervals").zendeskWeek()}
		for _, h := range row.at("holidays").list() {
			if holiday, ok := h.zendeskHoliday(); ok {
				s.Holidays = append(s.Holidays, holiday)
			}
		}
		id := row.at("id").text()
		name := c.addSchedule(row, row.at("name").text(), id, s)
		if name == "" {
			continue
		}
		if usual == "" {
			usual = name
		}
		if id != "" {
			names[id] = name
		}
	}
	if usual == "" {
		return policy.Use(businesshours.Always), false
	}
	hours = c.choose("schedule_id", names, usual)
	if hours.By != "" {
		document.note("set the attribute \"schedule_id\" where a trigger sets another schedule",
			"which tickets have which schedule is not in the document; those without \"schedule_id\" count on %q", usual)
	}
	return hours, true
}

// zendeskWeek returns the hours of intervals in minutes since the beginning of Sunday.
func (n node) zendeskWeek() businesshours.Weekly {
	var w week
	for i, interval := range n.list() {
		if i == maxHours {
			n.note("merge intervals", "there are more than %d intervals; the others are left out", maxHours)
			break
		}
		interval.rest("start_time end_time", "")
		from, ok := interval.at("start_time").number()
		to, also := interval.at("end_time").number()
		if !ok || !also || from < 0 || to <= from || to > minutesOfWeek || from != float64(int(from)) || to != float64(int(to)) {
			interval.note("add the hours by hand", "is not an interval of whole minutes of a week from Sunday, and is left out")
			continue
		}
		w.span(int(from), int(to))
	}
	return w.weekly
}

func (n node) zendeskHoliday() (h businesshours.Holiday, ok bool) {
	n.rest("name start_date end_date", "id url created_at updated_at start_year end_year")
	h.Name = clean(n.at("name").text())
	start, ok := n.at("start_date").date()
	if !ok {
		return h, false
	}
	h.Date = start.Format(time.DateOnly)
	if end := n.at("end_date"); end.given() && end.text() != h.Date {
		last, ok := end.date()
		switch {
		case !ok:
			return h, false
		case last.Before(start), last.Sub(start) >= businesshours.MaxHolidayRange*24*time.Hour:
			end.note("add the holiday by hand", "is before the start, or years after it; the holiday is left out")
			return h, false
		}
		h.To = last.Format(time.DateOnly)
	}
	return h, true
}

func (c *converter) zendeskPolicy(n node, hours policy.Choice[string], known bool) {
	n.rest("id title description position filter policy_metrics metric_settings", "url created_at updated_at")
	filter := n.at("filter")
	filter.rest("all any", "")
	var conditions []policy.Condition
	for _, condition := range filter.at("all").list() {
		conditions = append(conditions, c.zendeskCondition(condition))
	}
	var either []policy.Condition
	for _, condition := range filter.at("any").list() {
		either = append(either, c.zendeskCondition(condition))
	}
	switch len(either) {
	case 0:
	case 1:
		conditions = append(conditions, either[0])
	default:
		conditions = append(conditions, policy.Any(either...))
	}
	p := policy.Policy{When: all(conditions), Targets: make(map[string]policy.Target)}
	promises := make(map[string][]promise)
	for _, m := range n.at("policy_metrics").list() {
		m.rest("priority metric target target_in_seconds business_hours", "")
		name := m.at("metric").text()
		metric, ok := zendeskMetrics[name]
		priority := m.at("priority").text()
		switch {
		case !ok:
			m.at("metric").note("define a metric of your own under \"metrics\"", "there is no such metric; its target is left out")
			continue
		case !slices.Contains(zendeskPriorities, priority):
			m.at("priority").note("add the target by hand", "is not a priority; the target of %s is left out", name)
			continue
		case slices.ContainsFunc(promises[metric], func(p promise) bool { return p.priority == priority }):
			m.note("remove one of the two", "there is another target of %s for this priority before it; this one is left out", name)
			continue
		}
		within, ok := m.at("target_in_seconds").amount(time.Second)
		if !m.at("target_in_seconds").given() {
			within, ok = m.at("target").amount(time.Minute)
		}
		if !ok {
			if !m.at("target").given() {
				m.note("add the target by hand", "there is no amount of time")
			}
			continue
		}
		schedule := policy.Use(businesshours.Always)
		if business := m.at("business_hours"); business.yes() {
			schedule = hours
			if !known {
				business.note("convert the schedules together with the policies, or name a schedule", "there are no business hours; the target counts at all times")
			}
		}
		promises[metric] = append(promises[metric], promise{priority: priority, within: within, schedule: schedule})
	}
	c.addTargets(&p, promises)
	settings := n.at("metric_settings")
	for _, metric := range settings.keys() {
		for _, key := range settings.at(metric).keys() {
			if setting := settings.at(metric).at(key); setting.yes() {
				setting.note("define the metric with other triggers under \"metrics\" if it matters", "advanced settings of when a metric starts or ends are not carried over")
			}
		}
	}
	c.addPolicy(n.at("id").text(), n.at("title").text(), n.at("description").text(), p)
}

// addTargets adds the targets that the promises by metric make.
func (c *converter) addTargets(p *policy.Policy, promises map[string][]promise) {
	for metric, list := range promises {
		p.Targets[metric] = c.target(list)
	}
}
