package watch_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"slices"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// A row is a row of a table of open issues. Its next_check has an index, and is NULL if the
// track has none.
type row struct {
	issue     string
	track     []byte
	nextCheck time.Time
}

// An outboxRow is a row of a table of alerts that are to be sent.
type outboxRow struct {
	alert []byte
	done  bool
}

// A host with a database needs no watcher. From time to time a worker selects the rows with
//
//	SELECT … FROM open_issues WHERE next_check <= $now ORDER BY next_check
//	LIMIT 100 FOR UPDATE SKIP LOCKED
//
// In the same transaction it advances their tracks, stores them with their next check, and
// inserts alerts as JSON into an outbox, whose key is the alert's ID:
//
//	INSERT INTO outbox (id, issue, send_at, alert) VALUES … ON CONFLICT (id) DO NOTHING
//
// So each alert is stored once, whatever crashes when, and however many workers there are.
// Another worker selects the alerts that are due, checks each against the track of its issue,
// and sends what still holds.
func Example_table() {
	cfg := &policy.Config{Policies: []policy.Policy{{
		ID: "standard", Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)},
		Escalations: policy.Escalations{Steps: []policy.Escalation{
			{At: "30m before", Name: "warn", Do: []policy.Action{{"type": "slack", "channel": "#support"}}},
			{At: "breach", Every: 30 * time.Minute, Times: 10, Do: []policy.Action{{"type": "slack", "channel": "#support"}}},
		}},
	}}}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	planner, err := alert.New(cfg, alert.Options{})
	if err != nil {
		log.Fatal(err)
	}
	nine := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	issues := make(map[string]*row)
	outbox := make(map[string]*outboxRow)

	store := func(track *sla.Track) {
		text, err := track.MarshalJSON()
		if err != nil {
			log.Fatal(err)
		}
		issues[track.IssueID()] = &row{track.IssueID(), text, track.NextCheck()}
	}
	restore := func(issue string) *sla.Track {
		track, err := engine.Restore(issues[issue].track)
		if err != nil {
			log.Fatal(err)
		}
		return track
	}
	plan := func(track *sla.Track, transitions []sla.Transition, now time.Time) {
		result, err := track.ResultAt(now)
		if err != nil {
			log.Fatal(err)
		}
		for _, t := range transitions {
			alerts, err := planner.Alerts(context.Background(), t, alert.Issue{ID: t.IssueID}, result)
			if err != nil {
				log.Fatal(err)
			}
			for _, a := range alerts {
				text, err := json.Marshal(a)
				if err != nil {
					log.Fatal(err)
				}
				if outbox[a.ID] == nil { // ON CONFLICT DO NOTHING
					outbox[a.ID] = &outboxRow{alert: text}
				}
			}
		}
	}
	// advance is the worker that selects issues.
	advance := func(now time.Time) {
		for _, r := range issues {
			if r.nextCheck.IsZero() || r.nextCheck.After(now) {
				continue
			}
			track := restore(r.issue)
			transitions, err := track.AdvanceTo(now)
			if err != nil {
				log.Fatal(err)
			}
			plan(track, transitions, now)
			store(track)
		}
	}
	// deliver is the worker that selects alerts.
	deliver := func(now time.Time) {
		var send []alert.Alert
		for _, id := range slices.Sorted(maps.Keys(outbox)) {
			if outbox[id].done {
				continue
			}
			var a alert.Alert
			if err := json.Unmarshal(outbox[id].alert, &a); err != nil {
				log.Fatal(err)
			}
			result, err := restore(a.Issue.ID).ResultAt(now)
			if err != nil {
				log.Fatal(err)
			}
			switch check := planner.Check(a, result, now); check.Verdict {
			case alert.Send:
				send = append(send, check.Alert)
			case alert.Drop:
				outbox[id].done = true // UPDATE outbox SET done = true, reason = …
			}
		}
		for _, a := range (alert.Limit{Alerts: 10}).Digest(send) {
			// Store a beside the outbox before it is sent, so that a retry sends the same.
			fmt.Println(now.Format(time.TimeOnly), a.Issue.ID, a.Transition.Step, a.Transition.Repeat, "for", len(a.IDs()))
			for _, id := range a.IDs() {
				if outbox[id] != nil { // a digest has an ID of its own
					outbox[id].done = true
				}
			}
		}
	}

	for i := range 3 {
		track, _, err := engine.Track(sla.Issue{ID: fmt.Sprint("ISS-", i), CreatedAt: nine.Add(time.Duration(i) * 40 * time.Minute)})
		if err != nil {
			log.Fatal(err)
		}
		store(track)
	}
	backup := maps.Clone(issues)
	advance(nine.Add(2 * time.Hour))
	deliver(nine.Add(2 * time.Hour))
	issues = backup // the table is restored from a backup of an hour ago
	advance(nine.Add(3 * time.Hour))
	deliver(nine.Add(3 * time.Hour))
	// Output:
	// 11:00:00 ISS-1 breach 0 for 1
	// 11:00:00 ISS-2 warn 0 for 1
	// 11:00:00 ISS-0 breach 2 for 3
	// 12:00:00 ISS-1 breach 2 for 2
	// 12:00:00 ISS-2 breach 1 for 2
	// 12:00:00 ISS-0 breach 4 for 2
}
