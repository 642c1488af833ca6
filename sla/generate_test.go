package sla_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A world is a configuration, an issue, and the instant as of which it is asked.
type world struct {
	config *policy.Config
	engine *sla.Engine
	issue  sla.Issue
	now    time.Time
}

// fataler is what testing.T, testing.F and rapid.T have in common here.
type fataler interface {
	Fatalf(format string, args ...any)
}

func newEngine(t fataler, config *policy.Config) *sla.Engine {
	engine, err := sla.New(config, sla.Options{})
	if err != nil {
		t.Fatalf("the configuration is refused: %v\n%s", err, document(config))
	}
	return engine
}

func evaluate(t fataler, engine *sla.Engine, issue sla.Issue, now time.Time) sla.Result {
	r, err := engine.EvaluateAt(issue, now)
	if err != nil {
		t.Fatalf("the issue is refused: %v\n%s", err, document(issue))
	}
	return r
}

// eval is the result of the world's engine, as bytes.
func (w *world) eval(t fataler, issue sla.Issue, now time.Time) []byte {
	r := evaluate(t, w.engine, issue, now)
	return r.AppendJSON(nil)
}

func (w *world) String() string {
	return fmt.Sprintf("config %s\n issue %s\n as of %s", document(w.config), document(w.issue), w.now.Format(time.RFC3339Nano))
}

func document(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// A turn is a zone and an instant about which its clock changes.
type turn struct{ zone, at string }

var turns = []turn{
	{"America/New_York", "2024-03-10T07:00:00Z"},
	{"America/New_York", "2024-11-03T06:00:00Z"},
	{"Europe/London", "2024-03-31T01:00:00Z"},
	{"Europe/London", "2024-10-27T01:00:00Z"},
	{"Australia/Lord_Howe", "2024-04-06T15:00:00Z"}, // by half an hour
	{"America/Sao_Paulo", "2018-11-04T03:00:00Z"},   // without a midnight
	{"Pacific/Apia", "2011-12-30T10:00:00Z"},        // without 30 December
	{"Asia/Kathmandu", "2024-02-29T00:00:00Z"},      // on a leap day
	{"UTC", "2023-12-31T23:00:00Z"},
	{"Europe/London", "1969-12-31T23:00:00Z"}, // about the Unix epoch
	{"Africa/Monrovia", "1900-01-10T12:00:00Z"},
	{"America/New_York", "2180-03-12T07:00:00Z"},
}

func instant(text string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func oneOf[T any](t *rapid.T, label string, of ...T) T {
	return rapid.SampledFrom(of).Draw(t, label)
}

// chance is true once in n times; shrinking makes it false.
func chance(t *rapid.T, n int, label string) bool {
	return rapid.IntRange(0, n-1).Draw(t, label) == n-1
}

var weeks = []businesshours.Weekly{
	{"mon-fri": {"09:00-17:00"}},
	{"mon-sun": {"00:00-24:00"}},
	{"mon-fri": {"09:00-12:00", "13:00-17:30"}, "sat": {"10:00-11:00"}},
	{"mon-sun": {"22:00-06:00"}},
	{"sun-wed": {"00:30-02:30"}, "thu": {"23:00-01:00"}},
}

// drawSchedules draws schedules s0, s1, …, most in the zone of a turn.
func drawSchedules(t *rapid.T, about turn) (schedules []businesshours.Schedule) {
	day := func(label string) string {
		return instant(about.at).AddDate(0, 0, rapid.IntRange(-3, 5).Draw(t, label)).Format(time.DateOnly)
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "schedules") {
		s := businesshours.Schedule{Name: fmt.Sprintf("s%d", i)}
		switch form := rapid.IntRange(0, 9).Draw(t, "form"); {
		case form == 9:
			s.Always, s.TimeZone = true, about.zone
		case form >= 7 && i > 0:
			s.AnyOf = []string{schedules[0].Name, schedules[i-1].Name}
			if i > 1 {
				s.AnyOf, s.NoneOf = []string{schedules[0].Name}, []string{schedules[1].Name}
			}
		case form == 6: // there is a last open date
			s.TimeZone, s.Exceptions = about.zone, map[string][]string{day("only"): {"10:00-20:00"}}
		default:
			s.TimeZone, s.Weekly = about.zone, oneOf(t, "week", weeks...)
			if chance(t, 4, "other zone") {
				s.TimeZone = oneOf(t, "zone", "UTC", "Asia/Kathmandu")
			}
			if chance(t, 3, "holiday") {
				first := day("holiday")
				s.Holidays = oneOf(t, "holidays",
					[]businesshours.Holiday{{Date: first}, {Every: "01-01"}},
					[]businesshours.Holiday{{Date: first, To: nextDay(first)}},
					[]businesshours.Holiday{{Every: first[5:], To: nextDay(first)[5:]}, {Every: "2nd mon", Plus: 1}})
				if chance(t, 3, "shift") {
					s.HolidaysClose = "shift"
				}
			}
			if chance(t, 4, "exception") {
				s.Exceptions = map[string][]string{day("exception"): {"08:00-09:00"}, day("closed"): {}}
				if chance(t, 3, "yearly") {
					s.Exceptions[day("yearly")[5:]] = []string{"09:00-10:00", "12:00-13:00"}
				}
			}
			if chance(t, 6, "revision") {
				revised := append(weeks[:len(weeks):len(weeks)], businesshours.Weekly{}) // which closes it for good
				s.Revisions = []businesshours.Revision{{From: day("revision"), Weekly: oneOf(t, "revised", revised...)}}
			}
		}
		schedules = append(schedules, s)
	}
	return schedules
}

func nextDay(date string) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic(err)
	}
	return day.AddDate(0, 0, 1).Format(time.DateOnly)
}

var (
	priorities = []string{"low", "high", "urgent"}
	regions    = []string{"emea", "us", "apac"}
	agents     = []string{"ann", "bo"}
	teams      = []string{"tier1", "tier2"}
	statuses   = []string{"new", "open", "pending", "on_hold", "resolved", "closed"}
	customs    = []string{"ping", "pong"}
)

// drawValue draws a value that an attribute may have at an instant.
func drawValue(t *rapid.T, field string, at time.Time) any {
	switch field {
	case "status":
		return oneOf(t, field, statuses...)
	case "priority":
		return oneOf(t, field, priorities...)
	case "customer.region":
		return oneOf(t, field, regions...)
	case "assignee":
		return oneOf(t, field, agents...)
	case "team":
		return oneOf(t, field, teams...)
	case "tags":
		return oneOf[any](t, field, []string{"vip"}, []string{"vip", "beta"}, []string{}, []any{"beta"}, "vip")
	case "seats":
		return oneOf[any](t, field, 5, 500.5, "5", 500.0, true)
	case "vip":
		return oneOf[any](t, field, true, false)
	case "due":
		return drawDue(t, at)
	}
	panic(field)
}

// drawDue draws a value of a field that should have an instant: often one near another, on
// the hour or at a midnight, so that it may be an opening, a closing, or long past.
func drawDue(t *rapid.T, at time.Time) any {
	if chance(t, 6, "other due") {
		return oneOf[any](t, "due", "2024-03-10T07:30:00Z", "2024-11-03T01:30:00-04:00", "2018-11-04T03:00:00.5Z", "soon", "", "2024-02-30T00:00:00Z", 5)
	}
	at = at.Add(time.Duration(rapid.SampledFrom([]int{24, 0, 1, 4, 48, 100, 200, -1, -30}).Draw(t, "due in hours")) * time.Hour)
	switch rapid.IntRange(0, 3).Draw(t, "due about") {
	case 0:
		at = at.Truncate(time.Hour)
	case 1:
		at = at.Truncate(24 * time.Hour).Add(time.Duration(rapid.SampledFrom([]int{0, 9, 12, 17}).Draw(t, "due at")) * time.Hour)
	}
	return at.In(time.FixedZone("", 3600*oneOf(t, "due zone", 0, 0, -5, 13))).Format(time.RFC3339Nano)
}

var attributes = []string{"status", "priority", "customer.region", "assignee", "team", "tags", "seats", "vip", "due"}

// drawCondition draws a condition; event says whether it may see an event's fields.
func drawCondition(t *rapid.T, schedules []businesshours.Schedule, event bool, depth int) policy.Condition {
	if depth > 0 && chance(t, 3, "nested") {
		var parts []policy.Condition
		for range rapid.IntRange(0, 3).Draw(t, "parts") {
			parts = append(parts, drawCondition(t, schedules, event, depth-1))
		}
		switch rapid.IntRange(0, 2).Draw(t, "combination") {
		case 0:
			return policy.All(parts...)
		case 1:
			return policy.Any(parts...)
		}
		return policy.Not(drawCondition(t, schedules, event, depth-1))
	}
	schedule := func() string { return oneOf(t, "schedule", schedules...).Name }
	kinds := 11
	if event {
		kinds = 14
	}
	switch rapid.IntRange(0, kinds).Draw(t, "comparison") {
	case 0:
		return policy.If("priority", oneOf(t, "op", policy.Eq, policy.Ne), oneOf(t, "priority", priorities...))
	case 1:
		if rapid.Bool().Draw(t, "one") {
			return policy.If("status_category", oneOf(t, "op", policy.Eq, policy.Ne), oneOf(t, "category", "open", "pending", "resolved"))
		}
		return policy.If("status_category", oneOf(t, "op", policy.In, policy.NotIn), oneOf(t, "categories", []string{"pending", "hold"}, []string{"open", "resolved"}))
	case 2:
		return policy.If(oneOf(t, "field", "responded", "unanswered", "vip"), oneOf(t, "op", policy.Eq, policy.Ne), rapid.Bool().Draw(t, "bool"))
	case 3:
		return policy.If(oneOf(t, "field", attributes...), oneOf(t, "op", policy.Exists, policy.Missing), nil)
	case 4:
		return policy.If("tags", oneOf(t, "op", policy.ContainsAny, policy.ContainsAll, policy.Eq), oneOf(t, "list", []string{"vip"}, []string{"beta", "vip"}, []string{}))
	case 5:
		return policy.If(oneOf(t, "field", "tags", "customer.region", "seats"), oneOf(t, "op", policy.Contains, policy.StartsWith, policy.EndsWith), oneOf(t, "text", "vip", "e", "a", ""))
	case 6:
		return policy.If(oneOf(t, "field", "customer.region", "assignee", "vip"), policy.Matches, oneOf(t, "expression", "^a", "[eo]$", "."))
	case 7:
		return policy.If("seats", oneOf(t, "op", policy.Gt, policy.Gte, policy.Lt, policy.Lte, policy.Eq, policy.Ne), oneOf(t, "number", 5.0, 500.5, 100.0))
	case 8:
		return policy.If(oneOf(t, "field", "due", "created_at", "priority"), oneOf(t, "op", policy.Before, policy.After), oneOf(t, "limit", "2024-03-10T03:30:00-04:00", "2024-03-29T00:00:00Z"))
	case 9:
		return policy.If(oneOf(t, "field", "due", "created_at", "tags"), oneOf(t, "op", policy.InHours, policy.NotInHours), schedule())
	case 10:
		return policy.If("seats", oneOf(t, "op", policy.In, policy.NotIn), []any{5.0, true, "5", []string{"vip"}})
	case 11:
		return policy.If("created_by", oneOf(t, "op", policy.Eq, policy.Ne), "customer")
	case 12:
		return policy.If("event.by", oneOf(t, "op", policy.Eq, policy.Ne), oneOf(t, "by", agents...))
	case 13:
		return policy.If("event.team", oneOf(t, "op", policy.Exists, policy.Missing), nil)
	}
	return policy.If("event.channel", policy.In, []string{"email", "chat"})
}

var durations = []time.Duration{
	time.Nanosecond, 15 * time.Minute, time.Hour, time.Hour + time.Nanosecond, 4 * time.Hour, 8 * time.Hour, 16 * time.Hour, 24 * time.Hour, 40 * time.Hour,
}

// drawChooser draws a field to choose by, and some of its texts.
func drawChooser(t *rapid.T) (field string, texts []string) {
	field, all := "priority", priorities
	switch rapid.IntRange(0, 7).Draw(t, "by") {
	case 4, 5:
		field, all = "customer.region", regions
	case 6:
		field, all = "status_category", []string{"open", "pending", "hold"}
	case 7:
		field, all = "assignee", agents
	}
	for _, text := range all {
		if !chance(t, 4, "no value") || len(texts) == 0 {
			texts = append(texts, text)
		}
	}
	return field, texts
}

// drawChoice draws a value, or a choice at most so deep.
func drawChoice[T time.Duration | string](t *rapid.T, label string, depth int, draw func() T) policy.Choice[T] {
	if depth == 0 || !chance(t, 3, label+" by a field") {
		return policy.Choice[T]{Value: draw()}
	}
	var c policy.Choice[T]
	field, texts := drawChooser(t)
	c.By, c.Values = field, make(map[string]policy.Choice[T])
	for _, text := range texts {
		c.Values[text] = drawChoice(t, label, depth-1, draw)
	}
	if rapid.Bool().Draw(t, "default") {
		c.Default = new(drawChoice(t, label, depth-1, draw))
	}
	return c
}

func drawWithin(t *rapid.T, depth int) policy.Choice[time.Duration] {
	return drawChoice(t, "within", depth, func() time.Duration { return rapid.SampledFrom(durations).Draw(t, "within") })
}

func drawUse(t *rapid.T, schedules []businesshours.Schedule, depth int) policy.Choice[string] {
	return drawChoice(t, "schedule", depth, func() string {
		if chance(t, 5, "always") {
			return businesshours.Always
		}
		return oneOf(t, "schedule", schedules...).Name
	})
}

func drawEscalation(t *rapid.T) policy.Escalation {
	e := policy.Escalation{At: oneOf(t, "at", "75%", "50%", "1%", "100%", "breach", "30m before", "1h before", "15m before", "250%", "2h after", "1h after", "1ns after")}
	if chance(t, 3, "named") {
		e.Name = oneOf(t, "step", "warn", "page")
	}
	if chance(t, 3, "repeated") {
		e.Every, e.Times = oneOf(t, "every", time.Nanosecond, 20*time.Minute, time.Hour, 8*time.Hour), rapid.IntRange(1, 4).Draw(t, "times")
	}
	if chance(t, 8, "flags") {
		e.Do = []policy.Action{{"type": policy.ActionFlag}}
	}
	return e
}

func drawEscalations(t *rapid.T) (steps []policy.Escalation) {
	for range rapid.IntRange(0, 4).Draw(t, "steps") {
		steps = append(steps, drawEscalation(t))
	}
	return steps
}

// stepLists are the names of lists of steps in configurations.
var stepLists = []string{"usual", "late"}

// drawSteps draws steps, or the name of a list.
func drawSteps(t *rapid.T) policy.Escalations {
	if chance(t, 3, "steps by name") {
		return policy.UseSteps(oneOf(t, "list", stepLists...))
	}
	return policy.Steps(drawEscalations(t)...)
}

// alter draws steps of which some are those given.
func alter(t *rapid.T, steps []policy.Escalation) policy.Escalations {
	var altered []policy.Escalation
	for _, e := range steps {
		switch rapid.IntRange(0, 7).Draw(t, "alter") {
		case 3:
			altered = append(altered, drawEscalation(t))
		case 4:
			continue
		case 5:
			e.Every, e.Times = oneOf(t, "every", 30*time.Minute, time.Hour), rapid.IntRange(1, 4).Draw(t, "times")
		case 6:
			altered = append(altered, e)
			e = drawEscalation(t)
		case 7: // of which a repeat may be the same, and not the first time
			e.Name, e.At, e.Every, e.Times = cmp.Or(e.Name, e.At), "1h after", time.Hour, 2
		}
		altered = append(altered, e)
	}
	if chance(t, 3, "one more") {
		altered = append(altered, drawEscalation(t))
	}
	return policy.Steps(altered...)
}

// drawTarget draws a target, or a choice of targets at most so deep. A choice often has one
// target twice, perhaps with other steps.
func drawTarget(t *rapid.T, schedules []businesshours.Schedule, depth int) (g policy.Target) {
	if depth > 0 && chance(t, 4, "choice of targets") {
		field, texts := drawChooser(t)
		g.By, g.Values = field, make(map[string]policy.Target)
		var one policy.Target
		value := func() policy.Target {
			if one.IsZero() || !rapid.Bool().Draw(t, "another") {
				one = drawTarget(t, schedules, depth-1)
				return one
			}
			again := one
			if again.By == "" && chance(t, 2, "with other steps") {
				again.Escalations = alter(t, again.Escalations.Steps)
			}
			return again
		}
		for _, text := range texts {
			g.Values[text] = value()
		}
		if rapid.Bool().Draw(t, "default") {
			g.Default = new(value())
		}
		return g
	}
	switch rapid.IntRange(0, 6).Draw(t, "form") {
	default:
		g.Within = drawWithin(t, min(depth, 2))
	case 4, 5:
		g.BusinessDays = &policy.BusinessDays{
			Days:   rapid.IntRange(0, 3).Draw(t, "days"),
			At:     oneOf(t, "until", "", "12:00", "start", "00:00", "02:00", "24:00", "17:00", "09:00", "12:30", "13:00", "22:00"),
			Cutoff: oneOf(t, "cutoff", "", "", "15:00", "00:00", "02:00", "24:00"),
		}
	case 6:
		g.Until = oneOf(t, "until", "due", "due", "due", policy.CreatedAt)
	}
	if chance(t, 4, "own schedule") {
		g.Schedule = drawUse(t, schedules, min(depth, 2))
	}
	if chance(t, 4, "own pause") {
		g.Pause = new(drawCondition(t, schedules, false, 1))
	}
	if chance(t, 4, "own steps") {
		g.Escalations = drawSteps(t)
	}
	return g
}

// twin draws a policy that promises what p does, under a condition more and with other
// steps.
func twin(t *rapid.T, config *policy.Config, p policy.Policy, id string) policy.Policy {
	q := p
	q.ID = id
	condition := drawCondition(t, config.Schedules, false, 0)
	if rapid.Bool().Draw(t, "vip") {
		condition = policy.If("vip", policy.Eq, true)
	}
	q.When = &condition
	if p.When != nil {
		q.When = new(policy.All(condition, *p.When))
	}
	q.Escalations = alter(t, config.EscalationsOf(&p, &policy.Target{}))
	q.Targets = make(map[string]policy.Target)
	for _, name := range slices.Sorted(maps.Keys(p.Targets)) {
		target := p.Targets[name]
		if !target.Escalations.IsZero() && rapid.Bool().Draw(t, "other steps") {
			target.Escalations = alter(t, config.EscalationsOf(&p, &target))
		}
		q.Targets[name] = target
	}
	return q
}

var triggerNames = []string{
	"created", "created:customer", "created:agent", "message:customer", "message:agent", "message:bot", "message:third_party",
	"note", "custom:ping", "custom:pong", "set:priority", "set:team", "set:status", "set:tags", "resolved", "reopened",
}

func drawTriggers(t *rapid.T, schedules []businesshours.Schedule, label string, least int) (triggers []policy.Trigger) {
	for range rapid.IntRange(least, 2).Draw(t, label) {
		g := policy.Trigger{On: oneOf(t, label, triggerNames...)}
		if chance(t, 4, "if") {
			g.If = new(drawCondition(t, schedules, true, 1))
		}
		triggers = append(triggers, g)
	}
	return triggers
}

func drawMetric(t *rapid.T, schedules []businesshours.Schedule) policy.Metric {
	m := policy.Metric{
		Start:  drawTriggers(t, schedules, "start", 1),
		Stop:   drawTriggers(t, schedules, "stop", 0),
		Cancel: drawTriggers(t, schedules, "cancel", 0),
		Resume: drawTriggers(t, schedules, "resume", 0),
		Repeat: rapid.Bool().Draw(t, "repeat"),
	}
	if rapid.Bool().Draw(t, "pauses") {
		m.Pause = new(drawCondition(t, schedules, false, 1))
	}
	return m
}

// drawConfig draws a valid configuration: policies p0, p1, … and metrics of its own
// under m0, m1 and, rarely, a built-in name.
func drawConfig(t *rapid.T, about turn) *policy.Config {
	c := &policy.Config{
		Schedules: drawSchedules(t, about),
		Profile:   oneOf(t, "profile", "", policy.Standard, policy.Pylon, policy.Zendesk),
		Match:     oneOf(t, "match", "", policy.MatchFirst, policy.MatchFirstPerMetric, policy.MatchEach),
		OnChange:  oneOf(t, "on change", "", policy.Recalculate, policy.CarryOver, policy.Restart, policy.Keep),
		ExactFit:  oneOf(t, "exact fit", "", policy.AtClose, policy.AtNextOpen),
	}
	if chance(t, 5, "own statuses") {
		c.Statuses = map[string]policy.Category{"new": policy.Open, "open": policy.Open, "pending": policy.Hold, "resolved": policy.Resolved, "*": policy.Pending}
	}
	names := []string{policy.FirstResponse, policy.NextResponse, policy.Resolution, policy.PeriodicUpdate, policy.PausableUpdate, policy.RequesterWait, policy.AgentWork, policy.Assignment, policy.Ownership}
	for _, name := range []string{"m0", "m1", policy.Resolution} {
		if !chance(t, 3, "own metric") {
			continue
		}
		if c.Metrics == nil {
			c.Metrics = make(map[string]policy.Metric)
		}
		c.Metrics[name] = drawMetric(t, c.Schedules)
		names = append(names, name, name) // likelier
	}
	c.Escalations = make(map[string][]policy.Escalation)
	for _, name := range stepLists {
		c.Escalations[name] = append([]policy.Escalation{}, drawEscalations(t)...)
	}
	if chance(t, 3, "default schedule") {
		c.Defaults.Schedule = drawUse(t, c.Schedules, 1)
	}
	if chance(t, 3, "default steps") {
		c.Defaults.Escalations = drawSteps(t)
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "policies") {
		p := policy.Policy{ID: fmt.Sprintf("p%d", i), Targets: map[string]policy.Target{}}
		if !chance(t, 4, "no steps") {
			p.Escalations = drawSteps(t)
		}
		if rapid.Bool().Draw(t, "conditional") {
			p.When = new(drawCondition(t, c.Schedules, false, 2))
		}
		if chance(t, 5, "from") {
			p.Effective.From = instant(about.at).Add(time.Duration(rapid.IntRange(-60, 60).Draw(t, "from")) * time.Hour)
		}
		if chance(t, 5, "until") {
			p.Effective.Until = instant(about.at).Add(time.Duration(rapid.IntRange(61, 120).Draw(t, "until")) * time.Hour)
		}
		if !chance(t, 4, "always") {
			p.Schedule = drawUse(t, c.Schedules, 2)
		}
		for range rapid.IntRange(1, 3).Draw(t, "targets") {
			p.Targets[oneOf(t, "metric", names...)] = drawTarget(t, c.Schedules, 4)
		}
		c.Policies = append(c.Policies, p)
	}
	for range rapid.IntRange(0, 2).Draw(t, "twins") {
		i := rapid.IntRange(0, len(c.Policies)-1).Draw(t, "twin of")
		c.Policies = slices.Insert(c.Policies, i, twin(t, c, c.Policies[i], fmt.Sprintf("p%d", len(c.Policies))))
	}
	return c
}

func drawAttributes(t *rapid.T, least, most int, at time.Time, remove bool) map[string]any {
	set := make(map[string]any)
	for range rapid.IntRange(least, most).Draw(t, "attributes") {
		name := oneOf(t, "attribute", attributes...)
		switch rapid.IntRange(0, 5).Draw(t, "usual") {
		case 0, 1:
			if remove {
				name = "status"
			}
		case 2:
			name = oneOf(t, "usual", "priority", "vip", "due")
		}
		set[name] = drawValue(t, name, at)
		if remove && chance(t, 5, "remove") {
			set[name] = nil
		}
	}
	return set
}

func drawEvent(t *rapid.T, at time.Time) sla.Event {
	e := sla.Event{At: at}
	switch kind := rapid.IntRange(0, 19).Draw(t, "type"); {
	case kind < 8:
		e = sla.MessageFrom(oneOf(t, "from", sla.Customer, sla.Agent, sla.Customer, sla.Agent, sla.Bot, sla.ThirdParty), at)
		e.NoReply = e.From == sla.Customer && chance(t, 4, "no reply")
	case kind < 16:
		e.Type, e.Set = sla.Update, drawAttributes(t, 0, 3, at, true)
	case kind < 17:
		e.Type = sla.Note
	case kind < 19:
		e = sla.CustomEvent(oneOf(t, "custom", customs...), at)
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

// drawIssue draws a valid issue. Many of its events stand at one instant, at an
// opening or closing, or at the next threshold of a clock.
func drawIssue(t *rapid.T, config *policy.Config, engine *sla.Engine, about turn) sla.Issue {
	set, err := businesshours.Compile(config.Schedules)
	if err != nil {
		t.Fatalf("schedules: %v", err)
	}
	start := instant(about.at).Add(time.Duration(rapid.IntRange(-72*4, 8*4).Draw(t, "start")) * 15 * time.Minute)
	issue := sla.Issue{
		ID:        "I",
		CreatedAt: drawEdge(t, set, config, start),
		CreatedBy: oneOf(t, "created by", "", sla.Customer, sla.Customer, sla.Agent, sla.Bot, sla.ThirdParty),
	}
	issue.Attributes = drawAttributes(t, 0, 4, issue.CreatedAt, false)
	at := issue.CreatedAt
	for i := range rapid.IntRange(0, 10).Draw(t, "events") {
		at = drawLater(t, set, config, engine, issue, at)
		e := drawEvent(t, at)
		if chance(t, 5, "id") {
			e.ID = fmt.Sprintf("e%d", i)
		}
		issue.Events = append(issue.Events, e)
	}
	return issue
}

// drawEdge draws at itself, or an opening or closing about it.
func drawEdge(t *rapid.T, set *businesshours.Set, config *policy.Config, at time.Time) time.Time {
	c, _ := set.Calendar(oneOf(t, "calendar", config.Schedules...).Name)
	var edge time.Time
	var err error
	switch rapid.IntRange(0, 3).Draw(t, "edge") {
	case 0:
		edge, err = c.NextOpen(at.Add(time.Nanosecond))
	case 1:
		if edge, err = c.NextOpen(at); err == nil {
			edge, err = c.NextClose(edge)
		}
	default:
		return at
	}
	if err != nil || edge.Sub(at) > 10*24*time.Hour {
		return at
	}
	return edge
}

// drawLater draws an instant at or after at, up to which the issue is complete.
func drawLater(t *rapid.T, set *businesshours.Set, config *policy.Config, engine *sla.Engine, issue sla.Issue, at time.Time) time.Time {
	switch rapid.IntRange(0, 7).Draw(t, "later") {
	case 0, 1:
		return at
	case 2, 3:
		next := at
		for range rapid.IntRange(1, 3).Draw(t, "checks") {
			if r := evaluate(t, engine, issue, next); !r.NextCheck.IsZero() && r.NextCheck.Sub(at) < 10*24*time.Hour {
				next = r.NextCheck
			}
		}
		return next
	case 4:
		return at.Add(rapid.SampledFrom(durations).Draw(t, "by"))
	case 5:
		return at.Add(time.Duration(rapid.Int64Range(1, int64(48*time.Hour)).Draw(t, "by")))
	}
	return drawEdge(t, set, config, at)
}

func drawWorld(t *rapid.T) *world {
	if chance(t, 4, "close") {
		return drawClose(t)
	}
	about := oneOf(t, "about", turns...)
	return drawWorldOf(t, about, drawConfig(t, about))
}

// drawWorldOf draws an issue under a configuration, and when it is looked at.
func drawWorldOf(t *rapid.T, about turn, config *policy.Config) *world {
	w := &world{config: config, engine: newEngine(t, config)}
	w.issue = drawIssue(t, config, w.engine, about)
	w.now = drawNow(t, w.issue)
	return w
}

// drawNow draws an instant at, between or after the events of an issue.
func drawNow(t *rapid.T, issue sla.Issue) time.Time {
	now := issue.CreatedAt
	if n := len(issue.Events); n > 0 && !chance(t, 10, "as of the creation") {
		now = issue.Events[n-1].At
		if chance(t, 4, "as of an event") {
			now = issue.Events[rapid.IntRange(0, n-1).Draw(t, "event")].At
		}
	}
	return now.Add(oneOf(t, "now", 200*24*time.Hour, 0, time.Hour, 24*time.Hour, 7*24*time.Hour, -time.Nanosecond))
}

// clone is a copy of an issue that shares nothing with it.
func clone(issue sla.Issue) sla.Issue {
	issue.Attributes = maps.Clone(issue.Attributes)
	issue.Events = slices.Clone(issue.Events)
	for i := range issue.Events {
		issue.Events[i].Set = maps.Clone(issue.Events[i].Set)
	}
	return issue
}
