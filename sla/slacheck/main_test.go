package main

import (
	"os"
	"testing"
)

func TestExitStatusAndMessages(t *testing.T) {
	config := writeFile(t, "c.json", []byte(desk))
	in := issueLine("a")
	runUsageTests(t, []usageTest{
		{"no command", in, nil, 2, "usage:"},
		{"an unknown command", in, []string{"evaluate"}, 2, `unknown command "evaluate"`},
		{"help", in, []string{"help"}, 0, "usage:"},
		{"help about flags", in, []string{"eval", "-h"}, 0, "-transitions"},
		{"no configuration", in, []string{"eval", "-"}, 2, "eval needs -config"},
		{"no file", in, []string{"eval", "-config", config}, 2, "eval needs a file"},
		{"an unknown flag", in, []string{"eval", "-confg", config, "-"}, 2, "-confg"},
		{"a flag after a file", in, []string{"eval", "-config", config, "-", "-as-of", "created"}, 2, "-as-of must come before -"},
		{"a file that looks like a flag, after two dashes", in, []string{"eval", "-config", config, "--", "-i.jsonl"}, 2, "-i.jsonl: no such file"},
		{"a bad instant", in, []string{"eval", "-config", config, "-as-of", "yesterday", "-"}, 2, `-as-of: "yesterday" is not an instant`},
		{"an instant out of range", in, []string{"eval", "-config", config, "-as-of", "0001-01-01T00:00:00Z", "-"}, 2, "is not from 1900-01-01 to 2190-01-01"},
		{"a missing file", in, []string{"eval", "-config", config, "/no/such/file"}, 2, "/no/such/file"},
		{"a bad gzip file", in, []string{"eval", "-config", config, writeFile(t, "x.gz", []byte("x"))}, 2, "x.gz"},
		{"a missing configuration", in, []string{"eval", "-config", "/no/such/file", "-"}, 2, "/no/such/file"},
		{"a bad configuration", in, []string{"eval", "-config", writeFile(t, "bad.json", []byte("{\n\"polices\": []}")), "-"}, 1, `bad.json:2: polices: unknown field; did you mean "policies"?`},
		{"an empty file", in, []string{"eval", "-config", config, os.DevNull}, 0, "no issues"},
		{"an issue that spans several lines", in, []string{"eval", "-config", config, writeFile(t, "a.json", []byte("{\n\"id\": \"a\"\n}"))}, 1, "eval reads one issue per line"},
		{"an issue without creation time", in, []string{"eval", "-config", config, "-as-of", "created", writeFile(t, "b.json", []byte(`{"id": "a"}`))}, 1, "b.json:1: created_at: is required"},
	})
}
