package alert

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"time"
)

// ErrNoRecipients is returned for e-mail that is for nobody.
var ErrNoRecipients = errors.New("alert: nobody to send to")

// An Email is a message as it is handed to a mail server.
type Email struct {
	From string   // address of the envelope
	To   []string // addresses of the envelope

	// Refused are what recipients have as their addresses that are none. Others get the
	// message all the same.
	Refused []string

	Subject string
	Data    []byte // RFC 5322, with a text and an HTML part
}

// Email returns the message of an alert of type policy.ActionEmail to its recipients
// that have an address. Its date is the alert's, and its Message-ID made of the
// alert's ID, so that a mail server that gets it twice can tell; messages of one issue
// are of one thread. It fails with [ErrNoRecipients], or if From is not an address.
func (r *Renderer) Email(a Alert) (Email, error) {
	from, err := mail.ParseAddress(r.From)
	if err != nil {
		return Email{}, fmt.Errorf("alert: from %q: %w", r.From, err)
	}
	e := Email{From: from.Address}
	var to []string
	for _, recipient := range a.Recipients {
		if recipient.Email == "" {
			continue
		}
		address, err := mail.ParseAddress(recipient.Email)
		if err != nil || address.Address != recipient.Email {
			e.Refused = append(e.Refused, recipient.Email)
			continue
		}
		e.To = append(e.To, address.Address)
		to = append(to, named(header(recipient.Name, 100), address))
	}
	if len(to) == 0 {
		return Email{Refused: e.Refused}, fmt.Errorf("alert: %s: %w", a.ID, ErrNoRecipients)
	}

	v := a.view(r.zone(), asIs)
	templates := r.templates()
	subject, err := execute(templates.Subject, v)
	if err != nil {
		return Email{}, err
	}
	e.Subject = header(subject, 200)
	text, err := execute(templates.Text, v)
	if err != nil {
		return Email{}, err
	}
	html, err := execute(templates.HTML, v)
	if err != nil {
		return Email{}, err
	}

	domain := r.Domain
	if domain == "" {
		domain = from.Address[strings.LastIndexByte(from.Address, '@')+1:]
	}
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return hex.EncodeToString(sum[:16])
	}
	var b bytes.Buffer
	field := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	field("From", from.String())
	field("To", strings.Join(to, ",\r\n "))
	field("Subject", strings.ReplaceAll(mime.QEncoding.Encode("utf-8", e.Subject), "?= =?", "?=\r\n =?"))
	field("Date", a.At.UTC().Format(time.RFC1123Z))
	field("Message-ID", fmt.Sprintf("<%s@%s>", hash(a.ID), domain))
	if len(a.Digest) == 0 {
		field("References", fmt.Sprintf("<%s@%s>", hash("issue "+a.Issue.ID), domain))
	}
	field("Auto-Submitted", "auto-generated")
	field("MIME-Version", "1.0")
	parts := multipart.NewWriter(&b)
	if err := parts.SetBoundary("=_" + hash("boundary "+a.ID)); err != nil {
		return Email{}, fmt.Errorf("alert: %w", err)
	}
	field("Content-Type", fmt.Sprintf("multipart/alternative;\r\n boundary=%q", parts.Boundary()))
	b.WriteString("\r\n")
	for _, part := range []struct{ kind, content string }{{"text/plain", text}, {"text/html", html}} {
		w, err := parts.CreatePart(textproto.MIMEHeader{
			"Content-Type":              {part.kind + "; charset=utf-8"},
			"Content-Transfer-Encoding": {"quoted-printable"},
		})
		if err != nil {
			return Email{}, fmt.Errorf("alert: %w", err)
		}
		q := quotedprintable.NewWriter(w)
		if _, err := q.Write([]byte(part.content)); err != nil {
			return Email{}, fmt.Errorf("alert: %w", err)
		}
		if err := q.Close(); err != nil {
			return Email{}, fmt.Errorf("alert: %w", err)
		}
	}
	if err := parts.Close(); err != nil {
		return Email{}, fmt.Errorf("alert: %w", err)
	}
	e.Data = b.Bytes()
	return e, nil
}

// header returns s as a header may have it: in one line, and not as though it were
// encoded already.
func header(s string, most int) string {
	return strings.ReplaceAll(cut(printable(s), most), "=?", "= ?")
}

// named returns an address with a name, as a header has it. A name that is not ASCII is
// written in base64: net/mail leaves characters in others that it cannot read again.
func named(name string, address *mail.Address) string {
	for _, r := range name {
		if r > '~' {
			return strings.ReplaceAll(mime.BEncoding.Encode("utf-8", name), "?= =?", "?=\r\n =?") + " <" + address.Address + ">"
		}
	}
	return (&mail.Address{Name: name, Address: address.Address}).String()
}
