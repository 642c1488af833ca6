package sla

// A fact is something that an event is or causes, and that triggers can be named for. A fact may
// also be a set of facts.
type fact uint16

const (
	factCreated fact = 1 << iota
	factCreatedByCustomer
	factCreatedByAgent
	factCreatedByBot
	factCreatedByThirdParty
	factCustomerMessage // one that needs a reply
	factAgentMessage
	factBotMessage
	factThirdPartyMessage
	factNote
	factCustom
	factSet
	factResolved
	factReopened
	factThanks    // a customer's message that needs no reply; no trigger has this name
	factCancelled // no trigger has this name either

	factCount = iota
)

// namedFacts maps the names of triggers without an argument to their facts.
var namedFacts = map[string]fact{
	"created": factCreated, "created:customer": factCreatedByCustomer, "created:agent": factCreatedByAgent,
	"created:bot": factCreatedByBot, "created:third_party": factCreatedByThirdParty,
	"message:customer": factCustomerMessage, "message:agent": factAgentMessage,
	"message:bot": factBotMessage, "message:third_party": factThirdPartyMessage,
	"note": factNote, "resolved": factResolved, "reopened": factReopened,
}

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
