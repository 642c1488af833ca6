package main

import (
	"os"
	"strings"
	"testing"
)

func Example() {
	main()
	// Output: running 50m0s left, due 2026-05-26 13:30:00 +0000 UTC
}

func TestREADMEShowsTheProgramAndItsOutput(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), "```go\n"+string(source)+"```") {
		t.Error("README.md does not show main.go")
	}
	if !strings.Contains(string(readme), "running 50m0s left, due 2026-05-26 13:30:00 +0000 UTC") {
		t.Error("README.md does not show the output of main.go")
	}
}
