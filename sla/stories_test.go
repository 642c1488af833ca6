package sla_test

import (
	"strings"
	"testing"

	"github.com/punctualgo/punctual/sla"
)

// Stories of issues, one for each rule of SEMANTICS.md, in the order of that page. The
// expectations are derived from the rules by hand. Unless a story says otherwise, the desk is
// open Monday to Friday, 09:00 to 17:00, in UTC. "1h of 2h, due 11:00" is a clock that has
// counted one hour of two.

// Business hours

func TestAWeekendAndAHolidayDoNotCount(t *testing.T) {
	newYork := `{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"calendar": "us"}]}`
	play(t, promiseOn(newYork, `"first_response": "1h"`), // Monday is Memorial Day
		step{at: "Fri 22 May 16:30 EDT", event: created(), announced: "started", expect: "0s of 1h, due Tue 26 May 09:30 EDT"},
		step{at: "Sat 23 May 12:00 EDT", expect: "30m of 1h, due Tue 26 May 09:30 EDT"},
		step{at: "Mon 25 May 12:00 EDT", expect: "30m of 1h, due Tue 26 May 09:30 EDT"},
		step{at: "Tue 26 May 09:20 EDT", event: writes(sla.Agent), announced: "met", expect: "met with 50m of 1h, due 09:30 EDT"},
	)
}

const nights = `{"name": "nights", "time_zone": "Europe/London", "weekly": {"mon-sun": ["22:00-06:00"]}}`

func TestANightOnWhichClocksGoForwardIsAnHourShorter(t *testing.T) {
	play(t, promiseOn(nights, `"resolution": "8h"`),
		step{at: "Sat 28 Mar 22:00 GMT", event: created(), announced: "started", expect: "0s of 8h, due Sun 29 Mar 23:00 BST"},
		step{at: "Sun 29 Mar 00:59 GMT", expect: "2h59m of 8h, due 23:00 BST"},
		step{at: "Sun 29 Mar 02:01 BST", expect: "3h1m of 8h, due 23:00 BST"}, // two minutes later
		step{at: "Sun 29 Mar 06:00 BST", expect: "7h of 8h, due 23:00 BST"},
	)
}

func TestANightOnWhichClocksGoBackIsAnHourLonger(t *testing.T) {
	play(t, promiseOn(nights, `"resolution": "8h"`),
		step{at: "Sat 24 Oct 22:00 BST", event: created(), announced: "started", expect: "0s of 8h, due Sun 25 Oct 05:00 GMT"},
		step{at: "Sun 25 Oct 01:30 BST", expect: "3h30m of 8h, due 05:00 GMT"},
		step{at: "Sun 25 Oct 01:30 GMT", expect: "4h30m of 8h, due 05:00 GMT"},
		step{at: "Sun 25 Oct 06:00 GMT", announced: "breached at 05:00 GMT", expect: "9h of 8h, breached, was due 05:00 GMT"},
	)
}

func TestAWorkingDayIsAsLongAfterAClockChange(t *testing.T) {
	newYork := `{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}}`
	play(t, promiseOn(newYork, `"resolution": "10h"`), // clocks go forward on Sunday
		step{at: "Fri 6 Mar 16:00 EST", event: created(), announced: "started", expect: "0s of 10h, due Tue 10 Mar 10:00 EDT"},
		step{at: "Mon 9 Mar 10:00 EDT", expect: "2h of 10h, due Tue 10 Mar 10:00 EDT"},
	)
}

func TestAHolidayClosesItsDateAlsoForANightShift(t *testing.T) {
	night := `{"name": "night", "time_zone": "UTC", "weekly": {"mon-sun": ["22:00-06:00"]}, "holidays": [{"date": "2026-03-11"}]}`
	play(t, promiseOn(night, `"resolution": "4h"`),
		step{at: "Tue 10 Mar 23:00", event: created(), announced: "started", expect: "0s of 4h, due Thu 12 Mar 03:00"},
		step{at: "Wed 11 Mar 05:00", expect: "1h of 4h, due Thu 12 Mar 03:00"}, // the rest of Tuesday's shift
		step{at: "Wed 11 Mar 23:00", expect: "1h of 4h, due Thu 12 Mar 03:00"}, // its own shift, until midnight
		step{at: "Thu 12 Mar 01:00", expect: "2h of 4h, due 03:00"},            // but not after it
	)
}

func TestAHolidayMayCloseShifts(t *testing.T) {
	night := `{"name": "night", "time_zone": "UTC", "weekly": {"mon-sun": ["22:00-06:00"]}, "holidays": [{"date": "2026-03-11"}], "holidays_close": "shift"}`
	play(t, promiseOn(night, `"resolution": "8h"`),
		step{at: "Tue 10 Mar 23:00", event: created(), announced: "started", expect: "0s of 8h, due Thu 12 Mar 23:00"},
		step{at: "Wed 11 Mar 05:00", expect: "6h of 8h, due Thu 12 Mar 23:00"}, // Tuesday's shift goes on
		step{at: "Thu 12 Mar 05:00", expect: "7h of 8h, due 23:00"},            // Wednesday's does not start
	)
}

func TestHolidaysMayBeDefinedByRules(t *testing.T) {
	for _, tt := range []struct{ about, holidays, created, due string }{
		{"a range", `{"date": "2026-08-03", "to": "2026-08-14"}`, "Fri 31 Jul 16:00", "Mon 17 Aug 10:00"},
		{"over the New Year", `{"every": "12-24", "to": "01-02"}`, "Wed 23 Dec 16:00", "Mon 4 Jan 10:00 2027"},
		{"the last Monday of May", `{"every": "last mon of may"}`, "Fri 22 May 16:00", "Tue 26 May 10:00"},
		{"the second Tuesday of each month", `{"every": "2nd tue"}`, "Mon 9 Mar 16:00", "Wed 11 Mar 10:00"},
		{"a fifth Monday that March has", `{"every": "5th mon"}`, "Fri 27 Mar 16:00", "Tue 31 Mar 10:00"},
		{"Good Friday and Easter Monday", `{"every": "easter", "plus": -2}, {"every": "easter", "plus": 1}`, "Thu 2 Apr 16:00", "Tue 7 Apr 10:00"},
		{"the Friday before Orthodox Easter", `{"every": "orthodox easter", "plus": -2}`, "Thu 9 Apr 16:00", "Mon 13 Apr 10:00"},
	} {
		t.Run(tt.about, func(t *testing.T) {
			closed := `{"name": "desk", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [` + tt.holidays + `]}`
			play(t, promiseOn(closed, `"resolution": "2h"`),
				step{at: tt.created, event: created(), announced: "started", expect: "0s of 2h, due " + tt.due})
		})
	}
}

// Independence Day 2026 is a Saturday and is observed on Friday.
func TestObservedHolidaysMayCloseEitherDateOrBoth(t *testing.T) {
	for _, tt := range []struct{ kept, due string }{
		{`"observed": "actual"`, "Fri 3 Jul 10:00 EDT"},
		{`"observed": "observed"`, "Sat 4 Jul 10:00 EDT"},
		{`"observed": "both"`, "Mon 6 Jul 10:00 EDT"},
		{`"except": ["Independence Day"]`, "Fri 3 Jul 10:00 EDT"},
	} {
		t.Run(tt.kept, func(t *testing.T) {
			shop := `{"name": "shop", "time_zone": "America/New_York", "weekly": {"mon-sat": ["09:00-17:00"]}, "holidays": [{"calendar": "us", ` + tt.kept + `}]}`
			play(t, promiseOn(shop, `"resolution": "2h"`),
				step{at: "Thu 2 Jul 16:00 EDT", event: created(), announced: "started", expect: "0s of 2h, due " + tt.due})
		})
	}
}

func TestADatedExceptionTakesPrecedenceOverAYearlyOne(t *testing.T) {
	exceptional := `{"name": "desk", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"every": "03-12"}],
		"exceptions": {"03-11": ["09:00-12:00"], "2026-03-11": ["09:00-10:00"], "03-12": ["09:00-11:00"]}}`
	play(t, promiseOn(exceptional, `"resolution": "5h"`),
		step{at: "Tue 10 Mar 16:00", event: created(), announced: "started", expect: "0s of 5h, due Fri 13 Mar 10:00"},
		step{at: "Wed 11 Mar 17:00", expect: "2h of 5h, due Fri 13 Mar 10:00"},
		step{at: "Thu 12 Mar 17:00", expect: "4h of 5h, due Fri 13 Mar 10:00"},
	)
}

func TestAnExceptionReplacesHoursAndHolidays(t *testing.T) {
	exceptional := `{"name": "desk", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"date": "2026-03-11"}],
		"exceptions": {"2026-03-11": ["10:00-12:00"], "2026-03-12": []}}`
	play(t, promiseOn(exceptional, `"resolution": "4h"`),
		step{at: "Tue 10 Mar 16:00", event: created(), announced: "started", expect: "0s of 4h, due Fri 13 Mar 10:00"},
		step{at: "Wed 11 Mar 10:00", expect: "1h of 4h, due Fri 13 Mar 10:00"},
		step{at: "Wed 11 Mar 17:00", expect: "3h of 4h, due Fri 13 Mar 10:00"},
		step{at: "Thu 12 Mar 17:00", expect: "3h of 4h, due Fri 13 Mar 10:00"},
	)
}

func TestARevisionChangesHoursFromItsDateOn(t *testing.T) {
	revised := `{"name": "desk", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]},
		"revisions": [{"from": "2026-03-11", "weekly": {"mon-fri": ["08:00-18:00"]}}]}`
	play(t, promiseOn(revised, `"resolution": "20h"`),
		step{at: "Mon 9 Mar 16:00", event: created(), announced: "started", expect: "0s of 20h, due Thu 12 Mar 09:00"},
		step{at: "Tue 10 Mar 09:00", expect: "1h of 20h, due Thu 12 Mar 09:00"},
		step{at: "Wed 11 Mar 09:00", expect: "10h of 20h, due Thu 12 Mar 09:00"},
	)
}

func TestACompositeIsOpenWhenAnyIsAndNoneForbids(t *testing.T) {
	schedules := desk + `,
		{"name": "evening", "time_zone": "UTC", "weekly": {"mon-fri": ["17:00-22:00"]}},
		{"name": "maintenance", "time_zone": "UTC", "weekly": {"tue": ["09:00-10:00"]}},
		{"name": "all day", "any_of": ["desk", "evening"], "none_of": ["maintenance"]}`
	play(t, `{"schedules": [`+schedules+`], "policies": [{"id": "p", "schedule": "all day", "targets": {"resolution": "7h"}}]}`,
		step{at: "Mon 9 Mar 16:00", event: created(), announced: "started", expect: "0s of 7h, due Tue 10 Mar 11:00"},
		step{at: "22:00", expect: "6h of 7h, due Tue 10 Mar 11:00"},
		step{at: "Tue 10 Mar 10:00", expect: "6h of 7h, due 11:00"},
	)
}

func TestWithoutOpenTimeAheadNothingIsEverDue(t *testing.T) {
	once := `{"name": "once", "time_zone": "UTC", "exceptions": {"2026-03-09": ["09:00-17:00"]}}`
	play(t, promiseOn(once, `"resolution": "9h"`),
		step{at: "Mon 9 Mar 09:00", event: created(), announced: "started", expect: "0s of 9h, never due", next: "never"},
		step{at: "Tue 10 Mar 09:00", expect: "8h of 9h, never due"},
	)
}

// Issues, fields and conditions

func TestEventsOfOneInstantHappenInTheirOrder(t *testing.T) {
	play(t, promise(`"resolution": "4h"`),
		step{at: "Mon 9 Mar 09:00", event: created(), announced: "started", expect: "0s of 4h, due 13:00"},
		step{at: "11:00", event: together(set("status", "resolved"), set("status", "open")),
			announced: "met, reopened", expect: "2h of 4h, due 13:00"},
		step{at: "12:00", event: together(set("status", "open"), set("status", "resolved")),
			announced: "met", expect: "met with 3h of 4h, due 13:00"},
	)
}

func TestCancellingAnIssueEndsItWithoutAVerdict(t *testing.T) {
	play(t, promise(`"first_response": "2h", "resolution": "8h"`),
		step{at: "Mon 9 Mar 09:00", event: created(), announced: "first response started, resolution started",
			expect: "first response 0s of 2h, due 11:00; resolution 0s of 8h, due 17:00"},
		step{at: "10:00", event: cancelled("merged into ISS-7"), announced: "first response cancelled, resolution cancelled",
			expect: "first response no verdict with 1h of 2h, due 11:00; resolution no verdict with 1h of 8h, due 17:00", next: "never"},
		step{at: "12:00", event: writes(sla.Agent),
			expect: "first response no verdict with 1h of 2h, due 11:00; resolution no verdict with 1h of 8h, due 17:00"},
	)
}

func TestAConditionMayAskForTheHoursOfTheCreation(t *testing.T) {
	policies := `[
		{"id": "off hours", "when": {"field": "created_at", "op": "not_in_hours", "value": "desk"}, "schedule": "24x7", "targets": {"first_response": "1h"}},
		{"id": "in hours", "targets": {"first_response": "4h"}}]`
	play(t, configured(desk, policies),
		step{at: "Sun 8 Mar 20:00", event: created(), announced: "off hours: started", expect: "off hours: 0s of 1h, due 21:00"},
	)
	play(t, configured(desk, policies),
		step{at: "Mon 9 Mar 16:00", event: created(), announced: "in hours: started", expect: "in hours: 0s of 4h, due Tue 10 Mar 12:00"},
	)
}

// Metrics

func TestAnAnswerMeetsTheFirstResponse(t *testing.T) {
	play(t, promise(`"first_response": "2h"`),
		step{at: "Mon 9 Mar 09:00", event: created(), announced: "started", expect: "0s of 2h, due 11:00"},
		step{at: "10:45", event: writes(sla.Agent), announced: "met", expect: "met with 1h45m of 2h, due 11:00", next: "never"},
	)
}

func TestAnAnswerBeforeTheDeskOpensTakesNoTime(t *testing.T) {
	play(t, promise(`"first_response": "2h"`),
		step{at: "Mon 9 Mar 07:00", event: created(), announced: "started", expect: "0s of 2h, due 11:00"},
		step{at: "08:00", event: writes(sla.Agent), announced: "met", expect: "met with 0s of 2h, due 11:00"},
	)
}

func TestTheOldestUnansweredMessageCounts(t *testing.T) {
	play(t, promise(`"next_response": "4h"`),
		step{at: "Mon 9 Mar 09:00", event: created()},
		step{at: "09:30", event: writes(sla.Agent)},
		step{at: "10:00", event: writes(sla.Customer), announced: "started", expect: "0s of 4h, due 14:00"},
		step{at: "11:00", event: writes(sla.Customer), expect: "1h of 4h, due 14:00"},
		step{at: "13:00", event: writes(sla.Agent), announced: "met", expect: "met with 3h of 4h, due 14:00"},
		step{at: "13:30", event: writes(sla.Customer), announced: "cycle 2 started", expect: "cycle 2 0s of 4h, due Tue 10 Mar 09:30"},
	)
}

func TestNotesBotsAndThirdPartiesAnswerNothing(t *testing.T) {
	play(t, promise(`"first_response": "2h"`),
		step{at: "Mon 9 Mar 09:00", event: created(), announced: "started", expect: "0s of 2h, due 11:00"},
		step{at: "09:10", event: note(), expect: "10m of 2h, due 11:00"},
		step{at: "09:20", event: writes(sla.Bot), expect: "20m of 2h, due 11:00"},
		step{at: "09:30", event: writes(sla.ThirdParty), expect: "30m of 2h, due 11:00"},
		step{at: "09:40", event: writes(sla.Agent), announced: "met", expect: "met with 40m of 2h, due 11:00"},
	)
}

func TestAThankYouNeedsNoAnswer(t *testing.T) {
	play(t, promise(`"next_response": "2h"`),
		step{at: "Mon 9 Mar 09:00", event: created()},
		step{at: "09:30", event: writes(sla.Agent)},
		step{at: "10:00", event: thanks()},
		step{at: "10:10", event: writes(sla.Bot)},
		step{at: "10:20", event: writes(sla.Customer), announced: "started", expect: "0s of 2h, due 12:20"},
		step{at: "10:30", event: thanks(), expect: "10m of 2h, due 12:20"}, // the question is still open
	)
}

func TestAnIssueOfAnAgentOwesNothingUntilTheCustomerWrites(t *testing.T) {
	play(t, promise(`"first_response": "2h"`),
		step{at: "Mon 9 Mar 09:00", event: createdBy(sla.Agent)},
		step{at: "09:10", event: writes(sla.Agent)},
		step{at: "12:00", event: writes(sla.Customer), announced: "started", expect: "0s of 2h, due 14:00"},
	)
}

func TestResolvingWithoutAnAnswerGivesNoVerdict(t *testing.T) {
	play(t, promise(`"first_response": "2h"`),
		step{at: "Mon 9 Mar 09:00", event: created(), announced: "started", expect: "0s of 2h, due 11:00"},
		step{at: "10:30", event: set("status", "resolved"), announced: "cancelled", expect: "no verdict with 1h30m of 2h, due 11:00"},
		step{at: "14:00", event: set("status", "open"), expect: "no verdict with 1h30m of 2h, due 11:00"},
		step{at: "14:30", event: writes(sla.Customer), announced: "cycle 2 started", expect: "cycle 2 0s of 2h, due 16:30"},
	)
}

func TestAReopenedIssueRunsOnFromWhatItHadCounted(t *testing.T) {
	play(t, promise(`"resolution": "4h"`),
		step{at: "Mon 9 Mar 09:00", event: created(), announced: "started", expect: "0s of 4h, due 13:00"},
		step{at: "11:00", event: set("status", "resolved"), announced: "met", expect: "met with 2h of 4h, due 13:00"},
		step{at: "12:00", event: set("status", "open"), announced: "reopened", expect: "2h of 4h, due 14:00"},
		step{at: "14:30", event: set("status", "resolved"), announced: "breached at 14:00, missed", expect: "missed with 4h30m of 4h, breached, was due 14:00"},
		step{at: "15:00", event: set("status", "open"), announced: "reopened", expect: "4h30m of 4h, breached, was due 14:00", next: "never"},
	)
}

func TestAnIssueCreatedResolvedDoesNotFireResolved(t *testing.T) {
	play(t, promise(`"first_response": "2h", "resolution": "4h"`),
		step{at: "Mon 9 Mar 09:00", event: created("status", "resolved")},
		step{at: "10:00", event: set("status", "open"), announced: "first response started, resolution started",
			expect: "first response 0s of 2h, due 12:00; resolution 0s of 4h, due 14:00"},
	)
}

func TestUpdatesAreDueAgainAfterEachAndOnlyPausableOnesPause(t *testing.T) {
	play(t, promise(`"periodic_update": "4h", "pausable_update": "4h"`),
		step{at: "Mon 9 Mar 09:00", event: created()},
		step{at: "09:30", event: writes(sla.Agent), announced: "periodic update started, pausable update started",
			expect: "periodic update 0s of 4h, due 13:30; pausable update 0s of 4h, due 13:30"},
		step{at: "10:00", event: set("status", "pending"), announced: "pausable update paused",
			expect: "periodic update 30m of 4h, due 13:30; pausable update paused with 30m of 4h"},
		step{at: "11:00", event: set("status", "open"), announced: "pausable update resumed",
			expect: "periodic update 1h30m of 4h, due 13:30; pausable update 30m of 4h, due 14:30"},
		step{at: "12:00", event: writes(sla.Agent),
			announced: "periodic update met, pausable update met, periodic update cycle 2 started, pausable update cycle 2 started",
			expect:    "periodic update cycle 2 0s of 4h, due 16:00; pausable update cycle 2 0s of 4h, due 16:00"},
	)
}

func TestAssignmentAndOwnershipFollowTheirFields(t *testing.T) {
	play(t, promise(`"assignment": "1h", "ownership": "4h"`),
		step{at: "Mon 9 Mar 09:00", event: created("team", "tier 1"), announced: "assignment started, ownership started",
			expect: "assignment 0s of 1h, due 10:00; ownership 0s of 4h, due 13:00"},
		step{at: "09:30", event: set("assignee", "ann"), announced: "assignment met",
			expect: "assignment met with 30m of 1h, due 10:00; ownership 30m of 4h, due 13:00"},
		step{at: "11:00", event: set("team", "tier 2", "assignee", nil), announced: "ownership met, ownership cycle 2 started",
			expect: "assignment met with 30m of 1h, due 10:00; ownership cycle 2 0s of 4h, due 15:00"},
		step{at: "12:00", event: set("team", "tier 2"), // the same value
			expect: "assignment met with 30m of 1h, due 10:00; ownership cycle 2 1h of 4h, due 15:00"},
	)
}

func TestAProfileSaysWhenResolutionPauses(t *testing.T) {
	for _, tt := range []struct{ profile, pending, hold, now string }{
		{"standard", "paused", "", "paused with 1h of 8h"},
		{"pylon", "", "paused", "paused with 2h of 8h"},
		{"zendesk", "", "", "3h of 8h, due 17:00"},
	} {
		t.Run(tt.profile, func(t *testing.T) {
			waits := "1h of 8h, due 17:00"
			if tt.pending != "" {
				waits = "paused with 1h of 8h"
			}
			held := "2h of 8h, due 17:00"
			if tt.pending+tt.hold != "" {
				held = tt.now
			}
			play(t, promise(`"resolution": "8h"`, `"profile": "`+tt.profile+`"`),
				step{at: "Mon 9 Mar 09:00", event: created(), announced: "started", expect: "0s of 8h, due 17:00"},
				step{at: "10:00", event: set("status", "pending"), announced: tt.pending, expect: waits},
				step{at: "11:00", event: set("status", "hold"), announced: tt.hold, expect: held},
				step{at: "12:00", expect: tt.now},
			)
		})
	}
}

func TestACustomMetricMayNameATeam(t *testing.T) {
	tier2 := `"metrics": {"tier2_response": {
		"start": [{"on": "set:team", "if": {"field": "team", "op": "eq", "value": "tier 2"}}],
		"stop": [{"on": "message:agent", "if": {"field": "event.team", "op": "eq", "value": "tier 2"}}],
		"pause": {"field": "team", "op": "ne", "value": "tier 2"}}}`
	play(t, promise(`"tier2_response": "2h"`, tier2),
		step{at: "Mon 9 Mar 09:00", event: created("team", "tier 1")},
		step{at: "10:00", event: set("team", "tier 2"), announced: "started", expect: "0s of 2h, due 12:00"},
		step{at: "10:30", event: answers("tier 1"), expect: "30m of 2h, due 12:00"},
		step{at: "11:00", event: set("team", "tier 1"), announced: "paused", expect: "paused with 1h of 2h"},
		step{at: "14:00", event: set("team", "tier 2"), announced: "resumed", expect: "1h of 2h, due 15:00"},
		step{at: "14:30", event: answers("tier 2"), announced: "met", expect: "met with 1h30m of 2h, due 15:00"},
		step{at: "15:00", event: set("team", "tier 1"), expect: "met with 1h30m of 2h, due 15:00"},
		step{at: "15:30", event: set("team", "tier 2"), expect: "met with 1h30m of 2h, due 15:00"}, // it does not repeat
	)
}

func TestACustomEventMayStartAndStop(t *testing.T) {
	onSite := `"metrics": {"on_site": {"start": ["custom:requested"], "stop": ["custom:arrived"], "cancel": ["resolved"], "repeat": true}}`
	play(t, promise(`"on_site": "2h"`, onSite),
		step{at: "Mon 9 Mar 09:00", event: created()},
		step{at: "10:00", event: custom("requested"), announced: "started", expect: "0s of 2h, due 12:00"},
		step{at: "11:30", event: custom("arrived"), announced: "met", expect: "met with 1h30m of 2h, due 12:00"},
		step{at: "13:00", event: custom("requested"), announced: "cycle 2 started", expect: "cycle 2 0s of 2h, due 15:00"},
		step{at: "14:00", event: set("status", "resolved"), announced: "cycle 2 cancelled", expect: "cycle 2 no verdict with 1h of 2h, due 15:00"},
	)
}

// Policies

func TestMatchSaysWhichPoliciesCount(t *testing.T) {
	policies := `[
		{"id": "gold", "when": {"field": "customer.tier", "op": "eq", "value": "gold"}, "targets": {"first_response": "1h"}},
		{"id": "all", "targets": {"first_response": "4h", "resolution": "8h"}}]`
	for _, tt := range []struct{ match, announced, expect string }{
		{"first", "gold: first response started", "gold: first response 0s of 1h, due 10:00"},
		{"first_per_metric", "gold: first response started, all: resolution started",
			"gold: first response 0s of 1h, due 10:00; all: resolution 0s of 8h, due 17:00"},
		{"each", "gold: first response started, all: first response started, all: resolution started",
			"gold: first response 0s of 1h, due 10:00; all: first response 0s of 4h, due 13:00; all: resolution 0s of 8h, due 17:00"},
	} {
		t.Run(tt.match, func(t *testing.T) {
			play(t, configured(desk, policies, `"match": "`+tt.match+`"`),
				step{at: "Mon 9 Mar 09:00", event: created("customer.tier", "gold"), announced: tt.announced, expect: tt.expect})
		})
	}
}

func TestAPolicyThatEndsIsReplacedByTheNextEvent(t *testing.T) {
	policies := `[
		{"id": "old", "effective": {"until": "2026-03-09T12:00:00Z"}, "targets": {"resolution": "8h"}},
		{"id": "new", "targets": {"resolution": "4h"}}]`
	play(t, configured(desk, policies),
		step{at: "Mon 9 Mar 09:00", event: created(), announced: "old: started", expect: "old: 0s of 8h, due 17:00"},
		step{at: "12:00", expect: "old: 3h of 8h, due 17:00"},
		step{at: "12:30", event: note(), announced: "new: retargeted", expect: "new: 3h30m of 4h, due 13:00"},
	)
	// It is not effective any more at the very instant at which it ends.
	play(t, configured(desk, policies),
		step{at: "Mon 9 Mar 09:00", event: created(), announced: "old: started", expect: "old: 0s of 8h, due 17:00"},
		step{at: "12:00", event: note(), announced: "new: retargeted", expect: "new: 3h of 4h, due 13:00"},
	)
}

func TestATargetMayPauseDifferently(t *testing.T) {
	play(t, promise(`"resolution": {"within": "4h", "pause": {"field": "waiting_for", "op": "eq", "value": "parts"}}`),
		step{at: "Mon 9 Mar 09:00", event: created(), announced: "started", expect: "0s of 4h, due 13:00"},
		step{at: "10:00", event: set("status", "pending"), expect: "1h of 4h, due 13:00"},
		step{at: "11:00", event: set("waiting_for", "parts"), announced: "paused", expect: "paused with 2h of 4h"},
		step{at: "13:00", event: set("waiting_for", nil), announced: "resumed", expect: "2h of 4h, due 15:00"},
	)
}

func TestTheNextBusinessDayDependsOnTheCutoff(t *testing.T) {
	byFour := promise(`"resolution": {"business_days": 1, "at": "16:00", "cutoff": "14:00"}`)
	for _, tt := range []struct{ about, created, expect string }{
		{"before the cutoff", "Mon 9 Mar 10:00", "0s of 14h, due Tue 10 Mar 16:00"},
		{"at the cutoff", "Mon 9 Mar 14:00", "0s of 18h, due Wed 11 Mar 16:00"},
		{"over a weekend", "Fri 13 Mar 10:00", "0s of 14h, due Mon 16 Mar 16:00"},
		{"from a Saturday", "Sat 14 Mar 10:00", "0s of 15h, due Tue 17 Mar 16:00"},
	} {
		t.Run(tt.about, func(t *testing.T) {
			play(t, byFour, step{at: tt.created, event: created(), announced: "started", expect: tt.expect})
		})
	}
	t.Run("over a holiday", func(t *testing.T) {
		holiday := `{"name": "desk", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"date": "2026-03-10"}]}`
		play(t, promiseOn(holiday, `"resolution": {"business_days": 1}`),
			step{at: "Mon 9 Mar 10:00", event: created(), announced: "started", expect: "0s of 15h, due Wed 11 Mar 17:00"})
	})
}

func TestAPauseMovesBusinessDaysByOpenTime(t *testing.T) {
	play(t, promise(`"resolution": {"business_days": 1}`),
		step{at: "Mon 9 Mar 10:00", event: created(), announced: "started", expect: "0s of 15h, due Tue 10 Mar 17:00"},
		step{at: "11:00", event: set("status", "pending"), announced: "paused", expect: "paused with 1h of 15h"},
		step{at: "13:00", event: set("status", "open"), announced: "resumed", expect: "1h of 15h, due Wed 11 Mar 11:00"},
	)
}

func TestOnePolicyMayHaveHoursForSomeAndBusinessDaysForOthers(t *testing.T) {
	byTier := promise(`"first_response": {"by": "customer.tier",
		"values": {"enterprise": {"by": "priority", "values": {"urgent": {"by": "channel", "values": {"chat": "5m"}, "default": "15m"}}, "default": "1h"}},
		"default": {"by": "priority", "values": {"urgent": "4h"}, "default": {"business_days": 1, "at": "16:00"}}}`)
	for _, tt := range []struct{ tier, priority, channel, expect string }{
		{"enterprise", "urgent", "chat", "0s of 5m, due 10:05"},
		{"enterprise", "urgent", "email", "0s of 15m, due 10:15"},
		{"enterprise", "low", "chat", "0s of 1h, due 11:00"},
		{"free", "urgent", "chat", "0s of 4h, due 14:00"},
		{"free", "low", "email", "0s of 14h, due Tue 10 Mar 16:00"},
	} {
		t.Run(tt.tier+" "+tt.priority+" "+tt.channel, func(t *testing.T) {
			play(t, byTier, step{at: "Mon 9 Mar 10:00", event: created("customer.tier", tt.tier, "priority", tt.priority, "channel", tt.channel),
				announced: "started", expect: tt.expect})
		})
	}
}

func TestDefaultsAreForPoliciesThatNameNone(t *testing.T) {
	play(t, `{"schedules": [`+desk+`], "escalations": {"usual": [{"at": "50%", "name": "warn"}]},
		"defaults": {"schedule": "desk", "escalations": "usual"},
		"policies": [{"id": "p", "targets": {"first_response": "2h", "resolution": {"within": "4h", "schedule": "24x7", "escalations": []}}}]}`,
		step{at: "Mon 9 Mar 16:00", event: created(), announced: "first response started, resolution started",
			expect: "first response 0s of 2h, due Tue 10 Mar 10:00; resolution 0s of 4h, due 20:00", next: "17:00"},
		step{at: "20:00", announced: "first response step warn at 17:00, resolution breached",
			expect: "first response 1h of 2h, due Tue 10 Mar 10:00, at risk; resolution 4h of 4h, breached, was due 20:00"},
	)
}

func TestTheSameTimeTwoBusinessDaysLater(t *testing.T) {
	play(t, promise(`"resolution": {"business_days": 2, "at": "start"}`),
		step{at: "Thu 12 Mar 14:20", event: created(), announced: "started", expect: "0s of 16h, due Mon 16 Mar 14:20"},
	)
}

func TestADueDateHoldsByDayAndByNight(t *testing.T) {
	play(t, promise(`"resolution": {"until": "due_date"}`),
		step{at: "Mon 9 Mar 10:00", event: created()},
		step{at: "11:00", event: set("due_date", "2026-03-11T20:00:00Z"), announced: "started", expect: "1h of 23h, due Wed 11 Mar 20:00"},
		step{at: "12:00", event: set("due_date", "2026-03-12T12:00:00Z"), announced: "retargeted", expect: "2h of 26h, due Thu 12 Mar 12:00"},
		step{at: "13:00", event: set("due_date", nil), announced: "released", expect: "released with 3h of 26h"},
		step{at: "14:00", event: set("due_date", "2026-03-09T13:00:00Z"), announced: "retargeted, breached", expect: "4h of 3h, breached, was due 13:00"},
	)
}

func TestADueDateThatHasPassedIsBreachedAtOnce(t *testing.T) {
	play(t, promise(`"resolution": {"until": "due_date"}`),
		step{at: "Mon 9 Mar 10:00", event: created("due_date", "2026-03-06T12:00:00Z"), announced: "started, breached", expect: "0s of 0s, breached, was due 10:00"},
	)
}

func TestADueDateOnAWeekendWaitsForItsInstant(t *testing.T) {
	play(t, promise(`"resolution": {"until": "due_date"}`),
		step{at: "Fri 13 Mar 16:00", event: created("due_date", "2026-03-15T12:00:00Z"), announced: "started", expect: "0s of 1h, due Sun 15 Mar 12:00"},
		step{at: "Sat 14 Mar 12:00", expect: "1h of 1h, due Sun 15 Mar 12:00", next: "Sun 15 Mar 12:00"},
		step{at: "Sun 15 Mar 12:00", announced: "breached", expect: "1h of 1h, breached, was due 12:00"},
	)
}

func TestByNineMeansNine(t *testing.T) {
	play(t, promise(`"first_response": {"business_days": 1, "at": "09:00"}`),
		step{at: "Mon 9 Mar 10:00", event: created(), announced: "started", expect: "0s of 7h, due Tue 10 Mar 09:00"},
		step{at: "18:00", expect: "7h of 7h, due Tue 10 Mar 09:00", next: "Tue 10 Mar 09:00"},
		step{at: "Tue 10 Mar 08:40", event: writes(sla.Agent), announced: "met", expect: "met with 7h of 7h, due 09:00"},
	)
}

func TestAPromisedInstantMayBeInTheLunchBreakOrAfterClosing(t *testing.T) {
	withLunch := `{"name": "desk", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-12:00", "13:00-17:00"]}}`
	for _, tt := range []struct{ at, expect string }{
		{"09:00", "0s of 6h, due Tue 10 Mar 09:00"},
		{"12:30", "0s of 9h, due Tue 10 Mar 12:30"},
		{"16:00", "0s of 12h, due Tue 10 Mar 16:00"},
		{"18:00", "0s of 13h, due Tue 10 Mar 18:00"},
	} {
		t.Run(tt.at, func(t *testing.T) {
			play(t, promiseOn(withLunch, `"resolution": {"business_days": 1, "at": "`+tt.at+`"}`),
				step{at: "Mon 9 Mar 10:00", event: created(), announced: "started", expect: tt.expect})
		})
	}
}

func TestAPauseMovesAPromisedInstant(t *testing.T) {
	play(t, promise(`"resolution": {"business_days": 1, "at": "09:00"}`),
		step{at: "Mon 9 Mar 10:00", event: created(), announced: "started", expect: "0s of 7h, due Tue 10 Mar 09:00"},
		step{at: "11:00", event: set("status", "pending"), announced: "paused", expect: "paused with 1h of 7h"},
		step{at: "12:00", event: set("status", "open"), announced: "resumed", expect: "1h of 7h, due Tue 10 Mar 10:00"},
	)
}

func TestStepsMayComeBeforeAtAndAfterTheBreach(t *testing.T) {
	policies := `[{"id": "p", "targets": {"first_response": "2h"}, "escalations": [
		{"at": "50%"}, {"at": "3h before"}, {"at": "30m before", "name": "warn"},
		{"at": "breach", "name": "remind", "every": "1h", "times": 2}, {"at": "1h after", "name": "manager"}]}]`
	play(t, configured(desk, policies),
		step{at: "Mon 9 Mar 09:00", event: created(), announced: "started", expect: "0s of 2h, due 11:00", next: "10:00"},
		step{at: "10:00", announced: "step 50%", expect: "1h of 2h, due 11:00, at risk", next: "10:30"},
		step{at: "10:45", announced: "step warn at 10:30", expect: "1h45m of 2h, due 11:00, at risk", next: "11:00"},
		step{at: "11:00", announced: "breached, step remind", expect: "2h of 2h, breached, was due 11:00", next: "12:00"},
		step{at: "12:00", announced: "step remind #1, step manager", expect: "3h of 2h, breached, was due 11:00", next: "13:00"},
		step{at: "13:00", announced: "step remind #2", expect: "4h of 2h, breached, was due 11:00", next: "never"},
	)
}

func TestStepsCountOpenTime(t *testing.T) {
	play(t, configured(desk, `[{"id": "p", "targets": {"first_response": "2h"}, "escalations": [{"at": "2h after"}]}]`),
		step{at: "Mon 9 Mar 15:00", event: created(), announced: "started", expect: "0s of 2h, due 17:00"},
		step{at: "20:00", announced: "breached at 17:00", expect: "2h of 2h, breached, was due 17:00", next: "Tue 10 Mar 11:00"},
		step{at: "Tue 10 Mar 11:00", announced: "step 2h after", expect: "4h of 2h, breached, was due Mon 9 Mar 17:00"},
	)
}

// Clocks

func TestAnAnswerAtTheDueInstantIsInTime(t *testing.T) {
	play(t, promise(`"first_response": "2h"`),
		step{at: "Mon 9 Mar 09:00", event: created(), announced: "started", expect: "0s of 2h, due 11:00"},
		step{at: "11:00", event: writes(sla.Agent), announced: "met", expect: "met with 2h of 2h, due 11:00"},
	)
}

func TestWithoutAnAnswerAtTheDueInstantItIsBreached(t *testing.T) {
	play(t, promise(`"first_response": "2h"`),
		step{at: "Mon 9 Mar 09:00", event: created(), announced: "started", expect: "0s of 2h, due 11:00"},
		step{at: "11:00", announced: "breached", expect: "2h of 2h, breached, was due 11:00"},
		step{at: "11:01", event: writes(sla.Agent), announced: "missed", expect: "missed with 2h1m of 2h, breached, was due 11:00"},
	)
}

func TestAPauseAtTheDueInstantPutsTheBreachOff(t *testing.T) {
	play(t, promise(`"resolution": "2h"`),
		step{at: "Mon 9 Mar 09:00", event: created(), announced: "started", expect: "0s of 2h, due 11:00"},
		step{at: "11:00", event: set("status", "pending"), announced: "paused", expect: "paused with 2h of 2h"},
		step{at: "15:00", expect: "paused with 2h of 2h"},
		step{at: "16:00", event: set("status", "open"), announced: "resumed, breached", expect: "2h of 2h, breached, was due 16:00"},
	)
}

func TestAnExactFitAtClosing(t *testing.T) {
	play(t, promise(`"first_response": "2h"`),
		step{at: "Mon 9 Mar 15:00", event: created(), announced: "started", expect: "0s of 2h, due 17:00"},
		step{at: "17:00", announced: "breached", expect: "2h of 2h, breached, was due 17:00"},
	)
}

func TestAnExactFitAtTheNextOpening(t *testing.T) {
	play(t, promise(`"first_response": "2h"`, `"exact_fit": "next_open"`),
		step{at: "Mon 9 Mar 15:00", event: created(), announced: "started", expect: "0s of 2h, due Tue 10 Mar 09:00"},
		step{at: "17:00", expect: "2h of 2h, due Tue 10 Mar 09:00"},
		step{at: "Tue 10 Mar 08:00", event: writes(sla.Agent), announced: "met", expect: "met with 2h of 2h, due 09:00"},
	)
}

func TestBusinessDaysEndAtClosingUnderEitherExactFit(t *testing.T) {
	play(t, promise(`"first_response": {"business_days": 1}`, `"exact_fit": "next_open"`),
		step{at: "Mon 9 Mar 15:00", event: created(), announced: "started", expect: "0s of 10h, due Tue 10 Mar 17:00"},
		step{at: "Tue 10 Mar 17:00", announced: "breached", expect: "10h of 10h, breached, was due 17:00"},
	)
}

// What an event does

func TestAStopIsJudgedByTheTargetBeforeIt(t *testing.T) {
	play(t, promise(`"resolution": {"by": "priority", "values": {"low": "8h", "urgent": "1h"}}`),
		step{at: "Mon 9 Mar 09:00", event: created("priority", "low"), announced: "started", expect: "0s of 8h, due 17:00"},
		step{at: "11:00", event: set("status", "resolved", "priority", "urgent"), announced: "met", expect: "met with 2h of 8h, due 17:00"},
	)
}

func TestAPauseTakesOutOpenTime(t *testing.T) {
	play(t, promise(`"resolution": "4h"`),
		step{at: "Mon 9 Mar 15:00", event: created(), announced: "started", expect: "0s of 4h, due Tue 10 Mar 11:00"},
		step{at: "16:00", event: set("status", "on_hold"), announced: "paused", expect: "paused with 1h of 4h", next: "never"},
		step{at: "Tue 10 Mar 08:00", event: set("status", "open"), announced: "resumed", expect: "1h of 4h, due 12:00"},
	)
}

func TestCyclesWithoutATargetCountButDoNotShow(t *testing.T) {
	play(t, promise(`"next_response": {"by": "priority", "values": {"high": "2h"}}`),
		step{at: "Mon 9 Mar 09:00", event: created()},
		step{at: "09:30", event: writes(sla.Agent)},
		step{at: "10:00", event: writes(sla.Customer)}, // cycle 1 starts without a target
		step{at: "10:30", event: writes(sla.Agent)},
		step{at: "11:00", event: together(set("priority", "high"), writes(sla.Customer)), announced: "cycle 2 started", expect: "cycle 2 0s of 2h, due 13:00"},
	)
}

func TestCancelTakesPrecedenceOverStop(t *testing.T) {
	visit := `"metrics": {"visit": {"start": ["created"], "stop": ["custom:done"], "resume": ["custom:again"],
		"cancel": [{"on": "custom:done", "if": {"field": "void", "op": "eq", "value": true}}]}}`
	play(t, promise(`"visit": "4h"`, visit),
		step{at: "Mon 9 Mar 09:00", event: created(), announced: "started", expect: "0s of 4h, due 13:00"},
		step{at: "10:00", event: custom("done"), announced: "met", expect: "met with 1h of 4h, due 13:00"},
		step{at: "11:00", event: custom("again"), announced: "reopened", expect: "1h of 4h, due 14:00"},
		step{at: "12:00", event: together(set("void", true), custom("done")), announced: "cancelled", expect: "no verdict with 2h of 4h, due 14:00"},
		step{at: "13:00", event: custom("again"), expect: "no verdict with 2h of 4h, due 14:00"}, // no stop trigger ended it
	)
}

func TestAPausedClockThatEndsHasNoDeadline(t *testing.T) {
	play(t, promise(`"resolution": "4h"`),
		step{at: "Mon 9 Mar 09:00", event: created(), announced: "started", expect: "0s of 4h, due 13:00"},
		step{at: "10:00", event: set("status", "pending"), announced: "paused", expect: "paused with 1h of 4h"},
		step{at: "16:00", event: set("status", "resolved"), announced: "met", expect: "met with 1h of 4h"},
	)
}

func TestAReopenedClockThatHasUsedAllItsTimeIsBreached(t *testing.T) {
	play(t, promise(`"resolution": "2h"`),
		step{at: "Mon 9 Mar 09:00", event: created(), announced: "started", expect: "0s of 2h, due 11:00"},
		step{at: "11:00", event: set("status", "resolved"), announced: "met", expect: "met with 2h of 2h, due 11:00"},
		step{at: "12:00", event: set("status", "open"), announced: "reopened, breached", expect: "2h of 2h, breached, was due 12:00"},
	)
}

func TestAClockMayStartPaused(t *testing.T) {
	play(t, promise(`"resolution": "8h"`),
		step{at: "Mon 9 Mar 09:00", event: created("status", "pending"), announced: "started, paused", expect: "paused with 0s of 8h"},
	)
}

func TestAReopenedClockGetsTheTargetThatIsInForceThen(t *testing.T) {
	play(t, promise(`"resolution": {"by": "priority", "values": {"low": "8h", "urgent": "1h"}}`),
		step{at: "Mon 9 Mar 09:00", event: created("priority", "low"), announced: "started", expect: "0s of 8h, due 17:00"},
		step{at: "11:00", event: set("status", "resolved"), announced: "met", expect: "met with 2h of 8h, due 17:00"},
		step{at: "11:30", event: set("priority", "urgent"), expect: "met with 2h of 8h, due 17:00"},
		step{at: "12:00", event: set("status", "open"), announced: "reopened, retargeted, breached", expect: "2h of 1h, breached, was due 10:00"},
	)
}

// When the target changes

func TestAShorterTargetAfterAPauseCountsAsOnChangeSays(t *testing.T) {
	for _, tt := range []struct{ mode, announced, expect string }{
		{"recalculate", "retargeted, breached", "4h of 3h, breached, was due 13:00"},
		{"carry_over", "retargeted, breached", "4h of 3h, breached, was due 14:00"},
		{"restart", "retargeted", "0s of 3h, due 17:00"},
		{"keep", "", "4h of 8h, due Tue 10 Mar 10:00"},
	} {
		t.Run(tt.mode, func(t *testing.T) {
			play(t, promise(`"resolution": {"by": "priority", "values": {"low": "8h", "high": "3h"}}`, `"on_change": "`+tt.mode+`"`),
				step{at: "Mon 9 Mar 09:00", event: created("priority", "low"), announced: "started", expect: "0s of 8h, due 17:00"},
				step{at: "10:00", event: set("status", "pending"), announced: "paused", expect: "paused with 1h of 8h"},
				step{at: "11:00", event: set("status", "open"), announced: "resumed", expect: "1h of 8h, due Tue 10 Mar 10:00"},
				step{at: "14:00", event: set("priority", "high"), announced: tt.announced, expect: tt.expect},
			)
		})
	}
}

func TestANewScheduleRecountsAsOnChangeSays(t *testing.T) {
	for _, tt := range []struct{ mode, announced, expect string }{
		{"recalculate", "retargeted", "2h of 8h, due 17:00"},
		{"carry_over", "retargeted, breached", "14h of 8h, breached, was due 11:00"},
		{"restart", "retargeted", "0s of 8h, due Tue 10 Mar 11:00"},
		{"keep", "", "14h of 24h, due 21:00"},
	} {
		t.Run(tt.mode, func(t *testing.T) {
			play(t, promise(`"resolution": {
				"within": {"by": "support", "values": {"always": "24h", "office": "8h"}},
				"schedule": {"by": "support", "values": {"always": "24x7", "office": "desk"}}}`, `"on_change": "`+tt.mode+`"`),
				step{at: "Sun 8 Mar 21:00", event: created("support", "always"), announced: "started", expect: "0s of 24h, due Mon 9 Mar 21:00"},
				step{at: "Mon 9 Mar 11:00", event: set("support", "office"), announced: tt.announced, expect: tt.expect},
			)
		})
	}
}

func TestALateFirstTargetCountsAsOnChangeSays(t *testing.T) {
	for _, tt := range []struct{ mode, expect string }{
		{"recalculate", "2h of 8h, due 17:00"},
		{"carry_over", "0s of 8h, due Tue 10 Mar 11:00"},
		{"restart", "0s of 8h, due Tue 10 Mar 11:00"},
		{"keep", "2h of 8h, due 17:00"},
	} {
		t.Run(tt.mode, func(t *testing.T) {
			play(t, promise(`"resolution": {"by": "priority", "values": {"high": "8h"}}`, `"on_change": "`+tt.mode+`"`),
				step{at: "Mon 9 Mar 09:00", event: created()},
				step{at: "11:00", event: set("priority", "high"), announced: "started", expect: tt.expect},
			)
		})
	}
}

func TestBusinessDaysCountFromTheStartOrTheRestart(t *testing.T) {
	for _, tt := range []struct{ mode, announced, expect string }{
		{"recalculate", "retargeted", "8h of 16h, due 17:00"},
		{"carry_over", "retargeted", "8h of 16h, due 17:00"},
		{"restart", "retargeted", "0s of 16h, due Wed 11 Mar 17:00"},
		{"keep", "", "8h of 40h, due Fri 13 Mar 17:00"},
	} {
		t.Run(tt.mode, func(t *testing.T) {
			policies := `[
				{"id": "p", "when": {"field": "priority", "op": "eq", "value": "high"}, "targets": {"resolution": {"business_days": 1}}},
				{"id": "q", "targets": {"resolution": "40h"}}]`
			now := "q: "
			if tt.announced != "" {
				now = "p: "
				tt.announced = now + tt.announced
			}
			play(t, configured(desk, policies, `"on_change": "`+tt.mode+`"`),
				step{at: "Mon 9 Mar 09:00", event: created(), announced: "q: started", expect: "q: 0s of 40h, due Fri 13 Mar 17:00"},
				step{at: "Tue 10 Mar 09:00", event: set("priority", "high"), announced: tt.announced, expect: now + tt.expect},
			)
		})
	}
}

func TestRaisingAndLoweringAPriorityLeavesTheClockAsItWas(t *testing.T) {
	play(t, promise(`"first_response": {"by": "priority", "values": {"low": "8h", "urgent": "1h"}}`),
		step{at: "Mon 9 Mar 09:00", event: created("priority", "low"), announced: "started", expect: "0s of 8h, due 17:00"},
		step{at: "11:00", event: set("priority", "urgent"), announced: "retargeted, breached", expect: "2h of 1h, breached, was due 10:00"},
		step{at: "11:30", event: set("priority", "low"), announced: "retargeted", expect: "2h30m of 8h, due 17:00"},
		step{at: "18:00", announced: "breached at 17:00", expect: "8h of 8h, breached, was due 17:00"},
	)
}

func TestOfStepsThatAreReachedAtOnceTheHighestCounts(t *testing.T) {
	policies := `[{"id": "p", "targets": {"first_response": {"by": "priority", "values": {"a": "4h", "b": "3h", "c": "2h", "d": "110m", "e": "45m"}, "default": "100h"}},
		"escalations": [{"at": "50%"}, {"at": "75%"}, {"at": "1h after"}]}]`
	for _, tt := range []struct{ priority, announced, expect string }{
		{"a", "retargeted", "1h50m of 4h, due 13:00"},
		{"b", "retargeted, step 50%", "1h50m of 3h, due 12:00, at risk"},
		{"c", "retargeted, step 75%", "1h50m of 2h, due 11:00, at risk"},
		{"d", "retargeted, breached", "1h50m of 1h50m, breached, was due 10:50"},
		{"e", "retargeted, breached, step 1h after", "1h50m of 45m, breached, was due 09:45"},
	} {
		t.Run(tt.priority, func(t *testing.T) {
			play(t, configured(desk, policies),
				step{at: "Mon 9 Mar 09:00", event: created(), announced: "started", expect: "0s of 100h, due Wed 25 Mar 13:00"},
				step{at: "10:50", event: set("priority", tt.priority), announced: tt.announced, expect: tt.expect},
			)
		})
	}
}

func TestOfRepeatsThatAreReachedAtOnceTheLastCounts(t *testing.T) {
	policies := `[{"id": "p", "targets": {"first_response": {"by": "priority", "values": {"low": "8h", "urgent": "1h"}}},
		"escalations": [{"at": "breach", "name": "remind", "every": "1h", "times": 24}]}]`
	play(t, configured(desk, policies),
		step{at: "Mon 9 Mar 09:00", event: created("priority", "low"), announced: "started", expect: "0s of 8h, due 17:00"},
		step{at: "15:30", event: set("priority", "urgent"), announced: "retargeted, breached, step remind #5", expect: "6h30m of 1h, breached, was due 10:00", next: "16:00"},
		step{at: "16:00", announced: "step remind #6", expect: "7h of 1h, breached, was due 10:00"},
	)
}

func TestTheSamePromiseOfAnotherPolicyIsNotAnnouncedTwice(t *testing.T) {
	policies := `[
		{"id": "urgent", "when": {"field": "priority", "op": "eq", "value": "urgent"}, "targets": {"first_response": "2h"},
			"escalations": [{"at": "75%", "name": "warn"}, {"at": "breach", "name": "page"}, {"at": "15m after", "name": "director"}]},
		{"id": "others", "targets": {"first_response": "2h"}, "escalations": [{"at": "75%", "name": "warn"}, {"at": "breach", "name": "page"}]}]`
	for _, tt := range []struct{ mode, announced, expect string }{
		{"recalculate", "urgent: retargeted, urgent: step director", "urgent: 2h30m of 2h, breached, was due 11:00"},
		{"carry_over", "urgent: retargeted, urgent: step director", "urgent: 2h30m of 2h, breached, was due 11:00"},
		{"restart", "urgent: retargeted", "urgent: 0s of 2h, due 13:30"},
		{"keep", "", "others: 2h30m of 2h, breached, was due 11:00"},
	} {
		t.Run(tt.mode, func(t *testing.T) {
			play(t, configured(desk, policies, `"on_change": "`+tt.mode+`"`),
				step{at: "Mon 9 Mar 09:00", event: created("priority", "low"), announced: "others: started", expect: "others: 0s of 2h, due 11:00"},
				step{at: "11:15", announced: "others: step warn at 10:30, others: breached at 11:00, others: step page at 11:00",
					expect: "others: 2h15m of 2h, breached, was due 11:00"},
				step{at: "11:30", event: set("priority", "urgent"), announced: tt.announced, expect: tt.expect},
			)
		})
	}
}

func TestAPausedClockIsBreachedByAShorterTarget(t *testing.T) {
	play(t, promise(`"resolution": {"by": "priority", "values": {"low": "8h", "urgent": "1h"}}`),
		step{at: "Mon 9 Mar 09:00", event: created("priority", "low"), announced: "started", expect: "0s of 8h, due 17:00"},
		step{at: "11:00", event: set("status", "pending"), announced: "paused", expect: "paused with 2h of 8h"},
		step{at: "13:00", event: set("priority", "urgent"), announced: "retargeted, breached", expect: "paused with 2h of 1h, breached, was due 10:00"},
	)
}

func TestWhatIsReachedExactlyAtOnceWaitsForTheOpeningUnderNextOpen(t *testing.T) {
	for _, tt := range []struct{ fit, announced, expect, answered string }{
		{"close", "retargeted, breached", "2h of 2h, breached, was due 17:00", "missed with 2h of 2h, breached, was due Mon 9 Mar 17:00"},
		{"next_open", "retargeted", "2h of 2h, due Tue 10 Mar 09:00", "met with 2h of 2h, due 09:00"},
	} {
		t.Run(tt.fit, func(t *testing.T) {
			verdict, _, _ := strings.Cut(tt.answered, " ")
			play(t, promise(`"first_response": {"by": "priority", "values": {"low": "8h", "urgent": "2h"}}`, `"exact_fit": "`+tt.fit+`"`),
				step{at: "Mon 9 Mar 15:00", event: created("priority", "low"), announced: "started", expect: "0s of 8h, due Tue 10 Mar 15:00"},
				step{at: "20:00", event: set("priority", "urgent"), announced: tt.announced, expect: tt.expect},
				step{at: "Tue 10 Mar 08:00", event: writes(sla.Agent), announced: verdict, expect: tt.answered},
			)
		})
	}
}

func TestWithoutAPolicyAClockIsReleased(t *testing.T) {
	vip := `[{"id": "vip", "when": {"field": "tags", "op": "contains", "value": "vip"}, "targets": {"resolution": "8h"}}]`
	for _, tt := range []struct{ mode, released, without, retargeted, expect string }{
		{"recalculate", "released", "released with 1h of 8h", "retargeted", "3h of 8h, due 17:00"},
		{"carry_over", "released", "released with 1h of 8h", "retargeted", "1h of 8h, due Tue 10 Mar 11:00"},
		{"restart", "released", "released with 1h of 8h", "retargeted", "0s of 8h, due Tue 10 Mar 12:00"},
		{"keep", "", "1h of 8h, due 17:00", "", "3h of 8h, due 17:00"},
	} {
		t.Run(tt.mode, func(t *testing.T) {
			play(t, configured(desk, vip, `"on_change": "`+tt.mode+`"`),
				step{at: "Mon 9 Mar 09:00", event: created("tags", []string{"vip"}), announced: "started", expect: "0s of 8h, due 17:00"},
				step{at: "10:00", event: set("tags", []string{}), announced: tt.released, expect: tt.without},
				step{at: "12:00", event: set("tags", []string{"vip"}), announced: tt.retargeted, expect: tt.expect},
			)
		})
	}
}

func TestAReleasedClockIsNotJudged(t *testing.T) {
	vip := `[{"id": "vip", "when": {"field": "vip", "op": "eq", "value": true}, "targets": {"resolution": "8h"}}]`
	play(t, configured(desk, vip),
		step{at: "Mon 9 Mar 09:00", event: created("vip", true), announced: "started", expect: "0s of 8h, due 17:00"},
		step{at: "10:00", event: set("vip", false), announced: "released", expect: "released with 1h of 8h"},
		step{at: "11:00", event: set("status", "resolved"), announced: "cancelled", expect: "no verdict with 1h of 8h"},
		step{at: "12:00", event: set("status", "open"), announced: "reopened, released", expect: "released with 1h of 8h"},
		step{at: "13:00", event: set("vip", true), announced: "retargeted", expect: "3h of 8h, due Tue 10 Mar 10:00"},
	)
}

func TestAReleasedClockStaysBreached(t *testing.T) {
	vip := `[{"id": "vip", "when": {"field": "vip", "op": "eq", "value": true}, "targets": {"resolution": "2h"}}]`
	play(t, configured(desk, vip),
		step{at: "Mon 9 Mar 09:00", event: created("vip", true), announced: "started", expect: "0s of 2h, due 11:00"},
		step{at: "12:00", event: set("vip", false), announced: "breached at 11:00, released", expect: "released with 3h of 2h, breached, was due 11:00"},
		step{at: "15:00", expect: "released with 3h of 2h, breached, was due 11:00", next: "never"},
	)
}

// Results

func TestThresholdsOfOneInstantComeInClockOrder(t *testing.T) {
	play(t, configured(desk, `[{"id": "p", "targets": {"resolution": "2h", "first_response": "2h", "next_response": "1h"}, "escalations": [{"at": "100%", "name": "late"}]}]`),
		step{at: "Mon 9 Mar 09:00", event: created(), announced: "first response started, resolution started",
			expect: "first response 0s of 2h, due 11:00; resolution 0s of 2h, due 11:00"},
		step{at: "11:00", announced: "first response breached, first response step late, resolution breached, resolution step late",
			expect: "first response 2h of 2h, breached, was due 11:00; resolution 2h of 2h, breached, was due 11:00"},
	)
}

// A clock that is paused exactly at its due instant is not breached. A retarget breaches it,
// even if the new target makes the same promise.
func TestTheSamePromiseBreachesAClockPausedAtItsDueInstant(t *testing.T) {
	for _, tt := range []struct{ change, due string }{{"recalculate", "10:00"}, {"carry_over", "12:00"}} {
		t.Run(tt.change, func(t *testing.T) {
			play(t, configured(desk, `[
				{"id": "gold", "when": {"field": "tier", "op": "eq", "value": "gold"}, "targets": {"resolution": "1h"}},
				{"id": "rest", "targets": {"resolution": "1h"}}]`, `"on_change": "`+tt.change+`"`),
				step{at: "Mon 9 Mar 09:00", event: created(), announced: "rest: started", expect: "rest: 0s of 1h, due 10:00"},
				step{at: "10:00", event: set("status", "pending"), announced: "rest: paused", expect: "rest: paused with 1h of 1h"},
				step{at: "12:00", event: set("tier", "gold"), announced: "gold: retargeted, gold: breached",
					expect: "gold: paused with 1h of 1h, breached, was due " + tt.due},
			)
		})
	}
}

// Under next_open, a clock is breached when its time runs out exactly at an opening, and is then
// paused. If a target with the same promise takes over outside business hours, the breach and
// the step with it are not announced again.
func TestTheSamePromiseOutsideHoursIsNotAnnouncedTwice(t *testing.T) {
	play(t, configured(desk, `[
		{"id": "gold", "when": {"field": "tier", "op": "eq", "value": "gold"}, "targets": {"resolution": {"by": "priority", "values": {"high": "8h"}, "default": "16h"}},
			"escalations": [{"at": "breach", "name": "page"}, {"at": "100%", "name": "tell"}]},
		{"id": "rest", "targets": {"resolution": {"by": "priority", "values": {"high": "8h"}, "default": "16h"}}, "escalations": [{"at": "100%", "name": "page"}]}]`, `"exact_fit": "next_open"`),
		step{at: "Mon 9 Mar 09:00", event: created(), announced: "rest: started", expect: "rest: 0s of 16h, due Wed 11 Mar 09:00"},
		step{at: "Tue 10 Mar 09:00", event: set("priority", "high", "status", "pending"), announced: "rest: retargeted, rest: breached, rest: step page, rest: paused",
			expect: "rest: paused with 8h of 8h, breached, was due 09:00"},
		step{at: "20:00", event: set("tier", "gold"), announced: "gold: retargeted, gold: step tell",
			expect: "gold: paused with 8h of 8h, breached, was due 09:00"},
		step{at: "Wed 11 Mar 09:00", event: set("status", "open"), announced: "gold: resumed",
			expect: "gold: 8h of 8h, breached, was due Tue 10 Mar 09:00"},
		step{at: "10:00", expect: "gold: 9h of 8h, breached, was due Tue 10 Mar 09:00"},
	)
}
