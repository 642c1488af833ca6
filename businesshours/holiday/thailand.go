package holiday

// Cabinet resolutions of each year: the feasts of the Buddhist calendar, and special
// holidays beside others.
var thailand = []rule{
	{name: "วันมาฆบูชา", on: listed("2023-03-06 2024-02-24 2025-02-12 2026-03-03"),
		observed: weekendToMonday},
	{name: "วันวิสาขบูชา", on: listed("2023-06-03 2024-05-22 2025-05-11 2026-05-31"),
		observed: weekendToMonday},
	{name: "วันอาสาฬหบูชา", on: listed("2023-08-01 2024-07-20 2025-07-10 2026-07-29"),
		observed: weekendToMonday},
	{name: "วันหยุดพิเศษ", on: once("2023-05-05 2023-07-31 2023-12-29 2024-04-12 2024-12-30 2025-06-02 2025-08-11 2026-01-02")},
}
