package main

import (
	"strings"
	"testing"
)

func TestResultsArePrintedAsPagesAndCharts(t *testing.T) {
	config := writeFile(t, "config.json", []byte(desk))
	proposed := writeFile(t, "proposed.json", []byte(strings.ReplaceAll(desk, `"2h"`, `"1h"`)))
	issues := issueLine("A-1") + `{"id":"<b>","created_at":"2026-03-09T09:00:00Z","attributes":{"assignee":"<script>"},"events":[{"at":"2026-03-09T10:30:00Z","type":"message","from":"agent","by":"ann"}]}` + "\n"
	for _, args := range [][]string{
		{"report", "-config", config, "-by", "assignee", "-goal", "95%"},
		{"report", "-config", config, "-by", "decided.month", "-zone", "Europe/Berlin"},
		{"report", "-config", config},
		{"held", "-config", config, "-field", "assignee"},
		{"targets", "-config", config, "-goal", "95%"},
		{"whatif", "-config", config, "-proposed", proposed, "-by", "assignee"},
	} {
		for format, start := range map[string]string{"html": "<!DOCTYPE html>", "svg": "<svg "} {
			out, errs, status := slacheck(t, issues, append(args, "-format", format, "-")...)
			if status != 0 || !strings.HasPrefix(out, start) || strings.Contains(out, "<script>") || !strings.HasSuffix(out, ">\n") {
				t.Errorf("%v -format %s: status %d\n%s\n%.500s", args, format, status, errs, out)
			}
		}
	}
}

func TestMergedPartsArePrintedAsPages(t *testing.T) {
	config := writeFile(t, "config.json", []byte(desk))
	part, _, _ := slacheck(t, issueLine("A-1"), "report", "-config", config, "-by", "metric", "-format", "part", "-")
	file := writeFile(t, "part.json", []byte(part))
	out, errs, status := slacheck(t, "", "merge", "-format", "html", file)
	if status != 0 || !strings.HasPrefix(out, "<!DOCTYPE html>") {
		t.Errorf("status %d\n%s\n%.500s", status, errs, out)
	}
}
