package policy

import (
	"maps"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
)

// The known types of actions. Validate checks their fields. It accepts actions of other
// types, unless the type looks like a misspelled known one, and further fields of known
// types; both are for the host to understand.
const (
	// ActionSlack is a message in Slack. Its field "channel" says where to send it,
	// "mentions" whom to notify: a list of roles, and of IDs in Slack such as "U024BE7LH".
	// Its field "hours" may name a schedule: package sla/alert holds the message until that
	// is open, unless the field "urgent" is true.
	ActionSlack = "slack"

	// ActionEmail is an e-mail. Its field "to" is a role or an address, or a list of them.
	// It may have "hours" and "urgent", as ActionSlack may.
	ActionEmail = "email"

	// ActionWebhook is a request to another system. Its field "url" begins with https://
	// or http://.
	ActionWebhook = "webhook"

	// ActionUpdate changes the issue. Its field "set" has values by attribute, null to
	// remove one. Its fields "add" and "remove" have lists of texts by attribute, to put
	// into the list that the attribute is, or to take out of it.
	ActionUpdate = "update"

	// ActionFlag marks the issue. Its field "name", if given, says as what.
	ActionFlag = "flag"
)

// The known roles of recipients. Other roles are for the host to understand; they must not
// look like a misspelled known one.
const (
	RoleAssignee    = "assignee"
	RoleTeam        = "team"
	RoleSubscribers = "subscribers"  // those who asked to be told of breaches of their issues
	RoleOwner       = "policy owner" // who is responsible for the policy
)

// Type returns the type of an action, or "" if it has none.
func (a Action) Type() string {
	t, _ := a["type"].(string)
	return t
}

// Texts returns the texts in a field that is a text or a list of texts, or nil if it is
// neither.
func (a Action) Texts(field string) []string {
	v, err := value.Of(a[field])
	switch {
	case err != nil || a[field] == nil:
		return nil
	case v.Kind == value.Text:
		return []string{v.Text}
	}
	return v.List
}

// actionFields are the fields of the known types of actions.
var actionFields = map[string][]string{
	ActionSlack:   {"type", "channel", "mentions", "urgent", "hours"},
	ActionEmail:   {"type", "to", "urgent", "hours"},
	ActionWebhook: {"type", "url"},
	ActionUpdate:  {"type", "set", "add", "remove"},
	ActionFlag:    {"type", "name"},
}

// actionTypes and roles are the known ones.
var (
	actionTypes = slices.Sorted(maps.Keys(actionFields))
	roles       = []string{RoleAssignee, RoleTeam, RoleSubscribers, RoleOwner}
)

// misspelled reports whether a word, which may be a host's own, is rather a known one that
// is misspelled: one in another case, with a letter or two wrong, or in the plural.
// Words that only add something to a known one, such as "team-a", are a host's own.
func misspelled(word string, known []string) (meant string, ok bool) {
	if slices.Contains(known, word) || strict.DidYouMean(word, known) == "" {
		return "", false
	}
	lower := strings.ToLower(word)
	for _, k := range known {
		rest, longer := strings.CutPrefix(lower, k)
		switch {
		case longer && rest != "" && rest != "s":
		case longer, strict.DidYouMean(word, []string{k}) != "":
			return k, true
		}
	}
	return "", false
}

// knownAction checks an action if its type is known.
func (v *validator) knownAction(path string, a Action) {
	fields, ok := actionFields[a.Type()]
	if !ok {
		if known, near := misspelled(a.Type(), actionTypes); near {
			v.Add(strict.Key(path, "type"), "unknown type %s; did you mean %q? A type of your own must differ more", strict.Quote(a.Type()), known)
		}
		return
	}
	for _, field := range slices.Sorted(maps.Keys(a)) {
		if slices.Contains(fields, field) {
			v.actionField(strict.Key(path, field), field, a[field])
		} else if near := strict.DidYouMean(field, fields); near != "" {
			v.Add(strict.Key(path, field), "is not a field of %q%s", a.Type(), near)
		}
	}
	required := requiredFields[a.Type()]
	if _, ok := a[required]; required != "" && !ok {
		v.Add(strict.Key(path, required), "is required by %q", a.Type())
	}
	if a.Type() == ActionUpdate && a["set"] == nil && a["add"] == nil && a["remove"] == nil {
		v.Add(path, "changes nothing: give set, add or remove")
	}
}

// requiredFields are the fields that known types of actions must have.
var requiredFields = map[string]string{ActionSlack: "channel", ActionEmail: "to", ActionWebhook: "url"}

// actionField checks a field of an action of a known type.
func (v *validator) actionField(path, field string, x any) {
	switch field {
	case "channel", "name":
		s, ok := x.(string)
		switch {
		case !ok || s == "":
			v.Add(path, "must be a text")
		case field == "channel" && strings.ContainsFunc(s, unicode.IsSpace):
			v.Add(path, "%s is not a channel: write its name, such as %s, without spaces", strict.Quote(s), strict.Quote(nearestChannel(s)))
		default:
			v.text(path, s)
		}
	case "urgent":
		if _, ok := x.(bool); !ok {
			v.Add(path, "must be true or false")
		}
	case "hours":
		v.hours(path, x)
	case "mentions", "to":
		v.recipients(path, field, x)
	case "url":
		v.url(path, x)
	case "set", "add", "remove":
		v.changes(path, field, x)
	}
}

// hours checks the field "hours" of an action.
func (v *validator) hours(path string, x any) {
	name, ok := x.(string)
	if !ok {
		v.Add(path, "must be the name of a schedule")
		return
	}
	v.add(path, v.checkSchedule(name))
}

// recipients checks the roles and addresses in a field. Mentions have IDs in Slack in the
// place of addresses.
func (v *validator) recipients(path, field string, x any) {
	list := Action{"x": x}.Texts("x")
	if len(list) == 0 {
		v.Add(path, "must be a role, such as %q, or an address, or a list of them", RoleAssignee)
	}
	for i, s := range list {
		at := path
		if _, one := x.(string); !one {
			at = strict.Index(path, i)
		}
		if !strings.Contains(s, "@") {
			if err := strict.CheckName(s); err != nil {
				v.Add(at, "%w", err)
			} else if known, near := misspelled(s, roles); near {
				v.Add(at, "unknown role %s; did you mean %q? A role of your own must differ more", strict.Quote(s), known)
			}
			continue
		}
		address, err := mail.ParseAddress(s)
		if err == nil {
			_, err = mail.ParseAddress(address.Address) // some can be written with quotes only
		}
		switch {
		case field == "mentions":
			v.Add(at, "%s is an address; Slack mentions roles, and IDs such as \"U024BE7LH\"", strict.Quote(s))
		case err != nil:
			v.Add(at, "%s is not an address: %w", strict.Quote(s), err)
		}
	}
}

// url checks the URL of a webhook.
func (v *validator) url(path string, x any) {
	s, _ := x.(string)
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		v.Add(path, "must be a URL that begins with https:// or http://")
	}
}

// changes checks the field "set", "add" or "remove" of an update.
func (v *validator) changes(path, field string, x any) {
	values, ok := x.(map[string]any)
	if !ok || len(values) == 0 {
		v.Add(path, "must be an object of attributes")
		return
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		path := strict.Key(path, name)
		if IsComputed(name) {
			v.Add(path, "is computed and cannot be set")
			continue
		}
		d := v.field(path, name)
		if field == "set" && values[name] == nil {
			continue // removes it
		}
		val, err := value.Of(values[name])
		switch {
		case field != "set" && val.Kind != value.List:
			v.Add(path, "must be a list of texts")
		case err != nil:
			v.Add(path, "%w", err)
		case field == "set" && name == Status:
			v.setStatus(path, &val)
		case d != nil && field != "set" && d.typ != FieldList:
			v.Add(path, "%s is %s, and only lists have elements to %s", strict.Quote(name), d.typ.article(), field)
		case d != nil:
			v.add(path, d.fits(&val))
		}
	}
}

// setStatus checks the status that an update sets.
func (v *validator) setStatus(path string, val *value.Value) {
	if val.Kind != value.Text {
		v.Add(path, "must be a text")
	} else if v.config.Category(val.Text) == "" {
		v.Add(path, "%w", uncategorized(val.Text))
	} else if d := v.declared[Status]; d != nil {
		v.add(path, d.allows(val.Text))
	}
}

// Category returns the category of a status, or "" if it is not mapped.
func (c *Config) Category(status string) Category {
	statuses := c.AllStatuses()
	if category, ok := statuses[status]; ok {
		return category
	}
	return statuses[OtherStatuses]
}
