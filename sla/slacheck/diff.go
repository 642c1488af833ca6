package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/policy/configdiff"
	"github.com/punctualgo/punctual/sla"
)

const diffUsage = "slacheck diff [-issues FILE.jsonl] [-as-of TIME] [-format FORMAT] [-exit-code] OLD.json NEW.json\n"

// A diffReport is what diff tells.
type diffReport struct {
	Changes []configdiff.Change `json:"changes"`
	Issues  *issueChanges       `json:"issues,omitempty"` // of -issues
}

// diff tells what changes from one configuration to another, and for issues.
func diff(args []string, env environment) error {
	c := newCommand(diffUsage)
	issues := c.String("issues", "", "also tell what changes for the issues in this `file`, one per line")
	asOf := c.String("as-of", "now", "evaluate issues as of this `instant`: a time in RFC 3339, \"created\" for when each issue was created, or \"now\"")
	format := c.String("format", "text", "print in this `format`: text or json")
	exitCode := c.Bool("exit-code", false, "exit with status 1 if anything changes")
	if err := c.parse(args, env.stdout); err != nil {
		return err
	}
	switch {
	case c.NArg() != 2:
		return usageError("diff takes two configurations: the old one and the new one")
	case *format != "text" && *format != "json":
		return usageError("-format: " + strict.Quote(*format) + " is neither text nor json")
	}
	at, err := parseAsOf(*asOf, env.present)
	if err != nil {
		return err
	}
	before, after, err := parseBoth(c.Arg(0), c.Arg(1), env)
	if err != nil {
		return err
	}
	report := diffReport{Changes: configdiff.Compare(before, after)}
	if report.Changes == nil {
		report.Changes = []configdiff.Change{}
	}
	var failed error
	if *issues != "" {
		report.Issues, failed = compareIssues(*issues, before, after, at, env)
		if report.Issues == nil {
			return failed
		}
	}
	if *format == "json" {
		err = printJSON(env.stdout, report)
	} else {
		err = report.print(env.stdout)
	}
	if err == nil {
		err = failed
	}
	if err == nil && *exitCode && (len(report.Changes) > 0 || report.Issues != nil && report.Issues.Changed > 0) {
		err = errReported
	}
	return err
}

// parseBoth reads two configurations. It prints the problems of both.
func parseBoth(older, newer string, env environment) (before, after *policy.Config, err error) {
	invalid := false
	for i, file := range []string{older, newer} {
		cfg, err := parseConfig(file, env)
		if document, ok := err.(*documentError); ok {
			document.print(env.stderr, env.terminal)
			invalid = true
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		if i == 0 {
			before = cfg
		} else {
			after = cfg
		}
	}
	if invalid {
		return nil, nil, errReported
	}
	return before, after, nil
}

// print prints the report in words.
func (r *diffReport) print(w io.Writer) error {
	var b strings.Builder
	for _, change := range r.Changes {
		fmt.Fprintln(&b, change)
	}
	if len(r.Changes) == 0 {
		b.WriteString("nothing changes\n")
	}
	if r.Issues != nil {
		r.Issues.write(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// issueChanges counts what changes for issues.
type issueChanges struct {
	Issues  int            `json:"issues"`
	Changed int            `json:"changed"` // issues of which a clock differs
	Metrics []metricChange `json:"metrics"` // those of which a clock differs, by name
}

// A metricChange counts what changes for the clocks of a metric.
type metricChange struct {
	Metric   string         `json:"metric"`
	Outcomes map[string]int `json:"outcomes"` // how many clocks change from one to another, such as "met → missed"
	Earlier  int            `json:"earlier"`  // clocks that are due earlier
	Later    int            `json:"later"`    // clocks that are due later
}

// write writes the counts in words.
func (c *issueChanges) write(b *strings.Builder) {
	fmt.Fprintf(b, "\nissues that change: %d of %d\n", c.Changed, c.Issues)
	for _, m := range c.Metrics {
		var parts []string
		for _, outcome := range slices.Sorted(maps.Keys(m.Outcomes)) {
			parts = append(parts, fmt.Sprintf("%d %s", m.Outcomes[outcome], outcome))
		}
		if m.Earlier > 0 {
			parts = append(parts, fmt.Sprintf("%d due earlier", m.Earlier))
		}
		if m.Later > 0 {
			parts = append(parts, fmt.Sprintf("%d due later", m.Later))
		}
		fmt.Fprintf(b, "  %s: %s\n", strings.ReplaceAll(m.Metric, "_", " "), strings.Join(parts, ", "))
	}
}

// compareIssues counts what changes for the issues in a file. If lines have problems, it
// prints these and returns errReported beside the counts of the others.
func compareIssues(file string, before, after *policy.Config, at time.Time, env environment) (*issueChanges, error) {
	older, err := sla.New(before, sla.Options{})
	if err != nil {
		return nil, err
	}
	newer, err := sla.New(after, sla.Options{})
	if err != nil {
		return nil, err
	}
	counts := newIssueCounts(before, after)
	newAdd := func() func(sla.Issue) ([2][]sla.Clock, error) {
		return func(issue sla.Issue) ([2][]sla.Clock, error) { return evaluateBoth(older, newer, at, issue) }
	}
	err = forEachIssue([]string{file}, env, newAdd, func(clocks [2][]sla.Clock) error {
		counts.add(clocks)
		return nil
	})
	if err != nil && !errors.Is(err, errReported) {
		return nil, err
	}
	return counts.result(), err
}

// evaluateBoth returns the clocks of an issue under two configurations.
func evaluateBoth(older, newer *sla.Engine, at time.Time, issue sla.Issue) (clocks [2][]sla.Clock, err error) {
	for i, engine := range []*sla.Engine{older, newer} {
		result, err := engine.EvaluateAt(issue, asOf(&issue, at))
		if err != nil {
			return clocks, fmt.Errorf("under the %s configuration: %w", [2]string{"old", "new"}[i], err)
		}
		clocks[i] = result.Clocks
	}
	return clocks, nil
}

// A clockID identifies a clock of an issue under both configurations.
type clockID struct {
	policy string // the new ID; empty unless each policy has clocks of its own in both
	metric string
	cycle  int
}

// issueCounts counts what changes for issues.
type issueCounts struct {
	each    bool              // every policy has clocks of its own
	renamed map[string]string // new IDs of policies by the old ones
	issueChanges
	metrics map[string]*metricChange
}

func newIssueCounts(before, after *policy.Config) *issueCounts {
	return &issueCounts{
		each:    before.Match == policy.MatchEach && after.Match == policy.MatchEach,
		renamed: configdiff.Renamed(before, after),
		metrics: make(map[string]*metricChange),
	}
}

// id returns what identifies a clock.
func (c *issueCounts) id(clock *sla.Clock, old bool) clockID {
	id := clockID{metric: clock.Metric, cycle: clock.Cycle}
	if c.each {
		id.policy = clock.Policy
		if name, ok := c.renamed[clock.Policy]; ok && old {
			id.policy = name
		}
	}
	return id
}

// add counts what changes for an issue with clocks under the old and the new configuration.
func (c *issueCounts) add(clocks [2][]sla.Clock) {
	c.Issues++
	changed := false
	old := make(map[clockID]*sla.Clock)
	for i := range clocks[0] {
		old[c.id(&clocks[0][i], true)] = &clocks[0][i]
	}
	for i := range clocks[1] {
		after := &clocks[1][i]
		id := c.id(after, false)
		changed = c.compare(id.metric, old[id], after) || changed
		delete(old, id)
	}
	for id, before := range old {
		changed = c.compare(id.metric, before, nil) || changed
	}
	if changed {
		c.Changed++
	}
}

// compare counts what changes for a clock, and reports whether anything does. Either is nil
// where there is none.
func (c *issueCounts) compare(metric string, before, after *sla.Clock) bool {
	outcomes := outcomeText(before) + " → " + outcomeText(after)
	sameOutcome := outcomeText(before) == outcomeText(after)
	due := 0
	if before != nil && after != nil && !before.DueAt.IsZero() && !after.DueAt.IsZero() {
		due = after.DueAt.Compare(before.DueAt)
	}
	if sameOutcome && due == 0 {
		return false
	}
	m := c.metrics[metric]
	if m == nil {
		m = &metricChange{Metric: metric, Outcomes: make(map[string]int)}
		c.metrics[metric] = m
	}
	if !sameOutcome {
		m.Outcomes[outcomes]++
	}
	switch {
	case due < 0:
		m.Earlier++
	case due > 0:
		m.Later++
	}
	return true
}

// outcomeText returns the outcome of a clock, or "none".
func outcomeText(c *sla.Clock) string {
	if c == nil {
		return "none"
	}
	return string(c.Outcome())
}

// result returns the counts.
func (c *issueCounts) result() *issueChanges {
	c.Metrics = []metricChange{}
	for _, name := range slices.Sorted(maps.Keys(c.metrics)) {
		c.Metrics = append(c.Metrics, *c.metrics[name])
	}
	return &c.issueChanges
}
