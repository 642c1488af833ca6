package policy_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/punctualgo/punctual/policy"
)

// metricTable is the table of the package documentation, row by row, in metric order. In it, U is "the
// category is not resolved", R is "responded", N is "not responded".
var metricTable = []struct{ name, definition string }{
	{"first_response", `{
		"start": [{"on": "created:customer", "if": U}, {"on": "message:customer", "if": {"all": [N, U]}}, {"on": "reopened", "if": {"all": [N, UNANSWERED]}}],
		"stop": ["message:agent"], "cancel": ["resolved"], "repeat": true}`},
	{"next_response", `{
		"start": [{"on": "message:customer", "if": {"all": [R, U]}}, {"on": "reopened", "if": {"all": [R, UNANSWERED]}}],
		"stop": ["message:agent"], "cancel": ["resolved"], "repeat": true}`},
	{"resolution", `{
		"start": [{"on": "created", "if": U}, "reopened"],
		"stop": ["resolved"], "resume": ["reopened"], "pause": PENDING_OR_HOLD}`},
	{"periodic_update", `{
		"start": [{"on": "message:agent", "if": U}],
		"stop": ["message:agent"], "cancel": ["resolved"], "repeat": true}`},
	{"pausable_update", `{
		"start": [{"on": "message:agent", "if": U}],
		"stop": ["message:agent"], "cancel": ["resolved"], "pause": PENDING, "repeat": true}`},
	{"requester_wait", `{
		"start": [{"on": "created", "if": U}, "reopened"],
		"stop": ["resolved"], "resume": ["reopened"], "pause": PENDING}`},
	{"agent_work", `{
		"start": [{"on": "created", "if": U}, "reopened"],
		"stop": ["resolved"], "resume": ["reopened"], "pause": PENDING_OR_HOLD}`},
	{"assignment", `{
		"start": [{"on": "created", "if": {"all": [U, {"field": "assignee", "op": "missing"}]}}],
		"stop": [{"on": "set:assignee", "if": {"field": "assignee", "op": "exists"}}], "cancel": ["resolved"]}`},
	{"ownership", `{
		"start": [{"on": "set:team", "if": {"all": [U, {"field": "team", "op": "exists"}]}}],
		"stop": ["set:team", "resolved"], "repeat": true}`},
}

// metricOf reads a definition of metricTable.
func metricOf(t *testing.T, definition string) (m policy.Metric) {
	t.Helper()
	doc := strings.NewReplacer(
		`UNANSWERED`, `{"field": "unanswered", "op": "eq", "value": true}`,
		`PENDING_OR_HOLD`, `{"field": "status_category", "op": "in", "value": ["pending", "hold"]}`,
		`PENDING`, `{"field": "status_category", "op": "eq", "value": "pending"}`,
		`HOLD`, `{"field": "status_category", "op": "eq", "value": "hold"}`,
		`UNLESS_OPEN`, `{"field": "status_category", "op": "ne", "value": "open"}`,
		`U`, `{"field": "status_category", "op": "ne", "value": "resolved"}`,
		`R`, `{"field": "responded", "op": "eq", "value": true}`,
		`N`, `{"field": "responded", "op": "eq", "value": false}`,
	).Replace(definition)
	if err := json.Unmarshal([]byte(doc), &m); err != nil {
		t.Fatalf("%v\n%s", err, doc)
	}
	return m
}

func TestBuiltInMetrics(t *testing.T) {
	// What the profiles change: when metrics pause.
	pauses := map[policy.Profile]map[string]string{
		"":              {},
		policy.Standard: {},
		policy.Pylon:    {"first_response": "UNLESS_OPEN", "next_response": "UNLESS_OPEN", "resolution": "HOLD"},
		policy.Zendesk:  {"resolution": ""},
	}
	for profile, changed := range pauses {
		var want []policy.NamedMetric
		for _, row := range metricTable {
			m := policy.NamedMetric{Name: row.name, Metric: metricOf(t, row.definition)}
			if pause, ok := changed[row.name]; ok {
				m.Pause = nil
				if pause != "" {
					m.Pause = metricOf(t, `{"pause": `+pause+`}`).Pause
				}
			}
			want = append(want, m)
		}
		got := policy.BuiltIn(profile)
		for _, m := range got {
			for _, triggers := range [][]policy.Trigger{m.Start, m.Stop, m.Cancel, m.Resume} {
				for i, trigger := range triggers { // all of one condition is that condition
					if trigger.If != nil && len(trigger.If.All) == 1 {
						triggers[i].If = &trigger.If.All[0]
					}
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("BuiltIn(%q) (-want +got):\n%s", profile, diff)
		}
	}
}

// The built-in metrics are data that a configuration could have.
func TestBuiltInMetricsAreValid(t *testing.T) {
	for _, profile := range []policy.Profile{policy.Standard, policy.Pylon, policy.Zendesk} {
		c := &policy.Config{Profile: profile, Metrics: make(map[string]policy.Metric)}
		for _, m := range policy.BuiltIn(profile) {
			c.Metrics[m.Name] = m.Metric
		}
		checkRoundTrip(t, c)
		if diff := cmp.Diff(policy.BuiltIn(profile), c.AllMetrics()); diff != "" {
			t.Errorf("AllMetrics (-built in +own):\n%s", diff)
		}
	}
}

// Changing a result of BuiltIn does not change the next.
func TestBuiltInReturnsCopies(t *testing.T) {
	want := string(marshal(t, policy.BuiltIn(policy.Standard)))
	for _, m := range policy.BuiltIn(policy.Standard) {
		m.Start[0] = policy.Trigger{On: "note"}
		if m.Pause != nil {
			*m.Pause = policy.All()
		}
	}
	if got := string(marshal(t, policy.BuiltIn(policy.Standard))); got != want {
		t.Errorf("BuiltIn = %s, want %s", got, want)
	}
}

// Metrics are in the order of the table, even if the configuration defines them, and then
// others by name.
func TestMetricOrder(t *testing.T) {
	own := policy.Metric{Start: []policy.Trigger{{On: "note"}}}
	c := &policy.Config{Metrics: map[string]policy.Metric{
		"apple": own, "_x": own, "Zebra": own, "a-1": own, "a.1": own, "agent": own, policy.Resolution: own, policy.Ownership: own,
	}}
	if err := c.Validate(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range c.AllMetrics() {
		got = append(got, m.Name)
		_, isOwn := c.Metrics[m.Name]
		if is := cmp.Equal(m.Metric, own); is != isOwn {
			t.Errorf("%s is as c defines it: %v, want %v", m.Name, is, isOwn)
		}
	}
	want := []string{
		"first_response", "next_response", "resolution", "periodic_update", "pausable_update",
		"requester_wait", "agent_work", "assignment", "ownership",
		"Zebra", "_x", "a-1", "a.1", "agent", "apple",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("metric order (-want +got):\n%s", diff)
	}
}

// The default statuses, written out.
func TestDefaultStatuses(t *testing.T) {
	want := map[string]policy.Category{}
	for category, statuses := range map[policy.Category]string{
		"open": "new open in_progress waiting_on_you on_you", "pending": "pending waiting_on_customer on_customer",
		"hold": "hold on_hold", "resolved": "resolved solved closed",
	} {
		for status := range strings.FieldsSeq(statuses) {
			want[status] = category
		}
	}
	if diff := cmp.Diff(want, policy.DefaultStatuses()); diff != "" {
		t.Errorf("DefaultStatuses (-want +got):\n%s", diff)
	}
	policy.DefaultStatuses()["new"] = policy.Hold
	if diff := cmp.Diff(want, policy.DefaultStatuses()); diff != "" {
		t.Errorf("DefaultStatuses, one answer of it changed (-want +got):\n%s", diff)
	}
	if err := (&policy.Config{Statuses: want}).Validate(); err != nil {
		t.Error(err)
	}
}

func TestIsComputed(t *testing.T) {
	for _, field := range []string{"status_category", "responded", "unanswered", "created_at", "created_by", "event.by", "event.team", "event.channel"} {
		if !policy.IsComputed(field) {
			t.Errorf("%s is not computed", field)
		}
		err := measuring("m", policy.Trigger{On: "set:" + field}).Validate()
		checkProblems(t, err, `metrics.m.start[0]: "`+field+`" is `)
	}
	for _, field := range []string{"status", "priority", "created", "event", "event.id", "Responded", ""} {
		if policy.IsComputed(field) {
			t.Errorf("%s is computed", field)
		}
	}
}
