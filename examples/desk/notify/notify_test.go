package notify_test

import (
	"context"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/punctualgo/punctual/examples/desk/internal/testdesk"
	"github.com/punctualgo/punctual/examples/desk/notify"
	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/sla/alert"
)

// A receiver is an HTTP server that keeps what it got, and answers with a status.
type receiver struct {
	*httptest.Server
	status   int
	header   http.Header
	requests []*http.Request
	bodies   []string
}

func newReceiver(t *testing.T, status int) *receiver {
	r := &receiver{status: status, header: make(http.Header)}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		r.requests, r.bodies = append(r.requests, q), append(r.bodies, string(body))
		maps.Copy(w.Header(), r.header)
		w.WriteHeader(r.status)
	}))
	t.Cleanup(r.Close)
	return r
}

func TestSlack(t *testing.T) {
	support, other := newReceiver(t, 200), newReceiver(t, 200)
	s := &notify.Slack{URLs: map[string]string{"#support": support.URL + "/T0/secret", "": other.URL}, Client: notify.NewClient(notify.Anywhere)}
	for _, channel := range []string{"#support", "#leads"} {
		if err := s.Send(t.Context(), &store.Message{Destination: channel, Body: `{"text":"` + channel + `"}`}); err != nil {
			t.Error(err)
		}
	}
	if len(support.bodies) != 1 || support.bodies[0] != `{"text":"#support"}` || len(other.bodies) != 1 {
		t.Errorf("got %q and %q", support.bodies, other.bodies)
	}
	s.URLs = map[string]string{"#support": support.URL}
	if err := s.Send(t.Context(), &store.Message{Destination: "#leads"}); !permanent(err) {
		t.Errorf("a channel without a webhook: %v", err)
	}
}

func permanent(err error) bool {
	e, ok := errors.AsType[*notify.Error](err)
	return ok && e.Permanent
}

// What a receiver answers says whether and when to try again.
func TestAnswers(t *testing.T) {
	r := newReceiver(t, 200)
	s := &notify.Slack{URLs: map[string]string{"": r.URL}, Client: notify.NewClient(notify.Anywhere)}
	for _, c := range []struct {
		status    int
		after     string
		permanent bool
		want      time.Duration
	}{
		{status: 429, after: "30", want: 30 * time.Second},
		{status: 503, after: "99999999", want: time.Hour},
		{status: 503, after: "soon"},
		{status: 429, after: "-5"},
		{status: 500},
		{status: 408},
		{status: 400, permanent: true},
		{status: 404, permanent: true},
		{status: 302, permanent: true}, // is not followed
	} {
		r.status = c.status
		r.header = http.Header{"Retry-After": {c.after}, "Location": {"http://127.0.0.1:1/"}}
		err := s.Send(t.Context(), &store.Message{Body: "{}"})
		e, ok := errors.AsType[*notify.Error](err)
		if !ok || e.Permanent != c.permanent || e.After != c.want {
			t.Errorf("%d, %q: %+v", c.status, c.after, err)
		}
	}
}

// The URL of a webhook of Slack is a secret, and no error tells it.
func TestNoSecretInErrors(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	s := &notify.Slack{URLs: map[string]string{"": "http://" + address + "/services/hush", "#bad": "http://[hush"}, Client: notify.NewClient(notify.Anywhere)}
	for _, channel := range []string{"", "#bad"} {
		if err := s.Send(t.Context(), &store.Message{Destination: channel}); err == nil || strings.Contains(err.Error(), "hush") {
			t.Errorf("error: %v", err)
		}
	}
	if _, err := notify.ParseEmail("smtp://ann:hush@[mail"); err == nil || strings.Contains(err.Error(), "hush") {
		t.Errorf("error: %v", err)
	}
}

// A receiver can verify who has sent a message, and tell that it has seen it.
func TestWebhook(t *testing.T) {
	r := newReceiver(t, 204)
	secret := []byte("between us")
	w := &notify.Webhook{Secret: secret, Client: notify.NewClient(notify.Anywhere)}
	m := &store.Message{ID: "alert-1", Destination: r.URL + "/hook", Body: `{"version":1}`}
	for range 2 {
		if err := w.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	for i, q := range r.requests {
		if q.Header.Get("Idempotency-Key") != "alert-1" || r.bodies[i] != m.Body {
			t.Errorf("attempt %d: key %q, body %q", i, q.Header.Get("Idempotency-Key"), r.bodies[i])
		}
		if err := alert.Verify(q.Header.Get, []byte(r.bodies[i]), secret, time.Now(), time.Minute); err != nil {
			t.Errorf("attempt %d: %v", i, err)
		}
		if err := alert.Verify(q.Header.Get, []byte(r.bodies[i]), []byte("other"), time.Now(), time.Minute); err == nil {
			t.Error("another secret verifies")
		}
	}
}

// A webhook does not lead to this machine, nor into its network.
func TestPrivateAddresses(t *testing.T) {
	r := newReceiver(t, 200)
	w := &notify.Webhook{Client: notify.NewClient(notify.Public)}
	_, port, _ := net.SplitHostPort(r.Listener.Addr().String())
	for _, url := range []string{r.URL, "http://localhost:" + port, "http://[::ffff:127.0.0.1]:" + port, "http://10.0.0.1", "http://169.254.169.254/latest/meta-data", "http://[fe80::1]", "http://0.0.0.0:" + port} {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		if err := w.Send(ctx, &store.Message{Destination: url, Body: "{}"}); !errors.Is(err, notify.ErrPrivate) {
			t.Errorf("%s: %v", url, err)
		}
		cancel()
	}
	if len(r.bodies) != 0 {
		t.Error("the receiver was called")
	}
}

// What has no sender goes to the outbox.
func TestOutbox(t *testing.T) {
	if err := (notify.Senders{}).Send(t.Context(), &store.Message{Type: "slack"}); err != nil {
		t.Error(err)
	}
}

const data = "From: desk@desk.example\r\nTo: ann@desk.example\r\nSubject: late\r\nMessage-ID: <a1@desk.example>\r\n\r\n.a dot first\r\n"

// A mail server gets the bytes that were made, at each attempt.
func TestEmail(t *testing.T) {
	server := &testdesk.MailServer{Password: "hush"}
	e, err := notify.ParseEmail("smtp://ann:hush@" + server.Start(t))
	if err != nil {
		t.Fatal(err)
	}
	m := &store.Message{Destination: "ann@desk.example,nobody@desk.example,bo@desk.example", Sender: "desk@desk.example", Body: data}
	for range 2 {
		if err := e.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	if len(server.Messages()) != 2 {
		t.Fatalf("got %d messages", len(server.Messages()))
	}
	for _, got := range server.Messages() {
		if got.From != m.Sender || strings.Join(got.To, " ") != "ann@desk.example bo@desk.example" || got.Data != data {
			t.Errorf("got %+v", got)
		}
	}
}

func TestEmailRefused(t *testing.T) {
	server := new(testdesk.MailServer)
	address := server.Start(t)
	send := func(url, to string) error {
		e, err := notify.ParseEmail(url)
		if err != nil {
			t.Fatal(err)
		}
		return e.Send(t.Context(), &store.Message{Destination: to, Sender: "desk@desk.example", Body: data})
	}
	if err := send("smtp://"+address, "nobody@desk.example"); !permanent(err) {
		t.Errorf("nobody there: %v", err)
	}
	server.Refuse = &smtp.SMTPError{Code: 451, Message: "try later"}
	if err := send("smtp://"+address, "ann@desk.example"); err == nil || permanent(err) {
		t.Errorf("try later: %v", err)
	}
	server.Refuse, server.Password = nil, "hush"
	if err := send("smtp://ann:wrong@"+address, "ann@desk.example"); err == nil || strings.Contains(err.Error(), "wrong") {
		t.Errorf("wrong password: %v", err)
	}
	if len(server.Messages()) != 0 {
		t.Errorf("got %v", server.Messages())
	}
}

// Beyond this machine there is no e-mail in the clear.
func TestEmailNeedsTLS(t *testing.T) {
	for url, want := range map[string]notify.TLS{
		"smtp://mail.example.com": notify.StartTLS, "smtps://mail.example.com": notify.DirectTLS, "smtp://localhost": notify.NoTLS, "smtp://[::1]:2525": notify.NoTLS,
	} {
		e, err := notify.ParseEmail(url)
		if err != nil || e.TLS != want {
			t.Errorf("%s: %+v, %v", url, e, err)
		}
	}
	for _, url := range []string{"", "mail.example.com", "http://mail.example.com", "smtp://"} {
		if _, err := notify.ParseEmail(url); err == nil {
			t.Errorf("%q is taken", url)
		}
	}
	server := new(testdesk.MailServer)
	e := &notify.Email{Address: server.Start(t), TLS: notify.StartTLS}
	if err := e.Send(t.Context(), &store.Message{Destination: "ann@desk.example", Sender: "a@b.c", Body: data}); !permanent(err) || len(server.Messages()) != 0 {
		t.Errorf("a server without STARTTLS: %v", err)
	}
}
