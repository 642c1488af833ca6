package alert

import (
	"encoding/json"

	"github.com/punctualgo/punctual/policy"
)

// A destination says whom or what an action reaches.
type destination struct {
	kind   string // the type of the action
	place  string // the channel or the URL
	to     []string
	known  map[string]bool // of to
	action string          // the action as JSON
}

// destinationOf returns the destination of an action.
func destinationOf(a policy.Action) destination {
	d := destination{kind: a.Type(), action: actionText(a)}
	switch d.kind {
	case policy.ActionSlack:
		d.place, _ = a["channel"].(string)
	case policy.ActionWebhook:
		d.place, _ = a["url"].(string)
	case policy.ActionEmail:
		d.to, d.known = a.Texts("to"), make(map[string]bool)
		for _, s := range d.to {
			d.known[s] = true
		}
	}
	return d
}

// covers reports whether what goes to d reaches everybody whom e reaches.
func (d *destination) covers(e *destination) bool {
	if d.kind != e.kind {
		return false
	}
	switch d.kind {
	case policy.ActionSlack, policy.ActionWebhook:
		return d.place == e.place
	case policy.ActionEmail:
		for _, s := range e.to {
			if !d.known[s] {
				return false
			}
		}
		return true
	}
	return d.action == e.action
}

// actionText returns an action as JSON. It is the same for an action that was stored as JSON.
func actionText(action policy.Action) string {
	text, _ := json.Marshal(action) // policy.Config.Compile has checked it
	return string(text)
}
