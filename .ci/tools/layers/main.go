// Layers prints the dependency cycles among the files of a Go package.
//
// One file depends on another if it uses a name that the other declares: a
// type, function, variable, constant, method or field. A field belongs to the
// file that declares its struct. Test files are left out.
//
// Usage:
//
//	layers [-edges file] [-max n] [directory]
//
// The directory is that of the package; the default is the current one. For
// each cycle of more than one file, layers prints its size, its files and the
// number of names behind each dependency within it.
//
// With -edges, layers prints instead the names that one file uses of each
// other file, and those that each other file uses of it. A star marks a file
// in the same cycle.
//
// With -max, layers exits with status 1 if a cycle has more than n files.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"slices"
	"strings"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("layers: ")
	edges := flag.String("edges", "", "print the dependencies of `file`")
	limit := flag.Int("max", 0, "fail if a cycle has more than `n` files")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: layers [-edges file] [-max n] [directory]")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() > 1 {
		flag.Usage()
		os.Exit(2)
	}
	dir := "."
	if flag.NArg() == 1 {
		dir = flag.Arg(0)
	}

	uses, err := load(dir)
	if err != nil {
		log.Fatal(err)
	}
	cycles := uses.components()
	if *edges != "" {
		if uses[*edges] == nil {
			log.Fatalf("%s has no file %s", dir, *edges)
		}
		printEdges(os.Stdout, uses, cycles, *edges)
	} else {
		printCycles(os.Stdout, uses, cycles)
	}
	if n := largest(cycles); *limit > 0 && n > *limit {
		log.Fatalf("%s has a cycle of %d files; at most %d are allowed", dir, n, *limit)
	}
}

// largest returns the number of files in the largest component.
func largest(components [][]string) int {
	n := 0
	for _, c := range components {
		n = max(n, len(c))
	}
	return n
}

// printCycles prints the components that have more than one file.
func printCycles(w io.Writer, uses graph, components [][]string) {
	fmt.Fprintf(w, "%d files, largest cycle: %d\n", len(uses), largest(components))
	for _, files := range components {
		if len(files) == 1 {
			continue
		}
		fmt.Fprintf(w, "\ncycle of %d files: %s\n", len(files), strings.Join(files, " "))
		for _, from := range files {
			fmt.Fprintf(w, "  %s uses", from)
			for _, to := range files {
				if n := len(uses[from][to]); n > 0 {
					fmt.Fprintf(w, " %s:%d", to, n)
				}
			}
			fmt.Fprintln(w)
		}
	}
}

// printEdges prints the names that file uses and the names that are used of it.
func printEdges(w io.Writer, uses graph, components [][]string, file string) {
	mark := make(map[string]string)
	for _, files := range components {
		if slices.Contains(files, file) {
			for _, f := range files {
				mark[f] = "*"
			}
		}
	}
	fmt.Fprintf(w, "%s uses\n", file)
	for _, to := range uses.files() {
		if names := uses[file][to]; len(names) > 0 {
			fmt.Fprintf(w, "  %s%s: %s\n", to, mark[to], names)
		}
	}
	fmt.Fprintf(w, "%s is used by\n", file)
	for _, from := range uses.files() {
		if names := uses[from][file]; len(names) > 0 {
			fmt.Fprintf(w, "  %s%s: %s\n", from, mark[from], names)
		}
	}
}
