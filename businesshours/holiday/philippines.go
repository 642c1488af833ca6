package holiday

import "time"

// Republic Act 9492 and the proclamations of each year, with the special days on which
// there is no work: 845 (2020), 986 and 1107 (2021), 1236 (2022), 42 and 90 (2023), 368
// (2024), 727 (2025), 1006 (2026), and those for the feasts of Islam. For 2027 what
// follows from the acts, and the feasts as the calendar has them.
var philippines = []rule{
	{name: "New Year's Day", on: on(1, 1)},
	{name: "Chinese New Year", on: once("2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-09 2024-02-10 2025-01-29 2026-02-17")},
	{name: "EDSA People Power Revolution Anniversary", on: once("2020-02-25 2021-02-25 2022-02-25 2023-02-24")},
	{name: "Maundy Thursday", on: easter(-3)},
	{name: "Good Friday", on: easter(-2)},
	{name: "Black Saturday", on: easter(-1)},
	{name: "Araw ng Kagitingan", on: on(4, 9), until: 2022},
	{name: "Araw ng Kagitingan", on: once("2023-04-10")},
	{name: "Araw ng Kagitingan", on: on(4, 9), since: 2024},
	{name: "Eid'l Fitr", on: listed("2020-05-25 2021-05-13 2022-05-03 2023-04-21 2024-04-10 2025-04-01 2026-03-20 2027-03-09")},
	{name: "Labor Day", on: on(5, 1)},
	{name: "Independence Day", on: on(6, 12)},
	{name: "Eid'l Adha", on: listed("2020-07-31 2021-07-20 2022-07-09 2023-06-28 2024-06-17 2025-06-06 2026-05-27 2027-05-16")},
	{name: "Ninoy Aquino Day", on: on(8, 21), until: 2023},
	{name: "Ninoy Aquino Day", on: once("2024-08-23")},
	{name: "Ninoy Aquino Day", on: on(8, 21), since: 2025},
	{name: "National Heroes Day", on: last(time.Monday, 8)},
	{name: "All Saints' Day", on: on(11, 1)},
	{name: "Bonifacio Day", on: on(11, 30), until: 2022},
	{name: "Bonifacio Day", on: once("2023-11-27")},
	{name: "Bonifacio Day", on: on(11, 30), since: 2024},
	{name: "Feast of the Immaculate Conception of Mary", on: on(12, 8), since: 2018},
	{name: "Christmas Day", on: on(12, 25)},
	{name: "Rizal Day", on: on(12, 30)},
	{name: "Last Day of the Year", on: on(12, 31), until: 2020},
	{name: "Last Day of the Year", on: on(12, 31), since: 2022},
	{name: "Special non-working day", on: once("2020-11-02 2020-12-24 2022-05-09 2022-10-31 2022-12-26 2023-01-02 " +
		"2023-10-30 2023-11-02 2023-12-26 2024-11-02 2024-12-24 2025-05-12 2025-07-27 2025-10-31 2025-12-24 " +
		"2026-11-02 2026-12-24")},
}
