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
	"sync/atomic"
)

const (
	maxLine    = 64 << 20 // bytes
	batchBytes = 1 << 17
)

// A line is a line of a file with the result of the work on it.
type line struct {
	file   string
	number int
	text   []byte

	out   []byte // for standard output
	value any    // what else comes of the work
	err   error
}

// A batch is a run of consecutive lines. One goroutine works on all of them.
type batch struct {
	lines []line
	texts []byte        // memory for the texts of lines
	err   error         // from reading on
	done  chan struct{} // closed when the work is done
}

func newBatch() *batch {
	return &batch{texts: make([]byte, 0, batchBytes), done: make(chan struct{})}
}

// add adds a copy of a line, unless b has lines and no room for another. It reports whether it
// did.
func (b *batch) add(file string, number int, text []byte) bool {
	n := len(b.texts)
	if n > 0 && n+len(text) > cap(b.texts) {
		return false
	}
	b.texts = append(b.texts, text...)
	b.lines = append(b.lines, line{file: file, number: number, text: b.texts[n:len(b.texts):len(b.texts)]})
	return true
}

// An input is files of lines.
type input struct {
	files []string
	stdin io.Reader     // in place of the file "-"
	read  *atomic.Int64 // counts the bytes that were read, gzipped or not; may be nil
}

// A pipeline reads batches in one goroutine and works on them in others.
type pipeline struct {
	input

	work  chan *batch
	order chan *batch   // the same batches, in order of the input
	stop  chan struct{} // closed when nobody receives batches any more
}

// forEachLine works on the lines in files, in parallel, and calls emit for each line in
// order. It skips empty lines. Each goroutine calls newWorker for a worker of its own. It
// returns the first error from reading or from emit.
func forEachLine(in input, newWorker func() func(*line), emit func(*line) error) error {
	goroutines := runtime.GOMAXPROCS(0)
	p := &pipeline{
		input: in,
		work:  make(chan *batch),
		order: make(chan *batch, 4*goroutines),
		stop:  make(chan struct{}),
	}
	defer close(p.stop)
	for range goroutines {
		go p.runWorker(newWorker())
	}
	go p.readFiles()
	for b := range p.order {
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

// runWorker works on batches until there are no more.
func (p *pipeline) runWorker(worker func(*line)) {
	for b := range p.work {
		for i := range b.lines {
			worker(&b.lines[i])
		}
		close(b.done)
	}
}

// readFiles sends the lines of all files, until an error.
func (p *pipeline) readFiles() {
	defer close(p.order)
	defer close(p.work)
	for _, file := range p.files {
		if !p.readFile(file) {
			return
		}
	}
}

// readFile sends the lines of a file in batches, and reports whether to read the next one.
func (p *pipeline) readFile(file string) bool {
	b, more := newBatch(), true
	err := p.scan(file, func(number int, text []byte) bool {
		if !b.add(file, number, text) {
			more = p.send(b)
			b = newBatch()
			b.add(file, number, text)
		}
		return more
	})
	b.err = err
	return more && p.send(b) && err == nil
}

// send sends a batch to the workers and to forEachLine. It reports false if nobody receives
// batches any more.
func (p *pipeline) send(b *batch) bool {
	select {
	case p.order <- b:
	case <-p.stop:
		return false
	}
	select {
	case p.work <- b:
		return true
	case <-p.stop:
		return false
	}
}

// scan calls yield with the number and text of each line of a file that is not empty,
// until yield returns false.
func (i *input) scan(file string, yield func(number int, text []byte) bool) error {
	in, err := open(file, i.stdin, i.read)
	if err != nil {
		return err
	}
	defer in.Close()
	s := bufio.NewScanner(in)
	s.Buffer(make([]byte, 1<<16), maxLine)
	n := 1
	for ; s.Scan(); n++ {
		if text := s.Bytes(); len(bytes.TrimSpace(text)) > 0 && !yield(n, text) {
			return nil
		}
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("%s:%d: %w", file, n, err)
	}
	return nil
}

// readFile returns the content of a file, which may be gzipped. "-" is standard input.
func readFile(file string, stdin io.Reader) ([]byte, error) {
	in, err := open(file, stdin, nil)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return io.ReadAll(in)
}

// A countingReader counts what is read.
type countingReader struct {
	io.Reader
	read *atomic.Int64
}

func (r countingReader) Read(b []byte) (int, error) {
	n, err := r.Reader.Read(b)
	r.read.Add(int64(n))
	return n, err
}

// open opens a file, which may be gzipped. "-" is standard input. If read is not nil, it counts
// the bytes of the file that are read.
func open(file string, stdin io.Reader, read *atomic.Int64) (io.ReadCloser, error) {
	in := io.NopCloser(stdin)
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		in = f
	}
	raw := io.Reader(in)
	if read != nil {
		raw = countingReader{in, read}
	}
	buffered := bufio.NewReader(raw)
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
