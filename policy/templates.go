package policy

import (
	"embed"
	"slices"
)

// templateFiles has the document and the scenarios of each template.
//
//go:embed templates
var templateFiles embed.FS

// Templates returns ready configurations for ways of working that many teams have, the
// most usual ones first. Each is valid, and package lint finds nothing in it. Each has
// scenarios that tell what it promises.
func Templates() []Template {
	list := slices.Clone(templates)
	for i := range list {
		t := &list[i]
		t.Parameters = slices.Clone(t.Parameters)
		t.document = templateFile(t.Name + ".json")
		t.scenarios = templateFile(t.Name + ".scenario.json")
	}
	return list
}

// templateFile returns the text of a file of a template.
func templateFile(name string) []byte {
	text, err := templateFiles.ReadFile("templates/" + name)
	if err != nil {
		panic(err) // a test opens all of them
	}
	return text
}

// Parameters that many templates have.
var (
	zone    = Parameter{"zone", "the time zone of the office, as an IANA name", "America/New_York"}
	days    = Parameter{"days", "the days on which the office is open", "mon-fri"}
	hours   = Parameter{"hours", "from when to when it is open", "09:00-17:00"}
	country = Parameter{"country", "whose public holidays it keeps: a country, or a region such as de-BY", "us"}
	channel = Parameter{"channel", "the Slack channel that hears of breaches", "#support-alerts"}
)

// office returns the parameters of office hours, and more.
func office(more ...Parameter) []Parameter {
	return append([]Parameter{zone, days, hours, country}, more...)
}

// regions returns the parameters of three regions, and more.
func regions(more ...Parameter) []Parameter {
	return append([]Parameter{
		{"days", "the days on which the teams work", "mon-fri"},
		{"hours", "their hours, each in its own zone", "09:00-17:00"},
		{"asia_zone", "the time zone of the team in Asia", "Asia/Singapore"},
		{"asia_country", "whose public holidays it keeps", "sg"},
		{"europe_zone", "the time zone of the team in Europe", "Europe/London"},
		{"europe_country", "whose public holidays it keeps", "gb-ENG"},
		{"america_zone", "the time zone of the team in America", "America/Los_Angeles"},
		{"america_country", "whose public holidays it keeps", "us"},
	}, more...)
}

var templates = []Template{
	{
		Name:  "priority",
		Title: "Response and resolution times by priority",
		Description: "One promise to all customers, which depends on how urgent an issue is. It counts in office hours, and not on " +
			"public holidays. Issues without a priority are treated as normal ones. This is what most teams begin with.",
		Parameters: office(
			Parameter{"respond_urgent", "response time of urgent issues", "30m"},
			Parameter{"respond_high", "response time of high priority", "2h"},
			Parameter{"respond_normal", "response time of normal priority", "4h"},
			Parameter{"respond_low", "response time of low priority", "8h"},
			Parameter{"resolve_urgent", "resolution time of urgent issues", "8h"},
			Parameter{"resolve_high", "resolution time of high priority", "16h"},
			Parameter{"resolve_normal", "resolution time of normal priority", "40h"},
			Parameter{"resolve_low", "resolution time of low priority", "80h"},
		),
	},
	{
		Name:  "tiers",
		Title: "Response times by the tier of the customer",
		Description: "What customers have paid for decides. Enterprise customers are answered around the clock, and sooner when it is urgent; " +
			"business customers and all others in office hours. The attribute customer.tier says who has which.",
		Parameters: office(
			Parameter{"enterprise_urgent", "response time of urgent issues of enterprise customers, around the clock", "15m"},
			Parameter{"enterprise", "response time of other issues of enterprise customers, around the clock", "1h"},
			Parameter{"business", "response time of business customers, in office hours", "4h"},
			Parameter{"standard", "response time of all other customers, in office hours", "8h"},
		),
	},
	{
		Name:  "urgent-24x7",
		Title: "Around the clock for urgent issues, office hours for the rest",
		Description: "Somebody is on call for urgent issues at night and on weekends. All others wait for the office. An issue that becomes urgent at " +
			"night has used up only what it had counted in office hours (on_change is carry_over).",
		Parameters: office(
			Parameter{"respond_urgent", "response time of urgent issues, around the clock", "1h"},
			Parameter{"respond", "response time of other issues, in office hours", "4h"},
		),
	},
	{
		Name:  "follow-the-sun",
		Title: "Follow the sun over three regions",
		Description: "Teams in Asia, Europe and America share the work. A clock counts whenever one of them is open, and each keeps its own " +
			"holidays.",
		Parameters: regions(
			Parameter{"respond", "response time", "4h"},
		),
	},
	{
		Name:  "team-hours",
		Title: "The hours of the team that is responsible",
		Description: "A clock counts in the hours of the team that has the issue, which the attribute team says. When the issue is handed over, " +
			"what has counted stays, and the rest counts in the hours of the new team (on_change is carry_over).",
		Parameters: regions(
			Parameter{"respond", "response time", "4h"},
			Parameter{"resolve", "resolution time", "8h"},
		),
	},
	{
		Name:        "channels",
		Title:       "Response times by channel",
		Description: "A visitor in a chat waits for minutes, a customer in Slack for half an hour, and who writes an e-mail or fills in a form for hours.",
		Parameters: office(
			Parameter{"chat", "response time in chats", "5m"},
			Parameter{"slack", "response time in Slack", "30m"},
			Parameter{"email", "response time of e-mail and all other channels", "4h"},
		),
	},
	{
		Name:        "next-business-day",
		Title:       "On the next business day, by a certain time",
		Description: "An answer by noon on the next business day, and a solution within five. What comes in the late afternoon counts as tomorrow's.",
		Parameters: office(
			Parameter{"at", "by when an answer is due on the next business day", "12:00"},
			Parameter{"cutoff", "from when on an issue or message counts as the next day's", "15:00"},
		),
	},
	{
		Name:  "due-date",
		Title: "An agreed due date takes precedence over the targets",
		Description: "Issues have a resolution time, until somebody agrees on a date with the customer. The attribute due_date, an instant such as " +
			"2026-06-04T12:00:00-04:00, then says when the issue is to be solved.",
		Parameters: office(
			Parameter{"respond", "response time", "4h"},
			Parameter{"resolve", "resolution time of issues without a due date", "16h"},
		),
	},
	{
		Name:  "contract-and-internal",
		Title: "Contract and internal agreement side by side",
		Description: "Every issue has two clocks of each kind: one for what the customer was promised, and one for what the team wants to keep. " +
			"Reports can tell the two apart by the policy (match is each).",
		Parameters: office(
			Parameter{"respond", "response time of the contract", "4h"},
			Parameter{"respond_internal", "response time of the internal agreement", "2h"},
			Parameter{"resolve", "resolution time of the contract", "16h"},
			Parameter{"resolve_internal", "resolution time of the internal agreement", "12h"},
		),
	},
	{
		Name:  "team-clock",
		Title: "A clock for one team, which counts only while it has the issue",
		Description: "Beside the promises to the customer, one team behind support has a time of its own. Its clock counts while the " +
			"attribute team names it, and stands still while the issue is with others or waits for the customer.",
		Parameters: office(
			Parameter{"team", "the team, as the attribute team spells it", "Engineering"},
			Parameter{"team_time", "for how long it may have an issue", "8h"},
			Parameter{"respond", "response time", "4h"},
			Parameter{"resolve", "resolution time", "40h"},
		),
	},
	{
		Name:  "ai-agent",
		Title: "An AI agent answers first; the SLA starts at the hand-over",
		Description: "An AI agent, whose messages are those of a bot, talks with the customer. All clocks start when it hands the issue over to a person, " +
			"which is a custom event. From the first answer of a person on, " +
			"further messages are for people too. Send the event also for issues that go to a person at once.",
		Parameters: office(
			Parameter{"event", "the name of the custom event", "handed_over"},
			Parameter{"respond", "response time", "4h"},
			Parameter{"resolve", "resolution time", "16h"},
		),
	},
	{
		Name:  "in-and-out-of-hours",
		Title: "Different promises in and out of hours",
		Description: "Issues that come in office hours are answered within the hour. Those that come at night or on a weekend are answered in the " +
			"morning, and urgent ones by whoever is on call. When the issue was created decides, whatever happens later.",
		Parameters: office(
			Parameter{"respond", "response time of issues created in office hours", "1h"},
			Parameter{"on_call", "response time of urgent issues created out of hours, around the clock", "2h"},
			Parameter{"morning", "by when other issues created out of hours are answered on the next morning", "11:00"},
			Parameter{"next", "time of all further responses, in office hours", "4h"},
		),
	},
	{
		Name:  "excluded",
		Title: "Issues that are excluded from the SLA, with a reason",
		Description: "Some issues are not subject to the SLA. Whoever excludes one gives the reason in the attribute sla_excluded. Nothing is due any more; " +
			"open clocks end without a verdict, unless they were late already, and explanations give the reason.",
		Parameters: office(
			Parameter{"respond", "response time", "4h"},
			Parameter{"resolve", "resolution time", "16h"},
		),
	},
	{
		Name:  "alerts",
		Title: "Warn the assignee by e-mail, and notify a Slack channel on breach",
		Description: "The assignee gets an e-mail when three quarters of the time have passed. On breach a Slack channel is notified, and two open " +
			"hours later a manager. Package sla/alert makes these messages; your program sends them.",
		Parameters: office(
			channel,
			Parameter{"manager", "who gets an e-mail two hours after a breach: a role or an address", "policy owner"},
			Parameter{"respond", "response time", "4h"},
			Parameter{"resolve", "resolution time", "16h"},
		),
	},
	{
		Name:  "pylon",
		Title: "The set-up of Pylon's documentation",
		Description: "An answer within an hour to everybody, a resolution within two days for prospects and seven for all others, " +
			"and a breach goes to a Slack channel, where the assignee is mentioned. Clocks pause as in Pylon (the profile pylon). Responses count in support hours.",
		Parameters: office(
			Parameter{"channel", "the Slack channel that hears of breaches", "#alerts-priority"},
			Parameter{"respond", "response time, in support hours", "1h"},
			Parameter{"resolve_prospect", "resolution time of issues with the tag prospect, in calendar hours", "48h"},
			Parameter{"resolve", "resolution time of all other issues, in calendar hours", "168h"},
		),
	},
	{
		Name:  "zendesk",
		Title: "The set-up of Zendesk's documentation",
		Description: "Urgent incidents are answered within 10 minutes and solved within two hours, those of high " +
			"priority within 30 minutes and eight hours, in calendar hours. Other tickets count in business hours. Clocks pause as in Zendesk (the profile zendesk).",
		Parameters: office(
			Parameter{"incident_urgent", "first reply time of urgent incidents", "10m"},
			Parameter{"incident_high", "first reply time of incidents of high priority", "30m"},
			Parameter{"incident", "first reply time of other incidents", "1h"},
			Parameter{"update", "periodic update of incidents", "1h"},
			Parameter{"resolve_urgent", "total resolution time of urgent incidents", "2h"},
			Parameter{"resolve_high", "total resolution time of incidents of high priority", "8h"},
			Parameter{"resolve", "total resolution time of other incidents", "24h"},
			Parameter{"respond", "first and next reply time of other tickets, in business hours", "8h"},
			Parameter{"wait", "requester wait time of other tickets, in business hours", "40h"},
		),
	},
}
