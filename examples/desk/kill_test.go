//go:build unix

package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/internal/testdesk"
	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/examples/desk/web"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// TestMain runs the tests, or is the desk, for tests that need it as a process.
func TestMain(m *testing.M) {
	if os.Getenv("DESK_IS_CHILD") != "" {
		main()
		return
	}
	testdesk.Main(m)
}

// killSecret is what the desk and the receiver have between them.
const killSecret = "between us"

// killConfig promises an answer within two seconds, and tells a receiver of everything.
const killConfig = `{
  "policies": [{
    "id": "all",
    "targets": {"first_response": "2s", "next_response": "2s", "resolution": "5s"},
    "escalations": [
      {"at": "50%%", "name": "warning", "do": [{"type": "webhook", "url": %[1]q}]},
      {"at": "breach", "name": "breach", "every": "1s", "times": 2, "do": [
        {"type": "webhook", "url": %[1]q}, {"type": "update", "add": {"tags": ["late"]}}]}
    ]
  }]
}`

// Two processes on Postgres, killed at random under load, with repeated and late events: no transition is
// lost, and none is announced twice to a receiver that knows the idempotency key. DESK_KILL says how
// long they are killed; run it for a minute with
//
//	DESK_KILL=60s go test -run TestKill -v -timeout 10m .
func TestKill(t *testing.T) {
	length := 5 * time.Second
	if text := os.Getenv("DESK_KILL"); text != "" {
		var err error
		if length, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	} else if testing.Short() {
		t.Skip("takes a minute")
	}
	k := newKill(t)
	ctx, cancel := context.WithTimeout(t.Context(), length)
	defer cancel()
	var load sync.WaitGroup
	for i := range 4 {
		load.Go(func() { k.load(ctx, i) })
	}
	kills := k.killAtRandom(ctx)
	load.Wait()
	acknowledged := len(k.events)
	k.settle()
	k.check()
	t.Logf("%d kills, %d issues, %d events acknowledged, %d repeated, %d late; %d announcements, received %d times",
		kills, len(k.issues), acknowledged, k.repeated, k.late, len(k.received), k.deliveries)
}

// A kill is the state of the test.
type kill struct {
	*testing.T
	url       string // of the database
	desk      *desk.Desk
	token     string
	processes [2]*exec.Cmd
	addresses [2]string

	mu             sync.Mutex
	issues         []string
	events         map[string]bool // acknowledged: issue and ID
	repeated, late int
	received       map[string][32]byte // hashes of the announcements by idempotency key
	deliveries     int
	problems       []string
}

// newKill prepares a database, a receiver, and two processes.
func newKill(t *testing.T) *kill {
	k := &kill{T: t, url: testdesk.URL(t), events: make(map[string]bool), received: make(map[string][32]byte)}
	receiver := httptest.NewServer(http.HandlerFunc(k.receive))
	t.Cleanup(receiver.Close)
	db := testdesk.Open(t, k.url)
	d := testdesk.New(t, db, fmt.Sprintf(killConfig, receiver.URL), time.Now())
	k.desk = d.Desk
	var err error
	if k.token, err = web.New(web.Options{Desk: k.desk}).NewToken(t.Context(), "load", "write", "test"); err != nil {
		t.Fatal(err)
	}
	for i := range k.processes {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		k.addresses[i] = l.Addr().String()
		l.Close()
		k.start(i)
	}
	t.Cleanup(func() {
		for _, p := range k.processes {
			_ = p.Process.Kill()
			_ = p.Wait()
		}
	})
	return k
}

// start starts a process.
func (k *kill) start(i int) {
	c := exec.Command(os.Args[0], "-database", k.url, "-addr", k.addresses[i], "-private-webhooks", "-retry", "200ms", "-send-timeout", "2s")
	c.Env = append(os.Environ(), "DESK_IS_CHILD=1", "DESK_WEBHOOK_SECRET="+killSecret)
	if testing.Verbose() {
		c.Stderr = os.Stderr
	}
	if err := c.Start(); err != nil {
		k.Fatal(err)
	}
	k.processes[i] = c
}

// killAtRandom kills processes and starts them again until ctx ends, and returns how often.
func (k *kill) killAtRandom(ctx context.Context) int {
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return n
		case <-time.After(time.Duration(300+rand.IntN(1200)) * time.Millisecond):
		}
		i := rand.IntN(len(k.processes))
		_ = k.processes[i].Process.Kill() // SIGKILL
		_ = k.processes[i].Wait()
		k.start(i)
	}
}

// receive is the receiver. It remembers what it has seen, and is not always well.
func (k *kill) receive(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the sender was killed
	}
	key := r.Header.Get("Idempotency-Key")
	err = alert.Verify(r.Header.Get, body, []byte(killSecret), time.Now(), time.Minute)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.deliveries++
	hash := sha256.Sum256(body)
	if was, ok := k.received[key]; err != nil || key == "" || ok && was != hash {
		k.problems = append(k.problems, fmt.Sprintf("announcement %q: %v; other bytes than before: %v", key, err, ok && was != hash))
	}
	k.received[key] = hash
	if rand.IntN(20) == 0 {
		w.WriteHeader(http.StatusServiceUnavailable) // and yet it has it
	}
}

// load opens issues and adds events until ctx ends. What is not acknowledged is asked for again, as a
// good client does.
func (k *kill) load(ctx context.Context, worker int) {
	for n := 0; ctx.Err() == nil; n++ {
		id := fmt.Sprintf("K%d-%d", worker, n)
		if !k.post(ctx, "/api/issues", fmt.Sprintf(`{"id": %q, "title": "load", "attributes": {"priority": "high"}}`, id)) {
			return
		}
		k.mu.Lock()
		k.issues = append(k.issues, id)
		k.mu.Unlock()
		created := time.Now()
		for e := range 1 + rand.IntN(4) {
			time.Sleep(time.Duration(rand.IntN(60)) * time.Millisecond)
			at := time.Now()
			late := rand.IntN(5) == 0
			if late {
				at = created.Add(time.Duration(rand.Int64N(int64(time.Since(created)) + 1)))
			}
			event := fmt.Sprintf(`{"id": "e%d", "at": %q, %s}`, e, at.UTC().Format(time.RFC3339Nano), what())
			if !k.post(ctx, "/api/issues/"+id+"/events", event) {
				return
			}
			repeat := rand.IntN(4) == 0
			if repeat && !k.post(ctx, "/api/issues/"+id+"/events", event) {
				return
			}
			k.mu.Lock()
			k.events[fmt.Sprintf("%s e%d", id, e)] = true
			if late {
				k.late++
			}
			if repeat {
				k.repeated++
			}
			k.mu.Unlock()
		}
	}
}

// what returns what happens in an event.
func what() string {
	return []string{
		`"type": "message", "from": "agent", "by": "ann", "body": "hello"`, `"type": "message", "from": "customer"`,
		`"type": "update", "set": {"status": "pending"}`, `"type": "update", "set": {"status": "open"}`,
		`"type": "update", "set": {"status": "resolved"}`, `"type": "note"`,
	}[rand.IntN(6)]
}

// post makes a request until it is acknowledged, by either process.
func (k *kill) post(ctx context.Context, path, body string) bool {
	client := &http.Client{Timeout: 5 * time.Second}
	for ctx.Err() == nil {
		r, err := http.NewRequest("POST", "http://"+k.addresses[rand.IntN(2)]+path, bytes.NewReader([]byte(body)))
		if err != nil {
			k.Error(err)
			return false
		}
		r.Header.Set("Authorization", "Bearer "+k.token)
		answer, err := client.Do(r)
		if err != nil {
			time.Sleep(20 * time.Millisecond)
			continue
		}
		text, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		switch answer.StatusCode {
		case http.StatusOK, http.StatusCreated:
			return true
		case http.StatusInternalServerError: // it was about to be killed
			time.Sleep(20 * time.Millisecond)
		default:
			k.Errorf("%s: %d %s", path, answer.StatusCode, text)
			return false
		}
	}
	return false
}

// settle waits until nothing is due any longer and everything is sent.
func (k *kill) settle() {
	for range 1200 {
		time.Sleep(100 * time.Millisecond)
		next, err := k.desk.NextWake(k.Context())
		if err != nil {
			k.Fatal(err)
		}
		counts, err := k.desk.Read().CountMessages(k.Context())
		if err != nil {
			k.Fatal(err)
		}
		if next.IsZero() && !slices.ContainsFunc(counts, func(c store.StateCount) bool { return c.State != store.Sent }) {
			return
		}
	}
	k.Fatal("something is still due, or was not sent")
}

// check compares what was recorded and announced with an evaluation of the whole history.
func (k *kill) check() {
	setup, err := k.desk.Current(k.Context())
	if err != nil {
		k.Fatal(err)
	}
	now := time.Now()
	steps := 0
	for _, id := range k.issues {
		doc, entries, err := k.desk.History(k.Context(), id)
		if err != nil {
			k.Fatal(err)
		}
		for _, e := range entries {
			delete(k.events, id+" "+e.ID)
		}
		want, err := setup.Engine.EvaluateAt(doc, now)
		if err != nil {
			k.Fatal(err)
		}
		rows, err := k.desk.Read().Transitions(k.Context(), id)
		if err != nil {
			k.Fatal(err)
		}
		known := make(map[string]bool)
		for _, r := range rows {
			if !r.Premature {
				known[r.ID] = true
			}
			if r.Kind == string(sla.KindEscalated) {
				steps++
			}
		}
		for _, transition := range want.Transitions {
			if !known[transition.ID()] {
				k.Errorf("issue %s: lost: %s %s %s at %v", id, transition.Metric, transition.Kind, transition.Step, transition.At)
			}
		}
		if len(known) != len(want.Transitions) {
			k.Errorf("issue %s has %d transitions, want %d", id, len(known), len(want.Transitions))
		}
	}
	for event := range k.events {
		k.Errorf("lost: event %s, which was acknowledged", event)
	}
	if len(k.received) != steps {
		k.Errorf("%d announcements for %d steps", len(k.received), steps)
	}
	for _, p := range k.problems {
		k.Error(p)
	}
}
