package alert

import (
	"cmp"
	"slices"

	"github.com/punctualgo/punctual/policy"
)

// Latest returns the alerts to send instead of alerts that are due together: of reminders of
// one step only the latest. Its StandsFor holds the IDs of those that it replaces. Without it,
// a worker that was down over a weekend sends every reminder of that weekend at once.
//
// Reminders are of one step if they have the same issue, clock, step and destination: Slack
// messages of the same action, and e-mail of the same action to the same addresses. The
// latest is that of the latest target of the clock, and of that target the highest repeat.
// Alerts of other types, and digests, are never replaced.
//
// The result is in the order of At and ID, and contains each alert once. It depends on the
// list alone, and not on its order, so a retry with the same list gives the same. Keep the
// alert that is sent with its StandsFor, and mark all [Alert.IDs] as sent once it has been sent.
//
// [Limit.Digest] begins with Latest. Use Latest alone where no limit is wanted.
//
// Time and memory are in proportion to the list: 10,000 alerts take at most 32 MiB, besides what
// their actions take as JSON.
func Latest(alerts []Alert) []Alert {
	if len(alerts) == 0 {
		return nil
	}
	latest := latest(pointers(alerts))
	out := make([]Alert, len(latest))
	for i, a := range latest {
		out[i] = *a
	}
	return out
}

// pointers returns pointers to the elements of a list.
func pointers(alerts []Alert) []*Alert {
	list := make([]*Alert, len(alerts))
	for i := range alerts {
		list[i] = &alerts[i]
	}
	return list
}

// latest returns what Latest does. It may sort the list, and does not change the alerts.
func latest(list []*Alert) []*Alert {
	list = inOrder(list)
	groups := make(map[reminderKey][]*Alert, len(list))
	order := make([]reminderKey, 0, len(list))
	for _, a := range list {
		key := reminderKeyOf(a)
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], a)
	}
	latest := list[:0]
	for _, key := range order {
		latest = append(latest, latestOf(groups[key]))
	}
	slices.SortFunc(latest, compareAlerts)
	return latest
}

// A reminderKey is what reminders of one step to one destination have in common.
type reminderKey struct {
	id                             string // of an alert that is never replaced
	issue, policy, metric, step    string
	cycle, nth                     int
	alertType, destination, action string // the action as a hash, because it may be long
}

// reminderKeyOf returns the key of an alert.
func reminderKeyOf(a *Alert) reminderKey {
	if a.Type != policy.ActionSlack && a.Type != policy.ActionEmail || len(a.Digest) > 0 {
		return reminderKey{id: a.ID}
	}
	t := &a.Transition
	return reminderKey{
		issue: a.Issue.ID, policy: t.Policy, metric: t.Metric, step: t.Step, cycle: t.Cycle, nth: t.Nth,
		alertType: a.Type, destination: a.Channel, action: hash(actionText(a.Action)),
	}
}

// latestOf returns the latest of the reminders of one step. It stands for the others.
func latestOf(reminders []*Alert) *Alert {
	if len(reminders) == 1 {
		return reminders[0]
	}
	latest := *slices.MaxFunc(reminders, compareRepeats)
	var ids []string
	for _, a := range reminders {
		ids = slices.AppendSeq(ids, a.ids)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	latest.StandsFor = slices.DeleteFunc(ids, func(id string) bool { return id == latest.ID })
	return &latest
}

// compareRepeats compares reminders of one step by which is later.
func compareRepeats(a, b *Alert) int {
	t, u := &a.Transition, &b.Transition
	return cmp.Or(
		cmp.Compare(t.Cycle, u.Cycle), cmp.Compare(t.TargetSeq, u.TargetSeq), cmp.Compare(t.Repeat, u.Repeat),
		t.At.Compare(u.At), cmp.Compare(a.ID, b.ID),
	)
}

// compareAlerts compares alerts by when to send them, and by ID.
func compareAlerts(a, b *Alert) int {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
}

// inOrder returns the alerts of a list in the order of At and ID, each once. Of two with the
// same ID it returns the one that was checked last. It leaves out alerts that others in the
// list stand for or sum up. It sorts the list itself.
func inOrder(list []*Alert) []*Alert {
	covered := make(map[string]bool)
	for _, a := range list {
		first := true // its own ID
		for id := range a.ids {
			if !first {
				covered[id] = true
			}
			first = false
		}
	}
	list = slices.DeleteFunc(list, func(a *Alert) bool { return covered[a.ID] })
	slices.SortStableFunc(list, func(a, b *Alert) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), b.AsOf.Compare(a.AsOf), cmp.Compare(len(b.StandsFor), len(a.StandsFor)))
	})
	list = slices.CompactFunc(list, func(a, b *Alert) bool { return a.ID == b.ID })
	slices.SortStableFunc(list, compareAlerts)
	return list
}
