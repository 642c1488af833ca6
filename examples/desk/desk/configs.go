package desk

import (
	"context"
	"errors"
	"time"

	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/policy/configdiff"
	"github.com/punctualgo/punctual/policy/lint"
)

// Lint returns what is wrong, or likely so, with the text of a configuration, with lines.
func (d *Desk) Lint(text string) []lint.Finding {
	return lint.CheckText([]byte(text), lint.Options{AsOf: d.Now()})
}

// Invalid reports whether findings keep a configuration from being used.
func Invalid(findings []lint.Finding) bool {
	for _, f := range findings {
		if f.Level == lint.Error {
			return true
		}
	}
	return false
}

// Propose stores a configuration that is not in force. If its text is invalid, it stores nothing and
// returns an InputError; Lint has the problems one by one.
func (d *Desk) Propose(ctx context.Context, text, note, by string) (*Setup, error) {
	c := store.Config{Text: text, Note: note, CreatedBy: by, CreatedAt: d.Now()}
	s, err := d.newSetup(c)
	if err != nil {
		return nil, &InputError{err}
	}
	s.Fingerprint = s.Engine.Fingerprint()
	return s, d.write(ctx, func(tx *store.Tx) error { return tx.InsertConfig(ctx, &s.Config) })
}

// Withdraw removes a proposal.
func (d *Desk) Withdraw(ctx context.Context, version int64) error {
	return d.write(ctx, func(tx *store.Tx) error {
		if ok, err := tx.DeleteProposal(ctx, version); err != nil || ok {
			return err
		}
		return store.ErrNotFound
	})
}

// GoLive puts a proposal in force from an instant on, which is now if it is zero. Open issues are
// taken over in the background from then on; the run says how far it is.
func (d *Desk) GoLive(ctx context.Context, version int64, at time.Time, by string) (run store.Run, err error) {
	now := d.Now()
	if at.Before(now) {
		at = now
	}
	err = d.write(ctx, func(tx *store.Tx) error {
		if ok, err := tx.SetEffective(ctx, version, at); err != nil || !ok {
			return orNotFound(err)
		}
		if at.After(now) {
			return nil // TakeOverLate begins it
		}
		run, err = d.startRun(ctx, tx, store.Run{Kind: TakeoverRun, Config: version, CreatedBy: by})
		return err
	})
	return run, err
}

// Adopt puts the first configuration of a desk in force, from now on. There are no issues to take
// over.
func (d *Desk) Adopt(ctx context.Context, version int64) error {
	return d.write(ctx, func(tx *store.Tx) error {
		if ok, err := tx.SetEffective(ctx, version, d.Now()); err != nil || !ok {
			return orNotFound(err)
		}
		return nil
	})
}

// TakeOverLate begins a takeover if open issues are under another configuration than the one in force
// and none is on its way: its instant has come, or an issue was opened while it came into force.
func (d *Desk) TakeOverLate(ctx context.Context) error {
	current, err := d.Current(ctx)
	if errors.Is(err, ErrNoConfig) {
		return nil
	}
	if err != nil {
		return err
	}
	if there, err := d.Read().Outdated(ctx, current.Version); err != nil || !there {
		return err
	}
	runs, err := d.Read().Runs(ctx, TakeoverRun, 1)
	if err != nil {
		return err
	}
	if len(runs) > 0 && (runs[0].State == store.Waiting || runs[0].State == store.Running) {
		return nil
	}
	if len(runs) > 0 && runs[0].State == store.Failed && d.Now().Before(runs[0].EndedAt.Add(10*time.Minute)) {
		return nil // an issue cannot be moved; the reason may go away
	}
	return d.write(ctx, func(tx *store.Tx) error {
		_, err := d.startRun(ctx, tx, store.Run{Kind: TakeoverRun, Config: current.Version})
		return err
	})
}

// Compare returns what changes from one version to another, in words.
func (d *Desk) Compare(ctx context.Context, before, after int64) ([]configdiff.Change, error) {
	a, err := d.Version(ctx, before)
	if err != nil {
		return nil, err
	}
	b, err := d.Version(ctx, after)
	if err != nil {
		return nil, err
	}
	return configdiff.Compare(a.Policy, b.Policy), nil
}

// Templates returns configurations to start from.
func Templates() []policy.Template { return policy.Templates() }
