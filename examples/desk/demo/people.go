package demo

import (
	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/store"
)

// people are the team. Everybody's e-mail is at a name that does not exist.
var people = []store.Person{
	{ID: "ann", Name: "Ann Albers", Role: store.Agent, Team: "berlin", Zone: "Europe/Berlin", Slack: "U0ANN0001"},
	{ID: "ben", Name: "Ben Brandt", Role: store.Agent, Team: "berlin", Zone: "Europe/Berlin", Slack: "U0BEN0002"},
	{ID: "carla", Name: "Carla Cruz", Role: store.Agent, Team: "new-york", Zone: "America/New_York", Slack: "U0CARLA03"},
	{ID: "dan", Name: "Dan Doyle", Role: store.Agent, Team: "new-york", Zone: "America/New_York", Slack: "U0DAN0004"},
	{ID: "mei", Name: "Mei Lin", Role: store.Agent, Team: "singapore", Zone: "Asia/Singapore", Slack: "U0MEI0005"},
	{ID: "raj", Name: "Raj Rao", Role: store.Agent, Team: "singapore", Zone: "Asia/Singapore", Slack: "U0RAJ0006"},
	{ID: "lea", Name: "Lea Lindner", Role: store.Lead, Team: "berlin", Zone: "Europe/Berlin", Slack: "U0LEA0007"},
	{ID: "olga", Name: "Olga Orlova", Role: store.Administrator, Team: "berlin", Zone: "Europe/Berlin", Slack: "U0OLGA008"},
}

// speeds say how quick each agent is: below one is quicker than the others.
var speeds = map[string]float64{"ann": 0.8, "ben": 1.15, "carla": 0.9, "dan": 1.25, "mei": 0.85, "raj": 1.0}

// teams are the agents of each region, and its schedule.
var teams = map[string]struct {
	schedule string
	agents   []string
}{
	"emea":     {"berlin", []string{"ann", "ben"}},
	"americas": {"new-york", []string{"carla", "dan"}},
	"apac":     {"singapore", []string{"mei", "raj"}},
}

// regions are the keys of teams, in order.
var regions = []string{"emea", "americas", "apac"}

// A customer has a contract.
type customer struct {
	name, tier, region, zone string
	daily                    float64 // issues on a working day
	people                   []string
}

var customers = []customer{
	{"Northwind Logistics", "platinum", "emea", "Europe/Berlin", 3.9, []string{"Jonas", "Sofia"}},
	{"Pacific Freight", "platinum", "apac", "Asia/Singapore", 3.0, []string{"Wei", "Aisha"}},
	{"Harbor Bank", "platinum", "americas", "America/New_York", 3.6, []string{"Grace", "Marcus"}},
	{"Alpenglow Hotels", "gold", "emea", "Europe/Berlin", 4.2, []string{"Lukas", "Clara"}},
	{"Blue Ridge Foods", "gold", "americas", "America/New_York", 3.9, []string{"Emma", "Tyler"}},
	{"Kyoto Robotics", "gold", "apac", "Asia/Tokyo", 2.8, []string{"Haruto", "Yui"}},
	{"Fjord Media", "standard", "emea", "Europe/Oslo", 3.3, []string{"Ingrid", "Nils"}},
	{"Prairie Clinics", "standard", "americas", "America/Chicago", 3.8, []string{"Olivia", "Noah"}},
	{"Coral Outfitters", "standard", "apac", "Australia/Sydney", 2.7, []string{"Mia", "Jack"}},
	{"Lisboa Ceramics", "standard", "emea", "Europe/Lisbon", 2.5, []string{"Inês", "Tiago"}},
}

// subscriptions are what people of the demo have asked to be told.
func subscriptions() []store.Subscription {
	var list []store.Subscription
	for _, p := range people {
		if p.Role != store.Agent {
			continue
		}
		list = append(list,
			store.Subscription{Person: p.ID, Scope: desk.ScopeAssigned, Kind: desk.Warning, Medium: desk.ByEmail},
			store.Subscription{Person: p.ID, Scope: desk.ScopeAssigned, Kind: desk.Warning, Medium: desk.BySlack},
			store.Subscription{Person: p.ID, Scope: desk.ScopeAssigned, Kind: desk.Breach, Medium: desk.ByEmail},
			store.Subscription{Person: p.ID, Scope: desk.ScopeAssigned, Kind: desk.Breach, Medium: desk.BySlack},
		)
	}
	return list
}
