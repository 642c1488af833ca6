package sla

import "github.com/punctualgo/punctual/internal/triggers"

// A fact is something that an event is or brings about: what triggers are named for. A set
// of facts is one value, too.
type fact uint16

// The facts that triggers without an argument of their own are named for come first, in the
// order of triggers.Names.
const (
	factCreated fact = 1 << iota
	factCreatedByCustomer
	factCreatedByAgent
	factCreatedByBot
	factCreatedByThirdParty
	factCustomerMessage // that needs a reply
	factAgentMessage
	factBotMessage
	factThirdPartyMessage
	factNote
	factResolved
	factReopened
	factCustom
	factSet
	factThanks    // a customer's message that needs no reply; no trigger is named for it
	factCancelled // no trigger is named for this, either

	factCount = iota
)

// namedFacts are the facts by the names of triggers.
var namedFacts = func() map[string]fact {
	facts := make(map[string]fact, len(triggers.Names))
	for i, name := range triggers.Names {
		facts[name] = 1 << i
	}
	return facts
}()

// factOfCreation returns the fact that a party created the issue, or 0 for an unknown party.
func factOfCreation(by Party) fact {
	switch by {
	case Customer, "":
		return factCreatedByCustomer
	case Agent:
		return factCreatedByAgent
	case Bot:
		return factCreatedByBot
	case ThirdParty:
		return factCreatedByThirdParty
	}
	return 0
}

// factOfMessage returns the fact that a party wrote, or 0 for an unknown party.
func factOfMessage(from Party) fact {
	switch from {
	case Customer:
		return factCustomerMessage
	case Agent:
		return factAgentMessage
	case Bot:
		return factBotMessage
	case ThirdParty:
		return factThirdPartyMessage
	}
	return 0
}
