package pipeline_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"

	"github.com/punctualgo/punctual/examples/beam/history"
	"github.com/punctualgo/punctual/examples/beam/pipeline"
)

// slacheck is the command that a result is compared with.
var slacheck string

func TestMain(m *testing.M) {
	beam.Init()
	dir, err := os.MkdirTemp("", "beam")
	if err != nil {
		log.Fatal(err)
	}
	slacheck = filepath.Join(dir, "slacheck")
	build := exec.Command("go", "build", "-o", slacheck, "./sla/slacheck")
	build.Dir = filepath.Join("..", "..", "..")
	if text, err := build.CombinedOutput(); err != nil {
		log.Fatalf("%v: %s", err, text)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

const asOf = "2026-02-01T00:00:00Z"

// kinds are a request of each kind, with the command that answers it.
var kinds = map[string]struct{ command, request string }{
	"report":     {"report", `{"by": ["metric", "priority", "decided.month"], "goal": "90%", "worst": 3, "zone": "Europe/Berlin"}`},
	"everything": {"report", `{}`},
	"held":       {"held", `{"held": "assignee"}`},
	"targets":    {"targets", `{"targets": {"goal": "90%"}, "by": ["metric", "priority"]}`},
	"backtest":   {"whatif", `{"by": ["metric", "tier"]}`},
}

// Each kind of result is that of slacheck, byte for byte, however the issues are split.
func TestSameAsSlacheck(t *testing.T) {
	const issues = 400
	dir := t.TempDir()
	lines, bad := historyLines(t, issues)
	whole := filepath.Join(dir, "whole.jsonl")
	write(t, whole, []byte(strings.Join(lines, "")))
	config, proposed := filepath.Join(dir, "config.json"), filepath.Join(dir, "proposed.json")
	write(t, config, []byte(history.Config))
	stricter := strings.Replace(history.Config, `"default": "4h"`, `"default": "3h"`, 1)
	write(t, proposed, []byte(stricter))
	for name, kind := range kinds {
		t.Run(name, func(t *testing.T) {
			request := filepath.Join(t.TempDir(), "request.json")
			write(t, request, []byte(kind.request))
			job := pipeline.Job{Config: history.Config, Request: kind.request, AsOf: instant(t, asOf)}
			flags := []string{kind.command, "-config", config, "-request", request, "-as-of", asOf}
			if kind.command == "whatif" {
				job.Proposed = stricter
				flags = append(flags, "-proposed", proposed)
			}
			for seed := range uint64(2) {
				out := run(t, job, split(t, lines, seed))
				same(t, "part", out[pipeline.PartFile], command(t, append(flags, "-format", "part", whole)...))
				if kind.command == "whatif" {
					checkFlips(t, out, command(t, append(flags, "-format", "json", whole)...))
				} else {
					same(t, "result", out[pipeline.ResultFile], command(t, append(flags, "-format", "json", whole)...))
					same(t, "page", out[pipeline.PageFile], command(t, append(flags, "-format", "html", whole)...))
				}
				want := fmt.Sprintf(`{"issues":%d,"bad_lines":%d}`+"\n", issues, bad)
				if got := string(out[pipeline.SummaryFile]); got != want {
					t.Errorf("summary %s, want %s", got, want)
				}
				checkBad(t, out[pipeline.BadFile], bad)
			}
		})
	}
}

// What is wrong with a job is told before it runs.
func TestWrongJobs(t *testing.T) {
	good := pipeline.Job{Config: history.Config, Request: `{}`, AsOf: instant(t, asOf)}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*pipeline.Job){
		"no present":            func(j *pipeline.Job) { j.AsOf = time.Time{} },
		"no configuration":      func(j *pipeline.Job) { j.Config = "" },
		"a wrong configuration": func(j *pipeline.Job) { j.Proposed = "{" },
		"a wrong request":       func(j *pipeline.Job) { j.Request = `{"bye": []}` },
		"an unknown policy":     func(j *pipeline.Job) { j.Proposed, j.Request = history.Config, `{"metrics": ["none"]}` },
	} {
		job := good
		change(&job)
		if err := job.Check(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// A file that is cut off, or not there, fails the job: a smaller result would be a wrong one.
func TestDamagedInput(t *testing.T) {
	dir := t.TempDir()
	lines, _ := historyLines(t, 200)
	zipped := zip(t, lines)
	write(t, filepath.Join(dir, "cut.jsonl.gz"), zipped[:len(zipped)/2])
	job := pipeline.Job{Config: history.Config, Request: `{}`, AsOf: instant(t, asOf)}
	for _, pattern := range []string{filepath.Join(dir, "cut.jsonl.gz"), filepath.Join(dir, "none*")} {
		p, err := pipeline.New(job, pattern, filepath.Join(dir, "out-"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := beam.Run(t.Context(), "prism", p); err == nil {
			t.Errorf("%s: no error", pattern)
		}
	}
}

// run runs a job on the files of a directory, and returns what it writes, by name.
func run(t *testing.T, job pipeline.Job, in string) map[string][]byte {
	t.Helper()
	out := t.TempDir()
	p, err := pipeline.New(job, filepath.Join(in, "*"), out+"/")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := beam.Run(t.Context(), "prism", p); err != nil {
		t.Fatal(err)
	}
	files := make(map[string][]byte)
	entries, err := os.ReadDir(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if files[e.Name()], err = os.ReadFile(filepath.Join(out, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// historyLines returns lines of issues and some that are none.
func historyLines(t *testing.T, n int) (lines []string, bad int) {
	t.Helper()
	for i := range n {
		text, err := history.Issue(7, i).MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(text)+"\n")
		if i%100 == 50 {
			lines = append(lines, "\n", "not an issue\n", `{"id": "T-x", "created_at": "2025-03-09T00:00:00Z", "events": [{"at": "2024-03-09T00:00:00Z", "type": "note"}]}`+"\n")
			bad += 2
		}
	}
	return lines, bad
}

// split spreads lines over files at random, in any order, some of them gzipped, some in
// several members.
func split(t *testing.T, lines []string, seed uint64) (dir string) {
	t.Helper()
	dir = t.TempDir()
	random := rand.New(rand.NewPCG(seed, 0))
	files := make([][]string, 1+random.IntN(6))
	for _, i := range random.Perm(len(lines)) {
		k := random.IntN(len(files))
		files[k] = append(files[k], lines[i])
	}
	for i, file := range files {
		name := filepath.Join(dir, fmt.Sprintf("issues-%d.jsonl", i))
		switch half := len(file) / 2; (i + int(seed)) % 3 {
		case 0:
			write(t, name, []byte(strings.Join(file, "")))
		case 1:
			write(t, name+".gz", zip(t, file))
		case 2:
			write(t, name+".gz", append(zip(t, file[:half]), zip(t, file[half:])...))
		}
	}
	return dir
}

func zip(t *testing.T, lines []string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write([]byte(strings.Join(lines, "")))
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// command returns what slacheck prints. It fails because of the bad lines, after it has
// printed the result.
func command(t *testing.T, args ...string) []byte {
	t.Helper()
	text, err := exec.Command(slacheck, args...).Output()
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok || exit.ExitCode() != 1 || len(text) == 0 {
		t.Fatalf("slacheck %q: %v", args, err)
	}
	return text
}

// same compares a file with what slacheck printed, apart from a newline at the end.
func same(t *testing.T, what string, got, want []byte) {
	t.Helper()
	got, want = bytes.TrimSpace(got), bytes.TrimSpace(want)
	if bytes.Equal(got, want) {
		return
	}
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	t.Errorf("%s differs at byte %d: …%.80q, want …%.80q", what, i, got[i:], want[i:])
}

// checkFlips compares the flips of a backtest, which come in no order, and the rest of its
// result.
func checkFlips(t *testing.T, out map[string][]byte, printed []byte) {
	t.Helper()
	var want, got map[string]json.RawMessage
	if err := errors.Join(json.Unmarshal(printed, &want), json.Unmarshal(out[pipeline.ResultFile], &got)); err != nil {
		t.Fatal(err)
	}
	var list []json.RawMessage
	if err := json.Unmarshal(want["flips"], &list); err != nil || len(list) == 0 {
		t.Fatalf("flips of slacheck: %v, %v", list, err)
	}
	var wantFlips, gotFlips []string
	for _, flip := range list {
		wantFlips = append(wantFlips, string(compact(t, flip)))
	}
	for line := range bytes.Lines(out[pipeline.FlipsFile]) {
		var flip struct {
			File string
			Line int
			Flip json.RawMessage
		}
		if err := json.Unmarshal(line, &flip); err != nil || flip.File == "" || flip.Line == 0 {
			t.Fatalf("%s: %v", line, err)
		}
		gotFlips = append(gotFlips, string(flip.Flip))
	}
	slices.Sort(wantFlips)
	slices.Sort(gotFlips)
	if !slices.Equal(gotFlips, wantFlips) {
		t.Errorf("%d flips differ from %d of slacheck", len(gotFlips), len(wantFlips))
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if name != "flips" {
			same(t, name, compact(t, got[name]), compact(t, want[name]))
		}
	}
}

// compact returns JSON without space.
func compact(t *testing.T, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, text); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// checkBad checks the file of bad lines.
func checkBad(t *testing.T, text []byte, want int) {
	t.Helper()
	n := 0
	for line := range bytes.Lines(text) {
		var bad pipeline.Bad
		if err := json.Unmarshal(line, &bad); err != nil || bad.File == "" || bad.Line == 0 || bad.Problem == "" {
			t.Errorf("%s: %v", line, err)
		}
		n++
	}
	if n != want {
		t.Errorf("%d bad lines are told, want %d", n, want)
	}
}

func write(t *testing.T, name string, text []byte) {
	t.Helper()
	if err := os.WriteFile(name, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
