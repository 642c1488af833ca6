package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla/report"
)

// requestFlags are the flags that make a request, with what they mean.
var requestFlags = map[string]string{
	"by":          "group by these `dimensions`, separated by commas: fields of the issue, such as priority or assignee;\nmetric, policy, schedule, target, outcome, state; stop.by, stop.team, stop.channel; and an instant\nwith a unit, such as created.weekday or decided.week",
	"metrics":     "only records of these `metrics`, such as first_response,resolution",
	"where":       "only records for which this `condition` holds, in JSON, such as\n{\"field\": \"priority\", \"op\": \"eq\", \"value\": \"high\"}",
	"on":          "from and until are about this `instant`: created, started, due, decided, ended or breached (default decided)",
	"from":        "only records whose instant is at or after this `time`: RFC 3339, or a date in the zone",
	"until":       "only records whose instant is before this `time`: RFC 3339, or a date in the zone",
	"zone":        "days and hours are those of this time `zone`, such as Europe/Berlin (default UTC)",
	"unit":        "outcomes count each `unit`: clock or issue (default clock)",
	"denominator": "the rate is of these `records`: decided (met, missed and overdue), completed (met and missed)\nor all (open ones too) (default decided)",
	"near":        "a near miss has less than this `share` of its target left (default 10%)",
	"goal":        "the rate that is promised, a `share` such as 95%",
	"worst":       "also list this `number` of the worst breaches, near misses and pauses of each group",
	"ladder":      "try these `targets`, such as 4h,8h,24h",
	"field":       "in whose time: the values of this `field`, such as assignee",
}

// issueFlags are those that mean something else in a backtest, which selects issues.
var issueFlags = map[string]string{
	"where": "only issues for which this `condition` holds when they have just been created, in JSON",
	"from":  "only issues that were created at or after this `time`: RFC 3339, or a date in the zone",
	"until": "only issues that were created before this `time`: RFC 3339, or a date in the zone",
}

// listFlags are those whose value is a list.
var listFlags = map[string]bool{"by": true, "metrics": true, "ladder": true}

// A requester makes requests of flags.
type requester struct {
	set    *flag.FlagSet
	values map[string]*string
	file   *string
	text   []byte // of the file
}

// addRequestFlags adds flags that make a request. Some may mean what others says.
func (c *command) addRequestFlags(others map[string]string, names ...string) *requester {
	r := &requester{set: c.FlagSet, values: make(map[string]*string)}
	for _, name := range names {
		usage, ok := others[name]
		if !ok {
			usage = requestFlags[name]
		}
		r.values[name] = c.String(name, "", usage)
	}
	r.file = c.String("request", "", "read what to tell from this JSON `file`, in place of the flags for it")
	return r
}

// request returns the request that the flags make, as JSON: a document of the flags that were
// given, as nest arranges it, or what is in the file of -request.
func (r *requester) request(nest func(map[string]any)) ([]byte, error) {
	given := make(map[string]any)
	var err error
	r.set.Visit(func(f *flag.Flag) {
		value, ok := r.values[f.Name]
		if !ok || err != nil {
			return
		}
		given[f.Name], err = r.value(f.Name, *value)
	})
	if err != nil {
		return nil, err
	}
	if *r.file != "" {
		if len(given) > 0 {
			return nil, usageError("-request and the flags that make a request exclude each other")
		}
		r.text, err = readFile(*r.file, nil)
		return r.text, err
	}
	if nest != nil {
		nest(given)
	}
	return json.Marshal(given)
}

// refuse returns the error for a request with problems: those of the file, or those of the
// flags, each with the name of its flag.
func (r *requester) refuse(err error) error {
	if *r.file != "" {
		return &documentError{file: *r.file, text: r.text, err: err}
	}
	problems, more := strict.List(err)
	var lines []string
	for _, p := range problems {
		lines = append(lines, flagOf(p.Path)+p.Err.Error())
	}
	if more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more problems", more))
	}
	return usageError(strings.Join(lines, "\nslacheck: "))
}

// flagOf returns the flag that a path of a request comes from, with what is left of the path:
// "-by: " for "by[0]".
func flagOf(path string) string {
	if path == "" {
		return ""
	}
	path = strings.TrimPrefix(path, "targets.")
	name, rest, _ := strings.Cut(path, ".")
	name, _, _ = strings.Cut(name, "[")
	if name == "held" {
		name = "field"
	}
	if rest != "" {
		rest += ": "
	}
	return "-" + name + ": " + rest
}

// value returns the value of a flag as it is in a request.
func (r *requester) value(name, text string) (any, error) {
	switch {
	case listFlags[name]:
		list := []string{}
		for part := range strings.SplitSeq(text, ",") {
			if part = strings.TrimSpace(part); part != "" {
				list = append(list, part)
			}
		}
		return list, nil
	case name == "where":
		if !json.Valid([]byte(text)) {
			return nil, usageError(`-where: write a condition in JSON, such as '{"field": "priority", "op": "eq", "value": "high"}'`)
		}
		return json.RawMessage(text), nil
	case name == "worst":
		if n, err := strconv.Atoi(text); err == nil {
			return n, nil
		}
		return nil, usageError("-worst: " + strict.Quote(text) + " is not a number")
	case name == "from" || name == "until":
		return r.instant(text), nil
	}
	return text, nil
}

// instant returns a text with the instant that a date begins at in the zone, or the text.
func (r *requester) instant(text string) string {
	zone := time.UTC
	if name, ok := r.values["zone"]; ok && *name != "" {
		if z, err := report.LoadZone(*name); err == nil {
			zone = z
		}
	}
	day, err := time.ParseInLocation(time.DateOnly, text, zone)
	if err != nil {
		return text // what is wrong is found when the request is read
	}
	return day.UTC().Format(time.RFC3339)
}
