package slatest

// A Law is something that holds of every case. The functions that are laws say of what.
//
// Where a law can be tried in several ways, such as in several orders of the events, it draws one
// from t if that is a [rapid.T], so that failures shrink. Otherwise it tries the same few each
// time.
type Law struct {
	Name  string
	Check func(t T, c Case)
}

// Laws returns all laws.
func Laws() []Law {
	return []Law{
		{"Purity", Purity},
		{"Reuse", Reuse},
		{"Order", Order},
		{"Duplicates", Duplicates},
		{"TimeSpelling", TimeSpelling},
		{"IrrelevantEvents", IrrelevantEvents},
		{"NoLookAhead", NoLookAhead},
		{"Prefix", Prefix},
		{"Wake", Wake},
		{"Freeze", Freeze},
		{"Conservation", Conservation},
		{"ThresholdsMonotone", ThresholdsMonotone},
		{"BreachAgreement", BreachAgreement},
		{"UniqueIDs", UniqueIDs},
		{"Explained", Explained},
		{"Incremental", Incremental},
		{"ExactlyOnce", ExactlyOnce},
	}
}
