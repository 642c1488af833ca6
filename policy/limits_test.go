package policy_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// What is at a limit is accepted. One more is one problem, at its place.
func TestLimitsAreExact(t *testing.T) {
	long := func(n int) string { return strings.Repeat("x", n) }
	tests := []struct {
		name  string
		limit int
		of    func(n int) *policy.Config
		want  string // the problem of limit + 1
	}{
		{"policies", policy.MaxPolicies, func(n int) *policy.Config {
			c := &policy.Config{}
			for i := range n {
				c.Policies = append(c.Policies, policy.Policy{ID: fmt.Sprint(i), Targets: targets})
			}
			return c
		}, `policies: 1001 policies are more than 1000`},
		{"metrics", policy.MaxMetrics, func(n int) *policy.Config {
			return &policy.Config{Metrics: named(n, policy.Metric{Start: []policy.Trigger{{On: "note"}}})}
		}, `metrics: 65 metrics are more than 64`},
		{"statuses", policy.MaxStatuses, func(n int) *policy.Config {
			return &policy.Config{Statuses: named(n, policy.Open)}
		}, `statuses: 1001 statuses are more than 1000`},

		{"conditions of a policy", policy.MaxConditions, func(n int) *policy.Config { return when(nodes(n)) }, `policies[0]: conditions have `},
		{"conditions of a policy and its targets", policy.MaxConditions, func(n int) *policy.Config {
			c := targeting(policy.Target{Within: policy.Choice[time.Duration]{Value: 1}, Pause: new(nodes(n / 2))})
			c.Policies[0].When = new(nodes(n - n/2))
			return c
		}, `policies[0]: conditions have `},
		{"conditions of a metric", policy.MaxConditions, func(n int) *policy.Config {
			c := measuring("m", policy.Trigger{On: "note", If: new(nodes(n / 2))})
			m := c.Metrics["m"]
			m.Pause = new(nodes(n - n/2))
			c.Metrics["m"] = m
			return c
		}, `metrics.m: conditions have `},
		{"conditions in all", policy.MaxAllConditions, func(n int) *policy.Config {
			c := measuring("m", policy.Trigger{On: "note", If: new(nodes(10))})
			n -= 10
			for i := 0; n > 0; i++ {
				k := min(n, 200)
				n -= k
				c.Policies = append(c.Policies, policy.Policy{ID: fmt.Sprint(i), When: new(nodes(k)), Targets: targets})
			}
			return c
		}, `the conditions have more than 20000 parts in all`},

		{"values in all", policy.MaxAllValues, func(n int) *policy.Config {
			c := targeting(policy.WithinBy("a", named(policy.MaxList, time.Hour), 0))
			c.Policies[0].When = new(policy.All(
				policy.If("a", policy.In, repeat[any](1.5, policy.MaxList-10)),
				policy.If("a", policy.NotIn, []any{repeat("x", 9)}), // a value of nine
				policy.If("a", policy.Eq, repeat("x", policy.MaxList)),
			))
			n -= 3 * policy.MaxList
			for i := 0; n > 0; i++ {
				k := min(n, policy.MaxList)
				n -= k
				c.Policies = append(c.Policies, policy.Policy{ID: fmt.Sprint(i), Targets: targets, When: new(policy.If("a", policy.ContainsAll, repeat("x", k)))})
			}
			return c
		}, `lists, choices and fields have more than 40000 values in all`},
		{"steps in all", policy.MaxAllSteps, func(n int) *policy.Config {
			c := targeting(policy.Target{Within: policy.Choice[time.Duration]{Value: time.Hour}, Escalations: policy.Steps(repeat(policy.Escalation{At: "1%"}, 10)...)})
			n -= 10
			for i := 0; n > 0; i++ {
				k := min(n, policy.MaxEscalations)
				n -= k
				c.Policies = append(c.Policies, policy.Policy{ID: fmt.Sprint(i), Targets: targets, Escalations: policy.Steps(repeat(policy.Escalation{At: "1%"}, k)...)})
			}
			return c
		}, `there are more than 20000 escalation steps in all`},

		{"values of nested choices in all", policy.MaxAllValues, func(n int) *policy.Config {
			n -= 40 // of the outer choices
			c := targeting(policy.Within(1))
			c.Policies[0].Schedule = policy.Choice[string]{By: "a", Values: map[string]policy.Choice[string]{}}
			for i := range 40 {
				c.Policies[0].Schedule.Values[fmt.Sprint("v", i)] = policy.UseBy("a", named(min(n, policy.MaxList), "24x7"), "")
				n -= min(n, policy.MaxList)
			}
			if n > 0 {
				c.Policies[0].When = new(policy.If("a", policy.In, repeat("x", n)))
			}
			return c
		}, `lists, choices and fields have more than 40000 values in all`},
		{"targets in all", policy.MaxAllTargets, func(n int) *policy.Config {
			c := targeting(policy.TargetBy("a", named(999, policy.UntilField("a")), policy.Target{})) // 1,000 with the choice
			n -= 1000
			for i := 0; n > 0; i++ {
				k := min(n, 1000)
				n -= k
				target := policy.UntilField("a")
				if k > 1 {
					target = policy.TargetBy("a", named(k-1, target), policy.Target{})
				}
				c.Policies = append(c.Policies, policy.Policy{ID: fmt.Sprint(i), Targets: map[string]policy.Target{policy.Resolution: target}})
			}
			return c
		}, `there are more than 20000 targets in all`},
		{"choices of times in each other", policy.MaxChoiceDepth, func(n int) *policy.Config {
			return targeting(policy.Target{Within: deep(n, time.Hour)})
		}, `policies[0].targets.resolution.`},
		{"choices of schedules in each other", policy.MaxChoiceDepth, func(n int) *policy.Config {
			c := targeting(policy.Within(1))
			c.Policies[0].Schedule = deep(n, "24x7")
			return c
		}, `policies[0].schedule.values.x.default.values.x.default: choices are nested more than 4 deep`},
		{"choices of default schedules in each other", policy.MaxChoiceDepth, func(n int) *policy.Config {
			return &policy.Config{Defaults: policy.Defaults{Schedule: deep(n, "24x7")}}
		}, `defaults.schedule.values.x.default.values.x.default: choices are nested more than 4 deep`},
		{"choices of targets in each other", policy.MaxChoiceDepth, func(n int) *policy.Config {
			return targeting(deepTarget(n, policy.WithinDays(1, "")))
		}, `policies[0].targets.resolution.values.x.default.values.x.default: choices are nested more than 4 deep`},
		{"choices of times in choices of targets", policy.MaxChoiceDepth, func(n int) *policy.Config {
			return targeting(deepTarget(2, policy.Target{Within: deep(n-2, time.Hour), Schedule: policy.Use("24x7")}))
		}, `policies[0].targets.resolution.default.values.x.within.values.x.default: choices are nested more than 4 deep`},
		{"choices of schedules in choices of targets", policy.MaxChoiceDepth, func(n int) *policy.Config {
			return targeting(deepTarget(1, policy.Target{Until: "a", Schedule: deep(n-1, "24x7")}))
		}, `policies[0].targets.resolution.values.x.schedule.default.values.x.default: choices are nested more than 4 deep`},
		{"values of a choice of targets", policy.MaxList, func(n int) *policy.Config {
			return targeting(policy.TargetBy("a", named(n, policy.UntilField("a")), policy.Target{}))
		}, `policies[0].targets.resolution.values: 1001 values are more than 1000`},

		{"fields", policy.MaxFields, func(n int) *policy.Config {
			return &policy.Config{Fields: named(n, policy.Field{Type: policy.FieldNumber})}
		}, `fields: 1001 fields are more than 1000`},
		{"values of a field", policy.MaxList, func(n int) *policy.Config {
			return &policy.Config{Fields: map[string]policy.Field{"a": {Type: policy.FieldText, Values: slices.Sorted(maps.Keys(named(n, 0)))}}}
		}, `fields.a.values: 1001 values are more than 1000`},
		{"values of fields in all", policy.MaxAllValues, func(n int) *policy.Config {
			c := &policy.Config{Fields: map[string]policy.Field{}}
			for i := 0; n > 0; i++ {
				k := min(n, policy.MaxList)
				n -= k
				c.Fields[fmt.Sprint("f", i)] = policy.Field{Type: policy.FieldList, Values: slices.Sorted(maps.Keys(named(k, 0)))}
			}
			return c
		}, `lists, choices and fields have more than 40000 values in all`},
		{"value of a field", policy.MaxText, func(n int) *policy.Config {
			return &policy.Config{Fields: map[string]policy.Field{"a": {Type: policy.FieldText, Values: []string{long(n)}}}}
		}, `fields.a.values[0]: is longer than 1024 bytes`},
		{"named escalations", policy.MaxNamedEscalations, func(n int) *policy.Config {
			return &policy.Config{Escalations: named(n, []policy.Escalation{})}
		}, `escalations: 1001 named escalations are more than 1000`},
		{"steps under a name", policy.MaxEscalations, func(n int) *policy.Config {
			return &policy.Config{Escalations: map[string][]policy.Escalation{"usual": repeat(policy.Escalation{At: "75%"}, n)}}
		}, `escalations.usual: 65 escalation steps are more than 64`},
		{"steps of the defaults", policy.MaxEscalations, func(n int) *policy.Config {
			return &policy.Config{Defaults: policy.Defaults{Escalations: policy.Steps(repeat(policy.Escalation{At: "75%"}, n)...)}}
		}, `defaults.escalations: 65 escalation steps are more than 64`},
		{"name of escalations", policy.MaxText, func(n int) *policy.Config {
			return &policy.Config{Escalations: map[string][]policy.Escalation{long(n): {}}}
		}, `escalations.xxx`},
		{"fields of an action", policy.MaxList, func(n int) *policy.Config {
			return stepping(policy.Escalation{At: "75%", Do: []policy.Action{named[any](n, true)}})
		}, `policies[0].escalations[0].do[0]: object of 1001 fields is larger than 1000`},
		{"list in an action", policy.MaxList, func(n int) *policy.Config {
			return stepping(policy.Escalation{At: "75%", Do: []policy.Action{{"a": repeat[any](true, n)}}})
		}, `policies[0].escalations[0].do[0]: "a": list of 1001 is longer than 1000`},

		{"actions in all", policy.MaxAllActions, func(n int) *policy.Config {
			c := &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: targets}}}
			for n > 0 {
				k := min(n, policy.MaxList)
				n -= k
				c.Policies[0].Escalations.Steps = append(c.Policies[0].Escalations.Steps, policy.Escalation{At: "1%", Do: repeat(policy.Action{}, k)})
			}
			return c
		}, `there are more than 20000 actions in all`},
		{"values of actions in all", policy.MaxAllActionValues, func(n int) *policy.Config {
			c := &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: targets}}}
			for n > 0 {
				k := min(n, policy.MaxList)
				n -= k
				c.Policies[0].Escalations.Steps = append(c.Policies[0].Escalations.Steps, policy.Escalation{At: "1%", Do: []policy.Action{{"a": repeat[any](true, k-1)}}})
			}
			return c
		}, `actions have more than 50000 values in all`},
		{"list of texts", policy.MaxList, func(n int) *policy.Config {
			return when(policy.If("a", policy.ContainsAny, repeat("x", n)))
		}, `policies[0].when.value: list of 1001 is longer than 1000`},
		{"list of alternatives", policy.MaxList, func(n int) *policy.Config {
			return when(policy.If("a", policy.In, repeat[any](1.5, n)))
		}, `policies[0].when.value: list of 1001 is longer than 1000`},
		{"list in a list", policy.MaxList, func(n int) *policy.Config {
			return when(policy.If("a", policy.NotIn, []any{repeat("x", n)}))
		}, `policies[0].when.value: element 0: list of 1001 is longer than 1000`},
		{"values of a choice", policy.MaxList, func(n int) *policy.Config {
			return targeting(policy.WithinBy("a", named(n, time.Hour), 0))
		}, `policies[0].targets.resolution.`},
		{"values of a choice of schedules", policy.MaxList, func(n int) *policy.Config {
			c := targeting(policy.Within(1))
			c.Policies[0].Schedule = policy.UseBy("a", named(n, "24x7"), "")
			return c
		}, `policies[0].schedule.values: 1001 values are more than 1000`},
		{"triggers", policy.MaxList, func(n int) *policy.Config {
			return measuring("m", repeat(policy.Trigger{On: "note"}, n)...)
		}, `metrics.m.start: 1001 triggers are more than 1000`},
		{"actions", policy.MaxList, func(n int) *policy.Config {
			return stepping(policy.Escalation{At: "75%", Do: repeat(policy.Action{}, n)})
		}, `policies[0].escalations[0].do: 1001 actions are more than 1000`},

		{"id", policy.MaxText, func(n int) *policy.Config {
			return &policy.Config{Policies: []policy.Policy{{ID: long(n), Targets: targets}}}
		}, `policies[0].id: is longer than 1024 bytes`},
		{"name", policy.MaxText, func(n int) *policy.Config {
			return &policy.Config{Policies: []policy.Policy{{ID: "p", Name: long(n), Targets: targets}}}
		}, `policies[0].name: is longer than 1024 bytes`},
		{"description", policy.MaxText, func(n int) *policy.Config {
			return &policy.Config{Policies: []policy.Policy{{ID: "p", Description: long(n), Targets: targets}}}
		}, `policies[0].description: is longer than 1024 bytes`},
		{"status", policy.MaxText, func(n int) *policy.Config {
			return &policy.Config{Statuses: map[string]policy.Category{long(n): policy.Open}}
		}, `statuses.xxx`},
		{"name of a step", policy.MaxText, func(n int) *policy.Config {
			return stepping(policy.Escalation{At: "75%", Name: long(n)})
		}, `policies[0].escalations[0].name: is longer than 1024 bytes`},
		{"name of a custom event", policy.MaxText, func(n int) *policy.Config {
			return measuring("m", policy.Trigger{On: "custom:" + long(n)})
		}, `metrics.m.start[0]: is longer than 1024 bytes`},
		{"text to compare with", policy.MaxText, func(n int) *policy.Config {
			return when(policy.If("a", policy.Eq, long(n)))
		}, `policies[0].when.value: text is longer than 1024 bytes`},
		{"text in a list", policy.MaxText, func(n int) *policy.Config {
			return when(policy.If("a", policy.In, []string{"", long(n)}))
		}, `policies[0].when.value: element 1: text is longer than 1024 bytes`},
		{"text to choose by", policy.MaxText, func(n int) *policy.Config {
			c := targeting(policy.Within(1))
			c.Policies[0].Schedule = policy.UseBy("a", map[string]string{long(n): "24x7"}, "")
			return c
		}, `policies[0].schedule.values.xxx`},

		{"regular expression", policy.MaxText, func(n int) *policy.Config {
			return when(policy.If("a", policy.Matches, "["+long(n-2)+"]"))
		}, `policies[0].when.value: text is longer than 1024 bytes`},
		{"regular expression of letters", policy.MaxText, func(n int) *policy.Config {
			return when(policy.If("a", policy.Matches, long(n)))
		}, `policies[0].when.value: text is longer than 1024 bytes`},
		{"regular expression's program", policy.MaxRegexpProgram, func(n int) *policy.Config {
			return when(policy.If("a", policy.Matches, fmt.Sprintf("x{1000}x{%d}", n-1002))) // and two instructions, to match and to fail
		}, `policies[0].when.value: "x{1000}x{99}" compiles to 1101 instructions, more than 1100`},

		{"ranges of a regular expression", policy.MaxRegexpRanges, func(n int) *policy.Config {
			letters := ranges(t, `\pL`)
			rest := n % letters
			return when(policy.If("a", policy.Matches, strings.Repeat(`\pL`, n/letters)+strings.Repeat("[acegikmoqs]", rest/10)+strings.Repeat("[a-c]", rest%10)))
		}, `policies[0].when.value: "\\pL`},

		{"nesting of conditions", policy.MaxNesting, func(n int) *policy.Config {
			return when(deepCondition(n-3, policy.If("a", policy.Exists, nil)))
		}, `policies[0].when.`},
		{"nesting of a list of texts in conditions", policy.MaxNesting, func(n int) *policy.Config {
			return when(deepCondition(n-4, policy.If("a", policy.ContainsAny, []string{"x"})))
		}, `policies[0].when.`},
		{"nesting of a list of numbers in conditions", policy.MaxNesting, func(n int) *policy.Config {
			return when(deepCondition(n-4, policy.If("a", policy.In, []any{1.0})))
		}, `policies[0].when.`},
		{"nesting of a list of lists in conditions", policy.MaxNesting, func(n int) *policy.Config {
			return when(deepCondition(n-5, policy.If("a", policy.In, []any{[]string{"x"}})))
		}, `policies[0].when.`},
		{"nesting of conditions of a target", policy.MaxNesting, func(n int) *policy.Config {
			return targeting(policy.Target{Until: "a", Pause: new(deepCondition(n-5, policy.If("a", policy.Exists, nil)))})
		}, `policies[0].targets.resolution.pause.`},
		{"nesting of conditions of a target in choices", policy.MaxNesting, func(n int) *policy.Config {
			return targeting(deepTarget(2, policy.Target{Until: "a", Pause: new(deepCondition(n-8, policy.If("a", policy.Exists, nil)))}))
		}, `policies[0].targets.resolution.default.values.x.pause.`},
		{"nesting of actions of a policy", policy.MaxNesting, func(n int) *policy.Config {
			return stepping(deepAction(n - 4))
		}, `policies[0].escalations[0].do[0]: `},
		{"nesting of actions of a target", policy.MaxNesting, func(n int) *policy.Config {
			return targeting(policy.Target{Until: "a", Escalations: policy.Steps(deepAction(n - 6))})
		}, `policies[0].targets.resolution.escalations[0].do[0]: `},
		{"nesting of actions of a target in choices", policy.MaxNesting, func(n int) *policy.Config {
			return targeting(deepTarget(2, policy.Target{Until: "a", Escalations: policy.Steps(deepAction(n - 9))}))
		}, `policies[0].targets.resolution.default.values.x.escalations[0].do[0]: `},
		{"nesting of actions under a name", policy.MaxNesting, func(n int) *policy.Config {
			return &policy.Config{Escalations: map[string][]policy.Escalation{"usual": {deepAction(n - 3)}}}
		}, `escalations.usual[0].do[0]: `},
		{"nesting of actions of the defaults", policy.MaxNesting, func(n int) *policy.Config {
			return &policy.Config{Defaults: policy.Defaults{Escalations: policy.Steps(deepAction(n - 3))}}
		}, `defaults.escalations[0].do[0]: `},

		{"steps of a policy", policy.MaxEscalations, func(n int) *policy.Config {
			return stepping(repeat(policy.Escalation{At: "75%"}, n)...)
		}, `policies[0].escalations: 65 escalation steps are more than 64`},
		{"steps of a target", policy.MaxEscalations, func(n int) *policy.Config {
			return targeting(policy.Target{
				Within:      policy.Choice[time.Duration]{Value: time.Hour},
				Escalations: policy.Steps(repeat(policy.Escalation{At: "breach"}, n)...),
			})
		}, `policies[0].targets.resolution.escalations: 65 escalation steps are more than 64`},
		{"texts of an action", policy.MaxActionText, func(n int) *policy.Config {
			action := policy.Action{"type": "pager", "about": []any{long(1000), map[string]any{"to": long(1000)}}}
			action["note"] = long(n - len("typepageraboutnoteto") - 2000)
			return stepping(policy.Escalation{At: "breach", Do: []policy.Action{action}})
		}, `policies[0].escalations[0].do[0]: has texts of 64001 bytes, which is more than 64000`},
		{"percentage", 1000, func(n int) *policy.Config {
			return stepping(policy.Escalation{At: fmt.Sprintf("%d%%", n)})
		}, `policies[0].escalations[0].at: "1001%" is not a step`},
		{"times", policy.MaxTimes, func(n int) *policy.Config {
			return stepping(policy.Escalation{At: "breach", Every: 1, Times: n})
		}, `policies[0].escalations[0].times: must be from 1 to 1000, got 1001`},
		{"business days", policy.MaxBusinessDays, func(n int) *policy.Config {
			return targeting(policy.Target{BusinessDays: &policy.BusinessDays{Days: n}})
		}, `policies[0].targets.resolution.business_days: must be from 0 to 3650, got 3651`},

		{"field of a condition", 128, func(n int) *policy.Config {
			return when(policy.If(long(n), policy.Exists, nil))
		}, `policies[0].when.field: name of a field is longer than 128 bytes`},
		{"field of a trigger", 128, func(n int) *policy.Config {
			return measuring("m", policy.Trigger{On: "set:" + long(n)})
		}, `metrics.m.start[0]: name of a field is longer than 128 bytes`},
		{"field to choose by", 128, func(n int) *policy.Config {
			c := targeting(policy.Within(1))
			c.Policies[0].Schedule = policy.UseBy(long(n), map[string]string{"a": "24x7"}, "")
			return c
		}, `policies[0].schedule.by: name of a field is longer than 128 bytes`},
		{"name of a metric", 128, func(n int) *policy.Config {
			return measuring(long(n), policy.Trigger{On: "note"})
		}, `metrics.xxx`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			at := test.of(test.limit)
			checkProblems(t, at.Validate())
			if doc := marshal(t, at); len(doc) <= policy.MaxConfigSize {
				mustParse(t, doc)
			}
			checkProblems(t, test.of(test.limit+1).Validate(), test.want)
		})
	}
}

// Parts are checked up to the last one that a limit allows.
func TestTheLastPartAtALimitIsChecked(t *testing.T) {
	conditions := nodes(policy.MaxConditions)
	conditions.All[len(conditions.All)-1] = policy.Condition{}
	checkProblems(t, when(conditions).Validate(), `policies[0].when.all[254]: must be one of all, any, not`)

	var targets, values policy.Config
	for i := range policy.MaxAllTargets / policy.MaxList {
		choice := policy.TargetBy("a", named(policy.MaxList-1, policy.UntilField("a")), policy.Target{}) // which counts, too
		targets.Policies = append(targets.Policies, policy.Policy{ID: fmt.Sprint(i), Targets: map[string]policy.Target{policy.Resolution: choice}})
	}
	targets.Policies[19].Targets[policy.Resolution].Values["a998"] = policy.UntilField("a b") // the last in order
	checkProblems(t, targets.Validate(), `policies[19].targets.resolution.values.a998.until: "a b" is not a field name`)

	for i := range policy.MaxAllValues / policy.MaxList {
		choice := policy.WithinBy("a", named(policy.MaxList, time.Hour), 0)
		values.Policies = append(values.Policies, policy.Policy{ID: fmt.Sprint(i), Targets: map[string]policy.Target{policy.Resolution: choice}})
	}
	values.Policies[39].Targets[policy.Resolution].Within.Values["a0"] = within(-1)
	checkProblems(t, values.Validate(), `policies[39].targets.resolution.within.values.a0: must be more than 0s`)
}

// Times are bounded to the nanosecond.
func TestLimitsOfTimesAreExact(t *testing.T) {
	tests := []struct {
		name string
		of   func(d time.Duration) *policy.Config
		want string // the problem of a nanosecond more
	}{
		{"allowance", func(d time.Duration) *policy.Config {
			return targeting(policy.Within(d))
		}, `policies[0].targets.resolution`},
		{"allowance to choose", func(d time.Duration) *policy.Config {
			return targeting(policy.WithinBy("a", map[string]time.Duration{"x": d}, time.Hour))
		}, `policies[0].targets.resolution.`},
		{"allowance by default", func(d time.Duration) *policy.Config {
			return targeting(policy.WithinBy("a", map[string]time.Duration{"x": 1}, d))
		}, `policies[0].targets.resolution.`},
		{"time between repeats", func(d time.Duration) *policy.Config {
			return stepping(policy.Escalation{At: "breach", Every: d, Times: 1})
		}, `policies[0].escalations[0].every: must be more than 0s and at most 87600h (10 years), got 87600h0m0.000000001s`},
		{"time before", func(d time.Duration) *policy.Config {
			return stepping(policy.Escalation{At: d.String() + " before"})
		}, `policies[0].escalations[0].at: "87600h0m0.000000001s" must be more than 0s and at most 87600h (10 years)`},
		{"time after", func(d time.Duration) *policy.Config {
			return stepping(policy.Escalation{At: d.String() + " after"})
		}, `policies[0].escalations[0].at: "87600h0m0.000000001s" must be more than 0s and at most 87600h (10 years)`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			at := test.of(policy.MaxAllowance)
			checkProblems(t, at.Validate())
			mustParse(t, marshal(t, at))
			checkProblems(t, test.of(policy.MaxAllowance+1).Validate(), test.want)
		})
	}
}

// A choice that contains itself, as only a Go program can have it, is nested too deep.
func TestCyclicChoicesAreRefused(t *testing.T) {
	times := policy.WithinBy("a", map[string]time.Duration{"x": 1}, 0).Within
	times.Default = &times
	schedules := policy.UseBy("a", map[string]string{"x": "24x7"}, "")
	schedules.Values["y"] = schedules
	targets := policy.TargetBy("a", map[string]policy.Target{"x": policy.Within(1)}, policy.Target{})
	for i := range 500 {
		targets.Values[fmt.Sprint(i)] = targets // 500 to the fourth power, if all were looked at
	}
	targets.Default = &targets
	for _, target := range []policy.Target{{Within: times}, {Until: "a", Schedule: schedules}, targets} {
		err := targeting(target).Validate()
		if err == nil || !strings.Contains(err.Error(), ": choices are nested more than 4 deep") {
			t.Errorf("got %v", err)
		}
	}
}

// What has a lower limit is refused below it.
func TestLowerLimits(t *testing.T) {
	checkProblems(t, targeting(policy.Within(1)).Validate())
	checkProblems(t, targeting(policy.Within(0)).Validate(), `policies[0].targets.resolution`)
	checkProblems(t, targeting(policy.WithinBy("a", map[string]time.Duration{"x": 0}, 1)).Validate(),
		`policies[0].targets.resolution.within.values.x: must be more than 0s, got 0s`)
	checkProblems(t, targeting(policy.Target{BusinessDays: &policy.BusinessDays{Days: 0}}).Validate())
	checkProblems(t, targeting(policy.Target{BusinessDays: &policy.BusinessDays{Days: -1}}).Validate(),
		`policies[0].targets.resolution.business_days: must be from 0`)
	checkProblems(t, stepping(policy.Escalation{At: "1%", Every: 1, Times: 1}).Validate())
	checkProblems(t, stepping(policy.Escalation{At: "1%", Every: 1, Times: 0}).Validate(), `policies[0].escalations[0]: has every without times`)
	checkProblems(t, stepping(policy.Escalation{At: "1%", Every: 0, Times: 1}).Validate(), `policies[0].escalations[0]: has times without every`)
	checkProblems(t, stepping(policy.Escalation{At: "0%"}).Validate(), `policies[0].escalations[0].at: "0%" is not a step`)
}

func TestConfigSize(t *testing.T) {
	mustParse(t, []byte(base+strings.Repeat("\n", policy.MaxConfigSize-len(base))))
	_, err := policy.Parse([]byte(base + strings.Repeat("\n", policy.MaxConfigSize-len(base)+1)))
	checkProblems(t, err, `configuration of 1048577 bytes is larger than 1048576`)
}

// Nesting counts the objects and lists of the document.
func TestNesting(t *testing.T) {
	const old = `{"field": "priority", "op": "eq", "value": "high"}`
	nots := func(depth int) string { // the document, its policies and the policy are three of them
		return strings.Repeat(`{"not":`, depth-4) + `{"field": "a", "op": "exists"}` + strings.Repeat("}", depth-4)
	}
	mustParse(t, []byte(edit(t, old, nots(policy.MaxNesting))))
	_, err := policy.Parse([]byte(edit(t, old, nots(policy.MaxNesting+1))))
	checkProblems(t, err, `line 7: policies[0].when.not.`)

	lists := func(depth int) string { // and the steps, the step, its actions and the action are seven
		return `"times": 3, "do": [{"a": ` + strings.Repeat(`[`, depth-7) + strings.Repeat("]", depth-7) + `}]`
	}
	mustParse(t, []byte(edit(t, `"times": 3`, lists(policy.MaxNesting))))
	_, err = policy.Parse([]byte(edit(t, `"times": 3`, lists(policy.MaxNesting+1))))
	checkProblems(t, err, `line 14: policies[0].escalations[0].do[0].a[0]`)

	c := policy.If("a", policy.Exists, nil)
	for range 1_000_000 { // no document could have it
		c = policy.Not(c)
	}
	checkProblems(t, when(c).Validate(), `policies[0].when.not.`)
}

func TestRegexp(t *testing.T) {
	problem := func(expression string) error {
		return when(policy.If("subject", policy.Matches, expression)).Validate()
	}
	for _, expression := range []string{"", "^vip|partner$", `(?i)\bp[0-4]\b`, `\pL`, "[" + strings.Repeat("x", 1022) + "]", "(a{30}){31}"} {
		if err := problem(expression); err != nil {
			t.Errorf("%.40q: %v", expression, err)
		}
	}
	for expression, want := range map[string]string{
		"[" + strings.Repeat("x", 1023) + "]": "text is longer than 1024 bytes",
		"(abcdef{31}){31}":                    `"(abcdef{31}){31}" compiles to `,
		"(a?){400}a{400}":                     `"(a?){400}a{400}" compiles to `,
		strings.Repeat(`\pL`, 100):            `"` + strings.Repeat(`\\pL`, 21) + `\\"… has `,
		"a**":                                 `"a**" is not a regular expression: `,
		`\1`:                                  `"\\1" is not a regular expression: `,
		"\xff":                                "text is not valid UTF-8",
	} {
		checkProblems(t, problem(expression), "policies[0].when.value: "+want)
	}
}

// All different expressions are limited together. Using one again does not count.
func TestAllRegexpsAreLimited(t *testing.T) {
	matching := func(different int) *policy.Config {
		c := targeting(policy.Within(1))
		p := c.Policies[0]
		c.Policies = nil
		for i := range 20 {
			p.ID = fmt.Sprint(i)
			p.When = new(policy.If("subject", policy.Matches, fmt.Sprintf("%0512d", min(i, different-1))))
			c.Policies = append(c.Policies, p)
		}
		return c
	}
	checkProblems(t, matching(policy.MaxAllRegexps/512).Validate())
	checkProblems(t, matching(policy.MaxAllRegexps/512+1).Validate(), "the regular expressions have more than 8192 bytes in all")

	large := func(n int) *policy.Config {
		c := targeting(policy.Within(1))
		p := c.Policies[0]
		c.Policies = nil
		for i := range 10 {
			p.ID = fmt.Sprint(i)
			size := (n + i) / 10 // two of them to match and to fail
			p.When = new(policy.If("subject", policy.Matches, fmt.Sprintf("x{%d}%d", size-3, i)))
			c.Policies = append(c.Policies, p)
		}
		return c
	}
	checkProblems(t, large(policy.MaxAllPrograms).Validate())
	checkProblems(t, large(policy.MaxAllPrograms+1).Validate(), "the regular expressions compile to more than 10000 instructions in all")

	more := func(expression string) error { // behind expressions that reach the limit
		c := large(policy.MaxAllPrograms)
		c.Policies = append(c.Policies, policy.Policy{ID: "more", When: new(policy.If("subject", policy.Matches, expression)), Targets: targets})
		return c.Validate()
	}
	checkProblems(t, more("x{997}7")) // one of them again
	checkProblems(t, more("y"), "the regular expressions compile to more than 10000 instructions in all")
	checkProblems(t, more("("), `policies[10].when.value: "(" is not a regular expression`)
}

// BenchmarkParseWorst parses documents of up to a megabyte, each with as much of one thing
// as is accepted.
func BenchmarkParseWorst(b *testing.B) {
	list := func(item string, n int) string { return strings.TrimSuffix(strings.Repeat(item+",", n), ",") }
	keys := func(value string, n int) string {
		var l []string
		for i := range n {
			l = append(l, fmt.Sprintf(`"%x":%s`, i, value))
		}
		return strings.Join(l, ",")
	}
	var each, metrics []string
	for _, m := range policy.BuiltIn(policy.Standard) {
		metrics = append(metrics, fmt.Sprintf(`%q:{"business_days":1,"at":"12:00"}`, m.Name))
		each = append(each, fmt.Sprintf(`%q:{"within":"1h","escalations":[%s]}`, m.Name, list(`{"at":"1%"}`, policy.MaxEscalations)))
	}
	policies := func(body string, n int) string {
		var doc strings.Builder
		for i := range n {
			p := fmt.Sprintf(`,{"id":"%d",%s}`, i, body)
			if doc.Len()+len(p)+100 > policy.MaxConfigSize {
				break
			}
			doc.WriteString(p)
		}
		return `{"policies":[` + doc.String()[1:] + `]}`
	}
	var texts []string
	for i := range policy.MaxList {
		texts = append(texts, fmt.Sprint("v", i))
	}
	declared := `{"fields":{"a":{"type":"text","values":["` + strings.Join(texts, `","`) + `"]}},`
	for _, doc := range []struct{ name, text string }{
		{"conditions", policies(`"targets":{},"when":{"any":[`+list(`{"field":"a","op":"exists"}`, 199)+`]}`, 100)},
		{"lists", policies(`"targets":{},"when":{"field":"a","op":"in","value":[`+list("1", policy.MaxList)+`]}`, policy.MaxAllValues/policy.MaxList)},
		{"choices", policies(`"targets":{"resolution":{"by":"a","values":{`+keys(`"1h"`, policy.MaxList)+`}}}`, policy.MaxAllValues/policy.MaxList)},
		{"steps", policies(`"targets":{`+strings.Join(each, ",")+`}`, policy.MaxAllSteps/policy.MaxEscalations/len(each))},
		{"choices of targets", policies(`"targets":{"resolution":{"by":"a","values":{`+keys(`{"until":"a"}`, 999)+`}}}`, policy.MaxAllTargets/1000)},
		{"nested choices", policies(`"targets":{"resolution":{"within":`+nested(keys, 6, 4)+`,"schedule":`+strings.ReplaceAll(nested(keys, 6, 4), "1h", "24x7")+`}}`, 15)},
		{"actions", policies(`"targets":{},"escalations":[{"at":"1%","do":[{`+keys("0", policy.MaxList)+`}]}]`, policy.MaxAllActionValues/policy.MaxList)},
		{"many actions", policies(`"targets":{},"escalations":[{"at":"1%","do":[`+list(`{"type":"flunk"}`, policy.MaxList)+`]}]`, policy.MaxAllActions/policy.MaxList)},
		{"targets", policies(`"targets":{`+strings.Join(metrics, ",")+`}`, policy.MaxPolicies)},
		{"declared", declared + policies(`"targets":{},"when":{"field":"a","op":"in","value":["`+strings.Join(texts, `","`)+`"]}`, 48)[1:]},
	} {
		b.Run(doc.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(doc.text)))
			for b.Loop() {
				mustParse(b, []byte(doc.text))
			}
		})
	}
}
