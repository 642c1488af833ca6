package sla_test

import (
	"cmp"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	steps "github.com/punctualgo/punctual/internal/threshold"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// The oracle is the semantics of the package, sentence by sentence, with no thought for speed: all
// thresholds are listed, all past fields are kept, and what a clock would have
// counted is counted again from its start. Only calendars are taken as given.

func TestAgainstOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		w.againstOracle(t)
	})
}

// A target in business days that start anew may come into force by time alone: there is
// a business day ahead of the second note, but not of the first within 50 years.
func TestBusinessDaysFromANote(t *testing.T) {
	config := &policy.Config{
		Schedules: []businesshours.Schedule{{Name: "s", TimeZone: "UTC", Exceptions: map[string][]string{"2080-06-03": {"09:00-17:00"}}}},
		OnChange:  policy.Restart,
		Policies: []policy.Policy{{ID: "p", Schedule: policy.Use("s"),
			Targets: map[string]policy.Target{policy.Resolution: {BusinessDays: &policy.BusinessDays{}}}}},
	}
	w := &world{config: config, engine: newEngine(t, config), now: instant("2041-01-01T00:00:00Z"), issue: sla.Issue{
		ID: "I", CreatedAt: instant("2020-01-01T00:00:00Z"),
		Events: []sla.Event{sla.NoteBy("ann", instant("2021-01-01T00:00:00Z")), sla.NoteBy("ann", instant("2040-01-01T00:00:00Z"))},
	}}
	w.againstOracle(t)
	if r := evaluate(t, w.engine, w.issue, w.now); len(r.Clocks) != 1 || !r.Transitions[0].At.Equal(w.issue.Events[1].At) {
		t.Errorf("%v, want a target from the second note on", r)
	}
}

// Whole hours, a few levels and events of an hour or a night apart, so that nearly
// everything happens exactly at an opening, a closing or a threshold.
func TestAgainstOracleUpClose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		about := turns[0]
		level := rapid.SampledFrom([]time.Duration{0, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour})
		config := &policy.Config{
			Schedules: []businesshours.Schedule{
				{Name: "s0", TimeZone: about.zone, Weekly: businesshours.Weekly{"mon-fri": {"09:00-11:00", "12:00-14:00", "15:00-17:00"}}},
				{Name: "s1", TimeZone: about.zone, Weekly: businesshours.Weekly{"mon-sun": {"10:00-12:00", "13:00-17:00"}}},
			},
			OnChange: oneOf(t, "on change", policy.Recalculate, policy.CarryOver, policy.Restart, policy.Keep),
			ExactFit: oneOf(t, "exact fit", policy.AtClose, policy.AtNextOpen),
			Policies: []policy.Policy{{ID: "p", Schedule: policy.UseBy("customer.region", map[string]string{"emea": "s0", "us": "s1"}, ""), Targets: map[string]policy.Target{}, Escalations: policy.Steps(drawEscalations(t)...)}},
		}
		within := policy.WithinBy("priority", map[string]time.Duration{"high": time.Hour}, 0)
		for _, p := range priorities {
			if d := level.Draw(t, p); d > 0 {
				within.Within.Values[p] = policy.Choice[time.Duration]{Value: d}
			}
		}
		config.Policies[0].Targets[oneOf(t, "metric", policy.Resolution, policy.RequesterWait, policy.PausableUpdate)] = within
		config.Policies[0].Targets["m0"] = within
		if chance(t, 3, "pause by priority") {
			within.Pause = new(policy.If("priority", policy.Eq, "low"))
			config.Policies[0].Targets[policy.AgentWork] = within
		}
		config.Metrics = map[string]policy.Metric{"m0": {
			Start:  []policy.Trigger{{On: "created"}, {On: "reopened"}},
			Stop:   []policy.Trigger{{On: "resolved"}, {On: "message:agent"}},
			Resume: []policy.Trigger{{On: "reopened"}, {On: "message:agent"}, {On: "message:customer"}},
			Pause:  new(policy.If("status", policy.Eq, "pending")),
			Repeat: rapid.Bool().Draw(t, "repeat"),
		}}
		w := &world{config: config, engine: newEngine(t, config)}
		at := instant("2024-03-11T12:00:00Z")
		w.issue = sla.Issue{CreatedAt: at, Attributes: map[string]any{"priority": "low", "customer.region": "emea"}}
		for range rapid.IntRange(1, 9).Draw(t, "events") {
			at = at.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 1, 1, 2, 3, 4, 19, 20}).Draw(t, "hours")) * time.Hour)
			var e sla.Event
			switch rapid.IntRange(0, 5).Draw(t, "kind") {
			case 0, 1:
				e = sla.SetAttribute("status", oneOf(t, "status", "open", "pending", "resolved"), at)
			case 2, 3:
				e = sla.SetAttribute("priority", oneOf(t, "level", "low", "high", "urgent"), at)
			case 4:
				e = sla.SetAttribute("customer.region", oneOf(t, "region", "emea", "us"), at)
			case 5:
				e = sla.MessageFrom(oneOf(t, "from", sla.Agent, sla.Customer), at)
			}
			w.issue.Events = append(w.issue.Events, e)
		}
		w.now = at.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "now")) * time.Hour)
		w.againstOracle(t)
	})
}

func (w *world) againstOracle(t fataler) {
	slow := newOracle(t, w.config).evaluate(w.issue, w.now)
	w.same(t, "engine and oracle", w.eval(t, w.issue, w.now), slow.AppendJSON(nil))
}

// lines breaks the JSON of a result into lines, to be read.
func lines(result string) string { return strings.ReplaceAll(result, "},{", "},\n      {") }

type oracle struct {
	config  *policy.Config
	set     *businesshours.Set
	metrics []policy.NamedMetric
}

func newOracle(t fataler, config *policy.Config) *oracle {
	set, err := businesshours.Compile(config.Schedules)
	if err != nil {
		t.Fatalf("schedules: %v", err)
	}
	return &oracle{config, set, config.AllMetrics()}
}

func (o *oracle) calendar(name string) *businesshours.Calendar {
	c, ok := o.set.Calendar(name)
	if !ok {
		panic("no schedule " + name)
	}
	return c
}

// A moment is an event, or the creation: what it fired, and the fields after it.
type moment struct {
	at     time.Time
	cancel bool
	fired  []string
	fields map[string]any // with event.by and so on
}

// evaluate gives the result.
func (o *oracle) evaluate(issue sla.Issue, now time.Time) (r sla.Result) {
	moments := o.moments(issue, now)
	if len(moments) == 0 {
		return r
	}
	lanes := [][]policy.Policy{o.config.Policies}
	if o.config.Match == policy.MatchEach {
		lanes = nil
		for _, p := range o.config.Policies {
			lanes = append(lanes, []policy.Policy{p})
		}
	}
	type ranked struct {
		*oracleClock
		shown sla.Clock
	}
	var clocks []ranked
	for _, policies := range lanes {
		l := &oracleLane{oracle: o, policies: policies, moments: moments}
		l.run(now)
		for _, c := range l.clocks {
			if c.target != nil {
				clocks = append(clocks, ranked{c, l.show(c)})
			}
			if at, ok := l.next(c); ok && (r.NextCheck.IsZero() || at.Before(r.NextCheck)) {
				r.NextCheck = at
			}
		}
		r.Transitions = append(r.Transitions, l.log...)
	}
	slices.SortStableFunc(clocks, func(a, b ranked) int { return clockOrder(a.oracleClock, b.oracleClock) })
	for _, c := range clocks {
		r.Clocks = append(r.Clocks, c.shown)
	}
	slices.SortStableFunc(r.Transitions, func(a, b sla.Transition) int { return a.At.Compare(b.At) })
	return r
}

// moments is the timeline, and the names of triggers.
func (o *oracle) moments(issue sla.Issue, now time.Time) (moments []moment) {
	if now.Before(issue.CreatedAt) {
		return nil
	}
	var events []sla.Event
	seen := make(map[string]bool)
	for _, e := range issue.Events {
		if e.At.After(now) || e.ID != "" && seen[e.ID] {
			continue
		}
		seen[e.ID] = true
		events = append(events, e)
	}
	slices.SortStableFunc(events, func(a, b sla.Event) int { return a.At.Compare(b.At) })

	by := cmp.Or(issue.CreatedBy, sla.Customer)
	heard, responded, unanswered := by == sla.Customer, false, by == sla.Customer
	attributes := maps.Clone(issue.Attributes)
	if attributes == nil {
		attributes = make(map[string]any)
	}
	status := func() string {
		if s, ok := attributes["status"].(string); ok {
			return s
		}
		return "new"
	}
	category := func() policy.Category {
		statuses := o.config.Statuses
		if statuses == nil {
			statuses = policy.DefaultStatuses()
		}
		return cmp.Or(statuses[status()], statuses["*"])
	}
	add := func(m moment, e sla.Event) {
		m.fields = maps.Clone(attributes)
		m.fields["status"] = status()
		m.fields["status_category"] = string(category())
		m.fields["created_at"] = issue.CreatedAt.UTC().Format(time.RFC3339Nano)
		m.fields["created_by"] = string(by)
		m.fields["responded"] = responded
		m.fields["unanswered"] = unanswered
		for name, text := range map[string]string{"event.by": e.By, "event.team": e.Team, "event.channel": e.Channel} {
			if text != "" {
				m.fields[name] = text
			}
		}
		moments = append(moments, m)
	}

	creation := moment{at: issue.CreatedAt.UTC().Round(0), fired: []string{"created", "created:" + string(by)}}
	for name := range attributes {
		creation.fired = append(creation.fired, "set:"+name)
	}
	add(creation, sla.Event{})
	for _, e := range events {
		m := moment{at: e.At.UTC().Round(0)}
		switch e.Type {
		case sla.Message:
			if !e.NoReply {
				m.fired = append(m.fired, "message:"+string(e.From))
			}
			if e.From == sla.Customer {
				heard = true
				unanswered = unanswered || !e.NoReply
			}
			if e.From == sla.Agent {
				responded = responded || heard
				unanswered = false
			}
		case sla.Update:
			before, oldCategory := maps.Clone(attributes), category()
			before["status"] = status()
			for name, v := range e.Set {
				if v == nil {
					delete(attributes, name)
				} else {
					attributes[name] = v
				}
			}
			for name := range e.Set {
				after := attributes[name]
				if name == "status" {
					after = status()
				}
				if !equal(before[name], after) {
					m.fired = append(m.fired, "set:"+name)
				}
			}
			if oldCategory != policy.Resolved && category() == policy.Resolved {
				m.fired = append(m.fired, "resolved")
				unanswered = false
			}
			if oldCategory == policy.Resolved && category() != policy.Resolved {
				m.fired = append(m.fired, "reopened")
			}
		case sla.Note:
			m.fired = append(m.fired, "note")
		case sla.Custom:
			m.fired = append(m.fired, "custom:"+e.Name)
		case sla.Cancel:
			m.cancel = true
		}
		add(m, e)
		if m.cancel {
			break
		}
	}
	return moments
}

// normal gives a value one of four types: string, float64, bool and []string.
func normal(v any) any {
	switch v := v.(type) {
	case int:
		return float64(v)
	case []any:
		list := []string{}
		for _, e := range v {
			list = append(list, e.(string))
		}
		return list
	}
	return v
}

func equal(a, b any) bool {
	a, b = normal(a), normal(b)
	if la, ok := a.([]string); ok {
		lb, ok := b.([]string)
		return ok && slices.Equal(la, lb)
	}
	return reflect.DeepEqual(a, b)
}

// holds is conditions.
func (o *oracle) holds(c *policy.Condition, fields map[string]any) bool {
	switch {
	case c == nil:
		return true
	case c.All != nil:
		for _, part := range c.All {
			if !o.holds(&part, fields) {
				return false
			}
		}
		return true
	case c.Any != nil:
		for _, part := range c.Any {
			if o.holds(&part, fields) {
				return true
			}
		}
		return false
	case c.Not != nil:
		return !o.holds(c.Not, fields)
	}
	field, want := normal(fields[c.Field]), c.Value
	among := func() bool {
		list := reflect.ValueOf(c.Value)
		for i := range list.Len() {
			if equal(field, list.Index(i).Interface()) {
				return true
			}
		}
		return false
	}
	switch c.Op {
	case policy.Exists:
		return field != nil
	case policy.Missing:
		return field == nil
	case policy.Eq:
		return equal(field, want)
	case policy.Ne:
		return !equal(field, want)
	case policy.In:
		return among()
	case policy.NotIn:
		return !among()
	}
	switch field := field.(type) {
	case []string:
		switch c.Op {
		case policy.Contains:
			return slices.Contains(field, want.(string))
		case policy.ContainsAny:
			return slices.ContainsFunc(want.([]string), func(s string) bool { return slices.Contains(field, s) })
		case policy.ContainsAll:
			return !slices.ContainsFunc(want.([]string), func(s string) bool { return !slices.Contains(field, s) })
		}
	case float64:
		switch c.Op {
		case policy.Gt:
			return field > want.(float64)
		case policy.Gte:
			return field >= want.(float64)
		case policy.Lt:
			return field < want.(float64)
		case policy.Lte:
			return field <= want.(float64)
		}
	case string:
		switch c.Op {
		case policy.Contains:
			return strings.Contains(field, want.(string))
		case policy.StartsWith:
			return strings.HasPrefix(field, want.(string))
		case policy.EndsWith:
			return strings.HasSuffix(field, want.(string))
		case policy.Matches:
			return regexp.MustCompile(want.(string)).MatchString(field)
		}
		at, err := time.Parse(time.RFC3339Nano, field)
		if err != nil {
			return false
		}
		switch c.Op {
		case policy.Before, policy.After:
			limit, err := time.Parse(time.RFC3339Nano, want.(string))
			if err != nil {
				panic(err)
			}
			return c.Op == policy.Before && at.Before(limit) || c.Op == policy.After && at.After(limit)
		case policy.InHours:
			return o.calendar(want.(string)).Open(at)
		case policy.NotInHours:
			return !o.calendar(want.(string)).Open(at)
		}
	}
	return false
}

// fires reports whether one of triggers fires at m.
func (o *oracle) fires(triggers []policy.Trigger, m *moment) bool {
	for _, t := range triggers {
		if slices.Contains(m.fired, t.On) && o.holds(t.If, m.fields) {
			return true
		}
	}
	return false
}

// An oracleTarget is what a policy has for a metric, with its choices made.
type oracleTarget struct {
	policy, schedule string
	within           time.Duration // if days is nil
	days             *policy.BusinessDays
	pause            *policy.Condition
	steps            []policy.Escalation
}

func (a *oracleTarget) same(b *oracleTarget) bool {
	return a.policy == b.policy && a.schedule == b.schedule && a.within == b.within
}

func pick[T time.Duration | string](c policy.Choice[T], fields map[string]any) (v T) {
	if c.By == "" {
		return c.Value
	}
	if text, ok := fields[c.By].(string); ok {
		if value, ok := c.Values[text]; ok {
			return pick(value, fields)
		}
	}
	if c.Default == nil {
		return v
	}
	return pick(*c.Default, fields)
}

// target is what p has for a metric under fields, or nil.
func (o *oracle) target(p *policy.Policy, metric int, fields map[string]any) *oracleTarget {
	doc, ok := p.Targets[o.metrics[metric].Name]
	if !ok {
		return nil
	}
	t := &oracleTarget{policy: p.ID, schedule: "24x7", days: doc.BusinessDays, pause: o.metrics[metric].Pause, steps: p.Escalations.Steps}
	switch {
	case !doc.Schedule.IsZero():
		t.schedule = pick(doc.Schedule, fields)
	case !p.Schedule.IsZero():
		t.schedule = pick(p.Schedule, fields)
	}
	if t.days == nil {
		t.within = pick(doc.Within, fields)
	}
	if t.schedule == "" || t.days == nil && t.within == 0 {
		return nil
	}
	if doc.Pause != nil {
		t.pause = doc.Pause
	}
	if doc.Escalations.Steps != nil {
		t.steps = doc.Escalations.Steps
	}
	return t
}

// A threshold is a breach (step -1), or one time of an escalation step.
type threshold struct {
	amount       time.Duration
	step, repeat int
}

// thresholds lists all of a target with an allowance, in order.
func (t *oracleTarget) thresholds(allowance time.Duration) []threshold {
	all := []threshold{{allowance, -1, 0}}
	for i, s := range t.steps {
		at, err := steps.Parse(s.At)
		if err != nil {
			panic(err)
		}
		first := at.Of(allowance)
		if first <= 0 {
			continue
		}
		for n := range s.Times + 1 {
			all = append(all, threshold{steps.Repeat(first, s.Every, n), i, n})
		}
	}
	slices.SortFunc(all, func(a, b threshold) int {
		return cmp.Or(cmp.Compare(a.amount, b.amount), a.step-b.step, a.repeat-b.repeat)
	})
	return all
}

type oracleClock struct {
	metric, cycle int
	start         time.Time
	moment        int // of the start

	target    *oracleTarget // the last one; nil if there never was one
	allowance time.Duration
	calendar  *businesshours.Calendar
	state     sla.State
	byStop    bool           // a stop trigger ended it
	stood     [][2]time.Time // stopped: from, to
	again     bool           // it runs again since the present event

	elapsed                time.Duration
	left                   []threshold // neither taken nor passed over
	risk                   bool
	breached               bool
	due, breachedAt, ended time.Time
}

func clockOrder(a, b *oracleClock) int {
	return cmp.Or(a.start.Compare(b.start), a.metric-b.metric, a.cycle-b.cycle)
}

func (c *oracleClock) open() bool {
	return c.state == sla.Running || c.state == sla.Paused || c.state == sla.Released
}

// An oracleLane is the clocks of policies evaluated together.
type oracleLane struct {
	*oracle
	policies []policy.Policy
	moments  []moment
	clocks   []*oracleClock // in clock order
	log      []sla.Transition
	now      time.Time
}

func (l *oracleLane) emit(c *oracleClock, t sla.Transition) {
	if c.target == nil {
		return
	}
	t.At, t.Metric, t.Cycle, t.Policy = l.now, l.metrics[c.metric].Name, c.cycle, c.target.policy
	l.log = append(l.log, t)
}

// run applies all moments, then time up to and with now.
func (l *oracleLane) run(now time.Time) {
	for k := range l.moments {
		m := &l.moments[k]
		l.advance(m.at, false)
		if m.cancel {
			for _, c := range l.clocks {
				if c.open() {
					l.end(c, sla.Cancelled)
				}
			}
			return
		}
		l.apply(k)
	}
	l.advance(now, true)
}

// advance lets time run to an instant; thresholds at it take effect if inclusive.
func (l *oracleLane) advance(to time.Time, inclusive bool) {
	for {
		var first *oracleClock
		var at time.Time
		for _, c := range l.clocks { // in clock order, so the first of equals wins
			if next, ok := l.next(c); ok && (first == nil || next.Before(at)) {
				first, at = c, next
			}
		}
		if first == nil || at.After(to) || at.Equal(to) && !inclusive {
			break
		}
		l.pass(at)
		th := first.left[0]
		first.left = first.left[1:]
		l.take(first, th, at)
	}
	l.pass(to)
}

// pass counts the time up to an instant at which nothing happens before.
func (l *oracleLane) pass(to time.Time) {
	for _, c := range l.clocks {
		if c.state == sla.Running {
			c.elapsed += c.calendar.Between(l.now, to)
		}
	}
	l.now = to
}

// next is when a running clock reaches the next of its thresholds.
func (l *oracleLane) next(c *oracleClock) (time.Time, bool) {
	if c.state != sla.Running || len(c.left) == 0 {
		return time.Time{}, false
	}
	return l.reach(c, c.left[0].amount)
}

func (l *oracleLane) reach(c *oracleClock, amount time.Duration) (time.Time, bool) {
	at := l.now
	if amount > c.elapsed {
		var err error
		if at, err = c.calendar.Add(l.now, amount-c.elapsed); err != nil {
			return time.Time{}, false
		}
	}
	return l.fit(c, at), true
}

// fit is where time that runs out at an instant does so under exact_fit.
func (l *oracleLane) fit(c *oracleClock, at time.Time) time.Time {
	if l.config.ExactFit == policy.AtNextOpen && c.target.days == nil {
		if next, err := c.calendar.NextOpen(at); err == nil {
			return next
		}
	}
	return at
}

// take lets a threshold take effect; due is for the breach.
func (l *oracleLane) take(c *oracleClock, th threshold, due time.Time) {
	if th.step < 0 {
		c.breached, c.breachedAt, c.due = true, l.now, due
		l.emit(c, sla.Transition{Kind: sla.KindBreached})
		return
	}
	c.risk = c.risk || th.amount < c.allowance
	s := c.target.steps[th.step]
	l.emit(c, sla.Transition{Kind: sla.KindEscalated, Step: cmp.Or(s.Name, s.At), Repeat: th.repeat})
}

// reachAtOnce is what is reached at once.
func (l *oracleLane) reachAtOnce(c *oracleClock, due time.Time) {
	n := 0
	for n < len(c.left) && (c.left[n].amount < c.elapsed || c.left[n].amount == c.elapsed && l.fit(c, l.now).Equal(l.now)) {
		n++
	}
	reached := c.left[:n]
	c.left = c.left[n:]
	breach := slices.ContainsFunc(reached, func(th threshold) bool { return th.step < 0 })
	for i, th := range reached {
		c.risk = c.risk || th.amount < c.allowance
		below := th.amount < c.allowance
		last := i == n-1 || reached[i+1].amount >= c.allowance
		if !below || last && !breach {
			l.take(c, th, due)
		}
	}
}

func (l *oracleLane) dueAt(c *oracleClock) time.Time {
	if c.breached || !c.open() {
		return c.due
	}
	if c.state != sla.Running {
		return time.Time{}
	}
	at, _ := l.reach(c, c.allowance)
	return at
}

func (l *oracleLane) end(c *oracleClock, state sla.State) {
	if c.target != nil {
		c.due = l.dueAt(c)
	}
	c.state, c.ended = state, l.now
	if state == sla.Stopped {
		l.emit(c, sla.Transition{Kind: sla.KindStopped, Met: !c.breached})
	} else {
		l.emit(c, sla.Transition{Kind: sla.KindCancelled})
	}
}

// match is the target in force for a clock, and its allowance.
func (l *oracleLane) match(c *oracleClock, k int) (*oracleTarget, time.Duration) {
	m := &l.moments[k]
	for i := range l.policies {
		p := &l.policies[i]
		if !p.Effective.Contains(m.at) || !l.holds(p.When, m.fields) {
			continue
		}
		t := l.target(p, c.metric, m.fields)
		if t != nil {
			if c.state != sla.Released && c.target != nil && c.target.same(t) {
				return c.target, c.allowance
			}
			if t.days == nil {
				return t, t.within
			}
			if allowance, err := l.allow(c, t, m); err == nil {
				return t, allowance
			}
		}
		if l.config.Match != policy.MatchFirstPerMetric {
			break
		}
	}
	return nil, 0
}

func (l *oracleLane) allow(c *oracleClock, t *oracleTarget, m *moment) (time.Duration, error) {
	from := c.start
	if l.config.OnChange == policy.Restart {
		from = m.at
	}
	days := businesshours.BusinessDays{Days: t.days.Days, At: timeOfDay(t.days.At), HasAt: t.days.At != "", Cutoff: timeOfDay(t.days.Cutoff), HasCutoff: t.days.Cutoff != ""}
	allowed, err := l.calendar(t.schedule).Allow(from, days)
	return allowed.Open, err
}

func timeOfDay(text string) businesshours.TimeOfDay {
	if text == "" {
		return 0
	}
	t, err := businesshours.ParseTimeOfDay(text)
	if err != nil {
		panic(err)
	}
	return t
}

// apply is the four steps that an event takes.
func (l *oracleLane) apply(k int) {
	m := &l.moments[k]
	// 1. Cancel or stop.
	for _, c := range l.clocks {
		metric := l.metrics[c.metric]
		switch {
		case !c.open():
		case l.fires(metric.Cancel, m):
			c.byStop = false
			l.end(c, sla.Cancelled)
		case l.fires(metric.Stop, m):
			c.byStop = true
			if c.state == sla.Released {
				l.end(c, sla.Cancelled)
			} else {
				l.end(c, sla.Stopped)
			}
		}
	}
	// 2. Match and retarget.
	for _, c := range l.clocks {
		c.again = false
		if c.open() {
			l.retarget(c, k)
		}
	}
	// 3. Resume or start.
	for i, metric := range l.metrics {
		var latest *oracleClock
		for _, c := range l.clocks {
			if c.metric == i && (latest == nil || c.cycle > latest.cycle) {
				latest = c
			}
		}
		switch {
		case latest != nil && latest.open():
		case latest != nil && latest.byStop && l.fires(metric.Resume, m):
			l.reopen(latest, k)
		case l.fires(metric.Start, m) && (metric.Repeat || latest == nil):
			c := &oracleClock{metric: i, cycle: 1, start: m.at, moment: k, state: sla.Released}
			if latest != nil {
				c.cycle = latest.cycle + 1
			}
			l.clocks = append(l.clocks, c)
			l.retarget(c, k)
		}
	}
	slices.SortFunc(l.clocks, clockOrder)
	// 4. Pause or resume.
	for _, c := range l.clocks {
		if c.state != sla.Running && c.state != sla.Paused {
			continue
		}
		hold := c.target.pause != nil && l.holds(c.target.pause, m.fields)
		if hold && c.state == sla.Running {
			c.state = sla.Paused
			l.emit(c, sla.Transition{Kind: sla.KindPaused})
		}
		if !hold && c.state == sla.Paused {
			c.state, c.again = sla.Running, true
			l.emit(c, sla.Transition{Kind: sla.KindResumed})
		}
		if c.again && c.state == sla.Running {
			l.reachAtOnce(c, l.now)
		}
	}
}

func (l *oracleLane) reopen(c *oracleClock, k int) {
	c.stood = append(c.stood, [2]time.Time{c.ended, l.now})
	had := c.state == sla.Stopped
	c.ended, c.again = time.Time{}, true
	c.state = sla.Released
	l.emit(c, sla.Transition{Kind: sla.KindReopened})
	if had {
		c.state = sla.Running
	} else if t, _ := l.match(c, k); t == nil || l.config.OnChange == policy.Keep {
		l.emit(c, sla.Transition{Kind: sla.KindReleased})
	}
	l.retarget(c, k)
}

// retarget is the paragraph of that name.
func (l *oracleLane) retarget(c *oracleClock, k int) {
	keep := l.config.OnChange == policy.Keep
	if keep && c.target != nil {
		return
	}
	t, allowance := l.match(c, k)
	if t == nil {
		if c.state != sla.Released {
			c.state = sla.Released
			l.emit(c, sla.Transition{Kind: sla.KindReleased})
		}
		return
	}
	if c.state != sla.Released && c.target.same(t) {
		return
	}
	first := c.target == nil
	c.target, c.allowance, c.calendar = t, allowance, l.calendar(t.schedule)
	if c.state == sla.Released {
		c.state = sla.Running
	}
	c.breached, c.risk, c.due, c.breachedAt = false, false, time.Time{}, time.Time{}
	c.left = t.thresholds(allowance)
	due := l.now
	switch {
	case l.config.OnChange == policy.Restart, l.config.OnChange == policy.CarryOver && first:
		c.elapsed = 0
	case l.config.OnChange == policy.CarryOver:
	default:
		c.elapsed, due = l.recount(c, k)
	}
	if first {
		l.emit(c, sla.Transition{Kind: sla.KindStarted})
	} else {
		l.emit(c, sla.Transition{Kind: sla.KindRetargeted})
	}
	l.reachAtOnce(c, due)
}

// recount counts what c would have counted had its target been in force from its
// start to moment k, and finds when that came to the allowance: under next_open, at
// the first open instant then at which it would have run.
func (l *oracleLane) recount(c *oracleClock, k int) (sum time.Duration, due time.Time) {
	var reached time.Time
	for i := c.moment; i < k; i++ {
		from, to := l.moments[i].at, l.moments[i+1].at
		stood := slices.ContainsFunc(c.stood, func(s [2]time.Time) bool { return !from.Before(s[0]) && !to.After(s[1]) })
		if stood || c.target.pause != nil && l.holds(c.target.pause, l.moments[i].fields) {
			continue
		}
		open := c.calendar.Between(from, to)
		if sum < c.allowance && sum+open >= c.allowance {
			var err error
			if reached, err = c.calendar.Add(from, c.allowance-sum); err != nil {
				panic(err)
			}
			from = reached
		}
		sum += open
		if at := l.fit(c, from); sum >= c.allowance && due.IsZero() && (at.Before(to) || at.Equal(reached)) {
			due = at
		}
	}
	if due.IsZero() {
		due = l.now
	}
	return sum, due
}

// show is how c stands at the end.
func (l *oracleLane) show(c *oracleClock) sla.Clock {
	return sla.Clock{
		Metric: l.metrics[c.metric].Name, Cycle: c.cycle, Policy: c.target.policy, Schedule: c.target.schedule,
		Target: c.allowance, State: c.state, Breached: c.breached,
		AtRisk:    c.risk && !c.breached && (c.state == sla.Running || c.state == sla.Paused),
		StartedAt: c.start, DueAt: l.dueAt(c), EndedAt: c.ended, BreachedAt: c.breachedAt,
		Elapsed: c.elapsed, Remaining: c.allowance - c.elapsed,
	}
}
