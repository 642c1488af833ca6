package lint

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
)

// A pass is one look at a valid configuration. It has the parts of it that rules look at,
// as lists, and collects what they report. What belongs to expired policies is not among
// the parts.
type pass struct {
	cfg     *policy.Config
	options Options
	at      map[string]strict.Position // of each path of the document

	statuses   map[string]policy.Category
	statusText string        // lists them for a message
	policies   []*livePolicy // those that have not expired
	targets    []*target     // of these, as far as they are not choices
	choices    []choice      // of amounts of time, schedules and targets
	lists      []*stepList   // of escalation steps

	conditions  []*part // whole ones
	comparisons []*part // all in them
	names       []naming
	truth       *truth // of the conditions; nil until it is asked for

	schedules     []*schedule
	scheduleIndex map[string]*schedule // by name; nil until it is asked for
	opens         map[string]bool      // which open every week, as far as that was asked
	uses          map[string]*usage    // of schedules, by name; also by expired policies
	metrics       map[string]bool      // those that a policy has a target for; also expired ones

	rule      *Rule // that is running
	ruleIndex int
	reported  []report
}

// A livePolicy is a policy that has not expired.
type livePolicy struct {
	*policy.Policy
	path    string
	metrics []string           // for which it has a target, in order
	times   map[string]*timing // of its targets
	fields  map[string]bool    // that it reads; nil until it is asked for
}

// A report is a finding before its place in the document is looked up.
type report struct {
	Finding
	rule     int // index
	position strict.Position
}

func newPass(cfg *policy.Config, options Options, at map[string]strict.Position) *pass {
	p := &pass{cfg: cfg, options: options, at: at, statuses: cfg.Statuses}
	if p.statuses == nil {
		p.statuses = policy.DefaultStatuses()
	}
	p.statusText = quoted(slices.Sorted(maps.Keys(p.statuses)))
	p.walk()
	return p
}

// report reports a finding of the rule that is running.
func (p *pass) report(path, what, mend string) {
	p.reported = append(p.reported, report{
		Finding: Finding{Rule: p.rule.Name, Level: p.rule.Level, Path: path, What: what, Mend: mend},
		rule:    p.ruleIndex,
	})
}

// reportf is report with a format for what is wrong.
func (p *pass) reportf(path, mend, format string, args ...any) {
	p.report(path, fmt.Sprintf(format, args...), mend)
}

// sorted returns all findings in order.
func (p *pass) sorted(lines bool) []Finding {
	for i := range p.reported {
		r := &p.reported[i]
		r.position = p.position(r.Path)
		if lines {
			r.Path, r.Line = p.written(r.Path), r.position.Line
		} else {
			r.Path = strings.Replace(r.Path, withinMark, withinField, 1)
		}
	}
	slices.SortStableFunc(p.reported, func(a, b report) int {
		return cmp.Or(cmp.Compare(a.position.Offset, b.position.Offset), cmp.Compare(a.rule, b.rule))
	})
	var found []Finding
	for i := range p.reported {
		found = append(found, p.reported[i].Finding)
	}
	return found
}

// withinField is how the path of an amount of time continues that of its target. A target
// in short form is written without it. Paths of a pass have withinMark in its place, which
// no other path has.
const (
	withinField = ".within"
	withinMark  = "\x00"
)

// written returns a path as the document has it.
func (p *pass) written(path string) string {
	target, rest, ok := strings.Cut(path, withinMark)
	if !ok {
		return path
	}
	if _, ok := p.at[target+withinField]; ok {
		return target + withinField + rest
	}
	return target + rest
}

// position returns where a path is in the document.
func (p *pass) position(path string) strict.Position { return nearest(p.written(path), p.at) }

// nearest returns where a path is, or what is around it.
func nearest(path string, at map[string]strict.Position) strict.Position {
	for {
		position, ok := at[path]
		if ok || path == "" {
			return position
		}
		path = strict.Parent(path)
	}
}

// inOrder sorts elements by where their paths are in the document.
func inOrder[T any](p *pass, list []T, path func(*T) string) []T {
	type placed struct {
		element T
		offset  int
	}
	all := make([]placed, len(list))
	for i := range list {
		all[i] = placed{list[i], p.position(path(&list[i])).Offset}
	}
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(a.offset, b.offset) })
	sorted := make([]T, len(list))
	for i := range all {
		sorted[i] = all[i].element
	}
	return sorted
}

// dated reports whether the present is known.
func (p *pass) dated() bool { return !p.options.AsOf.IsZero() }

// expired reports whether a policy is no longer effective at the present.
func (p *pass) expired(of *policy.Policy) bool {
	until := of.Effective.Until
	return p.dated() && !until.IsZero() && !until.After(p.options.AsOf)
}

// inForce returns the policies that are effective at the present.
func (p *pass) inForce() (list []*livePolicy) {
	for _, of := range p.policies {
		if of.Effective.Contains(p.options.AsOf) {
			list = append(list, of)
		}
	}
	return list
}

// location returns the time zone of a schedule.
func (p *pass) location(s *businesshours.Schedule) *time.Location {
	load := p.options.Location
	if load == nil {
		load = time.LoadLocation
	}
	if loc, err := load(cmp.Or(s.TimeZone, "UTC")); err == nil && loc != nil {
		return loc
	}
	return time.UTC
}
