package alert

import (
	"errors"
	"slices"
	"unicode/utf8"
)

// Limits of alerts and messages. Texts that come from customers are cut; the last character is
// then an ellipsis. What a host or a configuration gives is refused with an error.
const (
	MaxTitle      = 250   // characters of a title, and of each of an issue's fields
	MaxName       = 100   // characters of the name of a recipient or of a field
	MaxFields     = 64    // fields of an issue; further ones, in the order of their names, are left out
	MaxRecipients = 1_000 // of an alert; all alerts of a transition may have ten times as many

	MaxLines   = 12  // lines of a digest in Slack and e-mail; the message says how many more there are
	MaxListed  = 100 // alerts of a digest, and IDs that an alert stands for, in a webhook
	MaxWebhook = 256 << 10
	// MaxTemplate is how many bytes a template may write for one message.
	MaxTemplate = 1 << 20

	maxURL     = 2_000 // bytes of a link
	maxAddress = 254   // bytes of an address of e-mail, as in RFC 5321
	maxHeading = 150   // characters of the names of policies and steps, and of headlines
	maxID      = 100   // characters of an issue's ID
	maxSubject = 200   // characters
	maxCopies  = 10    // times MaxRecipients that the alerts of a transition may have
)

// ErrTooManyRecipients is returned for an alert with more than [MaxRecipients] recipients, and
// for a transition whose alerts have ten times as many in all. Use an address or a group that
// stands for them.
var ErrTooManyRecipients = errors.New("alert: too many recipients")

// ErrTooLong is returned for a message that cannot be cut to its limit: a template writes more
// than [MaxTemplate] bytes, or what a webhook has to say of one alert is more than [MaxWebhook].
var ErrTooLong = errors.New("alert: message too long")

// bounded returns the issue as alerts hold it: in valid UTF-8, with its texts cut.
func (i Issue) bounded() Issue {
	i.Title = valid(i.Title, MaxTitle)
	if len(i.URL) > maxURL || !utf8.ValidString(i.URL) {
		i.URL = ""
	}
	if i.Fields == nil {
		return i
	}
	fields := make(map[string]string, min(len(i.Fields), MaxFields))
	for _, name := range firstNames(i.Fields, MaxFields) {
		key := valid(name, MaxName)
		if _, known := fields[key]; !known {
			fields[key] = valid(i.Fields[name], MaxTitle)
		}
	}
	i.Fields = fields
	return i
}

// firstNames returns the first names of fields, at most so many, sorted.
func firstNames(fields map[string]string, most int) []string {
	names := make([]string, 0, min(len(fields), most+1))
	for name := range fields {
		i, _ := slices.BinarySearch(names, name)
		if i == most {
			continue
		}
		if len(names) == most {
			names = names[:most-1]
		}
		names = slices.Insert(names, i, name)
	}
	return names
}

// bounded returns the recipient as alerts hold it: in valid UTF-8, with its texts cut. An
// address or an ID that is cut is longer than a valid one.
func (r Recipient) bounded() Recipient {
	r.Role, r.Name = valid(r.Role, MaxName), valid(r.Name, MaxName)
	r.Email, r.Slack, r.Zone = valid(r.Email, maxAddress+1), valid(r.Slack, MaxName), valid(r.Zone, MaxName)
	return r
}
