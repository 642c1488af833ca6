package sla

import (
	"fmt"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/human"
)

// How much a text tells without [TextOptions.Full].
const (
	mostAccounts = 3  // accounts of clocks
	mostOthers   = 8  // lines about other clocks that are breached or open
	mostRows     = 12 // rows of an account
	mostPolicies = 4  // policies that match, and that nearly do
	mostNarrowed = 6  // accounts, if the options select some clocks
)

// page returns what the options tell.
func (x *Explanation) page(o *TextOptions) page {
	selected := x.Select(*o)
	t := teller{explanation: &selected, options: o}
	ordered := *o
	ordered.ByStart = true
	inOrder := x.Select(ordered)
	t.summary = inOrder.Summary()
	zone := o.Zone
	if zone == nil {
		zone = zoneOf(t.summary.Zone)
	}
	t.summary.Zone = zone
	t.dates = human.NewDates(zone)
	t.page() // dates must have seen all instants of the page
	return t.page()
}

// A teller tells an explanation.
type teller struct {
	explanation *Explanation // what is selected of it
	options     *TextOptions
	summary     Summary
	dates       *human.Dates
}

func (t *teller) page() page {
	x := t.explanation
	p := page{title: titleOf(x.IssueID, x.AsOf, t.dates), notes: zoneNote(t.summary.Zone)}
	if len(x.Clocks)+len(x.Policies)+len(x.Metrics) == 0 {
		p.sections = []section{{words: []string{"There is nothing to explain: it did not exist yet, or there are no policies."}}}
		return p
	}
	switch {
	case len(x.Clocks) > 0:
		p.sections = t.summary.sections(t.dates)
	case t.options.narrow():
		p.sections = []section{{words: []string{"No clock is selected."}}}
	}
	if t.options.Summary {
		return p
	}
	told := t.accounts()
	for i := range told {
		p.sections = append(p.sections, t.account(&x.Clocks[i]))
	}
	p.sections = append(p.sections, t.others(x.Clocks[told:])...)
	if !t.options.narrow() {
		p.sections = append(p.sections, t.policies()...)
	}
	if !t.options.narrow() || len(t.options.Metrics) > 0 {
		p.sections = append(p.sections, t.metrics()...)
	}
	return p
}

// accounts returns how many clocks have an account: the first so many.
func (t *teller) accounts() int {
	clocks := t.explanation.Clocks
	most := mostAccounts
	switch {
	case t.options.Full:
		return len(clocks)
	case t.options.narrow():
		return min(len(clocks), mostNarrowed)
	case len(clocks) <= most || t.options.ByStart:
		return min(len(clocks), most)
	}
	n := 0
	for n < most && clocks[n].Outcome.rank() <= OutcomeOpen.rank() {
		n++
	}
	return n
}

// account tells a clock.
func (t *teller) account(a *ClockAccount) section {
	s := section{title: t.name(a) + ": " + a.standing(a.Outcome, t.dates), words: a.words(t.dates)}
	if zone := zoneOf(a.Zone); zone.String() != t.summary.Zone.String() && a.Schedule != businesshours.Always {
		s.words = append(s.words, "Its schedule keeps the time of "+zone.String()+".")
	}
	s.rows = a.rows(t.dates, t.options.Full)
	return s
}

// name names a clock.
func (t *teller) name(a *ClockAccount) string {
	name := a.name()
	if t.explanation.each {
		name += ", " + a.policyText(a.Policy)
	}
	return name
}

func (a *ClockAccount) name() string {
	name := human.Title(human.Name(a.Metric))
	if a.Cycle > 1 {
		name += fmt.Sprintf(" (%d)", a.Cycle)
	}
	return name
}

// others has a line for each of the next clocks that are breached or open, and one for those of a
// metric that are not.
func (t *teller) others(clocks []ClockAccount) []section {
	if len(clocks) == 0 {
		return nil
	}
	s := section{title: "Other clocks"}
	n := 0
	for n < len(clocks) && clocks[n].Outcome.rank() <= OutcomeOpen.rank() {
		if n < mostOthers {
			s.rows = append(s.rows, row{t.name(&clocks[n]), clocks[n].standing(clocks[n].Outcome, t.dates)})
		}
		n++
	}
	if n > mostOthers {
		s.rows = append(s.rows, row{"…", human.Count(int64(n-mostOthers)) + " more that are breached or open"})
	}
	s.rows = append(s.rows, t.calm(clocks[n:])...)
	if len(s.rows) == 0 {
		return nil
	}
	return []section{s}
}

// calm has a line for the clocks of each metric and outcome, of those that are neither breached
// nor open. It leaves out the only clock of a metric, as the summary tells it.
func (t *teller) calm(clocks []ClockAccount) (rows []row) {
	single := make(map[string]bool)
	for i := range t.summary.Metrics {
		single[t.summary.Metrics[i].Metric] = t.summary.Metrics[i].Clocks == 1
	}
	type group struct {
		metric  string
		outcome Outcome
	}
	cycles := make(map[group][]int)
	var order []group
	for i := range clocks {
		g := group{clocks[i].Metric, clocks[i].Outcome}
		if single[g.metric] {
			continue
		}
		if cycles[g] == nil {
			order = append(order, g)
		}
		cycles[g] = append(cycles[g], clocks[i].Cycle)
	}
	words := map[Outcome]string{OutcomeMet: "met", OutcomeDropped: "ended without a verdict", OutcomeVoid: "void: the issue was cancelled"}
	for _, g := range order {
		rows = append(rows, row{human.Title(human.Name(g.metric)), words[g.outcome] + ": " + cyclesText(cycles[g])})
	}
	return rows
}

// cyclesText lists cycles: "1st, 3rd to 17th".
func cyclesText(cycles []int) string {
	slices.Sort(cycles)
	cycles = slices.Compact(cycles)
	var parts []string
	for i := 0; i < len(cycles); {
		n := i + 1
		for n < len(cycles) && cycles[n] == cycles[n-1]+1 {
			n++
		}
		switch n - i {
		case 1:
			parts = append(parts, human.Ordinal(cycles[i]))
		case 2:
			parts = append(parts, human.Ordinal(cycles[i]), human.Ordinal(cycles[i+1]))
		default:
			parts = append(parts, human.Ordinal(cycles[i])+" to "+human.Ordinal(cycles[n-1]))
		}
		i = n
	}
	return cutList(parts)
}

// policies tells which policies apply, and which nearly do.
func (t *teller) policies() []section {
	policies := t.explanation.Policies
	if len(policies) == 0 {
		return nil
	}
	s := section{title: "Policies"}
	var matching, nearly []string
	others := 0
	for i := range policies {
		switch a := &policies[i]; {
		case a.Matches || len(a.InForceFor) > 0 || !a.Effective && a.Failed == 0:
			matching = append(matching, a.String())
		case a.Effective && a.Failed == 1:
			nearly = append(nearly, a.String())
		default:
			others++
		}
	}
	most := mostPolicies
	if t.options.Full {
		most = len(policies)
	}
	tell := func(list []string, more string) {
		s.words = append(s.words, list[:min(len(list), most)]...)
		if n := len(list) - most; n > 0 {
			s.words = append(s.words, fmt.Sprintf("%s more %s", human.Count(int64(n)), more))
		}
	}
	tell(matching, "match")
	tell(nearly, "nearly match: one comparison fails")
	switch {
	case others == 1:
		s.words = append(s.words, "1 more does not apply")
	case others > 1:
		s.words = append(s.words, human.Count(int64(others))+" more do not apply")
	}
	return []section{s}
}

// metrics tells why metrics have no clock.
func (t *teller) metrics() []section {
	if len(t.explanation.Metrics) == 0 {
		return nil
	}
	s := section{title: "Without a clock"}
	names := make(map[string][]string) // of metrics, by why
	for _, m := range t.explanation.Metrics {
		names[m.Why] = append(names[m.Why], human.Name(m.Metric))
	}
	for _, m := range t.explanation.Metrics {
		if list := names[m.Why]; list != nil {
			s.words = append(s.words, strings.Join(list, ", ")+": "+m.Why)
			delete(names, m.Why)
		}
	}
	return []section{s}
}

// String says whether the policy applies, and why.
func (a *PolicyAccount) String() string {
	text := policyText(a.Policy, a.Name)
	switch {
	case len(a.InForceFor) > 0:
		names := make([]string, 0, len(a.InForceFor))
		for _, m := range a.InForceFor {
			if name := human.Name(m); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		text += " is in force for " + strings.Join(names, ", ")
		if !a.Matches {
			text += ", kept from when it applied"
		}
	case !a.Effective:
		return text + " was not in effect at the last event"
	case a.First:
		text += " is the first that applies"
	case a.Matches:
		text += " matches"
	default:
		text += " does not apply"
	}
	if a.Because == nil {
		return text
	}
	return text + ": " + a.Because.because(a.Matches)
}

// policyText names a policy: by its name with its ID behind, if it has one.
func policyText(id, name string) string {
	if name == "" || name == id {
		return quiet(id)
	}
	return quiet(name) + " (" + quiet(id) + ")"
}

func (a *ClockAccount) policyText(id string) string { return policyText(id, a.names[id]) }

// String describes what has happened to the clock, line by line. Instants are in the zone of its
// schedule, which each of them has.
func (a ClockAccount) String() string {
	build := func(d *human.Dates) section {
		return section{title: a.name() + ": " + a.standing(a.outcome(), d), words: a.words(d), rows: a.rows(d, true)}
	}
	dates := a.dates()
	build(dates) // they must have seen all instants
	p := page{sections: []section{build(dates)}}
	return p.text()
}

// outcome returns a.Outcome, or that of the clock for an account that no explainer made.
func (a *ClockAccount) outcome() Outcome {
	if a.Outcome == "" {
		return a.Clock.Outcome()
	}
	return a.Outcome
}

// dates returns dates in the zone of the schedule, which each of them has.
func (a *ClockAccount) dates() *human.Dates {
	d := human.NewDates(zoneOf(a.Zone))
	d.Zones = true
	d.Add(a.asOf)
	return d
}
