package alert_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/mail"
	"slices"
	"strings"
	"testing"
	texttemplate "text/template"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// Each action of a step becomes an alert, addressed and dated.
func TestActionsBecomeAlerts(t *testing.T) {
	all := alerts(t, alert.Options{Directory: directory, Hours: "desk"})
	var got []string
	for _, a := range all {
		var to []string
		for _, r := range a.Recipients {
			to = append(to, r.Role+"="+r.Name+"/"+r.Email+"/"+r.Slack)
		}
		got = append(got, fmt.Sprintf("%s %s %s %s", a.At.Format("Mon 15:04"), a.Type, a.Channel, strings.Join(to, " ")))
	}
	want := []string{
		"Mon 13:00 slack slack:#support assignee=Ann Péron/ann@example.com/U024BE7LH =//S0614TZR7", // when the desk opens
		"Sat 00:00 update  ",
		"Sat 00:00 flag  ",
		"Sat 01:00 email email:ann@example.com,bo@example.com,lead@example.com assignee=Ann Péron/ann@example.com/U024BE7LH subscribers=Bo/bo@example.com/ =Lead/lead@example.com/",
		"Sat 01:00 webhook webhook:https://example.com/hooks/sla ",
		"Sat 01:00 pager  ",
		"Mon 13:00 email email: ",
		"Mon 13:00 slack slack:#leads ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("alerts (-want +got):\n%s", diff)
	}

	// The same transition gives the same IDs, and no two alerts have the same ID.
	ids := make(map[string]bool)
	for i, a := range alerts(t, alert.Options{}) {
		if a.ID != all[i].ID || ids[a.ID] {
			t.Errorf("alert %d has the ID %s, then %s", i, all[i].ID, a.ID)
		}
		ids[a.ID] = true
	}
	for _, kind := range []sla.Kind{sla.KindBreached, sla.KindStarted} {
		_, p := planner(t, alert.Options{})
		if list, err := p.Alerts(t.Context(), sla.Transition{Kind: kind, Policy: "gold", Metric: "first_response", Step: "warn"}, issue, sla.Result{}); err != nil || list != nil {
			t.Errorf("%s gives %v, %v", kind, list, err)
		}
	}
}

// An alert that was stored as JSON renders the same bytes as before.
func TestJSONKeepsAlerts(t *testing.T) {
	r := alert.Renderer{From: "Desk <desk@example.com>"}
	for _, a := range alerts(t, alert.Options{Directory: directory}) {
		text, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		var again alert.Alert
		if err := json.Unmarshal(text, &again); err != nil {
			t.Fatal(err)
		}
		if again.Transition != a.Transition || again.Transition.ID() != a.Transition.ID() {
			t.Errorf("transition %+v comes back as %+v", a.Transition, again.Transition)
		}
		for _, render := range []func(alert.Alert) (string, error){
			func(a alert.Alert) (string, error) { b, err := r.Slack(a); return string(b), err },
			func(a alert.Alert) (string, error) { e, err := r.Email(a); return fmt.Sprint(e), err },
			func(a alert.Alert) (string, error) { b, err := r.Webhook(a); return string(b), err },
			func(a alert.Alert) (string, error) { b, err := json.Marshal(a); return string(b), err },
			func(a alert.Alert) (string, error) {
				return fmt.Sprint(a.Changes(map[string]any{"tags": []string{"calm"}})), nil
			},
		} {
			want, err1 := render(a)
			got, err2 := render(again)
			if got != want || fmt.Sprint(err1) != fmt.Sprint(err2) {
				t.Errorf("rendered\n%s, %v, first\n%s, %v", got, err2, want, err1)
			}
		}
	}
	var a alert.Alert
	if err := json.Unmarshal([]byte(`{"id": 1}`), &a); err == nil {
		t.Error("an ID that is a number is accepted")
	}
}

// Messages read as the golden files do.
func TestMessages(t *testing.T) {
	r := alert.Renderer{From: "Help desk <desk@example.com>", Zone: location(t, "America/New_York")}
	all := alerts(t, alert.Options{Directory: directory})
	indent := func(b []byte, err error) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return indented(t, b)
	}
	golden(t, "slack.json", indent(r.Slack(all[0])))
	golden(t, "webhook.json", indent(r.Webhook(all[4])))
	e, err := r.Email(all[3])
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "email.txt", bytes.ReplaceAll(e.Data, []byte("\r\n"), []byte("\n")))

	// 30 issues are at risk. Eight have been overdue for three hours, with two reminders each.
	var many []alert.Alert
	add := func(a alert.Alert, issue, repeat int) {
		a.ID = fmt.Sprintf("a%02d-%d", issue, repeat)
		a.Issue.ID, a.Transition.Repeat = fmt.Sprint("ISS-", issue), repeat
		many = append(many, a)
	}
	overdue := all[0]
	clock := *overdue.Clock
	clock.Breached, clock.BreachedAt, clock.Remaining = true, clock.DueAt, -3*time.Hour
	overdue.Clock, overdue.Transition.Step = &clock, "breach"
	overdue.Transition.At = overdue.Transition.At.Add(3 * time.Hour)
	for i := range 30 {
		if i%4 == 1 {
			for repeat := range 3 {
				add(overdue, i, repeat)
			}
			continue
		}
		add(all[0], i, 0)
	}
	digest := alert.Limit{Alerts: 5}.Digest(many)
	if len(digest) != 6 || len(digest[5].Digest) != 25 || len(digest[5].IDs()) != 1+len(many)-4-3 {
		t.Fatalf("%d alerts, the last of %d, with %d IDs", len(digest), len(digest[5].Digest), len(digest[5].IDs()))
	}
	golden(t, "digest.json", indent(r.Slack(digest[5])))
	digest[5].Recipients = all[3].Recipients
	if e, err = r.Email(digest[5]); err != nil {
		t.Fatal(err)
	}
	golden(t, "digest.txt", bytes.ReplaceAll(e.Data, []byte("\r\n"), []byte("\n")))
}

// A message that is late says what is true when it is sent: here that the issue was answered
// on Saturday, and how late that was.
func TestLateMessages(t *testing.T) {
	engine, p := planner(t, alert.Options{Directory: directory})
	was := alerts(t, alert.Options{Directory: directory})
	late := sla.Issue{ID: "ISS-42", CreatedAt: time.Date(2026, 3, 6, 21, 0, 0, 0, time.UTC)}
	monday := time.Date(2026, 3, 9, 13, 0, 0, 0, time.UTC)
	r := alert.Renderer{From: "desk@example.com"}

	check := p.Check(was[7], evaluate(t, engine, late, monday), monday)
	check.Alert.StandsFor = []string{"a1", "a2"}
	message, err := r.Slack(check.Alert)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "overdue.json", indented(t, message))

	late.Events = []sla.Event{sla.MessageFrom(sla.Agent, time.Date(2026, 3, 7, 15, 30, 0, 0, time.UTC))}
	check = p.Check(was[3], evaluate(t, engine, late, monday), monday)
	if check.Verdict != alert.Send {
		t.Fatalf("the breach is not told: %s", check.Reason)
	}
	e, err := r.Email(check.Alert)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "missed.txt", bytes.ReplaceAll(e.Data, []byte("\r\n"), []byte("\n")))
}

// Whatever customers write, a message has only its own headers, and mentions only its
// recipients.
func TestHostileTextIsHarmless(t *testing.T) {
	base := alerts(t, alert.Options{Directory: directory})
	nasty := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"<!channel>", "<!here|x>", "<@U024BE7LH>", "&lt;!channel&gt;", "x\r\nBcc: all@example.com", "\r\n\r\nbody", "</td><script>alert(1)</script>",
		"<https://evil.example|pay here>", "javascript:alert(1)", "=?utf-8?q?x?=", strings.Repeat("<", 4000), strings.Repeat("é ", 2000), "\x00\x1b[31m",
	}))
	rapid.Check(t, func(t *rapid.T) {
		a := base[rapid.SampledFrom([]int{0, 3}).Draw(t, "alert")]
		a.Issue = alert.Issue{ID: nasty.Draw(t, "id"), Title: nasty.Draw(t, "title"), URL: nasty.Draw(t, "url")}
		a.PolicyName, a.Transition.Step = nasty.Draw(t, "policy"), nasty.Draw(t, "step")
		a.Recipients = slices.Clone(a.Recipients)
		a.Recipients[0].Name = nasty.Draw(t, "name")
		if chance := rapid.IntRange(0, 3).Draw(t, "as a digest"); chance == 0 {
			b, c := a, a
			b.ID, c.ID = "b", "c"
			b.Issue.ID, c.Transition.Step = "b"+b.Issue.ID, "c"+c.Transition.Step
			a = alert.Limit{Alerts: 1}.Digest([]alert.Alert{a, b, c})[1]
		}
		checkMessages(t, a)
	})
}

// E-mail needs a sender and a valid recipient, and leaves out invalid ones.
func TestEmailNeedsValidAddresses(t *testing.T) {
	all := alerts(t, alert.Options{})
	if _, err := (&alert.Renderer{From: "desk@example.com"}).Email(all[6]); !errors.Is(err, alert.ErrNoRecipients) {
		t.Errorf("got %v, want ErrNoRecipients", err)
	}
	if _, err := new(alert.Renderer).Email(all[3]); err == nil {
		t.Error("e-mail from nobody")
	}
	bad := all[3]
	bad.Recipients = []alert.Recipient{{Email: "a@b\r\nBcc: c@d"}}
	r := alert.Renderer{From: "desk@example.com"}
	if e, err := r.Email(bad); !errors.Is(err, alert.ErrNoRecipients) || len(e.InvalidAddresses) != 1 {
		t.Errorf("to %q, %v, invalid %q", e.To, err, e.InvalidAddresses)
	}
	bad.Recipients = append(bad.Recipients, alert.Recipient{Email: "ann@example.com"})
	if e, err := r.Email(bad); err != nil || !slices.Equal(e.To, []string{"ann@example.com"}) || len(e.InvalidAddresses) != 1 {
		t.Errorf("to %q, %v, invalid %q", e.To, err, e.InvalidAddresses)
	}
}

// Names are in the To header as they are, also where they look like the syntax of a header.
func TestEmailKeepsNames(t *testing.T) {
	names := []string{"Ann Péron", "", "~Bo, Jr.~", `Cy "the <a@b>" \ Dee`, "日本 太郎"}
	var a alert.Alert
	for i, name := range names {
		a.Recipients = append(a.Recipients, alert.Recipient{Name: name, Email: fmt.Sprintf("a%d@example.com", i)})
	}
	e, err := (&alert.Renderer{From: "desk@example.com"}).Email(a)
	if err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(bytes.NewReader(e.Data))
	if err != nil {
		t.Fatal(err)
	}
	to, err := m.Header.AddressList("To")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, address := range to {
		got = append(got, address.Name)
	}
	if diff := cmp.Diff(names, got); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

// Templates of the host replace the default ones.
func TestTemplatesReplaceDefaults(t *testing.T) {
	a := alerts(t, alert.Options{Directory: directory})[3]
	r := alert.Renderer{From: "desk@example.com", Templates: alert.Templates{
		Subject: texttemplate.Must(texttemplate.New("s").Parse("[SLA] {{.Fields.customer}}: {{.Metric}}")),
	}}
	e, err := r.Email(a)
	if err != nil || e.Subject != "[SLA] Ac<me: First response" {
		t.Errorf("subject %q, %v", e.Subject, err)
	}
	a.StandsFor = []string{"a1", "a2"}
	r.Templates.Slack = texttemplate.Must(texttemplate.New("s").Parse("{{.Count}} alerts, {{.StandsFor}} {{.Replaces}}"))
	if got, want := section(t, r, a), "3 alerts, 2 in place of 2 earlier alerts"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	r.Templates.Slack = texttemplate.Must(texttemplate.New("s").Parse("{{.Nothing}}"))
	if _, err := r.Slack(a); err == nil {
		t.Error("a template that fails gives a message")
	}
}

// Slack shows 3,000 characters of a section, where an emoji counts as two. A longer text is cut,
// and not through an escape, a link or an emoji.
func TestSlackCutsSections(t *testing.T) {
	a := alerts(t, alert.Options{Directory: directory})[3]
	x := func(n int) string { return strings.Repeat("x", n) }
	for _, tt := range []struct{ name, text, want string }{
		{"as long as may be", x(3000), x(3000)},
		{"too long", x(3001), x(2999) + "…"},
		{"emoji", strings.Repeat("🔥", 1500), strings.Repeat("🔥", 1500)},
		{"too many emoji", strings.Repeat("🔥", 1501), strings.Repeat("🔥", 1499) + "…"},
		{"a text of the alert", x(2990) + "{{.Due}} &amp; <{{.URL}}|y>", x(2990) + "Fri 6 Mar…"},
		{"an escape", x(2990) + "&amp;&amp;&amp; &lt;", x(2990) + "&amp;…"},
		{"an ampersand that begins no escape", x(2993) + "&Dabcdef", x(2993) + "&Dabcd…"},
		{"an escape at the start", "&am" + strings.Repeat("\u0301", 3000) + "p;", "…"},
		{"a link", x(2990) + "<{{.URL}}|y>", x(2990) + "…"},
		{"a link at the start", "<https://example.com/" + x(3000) + "|y>", "…"},
		{"a link that is whole", x(2980) + "<http://a|b> " + x(20), x(2980) + "<http://a|b> " + x(6) + "…"},
	} {
		r := alert.Renderer{Templates: alert.Templates{Slack: texttemplate.Must(texttemplate.New("s").Parse(tt.text))}}
		if got := section(t, r, a); got != tt.want {
			t.Errorf("%s: got …%s, want …%s", tt.name, got[max(len(got)-60, 0):], tt.want[max(len(tt.want)-60, 0):])
		}
	}
}

// In Slack people and groups with an ID are mentioned, and others named. Texts of theirs mention
// nobody.
func TestMentions(t *testing.T) {
	r := alert.Renderer{Templates: alert.Templates{Slack: texttemplate.Must(texttemplate.New("s").Parse("[{{.Mentions}}]"))}}
	for _, tt := range []struct {
		recipients []alert.Recipient
		want       string
	}{
		{nil, "[]"},
		{[]alert.Recipient{{Name: "Ann", Slack: "U024BE7LH"}, {Slack: "S0614TZR7"}, {Slack: "W024BE7LH"}}, "[<@U024BE7LH> <!subteam^S0614TZR7> <@W024BE7LH>]"},
		{[]alert.Recipient{{Name: "Bo"}, {Email: "cy@example.com"}, {Name: "Di", Slack: "di"}}, "[Bo Di]"},
		{[]alert.Recipient{{Name: "<!channel>"}, {Slack: "U024BE7LH|x"}}, "[&lt;!channel&gt;]"},
		{slices.Repeat([]alert.Recipient{{Name: "Bo"}}, 10), "[Bo Bo Bo Bo Bo Bo Bo Bo Bo Bo]"},
		{slices.Repeat([]alert.Recipient{{Name: "Bo"}}, 11), "[Bo Bo Bo Bo Bo Bo Bo Bo Bo Bo and 1 more]"},
	} {
		if got := section(t, r, alert.Alert{Recipients: tt.recipients}); got != tt.want {
			t.Errorf("mentions of %v: got %s, want %s", tt.recipients, got, tt.want)
		}
	}
}

// Changes sets, adds and removes, and is empty once the changes were made.
func TestChangesAreMadeOnce(t *testing.T) {
	a := alerts(t, alert.Options{})[1]
	for _, tt := range []struct{ now, want map[string]any }{
		{nil, map[string]any{"priority": "urgent", "tags": []string{"at risk", "vip"}}},
		{map[string]any{"priority": "low", "team": "a", "tags": []string{"calm", "vip"}}, map[string]any{"priority": "urgent", "team": nil, "tags": []string{"vip", "at risk"}}},
		{map[string]any{"priority": "urgent", "tags": []any{"vip", "at risk"}}, map[string]any{}}, // again
	} {
		if diff := cmp.Diff(tt.want, a.Changes(tt.now)); diff != "" {
			t.Errorf("changes of %v (-want +got):\n%s", tt.now, diff)
		}
	}
	for _, tt := range []struct {
		now  any
		want map[string]any // adding "late", and removing "a"
	}{
		{nil, map[string]any{"x": []string{"late"}}},
		{"a", map[string]any{"x": []string{"late"}}},
		{[]string{"a"}, map[string]any{"x": []string{"late"}}},
		{5, map[string]any{}},
		{true, map[string]any{}},
		{slices.Repeat([]string{"b"}, 1001), map[string]any{}},
	} {
		change := alert.Alert{Type: policy.ActionUpdate, Action: policy.Action{"add": map[string]any{"x": []any{"late"}}, "remove": map[string]any{"x": []any{"a"}}}}
		if diff := cmp.Diff(tt.want, change.Changes(map[string]any{"x": tt.now})); diff != "" {
			t.Errorf("changes of %v (-want +got):\n%s", tt.now, diff)
		}
	}
	for _, action := range []policy.Action{
		{"set": map[string]any{"tags": []any{"a"}}, "add": map[string]any{"tags": []any{"b"}}},
		{"add": map[string]any{"tags": []any{"b"}}, "remove": map[string]any{"tags": []any{"b"}}},
		{"remove": map[string]any{"tags": []any{"b"}}}, {"add": map[string]any{"tags": []any{"b", "b"}}},
	} {
		again := alert.Alert{Type: policy.ActionUpdate, Action: action}
		now := map[string]any{"tags": []string{"b", "b", "c"}}
		maps.Copy(now, again.Changes(now))
		if twice := again.Changes(now); len(twice) > 0 {
			t.Errorf("%v changes %v for a second time: %v", action, now, twice)
		}
		if len(again.Changes(nil)) > 0 && action["add"] == nil {
			t.Errorf("%v changes nothing to %v", action, again.Changes(nil))
		}
	}
	if other := alerts(t, alert.Options{})[2]; other.Changes(nil) != nil {
		t.Error("a flag changes attributes")
	}
}

// Each alert is sent by itself, in a digest, or by a later reminder, and only once. The order of
// the list does not matter.
func TestDigestLosesAndRepeatsNothing(t *testing.T) {
	base := alerts(t, alert.Options{Directory: directory})
	rapid.Check(t, func(t *rapid.T) {
		limit := alert.Limit{Alerts: rapid.IntRange(0, 4).Draw(t, "limit"), Per: rapid.SampledFrom([]time.Duration{0, time.Hour}).Draw(t, "per")}
		var list []alert.Alert
		for i := range rapid.IntRange(0, 30).Draw(t, "alerts") {
			a := base[rapid.IntRange(0, len(base)-1).Draw(t, "alert")]
			a.ID = fmt.Sprint("a", i)
			a.At = a.At.Add(time.Duration(rapid.IntRange(0, 5).Draw(t, "later")) * 25 * time.Second)
			list = append(list, a)
		}
		out := limit.Digest(list)
		var got []string
		sent := make(map[string]int)
		for _, a := range out {
			if len(a.Digest) == 1 {
				t.Fatal("a digest of one")
			}
			if a.Channel != "" {
				per := limit.Per
				if per == 0 {
					per = time.Minute
				}
				sent[a.Channel+a.At.Truncate(per).String()]++
			}
			ids := a.IDs()
			if len(a.Digest) > 0 {
				ids = ids[1:]
			}
			got = append(got, ids...)
			for _, d := range a.Digest {
				if d.Channel != a.Channel {
					t.Fatal("a digest of several channels")
				}
			}
		}
		for channel, n := range sent {
			if n > max(limit.Alerts, 1)+1 {
				t.Fatalf("%d to %s", n, channel)
			}
		}
		var want []string
		for _, a := range list {
			want = append(want, a.ID)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
		again := limit.Digest(rapid.Permutation(list).Draw(t, "another order"))
		if diff := cmp.Diff(out, again); diff != "" {
			t.Fatalf("another order gives another digest:\n%s", diff)
		}
	})
}

// A digest in the list beside the alerts that it sums up does not repeat any of them.
func TestDigestBesideItsAlertsRepeatsNothing(t *testing.T) {
	var list []alert.Alert
	for i := range 5 {
		list = append(list, alert.Alert{ID: fmt.Sprint("a", i), At: time.Unix(0, 0), Type: "slack", Channel: "slack:#x", Issue: alert.Issue{ID: fmt.Sprint("ISS-", i)}})
	}
	limit := alert.Limit{Alerts: 1}
	seen := make(map[string]bool)
	for _, a := range limit.Digest(append(limit.Digest(list), list...)) {
		for _, id := range a.IDs() {
			if seen[id] {
				t.Errorf("%s comes twice", id)
			}
			seen[id] = true
		}
	}
	if len(seen) != 6 {
		t.Errorf("%d alerts come, want the five and a digest", len(seen))
	}
}

// Verify accepts what Sign has signed, and nothing else.
func TestVerifyAcceptsOnlyWhatWasSigned(t *testing.T) {
	now := time.Unix(1614265330, 0)
	secret := []byte("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	body := []byte(`{"test": 2432232314}`)
	headers := alert.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", body, secret, now)
	get := func(name string) string { return headers[name] }
	if err := alert.Verify(get, body, secret, now.Add(time.Minute), 5*time.Minute); err != nil {
		t.Error(err)
	}
	headers[alert.HeaderSignature] = "v1,AAAA v2,x " + headers[alert.HeaderSignature]
	if err := alert.Verify(get, body, secret, now, 0); err != nil {
		t.Errorf("with several signatures: %v", err)
	}
	for name, err := range map[string]error{
		"another body":   alert.Verify(get, []byte("{}"), secret, now, time.Minute),
		"another secret": alert.Verify(get, body, []byte("x"), now, time.Minute),
		"too late":       alert.Verify(get, body, secret, now.Add(time.Hour), time.Minute),
		"too early":      alert.Verify(get, body, secret, now.Add(-time.Hour), time.Minute),
		"no headers":     alert.Verify(func(string) string { return "" }, body, secret, now, time.Minute),
	} {
		if !errors.Is(err, alert.ErrBadSignature) {
			t.Errorf("%s: got %v, want ErrBadSignature", name, err)
		}
	}
}

// Errors of a planner say what is wrong.
func TestPlannerReportsProblems(t *testing.T) {
	cfg, err := policy.Parse([]byte(config))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := alert.New(cfg, alert.Options{Hours: "night"}); err == nil || !strings.Contains(err.Error(), `unknown schedule "night"`) {
		t.Errorf("got %v", err)
	}
	cfg.Policies[0].Escalations.Steps[0].Do[0]["mentions"] = "broken"
	p, err := alert.New(cfg, alert.Options{Directory: directory})
	if err != nil {
		t.Fatal(err)
	}
	step := sla.Transition{Kind: sla.KindEscalated, Policy: "gold", Metric: "first_response", Step: "warn", IssueID: issue.ID, TargetSeq: 1}
	_, err = p.Alerts(t.Context(), step, issue, sla.Result{})
	if err == nil || !strings.Contains(err.Error(), `role "broken": no connection`) {
		t.Errorf("got %v", err)
	}
	cfg.Policies[0].Escalations.Steps[0].Do[0]["channel"] = 7
	if _, err := alert.New(cfg, alert.Options{}); err == nil {
		t.Error("a bad action is accepted")
	}
}

// Each recipient comes once, however it is named. A role may be in capitals. A message that
// mentions many still says what it is about.
func TestRecipientsComeOnce(t *testing.T) {
	cfg, err := policy.Parse([]byte(config))
	if err != nil {
		t.Fatal(err)
	}
	do := cfg.Policies[0].Escalations.Steps
	do[0].Do = []policy.Action{{"type": "slack", "channel": "#x", "mentions": []any{"assignee", "U024BE7LH", "SUPPORT", "many"}}}
	do[1].Do = []policy.Action{{"type": "email", "to": []any{"Ann@Example.com", "assignee", "SUPPORT", "U024BE7LH"}}}
	var asked []string
	p, err := alert.New(cfg, alert.Options{Directory: alert.DirectoryFunc(func(ctx context.Context, role string, issue alert.Issue, tr sla.Transition) ([]alert.Recipient, error) {
		asked = append(asked, role)
		if role != "many" {
			return directory(ctx, role, issue, tr)
		}
		list := make([]alert.Recipient, 300)
		for i := range list {
			list[i].Slack = fmt.Sprintf("U%08d", i)
		}
		return list, nil
	})})
	if err != nil {
		t.Fatal(err)
	}
	step := sla.Transition{Kind: sla.KindEscalated, Policy: "gold", Metric: "first_response", Step: "warn", IssueID: issue.ID, TargetSeq: 1}
	list, err := p.Alerts(t.Context(), step, issue, sla.Result{})
	if err != nil || len(list) != 1 || len(list[0].Recipients) != 301 {
		t.Fatalf("%v, %d recipients", err, len(list[0].Recipients))
	}
	b, err := new(alert.Renderer).Slack(list[0])
	if err != nil || !bytes.Contains(b, []byte("and 291 more")) || !bytes.Contains(b, []byte("ISS-42|")) && !bytes.Contains(b, []byte("|ISS-42>")) {
		t.Errorf("%v: %s", err, b)
	}
	step.Step = "breach"
	if list, err = p.Alerts(t.Context(), step, issue, sla.Result{}); err != nil || len(list) != 1 || len(list[0].Recipients) != 1 {
		t.Errorf("%v: %v", err, list)
	}
	if want := []string{"assignee", "SUPPORT", "many", "assignee", "SUPPORT", "U024BE7LH"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q, want %q", asked, want)
	}
	for _, other := range []sla.Transition{{}, {IssueID: "ISS-1", TargetSeq: 1}, {IssueID: issue.ID}} {
		other.Kind, other.Policy, other.Metric, other.Step = step.Kind, step.Policy, step.Metric, step.Step
		if _, err := p.Alerts(t.Context(), other, issue, sla.Result{}); !errors.Is(err, alert.ErrWrongTransition) {
			t.Errorf("a transition of %q, target %d: got %v, want ErrWrongTransition", other.IssueID, other.TargetSeq, err)
		}
	}
	unknown := step
	unknown.Step = "other"
	if _, err := p.Alerts(t.Context(), unknown, issue, sla.Result{}); !errors.Is(err, alert.ErrUnknownStep) {
		t.Errorf("a step that the configuration does not have: got %v, want ErrUnknownStep", err)
	}
	later := sla.Result{Clocks: []sla.Clock{{Metric: step.Metric, Cycle: step.Cycle + 1, Breached: true}, {Metric: "resolution"}}}
	if list, err := p.Alerts(t.Context(), step, issue, later); err != nil || list[0].Clock != nil {
		t.Errorf("the alert has another clock than that of the transition: %v", err)
	}
}
