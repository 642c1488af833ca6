package holiday

// Holidays Act 1998: on a Sunday, the next day that is no holiday is one too. The dates
// are those that the Ministry of Manpower publishes each year; the feasts of 2027 are as
// the calendar has them, and may yet move.
var singapore = []rule{
	{name: "New Year's Day", on: on(1, 1), observed: sundayToMonday, free: true},
	{name: "Chinese New Year", on: listed("2020-01-25 2020-01-26 2021-02-12 2021-02-13 2022-02-01 2022-02-02 " +
		"2023-01-22 2023-01-23 2024-02-10 2024-02-11 2025-01-29 2025-01-30 2026-02-17 2026-02-18 2027-02-06 2027-02-07"),
		observed: sundayToMonday, free: true},
	{name: "Good Friday", on: easter(-2)},
	{name: "Labour Day", on: on(5, 1), observed: sundayToMonday, free: true},
	{name: "Hari Raya Puasa", on: listed("2020-05-24 2021-05-13 2022-05-03 2023-04-22 2024-04-10 2025-03-31 2026-03-21 2027-03-10"),
		observed: sundayToMonday, free: true},
	{name: "Vesak Day", on: listed("2020-05-07 2021-05-26 2022-05-15 2023-06-02 2024-05-22 2025-05-12 2026-05-31 2027-05-20"),
		observed: sundayToMonday, free: true},
	{name: "Hari Raya Haji", on: listed("2020-07-31 2021-07-20 2022-07-10 2023-06-29 2024-06-17 2025-06-07 2026-05-27 2027-05-17"),
		observed: sundayToMonday, free: true},
	{name: "National Day", on: on(8, 9), observed: sundayToMonday, free: true},
	{name: "Deepavali", on: listed("2020-11-14 2021-11-04 2022-10-24 2023-11-12 2024-10-31 2025-10-20 2026-11-08 2027-10-28"),
		observed: sundayToMonday, free: true},
	{name: "Christmas Day", on: on(12, 25), observed: sundayToMonday, free: true},
	{name: "Polling Day", on: once("2020-07-10 2023-09-01 2025-05-03")},
}
