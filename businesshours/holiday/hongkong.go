package holiday

// General Holidays Ordinance, cap. 149, and the lists that the government gazettes each
// year. They have the day that is free: where a festival falls on a Sunday or on another
// holiday, the next day that is neither. Those of 2028 to 2030 follow from the ordinance
// and the Observatory's tables of the lunar calendar.
var hongKong = []rule{
	{name: "The first day of January", on: on(1, 1), observed: sundayToMonday, free: true},
	{name: "Lunar New Year", on: listed("2020-01-25 2020-01-27 2020-01-28 2021-02-12 2021-02-13 2021-02-15 " +
		"2022-02-01 2022-02-02 2022-02-03 2023-01-23 2023-01-24 2023-01-25 2024-02-10 2024-02-12 2024-02-13 " +
		"2025-01-29 2025-01-30 2025-01-31 2026-02-17 2026-02-18 2026-02-19 2027-02-06 2027-02-08 2027-02-09 " +
		"2028-01-26 2028-01-27 2028-01-28 2029-02-13 2029-02-14 2029-02-15 2030-02-04 2030-02-05 2030-02-06")},
	{name: "Ching Ming Festival", on: listed("2020-04-04 2021-04-05 2022-04-05 2023-04-05 2024-04-04 2025-04-04 " +
		"2026-04-06 2027-04-05 2028-04-04 2029-04-04 2030-04-05")},
	{name: "Good Friday", on: easter(-2)},
	{name: "The day following Good Friday", on: easter(-1)},
	{name: "Easter Monday", on: easter(1), until: 2020},
	{name: "Easter Monday", on: once("2021-04-06 2026-04-07")}, // the day after, because of Ching Ming
	{name: "Easter Monday", on: easter(1), since: 2022, until: 2025},
	{name: "Easter Monday", on: easter(1), since: 2027},
	{name: "Labour Day", on: on(5, 1), observed: sundayToMonday, free: true},
	{name: "The Birthday of the Buddha", on: listed("2020-04-30 2021-05-19 2022-05-09 2023-05-26 2024-05-15 " +
		"2025-05-05 2026-05-25 2027-05-13 2028-05-02 2029-05-21 2030-05-09")},
	{name: "Tuen Ng Festival", on: listed("2020-06-25 2021-06-14 2022-06-03 2023-06-22 2024-06-10 2025-05-31 " +
		"2026-06-19 2027-06-09 2028-05-29 2029-06-16 2030-06-05")},
	{name: "Hong Kong Special Administrative Region Establishment Day", on: on(7, 1), observed: sundayToMonday, free: true},
	{name: "National Day", on: on(10, 1), observed: sundayToMonday, free: true},
	{name: "The day following the Chinese Mid-Autumn Festival", on: listed("2020-10-02 2021-09-22 2022-09-12 " +
		"2023-09-30 2024-09-18 2025-10-07 2026-09-26 2027-09-16 2028-10-04 2029-09-24 2030-09-13")},
	{name: "Chung Yeung Festival", on: listed("2020-10-26 2021-10-14 2022-10-04 2023-10-23 2024-10-11 2025-10-29 " +
		"2026-10-19 2027-10-08 2028-10-26 2029-10-16 2030-10-05")},
	{name: "Christmas Day", on: on(12, 25), observed: sundayToMonday, free: true},
	{name: "The first weekday after Christmas Day", on: on(12, 26), moved: sundayToMonday},
}
