package breaches_test

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/examples/adapters/breaches"
)

// memory is a host's database in memory.
type memory struct {
	tickets    map[int64]breaches.Ticket
	activities map[int64][]breaches.Activity
	found      map[string]breaches.Breach
	broken     error // of Save
}

func (m *memory) Ticket(_ context.Context, id int64) (*breaches.Ticket, error) {
	t, ok := m.tickets[id]
	if !ok {
		return nil, nil
	}
	return &t, nil
}

func (m *memory) Activities(_ context.Context, id int64) ([]breaches.Activity, error) {
	return m.activities[id], nil
}

func (m *memory) Due(_ context.Context, now time.Time, after int64, limit int) ([]*breaches.Ticket, error) {
	var list []*breaches.Ticket
	for _, id := range slices.Sorted(maps.Keys(m.tickets)) {
		if t := m.tickets[id]; id > after && t.NextCheck != nil && !t.NextCheck.After(now) && len(list) < limit {
			list = append(list, &t)
		}
	}
	return list, nil
}

func (m *memory) Save(_ context.Context, t *breaches.Ticket, list []breaches.Breach) (int, error) {
	if m.broken != nil {
		return 0, m.broken
	}
	m.tickets[t.ID] = *t
	n := 0
	for _, b := range list {
		if _, ok := m.found[b.ID]; !ok {
			m.found[b.ID] = b
			n++
		}
	}
	return n, nil
}

// A desk is a service on a database in memory, with a clock that is set.
type desk struct {
	*memory
	*breaches.Service
	*clock.Manual
	t *testing.T
}

var policies = []breaches.Policy{{
	ID: 7, FirstResponseHours: map[string]float64{"high": 1, "low": 8}, ResolutionHours: map[string]float64{"high": 4.5, "low": 24},
}}

// monday is 9:00 on a Monday.
var monday = time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)

func newDesk(t *testing.T, hours businesshours.Schedule) *desk {
	t.Helper()
	d := &desk{t: t, Manual: clock.NewManual(monday), memory: &memory{
		tickets: make(map[int64]breaches.Ticket), activities: make(map[int64][]breaches.Activity), found: make(map[string]breaches.Breach),
	}}
	var err error
	if d.Service, err = breaches.New(d.memory, policies, hours, d.Manual); err != nil {
		t.Fatal(err)
	}
	return d
}

// create creates a ticket now, and applies the policy.
func (d *desk) create(id int64, priority string) {
	d.t.Helper()
	d.tickets[id] = breaches.Ticket{ID: id, CreatedAt: d.Now(), Priority: priority}
	if err := d.ApplyPolicy(d.t.Context(), id, 7); err != nil {
		d.t.Fatal(err)
	}
}

// happens stores an activity now.
func (d *desk) happens(id int64, kind, value string) {
	d.t.Helper()
	list := d.activities[id]
	d.activities[id] = append(list, breaches.Activity{ID: 100*id + int64(len(list)), At: d.Now(), Kind: kind, Value: value})
	if err := d.Changed(d.t.Context(), id); err != nil {
		d.t.Fatal(err)
	}
}

// check checks for breaches now, and wants a number of them.
func (d *desk) check(want int) {
	d.t.Helper()
	if got, err := d.CheckBreaches(d.t.Context()); err != nil || got != want {
		d.t.Errorf("%d breaches, %v, want %d", got, err, want)
	}
}

// metrics lists the metrics of all breaches, by instant.
func (d *desk) metrics() (list []string) {
	for _, b := range slices.SortedFunc(maps.Values(d.found), func(a, b breaches.Breach) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Metric, b.Metric))
	}) {
		list = append(list, b.Metric+" "+b.At.Format("Mon 15:04:05"))
	}
	return list
}

func (d *desk) want(metrics ...string) {
	d.t.Helper()
	if got := d.metrics(); !slices.Equal(got, metrics) {
		d.t.Errorf("breaches %q, want %q", got, metrics)
	}
}

// What the host documents or tests stays as it is.
func TestAsBefore(t *testing.T) {
	d := newDesk(t, businesshours.Schedule{})
	d.create(1, "high")
	d.create(2, "unknown")
	high, none := d.tickets[1], d.tickets[2]
	if high.PolicyID != 7 || !high.FirstResponseDueAt.Equal(monday.Add(time.Hour)) || !high.ResolutionDueAt.Equal(monday.Add(4*time.Hour+30*time.Minute)) {
		t.Errorf("due at %v and %v", high.FirstResponseDueAt, high.ResolutionDueAt)
	}
	if none.FirstResponseDueAt != nil || none.ResolutionDueAt != nil {
		t.Error("a priority without hours has deadlines")
	}
	d.check(0)
	d.Advance(61 * time.Minute)
	d.check(1)
	if !d.tickets[1].Breached {
		t.Error("the ticket is not flagged")
	}
	d.check(0) // nothing is found twice
	d.want("first_response Mon 10:00:00")
	if err := d.ApplyPolicy(t.Context(), 99, 7); err != nil {
		t.Errorf("a ticket that is not there: %v", err)
	}
}

// A policy that is applied again moves no deadline: the host counts from now.
func TestPolicyAppliedAgain(t *testing.T) {
	d := newDesk(t, businesshours.Schedule{})
	d.create(1, "high")
	d.Advance(50 * time.Minute)
	if err := d.ApplyPolicy(t.Context(), 1, 7); err != nil {
		t.Fatal(err)
	}
	if got := d.tickets[1].FirstResponseDueAt; !got.Equal(monday.Add(time.Hour)) {
		t.Errorf("due at %v", got)
	}
}

// Each promise has a breach of its own: the host has one flag, and passes over a ticket that has
// it.
func TestBothBreaches(t *testing.T) {
	d := newDesk(t, businesshours.Schedule{})
	d.create(1, "high")
	d.Advance(2 * time.Hour)
	d.check(1)
	d.Advance(3 * time.Hour)
	d.check(1)
	d.want("first_response Mon 10:00:00", "resolution Mon 13:30:00")
}

// An answer that came too late is a breach, also if nobody had looked in between: the host
// looks only at tickets without an answer.
func TestLateAnswerBetweenChecks(t *testing.T) {
	d := newDesk(t, businesshours.Schedule{})
	d.create(1, "high")
	d.Advance(time.Hour + time.Second)
	d.happens(1, "reply", "")
	d.check(0) // it was found when the reply was stored
	d.want("first_response Mon 10:00:00")
}

// An answer at the due instant is in time.
func TestAnswerInTime(t *testing.T) {
	d := newDesk(t, businesshours.Schedule{})
	d.create(1, "high")
	d.Advance(time.Hour)
	d.happens(1, "reply", "")
	d.Advance(time.Hour)
	d.check(0)
	d.want()
}

// While the customer has to answer, resolution does not count: the host's deadline never
// moves.
func TestWaitingForTheCustomer(t *testing.T) {
	d := newDesk(t, businesshours.Schedule{})
	d.create(1, "high")
	d.Advance(30 * time.Minute)
	d.happens(1, "reply", "")
	d.happens(1, "status", "waiting_on_customer")
	d.Advance(24 * time.Hour)
	d.check(0)
	d.happens(1, "status", "open")
	if got, want := d.tickets[1].ResolutionDueAt, monday.Add(28*time.Hour+30*time.Minute); !got.Equal(want) {
		t.Errorf("due at %v, want %v", got, want)
	}
}

// A ticket that becomes urgent is due sooner, counted from its creation: the host keeps the
// deadlines of the day on which the policy was applied.
func TestPriorityChanges(t *testing.T) {
	d := newDesk(t, businesshours.Schedule{})
	d.create(1, "low")
	d.Advance(2 * time.Hour)
	d.happens(1, "priority", "high")
	d.want("first_response Mon 11:00:00") // at once: an hour has passed
}

// Support hours count, if there are any: the host knows only the clock on the wall.
func TestSupportHours(t *testing.T) {
	d := newDesk(t, businesshours.Schedule{Name: "desk", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}})
	d.Set(time.Date(2026, 3, 13, 16, 30, 0, 0, time.UTC)) // a Friday
	d.create(1, "high")
	if got, want := *d.tickets[1].FirstResponseDueAt, time.Date(2026, 3, 16, 9, 30, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("due at %v, want %v", got, want)
	}
}

// However many tickets there are, all are looked at: the host looks at the first 200 of a
// status. A failure of the database is told, and what was not saved is found again.
func TestManyTickets(t *testing.T) {
	d := newDesk(t, businesshours.Schedule{})
	for id := range int64(450) {
		d.create(id+1, "high")
	}
	d.Advance(2 * time.Hour)
	d.broken = errors.New("the database is away")
	if _, err := d.CheckBreaches(t.Context()); !errors.Is(err, d.broken) {
		t.Errorf("error %v", err)
	}
	d.broken = nil
	d.check(450)
	d.check(0)
}
