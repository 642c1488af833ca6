package slatest

import (
	"maps"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
)

// A Domain says what values are generated from. The zero value leaves everything open; set what
// your program fixes.
type Domain struct {
	// Config is the configuration. If it is nil, configurations are generated. Generators
	// that are given a configuration do not need it.
	Config *policy.Config

	// Location returns the time zone of an IANA name, as in sla.Options. If it is nil, the
	// zones are those of [time.LoadLocation].
	Location func(name string) (*time.Location, error)

	// Zones are the names of the time zones of schedules. If there are none, they are zones
	// whose clocks change in various ways.
	Zones []string

	// Statuses are the statuses of issues. If there are none, they are those that the
	// configuration declares, or else those that it maps.
	Statuses []string

	// Fields are the attributes of issues other than the status, with some values of each. A
	// field whose values are instants in RFC 3339 also gets other instants. If Fields is nil,
	// they are the attributes that the configuration reads, with values that it compares
	// them with and that it declares; and if there is no Config, others as well.
	Fields map[string][]any

	// From and Until bound the instants of issues and events: From <= t < Until. A zero
	// instant means no bound. Most instants are near a change of the clocks of a zone, or near
	// a holiday, an exception or another date of the configuration.
	From, Until time.Time

	// MinEvents and MaxEvents are how many events an issue has at least and at most. If both are
	// zero, an issue has at most 10.
	MinEvents, MaxEvents int

	// WholeHours makes allowances, and the time between events, whole hours, so that nearly
	// everything happens exactly at an opening, a closing, a due instant or a threshold. It
	// matters to [Cases], [Targets] and [Escalations], and only if Config is nil. They then
	// ignore Zones, Statuses, Fields, From and Until.
	WholeHours bool
}

// A domain is a [Domain] in which what was left open has been filled in for a configuration.
type domain struct {
	Domain
	statuses []string
	fields   []string         // all attributes, by name, those that matter most first
	usual    []string         // the attributes that matter most
	values   map[string][]any // by attribute
	instants []string         // attributes that should have an instant
	customs  []string         // names of custom events
	lists    []string         // names of lists of steps

	// declared are the fields that the configuration declares. If it is not nil, conditions
	// are as Validate wants them.
	declared map[string]policy.Field
}

// The fields of a domain that leaves them open.
var anyFields = map[string][]any{
	"priority":        {"low", "high", "urgent"},
	"customer.region": {"emea", "us", "apac"},
	"assignee":        {"ann", "bo"},
	"team":            {"tier1", "tier2"},
	"tags":            {[]string{"vip"}, []string{"vip", "beta"}, []string{}, []any{"beta"}, "vip"},
	"seats":           {5, 500.5, "5", 500.0, true},
	"vip":             {true, false},
	"due":             {"2024-03-10T07:30:00Z", "2024-11-03T01:30:00-04:00", "2018-11-04T03:00:00.5Z", "soon", "", "2024-02-30T00:00:00Z", 5.0},
}

var (
	agents = []string{"ann", "bo"}
	teams  = []string{"tier1", "tier2"}
)

// fill returns d for a configuration, which is nil if it is still to be drawn.
func (d Domain) fill(config *policy.Config) *domain {
	f := &domain{Domain: d, customs: []string{"ping", "pong"}, values: make(map[string][]any)}
	f.fillStatuses(config)
	add := func(fields map[string][]any) {
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			if !slices.Contains(f.fields, name) {
				f.fields = append(f.fields, name)
			}
			f.values[name] = append(f.values[name], fields[name]...)
		}
	}
	var read mentions
	if config != nil && d.Config != nil {
		read = mentionsOf(config)
		if len(read.customs) > 0 {
			f.customs = read.customs
		}
	}
	switch {
	case d.Fields != nil:
		add(d.Fields)
		f.usual = f.fields
	case config != nil && d.Config != nil:
		add(read.fields)
		f.usual = f.fields
		if f.declared = config.Fields; f.declared == nil {
			add(map[string][]any{"assignee": {"ann", "bo"}, "team": {"tier1", "tier2"}}) // of built-in metrics
		}
		f.instants = read.instantFields
	default:
		add(anyFields)
		f.usual = []string{"priority", "vip", "due"}
	}
	for _, name := range f.fields {
		if !slices.Contains(f.instants, name) && slices.ContainsFunc(f.values[name], isInstant) {
			f.instants = append(f.instants, name)
		}
	}
	f.fields = append([]string{"status"}, f.fields...)
	if len(f.usual) == 0 {
		f.usual = f.fields
	}
	return f
}

// fillStatuses sets the statuses that issues may have.
func (f *domain) fillStatuses(config *policy.Config) {
	f.statuses = f.Statuses
	if len(f.statuses) > 0 {
		return
	}
	if config == nil || f.Config == nil {
		f.statuses = []string{"new", "open", "pending", "on_hold", "resolved", "closed"}
		return
	}
	categories := config.AllStatuses()
	_, others := categories["*"]
	names := config.Fields["status"].Values // if the configuration declares them
	if len(names) == 0 {
		names = slices.Sorted(maps.Keys(categories))
	}
	for _, status := range names {
		if _, ok := categories[status]; status != "*" && (ok || others) {
			f.statuses = append(f.statuses, status)
		}
	}
	if len(f.statuses) == 0 {
		f.statuses = []string{"open"}
	}
}

// texts returns the texts that a field may have.
func (f *domain) texts(field string) (texts []string) {
	for _, v := range f.values[field] {
		if s, ok := v.(string); ok && !isInstant(v) && !slices.Contains(texts, s) {
			texts = append(texts, s)
		}
	}
	return texts
}

// fieldsOf returns the fields of which a value satisfies want, or all fields if there are none.
func (f *domain) fieldsOf(want func(any) bool) (fields []string) {
	for _, name := range f.fields {
		if slices.ContainsFunc(f.values[name], want) {
			fields = append(fields, name)
		}
	}
	if len(fields) == 0 {
		return f.fields
	}
	return fields
}

// bound returns the instant in the span of d that is nearest to at.
func (d *Domain) bound(at time.Time) time.Time {
	if !d.From.IsZero() && at.Before(d.From) {
		return d.From.UTC()
	}
	if !d.Until.IsZero() && !at.Before(d.Until) {
		return d.Until.UTC().Add(-1)
	}
	return at
}

// compile compiles the schedules of a configuration.
func (d *Domain) compile(t *rapid.T, schedules []businesshours.Schedule) *businesshours.Set {
	set, err := businesshours.Options{Location: d.Location}.Compile(schedules)
	if err != nil {
		t.Fatalf("the schedules are refused: %v\n%s", err, document(schedules))
	}
	return set
}

// events draws how many events an issue has: at least and at most as many as given, unless d says
// otherwise.
func (d *Domain) events(t *rapid.T, least, most int) int {
	if d.MaxEvents > 0 {
		most = d.MaxEvents
	}
	least = max(least, d.MinEvents)
	return rapid.IntRange(least, max(least, most)).Draw(t, "events")
}

// location returns the zone of a name.
func (d *Domain) location(t *rapid.T, name string) *time.Location {
	load := d.Location
	if load == nil {
		load = time.LoadLocation
	}
	zone, err := load(name)
	if err != nil {
		t.Fatalf("zone %q: %v", name, err)
	}
	return zone
}
