package alert

import (
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// A Limit says how many alerts a channel gets in a period. The alerts beyond it are summed up
// in one more.
type Limit struct {
	Alerts int           // in a period; values below one mean one
	Per    time.Duration // length of a period; zero means a minute
}

// Digest returns the alerts to send instead of alerts that are due together. It keeps only
// the latest of several reminders, as [Latest] does. Of the alerts for one channel in one
// period it then returns the first ones as they are, as many as the limit allows. The period
// is that of At, or of AsOf for an alert that is late, so that alerts of a whole weekend that
// are checked together are in one period. If it leaves more than one, it returns one alert
// for these, whose Digest holds them. Alerts without a channel, which change or mark an issue,
// are never summed up.
//
// Messages of a digest have one line for each issue and step, with the number of alerts, and
// begin with what is breached. They have at most [MaxLines] lines, however long the digest is.
//
// The result is in the order of At. It depends on the list alone, and not on its order, so a
// retry with the same list gives the same. Give Digest all alerts that are due, after
// [Planner.Check]. Keep the digest until it has been sent, and then mark all [Alert.IDs] as
// sent.
//
// Time and memory are in proportion to the list: 10,000 alerts take at most 64 MiB, besides what
// their actions take as JSON.
func (l Limit) Digest(alerts []Alert) []Alert {
	per := l.Per
	if per <= 0 {
		per = time.Minute
	}
	type period struct {
		channel string
		start   time.Time
	}
	var out []Alert
	sent := make(map[period]int)
	rest := make(map[period][]*Alert)
	var order []period
	for _, a := range latest(pointers(alerts)) {
		w := period{a.Channel, a.sendTime().UTC().Truncate(per)}
		if a.Channel == "" || sent[w] < max(l.Alerts, 1) {
			sent[w]++
			out = append(out, *a)
			continue
		}
		if rest[w] == nil {
			order = append(order, w)
		}
		rest[w] = append(rest[w], a)
	}
	for _, w := range order {
		out = append(out, sum(rest[w]))
	}
	slices.SortStableFunc(out, func(a, b Alert) int { return a.At.Compare(b.At) })
	return out
}

// sum returns one alert for several of one channel. It is due when the last of them is.
func sum(alerts []*Alert) Alert {
	last := alerts[len(alerts)-1]
	if len(alerts) == 1 {
		return *last
	}
	d := Alert{
		At: last.At, Type: last.Type, Channel: last.Channel, Issue: last.Issue, Transition: last.Transition,
		PolicyName: last.PolicyName, Action: clone(last.Action).(policy.Action), Zone: last.Zone,
	}
	var ids strings.Builder
	var parts []*Alert
	people := recipientSet{byAddress: last.Type == policy.ActionEmail}
	for _, a := range alerts {
		ids.WriteString(a.ID + "\n")
		if len(a.Digest) > 0 {
			parts = append(parts, pointers(a.Digest)...)
		} else {
			parts = append(parts, a)
		}
		for _, r := range a.Recipients {
			people.add(r)
		}
	}
	d.ID = "digest-" + hash(ids.String())
	d.Recipients = people.list
	parts = latest(parts)
	d.Digest = make([]Alert, len(parts))
	for i, part := range parts {
		d.Digest[i] = *part
		if part.AsOf.After(d.AsOf) {
			d.AsOf = part.AsOf
		}
		if part.Zone != d.Zone {
			d.Zone = ""
		}
	}
	return d
}

// A group is the alerts of a digest that are about one step of one issue.
type group struct {
	latest *Alert
	count  int // of alerts, with those that the alerts stand for
}

// groups returns the groups of a digest: first those that are breached, then the others, each
// in the order of their first alerts.
func (a *Alert) groups() []group {
	type key struct{ issue, metric, step string }
	var groups []group
	index := make(map[key]int)
	for i := range a.Digest {
		part := &a.Digest[i]
		k := key{part.Issue.ID, part.Transition.Metric, part.Transition.Step}
		n, ok := index[k]
		if !ok {
			n = len(groups)
			index[k] = n
			groups = append(groups, group{latest: part})
		} else if compareRepeats(part, groups[n].latest) > 0 {
			groups[n].latest = part
		}
		for range part.ids {
			groups[n].count++
		}
	}
	breached := func(g group) int {
		if g.latest.Clock != nil && g.latest.Clock.Breached {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(groups, func(g, h group) int { return breached(g) - breached(h) })
	return groups
}
