package holiday

import (
	"time"

	"github.com/rickar/cal/v2/nz"
)

var newZealandBase = without(nz.Holidays, "Queen's Birthday")

// Holidays Act 2003, sections 44 to 45A, and the schedule of Te Kāhui o Matariki Public
// Holiday Act 2022, which has the dates of Matariki to 2052.
func newZealand(more ...rule) []rule {
	return append([]rule{
		{name: "Queen's Birthday", on: nth(1, time.Monday, 6), until: 2022},
		{name: "King's Birthday", on: nth(1, time.Monday, 6), since: 2023},
		{name: "Matariki", since: 2022, on: listed("2022-06-24 2023-07-14 2024-06-28 2025-06-20 2026-07-10 2027-06-25 " +
			"2028-07-14 2029-07-06 2030-06-21 2031-07-11 2032-07-02 2033-06-24 2034-07-07 2035-06-29 2036-07-18 " +
			"2037-07-10 2038-06-25 2039-07-15 2040-07-06 2041-07-19 2042-07-11 2043-07-03 2044-06-24 2045-07-07 " +
			"2046-06-29 2047-07-19 2048-07-03 2049-06-25 2050-07-15 2051-06-30 2052-06-21")},
		{name: "Queen Elizabeth II Memorial Day", on: once("2022-09-26")},
	}, more...)
}

// The anniversary days of provinces are kept on the Monday nearest to them.
func auckland() []rule {
	return newZealand(rule{name: "Auckland Anniversary Day", on: from(time.Monday, 1, 29-3)})
}

func wellington() []rule {
	return newZealand(rule{name: "Wellington Anniversary Day", on: from(time.Monday, 1, 22-3)})
}
