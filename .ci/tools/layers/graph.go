package main

import (
	"maps"
	"slices"
	"strings"
)

// A graph holds for each file the names that it uses of each other file.
type graph map[string]map[string]names

// names is a set of names.
type names map[string]bool

// String returns the names in order.
func (n names) String() string {
	return strings.Join(slices.Sorted(maps.Keys(n)), " ")
}

// add records that from uses name, which to declares.
func (g graph) add(from, to, name string) {
	if g[from][to] == nil {
		g[from][to] = make(names)
	}
	g[from][to][name] = true
}

// files returns the files in order.
func (g graph) files() []string { return slices.Sorted(maps.Keys(g)) }

// components returns the strongly connected components of g, those that others
// depend on first. The files of each are in order.
func (g graph) components() [][]string {
	t := tarjan{graph: g, index: make(map[string]int), low: make(map[string]int), onStack: make(map[string]bool)}
	for _, file := range g.files() {
		if t.index[file] == 0 {
			t.visit(file)
		}
	}
	return t.found
}

// tarjan is the state of Tarjan's algorithm.
type tarjan struct {
	graph
	index, low map[string]int // from 1, in order of visit
	stack      []string
	onStack    map[string]bool
	found      [][]string
}

func (t *tarjan) visit(file string) {
	t.index[file] = len(t.index) + 1
	t.low[file] = t.index[file]
	t.stack = append(t.stack, file)
	t.onStack[file] = true
	for _, to := range slices.Sorted(maps.Keys(t.graph[file])) {
		if t.index[to] == 0 {
			t.visit(to)
			t.low[file] = min(t.low[file], t.low[to])
		} else if t.onStack[to] {
			t.low[file] = min(t.low[file], t.index[to])
		}
	}
	if t.low[file] != t.index[file] {
		return
	}
	start := slices.Index(t.stack, file)
	component := slices.Sorted(slices.Values(t.stack[start:]))
	for _, f := range component {
		t.onStack[f] = false
	}
	t.stack = t.stack[:start]
	t.found = append(t.found, component)
}
