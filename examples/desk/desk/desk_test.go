package desk_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/internal/testdesk"
	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/sla"
)

// nine is a Monday, when the desk opens.
var nine = time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)

// config promises an answer within an hour of office hours, and tells in all the ways.
const config = `{
  "schedules": [{"name": "office", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}}],
  "defaults": {"schedule": "office"},
  "policies": [{
    "id": "all",
    "targets": {"first_response": "1h", "resolution": "8h"},
    "escalations": [
      {"at": "50%", "name": "warning", "do": [
        {"type": "slack", "channel": "#support", "mentions": ["assignee"]},
        {"type": "email", "to": ["assignee", "lead@desk.example"]}]},
      {"at": "breach", "name": "breach", "do": [
        {"type": "slack", "channel": "#support", "hours": "office"},
        {"type": "webhook", "url": "https://example.com/hook"},
        {"type": "update", "add": {"tags": ["late"]}},
        {"type": "flag", "name": "late"}]}
    ]
  }]
}`

func create(t *testing.T, d *testdesk.Desk, id string, attributes map[string]any) store.Issue {
	t.Helper()
	issue, fresh, err := d.Create(t.Context(), desk.NewIssue{ID: id, Title: "about " + id, Description: "please help", Attributes: attributes})
	if err != nil || !fresh {
		t.Fatalf("create %s: %v, %v", id, fresh, err)
	}
	return issue
}

func add(t *testing.T, d *testdesk.Desk, id string, e sla.Event) store.Issue {
	t.Helper()
	issue, fresh, err := d.Add(t.Context(), id, e, "")
	if err != nil || !fresh {
		t.Fatalf("add to %s: %v, %v", id, fresh, err)
	}
	return issue
}

// alerts returns the log of an issue: "type headline state" of each, in order.
func alerts(t *testing.T, d *testdesk.Desk, issue string) []string {
	t.Helper()
	rows, err := d.Read().Alerts(t.Context(), store.AlertFilter{Issue: issue})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, r := range rows {
		list = append(list, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", r.Type, r.Headline, r.State, r.Reason)))
	}
	slices.Sort(list)
	return list
}

func wantList(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

func withAnn(t *testing.T, d *testdesk.Desk) {
	t.Helper()
	err := d.DB().Write(t.Context(), func(tx *store.Tx) error {
		p := store.Person{ID: "ann", Name: "Ann", Email: "ann@desk.example", Role: store.Agent, Team: "one", Slack: "U024BE7LH", CreatedAt: nine}
		if _, err := tx.InsertPerson(t.Context(), &p); err != nil {
			return err
		}
		return tx.SetSubscriptions(t.Context(), "ann", desk.ScopeAssigned, []store.Subscription{
			{Kind: desk.Warning, Medium: desk.ByEmail}, {Kind: desk.Warning, Medium: desk.BySlack},
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A warning, then a breach: people are told, the issue is changed, and each is told once.
func TestWarningAndBreach(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		d := testdesk.New(t, open(), config, nine)
		withAnn(t, d)
		create(t, d, "A", map[string]any{"assignee": "ann"})
		d.Until(t, nine.Add(30*time.Minute))
		wantList(t, "after half an hour", alerts(t, d, "A"), "email first_response: warning sending", "slack first_response: warning sending")
		messages, err := d.Read().Messages(t.Context(), "", 10)
		if err != nil || len(messages) != 2 {
			t.Fatalf("messages: %v, %v", messages, err)
		}
		for _, m := range messages {
			switch m.Type {
			case "slack":
				if !strings.Contains(m.Body, "U024BE7LH") || m.Destination != "#support" || !strings.Contains(m.Body, "30m left") {
					t.Errorf("slack to %q: %s", m.Destination, m.Body)
				}
			case "email":
				if m.Destination != "ann@desk.example,lead@desk.example" || m.Sender != "desk@desk.example" || !strings.Contains(m.Body, "https://desk.example/issues/A") {
					t.Errorf("e-mail from %q to %q: %s", m.Sender, m.Destination, m.Body)
				}
			}
		}
		d.Until(t, nine.Add(time.Hour))
		wantList(t, "after an hour", alerts(t, d, "A"), "email first_response: warning sending", "flag first_response: breach sent",
			"slack first_response: breach sending", "slack first_response: warning sending", "update first_response: breach sent",
			"webhook first_response: breach sending")
		if jobs := d.Jobs.Take(); len(jobs) != 4 {
			t.Errorf("%d messages are sent, want 4", len(jobs))
		}
		issue, err := d.Read().Issue(t.Context(), "A")
		if err != nil || issue.Standing != "overdue" || !strings.Contains(issue.Attributes, `"tags":["late"]`) {
			t.Errorf("the issue is %s, %s, %v", issue.Standing, issue.Attributes, err)
		}
		// Another process, and the same one after a crash, have nothing left to tell.
		other := testdesk.Join(t, d.DB(), d.Clock.Now())
		other.Until(t, nine.Add(time.Hour))
		if jobs := append(other.Jobs.Take(), d.Jobs.Take()...); len(jobs) != 0 {
			t.Errorf("told twice: %v", jobs)
		}
	})
}

// What is decided before people can be told is not told.
func TestDropped(t *testing.T) {
	d := testdesk.New(t, testdesk.Open(t, t.TempDir()+"/desk.db"), strings.NewReplacer(
		`"channel": "#support", "mentions": ["assignee"]`, `"channel": "#support", "hours": "late"`,
		`"schedules": [`, `"schedules": [{"name": "late", "time_zone": "UTC", "weekly": {"mon-fri": ["12:00-17:00"]}},`).Replace(config), nine)
	create(t, d, "A", nil)
	create(t, d, "B", nil)
	d.Until(t, nine.Add(40*time.Minute))
	wantList(t, "before the hours", alerts(t, d, "A"), "email first_response: warning sending", "slack first_response: warning held not before Mon 9 Mar 12:00 UTC")
	add(t, d, "A", sla.Event{Type: sla.Message, From: sla.Agent})
	add(t, d, "B", sla.Event{Type: sla.Update, Set: map[string]any{"status": "pending"}})
	d.Until(t, nine.Add(3*time.Hour))
	got := alerts(t, d, "A")
	if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "slack first_response: warning dropped answered") }) {
		t.Errorf("an answer came before the warning: %q", got)
	}
}

// A late event takes back a breach that was announced, and brings none that was announced already.
func TestLateEvent(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		d := testdesk.New(t, open(), config, nine)
		create(t, d, "A", nil)
		d.Until(t, nine.Add(2*time.Hour))
		before, err := d.Read().Transitions(t.Context(), "A")
		if err != nil {
			t.Fatal(err)
		}
		d.Jobs.Take()
		e := sla.Event{ID: "late", At: nine.Add(50 * time.Minute), Type: sla.Message, From: sla.Agent}
		issue := add(t, d, "A", e)
		after, err := d.Read().Transitions(t.Context(), "A")
		if err != nil {
			t.Fatal(err)
		}
		if len(after) != len(before)+1 { // stopped
			t.Errorf("%d transitions, want one more than %d", len(after), len(before))
		}
		for _, transition := range after {
			taken := transition.Metric == "first_response" && (transition.Kind == "breached" || transition.Step == "breach")
			if transition.Premature != taken {
				t.Errorf("%s %s %s is premature: %v", transition.Metric, transition.Kind, transition.Step, transition.Premature)
			}
		}
		if issue.Standing != "on_track" {
			t.Errorf("the issue is %s", issue.Standing)
		}
		if _, fresh, err := d.Add(t.Context(), "A", e, ""); err != nil || fresh {
			t.Errorf("delivered again: %v, %v", fresh, err)
		}
		e.Type, e.From = sla.Note, ""
		if _, _, err := d.Add(t.Context(), "A", e, ""); !errors.Is(err, desk.ErrConflict) {
			t.Errorf("another event of the same ID: %v", err)
		}
		d.Until(t, nine.Add(2*time.Hour))
		if jobs := d.Jobs.Take(); len(jobs) != 0 {
			t.Errorf("a late event tells: %v", jobs)
		}
	})
}

// Of a storm, people get a few messages and a digest; what comes then waits for the next period.
func TestDigest(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		d := testdesk.New(t, open(), config, nine)
		for i := range 12 {
			create(t, d, fmt.Sprintf("A%02d", i), nil)
		}
		d.Clock.Set(nine.Add(30 * time.Minute)) // all at once
		d.Until(t, nine.Add(30*time.Minute))
		messages, err := d.Read().Messages(t.Context(), "", 100)
		if err != nil {
			t.Fatal(err)
		}
		count := make(map[string]int)
		for _, m := range messages {
			count[m.Type]++
		}
		if count["slack"] != 6 || count["email"] != 6 {
			t.Errorf("messages: %v, want 6 of each", count)
		}
		for i := range messages {
			if err := d.Sent(t.Context(), &messages[i]); err != nil {
				t.Fatal(err)
			}
		}
		states, err := d.Read().CountAlerts(t.Context())
		if err != nil || fmt.Sprint(states) != "[{digested 14} {sent 10}]" {
			t.Errorf("alerts: %v, %v", states, err)
		}
		create(t, d, "B", nil)
		create(t, d, "C", nil)
		d.Clock.Set(nine.Add(60*time.Minute + 2*time.Second)) // the breaches, and the warnings of B and C
		if _, err := d.Advance(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Dispatch(t.Context()); err != nil {
			t.Fatal(err)
		}
		create(t, d, "D", nil)
		held, err := d.Read().Alerts(t.Context(), store.AlertFilter{State: store.Held})
		if err != nil || len(held) != 0 {
			t.Errorf("held: %v, %v", held, err)
		}
	})
}

// A message that could not be sent is a dead letter, and can be sent again.
func TestDeadLetter(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		d := testdesk.New(t, open(), config, nine)
		create(t, d, "A", nil)
		d.Until(t, nine.Add(30*time.Minute))
		messages, err := d.Read().Messages(t.Context(), store.Pending, 10)
		if err != nil || len(messages) != 2 {
			t.Fatalf("messages: %v, %v", messages, err)
		}
		m := &messages[0]
		if err := d.SendAgain(t.Context(), m.ID); err == nil {
			t.Error("a message that is being sent is sent again")
		}
		if err := d.NotSent(t.Context(), m, errors.New("refused"), time.Minute); err != nil {
			t.Fatal(err)
		}
		if err := d.NotSent(t.Context(), m, errors.New("refused again"), 0); err != nil {
			t.Fatal(err)
		}
		got, err := d.Read().Message(t.Context(), m.ID)
		if err != nil || got.State != store.Dead || got.Tries != 2 || got.Error != "refused again" {
			t.Errorf("message: %+v, %v", got, err)
		}
		failed, err := d.Read().Alerts(t.Context(), store.AlertFilter{State: store.Failed})
		if err != nil || len(failed) != 1 || failed[0].Reason != "refused again" {
			t.Errorf("failed: %v, %v", failed, err)
		}
		d.Jobs.Take()
		if err := d.SendAgain(t.Context(), m.ID); err != nil {
			t.Fatal(err)
		}
		if jobs := d.Jobs.Take(); len(jobs) != 1 {
			t.Errorf("jobs: %v", jobs)
		}
		if err := d.Sent(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		if sent, err := d.Read().Alerts(t.Context(), store.AlertFilter{State: store.Sent}); err != nil || len(sent) != 1 {
			t.Errorf("sent: %v, %v", sent, err)
		}
	})
}

// Subscriptions decide who is told.
func TestSubscriptions(t *testing.T) {
	d := testdesk.New(t, testdesk.Open(t, t.TempDir()+"/desk.db"), strings.Replace(config, `"lead@desk.example"`, `"subscribers"`, 1), nine)
	withAnn(t, d)
	create(t, d, "hers", map[string]any{"assignee": "ann"})
	create(t, d, "nobodys", nil)
	d.Until(t, nine.Add(30*time.Minute))
	wantList(t, "hers", alerts(t, d, "hers"), "email first_response: warning sending", "slack first_response: warning sending")
	wantList(t, "nobody's", alerts(t, d, "nobodys"), "email first_response: warning dropped nobody has subscribed to it", "slack first_response: warning sending")
}

// What is in the future, or before the issue, is refused, and so is what the library refuses.
func TestRefused(t *testing.T) {
	d := testdesk.New(t, testdesk.Open(t, t.TempDir()+"/desk.db"), config, nine)
	create(t, d, "A", nil)
	for _, e := range []sla.Event{
		{At: nine.Add(2 * time.Minute), Type: sla.Note},
		{At: nine.Add(-time.Second), Type: sla.Note},
		{Type: "letter"},
		{Type: sla.Update, Set: map[string]any{"status": 7}},
	} {
		if _, _, err := d.Add(t.Context(), "A", e, ""); !errors.As(err, new(*desk.InputError)) {
			t.Errorf("%+v: %v", e, err)
		}
	}
	if _, entries, err := d.History(t.Context(), "A"); err != nil || len(entries) != 0 {
		t.Errorf("history: %v, %v", entries, err)
	}
	if _, _, err := d.Add(t.Context(), "B", sla.Event{Type: sla.Note}, ""); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an issue that is not there: %v", err)
	}
	if _, _, err := d.Create(t.Context(), desk.NewIssue{ID: "B", Title: "x", CreatedAt: nine.Add(time.Hour)}); !errors.As(err, new(*desk.InputError)) {
		t.Errorf("created in the future: %v", err)
	}
	if _, fresh, err := d.Create(t.Context(), desk.NewIssue{ID: "A", Title: "about A", Description: "please help"}); err != nil || fresh {
		t.Errorf("created again: %v, %v", fresh, err)
	}
	if _, _, err := d.Create(t.Context(), desk.NewIssue{ID: "A", Title: "other"}); !errors.Is(err, desk.ErrConflict) {
		t.Errorf("another of the same ID: %v", err)
	}
}

// Merged, the survivor has both conversations, and counts from the earlier creation.
func TestMerge(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		d := testdesk.New(t, open(), config, nine)
		create(t, d, "A", nil)
		d.Clock.Advance(10 * time.Minute)
		create(t, d, "B", nil)
		for _, id := range []string{"A", "B"} {
			if _, _, err := d.Add(t.Context(), id, sla.Event{ID: "same", Type: sla.Message, From: sla.Customer}, "from "+id); err != nil {
				t.Fatal(err)
			}
		}
		d.Clock.Advance(time.Minute)
		if err := d.Merge(t.Context(), "B", "A", "ann"); err != nil {
			t.Fatal(err)
		}
		doc, entries, err := d.History(t.Context(), "B")
		if err != nil || !doc.CreatedAt.Equal(nine) {
			t.Fatalf("created at %v, %v", doc.CreatedAt, err)
		}
		var bodies []string
		for _, e := range entries {
			bodies = append(bodies, e.Body)
		}
		slices.Sort(bodies)
		wantList(t, "conversation", bodies, "about B\n\nplease help", "from A", "from B")
		a, err := d.Read().Issue(t.Context(), "A")
		if err != nil || a.Open || a.MergedInto != "B" || !a.NextCheck.IsZero() {
			t.Errorf("merged: %+v, %v", a, err)
		}
		b, err := d.Read().Issue(t.Context(), "B")
		if err != nil || b.DueAt != nine.Add(time.Hour).UnixNano() {
			t.Errorf("survivor: %+v, %v", b, err)
		}
		if err := d.Merge(t.Context(), "B", "A", "ann"); !errors.As(err, new(*desk.InputError)) {
			t.Errorf("merged twice: %v", err)
		}
		if err := d.Merge(t.Context(), "B", "B", "ann"); !errors.As(err, new(*desk.InputError)) {
			t.Errorf("merged into itself: %v", err)
		}
	})
}

// Split, the new issue counts from when its first message was written.
func TestSplit(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		d := testdesk.New(t, open(), config, nine)
		create(t, d, "A", map[string]any{"priority": "high"})
		d.Clock.Advance(10 * time.Minute)
		if _, _, err := d.Add(t.Context(), "A", sla.Event{ID: "q", Type: sla.Message, From: sla.Customer}, "and another thing"); err != nil {
			t.Fatal(err)
		}
		d.Clock.Advance(10 * time.Minute)
		if _, err := d.Split(t.Context(), "A", nil, "x"); !errors.As(err, new(*desk.InputError)) {
			t.Errorf("split off nothing: %v", err)
		}
		id, err := d.Split(t.Context(), "A", []string{"q"}, "another thing")
		if err != nil {
			t.Fatal(err)
		}
		issue, err := d.Read().Issue(t.Context(), id)
		if err != nil || !issue.CreatedAt.Equal(nine.Add(10*time.Minute)) || issue.Description != "and another thing" || issue.Priority != "high" {
			t.Errorf("split off: %+v, %v", issue, err)
		}
		if _, entries, err := d.History(t.Context(), "A"); err != nil || len(entries) != 0 {
			t.Errorf("rest: %v, %v", entries, err)
		}
	})
}

// An issue whose configuration is lost, and an alert that cannot be read, do not keep the others from being
// told, nor from being taken over.
func TestDamaged(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		d := testdesk.New(t, open(), config, nine)
		for _, id := range []string{"A", "B", "C"} {
			create(t, d, id, nil)
		}
		d.Until(t, nine.Add(30*time.Minute))
		err := d.DB().Write(t.Context(), func(tx *store.Tx) error {
			if _, err := tx.ExecContext(t.Context(), "UPDATE issues SET config = 99 WHERE id = 'B'"); err != nil {
				return err
			}
			_, err := tx.ExecContext(t.Context(), "UPDATE alerts SET alert = '{', check_at = 0 WHERE issue = 'A' AND type = 'slack'")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		d.Until(t, nine.Add(time.Hour))
		for id, want := range map[string]string{"A": "overdue", "B": "at_risk", "C": "overdue"} {
			issue, err := d.Read().Issue(t.Context(), id)
			if err != nil || issue.Standing != want || !issue.NextCheck.After(d.Clock.Now()) {
				t.Errorf("%s is %s, looked at next %v, %v", id, issue.Standing, issue.NextCheck, err)
			}
		}
		if failed, err := d.Read().Alerts(t.Context(), store.AlertFilter{State: store.Failed}); err != nil || len(failed) != 1 {
			t.Errorf("failed: %v, %v", failed, err)
		}
		setup, err := d.Propose(t.Context(), twoHours, "", "lea")
		if err != nil {
			t.Fatal(err)
		}
		d.Jobs.Take()
		run, err := d.GoLive(t.Context(), setup.Version, time.Time{}, "lea")
		if err != nil {
			t.Fatal(err)
		}
		doRuns(t, d)
		if run, err = d.Read().Run(t.Context(), run.ID); err != nil || run.State != store.Failed || !strings.Contains(run.Error, "issue B: ") || run.Done != 3 {
			t.Errorf("run: %s %d %q, %v", run.State, run.Done, run.Error, err)
		}
		for _, id := range []string{"A", "C"} {
			if issue, err := d.Read().Issue(t.Context(), id); err != nil || issue.Config != setup.Version {
				t.Errorf("%s stays under %d, %v", id, issue.Config, err)
			}
		}
	})
}

// A track that was stored by another version of the library, or is damaged, is made again of the
// history, and nothing is told again.
func TestOtherVersion(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		for _, track := range []string{`{"version": 99}`, "x", ""} {
			d := testdesk.New(t, open(), config, nine)
			create(t, d, "A", nil)
			d.Until(t, nine.Add(40*time.Minute))
			before := alerts(t, d, "A")
			err := d.DB().Write(t.Context(), func(tx *store.Tx) error {
				_, err := tx.ExecContext(t.Context(), "UPDATE issues SET track = $1", track)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			add(t, d, "A", sla.Event{Type: sla.Note})
			wantList(t, "alerts", alerts(t, d, "A"), before...)
			issue, err := d.Read().Issue(t.Context(), "A")
			if err != nil || len(issue.Track) < 20 || !issue.NextCheck.Equal(nine.Add(time.Hour)) {
				t.Errorf("track %q becomes %q, %v, %v", track, issue.Track, issue.NextCheck, err)
			}
		}
	})
}
