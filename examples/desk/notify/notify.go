// Package notify sends messages: to Slack, by e-mail, and to webhooks. Each attempt sends the same
// bytes under the same ID, so that a receiver that has seen them before can tell.
package notify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"syscall"
	"time"

	"github.com/punctualgo/punctual/examples/desk/store"
)

// A Sender sends messages of one type.
type Sender interface {
	Send(ctx context.Context, m *store.Message) error
}

// Senders are the senders by type of message: slack, email, webhook. What has no sender goes to the
// outbox: nowhere else but the page that shows it.
type Senders map[string]Sender

// Send sends a message. The error is a [*Error] if it says when, or that it is no use, to try again.
func (s Senders) Send(ctx context.Context, m *store.Message) error {
	if sender, ok := s[m.Type]; ok {
		return sender.Send(ctx, m)
	}
	return nil
}

// An Error is why a message was not sent, with what is known about another attempt.
type Error struct {
	Err       error
	Permanent bool          // another attempt would fail, too
	After     time.Duration // what the receiver asks to wait; 0 if it does not say
}

func (e *Error) Error() string { return e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }

// checkAnswer returns what an answer means for another attempt.
func checkAnswer(r *http.Response) error {
	text, _ := io.ReadAll(io.LimitReader(r.Body, 200))
	if r.StatusCode/100 == 2 {
		return nil
	}
	e := &Error{Err: fmt.Errorf("the receiver answered %s: %q", r.Status, text)}
	switch r.StatusCode {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		e.After = retryAfter(r.Header.Get("Retry-After"), time.Now())
	case http.StatusRequestTimeout, http.StatusTooEarly:
	default:
		e.Permanent = r.StatusCode < 500
	}
	return e
}

// retryAfter reads a Retry-After header: seconds, or a date. It is at most an hour.
func retryAfter(text string, now time.Time) time.Duration {
	var d time.Duration
	if n, err := strconv.Atoi(text); err == nil {
		d = time.Duration(min(n, 3600)) * time.Second
	} else if t, err := http.ParseTime(text); err == nil {
		d = t.Sub(now)
	}
	return min(max(d, 0), time.Hour)
}

// post sends a request whose URL is a secret, which no error may tell.
func post(client *http.Client, r *http.Request) error {
	answer, err := client.Do(r)
	if err != nil {
		if wrapped, ok := errors.AsType[*url.Error](err); ok {
			err = wrapped.Err
		}
		return err
	}
	defer answer.Body.Close()
	return checkAnswer(answer)
}

// A Reach says which addresses may be called.
type Reach int

const (
	Public   Reach = iota // not this machine, nor those of private networks
	Anywhere              // for tests, and receivers in the same network
)

// ErrPrivate is returned for a URL of this machine or of a private network.
var ErrPrivate = errors.New("the address is not a public one")

// NewClient returns a client that calls what may be reached, and follows no redirect.
func NewClient(reach Reach) *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	if reach == Public {
		dialer.Control = func(_, address string, _ syscall.RawConn) error {
			a, err := netip.ParseAddrPort(address)
			if err != nil {
				return err
			}
			if ip := a.Addr().Unmap(); !ip.IsGlobalUnicast() || ip.IsPrivate() {
				return &Error{Err: ErrPrivate, Permanent: true}
			}
			return nil
		}
	}
	return &http.Client{
		Timeout:       15 * time.Second,
		Transport:     &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: 10 * time.Second, MaxIdleConnsPerHost: 16, IdleConnTimeout: time.Minute},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
