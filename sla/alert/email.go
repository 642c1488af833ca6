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

// ErrNoRecipients is returned for e-mail that has no recipient with a valid address.
var ErrNoRecipients = errors.New("alert: no recipients")

// An Email is a message to hand to a mail server.
type Email struct {
	From string   // envelope sender, an address
	To   []string // envelope recipients, addresses

	// InvalidAddresses holds the addresses of recipients that are not valid. The message
	// goes to the other recipients all the same.
	InvalidAddresses []string

	Subject string
	Data    []byte // the whole message in RFC 5322 form, with a text and an HTML part
}

// Email returns the message of an alert of type policy.ActionEmail, addressed to its
// recipients that have an address. The date is that of the last [Planner.Check], or else At. The
// Message-ID is derived from the alert's ID, so that a mail server can recognize a message
// that it gets twice, and messages about one issue form a thread.
//
// A digest has at most [MaxLines] lines, and says how many more there are. With the default
// templates a message is at most 1 MiB, and 16 KiB of it without links and without names of
// recipients that are long. Lines are at most 998 bytes, as mail servers require.
//
// Email returns [ErrNoRecipients] if nobody has a valid address, [ErrTooManyRecipients], the
// errors of a template of the host, [ErrTooLong] if that writes too much, and another error if
// r.From is not an address.
func (r *Renderer) Email(a Alert) (Email, error) {
	if len(a.Recipients) > MaxRecipients {
		return Email{}, fmt.Errorf("%w: %d", ErrTooManyRecipients, len(a.Recipients))
	}
	from, err := mail.ParseAddress(r.From)
	if err != nil {
		return Email{}, fmt.Errorf("alert: from %q: %w", r.From, err)
	}
	e := Email{From: from.Address}
	to := e.address(a.Recipients)
	if len(to) == 0 {
		return Email{InvalidAddresses: e.InvalidAddresses}, fmt.Errorf("alert: %s: %w", a.ID, ErrNoRecipients)
	}

	v := r.view(&a, asIs)
	templates := r.templates()
	subject, err := execute(templates.Subject, v)
	if err != nil {
		return Email{}, err
	}
	e.Subject = headerText(subject, maxSubject)
	text, err := execute(templates.Text, v)
	if err != nil {
		return Email{}, err
	}
	html, err := execute(templates.HTML, v)
	if err != nil {
		return Email{}, err
	}

	var b bytes.Buffer
	r.writeHeaders(&b, &a, from, to, e.Subject)
	if err := writeBody(&b, hash("boundary "+a.ID), text, html); err != nil {
		return Email{}, fmt.Errorf("alert: %s: %w", a.ID, err)
	}
	e.Data = b.Bytes()
	return e, nil
}

// address sets the envelope recipients of e, and returns them as the To header has them.
func (e *Email) address(recipients []Recipient) (to []string) {
	for _, recipient := range recipients {
		if recipient.Email == "" {
			continue
		}
		address, err := parseAddress(recipient.Email)
		if err != nil {
			e.InvalidAddresses = append(e.InvalidAddresses, recipient.Email)
			continue
		}
		e.To = append(e.To, address.Address)
		to = append(to, headerAddress(headerText(recipient.Name, MaxName), address))
	}
	return to
}

var errNoAddress = errors.New("not an address")

// parseAddress parses an address without a name.
func parseAddress(s string) (*mail.Address, error) {
	if len(s) > maxAddress {
		return nil, errNoAddress
	}
	address, err := mail.ParseAddress(s)
	if err == nil && address.Address != s {
		err = errNoAddress
	}
	return address, err
}

// writeHeaders writes the headers of a message, except for those of its body.
func (r *Renderer) writeHeaders(b *bytes.Buffer, a *Alert, from *mail.Address, to []string, subject string) {
	domain := r.Domain
	if domain == "" {
		domain = from.Address[strings.LastIndexByte(from.Address, '@')+1:]
	}
	field := func(name, value string) { fmt.Fprintf(b, "%s: %s\r\n", name, value) }
	field("From", from.String())
	field("To", strings.Join(to, ",\r\n "))
	field("Subject", fold(mime.QEncoding.Encode("utf-8", subject)))
	field("Date", a.sendTime().UTC().Format(time.RFC1123Z))
	field("Message-ID", fmt.Sprintf("<%s@%s>", hash(a.ID), domain))
	if len(a.Digest) == 0 {
		field("References", fmt.Sprintf("<%s@%s>", hash("issue "+a.Issue.ID), domain))
	}
	field("Auto-Submitted", "auto-generated")
	field("MIME-Version", "1.0")
}

// writeBody writes the Content-Type header of a message and its body, which has a text
// and an HTML part.
func writeBody(b *bytes.Buffer, boundary, text, html string) error {
	parts := multipart.NewWriter(b)
	if err := parts.SetBoundary("=_" + boundary); err != nil {
		return err
	}
	fmt.Fprintf(b, "Content-Type: multipart/alternative;\r\n boundary=%q\r\n\r\n", parts.Boundary())
	for _, part := range []struct{ contentType, content string }{{"text/plain", text}, {"text/html", html}} {
		w, err := parts.CreatePart(textproto.MIMEHeader{
			"Content-Type":              {part.contentType + "; charset=utf-8"},
			"Content-Transfer-Encoding": {"quoted-printable"},
		})
		if err != nil {
			return err
		}
		q := quotedprintable.NewWriter(w)
		if _, err := q.Write([]byte(part.content)); err != nil {
			return err
		}
		if err := q.Close(); err != nil {
			return err
		}
	}
	return parts.Close()
}

// hash returns a text for IDs and boundaries that is the same for the same s.
func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:16])
}

// headerText returns s in one line, so that it cannot begin another header, with at most
// so many characters, and without anything that reads as an encoded word.
func headerText(s string, most int) string {
	return strings.ReplaceAll(line(s, most), "=?", "= ?")
}

// headerAddress returns an address with a name as a header has it. It encodes a name that is
// not ASCII in base64, because net/mail cannot read back all that it writes itself.
func headerAddress(name string, address *mail.Address) string {
	for _, r := range name {
		if r > '~' {
			return fold(mime.BEncoding.Encode("utf-8", name)) + " <" + address.Address + ">"
		}
	}
	return (&mail.Address{Name: name, Address: address.Address}).String()
}

// fold puts each encoded word of a header on a line of its own.
func fold(s string) string { return strings.ReplaceAll(s, "?= =?", "?=\r\n =?") }
