package scenario

import (
	"maps"
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// attributes are values of fields with which a condition holds, nil for a field that is
// absent.
type attributes map[string]any

// maxGuesses bounds the guesses of a solver.
const maxGuesses = 64

// A solver guesses attributes with which a condition holds. It does not find them all, and
// guesses may be wrong: whoever asks evaluates them.
type solver struct {
	cfg *policy.Config
	at  time.Time // of the creation
}

// solve returns guesses for which c holds, or, if want is false, does not hold.
func (s *solver) solve(c *policy.Condition, want bool) []attributes {
	switch {
	case c.Not != nil:
		return s.solve(c.Not, !want)
	case c.All != nil && want:
		return s.every(c.All, true)
	case c.All != nil:
		return s.some(c.All, false)
	case c.Any != nil && want:
		return s.some(c.Any, true)
	case c.Any != nil:
		return s.every(c.Any, false)
	}
	var guesses []attributes
	for _, v := range s.compare(c, want) {
		field := c.Field
		if category, ok := v.(string); ok && field == policy.StatusCategory {
			field, v = policy.Status, nil
			statuses := s.cfg.AllStatuses()
			for _, status := range slices.Sorted(maps.Keys(statuses)) {
				if status != policy.OtherStatuses && string(statuses[status]) == category {
					v = status
					break
				}
			}
		}
		guesses = append(guesses, attributes{field: v})
	}
	return guesses
}

// some returns guesses for one of some conditions.
func (s *solver) some(list []policy.Condition, want bool) (guesses []attributes) {
	for i := range list {
		guesses = append(guesses, s.solve(&list[i], want)...)
		if len(guesses) >= maxGuesses {
			return guesses[:maxGuesses]
		}
	}
	return guesses
}

// every returns guesses for all of some conditions.
func (s *solver) every(list []policy.Condition, want bool) []attributes {
	guesses := []attributes{{}}
	for i := range list {
		var both []attributes
		for _, more := range s.solve(&list[i], want) {
			for _, guess := range guesses {
				if merged, ok := guess.with(more); ok && len(both) < maxGuesses {
					both = append(both, merged)
				}
			}
		}
		guesses = both
	}
	return guesses
}

// with returns the attributes of both, if they agree. Lists are joined.
func (a attributes) with(more attributes) (attributes, bool) {
	merged := maps.Clone(a)
	for field, v := range more {
		old, known := merged[field]
		list, isList := old.([]string)
		others, alsoList := v.([]string)
		switch {
		case !known:
			merged[field] = v
		case isList && alsoList:
			both := slices.Concat(list, others)
			slices.Sort(both)
			merged[field] = slices.Compact(both)
		case !sameValue(old, v):
			return nil, false
		}
	}
	return merged, true
}

// compare returns values of a field with which a comparison holds, or does not hold.
func (s *solver) compare(c *policy.Condition, want bool) []any {
	v, _ := value.Of(c.Value)
	some := s.sample(c.Field)
	switch c.Op {
	case policy.Eq, policy.Ne:
		if (c.Op == policy.Eq) == want {
			return []any{v.Plain()}
		}
		return []any{nil, some}
	case policy.In, policy.NotIn:
		if (c.Op == policy.In) == want {
			return someOf(elements(c.Value))
		}
		return []any{nil, some}
	case policy.Exists, policy.Missing:
		if (c.Op == policy.Exists) == want {
			return []any{some}
		}
		return []any{nil}
	case policy.InHours, policy.NotInHours:
		var instants []any
		for i := range 14 { // each half of a day of a week
			instants = append(instants, s.at.Add(time.Duration(i)*12*time.Hour).UTC().Format(time.RFC3339))
		}
		return instants
	}
	if !want {
		return []any{nil}
	}
	switch c.Op {
	case policy.Contains:
		if s.cfg.Fields[c.Field].Type == policy.FieldText {
			return []any{v.Text}
		}
		return []any{[]string{v.Text}, v.Text}
	case policy.ContainsAny, policy.ContainsAll:
		if c.Op == policy.ContainsAny && len(v.List) > 0 {
			return []any{v.List[:1]}
		}
		return []any{v.List}
	case policy.StartsWith, policy.EndsWith, policy.Matches:
		return []any{v.Text}
	case policy.Gt:
		return []any{v.Number + 1}
	case policy.Lt:
		return []any{v.Number - 1}
	case policy.Gte, policy.Lte:
		return []any{v.Number}
	case policy.Before, policy.After:
		t, err := time.Parse(time.RFC3339, v.Text)
		if err != nil {
			return []any{nil}
		}
		d := time.Hour
		if c.Op == policy.Before {
			d = -d
		}
		return []any{t.Add(d).UTC().Format(time.RFC3339)}
	}
	return []any{nil}
}

// sample returns some value of a field that a comparison hardly names.
func (s *solver) sample(field string) any {
	f := s.cfg.Fields[field]
	switch {
	case len(f.Values) > 0:
		return f.Values[len(f.Values)-1]
	case f.Type == policy.FieldNumber:
		return 1.0
	case f.Type == policy.FieldBoolean:
		return true
	case f.Type == policy.FieldList:
		return []string{"other"}
	case f.Type == policy.FieldInstant:
		return s.at.UTC().Format(time.RFC3339)
	}
	return "other"
}

// elements returns the elements of a list of values.
func elements(list any) (values []any) {
	switch list := list.(type) {
	case []any:
		for _, x := range list {
			if v, err := value.Of(x); err == nil {
				values = append(values, v.Plain())
			}
		}
	case []string:
		for _, x := range list {
			values = append(values, x)
		}
	}
	return values
}

// someOf returns the first few of a list.
func someOf(list []any) []any { return list[:min(len(list), 4)] }
