package slatest

// A Law is something that holds for every case. [Laws] lists them; each is also a function of its
// own.
//
// Many laws can be tried in several ways, such as with several orders of the events. If t is a
// [rapid.T], a law draws one way from it, so that failures shrink. Otherwise it tries a few ways,
// always the same.
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
