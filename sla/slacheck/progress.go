package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/punctualgo/punctual/clock"
)

// A progress is told how many issues are done. On a terminal it shows them on a line of
// standard error that it writes over; elsewhere it shows nothing.
type progress struct {
	out     io.Writer // nil if it is not a terminal
	present clock.Source
	start   time.Time
	last    time.Time // when it showed something
	done    int64
}

// progressEvery is how often a progress shows something.
const progressEvery = 200 * time.Millisecond

func newProgress(env environment) *progress {
	p := &progress{present: env.present, start: env.present.Now()}
	p.last = p.start
	if f, ok := env.stderr.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.out = f
		}
	}
	return p
}

// add notes that one more issue is done.
func (p *progress) add() {
	p.done++
	if p.out == nil || p.done%256 != 0 {
		return
	}
	if now := p.present.Now(); now.Sub(p.last) >= progressEvery {
		p.last = now
		fmt.Fprintf(p.out, "\r%d issues, %.0f a second ", p.done, float64(p.done)/now.Sub(p.start).Seconds())
	}
}

// end takes the line away.
func (p *progress) end() {
	if p.out != nil {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}
