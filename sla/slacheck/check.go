package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/policy/configdiff"
)

const checkUsage = "slacheck check CONFIG.json…\n"

// check validates configurations and summarizes those that are valid.
func check(args []string, env environment) error {
	c := newCommand(checkUsage)
	if err := c.parseFiles(args, env.stdout); err != nil {
		return err
	}
	failed := false
	for _, file := range c.Args() {
		cfg, err := parseConfig(file, env)
		if invalid, ok := err.(*documentError); ok {
			failed = true
			invalid.print(env.stderr, env.terminal)
			continue
		}
		if err != nil {
			return err
		}
		if _, err := fmt.Fprint(env.stdout, summarize(file, cfg, env.present.Now())); err != nil {
			return err
		}
	}
	if failed {
		return errReported
	}
	return nil
}

// parseConfig reads and validates the configuration in a file, which may be "-". It returns
// a *documentError if that is invalid.
func parseConfig(file string, env environment) (*policy.Config, error) {
	data, err := readFile(file, env.stdin)
	if err != nil {
		return nil, err
	}
	return parseText(file, data)
}

// parseText validates the configuration in a text. It returns a *documentError if that is
// invalid.
func parseText(file string, data []byte) (*policy.Config, error) {
	cfg, err := policy.Parse(data)
	if err != nil {
		return nil, &documentError{file: file, text: data, err: err}
	}
	return cfg, nil
}

// summarize says what a valid configuration promises, and which holidays come next.
func summarize(file string, cfg *policy.Config, now time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: OK, %s, %s\n", file, count(len(cfg.Policies), "policy", "policies"), count(len(cfg.Schedules), "schedule", "schedules"))
	for i := range cfg.Policies {
		p := &cfg.Policies[i]
		fmt.Fprintf(&b, "  policy %s%s\n", configdiff.PolicyName(p), effect(p, now))
		for _, promise := range configdiff.Promises(cfg, p) {
			fmt.Fprintf(&b, "    %s\n", promise)
		}
	}
	set, err := cfg.Compile(businesshours.Options{})
	for i := range cfg.Schedules {
		s := &cfg.Schedules[i]
		if cal, ok := set.Calendar(s.Name); ok && err == nil {
			fmt.Fprintf(&b, "  schedule %s: %s\n", s.Name, nextHolidays(s, cal, now))
		}
	}
	return b.String()
}

// count returns a number of things in words.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// effect says that a policy is not in effect now.
func effect(p *policy.Policy, now time.Time) string {
	switch {
	case p.Effective.Contains(now):
		return ""
	case now.Before(p.Effective.From):
		return ", from " + p.Effective.From.UTC().Format(time.RFC3339)
	}
	return ", until " + p.Effective.Until.UTC().Format(time.RFC3339)
}

// shownHolidays is how many of the next holidays are shown.
const shownHolidays = 3

// nextHolidays lists the next holidays of a schedule, or says why there are none.
func nextHolidays(s *businesshours.Schedule, cal *businesshours.Calendar, now time.Time) string {
	switch {
	case s.Always:
		return "always open"
	case len(s.AnyOf) == 0 && len(s.Holidays) == 0:
		return "no holidays"
	}
	var list []string
	for span, name := range cal.Holidays(now.In(cal.Location()), now.In(cal.Location()).AddDate(1, 0, 0)) {
		if len(list) == shownHolidays {
			break
		}
		list = append(list, strings.TrimSpace(span.Start.Format("Mon "+time.DateOnly)+" "+name))
	}
	if len(list) == 0 {
		return "no holidays in the next year"
	}
	return "next holidays " + strings.Join(list, ", ")
}
