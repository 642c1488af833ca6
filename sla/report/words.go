package report

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/policy"
)

// Words says in a sentence which records the report is about: "Promises decided from 1 March
// to 31 March 2026, by metric and assignee."
func (r Report) Words() string {
	words := r.Request.Selection.words()
	if by := byWords(r.Request.By); by != "" {
		words += ", by " + by
	}
	return words + "."
}

// Words says in a sentence which records the result is about.
func (h Held) Words() string {
	return h.Request.Selection.words() + ": the open time that counted, by " + fieldWords(h.Request.Field) + " at that time."
}

// Words says in a sentence which records the result is about.
func (t Targets) Words() string {
	words := t.Request.Selection.words()
	if by := byWords(t.Request.By); by != "" {
		words += ", by " + by
	}
	return words + "."
}

// words says which records are selected.
func (s *Selection) words() string {
	var b strings.Builder
	if len(s.Metrics) == 0 && !s.bounded() && s.Where == nil {
		return "All promises"
	}
	b.WriteString("Promises")
	if len(s.Metrics) > 0 {
		names := make([]string, len(s.Metrics))
		for i, name := range s.Metrics {
			names[i] = human.Name(name)
		}
		b.WriteString(" of " + joined(names))
	}
	if s.bounded() {
		b.WriteString(" " + instantVerbs[s.On] + " " + s.period())
	}
	if s.Where != nil {
		b.WriteString(" where " + conditionWords(s.Where, false))
	}
	return b.String()
}

var instantVerbs = map[Instant]string{
	Created: "of issues created", Started: "started", Due: "due", Decided: "decided", Ended: "ended", Breached: "breached",
}

// period says between which instants records are selected. People count days inclusively, so
// that a period until midnight ends the day before.
func (s *Selection) period() string {
	zone := s.Zone
	if zone == nil {
		zone = time.UTC
	}
	from, until := s.From.In(zone), s.Until.In(zone)
	switch {
	case s.Until.IsZero():
		return "since " + instantWords(from)
	case !startsDay(until):
		if s.From.IsZero() {
			return "before " + instantWords(until)
		}
		return "from " + instantWords(from) + " until " + instantWords(until)
	case s.From.IsZero():
		return "until the end of " + until.AddDate(0, 0, -1).Format("2 January 2006")
	}
	last := until.AddDate(0, 0, -1)
	switch {
	case !startsDay(from):
		return "from " + instantWords(from) + " until the end of " + last.Format("2 January 2006")
	case from.Format(time.DateOnly) == last.Format(time.DateOnly):
		return "on " + last.Format("2 January 2006")
	case from.Year() == last.Year():
		return "from " + from.Format("2 January") + " to " + last.Format("2 January 2006")
	}
	return "from " + from.Format("2 January 2006") + " to " + last.Format("2 January 2006")
}

func startsDay(t time.Time) bool {
	h, m, s := t.Clock()
	return h == 0 && m == 0 && s == 0 && t.Nanosecond() == 0
}

// instantWords writes an instant, without a time at midnight.
func instantWords(t time.Time) string {
	if startsDay(t) {
		return t.Format("2 January 2006")
	}
	return t.Format("2 January 2006, 15:04")
}

// asOf says what instant a result is as of.
func asOf(t time.Time, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	return "As of " + t.In(zone).Format("2 January 2006, 15:04 MST") + "."
}

// byWords lists dimensions: "metric and week of the decision". Parts of one instant that follow
// each other are named together: "weekday and hour of the start".
func byWords(by []string) string {
	var words []string
	for i, name := range by {
		text := dimensionWords(name)
		if i+1 < len(by) {
			d, err := parseDimension(name)
			next, nextErr := parseDimension(by[i+1])
			if err == nil && nextErr == nil && d.kind == dimInstant && next.kind == dimInstant && d.instant == next.instant {
				text = string(d.unit)
			}
		}
		words = append(words, text)
	}
	return joined(words)
}

var instantNouns = map[Instant]string{
	Created: "creation", Started: "start", Due: "due time", Decided: "decision", Ended: "end", Breached: "breach",
}

// dimensionWords says what a dimension is.
func dimensionWords(name string) string {
	d, err := parseDimension(name)
	if err != nil {
		return name
	}
	switch d.kind {
	case dimInstant:
		return string(d.unit) + " of the " + instantNouns[d.instant]
	case dimStopBy:
		return "who stopped the clock"
	case dimStopTeam:
		return "team that stopped the clock"
	case dimStopChannel:
		return "channel that stopped the clock"
	case dimField:
		return fieldWords(name)
	}
	return name
}

// fieldWords says what a field is.
func fieldWords(name string) string {
	base, at, ok := strings.Cut(name, "@")
	base = human.Name(base)
	if ok {
		return base + " at the " + at
	}
	return base
}

var opWords = map[policy.Op]string{
	policy.Eq: "is", policy.Ne: "is not", policy.In: "is one of", policy.NotIn: "is none of", policy.Exists: "has a value", policy.Missing: "has no value",
	policy.Contains: "contains", policy.ContainsAny: "contains one of", policy.ContainsAll: "contains all of",
	policy.StartsWith: "starts with", policy.EndsWith: "ends with", policy.Matches: "matches",
	policy.Gt: "is more than", policy.Gte: "is at least", policy.Lt: "is less than", policy.Lte: "is at most",
	policy.Before: "is before", policy.After: "is after", policy.InHours: "is in the hours of", policy.NotInHours: "is out of the hours of",
}

// conditionWords says when a condition holds, in parentheses if it is a part of another and has
// parts itself.
func conditionWords(c *policy.Condition, inner bool) string {
	list, word := c.All, " and "
	if c.Any != nil {
		list, word = c.Any, " or "
	}
	switch {
	case c.Not != nil:
		return "not " + conditionWords(c.Not, true)
	case c.All != nil && len(list) == 0:
		return "anything holds"
	case c.Any != nil && len(list) == 0:
		return "nothing holds"
	case list != nil:
		var parts []string
		for i := range list {
			parts = append(parts, conditionWords(&list[i], len(list) > 1))
		}
		text := strings.Join(parts, word)
		if inner && len(parts) > 1 {
			text = "(" + text + ")"
		}
		return text
	}
	text := fieldWords(c.Field) + " " + opWords[c.Op]
	if c.Value != nil {
		value, err := json.Marshal(c.Value)
		if err != nil {
			return text + " " + fmt.Sprint(c.Value)
		}
		var plain any
		_ = json.Unmarshal(value, &plain) // it was marshaled
		text += " " + valueWords(plain)
	}
	return text
}

// valueWords writes the value of a condition.
func valueWords(value any) string {
	switch v := value.(type) {
	case string:
		return "“" + v + "”"
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = valueWords(v[i])
		}
		return joined(parts)
	}
	return fmt.Sprint(value)
}

// shareOf returns a percentage as a share.
func shareOf(text string) (share float64, ok bool) {
	number, ok := strings.CutSuffix(text, "%")
	r, valid := new(big.Rat).SetString(number)
	if !ok || !valid {
		return 0, false
	}
	share, _ = r.Quo(r, big.NewRat(100, 1)).Float64()
	return share, true
}

// shortDuration writes the text of a duration shorter, if it is one: "8h" for "8h0m0s".
func shortDuration(text string) string {
	d, err := time.ParseDuration(text)
	if err != nil {
		return text
	}
	return human.Duration(d, false)
}

// rateWords says what compliance is a share of.
func (d Denominator) rateWords() string {
	switch d {
	case OfCompleted:
		return "Rate: kept promises, of those that are over. What is overdue and still waits does not count yet (denominator: completed)."
	case OfAll:
		return "Rate: promises kept or still in time, of all but dropped and void ones (denominator: all)."
	}
	return "Rate: kept promises, of those kept, missed or overdue (denominator: decided)."
}

// notes says what one must know to read rates by these dimensions.
func (r *Report) notes() (notes []string) {
	text := r.Request.Denominator.rateWords()
	if r.Request.Unit == Issues {
		text += " An issue counts once, by its worst promise."
	}
	notes = append(notes, text)
	for _, name := range r.Request.By {
		if d, err := parseDimension(name); err == nil && (d.kind == dimStopBy || d.kind == dimStopTeam || d.kind == dimStopChannel) {
			notes = append(notes, "Promises that nobody answered are in nobody’s row: they are under “"+missingName+"”, with those of which it is not known who did. A rate by who stopped the clock says how those did who answered, and not who let a promise wait.")
			break
		}
	}
	sum := int64(0)
	for i := range r.Rows {
		sum += r.Rows[i].Clocks
	}
	if sum > r.Total.Clocks {
		notes = append(notes, "A promise is in the row of each of its values, so that rows add up to more than the total.")
	}
	return notes
}
