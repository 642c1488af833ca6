package store

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"
)

// An Issue is a row of the table of issues.
type Issue struct {
	ID          string
	Version     int64 // number of the last change
	CreatedAt   time.Time
	CreatedBy   string
	Initial     string // attributes at creation, as JSON
	Title       string
	Description string

	Attributes                                          string // as they are now, as JSON
	Status, Priority, Assignee, Team, Customer, Channel string
	Open, Cancelled                                     bool
	MergedInto                                          string

	Track       []byte
	Config      int64 // version of the configuration of the track
	ConfigFirst int64 // the one with which the history begins
	NextCheck   time.Time
	Standing    string // of the clock that is due first
	Clocks      string // open clocks by metric and standing, such as "resolution:on_track"
	DueMetric   string
	DueRank     int64 // order of triage, see the schema
	DueAt       int64
	UpdatedAt   time.Time
}

const issueColumns = `id, version, created_at, created_by, initial, title, description, attributes, status, priority, assignee,
	team, customer, channel, open, cancelled, merged_into, track, config, config_first, next_check, standing, clocks, due_metric, due_rank,
	due_at, updated_at`

func scanIssue(scan func(...any) error) (i Issue, err error) {
	err = scan(&i.ID, &i.Version, instant{&i.CreatedAt}, &i.CreatedBy, &i.Initial, &i.Title, &i.Description, &i.Attributes,
		&i.Status, &i.Priority, &i.Assignee, &i.Team, &i.Customer, &i.Channel, flag{&i.Open}, flag{&i.Cancelled}, &i.MergedInto, &i.Track, &i.Config,
		&i.ConfigFirst, instant{&i.NextCheck}, &i.Standing, &i.Clocks, &i.DueMetric, &i.DueRank, &i.DueAt, instant{&i.UpdatedAt})
	return i, err
}

// Issue returns an issue.
func (q queries) Issue(ctx context.Context, id string) (Issue, error) {
	return first(ctx, q, scanIssue, "SELECT "+issueColumns+" FROM issues WHERE id = $1", id)
}

// LockIssue returns an issue that nobody else can change before the transaction ends. Its version is
// that of the change to come.
func (tx *Tx) LockIssue(ctx context.Context, id string) (Issue, error) {
	issue, err := first(ctx, tx.queries, scanIssue, "SELECT "+issueColumns+" FROM issues WHERE id = $1"+tx.forUpdate(), id)
	issue.Version++
	return issue, err
}

// LockDue returns issues whose next check has come, in the order of their checks, and leaves alone
// those that another process works on. To change one, count its version up.
func (tx *Tx) LockDue(ctx context.Context, now time.Time, limit int) ([]Issue, error) {
	return all(ctx, tx.queries, scanIssue,
		"SELECT "+issueColumns+" FROM issues WHERE next_check <= $1 ORDER BY next_check LIMIT $2"+tx.forUpdateSkipLocked(), nano(now), limit)
}

// LockOutdated returns open issues whose track belongs to another configuration, of those whose ID
// comes after one, in the order of IDs.
func (tx *Tx) LockOutdated(ctx context.Context, config int64, after string, limit int) ([]Issue, error) {
	return all(ctx, tx.queries, scanIssue, "SELECT "+issueColumns+" FROM issues WHERE open = 1 AND config <> $1 AND id > $2 ORDER BY id LIMIT $3"+
		tx.forUpdateSkipLocked(), config, after, limit)
}

// InsertIssue adds an issue, and reports whether there was none with its ID.
func (tx *Tx) InsertIssue(ctx context.Context, i *Issue) (bool, error) {
	return tx.exec(ctx, "INSERT INTO issues ("+issueColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
		$16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27) ON CONFLICT DO NOTHING`, i.ID, i.Version, nano(i.CreatedAt), i.CreatedBy, i.Initial, i.Title,
		i.Description, i.Attributes, i.Status, i.Priority, i.Assignee, i.Team, i.Customer, i.Channel, number(i.Open), number(i.Cancelled), i.MergedInto,
		string(i.Track), i.Config, i.ConfigFirst, nano(i.NextCheck), i.Standing, i.Clocks, i.DueMetric, i.DueRank, i.DueAt,
		nano(time.Now()))
}

// UpdateIssue stores all that may have changed of an issue.
func (tx *Tx) UpdateIssue(ctx context.Context, i *Issue) error {
	_, err := tx.exec(ctx, `UPDATE issues SET version = $1, created_at = $2, created_by = $3, initial = $4, title = $5, description = $6,
		attributes = $7, status = $8, priority = $9, assignee = $10, team = $11, customer = $12, channel = $13,
		open = $14, cancelled = $15, merged_into = $16, track = $17, config = $18, next_check = $19,
		standing = $20, clocks = $21, due_metric = $22, due_rank = $23, due_at = $24, updated_at = $25 WHERE id = $26`,
		i.Version, nano(i.CreatedAt), i.CreatedBy, i.Initial, i.Title, i.Description, i.Attributes, i.Status, i.Priority, i.Assignee,
		i.Team, i.Customer, i.Channel, number(i.Open), number(i.Cancelled), i.MergedInto, string(i.Track), i.Config, nano(i.NextCheck), i.Standing,
		i.Clocks, i.DueMetric, i.DueRank, i.DueAt, nano(time.Now()), i.ID)
	return err
}

// A Filter selects issues. Empty fields select all.
type Filter struct {
	Assignee, Team, Priority, Channel, Customer, Standing, Status string

	Text   string // in the title or ID
	Closed bool   // those that are resolved, the latest first, instead of those that are open
	Limit  int    // 0 means 100
	Offset int
}

// where returns the condition of a filter.
func (f *Filter) where() (string, []any) {
	parts, args := []string{"open = $1"}, []any{number(!f.Closed)}
	for _, c := range []struct{ column, value string }{
		{"assignee", f.Assignee}, {"team", f.Team}, {"priority", f.Priority}, {"channel", f.Channel},
		{"customer", f.Customer}, {"standing", f.Standing}, {"status", f.Status},
	} {
		if c.value == "" {
			continue
		}
		if c.value == "-" { // none
			c.value = ""
		}
		args = append(args, clean(c.value))
		parts = append(parts, c.column+" = "+placeholder(len(args)))
	}
	if f.Text != "" {
		args = append(args, "%"+strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(strings.ToLower(clean(f.Text)))+"%")
		parts = append(parts, "lower(id || ' ' || title) LIKE "+placeholder(len(args))+` ESCAPE '\'`)
	}
	return strings.Join(parts, " AND "), args
}

// Issues returns issues in the order of triage.
func (q queries) Issues(ctx context.Context, f Filter) ([]Issue, error) {
	where, args := f.where()
	order := "due_rank, due_at, id"
	if f.Closed {
		order = "updated_at DESC, id"
	}
	if f.Limit == 0 {
		f.Limit = 100
	}
	args = append(args, f.Limit, f.Offset)
	return all(ctx, q, scanIssue, "SELECT "+issueColumns+" FROM issues WHERE "+where+" ORDER BY "+order+
		" LIMIT "+placeholder(len(args)-1)+" OFFSET "+placeholder(len(args)), args...)
}

// CountIssues returns how many issues a filter selects, and counts up to a number.
func (q queries) CountIssues(ctx context.Context, f Filter, most int) (int, error) {
	where, args := f.where()
	args = append(args, most)
	return first(ctx, q, value[int], "SELECT count(*) FROM (SELECT 1 FROM issues WHERE "+where+" LIMIT "+placeholder(len(args))+") AS counted", args...)
}

// IssuesAfter returns issues whose ID comes after another, in the order of IDs: to walk through all.
func (q queries) IssuesAfter(ctx context.Context, id string, limit int) ([]Issue, error) {
	return all(ctx, q, scanIssue, "SELECT "+issueColumns+" FROM issues WHERE id > $1 ORDER BY id LIMIT $2", id, limit)
}

// CountAll returns the number of issues, open or not.
func (q queries) CountAll(ctx context.Context) (int, error) {
	return first(ctx, q, value[int], "SELECT count(*) FROM issues")
}

// CountOutdated returns the number of open issues whose track belongs to another configuration.
func (q queries) CountOutdated(ctx context.Context, config int64) (int, error) {
	return first(ctx, q, value[int], "SELECT count(*) FROM issues WHERE open = 1 AND config <> $1", config)
}

// Outdated reports whether there is an open issue whose track belongs to another configuration. It
// looks at both sides of it in the index, which costs the same however many issues there are.
func (q queries) Outdated(ctx context.Context, config int64) (bool, error) {
	return first(ctx, q, value[bool], `SELECT EXISTS (SELECT 1 FROM issues WHERE open = 1 AND config < $1)
		OR EXISTS (SELECT 1 FROM issues WHERE open = 1 AND config > $2)`, config, config)
}

// lately is how many issues Values looks at.
const lately = 2000

// Values returns the values of the fields that filters are for, of the issues that have changed lately.
func (q queries) Values(ctx context.Context) (map[string][]string, error) {
	columns := []string{"standing", "assignee", "team", "priority", "channel", "customer", "status"}
	rows, err := all(ctx, q, func(scan func(...any) error) ([]string, error) {
		row := make([]string, len(columns))
		into := make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		return row, scan(into...)
	}, "SELECT "+strings.Join(columns, ", ")+" FROM issues ORDER BY updated_at DESC LIMIT $1", lately)
	values := make(map[string][]string, len(columns))
	for i, column := range columns {
		seen := make(map[string]bool)
		for _, row := range rows {
			seen[row[i]] = true
		}
		delete(seen, "")
		values[column] = slices.Sorted(maps.Keys(seen))
	}
	return values, err
}

// A Count is how many issues have the same open clocks.
type Count struct {
	Clocks string
	N      int64
}

// CountClocks counts the issues with open clocks, by these.
func (q queries) CountClocks(ctx context.Context) ([]Count, error) {
	return all(ctx, q, func(scan func(...any) error) (c Count, err error) {
		err = scan(&c.Clocks, &c.N)
		return c, err
	}, "SELECT clocks, count(*) FROM issues WHERE clocks <> '' GROUP BY clocks")
}

// NextCheck returns when the first issue is to be looked at, or zero.
func (q queries) NextCheck(ctx context.Context) (time.Time, error) {
	return first(ctx, q, scanInstant, "SELECT min(next_check) FROM issues")
}

func scanInstant(scan func(...any) error) (t time.Time, err error) {
	err = scan(instant{&t})
	return t, err
}

// A Changed issue, and when it changed on the machine's clock.
type Changed struct {
	ID      string
	Version int64
	At      time.Time
}

// ChangedSince returns issues that changed since an instant of the machine's clock.
func (q queries) ChangedSince(ctx context.Context, t time.Time, limit int) ([]Changed, error) {
	return all(ctx, q, func(scan func(...any) error) (c Changed, err error) {
		err = scan(&c.ID, &c.Version, instant{&c.At})
		return c, err
	}, "SELECT id, version, updated_at FROM issues WHERE updated_at >= $1 ORDER BY updated_at DESC LIMIT $2", nano(t), limit)
}
