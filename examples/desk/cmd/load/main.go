//go:build unix

// Load measures a desk with many open issues: how long it takes to start, how much memory it uses, how
// long an event takes, and how long after its instant a breach is announced. It starts a PostgreSQL and
// the desk as processes of their own, or, with -sqlite, the desk alone.
//
//	go run ./cmd/load -issues 100000 -events 200 -for 60s
//
// Several processes on one PostgreSQL, with more and more events a second, and at last with as many as
// 64 clients get done:
//
//	go run ./cmd/load -issues 1000000 -target 40h -processes 4 -events 200,400,800,max
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/punctualgo/punctual/examples/desk/internal/postgres"
	"github.com/punctualgo/punctual/examples/desk/store"
)

func main() {
	var r run
	rates := flag.String("events", "200", "events a second, or several, one after the other; max is as many as the clients get done")
	flag.IntVar(&r.issues, "issues", 100_000, "open issues")
	flag.DurationVar(&r.target, "target", 4*time.Hour, "what is promised; issues were opened over as long a time, so that breaches come evenly")
	flag.DurationVar(&r.length, "for", time.Minute, "how long each")
	flag.IntVar(&r.clients, "clients", 64, "who send events at once")
	flag.IntVar(&r.processes, "processes", 1, "processes of the desk, which share a PostgreSQL")
	flag.BoolVar(&r.sqlite, "sqlite", false, "on SQLite instead of PostgreSQL")
	flag.StringVar(&r.profiles, "profiles", "", "`folder` for a processor profile of each process and rate")
	flag.Parse()
	err := r.setRates(*rates)
	if err == nil {
		err = r.do(context.Background())
	}
	if err != nil {
		log.Fatal(err)
	}
}

// A run is one measurement.
type run struct {
	issues, clients, processes int
	rates                      []int // events a second; 0 is as many as there can be
	target, length             time.Duration
	sqlite                     bool
	profiles                   string

	folder, database, token string
	server                  *postgres.Server
	desks                   []*process

	mu        sync.Mutex
	announced map[string]time.Duration // lateness by idempotency key
	took      []time.Duration          // of events
	inbox     []time.Duration          // of looks at it
	failed    int
}

// settings are what whoever runs a large desk gives to PostgreSQL: memory, and few checkpoints.
var settings = []string{"shared_buffers=2GB", "max_wal_size=8GB", "checkpoint_timeout=15min"}

// setRates reads rates.
func (r *run) setRates(text string) error {
	for part := range strings.SplitSeq(text, ",") {
		rate, err := strconv.Atoi(part)
		if part == "max" {
			rate, err = 0, nil
		} else if err == nil && rate <= 0 {
			err = strconv.ErrRange
		}
		if err != nil {
			return fmt.Errorf("-events: %q is not a number of events a second, and not max", part)
		}
		r.rates = append(r.rates, rate)
	}
	if r.sqlite && r.processes > 1 {
		return fmt.Errorf("-sqlite has one process")
	}
	return nil
}

func (r *run) do(ctx context.Context) error {
	var err error
	if r.folder, err = os.MkdirTemp("", "desk-load-"); err != nil {
		return err
	}
	defer os.RemoveAll(r.folder)
	if r.sqlite {
		r.database = filepath.Join(r.folder, "desk.db")
	} else {
		if r.server, err = postgres.Start(postgres.Durable, settings...); err != nil {
			return err
		}
		defer r.server.Stop()
		if r.database, err = r.server.Database(ctx); err != nil {
			return err
		}
	}
	r.announced = make(map[string]time.Duration)
	receiver := httptest.NewServer(http.HandlerFunc(r.receive))
	defer receiver.Close()
	db, err := store.Open(ctx, r.database)
	if err != nil {
		return err
	}
	began := time.Now()
	if err := r.fill(ctx, db, receiver.URL); err != nil {
		return err
	}
	db.Close() // the desk has it for itself
	fmt.Printf("%d open issues made in %v\n", r.issues, time.Since(began).Round(time.Second))
	defer r.stop()
	if err := r.start(ctx); err != nil {
		return err
	}
	for _, rate := range r.rates {
		if err := r.measure(ctx, rate); err != nil {
			return err
		}
	}
	return nil
}

// measure has things happen at a rate, and says how the desk bore it.
func (r *run) measure(ctx context.Context, rate int) error {
	r.mu.Lock()
	clear(r.announced)
	r.took, r.failed = nil, 0
	r.mu.Unlock()
	before := r.cpu()
	activity, err := watchActivity(ctx, r.server)
	if err != nil {
		return err
	}
	profiled := r.profile(rate)
	began := time.Now()
	r.send(ctx, rate)
	elapsed := time.Since(began)
	after := r.cpu()
	sessions, err := activity.stop()
	if err != nil {
		return err
	}
	if err := profiled(); err != nil {
		return err
	}
	time.Sleep(2 * time.Second) // for what came due last
	r.mu.Lock()
	defer r.mu.Unlock()
	asked := fmt.Sprintf("%d events a second asked for", rate)
	if rate == 0 {
		asked = fmt.Sprintf("as many events as %d clients get done", r.clients)
	}
	fmt.Printf("\n%s\n", asked)
	fmt.Printf("events: %d in %v, %.0f a second, %d failed; %s\n",
		len(r.took), elapsed.Round(time.Second), float64(len(r.took))/elapsed.Seconds(), r.failed, percentiles(r.took))
	var late []time.Duration
	for _, d := range r.announced {
		late = append(late, d)
	}
	fmt.Printf("breaches announced: %d; after their instant %s\n", len(late), percentiles(late))
	fmt.Printf("the inbox answers: %s\n", percentiles(r.inbox))
	fmt.Printf("memory of each desk: %s\n", r.memory())
	fmt.Printf("processor time: %.2f of a core in the desks, %.2f in PostgreSQL, %.2f here\n",
		(after.desks-before.desks)/elapsed.Seconds(), (after.postgres-before.postgres)/elapsed.Seconds(), (after.here-before.here)/elapsed.Seconds())
	fmt.Print(sessions)
	return nil
}
