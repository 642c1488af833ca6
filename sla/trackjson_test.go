package sla_test

import (
	"encoding/json"
	"errors"
	"os"
	"reflect"
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
