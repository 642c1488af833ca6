// Package jobs does the work in the background, with River: messages are sent, and long work is done.
// Its queue is in the database of the desk, so that a job exists if and only if the change that made
// it necessary does. River runs on the machine's clock and only delivers. When something is due is
// decided by the desk's own clock, in the loop of Watch.
package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/notify"
	"github.com/punctualgo/punctual/examples/desk/store"
)

// Queues. Long work has one of its own, so that nobody waits for it to be told.
const (
	queueSend = river.QueueDefault
	queueRuns = "runs"
)

// Options are what the workers need.
type Options struct {
	DB      *store.DB
	Senders notify.Senders
	Workers int           // that send at once; 4 if zero
	Wait    time.Duration // after the first attempt that failed; 5 s if zero

	// Timeout is how long an attempt may take; 20 s if zero. What a process was sending when it was
	// killed is sent again when this is over, and up to half a minute later.
	Timeout time.Duration

	Log     *slog.Logger
	Metrics *Metrics // nil if nobody asks
}

// A Queue takes jobs, and does them once it was started.
type Queue struct {
	options Options
	client  *river.Client[*sql.Tx]
	desk    *desk.Desk
}

// NewQueue makes the tables of the queue if they are not there. Insert can be used at once; Start needs
// the desk.
func NewQueue(ctx context.Context, o Options) (*Queue, error) {
	if o.Workers == 0 {
		o.Workers = 4
	}
	if o.Wait == 0 {
		o.Wait = 5 * time.Second
	}
	if o.Timeout == 0 {
		o.Timeout = 20 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Metrics == nil {
		o.Metrics = NewMetrics()
	}
	migrator, err := rivermigrate.New(o.DB.River, &rivermigrate.Config{Logger: quiet(o.Log)})
	if err != nil {
		return nil, err
	}
	err = o.DB.Alone(ctx, func() error {
		_, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("making the tables of the queue: %w", err)
	}
	q := &Queue{options: o}
	workers := river.NewWorkers()
	river.AddWorker(workers, &sendWorker{queue: q})
	river.AddWorker(workers, &runWorker{queue: q})
	river.AddWorker(workers, &cleanWorker{queue: q})
	config := &river.Config{
		Workers: workers,
		Logger:  quiet(o.Log),
		Queues: map[string]river.QueueConfig{
			queueSend: {MaxWorkers: o.Workers, FetchCooldown: 50 * time.Millisecond},
			queueRuns: {MaxWorkers: 1},
		},
		JobTimeout:           o.Timeout,
		RescueStuckJobsAfter: o.Timeout * 3 / 2,
		PeriodicJobs: []*river.PeriodicJob{
			river.NewPeriodicJob(river.PeriodicInterval(10*time.Minute),
				func() (river.JobArgs, *river.InsertOpts) { return cleanJob{}, &river.InsertOpts{Queue: queueRuns} },
				&river.PeriodicJobOpts{ID: "clean", RunOnStart: true}),
		},
		CompletedJobRetentionPeriod: time.Hour,
	}
	if !o.DB.Postgres() { // nobody notifies
		config.FetchPollInterval = 200 * time.Millisecond
	}
	q.client, err = river.NewClient(o.DB.River, config)
	return q, err
}

// quiet returns a log of warnings only: River tells much.
func quiet(log *slog.Logger) *slog.Logger { return slog.New(warnings{log.Handler()}) }

type warnings struct{ slog.Handler }

func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}

// Insert adds a job in a transaction. It is what a desk enqueues with.
func (q *Queue) Insert(ctx context.Context, tx *sql.Tx, job desk.Job) error {
	opts := &river.InsertOpts{MaxAttempts: maxAttempts}
	if _, ok := job.(desk.RunJob); ok {
		opts.Queue = queueRuns
	}
	_, err := q.client.InsertTx(ctx, tx, job, opts)
	return err
}

// Start begins to work. Ctx ends it at once; Stop lets what is under way end.
func (q *Queue) Start(ctx context.Context, d *desk.Desk) error {
	q.desk = d
	return q.client.Start(ctx)
}

// Stop waits until jobs that are being done have ended, or ctx has.
func (q *Queue) Stop(ctx context.Context) error { return q.client.Stop(ctx) }

// maxAttempts is how often a message is tried before it is given up: for about a day.
const maxAttempts = 12

// wait is how long to wait after an attempt: twice as long each time, up to 6 hours.
func (q *Queue) wait(attempt int) time.Duration {
	return min(q.options.Wait<<min(max(attempt-1, 0), 20), 6*time.Hour)
}

// A sendWorker sends messages.
type sendWorker struct {
	river.WorkerDefaults[desk.SendJob]
	queue *Queue
}

// Work sends a message, unless it was sent. Between the sending and the storing of it a process may be
// killed: the message is then sent again, under the same ID.
func (w *sendWorker) Work(ctx context.Context, job *river.Job[desk.SendJob]) error {
	m, err := w.queue.desk.Read().Message(ctx, job.Args.Message)
	if err != nil {
		return err
	}
	if m.State != store.Pending {
		return nil
	}
	why := w.queue.options.Senders.Send(ctx, &m)
	if why == nil {
		w.queue.options.Metrics.sent(&m, w.queue.desk.Now())
		return w.queue.desk.Sent(ctx, &m)
	}
	w.queue.options.Metrics.failed(&m)
	next := w.queue.wait(job.Attempt)
	known, ok := errors.AsType[*notify.Error](why)
	if ok && known.After > 0 {
		next = known.After
	}
	if job.Attempt >= job.MaxAttempts || ok && known.Permanent {
		if err := w.queue.desk.NotSent(ctx, &m, why, 0); err != nil {
			return err
		}
		return river.JobCancel(why)
	}
	if err := w.queue.desk.NotSent(context.WithoutCancel(ctx), &m, why, next); err != nil {
		return err
	}
	w.queue.options.Log.Warn("a message could not be sent", "type", m.Type, "message", m.ID, "attempt", job.Attempt, "error", why)
	return why
}

// NextRetry implements river.Worker. How long to wait is in the row of the message, because a receiver
// may have asked for longer.
func (w *sendWorker) NextRetry(job *river.Job[desk.SendJob]) time.Time {
	next := w.queue.wait(job.Attempt)
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if m, err := w.queue.desk.Read().Message(ctx, job.Args.Message); err == nil && m.State == store.Pending && !m.NextTry.IsZero() {
		next = max(m.NextTry.Sub(w.queue.desk.Now()), 0)
	}
	return time.Now().Add(next)
}

// A runWorker does long work.
type runWorker struct {
	river.WorkerDefaults[desk.RunJob]
	queue *Queue
}

// slice is how long a run is worked on at once. Another worker goes on with it after that, and soon
// after this one was killed.
const slice = 10 * time.Second

// Timeout implements river.Worker.
func (w *runWorker) Timeout(*river.Job[desk.RunJob]) time.Duration { return 6 * slice }

// Work works on a run.
func (w *runWorker) Work(ctx context.Context, job *river.Job[desk.RunJob]) error {
	ended, err := w.queue.desk.DoRun(ctx, job.Args.Run, slice)
	if err == nil && !ended {
		return river.JobSnooze(0)
	}
	return err
}

// A cleanJob removes what has expired, from time to time.
type cleanJob struct{}

// Kind implements river.JobArgs.
func (cleanJob) Kind() string { return "clean" }

type cleanWorker struct {
	river.WorkerDefaults[cleanJob]
	queue *Queue
}

// Work removes what has expired.
func (w *cleanWorker) Work(ctx context.Context, _ *river.Job[cleanJob]) error {
	return w.queue.options.DB.Write(ctx, func(tx *store.Tx) error { return tx.CleanUp(ctx, time.Now(), 48*time.Hour) })
}
