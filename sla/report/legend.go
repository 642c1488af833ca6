package report

import (
	"fmt"
	"strings"

	"github.com/punctualgo/punctual/internal/human"
)

const intervalMeaning = "The range, in percent, in which the rate may truly lie: with few promises it is wide, because a few that went otherwise by chance would change it much. Take a difference between two rows seriously only if their ranges are apart."

const worstWords = "The promises that were broken by the most time, and those that were kept with the least time left."

var worstLegend = []Term{
	{"cycle", "Which promise of its kind it is, if an issue has several, one after the other."},
	{"left", "How much of the target was left, in open time. A negative time says how much it was exceeded by."},
}

var pausesLegend = []Term{
	{"cycle", "Which promise of its kind it is, if an issue has several, one after the other."},
	{"paused", "How long the promise stood still, by the calendar."},
	{"of life", "How much that is of the time from its start to its end, or to now."},
	{"unanswered", "How long of that a message of the customer waited for an answer."},
	{"ongoing", "For how long it has been paused now. A dash: it is not."},
	{"why", "Why it is worth a look."},
}

// Legend explains the columns of the report's table to those who lead a support team.
func (r Report) Legend() []Term {
	q := &r.Request
	near := q.Near
	if near == "" {
		near = defaultNear
	}
	counted := ""
	if q.Unit == Issues {
		counted = " Here and in the next five columns, each issue counts once, by its worst promise."
	}
	terms := append(dimensionTerms(q.By),
		Term{"clocks", "Promises. An issue has one for each target that applied to it, such as a first response and a resolution, and may have several of a kind, one after the other."},
		Term{"issues", "How many issues these promises belong to."},
		Term{"met", "Kept: done in time." + counted},
		Term{"missed", "Broken, and over: done too late, or the issue was resolved without it."},
		Term{"overdue", "Broken, and still waiting."},
		Term{"open", "Still waiting, and in time so far."},
		Term{"dropped", "Ended without a verdict: the issue was resolved before an answer was due, or no target was in force at the end."},
		Term{"void", "Not to be judged: the issue was spam, merged into another, or cancelled otherwise."},
		Term{"rate", human.Title(strings.TrimPrefix(q.Denominator.rateWords(), "Rate: "))},
		Term{"95% interval", intervalMeaning},
		Term{"near", "Close calls: kept, with less than " + near + " of the time left."},
		Term{"elapsed p50", "Half of those that were done took no longer than this. It is open time: hours in which the desk is closed, and pauses, do not count. Of more than 4,096 times, a value with ~ may be off by 1%."},
		Term{"elapsed p90", "Nine of ten took no longer than this."},
		Term{"late p90", "Of those that were done too late, nine of ten were late by no more than this, in open time."},
		Term{"paused", "How much of their time, by the calendar, the promises stood still, such as while a customer was asked."},
	)
	if q.Goal != "" {
		terms = append(terms,
			Term{"goal", "Whether the rate reaches the goal of " + q.Goal + "."},
			Term{"left", "The error budget: how many more promises may be broken before the goal is missed. A negative number says how many were too many."},
		)
	}
	return terms
}

// Legend explains the columns of the table.
func (h Held) Legend() []Term {
	return []Term{
		{fieldWords(h.Request.Field), "The value that " + fieldWords(h.Request.Field) + " had while a clock counted. “(none)” is for no value."},
		{"clocks", "How many promises counted time while it had this value. A promise that was passed on is in several rows."},
		{"held", "How much open time the promises counted meanwhile. Closed hours and pauses do not count."},
		{"share", "How much that is of all time that counted."},
		{"breached", "How many promises were broken while it had this value. Not all of their time need have passed then: see held."},
	}
}

// Legend explains the columns of the table.
func (t Targets) Legend() []Term {
	goal := t.Request.Goal
	return append(dimensionTerms(t.Request.By),
		Term{"now", "How many promises were kept with the targets as they are. " + t.Request.Denominator.rateWords()},
		Term{"95% interval", intervalMeaning + " The first is that of now, the second that of then."},
		Term{"target", "The shortest usual target with which " + goal + " would have been kept, in open time. A dash: none of those that were tried."},
		Term{"then", "How many promises would have been kept with that target."},
		Term{"exact", "The shortest target at all with which " + goal + " would have been kept."},
	)
}

// dimensionTerms explain the columns of a key.
func dimensionTerms(by []string) (terms []Term) {
	for _, name := range by {
		terms = append(terms, Term{dimensionWords(name), dimensionMeaning(name)})
	}
	return terms
}

func dimensionMeaning(name string) string {
	d, err := parseDimension(name)
	if err != nil {
		return ""
	}
	switch d.kind {
	case dimMetric:
		return "What was promised, such as a first response or a resolution."
	case dimPolicy:
		return "The policy that made the promise."
	case dimSchedule:
		return "The opening hours in which time counted."
	case dimTarget:
		return "How much open time was promised."
	case dimOutcome:
		return "How the promise stands: see met to void below."
	case dimState:
		return "What the clock does: it runs, is paused or released from its target, or was stopped or cancelled."
	case dimStopBy, dimStopTeam, dimStopChannel:
		return "The " + map[dimensionKind]string{dimStopBy: "person", dimStopTeam: "team", dimStopChannel: "channel"}[d.kind] + " whose answer or change stopped the clock. “(none)” is for promises that nobody has answered, or of which it is not known who did."
	case dimInstant:
		return fmt.Sprintf("The %s in which %s. “(none)”: it has not, yet.", strings.Replace(string(d.unit), "hour", "hour of the day", 1), instantClauses[d.instant])
	}
	field := strings.SplitN(name, "@", 2)[0]
	switch d.when {
	case atStart:
		return "The issue’s " + field + " when the promise began. “(none)”: it had none."
	case atEnd:
		return "The issue’s " + field + " when the promise ended, or now if it has not. “(none)”: it had none."
	}
	return "The issue’s " + field + " when the promise was kept or broken, or now if it is still open. “(none)”: it had none."
}

var instantClauses = map[Instant]string{
	Created: "the issue was created", Started: "the promise began", Due: "the promise was due",
	Decided: "the promise was kept or broken", Ended: "the promise ended", Breached: "the promise was broken",
}
