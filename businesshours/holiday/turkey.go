package holiday

// Ulusal Bayram ve Genel Tatiller Hakkında Kanun, no. 2429 of 1981, and the days of the
// feasts as Diyanet publishes them. The afternoons before are not whole days off.
var turkey = []rule{
	{name: "Yılbaşı", on: on(1, 1)},
	{name: "Ulusal Egemenlik ve Çocuk Bayramı", on: on(4, 23)},
	{name: "Emek ve Dayanışma Günü", on: on(5, 1), since: 2009},
	{name: "Atatürk'ü Anma, Gençlik ve Spor Bayramı", on: on(5, 19)},
	{name: "Demokrasi ve Millî Birlik Günü", on: on(7, 15), since: 2017},
	{name: "Zafer Bayramı", on: on(8, 30)},
	{name: "Cumhuriyet Bayramı", on: on(10, 29)},
	{name: "Ramazan Bayramı", on: listed("2020-05-24 2020-05-25 2020-05-26 2021-05-13 2021-05-14 2021-05-15 " +
		"2022-05-02 2022-05-03 2022-05-04 2023-04-21 2023-04-22 2023-04-23 2024-04-10 2024-04-11 2024-04-12 " +
		"2025-03-30 2025-03-31 2025-04-01 2026-03-20 2026-03-21 2026-03-22 2027-03-09 2027-03-10 2027-03-11")},
	{name: "Kurban Bayramı", on: listed("" +
		"2020-07-31 2020-08-01 2020-08-02 2020-08-03 2021-07-20 2021-07-21 2021-07-22 2021-07-23 " +
		"2022-07-09 2022-07-10 2022-07-11 2022-07-12 2023-06-28 2023-06-29 2023-06-30 2023-07-01 " +
		"2024-06-16 2024-06-17 2024-06-18 2024-06-19 2025-06-06 2025-06-07 2025-06-08 2025-06-09 " +
		"2026-05-27 2026-05-28 2026-05-29 2026-05-30 2027-05-16 2027-05-17 2027-05-18 2027-05-19")},
}
