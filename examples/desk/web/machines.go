package web

import (
	"context"
	_ "embed"
	"fmt"
	"maps"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

//go:embed openapi.json
var openAPI []byte

// openAPI is the description of the API.
func (s *Server) openAPI(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(openAPI)
}

// health tells whether the database answers.
func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := s.Desk.DB().Ping(ctx); err != nil {
		http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ok")
}

// metrics are those of Prometheus, as text.
func (s *Server) metrics(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	var b strings.Builder
	err := s.counted.write(&b, func(b *strings.Builder) error { return s.count(ctx, b) })
	if err == nil {
		err = s.lag(ctx, &b)
	}
	if err != nil {
		status, text := s.statusOf(r, err)
		http.Error(w, text, status)
		return
	}
	s.Metrics.Write(&b)
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	fmt.Fprintf(&b, "# HELP go_memstats_heap_inuse_bytes Bytes of the heap in use.\n# TYPE go_memstats_heap_inuse_bytes gauge\ngo_memstats_heap_inuse_bytes %d\n", memory.HeapInuse)
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	fmt.Fprint(w, b.String())
}

// counted keeps what was counted in the database. With very many issues counting takes long, so that it
// is done again only when twenty times as long has passed.
type counted struct {
	mu    sync.Mutex
	text  string
	until time.Time
}

// write writes what was counted, or counts anew.
func (c *counted) write(b *strings.Builder, count func(b *strings.Builder) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if began := time.Now(); began.After(c.until) {
		var fresh strings.Builder
		if err := count(&fresh); err != nil {
			return err
		}
		c.text, c.until = fresh.String(), time.Now().Add(20*time.Since(began))
	}
	b.WriteString(c.text)
	return nil
}

// count counts clocks, alerts and messages.
func (s *Server) count(ctx context.Context, b *strings.Builder) error {
	counts, err := s.Desk.Read().CountClocks(ctx)
	if err != nil {
		return err
	}
	clocks := make(map[[2]string]int64) // by metric and standing
	for _, c := range counts {
		for clock := range strings.FieldsSeq(c.Clocks) {
			metric, standing, _ := strings.Cut(clock, ":")
			clocks[[2]string{metric, standing}] += c.N
		}
	}
	fmt.Fprintln(b, "# HELP desk_open_clocks Open clocks, by metric and standing.\n# TYPE desk_open_clocks gauge")
	for _, k := range slices.SortedFunc(maps.Keys(clocks), func(x, y [2]string) int { return slices.Compare(x[:], y[:]) }) {
		fmt.Fprintf(b, "desk_open_clocks{metric=%q,standing=%q} %d\n", k[0], k[1], clocks[k])
	}
	alerts, err := s.Desk.Read().CountAlerts(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(b, "# HELP desk_alerts Alerts in the log, by state.\n# TYPE desk_alerts gauge")
	for _, c := range alerts {
		fmt.Fprintf(b, "desk_alerts{state=%q} %d\n", c.State, c.N)
	}
	messages, err := s.Desk.Read().CountMessages(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(b, "# HELP desk_messages Messages, by state; the queue is those that are pending.\n# TYPE desk_messages gauge")
	for _, c := range messages {
		fmt.Fprintf(b, "desk_messages{state=%q} %d\n", c.State, c.N)
	}
	return nil
}

// lag says how far behind the desk is.
func (s *Server) lag(ctx context.Context, b *strings.Builder) error {
	next, err := s.Desk.NextWake(ctx)
	if err != nil {
		return err
	}
	late := 0.0
	if !next.IsZero() {
		late = max(0, s.Desk.Now().Sub(next).Seconds())
	}
	fmt.Fprintf(b, "# HELP desk_due_lag_seconds How long the first issue or alert that is due has been waiting.\n# TYPE desk_due_lag_seconds gauge\ndesk_due_lag_seconds %g\n", late)
	return nil
}
