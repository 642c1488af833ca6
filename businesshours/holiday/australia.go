package holiday

// New South Wales: additional public holidays declared under the Public Holidays Act
// 2010 for the years in which ANZAC Day falls on a weekend, 2026 and 2027.
var newSouthWales = []rule{
	{name: "ANZAC Day (additional day)", on: once("2026-04-27 2027-04-26")},
}

// South Australia: the Holidays Act 1910 gave the Monday after a Sunday in addition, the
// Public Holidays Act 2023 does not.
var southAustralia = []rule{
	{name: "ANZAC Day", on: on(4, 25), observed: sundayToMonday, until: 2023},
	{name: "ANZAC Day", on: on(4, 25), since: 2024},
}
