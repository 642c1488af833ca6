package main

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

func TestSchema(t *testing.T) {
	for _, name := range schemaNames {
		out, errs, status := slacheck(t, "", "schema", name)
		var doc map[string]any
		if err := json.Unmarshal([]byte(out), &doc); err != nil || errs != "" || status != 0 {
			t.Errorf("%s: status %d, %v: %s", name, status, err, errs)
		}
		if id := doc["$id"]; id != "https://github.com/punctualgo/punctual/schema/"+name+".json" {
			t.Errorf("%s: $id is %v", name, id)
		}
		if name == "scenario" && doc["$defs"].(map[string]any)["config"].(map[string]any)["title"] != "Punctual configuration" {
			t.Error("the schema of a scenario file does not contain that of a configuration")
		}
	}
	runUsageTests(t, []usageTest{
		{"no name", "", []string{"schema"}, 2, "schema takes the name of one: config, issue, scenario, result, report"},
		{"an unknown name", "", []string{"schema", "confg"}, 2, `unknown schema "confg"; did you mean "config"?`},
	})
}

// Schemas have the fields that the Go types have. Module examples/schema tests them with a
// validator.
func TestSchemasHaveTheFieldsOfTypes(t *testing.T) {
	tests := []struct {
		schema, place string
		value         any
		more          []string // fields that the Go type has in another form
	}{
		{"config", "", policy.Config{}, nil},
		{"config", "schedule", businesshours.Schedule{}, nil},
		{"config", "holiday", businesshours.Holiday{}, nil},
		{"config", "field", policy.Field{}, nil},
		{"config", "metric", policy.Metric{}, nil},
		{"config", "policy", policy.Policy{}, nil},
		{"config", "trigger", policy.Trigger{}, nil},
		{"config", "target", policy.Target{}, []string{"at", "cutoff"}},
		{"config", "step", policy.Escalation{}, nil},
		{"config", "condition", policy.Condition{}, nil},
		{"issue", "", sla.Issue{}, nil},
		{"issue", "event", sla.Event{}, nil},
		{"result", "", sla.Result{}, []string{"issue"}}, // which slacheck eval adds
		{"result", "clock", sla.Clock{}, nil},
		{"result", "transition", sla.Transition{}, nil},
	}
	for _, tt := range tests {
		text, err := readSchema(tt.schema)
		if err != nil {
			t.Fatal(err)
		}
		var doc map[string]any
		if err := json.Unmarshal([]byte(text), &doc); err != nil {
			t.Fatal(err)
		}
		if tt.place != "" {
			doc = doc["$defs"].(map[string]any)[tt.place].(map[string]any)
		}
		want := append(fieldNames(tt.value), tt.more...)
		slices.Sort(want)
		if diff := cmp.Diff(want, propertyNames(doc)); diff != "" {
			t.Errorf("%s of %s (-Go +schema):\n%s", tt.place, tt.schema, diff)
		}
	}
}

// propertyNames returns the properties of an object, or of that among the forms of a value.
func propertyNames(schema map[string]any) []string {
	if then, ok := schema["then"].(map[string]any); ok {
		return propertyNames(then)
	}
	for _, form := range asList(schema["anyOf"]) {
		if names := propertyNames(form.(map[string]any)); names != nil {
			return names
		}
	}
	properties, _ := schema["properties"].(map[string]any)
	return slices.Sorted(maps.Keys(properties))
}

func asList(v any) []any {
	list, _ := v.([]any)
	return list
}

// notInJSON are fields of Go types that their JSON form does not have.
var notInJSON = []string{"issue_id", "target_seq", "step_list", "nth"}

// fieldNames returns the names that the fields of a struct have in JSON: those of their tags,
// or else theirs in snake case.
func fieldNames(v any) (names []string) {
	for f := range reflect.TypeOf(v).Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			name = snakeCase(f.Name)
		}
		if name == "no_reply" {
			name = "needs_reply"
		}
		if f.IsExported() && !slices.Contains(notInJSON, name) {
			names = append(names, name)
		}
	}
	return names
}

// snakeCase returns the name of a Go field in snake case.
func snakeCase(name string) string {
	name = strings.ReplaceAll(name, "ID", "Id")
	var b strings.Builder
	for i, r := range name {
		if i > 0 && 'A' <= r && r <= 'Z' {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}
