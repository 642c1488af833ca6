//go:build unix

package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

// A process is a process of the desk.
type process struct {
	command        *exec.Cmd
	address, pprof string
}

// start builds the desk, starts its processes, and waits until they answer.
func (r *run) start(ctx context.Context) error {
	program := filepath.Join(r.folder, "desk")
	build := exec.CommandContext(ctx, "go", "build", "-o", program, "github.com/punctualgo/punctual/examples/desk")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	for range r.processes {
		p := new(process)
		for _, a := range []*string{&p.address, &p.pprof} {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				return err
			}
			*a = l.Addr().String()
			l.Close()
		}
		p.command = exec.CommandContext(ctx, program, "-addr", p.address, "-private-webhooks", "-workers", "16", "-pprof", p.pprof)
		if r.sqlite {
			p.command.Args = append(p.command.Args, "-data", r.database)
		} else {
			p.command.Args = append(p.command.Args, "-database", r.database)
		}
		p.command.Stderr = os.Stderr
		began := time.Now()
		if err := p.command.Start(); err != nil {
			return err
		}
		r.desks = append(r.desks, p)
		if err := r.await(ctx, p); err != nil {
			return err
		}
		fmt.Printf("start-up: %v until the inbox answers\n", time.Since(began).Round(time.Millisecond))
	}
	fmt.Printf("memory of each desk after start-up: %s\n", r.memory())
	time.Sleep(5 * time.Second) // what came due while nobody was there
	return nil
}

// await waits until the inbox answers.
func (r *run) await(ctx context.Context, p *process) error {
	for range 6000 {
		if err := r.list(ctx, p); err == nil {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return fmt.Errorf("the desk does not answer")
}

// list asks for what is due first.
func (r *run) list(ctx context.Context, p *process) error {
	q, err := http.NewRequestWithContext(ctx, "GET", "http://"+p.address+"/api/issues?limit=50", nil)
	if err != nil {
		return err
	}
	q.Header.Set("Authorization", "Bearer "+r.token)
	return answered(http.DefaultClient, q)
}

// answered sends a request, and reads all of the answer.
func answered(client *http.Client, q *http.Request) error {
	answer, err := client.Do(q)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s", answer.Status)
	}
	return err
}

// stop ends the processes.
func (r *run) stop() {
	for _, p := range r.desks {
		_ = p.command.Process.Kill()
		_ = p.command.Wait()
	}
}

// profile begins to profile the processes, if that was asked for, for as long as events are sent, and
// returns what waits for the profiles.
func (r *run) profile(rate int) func() error {
	var group errgroup.Group
	if r.profiles == "" {
		return group.Wait
	}
	for i, p := range r.desks {
		group.Go(func() error {
			answer, err := http.Get(fmt.Sprintf("http://%s/debug/pprof/profile?seconds=%d", p.pprof, max(int(r.length.Seconds()), 1)))
			if err != nil {
				return err
			}
			defer answer.Body.Close()
			body, err := io.ReadAll(answer.Body)
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(r.profiles, fmt.Sprintf("desk%d-%d.pprof", i+1, rate)), body, 0o600)
		})
	}
	return group.Wait
}

// memory returns what the processes use.
func (r *run) memory() string {
	var list []string
	for _, p := range r.desks {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
		if err != nil {
			return "unknown"
		}
		for line := range strings.Lines(string(text)) {
			if value, ok := strings.CutPrefix(line, "VmRSS:"); ok {
				list = append(list, strings.TrimSpace(value))
			}
		}
	}
	return strings.Join(list, ", ")
}

// processorTime is in seconds.
type processorTime struct{ desks, postgres, here float64 }

// cpu returns the processor time that was used so far.
func (r *run) cpu() processorTime {
	used := processorTime{here: seconds(os.Getpid())}
	for _, p := range r.desks {
		used.desks += seconds(p.command.Process.Pid)
	}
	if r.server == nil {
		return used
	}
	used.postgres = seconds(r.server.Pid())
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", r.server.Pid(), r.server.Pid()))
	if err != nil {
		return used
	}
	for child := range strings.FieldsSeq(string(children)) {
		var pid int
		if _, err := fmt.Sscan(child, &pid); err == nil {
			used.postgres += seconds(pid)
		}
	}
	return used
}

// seconds returns the processor time of a process.
func seconds(pid int) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	var user, system float64
	_, _ = fmt.Sscan(fields[11], &user)
	_, _ = fmt.Sscan(fields[12], &system)
	return (user + system) / 100
}
