package policy

import "slices"

// Templates returns ready configurations for ways of working that many teams have, the
// most usual ones first. Each is valid, and package lint finds nothing in it. Each has
// scenarios that tell what it promises.
func Templates() []Template {
	list := slices.Clone(templates)
	for i := range list {
		list[i].Parameters = slices.Clone(list[i].Parameters)
	}
	return list
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
		Title: "Tiers of customers",
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
}
