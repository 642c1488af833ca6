// Desk is a helpdesk with Punctual inside. Without arguments it is a demo, with a team and eight weeks
// of simulated life, on http://127.0.0.1:8080. With -data or -database it is a real one.
package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
	_ "time/tzdata" // for machines without zone data

	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/examples/desk/demo"
	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/jobs"
	"github.com/punctualgo/punctual/examples/desk/notify"
	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/examples/desk/web"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	f, err := parseFlags(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err == nil {
		err = run(ctx, f, os.Stdout, slog.New(slog.NewTextHandler(os.Stderr, nil)))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "desk:", err)
		os.Exit(1)
	}
}

// flags are the arguments of the command.
type flags struct {
	data, database, demo, addr, url, smtp, sender, pprof string
	slack                                                map[string]string // webhooks by channel
	workers                                              int
	wait, timeout                                        time.Duration
	secure, private                                      bool
}

// texts collects the values of a flag that may be repeated. It takes any, because package flag would
// print the one that is wrong, and it is a secret.
type texts []string

func (l *texts) String() string        { return "" }
func (l *texts) Set(text string) error { *l = append(*l, text); return nil }

// parseSlack reads webhooks of Slack: a URL, or #channel=URL.
func parseSlack(list []string) (map[string]string, error) {
	urls := make(map[string]string)
	for _, text := range list {
		channel := ""
		if name, url, ok := strings.Cut(text, "="); ok && strings.HasPrefix(name, "#") {
			channel, text = name, url
		}
		if !strings.HasPrefix(text, "https://") {
			return nil, errors.New("a webhook of Slack is a URL that begins with https://, or #channel= and a URL")
		}
		urls[channel] = text
	}
	return urls, nil
}

// parseFlags reads the arguments. Secrets may be in the environment, where other users do not see them.
func parseFlags(args []string) (*flags, error) {
	f := new(flags)
	var slack texts
	set := flag.NewFlagSet("desk", flag.ContinueOnError)
	set.StringVar(&f.data, "data", "", "a real desk, with its database in this `file`")
	set.StringVar(&f.database, "database", "", "a real desk, with its database in Postgres, at this `URL` (or DESK_DATABASE)")
	set.StringVar(&f.demo, "demo", "", "the demo, with its database in this `folder` instead of a temporary one")
	set.StringVar(&f.addr, "addr", "127.0.0.1:8080", "`address` to listen on")
	set.StringVar(&f.url, "url", "", "`URL` by which people find the desk, for links in messages")
	set.StringVar(&f.smtp, "smtp", "", "mail server, as `URL`: smtp://user:password@host:587 (or DESK_SMTP)")
	set.StringVar(&f.sender, "from", "", "`address` from which e-mail is sent")
	set.Var(&slack, "slack", "`webhook` of Slack: a URL, or #channel=URL; may be repeated (or DESK_SLACK)")
	set.IntVar(&f.workers, "workers", 4, "how many messages are sent at once")
	set.DurationVar(&f.wait, "retry", 5*time.Second, "how long to wait after the first attempt to send that failed; then twice as long each time")
	set.DurationVar(&f.timeout, "send-timeout", 20*time.Second, "how long an attempt to send may take")
	set.BoolVar(&f.secure, "secure", false, "browsers come by HTTPS, by way of a proxy")
	set.BoolVar(&f.private, "private-webhooks", false, "webhooks may lead into the private network")
	set.StringVar(&f.pprof, "pprof", "", "`address` on loopback for Go's profiles, at /debug/pprof")
	if err := set.Parse(args); err != nil {
		return nil, err
	}
	if set.NArg() > 0 {
		return nil, fmt.Errorf("unknown argument %q", set.Arg(0))
	}
	if f.data == "" && f.database == "" {
		f.database = os.Getenv("DESK_DATABASE")
	}
	if f.smtp == "" {
		f.smtp = os.Getenv("DESK_SMTP")
	}
	if len(slack) == 0 {
		slack = strings.Fields(os.Getenv("DESK_SLACK"))
	}
	var err error
	if f.slack, err = parseSlack(slack); err != nil {
		return nil, err
	}
	if f.isDemo() && !onLoopback(f.addr) {
		return nil, errors.New("the demo, where anybody may sign in, listens on loopback alone; for a real desk give -data or -database")
	}
	if f.pprof != "" && !onLoopback(f.pprof) {
		return nil, errors.New("-pprof listens on loopback alone: profiles are for nobody else")
	}
	if f.data != "" && f.database != "" {
		return nil, errors.New("give -data or -database, not both")
	}
	if f.url == "" {
		f.url = "http://" + f.addr
	}
	return f, nil
}

func (f *flags) isDemo() bool { return f.data == "" && f.database == "" }

// onLoopback reports whether an address is reached from this machine alone.
func onLoopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	return err == nil && (host == "localhost" || net.ParseIP(host).IsLoopback())
}

// run runs a desk until ctx ends.
func run(ctx context.Context, f *flags, out io.Writer, log *slog.Logger) error {
	name, clean, err := f.databaseName()
	if err != nil {
		return err
	}
	defer clean()
	db, err := store.Open(ctx, name)
	if err != nil {
		return err
	}
	defer db.Close()
	senders, err := f.senders()
	if err != nil {
		return err
	}
	metrics := jobs.NewMetrics()
	queue, err := jobs.NewQueue(ctx, jobs.Options{
		DB: db, Senders: senders, Workers: f.workers, Wait: f.wait, Timeout: f.timeout, Log: log, Metrics: metrics,
	})
	if err != nil {
		return err
	}
	options := desk.Options{DB: db, Clock: clock.System{}, Enqueue: queue.Insert, URL: f.url, Sender: f.sender, Log: log}
	server := web.Options{Metrics: metrics, Log: log, Secure: f.secure}
	if onLoopback(f.addr) && !f.secure {
		server.Hosts = []string{"127.0.0.1", "localhost", "::1", "[::1]"}
	}
	if f.isDemo() {
		if server.Desk, server.Ahead, err = openDemo(ctx, options); err != nil {
			return err
		}
		server.Demo = true
	} else {
		server.Desk = desk.New(options)
		if err := prepare(ctx, server.Desk, f.url, out); err != nil {
			return err
		}
	}
	if f.pprof != "" {
		listener, err := net.Listen("tcp", f.pprof)
		if err != nil {
			return err
		}
		defer listener.Close()
		go func() { _ = http.Serve(listener, profiles()) }()
	}
	return serve(ctx, f.addr, server, queue, out)
}

// profiles are Go's, as package net/http/pprof has them.
func profiles() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	return mux
}

// databaseName returns what to open, and what removes a temporary database.
func (f *flags) databaseName() (name string, clean func(), err error) {
	switch {
	case f.database != "":
		return f.database, func() {}, nil
	case f.data != "":
		return f.data, func() {}, nil
	case f.demo != "":
		return filepath.Join(f.demo, "desk.db"), func() {}, os.MkdirAll(f.demo, 0o700)
	}
	folder, err := os.MkdirTemp("", "desk-demo-")
	return filepath.Join(folder, "desk.db"), func() { _ = os.RemoveAll(folder) }, err
}

// senders returns the senders that were asked for. What has none is shown in the outbox.
func (f *flags) senders() (notify.Senders, error) {
	reach := notify.Public
	if f.private {
		reach = notify.Anywhere
	}
	client := notify.NewClient(reach)
	senders := make(notify.Senders)
	if len(f.slack) > 0 {
		senders["slack"] = &notify.Slack{URLs: f.slack, Client: client}
	}
	if f.smtp != "" {
		email, err := notify.ParseEmail(f.smtp)
		if err != nil {
			return nil, fmt.Errorf("-smtp: %w", err)
		}
		senders["email"] = email
	}
	if !f.isDemo() { // the webhooks of a demo lead nowhere
		senders["webhook"] = &notify.Webhook{Secret: []byte(os.Getenv("DESK_WEBHOOK_SECRET")), Client: client}
	}
	return senders, nil
}

// openDemo returns the desk of a demo, filled if it is new, and what moves its clock.
func openDemo(ctx context.Context, o desk.Options) (*desk.Desk, func(time.Duration) (time.Time, error), error) {
	c := new(demo.Clock)
	o.Clock = c
	d := desk.New(o)
	known, err := demo.Resume(ctx, o.DB, c)
	if err == nil && !known {
		filling := o
		filling.Enqueue = func(context.Context, *sql.Tx, desk.Job) error { return nil } // nobody gets what is past
		err = demo.Fill(ctx, desk.New(filling), c, 1)
	}
	return d, func(by time.Duration) (time.Time, error) { return demo.Ahead(ctx, d, c, by) }, err
}

// prepare gives a new desk a configuration, and prints the link for its first administrator.
func prepare(ctx context.Context, d *desk.Desk, url string, out io.Writer) error {
	if _, err := d.Current(ctx); errors.Is(err, desk.ErrNoConfig) {
		setup, err := d.Propose(ctx, demo.Config, "to start from", "")
		if err != nil {
			return err
		}
		if err := d.Adopt(ctx, setup.Version); err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	path, err := web.FirstAdministrator(ctx, d)
	if err == nil && path != "" {
		fmt.Fprintf(out, "To make the administrator's account, open this link. It is good once, for three days:\n\n  %s%s\n\n", url, path)
	}
	return err
}

// serve works and answers until ctx ends, and then lets what is under way end.
func serve(ctx context.Context, addr string, o web.Options, queue *jobs.Queue, out io.Writer) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	server := web.New(o)
	if err := queue.Start(context.WithoutCancel(ctx), o.Desk); err != nil {
		return err
	}
	var watching sync.WaitGroup
	watching.Go(func() { jobs.Watch(ctx, o.Desk, o.Log) })
	h := &http.Server{
		Handler: server, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute, WriteTimeout: 2 * time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	failed := make(chan error, 1)
	go func() { failed <- h.Serve(listener) }()
	fmt.Fprintf(out, "The desk is at http://%s\n", listener.Addr())
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	server.Close()
	err = errors.Join(err, h.Shutdown(end), queue.Stop(end))
	watching.Wait()
	return err
}
