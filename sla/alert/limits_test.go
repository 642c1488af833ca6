package alert_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	texttemplate "text/template"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// allocated returns how many bytes f allocates, in MiB, rounded down.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return (after.TotalAlloc - before.TotalAlloc) >> 20
}

// long has a mebibyte of what has to be escaped somewhere.
var long = strings.Repeat("ab<&\"é\x01\u2028👩‍👩‍👧", 1<<20/32)

// storm returns the alerts of an issue with long texts, 20 for each of 1,001 transitions.
func storm(t testing.TB) (all []alert.Alert) {
	t.Helper()
	do := strings.Repeat(`,{"type": "slack", "channel": "#a"}`, 20)[1:]
	engine, p := newPlanner(t, `{"policies": [{"id": "p", "targets": {"resolution": "1h"}, "escalations": [{"at": "breach", "every": "1m", "times": 1000, "do": [`+do+`]}]}]}`, alert.Options{})
	start := time.Date(2026, 3, 6, 21, 0, 0, 0, time.UTC)
	result := evaluate(t, engine, sla.Issue{ID: "I", CreatedAt: start}, start.AddDate(0, 1, 0))
	fields := make(map[string]string)
	for i := range 1000 {
		fields[fmt.Sprint("field ", i)] = long
	}
	about := alert.Issue{ID: "I", Title: long, URL: "https://example.com/" + long, Fields: fields}
	for _, tr := range result.Transitions {
		list, err := p.Alerts(t.Context(), tr, about, result)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, list...)
	}
	return all
}

// Alerts do not hold more of what customers write than messages show.
func TestAlertsCutTexts(t *testing.T) {
	all := storm(t)
	if len(all) != 20*1001 {
		t.Fatalf("%d alerts", len(all))
	}
	about := all[0].Issue
	if n := len([]rune(about.Title)); n > alert.MaxTitle || n < alert.MaxTitle-5 || !strings.HasSuffix(about.Title, "…") {
		t.Errorf("a title of %d characters: %q", n, about.Title)
	}
	if about.URL != "" || len(about.Fields) != alert.MaxFields || about.Fields["field 0"] != about.Title || about.Fields["field 999"] != "" {
		t.Errorf("URL %.50q, %d fields", about.URL, len(about.Fields))
	}
	if n := len(encode(t, all[0])); n > 256<<10 {
		t.Errorf("the JSON of an alert is %d bytes", n)
	}
	if n := allocated(func() { checkMessages(t, withAddress(all[0])) }); n > 8 {
		t.Errorf("messages of an alert take %d MiB", n)
	}
}

// withAddress returns an alert that can be sent by e-mail.
func withAddress(a alert.Alert) alert.Alert {
	a.Recipients = []alert.Recipient{{Name: long, Email: "ann@example.com"}}
	return a
}

// A digest of very many alerts is made in proportion to them, and its messages are as short as
// others. They say how many issues they leave out.
func TestDigestsOfManyAlerts(t *testing.T) {
	all := storm(t)[:10_000]
	for i := range all {
		all[i].ID, all[i].Issue.ID = fmt.Sprint("a", i), fmt.Sprint("ISS-", i)
	}
	var digest alert.Alert
	if n := allocated(func() { digest = alert.Limit{Alerts: 1}.Digest(all[:5000])[1] }); n > 32 {
		t.Errorf("the digest of 5,000 takes %d MiB", n)
	}
	for i := range all {
		all[i].At = all[0].At
	}
	if n := allocated(func() { digest = alert.Limit{Alerts: 1}.Digest(all)[1] }); n > 64 {
		t.Errorf("the digest of 10,000 takes %d MiB", n)
	}
	if len(digest.Digest) != 9_999 {
		t.Fatalf("%d alerts", len(digest.Digest))
	}
	if n := allocated(func() { checkMessages(t, withAddress(digest)) }); n > 32 {
		t.Errorf("messages of a digest take %d MiB", n)
	}
	slack, err := new(alert.Renderer).Slack(digest)
	if err != nil {
		t.Fatal(err)
	}
	shown := strings.Count(string(slack), "• ")
	if shown == 0 || shown > alert.MaxLines || !strings.Contains(string(slack), fmt.Sprintf("and %d more", 9_999-shown)) {
		t.Errorf("%d lines, and not how many more: %s", shown, slack)
	}
	body, err := new(alert.Renderer).Webhook(digest)
	if err != nil {
		t.Fatal(err)
	}
	var webhook struct {
		Alert   alert.Alert
		Omitted struct{ Digest int }
	}
	if err := json.Unmarshal(body, &webhook); err != nil {
		t.Fatal(err)
	}
	if n := len(webhook.Alert.Digest); n == 0 || n > alert.MaxListed || n+webhook.Omitted.Digest != 9_999 {
		t.Errorf("a webhook lists %d alerts, and omits %d", n, webhook.Omitted.Digest)
	}
}

// A digest in Slack has fewer lines if they are long, and says how many it leaves out.
func TestSlackLeavesOutLinesOfDigests(t *testing.T) {
	digestOf := func(n int, url string) alert.Alert {
		var list []alert.Alert
		for i := range n + 1 {
			list = append(list, alert.Alert{
				ID: fmt.Sprintf("a%02d", i), Type: policy.ActionSlack, Channel: "slack:#x", Issue: alert.Issue{ID: fmt.Sprintf("ISS-%02d", i), URL: url},
			})
		}
		return alert.Limit{}.Digest(list)[1]
	}
	long := "https://example.com/" + strings.Repeat("x", 980) // two fit
	for _, tt := range []struct {
		n, shown int
		more     string
	}{{2, 2, ""}, {3, 2, "and 1 more"}, {14, 2, "and 12 more"}} {
		text := section(t, alert.Renderer{}, digestOf(tt.n, long))
		if shown := strings.Count(text, "|ISS-"); shown != tt.shown || !strings.HasSuffix(text, tt.more) || tt.more == "" && strings.Contains(text, " more\n") {
			t.Errorf("of %d issues %d are shown, want %d %s: %s", tt.n, shown, tt.shown, tt.more, text)
		}
	}

	exact := alert.Renderer{Templates: alert.Templates{Slack: texttemplate.Must(texttemplate.New("s").Parse(strings.Repeat("x", 2999) + "{{len .Digest}}"))}}
	if text := section(t, exact, digestOf(3, "")); !strings.HasSuffix(text, "x3") {
		t.Errorf("lines are left out of a text that fits: …%s", text[len(text)-10:])
	}
	// A link that escapes make too long for a section is left out, and nothing else is.
	text := section(t, alert.Renderer{}, digestOf(14, "https://example.com/?"+strings.Repeat("&", 700)))
	if !strings.HasPrefix(text, "*14 more SLA alerts on 14 issues*\n• ") || strings.Count(text, "ISS-") != 12 || !strings.HasSuffix(text, "and 2 more") || strings.Contains(text, "amp;&amp;") {
		t.Errorf("got %s", text)
	}
}

// A webhook is at most 256 KiB, or there is none: with a long action, and with a digest of
// alerts that have one.
func TestWebhookIsBounded(t *testing.T) {
	sizes := []int{1 << 10, 40 << 10, 100 << 10}
	for size := 240 << 10; size < 264<<10; size += 1 << 10 {
		sizes = append(sizes, size)
	}
	for _, size := range sizes {
		a := alert.Alert{ID: "a", Type: policy.ActionWebhook, Action: policy.Action{"note": strings.Repeat("x", size)}}
		digest := alert.Alert{ID: "digest", Digest: slices.Repeat([]alert.Alert{a}, 300)}
		for _, a := range []alert.Alert{a, digest} {
			body, err := new(alert.Renderer).Webhook(a)
			if len(body) > alert.MaxWebhook || err != nil && (!errors.Is(err, alert.ErrTooLong) || size < 250<<10) {
				t.Errorf("an action of %d bytes, %d alerts in the digest: %d bytes, %v", size, len(a.Digest), len(body), err)
			}
		}
	}
}

// A link has at most 2,000 bytes and an address 254. An alert keeps what is no longer. What is
// longer is left out of messages.
func TestLongLinksAndAddresses(t *testing.T) {
	for _, tt := range []struct {
		link, address int // bytes
		fit           bool
	}{{2000, 254, true}, {2001, 255, false}, {3000, 1000, false}} {
		address := strings.Repeat("a", tt.address-len("@example.com")) + "@example.com"
		about := issue
		about.URL = "https://example.com/" + strings.Repeat("x", tt.link-len("https://example.com/"))
		_, p := planner(t, alert.Options{Directory: alert.DirectoryFunc(func(context.Context, string, alert.Issue, sla.Transition) ([]alert.Recipient, error) {
			return []alert.Recipient{{Email: address}}, nil
		})})
		step := sla.Transition{Kind: sla.KindEscalated, Policy: "gold", Metric: "first_response", Step: "breach", IssueID: issue.ID, TargetSeq: 1}
		list, err := p.Alerts(t.Context(), step, about, sla.Result{})
		if err != nil {
			t.Fatal(err)
		}
		if got := list[0].Issue.URL; (got == about.URL) != tt.fit || got != "" && !tt.fit {
			t.Errorf("of a link of %d bytes the alert has %d", tt.link, len(got))
		}
		e, err := (&alert.Renderer{From: "desk@example.com"}).Email(list[0])
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains(e.To, address) != tt.fit || (len(e.InvalidAddresses) == 0) != tt.fit || len(e.To)+len(e.InvalidAddresses) != 2 {
			t.Errorf("an address of %d bytes: to %q, invalid %q", tt.address, e.To, e.InvalidAddresses)
		}
		e, err = (&alert.Renderer{From: "desk@example.com"}).Email(alert.Alert{Recipients: []alert.Recipient{{Email: address}}})
		if (err == nil) != tt.fit || err != nil && !errors.Is(err, alert.ErrNoRecipients) {
			t.Errorf("an address of %d bytes alone: to %q, %v", tt.address, e.To, err)
		}
	}
}

// An alert that stands for very many others says in a webhook how many it does not list.
func TestWebhookListsSomeOfThoseThatAnAlertStandsFor(t *testing.T) {
	all := storm(t)
	for i := range all {
		all[i].Action = all[0].Action
	}
	latest := alert.Latest(all)
	if len(latest) != 1 || len(latest[0].StandsFor) != len(all)-1 {
		t.Fatalf("%d alerts", len(latest))
	}
	body, err := new(alert.Renderer).Webhook(latest[0])
	if err != nil || !strings.HasSuffix(string(body), fmt.Sprintf(`"omitted":{"stands_for":%d}}`, len(all)-1-alert.MaxListed)) {
		t.Errorf("%v: … %s", err, body[len(body)-200:])
	}
}

// A directory that returns very many recipients is reported. At the limit it is not.
func TestTooManyRecipients(t *testing.T) {
	const config = `{"policies": [{"id": "p", "targets": {"resolution": "1h"}, "escalations": [{"at": "breach", "do": [%s]}]}]}`
	for _, tt := range []struct {
		actions, people int
		want            error
	}{{1, alert.MaxRecipients, nil}, {1, alert.MaxRecipients + 1, alert.ErrTooManyRecipients}, {10, alert.MaxRecipients, nil}, {11, alert.MaxRecipients, alert.ErrTooManyRecipients}, {1, 100_000, alert.ErrTooManyRecipients}} {
		people := make([]alert.Recipient, tt.people)
		for i := range people {
			people[i] = alert.Recipient{Name: long, Email: fmt.Sprintf("a%d@example.com", i), Slack: long, Zone: long}
		}
		do := strings.Repeat(`,{"type": "email", "to": "everybody"}`, tt.actions)[1:]
		engine, p := newPlanner(t, fmt.Sprintf(config, do), alert.Options{Directory: alert.DirectoryFunc(
			func(context.Context, string, alert.Issue, sla.Transition) ([]alert.Recipient, error) {
				return people, nil
			})})
		start := time.Date(2026, 3, 6, 21, 0, 0, 0, time.UTC)
		result := evaluate(t, engine, sla.Issue{ID: "I", CreatedAt: start}, start.AddDate(0, 1, 0))
		var list []alert.Alert
		var err error
		n := allocated(func() {
			for _, tr := range result.Transitions {
				if list, err = p.Alerts(t.Context(), tr, alert.Issue{ID: "I"}, result); len(list) > 0 || err != nil {
					break
				}
			}
		})
		if err != nil && tt.actions > 1 && !strings.HasSuffix(err.Error(), ": more than 10000 in all") {
			t.Errorf("%d actions for %d people: %v", tt.actions, tt.people, err)
		}
		if !errors.Is(err, tt.want) || n > 64 {
			t.Errorf("%d actions for %d people: %v, %d MiB", tt.actions, tt.people, err, n)
		}
		if err == nil {
			checkEmail(t, list[0])
			list[0].Recipients = append(list[0].Recipients, alert.Recipient{})
			if _, err := (&alert.Renderer{From: "desk@example.com"}).Email(list[0]); !errors.Is(err, alert.ErrTooManyRecipients) {
				t.Errorf("e-mail to %d: %v", len(list[0].Recipients), err)
			}
		}
	}
}

// Templates of a host and actions that are too long are reported.
func TestTooLong(t *testing.T) {
	a := alerts(t, alert.Options{Directory: directory})[3]
	for _, text := range []string{strings.Repeat("x", alert.MaxTemplate+1), `{{define "a"}}xx{{template "a"}}{{template "a"}}{{end}}{{template "a"}}`} {
		endless := texttemplate.Must(texttemplate.New("t").Parse(text))
		r := alert.Renderer{From: "desk@example.com", Templates: alert.Templates{Slack: endless, Text: endless}}
		if _, err := r.Slack(a); err == nil || len(text) > 1000 && !errors.Is(err, alert.ErrTooLong) {
			t.Errorf("Slack: %v", err)
		}
		if _, err := r.Email(a); err == nil || len(text) > 1000 && !errors.Is(err, alert.ErrTooLong) {
			t.Errorf("e-mail: %v", err)
		}
	}
	longest := texttemplate.Must(texttemplate.New("t").Parse(strings.Repeat("x", alert.MaxTemplate)))
	if _, err := (&alert.Renderer{From: "desk@example.com", Templates: alert.Templates{Text: longest}}).Email(a); err != nil {
		t.Errorf("a text as long as may be: %v", err)
	}
	a.Action = policy.Action{"type": "webhook", "note": long}
	if _, err := new(alert.Renderer).Webhook(a); !errors.Is(err, alert.ErrTooLong) {
		t.Errorf("webhook: %v", err)
	}
}

// A list of steps that all targets share is held once.
func TestPlannersShareLists(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"escalations": {"all": [{"at": "breach", "do": [`)
	for i := range 900 {
		fmt.Fprintf(&b, `{"type": "email", "to": ["a%d@example.com", "b@example.com"]},`, i)
	}
	b.WriteString(`{}]}]}, "defaults": {"escalations": "all"}, "policies": [`)
	for i := range 999 {
		fmt.Fprintf(&b, `{"id": "p%d", "targets": {"resolution": "1h", "first_response": "1h", "next_response": "1h", "periodic_update": "1h"}},`, i)
	}
	b.WriteString(`{"id": "last", "targets": {"resolution": "1h"}}]}`)
	cfg, err := policy.Parse([]byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if n := allocated(func() { _, err = alert.New(cfg, alert.Options{}) }); err != nil || n > 64 {
		t.Errorf("a planner takes %d MiB, %v", n, err)
	}
}

// What is not UTF-8 is replaced when the alert is planned, so that it is the same when it
// was stored.
func TestAlertsAreUTF8(t *testing.T) {
	bad := "a\xffb\xfe\xfd"
	_, p := planner(t, alert.Options{Directory: alert.DirectoryFunc(func(context.Context, string, alert.Issue, sla.Transition) ([]alert.Recipient, error) {
		return []alert.Recipient{{Name: bad, Email: bad, Slack: bad, Zone: bad}}, nil
	})})
	step := sla.Transition{Kind: sla.KindEscalated, Policy: "gold", Metric: "first_response", Step: "warn", IssueID: issue.ID, TargetSeq: 1}
	about := alert.Issue{ID: issue.ID, Title: bad, URL: "https://" + bad, Fields: map[string]string{bad: bad, "a\xfeb\xff\xff": "second"}}
	list, err := p.Alerts(t.Context(), step, about, sla.Result{})
	if err != nil {
		t.Fatal(err)
	}
	want := alert.Issue{ID: issue.ID, Title: "a\uFFFDb\uFFFD\uFFFD", Fields: map[string]string{"a\uFFFDb\uFFFD\uFFFD": "second"}} // \xfe comes before \xff
	if got := list[0].Issue; got.Title != want.Title || got.URL != "" || fmt.Sprint(got.Fields) != fmt.Sprint(want.Fields) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := list[0].Recipients[0]; got != (alert.Recipient{Role: policy.RoleAssignee, Name: want.Title, Email: want.Title, Slack: want.Title, Zone: want.Title}) {
		t.Errorf("got %q", got)
	}
	for _, a := range list {
		if text := encode(t, a); string(encode(t, decode(t, text))) != string(text) {
			t.Errorf("%s changes when it is stored", text)
		}
	}
	about.ID, step.IssueID = bad, bad
	if _, err := p.Alerts(t.Context(), step, about, sla.Result{}); !errors.Is(err, alert.ErrWrongTransition) {
		t.Errorf("an issue whose ID is not UTF-8: %v", err)
	}
}

// A digest in a digest is neither written nor read.
func TestDigestsAreNotNested(t *testing.T) {
	inner := alert.Alert{ID: "inner", Digest: []alert.Alert{{ID: "a"}, {ID: "b"}}}
	if text, err := json.Marshal(alert.Alert{ID: "outer", Digest: []alert.Alert{inner}}); err == nil {
		t.Errorf("written as %s", text)
	}
	text := fmt.Sprintf(`{"digest": [%s]}`, encode(t, inner))
	if err := json.Unmarshal([]byte(text), new(alert.Alert)); err == nil || !strings.Contains(err.Error(), "a digest in a digest") {
		t.Errorf("got %v", err)
	}
}
