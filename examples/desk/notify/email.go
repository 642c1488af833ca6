package notify

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"net/url"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"

	"github.com/punctualgo/punctual/examples/desk/store"
)

// Email sends by SMTP.
type Email struct {
	Address        string // host and port
	User, Password string // empty for a server that asks for none
	TLS            TLS
	Config         *tls.Config // nil for the usual one
}

// TLS says how a connection is protected.
type TLS int

const (
	StartTLS  TLS = iota // begin in the clear, then TLS or nothing
	DirectTLS            // from the first byte
	NoTLS                // for a server on this machine
)

// ParseEmail reads a URL: smtp://user:password@host:587 for StartTLS, or smtps://host:465. A server on
// this machine needs no TLS. The error does not tell the password.
func ParseEmail(text string) (*Email, error) {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, errors.New("not a URL such as smtp://user:password@mail.example.com:587")
	}
	e := &Email{User: u.User.Username()}
	e.Password, _ = u.User.Password()
	port := u.Port()
	switch {
	case u.Scheme == "smtps":
		e.TLS = DirectTLS
		port = or(port, "465")
	case loopback(u.Hostname()):
		e.TLS = NoTLS
		port = or(port, "25")
	default:
		port = or(port, "587")
	}
	e.Address = net.JoinHostPort(u.Hostname(), port)
	return e, nil
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// loopback reports whether a host is this machine.
func loopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// Send implements [Sender]. The destination of the message has the addresses, separated by commas.
func (e *Email) Send(ctx context.Context, m *store.Message) error {
	c, err := e.dial(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.Mail(m.Sender); err != nil {
		return permanence(err)
	}
	var refused []error
	addresses := strings.Split(m.Destination, ",")
	for _, to := range addresses {
		if err := c.Rcpt(to); err != nil {
			refused = append(refused, fmt.Errorf("%s: %w", to, err))
		}
	}
	if len(refused) == len(addresses) {
		return permanence(errors.Join(refused...))
	}
	w, err := c.Data()
	if err != nil {
		return permanence(err)
	}
	if _, err := w.Write([]byte(m.Body)); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return permanence(err)
	}
	_ = c.Quit() // it is accepted
	return nil
}

// dial connects, and signs in.
func (e *Email) dial(ctx context.Context) (*smtp.Client, error) {
	host, _, err := net.SplitHostPort(e.Address)
	if err != nil {
		return nil, &Error{Err: err, Permanent: true}
	}
	config := &tls.Config{}
	if e.Config != nil {
		config = e.Config.Clone()
	}
	config.ServerName = host
	conn, err := (&net.Dialer{Timeout: 10 * time.Second}).DialContext(ctx, "tcp", e.Address)
	if err != nil {
		return nil, err
	}
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	if e.TLS == DirectTLS {
		conn = tls.Client(conn, config)
	}
	c, err := smtp.NewClient(conn, host)
	if err != nil {
		_ = conn.Close()
		return nil, permanence(err)
	}
	if err := e.begin(c, config, host); err != nil {
		_ = c.Close()
		return nil, permanence(err)
	}
	return c, nil
}

// begin protects the connection, and signs in.
func (e *Email) begin(c *smtp.Client, config *tls.Config, host string) error {
	if err := c.Hello("localhost"); err != nil {
		return err
	}
	if e.TLS == StartTLS {
		if ok, _ := c.Extension("STARTTLS"); !ok {
			return &Error{Err: errors.New("the mail server does not offer STARTTLS"), Permanent: true}
		}
		if err := c.StartTLS(config); err != nil {
			return err
		}
	}
	if e.User == "" {
		return nil
	}
	return c.Auth(smtp.PlainAuth("", e.User, e.Password, host, e.TLS == NoTLS))
}

// permanence says whether the answer of a mail server is final: those from 500 on are.
func permanence(err error) error {
	if answer, ok := errors.AsType[*textproto.Error](err); ok {
		return &Error{Err: err, Permanent: answer.Code >= 500}
	}
	return err
}
