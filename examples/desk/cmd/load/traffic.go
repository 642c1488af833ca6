//go:build unix

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// receive notes how late an announcement is.
func (r *run) receive(_ http.ResponseWriter, q *http.Request) {
	now := time.Now()
	var body struct {
		Alert struct {
			Transition struct {
				At time.Time `json:"at"`
			} `json:"transition"`
		} `json:"alert"`
	}
	if json.NewDecoder(q.Body).Decode(&body) != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if key := q.Header.Get("Idempotency-Key"); r.announced[key] == 0 {
		r.announced[key] = now.Sub(body.Alert.Transition.At)
	}
}

// send sends events at an even rate, or, if it is 0, as many as the clients get done. An event that must
// wait for a client is late: the time that it takes is counted from when it was to be sent.
// Meanwhile it looks at the inbox.
func (r *run) send(ctx context.Context, rate int) {
	ctx, cancel := context.WithTimeout(ctx, r.length)
	defer cancel()
	looking := make(chan []time.Duration, 1)
	go func() { looking <- r.watchInbox(ctx) }()
	defer func() { r.inbox = <-looking }()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: r.clients}}
	instants := make(chan time.Time, max(rate, 1)*int(r.length.Seconds()+1))
	var wait sync.WaitGroup
	for range r.clients {
		wait.Go(func() {
			for at := range instants {
				if rate == 0 {
					at = time.Now()
				}
				err := r.event(context.WithoutCancel(ctx), client)
				r.mu.Lock()
				if err != nil {
					r.failed++
				} else {
					r.took = append(r.took, time.Since(at))
				}
				r.mu.Unlock()
			}
		})
	}
	began := time.Now()
	for n := 0; ctx.Err() == nil; n++ {
		if rate == 0 {
			select {
			case instants <- time.Time{}:
			case <-ctx.Done():
			}
			continue
		}
		at := began.Add(time.Duration(n) * time.Second / time.Duration(rate))
		time.Sleep(time.Until(at))
		instants <- at
	}
	close(instants)
	wait.Wait()
}

var events = []string{
	`{"type": "message", "from": "customer", "body": "Is there any news?"}`,
	`{"type": "note", "body": "Called them."}`,
	`{"type": "update", "set": {"priority": "high"}}`,
	`{"type": "update", "set": {"status": "pending"}}`,
	`{"type": "update", "set": {"status": "open"}}`,
	`{"type": "message", "from": "agent", "by": "ann", "body": "We are looking into it."}`,
}

// event sends one event to one of the processes.
func (r *run) event(ctx context.Context, client *http.Client) error {
	p := r.desks[rand.IntN(len(r.desks))]
	url := fmt.Sprintf("http://%s/api/issues/%s/events", p.address, issueID(rand.IntN(r.issues)))
	q, err := http.NewRequestWithContext(ctx, "POST", url, strings.NewReader(events[rand.IntN(len(events))]))
	if err != nil {
		return err
	}
	q.Header.Set("Authorization", "Bearer "+r.token)
	return answered(client, q)
}

// watchInbox asks for the inbox once a second until ctx ends.
func (r *run) watchInbox(ctx context.Context) (took []time.Duration) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return took
		case <-tick.C:
		}
		began := time.Now()
		if err := r.list(context.WithoutCancel(ctx), r.desks[n%len(r.desks)]); err == nil {
			took = append(took, time.Since(began))
		}
	}
}

// percentiles describes durations.
func percentiles(list []time.Duration) string {
	if len(list) == 0 {
		return "none"
	}
	slices.Sort(list)
	at := func(p float64) time.Duration {
		return list[min(int(p*float64(len(list))), len(list)-1)].Round(100 * time.Microsecond)
	}
	return fmt.Sprintf("p50 %v, p99 %v, max %v", at(0.5), at(0.99), list[len(list)-1].Round(100*time.Microsecond))
}
