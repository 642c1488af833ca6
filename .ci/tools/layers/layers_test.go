package main

import (
	"strings"
	"testing"
)

const wantCycles = `4 files, largest cycle: 2

cycle of 2 files: a.go b.go
  a.go uses b.go:2
  b.go uses a.go:3
`

const wantEdges = `b.go uses
  a.go*: queue queue.items queue.push
b.go is used by
  a.go*: list list.add
  c.go: fill
`

func TestUsesBelongToTheDeclaringFile(t *testing.T) {
	uses, err := load("testdata/cycle")
	if err != nil {
		t.Fatal(err)
	}
	components := uses.components()
	var out strings.Builder
	printCycles(&out, uses, components)
	if out.String() != wantCycles {
		t.Errorf("printed\n%s\nwant\n%s", &out, wantCycles)
	}
	out.Reset()
	printEdges(&out, uses, components, "b.go")
	if out.String() != wantEdges {
		t.Errorf("printed\n%s\nwant\n%s", &out, wantEdges)
	}
	if got := uses["c.go"]["d.go"].String(); got != "filler filler.fill" {
		t.Errorf("c.go uses %q of d.go", got)
	}
}

func TestComponentsComeInOrderOfDependence(t *testing.T) {
	g := graph{"a": {"b": nil}, "b": {"c": nil, "d": nil}, "c": {"b": nil}, "d": {}, "e": {"a": nil}}
	var got []string
	for _, files := range g.components() {
		got = append(got, strings.Join(files, ""))
	}
	if want := "d bc a e"; strings.Join(got, " ") != want {
		t.Errorf("components are %q, want %q", got, want)
	}
}
