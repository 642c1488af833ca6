package sla

import (
	"strings"

	"github.com/punctualgo/punctual/policy"
)

// triggerWords are what triggers stand for, by their names.
var triggerWords = map[string]string{
	"created":             "the creation of the issue",
	"created:customer":    "its creation by a customer",
	"created:agent":       "its creation by an agent",
	"created:bot":         "its creation by a bot",
	"created:third_party": "its creation by a third party",
	"message:customer":    "a customer's message that needs a reply",
	"message:agent":       "an agent's message",
	"message:bot":         "a bot's message",
	"message:third_party": "a third party's message",
	"note":                "a note",
	"resolved":            "its resolution",
	"reopened":            "its reopening",
}

// triggersText says what triggers stand for.
func triggersText(names []string) string {
	words := make([]string, len(names))
	for i, name := range names {
		kind, arg, _ := strings.Cut(name, ":")
		switch {
		case triggerWords[name] != "":
			words[i] = triggerWords[name]
		case kind == "set":
			words[i] = "a new value of " + arg
		default:
			words[i] = "the event " + quiet(arg)
		}
	}
	if n := len(words); n > 1 && n <= 5 {
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
	return cutList(words)
}

// missed says why a trigger did not fire, by what its condition found then.
func (c *Comparison) missed() string {
	if c == nil {
		return c.String()
	}
	switch c.Field {
	case policy.Responded:
		if c.Got == true {
			return "an agent had answered already"
		}
		return "no agent had answered yet"
	case policy.Unanswered:
		if c.Got == true {
			return "a customer was waiting for an answer"
		}
		return "no customer was waiting for an answer"
	case policy.StatusCategory:
		switch c.Got {
		case string(policy.Resolved):
			return "it was resolved"
		case string(policy.Pending):
			return "it was waiting on the customer"
		case string(policy.Hold):
			return "it was on hold"
		}
		return "it was open"
	}
	return c.String()
}
