package migrate

import (
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
)

// freshdeskPriorities are the priorities by the field of sla_target that has their times.
var freshdeskPriorities = []struct{ field, name string }{
	{"priority_1", "low"}, {"priority_2", "medium"}, {"priority_3", "high"}, {"priority_4", "urgent"},
}

// freshdeskScope are the fields of applicable_to, and the attributes that they compare.
var freshdeskScope = []struct{ field, attribute string }{
	{"company_ids", "company_id"}, {"group_ids", "group_id"}, {"sources", "source"},
	{"ticket_types", "type"}, {"product_ids", "product_id"},
}

// Freshdesk converts the SLA policies of Freshdesk (GET /api/v2/sla_policies) and the
// business hours (GET /api/v2/business_hours), which may be nil.
//
// Policies are in order of their positions, with the default one last; inactive ones are
// left out with a note. Priorities are low, medium, high and urgent; statuses are open,
// pending, resolved, closed, waiting_on_customer and waiting_on_third_party, and also their
// numbers. All clocks pause while a ticket is pending or waiting, as a new account has it:
// the documents do not say which statuses stop the timer.
//
// What counts in business hours counts on the default ones; if there are several, on those
// whose id is in the attribute "business_hours_id", which is that of the ticket's group.
// Escalations become steps after the breach, with the ids of agents in an action of the
// type "notify" for the host.
func Freshdesk(slaPolicies, businessHours []byte) (*policy.Config, []Note, error) {
	c := newConverter(policy.Standard, map[string]policy.Category{
		"new": policy.Open, "open": policy.Open, "2": policy.Open, "pending": policy.Pending, "3": policy.Pending,
		"resolved": policy.Resolved, "4": policy.Resolved, "closed": policy.Resolved, "5": policy.Resolved,
		"waiting_on_customer": policy.Pending, "6": policy.Pending, "waiting_on_third_party": policy.Hold, "7": policy.Hold,
	})
	hours := policy.Use(businesshours.Always)
	known := false
	if businessHours != nil {
		document, err := c.read(Schedules, businessHours)
		if err != nil {
			return nil, nil, err
		}
		rows, err := document.rows("business_hours_list")
		if err != nil {
			return nil, nil, err
		}
		hours, known = c.freshdeskHours(document, rows)
	}
	document, err := c.read(Policies, slaPolicies)
	if err != nil {
		return nil, nil, err
	}
	rows, err := document.rows("sla_policies", "sla_policy")
	if err != nil {
		return nil, nil, err
	}
	slices.SortStableFunc(rows, func(a, b node) int {
		switch last, also := a.at("is_default").yes(), b.at("is_default").yes(); {
		case last == also:
			return byPosition(a, b)
		case last:
			return 1
		}
		return -1
	})
	if len(rows) > 0 {
		document.note("see which statuses have the timer off, and correct \"statuses\" and the pauses of targets",
			"which statuses stop the timer is not in the document; clocks pause here while a ticket is pending or waiting")
	}
	for _, row := range rows {
		c.freshdeskPolicy(row, hours, known)
	}
	return c.finish("freshdesk")
}

// freshdeskHours adds the business hours, and returns what counts in them counts on.
func (c *converter) freshdeskHours(document node, rows []node) (hours policy.Choice[string], ok bool) {
	names := make(map[string]string)
	usual, isDefault := "", false
	for _, row := range rows {
		row.rest("id name time_zone is_default business_hours holidays list_of_holidays", "description created_at updated_at")
		s := businesshours.Schedule{TimeZone: row.at("time_zone").zone(), Weekly: row.at("business_hours").freshdeskWeek()}
		for _, field := range []string{"holidays", "list_of_holidays"} {
			for _, h := range row.at(field).list() {
				if holiday, ok := h.freshdeskHoliday(); ok {
					s.Holidays = append(s.Holidays, holiday)
				}
			}
		}
		id := row.at("id").text()
		name := c.addSchedule(row, row.at("name").text(), id, s)
		if name == "" {
			continue
		}
		if now := row.at("is_default").yes(); usual == "" || now && !isDefault {
			usual, isDefault = name, now
		}
		if id != "" {
			names[id] = name
		}
	}
	if usual == "" {
		return policy.Use(businesshours.Always), false
	}
	hours = c.choose("business_hours_id", names, usual)
	if hours.By != "" {
		document.note("set the attribute \"business_hours_id\" to that of the ticket's group",
			"which groups have which business hours is not in the document; tickets without \"business_hours_id\" count on %q", usual)
	}
	return hours, true
}

func (n node) freshdeskWeek() businesshours.Weekly {
	var w week
	names := []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}
	for _, key := range n.keys() {
		day := slices.Index(names, key)
		hours := n.at(key)
		if day < 0 {
			hours.note("add the hours by hand", "is not a day of the week, and is left out")
			continue
		}
		if !hours.given() {
			continue
		}
		hours.rest("start_time end_time", "")
		from, err := parseClock(hours.at("start_time").text())
		to, err2 := parseClock(hours.at("end_time").text())
		if to == 24*3600-1 {
			hours.at("end_time").note("", "the day is taken to be open until midnight, and not until a second before it")
			to++
		}
		if err != nil || err2 != nil || to <= from {
			hours.note("add the hours by hand", "has no start and end such as \"09:00:00 am\" and \"05:00:00 pm\", and is left out")
			continue
		}
		w.add(day, from, to)
	}
	return w.weekly
}

func (n node) freshdeskHoliday() (h businesshours.Holiday, ok bool) {
	n.rest("name date", "id")
	date := n.at("date")
	h.Name = clean(n.at("name").text())
	if d, err := time.Parse("01-02", date.text()); err == nil { // each year
		h.Every = d.Format("01-02")
		return h, true
	}
	d, ok := date.date()
	h.Date = d.Format(time.DateOnly)
	return h, ok
}

func (c *converter) freshdeskPolicy(n node, hours policy.Choice[string], known bool) {
	if active := n.at("active"); active.value == false {
		active.note("activate it before converting if it is to count", "the policy %q is not active, and is left out", clean(n.at("name").text()))
		return
	}
	n.rest("id name description active is_default position sla_target applicable_to escalation", "created_at updated_at")
	p := policy.Policy{When: all(c.freshdeskScope(n.at("applicable_to"))), Targets: make(map[string]policy.Target)}
	response, resolution := n.at("escalation").freshdeskSteps()
	waiting := new(policy.If(policy.StatusCategory, policy.In, []string{string(policy.Pending), string(policy.Hold)}))
	promises := make(map[string][]promise)
	targets := n.at("sla_target")
	for _, priority := range freshdeskPriorities {
		t := targets.at(priority.field)
		if !t.given() {
			continue
		}
		t.rest("respond_within next_respond_within resolve_within business_hours escalation_enabled", "")
		schedule := policy.Use(businesshours.Always)
		if business := t.at("business_hours"); business.yes() {
			schedule = hours
			if !known {
				business.note("convert the business hours together with the policies, or name a schedule", "there are no business hours; the target counts at all times")
			}
		}
		add := func(field, metric string, pause *policy.Condition, steps []policy.Escalation) {
			if within, ok := t.at(field).amount(time.Second); ok {
				if !t.at("escalation_enabled").yes() {
					steps = nil
				}
				promises[metric] = append(promises[metric], promise{priority.name, within, schedule, pause, steps})
			}
		}
		add("respond_within", policy.FirstResponse, waiting, response)
		add("next_respond_within", policy.NextResponse, waiting, nil)
		add("resolve_within", policy.Resolution, nil, resolution) // pauses by itself
	}
	targets.rest("priority_1 priority_2 priority_3 priority_4", "")
	c.addTargets(&p, promises)
	c.addPolicy(n.at("id").text(), n.at("name").text(), n.at("description").text(), p)
}

// freshdeskScope converts the tickets to which a policy applies.
func (c *converter) freshdeskScope(n node) (conditions []policy.Condition) {
	known := make([]string, 0, len(freshdeskScope))
	for _, scope := range freshdeskScope {
		known = append(known, scope.field)
		value := n.at(scope.field)
		if !value.given() {
			continue
		}
		texts, ok := value.texts()
		if !ok {
			conditions = append(conditions, c.standIn(value, "the condition cannot be expressed: it is not a list of texts and numbers"))
			continue
		}
		c.declare(scope.attribute, policy.FieldText)
		conditions = append(conditions, oneOf(scope.attribute, texts, false))
	}
	for _, key := range n.keys() {
		if field := n.at(key); !slices.Contains(known, key) && field.given() {
			conditions = append(conditions, c.standIn(field, "the condition cannot be expressed: the field is unknown"))
		}
	}
	return conditions
}

// freshdeskSteps converts the escalations of a policy into steps of the response and of the
// resolution.
func (n node) freshdeskSteps() (response, resolution []policy.Escalation) {
	n.rest("response resolution reminder_response reminder_resolution", "")
	if n.given() {
		n.note("check the steps", "escalations pass here in the time that the target counts: in its hours, and not while it is paused")
	}
	for _, key := range []string{"reminder_response", "response"} {
		if step, ok := n.at(key).freshdeskStep(key); ok {
			response = append(response, step)
		}
	}
	if step, ok := n.at("reminder_resolution").freshdeskStep("reminder_resolution"); ok {
		resolution = append(resolution, step)
	}
	levels := n.at("resolution")
	levels.rest("level_1 level_2 level_3 level_4", "")
	for _, level := range []string{"level_1", "level_2", "level_3", "level_4"} {
		if step, ok := levels.at(level).freshdeskStep(level); ok {
			resolution = append(resolution, step)
		}
	}
	return response, resolution
}

func (n node) freshdeskStep(name string) (step policy.Escalation, ok bool) {
	if !n.given() {
		return step, false
	}
	n.rest("escalation_time agent_ids", "")
	after := n.at("escalation_time")
	seconds, ok := after.number()
	if limit := policy.MaxAllowance.Seconds(); !ok || seconds < -limit || seconds > limit || seconds != float64(int64(seconds)) {
		after.note("add the step by hand", "is not a number of seconds; the step is left out")
		return step, false
	}
	step = policy.Escalation{Name: name, At: "breach"}
	switch d := time.Duration(seconds) * time.Second; {
	case d > 0:
		step.At = d.String() + " after"
	case d < 0:
		step.At = (-d).String() + " before"
	}
	if agents, ok := n.at("agent_ids").texts(); ok {
		step.Do = []policy.Action{{"type": "notify", "agent_ids": agents}}
	}
	return step, true
}
