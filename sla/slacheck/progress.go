package main

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/punctualgo/punctual/clock"
)

// A progress is told how many issues are done, and how much of the files was read.
type progress struct {
	show    func(done int64, share, rate float64) // nil if nobody looks
	present clock.Source
	start   time.Time
	last    time.Time // when it showed something

	done int64
	read atomic.Int64 // bytes
	size int64        // bytes of all files; 0 if that is not known
}

// progressEvery is how often a progress shows something.
const progressEvery = 200 * time.Millisecond

// newProgress returns a progress that shows itself on standard error, if that is a terminal.
func newProgress(env environment, files []string) *progress {
	p := &progress{present: env.present, start: env.present.Now(), size: sizeOf(files)}
	p.last = p.start
	if f, ok := env.stderr.(*os.File); ok && isTerminal(f) {
		p.show = showOn(f)
	}
	return p
}

// sizeOf returns the size of all files in bytes, or 0 if it is not known.
func sizeOf(files []string) (size int64) {
	for _, file := range files {
		info, err := os.Stat(file)
		if file == "-" || err != nil || !info.Mode().IsRegular() {
			return 0
		}
		size += info.Size()
	}
	return size
}

// showOn returns a function that shows progress on a line of a terminal, and writes over it.
// No share takes the line away.
func showOn(w io.Writer) func(done int64, share, rate float64) {
	return func(done int64, share, rate float64) {
		switch {
		case share < 0:
			fmt.Fprint(w, "\r\x1b[K")
		case share == 0:
			fmt.Fprintf(w, "\r\x1b[K%d issues, %.0f a second", done, rate)
		default:
			fmt.Fprintf(w, "\r\x1b[K%d issues, %.0f%% of the files, %.0f a second", done, 100*share, rate)
		}
	}
}

// add notes that one more issue is done.
func (p *progress) add() {
	p.done++
	if p.show == nil || p.done%256 != 0 {
		return
	}
	now := p.present.Now()
	if now.Sub(p.last) < progressEvery {
		return
	}
	p.last = now
	share := 0.0
	if p.size > 0 {
		share = min(1, float64(p.read.Load())/float64(p.size))
	}
	p.show(p.done, share, float64(p.done)/now.Sub(p.start).Seconds())
}

// end takes away what is shown.
func (p *progress) end() {
	if p.show != nil {
		p.show(p.done, -1, 0)
	}
}
