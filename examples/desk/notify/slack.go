package notify

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/punctualgo/punctual/examples/desk/store"
)

// Slack sends to incoming webhooks of Slack. Each of them belongs to a channel.
type Slack struct {
	// URLs are the webhooks by channel, such as "#support". That of "" is for all other channels.
	// They are secrets.
	URLs   map[string]string
	Client *http.Client
}

// Send implements [Sender].
func (s *Slack) Send(ctx context.Context, m *store.Message) error {
	url, ok := s.URLs[m.Destination]
	if !ok {
		url, ok = s.URLs[""]
	}
	if !ok {
		return &Error{Err: fmt.Errorf("no webhook for the channel %q", m.Destination), Permanent: true}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(m.Body))
	if err != nil {
		return &Error{Err: fmt.Errorf("the webhook of the channel %q is not a URL", m.Destination), Permanent: true}
	}
	r.Header.Set("Content-Type", "application/json")
	return post(s.Client, r)
}
