package sla

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
)

// partyText says who did something: by, if known, or else the party.
func partyText(p Party, by string) string {
	if by != "" {
		return quiet(by)
	}
	switch p {
	case Agent:
		return "an agent"
	case Bot:
		return "a bot"
	case ThirdParty:
		return "a third party"
	}
	return "the customer"
}

// quiet returns text that somebody wrote: unchanged if it is a short word or name, and otherwise
// quoted and truncated.
func quiet(s string) string {
	plain := s != "" && utf8.ValidString(s) && utf8.RuneCountInString(s) <= 64 && strings.TrimSpace(s) == s &&
		!strings.ContainsFunc(s, func(r rune) bool { return r == '"' || !unicode.IsPrint(r) })
	if plain {
		return s
	}
	return strict.Quote(s)
}

// eventText describes an event in a few words.
func eventText(e *Event) string {
	switch e.Type {
	case Message:
		return partyText(e.From, e.By) + " wrote"
	case Note:
		return partyText(Agent, e.By) + " made a note"
	case Custom:
		return quiet(e.Name) + " happened"
	case Cancel:
		if e.Reason != "" {
			return "the issue was cancelled: " + quiet(e.Reason)
		}
		return "the issue was cancelled"
	}
	return updateText(e, slices.Collect(maps.Keys(e.Set)))
}

// updateText describes what an update set, of the fields of the given names.
func updateText(e *Event, names []string) string {
	slices.Sort(names)
	var parts []string
	for i, name := range names {
		if i == 3 {
			parts = append(parts, fmt.Sprintf("%d more", len(names)-3))
			break
		}
		if e.Set[name] == nil {
			parts = append(parts, name+" was removed")
		} else {
			parts = append(parts, name+" became "+valueText(e.Set[name]))
		}
	}
	if len(parts) == 0 {
		return "an update set nothing"
	}
	text := strings.Join(parts, ", ")
	if e.By != "" {
		text += " by " + quiet(e.By)
	}
	return text
}

// valueText returns a value in a form for people.
func valueText(x any) string {
	switch x := x.(type) {
	case nil:
		return "nothing"
	case string:
		return quiet(x)
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case []string:
		parts := make([]string, len(x))
		for i, s := range x {
			parts[i] = quiet(s)
		}
		return "[" + cutList(parts) + "]"
	case []any:
		parts := make([]string, len(x))
		for i, v := range x {
			parts[i] = valueText(v)
		}
		return "[" + cutList(parts) + "]"
	}
	return fmt.Sprint(x)
}

// cutList joins the first few texts, and says how many more there are.
func cutList(parts []string) string {
	if n := len(parts); n > 5 {
		parts = append(parts[:5:5], fmt.Sprintf("%d more", n-5))
	}
	return strings.Join(parts, ", ")
}

// opTexts maps operators to the words before the value they compare with.
var opTexts = map[policy.Op]string{
	policy.Eq: "", policy.Ne: "other than ", policy.In: "one of ", policy.NotIn: "none of ",
	policy.Exists: "any value", policy.Missing: "no value", policy.Contains: "with ",
	policy.ContainsAny: "with one of ", policy.ContainsAll: "with all of ",
	policy.StartsWith: "beginning with ", policy.EndsWith: "ending in ", policy.Matches: "matching ",
	policy.Gt: "more than ", policy.Gte: "at least ", policy.Lt: "less than ", policy.Lte: "at most ",
	policy.Before: "before ", policy.After: "after ", policy.InHours: "in the hours of ", policy.NotInHours: "outside the hours of ",
}

// String returns what was found, and what was wanted if it differs: such as "priority is low,
// wanted urgent".
func (c *Comparison) String() string {
	if c == nil {
		return "there is nothing to compare"
	}
	return c.because(c.Holds)
}

// because explains the result of a condition that c decided. holds is that result.
func (c *Comparison) because(holds bool) string {
	got, want := valueText(c.Got), valueText(c.Want)
	if got == want && !c.Holds || typeOf(c.Got) != typeOf(c.Want) && !c.Holds && c.Op == policy.Eq && c.Got != nil {
		got, want = typedText(c.Got), typedText(c.Want) // they differ in type
	}
	found := c.Field + " is " + got
	if c.Got == nil {
		found = c.Field + " has no value"
	}
	wanted := opTexts[c.Op]
	if c.Op != policy.Exists && c.Op != policy.Missing {
		wanted += want
	}
	switch {
	case !c.Holds && holds:
		return found + ", and not " + wanted
	case !c.Holds:
		return found + ", wanted " + wanted
	case c.Holds && !holds && c.Op == policy.Eq:
		return found + ", which rules it out"
	case c.Holds && !holds:
		return found + ", " + wanted + ", which rules it out"
	case c.Op == policy.Eq || c.Op == policy.Exists || c.Op == policy.Missing:
		return found
	}
	return found + ", " + wanted
}

// typeOf returns the name of a value's type.
func typeOf(x any) string {
	switch x.(type) {
	case string:
		return "text"
	case float64:
		return "number"
	case bool:
		return "boolean"
	case []string:
		return "list"
	}
	return ""
}

// typedText is valueText with the type of the value before it, and with quotes around texts.
func typedText(x any) string {
	if s, ok := x.(string); ok {
		return "the text " + strict.Quote(s)
	}
	if name := typeOf(x); name != "" {
		return "the " + name + " " + valueText(x)
	}
	return valueText(x)
}

// String returns what was chosen, and by which value: such as "the time for priority urgent".
func (c Choice) String() string {
	name := choiceNames[c.What]
	switch {
	case c.Got == nil:
		return "the default " + name + ", as " + c.Field + " has no value"
	case c.Default:
		return "the default " + name + ", as " + c.Field + " is " + valueText(c.Got)
	}
	return "the " + name + " for " + c.Field + " " + valueText(c.Got)
}

// choicesText describes choices in parentheses. It returns "" if there are none.
func choicesText(list []Choice) string {
	if len(list) == 0 {
		return ""
	}
	parts := make([]string, len(list))
	for i, c := range list {
		parts[i] = c.String()
	}
	return " (" + strings.Join(parts, "; ") + ")"
}

// daysText describes business days, such as "3 business days, by 12:00".
func daysText(b businesshours.BusinessDays) string {
	text := strconv.Itoa(b.Days) + " business days"
	if b.Days == 1 {
		text = "1 business day"
	}
	switch {
	case b.HasAt && b.AtStart:
		text += ", by the time of day at which it started"
	case b.HasAt:
		text += ", by " + b.At.String()
	}
	if b.HasCutoff {
		text += ", with a cutoff at " + b.Cutoff.String()
	}
	return text
}

// choiceNames maps what is chosen to words for it.
var choiceNames = map[string]string{"target": "target", "within": "time", "schedule": "schedule"}
