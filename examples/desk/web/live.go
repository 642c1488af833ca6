package web

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/punctualgo/punctual/examples/desk/desk"
)

// A hub tells pages which issues have changed: one event a time, with the IDs. It asks the database,
// so that changes of other processes are told, too; those of this one are told at once.
type hub struct {
	desk *desk.Desk
	log  *slog.Logger
	ctx  context.Context
	stop context.CancelFunc

	mu      sync.Mutex
	clients map[chan []string]bool
	known   map[string]int64 // versions of what changed lately
	running bool
}

// Times of a hub. Transactions that began earlier may end later, so it looks back.
const (
	hubPoll     = time.Second
	hubLookBack = 10 * time.Second
	hubBeat     = 20 * time.Second
	maxStreams  = 500
)

func newHub(d *desk.Desk, log *slog.Logger) *hub {
	ctx, stop := context.WithCancel(context.Background())
	return &hub{desk: d, log: log, ctx: ctx, stop: stop, clients: make(map[chan []string]bool)}
}

// close ends all streams.
func (h *hub) close() { h.stop() }

// join adds a client, and begins to watch if it is the first.
func (h *hub) join() (chan []string, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.clients) >= maxStreams {
		return nil, false
	}
	c := make(chan []string, 16)
	h.clients[c] = true
	if !h.running {
		h.running = true
		go h.watch()
	}
	return c, true
}

func (h *hub) leave(c chan []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.clients, c)
}

// watch looks for changes for as long as there is a client.
func (h *hub) watch() {
	changes := h.desk.Changes()
	defer h.desk.Forget(changes)
	h.known = nil
	timer := time.NewTicker(hubPoll)
	defer timer.Stop()
	for {
		h.mu.Lock()
		if len(h.clients) == 0 || h.ctx.Err() != nil {
			h.running = false
			h.mu.Unlock()
			return
		}
		h.mu.Unlock()
		h.look()
		select {
		case <-h.ctx.Done():
		case <-timer.C:
		case <-changes:
			time.Sleep(20 * time.Millisecond) // many changes are one
		}
	}
}

// look tells the clients what has changed since the last look.
func (h *hub) look() {
	ctx, cancel := context.WithTimeout(h.ctx, 5*time.Second)
	defer cancel()
	list, err := h.desk.Read().ChangedSince(ctx, time.Now().Add(-hubLookBack), 1000)
	if err != nil {
		if h.ctx.Err() == nil {
			h.log.Error("looking for changes", "error", err)
		}
		return
	}
	known := make(map[string]int64, len(list))
	var ids []string
	for _, c := range list {
		known[c.ID] = c.Version
		if was, ok := h.known[c.ID]; h.known != nil && (!ok || was != c.Version) {
			ids = append(ids, c.ID)
		}
	}
	h.known = known
	if len(ids) == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.clients {
		select {
		case c <- ids:
		default: // a client that does not read; its page asks again when it does
		}
	}
}

// serve is a stream of server-sent events. Each has the IDs of issues that have changed, as JSON.
func (h *hub) serve(w http.ResponseWriter, r *http.Request) {
	c, ok := h.join()
	if !ok {
		http.Error(w, "too many pages are open", http.StatusServiceUnavailable)
		return
	}
	defer h.leave(c)
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Time{}) // a stream has no end
	w.Header().Set("Content-Type", "text/event-stream")
	fmt.Fprint(w, "retry: 2000\n\n")
	if control.Flush() != nil {
		return
	}
	beat := time.NewTicker(hubBeat)
	defer beat.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-h.ctx.Done():
			return
		case <-beat.C:
			fmt.Fprint(w, ": \n\n") // so that whoever is in between keeps the connection
		case ids := <-c:
			text, _ := json.Marshal(ids)
			fmt.Fprintf(w, "event: changed\ndata: %s\n\n", text)
		}
		if control.Flush() != nil {
			return
		}
	}
}
