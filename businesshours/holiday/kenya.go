package holiday

// Public Holidays Act, cap. 110, and notices in the Kenya Gazette for the feasts of Islam
// and for single days. The feasts of 2027 are as the calendar has them and may yet move.
var kenya = []rule{
	{name: "Utamaduni Day", on: on(10, 10), observed: sundayToMonday, since: 2020, until: 2023},
	{name: "Idd-ul-Fitr", on: listed("2020-05-25 2021-05-14 2022-05-03 2023-04-21 2024-04-10 2025-03-31 2026-03-20 2027-03-09")},
	{name: "Idd-ul-Azha", on: listed("2020-07-31 2021-07-20 2022-07-11 2023-06-28 2024-06-17 2025-06-06 2026-05-27 2027-05-16")},
	{name: "Tree planting day", on: once("2023-11-13 2024-05-10")},
	{name: "General election", on: once("2022-08-09")},
	{name: "Inauguration", on: once("2022-09-13 2024-11-01")},
	{name: "State funeral", on: once("2020-02-11 2022-04-29 2025-10-17")},
}
