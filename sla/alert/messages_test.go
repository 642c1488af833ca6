package alert_test

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/punctualgo/punctual/sla/alert"
)

// checkMessages checks that the messages of an alert are well formed, within the limits of
// their media, and harmless.
func checkMessages(t fatal, a alert.Alert) {
	t.Helper()
	checkSlack(t, a)
	checkEmail(t, a)
	checkWebhook(t, a)
}

// checkSlack checks that a message in Slack is well formed, is within the limits of Slack,
// and mentions only recipients.
func checkSlack(t fatal, a alert.Alert) {
	t.Helper()
	b, err := new(alert.Renderer).Slack(a)
	if err != nil {
		t.Fatal(err)
	}
	var message struct {
		Text   string
		Blocks []struct {
			Text     struct{ Text string }
			Elements []struct{ Text string }
		}
	}
	if err := json.Unmarshal(b, &message); err != nil {
		t.Fatal(err)
	}
	all := message.Text + message.Blocks[0].Text.Text
	if a.Digest == nil {
		all += message.Blocks[1].Elements[0].Text
	}
	if n := len(utf16.Encode([]rune(message.Blocks[0].Text.Text))); n > 3000 || len(b) > 64<<10 {
		t.Fatalf("a section of %d characters", n)
	}
	for _, part := range strings.Split(all, "<")[1:] {
		if !strings.HasPrefix(part, "@U024BE7LH>") && !strings.HasPrefix(part, "!subteam^S0614TZR7>") && !strings.HasPrefix(part, "http") {
			t.Fatalf("something follows a < that should not: %q", part)
		}
		if strings.HasPrefix(part, "http") && !strings.HasPrefix(a.Issue.URL, "http") && a.Digest == nil {
			t.Fatalf("a link that is not the issue's: %q", part)
		}
	}
}

// checkEmail checks that a message has only its own headers, lines that mail servers take, and
// no script.
func checkEmail(t fatal, a alert.Alert) {
	t.Helper()
	r := alert.Renderer{From: "desk@example.com"}
	e, err := r.Email(a)
	if err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(bytes.NewReader(e.Data))
	if err != nil {
		t.Fatalf("%v:\n%s", err, e.Data)
	}
	names := slices.Sorted(maps.Keys(m.Header))
	want := []string{"Auto-Submitted", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "References", "Subject", "To"}
	if a.Digest != nil {
		want = slices.DeleteFunc(want, func(s string) bool { return s == "References" })
	}
	if !slices.Equal(names, want) {
		t.Fatalf("headers %q", names)
	}
	for line := range strings.SplitSeq(string(e.Data), "\r\n") {
		if len(line) > 998 {
			t.Fatalf("a line of %d bytes", len(line))
		}
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != e.Subject || strings.ContainsAny(subject, "\r\n") {
		t.Fatalf("subject %q, %v, want %q", subject, err, e.Subject)
	}
	if list, err := m.Header.AddressList("To"); err != nil || len(list) != len(e.To) {
		t.Fatalf("to %v, %v", list, err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for n := 0; ; n++ {
		part, err := parts.NextRawPart()
		if err == io.EOF && n == 2 {
			break
		}
		if err != nil {
			t.Fatalf("part %d: %v", n, err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		if n == 1 && (bytes.Contains(body, []byte("<script")) || bytes.Contains(body, []byte(`href="javascript`))) {
			t.Fatalf("the HTML has a script:\n%s", body)
		}
	}
}

// checkWebhook checks that the body of a webhook is valid, and no longer than documented.
func checkWebhook(t fatal, a alert.Alert) {
	t.Helper()
	b, err := new(alert.Renderer).Webhook(a)
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(b) || !utf8.Valid(b) || len(b) > alert.MaxWebhook {
		t.Fatalf("%d bytes, JSON is %v, UTF-8 is %v", len(b), json.Valid(b), utf8.Valid(b))
	}
}
