package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
)

// maxLine is the length of the longest line that is read.
const maxLine = 64 << 20

// A line is one line of a file, and what became of it.
type line struct {
	file   string
	number int
	text   []byte

	out []byte // for standard output
	err error
}

// A batch is consecutive lines, worked on by one goroutine.
type batch struct {
	lines []line
	err   error // of reading on
	done  chan struct{}
}

// forEach works on each line of the files that is not empty, using all cores, and
// then hands it to emit, in order. Each goroutine has a worker of its own. What emit
// returns ends it.
func forEach(files []string, stdin io.Reader, newWorker func() func(*line), emit func(*line) error) error {
	work := make(chan *batch)
	order := make(chan *batch, 4*runtime.GOMAXPROCS(0))
	stop := make(chan struct{})
	defer close(stop)
	for range runtime.GOMAXPROCS(0) {
		worker := newWorker()
		go func() {
			for b := range work {
				for i := range b.lines {
					worker(&b.lines[i])
				}
				close(b.done)
			}
		}()
	}
	go func() {
		defer close(order)
		defer close(work)
		send := func(b *batch) bool {
			select {
			case order <- b:
			case <-stop:
				return false
			}
			select {
			case work <- b:
				return true
			case <-stop:
				return false
			}
		}
		for _, file := range files {
			if !readLines(file, stdin, send) {
				return
			}
		}
	}()
	for b := range order {
		<-b.done
		for i := range b.lines {
			if err := emit(&b.lines[i]); err != nil {
				return err
			}
		}
		if b.err != nil {
			return b.err
		}
	}
	return nil
}

// readLines sends the lines of a file in batches, and reports whether to go on.
func readLines(file string, stdin io.Reader, send func(*batch) bool) bool {
	const batchBytes = 1 << 17
	b := &batch{done: make(chan struct{})}
	size := 0
	more := true
	err := scan(file, stdin, func(number int, text []byte) bool {
		b.lines = append(b.lines, line{file: file, number: number, text: append([]byte(nil), text...)})
		if size += len(text); size >= batchBytes {
			more = send(b)
			b, size = &batch{done: make(chan struct{})}, 0
		}
		return more
	})
	b.err = err
	return more && send(b) && err == nil
}

// scan calls each with the number and text of every line of a file that is not
// empty, until it returns false.
func scan(file string, stdin io.Reader, each func(number int, text []byte) bool) error {
	in, err := open(file, stdin)
	if err != nil {
		return err
	}
	defer in.Close()
	s := bufio.NewScanner(in)
	s.Buffer(make([]byte, 1<<16), maxLine)
	n := 1
	for ; s.Scan(); n++ {
		if text := s.Bytes(); len(bytes.TrimSpace(text)) > 0 && !each(n, text) {
			return nil
		}
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("%s:%d: %w", file, n, err)
	}
	return nil
}

// open opens a file, or standard input, which may be gzipped.
func open(file string, stdin io.Reader) (io.ReadCloser, error) {
	in := io.NopCloser(stdin)
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		in = f
	}
	buffered := bufio.NewReader(in)
	var content io.Reader = buffered
	if magic, _ := buffered.Peek(2); strings.HasSuffix(file, ".gz") || string(magic) == "\x1f\x8b" {
		z, err := gzip.NewReader(buffered)
		if err != nil {
			in.Close()
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		content = z
	}
	return struct {
		io.Reader
		io.Closer
	}{content, in}, nil
}
