package desk

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/policy"
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

// DoRun does a run. It may be called again after a crash: a takeover and an import go on where they
// were, and a backtest begins again.
func (d *Desk) DoRun(ctx context.Context, id string) error {
	run, err := d.Read().Run(ctx, id)
	if err != nil {
		return err
	}
	if run.State == store.Done {
		return nil
	}
	run.State = store.Running
	if err := d.saveRun(ctx, &run); err != nil {
		return err
	}
	switch run.Kind {
	case BacktestRun:
		err = d.backtest(ctx, &run)
	case TakeoverRun:
		err = d.takeOverAll(ctx, &run)
	case ImportRun:
		err = d.importAll(ctx, &run)
	default:
		err = fmt.Errorf("unknown kind of run %q", run.Kind)
	}
	if ctx.Err() != nil { // the process ends; the job is done again
		return ctx.Err()
	}
	run.State, run.EndedAt = store.Done, d.Now()
	if err != nil {
		run.State, run.Error = store.Failed, err.Error()
		d.log.Error("a run failed", "kind", run.Kind, "run", run.ID, "error", err)
	}
	return d.saveRun(ctx, &run)
}

// saveRun stores how far a run is.
func (d *Desk) saveRun(ctx context.Context, run *store.Run) error {
	return d.write(ctx, func(tx *store.Tx) error { return tx.UpdateRun(ctx, run) })
}

// takeOverAll moves all open issues to the configuration in force.
func (d *Desk) takeOverAll(ctx context.Context, run *store.Run) error {
	to, err := d.Current(ctx)
	if err != nil {
		return err
	}
	left, err := d.Read().CountOutdated(ctx, to.Version)
	if err != nil {
		return err
	}
	run.Total = run.Done + int64(left)
	for {
		n := 0
		err := d.write(ctx, func(tx *store.Tx) error {
			issues, err := tx.LockOutdated(ctx, to.Version, batch)
			if err != nil {
				return err
			}
			n = len(issues)
			for i := range issues {
				issues[i].Version++
				if err := d.takeOver(ctx, tx, &issues[i], to, d.Now()); err != nil {
					return fmt.Errorf("issue %s: %w", issues[i].ID, err)
				}
			}
			run.Done += int64(n)
			run.Total = max(run.Total, run.Done)
			return tx.UpdateRun(ctx, run)
		})
		if err != nil || n == 0 {
			return err
		}
	}
}

// EachIssue calls f with every issue and its whole history, in the order of IDs. It reads them in
// parts, so that the database is not kept busy.
func (d *Desk) EachIssue(ctx context.Context, f func(sla.Issue) error) error {
	after := ""
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

// backtestResult is how a run keeps a backtest.
type backtestResult struct {
	Current, Proposed int64
	AsOf              time.Time
	Backtest          json.RawMessage
	Flips             []Flip
	Days              float64
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
func (d *Desk) backtest(ctx context.Context, run *store.Run) error {
	current, err := d.Current(ctx)
	if err != nil {
		return err
	}
	proposed, err := d.Version(ctx, run.Config)
	if err != nil {
		return err
	}
	now := d.Now()
	b, err := whatif.NewBacktest(current.Engine, proposed.Engine, backtestRequest(), now)
	if err != nil {
		return err
	}
	total, err := d.Read().CountAll(ctx)
	if err != nil {
		return err
	}
	run.Done, run.Total = 0, int64(total)
	out := backtestResult{Current: current.Version, Proposed: proposed.Version, AsOf: now}
	first := now
	err = d.EachIssue(ctx, func(issue sla.Issue) error {
		flips, err := b.Add(issue)
		if err != nil {
			return err
		}
		for _, f := range flips {
			if len(out.Flips) < MaxFlips {
				out.Flips = append(out.Flips, Flip{f.IssueID, f.Metric, f.Policy, f.Why(), f.Cycle, f.Was, f.Becomes, f.StartedAt})
			}
		}
		if issue.CreatedAt.Before(first) {
			first = issue.CreatedAt
		}
		if run.Done++; run.Done%200 == 0 {
			return d.saveRun(ctx, run)
		}
		return nil
	})
	if err != nil {
		return err
	}
	out.Days = now.Sub(first).Hours() / 24
	if out.Backtest, err = b.MarshalJSON(); err != nil {
		return err
	}
	text, err := json.Marshal(out)
	run.Result = string(text)
	return err
}

// ReadBacktest returns the result of a run that is done.
func (d *Desk) ReadBacktest(run *store.Run) (result whatif.Result, flips []Flip, days float64, err error) {
	var in backtestResult
	if err := json.Unmarshal([]byte(run.Result), &in); err != nil {
		return result, nil, 0, err
	}
	var b whatif.Backtest
	if err := b.UnmarshalJSON(in.Backtest); err != nil {
		return result, nil, 0, err
	}
	return b.Result(), in.Flips, in.Days, nil
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

// importAll imports the lines of a run. Those whose issue exists are passed over, so that an import can
// be done again. What had happened before is nobody's news: only what comes is announced.
func (d *Desk) importAll(ctx context.Context, run *store.Run) error {
	lines := bufio.NewScanner(strings.NewReader(run.Input))
	lines.Buffer(nil, 16<<20)
	run.Done = 0
	var problems []string
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		err := d.write(ctx, func(tx *store.Tx) error {
			if err := d.importOne(ctx, tx, lines.Bytes()); err != nil {
				return err
			}
			run.Done++
			return tx.UpdateRun(ctx, run)
		})
		switch {
		case errors.Is(err, ErrConflict):
			run.Done++
		case errors.As(err, new(*InputError)):
			problems = append(problems, fmt.Sprintf("line %d: %v", n, err))
			if len(problems) == 100 {
				return errors.New(strings.Join(problems, "\n"))
			}
		case err != nil:
			return err
		}
	}
	if len(problems) > 0 {
		return errors.New(strings.Join(problems, "\n"))
	}
	return lines.Err()
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
	for i := range doc.Events {
		if e := &doc.Events[i]; e.ID == "" {
			e.ID = fmt.Sprintf("import-%d", i+1)
		}
		if err := d.checkInstant(doc.Events[i].At); err != nil {
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

// Report reports on all issues, as the configuration in force judges them.
func (d *Desk) Report(ctx context.Context, q report.Request) (report.Report, error) {
	setup, err := d.Current(ctx)
	if err != nil {
		return report.Report{}, err
	}
	a, err := report.New(setup.Engine, q, d.Now())
	if err != nil {
		return report.Report{}, &InputError{err}
	}
	if err := d.EachIssue(ctx, a.Add); err != nil {
		return report.Report{}, err
	}
	return a.Report(), nil
}

// Held reports in whose time clocks ran.
func (d *Desk) Held(ctx context.Context, q report.HeldRequest) (report.Held, error) {
	setup, err := d.Current(ctx)
	if err != nil {
		return report.Held{}, err
	}
	a, err := report.NewHeld(setup.Engine, q, d.Now())
	if err != nil {
		return report.Held{}, &InputError{err}
	}
	if err := d.EachIssue(ctx, a.Add); err != nil {
		return report.Held{}, err
	}
	return a.Held(), nil
}

// Targets reports which targets would have been kept.
func (d *Desk) Targets(ctx context.Context, q report.TargetsRequest) (report.Targets, error) {
	setup, err := d.Current(ctx)
	if err != nil {
		return report.Targets{}, err
	}
	a, err := report.NewTargets(setup.Engine, q, d.Now())
	if err != nil {
		return report.Targets{}, &InputError{err}
	}
	if err := d.EachIssue(ctx, a.Add); err != nil {
		return report.Targets{}, err
	}
	return a.Targets(), nil
}

// Conditions parses a condition of a report, such as {"field": "team", "op": "eq", "value": "tier 2"}.
func Conditions(text string) (*policy.Condition, error) {
	var c policy.Condition
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return nil, &InputError{err}
	}
	return &c, nil
}
