package main

import (
	"errors"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

const (
	reportUsage  = "slacheck report -config CONFIG.json [-as-of TIME] [-by DIMENSIONS] [-format FORMAT] [FLAG]… FILE.jsonl…\n"
	heldUsage    = "slacheck held -config CONFIG.json -field FIELD [-as-of TIME] [-format FORMAT] [FLAG]… FILE.jsonl…\n"
	targetsUsage = "slacheck targets -config CONFIG.json -goal PERCENT [-as-of TIME] [-by DIMENSIONS] [-format FORMAT] [FLAG]… FILE.jsonl…\n"
)

var selectionFlags = []string{"metrics", "where", "on", "from", "until", "zone"}

// reportIssues prints a report of the issues in files.
func reportIssues(args []string, env environment) error {
	names := append([]string{"by", "unit", "denominator", "near", "goal", "worst"}, selectionFlags...)
	return tabulate(reportUsage, "", names, nil, args, env)
}

// held prints in whose time the clocks of the issues in files ran.
func held(args []string, env environment) error {
	return tabulate(heldUsage, "field", append([]string{"field"}, selectionFlags...), func(request map[string]any) {
		request["held"] = request["field"]
		delete(request, "field")
	}, args, env)
}

// targets prints which targets could have been kept for the issues in files.
func targets(args []string, env environment) error {
	names := append([]string{"goal", "ladder", "by", "denominator"}, selectionFlags...)
	return tabulate(targetsUsage, "goal", names, func(request map[string]any) {
		inner := make(map[string]any)
		for _, name := range []string{"goal", "ladder"} {
			if value, ok := request[name]; ok {
				inner[name] = value
				delete(request, name)
			}
		}
		request["targets"] = inner
	}, args, env)
}

// tabulate runs a command that adds issues to a tally. names are the flags that make its
// request, which nest arranges; it needs the one that is needed, unless that is empty.
func tabulate(usage, needed string, names []string, nest func(map[string]any), args []string, env environment) error {
	c := newCommand(usage)
	c.addConfigFlags(asOfInstant)
	requests, format := c.addRequestFlags(nil, names...), c.addFormatFlag()
	if err := c.parseFiles(args, env.stdout); err != nil {
		return err
	}
	if err := checkFormat(*format); err != nil {
		return err
	}
	if needed != "" && *requests.file == "" && *requests.values[needed] == "" {
		return usageError(c.name() + " needs -" + needed)
	}
	request, err := requests.request(nest)
	if err != nil {
		return err
	}
	engine, at, err := c.engine(env.present)
	if err != nil {
		return err
	}
	total, err := report.NewTally(engine, request, at)
	if err != nil {
		return requests.refuse(err)
	}
	addErr := addIssues(c.Args(), env, total, func() (report.Tally, error) { return report.NewTally(engine, request, at) })
	if addErr != nil && !errors.Is(addErr, errReported) {
		return addErr
	}
	result := total.Result()
	if err := printTally(env.stdout, *format, total, result); err != nil {
		return err
	}
	if *format != "part" {
		noteEmpty(env.stderr, result)
	}
	return addErr
}

// addIssues adds the issues in files to a tally: each goroutine to a part of its own.
func addIssues(args []string, env environment, total report.Tally, newPart func() (report.Tally, error)) error {
	var parts []report.Tally
	err := forEachIssue(args, env, func() func(sla.Issue) (none, error) {
		part, err := newPart()
		if err != nil { // it was made once already
			return func(sla.Issue) (none, error) { return none{}, err }
		}
		parts = append(parts, part)
		return func(issue sla.Issue) (none, error) { return none{}, part.Add(issue) }
	}, ignore)
	for _, part := range parts {
		if mergeErr := total.Merge(part); mergeErr != nil {
			return mergeErr
		}
	}
	return err
}
