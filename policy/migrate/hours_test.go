package migrate_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/policy/migrate"
)

// checkSchedule checks the first schedule, as JSON, and a note about the schedules; an empty
// one is none.
func checkSchedule(t *testing.T, convert convert, policies, schedules, want, note string) {
	t.Helper()
	cfg, notes, err := convert([]byte(policies), []byte(schedules))
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(cfg.Schedules[0])
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var said []string
	for _, n := range notes {
		if n.Document == migrate.Schedules {
			said = append(said, n.String())
		}
	}
	if (note == "") != (len(said) == 0) || note != "" && !strings.Contains(said[0], note) {
		t.Errorf("notes: %q, want %q", said, note)
	}
}

// Hours that a schedule may have, and those that it may not.
func TestZendeskSchedules(t *testing.T) {
	const policies = `{"sla_policies": [{"id": 1, "title": "t", "policy_metrics": [{"priority": "low", "metric": "next_reply_time", "target": 60, "business_hours": true}]}]}`
	for _, tt := range []struct{ name, schedule, want, note string }{
		{"from Monday to Tuesday", `{"id": 1, "name": "s", "time_zone": "UTC", "intervals": [{"start_time": 1980, "end_time": 3900}]}`,
			`{"name":"s","time_zone":"Etc/UTC","weekly":{"mon":["09:00-24:00"],"tue":["00:00-17:00"]}}`, ""},
		{"a name that is taken", `{"id": 1, "name": "24x7", "time_zone": "Sapporo", "intervals": [{"start_time": 0, "end_time": 10080}]}`,
			`{"name":"1","time_zone":"Asia/Tokyo","weekly":{"fri":["00:00-24:00"],"mon":["00:00-24:00"],"sat":["00:00-24:00"],"sun":["00:00-24:00"],"thu":["00:00-24:00"],"tue":["00:00-24:00"],"wed":["00:00-24:00"]}}`, ""},
		{"no week has so many minutes", `{"id": 1, "name": "s", "time_zone": "UTC", "intervals": [{"start_time": 0, "end_time": 60}, {"start_time": 10000, "end_time": 10081}]}`,
			`{"name":"s","time_zone":"Etc/UTC","weekly":{"sun":["00:00-01:00"]}}`, "schedules[0].intervals[1]: is not an interval"},
		{"it closes when it opens", `{"id": 1, "name": "s", "time_zone": "UTC", "intervals": [{"start_time": 0, "end_time": 60}, {"start_time": 600, "end_time": 600}]}`,
			`{"name":"s","time_zone":"Etc/UTC","weekly":{"sun":["00:00-01:00"]}}`, "schedules[0].intervals[1]: is not an interval"},
		{"holidays of ten years", `{"id": 1, "name": "s", "time_zone": "UTC", "intervals": [{"start_time": 0, "end_time": 60}], "holidays": [{"name": "h", "start_date": "2026-01-01", "end_date": "2036-01-08"}]}`,
			`{"name":"s","time_zone":"Etc/UTC","weekly":{"sun":["00:00-01:00"]},"holidays":[{"date":"2026-01-01","to":"2036-01-08","name":"h"}]}`, ""},
		{"holidays of more than ten years", `{"id": 1, "name": "s", "time_zone": "UTC", "intervals": [{"start_time": 0, "end_time": 60}], "holidays": [{"name": "h", "start_date": "2026-01-01", "end_date": "2036-01-09"}]}`,
			`{"name":"s","time_zone":"Etc/UTC","weekly":{"sun":["00:00-01:00"]}}`, "schedules[0].holidays[0].end_date: is before the start, or years after it"},
		{"holidays", `{"id": 1, "name": "s", "time_zone": "UTC", "intervals": [{"start_time": 0, "end_time": 60}], "holidays": [{"name": "h", "start_date": "2026-01-01", "end_date": "2026-01-02"}, {"name": "i", "start_date": "soon"}]}`,
			`{"name":"s","time_zone":"Etc/UTC","weekly":{"sun":["00:00-01:00"]},"holidays":[{"date":"2026-01-01","to":"2026-01-02","name":"h"}]}`, "schedules[0].holidays[1].start_date: is not a date"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			checkSchedule(t, migrate.Zendesk, policies, fmt.Sprintf(`{"schedules": [%s]}`, tt.schedule), tt.want, tt.note)
		})
	}
}

func TestChatwootWorkingHours(t *testing.T) {
	const policies = `{"payload": [{"id": 1, "name": "n", "first_response_time_threshold": 60, "only_during_business_hours": true}]}`
	const desk = `, {"day_of_week": 1, "open_hour": 9, "open_minutes": 0, "close_hour": 17, "close_minutes": 0}`
	for _, tt := range []struct{ name, day, want, note string }{
		{"to the minute", `{"day_of_week": 6, "open_hour": 8, "open_minutes": 15, "close_hour": 23, "close_minutes": 59}`, `"mon":["09:00-17:00"],"sat":["08:15-23:59"]`, ""},
		{"all day", `{"day_of_week": 0, "open_all_day": true}`, `"mon":["09:00-17:00"],"sun":["00:00-24:00"]`, ""},
		{"not at all", `{"day_of_week": 0, "closed_all_day": true, "open_hour": 9, "open_minutes": 0, "close_hour": 17, "close_minutes": 0}`, `"mon":["09:00-17:00"]`, ""},
		{"it closes when it opens", `{"day_of_week": 0, "open_hour": 9, "open_minutes": 30, "close_hour": 9, "close_minutes": 30}`, `"mon":["09:00-17:00"]`, "has no opening before its closing"},
		{"no such minute", `{"day_of_week": 0, "open_hour": 9, "open_minutes": 60, "close_hour": 17, "close_minutes": 0}`, `"mon":["09:00-17:00"]`, "has no opening before its closing"},
		{"no such day", `{"day_of_week": 7, "open_all_day": true}`, `"mon":["09:00-17:00"]`, "is not from 0, which is Sunday, to 6"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			checkSchedule(t, migrate.Chatwoot, policies,
				`{"payload": [{"id": 5, "name": "s", "working_hours_enabled": true, "timezone": "UTC", "working_hours": [`+tt.day+desk+`]}]}`,
				`{"name":"s","time_zone":"Etc/UTC","weekly":{`+tt.want+`}}`, tt.note)
		})
	}
}

// Where no inbox has working hours, all are open at all times, and that is as the source has it.
func TestChatwootInboxesWithoutWorkingHours(t *testing.T) {
	const policies = `{"payload": [{"id": 1, "name": "n", "first_response_time_threshold": 60, "only_during_business_hours": true}]}`
	for inboxes, want := range map[string]int{
		`{"payload": [{"id": 6, "name": "Mail", "working_hours_enabled": false, "timezone": "UTC"}]}`: 0,
		`{"payload": []}`: 1, // there is nothing to tell the hours from
	} {
		cfg, notes, err := migrate.Chatwoot([]byte(policies), []byte(inboxes))
		if err != nil {
			t.Fatal(err)
		}
		if got := cfg.Policies[0].Schedule.Value; got != "24x7" || len(cfg.Schedules) > 0 || len(notes) != want {
			t.Errorf("%s: schedule %q, %d others, notes %v", inboxes, got, len(cfg.Schedules), notes)
		}
	}
}

func TestFreshdeskBusinessHours(t *testing.T) {
	const policies = `[{"id": 1, "name": "p", "sla_target": {"priority_4": {"respond_within": 60, "business_hours": true}}}]`
	for _, tt := range []struct{ name, hours, want, note string }{
		{"a Sunday", `"business_hours": {"sunday": {"start_time": "08:15:00 am", "end_time": "05:45:00 pm"}}`, `"weekly":{"sun":["08:15-17:45"]}`, ""},
		{"until midnight", `"business_hours": {"monday": {"start_time": "18:00", "end_time": "24:00"}}`, `"weekly":{"mon":["18:00-24:00"]}`, ""},
		{"until the last second", `"business_hours": {"monday": {"start_time": "06:00:00 pm", "end_time": "11:59:59 pm"}}`, `"weekly":{"mon":["18:00-24:00"]}`, "is taken to be open until midnight"},
		{"it closes when it opens", `"business_hours": {"monday": {"start_time": "08:00:00 am", "end_time": "05:00:00 pm"}, "tuesday": {"start_time": "08:00:00 am", "end_time": "08:00:00 am"}}`,
			`"weekly":{"mon":["08:00-17:00"]}`, "business_hours.tuesday: has no start and end"},
		{"no such day", `"business_hours": {"monday": {"start_time": "08:00:00 am", "end_time": "05:00:00 pm"}, "moonday": {"start_time": "08:00:00 am", "end_time": "05:00:00 pm"}}`,
			`"weekly":{"mon":["08:00-17:00"]}`, "business_hours.moonday: is not a day of the week"},
		{"holidays", `"business_hours": {"monday": {"start_time": "08:00:00 am", "end_time": "05:00:00 pm"}}, "holidays": [{"name": "New Year", "date": "01-01"}, {"name": "Move", "date": "2026-05-04"}]`,
			`"weekly":{"mon":["08:00-17:00"]},"holidays":[{"every":"01-01","name":"New Year"},{"date":"2026-05-04","name":"Move"}]`, ""},
		{"no holiday", `"business_hours": {"monday": {"start_time": "08:00:00 am", "end_time": "05:00:00 pm"}}, "holidays": [{"name": "Move", "date": "May"}]`,
			`"weekly":{"mon":["08:00-17:00"]}`, "holidays[0].date: is not a date"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			checkSchedule(t, migrate.Freshdesk, policies, `[{"id": 1, "name": "s", "time_zone": "UTC", "is_default": true, `+tt.hours+`}]`,
				`{"name":"s","time_zone":"Etc/UTC",`+tt.want+`}`, tt.note)
		})
	}
}

func TestZammadBusinessHours(t *testing.T) {
	const policies = `[{"id": 1, "name": "n", "calendar_id": 1, "solution_time": 60}]`
	for _, tt := range []struct{ name, frames, want, note string }{
		{"several a day", `["08:00", "12:00"], ["13:00", "17:30"]`, `"08:00-12:00","13:00-17:30"`, ""},
		{"until midnight", `["18:00", "24:00"]`, `"18:00-24:00"`, ""},
		{"until the first second of the next day", `["18:00", "00:00"]`, `"18:00-24:00"`, ""},
		{"until the last minute", `["18:00", "23:59"]`, `"18:00-24:00"`, "is taken to be open until midnight"},
		{"it closes when it opens", `["08:00", "12:00"], ["13:00", "13:00"]`, `"08:00-12:00"`, "timeframes[1]: is not a pair"},
		{"it closes before it opens", `["08:00", "12:00"], ["14:00", "13:00"]`, `"08:00-12:00"`, "timeframes[1]: is not a pair"},
		{"a time alone", `["08:00", "12:00"], ["13:00"]`, `"08:00-12:00"`, "timeframes[1]: is not a pair"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			checkSchedule(t, migrate.Zammad, policies, fmt.Sprintf(`[{"id": 1, "name": "c", "timezone": "UTC", "business_hours": {"mon": {"active": true, "timeframes": [%s]}}}]`, tt.frames),
				`{"name":"c","time_zone":"Etc/UTC","weekly":{"mon":[`+tt.want+`]}}`, tt.note)
		})
	}
}

// No two schedules have one name, whatever the source calls them.
func TestSchedulesOfOneName(t *testing.T) {
	const desk = `{"id": 1, "name": "Desk", "time_zone": "UTC", "intervals": [{"start_time": 0, "end_time": 60}]}`
	cfg, _, err := migrate.Zendesk([]byte(`[{"id": 1, "title": "t"}]`), []byte(`[`+strings.Repeat(desk+", ", 4)+desk+`]`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range cfg.Schedules {
		got = append(got, s.Name)
	}
	if diff := cmp.Diff([]string{"Desk", "1", "Desk (1)", "schedule-1", "schedule-2"}, got); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}
