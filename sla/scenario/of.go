package scenario

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// maxCombinations is how many combinations of values Of tells of a policy. Where there are
// more, it changes one field at a time.
const maxCombinations = 24

// maxEarlier is how many earlier policies Of tries to avoid when it looks for an issue.
const maxEarlier = 50

// Of answers what a configuration promises: it returns a scenario file with, for each
// policy, an issue to which it applies, and one for each value of the fields by which its
// targets and schedules are chosen. Each is created on a Monday morning; the file states the
// targets of its clocks, and when they are due. Metrics that start later are told in a
// second and third step, an agent's answer and a customer's message at the same time.
//
// The expectations are what evaluation gives, so the file passes. It is meant for review
// and, once it is agreed on, for watching that later edits do not change a promise. The
// file has no "config": run it with [Options.Config], or add the path.
//
// Where Of finds no issue to which a policy applies, as when an earlier policy takes them
// all, the scenario says so in its name and tells what such an issue gets instead.
func Of(cfg *policy.Config) ([]byte, error) {
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		return nil, err
	}
	t := teller{cfg: cfg, engine: engine, wall: wall{time.UTC}, zone: "UTC", names: make(map[string]bool)}
	for _, s := range cfg.Schedules {
		if s.TimeZone != "" {
			if t.wall.zone, err = zoneOf(s.TimeZone); err != nil {
				return nil, err
			}
			t.zone = s.TimeZone
			break
		}
	}
	for i := range cfg.Policies {
		if err := t.tell(&cfg.Policies[i]); err != nil {
			return nil, err
		}
	}
	if len(t.told) == 0 {
		return nil, fmt.Errorf("scenario: the configuration has no policies to tell of")
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\n  \"zone\": %s,\n  \"scenarios\": [\n", asJSON(t.zone))
	b.WriteString(strings.Join(t.told, ",\n"))
	b.WriteString("\n  ]\n}\n")
	return b.Bytes(), nil
}

// A teller writes scenarios of what a configuration promises.
type teller struct {
	cfg    *policy.Config
	engine *sla.Engine
	wall   wall
	zone   string
	names  map[string]bool
	told   []string // as JSON
}

// tell writes the scenarios of a policy.
func (t *teller) tell(p *policy.Policy) error {
	at := t.start(p)
	if !businesshours.InRange(at) {
		return nil // it never applies to an issue
	}
	base, ok := t.example(p, at)
	if !ok {
		return t.scenario(p, base, shown(p.ID)+": found no issue to which it applies", at)
	}
	if err := t.scenario(p, base, shown(p.ID), at); err != nil {
		return err
	}
	for _, choice := range combinations(choicesOf(t.cfg, p)) {
		issue := base
		issue.Attributes = maps.Clone(base.Attributes)
		parts := []string{shown(p.ID)}
		for _, c := range choice {
			if policy.IsComputed(c.field) {
				continue
			}
			issue.Attributes[c.field] = c.value
			parts = append(parts, c.field+" "+shown(c.value))
		}
		if !t.applies(p, issue, at) || maps.EqualFunc(issue.Attributes, base.Attributes, sameValue) {
			continue
		}
		if err := t.scenario(p, issue, strings.Join(parts, ", "), at); err != nil {
			return err
		}
	}
	return nil
}

func sameValue(a, b any) bool { return fmt.Sprint(a) == fmt.Sprint(b) }

// start returns when issues of a policy are created: at a time of day when most desks are
// open, within the time for which the policy is.
func (t *teller) start(p *policy.Policy) time.Time {
	at := time.Date(2026, time.June, 1, 10, 0, 0, 0, t.wall.zone) // a Monday
	if p.Effective.Contains(at) {
		return at
	}
	if from := p.Effective.From; !from.IsZero() && !at.After(from) {
		at = time.Date(from.Year(), from.Month(), from.Day(), 10, 0, 0, 0, t.wall.zone)
		for at.Before(from) || at.Weekday() != time.Monday {
			at = at.AddDate(0, 0, 1)
		}
		if p.Effective.Contains(at) {
			return at
		}
		return from
	}
	return p.Effective.Until.Add(-time.Minute)
}

// shown returns a text as part of a name.
func shown(text string) string {
	if len(text) > 64 || strict.CheckName(text) != nil {
		return strict.Quote(text)
	}
	return text
}

// example returns an issue to which a policy applies. If it finds none, it returns its best
// guess and false.
func (t *teller) example(p *policy.Policy, at time.Time) (issue sla.Issue, ok bool) {
	s := solver{cfg: t.cfg, at: at}
	own := policy.All()
	if p.When != nil {
		own = *p.When
	}
	guesses := s.solve(&own, true)
	if len(guesses) == 0 {
		guesses = []attributes{{}}
	}
	issue = t.issue(guesses[0])
	for _, guess := range guesses {
		if candidate := t.issue(guess); t.applies(p, candidate, at) {
			return candidate, true
		}
	}
	// An earlier policy takes all of these. Leave out the issues of earlier ones.
	rest := []policy.Condition{own}
	for i := range t.cfg.Policies {
		q := &t.cfg.Policies[i]
		if q == p || len(rest) > maxEarlier {
			break
		}
		if q.When != nil && q.Effective.Contains(at) {
			rest = append(rest, policy.Not(*q.When))
		}
	}
	for _, guess := range s.every(rest, true) {
		if candidate := t.issue(guess); t.applies(p, candidate, at) {
			return candidate, true
		}
	}
	return issue, false
}

// issue returns an issue with attributes.
func (t *teller) issue(guess attributes) sla.Issue {
	issue := sla.Issue{ID: "example", Attributes: make(map[string]any)}
	for field, v := range guess {
		switch {
		case field == policy.CreatedBy:
			if party, ok := v.(string); ok {
				issue.CreatedBy = sla.Party(party)
			}
		case policy.IsComputed(field), v == nil:
		default:
			issue.Attributes[field] = v
		}
	}
	statuses := t.cfg.AllStatuses()
	_, other := statuses[policy.OtherStatuses]
	if _, known := statuses[policy.NewStatus]; !known && !other && issue.Attributes[policy.Status] == nil {
		for _, status := range slices.Sorted(maps.Keys(statuses)) {
			if statuses[status] == policy.Open || issue.Attributes[policy.Status] == nil {
				issue.Attributes[policy.Status] = status
			}
		}
	}
	return issue
}

// applies reports whether a policy gives an issue its targets. An issue that cannot be
// evaluated is one to which it does not apply.
func (t *teller) applies(p *policy.Policy, issue sla.Issue, at time.Time) bool {
	issue.CreatedAt = at.UTC()
	x, err := t.engine.ExplainAt(issue, issue.CreatedAt)
	if err != nil {
		return false
	}
	first := t.cfg.Match == "" || t.cfg.Match == policy.MatchFirst
	for _, account := range x.Policies {
		if account.Policy == p.ID {
			return account.Matches && account.Effective && (account.First || !first)
		}
	}
	return false
}

// scenario writes the scenario of an issue.
func (t *teller) scenario(p *policy.Policy, issue sla.Issue, name string, at time.Time) error {
	if strict.CheckName(name) != nil { // too long
		name = shown(p.ID)
	}
	for base, i := name, 2; t.names[name]; i++ {
		name = fmt.Sprintf("%s (%d)", base, i)
	}
	t.names[name] = true
	usual := form{kind: onWall, weekday: true}
	issue.CreatedAt = at.UTC()
	steps := []string{`"at": ` + asJSON(t.wall.spell(at, usual, time.Time{}))}
	events := []sla.Event{
		{At: at.UTC(), Type: sla.Message, From: sla.Agent},
		{At: at.UTC(), Type: sla.Message, From: sla.Customer},
	}
	missing := slices.Sorted(maps.Keys(p.Targets))
	for i := 0; ; i++ {
		result, err := t.engine.EvaluateAt(issue, issue.CreatedAt)
		if err != nil {
			if i > 0 {
				break
			}
			return fmt.Errorf("scenario: %s: %w", name, err)
		}
		var expect []string
		missing = slices.DeleteFunc(missing, func(metric string) bool {
			key := clockKey{metric: metric}
			if t.cfg.Match == policy.MatchEach {
				key.policy = p.ID
			}
			c := key.find(result.Clocks)
			if c == nil {
				return false
			}
			expect = append(expect, asJSON(t.label(p, metric))+": "+t.promise(c))
			return true
		})
		if i == len(events) {
			for _, metric := range missing {
				if target := p.Targets[metric]; t.starts(metric) && (target.By != "" || target.Within.By != "") {
					expect = append(expect, asJSON(t.label(p, metric))+": null") // the choice gives it none
				}
			}
		}
		if i > 0 {
			steps = append(steps, fmt.Sprintf(`"at": "+0s", "message": %s`, asJSON(events[i-1].From)))
		}
		if len(expect) > 0 {
			steps[i] += `, "expect": {` + "\n          " + strings.Join(expect, ",\n          ") + "\n        }"
		}
		if len(missing) == 0 || i == len(events) {
			break
		}
		issue.Events = append(issue.Events, events[i])
	}
	for len(steps) > 1 && !strings.Contains(steps[len(steps)-1], `"expect"`) {
		steps = steps[:len(steps)-1] // nothing more starts
	}
	var b strings.Builder
	fmt.Fprintf(&b, "    {\n      \"name\": %s,\n", asJSON(name))
	if p.Name != "" && p.Name != p.ID {
		fmt.Fprintf(&b, "      \"why\": %s,\n", asJSON(p.Name))
	}
	about := []string{}
	if issue.CreatedBy != "" {
		about = append(about, `"created_by": `+asJSON(issue.CreatedBy))
	}
	if len(issue.Attributes) > 0 {
		about = append(about, `"attributes": `+asJSON(issue.Attributes))
	}
	if len(about) > 0 {
		fmt.Fprintf(&b, "      \"issue\": {%s},\n", strings.Join(about, ", "))
	}
	b.WriteString("      \"story\": [\n        {" + strings.Join(steps, "},\n        {") + "}\n      ]\n    }")
	t.told = append(t.told, b.String())
	return nil
}

// label returns the name of a clock.
func (t *teller) label(p *policy.Policy, metric string) string {
	if t.cfg.Match == policy.MatchEach {
		return p.ID + "/" + metric
	}
	return metric
}

// starts reports whether a metric is one whose clocks start in the steps of a scenario.
func (t *teller) starts(metric string) bool {
	_, own := t.cfg.Metrics[metric]
	return !own && metric != policy.Ownership
}

// promise returns what to expect of a clock.
func (t *teller) promise(c *sla.Clock) string {
	fields := []string{`"policy": ` + asJSON(c.Policy)}
	if c.Schedule != "" && c.Schedule != businesshours.Always {
		fields = append(fields, `"schedule": `+asJSON(c.Schedule))
	}
	fields = append(fields, `"target": `+asJSON(shortDuration(c.Target)))
	due := "null"
	if !c.DueAt.IsZero() {
		due = asJSON(t.wall.spell(c.DueAt, form{kind: onWall, weekday: true}, time.Time{}))
	}
	return "{" + strings.Join(append(fields, `"due": `+due), ", ") + "}"
}

// asJSON returns a value as JSON, on one line.
func asJSON(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "null" // no value here is one that JSON does not have
	}
	return strings.TrimSpace(b.String())
}

// A chosen value is one of those by which a policy chooses.
type chosen struct{ field, value string }

// choicesOf returns the values by which a policy chooses targets, times and schedules, by
// field.
func choicesOf(cfg *policy.Config, p *policy.Policy) map[string][]string {
	values := make(map[string][]string)
	add := func(field string, texts []string) {
		values[field] = append(values[field], texts...)
		slices.Sort(values[field])
		values[field] = slices.Compact(values[field])
	}
	for _, target := range p.Targets {
		targetChoices(cfg, p, &target, add)
	}
	delete(values, "")
	return values
}

func targetChoices(cfg *policy.Config, p *policy.Policy, t *policy.Target, add func(string, []string)) {
	add(t.By, slices.Collect(maps.Keys(t.Values)))
	for _, value := range t.Values {
		targetChoices(cfg, p, &value, add)
	}
	if t.Default != nil {
		targetChoices(cfg, p, t.Default, add)
	}
	if t.By != "" {
		return
	}
	choices(&t.Within, add)
	choices(new(cfg.ScheduleOf(p, t)), add)
}

func choices[T time.Duration | string](c *policy.Choice[T], add func(string, []string)) {
	add(c.By, slices.Collect(maps.Keys(c.Values)))
	for _, value := range c.Values {
		choices(&value, add)
	}
	if c.Default != nil {
		choices(c.Default, add)
	}
}

// combinations returns the combinations of values of fields, where a field may also be left
// as it is; or, if there are too many, each value alone.
func combinations(values map[string][]string) (list [][]chosen) {
	fields := slices.Sorted(maps.Keys(values))
	count := 1
	for _, field := range fields {
		count = min(count*(len(values[field])+1), maxCombinations+1)
	}
	if count > maxCombinations {
		for _, field := range fields {
			for _, v := range values[field] {
				list = append(list, []chosen{{field, v}})
			}
		}
		return list
	}
	list = [][]chosen{nil}
	for _, field := range fields {
		for _, combination := range slices.Clone(list) {
			for _, v := range values[field] {
				list = append(list, append(slices.Clone(combination), chosen{field, v}))
			}
		}
	}
	return list[1:] // without the one that changes nothing
}
