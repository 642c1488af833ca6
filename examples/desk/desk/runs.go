package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
	"github.com/punctualgo/punctual/sla/whatif"
)

// The kinds of runs.
const (
	BacktestRun = "backtest"
	TakeoverRun = "takeover"
	ImportRun   = "import"
)

// startRun stores a run, and a job that does it.
func (d *Desk) startRun(ctx context.Context, tx *store.Tx, r store.Run) (store.Run, error) {
	r.ID, r.State, r.CreatedAt = newID(), store.Waiting, d.Now()
	if err := tx.InsertRun(ctx, &r); err != nil {
		return r, err
	}
	return r, d.enqueue(ctx, tx.Tx, RunJob{Run: r.ID})
}

// StartBacktest begins to judge the desk's own history under a proposal. The result of the run is
// that of ReadBacktest.
func (d *Desk) StartBacktest(ctx context.Context, version int64, by string) (run store.Run, err error) {
	err = d.write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Config(ctx, version); err != nil {
			return err
		}
		run, err = d.startRun(ctx, tx, store.Run{Kind: BacktestRun, Config: version, CreatedBy: by})
		return err
	})
	return run, err
}

// StartImport begins to import issues, one a line, each as [Document.Line] writes it.
func (d *Desk) StartImport(ctx context.Context, lines, by string) (run store.Run, err error) {
	err = d.write(ctx, func(tx *store.Tx) error {
		run, err = d.startRun(ctx, tx, store.Run{Kind: ImportRun, CreatedBy: by, Input: lines, Total: int64(countLines(lines))})
		return err
	})
	return run, err
}

// DoRun works on a run for a while, and reports whether it has ended. If it has not, or the process is
// killed meanwhile, call DoRun again: it goes on where it was.
func (d *Desk) DoRun(ctx context.Context, id string, while time.Duration) (ended bool, err error) {
	run, err := d.Read().Run(ctx, id)
	if err != nil {
		return false, err
	}
	if run.State == store.Done || run.State == store.Failed {
		return true, nil
	}
	run.State = store.Running
	if err := d.saveRun(ctx, &run); err != nil {
		return false, err
	}
	until := time.Now().Add(while)
	switch run.Kind {
	case BacktestRun:
		ended, err = d.backtest(ctx, &run, until)
	case TakeoverRun:
		ended, err = d.takeOverAll(ctx, &run, until)
	case ImportRun:
		ended, err = d.importAll(ctx, &run, until)
	default:
		err = fmt.Errorf("unknown kind of run %q", run.Kind)
	}
	if ctx.Err() != nil || !ended && err == nil {
		return false, ctx.Err()
	}
	run.State, run.EndedAt = store.Done, d.Now()
	if err != nil {
		run.State, run.Error = store.Failed, err.Error()
		d.log.Error("a run failed", "kind", run.Kind, "run", run.ID, "error", err)
	}
	return true, d.saveRun(ctx, &run)
}

// saveRun stores how far a run is.
func (d *Desk) saveRun(ctx context.Context, run *store.Run) error {
	return d.write(ctx, func(tx *store.Tx) error { return tx.UpdateRun(ctx, run) })
}

// takeoverResult is how a run keeps a takeover.
type takeoverResult struct {
	After    string // the last issue that was looked at
	Problems []string
}

// takeOverAll moves all open issues to the configuration in force.
func (d *Desk) takeOverAll(ctx context.Context, run *store.Run, until time.Time) (ended bool, err error) {
	var at takeoverResult
	if run.Result != "" {
		if err := json.Unmarshal([]byte(run.Result), &at); err != nil {
			return false, err
		}
	}
	to, err := d.Current(ctx)
	if err != nil {
		return false, err
	}
	if run.Total == 0 {
		left, err := d.Read().CountOutdated(ctx, to.Version)
		if err != nil {
			return false, err
		}
		run.Total = int64(left)
	}
	for time.Now().Before(until) {
		n, err := d.takeOverSome(ctx, run, &at, to)
		if err != nil {
			return false, err
		}
		if n == 0 && len(at.Problems) > 0 {
			return true, errors.New(strings.Join(at.Problems, "\n"))
		}
		if n == 0 {
			return true, nil
		}
	}
	return false, nil
}

// takeOverSome moves some issues, and returns how many it looked at.
func (d *Desk) takeOverSome(ctx context.Context, run *store.Run, at *takeoverResult, to *Setup) (int, error) {
	var ids []string
	err := d.write(ctx, func(tx *store.Tx) error {
		issues, err := tx.LockOutdated(ctx, to.Version, at.After, batch)
		if err != nil {
			return err
		}
		for i := range issues {
			ids = append(ids, issues[i].ID)
		}
		for i := range issues {
			issues[i].Version++
			if err := d.takeOver(ctx, tx, &issues[i], to, d.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	if len(ids) == 0 || ctx.Err() != nil {
		return 0, err
	}
	if err != nil { // one of them cannot be moved: the others can
		for _, id := range ids {
			if err := d.takeOverOne(ctx, id, to); err != nil && len(at.Problems) < maxProblems {
				at.Problems = append(at.Problems, fmt.Sprintf("issue %s: %v", id, err))
			}
		}
	}
	at.After = ids[len(ids)-1]
	text, err := json.Marshal(at)
	if err != nil {
		return 0, err
	}
	run.Done += int64(len(ids))
	run.Result, run.Total = string(text), max(run.Total, run.Done)
	return len(ids), d.saveRun(ctx, run)
}

// takeOverOne moves an issue, also if its last event came from a machine whose clock is ahead.
func (d *Desk) takeOverOne(ctx context.Context, id string, to *Setup) error {
	return d.write(ctx, func(tx *store.Tx) error {
		issue, err := tx.LockIssue(ctx, id)
		if err != nil {
			return err
		}
		err = d.takeOver(ctx, tx, &issue, to, d.Now())
		if errors.Is(err, sla.ErrEarlier) {
			err = d.takeOver(ctx, tx, &issue, to, d.Now().Add(Ahead))
		}
		return err
	})
}

// EachIssue calls f with every issue and its whole history, in the order of IDs. It reads them in
// parts, so that the database is not kept busy.
func (d *Desk) EachIssue(ctx context.Context, f func(sla.Issue) error) error {
	return d.eachIssueAfter(ctx, "", f)
}

// eachIssueAfter is EachIssue for the issues whose IDs come after one.
func (d *Desk) eachIssueAfter(ctx context.Context, after string, f func(sla.Issue) error) error {
	for {
		rows, err := d.Read().IssuesAfter(ctx, after, 500)
		if err != nil || len(rows) == 0 {
			return err
		}
		last := rows[len(rows)-1].ID
		events, err := d.Read().EventsBetween(ctx, after, last)
		if err != nil {
			return err
		}
		for i := range rows {
			n := 0
			for n < len(events) && events[n].Issue == rows[i].ID {
				n++
			}
			issue, err := issueOf(&rows[i], events[:n])
			if err != nil {
				return err
			}
			events = events[n:]
			if err := f(issue); err != nil {
				return fmt.Errorf("issue %s: %w", issue.ID, err)
			}
		}
		after = last
	}
}

// MaxFlips is how many flips of a backtest are listed.
const MaxFlips = 200

// backtestResult is how a run keeps a backtest, also one that has not ended.
type backtestResult struct {
	Current, Proposed int64
	AsOf              time.Time
	First             time.Time // creation of the first issue
	After             string    // the last issue that was judged
	Backtest          json.RawMessage
	Flips             []Flip
}

// A Flip is a clock whose outcome is another under the proposal, and why.
type Flip struct {
	Issue, Metric, Policy, Why string
	Cycle                      int
	Was, Becomes               sla.Outcome
	StartedAt                  time.Time
}

// backtestRequest is what a backtest asks for.
func backtestRequest() whatif.Request {
	return whatif.Request{By: []string{"metric", "priority"}}
}

// backtest judges the desk's own history under the proposal of a run.
func (d *Desk) backtest(ctx context.Context, run *store.Run, until time.Time) (ended bool, err error) {
	out, b, err := d.resumeBacktest(ctx, run)
	if err != nil {
		return false, err
	}
	err = d.eachIssueAfter(ctx, out.After, func(issue sla.Issue) error {
		flips, err := b.Add(issue)
		if err != nil {
			return err
		}
		for _, f := range flips {
			if len(out.Flips) < MaxFlips {
				out.Flips = append(out.Flips, Flip{f.IssueID, f.Metric, f.Policy, f.Why(), f.Cycle, f.Was, f.Becomes, f.StartedAt})
			}
		}
		if issue.CreatedAt.Before(out.First) {
			out.First = issue.CreatedAt
		}
		out.After = issue.ID
		if run.Done++; run.Done%100 != 0 {
			return nil
		}
		if time.Now().After(until) {
			return errLater
		}
		return d.saveRun(ctx, run)
	})
	if err != nil && !errors.Is(err, errLater) {
		return false, err
	}
	if out.Backtest, err = b.MarshalJSON(); err != nil {
		return false, err
	}
	text, failed := json.Marshal(out)
	if failed != nil {
		return false, failed
	}
	run.Result = string(text)
	return !errors.Is(err, errLater), d.saveRun(ctx, run)
}

// errLater ends a part of a run.
var errLater = errors.New("later")

// resumeBacktest returns the backtest of a run, as far as it is.
func (d *Desk) resumeBacktest(ctx context.Context, run *store.Run) (*backtestResult, *whatif.Backtest, error) {
	out := &backtestResult{AsOf: d.Now(), Proposed: run.Config}
	if run.Result != "" {
		if err := json.Unmarshal([]byte(run.Result), out); err != nil {
			return nil, nil, err
		}
	} else {
		current, err := d.Current(ctx)
		if err != nil {
			return nil, nil, err
		}
		out.Current, out.First = current.Version, out.AsOf
		total, err := d.Read().CountAll(ctx)
		if err != nil {
			return nil, nil, err
		}
		run.Total = int64(total)
	}
	current, err := d.Version(ctx, out.Current)
	if err != nil {
		return nil, nil, err
	}
	proposed, err := d.Version(ctx, out.Proposed)
	if err != nil {
		return nil, nil, err
	}
	b, err := whatif.NewBacktest(current.Engine, proposed.Engine, backtestRequest(), out.AsOf)
	if err != nil {
		return nil, nil, err
	}
	run.Done = 0
	if out.Backtest != nil {
		var sofar whatif.Backtest
		if err := sofar.UnmarshalJSON(out.Backtest); err != nil {
			return nil, nil, err
		}
		if err := b.Merge(&sofar); err != nil {
			return nil, nil, err
		}
		run.Done = b.Result().Issues
	}
	return out, b, nil
}

// ReadBacktest returns the result of a backtest that is done, its first flips, and how many days its
// issues cover, for alerts a day.
func (d *Desk) ReadBacktest(run *store.Run) (result whatif.Result, flips []Flip, days float64, err error) {
	var in backtestResult
	if err := json.Unmarshal([]byte(run.Result), &in); err != nil {
		return result, nil, 0, err
	}
	var b whatif.Backtest
	if err := b.UnmarshalJSON(in.Backtest); err != nil {
		return result, nil, 0, err
	}
	return b.Result(), in.Flips, in.AsOf.Sub(in.First).Hours() / 24, nil
}

// A line is an issue to import.
type line struct {
	Title       string            `json:"title,omitempty"`
	Description string            `json:"description,omitempty"`
	Bodies      map[string]string `json:"bodies,omitempty"` // by the ID of the event
	Issue       json.RawMessage   `json:"issue"`
}

// Line returns the line from which an issue is imported.
func (doc *Document) Line() ([]byte, error) {
	text, err := doc.Issue.MarshalJSON()
	if err != nil {
		return nil, err
	}
	return json.Marshal(line{doc.Title, doc.Description, doc.Bodies, text})
}

// importResult is how a run keeps an import.
type importResult struct {
	Line     int // the last one that was taken
	Problems []string
}

// maxProblems is how many lines of an import may be refused before it is given up.
const maxProblems = 100

// importAll imports the lines of a run. Those whose issue exists are passed over. What had happened
// before is nobody's news: only what comes is announced.
func (d *Desk) importAll(ctx context.Context, run *store.Run, until time.Time) (ended bool, err error) {
	var at importResult
	if run.Result != "" {
		if err := json.Unmarshal([]byte(run.Result), &at); err != nil {
			return false, err
		}
	}
	input, err := d.Read().RunInput(ctx, run.ID)
	if err != nil {
		return false, err
	}
	n := 0
	for text := range strings.Lines(input) {
		n++
		if n <= at.Line || strings.TrimSpace(text) == "" {
			continue
		}
		if time.Now().After(until) || len(at.Problems) == maxProblems {
			break
		}
		at.Line = n
		if err := d.importLine(ctx, run, &at, []byte(text)); err != nil {
			return false, err
		}
	}
	if len(at.Problems) < maxProblems && n != at.Line && time.Now().After(until) {
		return false, nil
	}
	if len(at.Problems) > 0 {
		return true, errors.New(strings.Join(at.Problems, "\n"))
	}
	return true, nil
}

// importLine imports a line, and stores with it that it was taken.
func (d *Desk) importLine(ctx context.Context, run *store.Run, at *importResult, text []byte) error {
	err := d.write(ctx, func(tx *store.Tx) error {
		if err := d.importOne(ctx, tx, text); err != nil {
			return err
		}
		run.Done++
		return d.updateImport(ctx, tx, run, at)
	})
	if err == nil {
		return nil
	}
	switch {
	case errors.Is(err, ErrConflict):
		run.Done++
	case errors.As(err, new(*InputError)):
		at.Problems = append(at.Problems, fmt.Sprintf("line %d: %v", at.Line, err))
	default:
		return err
	}
	return d.write(ctx, func(tx *store.Tx) error { return d.updateImport(ctx, tx, run, at) })
}

// updateImport stores how far an import is.
func (d *Desk) updateImport(ctx context.Context, tx *store.Tx, run *store.Run, at *importResult) error {
	text, err := json.Marshal(at)
	if err != nil {
		return err
	}
	run.Result = string(text)
	return tx.UpdateRun(ctx, run)
}

// importOne imports an issue.
func (d *Desk) importOne(ctx context.Context, tx *store.Tx, text []byte) error {
	var in line
	if err := json.Unmarshal(text, &in); err != nil {
		return &InputError{err}
	}
	doc := document{Document{Title: in.Title, Description: in.Description, Bodies: in.Bodies}, true}
	if err := json.Unmarshal(in.Issue, &doc.Issue); err != nil {
		return &InputError{err}
	}
	if doc.ID == "" {
		return inputErrorf("the issue has no ID")
	}
	if err := checkTexts(doc.ID, doc.Title, doc.Description); err != nil {
		return err
	}
	for i := range doc.Events {
		if e := &doc.Events[i]; e.ID == "" {
			e.ID = fmt.Sprintf("import-%d", i+1)
		}
		if err := errors.Join(d.checkInstant(doc.Events[i].At), checkTexts(doc.Events[i].ID, doc.Bodies[doc.Events[i].ID])); err != nil {
			return err
		}
	}
	_, err := d.load(ctx, tx, &doc)
	return err
}

// countLines returns the number of lines that are not blank.
func countLines(text string) int {
	n := 0
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			n++
		}
	}
	return n
}

// Report reports on all issues, as the configuration in force judges them. The request is a
// [report.Request], a [report.HeldRequest] or a [report.TargetsRequest].
func (d *Desk) Report(ctx context.Context, request json.Marshaler) (report.Result, error) {
	setup, err := d.Current(ctx)
	if err != nil {
		return nil, err
	}
	text, err := request.MarshalJSON()
	if err != nil {
		return nil, err
	}
	tally, err := report.NewTally(setup.Engine, text, d.Now())
	if err != nil {
		return nil, &InputError{err}
	}
	if err := d.EachIssue(ctx, tally.Add); err != nil {
		return nil, err
	}
	return tally.Result(), nil
}
