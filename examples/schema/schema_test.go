package schema

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/scenario"
)

const root = "../.."

var (
	slacheck string // the command
	schemas  = make(map[string]*jsonschema.Schema)
)

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "schema")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		slacheck = filepath.Join(dir, "slacheck")
		build := exec.Command("go", "build", "-o", slacheck, "./sla/slacheck")
		build.Dir = root
		if out, err := build.CombinedOutput(); err != nil {
			panic(string(out))
		}
		for _, name := range []string{"config", "issue", "result", "scenario", "report"} {
			schemas[name] = compile(name)
		}
		return m.Run()
	}())
}

// compile returns a schema as slacheck prints it. It must not refer to other files.
func compile(name string) *jsonschema.Schema {
	text, err := exec.Command(slacheck, "schema", name).Output()
	if err != nil {
		panic(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		panic(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	c.UseLoader(jsonschema.SchemeURLLoader{}) // loads nothing
	id := doc.(map[string]any)["$id"].(string)
	if err := c.AddResource(id, doc); err != nil {
		panic(err)
	}
	return c.MustCompile(id)
}

// validate returns the problems of a document under a schema.
func validate(name string, text []byte) error {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	return schemas[name].Validate(doc)
}

// A conformanceCase is a case that evaluates an issue.
type conformanceCase struct {
	ID                  string
	Config, Issue, Want json.RawMessage
}

// conformanceCases returns every nth case that evaluates an issue.
func conformanceCases(t *testing.T, nth int) (cases []conformanceCase) {
	t.Helper()
	for _, file := range []string{"stories.jsonl", "evaluate.jsonl.gz", "evaluate2.jsonl.gz"} {
		f, err := os.Open(filepath.Join(root, "testdata/conformance", file))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		var in io.Reader = f
		if strings.HasSuffix(file, ".gz") {
			if in, err = gzip.NewReader(f); err != nil {
				t.Fatal(err)
			}
		}
		lines := bufio.NewScanner(in)
		lines.Buffer(nil, 1<<24)
		for n := 0; lines.Scan(); n++ {
			if n%nth > 0 {
				continue
			}
			var c conformanceCase
			if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
				t.Fatal(err)
			}
			cases = append(cases, c)
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return cases
}

// What the library reads and writes is valid: the cases, and what their configurations and
// issues are when they are written again.
func TestConformanceCasesAreValid(t *testing.T) {
	for _, c := range conformanceCases(t, 3) {
		var cfg policy.Config
		var issue sla.Issue
		for _, d := range []struct {
			schema string
			text   []byte
			value  any
		}{{"config", c.Config, &cfg}, {"issue", c.Issue, &issue}, {"result", c.Want, nil}} {
			if err := validate(d.schema, d.text); err != nil {
				t.Fatalf("%s: %s: %v\n%s", c.ID, d.schema, err, d.text)
			}
			if d.value == nil {
				continue
			}
			if err := json.Unmarshal(d.text, d.value); err != nil {
				t.Fatalf("%s: %v", c.ID, err)
			}
			again, err := json.Marshal(d.value)
			if err != nil {
				t.Fatalf("%s: %v", c.ID, err)
			}
			if err := validate(d.schema, again); err != nil {
				t.Fatalf("%s: %s, written again: %v\n%s", c.ID, d.schema, err, again)
			}
		}
	}
}

// The documents of the package documentation have every field.
func TestDocumentedDocumentsAreValid(t *testing.T) {
	for file, schema := range map[string]string{"policy/doc.go": "config", "sla/doc.go": "issue", "sla/scenario/doc.go": "scenario"} {
		source, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			t.Fatal(err)
		}
		_, text, _ := strings.Cut(string(source), "//\n//\t{\n")
		text, _, _ = strings.Cut(text, "\n//\t}\n")
		text = "{\n" + strings.NewReplacer("//\t", "", "//\n", "\n").Replace(text) + "\n}"
		text = regexp.MustCompile(`(?m)(^| )// .*$`).ReplaceAllString(text, "") // comments of the example
		if err := validate(schema, []byte(text)); err != nil {
			t.Errorf("%s: %v\n%s", file, err, text)
		}
	}
}

func TestScenarioFilesAreValid(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "testdata/scenarios/*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate("scenario", text); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// What slacheck eval prints is a result.
func TestEvalPrintsResults(t *testing.T) {
	out, err := exec.Command(slacheck, "eval", "-transitions", "-config", filepath.Join(root, "examples/quickstart/config.json"), "-as-of", "2026-03-09T15:00:00Z",
		filepath.Join(root, "examples/quickstart/issues.jsonl")).Output()
	if err != nil && len(out) == 0 {
		t.Fatal(err)
	}
	for line := range bytes.Lines(out) {
		if err := validate("result", line); err != nil {
			t.Errorf("%v\n%s", err, line)
		}
	}
}

// Reports are valid: the cases that are plain reports, and what slacheck report prints.
func TestReportsAreValid(t *testing.T) {
	f, err := os.Open(filepath.Join(root, "testdata/conformance/reports.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	n := 0
	for lines.Scan() {
		var c struct {
			ID                      string
			Request, Proposed, Want json.RawMessage
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		if c.Proposed != nil || bytes.Contains(c.Request, []byte(`"held"`)) || bytes.Contains(c.Request, []byte(`"targets"`)) {
			continue
		}
		n++
		if err := validate("report", c.Want); err != nil {
			t.Fatalf("%s: %v\n%s", c.ID, err, c.Want)
		}
	}
	if err := lines.Err(); err != nil || n == 0 {
		t.Fatalf("%d reports, %v", n, err)
	}
	out, err := exec.Command(slacheck, "report", "-config", filepath.Join(root, "examples/quickstart/config.json"), "-as-of", "2027-01-01T00:00:00Z",
		"-by", "metric,priority", "-goal", "95%", "-worst", "3", "-format", "json", filepath.Join(root, "examples/quickstart/issues.jsonl")).Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := validate("report", out); err != nil || !bytes.Contains(out, []byte(`"breaches"`)) {
		t.Errorf("%v\n%s", err, out)
	}
	for _, text := range []string{`[]`, `{"rows": [], "total": {}}`, `{"as_of": "2027-01-01T00:00:00Z", "rows": [{}], "total": {}}`} {
		if validate("report", []byte(text)) == nil {
			t.Errorf("the schema accepts %s", text)
		}
	}
}

// goAccepts reports what the library says of a document.
func goAccepts(schema string, text []byte) error {
	switch schema {
	case "config":
		_, err := policy.Parse(text)
		return err
	case "issue":
		var issue sla.Issue
		if err := issue.UnmarshalJSON(text); err != nil {
			return err
		}
		engine, err := sla.New(&policy.Config{Statuses: map[string]policy.Category{"*": policy.Open}}, sla.Options{})
		if err != nil {
			return err
		}
		_, err = engine.EvaluateAt(issue, issue.CreatedAt)
		return err
	case "scenario":
		_, err := scenario.Parse(text, scenario.Options{ReadConfig: func(string) ([]byte, error) { return []byte(`{"policies": []}`), nil }})
		return err
	}
	var result sla.Result
	return result.UnmarshalJSON(text)
}

// Typical mistakes are refused, by the schema and by the library alike.
func TestMistakesAreRefused(t *testing.T) {
	policyOf := func(rest string) string { return `{"policies": [{"id": "p", ` + rest + `}]}` }
	target := func(t string) string { return policyOf(`"targets": {"resolution": ` + t + `}`) }
	condition := func(c string) string { return policyOf(`"targets": {"resolution": "1h"}, "when": ` + c) }
	schedule := func(s string) string {
		return `{"policies": [], "schedules": [{"name": "desk", "time_zone": "UTC", "weekly": {"mon": ["09:00-17:00"]}, ` + s + `}]}`
	}
	steps := func(s string) string {
		return policyOf(`"targets": {"resolution": "1h"}, "escalations": [` + s + `]`)
	}
	event := func(e string) string {
		return `{"id": "a", "created_at": "2026-03-09T14:00:00Z", "events": [{"at": "2026-03-09T14:10:00Z", ` + e + `}]}`
	}
	story := func(s string) string {
		return `{"config": "c.json", "scenarios": [{"name": "a", "story": [` + s + `]}]}`
	}
	tests := map[string][]string{
		"config": {
			`[]`, `{"polices": []}`, `{"policies": {}}`, `{"policies": [], "match": "best"}`, `{"policies": [], "on_change": ""}`,
			`{"policies": [], "statuses": {"new": "opened"}}`, `{"policies": [], "statuses": null}`,
			`{"policies": [], "fields": {"a": {"type": "string"}}}`, `{"policies": [], "fields": {"a b": {"type": "text"}}}`,
			`{"policies": [], "metrics": {"m": {"stop": ["resolved"]}}}`, `{"policies": [], "metrics": {"m": {"start": ["opened"]}}}`,
			`{"policies": [], "metrics": {"m": {"start": [{"if": {"field": "a", "op": "exists"}}]}}}`,
			`{"policies": [{"targets": {}}]}`, `{"policies": [{"id": "p"}]}`, `{"policies": [{"id": "", "targets": {}}]}`, policyOf(`"targets": {}, "Name": "P"`),
			target(`1`), target(`"1d"`), target(`"1h 30m"`), target(`"0s"`), target(`"-1h"`), target(`"PT1H"`), target(`""`), target(`{}`), target(`null`),
			target(`{"business_days": -1}`), target(`{"business_days": 1.5}`), target(`{"business_days": "1"}`), target(`{"business_days": 1, "at": "25:00"}`),
			target(`{"business_days": 1, "at": "9:00"}`), target(`{"within": "1h", "at": "12:00"}`), target(`{"within": "1h", "until": "due"}`),
			target(`{"by": "priority"}`), target(`{"by": "priority", "values": {}}`), target(`{"values": {"a": "1h"}}`), target(`{"priority": {"a": "1h"}}`),
			target(`{"by": "priority", "values": {"a": "1h"}, "schedule": "24x7"}`), target(`{"within": {"by": "priority", "values": {"a": 60}}}`),
			condition(`{}`), condition(`{"field": "a"}`), condition(`{"field": "a", "op": "equals", "value": 1}`), condition(`{"priority": "high"}`),
			condition(`{"field": "a", "op": "eq"}`), condition(`{"field": "a", "op": "exists", "value": true}`), condition(`{"field": "a", "op": "in", "value": "x"}`),
			condition(`{"field": "a", "op": "gt", "value": "5"}`), condition(`{"field": "a", "op": "before", "value": "2026-01-01"}`),
			condition(`{"field": "a", "op": "contains_any", "value": "x"}`), condition(`{"field": "a b", "op": "exists"}`), condition(`{"all": {}}`),
			condition(`{"all": [], "any": []}`), condition(`{"not": [{"field": "a", "op": "exists"}]}`), condition(`{"not": {"field": "a", "op": "exists"}, "field": "a", "op": "exists"}`),
			schedule(`"timezone": "UTC"`), schedule(`"holidays": ["us"]`), schedule(`"holidays": [{}]`), schedule(`"holidays": [{"calendar": "us", "date": "2026-01-01"}]`),
			schedule(`"holidays": [{"date": "1.1.2026"}]`), schedule(`"holidays": [{"every": "12-24", "observed": "both"}]`), schedule(`"exceptions": {"24 Dec": []}`),
			schedule(`"holidays_close": "night"`), schedule(`"revisions": [{"weekly": {}}]`), schedule(`"exceptions": {"12-24": "09:00-12:00"}`),
			`{"policies": [], "schedules": [{"name": "d", "weekly": {"monday": ["09:00-17:00"]}, "time_zone": "UTC"}]}`,
			`{"policies": [], "schedules": [{"name": "d", "weekly": {"mon": ["9-17"]}, "time_zone": "UTC"}]}`, `{"policies": [], "schedules": [{"always": true}]}`,
			steps(`{}`), steps(`"75%"`), steps(`{"at": "0%"}`), steps(`{"at": "75"}`), steps(`{"at": "1h before breach"}`), steps(`{"at": "breach", "every": "1h"}`),
			steps(`{"at": "breach", "times": 2}`), steps(`{"at": "breach", "every": "1h", "times": 0}`), steps(`{"at": "breach", "do": [{"type": "slack"}]}`),
			steps(`{"at": "breach", "do": ["slack"]}`), steps(`{"at": "breach", "do": [{"type": "email", "to": []}]}`), steps(`{"at": "breach", "do": [{"type": "webhook", "url": "example.com"}]}`),
			steps(`{"at": "breach", "do": [{"type": "update"}]}`), steps(`{"at": "breach", "do": [{"type": "update", "add": {"tags": "x"}}]}`),
			policyOf(`"targets": {"resolution": "1h"}, "effective": {"from": "2026-01-01"}`), policyOf(`"targets": {"resolution": "1h"}, "schedule": {"by": "region"}`),
		},
		"issue": {
			`[]`, `{"id": "a"}`, `{"id": 1, "created_at": "2026-03-09T14:00:00Z"}`, `{"id": "a", "created_at": "2026-03-09"}`, `{"id": "a", "created_at": 1773064800}`,
			`{"id": "a", "created_at": "2026-03-09T14:00:00Z", "created_by": "user"}`, `{"id": "a", "created_at": "2026-03-09T14:00:00Z", "priority": "high"}`,
			`{"id": "a", "created_at": "2026-03-09T14:00:00Z", "attributes": {"customer": {"tier": "gold"}}}`, `{"id": "a", "created_at": "2026-03-09T14:00:00Z", "attributes": {"a": null}}`,
			event(`"from": "agent"`), event(`"type": "reply"`), event(`"type": "message"`), event(`"type": "message", "from": "bob"`), event(`"type": "update"`),
			event(`"type": "update", "from": "agent", "set": {}`), event(`"type": "note", "set": {}`), event(`"type": "custom"`), event(`"type": "custom", "name": ""`),
			event(`"type": "note", "reason": "spam"`), event(`"type": "note", "name": "x"`), event(`"type": "note", "needs_reply": false`), event(`"type": "update", "set": {"tags": [1]}`),
		},
		"scenario": {
			`{}`, `{"scenarios": []}`, `{"config": "", "scenarios": [{"name": "a", "story": [{"at": "2026-03-09 09:00"}]}]}`, `{"config": {"polices": []}, "scenarios": [{"name": "a", "story": [{"at": "2026-03-09 09:00"}]}]}`,
			`{"config": "c.json", "scenarios": [{"story": [{"at": "2026-03-09 09:00"}]}]}`, `{"config": "c.json", "scenarios": [{"name": "a"}]}`, story(``), story(`{}`), story(`{"at": "tomorrow"}`),
			story(`{"at": "2026-03-09 09:00", "message": "agent"}`), story(`{"at": "2026-03-09 09:00", "status": "open"}`),
			story(`{"at": "2026-03-09 09:00"}, {"at": "+1h", "message": "bob"}`), story(`{"at": "2026-03-09 09:00"}, {"at": "+1h", "message": "agent", "note": true}`),
			story(`{"at": "2026-03-09 09:00"}, {"at": "+1h", "by": "ann"}`), story(`{"at": "2026-03-09 09:00"}, {"at": "+1h", "note": false}`),
			story(`{"at": "2026-03-09 09:00"}, {"at": "+1h", "message": "agent", "needs_reply": false}`),
			story(`{"at": "2026-03-09 09:00", "expect": {"resolution": {"state": "late"}}}`), story(`{"at": "2026-03-09 09:00", "expect": {"resolution": {"outcome": "late"}}}`),
			story(`{"at": "2026-03-09 09:00", "expect": {"resolution": {"remaining": 5}}}`), story(`{"at": "2026-03-09 09:00", "expect": {"resolution": "met"}}`), story(`{"at": "2026-03-09 09:00", "happened": "resolution met"}`),
		},
		"result": {
			`[]`, `{"clocks": {}, "transitions": [], "next_check": null}`, `{"clocks": [], "transitions": [], "next_check": "soon"}`,
			`{"clocks": [{"metric": 1}], "transitions": [], "next_check": null}`, `{"clocks": [], "transitions": [{"at": "now"}], "next_check": null}`,
		},
	}
	for schema, texts := range tests {
		for _, text := range texts {
			if validate(schema, []byte(text)) == nil {
				t.Errorf("the schema of %s accepts %s", schema, text)
			}
			if goAccepts(schema, []byte(text)) == nil {
				t.Errorf("the library accepts the %s %s", schema, text)
			}
		}
	}
}

// Of documents with a random change, the schema accepts all that the library accepts, and
// refuses those with an unknown field.
func TestChangedDocuments(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	accepted, refused, unknown := 0, 0, 0
	for _, c := range conformanceCases(t, 2) {
		for i, text := range []json.RawMessage{c.Config, c.Issue} {
			schema := [2]string{"config", "issue"}[i]
			for range 5 {
				var doc any
				if err := json.Unmarshal(text, &doc); err != nil {
					t.Fatal(err)
				}
				doc = change(rnd, doc)
				changed, err := json.Marshal(doc)
				if err != nil {
					t.Fatal(err)
				}
				goErr, schemaErr := goAccepts(schema, changed), validate(schema, changed)
				switch {
				case goErr == nil && schemaErr != nil && bytes.Contains(changed, []byte(`:""`)):
					// The library takes an empty text for one that is left out.
				case goErr == nil && schemaErr != nil:
					t.Fatalf("the library accepts a %s, and its schema says %v\n%s", schema, schemaErr, changed)
				case goErr != nil && schemaErr == nil && strings.Contains(goErr.Error(), "unknown field;"), goErr != nil && schemaErr == nil && strings.Contains(goErr.Error(), "must be a"):
					t.Fatalf("the schema of %s accepts what the library says of: %v\n%s", schema, goErr, changed)
				case goErr == nil:
					accepted++
				case schemaErr != nil:
					refused++
				default:
					unknown++
				}
			}
		}
	}
	t.Logf("%d accepted by both, %d refused by both, %d refused only by the library", accepted, refused, unknown)
	if accepted < 100 || refused < 100 {
		t.Error("the changes are too few, or too much alike")
	}
}

// change changes a random part of a document.
func change(rnd *rand.Rand, doc any) any {
	if rnd.IntN(3) == 0 {
		return other(rnd, doc)
	}
	switch v := doc.(type) {
	case map[string]any:
		if len(v) > 0 {
			key := keyOf(rnd, v)
			switch rnd.IntN(8) {
			case 0:
				delete(v, key)
			case 1:
				v[key+"s"] = v[key]
				delete(v, key)
			default:
				v[key] = change(rnd, v[key])
			}
			return v
		}
	case []any:
		if len(v) > 0 {
			i := rnd.IntN(len(v))
			v[i] = change(rnd, v[i])
			return v
		}
	}
	return other(rnd, doc)
}

// keyOf returns a random key of an object.
func keyOf(rnd *rand.Rand, object map[string]any) string {
	keys := slices.Sorted(maps.Keys(object))
	return keys[rnd.IntN(len(keys))]
}

// other returns another value than a part of a document.
func other(rnd *rand.Rand, v any) any {
	values := []any{"", "1h", "x", "08:00", "2026-01-01", "2026-01-01T00:00:00Z", 0.0, 3.0, true, []any{}, []any{"x"}, map[string]any{}, "50%", "open", nil}
	if text, ok := v.(string); ok && rnd.IntN(2) == 0 {
		return fmt.Sprint(text, "x")
	}
	return values[rnd.IntN(len(values))]
}
