package sla

import "testing"

func TestFactsStandInTheOrderOfTheirNames(t *testing.T) {
	for name, want := range map[string]fact{
		"created": factCreated, "created:third_party": factCreatedByThirdParty, "message:customer": factCustomerMessage,
		"message:third_party": factThirdPartyMessage, "note": factNote, "resolved": factResolved, "reopened": factReopened,
	} {
		if got := namedFacts[name]; got != want {
			t.Errorf("%s is fact %b, want %b", name, got, want)
		}
	}
	if namedFacts["reopened"]<<1 != factCustom {
		t.Error("there are other named facts than those of triggers")
	}
}
