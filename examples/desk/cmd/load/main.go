//go:build unix

// Load measures a desk with many open issues: how long it takes to start, how much memory it uses, how
// long an event takes, and how long after its instant a breach is announced. It starts a PostgreSQL and
// the desk as processes of their own, or, with -sqlite, the desk alone.
//
//	go run ./cmd/load -issues 100000 -events 200 -for 60s
package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/internal/postgres"
	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/examples/desk/web"
	"github.com/punctualgo/punctual/sla"
)

// target is what is promised. Issues were opened over as long a time, so that breaches come evenly.
const target = 4 * time.Hour

// config tells a receiver of each breach, and Slack of warnings.
const config = `{
  "schedules": [{"name": "office", "time_zone": "Europe/Berlin", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"calendar": "de"}]}],
  "policies": [{
    "id": "all",
    "targets": {"first_response": "4h", "next_response": "4h", "resolution": {"within": "40h", "schedule": "office"}},
    "escalations": [
      {"at": "75%%", "name": "warning", "do": [{"type": "slack", "channel": "#support"}]},
      {"at": "breach", "name": "breach", "do": [{"type": "webhook", "url": %q}]}
    ]
  }]
}`

func main() {
	var r run
	flag.IntVar(&r.issues, "issues", 100_000, "open issues")
	flag.IntVar(&r.events, "events", 200, "events a second")
	flag.DurationVar(&r.length, "for", time.Minute, "how long")
	flag.BoolVar(&r.sqlite, "sqlite", false, "on SQLite instead of Postgres")
	flag.Parse()
	if err := r.do(context.Background()); err != nil {
		log.Fatal(err)
	}
}

// A run is one measurement.
type run struct {
	issues, events int
	length         time.Duration
	sqlite         bool

	folder, database, address, token string
	server                           *postgres.Server

	mu        sync.Mutex
	announced map[string]time.Duration // lateness by idempotency key
	took      []time.Duration          // of events
}

func (r *run) do(ctx context.Context) error {
	var err error
	if r.folder, err = os.MkdirTemp("", "desk-load-"); err != nil {
		return err
	}
	defer os.RemoveAll(r.folder)
	if err := r.prepare(ctx); err != nil {
		return err
	}
	if r.server != nil {
		defer r.server.Stop()
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
	return r.measure(ctx)
}

// prepare builds the desk, and starts a PostgreSQL.
func (r *run) prepare(ctx context.Context) error {
	build := exec.CommandContext(ctx, "go", "build", "-o", r.folder, "github.com/punctualgo/punctual/examples/desk")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	r.address = l.Addr().String()
	l.Close()
	if r.sqlite {
		r.database = filepath.Join(r.folder, "desk.db")
		return nil
	}
	if r.server, err = postgres.Start(postgres.Durable); err != nil {
		return err
	}
	r.database, err = r.server.Database(ctx)
	return err
}

// fill makes the open issues, and a token.
func (r *run) fill(ctx context.Context, db *store.DB, receiver string) error {
	d := desk.New(desk.Options{DB: db, Enqueue: func(context.Context, *sql.Tx, desk.Job) error { return nil }})
	setup, err := d.Propose(ctx, fmt.Sprintf(config, receiver), "", "load")
	if err == nil {
		err = d.Adopt(ctx, setup.Version)
	}
	if err != nil {
		return err
	}
	if r.token, err = web.New(web.Options{Desk: d}).NewToken(ctx, "load", "write", "load"); err != nil {
		return err
	}
	now := time.Now()
	var docs []desk.Document
	for i := range r.issues {
		at := now.Add(-time.Duration(float64(target) * float64(i) / float64(r.issues)))
		doc := desk.Document{Title: fmt.Sprintf("Issue number %d", i), Description: strings.Repeat("It does not work. ", 20)}
		doc.Issue = sla.Issue{ID: fmt.Sprintf("L%d", i), CreatedAt: at, Attributes: map[string]any{
			"priority": []string{"low", "normal", "high"}[i%3], "customer": fmt.Sprint("customer ", i%500), "channel": "email", "team": "one",
		}}
		docs = append(docs, doc)
	}
	var wait sync.WaitGroup
	errs := make(chan error, 4)
	for part := range slices.Chunk(docs, (len(docs)+3)/4) {
		wait.Go(func() { errs <- d.Load(ctx, part) })
	}
	wait.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

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

// measure starts the desk, and has things happen.
func (r *run) measure(ctx context.Context) error {
	c := exec.CommandContext(ctx, filepath.Join(r.folder, "desk"), "-addr", r.address, "-private-webhooks", "-workers", "16")
	if r.sqlite {
		c.Args = append(c.Args, "-data", r.database)
	} else {
		c.Args = append(c.Args, "-database", r.database)
	}
	c.Stderr = os.Stderr
	began := time.Now()
	if err := c.Start(); err != nil {
		return err
	}
	defer func() { _ = c.Process.Kill(); _ = c.Wait() }()
	if err := r.await(); err != nil {
		return err
	}
	fmt.Printf("start-up: %v until the inbox answers\n", time.Since(began).Round(time.Millisecond))
	fmt.Printf("memory after start-up: %s\n", memory(c.Process.Pid))
	time.Sleep(5 * time.Second) // what came due while nobody was there
	r.mu.Lock()
	clear(r.announced)
	r.mu.Unlock()
	cpu := r.cpu(c)
	began = time.Now()
	errors := r.send(ctx)
	elapsed := time.Since(began)
	used := r.cpu(c)
	time.Sleep(2 * time.Second)
	fmt.Printf("events: %d in %v, %.0f a second, %d failed; %s\n", len(r.took), elapsed.Round(time.Second), float64(len(r.took))/elapsed.Seconds(), errors, percentiles(r.took))
	r.mu.Lock()
	defer r.mu.Unlock()
	var late []time.Duration
	for _, d := range r.announced {
		late = append(late, d)
	}
	fmt.Printf("breaches announced: %d; after their instant %s\n", len(late), percentiles(late))
	fmt.Printf("memory after the run: %s\n", memory(c.Process.Pid))
	for i, name := range []string{"the desk", "postgres"} {
		if used[i] > 0 {
			fmt.Printf("processor time of %s: %.2f of one core\n", name, (used[i]-cpu[i])/elapsed.Seconds())
		}
	}
	return nil
}

// await waits until the inbox answers.
func (r *run) await() error {
	for range 6000 {
		q, err := http.NewRequest("GET", "http://"+r.address+"/api/issues?limit=50", nil)
		if err != nil {
			return err
		}
		q.Header.Set("Authorization", "Bearer "+r.token)
		if answer, err := http.DefaultClient.Do(q); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	return fmt.Errorf("the desk does not answer")
}

// send sends events at an even rate, and returns how many failed.
func (r *run) send(ctx context.Context) int {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	tick := time.NewTicker(time.Second / time.Duration(r.events))
	defer tick.Stop()
	end := time.After(r.length)
	var wait sync.WaitGroup
	defer wait.Wait()
	failed := 0
	for {
		select {
		case <-end:
			wait.Wait()
			return failed
		case <-tick.C:
		}
		wait.Go(func() {
			took, err := r.event(ctx, client)
			r.mu.Lock()
			defer r.mu.Unlock()
			if err != nil {
				failed++
				return
			}
			r.took = append(r.took, took)
		})
	}
}

// event sends one event.
func (r *run) event(ctx context.Context, client *http.Client) (time.Duration, error) {
	body := []string{
		`{"type": "message", "from": "customer", "body": "Is there any news?"}`, `{"type": "note", "body": "Called them."}`,
		`{"type": "update", "set": {"priority": "high"}}`, `{"type": "update", "set": {"status": "pending"}}`, `{"type": "update", "set": {"status": "open"}}`,
		`{"type": "message", "from": "agent", "by": "ann", "body": "We are looking into it."}`,
	}[rand.IntN(6)]
	q, err := http.NewRequestWithContext(ctx, "POST", fmt.Sprintf("http://%s/api/issues/L%d/events", r.address, rand.IntN(r.issues)), bytes.NewReader([]byte(body)))
	if err != nil {
		return 0, err
	}
	q.Header.Set("Authorization", "Bearer "+r.token)
	began := time.Now()
	answer, err := client.Do(q)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s", answer.Status)
	}
	return time.Since(began), err
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

// memory returns what a process uses, and has used at most.
func memory(pid int) string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return "unknown"
	}
	var parts []string
	for line := range strings.Lines(string(text)) {
		if name, value, ok := strings.Cut(line, ":"); ok && (name == "VmRSS" || name == "VmHWM") {
			parts = append(parts, name+" "+strings.TrimSpace(value))
		}
	}
	return strings.Join(parts, ", ")
}

// cpu returns the seconds of processor time that the desk and PostgreSQL with its children have used.
func (r *run) cpu(c *exec.Cmd) [2]float64 {
	used := [2]float64{ticks(c.Process.Pid)}
	if r.server == nil {
		return used
	}
	used[1] = ticks(r.server.Pid())
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", r.server.Pid(), r.server.Pid()))
	if err != nil {
		return used
	}
	for child := range strings.FieldsSeq(string(children)) {
		var pid int
		if _, err := fmt.Sscan(child, &pid); err == nil {
			used[1] += ticks(pid)
		}
	}
	return used
}

// ticks returns the seconds of processor time of a process.
func ticks(pid int) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	var user, system float64
	_, _ = fmt.Sscan(fields[11], &user)
	_, _ = fmt.Sscan(fields[12], &system)
	return (user + system) / 100
}
