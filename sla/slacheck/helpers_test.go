package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/clock"
)

// present is the present of the tests.
var present = time.Date(2026, 3, 9, 15, 0, 0, 0, time.UTC)

// slacheck runs the command and returns what it prints and its exit status.
func slacheck(t *testing.T, stdin string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(args, environment{stdin: strings.NewReader(stdin), stdout: &out, stderr: &errs, present: clock.NewManual(present)})
	return out.String(), errs.String(), status
}

// A usageTest is a row of a table of arguments and a part of what the command prints.
type usageTest struct {
	name   string
	stdin  string
	args   []string
	status int
	want   string // on standard output or standard error
}

func runUsageTests(t *testing.T, tests []usageTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, errs, status := slacheck(t, tt.stdin, tt.args...)
			if status != tt.status || !strings.Contains(out+errs, tt.want) {
				t.Errorf("status %d, want %d and %q in:\n%s%s", status, tt.status, tt.want, out, errs)
			}
		})
	}
}

// desk is a configuration with one policy.
const desk = `{
  "schedules": [{"name": "desk", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}}],
  "policies": [{"id": "p", "schedule": "desk", "targets": {"first_response": "2h"}, "escalations": [{"at": "50%"}]}]
}`

// writeFile writes a file in a new directory and returns its path.
func writeFile(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// issueLine returns the line of an issue that was created 90 minutes before the present.
func issueLine(id string) string {
	return fmt.Sprintf(`{"id":%q,"created_at":"2026-03-09T13:30:00Z"}`+"\n", id)
}

// gzipped returns text compressed.
func gzipped(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
