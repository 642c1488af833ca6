package holiday

// The gazetted holidays of the central government's offices in Delhi, from the circulars
// of the Department of Personnel and Training of each year; the states have others.
// Those of 2027 that follow the moon are as almanacs have them, and may yet move.
var india = []rule{
	{name: "Republic Day", on: on(1, 26)},
	{name: "Maha Shivaratri", on: once("2022-03-01 2025-02-26")},
	{name: "Holi", on: listed("2021-03-29 2022-03-18 2023-03-08 2024-03-25 2025-03-14 2026-03-04 2027-03-22")},
	{name: "Ram Navami", on: once("2021-04-21 2023-03-30 2024-04-17 2026-03-26 2027-04-15")},
	{name: "Good Friday", on: easter(-2)},
	{name: "Mahavir Jayanti", on: listed("2021-04-25 2022-04-14 2023-04-04 2024-04-21 2025-04-10 2026-03-31 2027-04-18")},
	// Proclaimed each year under the Negotiable Instruments Act.
	{name: "Dr. B. R. Ambedkar's Birthday", on: on(4, 14), since: 2020},
	{name: "Buddha Purnima", on: listed("2021-05-26 2022-05-16 2023-05-05 2024-05-23 2025-05-12 2026-05-01 2027-05-20")},
	{name: "Id-ul-Fitr", on: listed("2021-05-14 2022-05-03 2023-04-22 2024-04-11 2025-03-31 2026-03-21 2027-03-10")},
	{name: "Id-ul-Zuha (Bakrid)", on: listed("2021-07-21 2022-07-10 2023-06-29 2024-06-17 2025-06-07 2026-05-27 2027-05-17")},
	{name: "Muharram", on: listed("2021-08-19 2022-08-09 2023-07-29 2024-07-17 2025-07-06 2026-06-26 2027-06-16")},
	{name: "Independence Day", on: on(8, 15)},
	{name: "Janmashtami", on: once("2021-08-30 2022-08-19 2023-09-07 2024-08-26 2025-08-16 2026-09-04 2027-08-25")},
	{name: "Milad-un-Nabi", on: listed("2021-10-19 2022-10-09 2023-09-28 2024-09-16 2025-09-05 2026-08-26 2027-08-15")},
	{name: "Mahatma Gandhi's Birthday", on: on(10, 2)},
	{name: "Dussehra", on: listed("2021-10-15 2022-10-05 2023-10-24 2024-10-12 2025-10-02 2026-10-20 2027-10-09")},
	{name: "Diwali (Deepavali)", on: listed("2021-11-04 2022-10-24 2023-11-12 2024-10-31 2025-10-20 2026-11-08 2027-10-29")},
	{name: "Guru Nanak's Birthday", on: listed("2021-11-19 2022-11-08 2023-11-27 2024-11-15 2025-11-05 2026-11-24 2027-11-14")},
	{name: "Christmas Day", on: on(12, 25)},
}
