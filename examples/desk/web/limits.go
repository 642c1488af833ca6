package web

import (
	"sync"
	"time"
)

// limits bound how often somebody may ask: a bucket for each, which fills with time. The zero value
// is ready.
type limits struct {
	mu      sync.Mutex
	buckets map[string]*bucket
	swept   time.Time
}

type bucket struct {
	left float64
	at   time.Time
}

// A rate is how many requests somebody may make at once, and how many a second from then on.
type rate struct {
	burst  float64
	second float64
}

var (
	rateSignIn = rate{burst: 10, second: 1. / 6}
	rateAPI    = rate{burst: 1000, second: 500}
)

// allow reports whether one more request is within a rate.
func (l *limits) allow(who string, r rate, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.buckets == nil {
		l.buckets = make(map[string]*bucket)
	}
	if now.Sub(l.swept) > time.Minute { // a bucket that nobody used for long is full
		for name, b := range l.buckets {
			if now.Sub(b.at) > 10*time.Minute {
				delete(l.buckets, name)
			}
		}
		l.swept = now
	}
	b := l.buckets[who]
	if b == nil {
		b = &bucket{left: r.burst, at: now}
		l.buckets[who] = b
	}
	b.left = min(b.left+now.Sub(b.at).Seconds()*r.second, r.burst)
	b.at = now
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}
