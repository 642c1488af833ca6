package jobs_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/internal/testdesk"
	"github.com/punctualgo/punctual/examples/desk/jobs"
	"github.com/punctualgo/punctual/examples/desk/notify"
	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/sla"
)

func TestMain(m *testing.M) { testdesk.Main(m) }

const config = `{
  "policies": [{
    "id": "all",
    "targets": {"first_response": "1h"},
    "escalations": [
      {"at": "50%", "name": "warning", "do": [{"type": "slack", "channel": "#support"}]},
      {"at": "breach", "do": [{"type": "webhook", "url": "https://example.com/hook"}]}
    ]
  }]
}`

var nine = time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)

// A fake sends nowhere: it fails as often as it is told, and keeps what it got.
type fake struct {
	mu   sync.Mutex
	fail []error
	got  []store.Message
}

func newFake(fail ...error) *fake { return &fake{fail: fail} }

func (f *fake) Send(_ context.Context, m *store.Message) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.got = append(f.got, *m)
	if len(f.fail) > 0 {
		err := f.fail[0]
		f.fail = f.fail[1:]
		return err
	}
	return nil
}

// A process is a desk with its workers.
type process struct {
	*desk.Desk
	clock *clock.Manual
	queue *jobs.Queue
}

// start starts a process on a database, until the test ends.
func start(t *testing.T, db *store.DB, senders notify.Senders) *process {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	queue, err := jobs.NewQueue(t.Context(), jobs.Options{DB: db, Senders: senders, Log: log, Wait: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	p := &process{clock: clock.NewManual(nine), queue: queue}
	p.Desk = desk.New(desk.Options{DB: db, Clock: p.clock, Enqueue: queue.Insert, URL: "https://desk.example"})
	ctx, stop := context.WithCancel(context.Background())
	if err := queue.Start(ctx, p.Desk); err != nil {
		t.Fatal(err)
	}
	var watching sync.WaitGroup
	watching.Go(func() { jobs.Watch(ctx, p.Desk, log) })
	t.Cleanup(func() {
		end, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := queue.Stop(end); err != nil {
			t.Error(err)
		}
		stop()
		watching.Wait()
	})
	return p
}

// adopt puts the configuration in force.
func (p *process) adopt(t *testing.T) {
	t.Helper()
	setup, err := p.Propose(t.Context(), config, "", "test")
	if err == nil {
		err = p.Adopt(t.Context(), setup.Version)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// ahead moves the clock, as the page of a demo does.
func (p *process) ahead(d time.Duration) {
	p.clock.Advance(d)
	p.Wake()
}

// eventually waits until something holds. It is generous, because machines are busy.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for range 600 {
		if holds() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}

func create(t *testing.T, p *process, id string) {
	t.Helper()
	if _, _, err := p.Create(t.Context(), desk.NewIssue{ID: id, Title: "about " + id}); err != nil {
		t.Fatal(err)
	}
}

func state(t *testing.T, db *store.DB, kind string) string {
	t.Helper()
	list, err := db.Read().Alerts(t.Context(), store.AlertFilter{Type: kind})
	if err != nil || len(list) == 0 {
		return ""
	}
	return list[0].State
}

// When the clock comes to a step, people are told; a sender that fails is tried again with the same
// bytes.
func TestTellAndTryAgain(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		slack := newFake(errors.New("broken"), &notify.Error{Err: errors.New("slower"), After: 20 * time.Millisecond})
		p := start(t, db, notify.Senders{"slack": slack})
		p.adopt(t)
		create(t, p, "A")
		p.ahead(30 * time.Minute)
		eventually(t, "the warning is sent", func() bool { return state(t, db, "slack") == store.Sent })
		if len(slack.got) != 3 {
			t.Fatalf("%d attempts", len(slack.got))
		}
		for _, m := range slack.got {
			if m.ID != slack.got[0].ID || m.Body != slack.got[0].Body {
				t.Errorf("another attempt sends something else: %+v", m)
			}
		}
		m, err := db.Read().Message(t.Context(), slack.got[0].ID)
		if err != nil || m.Tries != 3 || m.State != store.Sent || m.Error != "" {
			t.Errorf("message: %+v, %v", m, err)
		}
	})
}

// What is no use is not tried again; it can be sent again by hand.
func TestDeadLetter(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		slack := newFake(&notify.Error{Err: errors.New("no such channel"), Permanent: true})
		p := start(t, db, notify.Senders{"slack": slack})
		p.adopt(t)
		create(t, p, "A")
		p.ahead(30 * time.Minute)
		eventually(t, "it fails", func() bool { return state(t, db, "slack") == store.Failed })
		if err := p.SendAgain(t.Context(), slack.got[0].ID); err != nil {
			t.Fatal(err)
		}
		eventually(t, "it is sent", func() bool { return state(t, db, "slack") == store.Sent })
		if len(slack.got) != 2 {
			t.Errorf("%d attempts", len(slack.got))
		}
	})
}

// Two processes on one database tell everything once, and do each other's jobs.
func TestTwoProcesses(t *testing.T) {
	url := testdesk.URL(t)
	senders := notify.Senders{"slack": newFake(), "webhook": newFake()}
	one, two := start(t, testdesk.Open(t, url), senders), start(t, testdesk.Open(t, url), senders)
	one.adopt(t)
	for _, id := range []string{"A", "B", "C", "D"} {
		create(t, one, id)
	}
	if _, _, err := two.Add(t.Context(), "D", sla.Event{Type: sla.Message, From: sla.Agent}, ""); err != nil {
		t.Fatal(err)
	}
	one.clock.Advance(2 * time.Hour)
	two.ahead(2 * time.Hour)
	eventually(t, "the breaches are told", func() bool {
		n, err := two.Read().CountMessages(t.Context())
		return err == nil && len(n) == 1 && n[0].State == store.Sent && n[0].N >= 3
	})
	seen := make(map[string]int)
	for _, m := range senders["webhook"].(*fake).got {
		seen[m.ID]++
	}
	if len(seen) != 3 {
		t.Errorf("%d breaches were told, want 3", len(seen))
	}
	for id, n := range seen {
		if n > 1 {
			t.Errorf("%s was told %d times", id, n)
		}
	}
}

// Long work is done, with progress.
func TestRuns(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		p := start(t, db, nil)
		p.adopt(t)
		create(t, p, "A")
		setup, err := p.Propose(t.Context(), strings.Replace(config, `"1h"`, `"2h"`, 1), "", "lea")
		if err != nil {
			t.Fatal(err)
		}
		backtest, err := p.StartBacktest(t.Context(), setup.Version, "lea")
		if err != nil {
			t.Fatal(err)
		}
		takeover, err := p.GoLive(t.Context(), setup.Version, time.Time{}, "lea")
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{backtest.ID, takeover.ID} {
			eventually(t, "a run is done", func() bool {
				run, err := db.Read().Run(t.Context(), id)
				return err == nil && run.State == store.Done && run.Done == 1 && run.Total == 1
			})
		}
	})
}

// The whole way to Slack: what a workspace gets is what the library renders.
func TestSlackEndToEnd(t *testing.T) {
	bodies := make(chan string, 1)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies <- string(body)
	}))
	defer server.Close()
	slack := &notify.Slack{URLs: map[string]string{"": server.URL}, Client: notify.NewClient(notify.Anywhere)}
	p := start(t, testdesk.Open(t, t.TempDir()+"/desk.db"), notify.Senders{"slack": slack})
	p.adopt(t)
	if _, _, err := p.Create(t.Context(), desk.NewIssue{ID: "A", Title: "<!channel> is <https://evil.example|down>"}); err != nil {
		t.Fatal(err)
	}
	p.ahead(40 * time.Minute)
	select {
	case body := <-bodies:
		if !strings.Contains(body, "20m left") || strings.Contains(body, "<!channel>") || !strings.Contains(body, "https://desk.example/issues/A") {
			t.Errorf("Slack got %s", body)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("Slack got nothing")
	}
}

// The whole way to a mail server: the subscriber gets a message that mail programs can read.
func TestEmailEndToEnd(t *testing.T) {
	server := new(testdesk.MailServer)
	email, err := notify.ParseEmail("smtp://" + server.Start(t))
	if err != nil {
		t.Fatal(err)
	}
	db := testdesk.Open(t, t.TempDir()+"/desk.db")
	p := start(t, db, notify.Senders{"email": email})
	setup, err := p.Propose(t.Context(), strings.Replace(config, `{"type": "slack", "channel": "#support"}`, `{"type": "email", "to": ["assignee"]}`, 1), "", "test")
	if err == nil {
		err = p.Adopt(t.Context(), setup.Version)
	}
	if err == nil {
		err = db.Write(t.Context(), func(tx *store.Tx) error {
			ann := store.Person{ID: "ann", Name: "Ann Ångström", Email: "ann@desk.example", Role: store.Agent, CreatedAt: nine}
			if _, err := tx.InsertPerson(t.Context(), &ann); err != nil {
				return err
			}
			return tx.AddSubscription(t.Context(), store.Subscription{Person: "ann", Scope: desk.ScopeAssigned, Kind: desk.Warning, Medium: desk.ByEmail})
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := p.Create(t.Context(), desk.NewIssue{ID: "A", Title: "Größe\r\nBcc: evil@evil.example", Attributes: map[string]any{"assignee": "ann"}}); err != nil {
		t.Fatal(err)
	}
	p.ahead(40 * time.Minute)
	eventually(t, "the warning is sent", func() bool { return state(t, db, "email") == store.Sent })
	got := server.Messages()
	if len(got) != 1 || strings.Join(got[0].To, " ") != "ann@desk.example" {
		t.Fatalf("got %+v", got)
	}
	m, err := mail.ReadMessage(strings.NewReader(got[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || !strings.Contains(subject, "Größe") || m.Header.Get("Bcc") != "" || m.Header.Get("Message-Id") == "" {
		t.Errorf("subject %q, headers %v, %v", subject, m.Header, err)
	}
}
