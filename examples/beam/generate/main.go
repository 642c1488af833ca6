// Generate writes the history of a made-up support desk: one issue a line, the same for the
// same seed.
//
//	go run ./generate -n 1000000 | gzip > issues.jsonl.gz
//	go run ./generate -n 1000000 -files 8 -o issues
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"

	"github.com/punctualgo/punctual/examples/beam/history"
)

func main() {
	log.SetFlags(0)
	n := flag.Int("n", 1000, "write this `number` of issues")
	seed := flag.Uint64("seed", 1, "the `seed` of the history")
	files := flag.Int("files", 1, "write this `number` of files, with -o")
	dir := flag.String("o", "", "write files into this `directory`, and the configuration, in place of standard output")
	flag.Parse()
	if err := run(*n, *seed, *files, *dir); err != nil {
		log.Fatal(err)
	}
}

func run(n int, seed uint64, files int, dir string) error {
	if dir == "" {
		return write(os.Stdout, seed, 0, n)
	}
	if files < 1 {
		return errors.New("-files is at least 1")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "config.json"), []byte(history.Config), 0o644); err != nil {
		return err
	}
	for i := range files {
		f, err := os.Create(filepath.Join(dir, fmt.Sprintf("issues-%04d.jsonl", i)))
		if err != nil {
			return err
		}
		if err := errors.Join(write(f, seed, i*n/files, (i+1)*n/files), f.Close()); err != nil {
			return err
		}
	}
	return nil
}

// write writes the issues from a number to another.
func write(w io.Writer, seed uint64, from, until int) error {
	out := bufio.NewWriterSize(w, 1<<16)
	for i := from; i < until; i++ {
		text, err := history.Issue(seed, i).MarshalJSON()
		if err != nil {
			return err
		}
		_, _ = out.Write(append(text, '\n')) // an error stays until Flush
	}
	return out.Flush()
}
