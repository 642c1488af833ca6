package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/triggers"
)

// allMetrics checks the metrics of the configuration, and notes the names of all.
func (v *validator) allMetrics() {
	c := v.config
	for _, m := range BuiltIn(c.Profile) {
		v.metrics = append(v.metrics, m.Name)
	}
	if v.atMost("metrics", "metrics", len(c.Metrics), MaxMetrics) {
		for _, name := range slices.Sorted(maps.Keys(c.Metrics)) {
			v.metrics = append(v.metrics, name)
			v.metric(strict.Key("metrics", name), name, c.Metrics[name])
		}
	}
	slices.Sort(v.metrics)
}

func (v *validator) metric(path, name string, m Metric) {
	v.add(path, strict.CheckField(name))
	if len(m.Start) == 0 {
		v.Add(strict.Key(path, "start"), "has no trigger, so no clock would ever start")
	}
	nodes := 0
	for _, list := range []struct {
		field    string
		triggers []Trigger
	}{{"start", m.Start}, {"stop", m.Stop}, {"cancel", m.Cancel}, {"resume", m.Resume}} {
		path := strict.Key(path, list.field)
		if !v.atMost(path, "triggers", len(list.triggers), MaxList) {
			continue
		}
		for i, t := range list.triggers {
			v.trigger(strict.Index(path, i), t, &nodes)
		}
	}
	if m.Pause != nil {
		v.condition(strict.Key(path, "pause"), m.Pause, 4, false, &nodes)
	}
	v.count(path, nodes)
}

func (v *validator) trigger(path string, t Trigger, nodes *int) {
	on := path
	if t.If != nil {
		on = strict.Key(path, "on")
		v.condition(strict.Key(path, "if"), t.If, 6, true, nodes)
	}
	kind, arg, _ := strings.Cut(t.On, ":")
	switch {
	case kind == "custom" && arg != "":
		v.name(on, arg)
	case kind == "set" && arg != "":
		v.setTrigger(on, arg)
	case t.On == "":
		v.Add(on, "names no trigger")
	case slices.Contains(triggers.Names[:], t.On):
	case kind == "custom" || kind == "set":
		v.Add(on, "%s needs a name after it, as in \"custom:engineer_dispatched\" or \"set:assignee\"", strict.Quote(t.On))
	default:
		v.Add(on, "unknown trigger %s%s", strict.Quote(t.On), suggest(t.On, triggers.Names[:], "custom:NAME", "set:FIELD"))
	}
}

// setTrigger checks the field of a trigger set:FIELD.
func (v *validator) setTrigger(path, field string) {
	switch {
	case isEventField(field):
		v.Add(path, "%s is a field of an event, not an attribute that is set", strict.Quote(field))
	case IsComputed(field):
		v.Add(path, "%s is computed and so never set; for a change of the status use set:status, resolved or reopened", strict.Quote(field))
	default:
		v.field(path, field)
	}
}

// metricSynonyms are names by which other products and people know the built-in metrics.
var metricSynonyms = map[string]string{
	"response": FirstResponse, "respond": FirstResponse, "first_reply": FirstResponse, "reply": FirstResponse, "initial_response": FirstResponse,
	"time_to_first_response": FirstResponse, "first_response_time": FirstResponse, "first_reply_time": FirstResponse, "response_time": FirstResponse,
	"frt": FirstResponse, "ttfr": FirstResponse, "acknowledgement": FirstResponse, "acknowledge": FirstResponse, "ack": FirstResponse,
	"next_reply": NextResponse, "next_reply_time": NextResponse, "next_response_time": NextResponse, "every_response": NextResponse, "subsequent_response": NextResponse,
	"resolve": Resolution, "resolved": Resolution, "time_to_resolution": Resolution, "time_to_resolve": Resolution, "resolution_time": Resolution,
	"full_resolution": Resolution, "full_resolution_time": Resolution, "ttr": Resolution, "fix": Resolution, "solve": Resolution, "close": Resolution,
	"update": PeriodicUpdate, "updates": PeriodicUpdate, "requester_wait_time": RequesterWait, "agent_work_time": AgentWork,
	"assign": Assignment, "time_to_assign": Assignment,
}

// unknownMetric returns the problem of a target for a metric that does not exist.
func (v *validator) unknownMetric(name string) error {
	word := strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(name))
	if known, ok := metricSynonyms[word]; ok {
		return &missing{section: "metrics", err: fmt.Errorf("unknown metric %s; did you mean %q?", strict.Quote(name), known)}
	}
	return unknown("metrics", "metric", name, v.metrics)
}
