package holiday

import "time"

// The days of the statutes on employment standards, not those that only some employers
// or the federal government keep. New Year's Day, Canada Day and Christmas Day on a
// weekend are made up for on the next working day: the statutes leave the day to the
// employer, the Holidays Act and the Interpretation Act say Monday after a Sunday, and
// most employers after a Saturday too.
func canada(more ...rule) []rule {
	return append([]rule{
		{name: "New Year's Day", on: on(1, 1), observed: weekendToMonday},
		{name: "Good Friday", on: easter(-2)},
		{name: "Canada Day", on: on(7, 1), observed: weekendToMonday},
		{name: "Labour Day", on: nth(1, time.Monday, 9)},
		{name: "Christmas Day", on: on(12, 25), observed: weekendToMonday, free: true},
	}, more...)
}

var (
	victoriaDay    = rule{name: "Victoria Day", on: upTo(time.Monday, 5, 24)}
	thanksgiving   = rule{name: "Thanksgiving Day", on: nth(2, time.Monday, 10)}
	remembranceDay = rule{name: "Remembrance Day", on: on(11, 11)}
)

// familyDay is the third Monday of February, under several names.
func familyDay(name string, since int) rule {
	return rule{name: name, on: nth(3, time.Monday, 2), since: since}
}

// augustDay is the first Monday of August, under several names.
func augustDay(name string) rule {
	return rule{name: name, on: nth(1, time.Monday, 8)}
}

func reconciliationDay(since int) rule {
	return rule{name: "National Day for Truth and Reconciliation", on: on(9, 30), since: since}
}

// Employment Standards Code, RSA 2000 c. E-9, section 25.
func alberta() []rule {
	return canada(familyDay("Alberta Family Day", 1990), victoriaDay, thanksgiving, remembranceDay)
}

// Employment Standards Act, RSBC 1996 c. 113, section 1.
func britishColumbia() []rule {
	return canada(
		rule{name: "Family Day", on: nth(2, time.Monday, 2), since: 2013, until: 2018}, familyDay("Family Day", 2019),
		victoriaDay, augustDay("British Columbia Day"), reconciliationDay(2023), thanksgiving, remembranceDay)
}

// Employment Standards Code, CCSM c. E110, section 21. Remembrance Day has an act of its
// own, by which it is not a general holiday.
func manitoba() []rule {
	return canada(familyDay("Louis Riel Day", 2008), victoriaDay, reconciliationDay(2024), thanksgiving)
}

// Employment Standards Act, SNB 1982 c. E-7.2, section 1.
func newBrunswick() []rule {
	return canada(familyDay("Family Day", 2018), augustDay("New Brunswick Day"), remembranceDay)
}

// Labour Standards Act, RSNL 1990 c. L-2, section 14, where 1 July is Memorial Day too.
func newfoundland() []rule {
	return canada(remembranceDay)
}

// Labour Standards Code, RSNS 1989 c. 246, and the Remembrance Day Act.
func novaScotia() []rule {
	return canada(familyDay("Heritage Day", 2015), remembranceDay)
}

// Employment Standards Act, SNWT 2007 c. 13, section 1.
func northwestTerritories() []rule {
	return canada(victoriaDay, rule{name: "National Indigenous Peoples Day", on: on(6, 21), since: 2001},
		augustDay("Civic Holiday"), reconciliationDay(2022), thanksgiving, remembranceDay)
}

// Labour Standards Act, RSNWT (Nu) 1988 c. L-1, section 1.
func nunavut() []rule {
	return canada(victoriaDay, rule{name: "Nunavut Day", on: on(7, 9), since: 2020},
		augustDay("Civic Holiday"), reconciliationDay(2022), thanksgiving, remembranceDay)
}

// Employment Standards Act, 2000, SO 2000 c. 41, section 1. Easter Monday is none.
func ontario() []rule {
	return canada(familyDay("Family Day", 2008), victoriaDay, thanksgiving,
		rule{name: "Boxing Day", on: on(12, 26), observed: weekendToMonday, free: true})
}

// Employment Standards Act, RSPEI 1988 c. E-6.2, section 6. Gold Cup Parade Day is none.
func princeEdwardIsland() []rule {
	return canada(
		rule{name: "Islander Day", on: nth(2, time.Monday, 2), since: 2009, until: 2009}, familyDay("Islander Day", 2010),
		reconciliationDay(2022), remembranceDay)
}

// Act respecting labour standards, CQLR c. N-1.1, section 60, and National Holiday Act,
// CQLR c. F-1.1. Of Good Friday and Easter Monday the employer chooses one.
func quebec() []rule {
	return []rule{
		{name: "Jour de l'An", on: on(1, 1), observed: weekendToMonday},
		{name: "Vendredi saint", on: easter(-2)},
		{name: "Journée nationale des patriotes", on: upTo(time.Monday, 5, 24)},
		{name: "Fête nationale", on: on(6, 24), observed: sundayToMonday},
		{name: "Fête du Canada", on: on(7, 1), observed: weekendToMonday},
		{name: "Fête du Travail", on: nth(1, time.Monday, 9)},
		{name: "Action de grâces", on: nth(2, time.Monday, 10)},
		{name: "Noël", on: on(12, 25), observed: weekendToMonday},
	}
}

// Saskatchewan Employment Act, SS 2013 c. S-15.1, section 2-30.
func saskatchewan() []rule {
	return canada(familyDay("Family Day", 2007), victoriaDay, augustDay("Saskatchewan Day"), thanksgiving,
		rule{name: "Remembrance Day", on: on(11, 11), observed: sundayToMonday})
}

// Employment Standards Act, RSY 2002 c. 72, section 1.
func yukon() []rule {
	return canada(victoriaDay, rule{name: "National Indigenous Peoples Day", on: on(6, 21), since: 2017},
		rule{name: "Discovery Day", on: nth(3, time.Monday, 8)}, reconciliationDay(2023), thanksgiving, remembranceDay)
}
