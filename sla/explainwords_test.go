package sla_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// What explanations say, and what they do not.
func TestExplanationsSayWhatHelps(t *testing.T) {
	monday := instant("2026-03-09T09:00:00Z")
	at := func(hours float64) time.Time { return monday.Add(time.Duration(hours * float64(time.Hour))) }
	config := func() *policy.Config {
		return &policy.Config{
			Schedules: []businesshours.Schedule{{Name: "desk", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}}},
			Policies: []policy.Policy{{ID: "p", Name: "Everybody else", Schedule: policy.Use("desk"), Targets: map[string]policy.Target{
				policy.Resolution: policy.WithinBy("priority", map[string]time.Duration{"high": 2 * time.Hour}, 6*time.Hour),
			}}},
		}
	}
	set := func(hours float64, by string, values map[string]any) sla.Event {
		return sla.Event{At: at(hours), Type: sla.Update, By: by, Set: values}
	}
	many := config()
	for _, id := range []string{"a", "b", "c"} {
		when := policy.All(policy.If("tier", policy.Eq, id), policy.If("region", policy.Eq, "eu"))
		if id == "a" {
			when = policy.If("tier", policy.Eq, id)
		}
		many.Policies = append([]policy.Policy{{ID: id, When: &when, Targets: many.Policies[0].Targets}}, many.Policies...)
	}
	seven := config()
	seven.Policies[0].Targets = map[string]policy.Target{policy.Resolution: policy.Within(7 * time.Hour)}
	eight := config()
	eight.Policies[0].Targets = map[string]policy.Target{policy.Resolution: policy.Within(8 * time.Hour)}
	reminders := config()
	reminders.Policies[0].Targets = map[string]policy.Target{policy.Resolution: policy.Within(6 * time.Hour)}
	reminders.Policies[0].Escalations = policy.Steps(policy.Escalation{At: "50%", Name: "remind", Every: time.Hour, Times: 2}, policy.Escalation{At: "90%", Name: "warn"})
	alone := config()
	alone.Policies[0].Escalations = policy.Steps(policy.Escalation{At: "50%", Name: "remind", Every: time.Hour, Times: 2})
	tiers := config()
	tiers.Policies = append([]policy.Policy{{ID: "gold", Schedule: policy.Use("desk"), When: new(policy.If("tier", policy.Eq, "gold")), Targets: map[string]policy.Target{
		policy.Resolution: policy.WithinBy("level", map[string]time.Duration{"1": time.Hour}, 5*time.Hour)}}}, tiers.Policies...)
	// pauses are n changes of the status.
	pauses := func(n int) (events []sla.Event) {
		for i := range n {
			events = append(events, sla.SetAttribute("status", []string{"pending", "open"}[i%2], at(0.1*float64(i+1))))
		}
		return events
	}
	closures := config()
	for i := range 30 {
		closures.Schedules[0].Holidays = append(closures.Schedules[0].Holidays, businesshours.Holiday{Date: monday.AddDate(0, 0, 1+i).Format(time.DateOnly), Name: fmt.Sprint("closure ", i)})
	}
	until := config()
	until.Policies[0].Targets = map[string]policy.Target{policy.Resolution: policy.UntilField("due_date")}
	always := config()
	held := always.Policies[0].Targets[policy.Resolution]
	held.Pause = new(policy.All())
	always.Policies[0].Targets = map[string]policy.Target{policy.Resolution: held}
	golds := config()
	golds.Policies[0].When = new(policy.If("tier", policy.Eq, "gold"))
	ineffective := config()
	past := policy.Effective{Until: monday}
	ineffective.Policies = append(ineffective.Policies,
		policy.Policy{ID: "past", Effective: past, Targets: ineffective.Policies[0].Targets},
		policy.Policy{ID: "past gold", Effective: past, When: new(policy.If("tier", policy.Eq, "gold")), Targets: ineffective.Policies[0].Targets})
	first := config()
	first.Policies[0].Targets[policy.FirstResponse] = policy.Within(time.Hour)
	first.Policies[0].Targets[policy.NextResponse] = policy.Within(time.Hour)
	for _, tt := range []struct {
		name   string
		config *policy.Config
		events []sla.Event
		hours  float64
		want   []string
		not    []string
	}{
		{"a customer's reply is not blamed", config(), []sla.Event{
			sla.SetAttribute("status", "pending", at(1)), sla.MessageFrom(sla.Customer, at(2)), sla.SetAttribute("status", "open", at(2))}, 8,
			[]string{"overdue by 1h"}, []string{"Without one decision"}},
		{"what an agent did is", config(), []sla.Event{
			sla.SetAttribute("status", "pending", at(1)), set(2, "ann", map[string]any{"status": "open", "category": "billing"})}, 8,
			[]string{"Without one decision of the desk it would not be breached: status became open by ann on Mon 9 Mar 11:00."}, []string{"category"}},
		{"what a customer did by name is not", config(), []sla.Event{
			sla.SetAttribute("status", "pending", at(1)), {At: at(1.5), Type: sla.Message, From: sla.Customer, By: "carl"},
			set(2, "carl", map[string]any{"status": "open"})}, 8,
			nil, []string{"Without one decision"}},
		{"a cause is the change that did it", config(), []sla.Event{set(3, "ann", map[string]any{"priority": "high", "status": "open", "assignee": "ann"})}, 4,
			[]string{"retargeted: priority became high by ann;", "Its target was 6h, and became 2h on Mon 9 Mar 12:00: priority became high by ann.", "3h of it while it was assigned to nobody, 1h while it was assigned to ann"}, []string{"assignee became"}},
		{"so is that of a pause", config(), []sla.Event{set(3, "", map[string]any{"priority": "normal", "status": "pending"})}, 4,
			[]string{"waiting on the customer until Mon 9 Mar 13:00: status became pending; 1h not counted"}, []string{"priority became"}},
		{"policies have names", config(), nil, 1,
			[]string{"policy Everybody else (p) gives 6h on desk", "Everybody else (p) is in force for resolution"}, nil},
		{"policies that do not apply are counted", many, []sla.Event{sla.SetAttribute("region", "us", at(0))}, 1,
			[]string{"a does not apply: tier has no value, wanted a\n  2 more do not apply\n"}, []string{"b does not", "c does not"}},
		{"one that nearly applies is named", many, []sla.Event{sla.SetAttribute("region", "eu", at(0))}, 1,
			[]string{"c does not apply: tier has no value, wanted c\n"}, []string{"more do not apply"}},
		{"a line is not split at closing", eight, nil, 26, []string{"counted 10h until Tue 10 Mar 11:00\n"}, []string{"closed until"}},
		{"nor is another", seven, nil, 26, []string{"counted 10h until Tue 10 Mar 11:00\n"}, []string{"closed until"}},
		{"triggers have words", first, []sla.Event{sla.MessageFrom(sla.Agent, at(0.5)), sla.MessageFrom(sla.Agent, at(0.6))}, 1,
			[]string{"next response: nothing has happened that starts it: a customer's message that needs a reply or its reopening"}, []string{"message:"}},
		{"conditions of triggers too", first, []sla.Event{sla.MessageFrom(sla.Customer, at(0.1))}, 0.5,
			[]string{"next response: the customer wrote, but no agent had answered yet"}, []string{"responded"}},
		{"steps are told together", reminders, nil, 5.5, []string{"step"}, []string{"repeated"}},
		{"so are repeats of one step", alone, nil, 5.5, []string{"  step remind 3 times\n"}, []string{"repeated"}},
		{"twelve lines are told", config(), pauses(10), 3, []string{"09:24  counted"}, []string{"more:"}},
		{"of thirteen the middle is summed up", config(), pauses(11), 3, []string{"…                3 more: 12m counted, 6m not counted\n"}, nil},
		{"a fifth of the time is told", seven, []sla.Event{sla.SetAttribute("assignee", "ann", at(0)), sla.SetAttribute("assignee", "bo", at(6))}, 7.5,
			[]string{"So far it has taken 7h 30m: 6h of it while it was assigned to ann, 1h 30m while it was assigned to bo;"}, nil},
		{"less is not", seven, []sla.Event{sla.SetAttribute("assignee", "ann", at(0)), sla.SetAttribute("assignee", "bo", at(6).Add(time.Second))}, 7.5,
			[]string{"of it while it was assigned to ann;"}, []string{"assigned to bo"}},
		{"holidays are counted", closures, nil, 24 * 40, []string{", closed for closure 0, closure 1, closure 2, closure 3, closure 4, 25 more\n"}, nil},
		{"a date that moves is the cause", until, []sla.Event{sla.SetAttribute("due_date", "2026-03-11T12:00:00Z", at(0)), set(1, "", map[string]any{"due_date": "2026-03-12T12:00:00Z", "cause": "bug"})}, 2,
			[]string{"retargeted: due_date became 2026-03-12T12:00:00Z;"}, []string{"cause became"}},
		{"and is told once", until, []sla.Event{sla.SetAttribute("due_date", "2026-03-11T12:00:00Z", at(0)), sla.SetAttribute("due_date", "2026-03-12T12:00:00Z", at(1))}, 2,
			[]string{"retargeted: due_date became 2026-03-12T12:00:00Z;"}, nil},
		{"the field that chose a target is the cause", tiers, []sla.Event{sla.SetAttribute("tier", "gold", at(0)), set(1, "", map[string]any{"level": "1", "tier": "gold", "cause": "bug"})}, 1.5,
			[]string{"retargeted: level became 1;"}, nil},
		{"fields that chose the policy too", tiers, []sla.Event{set(1, "", map[string]any{"level": "1", "priority": "high", "tier": "gold", "cause": "bug"})}, 1.5,
			[]string{"retargeted: level became 1, priority became high, tier became gold;"}, nil},
		{"and no others", tiers, []sla.Event{sla.SetAttribute("tier", "silver", at(0)), set(1, "", map[string]any{"priority": "high", "tier": "bronze", "cause": "bug"})}, 1.5,
			[]string{"retargeted: priority became high;"}, []string{"tier became"}},
		{"a policy out of effect is told if its condition holds", ineffective, nil, 1,
			[]string{"past was not in effect at the last event\n", "1 more does not apply\n"}, []string{"past gold"}},
		{"a pause that asks nothing", always, nil, 2, []string{"Mon 9 Mar 09:00  paused until Mon 9 Mar 11:00: the customer created the issue; 2h not counted\n"}, nil},
		{"stopped without a target", golds, []sla.Event{sla.SetAttribute("tier", "gold", at(0)), sla.SetAttribute("tier", "silver", at(1)), sla.SetAttribute("status", "resolved", at(2)), sla.SetAttribute("status", "open", at(3))}, 4,
			[]string{"counted 1h until Mon 9 Mar 10:00", "Mon 9 Mar 10:00  not counted without a target until Mon 9 Mar 11:00\n", "Mon 9 Mar 11:00  not counted while it was stopped until Mon 9 Mar 12:00\n", "Mon 9 Mar 12:00  not counted without a target until Mon 9 Mar 13:00\n"}, nil},
		{"years where there are two", config(), []sla.Event{sla.SetAttribute("status", "pending", at(1))}, 24 * 300,
			[]string{"as of Sun 3 Jan 2027 09:00", "Mon 9 Mar 2026 09:00  started"}, nil},
		{"seconds where instants read alike", config(), []sla.Event{sla.SetAttribute("status", "pending", at(1).Add(5*time.Second)), sla.SetAttribute("status", "open", at(1).Add(20500*time.Millisecond))}, 2,
			[]string{"Mon 9 Mar 10:00:05  waiting on the customer until Mon 9 Mar 10:00:20", "Mon 9 Mar 09:00     started"}, []string{"20.5"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := explain(t, newEngine(t, tt.config), sla.Issue{ID: "I", CreatedAt: monday, Events: tt.events}, at(tt.hours)).String()
			for _, part := range tt.want {
				if !strings.Contains(text, part) {
					t.Errorf("does not say %q:\n%s", part, text)
				}
			}
			for _, part := range tt.not {
				if strings.Contains(text, part) {
					t.Errorf("says %q:\n%s", part, text)
				}
			}
		})
	}
}

// Who had the issue may be in any field.
func TestTimeIsSplitByAnyField(t *testing.T) {
	nine := instant("2026-03-09T09:00:00Z")
	explainer, err := newEngine(t, openOnly()).Explainer(sla.ExplainerOptions{Held: "squad"})
	if err != nil {
		t.Fatal(err)
	}
	x, err := explainer.ExplainAt(sla.Issue{ID: "I", CreatedAt: nine, Events: []sla.Event{sla.SetAttribute("squad", "red", nine.Add(time.Hour))}}, nine.Add(3*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if want := "So far it has taken 3h: 2h of it while squad was red, 1h without a value of squad; all of it in status new."; !strings.Contains(x.String(), want) {
		t.Errorf("does not say %q:\n%s", want, x)
	}
}

// A holiday is told whatever its date, after 1970 and before it.
func TestHolidaysOfAllDatesAreTold(t *testing.T) {
	for _, first := range []string{"2026-01-05T09:00:00Z", "1969-11-15T09:00:00Z"} {
		for i := range 70 {
			start := instant(first).AddDate(0, 0, i)
			x := explain(t, newEngine(t, &policy.Config{
				Schedules: []businesshours.Schedule{{Name: "desk", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-sun": {"09:00-17:00"}},
					Holidays: []businesshours.Holiday{{Date: start.AddDate(0, 0, 1).Format(time.DateOnly), Name: "the fair"}}}},
				Policies: []policy.Policy{{ID: "p", Schedule: policy.Use("desk"), Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}}},
			}), sla.Issue{ID: "I", CreatedAt: start}, start.AddDate(0, 0, 2))
			told := 0
			for _, s := range x.Clocks[0].Segments {
				if s.Holiday == "the fair" && s.From.Equal(start.Add(15*time.Hour)) && s.To.Equal(start.Add(39*time.Hour)) {
					told++
				}
			}
			if told != 1 {
				t.Errorf("from %v: told %d times", start, told)
			}
		}
	}
}

// Three clocks have an account, eight more have a line, and the rest are counted. So it is with the
// policies that apply, of which four are told.
func TestExplanationsCountWhatTheyLeaveOut(t *testing.T) {
	monday := instant("2026-03-09T09:00:00Z")
	for _, tt := range []struct {
		clocks    int // open ones, each of a policy
		want, not []string
	}{
		{3, []string{"\nResolution, p2: 3h left"}, []string{"Other clocks", "more"}},
		{4, []string{"\nResolution, p2: 3h left", "Other clocks\n  Resolution, p3  4h left, due Mon 9 Mar 14:00\n\nPolicies"}, []string{"\nResolution, p3: ", "more"}},
		{5, []string{"\n  1 more match\n"}, nil},
		{11, []string{"  Resolution, p10  11h left", "\n  7 more match\n"}, []string{"more that are"}},
		{12, []string{"  Resolution, p10  11h left", "1 more that are breached or open\n"}, []string{"Resolution, p11  "}},
	} {
		cfg := &policy.Config{Match: policy.MatchEach}
		for i := range tt.clocks {
			cfg.Policies = append(cfg.Policies, policy.Policy{ID: fmt.Sprint("p", i), Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Duration(i+2) * time.Hour)}})
		}
		text := explain(t, newEngine(t, cfg), sla.Issue{ID: "I", CreatedAt: monday}, monday.Add(time.Hour)).String()
		text = text[strings.Index(text, "\nResolution, p0: "):] // after the summary
		for _, part := range tt.want {
			if !strings.Contains(text, part) {
				t.Errorf("%d clocks: does not say %q:\n%s", tt.clocks, part, text)
			}
		}
		for _, part := range tt.not {
			if strings.Contains(text, part) {
				t.Errorf("%d clocks: says %q:\n%s", tt.clocks, part, text)
			}
		}
	}
}

// Accounts that callers have made, or have taken something from, have a text.
func TestAccountsThatAreNotWholeHaveAText(t *testing.T) {
	monday := instant("2026-03-09T09:00:00Z")
	late := sla.Clock{Metric: policy.Resolution, Cycle: 1, Target: time.Hour, State: sla.Running, Breached: true, DueAt: monday, BreachedAt: monday, Elapsed: 2 * time.Hour, Remaining: -time.Hour}
	x := explain(t, newEngine(t, openOnly()), sla.Issue{ID: "I", CreatedAt: monday, Attributes: map[string]any{"assignee": "ann"}}, monday.Add(24*time.Hour))
	cut := x.Clocks[0]
	cut.Held, cut.Statuses = nil, nil
	for _, tt := range []struct {
		name    string
		account sla.ClockAccount
		want    string
	}{
		{"without times", sla.ClockAccount{Clock: late}, "Resolution: overdue by 1h\n"},
		{"without times it says how long it took", sla.ClockAccount{Clock: late}, "So far it has taken 2h.\n"},
		{"with a part of them", sla.ClockAccount{Clock: late, Statuses: []sla.HeldTime{{Value: "open", Open: time.Hour}}}, "So far it has taken 2h: 1h of it in status open.\n"},
		{"with an outcome of its own", sla.ClockAccount{Clock: sla.Clock{Metric: policy.Resolution, State: sla.Cancelled}, Outcome: sla.OutcomeVoid}, "Resolution: ended with the issue, which was cancelled\n"},
		{"of an explanation, without times", cut, "So far it has taken 24h.\n"},
	} {
		if text := tt.account.String(); !strings.Contains(text, tt.want) {
			t.Errorf("%s: does not say %q:\n%s", tt.name, tt.want, text)
		}
	}
}

// What customers write is escaped in pages, and everything that is told as text is there.
func TestFormsOfExplanations(t *testing.T) {
	odd := `<b>*x*</b> | "y" & _z_`
	monday := instant("2026-03-09T09:00:00Z")
	x := explain(t, newEngine(t, openOnly()), sla.Issue{ID: odd, CreatedAt: monday}, monday.Add(time.Hour))
	html, markdown := x.HTML(sla.TextOptions{}), x.Markdown(sla.TextOptions{})
	if !strings.Contains(html, "<title>&#34;&lt;b&gt;*x*&lt;/b&gt; | \\&#34;y\\&#34; &amp; _z_&#34; as of Mon 9 Mar 2026 10:00</title>") || strings.Contains(html, "<b>") {
		t.Errorf("HTML:\n%s", html)
	}
	if !strings.HasPrefix(markdown, `# "\<b\>\*x\*\</b\> \| \\"y\\" &amp; \_z\_" as of Mon 9 Mar 2026 10:00`) {
		t.Errorf("Markdown:\n%s", markdown)
	}
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	if text := x.Text(sla.TextOptions{Zone: zone, Summary: true}); !strings.Contains(text, "as of Mon 9 Mar 2026 19:00\nAll times are in Asia/Tokyo.\n") || strings.Contains(text, "Policies") {
		t.Errorf("in Tokyo:\n%s", text)
	}
}
