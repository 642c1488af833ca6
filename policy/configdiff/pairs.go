package configdiff

import (
	"slices"

	"github.com/punctualgo/punctual/policy"
)

// A pair is a policy before and after, and its places. One of the two may be nil.
type pair struct {
	before, after     *policy.Policy
	beforeAt, afterAt int
}

// pairPolicies pairs policies: those of one ID, then, of the others, those that are the same
// but for their ID, name and description, then those of one name, then those of one
// condition. Pairs are in the order of the policies after, then those that are removed.
func pairPolicies(before, after []policy.Policy) []pair {
	pairs := make([]pair, len(after))
	for i := range after {
		pairs[i] = pair{after: &after[i], afterAt: i}
	}
	paired := make([]bool, len(before))
	for _, key := range []func(p *policy.Policy) string{
		func(p *policy.Policy) string { return p.ID },
		func(p *policy.Policy) string {
			anonymous := *p
			anonymous.ID, anonymous.Name, anonymous.Description = "", "", ""
			return jsonText(&anonymous)
		},
		func(p *policy.Policy) string { return p.Name },
		func(p *policy.Policy) string { return conditionText(p.When) },
	} {
		left := make(map[string][]int) // of those before
		for i := range before {
			if k := key(&before[i]); !paired[i] && k != "" {
				left[k] = append(left[k], i)
			}
		}
		for i := range pairs {
			if pairs[i].before != nil {
				continue
			}
			k := key(pairs[i].after)
			if list := left[k]; len(list) > 0 {
				at := list[0]
				left[k] = list[1:]
				pairs[i].before, pairs[i].beforeAt, paired[at] = &before[at], at, true
			}
		}
	}
	for i := range before {
		if !paired[i] {
			pairs = append(pairs, pair{before: &before[i], beforeAt: i})
		}
	}
	return pairs
}

// moved returns the pairs whose place among the others changes: the fewest whose moving makes
// the order of the one configuration that of the other.
func moved(pairs []pair) []pair {
	var both []pair
	for _, p := range pairs {
		if p.before != nil && p.after != nil {
			both = append(both, p)
		}
	}
	// The longest increasing sequence of places stays.
	length, previous := make([]int, len(both)), make([]int, len(both))
	last := -1
	for i := range both {
		length[i], previous[i] = 1, -1
		for j := range i {
			if both[j].beforeAt < both[i].beforeAt && length[j]+1 > length[i] {
				length[i], previous[i] = length[j]+1, j
			}
		}
		if last < 0 || length[i] > length[last] {
			last = i
		}
	}
	var stay []int
	for ; last >= 0; last = previous[last] {
		stay = append(stay, last)
	}
	var list []pair
	for i, p := range both {
		if !slices.Contains(stay, i) {
			list = append(list, p)
		}
	}
	return list
}

// Renamed returns the new IDs of the policies that are in both configurations, by their old
// IDs, whether they changed or not.
func Renamed(before, after *policy.Config) map[string]string {
	ids := make(map[string]string)
	for _, p := range pairPolicies(before.Policies, after.Policies) {
		if p.before != nil && p.after != nil {
			ids[p.before.ID] = p.after.ID
		}
	}
	return ids
}
