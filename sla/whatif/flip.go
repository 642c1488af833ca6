package whatif

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// None stands for the outcome of a clock that one of the configurations does not have.
const None sla.Outcome = "none"

// A Flip is a clock whose outcome is another under the proposed configuration.
type Flip struct {
	IssueID string
	Metric  string

	// Cycle and Policy are those of the clock under the current configuration, or of that
	// under the proposed one if Was is None.
	Cycle     int
	Policy    string
	StartedAt time.Time

	Was, Becomes sla.Outcome

	// Current and Proposed are the clock under each configuration; one of them is nil if there
	// is none.
	Current, Proposed *sla.Clock
}

// A matchKey is what a clock has in common with that of the other result.
type matchKey struct {
	metric string
	start  int64
	policy string // if a configuration matches each
}

func keyOf(r *sla.Record, each bool) matchKey {
	k := matchKey{metric: r.Metric, start: r.StartedAt.UnixNano()}
	if each {
		k.policy = r.Policy
	}
	return k
}

// flips compares the records of an issue under two configurations, both in clock order.
func flips(id string, current, proposed []sla.Record, each bool) (list []Flip) {
	others := make(map[matchKey][]*sla.Record) // of proposed, not matched yet
	for i := range proposed {
		k := keyOf(&proposed[i], each)
		others[k] = append(others[k], &proposed[i])
	}
	matched := make(map[*sla.Record]bool)
	for i := range current {
		r := &current[i]
		f := newFlip(id, r)
		f.Was, f.Becomes, f.Current = r.Outcome, None, &r.Clock
		k := keyOf(r, each)
		if same := others[k]; len(same) > 0 {
			f.Becomes, f.Proposed = same[0].Outcome, &same[0].Clock
			others[k], matched[same[0]] = same[1:], true
		}
		if f.Was != f.Becomes {
			list = append(list, f)
		}
	}
	for i := range proposed {
		if r := &proposed[i]; !matched[r] {
			f := newFlip(id, r)
			f.Was, f.Becomes, f.Proposed = None, r.Outcome, &r.Clock
			list = append(list, f)
		}
	}
	slices.SortStableFunc(list, compareFlips)
	return list
}

func newFlip(id string, r *sla.Record) Flip {
	return Flip{IssueID: id, Metric: r.Metric, Cycle: r.Cycle, Policy: r.Policy, StartedAt: r.StartedAt}
}

var builtIn = func() (names []string) {
	for _, m := range policy.BuiltIn(policy.Standard) {
		names = append(names, m.Name)
	}
	return names
}()

// compareFlips compares flips of an issue by start, then in metric order, those of clocks of
// the current configuration first.
func compareFlips(a, b Flip) int {
	return cmp.Or(
		a.StartedAt.Compare(b.StartedAt),
		compareMetrics(a.Metric, b.Metric),
		cmp.Compare(isNone(a.Was), isNone(b.Was)),
	)
}

// compareMetrics compares metrics in metric order: built-in ones, then by name.
func compareMetrics(a, b string) int {
	i, j := slices.Index(builtIn, a), slices.Index(builtIn, b)
	if i < 0 && j < 0 {
		return strings.Compare(a, b)
	}
	return cmp.Compare(uint(i), uint(j)) // -1 is the greatest
}

func isNone(o sla.Outcome) int {
	if o == None {
		return 1
	}
	return 0
}

// appendJSON appends the JSON form of f.
func (f *Flip) appendJSON(b []byte) []byte {
	b = strict.AppendText(append(b, `{"issue":`...), f.IssueID)
	b = strict.AppendText(append(b, `,"metric":`...), f.Metric)
	b = strconv.AppendInt(append(b, `,"cycle":`...), int64(f.Cycle), 10)
	b = strict.AppendText(append(b, `,"policy":`...), f.Policy)
	b = f.StartedAt.UTC().AppendFormat(append(b, `,"started_at":"`...), time.RFC3339Nano)
	b = strict.AppendText(append(b, `","was":`...), string(f.Was))
	b = strict.AppendText(append(b, `,"becomes":`...), string(f.Becomes))
	return append(b, '}')
}

// MarshalJSON implements [json.Marshaler]: an object with issue, metric, cycle, policy,
// started_at, was and becomes.
func (f Flip) MarshalJSON() ([]byte, error) { return f.appendJSON(nil), nil }
