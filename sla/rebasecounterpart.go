package sla

import (
	"slices"

	"github.com/punctualgo/punctual/policy"
)

// Counterparts are the clocks of the old program, as the clocks of the new one look for them.
type counterparts struct {
	of    map[clockKey]*clockState // targeted clocks, by metric and the policy of their target
	any   map[string]*clockState   // by metric: the one that any policy continues from
	lanes map[clockKey]*clockState // by metric and the policy of their lane
	ids   map[string]bool          // the policies of lanes
	last  map[string]numbering     // by metric

	// The last clock with a target, if the latest one never had any.
	reports map[*clockState]*reported
}

// A clockKey identifies clocks by the name of a metric and the ID of a policy.
type clockKey struct{ metric, policy string }

// A numbering is the largest numbers that transitions of the clocks of a metric have.
type numbering struct {
	cycle                    int
	targets, pauses, reopens int32
}

func counterpartsOf(old *fold) counterparts {
	was := counterparts{
		of: make(map[clockKey]*clockState), any: make(map[string]*clockState), lanes: make(map[clockKey]*clockState),
		ids: make(map[string]bool), last: make(map[string]numbering), reports: make(map[*clockState]*reported),
	}
	for i := range old.lanes {
		l := &old.lanes[i]
		id := old.program.policies[l.policies[0]].id
		was.ids[id] = true
		for k := range l.clocks {
			c := &l.clocks[k]
			if c.cycle == 0 {
				continue
			}
			was.add(old.program, c, id)
			if !c.targeted {
				was.reports[c] = l.lastReport(c)
			}
		}
	}
	return was
}

// add adds a clock of a lane. Of two clocks with equal claims the first one stays.
func (was *counterparts) add(old *program, c *clockState, lane string) {
	name := old.metrics[c.metric].name
	was.lanes[clockKey{name, lane}] = c
	if c.targeted {
		key := clockKey{name, old.policies[c.applied.target.policy].id}
		if was.of[key] == nil {
			was.of[key] = c
		}
	}
	if best := was.any[name]; best == nil || c.claim() > best.claim() {
		was.any[name] = c
	}
	n := was.last[name]
	was.last[name] = numbering{max(n.cycle, c.cycle), max(n.targets, c.targets), max(n.pauses, c.pauses), max(n.reopens, c.reopens)}
}

// claim says how much c tells about the waiting of the customer: most if it has a target in force.
func (c *clockState) claim() int {
	switch {
	case c.targeted && c.isOpen() && c.state != released:
		return 3
	case c.targeted:
		return 2
	}
	return 1
}

// goOnNumbering makes c count its targets, pauses and reopenings on from those of all old clocks
// of its metric, so that no transition gets an ID that was used before. If several clocks become
// one, it does the same for cycles.
func (was *counterparts) goOnNumbering(p *program, c *clockState) {
	n := was.last[p.metrics[c.metric].name]
	c.targets, c.pauses, c.reopens = n.targets, n.pauses, n.reopens
	if p.match != policy.MatchEach {
		c.cycle = n.cycle
	}
}

// counterpart returns the old clock from which a clock of a metric in a new lane continues, or
// nil. It also reports whether the clock is the lane's own. Under policy.MatchEach, a clock of
// another policy is not; it only tells since when the customer has been waiting.
func (r *rebasing) counterpart(l *lane, metric int) (c *clockState, own bool) {
	name, id := r.f.program.metrics[metric].name, r.f.program.policies[l.policies[0]].id
	if before, ok := r.renamed[id]; ok {
		id = before
	}
	key := clockKey{name, id}
	each := r.f.program.match == policy.MatchEach
	if each && r.old.program.match == policy.MatchEach && r.was.ids[id] {
		c = r.was.lanes[key] // only clocks of this lane count
		return c, c != nil
	}
	if c = r.was.of[key]; c != nil {
		return c, true
	}
	c = r.was.any[name]
	return c, c != nil && (!each || !c.targeted)
}

// findRenamed finds the policies that were given a different ID, under policy.MatchEach. A new
// policy is an old one renamed if the old one is gone, both have the same condition, and the
// targets of the new one make the same promises to the clocks of the old one.
func (r *rebasing) findRenamed() {
	old, now := r.old.program, r.f.program
	if old.match != policy.MatchEach || now.match != policy.MatchEach {
		return
	}
	kept := make(map[string]bool)
	for i := range now.policies {
		kept[now.policies[i].id] = true
	}
	gone := make(map[string][]int) // old lanes, by the condition of their policy
	for k := range r.old.lanes {
		if p := &old.policies[k]; !kept[p.id] {
			gone[p.whenKey] = append(gone[p.whenKey], k)
		}
	}
	r.renamed = make(map[string]string)
	rename := func(p *compiledPolicy, from func(lane int) bool) {
		lanes := gone[p.whenKey]
		n := slices.IndexFunc(lanes, func(k int) bool { return from(k) && r.isRenamed(&r.old.lanes[k], p) })
		if n >= 0 {
			r.renamed[p.id] = old.policies[lanes[n]].id
			gone[p.whenKey] = slices.Delete(lanes, n, n+1)
		}
	}
	for i := range now.policies {
		if p := &now.policies[i]; !r.was.ids[p.id] {
			rename(p, func(lane int) bool { return lane == i }) // usually it is at the same position
		}
	}
	for i := range now.policies {
		p := &now.policies[i]
		if _, ok := r.renamed[p.id]; !ok && !r.was.ids[p.id] {
			rename(p, func(int) bool { return true })
		}
	}
}

// isRenamed reports whether a new policy makes the same promises to the clocks of an old one.
func (r *rebasing) isRenamed(l *lane, p *compiledPolicy) bool {
	r.f.work += len(l.clocks) * workOfClock
	any := false
	for k := range l.clocks {
		c := &l.clocks[k]
		if !c.targeted {
			continue
		}
		any = true
		metric, ok := r.metrics[r.old.program.metrics[c.metric].name]
		if !ok {
			return false
		}
		if _, ok := r.findIn(p, &c.reported, metric); !ok {
			return false
		}
	}
	return any
}
