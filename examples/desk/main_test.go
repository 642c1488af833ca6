package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/examples/desk/internal/testdesk"
)

// Arguments that would open a door are refused, and no error tells a secret.
func TestFlags(t *testing.T) {
	t.Setenv("DESK_DATABASE", "")
	for _, args := range [][]string{
		{"-addr", ":8080"}, {"-addr", "0.0.0.0:8080"}, {"-addr", "192.168.1.7:8080"}, {"-demo", "x", "-addr", "[::]:8080"},
		{"-data", "a", "-database", "postgres://b"}, {"more"}, {"-slack", "http://hooks.example/hush"}, {"-slack", "#a=hush"},
		{"-pprof", ":6060"}, {"-pprof", "192.168.1.7:6060"},
	} {
		if _, err := parseFlags(args); err == nil || strings.Contains(err.Error(), "hush") {
			t.Errorf("%q: %v", args, err)
		}
	}
	for _, args := range [][]string{nil, {"-pprof", "127.0.0.1:0"}, {"-addr", "[::1]:8080"}, {"-addr", "localhost:1"}, {"-data", "a", "-addr", ":8080"}} {
		if _, err := parseFlags(args); err != nil {
			t.Errorf("%q: %v", args, err)
		}
	}
	f, err := parseFlags([]string{"-slack", "https://hooks.example/1", "-slack", "#leads=https://hooks.example/2"})
	if err != nil || f.slack[""] != "https://hooks.example/1" || f.slack["#leads"] != "https://hooks.example/2" {
		t.Errorf("slack: %v, %v", f, err)
	}
}

// output is what a desk prints, and tells when it is ready.
type output struct {
	bytes.Buffer
	ready chan string
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.Buffer.Write(p)
	if _, where, ok := strings.Cut(o.String(), "The desk is at "); ok {
		o.ready <- strings.TrimSpace(where)
	}
	return n, err
}

// runDesk runs a desk until the test, or stop, ends it, and returns where it is and what it prints.
func runDesk(t *testing.T, args ...string) (url string, printed string, stop func()) {
	t.Helper()
	f, err := parseFlags(append(args, "-addr", "127.0.0.1:0"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	out := &output{ready: make(chan string, 1)}
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, f, out, slog.New(slog.NewTextHandler(os.Stderr, nil))) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(stop)
	select {
	case url = <-out.ready:
	case err := <-ended:
		ended <- err
		t.Fatal(err)
	case <-time.After(time.Minute):
		t.Fatal("the desk does not start")
	}
	return url, out.String(), stop
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

// Started without arguments it is the demo, which goes on where it was if it has a folder.
func TestDemo(t *testing.T) {
	folder := t.TempDir()
	for range 2 {
		url, printed, stop := runDesk(t, "-demo", folder)
		if status, body := get(t, url+"/healthz"); status != 200 {
			t.Errorf("health: %d %s", status, body)
		}
		if strings.Contains(printed, "invitation") {
			t.Errorf("the demo prints %q", printed)
		}
		stop()
	}
	if _, err := os.Stat(filepath.Join(folder, "desk.db")); err != nil {
		t.Error(err)
	}
}

// A real desk prints a link for its administrator as long as there is nobody.
func TestRealDesk(t *testing.T) {
	for name, args := range map[string][]string{"SQLite": {"-data", filepath.Join(t.TempDir(), "desk.db")}, "Postgres": {"-database", "URL"}} {
		t.Run(name, func(t *testing.T) {
			if args[1] == "URL" {
				args[1] = testdesk.URL(t)
			}
			url, printed, stop := runDesk(t, args...)
			if strings.Count(printed, "/welcome?invitation=") != 1 {
				t.Errorf("it prints %q", printed)
			}
			if status, _ := get(t, url+"/api/issues"); status != http.StatusUnauthorized {
				t.Errorf("the API answers anybody: %d", status)
			}
			stop()
			_, again, _ := runDesk(t, args...)
			if again == printed || strings.Count(again, "/welcome?invitation=") != 1 {
				t.Errorf("started again, it prints %q", again)
			}
		})
	}
}

// A database that cannot be opened is an error, which tells no password.
func TestBadDatabase(t *testing.T) {
	for _, args := range [][]string{
		{"-data", filepath.Join(t.TempDir(), "no", "such", "folder", "desk.db")},
		{"-database", "postgres://ann:hush@127.0.0.1:1/desk?connect_timeout=1"},
		{"-database", "postgres://ann:hush@[bad"},
	} {
		f, err := parseFlags(args)
		if err != nil {
			t.Fatal(err)
		}
		err = run(t.Context(), f, io.Discard, slog.New(slog.DiscardHandler))
		if err == nil || strings.Contains(err.Error(), "hush") || errors.Is(err, context.Canceled) {
			t.Errorf("%q: %v", args[0], err)
		}
	}
}
