package sla_test

import (
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// storedExample is the engine and the issue of testdata/track.json.
func storedExample(t *testing.T) (*sla.Engine, sla.Issue) {
	t.Helper()
	config := &policy.Config{
		Schedules: []businesshours.Schedule{{Name: "desk", TimeZone: "Europe/Berlin", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}}},
		Defaults:  policy.Defaults{Schedule: policy.Use("desk"), Escalations: policy.Steps(policy.Escalation{At: "75%"}, policy.Escalation{At: "breach", Every: time.Hour, Times: 3})},
		Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{
			policy.FirstResponse: policy.Within(time.Hour),
			policy.NextResponse:  policy.WithinDays(1, "12:00"),
			policy.Resolution:    policy.TargetBy("priority", map[string]policy.Target{"high": policy.UntilField("due_date")}, policy.Within(16*time.Hour)),
		}}},
	}
	at := instant("2026-03-09T09:00:00Z")
	issue := sla.Issue{ID: "ISS-1", CreatedAt: at, Attributes: map[string]any{"due_date": "2026-03-12T11:00:00Z"}, Events: []sla.Event{
		{At: at.Add(2 * time.Hour), Type: sla.Message, From: sla.Agent, ID: "e1"},
		{At: at.Add(3 * time.Hour), Type: sla.Update, Set: map[string]any{"status": "pending"}, ID: "e2"},
		{At: at.Add(5 * time.Hour), Type: sla.Message, From: sla.Customer, ID: "e3"},
		{At: at.Add(5 * time.Hour), Type: sla.Update, Set: map[string]any{"status": "open", "priority": "high"}, ID: "e4"},
	}}
	return newEngine(t, config), issue
}

// Later versions can read a track that this version stored.
func TestStoredTracksAreRead(t *testing.T) {
	engine, issue := storedExample(t)
	// A stored track. Do not change it as long as trackVersion stays the same.
	text, err := os.ReadFile("testdata/track.json")
	if err != nil {
		t.Fatal(err)
	}
	now := issue.CreatedAt.Add(100 * time.Hour)
	want, err := engine.EvaluateAt(issue, now)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := engine.Restore(text)
	if err != nil {
		t.Fatal(err)
	}
	got, err := stored.ResultAt(now)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range got.Clocks {
		if w, ok := want.Clock(c.Metric); !ok || w != c {
			t.Errorf("%v, want %v", c, w)
		}
	}
}

// Flipping any bit of a stored track is noticed.
func TestAFlippedBitIsNoticed(t *testing.T) {
	engine, issue := storedExample(t)
	for _, id := range []string{"ISS-1", "ü \n <b>", "x"} {
		issue.ID = id
		for n := range len(issue.Events) + 1 {
			some := issue
			some.Events = issue.Events[:n]
			track, _, err := engine.Track(some)
			if err != nil {
				t.Fatal(err)
			}
			text := document(track)
			for i := range len(text) * 8 {
				flipped := []byte(text)
				flipped[i/8] ^= 1 << (i % 8)
				if _, err := engine.Restore(flipped); err == nil && !sameJSON(text, string(flipped)) {
					t.Fatalf("bit %d of byte %d: %s\nis restored from %s", i%8, i/8, text, flipped)
				}
			}
		}
	}
}

// sameJSON reports whether two texts are the same JSON. The digit in \u003c may be \u003C, too.
func sameJSON(a, b string) bool {
	var x, y any
	return json.Unmarshal([]byte(a), &x) == nil && json.Unmarshal([]byte(b), &y) == nil && reflect.DeepEqual(x, y)
}

// The parts of a stored track belong together, and the state has one spelling.
func TestRestoreRefusesAnotherSpelling(t *testing.T) {
	engine, issue := storedExample(t)
	text, another := "", ""
	for _, id := range []string{"ISS-2", "ISS-1"} {
		issue.ID, another = id, text
		track, _, err := engine.Track(issue)
		if err != nil {
			t.Fatal(err)
		}
		text = document(track)
	}
	cut := func(text, name string) string {
		_, after, _ := strings.Cut(text, `"`+name+`":"`)
		value, _, _ := strings.Cut(after, `"`)
		return value
	}
	state, sum := cut(text, "state"), cut(text, "checksum")
	alphabet := "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	last := strings.IndexByte(alphabet, state[len(state)-1])
	if len(state)%4 == 0 {
		t.Fatal("the last character of the state has no stray bits")
	}
	for _, tt := range []struct{ name, old, new string }{
		{"the state and checksum of another issue", `"ISS-1"`, `"ISS-2"`},
		{"the checksum of another issue", sum, cut(another, "checksum")},
		{"the checksum in upper case", sum, strings.ToUpper(sum)},
		{"no checksum", `,"checksum":"` + sum + `"`, ""},
		{"no version", `"version":3,`, ""},
		{"no issue", `"issue":"ISS-1",`, ""},
		{"the end of the issue in the state", `"ISS-1"`, `"ISS-"`},
		{"a stray bit", state, state[:len(state)-1] + alphabet[last+1:last+2]},
		{"padding", state, state + "===="[len(state)%4:]},
		{"a new line", state, state[:8] + `\n` + state[8:]},
		{"a carriage return", state, state + `\r`},
		{"a space", state, " " + state},
		{"another alphabet", state, strings.NewReplacer("+", "-", "/", "_").Replace(state)},
		{"no state", state, ""},
	} {
		changed := strings.Replace(text, tt.old, tt.new, 1)
		if changed == text {
			t.Errorf("%s: nothing is changed", tt.name)
			continue
		}
		var track sla.Track
		if err := json.Unmarshal([]byte(changed), &track); err == nil {
			t.Errorf("%s: is read", tt.name)
		} else if !errors.Is(err, sla.ErrDamaged) {
			t.Errorf("%s: got %v, want ErrDamaged", tt.name, err)
		}
		if _, err := track.MarshalJSON(); err == nil {
			t.Errorf("%s: what is refused can be stored", tt.name)
		}
	}

	// Spaces and the order of fields are those of the database.
	var parts map[string]any
	if err := json.Unmarshal([]byte(text), &parts); err != nil {
		t.Fatal(err)
	}
	spaced, err := json.MarshalIndent(parts, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if track, err := engine.Restore(spaced); err != nil || document(track) != text {
		t.Errorf("%s: %v", spaced, err)
	}
}

// A track belongs to the configuration whose fingerprint it has, and says so of another one.
func TestATrackBelongsToItsConfiguration(t *testing.T) {
	engine, issue := storedExample(t)
	other := newEngine(t, openOnly())
	track, _, err := engine.Track(issue)
	if err != nil {
		t.Fatal(err)
	}
	text := document(track)
	if _, err := other.Restore([]byte(text)); !errors.Is(err, sla.ErrOtherConfig) {
		t.Errorf("got %v, want ErrOtherConfig", err)
	}
	forged := strings.Replace(text, engine.Fingerprint(), other.Fingerprint(), 1)
	if _, err := other.Restore([]byte(forged)); !errors.Is(err, sla.ErrDamaged) {
		t.Errorf("with another fingerprint: got %v, want ErrDamaged", err)
	}
}

// A state that is cut anywhere, or goes on after its end, is refused.
func TestACutStateIsRefused(t *testing.T) {
	engine, issue := storedExample(t)
	track, _, err := engine.Track(issue)
	if err != nil {
		t.Fatal(err)
	}
	state := track.State()
	for n := range len(state) {
		if err := engine.Bind(track.WithState(state[:n])); !errors.Is(err, sla.ErrDamaged) {
			t.Errorf("cut after %d of %d bytes: got %v, want ErrDamaged", n, len(state), err)
		}
	}
	if err := engine.Bind(track.WithState(state + "\x00")); !errors.Is(err, sla.ErrDamaged) {
		t.Errorf("with another byte: got %v, want ErrDamaged", err)
	}
	if err := engine.Bind(track.WithState(state)); err != nil {
		t.Error(err)
	}
}

// What an issue may have, a track keeps: the longest lists and IDs, the first instant, every
// repeat of a step, and no clock at all.
func TestTracksKeepWhatIssuesMayHave(t *testing.T) {
	start := instant("2026-03-09T09:00:00Z")
	within := map[string]policy.Target{policy.Resolution: policy.Within(time.Minute)}
	tags := make([]string, policy.MaxList)
	for i := range tags {
		tags[i] = strconv.Itoa(i)
	}
	for _, tt := range []struct {
		name   string
		policy policy.Policy
		issue  sla.Issue
	}{
		{"a list", policy.Policy{When: new(policy.If("tags", policy.Contains, "999"))}, sla.Issue{CreatedAt: start, Attributes: map[string]any{"tags": tags}}},
		{"the first instant", policy.Policy{}, sla.Issue{CreatedAt: businesshours.Earliest}},
		{"all repeats", policy.Policy{Escalations: policy.Steps(policy.Escalation{At: "breach", Every: time.Second, Times: policy.MaxTimes})}, sla.Issue{CreatedAt: start}},
	} {
		tt.policy.ID, tt.policy.Targets, tt.issue.ID = "p", within, "I"
		engine := newEngine(t, &policy.Config{Policies: []policy.Policy{tt.policy}})
		track, _, err := engine.Track(tt.issue)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		now := tt.issue.CreatedAt.Add(time.Hour)
		if _, err := restored(t, engine, track).AdvanceTo(now); err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if _, err := track.AdvanceTo(now); err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		r, err := restored(t, engine, track).ResultAt(now)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if got, want := mustClock(t, r), mustClock(t, evaluate(t, engine, tt.issue, now)); got != want || len(r.Transitions) > 0 {
			t.Errorf("%s: got %v, want %v", tt.name, r, want)
		}
	}

	engine := newEngine(t, new(policy.Config)) // promises nothing
	for _, id := range []string{"I", strings.Repeat("é", policy.MaxText/2)} {
		track, _, err := engine.Track(sla.Issue{ID: id, CreatedAt: start})
		if err != nil {
			t.Fatal(err)
		}
		if again := restored(t, engine, track); again.IssueID() != id {
			t.Errorf("it is of issue %q, want %q", again.IssueID(), id)
		}
	}
}

// Whole milliseconds take little space, as times usually are: an instant of the same day at most
// four bytes, and a duration no more; others take nine.
func TestWholeMillisecondsTakeLittleSpace(t *testing.T) {
	start := instant("2026-03-09T09:00:00Z")
	engine := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.Resolution: policy.UntilField("due")}}}})
	// size returns the size of a state with n changes of the pause condition, which happen some
	// time after whole minutes, of a target until some time after 18:00.
	size := func(n int, change, due time.Duration) int {
		issue := sla.Issue{ID: "I", CreatedAt: start, Attributes: map[string]any{"due": start.Add(9*time.Hour + due).Format("2006-01-02T15:04:05.000000000Z")}}
		for i := range n {
			issue.Events = append(issue.Events, sla.SetAttribute("status", []string{"pending", "open"}[i%2], start.Add(time.Duration(i+1)*time.Minute+change)))
		}
		issue.Events = append(issue.Events, sla.SetAttribute("status", "pending", start.Add(8*time.Hour)), sla.NoteBy("ann", start.Add(8*time.Hour)))
		track, _, err := engine.Track(issue)
		if err != nil {
			t.Fatal(err)
		}
		return len(track.State())
	}
	none := size(0, 0, 0)
	if got := size(100, time.Millisecond, 0) - none; got > 100*4+8 { // and what it counted
		t.Errorf("100 changes at whole milliseconds take %d bytes", got)
	}
	if got := size(100, 1, 0) - none; got < 100*9 || got > 100*9+8 {
		t.Errorf("100 changes at others take %d bytes", got)
	}
	if got := size(0, 0, 1) - none; got < 2*(9-4) || got > 2*(9-1) { // the allowance and the promised instant
		t.Errorf("until another instant, the state has %d bytes more", got)
	}
}
