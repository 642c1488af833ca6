package policy_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
)

// Each form of a target is read as the constructors make it, and written in its short form.
func TestTargetForms(t *testing.T) {
	nested := policy.Choice[time.Duration]{
		By: "tier",
		Values: map[string]policy.Choice[time.Duration]{
			"gold": {By: "priority", Values: map[string]policy.Choice[time.Duration]{"high": within(time.Hour)}, Default: new(within(2 * time.Hour))},
			"tin":  within(8 * time.Hour),
		},
		Default: new(policy.WithinBy("priority", map[string]time.Duration{"high": 4 * time.Hour}, 0).Within),
	}
	for _, tt := range []struct {
		name    string
		doc     string
		want    policy.Target
		written string // doc, if empty
	}{
		{name: "within", doc: `"4h0m0s"`, want: policy.Within(4 * time.Hour)},
		{name: "within in full", doc: `{"within":"4h"}`, want: policy.Within(4 * time.Hour), written: `"4h0m0s"`},
		{
			name: "choice of times", doc: `{"by":"priority","values":{"high":"1h0m0s"},"default":"4h0m0s"}`,
			want: policy.WithinBy("priority", map[string]time.Duration{"high": time.Hour}, 4*time.Hour),
		},
		{
			name: "nested choice of times",
			doc:  `{"by":"tier","values":{"gold":{"by":"priority","values":{"high":"1h0m0s"},"default":"2h0m0s"},"tin":"8h0m0s"},"default":{"by":"priority","values":{"high":"4h0m0s"}}}`,
			want: policy.Target{Within: nested},
		},
		{
			name: "nested choice under within",
			doc:  `{"within":{"by":"tier","values":{"gold":{"by":"priority","values":{"high":"1h0m0s"},"default":"2h0m0s"},"tin":"8h0m0s"},"default":{"by":"priority","values":{"high":"4h0m0s"}}},"schedule":"desk"}`,
			want: policy.Target{Within: nested, Schedule: policy.Use("desk")},
		},
		{name: "business days", doc: `{"business_days":2,"at":"start"}`, want: policy.WithinDays(2, policy.AtStart)},
		{name: "until", doc: `{"until":"due_date"}`, want: policy.UntilField("due_date")},
		{
			name: "until, with all that may stand beside it",
			doc:  `{"until":"due_date","schedule":"desk","pause":{"all":[]},"escalations":"usual"}`,
			want: policy.Target{Until: "due_date", Schedule: policy.Use("desk"), Pause: new(policy.All()), Escalations: policy.UseSteps("usual")},
		},
		{
			name: "choice of targets", doc: `{"by":"priority","values":{"high":"1h0m0s","low":{"business_days":2}},"default":{"until":"due_date"}}`,
			want: policy.TargetBy("priority", map[string]policy.Target{"high": policy.Within(time.Hour), "low": policy.WithinDays(2, "")}, policy.UntilField("due_date")),
		},
		{
			name: "only the default is in full", doc: `{"by":"priority","values":{"high":"1h0m0s"},"default":{"business_days":1}}`,
			want: policy.TargetBy("priority", map[string]policy.Target{"high": policy.Within(time.Hour)}, policy.WithinDays(1, "")),
		},
		{
			name: "times in full are targets", doc: `{"by":"priority","values":{"high":{"within":"1h0m0s"}},"default":{"within":"2h0m0s"}}`,
			want: policy.TargetBy("priority", map[string]policy.Target{"high": policy.Within(time.Hour)}, policy.Within(2*time.Hour)),
		},
		{
			name: "one time in full makes all targets", doc: `{"by":"priority","values":{"high":{"within":"1h"},"low":"2h"}}`,
			want:    policy.TargetBy("priority", map[string]policy.Target{"high": policy.Within(time.Hour), "low": policy.Within(2 * time.Hour)}, policy.Target{}),
			written: `{"by":"priority","values":{"high":{"within":"1h0m0s"},"low":{"within":"2h0m0s"}}}`,
		},
		{
			name: "a choice of times among targets",
			doc:  `{"by":"tier","values":{"gold":{"by":"priority","values":{"high":"1h0m0s"}},"tin":{"business_days":1}}}`,
			want: policy.TargetBy("tier", map[string]policy.Target{
				"gold": policy.WithinBy("priority", map[string]time.Duration{"high": time.Hour}, 0), "tin": policy.WithinDays(1, ""),
			}, policy.Target{}),
		},
		{
			name: "a choice of targets in a choice",
			doc:  `{"by":"tier","values":{"gold":{"by":"priority","values":{"high":{"business_days":0}}},"tin":"1h0m0s"}}`,
			want: policy.TargetBy("tier", map[string]policy.Target{
				"gold": policy.TargetBy("priority", map[string]policy.Target{"high": policy.WithinDays(0, "")}, policy.Target{}), "tin": policy.Within(time.Hour),
			}, policy.Target{}),
		},
		{name: "no steps", doc: `{"within":"1h0m0s","escalations":[]}`, want: policy.Target{Within: within(time.Hour), Escalations: policy.Steps()}},
		{
			name: "steps", doc: `{"within":"1h0m0s","escalations":[{"at":"75%"}]}`,
			want: policy.Target{Within: within(time.Hour), Escalations: policy.Steps(policy.Escalation{At: "75%"})},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got policy.Target
			if err := json.Unmarshal([]byte(tt.doc), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("read (-want +got):\n%s", diff)
			}
			written := tt.written
			if written == "" {
				written = tt.doc
			}
			if got := string(marshal(t, tt.want)); got != written {
				t.Errorf("written as %s, want %s", got, written)
			}
		})
	}
}

// Declared fields, named escalations and defaults are read and written.
func TestFieldsEscalationsAndDefaultsForms(t *testing.T) {
	c := policy.Config{
		Fields:      map[string]policy.Field{"priority": {Type: policy.FieldText, Values: []string{"high", "low"}}, "seats": {Type: policy.FieldNumber}},
		Escalations: map[string][]policy.Escalation{"none": {}, "usual": {{At: "75%"}}},
		Defaults:    policy.Defaults{Schedule: policy.UseBy("region", map[string]string{"eu": "london"}, "desk"), Escalations: policy.UseSteps("usual")},
	}
	const doc = `{"fields":{"priority":{"type":"text","values":["high","low"]},"seats":{"type":"number"}},` +
		`"escalations":{"none":[],"usual":[{"at":"75%"}]},` +
		`"defaults":{"schedule":{"by":"region","values":{"eu":"london"},"default":"desk"},"escalations":"usual"}}`
	if got := string(marshal(t, c)); got != doc {
		t.Errorf("written as\n%s, want\n%s", got, doc)
	}
	var read policy.Config
	if err := json.Unmarshal([]byte(doc), &read); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c, read); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
}

// A target counts on its own schedule, or else on that of its policy, or else on that of
// the defaults, or else on "24x7".
func TestScheduleOf(t *testing.T) {
	for _, tt := range []struct{ defaults, policy, target, want string }{
		{"", "", "", businesshours.Always},
		{"d", "", "", "d"},
		{"d", "p", "", "p"},
		{"d", "p", "t", "t"},
		{"", "", "t", "t"},
	} {
		c := policy.Config{Defaults: policy.Defaults{Schedule: policy.Use(tt.defaults)}}
		got := c.ScheduleOf(&policy.Policy{Schedule: policy.Use(tt.policy)}, &policy.Target{Schedule: policy.Use(tt.target)})
		if got.Value != tt.want {
			t.Errorf("%v: got %q", tt, got.Value)
		}
	}
}

// Only a target without any field is zero.
func TestTargetIsZero(t *testing.T) {
	if !(policy.Target{}).IsZero() {
		t.Error("the zero target is not zero")
	}
	for _, target := range []policy.Target{
		policy.Within(1), policy.WithinDays(0, ""), policy.UntilField("a"), {Schedule: policy.Use("x")}, {Pause: new(policy.All())},
		{Escalations: policy.Steps()}, {Escalations: policy.UseSteps("x")}, {By: "a"}, {Values: map[string]policy.Target{}}, {Default: &policy.Target{}},
	} {
		if target.IsZero() {
			t.Errorf("%+v is zero", target)
		}
	}
}
