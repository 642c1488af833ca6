package watch_test

import (
	"fmt"
	"log"
	"slices"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A row is one of a table of open issues. It has an index on next_check, which is NULL
// where the track has none.
type row struct {
	issue     string
	track     []byte
	nextCheck time.Time
}

// A host with a database needs no watcher. Now and then a worker selects the rows with
//
//	SELECT … FROM open_issues WHERE next_check <= $now ORDER BY next_check
//	LIMIT 100 FOR UPDATE SKIP LOCKED
//
// and, in the same transaction, advances their tracks, stores them with their next
// check, and inserts what is to be sent into an outbox
//
//	INSERT INTO outbox (id, …) VALUES … ON CONFLICT (id) DO NOTHING
//
// of which the id is that of a transition, or of an alert that package sla/alert makes of
// it. Alerts are stored as JSON; that of a transition alone lacks what its ID is made of.
// So each is announced once, whatever crashes when, and however many workers there are.
func Example_table() {
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID: "standard", Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)},
	}}}, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	nine := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	var table []row
	for i := range 3 {
		track, _, err := engine.Track(sla.Issue{ID: fmt.Sprint("ISS-", i), CreatedAt: nine.Add(time.Duration(i) * 40 * time.Minute)})
		if err != nil {
			log.Fatal(err)
		}
		text, err := track.MarshalJSON()
		if err != nil {
			log.Fatal(err)
		}
		table = append(table, row{track.IssueID(), text, track.NextCheck()})
	}

	outbox := make(map[string]sla.Transition) // by ID, the unique key
	work := func(now time.Time) {
		slices.SortFunc(table, func(a, b row) int { return a.nextCheck.Compare(b.nextCheck) })
		for i := range table {
			if r := &table[i]; !r.nextCheck.IsZero() && !r.nextCheck.After(now) {
				track, err := engine.Restore(r.track)
				if err != nil {
					log.Fatal(err)
				}
				transitions, err := track.AdvanceTo(now)
				if err != nil {
					log.Fatal(err)
				}
				for _, t := range transitions {
					if _, ok := outbox[t.ID()]; !ok {
						outbox[t.ID()] = t
						fmt.Println(now.Format(time.TimeOnly), t.IssueID, t.Kind)
					}
				}
				if r.track, err = track.MarshalJSON(); err != nil {
					log.Fatal(err)
				}
				r.nextCheck = track.NextCheck()
			}
		}
	}
	before := slices.Clone(table)
	work(nine.Add(2 * time.Hour))
	table = before // the database was restored from an hour ago
	work(nine.Add(3 * time.Hour))
	// Output:
	// 11:00:00 ISS-0 breached
	// 11:00:00 ISS-1 breached
	// 12:00:00 ISS-2 breached
}
