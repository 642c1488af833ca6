package holiday

// 공휴일에 관한 법률 and 관공서의 공휴일에 관한 규정: since 2014 the lunar festivals and
// Children's Day, since 2021-08 the national days and since 2023 Buddha's Birthday and
// Christmas are made up for on the next working day. Temporary holidays and elections are
// those that were proclaimed. The lunar dates are those of the Korea Astronomy and Space
// Science Institute, in Korean time: in 2027 and 2028 a day after China's.
var korea = []rule{
	{name: "새해 첫날", on: on(1, 1)},
	{name: "설날", on: listed(
		"2020-01-24 2020-01-25 2020-01-26 2021-02-11 2021-02-12 2021-02-13 2022-01-31 2022-02-01 2022-02-02 " +
			"2023-01-21 2023-01-22 2023-01-23 2024-02-09 2024-02-10 2024-02-11 2025-01-28 2025-01-29 2025-01-30 " +
			"2026-02-16 2026-02-17 2026-02-18 2027-02-06 2027-02-07 2027-02-08 2028-01-26 2028-01-27 2028-01-28 " +
			"2029-02-12 2029-02-13 2029-02-14"),
		observed: sundayToMonday, free: true},
	{name: "3·1절", on: on(3, 1), until: 2021},
	{name: "3·1절", on: on(3, 1), observed: weekendToMonday, free: true, since: 2022},
	{name: "어린이날", on: on(5, 5), observed: weekendToMonday, free: true},
	{name: "부처님오신날", on: listed("2020-04-30 2021-05-19 2022-05-08"), until: 2022},
	{name: "부처님오신날", on: listed("2023-05-27 2024-05-15 2025-05-05 2026-05-24 2027-05-13 2028-05-02 2029-05-20"),
		observed: weekendToMonday, free: true, since: 2023},
	{name: "현충일", on: on(6, 6)},
	{name: "제헌절", on: on(7, 17), until: 2007},
	{name: "제헌절", on: on(7, 17), observed: weekendToMonday, free: true, since: 2026},
	{name: "광복절", on: on(8, 15), until: 2020},
	{name: "광복절", on: on(8, 15), observed: weekendToMonday, free: true, since: 2021},
	{name: "추석", on: listed(
		"2020-09-30 2020-10-01 2020-10-02 2021-09-20 2021-09-21 2021-09-22 2022-09-09 2022-09-10 2022-09-11 " +
			"2023-09-28 2023-09-29 2023-09-30 2024-09-16 2024-09-17 2024-09-18 2025-10-05 2025-10-06 2025-10-07 " +
			"2026-09-24 2026-09-25 2026-09-26 2027-09-14 2027-09-15 2027-09-16 2028-10-02 2028-10-03 2028-10-04 " +
			"2029-09-21 2029-09-22 2029-09-23"),
		observed: sundayToMonday, free: true},
	{name: "개천절", on: on(10, 3), until: 2020},
	{name: "개천절", on: on(10, 3), observed: weekendToMonday, free: true, since: 2021},
	{name: "한글날", on: on(10, 9), until: 2020, since: 2013},
	{name: "한글날", on: on(10, 9), observed: weekendToMonday, free: true, since: 2021},
	{name: "기독탄신일", on: on(12, 25), until: 2022},
	{name: "기독탄신일", on: on(12, 25), observed: weekendToMonday, free: true, since: 2023},
	{name: "대체공휴일", on: once("2025-05-06 2028-10-05")}, // two holidays on one date
	{name: "임시공휴일", on: once("2020-08-17 2023-10-02 2024-10-01 2025-01-27")},
	{name: "선거일", on: once("2020-04-15 2022-03-09 2022-06-01 2024-04-10 2025-06-03 2026-06-03 2028-04-12")},
}
