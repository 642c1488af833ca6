package notify

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/sla/alert"
)

// Webhook sends to other systems. A receiver that keeps the IDs it has seen, which are in the header
// Idempotency-Key and part of the signature, takes each message once.
type Webhook struct {
	Secret []byte // for the signature; see [alert.Sign]. Without one, messages are not signed
	Client *http.Client
}

// Send implements [Sender].
func (w *Webhook) Send(ctx context.Context, m *store.Message) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, m.Destination, strings.NewReader(m.Body))
	if err != nil {
		return &Error{Err: errors.New("the URL is not valid"), Permanent: true}
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", m.ID)
	if len(w.Secret) > 0 {
		for name, value := range alert.Sign(m.ID, []byte(m.Body), w.Secret, time.Now()) {
			r.Header.Set(name, value)
		}
	}
	return post(w.Client, r)
}
