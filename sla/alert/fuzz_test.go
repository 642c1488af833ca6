package alert_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// What is read as an alert is written as the same bytes each time, and renders as the same
// messages after each reading.
func FuzzAlertJSON(f *testing.F) {
	for _, a := range alerts(f, alert.Options{Directory: directory}) {
		f.Add(encode(f, a))
	}
	digest := alert.Limit{}.Digest(alerts(f, alert.Options{})[:2])
	f.Add(encode(f, digest[0]))
	f.Add([]byte(`{"digest":[{"id":"a","digest":[]},{"stands_for":["b"]}],"clock":{},"action":{"x":[1e9,{"y":null}]},"issue":{"fields":{"\ud800":""}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var a alert.Alert
		if err := json.Unmarshal(data, &a); err != nil {
			return
		}
		text, err := json.Marshal(a)
		if err != nil {
			return // such as an instant that JSON cannot have
		}
		again := decode(t, text)
		if got := encode(t, again); string(got) != string(text) {
			t.Fatalf("%s\nbecomes\n%s", text, got)
		}
		if got, want := messages(again), messages(a); got != want {
			t.Fatalf("messages\n%s\nbecome\n%s", want, got)
		}
	})
}

// Whatever customers write and directories hold, alerts are the same bytes after they were
// stored, and their messages are well formed and within the limits of their media.
func FuzzAlerts(f *testing.F) {
	f.Add("Printer on fire", "https://desk.example.com/i/42", "customer", "Acme", "Ann Péron", "ann@example.com", "Europe/Paris", uint8(0))
	f.Add("\xff<!channel>\r\n", "http://\xff", "\xfe", "\xff", "\xff\xfe", "\xff@example.com", "\xff", uint8(1))
	f.Add(strings.Repeat("👩‍👩‍👧", 100), "https://x/"+strings.Repeat("é", 900), "", "&<>\"", "=?utf-8?q?x?=", "a@b\r\nc@d", "Local", uint8(20))
	engine, _ := planner(f, alert.Options{})
	start := time.Date(2026, 3, 6, 21, 0, 0, 0, time.UTC)
	result := evaluate(f, engine, sla.Issue{ID: "ISS-42", CreatedAt: start}, start.AddDate(0, 0, 2))
	f.Fuzz(func(t *testing.T, title, url, field, value, name, email, zone string, more uint8) {
		_, p := planner(t, alert.Options{Directory: alert.DirectoryFunc(func(context.Context, string, alert.Issue, sla.Transition) ([]alert.Recipient, error) {
			return []alert.Recipient{{Name: name, Email: email, Slack: "U024BE7LH", Zone: zone}, {Email: "bo@example.com"}}, nil
		})})
		about := alert.Issue{ID: "ISS-42", Title: title, URL: url, Fields: map[string]string{field: value, value: title}}
		var all []alert.Alert
		for _, tr := range result.Transitions {
			list, err := p.Alerts(t.Context(), tr, about, result)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, list...)
		}
		for i := range more {
			a := all[int(i)%2*3] // that in Slack, or that by e-mail
			a.ID, a.Issue.ID = a.ID+string(rune('a'+i)), a.Issue.ID+string(rune('a'+i))
			all = append(all, a)
		}
		for _, a := range (alert.Limit{Alerts: 1, Per: 1000 * time.Hour}).Digest(all) {
			text := encode(t, a)
			again := decode(t, text)
			if got := encode(t, again); string(got) != string(text) {
				t.Fatalf("%s\nbecomes\n%s", text, got)
			}
			if got, want := messages(again), messages(a); got != want {
				t.Fatalf("messages\n%s\nbecome\n%s", want, got)
			}
			a.Recipients = append(a.Recipients, alert.Recipient{Email: "lead@example.com"})
			checkMessages(t, a)
		}
	})
}

// encode returns the JSON of an alert.
func encode(t fatal, a alert.Alert) []byte {
	t.Helper()
	text, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// decode returns the alert of a JSON text.
func decode(t fatal, text []byte) (a alert.Alert) {
	t.Helper()
	if err := json.Unmarshal(text, &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// messages returns all messages of an alert, and the errors of those that it does not give.
func messages(a alert.Alert) string {
	r := alert.Renderer{From: "desk@example.com"}
	var b strings.Builder
	slack, err := r.Slack(a)
	b.Write(slack)
	note(&b, err)
	email, err := r.Email(a)
	b.Write(email.Data)
	note(&b, err)
	webhook, err := r.Webhook(a)
	b.Write(webhook)
	note(&b, err)
	return b.String()
}

// note writes an error.
func note(b *strings.Builder, err error) {
	if err != nil {
		b.WriteString(err.Error())
	}
	b.WriteByte('\n')
}
